"""Effect sizes, each with its interval.

An interval from a noncentral distribution (Steiger 2004, Psychological Methods 9: 164-182) has as
its ends the noncentralities under which the statistic, or one beyond it, has the probability
(1 - confidence) / 2. A statistic far below what chance alone makes would give an upper end near 0,
or none, as if the cases told more the more alike the groups happen to be. So the upper end is never
below that of the median statistic of groups that are alike, which is what half of all studies of
this size can exclude when there is nothing to find (Cowan, Cranmer, Gross and Vitells 2011, Power-
constrained limits, arXiv:1105.3166). This only widens intervals: they cover what they say, or more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from scipy import optimize, special, stats  # type: ignore[import-untyped]

from insideout.test.finding import Effect, finite, percent, share

LARGE = 5000  # cases above which an odds ratio is not the exact one
POSITIVE = ("yes", "present", "true", "1")
OUTSIDE = (
    "no interval: one by a noncentral distribution would leave out the estimate, which is biased "
    "with so many groups or values"
)
RAISED = (
    "; as the groups are more alike than chance mostly makes them, the upper end is that of the "
    "median result of groups without a difference"
)


def noncentral(cdf: Callable[[float], float], tail: float) -> float | None:
    """The noncentrality, at least 0, at which `cdf` falls to `tail`; None where it is below there.

    `cdf` gives the probability of a statistic up to the observed one and falls as noncentrality
    rises.
    """
    if cdf(0) < tail:
        return None
    high = 1.0
    while cdf(high) > tail and high < 1e12:
        high *= 2
    if cdf(high) > tail:  # so far out that any share of variation is 1
        return high
    return float(optimize.brentq(lambda nc: cdf(nc) - tail, 0, high, xtol=1e-12, rtol=1e-12))


def noncentrality(
    cdf: Callable[[float, float], float], statistic: float, median: float, confidence: float
) -> tuple[float, float]:
    """Both ends of a noncentrality's interval; the lower is 0 where no effect is compatible.

    `cdf` of a statistic and a noncentrality; `median`: of the statistic without an effect, below
    which it gives no lower upper end.
    """
    tail, top = (1 - confidence) / 2, max(statistic, median)
    low = noncentral(lambda nc: cdf(statistic, nc), 1 - tail)
    return low or 0.0, noncentral(lambda nc: cdf(top, nc), tail) or 0.0


def chi_squared_noncentrality(chi2: float, df: float, confidence: float) -> tuple[float, float]:
    """The interval of the noncentrality of chi-squared."""
    median = float(special.chdtri(df, 0.5))
    return noncentrality(lambda x, nc: float(special.chndtr(x, df, nc)), chi2, median, confidence)


def f_noncentrality(
    f: float, between: float, within: float, confidence: float
) -> tuple[float, float]:
    """The interval of the noncentrality of F."""

    def below(x: float, nc: float) -> float:
        p = float(special.ncfdtr(between, within, nc, x))
        # scipy's is nan at some places far out in the tails; so is noncentral t below
        return p if math.isfinite(p) else float(1 + nc / between < x)

    return noncentrality(below, f, float(special.fdtri(between, within, 0.5)), confidence)


def bounded(name: str, value: float | None, low: float, high: float, method: str) -> Effect:
    """An effect with its interval, or with the reason why it has none that would mean something.

    With many degrees of freedom (from about 23) an estimate that isn't corrected for bias may lie
    outside the interval of what it estimates.
    """
    if value is None or low - 1e-9 <= value <= high + 1e-9:
        return Effect(name, value, low, high, method)
    return Effect(name, value, method=OUTSIDE)


def chi_squared_words(chi2: float, df: float) -> str:
    """What is to be said of the interval of a chi-squared that is below its median."""
    return RAISED if chi2 < special.chdtri(df, 0.5) else ""


def t_noncentrality(t: float, df: float, confidence: float) -> tuple[float, float]:
    """The interval of the noncentrality of t, which may be negative."""

    def below(nc: float) -> float:
        p = float(special.nctdtr(df, nc, t))
        return p if math.isfinite(p) else float(nc < t)

    tail, reach = (1 - confidence) / 2, 4.0
    while below(t + reach) > tail or below(t - reach) < 1 - tail:
        reach *= 2
    low, high = (
        optimize.brentq(lambda nc, p=p: below(nc) - p, t - reach, t + reach, xtol=1e-12)
        for p in (1 - tail, tail)
    )
    return float(low), float(high)


def association(counts: np.ndarray, chi2: float, confidence: float) -> tuple[Effect, Effect]:
    """Cramér's V corrected for bias, and V itself (phi in a 2 × 2 table, without a sign).

    V = sqrt(chi² / (n (k - 1))), k the smaller number of rows or columns (Cramér 1946, Mathematical
    Methods of Statistics, §21.9). Corrected: Bergsma 2013, Journal of the Korean Statistical
    Society 42: 323-328 (scipy's association has only Yates' correction). The interval is of the V
    of the population, by noncentral chi², whose noncentrality is n (k - 1) V² (Cohen 1988,
    Statistical Power Analysis, §7.2). `chi2` is without Yates' correction.
    """
    n, df = float(counts.sum()), (counts.shape[0] - 1) * (counts.shape[1] - 1)
    scale = n * (min(counts.shape) - 1)
    ends = chi_squared_noncentrality(chi2, df, confidence)
    low, high = (share(math.sqrt(e / scale)) for e in ends)
    method = f"{percent(confidence)}, noncentral chi-squared{chi_squared_words(chi2, df)}"
    plain = "phi" if counts.shape == (2, 2) else "Cramér's V"
    return (
        bounded("Cramér's V, bias-corrected", _bergsma(counts.shape, n, chi2), low, high,
                f"{method}; it is that of {plain} without the correction"),
        bounded(plain, share(math.sqrt(chi2 / scale)), low, high, method),
    )  # fmt: skip


def _bergsma(shape: tuple[int, ...], n: float, chi2: float) -> float | None:
    if n < 2:
        return None
    rows, columns = (size - (size - 1) ** 2 / (n - 1) for size in shape)
    excess = max(0.0, chi2 / n - (shape[0] - 1) * (shape[1] - 1) / (n - 1))
    smaller = min(rows, columns) - 1
    return share(math.sqrt(excess / smaller)) if smaller > 0 else None


def positive_first(values: Sequence[str]) -> list[str]:
    """Two values of an outcome, the one whose share is looked at (yes, present) first."""
    return sorted(values, key=lambda value: str(value).lower() not in POSITIVE)


def odds_ratio(counts: np.ndarray, of: str, confidence: float, *, exact: bool) -> Effect:
    """The odds ratio of a 2 × 2 table, which `of` puts in words.

    Exact: the conditional maximum likelihood estimate with its exact interval (Cornfield 1956); the
    choice too where a cell is empty. Otherwise, and with more than LARGE cases and no cell empty,
    where the exact one takes minutes and is the same, ad / bc with the logit interval (Woolf 1955).
    """
    exact = not counts.all() or (exact and counts.sum() <= LARGE)
    found = stats.contingency.odds_ratio(counts, kind="conditional" if exact else "sample")
    interval = found.confidence_interval(confidence_level=confidence)
    kind = "exact (conditional)" if exact else "Woolf's logit"
    return Effect(
        "odds ratio", finite(found.statistic), finite(interval.low), finite(interval.high),
        f"{percent(confidence)}, {kind}; {of}",
    )  # fmt: skip


def explained(
    f: float, between: float, within: float, confidence: float, note: str = ""
) -> tuple[Effect, Effect]:
    """Eta squared and omega squared, from F and its degrees of freedom.

    Shares of the variation (of the variance) that the groups explain; omega squared (Hays 1963,
    Statistics for Psychologists) is nearly free of bias, and is given as 0 where it would be
    negative. The interval is of the share in the population, noncentrality / (noncentrality +
    cases), and so is one for both (Steiger 2004).
    """
    eta = share(between * f / (between * f + within))
    omega = share(between * (f - 1) / (between * f + within + 1))
    ends = f_noncentrality(f, between, within, confidence)
    cases = between + within + 1
    low, high = (share(e / (e + cases)) for e in ends)
    raised = RAISED if f < special.fdtri(between, within, 0.5) else ""
    method = f"{percent(confidence)}, noncentral F{note}{raised}"
    return (
        bounded("omega squared", omega, low, high, method),
        bounded("eta squared", eta, low, high, method),
    )


def hedges_g(
    first: Sequence[float], second: Sequence[float], confidence: float, *, pooled: bool
) -> Effect:
    """Hedges' g: first mean minus second, in standard deviations, corrected for bias.

    The correction is the exact one (Hedges 1981, Journal of Educational Statistics 6: 107-128, eq.
    6e). The interval inverts noncentral t (Cumming and Finch 2001, Educational and Psychological
    Measurement 61: 532-574). The deviation is the pooled one; when not `pooled`, the root of the
    mean of both variances, with the degrees of freedom and standard error of Welch's t.
    """
    sizes = len(first), len(second)
    variances = float(np.var(first, ddof=1)), float(np.var(second, ddof=1))
    apart = float(np.mean(first) - np.mean(second))
    if pooled:
        df = float(sum(sizes) - 2)
        square = sum(v * (n - 1) for v, n in zip(variances, sizes, strict=True)) / df
        error = math.sqrt(square * sum(1 / n for n in sizes))
        what = "pooled standard deviation"
    else:
        square = sum(variances) / 2
        parts = [v / n for v, n in zip(variances, sizes, strict=True)]
        error = math.sqrt(sum(parts))
        df = sum(parts) ** 2 / sum(p**2 / (n - 1) for p, n in zip(parts, sizes, strict=True))
        what = "root of the mean variance"
    correction = math.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / math.sqrt(
        df / 2
    )
    ends = t_noncentrality(apart / error, df, confidence)
    unit = error / math.sqrt(square) * correction
    low, high = (nc * unit for nc in ends)
    size = apart / math.sqrt(square) * correction
    return Effect(
        "Hedges' g", size, low, high, f"{percent(confidence)}, noncentral t, {what}",
    )  # fmt: skip


def rank_biserial(u: float, first: int, second: int, confidence: float) -> Effect:
    """Rank-biserial correlation: how much more often the first group's values are the higher.

    2 U / (m n) - 1 (Wendt 1972, European Journal of Social Psychology 2: 463-465), from -1 to 1;
    equal values count half. Interval: Newcombe 2006 (Statistics in Medicine 25: 559-573), method 5.
    """
    theta, size = u / (first * second), (first, second)
    low = _least_theta(theta, size, confidence)
    high = 1 - _least_theta(1 - theta, size, confidence)
    return Effect(
        "rank-biserial correlation", 2 * theta - 1, 2 * low - 1, 2 * high - 1,
        f"{percent(confidence)}, Newcombe's method 5",
    )  # fmt: skip


def _least_theta(theta: float, size: tuple[int, int], confidence: float) -> float:
    """The lower end of the share of pairs in which the first is higher; the method is symmetric."""
    reach = stats.norm.ppf((1 + confidence) / 2) ** 2 / (size[0] * size[1])
    middle = sum(size) / 2

    def beyond(t: float) -> float:
        spread = reach * t * (1 + (middle - 1) * ((1 - t) / (2 - t) + t / (1 + t)))
        # At 1 the equation has a second root, 1 itself: divided by 1 - t it has not.
        return float((1 - t) - spread if theta >= 1 else (t - theta) ** 2 - spread * (1 - t))

    if theta <= 0:
        return 0.0
    return float(optimize.brentq(beyond, 0, min(1.0, theta), xtol=1e-14))


def epsilon_squared(h: float, groups: int, cases: int, confidence: float) -> Effect:
    """Epsilon squared, the share of the variation of ranks between groups: H / (n - 1).

    Kelley 1935 as Tomczak and Tomczak 2014 (Trends in Sport Sciences 1: 19-25) have it. Interval by
    noncentral chi² divided likewise, which is H's distribution when the groups are not far apart
    (Andrews 1954, Annals of Mathematical Statistics 25: 724-736): approximate.
    """
    ends = chi_squared_noncentrality(h, groups - 1, confidence)
    low, high = (share(e / (cases - 1)) for e in ends)
    how = f"{percent(confidence)}, noncentral chi-squared, approximate"
    method = how + chi_squared_words(h, groups - 1)
    return bounded("epsilon squared", share(h / (cases - 1)), low, high, method)
