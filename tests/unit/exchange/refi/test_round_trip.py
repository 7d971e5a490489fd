"""What our writer writes, our reader reads back."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.exchange.project import Case, Code, Coding, Note, Project, Set, Source, User
from insideout.exchange.refi.codebook import codebook_of
from insideout.exchange.refi.read import read
from insideout.exchange.refi.write import qdc, qdpx

Guid = Callable[[int], str]
WHEN = "2020-01-01T00:00:00Z"


def again(project: Project) -> Project:
    """The project written, and read."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "p.qdpx"
        written, losses = qdpx(project)
        assert losses == []
        file.write_bytes(written)
        return read(file)


def test_everything_comes_back(guid: Guid, tmp_path: Path) -> None:
    text = "I: Hello 😀 there\n\nP: Café was é good.\n"
    words = "Café was"
    at = text.index(words)
    first = Coding(
        guid(7), guid(6), guid(2), guid(4), at, at + len(words), words, WHEN, "my\nmemo", "absent",
        "practice|network", "vertical", "2020-01-01", "2020-02-01", 2,
    )  # fmt: skip
    second = Coding(guid(8), guid(6), guid(1), guid(5), at, at + len(words), words, WHEN)
    project = Project(
        "Study", "Inside-Out",
        codes=[Code(guid(1), "A", "", "what it is\n\nand more", "#00ff00", extra={"since": "1.2"}),
               Code(guid(2), "same", guid(1)), Code(guid(3), "same", codable=False)],
        users=[User(guid(4), "Ann"), User(guid(5), "Bo")],
        sources=[Source(guid(6), "s1", text, "described", WHEN, guid(4))],
        codings=[first, second],
        cases=[Case(guid(10), "site", {"size": "3"}, (), "", "site"),
               Case(guid(11), "practice", {"size": "4", "x": "y"}, (guid(6),), guid(10), "unit")],
        sets=[Set(guid(12), "mixed", (guid(1), guid(6))), Set(guid(13), "empty")],
        notes=[Note(guid(14), "note", "words", (guid(7), guid(10)), guid(4), WHEN)],
    )  # fmt: skip
    made = again(project)
    assert made == replace(project, losses=[], told=[])
    assert again(made) == made
    book = tmp_path / "c.qdc"
    book.write_bytes(qdc(project))
    assert codebook_of(book) == project.codes


PIECES = st.sampled_from(["so ", "vård", "😀", "𝒳", "\n", "\n\n", ". ", "I: ", "한국", "é"])


@settings(deadline=None, max_examples=50)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join), st.data())
def test_codings_stand_where_they_stood(text: str, data: st.DataObject) -> None:
    """Anywhere, within words too: our own projects say how they count."""
    codings = set()
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(text) - 1))
        codings.add((start, data.draw(st.integers(start + 1, len(text)))))
    project = Project(
        "p", "Inside-Out", [Code("c", "c")], [User("u", "u")], [Source("s", "s", text)],
        [Coding("", "s", "c", "u", *span, text[slice(*span)]) for span in sorted(codings)],
    )  # fmt: skip
    made = again(project)
    assert made.sources[0].text == text
    assert [(c.start, c.end, c.quote) for c in made.codings] == [
        (*span, text[slice(*span)]) for span in sorted(codings)
    ]
