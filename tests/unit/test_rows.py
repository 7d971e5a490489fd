"""Reading tables that people write: every cell, every problem, its line."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.rows import read_rows
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import CODINGS, PATIENTS, SOURCES

TABLE = Table(
    "t", "a thing",
    (
        Column("id", "id", "its name", True),
        Column("n", "integer", "a count", minimum=0, maximum=9),
        Column("x", "number", "a size"),
        Column("day", "date", "a day"),
        Column("ok", "yes_no", "a flag"),
        Column("kind", "choice", "a kind", False, ("red", "blue")),
        Column("note", "text", "a note"),
    ),
    key=("id",),
)  # fmt: skip


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "t.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


@pytest.mark.parametrize(
    ("mark", "name"), [(",", "a comma"), (";", "a semicolon"), ("\t", "a tab")]
)
def test_a_cell_too_many_is_told_with_the_mark_of_the_file(
    tmp_path: Path, mark: str, name: str
) -> None:
    text = f"id{mark}note\na{mark}one{mark}two\n"
    rows, problems = read_rows(written(tmp_path, text), TABLE)
    assert rows == []
    assert [(p.line, p.expected, p.found) for p in problems] == [(2, "2 cells", "3 cells")]
    assert problems[0].hint == f"a cell that holds {name} must stand in quotation marks"


def test_cells_have_their_types_and_empty_ones_are_none(tmp_path: Path) -> None:
    rows, problems = read_rows(
        written(
            tmp_path,
            'id,n,x,day,ok,kind,note\na, 3 ,1.5,2012-02-29,Yes,red,"two\nlines"\nb,,,,,,\n',
        ),
        TABLE,
    )
    assert problems == []
    assert rows[0].cells["n"] == 3
    assert str(rows[0]["day"]) == "2012-02-29"
    assert rows[0]["ok"] is True
    assert rows[0]["note"] == "two\nlines"
    assert rows[1].line == 4  # the quoted cell above spans two lines
    assert all(rows[1][name] is None for name in TABLE.names[1:])


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("a,ten,,,,,", "n", "a whole number from 0 to 9"),
        ("a,10,,,,,", "n", "a whole number from 0 to 9"),
        ("a,,nan,,,,", "x", "a number with a decimal point"),
        ("a,,,2012-02-30,,,", "day", "a date as YYYY-MM-DD"),
        ("a,,,1.2.2012,,,", "day", "a date as YYYY-MM-DD"),
        ("a,,,,perhaps,,", "ok", "yes or no"),
        ("a,,,,,rad,", "kind", "one of red, blue"),
        (",1,,,,,", "id", "an identifier: letters, digits and _ - . / | without spaces"),
        ("a b,1,,,,,", "id", "an identifier: letters, digits and _ - . / | without spaces"),
    ],
)
def test_a_bad_cell_is_told_with_line_and_column(
    tmp_path: Path, row: str, column: str, expected: str
) -> None:
    _, problems = read_rows(written(tmp_path, f"id,n,x,day,ok,kind,note\n{row}\n"), TABLE)
    assert [(p.line, p.column, p.expected) for p in problems] == [(2, column, expected)]


def test_every_bad_cell_of_a_file_is_told(tmp_path: Path) -> None:
    _, problems = read_rows(written(tmp_path, "id,n,kind\na,x,rad\nb,y,red\n"), TABLE)
    assert [(p.line, p.column) for p in problems] == [(2, "n"), (2, "kind"), (3, "n")]
    assert problems[1].hint == "did you mean `red`?"


def test_columns_missing_unknown_and_repeated_are_told(tmp_path: Path) -> None:
    _, problems = read_rows(written(tmp_path, "n,n,knd\n1,1,red\n"), TABLE)
    assert {(p.column, p.found) for p in problems} == {
        ("id", "no such column"), ("n", "2 times"), ("knd", "'knd'"),
    }  # fmt: skip


def test_a_key_twice_is_told_with_the_first_line(tmp_path: Path) -> None:
    _, problems = read_rows(written(tmp_path, "id\na\nb\na\n"), TABLE)
    assert (problems[0].line, problems[0].found) == (4, "'a', already on line 2")


def test_bytes_that_are_no_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    _, problems = read_rows(written(tmp_path, b"id,note\na,x\nb,caf\xe9\n"), TABLE)
    assert (problems[0].line, problems[0].expected) == (3, "text in UTF-8")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    rows, problems = read_rows(written(tmp_path, b"\xef\xbb\xbfid,n\r\na,1\r\n"), TABLE)
    assert (len(rows), problems) == (1, [])


@pytest.mark.parametrize("source", ["../out", "a/b", "a\\b", ".hidden", "C:x", "a b"])
def test_a_source_cannot_be_named_like_a_path(tmp_path: Path, source: str) -> None:
    text = f"source,file,kind\n{source},a.txt,interview\n"
    _, problems = read_rows(written(tmp_path, text), SOURCES)
    assert [problem.column for problem in problems] == ["source"]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_semicolons_and_tabs_between_columns_are_read(tmp_path: Path, mark: str) -> None:
    """Excel writes them where the comma is the decimal point, even as “CSV (Comma delimited)”."""
    text = f"id{mark}n{mark}note\na{mark}3{mark}one, two\n"
    rows, problems = read_rows(written(tmp_path, text), TABLE)
    assert problems == []
    assert (rows[0]["n"], rows[0]["note"]) == (3, "one, two")


def test_further_columns_are_attributes_where_the_table_allows_them(tmp_path: Path) -> None:
    rows, problems = read_rows(written(tmp_path, "patient,site\np1,north\n"), PATIENTS)
    assert problems == []
    assert rows[0]["site"] == "north"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_problems(tmp_path: Path, raw: bytes) -> None:
    for table in (SOURCES, CODINGS):
        rows, problems = read_rows(written(tmp_path, raw), table)
        needed = [column.name for column in table.columns if column.required]
        assert all(row[name] is not None for row in rows for name in needed)
        assert all(p.file == str(tmp_path / "t.csv") and p.expected for p in problems)
        assert rows or problems or not raw.decode("utf-8-sig").split("\n", 1)[1].strip()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")), max_size=5
    )
)
def test_any_text_survives_a_cell(tmp_path: Path, notes: list[str]) -> None:
    import csv
    import io

    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerows(
        [["id", "note"], *([f"r{n}", t] for n, t in enumerate(notes))]
    )
    rows, problems = read_rows(written(tmp_path, stream.getvalue().encode()), TABLE)
    assert problems == []
    assert [row["note"] for row in rows] == [note if note.strip() else None for note in notes]
