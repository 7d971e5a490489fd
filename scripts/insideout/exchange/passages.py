"""Where passages stand, checked against the words that the other program kept of them."""

from __future__ import annotations

from collections.abc import Sequence

from insideout.exchange.refi.codings import spans_of
from insideout.exchange.refi.counting import squeezed
from insideout.exchange.refi.offsets import Counting, Text, text_of
from insideout.exchange.refi.records import Selection
from insideout.intake.canonical import CONTROL, INVISIBLE

Given = tuple[int | None, int | None, str]  # positions as the program counts, and its words or ""
Placed = tuple[int | None, int | None, str]  # places in the canonical text, or None; the words


def placed(
    text: Text, countings: Sequence[Counting], given: Sequence[Given]
) -> tuple[list[Placed], list[Counting | None]]:
    """Where each passage stands, and by which way of counting.

    Of several ways the first counts by which the words are those that are known, to the letter or
    else but for white space. Where there is none, the passage has no place, and the known words are
    left to be looked for.
    """
    selections = [Selection("", "", "", s, e, "", "", (), ()) for s, e, _ in given]
    tried = [spans_of(text, counting, selections) for counting in countings]
    found: list[Placed] = []
    ways: list[Counting | None] = []
    for number, (_, _, words) in enumerate(given):
        there = [
            ((start, end, text.canonical[start:end]), counting)
            for counting, spans in zip(countings, tried, strict=True)
            for start, end, _ in [spans[number]] if start is not None
        ]  # fmt: skip
        exact = text_of(words).canonical
        best = [one for one in there if one[0][2] == exact] or [
            one for one in there if not exact.strip() or same(one[0][2], exact)
        ]
        found.append(best[0][0] if best else (None, None, words))
        ways.append(best[0][1] if best else None)
    return found, ways


def same(one: str, other: str) -> bool:
    """Whether two texts are the same, but for white space and what can't be seen."""
    return _seen(one) == _seen(other)


def _seen(text: str) -> str:
    return squeezed(INVISIBLE.sub("", CONTROL.sub("", text)))


def told_astray(name: str, astray: int, whole: int) -> list[str]:
    """What to tell of passages that don't have their words at their positions."""
    if not astray:
        return []
    said = f"{name}: {astray} of {whole} passages don't have their words at their positions"
    return [f"{said}: they come without a place, and a run looks for the words"]
