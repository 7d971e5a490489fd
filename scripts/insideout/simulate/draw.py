"""Drawing by quota: as many as planned, who they are by chance; all vectorised."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Words = NDArray[np.object_]


def ranks(groups: Ints, order: NDArray[Any]) -> Ints:
    """Each member's place in its group from 0, the smallest `order` first."""
    by = np.lexsort((order, groups))
    sizes = np.bincount(groups) if len(groups) else np.zeros(0, np.int64)
    starts = np.cumsum(sizes) - sizes
    found = np.empty(len(groups), np.int64)
    found[by] = np.arange(len(groups)) - starts[groups[by]]
    return found


def sizes_of(groups: Ints) -> Ints:
    """The size of each member's own group."""
    sizes: Ints = np.bincount(groups)[groups] if len(groups) else np.zeros(0, np.int64)
    return sizes


def chosen(rng: Generator, groups: Ints, shares: Floats, pinned: Floats | None = None) -> Bools:
    """In each group the share of its members, rounded; `shares` one a member, equal in a group.

    Members pinned to 1 are chosen before all others, those pinned to 0 after all (NaN: by chance).
    """
    order = rng.random(len(groups))
    if pinned is not None:
        order = np.where(pinned == 1, order - 2, np.where(pinned == 0, order + 2, order))
    wanted = np.floor(shares * sizes_of(groups) + 0.5)
    mask: Bools = ranks(groups, order) < wanted
    return mask


def spread(rng: Generator, groups: Ints, total: float, pinned: Floats | None = None) -> Bools:
    """So many of all, spread evenly over the groups, so that the groups don't differ in it."""
    sizes = np.bincount(groups)
    counts = apportioned(rng, round(total), sizes)
    shares = np.divide(counts, sizes, out=np.zeros(len(sizes)), where=sizes > 0)
    return chosen(rng, groups, shares[groups], pinned)


def apportioned(rng: Generator, total: int, weights: NDArray[Any]) -> Ints:
    """A total in whole parts by weight: by largest remainder, ties by chance."""
    weights = np.asarray(weights, dtype=float)
    exact = total * weights / max(weights.sum(), 1e-12)
    parts: Ints = np.floor(exact).astype(np.int64)
    left = total - int(parts.sum())
    first = np.argsort(-(exact - parts) + 1e-9 * rng.random(len(parts)), kind="stable")
    parts[first[: max(left, 0)]] += 1
    return parts


def quota(
    rng: Generator,
    pool: Bools,
    owner: Ints,
    total: float,
    must: Bools | None = None,
    weight: Floats | None = None,
) -> Bools:
    """So many of the pool by chance (fewer if it is smaller), at least one of each owner in `must`.

    `pool` one a row; `owner` the row's owner, an index into `must`; `weight` makes rows likelier.
    """
    found = np.zeros(len(pool), dtype=bool)
    at = np.flatnonzero(pool)
    score = rng.random(len(at))
    if weight is not None:
        score = -np.log(np.maximum(score, 1e-300)) / np.maximum(weight[at], 1e-9)
    if must is not None:
        first = (ranks(owner[at], score) == 0) & must[owner[at]]
        found[at[first]] = True
        score = np.where(first, np.inf, score)
    left = round(total) - int(found.sum())
    if left > 0:
        found[at[np.argsort(score, kind="stable")[:left]]] = True
    return found


def numbers(rng: Generator, shares: Mapping[int, float], order: NDArray[Any]) -> Ints:
    """A number a member, in these shares; members with a large `order` tend to larger numbers."""
    n = len(order)
    if n == 0:
        return np.zeros(0, np.int64)
    values = np.array(sorted(shares))
    upto = np.cumsum([shares[v] for v in values])
    place = np.empty(n)
    noisy = _standard(order) + 0.35 * rng.standard_normal(n)
    place[np.argsort(noisy, kind="stable")] = (np.arange(n) + 0.5) / n
    found: Ints = values[np.minimum(np.searchsorted(upto, place * upto[-1]), len(values) - 1)]
    return found


def _standard(values: NDArray[Any]) -> Floats:
    plain: Floats = np.asarray(values, dtype=float)
    standard: Floats = (plain - plain.mean()) / max(float(plain.std()), 1e-9)
    return standard


def lognormal(rng: Generator, groups: Ints, mean: float, sigma: float) -> Ints:
    """Whole numbers with a long tail and this mean in every group, the same spread in each."""
    n = sizes_of(groups)
    place = (ranks(groups, rng.random(len(groups))) + 0.5) / np.maximum(n, 1)
    normal = NormalDist()
    z = np.array([normal.inv_cdf(p) for p in place.tolist()])
    exact = mean * np.exp(sigma * z - sigma**2 / 2)
    return rounded(rng, groups, exact, np.full(len(groups), mean))


def rounded(rng: Generator, groups: Ints, exact: Floats, means: Floats) -> Ints:
    """Whole numbers in proportion to `exact`, with the mean that each group should have."""
    found = np.zeros(len(groups), np.int64)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        total = round(float(means[members[0]]) * len(members))
        found[members] = apportioned(rng, total, exact[members])
    return found


def coded(values: NDArray[Any]) -> tuple[Ints, list[str]]:
    """Groups as numbers, in the order of their names, and the names."""
    names, codes = np.unique(np.asarray(values, dtype=object).astype(str), return_inverse=True)
    return codes.astype(np.int64), [str(name) for name in names]
