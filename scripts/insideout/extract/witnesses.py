"""Two witnesses of each feature of a patient's care: the interview and the record, side by side.

Silence is no absence: what wasn't told, or isn't in the record, contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from insideout.extract.continuity import Base
from insideout.extract.speaking import PHRASES, encounters_of, in_words, parts_of
from insideout.extract.usual_gp import most_seen
from insideout.nest.experience import experience_codes, told
from insideout.reader import records
from insideout.tables.records import WITNESSES

SHOWN = 10  # encounters that are listed as evidence
MUTE = ("no_record", "no_interview")
SILENT = {
    ("not_told", "silent"): "both_silent", ("not_told", "speaks"): "interview_silent",
    ("speaks", "silent"): "record_silent",
}  # fmt: skip
Rule = Mapping[str, Any]


def witnesses(
    consensus: pd.DataFrame, codebook: pd.DataFrame, informants: pd.DataFrame,
    measured: pd.DataFrame, encounters: pd.DataFrame, rules: Mapping[str, Rule],
    nest: Mapping[str, Any] | None, sites: Mapping[str, str], *, base: Base = "practice",
) -> pd.DataFrame:  # fmt: skip
    """The table WITNESSES: a row for each feature of each patient, in the order of `measured`.

    `measured`: records_patients; after its patients come those who were interviewed and have no
    record. `rules`, `nest`: those sections of the study file; without `nest` all features of the
    codebook count, and all informants who are patients of `measured`. `base`: that of `usual_gp`.
    Evidence (passages, encounters and words) is of patients who were interviewed: with one witness
    there is nothing to set it against, and records_patients has the record's.
    """
    units = _tellers(informants, measured, nest)
    codes = experience_codes(records(codebook), nest["experience"] if nest else "")
    features = list(dict.fromkeys([*(nest["features"] if nest else ()),
                                   *(feature for feature, _ in codes.values())]))  # fmt: skip
    own = consensus[consensus["informant"].isin(list(units)) & consensus["code"].isin(list(codes))]
    said = told(records(own.sort_values(["source", "start"], kind="stable")), codes, set(units))
    recorded = set(measured["patient"])
    extra = [who for who in units if who not in recorded]
    patients = pd.Index([*measured["patient"], *extra], dtype="str")
    site = [*measured["site"], *(sites.get(units[who], "") for who in extra)]
    record = _record(measured, features, rules, patients)
    interview = _interview(said, features, patients, set(units))
    size = len(patients), len(features)
    table = pd.DataFrame(
        {"patient": np.repeat(patients.to_numpy(), size[1]), "site": np.repeat(site, size[1]),
         "feature": np.tile(np.array(features, dtype=object), size[0]),
         "interview": interview.ravel(), "record": record.ravel()}
    )  # fmt: skip
    table["verdict"] = _verdicts(table)
    evidence = _evidence(said, features, [*units], measured, encounters, rules, base)
    for column in ("quotes", "encounters", "said"):
        table[column] = ""
    heard = np.flatnonzero(table["patient"].isin(list(units)))
    of = [evidence[row] for row in zip(table["patient"].iloc[heard], table["feature"].iloc[heard],
                                       strict=True)]  # fmt: skip
    table.loc[heard, ["quotes", "encounters", "said"]] = np.array(of, dtype=object).reshape(-1, 3)
    return table[WITNESSES.names].astype("str")


def verdict(interview: str, record: str) -> str:
    """The two side by side, in a word of WITNESSES."""
    if interview in MUTE or record in MUTE:
        return "one_witness"
    if record == "not_recordable":
        return record
    told_of = interview if interview == "not_told" else "speaks"
    written = record if record == "silent" else "speaks"
    if (told_of, written) in SILENT:
        return SILENT[told_of, written]
    if interview == record:
        return "corroborated"
    return "partly" if "mixed" in (interview, record) else "contradicted"


def _verdicts(table: pd.DataFrame) -> pd.Series[str]:
    pairs = pd.MultiIndex.from_frame(table[["interview", "record"]])
    places, distinct = pd.factorize(pairs)
    found = np.array([verdict(*pair) for pair in distinct], dtype=object)
    return pd.Series(found[places] if len(found) else [], index=table.index, dtype="str")


def _tellers(
    informants: pd.DataFrame, measured: pd.DataFrame, nest: Mapping[str, Any] | None
) -> dict[str, str]:
    """Unit of each patient who was interviewed."""
    mine = informants["informant"].isin(measured["patient"])
    of = informants[informants["group"] == nest["teller_group"] if nest else mine]
    return dict(zip(of["informant"], of["unit"], strict=True))


def _interview(
    said: Mapping[tuple[str, str], tuple[str, Any]], features: Sequence[str],
    patients: pd.Index[Any], tellers: set[str],
) -> np.ndarray[Any, Any]:  # fmt: skip
    """What the interviews say, patients × features."""
    grid = np.full((len(patients), len(features)), "no_interview", dtype=object)
    grid[patients.isin(list(tellers))] = "not_told"
    row = {who: place for place, who in enumerate(patients)}
    for (who, feature), (what, _) in said.items():
        grid[row[who], features.index(feature)] = what
    return grid


def _record(
    measured: pd.DataFrame, features: Sequence[str], rules: Mapping[str, Rule],
    patients: pd.Index[Any],
) -> np.ndarray[Any, Any]:  # fmt: skip
    """What the records say, patients × features."""
    grid = np.full((len(patients), len(features)), "no_record", dtype=object)
    for place, feature in enumerate(features):
        says = recorded(measured, rules[feature]) if feature in rules else "not_recordable"
        grid[: len(measured), place] = says
    return grid


def recorded(measured: pd.DataFrame, rule: Rule) -> np.ndarray[Any, Any]:
    """What each record says by a rule: present, absent, mixed (both), or silent.

    A yes/no `measure` speaks both ways. The lists `present` and `absent` speak where any of their
    measures is yes or above 0; where none is, that is silence. So is an undefined measure.
    """
    sides = {side: _any(measured, rule.get(side, ())) for side in ("present", "absent")}
    if rule.get("measure"):
        answer = _number(measured, rule["measure"])
        sides["present"] |= answer > 0
        sides["absent"] |= answer == 0
    present, absent = sides["present"], sides["absent"]
    return np.select([present & absent, present, absent], ["mixed", "present", "absent"], "silent")


def _any(measured: pd.DataFrame, names: Sequence[str]) -> np.ndarray[Any, Any]:
    found = np.zeros(len(measured), dtype=bool)
    for name in names:
        found |= _number(measured, name) > 0
    return found


def _number(measured: pd.DataFrame, name: str) -> np.ndarray[Any, Any]:
    """A measure as numbers (yes 1, no 0, undefined NaN); of text, 1 where there is any."""
    values = measured[name]
    if values.dtype == "str":
        return (values != "").to_numpy(dtype=float)
    return values.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _evidence(
    said: Mapping[tuple[str, str], tuple[str, Sequence[Mapping[str, Any]]]],
    features: Sequence[str], tellers: Sequence[str], measured: pd.DataFrame,
    encounters: pd.DataFrame, rules: Mapping[str, Rule], base: Base,
) -> dict[tuple[str, str], tuple[str, str, str]]:  # fmt: skip
    """Passages, encounters and words of each patient who was interviewed, and each feature."""
    own = encounters[encounters["patient"].isin(tellers)]
    of = measured[measured["patient"].isin(tellers)]
    rows = dict(zip(of["patient"], records(of), strict=True))
    most = most_seen(own)
    seen = dict(zip(most.index, records(most), strict=True))
    measures = {feature: _named(rules[feature]) for feature in features if feature in rules}
    parts = {part for names in measures.values() for part in parts_of(names)}
    counts = {part: own.loc[PHRASES[part][0](own), "patient"].value_counts().to_dict()
              for part in parts}  # fmt: skip
    listed = {feature: _listed(own, names, base) for feature, names in measures.items()}
    found = {}
    for who in tellers:
        tally = {name: int(by.get(who, 0)) for name, by in counts.items()}
        for feature in features:
            quoted = said.get((who, feature), ("", ()))[1]
            quotes = " ".join(dict.fromkeys(coding["passage"] for coding in quoted))
            words = ""
            if who in rows and feature in measures:
                words = in_words(measures[feature], rows[who], tally, seen.get(who, {}), base)
            found[who, feature] = quotes, listed.get(feature, {}).get(who, ""), words
    return found


def _named(rule: Rule) -> list[str]:
    """The measures of a rule."""
    own = [rule["measure"]] if rule.get("measure") else []
    return list(dict.fromkeys([*own, *rule.get("present", ()), *rule.get("absent", ())]))


def _listed(encounters: pd.DataFrame, measures: Sequence[str], base: Base) -> dict[str, str]:
    """The first encounters of each patient that speak of any of the measures."""
    speaks = np.zeros(len(encounters), dtype=bool)
    for measure in measures:
        for mask in encounters_of(measure, base):
            speaks |= mask(encounters).to_numpy(dtype=bool)
    first = encounters.loc[speaks, ["patient", "encounter"]].groupby("patient").head(SHOWN)
    return {str(who): " ".join(of) for who, of in first.groupby("patient")["encounter"]}
