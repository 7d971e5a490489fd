"""Rounds of coding: which are still blind and open, so that nothing of them may be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Rounds = Sequence[Mapping[str, Any]]


def held_rounds(rounds: Rounds) -> frozenset[int]:
    """Blind rounds that aren't closed yet."""
    return frozenset(
        row["round"] for row in rounds if row.get("blind", True) and not row.get("closed", True)
    )


def held_back(
    codings: Iterable[dict[str, Any]], rounds: Rounds
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Codings that may be used, and those of blind rounds that aren't closed.

    Of the second, nothing may be shown but how many there are in each round: who sees what others
    have coded doesn't code blind any more. A coding without a round is of the first.
    """
    shut = held_rounds(rounds)
    kept: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for coding in codings:
        (held if (coding.get("round") or 1) in shut else kept).append(coding)
    return kept, held
