"""Where passages stand, checked against the words that the other program kept of them."""

from __future__ import annotations

from collections.abc import Sequence

from insideout.exchange.refi.codings import spans_of
from insideout.exchange.refi.counting import squeezed
from insideout.exchange.refi.offsets import Counting, Text
from insideout.exchange.refi.records import Selection
from insideout.intake.canonical import CONTROL, INVISIBLE

Given = tuple[int | None, int | None, str]  # positions as the program counts, and its words or ""
Placed = tuple[int | None, int | None, str]  # places in the canonical text, or None; the words


def placed(
    text: Text, countings: Sequence[Counting], given: Sequence[Given]
) -> tuple[list[Placed], int]:
    """Where each passage stands, and how many don't have their words at their positions.

    The first way of counting counts by which the words are those that are known. Where there is
    none, the passage has no place, and the known words are left to be looked for.
    """
    selections = [Selection("", "", "", s, e, "", "", (), ()) for s, e, _ in given]
    tried = [spans_of(text, counting, selections) for counting in countings]
    found: list[Placed] = []
    astray = 0
    for (_, _, words), *spans in zip(given, *tried, strict=True):
        places = [(s, e, text.canonical[s:e]) for s, e, _ in spans if s is not None]
        fitting = [place for place in places if not words or same(place[2], words)]
        astray += not fitting
        found.append(fitting[0] if fitting else (None, None, words))
    return found, astray


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, but for white space and what can't be seen."""
    return _seen(one) == _seen(other)


def _seen(text: str) -> str:
    return squeezed(INVISIBLE.sub("", CONTROL.sub("", text)))


def told_astray(name: str, astray: int, whole: int) -> list[str]:
    """What to tell of passages that don't have their words at their positions."""
    if not astray:
        return []
    said = f"{name}: {astray} of {whole} passages don't stand where their positions say"
    return [f"{said} (was the text edited?): they have no place, and their words are looked for"]
