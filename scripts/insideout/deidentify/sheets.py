"""The review queue as files for people to fill in: a workbook, and the same as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from insideout.deidentify.filled import SHEETS, told
from insideout.deidentify.private import ONLY_OWNER, rendered, write_private
from insideout.problems import DataError
from insideout.tables.declare import Column, Table
from insideout.workbook import Sheet, cells_of, guarded, raw, workbook

ANSWERS = {"queue": ("decision", "kind_decided", "pseudonym"), "places": ("decision", "kind")}
WIDE = {"type": 28, "sources": 24, "expected": 10, "pseudonym": 24, "context": 80, "sha256": 12}

Rows = Sequence[Mapping[str, Any]]


def write_queue(folder: Path, rows: Rows, places: Rows) -> bool:
    """Write queue.csv, places.csv, and both as sheets of queue.xlsx, each for its owner alone.

    What somebody has filled in and not handed in yet is kept, as long as its item is open. A file
    that can't be read is set aside as queue.damaged.xlsx (places.damaged.csv ...). Says whether
    anything changed. Raises DataError when a file may not be read.
    """
    for name in ("queue.xlsx", *(f"{sheet}.csv" for sheet in SHEETS)):
        set_aside(folder / name)
    content = {
        "queue": carried_over(folder, "queue", rows),
        "places": carried_over(folder, "places", places),
    }
    changed = [
        write_private(
            folder / f"{sheet}.csv", _csv(content[sheet], with_own(content[sheet], table))
        )
        for sheet, table in SHEETS.items()
    ]
    forms = {name: form(name, rows) for name, rows in content.items()}
    return any([*changed, write_private(folder / "queue.xlsx", workbook(forms))])


def form(sheet: str, rows: Rows) -> Sheet:
    """A sheet of the queue as people fill it in."""
    table = with_own(rows, SHEETS[sheet])
    contexts = [name for name in table.names if name.startswith("context")]
    widths = WIDE | {name: 60 for name in contexts if name != "context"}
    return Sheet(table, rows, ANSWERS[sheet], widths, contexts)


def damaged(file: Path) -> Path:
    """Where a file that can't be read is set aside."""
    return file.with_name(f"{file.stem}.damaged{file.suffix}")


def set_aside(file: Path) -> None:
    """Move a file of the queue that can't be read out of the way: it may be repaired yet."""
    if not file.is_file():
        return
    raw(file)
    try:
        header, _ = cells_of(file, "queue")
    except DataError:
        header = []
    if not header:
        file.chmod(ONLY_OWNER)
        file.replace(damaged(file))


def with_own(rows: Rows, table: Table) -> Table:
    """A table with the columns that people have added to its sheet."""
    own = dict.fromkeys(name for row in rows for name in row if name not in table.names)
    columns = (Column(name, "text", "a column of one's own", free_text=True) for name in own)
    return replace(table, columns=(*table.columns, *columns))


def _csv(rows: Rows, table: Table) -> bytes:
    return rendered(({k: guarded(v) for k, v in row.items()} for row in rows), table)


def carried_over(folder: Path, sheet: str, rows: Rows) -> list[dict[str, Any]]:
    """Rows with what stands filled in for them in an earlier queue, and with columns added there.

    Of the workbook and the CSV file only the newer one counts, so that a cell that was emptied
    there stays empty.
    """
    table, answers = SHEETS[sheet], ANSWERS[sheet]
    files = [f for f in (folder / "queue.xlsx", folder / f"{sheet}.csv") if f.is_file()]
    files.sort(key=lambda file: -file.stat().st_mtime_ns)
    before = next(filter(None, (told(file, sheet) for file in files)), [])
    own = [name for name in dict.fromkeys(n for c in before for n in c) if name not in table.names]
    filled = {tuple(cells.get(name, "") for name in table.key): cells for cells in before}
    made = []
    for row in rows:
        cells = filled.get(tuple(str(row[name]) for name in table.key), {})
        kept = {name: cells[name] for name in answers if name in cells}
        made.append({**row, **kept, **{name: cells.get(name, "") for name in own if name}})
    return made
