"""Pairs of groups compared after a test of all groups (post hoc).

Each function gives rows of the table test_pairs without their test, in the groups' order; none at
all when there are fewer than two groups to compare. A pair that can't be compared has no p.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]

from insideout.test.finding import share
from insideout.test.groups import constant, kept_groups, scaled, vary, vary_within

Groups = Mapping[str, Sequence[float]]
Pairs = list[dict[str, Any]]


def tukey(groups: Groups, *, confidence: float = 0.95) -> Pairs:
    """Tukey's honestly significant differences, by Tukey and Kramer where sizes differ (1956)."""
    kept, unit = _compared(groups, vary_within)
    if not kept:
        return []
    result = stats.tukey_hsd(*kept.values())
    interval = result.confidence_interval(confidence)
    sizes = [len(values) for values in kept.values()]
    squares = sum(float(np.var(v, ddof=1)) * (len(v) - 1) for v in kept.values())
    variance = squares / (sum(sizes) - len(sizes))
    rows = []
    for (i, first), (j, second) in combinations(enumerate(kept), 2):
        apart = float(result.statistic[i, j])
        q = abs(apart) / math.sqrt(variance / 2 * (1 / sizes[i] + 1 / sizes[j]))
        ends = float(interval.low[i, j]) * unit, float(interval.high[i, j]) * unit
        rows.append(_pair("tukey", (first, second), apart * unit, q, result.pvalue[i, j], ends))
    return rows


def games_howell(groups: Groups, *, confidence: float = 0.95) -> Pairs:
    """Games and Howell's comparisons, that don't assume equal variances.

    1976, Journal of Educational Statistics 1: 113-125: q with both groups' own variances and
    Welch's degrees of freedom. A pair with a group of one case, or without variance in both, has
    no p.
    """
    kept, unit = _compared(groups, vary)
    if not kept:
        return []
    means = {name: float(np.mean(values)) for name, values in kept.items()}
    rows = []
    for first, second in combinations(kept, 2):
        apart = means[first] - means[second]
        parts = [(_squared_error(kept[name]), len(kept[name]) - 1) for name in (first, second)]
        error = math.sqrt(sum(square for square, _ in parts) / 2)
        if not error or not all(df for _, df in parts):
            rows.append(_pair("games_howell", (first, second), apart * unit))
            continue
        df = (2 * error**2) ** 2 / sum(square**2 / df for square, df in parts)
        q = abs(apart) / error
        p = stats.studentized_range.sf(q, len(kept), df)
        reach = float(stats.studentized_range.ppf(confidence, len(kept), df)) * error
        ends = (apart - reach) * unit, (apart + reach) * unit
        rows.append(_pair("games_howell", (first, second), apart * unit, q, p, ends))
    return rows


def dunn(groups: Groups, *, confidence: float = 0.95) -> Pairs:  # noqa: ARG001 as the other two
    """Dunn's comparisons of mean ranks, corrected for ties, p adjusted by Holm.

    1964, Technometrics 6: 241-252: z with the variance of ranks over all groups. There is no
    interval.
    """
    kept, _ = kept_groups(groups)
    if vary(kept):
        return []
    every = np.concatenate([np.asarray(values, dtype=float) for values in kept.values()])
    n, ranks = len(every), stats.rankdata(every)
    _, ties = np.unique(every, return_counts=True)
    variance = (n * (n + 1) - float((ties**3.0 - ties).sum()) / (n - 1)) / 12
    parts = np.split(ranks, np.cumsum([len(values) for values in kept.values()])[:-1])
    mean = {name: float(part.mean()) for name, part in zip(kept, parts, strict=True)}
    named = list(combinations(kept, 2))
    apart = [mean[first] - mean[second] for first, second in named]
    z = [
        difference / math.sqrt(variance * (1 / len(kept[first]) + 1 / len(kept[second])))
        for difference, (first, second) in zip(apart, named, strict=True)
    ]
    p = multipletests(2 * stats.norm.sf(np.abs(z)), method="holm")[1]
    return [_pair("dunn", *found) for found in zip(named, apart, z, p, strict=True)]


def _squared_error(values: Sequence[float]) -> float:
    """The square of a mean's standard error; 0 for a group of one or of equal values."""
    return 0.0 if constant(values) else float(np.var(values, ddof=1)) / len(values)


def _compared(
    groups: Groups, untestable: Callable[[Groups], str]
) -> tuple[dict[str, Sequence[float]], float]:
    """The groups' values in units of their range, and that range; nothing when untestable."""
    kept, _ = kept_groups(groups)
    return ({}, 0.0) if untestable(kept) else scaled(kept)


def _pair(
    method: str, names: tuple[str, str], difference: float, statistic: float | None = None,
    p: float | None = None, ends: tuple[float, float] | tuple[None, None] = (None, None),
) -> dict[str, Any]:  # fmt: skip
    return {
        "method": method, "first": names[0], "second": names[1], "difference": difference,
        "low": ends[0], "high": ends[1], "statistic": statistic,
        "p": None if p is None else share(p),
    }  # fmt: skip
