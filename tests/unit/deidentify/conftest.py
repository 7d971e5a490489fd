"""What is found in a sentence, for the tests of the rules that find."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from insideout.deidentify.detect.find import find, lists_of
from insideout.deidentify.span import Document, Entry, Span

Spans = Callable[..., list[Span]]
Told = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def spans() -> Spans:
    def of(
        text: str, language: str = "en", roster: Sequence[Entry] = (), labels: Sequence[str] = ()
    ) -> list[Span]:
        document = Document("S01", text, language, tuple(labels))
        return find(document, roster, lists_of(language))

    return of


@pytest.fixture(scope="session")
def states(spans: Spans) -> Told:
    """The state of each passage found."""

    def of(text: str, language: str = "en", roster: Sequence[Entry] = ()) -> dict[str, str]:
        return {text[s.start : s.end]: s.state for s in spans(text, language, roster)}

    return of


@pytest.fixture(scope="session")
def kinds(spans: Spans) -> Told:
    """The kind of each passage that is masked before any review."""

    def of(text: str, language: str = "en", roster: Sequence[Entry] = ()) -> dict[str, str]:
        found = spans(text, language, roster)
        return {text[s.start : s.end]: s.kind for s in found if s.state != "asked"}

    return of


@pytest.fixture(scope="session")
def roles(spans: Spans) -> Told:
    """The role of each passage found."""

    def of(text: str, language: str = "en") -> dict[str, str]:
        return {text[s.start : s.end]: s.role for s in spans(text, language)}

    return of
