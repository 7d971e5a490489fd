"""The stage `extract`, over tables: each patient's measures, and all that is made of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from insideout.extract.aggregates import aggregates
from insideout.extract.benchmarks import beside
from insideout.extract.continuity import indices
from insideout.extract.coordinators import coordinators, of_patients
from insideout.extract.counts import counted
from insideout.extract.thresholds import thresholds
from insideout.extract.usual_gp import usual_gp
from insideout.extract.window import bounds, in_window, interview_days, reasons
from insideout.extract.witnesses import witnesses
from insideout.places import sites_of
from insideout.reader import TYPES, framed
from insideout.reader import records as as_records
from insideout.tables.inputs import PATIENTS
from insideout.tables.records import RECORDS_PATIENTS

# What else is undefined without a column: measures that are not made of counts alone
COORDINATION = (
    "initiators", "active_coordinators", "coordinators", "initiator", "active",
    "initiator_encounters", "active_encounters",
)  # fmt: skip
WHY = {
    "unknown_patient": "of unknown patients", "no_record": "of records not in the study",
    "after_death": "after the patient's death", "no_interview_date": "without a date of interview",
    "before_window": "before the window", "after_window": "after the window",
    "excluded_kind": "of excluded kinds", "duplicate": "repeated",
}  # fmt: skip
SEEN = ("gps_seen", "nurses_seen", "n_providers")


def extracted(
    read: Mapping[str, pd.DataFrame], records: pd.DataFrame, told: Collection[str],
    settings: Mapping[str, Any], rules: Mapping[str, Any], nest: Mapping[str, Any] | None,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The tables of the stage, by name (without `records_`), and the encounters that count.

    `read`: patients, informants, units, memberships, manifest, turns, consensus, codebook and
    benchmarks; `records` and `told`: what `shapes` made of the records; `settings`, `rules` and
    `nest`: the sections records, witnesses and nest of the study file.
    """
    patients = patients_of(read["patients"], records)
    days = interview_days(patients, read["manifest"], read["turns"])
    limits = {"window_days": settings["window_days"], "exclude": settings["exclude"]}
    encounters, left_out = in_window(records, patients, days, **limits)
    staff = coordinators(encounters, main_lead=settings["main_lead"])
    sites = sites_of(as_records(read["units"]), as_records(read["memberships"]))
    patient = measured(encounters, patients, staff, days, sites, settings, told)
    figures = aggregates(encounters, patient, staff, read["units"])
    both = witnesses(read["consensus"], read["codebook"], read["informants"], patient, encounters,
                     rules, nest, sites, base=settings["usual_gp"]["base"])  # fmt: skip
    return {
        "patients": patient, "coordinators": staff, "left_out": left_out,
        "thresholds": thresholds(encounters, settings, told), "aggregates": figures,
        "published": beside(figures, read["benchmarks"]), "witnesses": both,
        "encounters": encounters,
    }  # fmt: skip


def patients_of(patients: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The table of patients or, where it is empty, those in the records."""
    if len(patients):
        return patients
    return framed(({"patient": who} for who in records["patient"].unique()), PATIENTS)


def measured(
    encounters: pd.DataFrame, patients: pd.DataFrame, staff: pd.DataFrame,
    interviewed: Mapping[str, str], sites: Mapping[str, str], settings: Mapping[str, Any],
    told: Collection[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    """RECORDS_PATIENTS: every patient whose record is of the study, in the order of their table.

    `encounters`: those that count; `staff`: RECORDS_COORDINATORS made of them; `settings`:
    the study file's section `records`; `told`: the columns that the records have (None: all).
    Without encounters counts are 0, yes/no that rest on them "no", and indices undefined. Without a
    date of interview, where there is a window, everything is undefined: nobody knows what counts.
    """
    of_study = patients[~patients["record"].eq(False).fillna(False)]
    everyone = pd.Index(of_study["patient"], name="patient")
    window = bounds(interviewed, settings["window_days"]).reindex(everyone)
    known = of_study
    if settings["window_days"]:
        known = of_study[of_study["patient"].isin(list(interviewed))]
    mine = pd.Index(known["patient"], name="patient")
    frame = counted(encounters, known, told)
    frame = frame.join(_coordination(encounters, staff, mine, told))
    frame = frame.join(_relations(encounters, mine, settings, told)).reindex(everyone)
    frame = frame.assign(**{"from": window["from"], "to": window["to"]})
    frame["practice"] = _practices(encounters, of_study)
    frame["site"] = frame["practice"].map(sites)
    return _typed(frame.reset_index())


def _coordination(
    encounters: pd.DataFrame, staff: pd.DataFrame, patients: pd.Index[Any],
    told: Collection[str] | None,
) -> pd.DataFrame:  # fmt: skip
    found = of_patients(encounters, staff).reindex(patients)
    found[list(COORDINATION)] = found[list(COORDINATION)].astype(object).fillna(0)
    lacking = _lacking(told, "acts"), _lacking(told, "acts", "staff")
    for names, gone in ((COORDINATION[3:], lacking[0]), (COORDINATION[:3], lacking[1])):
        if gone:
            found[list(names)] = None
    return found


def _relations(
    encounters: pd.DataFrame, patients: pd.Index[Any], settings: Mapping[str, Any],
    told: Collection[str] | None,
) -> pd.DataFrame:  # fmt: skip
    found = usual_gp(encounters, **settings["usual_gp"]).join(
        indices(encounters, unknown_provider=settings["unknown_provider"])
    )
    if _lacking(told, "staff", "role"):
        return pd.DataFrame(None, index=patients, columns=found.columns, dtype=object)
    found = found.reindex(patients)
    found[list(SEEN)] = found[list(SEEN)].fillna(0)
    return found


def _lacking(told: Collection[str] | None, *columns: str) -> bool:
    return told is not None and not set(columns) <= set(told)


def _practices(encounters: pd.DataFrame, patients: pd.DataFrame) -> pd.Series[str]:
    """The practice a patient is registered with or, where it isn't told, that of the last entry."""
    listed = patients.set_index("patient")["practice"]
    kept = encounters.loc[encounters["practice"] != "", ["patient", "practice"]]
    last = kept.drop_duplicates("patient", keep="last").set_index("patient")["practice"]
    return listed.where(listed != "", last.reindex(listed.index).fillna(""))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns of RECORDS_PATIENTS, each of its declared type."""
    made: dict[str, pd.Series[Any]] = {}
    for column in RECORDS_PATIENTS.columns:
        values = frame[column.name].astype(object)
        values = values.where(values.notna(), "" if column.kind not in TYPES else None)
        if column.kind == "integer":
            made[column.name] = pd.to_numeric(values).astype("Int64")
        elif column.kind == "number":
            made[column.name] = pd.to_numeric(values).astype("float64")
        elif column.kind == "yes_no":
            made[column.name] = values.map({True: True, False: False}).astype("boolean")
        else:
            made[column.name] = values.astype("str")
    return pd.DataFrame(made)


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What counted and what didn't, in a line for whoever watches."""
    patients, left_out = made["patients"], made["left_out"]
    some = int((patients["encounters"].fillna(0) > 0).sum())
    said = f"{len(made['encounters']):,} encounters of {some:,} patient{'s' * (some != 1)}"
    if len(patients) > some:
        said += f" ({len(patients) - some:,} more without any)"
    if len(left_out):
        why = ", ".join(f"{n:,} {WHY[reason]}" for reason, n in reasons(left_out).items())
        said += f"; {len(left_out):,} left out ({why})"
    return said
