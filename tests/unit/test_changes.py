"""Changes to people's files, put in and shown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.changes import difference, with_columns, with_rows
from insideout.rows import cells_in
from insideout.tables.declare import Column, Table

TABLE = Table("t", "a row", tuple(Column(name, "text", name) for name in ("a", "b", "c")))


def test_a_new_column_is_told_of_once_and_only_new_rows_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("a,b\n" + "".join(f"{n},x\n" for n in range(200)))
    after = with_rows(file.read_text(), [{"a": "new", "c": "suggested"}], TABLE)
    lines = difference({file: after})
    assert lines[0] == f"{file}: the column is added to every row: `c`"
    assert [line for line in lines[3:] if line[0] in "+-"] == ["+new,,suggested"]
    assert len(lines) < 8
    assert after.splitlines()[:2] == ["a,b,c", "0,x,"]


def test_without_a_new_column_the_difference_is_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("a,b\n1,x\n")
    lines = difference({file: with_rows(file.read_text(), [{"a": "2"}], TABLE)})
    assert [line for line in lines if line[0] in "+-"][2:] == ["+2,"]
    new = tmp_path / "new.csv"
    assert "+a,b,c" in difference({new: with_rows("", [{"a": "2"}], TABLE)})


@pytest.mark.parametrize("text", ["\ufeffa;b\r\n1;x\r\n", "\ufeffa;b\r\n1;x"])
def test_a_table_keeps_its_mark_its_ends_of_lines_and_what_stands_between(text: str) -> None:
    assert with_rows(text, [{"a": "2"}], TABLE) == "\ufeffa;b\r\n1;x\r\n2;\r\n"
    assert with_rows(text, [{"c": "3"}], TABLE) == "\ufeffa;b;c\r\n1;x;\r\n;;3\r\n"
    assert with_rows(text, [], TABLE) == text


CELL = st.text("ab\n\",; '=")


@given(st.lists(st.tuples(CELL, CELL).filter(any), max_size=5))
def test_rows_are_read_back_as_they_were_put_in(rows: list[tuple[str, str]]) -> None:
    text = with_rows("a,b\n", [{"a": a, "b": b} for a, b in rows], TABLE)
    assert [tuple(row) for row in cells_in(text)][1:] == rows
    wide = with_columns(text, ["c"])
    assert [tuple(row) for row in cells_in(wide)][1:] == [(*row, "") for row in rows]
