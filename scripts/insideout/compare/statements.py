"""What informants state of mechanisms: the passages that comparisons count."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from insideout.periods import Span, told_of

Rows = Sequence[Mapping[str, Any]]
SAYS = {"present": (True, False), "absent": (False, True), "mixed": (True, True)}


class Statement(NamedTuple):
    """A passage in which an informant states that something is there, or isn't, or both.

    `parts`: the unit or level it is about, or the two of an interface. `when`: the time told of,
    None where nobody knows. A coding without a valence states that the thing is there.
    """

    code: str
    present: bool
    absent: bool
    direction: str
    informant: str
    passage: str
    about: str
    parts: tuple[str, ...]
    when: Span | None


def statements(codings: Rows, dates: Mapping[str, str], codes: Collection[str]) -> list[Statement]:
    """The codings of some codes as statements; what only an interviewer says is none.

    `dates`: date of each source, "" where it has none.
    """
    return [
        Statement(
            c["code"], *SAYS.get(c["valence"] or "present", SAYS["present"]),
            c["direction"] or "unstated", c["informant"], c["passage"], c["about"] or "",
            tuple(part for part in str(c["about"] or "").split("|") if part),
            told_of(c, dates.get(c["source"], "")),
        )
        for c in codings if c["informant"] and c["code"] in codes
    ]  # fmt: skip


class Said:
    """Who states a thing, who denies it, and where it stands written."""

    __slots__ = ("against", "against_quotes", "informants", "quotes")

    def __init__(self) -> None:
        self.informants: set[str] = set()
        self.against: set[str] = set()
        self.quotes: set[str] = set()
        self.against_quotes: set[str] = set()

    def add(self, statement: Statement) -> None:
        """Count a statement."""
        if statement.present:
            self.informants.add(statement.informant)
            self.quotes.add(statement.passage)
        if statement.absent:
            self.against.add(statement.informant)
            self.against_quotes.add(statement.passage)


def listed(names: Collection[str]) -> str:
    """Ids in a cell: sorted, each once, by spaces."""
    return " ".join(sorted(set(names)))
