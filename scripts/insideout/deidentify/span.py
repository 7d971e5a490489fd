"""What is looked for, where, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

KINDS = (
    "person", "place", "organisation", "street", "email", "url", "phone", "number", "postcode",
    "date", "age", "unknown",
)  # fmt: skip
State = Literal["sure", "masked", "asked"]
# Found by their shape alone; the rest are names.
STRUCTURED = frozenset({"email", "url", "phone", "number", "postcode", "date", "age"})


@dataclass(frozen=True)
class Entry:
    """Someone or something the study knows by name.

    `names`: every way it is written. `pseudonym` may be empty: then one is made, of `role` (such as
    `daughter` or `GP`) where there is one. `sources`: where the names mean this; empty: everywhere.
    """

    entity: str
    names: tuple[str, ...]
    kind: str
    pseudonym: str = ""
    role: str = ""
    sex: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A canonical text before it is masked. `labels`: those of its speakers, as in it."""

    source: str
    text: str
    language: str = "en"
    labels: tuple[str, ...] = ()


class Span(NamedTuple):
    """An identifier in a text: code points, half-open.

    `kind` is one of KINDS, `rule` names what found it. `state` is sure: masked, and no item of the
    review; masked: masked until somebody has reviewed it; asked: an item of the review, and left
    as it is till then. `entity`: the entry of the roster it names; `role`: what the words around it
    say of the person (`daughter`, `GP`), both empty where nothing is known.
    """

    start: int
    end: int
    kind: str
    rule: str
    state: State = "sure"
    entity: str = ""
    role: str = ""
