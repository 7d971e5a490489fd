"""Transcripts that are tables."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from insideout.intake.canonical import Turn
from insideout.intake.source import read_source
from insideout.problems import DataError

Make = Callable[[str, str | bytes], Path]
HEAD = ["speaker", "text", "start", "end"]
ROWS = [["Dan", "How old; are, you?", 0, 1.5], ["Anna:", "Seventy.", "0:01.5", "00:00:02"],
        ["Anna", "I think.\nOr so.", 2, 3], ["", "Yes.", 3, 4], ["Dan", "Oh.", 4, ""]]  # fmt: skip
TOLD = [
    Turn("Dan", "How old; are, you?", 0, 1.5),
    Turn("Anna", "Seventy.\nI think.\nOr so.\nYes.", 1.5, 4),
    Turn("Dan", "Oh.", 4, None),
]


def csv(rows: list[list[Any]], mark: str = ",") -> str:
    quoted = ('"' + str(cell).replace('"', '""') + '"' for row in rows for cell in row)
    cells = list(quoted)
    width = len(rows[0])
    return "".join(mark.join(cells[n : n + width]) + "\r\n" for n in range(0, len(cells), width))


def xlsx(rows: list[list[Any]], *more: str, title: str = "Talk") -> bytes:
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name in more:
        book.create_sheet(name).append(["something", "else"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_rows_of_a_speaker_are_one_turn_of_paragraphs(file: Make, mark: str) -> None:
    head = mark.join(HEAD) + "\n"
    taken = read_source(file("a.csv", head + csv(ROWS, mark)), ["Dan", "Anna"])
    assert taken.turns == TOLD
    assert (taken.format, taken.warnings, taken.strangers) == ("csv", [], [])


def test_a_workbook_says_the_same(file: Make) -> None:
    taken = read_source(file("a.xlsx", xlsx([HEAD, *ROWS])), None)
    assert taken.turns == TOLD
    assert (taken.format, taken.warnings, taken.encoding) == ("xlsx", [], "")


def test_columns_and_sheet_of_other_names(file: Make) -> None:
    rows = [["No", "WHO", "what", "Wer"], [1, "Dan", "Hello.", "x"], [2, "Anna", "Hi.", "y"]]
    named = {"speaker": "Who", "text": "what", "sheet": "Talk"}
    told = [Turn("Dan", "Hello."), Turn("Anna", "Hi.")]
    raw = xlsx(rows, "Notes")
    assert read_source(file("a.xlsx", raw), None, columns=named).turns == told
    assert read_source(file("a.csv", csv(rows)), None, columns=named).turns == told
    first = read_source(file("a.xlsx", raw), None, columns=named | {"sheet": ""})
    assert (first.turns, first.warnings) == (told, ["sheets left out: 'Notes'"])
    with pytest.raises(DataError, match="did you mean `Notes`"):
        read_source(file("a.xlsx", raw), None, columns=named | {"sheet": "Note"})


def test_exact_names_go_before_others(file: Make) -> None:
    rows = [["Text", "speaker", "text"], ["no", "Dan", "yes"]]
    assert read_source(file("a.csv", csv(rows)), None).turns == [Turn("Dan", "yes")]


@pytest.mark.parametrize("make", [csv, xlsx])
def test_missing_columns_are_told_with_those_that_are_there(
    file: Make, make: Callable[[Any], str | bytes]
) -> None:
    path = file(f"a.{make.__name__}", make([["speker", "words"], ["Dan", "Hello."]]))
    with pytest.raises(DataError) as caught:
        read_source(path, None, columns={"end": "Ende"})
    assert [(p.line, p.column, p.found) for p in caught.value.problems] == [
        (1, "Ende", "only speker, words"), (1, "speaker", "only speker, words"),
        (1, "text", "only speker, words"),
    ]  # fmt: skip
    assert caught.value.problems[1].hint == "did you mean `speker`?"


@pytest.mark.parametrize("make", [csv, xlsx])
def test_errors_of_formulas_and_times_are_told_with_row_and_column(
    file: Make, make: Callable[[Any], str | bytes]
) -> None:
    rows = [HEAD, ["Dan", "Hello.", 0, ""], ["#N/A", "#REF!", "soon", ""], ["Dan", "#1", 3, "x"]]
    with pytest.raises(DataError) as caught:
        read_source(file(f"a.{make.__name__}", make(rows)), None)
    assert [(p.line, p.column, p.found) for p in caught.value.problems] == [
        (3, "speaker", "'#N/A', the error of a formula"), (3, "start", "'soon'"),
        (3, "text", "'#REF!', the error of a formula"), (4, "end", "'x'"),
    ]  # fmt: skip


def test_cells_that_are_no_text(file: Make) -> None:
    values = [70.0, 1.5, True, datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4),
              datetime.time(10, 30), 12]  # fmt: skip
    rows = [HEAD, *(["Dan", value] for value in values)]
    rows.append(["Dan", "timed", datetime.time(0, 1, 2), datetime.timedelta(seconds=63.5)])
    turns = read_source(file("a.xlsx", xlsx(rows)), None).turns
    assert turns == [
        Turn("Dan", "70\n1.5\nTRUE\n2020-01-02\n2020-01-02 03:04:00\n10:30:00\n12\ntimed", 62, 63.5)
    ]


def test_empty_rows_and_times_that_go_back_are_counted(file: Make) -> None:
    rows = [HEAD, ["", "", "", ""], ["Dan", "", 1, ""], ["Dan", "Hi.", 5, 2], ["A", "B", -3, ""]]
    taken = read_source(file("a.csv", csv(rows)), None)
    assert taken.turns == [Turn("Dan", "Hi.", 5, None), Turn("A", "B", 0, None)]
    assert taken.warnings == ["1 rows without words left out", "1 rows begin before the one above"]


def test_labels_in_the_text_where_no_column_says_who_speaks(file: Make) -> None:
    rows = [
        HEAD,
        *(["", text, "", ""] for text in ("Dan: So?", "Anna: Well.", "Dan: A", "Anna: B")),
    ]
    turns = read_source(file("a.csv", csv(rows)), None).turns
    assert [turn[:2] for turn in turns] == [
        ("Dan", "So?"), ("Anna", "Well."), ("Dan", "A"), ("Anna", "B"),
    ]  # fmt: skip


def test_a_speaker_that_is_not_listed_is_reported_with_the_row(file: Make) -> None:
    taken = read_source(file("a.xlsx", xlsx([HEAD, ["Dan", "Hello."], ["Bob", "Hi."]])), ["Dan"])
    assert [(s.label, s.turns, s.line) for s in taken.strangers] == [("Bob", 1, 3)]


def test_the_line_in_which_excel_names_the_mark(file: Make) -> None:
    text = "sep=;\nspeaker;text\nDan;Hello, you.\nBob;Hi.\n"
    taken = read_source(file("a.csv", text), ["Dan"])
    assert taken.turns == [Turn("Dan", "Hello, you."), Turn("Bob", "Hi.")]
    assert [stranger.line for stranger in taken.strangers] == [4]


def test_quotation_marks_left_open(file: Make) -> None:
    with pytest.raises(DataError) as caught:
        read_source(file("a.csv", 'speaker,text\nDan,Hello\nDan,"Hi\nAnna,Yes\n'), None)
    assert caught.value.problems[0].line == 3


def changed(raw: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one member replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for member in {*old.namelist(), name}:
            new.writestr(member, content if member == name else old.read(member))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "a DTD or entity"),
        ("../outside.xml", b"<a/>", "a path that leads out"),
        ("xl/workbook.xml", b"<a/>", "no sheet of cells"),
        ("xl/worksheets/sheet1.xml", b"<a>", "a file that can't be opened"),
    ],
)
def test_workbooks_that_are_not_sound_are_refused(
    file: Make, name: str, content: bytes, found: str
) -> None:
    raw = xlsx([HEAD, *ROWS])
    assert read_source(file("a.xlsx", raw), None).turns
    with pytest.raises(DataError) as caught:
        read_source(file("a.xlsx", changed(raw, name, content)), None)
    assert caught.value.problems[0].found.startswith(found)


@pytest.mark.parametrize("raw", [b"\xd0\xcf\x11\xe0old", b"speaker,text\n", b""])
def test_files_of_another_sort_are_refused(file: Make, raw: bytes) -> None:
    with pytest.raises(DataError, match=r"a workbook \(\.xlsx\)"):
        read_source(file("a.xlsx", raw), None)


def test_a_sheet_that_claims_a_row_far_down_is_refused(file: Make) -> None:
    rows = (b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            b'<sheetData><row r="900000000"><c r="A900000000"><v>1</v></c></row></sheetData>'
            b"</worksheet>")  # fmt: skip
    raw = changed(xlsx([HEAD]), "xl/worksheets/sheet1.xml", rows)
    with pytest.raises(DataError, match="more than 1,000,000 rows"):
        read_source(file("a.xlsx", raw), None)
