"""The review queue as files that people fill in: a workbook, and the same as CSV."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from insideout.deidentify.private import rendered, write_private
from insideout.problems import DataError, Problem, shown
from insideout.rows import Row, as_told, header_problems, parse, read_rows
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
ANSWERS = {"queue": ("decision", "kind_decided", "pseudonym"), "places": ("decision", "kind")}
WIDE = {"type": 28, "sources": 24, "expected": 10, "pseudonym": 24, "context": 80, "sha256": 12}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula
DAY = datetime.datetime(2000, 1, 1)  # no moment: the same rows give the same bytes

Rows = Sequence[Mapping[str, Any]]


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA) else cell


def write_queue(folder: Path, rows: Rows, places: Rows) -> bool:
    """Write queue.csv, places.csv, and both as sheets of queue.xlsx, each for its owner alone.

    What somebody has filled in and not handed in yet is kept, as long as its item is open. Says
    whether anything changed.
    """
    content = {
        "queue": carried_over(folder, "queue", rows),
        "places": carried_over(folder, "places", places),
    }
    changed = [
        write_private(folder / f"{sheet}.csv", _csv(content[sheet], table))
        for sheet, table in SHEETS.items()
    ]
    return any([*changed, write_private(folder / "queue.xlsx", workbook(content))])


def _csv(rows: Rows, table: Table) -> bytes:
    return rendered(({k: guarded(v) for k, v in row.items()} for row in rows), table)


def carried_over(folder: Path, sheet: str, rows: Rows) -> list[dict[str, Any]]:
    """Rows with what stands filled in for them in the files of an earlier queue."""
    key, answers = SHEETS[sheet].key, ANSWERS[sheet]
    filled: dict[tuple[str, ...], dict[str, str]] = {}
    for cells in [*told(folder / f"{sheet}.csv", sheet), *told(folder / "queue.xlsx", sheet)]:
        if cells.get("decision"):
            filled[tuple(cells.get(name, "") for name in key)] = {
                name: cells[name] for name in answers if cells.get(name)
            }
    return [{**row, **filled.get(tuple(str(row[name]) for name in key), {})} for row in rows]


def told(file: Path, sheet: str) -> list[dict[str, str]]:
    """The cells of a filled file as they stand; none where there is no such file or sheet."""
    if not file.is_file():
        return []
    if file.suffix.lower() == ".xlsx":
        header, rows = _cells(file, sheet)
        found = [dict(zip(header, row, strict=False)) for _, row in rows]
    else:
        found = as_told(file)
    return [{name: unguarded(cell) for name, cell in row.items()} for row in found]


def read_filled(file: Path) -> tuple[dict[str, list[Row]], list[Problem]]:
    """The rows of a filled queue by sheet (`queue`, `places`), and everything wrong with them."""
    if file.suffix.lower() == ".xlsx":
        found: dict[str, list[Row]] = {}
        problems: list[Problem] = []
        for sheet in SHEETS:
            found[sheet], wrong = _sheet_rows(file, sheet)
            problems += wrong
        return found, problems
    header = next(iter(as_told(file)), {})
    sheet = "places" if "sha256" in header else "queue"
    rows, problems = read_rows(file, replace(SHEETS[sheet], key=()))
    return {sheet: [_freed(row) for row in rows]}, problems


def _freed(row: Row) -> Row:
    cells = {k: unguarded(v) if isinstance(v, str) else v for k, v in row.cells.items()}
    return Row(row.line, cells)


def _sheet_rows(file: Path, sheet: str) -> tuple[list[Row], list[Problem]]:
    header, lines = _cells(file, sheet)
    table = SHEETS[sheet]
    where = f"{file}, sheet {sheet}"
    problems = header_problems(where, header, table) if header or sheet == "queue" else []
    rows: list[Row] = []
    for number, cells in lines if not problems else ():
        values: dict[str, Any] = {}
        wrong = []
        for name, cell in zip(header, cells, strict=False):
            try:
                values[name] = parse(unguarded(cell), table.column(name))
            except ValueError as error:
                expected, hint = error.args
                found = shown(cell) if cell else "an empty cell"
                wrong.append(Problem(where, number, name, expected, found, hint))
        problems += wrong
        rows += [Row(number, values)] if not wrong else []
    return rows, problems


def _cells(file: Path, sheet: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header of a sheet, and its rows that aren't empty with their numbers.

    Raises DataError when the file is no workbook.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(file.read_bytes()), data_only=True)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        hint = "save it again as .xlsx, or as CSV"
        problem = Problem(str(file), None, "", "a workbook (.xlsx)", type(error).__name__, hint)
        raise DataError(problem) from error
    if sheet not in book.sheetnames:
        return [], []
    rows = [[_told(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)]
    header = rows[0] if rows else []
    while header and not header[-1]:
        header = header[:-1]
    return header, [(n, row[: len(header)]) for n, row in enumerate(rows[1:], 2) if any(row)]


def _told(cell: Any) -> str:
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell).strip()


def workbook(content: Mapping[str, Rows]) -> bytes:
    """A workbook with a sheet for each table: heads frozen, lists to choose decisions from."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet, rows in content.items():
        table = SHEETS[sheet]
        page = book.create_sheet(sheet)
        page.append(table.names)
        for row in rows:
            page.append([guarded(row.get(name)) for name in table.names])
        page.freeze_panes = "B2"
        for number, column in enumerate(table.columns, 1):
            letter = get_column_letter(number)
            page.cell(1, number).font = Font(bold=True)
            width = 60 if column.name.startswith("context_") else WIDE.get(column.name, 13)
            page.column_dimensions[letter].width = width
            if column.name.startswith("context"):
                for line in range(2, len(rows) + 2):
                    page.cell(line, number).alignment = Alignment(wrap_text=True, vertical="top")
            if column.choices and column.name in ANSWERS[sheet]:
                options = '"' + ",".join(column.choices) + '"'
                choice = DataValidation(type="list", formula1=options, allow_blank=True)
                choice.error, choice.errorTitle = column.meaning, f"not a {column.name}"
                page.add_data_validation(choice)
                choice.add(f"{letter}2:{letter}{max(2, len(rows) + 1)}")
    book.properties.creator, book.properties.created, book.properties.modified = "", DAY, DAY
    raw = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(raw, "w")).save()  # as save() does, without the clock
    return _rezipped(raw)


def _rezipped(raw: io.BytesIO) -> bytes:
    """An archive with the same parts, and no dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(raw) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return out.getvalue()


def taken(rows: Iterable[Row]) -> list[Row]:
    """The rows that have a decision."""
    return [row for row in rows if row["decision"]]
