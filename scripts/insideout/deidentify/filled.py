"""The review queue as people have filled it in: a workbook or CSV, read and checked."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from insideout.problems import DataError, Problem, shown
from insideout.rows import Row, as_told, cells_in, decoded, header_problems, parse
from insideout.schema import nearest
from insideout.tables.declare import Column, Table
from insideout.tables.deidentify import LOOKED, QUEUE

PLACES = Table(
    "places",
    "an occurrence that somebody has to decide about",
    (
        *(c for c in LOOKED.columns if c.name not in ("decision", "kind", "reviewer")),
        Column("context", "text", "the words around it"),
        replace(LOOKED.column("decision"), required=False),
        LOOKED.column("kind"),
    ),
    key=LOOKED.key,
)
SHEETS = {"queue": QUEUE, "places": PLACES}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula
Lines = Sequence[tuple[int, list[str]]]


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def told(file: Path, sheet: str) -> list[dict[str, str]]:
    """The cells of a filled file as they stand; none where there is no such file or sheet.

    Raises DataError when the file is a damaged workbook.
    """
    if not file.is_file():
        return []
    if file.suffix.lower() == ".xlsx":
        header, rows = cells_of(file, sheet)
        found = [dict(zip(header, row, strict=False)) for _, row in rows]
    else:
        found = as_told(file)
    return [{name: unguarded(cell) for name, cell in row.items()} for row in found]


def read_filled(file: Path) -> tuple[dict[str, list[Row]], list[Problem], list[str]]:
    """The rows of a filled queue by sheet (`queue`, `places`), and everything wrong with them.

    And the columns that aren't the queue's, which nobody reads but people. Raises DataError when
    the file can't be read at all.
    """
    book = file.suffix.lower() == ".xlsx"
    sheets = list(SHEETS) if book else ["places" if "sha256" in cells_of(file, "")[0] else "queue"]
    found: dict[str, list[Row]] = {}
    problems: list[Problem] = []
    ignored: dict[str, None] = {}
    for sheet in sheets:
        header, lines = cells_of(file, sheet)
        where = f"{file}, sheet {sheet}" if book else str(file)
        own = _own(header, sheet)
        ignored |= dict.fromkeys(filter(None, own))
        wrong = _header_problems(where, header, own, sheet) if header or sheet == "queue" else []
        found[sheet], more = _sheet_rows(where, header, lines if not wrong else (), sheet)
        problems += wrong + more
    return found, problems, list(ignored)


def _own(header: Sequence[str], sheet: str) -> list[str]:
    """Columns that somebody has added: not those that are a misspelt one of the queue."""
    names = SHEETS[sheet].names
    missing = [name for name in names if name not in header]
    return [name for name in header if name not in names and not nearest(name, missing)]


def _header_problems(
    where: str, header: Sequence[str], own: Sequence[str], sheet: str
) -> list[Problem]:
    """As those of other tables, but for columns of one's own; and none without `decision`."""
    table = SHEETS[sheet]
    asked = replace(table.column("decision"), required=True)
    columns = tuple(asked if c.name == asked.name else c for c in table.columns)
    rest = [name for name in header if name not in own]
    return header_problems(where, rest, replace(table, columns=columns))


def _sheet_rows(
    where: str, header: Sequence[str], lines: Lines, sheet: str
) -> tuple[list[Row], list[Problem]]:
    table = SHEETS[sheet]
    problems: list[Problem] = []
    rows: list[Row] = []
    for number, cells in lines:
        if len(cells) != len(header):
            hint = "a cell that holds a comma must stand in quotation marks"
            wanted = f"{len(header)} cells"
            problems.append(Problem(where, number, "", wanted, f"{len(cells)} cells", hint))
            continue
        values: dict[str, Any] = {}
        wrong = []
        for name, cell in zip(header, cells, strict=True):
            if name not in table.names:
                continue
            try:
                column = table.column(name)
                values[name] = parse(chosen(unguarded(cell), column), column)
            except ValueError as error:
                expected, hint = error.args
                found = shown(cell) if cell else "an empty cell"
                wrong.append(Problem(where, number, name, expected, found, hint))
        problems += wrong
        rows += [Row(number, values)] if not wrong else []
    return rows, problems


def chosen(cell: str, column: Column) -> str:
    """The choice that a cell means, whatever its case, spaces and hyphens; else the cell."""
    plain = re.sub(r"[\s_‐‑–-]+", "_", cell.strip()).casefold()
    return plain if plain in column.choices else cell


def raw(file: Path) -> bytes:
    """A file's content. Raises DataError."""
    try:
        return file.read_bytes()
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        hint = "close it in the spreadsheet, and look whether you may read it"
        raise DataError(Problem(str(file), None, "", "a readable file", found, hint)) from error


def cells_of(file: Path, sheet: str) -> tuple[list[str], Lines]:
    """The header of a sheet, or CSV file, and its rows that aren't empty with their numbers.

    Raises DataError when the file can't be read as what its name says.
    """
    content = raw(file)
    if file.suffix.lower() != ".xlsx":
        return _csv_cells(file)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except Exception as error:  # openpyxl passes on whatever its parsers make of a damaged part
        hint = "open it in a spreadsheet program and save it again as .xlsx, or as CSV"
        found = f"a damaged file, or one of another kind ({type(error).__name__})"
        raise DataError(Problem(str(file), None, "", "a workbook (.xlsx)", found, hint)) from error
    if sheet not in book.sheetnames:
        return [], []
    rows = [[_told(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)]
    header = rows[0] if rows else []
    while header and not header[-1]:
        header = header[:-1]
    return header, [(n, row[: len(header)]) for n, row in enumerate(rows[1:], 2) if any(row)]


def _csv_cells(file: Path) -> tuple[list[str], Lines]:
    text, problems = decoded(file)
    if text is None:
        raise DataError(problems)
    reader = cells_in(text)
    lines = []
    try:
        header = [name.strip() for name in next(reader, [])]
        number = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((number, [cell.strip() for cell in cells]))
            number = reader.line_num + 1
    except csv.Error as error:
        hint = 'double a quotation mark inside a quoted cell (""), and close every quoted cell'
        found = f"{error} (on line {reader.line_num})"
        raise DataError(Problem(str(file), None, "", "rows of a CSV file", found, hint)) from error
    return header, lines


def _told(cell: Any) -> str:
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()
