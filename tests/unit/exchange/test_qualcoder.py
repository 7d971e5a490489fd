"""QualCoder's projects: small databases with its tables, of several of its versions."""

import csv
import io
import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from insideout.check import check
from insideout.commands.import_ import reader_of, taken_in
from insideout.exchange.passages import placed
from insideout.exchange.project import Coding, Project
from insideout.exchange.qualcoder import read
from insideout.exchange.refi.offsets import Counting, text_of
from insideout.exchange.study import study_of
from insideout.house import open_study
from insideout.problems import DataError

OLD = """
CREATE TABLE source (id integer primary key, name text, fulltext text);
CREATE TABLE code_name (cid integer primary key, name text);
CREATE TABLE code_text (cid integer, fid integer, seltext text, pos0 integer, pos1 integer);
"""
NEW = """
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text,
    owner text, date text, av_text_id integer);
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,
    date text, color text);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text,
    pos0 integer, pos1 integer, owner text, date text, memo text, important integer);
CREATE TABLE code_image (imid integer primary key, id integer, cid integer);
CREATE TABLE code_av (avid integer primary key, id integer, cid integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
    memo text, owner text, date text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
    pos1 integer, owner text, date text, memo text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text,
    id integer, date text, owner text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
"""
TEXT = "\ufeffAnn: Jeg ventet 😀 lenge på svar.\r\n\r\nBo: Vi ringte – og ringte.\r\n"
Rows = Sequence[tuple[str, Sequence[Any]]]


