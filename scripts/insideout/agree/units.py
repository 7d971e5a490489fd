"""Units of comparison: which of a source's sentences or turns have a code, as one coder sees it.

Only what informants and their companions say is compared. Interviewers' turns carry hardly a code,
whoever codes, so they would raise kappa with agreement on nothing. A unit has a code when at least
one letter or digit of it lies in a passage with the code: a selection that takes in the neighbour's
full stop or space doesn't code the neighbour, and a word in a long sentence does code it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Places: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

NOT_COMPARED = "interviewer"
WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Speech:
    """What informants and companions say in one source.

    `start`, `end`: its pieces (turns, or sentences), sorted; `whole`: they are one unit together;
    `said_start`, `said_end`: its turns, which the continuum of extents is made of.
    """

    start: Places
    end: Places
    whole: bool
    said_start: Places
    said_end: Places

    @property
    def units(self) -> int:
        """Units of comparison."""
        return min(len(self.start), 1) if self.whole else len(self.start)

    @property
    def characters(self) -> int:
        """Characters said."""
        return int((self.said_end - self.said_start).sum())


def speech(turns: pd.DataFrame, sentences: pd.DataFrame, unit: str) -> dict[str, Speech]:
    """Units of each source. `unit`: sentence, turn or source; sentences without a word are none."""
    said = turns[turns["role"] != NOT_COMPARED]
    pieces = said
    if unit == "sentence":
        worded = sentences[sentences["words"] > 0]
        pieces = worded.merge(said[["source", "turn"]], on=["source", "turn"])
    spoken = _bounds(said)
    found = _bounds(pieces)
    nothing = np.zeros(0, dtype="int64")
    return {
        source: Speech(*found.get(source, (nothing, nothing)), unit == "source", *bounds)
        for source, bounds in spoken.items()
    }


def _bounds(pieces: pd.DataFrame) -> dict[str, tuple[Places, Places]]:
    return {
        str(source): (
            np.sort(rows["start"].to_numpy("int64")),
            np.sort(rows["end"].to_numpy("int64")),
        )
        for source, rows in pieces.groupby("source")
    }


def word_bounds(
    quotes: Iterable[str], starts: Iterable[int], ends: Iterable[int]
) -> tuple[Places, Places]:
    """Passages from their first letter or digit to their last; one without any is empty."""
    found = [_trimmed(*row) for row in zip(quotes, starts, ends, strict=True)]
    both = np.array(found, dtype="int64").reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _trimmed(quote: str, start: int, end: int) -> tuple[int, int]:
    first = WORD.search(quote)
    if first is None:
        return start, start
    last = len(quote) - 1
    while not WORD.match(quote, last):
        last -= 1
    return start + first.start(), end - (len(quote) - 1 - last)


def spans(speech: Speech, start: Places, end: Places) -> tuple[Places, Places]:
    """First piece that each passage reaches into, and the one after its last.

    The same twice for a passage that reaches into none, as an empty one.
    """
    first = np.searchsorted(speech.end, start, "right")
    last = np.searchsorted(speech.start, end, "left")
    return first, np.where(end > start, np.maximum(last, first), first)


def marked(speech: Speech, first: Places, last: Places, code: Places, codes: int) -> Flags:
    """Codes × units: which units have which of so many codes."""
    change = np.zeros((codes, len(speech.start) + 1), dtype="int32")
    np.add.at(change, (code, first), 1)
    np.add.at(change, (code, last), -1)
    inside = np.cumsum(change[:, :-1], axis=1) > 0
    return np.asarray(inside.any(1, keepdims=True) if speech.whole and inside.size else inside)


def said_before(speech: Speech, places: Places) -> Places:
    """How many characters informants and companions have said before each place."""
    size = speech.said_end - speech.said_start
    before = np.concatenate([[0], np.cumsum(size)])
    turn = np.searchsorted(speech.said_start, places, "right") - 1
    at = np.maximum(turn, 0)
    within = np.clip(places - speech.said_start[at], 0, size[at])
    return np.asarray(np.where(turn < 0, 0, before[at] + within))
