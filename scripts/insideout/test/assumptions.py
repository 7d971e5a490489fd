"""Conditions that tests rest on: whether they hold, and what follows.

Each is a row of the table test_assumptions without its test: assumption, looked_at, statistic, p,
met (None: can't be told), so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from insideout.test.finding import counted_words, finite, p_words, share

Checked = dict[str, Any]
BELOW = 0.05  # a check's p below this speaks against the condition
SHAPIRO = (3, 5000)  # cases that Shapiro and Wilk's test is made for (Royston 1995)
LARGE_GROUP = 15  # cases a group from which tests of means hardly mind the distribution


def of_counts(counts: pd.DataFrame) -> list[Checked]:
    """Expected counts by Cochran's rule (1954): none below 1, at most a fifth below 5."""
    table = counts.loc[counts.sum(axis=1) > 0, counts.sum(axis=0) > 0].to_numpy()
    looked_at = "Cochran's rule: no expected count below 1, at most 20% below 5"
    if min(table.shape) < 2:
        return [_row("expected_counts", looked_at, None, None, None, "there is nothing to compare")]
    expected = stats.contingency.expected_freq(table)
    least, small, met = float(expected.min()), few_expected(expected), large_enough(expected)
    found = (
        f"{small} of {counted_words(expected.size, 'expected count')} below 5, smallest {least:.3g}"
    )
    so = (
        "the chi-squared test's p is near enough" if met
        else "the chi-squared test's p is not to be trusted: Fisher's exact test instead"
    )  # fmt: skip
    return [_row("expected_counts", looked_at, least, None, met, f"{found}: {so}")]


def few_expected(expected: np.ndarray) -> int:
    """How many expected counts are below 5."""
    return int((expected < 5).sum())


def large_enough(expected: np.ndarray) -> bool:
    """Cochran's rule (1954, Biometrics 10: 417-451): none below 1, at most a fifth below 5."""
    return bool(expected.min() >= 1 and few_expected(expected) <= expected.size / 5)


def of_groups(groups: Mapping[str, Sequence[float]]) -> list[Checked]:
    """Sizes of the groups, normality within them, equal variances."""
    kept = [np.asarray(values, dtype=float) for values in groups.values() if len(values)]
    return [_sizes(kept), _normal_within(kept), _equal_variances(kept)]


def of_two_numbers(x: Sequence[float], y: Sequence[float]) -> list[Checked]:
    """Normality of both variables, that Pearson's correlation's p and interval rest on."""
    found = [_shapiro(np.asarray(values, dtype=float)) for values in (x, y)]
    looked_at = "Shapiro-Wilk on each variable"
    w, p, why = min(found, key=lambda one: -1.0 if one[1] is None else one[1])
    if p is None:
        return [_row("normality", looked_at, None, None, None, why)]
    so = (
        f"nothing speaks against it (the smaller {p_words(p)}): Pearson's correlation" if p >= BELOW
        else f"a variable isn't normal ({p_words(p)}): Spearman's rank correlation"
    )  # fmt: skip
    return [_row("normality", looked_at, w, p, p >= BELOW, so)]


def _sizes(kept: list[np.ndarray]) -> Checked:
    looked_at = f"at least {LARGE_GROUP} cases in each group"
    if not kept:
        return _row("group_sizes", looked_at, None, None, None, "there are no cases")
    least = min(map(len, kept))
    met = least >= LARGE_GROUP
    so = (
        "large enough for tests of means even where values aren't normal" if met
        else f"the smallest group has {counted_words(least, 'case')}: tests of means need values "
        "that are near normal"
    )  # fmt: skip
    return _row("group_sizes", looked_at, float(least), None, met, so)


def _normal_within(kept: list[np.ndarray]) -> Checked:
    looked_at = "Shapiro-Wilk on what is left of the values without their group's mean"
    # Of a group of one nothing is left: its zero would only make the others look less normal.
    with np.errstate(all="ignore"):  # what is infinite is looked at below
        left = [values - values.mean() for values in kept if len(values) > 1]
    w, p, why = _shapiro(np.concatenate(left) if left else np.array([]))
    if p is None:
        return _row("normality", looked_at, None, None, None, why)
    so = (
        f"nothing speaks against it ({p_words(p)}): tests of means" if p >= BELOW
        else f"values aren't normal within the groups ({p_words(p)}): with small groups, tests of "
        "ranks"
    )  # fmt: skip
    return _row("normality", looked_at, w, p, p >= BELOW, so)


def _equal_variances(kept: list[np.ndarray]) -> Checked:
    looked_at = "Brown and Forsythe's test of variances (Levene's from the medians)"
    reason = ""
    if len(kept) < 2:
        reason = "fewer than two groups"
    elif min(map(len, kept)) < 2:
        reason = "a group of one case has no variance"
    w, p = None, None
    if not reason:
        with np.errstate(all="ignore"):  # what can't be computed is looked at below
            found = stats.levene(*kept, center="median")
        w, p = finite(found.statistic), finite(found.pvalue)
        if w is None or p is None:
            reason = "every value is as far from its group's median as every other"
    if reason or p is None:
        return _row("equal_variances", looked_at, None, None, None, f"can't be told: {reason}")
    so = (
        f"nothing speaks against it ({p_words(p)})" if p >= BELOW
        else f"the groups' variances differ ({p_words(p)}): Welch's test"
    )  # fmt: skip
    return _row("equal_variances", looked_at, w, p, p >= BELOW, so)


def _shapiro(values: np.ndarray) -> tuple[float | None, float | None, str]:
    """W and p of Shapiro and Wilk's test, or None twice with the reason."""
    least, most = SHAPIRO
    if len(values) < least:
        return None, None, f"can't be told from fewer than {least} cases"
    if len(values) > most:
        return None, None, (
            f"not looked at: with more than {most:,} cases means are near normal whatever the "
            "values are"
        )  # fmt: skip
    if not np.isfinite(values).all():
        return None, None, "can't be told: the values are too large to compute with"
    with np.errstate(all="ignore"):
        spread = float(np.ptp(values))
    if not np.isfinite(spread) or spread <= 1e-12 * float(np.abs(values).max()):
        return None, None, "can't be told: the values don't vary"
    w, p = stats.shapiro(values / spread)  # of any size: only the shape counts
    if not np.isfinite([w, p]).all():
        return None, None, "can't be told: the values differ too little for their size"
    return share(w), share(p), ""


def _row(
    assumption: str, looked_at: str, statistic: float | None, p: float | None, met: bool | None,
    so: str,
) -> Checked:  # fmt: skip
    return {"assumption": assumption, "looked_at": looked_at, "statistic": statistic,
            "p": None if p is None else share(p), "met": met, "so": so}  # fmt: skip