def code_points(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def utf16(words: str) -> tuple[int, int]:
    start, end = code_points(words)
    return len(TEXT[:start].encode("utf-16-le")) // 2, len(TEXT[:end].encode("utf-16-le")) // 2


def made(folder: Path, schema: str, rows: Iterable[tuple[str, Sequence[Any]]]) -> Path:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "data.qda")) as base:
        base.executescript(schema)
        for table, values in rows:
            marks = ", ".join("?" * len(values))
            base.execute(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608 (our names)
        base.commit()
    return folder


def coded(number: int, code: int, words: str, place: tuple[int, int], by: str = "Kari Nord") -> Any:
    return "code_text", (number, code, 1, words, *place, by, "2024-02-01 10:00:00", f"m{number}", 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start, end = code_points("Bo:")
    return made(tmp_path / "My study.qda", NEW, [
        ("project", ("v9", "2024", "On waiting.", "")),
        ("source", (1, "Ann.docx", TEXT, "/docs/Ann.docx", "the first", "Kari Nord", "2024", None)),
        ("source", (2, "photo.png", None, "/images/photo.png", "", "Kari Nord", "2024", None)),
        ("code_cat", (1, "Time", "Kari Nord", "2024", "All of it", None)),
        ("code_cat", (2, "Long", "Kari Nord", "2024", None, 1)),
        ("code_name", (1, "Waits", "To wait.", 2, "Kari Nord", "2024", "#FF0000")),
        ("code_name", (2, "Calls", None, None, "Kari Nord", "2024", None)),
        coded(1, 1, "ventet 😀 lenge", code_points("ventet 😀 lenge")),
        coded(2, 1, "lenge på svar", utf16("lenge på svar"), "Per Sør"),
        coded(3, 2, "svar.\u2029\u2029Bo: Vi", code_points("svar.\r\n\r\nBo: Vi")),
        coded(4, 2, "words that are gone", (start, end)),
        ("code_image", (1, 2, 1)),
        ("annotation", (1, 1, 1, 4, "Who?", "Per Sør", "2024-01-01 10:00:00")),
        ("cases", (1, "Ann", "a case", "Kari Nord", "2024")),
        ("case_text", (1, 1, 1, 0, len(TEXT) - 1, "Kari Nord", "", "")),
        ("attribute", (1, "Age", "case", "81", 1, "", "")),
        ("attribute", (2, "Place", "file", "Home", 1, "", "")),
        ("attribute", (3, "Empty", "case", "", 1, "", "")),
        ("journal", (1, "Day one", "We began.", "2024", "Kari Nord")),
    ])  # fmt: skip


def quotes(project: Project) -> list[tuple[str, str]]:
    text = {source.guid: source.text or "" for source in project.sources}

    def words(coding: Coding) -> str:
        return "" if coding.start is None else text[coding.source][coding.start : coding.end]

    return [(words(coding), coding.quote) for coding in project.codings]


def test_everything_that_has_a_place_comes_along(folder: Path) -> None:
    project = read(folder)
    assert (project.name, project.tool) == ("My study", "QualCoder")
    codes = {code.guid: code for code in project.codes}
    found = {(c.name, codes[c.parent].name if c.parent else "", c.codable) for c in project.codes}
    assert found == {
        ("Time", "", False), ("Long", "Time", False), ("Waits", "Long", True), ("Calls", "", True),
    }  # fmt: skip
    assert [source.name for source in project.sources] == ["Ann.docx"]
    (case,) = project.cases
    assert (case.name, case.attributes) == ("Ann", {"Age": "81", "Place": "Home"})
    assert list(case.sources) == [project.sources[0].guid]
    assert {user.name for user in project.users} == {"Kari Nord", "Per Sør"}
    notes = {note.name: note.text for note in project.notes}
    assert notes == {
        "Project": "On waiting.", "Day one": "We began.", "annotation at 1-4": "Who?",
        "Ann": "a case",
    }  # fmt: skip
    assert {(loss.what, loss.count) for loss in project.losses} == {
        ("picture or recording", 1), ("coding of an image", 1), ("place of an annotation", 1),
    }  # fmt: skip


def test_codings_stand_where_their_words_are_however_they_were_counted(folder: Path) -> None:
    project = read(folder)
    by_code = sorted(quotes(project))
    assert by_code == sorted([
        ("ventet 😀 lenge", "ventet 😀 lenge"),
        ("lenge på svar", "lenge på svar"),
        ("svar.\n\nBo: Vi", "svar.\n\nBo: Vi"),
        ("", "words that are gone"),
    ])  # fmt: skip
    assert any("1 of 4 passages don't have their words" in told for told in project.told)
    assert any("characters in 2 and UTF-16 units in 1" in told for told in project.told)
    assert {coding.created for coding in project.codings} == {"2024-02-01T10:00:00"}


@pytest.mark.parametrize("part", ["", "data.qda"])
def test_it_becomes_a_study_without_problems(folder: Path, tmp_path: Path, part: str) -> None:
    said = taken_in(folder / part, tmp_path / "new")
    assert "4 codings" in said
    assert "no problem" in check(open_study(tmp_path / "new" / "My_study.yaml"))
    text = (tmp_path / "new" / "texts" / "Ann.txt").read_text("utf-8")
    rows = [
        row
        for file in sorted((tmp_path / "new" / "codings").iterdir())
        for row in csv.DictReader(io.StringIO(file.read_text("utf-8"), newline=""))
    ]
    assert len(rows) == 4
    for row in rows:
        if row["start"]:
            assert text[int(row["start"]) : int(row["end"])] == row["quote"]
    assert {row["quote"] for row in rows if not row["start"]} == {"words that are gone"}
    assert {row["coder"] for row in rows} == {"KN", "PS"}


def test_an_old_version_without_most_columns_is_read(tmp_path: Path) -> None:
    text = "She waits. He calls."
    project = read(made(tmp_path / "old.qda", OLD, [
        ("source", (1, "a", text)), ("code_name", (1, "Waits")),
        ("code_text", (1, 1, "waits", *code_points("waits", text))),
        ("code_text", (1, 1, "", *code_points("He", text))),
        ("code_text", (1, 7, "elsewhere", 0, 3)),
        ("code_text", (1, 1, "calls", "no number", None)),
    ]))  # fmt: skip
    assert sorted(quotes(project)) == [
        ("", "calls"), ("", "elsewhere"), ("He", "He"), ("waits", "waits"),
    ]  # fmt: skip
    assert not project.users


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda f: (f / "data.qda").write_bytes(b"x" * 5000), "a file of another sort"),
        (lambda f: (f / "data.qda").unlink(), "a folder without data.qda"),
        (lambda f: (f / "data.qda-wal").write_bytes(b"x"), "a program has it open"),
        (lambda f: cut(f / "data.qda"), "a damaged database"),
        (lambda f: without(f / "data.qda", "code_text"), "code_text"),
    ],
)
def test_what_is_no_sound_project_is_refused(
    folder: Path, spoil: Callable[[Path], object], told: str
) -> None:
    spoil(folder)
    with pytest.raises(DataError, match=told):
        read(folder)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:20_000])


