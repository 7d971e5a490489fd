"""Forms for people to fill in: workbooks (xlsx), written with the same bytes for the same rows.

A form's sheets are declared tables. What comes back is a workbook or a CSV file, read cell by cell.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insideout.problems import DataError, Problem, shown
from insideout.rows import Row, cells_in, decoded, parse
from insideout.tables.declare import Column, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet take a cell for a formula
DAY = datetime.datetime(2000, 1, 1)  # no moment: the same rows give the same bytes
WIDTH = 13
HOW = Table("how", "a line", (Column("how", "text", "how to fill in the other sheets"),))

Rows = Sequence[Mapping[str, Any]]
Lines = Sequence[tuple[int, list[str]]]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its table, its rows, the columns to fill in, widths, columns whose text wraps.

    `protected`: only the columns to fill in can be changed, until somebody takes the protection
    off, which needs no password. `frozen`: the first cell that scrolls.
    """

    table: Table
    rows: Rows
    answers: Sequence[str] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    wrapped: Sequence[str] = ()
    protected: bool = False
    frozen: str = "B2"


def how(lines: Sequence[str]) -> Sheet:
    """A sheet that tells how to fill in the others, a line a row."""
    return Sheet(HOW, [{"how": line} for line in lines], (), {"how": 110}, ("how",))


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; `unguarded` gives it back as it was."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(FORMULA) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before `guarded`."""
    return cell[1:] if cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA) else cell


def workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """A workbook: heads frozen, lists to choose from where a column to fill in has choices.

    Rows can be filtered by any column of a sheet that has columns to fill in.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook()
    book.remove(book.worksheets[0])
    for name, sheet in sheets.items():
        _filled_page(book.create_sheet(name), sheet)
    book.properties.creator, book.properties.created, book.properties.modified = "", DAY, DAY
    made = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(made, "w")).save()  # as save() does, without the clock
    return _rezipped(made)


def _filled_page(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    page.append([guarded(name) for name in sheet.table.names])
    for row in sheet.rows:
        page.append([guarded(row.get(name)) for name in sheet.table.names])
    page.freeze_panes = sheet.frozen
    if sheet.answers:
        last = get_column_letter(len(sheet.table.columns))
        page.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    for number, column in enumerate(sheet.table.columns, 1):
        letter = get_column_letter(number)
        page.cell(1, number).font = Font(bold=True)
        page.column_dimensions[letter].width = sheet.widths.get(column.name, WIDTH)
        if column.name in sheet.wrapped:
            for line in range(2, len(sheet.rows) + 2):
                page.cell(line, number).alignment = Alignment(wrap_text=True, vertical="top")
        if column.choices and column.name in sheet.answers:
            options = '"' + ",".join(column.choices) + '"'
            choice = DataValidation(type="list", formula1=options, allow_blank=True)
            choice.error, choice.errorTitle = column.meaning, f"not a {column.name}"
            page.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{max(2, len(sheet.rows) + 1)}")
    if sheet.protected:
        _protect(page, sheet)


def _protect(page: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Protection

    page.protection.sheet = True  # what follows is allowed: False is what isn't locked
    page.protection.autoFilter = page.protection.formatColumns = page.protection.formatRows = False
    for number, column in enumerate(sheet.table.columns, 1):
        for line in range(2, len(sheet.rows) + 2) if column.name in sheet.answers else ():
            page.cell(line, number).protection = Protection(locked=False)


def _rezipped(book: io.BytesIO) -> bytes:
    """An archive with the same parts, and no dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name))
    return out.getvalue()


def sheet_rows(
    where: str, header: Sequence[str], lines: Lines, table: Table
) -> tuple[list[Row], list[Problem]]:
    """The rows of a filled sheet and what is wrong with others; columns of one's own are left.

    `where`: what messages call the sheet. Rows with a bad cell are told of, and left out.
    """
    problems: list[Problem] = []
    rows: list[Row] = []
    for number, cells in lines:
        if len(cells) != len(header):
            hint = "a cell that holds the mark between columns must stand in quotation marks"
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
    raw(file)  # a file that can't be read is told of first
    if file.suffix.lower() != ".xlsx":
        return _csv_cells(file)
    return sheets_of(file).get(sheet, ([], []))


def sheets_of(file: Path) -> dict[str, tuple[list[str], Lines]]:
    """The header and the rows of each sheet of a workbook, as `cells_of` gives them.

    Raises DataError when the file can't be read as a workbook.
    """
    content = raw(file)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), data_only=True)
    except Exception as error:  # openpyxl passes on whatever its parsers make of a damaged part
        hint = "open it in a spreadsheet program and save it again as .xlsx, or as CSV"
        found = f"a damaged file, or one of another kind ({type(error).__name__})"
        raise DataError(Problem(str(file), None, "", "a workbook (.xlsx)", found, hint)) from error
    return {page.title: _page_cells(page) for page in book.worksheets}


def _page_cells(page: Any) -> tuple[list[str], Lines]:
    rows = [[_told(cell) for cell in row] for row in page.iter_rows(values_only=True)]
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
