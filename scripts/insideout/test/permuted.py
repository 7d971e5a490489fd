"""Permutation tests that leave clusters whole, or stay inside them.

Statistics closer than `TIE` count as equal, for sums in another order differ by rounding.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, stats  # type: ignore[import-untyped]

from insideout.test.amounts import Amounts, Codes, Numbers, as_kinds

ENUMERATED = 200_000  # arrangements at most; with more, some are drawn
TIE = 1e-9
AT_ONCE = 4_000_000  # numbers held at a time


@dataclass(frozen=True)
class Permuted:
    """A permutation test's result.

    `least`: the smallest p that these data could have reached (of drawn arrangements: a bound
    below it); `arrangements`: how many were looked at; `labelled`: how many there are with the
    groups told apart, None where nobody counted. `p_error` is None when all were looked at.
    """

    p: float
    p_error: float | None
    least: float
    arrangements: int
    labelled: int | None = None


def whole(
    amounts: Amounts, group: Codes, cluster: Codes, *, permutations: int, rng: np.random.Generator
) -> Permuted:
    """Whole clusters permuted between the groups; a group keeps its number of clusters.

    All arrangements are looked at where there are few enough (groups with as many clusters told
    apart only where the statistic does), else `permutations` of them are drawn.
    """
    clusters = int(cluster.max()) + 1
    per_cluster = np.zeros((clusters, amounts.of_cases.shape[1]))
    np.add.at(per_cluster, cluster, amounts.of_cases)
    at = np.zeros(clusters, dtype=np.intp)
    at[cluster] = group
    sizes = np.bincount(at).tolist()
    labelled = multinomial(sizes)
    different = labelled // (_renamings(sizes) if amounts.alike else 1)
    observed = _of_labels(amounts, per_cluster, at[None], len(sizes))[0]
    if different <= ENUMERATED:
        labels = enumerated(sizes, alike=amounts.alike)
        found = _in_parts(amounts, per_cluster, labels, len(sizes))
        p, least = _reaching(found, observed).mean(), _reaching(found, found.max()).mean()
        return Permuted(float(p), None, float(least), len(found), labelled)
    labels = rng.permuted(np.tile(at, (permutations, 1)), axis=1)
    found = _in_parts(amounts, per_cluster, labels, len(sizes))
    return _drawn(found, observed, math.log(different), labelled)


def within(
    amounts: Amounts, group: Codes, stratum: Codes, *, permutations: int, rng: np.random.Generator
) -> Permuted:
    """Cases permuted within strata: groups keep their size in every stratum.

    All arrangements are looked at where there are few enough, else `permutations` are drawn: kinds
    of cases as tables with both margins fixed, which is the same thing and takes no longer for more
    cases. So are numbers of which there are few different ones.
    """
    groups = int(group.max()) + 1
    if amounts.kinds is None:
        different = len(np.unique(amounts.of_cases[:, 1]))
        if different * groups * len(np.unique(stratum)) < len(group):
            amounts = as_kinds(amounts)
    width = amounts.of_cases.shape[1]
    place = np.lexsort((group, stratum))
    group, stratum = group[place], stratum[place]
    sums = np.zeros((1, groups, width))
    np.add.at(sums[0], group, amounts.of_cases[place])
    observed = amounts.statistic(sums)[0]
    log_ways = _log_arrangements(group, stratum)
    if log_ways < math.log(min(ENUMERATED, AT_ONCE / (groups * width)) + 0.5):
        every = amounts.statistic(_every(amounts.of_cases[place], group, stratum))
        p, least = _reaching(every, observed).mean(), _reaching(every, every.max()).mean()
        return Permuted(float(p), None, float(least), len(every))
    held = groups * width + (0 if amounts.kinds is not None else 2 * len(group))
    found: list[Numbers] = []
    for draws in _portions(permutations, max(1, AT_ONCE // held)):
        if amounts.kinds is None:
            drawn = _shuffled(amounts.of_cases[place], group, stratum, draws, rng)
        else:
            shape = (draws, groups, width)
            drawn = _tables(amounts.kinds[place], group, stratum, shape, rng)
        found.append(amounts.statistic(drawn))
    return _drawn(np.concatenate(found), observed, log_ways)


def multinomial(sizes: Sequence[int]) -> int:
    """In how many ways things can be dealt to groups of these sizes, the groups told apart."""
    return math.factorial(sum(sizes)) // math.prod(map(math.factorial, sizes))


def enumerated(sizes: Sequence[int], *, alike: bool) -> Codes:
    """Every way of dealing clusters to groups of these sizes: arrangements × clusters, the group.

    `alike`: of arrangements that differ only in the names of groups of one size, only one.
    """
    labels = np.full((1, sum(sizes)), -1, dtype=np.intp)
    rest = np.arange(sum(sizes))[None]
    for group, size in enumerate(sizes):
        left = rest.shape[1]
        chosen = np.array(list(combinations(range(left), size)), dtype=np.intp)
        others = np.ones((len(chosen), left), dtype=bool)
        np.put_along_axis(others, chosen, False, axis=1)
        kept = np.nonzero(others)[1].reshape(len(chosen), left - size)
        labels = np.repeat(labels, len(chosen), axis=0)
        np.put_along_axis(labels, rest[:, chosen].reshape(-1, size), group, axis=1)
        rest = rest[:, kept].reshape(len(labels), left - size)
        same = [g for g in range(group) if sizes[g] == size]
        if alike and same:  # in the order of their first cluster
            first, before = ((labels == g).argmax(1) for g in (group, same[-1]))
            labels, rest = labels[before < first], rest[before < first]
    return labels


def _renamings(sizes: Sequence[int]) -> int:
    return math.prod(math.factorial(groups) for groups in Counter(sizes).values())


def _in_parts(amounts: Amounts, per_cluster: Numbers, labels: Codes, groups: int) -> Numbers:
    step = max(1, AT_ONCE // (groups * per_cluster.shape[1] + per_cluster.shape[0]))
    parts = [
        _of_labels(amounts, per_cluster, labels[at : at + step], groups)
        for at in range(0, len(labels), step)
    ]
    return np.concatenate(parts)


def _of_labels(amounts: Amounts, per_cluster: Numbers, labels: Codes, groups: int) -> Numbers:
    sums = np.stack([(labels == group) @ per_cluster for group in range(groups)], axis=1)
    return amounts.statistic(sums)


def _every(of_cases: Numbers, group: Codes, stratum: Codes) -> Numbers:
    """Sums over groups for every way of dealing each stratum's cases to its groups."""
    groups, width = int(group.max()) + 1, of_cases.shape[1]
    sums = np.zeros((1, groups, width))
    for one in np.unique(stratum):
        here, sizes = np.unique(group[stratum == one], return_counts=True)
        labels = enumerated(sizes.tolist(), alike=False)
        dealt = np.zeros((len(labels), groups, width))
        for at, g in enumerate(here):
            dealt[:, g] = (labels == at) @ of_cases[stratum == one]
        sums = (sums[:, None] + dealt[None]).reshape(-1, groups, width)
    return sums