def without(file: Path, table: str) -> None:
    with closing(sqlite3.connect(file)) as base:
        base.execute(f"DROP TABLE {table}")
        base.commit()


def test_a_column_that_is_missing_is_named(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data.qda")) as base:
        base.execute("ALTER TABLE code_text RENAME COLUMN pos1 TO last")
        base.execute("ALTER TABLE source RENAME COLUMN fulltext TO words")
        base.commit()
    with pytest.raises(DataError) as error:
        read(folder)
    assert [p.column for p in error.value.problems] == ["code_text.pos1", "source.fulltext"]


def test_databases_are_told_apart_by_their_tables(folder: Path, tmp_path: Path) -> None:
    (folder / "data.qda").rename(tmp_path / "copy.db")
    assert reader_of(tmp_path / "copy.db") is read
    with closing(sqlite3.connect(tmp_path / "other.db")) as base:
        base.execute("CREATE TABLE songs (title text)")
        base.commit()
    with pytest.raises(DataError, match="songs"):
        reader_of(tmp_path / "other.db")


def test_values_of_any_type_do_no_harm(tmp_path: Path) -> None:
    """SQLite keeps any value in any column."""
    untyped = OLD.replace(" integer primary key", "").replace(" integer", "").replace(" text", "")
    project = read(made(tmp_path / "odd.qda", untyped, [
        ("source", (1, b"a\xff", b"She \xff waits.")), ("source", ("x", None, 7)),
        ("code_name", (1, b"\x00")), ("code_name", (2, None)), ("code_name", (1, "again")),
        ("code_text", (1, 1, None, 2**62, -5)), ("code_text", (1, 1, b"waits", "6", "11")),
        ("code_text", (b"c", 1.5, "x", 0.5, 3)), ("code_text", (None, None, None, None, None)),
    ]))  # fmt: skip
    made_of = study_of(project, "odd")
    assert "waits" in made_of.files["codings/unknown.csv"]
    assert sum(loss.count for loss in made_of.losses if loss.what == "coding") == 3


def test_a_project_in_the_other_journal_mode_is_read(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data.qda")) as base:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("UPDATE code_name SET name = 'Queues' WHERE cid = 2")
        base.commit()
    assert "Queues" in {code.name for code in read(folder).codes}


def test_reading_changes_nothing(folder: Path) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    read(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@settings(deadline=None)  # the first text makes tables of what joins what
@given(st.text("ab é😀e\u0301\n", min_size=1, max_size=30), st.data())
def test_a_passage_is_found_by_either_way_of_counting(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = text[start:end]
    assume(not unicodedata.combining((text + " ")[end]))  # what is cut within is looked for
    assume(not unicodedata.combining(text[start]))
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in (start, end)]
    ways = [Counting("UTF-16 units"), Counting()]
    (by_units, by_points), used = placed(
        text_of(text), ways, [(units[0], units[1], words), (start, end, words)]
    )
    assert used[0] == ways[0]
    assert used[1] is not None
    assert by_units[2] == unicodedata.normalize("NFC", words)
    assert by_points[2] == unicodedata.normalize("NFC", words)
