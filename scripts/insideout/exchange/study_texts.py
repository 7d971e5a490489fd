"""A project's texts as the line will take them in, and where their places come to lie."""

from __future__ import annotations

import re
import tempfile
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from insideout.intake.canonical import CONTROL, INVISIBLE
from insideout.intake.stage import take_in
from insideout.intake.taken import Speakers
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.inputs import SOURCES, SPEAKERS

# what is left when white space, control characters and what can't be seen are taken out
SEEN = re.compile(rf"[^\s{CONTROL.pattern[1:-1]}{INVISIBLE.pattern[1:-1]}]")


@dataclass(frozen=True)
class Text:
    """A text for a study. `same`: places are as they were; else `old` and `new` are the places of
    what can be seen before and now, or both are empty where the two can't be compared.
    """

    text: str
    same: bool = True
    old: Sequence[int] = ()
    new: Sequence[int] = ()

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """A half-open place of the former text in this one; None where that can't be told."""
        if self.same:
            return start, end
        first, last = bisect_left(self.old, start), bisect_left(self.old, end) - 1
        return (self.new[first], self.new[last] + 1) if first <= last else None


def as_taken_in(
    source: str, text: str, kind: str, cast: Sequence[Mapping[str, str]] = ()
) -> Text | None:
    """The text in its canonical form; as it is where intake changes more than white space.

    `cast`: who speaks in it, where that is known.

    None where there are no words in it, so that no study can hold it.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.txt"
        file.write_bytes(text.encode("utf-8", "replace"))
        row = {"source": source, "file": file.name, "kind": kind}
        rows = ({**one, "source": source} for one in cast)
        people: Speakers = framed(rows, SPEAKERS) if cast else {}
        try:
            taken = take_in(
                framed([row], SOURCES), {source: file}, people, root=Path(folder), language="en"
            )
        except DataError:
            return None
    made = taken.texts[source]
    if made == text:
        return Text(text)
    if SEEN.findall(text) == SEEN.findall(made):
        return Text(made, False, _seen(text), _seen(made))
    return Text(text, False)


def _seen(text: str) -> list[int]:
    """The places of characters that can be seen."""
    return [found.start() for found in SEEN.finditer(text)]
