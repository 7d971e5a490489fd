"""TextGrid files of Praat: a tier for each speaker, or one that holds labels.

Praat reads such a file as a row of numbers, texts in quotation marks and flags, each of which
stands free; everything else is there for the eye. So the long form and the short are one, and a
file that breaks off is told from one that ends.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from insideout.intake.canonical import folded
from insideout.intake.labels import Piece, near_miss
from insideout.problems import DataError, Problem, shown

TOKEN = re.compile(
    r'"(?P<text>[^"]*(?:""[^"]*)*)"(?=\s|$)'
    r"|(?<!\S)(?P<number>[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?=\s|$)"
    r"|(?<!\S)(?P<flag><[a-z]+>)(?=\s|$)"
    r'|(?P<open>")|![^\n]*|[^\s"]+'
)
MOST_TIERS = 1000


@dataclass(frozen=True)
class Interval:
    """What is said between two times (in seconds); `line` is where that begins in the file."""

    start: float
    end: float
    text: str
    line: int


def pieces(text: str, file: Path, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """What the intervals of all tiers say, by the time they begin, and warnings.

    Of several tiers each is a speaker, by its name; a single one is if its name is a known label.
    Raises DataError for a file that isn't a TextGrid, or that isn't whole.
    """
    tiers, points = _Reader(text, file).tiers()
    several = len(tiers) > 1
    made = []
    for order, (name, intervals) in enumerate(tiers):
        label = folded(name).removesuffix(":").rstrip()
        voice = label if several or label in known or near_miss(label, known) else ""
        for interval in intervals:
            if words := folded(interval.text):
                piece = Piece(
                    words, interval.line, voice, bool(voice), interval.start, interval.end
                )
                made.append((interval.start, order, piece))
    made.sort(key=lambda one: one[:2])
    warnings = [f"{points} point tiers left out"] if points else []
    return [piece for _, _, piece in made], warnings


class _Reader:
    """The values of a TextGrid, one after the other."""

    def __init__(self, text: str, file: Path) -> None:
        self.text, self.file = text, file
        self.found = TOKEN.finditer(text)
        self.line, self.counted = 1, 0

    def tiers(self) -> tuple[list[tuple[str, list[Interval]]], int]:
        """Interval tiers by name, and how many point tiers there are."""
        kinds = [self.next("text", "a TextGrid of Praat") for _ in range(2)]
        if not kinds[0].startswith("ooTextFile") or kinds[1] != "TextGrid":
            raise self.wrong("a TextGrid of Praat", shown(" ".join(kinds)))
        self.number(), self.number()
        made: list[tuple[str, list[Interval]]] = []
        points = 0
        if self.next("flag", "<exists>") != "<exists>":
            return made, points
        for _ in range(self.count("tiers", MOST_TIERS)):
            kind = self.next("text", "IntervalTier or TextTier")
            if kind not in ("IntervalTier", "TextTier"):
                raise self.wrong("IntervalTier or TextTier", shown(kind))
            name = self.next("text", "the name of a tier")
            self.number(), self.number()
            if kind == "IntervalTier":
                made.append((name, [self.interval() for _ in range(self.count("intervals"))]))
            else:
                points += 1
                for _ in range(self.count("points")):
                    self.number(), self.next("text", "what stands at a point")
        return made, points

    def interval(self) -> Interval:
        """Two times and a text."""
        start, end = self.number(), self.number()
        text = self.next("text", "what is said in an interval, in quotation marks")
        return Interval(start, end, text, self.line)

    def count(self, what: str, most: float = math.inf) -> int:
        """How many of something follow."""
        number = self.number()
        if not 0 <= number <= most or number != int(number):
            limit = f", at most {most}" if most < math.inf else ""
            raise self.wrong(f"how many {what} there are{limit}", f"{number:g}")
        return int(number)

    def number(self) -> float:
        """A number that is finite."""
        number = float(self.next("number", "a number"))
        if not math.isfinite(number):
            raise self.wrong("a number", f"{number}")
        return number

    def next(self, kind: str, wanted: str) -> str:
        """The next value; what is no value is passed over."""
        for found in self.found:
            if found.lastgroup is None:
                continue
            self.line += self.text.count("\n", self.counted, found.start())
            self.counted = found.start()
            value = found[found.lastgroup]
            if found.lastgroup == kind:
                return value.replace('""', '"') if kind == "text" else value
            if found.lastgroup == "open":
                raise self.wrong(wanted, "a quotation mark without its second one")
            raise self.wrong(wanted, shown(value))
        raise self.wrong(wanted, "the end of the file")

    def wrong(self, expected: str, found: str) -> DataError:
        """What is told of the line the reader is on."""
        hint = "open it in Praat and save it again as a text file"
        return DataError(Problem(str(self.file), self.line, "", expected, found, hint))
