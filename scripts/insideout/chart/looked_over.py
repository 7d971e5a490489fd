"""What may not be meant in a form: an edit that nobody reads, a summary of an empty cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from insideout.chart.charting import state, summary_hash
from insideout.problems import Problem, shown
from insideout.rows import Row
from insideout.tables.declare import Column

OURS = ("status", "codings", "state")  # columns that the form shows and nobody's answers stand in
HINTS = {
    "state": "it isn't read: if the summary holds as it stands, choose yes in the column holds",
    "status": "it isn't read: a cell's status comes from its codings, so correct these",
    "codings": "it isn't read: it is counted anew in each run",
}
EMPTY = "if that is meant, leave it: it is kept, and the report marks it as not told but summarised"


def as_read(column: Column) -> Column:
    """A column of a form as it is read: ours take any words, since somebody may have typed some."""
    if column.name not in OURS:
        return column
    return replace(column, kind="text", required=False, choices=(), minimum=None)


def to_be_told(
    where: str, row: Row, cell: Mapping[str, Any] | None, *, brings: bool
) -> list[Problem]:
    """What to tell of a row that is right by its form. `cell`: of the last run's matrix, if known.

    `brings`: whether the row changes a summary, which makes an edited state of no account.
    """
    told = [] if cell is None else edited(where, row, cell, () if brings else ("state",))
    if row["holds"] == "yes" and not (row["summary"] or "").strip():
        hint = "write the summary, or empty the column holds"
        told.append(Problem(where, row.line, "holds", "a summary that holds", "no summary", hint))
    if brings and cell is not None and not cell["codings"]:
        of = shown(f"{row['case']} × {row['theme']}")
        found = f"{of}, where nothing is coded (not told)"
        wanted = "a summary of what is coded in its cell"
        told.append(Problem(where, row.line, "summary", wanted, found, EMPTY))
    return told


def edited(
    where: str, row: Row, cell: Mapping[str, Any], more: tuple[str, ...] = ("state",)
) -> list[Problem]:
    """Locked cells that don't say what the last run wrote, where this is its form.

    A state is told of unless yes stands in `holds`, or the summary has been bound since.
    """
    same = row["evidence"] == cell["evidence"]
    if not same or (row["before"] or "") != summary_hash(cell["summary"], cell["author"]):
        return []
    wrote = {"status": cell["status"], "codings": str(cell["codings"]), "state": state(cell)}
    quiet = row["holds"] == "yes" or wrote["state"] == "bound"
    names = [name for name in ("status", "codings", *(() if quiet else more)) if name in row.cells]
    return [
        Problem(where, row.line, name, f"{wrote[name]}, as the form was written", shown(row[name]),
                HINTS[name])
        for name in names if str(row[name] or "").strip() != wrote[name]
    ]  # fmt: skip
