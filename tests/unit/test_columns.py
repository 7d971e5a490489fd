"""The reader of long tables: the same as the reader of rows, whatever the table."""

import csv
import io
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout import columns
from insideout.columns import read_columns
from insideout.problems import DataError
from insideout.reader import read_inputs
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import PATIENTS
from insideout.tables.records import RECORDS

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
    key=("id",), attributes=True,
)  # fmt: skip
ODD = ["ten", "10", "2012-02-30", "perhaps", "rad", "a b", "nan"]
CELLS = {
    "id": ["a", "b", "c", "å", " d "],
    "n": ["", "3", " 4 "],
    "x": ["", "1.5", "2"],
    "day": ["", "2012-02-29"],
    "ok": ["", "yes", "No"],
    "kind": ["", "red", "blue"],
    "note": ["", "two\nlines", 'a "word", or two', "  "],
    "own": ["", "1", "x y"],
}


def written(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def outcome(read: object, files: list[Path], table: Table) -> pd.DataFrame | list[str]:
    """The table that a reader makes, or all it says against the files."""
    try:
        made: pd.DataFrame = read(files, table)  # type: ignore[operator]
    except DataError as error:
        return [str(problem) for problem in error.problems]
    return made


def alike(files: list[Path], table: Table) -> None:
    ours, theirs = outcome(read_columns, files, table), outcome(read_inputs, files, table)
    if isinstance(theirs, list) or isinstance(ours, list):
        assert ours == theirs
    else:
        # an attribute of a file without rows is a column here, and unknown to the reader of rows
        assert set(theirs) <= set(ours)
        assert list(ours)[: len(table.names)] == table.names
        pd.testing.assert_frame_equal(ours[list(theirs)], theirs)


@st.composite
def tables(draw: st.DrawFn) -> str:
    header = ["id", *draw(st.permutations([n for n in CELLS if n != "id"]))]
    header = header[: draw(st.integers(1, len(header)))]
    odd = draw(st.booleans())
    rows = draw(
        st.lists(
            st.tuples(*(st.sampled_from(CELLS[n] + (ODD if odd else [])) for n in header)),
            max_size=8,
        )
    )
    out = io.StringIO()
    mark = draw(st.sampled_from([",", ";", "\t"])) if len(header) > 1 else ","
    writer = csv.writer(out, delimiter=mark, lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerow(header)
    writer.writerows(rows)
    text = out.getvalue()
    if draw(st.booleans()):
        text += "\n" + mark * (len(header) - 1) + "\n" + ("a,b,c,d,e,f,g,h,i,j\n" if odd else "")
    return draw(st.sampled_from(["", "\ufeff"])) + text


@given(st.lists(tables(), min_size=1, max_size=2), st.integers(1, 4))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_table_is_read_as_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, texts: list[str], at_once: int
) -> None:
    monkeypatch.setattr(columns, "AT_ONCE", at_once)  # as if the tables were long
    files = [written(tmp_path, text, f"{k}.csv") for k, text in enumerate(texts)]
    alike(files, TABLE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "id,n\n",
        "n\n1\n",  # no id
        "id,id\na,b\n",
        'id,note\na,"open\nb,c\n',
        'id,note\na,"x"y\n',
        b"id,note\na,\xe5\n",
        "id,note\na,x\na,y\nb,z\na,\n",
    ],
)
def test_files_that_are_no_tables_get_the_same_message(tmp_path: Path, text: str | bytes) -> None:
    alike([written(tmp_path, text)], TABLE)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    alike([tmp_path / "none.csv"], PATIENTS)


def test_no_files_make_an_empty_table() -> None:
    pd.testing.assert_frame_equal(read_columns([], PATIENTS), read_inputs([], PATIENTS))


def test_rows_without_a_key_do_not_repeat_each_other(tmp_path: Path) -> None:
    rows = "patient,date\nE03,2012-01-05\nE03,2012-01-06\n"
    assert len(read_columns([written(tmp_path, rows)], RECORDS)) == 2


def test_of_many_bad_cells_each_wording_is_told_once(tmp_path: Path) -> None:
    # lines 2-31: ten each of three wordings, in turn; more than are told one by one
    rows = "".join(f"p{k},{('5/1/2012', 'May', '-')[k % 3]}\n" for k in range(30))
    said = outcome(read_columns, [written(tmp_path, f"patient,date\n{rows}")], RECORDS)
    assert isinstance(said, list)
    assert len(said) == 3
    assert "line 2, date" in said[0]
    assert "'5/1/2012' (in 10 rows)" in said[0]
    assert "line 3, date" in said[1]


def test_of_very_many_wordings_the_rest_is_counted(tmp_path: Path) -> None:
    rows = "".join(f"p{k},day {k}\n" for k in range(80))
    said = outcome(read_columns, [written(tmp_path, f"patient,date\n{rows}")], RECORDS)
    assert isinstance(said, list)
    assert len(said) == columns.WORDINGS + 1
    assert "30 more that are wrong, in 30 rows" in said[-1]
