"""Tests whose measure rests on a threshold, done again with the threshold varied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from insideout.reader import framed
from insideout.tables.statistics import SENSITIVITY
from insideout.test.cases import CASE, complete
from insideout.test.one import Declared, Done, Settings, one
from insideout.test.variables import Variable, key_of, name_of, variables_of
from insideout.test.verdict import judged


def sensitivity(done: Sequence[Done], thresholds: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Rows of SENSITIVITY: each test with a measure of `thresholds`, under each of its settings.

    `done`: the whole plan as it was done, from which a row with the study's own setting is taken;
    `thresholds`: rows of RECORDS_THRESHOLDS. One measure is varied at a time. A verdict rests on
    the p-values adjusted within the test's family, the family's other tests left as they are, so
    that the study's own setting has the verdict of the table tests.
    """
    measures = set(thresholds["measure"])
    rows = judged([each.row for each in done], adjust=settings.adjust, alpha=settings.alpha)
    made = [
        row | {"same": row["verdict"] == rows[at]["verdict"]}
        for at, each in enumerate(done) for variable in _varied(each.test, measures)
        for row in _of_measure(done, at, variable, thresholds, settings)
    ]  # fmt: skip
    return framed(made, SENSITIVITY)


def _varied(test: Declared, measures: Collection[str]) -> list[Variable]:
    """The variables of a test that are measures with a threshold, each once."""
    found = {
        name_of(variable): variable for variable in variables_of(test).values()
        if "measure" in variable and name_of(variable) in measures
    }  # fmt: skip
    return list(found.values())


def _of_measure(
    done: Sequence[Done], at: int, variable: Variable, thresholds: pd.DataFrame, settings: Settings
) -> list[dict[str, Any]]:
    of = thresholds[thresholds["measure"] == name_of(variable)]
    family = done[at].row["family"]
    mates = [other.row for n, other in enumerate(done) if n != at and other.row["family"] == family]
    mates = mates if family else []
    made, seen = [], {tuple(done[at].cases[key_of(variable)]): done[at]}
    for setting, rows in of.groupby("setting", sort=False):
        chosen = bool(rows["chosen"].fillna(False).any())
        known = dict(zip(rows["patient"], rows["value"], strict=True))
        values = tuple(known.get(case, "") for case in done[at].cases[CASE])
        if values not in seen and not chosen:
            seen[values] = _done_again(done[at], variable, values, settings)
        again = done[at] if chosen else seen[values]
        row, *_ = judged([again.row, *mates], adjust=settings.adjust, alpha=settings.alpha)
        told = complete(again.cases, again.test)[key_of(variable)]
        made.append(
            {"test": row["test"], "measure": name_of(variable), "setting": setting,
             "chosen": chosen, "n": row["n"], "positive": _positive(told), "p": row["p"],
             "p_cluster": row["p_cluster"], "effect": row["effect"], "verdict": row["verdict"]}
        )  # fmt: skip
    return made


def _done_again(
    test: Done, variable: Variable, values: Sequence[str], settings: Settings
) -> Done:  # fmt: skip
    """The same test of the same cases, with another value of one variable; "" where unknown."""
    column = pd.Series(values, index=test.cases.index, dtype="str")
    return one(test.test, test.cases.assign(**{key_of(variable): column}), settings)


def _positive(told: pd.Series[str]) -> int:
    """Cases with the measure: those with yes, or, of a measure in words, those with any."""
    yes_no = set(told) <= {"yes", "no"}
    return int((told == "yes").sum()) if yes_no else int((told != "").sum())
