"""Positions as tools count them, and the canonical text they are carried into.

A text has three forms. As it lies in the file; `plain`: without byte order marks, each CRLF one LF
(its indices are what the ways of counting are resolved to); and `canonical`: LF only, no control
characters, NFC, whose length can differ again. All positions stand between characters, from 0.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import numpy.typing as npt

from insideout.intake.canonical import CONTROL, LINE_END

BOM = "\ufeff"
MOST_MARKS = 2  # at the beginning of a text; a tool may put one before one that is there
Unit = Literal["characters", "UTF-16 units", "bytes"]
Lines = Literal["as they stand", "as one", "as two"]
Places = npt.NDArray[np.int64]
# A line end of one character: what is left of CRLF is one, even behind another CR.
ONE_END = re.compile(LINE_END.pattern.partition("|")[2])
FIRST_MARK = 0x300  # below, no character joins the one before it in NFC


class Counting(NamedTuple):
    """A way of counting positions: in what, line ends how, and how many byte order marks."""

    unit: Unit = "characters"
    lines: Lines = "as they stand"
    marks: int = 0


# The standard's own first, then the likelier ones: of two that fit equally, the first is taken.
COUNTINGS = tuple(
    Counting(unit, lines, marks)
    for marks, unit, lines in product(range(MOST_MARKS + 1), get_args(Unit), get_args(Lines))
)


@dataclass(frozen=True)
class Text:
    """A text in its forms.

    `crlf`: indices in `plain` of line ends that are CRLF in the file. `changed`: stretches of
    `plain` that read differently in `canonical`: start and end there, start and end here; `starts`
    their starts. `widest`: the highest character's code; `ends`: how many line ends there are.
    """

    plain: str
    canonical: str
    marks: int = 0
    crlf: tuple[int, ...] = ()
    changed: tuple[tuple[int, int, int, int], ...] = ()
    starts: tuple[int, ...] = field(default=(), repr=False)
    widest: int = 0
    ends: int = 0


def text_of(raw: str) -> Text:
    """The forms of a text as it lies in its file."""
    words = raw.lstrip(BOM)
    pieces = words.split("\r\n")
    crlf, here = [], 0
    for piece in pieces[:-1]:
        crlf.append(here + len(piece))
        here += len(piece) + 1
    plain = "\n".join(pieces)
    canonical, changed = _canonical(plain)
    marks = min(len(raw) - len(words), MOST_MARKS)
    widest = 0x7F if plain.isascii() else ord(max(plain))
    ends = plain.count("\n") + plain.count("\r")
    starts = tuple(stretch[0] for stretch in changed)
    return Text(plain, canonical, marks, tuple(crlf), changed, starts, widest, ends)


def _canonical(plain: str) -> tuple[str, tuple[tuple[int, int, int, int], ...]]:
    """The canonical form, and the stretches that differ from the plain one in length."""
    plain = ONE_END.sub("\n", plain)
    if not CONTROL.search(plain) and unicodedata.is_normalized("NFC", plain):
        return plain, ()
    out: list[str] = []
    changed = []
    before = shift = 0
    for stretch in _stretches(plain):
        start, end = stretch
        new = unicodedata.normalize("NFC", CONTROL.sub("", plain[start:end]))
        while new and start < end and plain[start] == new[0]:
            start, new = start + 1, new[1:]
        while new and start < end and plain[end - 1] == new[-1]:
            end, new = end - 1, new[:-1]
        out += [plain[before:start], new]
        changed.append((start, end, start + shift, start + shift + len(new)))
        shift += len(new) - (end - start)
        before = end
    out.append(plain[before:])
    return "".join(out), tuple(changed)


def _stretches(plain: str) -> list[tuple[int, int]]:
    """The shortest stretches that change by themselves: a character and those that join it."""
    joining = _joining()
    found: list[tuple[int, int]] = []
    start = 0
    whole = len(plain)
    for at in range(1, whole + 1):
        if at < whole:
            char = plain[at]
            if char >= chr(FIRST_MARK):
                if unicodedata.combining(char) or char in joining:
                    continue
            elif char != "\n" and not char.isprintable() and CONTROL.match(char):
                continue
        if at - start > 1 or plain[start] >= chr(FIRST_MARK) or not plain[start].isprintable():
            body = at
            while body > start and CONTROL.match(plain[body - 1]):
                body -= 1
            piece = plain[start:body]
            if CONTROL.search(piece) or not unicodedata.is_normalized("NFC", piece):
                found.append((start, body))
            found += [(body, at)] if body < at else []
        start = at
    return found


@lru_cache(maxsize=1)
def _joining() -> frozenset[str]:
    """Characters that aren't combining marks and yet can join the one before (Unicode, UAX 15).

    These are the second ones of canonical decompositions, and vowels and finals of Hangul.
    """
    found = {chr(code) for first, last in ((0x1161, 0x1176), (0x11A8, 0x11C3))
             for code in range(first, last)}  # fmt: skip
    for code in range(FIRST_MARK, sys.maxunicode + 1):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            second = chr(int(parts[1], 16))
            if not unicodedata.combining(second):
                found.add(second)
    return frozenset(found)


def carried(text: Text, at: int, *, end: bool) -> int:
    """A position in `plain` as one in `canonical`; out of a changed stretch, at its outer edge."""
    index = bisect_right(text.starts, at) - 1
    if index < 0:
        return at
    start, stop, new_start, new_stop = text.changed[index]
    if at >= stop:
        return at - stop + new_stop
    return new_stop if end and at > start else new_start


def essence(text: Text, counting: Counting) -> Counting:
    """The first way of counting that counts this text as this one does."""
    unit, lines, marks = counting.unit, counting.lines, min(counting.marks, text.marks)
    if unit != "characters" and text.widest <= (0xFFFF if unit == "UTF-16 units" else 0x7F):
        unit = "bytes" if unit == "bytes" and marks else "characters"  # a mark has three bytes
    as_one, as_two = not text.crlf, len(text.crlf) == text.ends
    if not text.ends or (lines == "as one" and as_one) or (lines == "as two" and as_two):
        lines = "as they stand"
    return Counting(unit, lines, marks)


def resolved(text: Text, counting: Counting, starts: Any, ends: Any) -> tuple[Places, Places]:
    """Starts and ends as indices of `plain`; -1 where one stands within a character or outside.

    A start between CR and LF is taken as after the line end, an end as before it.
    """
    codes = np.frombuffer(text.plain.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    widths = np.ones(len(codes) + 1, dtype=np.int64)
    if counting.unit == "UTF-16 units":
        widths[:-1] += codes > 0xFFFF
    elif counting.unit == "bytes":
        for last in (0x7F, 0x7FF, 0xFFFF):
            widths[:-1] += codes > last
    if counting.lines == "as they stand":
        widths[list(text.crlf)] += 1
    elif counting.lines == "as two":
        widths[:-1] += (codes == 0x0A) | (codes == 0x0D)
    mark = 3 if counting.unit == "bytes" else 1
    offsets = np.cumsum(widths) - widths + mark * min(counting.marks, text.marks)
    doubled = np.append((codes == 0x0A) | (codes == 0x0D), False)
    return (
        _indices(offsets, doubled & (widths == 2), starts, 1),
        _indices(offsets, doubled & (widths == 2), ends, 0),
    )


def _indices(offsets: Places, doubled: Any, positions: Any, step: int) -> Places:
    """Where positions stand; `step`: how far on, from a line end that counts as two."""
    wanted = np.asarray(positions, dtype=np.int64)
    at = np.searchsorted(offsets, wanted, side="right") - 1
    safe = np.clip(at, 0, None)
    exact = (at >= 0) & (offsets[safe] == wanted)
    within = (at >= 0) & doubled[safe] & (offsets[safe] + 1 == wanted)
    return np.where(exact, at, np.where(within, at + step, -1))
