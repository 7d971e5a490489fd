"""Aggregates of the records, of all patients and by site, practice and size of the practice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from insideout.extract.declared import AGGREGATES, OUTSIDE
from insideout.extract.kinds import referral, with_practice
from insideout.tables.records import RECORDS_AGGREGATES, RECORDS_PATIENTS

SIZE = "size"  # a study's own column of the units: small, average and large practices, say


def aggregates(
    encounters: pd.DataFrame,
    measured: pd.DataFrame,
    coordinators: pd.DataFrame,
    units: pd.DataFrame,
) -> pd.DataFrame:
    """The table RECORDS_AGGREGATES: each declared aggregate of all patients and of each group.

    `measured`: records_patients, a row for every patient with a record, those without encounters
    among them. Groups are sites, practices, and the values of the column `size` of the units (of
    the patient's practice), where there is one. A patient without one counts in "all" alone.
    Patients in whom a measure is undefined are in no base of it; without a base (n = 0) a value is
    NaN.
    """
    patients = sheet(encounters, measured, coordinators)
    by = measured.set_index("patient")
    groupings = [pd.Series("", index=patients.index, dtype="str")]
    groupings += [by[name].where(by[name] != "") for name in ("site", "practice")]
    if SIZE in units:
        size = by["practice"].map(units.set_index("unit")[SIZE])
        groupings.append(size.where(size != ""))
    table = pd.concat([_by(patients, by["practice"], g) for g in groupings], ignore_index=True)
    kinds = {"aggregate": "str", "among": "str", "meaning": "str", "value": "float64", "n": "Int64"}
    return table[RECORDS_AGGREGATES.names].astype(kinds)


def sheet(
    encounters: pd.DataFrame, measured: pd.DataFrame, coordinators: pd.DataFrame
) -> pd.DataFrame:
    """What the aggregates are made of: a row a patient, numbers alone (yes 1, no 0, NaN unknown).

    The measures of records_patients, and those of them put together, such as the patients with a
    usual GP who had several problems dealt with in one consultation. What is made of an undefined
    measure is undefined too.
    """
    numeric = [
        c.name for c in RECORDS_PATIENTS.columns if c.kind in ("integer", "number", "yes_no")
    ]
    by = measured.set_index("patient")
    out = by[numeric].astype("Float64").astype("float64")
    made = {
        "patients": pd.Series(1.0, index=out.index),
        "phone_practice": _count(encounters, with_practice(encounters)
                                 & (encounters["place"] == "phone"), out["phone"]),
        "referrals_by_secondary": _count(encounters, referral(encounters)
                                         & (encounters["role"] == "secondary_care"),
                                         out["gp_referrals"]),
        "unreviewed": 1 - out["reviewed"],
        "never_reviewed": _none(out, "recalls", "reviews", "medication_reviews"),
        "any_care_plan": _any(out, "care_plans"),
        "no_information_transfer": _none(out, "information_transfers"),
        **{f"any_{name}": _any(out, name) for name in (
            "information_good", "information_missing", "own_coordination", "resistances",
            "several_problems")},
        "coordinating_gps": _per_patient(coordinators["patient"][coordinators["role"] == "gp"],
                                         out["coordinators"]),
        "no_active": 1 - out["active"],
        "both_criteria": out["initiator"] * out["active"],
        "neither_criterion": (1 - out["initiator"]) * (1 - out["active"]),
        "gp_main_initiator": _is(by["main_initiator_role"], "gp", out["initiators"]),
        "gp_main_active": _is(by["main_active_role"], "gp", out["active_coordinators"]),
        "secondary_main_active": _is(by["main_active_role"], "secondary_care",
                                     out["active_coordinators"]),
    }  # fmt: skip
    for party in OUTSIDE:
        made[f"originated_{party}"] = _count(
            encounters, encounters["originator"] == party, out["originated_elsewhere"]
        )
    out = pd.concat([out, pd.DataFrame(made, index=out.index)], axis=1)
    usual, several = out["usual_gp"], out["any_several_problems"]
    return out.assign(
        with_usual_gp=usual,
        without_usual_gp=1 - usual,
        several_with_usual_gp=several * usual,
        several_without_usual_gp=several * (1 - usual),
        several_and_known=several.where(usual.notna()),
    )


def _any(patients: pd.DataFrame, column: str) -> pd.Series[float]:
    return (patients[column] > 0).astype(float).where(patients[column].notna())


def _none(patients: pd.DataFrame, *columns: str) -> pd.Series[float]:
    total = patients[list(columns)].sum(axis=1, skipna=False)
    return (total == 0).astype(float).where(total.notna())


def _is(role: pd.Series[str], wanted: str, like: pd.Series[float]) -> pd.Series[float]:
    """Whether the main coordinator has a role; undefined where the measure `like` is."""
    return (role == wanted).astype(float).where(like.notna())


def _count(
    encounters: pd.DataFrame, mask: pd.Series[bool], like: pd.Series[float]
) -> pd.Series[float]:
    """How many of each patient's encounters are of a kind; undefined where `like` is."""
    return _per_patient(encounters["patient"][mask], like)


def _per_patient(rows: pd.Series[str], like: pd.Series[float]) -> pd.Series[float]:
    """How many rows each patient has, from the rows' patients; undefined where `like` is."""
    counts = rows.value_counts().reindex(like.index, fill_value=0)
    return counts.astype(float).where(like.notna())


def _by(patients: pd.DataFrame, practice: pd.Series[str], group: pd.Series[Any]) -> pd.DataFrame:
    """The aggregates of each group of patients (NaN: in none), by name and then by group."""
    grouped = patients.groupby(group)
    defined = grouped.count()
    stats = {"mean": grouped.mean(), "least": grouped.min(), "most": grouped.max(),
             "total": grouped.sum(min_count=1)}  # fmt: skip
    blocks = []
    for a in AGGREGATES:
        n = defined[a.column]
        if a.how == "ratio":
            value, n = _ratio(patients[a.column], patients[a.base], group)
        elif a.how == "mode":
            value = grouped[a.column].agg(_mode)
        elif a.how == "units_without":
            value, n = _units_without(patients[a.column], practice, group)
        else:
            value = stats[a.how][a.column]
        blocks.append(
            pd.DataFrame({"value": value, "n": n}).reset_index(names="among").assign(
                aggregate=a.name, meaning=a.meaning)
        )  # fmt: skip
    return pd.concat(blocks, ignore_index=True)


def _ratio(
    part: pd.Series[float], base: pd.Series[float], group: pd.Series[Any]
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """The sum of a part over that of its base, and that base, of patients who have both."""
    both = part.notna() & base.notna()
    n = base.where(both).groupby(group).sum().astype(int)
    return part.where(both).groupby(group).sum() / n.where(n > 0), n


def _mode(values: pd.Series[float]) -> float:
    """The most frequent value, the smallest of several; NaN without any."""
    return float(values.mode().get(0, np.nan))


def _units_without(
    values: pd.Series[float], practice: pd.Series[str], group: pd.Series[Any]
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """How many of each group's practices have none of it, and how many there are that can tell."""
    known = practice.where(practice != "")
    without = values.groupby([group, known]).sum(min_count=1).dropna() == 0
    of_group = without.groupby(level=0)
    every = pd.Index(sorted(group.dropna().unique()))
    return of_group.sum().reindex(every), of_group.count().reindex(every, fill_value=0)
