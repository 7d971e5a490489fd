"""Tests of tables of counts: Pearson's chi-squared and Fisher's exact test.

A table is a frame of counts, one row per group, one column per value of the outcome. Rows and
columns without a case are dropped first, and said so.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.contingency_tables import Table  # type: ignore[import-untyped]

from insideout.test.finding import (
    Finding,
    counted_words,
    dropped_words,
    finite,
    share,
)  # fmt: skip

DRAWS = 99_999  # Monte Carlo tables: the standard error of a p near .05 is then .0007
BATCH = 2_000_000  # cells held in memory at once


def chi_squared(counts: pd.DataFrame) -> Finding:
    """Pearson's chi-squared test of independence, without Yates' correction."""
    kept, finding = described(counts)
    if kept.empty:
        return finding
    expected = stats.contingency.expected_freq(kept)
    result = stats.chi2_contingency(kept, correction=False)
    notes = [*finding.notes, *_largest_residual(kept)]
    small = int((expected < 5).sum())
    if small:
        notes.append(
            f"{small} of {counted_words(expected.size, 'expected count')} below 5 (smallest "
            f"{expected.min():.2g}): the p-value is approximate, and Fisher's exact test "
            "(method: fisher) is safer"
        )
    return replace(
        finding, statistic=float(result.statistic), df=float(result.dof), p=share(result.pvalue),
        notes=tuple(notes),
    )  # fmt: skip


def fisher(counts: pd.DataFrame, rng: np.random.Generator, confidence: float = 0.95) -> Finding:
    """Fisher's exact test: exact for 2 × 2, for larger tables (Freeman-Halton) by Monte Carlo.

    2 × 2 tables get the conditional odds ratio, with its exact interval in the note.
    """
    kept, finding = described(counts)
    if kept.empty:
        return finding
    notes = [*finding.notes, *_largest_residual(kept)]
    if kept.shape != (2, 2):
        p, error = monte_carlo(kept.to_numpy(), rng)
        notes.append(f"p from {DRAWS + 1:,} random tables with the same totals")
        return replace(finding, p=p, p_error=error, notes=tuple(notes))
    ratio = stats.contingency.odds_ratio(kept, kind="conditional")
    interval = ratio.confidence_interval(confidence_level=confidence)
    (first, second), (value, other) = kept.index, kept.columns
    size = "infinite" if np.isinf(ratio.statistic) else f"{ratio.statistic:.2f}"
    high = "upwards" if np.isinf(interval.high) else f"to {interval.high:.2f}"
    notes.append(
        f"odds ratio: the odds of {value} against {other} in {first}, relative to {second}, is "
        f"{size} ({confidence * 100:g}% interval from {interval.low:.2f} {high})"
    )
    p = share(stats.fisher_exact(kept.to_numpy()).pvalue)
    return replace(finding, statistic=finite(ratio.statistic), p=p, notes=tuple(notes))


def monte_carlo(counts: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """Share of random tables with the observed margins that are no more likely than the observed.

    Gives p, which counts the observed table as one of the draws and so is never 0 (Phipson and
    Smyth 2010), and its standard error. scipy.stats.fisher_exact would do this too, but takes
    tables that are equally likely for less likely by rounding (p .266 for .291 on a 5 × 2 table);
    here, as in R, probabilities are equal within 1e-7. The margins are put in order of size, so
    that the draws, and p, don't depend on the order of groups and values.
    """
    observed = stats.random_table.logpmf(counts, counts.sum(axis=1), counts.sum(axis=0))
    margins = np.sort(counts.sum(axis=1)), np.sort(counts.sum(axis=0))
    null = stats.random_table(*margins)
    as_extreme, left = 1, DRAWS
    while left:
        size = min(left, max(1, BATCH // counts.size))
        drawn = null.rvs(size=size, random_state=rng).reshape(size, *map(len, margins))
        as_extreme += int((null.logpmf(drawn) <= observed + 1e-7).sum())
        left -= size
    p = share(as_extreme / (DRAWS + 1))
    return p, float(np.sqrt(p * (1 - p) / DRAWS))


def described(counts: pd.DataFrame) -> tuple[pd.DataFrame, Finding]:
    """The table without empty rows and columns, and what is to be said before any test.

    When it can't be tested the table is empty and the first note gives the reason. The effect is
    Cramér's V = sqrt(chi² / (n (k - 1))), k the smaller number of rows or columns (Cramér 1946,
    Mathematical Methods of Statistics, §21.9), without a correction for bias.
    """
    kept = counts.loc[counts.sum(axis=1) > 0, counts.sum(axis=0) > 0]
    notes = dropped_words(
        [str(g) for g in counts.index.difference(kept.index, sort=False)],
        [str(v) for v in counts.columns.difference(kept.columns, sort=False)],
    )
    table, reason = kept.to_numpy(), _untestable(kept)
    expected = np.full(kept.shape, np.nan) if reason else stats.contingency.expected_freq(kept)
    cells = tuple(
        {"group": group, "value": value, "n": int(table[row, column]),
         "expected": finite(expected[row, column])}
        for row, group in enumerate(kept.index) for column, value in enumerate(kept.columns)
    )  # fmt: skip
    if reason:
        return kept.iloc[:0, :0], Finding(len(kept), notes=(reason, *notes), cells=cells)
    effect = share(stats.contingency.association(kept, method="cramer", correction=False))
    return kept, Finding(
        len(kept), effect=effect, least_expected=float(expected.min()), notes=notes, cells=cells
    )


def _untestable(kept: pd.DataFrame) -> str:
    total = counted_words(int(kept.to_numpy().sum()), "case")
    if kept.empty:
        return "no case has both variables"
    if kept.shape[1] == 1:
        return f"the outcome doesn't vary: {total}, all {kept.columns[0]}"
    if kept.shape[0] == 1:
        return f"fewer than two groups: {total}, all {kept.index[0]}"
    return ""


def _largest_residual(kept: pd.DataFrame) -> list[str]:
    """The cell farthest from what is expected, by its adjusted residual, one in excess first."""
    residuals = Table(kept.to_numpy(), shift_zeros=False).standardized_resids
    size = np.round(np.abs(residuals), 9)
    if size.max() == 0:
        return []
    place = np.where(size == size.max(), residuals > 0, -1)
    row, column = divmod(int(place.argmax()), kept.shape[1])
    cell = f"{kept.index[row]} × {kept.columns[column]}"
    return [f"largest residual: {cell} ({residuals[row, column]:+.1f})"]
