"""The one reader of the tables that researchers write.

It reads cell by cell, so that every problem has its file, line and column, and needs the standard
library alone, so that the check of all inputs starts at once.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from insideout.problems import Problem, shown
from insideout.schema import nearest
from insideout.tables.declare import WANTED, Column, Kind, Table

DATE = re.compile(r"\d{4}-\d\d-\d\d")
MARKS = (";", "\t")  # what spreadsheets put between columns where the comma is a decimal point
MARK_NAMES = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
SLUG = re.compile(r"\w[\w.-]*")
IDENTIFIER = re.compile(r"[^\s,;]+")
csv.field_size_limit(2**24)


@dataclass(frozen=True)
class Row:
    """One row as read: `line` is where it begins in the file; empty cells are None.

    Of a row that isn't `sound` the bad cells are None too, and their problems told.
    """

    line: int
    cells: dict[str, Any]
    sound: bool = True

    def __getitem__(self, column: str) -> Any:
        return self.cells.get(column)


def read_rows(file: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    """The rows of an input table and everything wrong with it.

    Rows with a bad cell are left out of the first list, and told of in the second.
    """
    rows, problems = every_row(file, table)
    return [row for row in rows if row.sound], problems


def every_row(file: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    """As `read_rows`, with what can be read of rows with a bad cell."""
    text, problems = decoded(file)
    if text is None:
        return [], problems
    reader = cells_in(text)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        problems += header_problems(str(file), header, table)
        if problems:
            return [], problems
        columns = [_column(table, name) for name in header]
        rows: list[Row] = []
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row, wrong = _row(str(file), line, cells, header, columns, reader.dialect.delimiter)
                problems += wrong
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        hint = 'double a quotation mark inside a quoted cell (""), and close every quoted cell'
        found = f"{error} (on line {reader.line_num})"
        problems.append(Problem(str(file), line, "", "a CSV row", found, hint))
        return [], problems
    return rows, problems + repeated_keys(str(file), [row for row in rows if row.sound], table)


def mark_between(text: str) -> str:
    """What stands between the columns of a table: a comma, or, in a header without, ; or a tab."""
    header = text.partition("\n")[0]
    return next((mark for mark in MARKS if mark in header and "," not in header), ",")


def cells_in(text: str) -> Any:
    """A strict reader of a table's rows, as csv.reader gives them."""
    return csv.reader(io.StringIO(text, newline=""), delimiter=mark_between(text), strict=True)


def as_told(file: Path) -> list[dict[str, str]]:
    """A table's rows as they stand, with bad cells too: what other files may refer to.

    Empty when the file can't be read at all, so that nothing can be said against a reference.
    """
    try:
        rows = list(cells_in(decoded(file)[0] or ""))
    except csv.Error:
        return []
    header = [name.strip() for name in rows[0]] if rows else []
    return [dict(zip(header, map(str.strip, row), strict=False)) for row in rows[1:] if any(row)]


