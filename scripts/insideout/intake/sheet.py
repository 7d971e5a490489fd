"""Transcripts that are tables (csv, xlsx): a row for each turn, or for each part of one."""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from insideout.intake import archive
from insideout.intake.canonical import folded, said
from insideout.intake.labels import Piece
from insideout.problems import DataError, Problem, shown
from insideout.rows import cells_in
from insideout.schema import did_you_mean, nearest

COLUMNS = {"speaker": "speaker", "text": "text", "start": "start", "end": "end", "sheet": ""}
MEANS = {"speaker": "who speaks", "text": "what is said", "start": "when a turn begins",
         "end": "when a turn ends"}  # fmt: skip
NEEDED = ("speaker", "text")
FAULTS = {"#REF!", "#N/A", "#NAME?", "#DIV/0!", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
TIME = re.compile(r"(-?)(?:(\d{1,4}):)?(?:(\d{1,4}):)?(\d{1,7}(?:[.,]\d{1,9})?)")
MOST_ROWS = 1_000_000
Row = tuple[int, list[str]]  # its number in the file (in csv the line it begins on), and its cells


def pieces_of_csv(
    text: str, file: Path, columns: Mapping[str, str] | None
) -> tuple[list[Piece], list[str]]:
    """The rows of a text with commas, semicolons or tabs between its columns, and warnings.

    `columns` names those that hold speaker, text, start and end, as `turn_columns` of a study.
    Raises DataError for missing columns, errors of formulas, times that can't be read, and
    quotation marks left open.
    """
    above = 1 if text[:4].lower() == "sep=" else 0  # a line in which Excel names the mark between
    reader = cells_in(text.partition("\n")[2] if above else text)
    line = 1 + above

    def rows() -> Iterator[Row]:
        nonlocal line
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1 + above

    try:
        return _pieces(rows(), file, COLUMNS | dict(columns or {}))
    except csv.Error as error:
        hint = 'double a quotation mark inside a quoted cell (""), and close every quoted cell'
        raise DataError(Problem(str(file), line, "", "a CSV row", str(error), hint)) from error


def pieces_of_xlsx(
    raw: bytes, file: Path, columns: Mapping[str, str] | None
) -> tuple[list[Piece], list[str]]:
    """The rows of a sheet of a workbook, and warnings. Of formulas their saved results count.

    `columns` also names the sheet (empty: the first). Raises DataError as `pieces_of_csv`, and for
    what isn't a sound xlsx file.
    """
    named = COLUMNS | dict(columns or {})
    if raw.startswith(archive.OLD):
        raise _refused(file, "an old workbook (.xls), or one with a password")
    try:
        archive.inspect(raw, lambda found: _refused(file, found))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and charts it leaves out
            return _book(raw, file, named)
    except DataError:
        raise
    except Exception as error:  # a broken workbook can fail anywhere in zipfile, its XML, openpyxl
        raise _refused(file, "a file that can't be opened: " + shown(error)) from error


def _refused(file: Path, found: str) -> DataError:
    hint = "give it the ending of what it is, or save it in a spreadsheet again as .xlsx"
    return DataError(Problem(str(file), None, "", "a workbook (.xlsx)", found, hint))


def _book(raw: bytes, file: Path, named: Mapping[str, str]) -> tuple[list[Piece], list[str]]:
    from openpyxl import load_workbook  # imported only for xlsx files

    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if not sheets:
        raise _refused(file, "no sheet of cells")
    wanted = named["sheet"] or next(iter(sheets))
    if wanted not in sheets:
        hint = did_you_mean(wanted, sheets)
        expected = f"a sheet named {wanted}"
        raise DataError(Problem(str(file), None, "", expected, "no such sheet", hint))
    made, remarks = _pieces(_rows(sheets[wanted], file), file, named)
    others = ", ".join(repr(title) for title in sheets if title != wanted)
    left = [f"sheets left out: {others}"] if others and not named["sheet"] else []
    return made, remarks + left


def _rows(sheet: Any, file: Path) -> Iterator[Row]:
    """The rows of a sheet as text, from the header on and no wider than that."""
    sheet.reset_dimensions()  # what a file says of its size need not be so
    width = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(cells) or number > MOST_ROWS:
            width = len(cells)
            break
    for after, cells in enumerate(sheet.iter_rows(number, max_col=width or 1, values_only=True)):
        if number + after > MOST_ROWS:
            raise _refused(file, f"more than {MOST_ROWS:,} rows")
        yield number + after, [_text(cell) for cell in cells]


def _text(value: Any) -> str:
    """A cell's value as text; a whole number has no point, and a day no time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return f"{value.total_seconds():g}" if isinstance(value, datetime.timedelta) else str(value)


def _pieces(
    rows: Iterator[Row], file: Path, named: Mapping[str, str]
) -> tuple[list[Piece], list[str]]:
    """A piece for each paragraph of a row; a row without a speaker goes on with the one above."""
    first: Row = next((row for row in rows if any(map(str.strip, row[1]))), (1, []))
    place = _places(first, file, named)
    made: list[Piece] = []
    problems: list[Problem] = []
    starts: list[float] = []
    empty = 0
    for number, cells in rows:
        told = {what: cells[at].strip() if at < len(cells) else "" for what, at in place.items()}
        wrong = [_wrong(told[what], what) for what in told]
        problems += [
            Problem(str(file), number, named[what], *fault)
            for what, fault in zip(told, wrong, strict=True) if fault
        ]  # fmt: skip
        if any(wrong) or not any(told.values()):
            continue
        start, end = (_seconds(told.get(what, "")) for what in ("start", "end"))
        starts += [start] if start is not None else []
        voice = folded(told["speaker"].removesuffix(":"))
        paragraphs = [line for line in said(told["text"]).split("\n") if line]
        empty += not paragraphs
        made += [Piece(line, number, voice, bool(voice), start, end) for line in paragraphs]
    if problems:
        raise DataError(problems)
    back = sum(b < a for a, b in pairwise(starts))
    return made, [f"{n} rows {what}" for n, what in (
        (empty, "without words left out"), (back, "begin before the one above"),
    ) if n]  # fmt: skip


def _places(first: Row, file: Path, named: Mapping[str, str]) -> dict[str, int]:
    """In which columns speaker, text, start and end stand: by their names as they are, or else
    without regard to capitals. Without columns of time there are no times.
    """
    number, cells = first
    header = [cell.strip() for cell in cells]
    place: dict[str, int] = {}
    problems = []
    for what, means in MEANS.items():
        name = named[what]
        at = [n for n, cell in enumerate(header) if cell == name]
        at = at or [n for n, cell in enumerate(header) if cell.casefold() == name.casefold()]
        if len(at) == 1:
            place[what] = at[0]
        elif at:
            problems.append(Problem(str(file), number, name, "one such column", f"{len(at)}"))
        elif what in NEEDED or name != COLUMNS[what]:
            met = ", ".join(cell for cell in header if cell)
            hint = nearest(name, header) or "say its name in the study file, under turn_columns"
            problems.append(Problem(str(file), number, name, f"a column that says {means}",
                                    f"only {met}" if met else "no columns", hint))  # fmt: skip
    if problems:
        raise DataError(problems)
    return place


def _wrong(cell: str, what: str) -> tuple[str, str, str] | None:
    """What was expected of a cell, what it holds, and what to do; None if nothing is wrong."""
    if cell in FAULTS:
        return MEANS[what], f"{shown(cell)}, the error of a formula", "correct the cell"
    if what in ("start", "end") and cell and not TIME.fullmatch(cell):
        hint = "correct the cell, or leave it empty"
        return "seconds, or a time such as 00:01:02.3", shown(cell), hint
    return None


def _seconds(cell: str) -> float | None:
    """Seconds of `62.3` or `00:01:02.3`; what lies before the recording is its beginning."""
    found = TIME.fullmatch(cell)
    if not found:
        return None
    minus, hours, minutes, rest = found.groups()
    if minutes is None:
        hours, minutes = None, hours
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60
    return 0.0 if minus else whole + float(rest.replace(",", "."))
