"""A find in terms of tokens, before it is one of the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from insideout.deidentify.detect.tokens import Tokens
from insideout.deidentify.span import Span, State


class Hit(NamedTuple):
    """Tokens `begin` to `end` (half-open) name something; the rest as in Span.

    `tail`: characters after the last token that belong to the name, as the -'s of `St Luke's`.
    """

    begin: int
    end: int
    kind: str
    rule: str
    state: State = "sure"
    entity: str = ""
    role: str = ""
    tail: int = 0


def spans_of(hits: Iterable[Hit], found: Tokens) -> list[Span]:
    """Finds as spans of the text."""
    start, end = found.start, found.end
    return [
        Span(start[h.begin], end[h.end - 1] + h.tail, h.kind, h.rule, h.state, h.entity, h.role)
        for h in hits
    ]


def tail(found: Tokens, i: int) -> int:
    """The length of a token's apostrophe-s."""
    if not found.owns[i]:
        return 0
    return 2 if found.text[found.end[i] + 1 : found.end[i] + 2] in {"s", "S"} else 1
