"""Texts as they read without what corrections change most: spacing, typography, punctuation."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from insideout.intake.canonical import CONTROL, INVISIBLE

TYPOGRAPHY = str.maketrans("‘’‚‛“”„‟‐‑‒–—", "''''\"\"\"\"-----")
WORD = re.compile(r"[^\W_]+(?:['’‘‛][^\W_]+)*")
APOSTROPHES = re.compile("['’‘‛]")


@dataclass(frozen=True)
class Folded:
    """A text folded, and the way back.

    `origin[i]` is the offset in the original of folded character i; one more entry for the end.
    """

    text: str
    origin: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the original; half-open."""
        return self.origin[start], self.origin[end - 1] + 1


class Folds:
    """The foldings of one text, each made when a quote first needs it."""

    def __init__(self, text: str) -> None:
        self.original = text

    @cached_property
    def spaces(self) -> Folded:
        """White space one blank; quotation marks and dashes plain."""
        out: list[str] = []
        origin = array("l")
        for run in re.finditer(r"\s+|\S+", self.original):
            if run[0][0].isspace():
                out.append(" ")
                origin.append(run.start())
            else:
                out.append(run[0].translate(TYPOGRAPHY))
                origin.extend(range(run.start(), run.end()))
        origin.append(len(self.original))
        return Folded("".join(out), origin)

    @cached_property
    def words(self) -> Folded:
        """Words alone, in lower case, a blank before, between and after them."""
        out, origin = [" "], array("l", [0])
        for word in WORD.finditer(self.original):
            kept = [n for n in range(*word.span()) if not APOSTROPHES.match(self.original[n])]
            out += [*(lower(self.original[n]) for n in kept), " "]
            origin.extend([*kept, word.end()])
        origin.append(len(self.original))
        return Folded("".join(out), origin)

    @cached_property
    def squeezed(self) -> str:
        """The text without any white space."""
        return squeezed(self.original)


def fold(text: str) -> Folds:
    """The foldings of a text; nothing is folded yet."""
    return Folds(text)


def lower(character: str) -> str:
    """A character in lower case where that is one character too, since offsets must stay."""
    small = character.lower()
    return small if len(small) == 1 else character


def spaced(text: str) -> str:
    """A quote in the form of `Folds.spaces`; what can't be seen is left out, as in all texts."""
    return " ".join(INVISIBLE.sub("", CONTROL.sub("", text)).split()).translate(TYPOGRAPHY)


def worded(text: str) -> str:
    """A quote in the form of `Folds.words`, or nothing where it has no word."""
    words = (APOSTROPHES.sub("", word[0]) for word in WORD.finditer(INVISIBLE.sub("", text)))
    small = " ".join("".join(map(lower, word)) for word in words)
    return f" {small} " if small else ""


def squeezed(text: str) -> str:
    """Text without white space, quotation marks and dashes plain: how contexts are compared."""
    return "".join(text.split()).translate(TYPOGRAPHY)