def decoded(file: Path) -> tuple[str | None, list[Problem]]:
    """A file's text in UTF-8 (with or without a byte order mark), or why there is none."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        return None, [Problem(str(file), expected="a readable file", found=found,
                              hint="create it, or correct its name in the study file")]  # fmt: skip
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02x}, which no UTF-8 text has there"
        hint = "save it again as UTF-8 (in Excel: “CSV UTF-8 (Comma delimited)”)"
        return None, [Problem(str(file), line, "", "text in UTF-8", found, hint)]


def header_problems(file: str, header: Sequence[str], table: Table) -> list[Problem]:
    """Missing, unknown and repeated columns."""
    listed = ", ".join(table.names)
    if not any(header):
        hint = "look whether the right file was saved"
        wanted = "the names of the columns, with commas between"
        return [Problem(file, 1, "", wanted, "nothing", hint)]
    problems = [
        Problem(file, 1, column.name, "this column", "no such column",
                f"a row is {table.row}; add the column: {column.meaning}")
        for column in table.columns if column.required and column.name not in header
    ]  # fmt: skip
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            problems.append(
                Problem(file, 1, name, "each column once", f"{header.count(name)} times")
            )
        if name not in table.names and not table.attributes:
            hint = (
                nearest(name, table.names) or "take the column out, or give it one of these names"
            )
            problems.append(Problem(file, 1, name, f"one of {listed}", shown(name), hint))
    return problems


def _column(table: Table, name: str) -> Column:
    declared = {column.name: column for column in table.columns}
    return declared.get(name) or Column(name, "text", "attribute", free_text=True)


def _row(
    file: str,
    line: int,
    cells: Sequence[str],
    header: Sequence[str],
    columns: Sequence[Column],
    mark: str,
) -> tuple[Row, list[Problem]]:
    if len(cells) != len(header):
        wrong = wrong_width(file, line, len(header), len(cells), mark)
        return Row(line, {}, sound=False), [wrong]
    values: dict[str, Any] = {}
    problems = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column.name] = parse(cell, column)
        except ValueError as error:
            expected, hint = error.args
            problems.append(
                Problem(
                    file,
                    line,
                    column.name,
                    expected,
                    shown(cell) if cell else "an empty cell",
                    hint,
                )
            )
    return Row(line, values, sound=not problems), problems


def wrong_width(file: str, line: int, width: int, found: int, mark: str) -> Problem:
    """A row with more or fewer cells than the header; `mark` stands between the file's columns."""
    hint = f"a cell that holds {MARK_NAMES[mark]} must stand in quotation marks"
    return Problem(file, line, "", f"{width} cells", f"{found} cells", hint)


def parse(cell: str, column: Column) -> Any:
    """A cell's value: None when empty, else a str, int, float, date or bool by the column's kind.

    Raises ValueError(expected, hint).
    """
    text = cell if column.kind == "text" else cell.strip()
    if not text.strip():
        if column.required:
            raise ValueError(WANTED[column.kind], column.meaning)
        return None
    try:
        value = _value(text, column)
    except ValueError:
        day = "there is no such day" if column.kind == "date" and DATE.fullmatch(text) else ""
        raise ValueError(_wanted(column), day or nearest(text, column.choices)) from None
    if isinstance(value, int | float) and not isinstance(value, bool):
        low, high = column.minimum, column.maximum
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(_wanted(column), "")
    return value


def _value(text: str, column: Column) -> Any:
    if column.choices:
        return text if text in column.choices else _no()
    return READ[column.kind](text)


def _number(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no()


def _date(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text) if DATE.fullmatch(text) else _no()


def _yes_no(text: str) -> bool:
    return text.lower() == "yes" if text.lower() in ("yes", "no") else _no()


def nfc(text: str) -> str:
    """Text in composed form: file names of a Mac have å as two characters."""
    return unicodedata.normalize("NFC", text)


def _id(text: str) -> str:
    return nfc(text) if IDENTIFIER.fullmatch(text) else _no()


def _slug(text: str) -> str:
    return nfc(text) if SLUG.fullmatch(nfc(text)) else _no()


def _no() -> Any:
    raise ValueError


READ: dict[Kind, Callable[[str], Any]] = {
    "integer": int, "number": _number, "date": _date, "yes_no": _yes_no, "id": _id, "slug": _slug,
    "text": str, "choice": str,
}  # fmt: skip


def _wanted(column: Column) -> str:
    if column.choices:
        return "one of " + ", ".join(column.choices)
    wanted, low, high = WANTED[column.kind], column.minimum, column.maximum
    if low is not None and high is not None:
        return f"{wanted} from {low:g} to {high:g}"
    return wanted + (f" of at least {low:g}" if low is not None else "")


def repeated_keys(file: str, rows: Sequence[Row], table: Table) -> list[Problem]:
    """Rows whose key another row has already."""
    first: dict[tuple[Any, ...], int] = {}
    problems = []
    for row in rows if table.key else ():
        key = tuple(row[name] for name in table.key)
        if key in first:
            named = ", ".join(str(part) for part in key if part is not None)
            problems.append(
                Problem(file, row.line, ", ".join(table.key), "a key no other row has",
                        f"{shown(named)}, already on line {first[key]}",
                        "give one of the two another id, or delete the repeated row")
            )  # fmt: skip
        first.setdefault(key, row.line)
    return problems
