"""Drawing from lists with a numpy generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from numpy.random import Generator

T = TypeVar("T")


def one(rng: Generator, among: Sequence[T]) -> T:
    """One of them, all equally likely."""
    return among[int(rng.integers(len(among)))]


def some(rng: Generator, among: Sequence[T], number: int) -> list[T]:
    """So many different ones in a random order; all of them when there are fewer."""
    order = rng.permutation(len(among))
    return [among[int(n)] for n in order[:number]]


def weighted(rng: Generator, shares: Mapping[T, float]) -> T:
    """One of the keys, each as likely as its share says (the shares needn't add up to 1)."""
    names = list(shares)
    at = rng.random() * sum(shares.values())
    for name in names:
        at -= shares[name]
        if at < 0:
            return name
    return names[-1]


def happens(rng: Generator, share: float) -> bool:
    """True with this probability."""
    return bool(rng.random() < share)


def between(rng: Generator, least: int, most: int) -> int:
    """A whole number from `least` to `most`, both included."""
    return int(rng.integers(least, most + 1))
