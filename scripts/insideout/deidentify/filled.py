"""The review queue as people have filled it in: a workbook or CSV, read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from insideout.problems import Problem
from insideout.rows import Row, as_told, header_problems
from insideout.schema import nearest
from insideout.tables.declare import Column, Table
from insideout.tables.deidentify import LOOKED, QUEUE
from insideout.workbook import cells_of, sheet_rows, unguarded

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
        found[sheet], more = sheet_rows(where, header, lines if not wrong else (), SHEETS[sheet])
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
