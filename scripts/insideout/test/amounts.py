"""What a permutation test needs to know of each case, and its statistic.

Every statistic is a function of sums over groups, so that an arrangement costs no more than its
sums. Statistics are scaled to lie around 1 at most.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True)
class Amounts:
    """What a statistic needs to know of each case.

    `of_cases`: cases × amounts; `statistic`: sums of these (arrangements × groups × amounts) to a
    number for each arrangement, larger where groups are further apart. `alike`: naming the groups
    otherwise doesn't change it. `kinds`: a code for each case where its amounts are 1 for its kind
    and 0 for the others.
    """

    of_cases: Numbers
    statistic: Callable[[Numbers], Numbers]
    alike: bool = True
    kinds: Codes | None = None


def of_kinds(kinds: Codes) -> Amounts:
    """Pearson's chi-squared of groups by kinds, over the number of cases (phi squared)."""
    wide = np.eye(int(kinds.max()) + 1)[kinds]
    expected_shares = wide.mean(0)

    def statistic(sums: Numbers) -> Numbers:
        expected = sums.sum(2, keepdims=True) * expected_shares
        found: Numbers = _ratio((sums - expected) ** 2, expected).sum((1, 2)) / len(kinds)
        return found

    return Amounts(wide, statistic, kinds=kinds)


def of_numbers(values: Numbers) -> Amounts:
    """Sum of squares between groups over the whole: rises with F, and, for ranks, with H."""
    away = _standard(values)

    def statistic(sums: Numbers) -> Numbers:
        found: Numbers = _ratio(sums[..., 1] ** 2, sums[..., 0]).sum(1) / len(values)
        return found

    return Amounts(np.column_stack([np.ones(len(away)), away]), statistic)


def of_two_numbers(values: Numbers, by: Numbers, *, ranks: bool) -> Amounts:
    """The size of the correlation of `values` with the groups' numbers (Pearson's, or Spearman's).

    `by`: the number of each group, ascending. Give ranks as `values` for Spearman's.
    """
    away, n = _standard(values), len(values)

    def statistic(sums: Numbers) -> Numbers:
        sizes = sums[..., 0]
        number = np.cumsum(sizes, 1) - sizes / 2 if ranks else by  # the middle of tied ranks
        mean = (sizes * number).sum(1, keepdims=True) / n
        spread = np.sqrt((sizes * (number - mean) ** 2).sum(1) * n)
        found: Numbers = np.abs(_ratio((sums[..., 1] * (number - mean)).sum(1), spread))
        return found

    return Amounts(np.column_stack([np.ones(n), away]), statistic, alike=False)


def of_strata(yes: NDArray[np.bool_], strata: Codes) -> Amounts:
    """Cochran-Mantel-Haenszel's chi-squared of two groups and two kinds, over the cases.

    Without correction for continuity. Strata of one case, or without variation, say nothing.
    """
    kinds, count = 2 * strata + yes, int(strata.max()) + 1
    size = np.bincount(strata, minlength=count).astype("float64")
    with_yes = np.bincount(strata[yes], minlength=count).astype("float64")

    def statistic(sums: Numbers) -> Numbers:
        first = sums[:, 0, :].reshape(-1, count, 2)
        row = first.sum(2)
        over = (first[..., 1] - _ratio(row * with_yes, size)).sum(1)
        varied = row * (size - row) * with_yes * (size - with_yes)
        variance = _ratio(varied, size**2 * (size - 1)).sum(1)
        return _ratio(over**2, variance) / len(kinds)

    return Amounts(np.eye(2 * count)[kinds], statistic, kinds=kinds)


def as_kinds(amounts: Amounts) -> Amounts:
    """Numbers as kinds, a kind for each different number: the same statistic of wider sums."""
    levels, kinds = np.unique(amounts.of_cases[:, 1], return_inverse=True)

    def statistic(sums: Numbers) -> Numbers:
        return amounts.statistic(np.stack([sums.sum(2), sums @ levels], axis=2))

    return Amounts(np.eye(len(levels))[kinds], statistic, amounts.alike, kinds)


def _standard(values: Numbers) -> Numbers:
    away = values - values.mean()
    spread = math.sqrt(float((away**2).mean()))
    return away / spread if spread > 0 else np.zeros_like(away)


def _ratio(part: Numbers, whole_of: Numbers) -> Numbers:
    """The quotient; 0 where the divisor is 0 (an empty cell, or nothing varies)."""
    return np.divide(part, whole_of, out=np.zeros(np.broadcast(part, whole_of).shape),
                     where=whole_of > 0)  # fmt: skip
