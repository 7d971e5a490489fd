"""A coded project as any tool has it: what importers make and exporters read.

One importer a format, each a function `read(file: Path) -> Project`. What a format or a reader
can't carry over is told in `losses`, never dropped without a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Code:
    """A code. `guid` is what the other tool knows it by; `parent` the guid above it, or "".

    `codable` is false for folders. `extra`: keys of our codebook that the other format keeps.
    """

    guid: str
    name: str
    parent: str = ""
    definition: str = ""
    color: str = ""
    codable: bool = True
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class User:
    """Somebody who coded."""

    guid: str
    name: str


@dataclass(frozen=True)
class Source:
    """A source with its text; `text` is None where the project doesn't hold it."""

    guid: str
    name: str
    text: str | None = None
    description: str = ""
    created: str = ""
    user: str = ""


@dataclass(frozen=True)
class Coding:
    """One code on one passage: half-open code points of the source's canonical text.

    `start` and `end` are None where the offsets can't be resolved; `quote` is what is known of the
    words. `valence`, `about`, `direction`, `period_from`, `period_to` and `round` are ours: empty
    where the project has no place for them.
    """

    guid: str
    source: str
    code: str
    user: str = ""
    start: int | None = None
    end: int | None = None
    quote: str = ""
    created: str = ""
    memo: str = ""
    valence: str = ""
    about: str = ""
    direction: str = ""
    period_from: str = ""
    period_to: str = ""
    round: int = 1


@dataclass(frozen=True)
class Case:
    """A case with its attributes, the sources that are its own, and the cases it lies in."""

    guid: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    sources: Sequence[str] = ()
    parent: str = ""
    level: str = ""


@dataclass(frozen=True)
class Set:
    """A named set of sources, codes or cases."""

    guid: str
    name: str
    members: Sequence[str] = ()


@dataclass(frozen=True)
class Note:
    """A memo; `about` holds the guids of what it is attached to."""

    guid: str
    name: str
    text: str
    about: Sequence[str] = ()
    user: str = ""
    created: str = ""


@dataclass(frozen=True)
class Loss:
    """Something that wasn't carried over: what, which, how many, and why."""

    what: str
    which: str
    count: int
    why: str


@dataclass(frozen=True)
class Project:
    """A whole project. `told` are findings to print, such as how offsets were counted."""

    name: str
    tool: str = ""
    codes: Sequence[Code] = ()
    users: Sequence[User] = ()
    sources: Sequence[Source] = ()
    codings: Sequence[Coding] = ()
    cases: Sequence[Case] = ()
    sets: Sequence[Set] = ()
    notes: Sequence[Note] = ()
    losses: Sequence[Loss] = ()
    told: Sequence[str] = ()
