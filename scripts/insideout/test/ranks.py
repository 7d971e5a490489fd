"""Tests of ranks: Mann-Whitney for two groups, Kruskal-Wallis for any number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

from insideout.test.effects import epsilon_squared, rank_biserial
from insideout.test.finding import Finding, share
from insideout.test.groups import described_groups, kept_groups, two_groups, vary

Groups = Mapping[str, Sequence[float]]
EXACT = 50  # cases a group below which Mann-Whitney's p is exact, as in R


def kruskal_wallis(groups: Groups, *, confidence: float = 0.95) -> Finding:
    """Kruskal and Wallis' test (1952), corrected for ties, with epsilon squared."""
    kept, notes = kept_groups(groups)
    cells = described_groups(kept, confidence)
    reason = vary(kept)
    if reason:
        return Finding(len(kept), notes=(reason, *notes), cells=cells)
    h, p = map(float, stats.kruskal(*kept.values()))
    cases = sum(map(len, kept.values()))
    least = min(map(len, kept.values()))
    few = [f"the smallest group has {least}: the p-value is approximate"] if least < 5 else []
    return Finding(
        len(kept), statistic=max(0.0, h), statistic_name="H", df=float(len(kept) - 1), p=share(p),
        effects=(epsilon_squared(max(0.0, h), len(kept), cases, confidence),),
        notes=(*notes, *few), cells=cells,
    )  # fmt: skip


def mann_whitney(groups: Groups, *, confidence: float = 0.95) -> Finding:
    """Mann and Whitney's test (1947) of two groups, with the rank-biserial correlation.

    U counts the pairs in which the first group's value is the higher. p is exact below 50 cases in
    each group when no value occurs twice; else normal, with ties and continuity corrected.
    """
    kept, notes = kept_groups(groups)
    cells = described_groups(kept, confidence)
    reason = vary(kept) or two_groups(kept)
    if reason:
        return Finding(len(kept), notes=(reason, *notes), cells=cells)
    first, second = map(np.asarray, kept.values())
    both = np.concatenate([first, second])
    ties = len(np.unique(both)) < len(both)
    exact = not ties and max(len(first), len(second)) < EXACT
    result = stats.mannwhitneyu(first, second, method="exact" if exact else "asymptotic")
    how = "exact p" if exact else "p from the normal distribution, with continuity correction"
    u, (one, other) = float(result.statistic), kept
    effect = rank_biserial(u, len(first), len(second), confidence)
    of = f"how much more often {one} is the higher of a pair with {other}"
    return Finding(
        2, statistic=u, statistic_name="U", p=share(result.pvalue),
        effects=(replace(effect, method=f"{effect.method}; {of}"),),
        notes=(*notes, how + (", ties corrected" if ties else "")), cells=cells,
    )  # fmt: skip
