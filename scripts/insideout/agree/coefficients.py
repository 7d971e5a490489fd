"""Coefficients of agreement between coders, from tables and sums that may have leading axes.

Every function works along its last axes and leaves those before them alone (bootstrap samples,
sources, codes). What is undefined comes out as nan, for the caller to put into words: chance alone
would agree always, or there is nothing to compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Tallies:
    """What coefficients need to know of units, as sums, so that those of sources add up.

    `units`: units with values of two coders or more; `agreeing`: sum over these of the share of
    pairs of coders that agree; `rated`, `shares`: units with any value, and the sum over them of
    the share of coders that chose each category; `complete`, `complete_agreeing`,
    `complete_shares`: the same for units with values of all coders; `coincidences`: pairs of values
    in one unit, each unit counted as often as it has values (Krippendorff 2011, eq. 2).
    """

    units: Numbers
    agreeing: Numbers
    rated: Numbers
    shares: Numbers
    complete: Numbers
    complete_agreeing: Numbers
    complete_shares: Numbers
    coincidences: Numbers


def tallies(counts: Numbers, coders: int) -> Tallies:
    """Tallies of single units.

    `counts`: units × categories, how many of the `coders` put the unit into each category; a coder
    without a value is in none. Leading axes before the units are kept.
    """
    n = np.asarray(counts, dtype="float64")
    values = n.sum(-1)
    shares = _over(n, values[..., None], 0.0)
    paired = values >= 2
    pairs = np.where(paired, values * (values - 1), 1)
    agreeing = np.where(paired, (n * (n - 1)).sum(-1) / pairs, 0.0)
    complete = (values == coders) & paired
    together = n[..., :, None] * n[..., None, :] - n[..., None] * np.eye(n.shape[-1])
    weight = np.where(paired, 1 / np.where(paired, values - 1, 1), 0.0)
    return Tallies(
        paired.astype("float64"), agreeing, (values > 0).astype("float64"), shares,
        complete.astype("float64"), np.where(complete, agreeing, 0.0),
        np.where(complete[..., None], shares, 0.0), together * weight[..., None, None],
    )  # fmt: skip


def percent_agreement(agreeing: Numbers, units: Numbers) -> Numbers:
    """Share of units on which coders agree; of three or more, mean over pairs (Fleiss 1971)."""
    return _over(agreeing, units)


def cohen_kappa(table: Numbers) -> Numbers:
    """Cohen's kappa (1960, eq. 1): (po - pe) / (1 - pe), chance from each coder's own shares.

    `table`: first coder's categories × second coder's, counts. Undefined (nan) when both use one
    and the same category, or nothing was compared.
    """
    t = np.asarray(table, dtype="float64")
    total = t.sum((-2, -1))
    observed = _over(np.trace(t, axis1=-2, axis2=-1), total)
    chance = _over((t.sum(-1) * t.sum(-2)).sum(-1), total**2)
    return _beyond(observed, chance)


def fleiss_kappa(agreeing: Numbers, units: Numbers, shares: Numbers) -> Numbers:
    """Fleiss' kappa (1971, eqs. 3 to 7): chance from the shares of all coders together.

    Every unit has a value of every coder. `agreeing`: sum over units of the share of pairs that
    agree; `shares`: sum over units of the share of coders in each category.
    """
    chance = (_over(shares, units[..., None]) ** 2).sum(-1)
    return _beyond(_over(agreeing, units), chance)


def gwet_ac1(
    agreeing: Numbers,
    units: Numbers,
    shares: Numbers,
    rated: Numbers,
    categories: float | None = None,
) -> Numbers:
    """Gwet's AC1 (2008, eqs. 4, 5 and 17): pe = Σ π (1 - π) / (q - 1), π the mean shares.

    `agreeing`, `units`: of units with two values or more; `shares`, `rated`: of units with any.
    `categories`: q, how many could be chosen, also those that nobody chose; None: all of the last
    axis of `shares`. Undefined (nan) where q is nan: there was nothing to choose.
    """
    q = shares.shape[-1] if categories is None else categories
    p = _over(shares, rated[..., None])
    return _beyond(_over(agreeing, units), (p * (1 - p)).sum(-1) / (q - 1))


def krippendorff_alpha(
    coincidences: Numbers, metric: Metric = "nominal", values: Numbers | None = None
) -> Numbers:
    """Krippendorff's alpha (2004; 2011, section C and D): 1 - Do / De. Values may be missing.

    `coincidences`: categories × categories, in the order of their ranks for `ordinal`; `values`:
    their numbers, for `interval` and `ratio`. Undefined (nan) without variation.
    """
    o = np.asarray(coincidences, dtype="float64")
    margins = o.sum(-1)
    total = margins.sum(-1)
    far = _distances(margins, metric, values)
    observed = (o * far).sum((-2, -1))
    expected = (margins[..., :, None] * margins[..., None, :] * far).sum((-2, -1))
    return 1 - _over((total - 1) * observed, expected)


def positive_agreement(table: Numbers) -> Numbers:
    """Agreement on presence, 2a / (2a + b + c) (Cicchetti and Feinstein 1990, ppos).

    `table`: 2 × 2, absence first. Undefined (nan) when neither coder has the code anywhere.
    """
    t = np.asarray(table, dtype="float64")
    both = 2 * t[..., 1, 1]
    return _over(both, both + t[..., 0, 1] + t[..., 1, 0])


def prevalence(table: Numbers) -> Numbers:
    """Mean of the two coders' shares of units with the code. `table`: 2 × 2, absence first."""
    t = np.asarray(table, dtype="float64")
    return _over(t[..., 1, 1] + (t[..., 0, 1] + t[..., 1, 0]) / 2, t.sum((-2, -1)))


def bias(table: Numbers) -> Numbers:
    """Bias index |b - c| / n: how far the coders' shares differ (Byrt, Bishop and Carlin 1993).

    `table`: 2 × 2, absence first.
    """
    t = np.asarray(table, dtype="float64")
    return _over(np.abs(t[..., 0, 1] - t[..., 1, 0]), t.sum((-2, -1)))


def _distances(margins: Numbers, metric: Metric, values: Numbers | None) -> Numbers:
    """Squared differences between categories (Krippendorff 2011, section D)."""
    size = margins.shape[-1]
    if metric == "nominal":
        return 1 - np.eye(size)
    if metric == "ordinal":  # ranks between two, with half of those at either end
        middle = np.cumsum(margins, -1) - margins / 2
        return np.asarray((middle[..., :, None] - middle[..., None, :]) ** 2)
    numbers = np.arange(size, dtype="float64") if values is None else np.asarray(values, "float64")
    apart = numbers[:, None] - numbers
    if metric == "interval":
        return np.asarray(apart**2)
    return _over(apart, numbers[:, None] + numbers, 0.0) ** 2


def _beyond(observed: Numbers, chance: Numbers) -> Numbers:
    # a chance that is 1 but for rounding would give any number
    certain = 1 - chance < 1e-12
    return np.where(certain, np.nan, (observed - chance) / np.where(certain, 1.0, 1 - chance))


def _over(part: Numbers, whole: Numbers, empty: float = np.nan) -> Numbers:
    """The quotient; `empty` where the divisor is 0."""
    none = whole == 0
    return np.where(none, empty, part / np.where(none, 1.0, whole))
