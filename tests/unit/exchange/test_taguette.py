"""Taguette's projects: bytes of the text between tags, and small databases with its tables."""

import csv
import html
import io
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.check import check
from insideout.commands.import_ import reader_of, taken_in
from insideout.exchange.html_text import html_text
from insideout.exchange.taguette import read
from insideout.house import open_study
from insideout.problems import DataError

SCHEMA = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT,
    created DATETIME);
CREATE TABLE project_members (project_id INTEGER, user_login VARCHAR(30), privileges VARCHAR(11));
CREATE TABLE documents (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT,
    filename VARCHAR(200), created DATETIME, project_id INTEGER, contents TEXT);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login VARCHAR(30),
    project_id INTEGER, document_id INTEGER, payload TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER,
    end_offset INTEGER, snippet TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path VARCHAR(200),
    description TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
"""
PAGE = (
    "<h1>Intervju</h1>\n<p>Ann: Jeg <b>ventet</b> 😀 lenge &amp; lenge<br>på svar.</p>\n"
    "<p>Bo: Vi ringte\nog ringte.</p>"
)
BETWEEN = "Intervju\nAnn: Jeg ventet 😀 lenge & lengepå svar.\nBo: Vi ringte\nog ringte."
SHOWN = "Intervju\n\nAnn: Jeg ventet 😀 lenge & lenge\npå svar.\n\nBo: Vi ringte og ringte."


def offsets(words: str, before: str = "") -> tuple[int, int]:
    """The bytes where words begin and end between the tags, of which some stand `before` all."""
    text = before + BETWEEN
    start = text.index(words)
    return len(text[:start].encode()), len(text[: start + len(words)].encode())


Rows = Sequence[tuple[str, Sequence[Any]]]


def made(file: Path, rows: Rows, contents: str = PAGE) -> Path:
    common: Rows = [
        ("projects", (1, "Waiting", "About waiting", "2024")),
        ("project_members", (1, "kari.nord", "ADMIN")),
        ("documents", (1, "Ann", "the first", "a.docx", "2024-01-01 10:00:00", 1, contents)),
        ("tags", (1, 1, "time", "All of it")),
        ("tags", (2, 1, "time.waiting", "")),
        ("tags", (3, 1, "v1.2", "")),
    ]
    with closing(sqlite3.connect(file)) as base:
        base.executescript(SCHEMA)
        for table, values in [*common, *rows]:
            marks = ", ".join("?" * len(values))
            base.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 (our names)
        base.commit()
    return file


def highlighted(number: int, words: str, snippet: str, *tags: int, before: str = "") -> Rows:
    return [
        ("highlights", (number, 1, *offsets(words, before), snippet)),
        *(("highlight_tags", (number, tag)) for tag in tags),
    ]


HIGHLIGHTS: Rows = [
    *highlighted(1, "ventet 😀 lenge", "<p><b>ventet</b> 😀 lenge</p>", 2),
    *highlighted(2, "lenge & lengepå", "<p>lenge &amp; lenge<br>på</p>", 1, 3),
    *highlighted(3, "ringte\nog", "<p>ringte\nog</p>", 3),
    *highlighted(4, "Intervju", "<h1>Intervju</h1>"),
]


def test_a_page_reads_as_it_looks() -> None:
    page = html_text(PAGE)
    assert page.shown == SHOWN
    (place,) = page.places(*zip(offsets("ringte\nog"), strict=True))
    assert page.shown[slice(*place)] == "ringte og"


def test_what_is_not_seen_is_counted() -> None:
    page = html_text("\n<p>\n a<!-- b --><script>c</script>d\u00a0e</p>\n")
    assert page.shown == "ad\u00a0e"
    assert page.offsets[-1] == len("\n\n acd\u00a0e\n".encode())
    assert page.leading == 1


@pytest.mark.parametrize("place", [(1, 2), (-1, 3), (0, 99), (None, 3), (3, 3), (0, 0)])
def test_no_place_within_a_character_or_outside(place: tuple[int | None, int | None]) -> None:
    ((start, end),) = html_text("<p>å😀</p>").places([place[0]], [place[1]])
    assert start is None or end is None or start >= end


PIECES = st.lists(
    st.one_of(
        st.text("aå€😀 \n&<\u00a0\u0301", max_size=6),
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "<br/>", "<li>", "</li>", "<h1>",
                         '<a title="x &gt; y">', "</a>", '<img src="é">']).map(lambda tag: [tag]),
    ),
    max_size=12,
)  # fmt: skip


@given(PIECES, st.data())
def test_bytes_between_tags_lead_to_the_same_words(
    pieces: list[str | list[str]], data: st.DataObject
) -> None:
    page = html_text("".join(html.escape(p) if isinstance(p, str) else p[0] for p in pieces))
    between = "".join(piece for piece in pieces if isinstance(piece, str))
    at = [0, *accumulate(len(char.encode()) for char in between)]
    assert page.offsets.tolist() == at
    assert page.shown.split() == page.shown.strip().split()
    assert "".join(page.shown.split()) == "".join(between.split())
    start = data.draw(st.integers(0, len(between)))
    end = data.draw(st.integers(start, len(between)))
    ((first, last),) = page.places([at[start]], [at[end]])
    words = "" if first is None or last is None else page.shown[first:last]
    assert "".join(words.split()) == "".join(between[start:end].split())


def test_a_project_comes_with_everything_that_has_a_place(tmp_path: Path) -> None:
    project = read(made(tmp_path / "t.sqlite3", HIGHLIGHTS))
    assert (project.name, project.tool) == ("Waiting", "Taguette")
    codes = {code.guid: code for code in project.codes}
    found = [
        (c.name, codes[c.parent].name if c.parent else "", c.definition) for c in project.codes
    ]
    assert found == [("time", "", "All of it"), ("waiting", "time", ""), ("v1.2", "", "")]
    assert [source.text for source in project.sources] == [SHOWN]
    assert [
        (SHOWN[c.start : c.end], c.quote, codes[c.code].name) for c in project.codings
    ] == [
        ("ventet 😀 lenge", "ventet 😀 lenge", "waiting"),
        ("lenge & lenge\npå", "lenge & lenge\npå", "time"),
        ("lenge & lenge\npå", "lenge & lenge\npå", "v1.2"),
        ("ringte og", "ringte og", "v1.2"),
    ]  # fmt: skip
    assert {coding.user for coding in project.codings} == {"user kari.nord"}
    assert [(loss.what, loss.which) for loss in project.losses] == [
        ("highlight without a tag", "Intervju")
    ]
    assert not project.told


def test_it_becomes_a_study_without_problems(tmp_path: Path) -> None:
    said = taken_in(made(tmp_path / "t.sqlite3", HIGHLIGHTS), tmp_path / "new")
    assert "Waiting from Taguette: 3 codes, 1 users, 1 sources, 4 codings" in said
    assert "no problem" in check(open_study(tmp_path / "new" / "t.yaml"))
    text = (tmp_path / "new" / "texts" / "Ann.txt").read_text("utf-8")
    file = io.StringIO((tmp_path / "new" / "codings" / "KN.csv").read_text("utf-8"), newline="")
    rows = list(csv.DictReader(file))
    assert [" ".join(text[int(r["start"]) : int(r["end"])].split()) for r in rows] == [
        "ventet 😀 lenge", "lenge & lenge på", "lenge & lenge på", "ringte og",
    ]  # fmt: skip


def test_who_highlighted_is_in_the_log_of_commands(tmp_path: Path) -> None:
    def command(number: int, login: str, payload: object) -> Any:
        when = f"2024-01-0{number} 10:00:00"
        return "commands", (number, when, login, 1, 1, payload)

    added = [json.dumps({"type": "highlight_add", "highlight_id": n}) for n in (1, 3)]
    project = read(made(tmp_path / "t.sqlite3", [
        *HIGHLIGHTS, ("project_members", (1, "per", "TAG")),
        command(1, "per", added[0]), command(2, "kari.nord", added[0]),  # changed it later
        command(3, "kari.nord", added[1]), command(4, "per", "no JSON"), command(5, "per", "[1]"),
    ]))  # fmt: skip
    assert [(c.user, c.created) for c in project.codings] == [
        ("user per", "2024-01-01T10:00:00"), ("", ""), ("", ""),
        ("user kari.nord", "2024-01-03T10:00:00"),
    ]  # fmt: skip


def test_a_snippet_that_stands_elsewhere_is_left_to_be_looked_for(tmp_path: Path) -> None:
    project = read(made(tmp_path / "t.sqlite3", [
        *highlighted(1, "ventet", "<p>svar</p>", 1), *highlighted(2, "Jeg", "", 1),
    ]))  # fmt: skip
    assert [(c.start is None, c.quote) for c in project.codings] == [(True, "svar"), (False, "Jeg")]
    assert "1 of 2 passages don't have their words" in project.told[0]


def test_white_space_before_the_page_is_counted_by_the_browser_alone(tmp_path: Path) -> None:
    rows = highlighted(1, "Jeg ventet", "<p>eg <b>ventet</b> </p>", 1, before="\n")
    project = read(made(tmp_path / "t.sqlite3", rows, "\n" + PAGE))
    assert [coding.quote for coding in project.codings] == ["Jeg ventet"]
    assert not project.told


def test_of_several_projects_none_is_chosen(tmp_path: Path) -> None:
    file = made(tmp_path / "t.sqlite3", [("projects", (2, "Other", "", "2024"))])
    with pytest.raises(DataError, match="'Waiting', 'Other'"):
        read(file)


def test_databases_are_told_apart_by_their_tables(tmp_path: Path) -> None:
    assert reader_of(made(tmp_path / "t.qda", [])) is read


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    file = made(tmp_path / "t.sqlite3", [], "a" * (33 * 2**20))
    with pytest.raises(DataError, match="too big"):
        read(file)


def test_a_view_in_the_place_of_a_table_is_not_read(tmp_path: Path) -> None:
    file = made(tmp_path / "t.sqlite3", [])
    with closing(sqlite3.connect(file)) as base:
        base.execute("DROP TABLE highlights")
        base.execute("CREATE VIEW highlights AS SELECT 1 AS id")
        base.commit()
    with pytest.raises(DataError, match="highlights"):
        read(file)
