"""Lines of printed pages, without watermarks.

Measures are in points, from the lower left corner; type sizes give the scale of everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

SAME_LINE = 0.4  # of the type size, between base lines
TOUCHES = 0.08  # of the type size: words nearer than this are one
BIG = 2.5  # times the usual type size: a watermark, if it is met on other pages too


class Word(NamedTuple):
    """A word on a page; `base` is its base line, `angle` in whole degrees."""

    text: str
    left: float
    right: float
    base: float
    size: float
    angle: int = 0


@dataclass(frozen=True)
class Line:
    """Words side by side. `voice`: who speaks, where a column of its own says so."""

    words: tuple[Word, ...]
    voice: str = ""

    @property
    def left(self) -> float:
        """The left edge."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """The right edge."""
        return max(word.right for word in self.words)

    @property
    def base(self) -> float:
        """The base line."""
        return self.words[0].base

    @property
    def size(self) -> float:
        """The largest type in it."""
        return max(word.size for word in self.words)

    @property
    def text(self) -> str:
        """Its words; what touches is one word."""
        made = self.words[0].text
        for before, word in pairwise(self.words):
            near = word.left - before.right < TOUCHES * min(word.size, before.size)
            made += word.text if near else f" {word.text}"
        return made


Pages = list[list[Line]]
Dropped = Counter[str]


def lines_of(pages: Iterable[Sequence[Word]]) -> tuple[Pages, Dropped]:
    """The lines of each page from the top, upright words only, and what was left out of them."""
    dropped: Dropped = Counter()
    upright = []
    for words in pages:
        angles = Counter[int]()
        for word in words:
            angles[word.angle] += len(word.text)
        main = max((a for a in angles if a % 90 == 0), key=lambda a: angles[a], default=0)
        upright.append([word for word in words if word.angle == main])
        dropped["words that stand askew"] += len(words) - len(upright[-1])
    sizes = [word.size for words in upright for word in words]
    marks = _watermarks(upright, median(sizes) if sizes else 0.0)
    dropped["watermarks"] += sum(word in marks for words in upright for word in _texts(words))
    kept = [[word for word in words if (word.text, word.size) not in marks] for words in upright]
    return [_lines(words) for words in kept], dropped


def _texts(words: Iterable[Word]) -> list[tuple[str, float]]:
    return [(word.text, word.size) for word in words]


def _watermarks(pages: list[list[Word]], usual: float) -> set[tuple[str, float]]:
    """Words far larger than the others, the same on half of the pages."""
    met = Counter(mark for words in pages for mark in set(_texts(words)) if mark[1] > BIG * usual)
    return {mark for mark, count in met.items() if count >= max(2, len(pages) / 2)}


def _lines(words: Sequence[Word]) -> list[Line]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (-w.base, w.left)):
        tall = max(word.size, rows[-1][0].size) if rows else 0
        if rows and rows[-1][0].base - word.base <= SAME_LINE * tall:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda w: w.left))) for row in rows]


def leading(pages: Pages) -> float:
    """The usual distance of base lines, 0 if no page has two lines."""
    steps = [one.base - other.base for lines in pages for one, other in pairwise(lines)]
    return median(steps) if steps else 0.0
