"""Correlations of two numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

from insideout.test.finding import Effect, Finding, percent, share

EXACT = 9  # cases up to which Spearman's p is that of all orders, 9! = 362,880


def pearson(x: Sequence[float], y: Sequence[float], *, confidence: float = 0.95) -> Finding:
    """Pearson's product-moment correlation; interval by Fisher's z (1921)."""
    a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    reason = _untestable(a, b)
    if reason:
        return Finding(0, notes=(reason,))
    # Scaled first, so that neither very large nor very small numbers are lost in the squares.
    result = stats.pearsonr(_scaled(a), _scaled(b))
    return _found("r", float(result.statistic), float(result.pvalue), len(a), confidence)


def spearman(x: Sequence[float], y: Sequence[float], *, confidence: float = 0.95) -> Finding:
    """Spearman's rank correlation; interval by Bonett and Wright (2000).

    p is exact, from all orders, up to 9 cases, with ties too; from the t distribution above.
    Bonett and Wright, Psychometrika 65: 23-28: Fisher's z with the variance
    (1 + rho² / 2) / (n - 3).
    """
    a, b = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    reason = _untestable(a, b)
    if reason:
        return Finding(0, notes=(reason,))
    rho, p = map(float, stats.spearmanr(a, b))
    note = "p from the t distribution"
    if len(a) <= EXACT:
        p, note = exact_p(stats.rankdata(a), stats.rankdata(b)), "exact p, from all orders"
    return _found("rho", rho, p, len(a), confidence, note)


def exact_p(x: np.ndarray, y: np.ndarray) -> float:
    """The share of all orders of y in which the correlation is at least as far from 0."""
    x, y = x - x.mean(), y - y.mean()

    def apart(orders: np.ndarray, axis: int) -> np.ndarray:
        return np.asarray(np.round(np.abs((orders * y).sum(axis=axis)), 9))

    result = stats.permutation_test(
        (x,), apart, permutation_type="pairings", alternative="greater", vectorized=True,
        n_resamples=np.inf, batch=50_000,
    )  # fmt: skip
    return share(result.pvalue)


def _found(
    name: str, value: float, p: float, cases: int, confidence: float, *notes: str
) -> Finding:
    value = min(1.0, max(-1.0, value))
    variance = 1.0 if name == "r" else 1 + value**2 / 2
    low, high = None, None
    if cases < 4:
        method = "no interval: it takes four cases"
    elif abs(value) >= 1 - 1e-12:
        method = "no interval: the correlation is complete"
    else:
        method = f"{percent(confidence)}, {'Fisher z' if name == 'r' else 'Bonett and Wright'}"
        reach = stats.norm.ppf((1 + confidence) / 2) * math.sqrt(variance / (cases - 3))
        low, high = (math.tanh(math.atanh(value) + sign * reach) for sign in (-1, 1))
    return Finding(
        0, statistic=value, statistic_name=name, df=float(cases - 2), p=share(p),
        effects=(Effect(name, value, low, high, method),), notes=notes,
    )  # fmt: skip


def _untestable(a: np.ndarray, b: np.ndarray) -> str:
    if not len(a):
        return "no case has both variables"
    if len(a) < 3:
        return "fewer than three cases: two points always make a line"
    for values, which in ((a, "first"), (b, "second")):
        spread = float(np.ptp(values))
        if spread == 0:
            return f"the {which} variable doesn't vary: {len(values)} cases, all {values[0]:g}"
        if not np.isfinite(spread) or spread <= 1e-12 * float(np.abs(values).max()):
            return "the numbers are too large, or differ too little for their size, to compute with"
    return ""


def _scaled(values: np.ndarray) -> np.ndarray:
    return np.asarray((values - values.min()) / np.ptp(values))
