"""Tables of coded segments, and of codes, as MAXQDA exports them: which column is which."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from insideout.exchange.refi.archive import refusal
from insideout.intake import archive
from insideout.intake.decoding import decode
from insideout.problems import DataError, Problem, shown
from insideout.workbook import raw

MARKS = (",", ";", "\t")
MOST_BYTES = 64 * 2**20
MOST_ROWS = 500_000
RETURN = re.compile("_x000D_\n?")  # how a workbook writes a carriage return
HEADINGS = {  # what a column holds → how it is called, in lower case and letters alone
    "document": ("document name", "dokumentname", "document", "dokument"),
    "group": ("document group", "dokumentgruppe"),
    "code": ("code path", "codepfad", "code"),
    "parent": ("parent code", "obercode", "übergeordneter code"),
    "segment": ("segment", "coded segment", "codiertes segment", "coded text", "text", "quote"),
    "comment": ("comment", "kommentar"),
    "author": (
        "author",
        "autor",
        "autorin",
        "created by",
        "erstellt von",
        "bearbeitet von",
        "coder",
        "codierer",
        "modified by",
    ),
    "created": ("creation date", "created", "erstellt am", "erstellt", "erstellungsdatum"),
    "begin": ("beginning", "begin", "anfang"),
    "end": ("end", "ende"),
    "weight": ("weight score", "weight", "gewicht"),
    "color": ("color", "colour", "farbe"),
    "memo": ("memo", "code memo", "definition", "description", "beschreibung"),
    "frequency": ("frequency", "häufigkeit", "coded segments", "codierte segmente", "codings"),
}
SEGMENTS, CODES = ("document", "code", "segment"), ("code",)


@dataclass(frozen=True)
class Found:
    """A table as read: cells by what they hold, with the line of each row.

    `names`: what a column holds → its heading; `others`: columns of another sort, and how many
    cells of each aren't empty; `problems`: of rows that are left out.
    """

    rows: Sequence[tuple[int, Mapping[str, str]]]
    names: Mapping[str, str]
    others: Mapping[str, int]
    told: Sequence[str] = ()
    problems: Sequence[Problem] = ()


Grid = Sequence[tuple[int, Sequence[str]]]  # rows with their numbers, the heading first


def read_table(file: Path, needed: Sequence[str]) -> Found:
    """Read a table in a CSV file or workbook; of several sheets the first that has the columns.

    Raises DataError for a file that can't be read, and where a column of `needed` isn't there.
    """
    if file.suffix.lower() == ".xlsx":
        grids, told = _sheets(file), list[str]()
    else:
        grids, told = _texts(file)
    grids = [grid for grid in grids if grid]
    known = [columns_of(grid[0][1]) for grid in grids]
    best = next((n for n, names in enumerate(known) if set(needed) <= set(names)), None)
    if best is None:
        most = max(range(len(grids)), key=lambda n: len(known[n]), default=None)
        heading = grids[most][0][1] if most is not None else ()
        raise DataError(_unknown(file, heading, needed))
    return _found(file, grids[best], known[best], told)


def columns_of(heading: Iterable[str]) -> dict[str, int]:
    """What columns hold → which they are; of several names for one thing the first counts."""
    plain: dict[str, int] = {}
    for at, name in enumerate(heading):
        plain.setdefault(bare(name), at)
    found = {}
    for key, names in HEADINGS.items():
        places = [plain[name] for name in names if name in plain]
        if places:
            found[key] = places[0]
    return found


def bare(name: str) -> str:
    """A name in lower case, letters alone."""
    return " ".join(re.findall(r"[^\W\d_]+", name.casefold()))


def _unknown(file: Path, heading: Sequence[str], needed: Sequence[str]) -> Problem:
    wanted = ", ".join(f"{key} ({' or '.join(HEADINGS[key][:2])})" for key in needed)
    names = [name for name in heading if name.strip()]
    found = ", ".join(map(shown, names)) or "no heading"
    hint = "export the coded segments with their whole text, as a table with these headings"
    if file.suffix.lower() == ".xlsx":
        hint += "; a codebook as a workbook has a sheet `codebook` with a column `id`"
    return Problem(str(file), 1, "", f"columns for {wanted}", found, hint)


def _found(file: Path, grid: Grid, columns: Mapping[str, int], told: Sequence[str]) -> Found:
    heading, lines = grid[0][1], grid[1:]
    problems = []
    rows = []
    for number, cells in lines:
        if len(cells) != len(heading):
            hint = "a cell that holds the mark between columns must stand in quotation marks"
            wanted, found = f"{len(heading)} cells", f"{len(cells)} cells"
            problems.append(Problem(str(file), number, "", wanted, found, hint))
            continue
        rows.append((number, {key: cells[at].strip() for key, at in columns.items()}))
    names = {key: heading[at] for key, at in columns.items()}
    others = {
        name: sum(bool(cells[at].strip()) for _, cells in lines if at < len(cells))
        for at, name in enumerate(heading) if at not in columns.values() and name.strip()
    }  # fmt: skip
    return Found(rows, names, others, told, problems)


def _texts(file: Path) -> tuple[list[Grid], list[str]]:
    """A CSV file by each mark that may stand between its columns."""
    content = raw(file)
    if len(content) > MOST_BYTES:
        raise refusal(file, "a table (CSV)")(f"{len(content) >> 20} MB", "export it in parts")
    text, encoding, told = decode(content, file)
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
    heading = text.partition("\n")[0]
    grids: list[Grid] = []
    problems = []
    for mark in MARKS:
        if grids and mark not in heading:
            continue
        try:
            grids.append(_csv(text, mark))
        except csv.Error as error:
            hint = 'double a quotation mark inside a quoted cell (""), and close every quoted cell'
            problems.append(Problem(str(file), None, "", "rows of a CSV file", str(error), hint))
    if problems and not any(set(CODES) <= set(columns_of(g[0][1])) for g in grids if g):
        raise DataError(problems[0])
    return grids, [f"{file.name}: {said}" for said in told if encoding]


def _csv(text: str, mark: str) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    found = []
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            found.append((line, cells))
        line = reader.line_num + 1
    return found


def _sheets(file: Path) -> list[Grid]:
    content = raw(file)
    refused = refusal(file, "a workbook (.xlsx)")
    hint = "open it in a spreadsheet program and save it again as .xlsx, or as CSV"
    if len(content) > MOST_BYTES:
        raise refused(f"{len(content) >> 20} MB", "export it in parts")
    try:
        archive.inspect(content, lambda found: refused(found, hint))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and charts it leaves out
            return _grids(content, refused)
    except DataError:
        raise
    except Exception as error:  # a broken workbook can fail anywhere in zipfile, its XML, openpyxl
        raise refused(f"a file that can't be opened: {shown(error)}", hint) from error


def _grids(content: bytes, refused: Any) -> list[Grid]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    grids: list[Grid] = []
    for sheet in book.worksheets:
        grid: list[tuple[int, Sequence[str]]] = []
        width = 0
        sheet.reset_dimensions()  # exports give wrong ones, and rows would be cut
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MOST_ROWS:
                raise refused(f"more than {MOST_ROWS:,} rows", "export it in parts")
            cells = [_cell(cell) for cell in row]
            if not any(cells):
                continue
            while not grid and cells and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            grid.append((number, [*cells, *[""] * width][:width]))
        grids.append(grid)
    book.close()
    return grids


def _cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return RETURN.sub("\n", str(cell))
