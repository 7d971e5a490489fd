"""All tests of a study, as the tables tests and test_cells."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from insideout.problems import DataError, shown
from insideout.reader import framed
from insideout.tables.outputs import TEST_CELLS, TESTS
from insideout.test.cases import case_table, counted
from insideout.test.finding import Finding, counted_words
from insideout.test.means import anova
from insideout.test.tables import chi_squared, fisher
from insideout.test.variables import (
    attributes_of,
    declared_problems,
    in_order,
    key_of,
    name_of,
    number,
)  # fmt: skip

Declared = Mapping[str, Any]


def run_tests(
    informants: pd.DataFrame,
    patients: pd.DataFrame | None,
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    declared: Sequence[Declared],
    *,
    alpha: float,
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The declared tests in their order, and what each compared.

    Each test draws from a generator of its own, seeded by `seed` and the test's id, so that a test
    added or moved changes no other. Raises DataError when a test names what isn't there.
    """
    patient_columns = [] if patients is None else list(patients.columns)
    problems = declared_problems(
        declared, attributes_of(informants.columns, patient_columns), list(codebook["code"]),
        set(informants["group"]),
    )  # fmt: skip
    if problems:
        raise DataError(problems)
    tests, cells = [], []
    for test in declared:
        variables = [test["outcome"], test["by"]]
        cases = case_table(informants, patients, codings, codebook, test["group"], variables)
        finding = found(test, cases, alpha=alpha, seed=seed)
        tests.append(row_of(test, cases, finding, alpha))
        cells += [{"test": test["id"], **cell} for cell in finding.cells]
    return framed(tests, TESTS), framed(cells, TEST_CELLS)


def found(test: Declared, cases: pd.DataFrame, *, alpha: float, seed: int) -> Finding:
    """What one declared test finds in its cases."""
    outcome, by = key_of(test["outcome"]), key_of(test["by"])
    if test["method"] == "anova":
        return _means(cases, outcome, by)
    counts = counted(cases, outcome, by)
    if test["method"] == "chi_squared":
        return chi_squared(counts)
    rng = np.random.default_rng([seed, zlib.crc32(test["id"].encode())])
    return fisher(counts, rng, 1 - alpha)


def _means(cases: pd.DataFrame, outcome: str, by: str) -> Finding:
    both = cases[(cases[outcome] != "") & (cases[by] != "")]
    groups: dict[str, list[float]] = {g: [] for g in in_order(v for v in cases[by] if v)}
    strange = []
    for group, text in zip(both[by], both[outcome], strict=True):
        value = number(text)
        if value is None:
            strange.append(text)
        else:
            groups[group].append(value)
    if strange:
        some = f"the outcome of {len(strange)} of {len(both)} cases is not a number"
        return Finding(both[by].nunique(), notes=(f"{some}, such as {shown(min(strange), 30)}",))
    return anova({group: sorted(values) for group, values in groups.items()})


def row_of(test: Declared, cases: pd.DataFrame, finding: Finding, alpha: float) -> dict[str, Any]:
    """A row of the table tests."""
    outcome, by = cases[key_of(test["outcome"])], cases[key_of(test["by"])]
    n = int(((outcome != "") & (by != "")).sum())
    notes = [*finding.notes]
    if finding.p is None:
        verdict = "not_testable"
    else:
        verdict = "difference" if finding.p < alpha else "no_difference_shown"
        if finding.p_error and abs(finding.p - alpha) < 2 * finding.p_error:
            notes.append(f"p is within two standard errors of {alpha:g}: take the verdict as open")
    return {
        "test": test["id"], "asks": test["asks"], "method": test["method"],
        "outcome": name_of(test["outcome"]), "by": name_of(test["by"]),
        "n": n, "left_out": len(cases) - n, "groups": finding.groups,
        "statistic": finding.statistic, "df": finding.df, "df_within": finding.df_within,
        "p": finding.p, "p_error": finding.p_error, "effect": finding.effect,
        "least_expected": finding.least_expected, "verdict": verdict, "note": "; ".join(notes),
    }  # fmt: skip


def in_a_line(tests: pd.DataFrame) -> str:
    """The verdicts counted, such as `6 tests: 2 show a difference, 3 don't, 1 not testable`."""
    verdicts = Counter(tests["verdict"])
    show, alike, cant = (
        verdicts[verdict] for verdict in ("difference", "no_difference_shown", "not_testable")
    )
    parts = []
    if show:
        parts.append(f"{show} show{'s' * (show == 1)} a difference")
    if alike:
        one = alike == 1
        says = f"do{'es' * one}n't" if show else f"show{'s' * one} no difference"
        parts.append(f"{alike} {says}")
    if cant:
        parts.append(f"{cant} not testable")
    return counted_words(len(tests), "test") + (f": {', '.join(parts)}" if parts else "")
