"""From shares to verdicts: levels, differences, rank correlations, and the grid of thresholds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import product
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np

from insideout.nest.experience import wilson

Counted = tuple[int, int, int]  # points of the grid: all, as predicted, the opposite
OPPOSITE = {"high": "low", "low": "high", "higher": "lower", "lower": "higher",
            "rises": "falls", "falls": "rises"}  # fmt: skip


class Estimate(NamedTuple):
    """A share, a difference of shares or a rank correlation, with its interval."""

    value: float
    low: float
    high: float


def level(share: float, low: float, high: float) -> str:
    """The level of a continuity: high from `high`, low up to `low`, else mixed.

    Where both hold at once (a share of .5 and a band without a middle) it is mixed.
    """
    if (share >= high) == (share <= low):
        return "mixed"
    return "high" if share >= high else "low"


def moved(value: float, limit: float, words: tuple[str, str, str]) -> str:
    """Down, level or up: one of `words`, as the value is beyond the limit on either side."""
    return words[(value > limit) - (value < -limit) + 1]


MOVES = {
    "lower": ("lower", "no_difference", "higher"), "higher": ("lower", "no_difference", "higher"),
    "rises": ("falls", "flat", "rises"), "falls": ("falls", "flat", "rises"),
}  # fmt: skip


def observed(predicted: str, value: float, thresholds: Mapping[str, Any]) -> str:
    """What is observed at the study's own thresholds, in the words of what was predicted."""
    if predicted in MOVES:
        limit = thresholds["margin" if predicted in ("lower", "higher") else "rho"]
        return moved(value, limit, MOVES[predicted])
    return level(value, thresholds["low"], thresholds["high"])


def over_grid(predicted: str, value: float, n: int, thresholds: Mapping[str, Any]) -> Counted:
    """Points of the grid, those where it is as predicted, and those where it is the opposite.

    At a point that asks for more than the `n` who told it is neither. A prediction of mixed is
    looked at only where the band has a middle; it has no opposite.
    """
    grid = thresholds["grid"]
    fewest = grid.get("min_tellers") or [thresholds["min_tellers"]]
    if predicted in ("rises", "falls"):
        seen = [moved(value, limit, MOVES[predicted]) for limit in grid["rho"]]
    elif predicted in MOVES:
        seen = [
            moved(value, limit, MOVES[predicted]) if n >= least else ""
            for limit, least in product(grid["margin"], fewest)
        ]
    else:
        bands = [band for band in grid["bands"] if predicted != "mixed" or band[0] < band[1]]
        seen = [level(value, *band) if n >= least else "" for band, least in product(bands, fewest)]
    return len(seen), seen.count(predicted), seen.count(OPPOSITE.get(predicted, "none"))


def verdict(grid: int, as_predicted: int, opposite: int) -> str:
    """Corroborated: as predicted over the whole grid; qualified: over part of it; falsified: the
    opposite over the whole grid; not_borne_out: never as predicted, nor the opposite throughout.
    """
    if as_predicted:
        return "corroborated" if as_predicted == grid else "qualified"
    return "falsified" if grid and opposite == grid else "not_borne_out"


def leaves_open(
    opposite: str, low: float, high: float, thresholds: Mapping[str, Any]
) -> bool | None:
    """Whether an interval includes what speaks against a verdict; None where nothing does ("").

    Of a level: it reaches over the study's own threshold for that; of a difference or a rank
    correlation: it includes 0.
    """
    if opposite in MOVES:
        return low <= 0 <= high
    if opposite == "low":
        return bool(low <= thresholds["low"])
    return bool(high >= thresholds["high"]) if opposite == "high" else None


def share_of(share: float, n: int, confidence: float) -> Estimate:
    """A share with Wilson's interval."""
    return Estimate(share, *wilson(share, n, confidence))


def difference(first: Estimate, second: Estimate) -> Estimate:
    """First less second, of two independent shares with Wilson intervals, from -1 to 1.

    Newcombe 1998, Statistics in Medicine 17: 873-890, method 10. Shares may come from halves.
    """
    value = first.value - second.value
    below = math.hypot(first.value - first.low, second.high - second.value)
    above = math.hypot(first.high - first.value, second.value - second.low)
    return Estimate(value, max(-1.0, value - below), min(1.0, value + above))


def rank_correlation(x: Sequence[float], y: Sequence[float], confidence: float) -> Estimate | None:
    """Spearman's rho of at least four pairs, tied values sharing their mean rank; None where
    either doesn't vary.

    The interval is by Fisher's z with the standard error of Bonett and Wright (2000, Psychometrika
    65: 23-28). There z is infinite at 1: the near end is then that of the nearest lower rho that n
    untied pairs can have, so that a perfect order of few units claims no more than it shows.
    """
    if len(set(x)) < 2 or len(set(y)) < 2:
        return None
    n = len(x)
    rho = float(np.clip(np.corrcoef(ranks(x), ranks(y))[0, 1], -1, 1))
    nearest = 1 - 12 / (n * (n * n - 1))
    held = math.copysign(min(abs(rho), nearest), rho)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    spread = z * math.sqrt((1 + held * held / 2) / (n - 3))
    low, high = (math.tanh(math.atanh(held) + side * spread) for side in (-1, 1))
    return Estimate(rho, min(low, rho), max(high, rho))


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1, tied values sharing the mean of theirs."""
    numbers = np.asarray(values, dtype=float)
    _, place, count = np.unique(numbers, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return [float(rank) for rank in ((last - count + 1 + last) / 2)[place]]