def _shuffled(
    of_cases: Numbers, group: Codes, stratum: Codes, draws: int, rng: np.random.Generator
) -> Numbers:
    """Sums over groups of cases shuffled within strata; cases are sorted by stratum and group."""
    moved = np.tile(of_cases[:, 1], (draws, 1))
    edges = np.flatnonzero(np.r_[True, np.diff(stratum) != 0, True])
    for start, end in pairwise(edges):
        rng.permuted(moved[:, start:end], axis=1, out=moved[:, start:end])
    starts = np.flatnonzero(np.r_[True, (np.diff(group) != 0) | (np.diff(stratum) != 0)])
    blocks = np.add.reduceat(moved, starts, axis=1)
    groups = int(group.max()) + 1
    to_group = sparse.csr_array(
        (np.ones(len(starts)), (group[starts], np.arange(len(starts)))), (groups, len(starts))
    )
    sizes = np.broadcast_to(np.bincount(group).astype("float64"), (draws, groups))
    return np.stack([sizes, (to_group @ blocks.T).T], axis=2)


def _tables(
    kinds: Codes, group: Codes, stratum: Codes, shape: tuple[int, int, int],
    rng: np.random.Generator,
) -> Numbers:  # fmt: skip
    """Random tables of groups by kinds, with the margins of every stratum; added up."""
    sums = np.zeros(shape)
    edges = np.flatnonzero(np.r_[True, np.diff(stratum) != 0, True])
    for start, end in pairwise(edges):
        rows, row_sizes = np.unique(group[start:end], return_counts=True)
        columns, column_sizes = np.unique(kinds[start:end], return_counts=True)
        if len(rows) == 1 or len(columns) == 1:  # there is but one such table
            drawn: Any = np.outer(row_sizes, column_sizes) / (end - start)
        else:
            law = stats.random_table(row_sizes, column_sizes, seed=rng)
            drawn = law.rvs(shape[0])
        sums[:, rows[:, None], columns[None, :]] += drawn
    return sums


def _log_arrangements(group: Codes, stratum: Codes) -> float:
    """Natural logarithm of the number of ways of dealing a stratum's cases to its groups."""
    _, in_stratum = np.unique(stratum, return_counts=True)
    _, in_both = np.unique(np.column_stack([stratum, group]), axis=0, return_counts=True)
    logs = (sum(math.lgamma(n + 1) for n in sizes) for sizes in (in_stratum, in_both))
    return next(logs) - next(logs)


def _drawn(
    found: Numbers, observed: float, log_different: float, labelled: int | None = None
) -> Permuted:
    """The p of draws, (b + 1) / (m + 1): the observed one counts too (Phipson and Smyth 2010)."""
    count = len(found)
    p = (int(_reaching(found, observed).sum()) + 1) / (count + 1)
    least = min(p, max(1 / (count + 1), math.exp(-log_different)))
    return Permuted(p, math.sqrt(p * (1 - p) / (count + 1)), least, count, labelled)


def _reaching(found: Numbers, value: float) -> NDArray[np.bool_]:
    return found >= value - TIE * (abs(value) + 1e-3)


def _portions(total: int, most: int) -> Iterator[int]:
    for at in range(0, total, most):
        yield min(most, total - at)
