"""A table of counts before any test of it: its cells and its effect sizes.

A table is a frame of counts, one row per group, one column per value of the outcome.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.contingency_tables import Table  # type: ignore[import-untyped]
from statsmodels.stats.proportion import (  # type: ignore[import-untyped]
    confint_proportions_2indep,
    proportion_confint,
)

from insideout.test.effects import association, odds_ratio, positive_first
from insideout.test.finding import (
    Effect,
    Finding,
    counted_words,
    dropped_words,
    finite,
    percent,
    share,
)


def described(counts: pd.DataFrame, confidence: float = 0.95) -> tuple[pd.DataFrame, Finding]:
    """The table without empty rows and columns, and what is to be said before any test.

    When it can't be tested the table is empty and the first note gives the reason. Cells have the
    count expected without any difference, and their share of the group with Wilson's interval.
    """
    kept = counts.loc[counts.sum(axis=1) > 0, counts.sum(axis=0) > 0]
    notes = dropped_words(
        [str(g) for g in counts.index.difference(kept.index, sort=False)],
        [str(v) for v in counts.columns.difference(kept.columns, sort=False)],
    )
    reason = _untestable(kept)
    expected = None if reason else stats.contingency.expected_freq(kept)
    cells = cells_of(kept, expected, confidence)
    if reason or expected is None:
        return kept.iloc[:0, :0], Finding(len(kept), notes=(reason, *notes), cells=cells)
    return kept, Finding(len(kept), least_expected=float(expected.min()), notes=notes, cells=cells)


def cells_of(
    kept: pd.DataFrame, expected: np.ndarray | None, confidence: float
) -> tuple[dict[str, Any], ...]:
    """Rows of test_cells; `kept` has no empty rows."""
    table = kept.to_numpy()
    sums = np.broadcast_to(table.sum(axis=1, keepdims=True), table.shape)  # none is 0
    low, high = (
        np.reshape(end, table.shape)
        for end in proportion_confint(table, sums, alpha=1 - confidence, method="wilson")
    )
    return tuple(
        {"group": group, "value": value, "n": int(table[row, column]),
         "share": share(table[row, column] / sums[row, column]),
         "expected": None if expected is None else finite(expected[row, column]),
         "low": _end(low[row, column]), "high": _end(high[row, column])}
        for row, group in enumerate(kept.index) for column, value in enumerate(kept.columns)
    )  # fmt: skip


def _end(value: float) -> float:
    """An end of an interval of a share, 0 and 1 exactly where only rounding keeps it from them."""
    return share(round(float(value), 12))


def table_effects(
    kept: pd.DataFrame, confidence: float, *, exact: bool = False
) -> tuple[Effect, ...]:
    """Cramér's V; of a 2 × 2 table phi, the odds ratio and the risk difference too.

    Odds and risks are of the value that is there (yes, present), else the first one.
    """
    table = kept.to_numpy()
    chi2 = float(stats.chi2_contingency(table, correction=False).statistic)
    effects = association(table, chi2, confidence)
    if kept.shape != (2, 2):
        return effects
    ordered = kept[positive_first(list(kept.columns))]
    ratio = odds_ratio(ordered.to_numpy(), f"odds of {odds_of(kept)}", confidence, exact=exact)
    return (*effects, ratio, risk_difference(kept, confidence))


def risk_difference(kept: pd.DataFrame, confidence: float) -> Effect:
    """The difference of two shares, first group minus second, with Newcombe's interval.

    Newcombe 1998 (Statistics in Medicine 17: 873-890), method 10: from both Wilson intervals.
    """
    value, (first, second) = positive_first(list(kept.columns))[0], kept.index
    (a, b), (m, n) = kept[value].tolist(), kept.sum(axis=1).tolist()
    low, high = confint_proportions_2indep(
        a, m, b, n, method="newcomb", compare="diff", alpha=1 - confidence
    )
    of = f"share of {value} in {first} minus that in {second}"
    method = f"{percent(confidence)}, Newcombe's method 10; {of}"
    return Effect("risk difference", a / m - b / n, float(low), float(high), method)


def odds_of(kept: pd.DataFrame) -> str:
    """What the odds ratio of a 2 × 2 table compares."""
    (first, second), (value, other) = kept.index, positive_first(list(kept.columns))
    return f"{value} against {other} in {first}, relative to {second}"


def _untestable(kept: pd.DataFrame) -> str:
    total = counted_words(int(kept.to_numpy().sum()), "case")
    if kept.empty:
        return "no case has both variables"
    if kept.shape[1] == 1:
        return f"the outcome doesn't vary: {total}, all {kept.columns[0]}"
    if kept.shape[0] == 1:
        return f"fewer than two groups: {total}, all {kept.index[0]}"
    return ""


def largest_residual(kept: pd.DataFrame) -> list[str]:
    """The cell farthest from what is expected, by its adjusted residual, one in excess first."""
    residuals = Table(kept.to_numpy(), shift_zeros=False).standardized_resids
    size = np.round(np.abs(residuals), 9)
    if size.max() == 0:
        return []
    place = np.where(size == size.max(), residuals > 0, -1)
    row, column = divmod(int(place.argmax()), kept.shape[1])
    cell = f"{kept.index[row]} × {kept.columns[column]}"
    return [f"largest residual: {cell} ({residuals[row, column]:+.1f})"]
