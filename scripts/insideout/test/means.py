"""Tests of means: one-way analysis of variance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.oneway import anova_oneway  # type: ignore[import-untyped]

from insideout.test.finding import Finding, counted_words, dropped_words, finite, p_words, share

Groups = Mapping[str, Sequence[float]]


def anova(groups: Groups) -> Finding:
    """One-way analysis of variance, with eta squared (variation between groups / all of it).

    The note has the p-values of two tests that don't assume equal variances. Groups without a
    case are dropped and said so.
    """
    kept = {name: values for name, values in groups.items() if len(values)}
    notes = dropped_words([name for name in groups if name not in kept], [])
    with np.errstate(all="ignore"):  # what can't be computed is looked at below
        cells = tuple(_described(name, values) for name, values in kept.items())
        reason = _untestable(kept)
        f, p = (np.nan, np.nan) if reason else map(float, stats.f_oneway(*kept.values()))
    if not reason and not np.isfinite([f, p]).all():
        reason = "the numbers are too large, or differ too little for their size, to compute with"
    if reason:
        return Finding(len(kept), notes=(reason, *notes), cells=cells)
    between, within = len(kept) - 1, sum(map(len, kept.values())) - len(kept)
    eta_squared = share(between * f / (between * f + within))
    return Finding(
        len(kept), statistic=f, df=between, df_within=within, p=share(p), effect=eta_squared,
        notes=(*notes, _without_equal_variances(kept)), cells=cells,
    )  # fmt: skip


def welch_p(groups: Groups) -> float | None:
    """The p-value of Welch's test (1951); None when a group has no variance to divide by."""
    if any(_constant(values) for values in groups.values()):
        return None
    return _p_of(anova_oneway(list(groups.values()), use_var="unequal").pvalue)


def brown_forsythe_p(groups: Groups) -> float | None:
    """The p-value of Brown and Forsythe's test of means, with their degrees of freedom (1974).

    statsmodels' `pvalue` has Mehrotra's (1997); the original is its `pvalue2`.
    """
    return _p_of(anova_oneway(list(groups.values()), use_var="bf").pvalue2)


def _p_of(value: float) -> float | None:
    return share(value) if np.isfinite(value) else None


def _described(name: str, values: Sequence[float]) -> dict[str, Any]:
    sd = finite(float(np.std(values, ddof=1))) if len(values) > 1 else None
    mean = finite(float(np.mean(values)))
    return {"group": name, "value": "", "n": len(values), "mean": mean, "sd": sd}


def _without_equal_variances(groups: Groups) -> str:
    with np.errstate(all="ignore"):
        found = {
            "Welch's test": welch_p(groups), "Brown and Forsythe's test": brown_forsythe_p(groups),
        }  # fmt: skip
    constant = ", ".join(name for name, values in groups.items() if _constant(values))
    why = f" (no variance in {constant})" if constant else ""
    said = [
        f"{name} can't be done{why}" if p is None else f"{name} has {p_words(p)}"
        for name, p in found.items()
    ]
    return f"without assuming equal variances: {', '.join(said)}"


def _untestable(groups: Groups) -> str:
    everyone = [value for values in groups.values() for value in values]
    if not everyone:
        return "no case has both variables"
    total = counted_words(len(everyone), "case")
    if _constant(everyone):
        return f"the outcome doesn't vary: {total}, all {everyone[0]:g}"
    if len(groups) == 1:
        return f"fewer than two groups: {total}, all {next(iter(groups))}"
    alone = [name for name, values in groups.items() if len(values) == 1]
    if alone:
        return f"a group of one case has no variance: {', '.join(alone)}"
    if all(map(_constant, groups.values())):
        return "no variance within the groups"
    return ""


def _constant(values: Sequence[float]) -> bool:
    return min(values) == max(values)
