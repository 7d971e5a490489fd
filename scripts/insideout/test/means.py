"""Tests of means: analysis of variance, Welch's test, and the t tests of two groups."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.oneway import anova_oneway  # type: ignore[import-untyped]

from insideout.test.effects import explained, hedges_g
from insideout.test.finding import Effect, Finding, finite, p_words, percent, share
from insideout.test.groups import (
    UNCOMPUTABLE,
    constant,
    described_groups,
    kept_groups,
    scaled,
    two_groups,
    vary_within,
)

Groups = Mapping[str, Sequence[float]]
DIFFERENCE = "mean difference"


def anova(groups: Groups, *, confidence: float = 0.95) -> Finding:
    """One-way analysis of variance, with omega squared and eta squared.

    The note has the p-values of two tests that don't assume equal variances. Groups without a
    case are dropped and said so.
    """
    return _finding(groups, vary_within, _anova, confidence)


def welch(groups: Groups, *, confidence: float = 0.95) -> Finding:
    """Welch's test of means that doesn't assume equal variances (1951, Biometrika 38: 330-336).

    Omega squared and eta squared are made from its F and degrees of freedom, and so approximate.
    """
    return _finding(groups, _without_variance, _welch, confidence)


def t_test(groups: Groups, *, confidence: float = 0.95) -> Finding:
    """Student's t test of two groups, equal variances assumed, with Hedges' g."""
    return _finding(groups, lambda kept: vary_within(kept) or two_groups(kept), _t, confidence)


def welch_t(groups: Groups, *, confidence: float = 0.95) -> Finding:
    """Welch's t test of two groups (1947), equal variances not assumed, with Hedges' g."""
    return _finding(
        groups, lambda kept: vary_within(kept) or two_groups(kept), _welch_t, confidence
    )


def welch_p(groups: Groups) -> float | None:
    """The p-value of Welch's test (1951); None when a group has no variance to divide by."""
    if any(constant(values) for values in groups.values()):
        return None
    return _p_of(anova_oneway(_arrays(groups), use_var="unequal").pvalue)


def brown_forsythe_p(groups: Groups) -> float | None:
    """The p-value of Brown and Forsythe's test of means, with their degrees of freedom (1974).

    statsmodels' `pvalue` has Mehrotra's (1997); the original is its `pvalue2`.
    """
    return _p_of(anova_oneway(_arrays(groups), use_var="bf").pvalue2)


def _finding(
    groups: Groups, untestable: Callable[[Groups], str],
    test: Callable[[Groups, float], Finding | None], confidence: float,
) -> Finding:  # fmt: skip
    """A test's finding, or the reason why there is none, with the groups described."""
    kept, notes = kept_groups(groups)
    cells, reason, found = described_groups(kept, confidence), untestable(kept), None
    values, unit = ({}, 0.0) if reason else scaled(kept)
    if unit:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            # what can't be computed is looked at, and lost digits don't matter to what is so small
            warnings.simplefilter("ignore", RuntimeWarning)
            found = test(values, confidence)
    if found is None:
        return Finding(len(kept), notes=(reason or UNCOMPUTABLE, *notes), cells=cells)
    return replace(
        found, effects=tuple(_in_units(effect, unit) for effect in found.effects),
        notes=(*notes, *found.notes), cells=cells,
    )  # fmt: skip


def _in_units(effect: Effect, unit: float) -> Effect:
    """A difference of means in the outcome's own units; other effects have none."""
    if effect.name != DIFFERENCE:
        return effect
    value, low, high = (
        None if size is None else finite(size * unit)
        for size in (effect.value, effect.low, effect.high)
    )
    return replace(effect, value=value, low=low, high=high)


def _anova(kept: Groups, confidence: float) -> Finding | None:
    f, p = map(float, stats.f_oneway(*kept.values()))
    if f <= 0:  # equal means, whose sum of squares rounding may leave a little below 0
        f, p = 0.0, 1.0
    if not np.isfinite([f, p]).all():
        return None
    between, within = len(kept) - 1, sum(map(len, kept.values())) - len(kept)
    return Finding(
        len(kept), statistic=f, statistic_name="F", df=between, df_within=within, p=share(p),
        effects=explained(f, between, within, confidence),
        notes=(_without_equal_variances(kept),),
    )  # fmt: skip


def _welch(kept: Groups, confidence: float) -> Finding | None:
    found = anova_oneway(_arrays(kept), use_var="unequal")
    f, p, (between, within) = float(found.statistic), float(found.pvalue), found.df
    if not np.isfinite([f, p, within]).all():
        return None
    note = ", from Welch's F and degrees of freedom, approximate"
    return Finding(
        len(kept), statistic=f, statistic_name="F", df=float(between), df_within=float(within),
        p=share(p), effects=explained(f, float(between), float(within), confidence, note),
    )  # fmt: skip


def _t(kept: Groups, confidence: float) -> Finding | None:
    return _two_means(kept, confidence, pooled=True)


def _welch_t(kept: Groups, confidence: float) -> Finding | None:
    return _two_means(kept, confidence, pooled=False)


def _two_means(kept: Groups, confidence: float, *, pooled: bool) -> Finding | None:
    (one, other), (first, second) = kept, kept.values()
    result = stats.ttest_ind(first, second, equal_var=pooled)
    interval = result.confidence_interval(confidence)
    if not np.isfinite([result.statistic, result.pvalue, *interval]).all():
        return None
    of = f"mean of {one} minus that of {other}"
    difference = Effect(
        DIFFERENCE, float(np.mean(first) - np.mean(second)), float(interval.low),
        float(interval.high), f"{percent(confidence)}, t; {of}",
    )  # fmt: skip
    size = hedges_g(first, second, confidence, pooled=pooled)
    return Finding(
        2, statistic=float(result.statistic), statistic_name="t", df=float(result.df),
        p=share(result.pvalue),
        effects=(replace(size, method=f"{size.method}; {of}"), difference),
    )  # fmt: skip


def _arrays(groups: Groups) -> list[np.ndarray]:
    return [np.asarray(values, dtype=float) for values in groups.values()]


def _p_of(value: float) -> float | None:
    return share(value) if np.isfinite(value) else None


def _without_equal_variances(groups: Groups) -> str:
    found = {
        "Welch's test": welch_p(groups), "Brown and Forsythe's test": brown_forsythe_p(groups),
    }  # fmt: skip
    lacking = _constant_words(groups)
    why = f" ({lacking})" if lacking else ""
    said = [
        f"{name} can't be done{why}" if p is None else f"{name} has {p_words(p)}"
        for name, p in found.items()
    ]
    return f"without assuming equal variances: {', '.join(said)}"


def _without_variance(kept: Groups) -> str:
    """Why Welch's test can't be done: it weighs each group by its variance."""
    return vary_within(kept) or _constant_words(kept)


def _constant_words(groups: Groups) -> str:
    names = ", ".join(name for name, values in groups.items() if constant(values))
    return f"no variance in {names}" if names else ""
