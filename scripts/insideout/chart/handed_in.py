"""A form for charting that came back: what it changes, what is wrong with it, what is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insideout.chart.charting import TAKEN, summary_hash
from insideout.chart.looked_over import OURS, as_read, to_be_told
from insideout.chart.written import Key
from insideout.problems import DataError, Problem, shown
from insideout.rows import Row
from insideout.schema import did_you_mean
from insideout.tables.declare import Table
from insideout.tables.framework import CHARTING
from insideout.workbook import cells_of, sheet_rows, sheets_of

NEEDED = ("case", "theme", "evidence", "summary", "author")
TAKEN_IN = ("frame", "case", "theme", "evidence", "before", *OURS, "summary", "author", "holds")
SAME_FORM = "fill in a copy of the form that the last run wrote"


@dataclass
class HandedIn:
    """What a form brings: summaries by cell, cells without one, rows refused, the rest counted.

    `told`: what may not be as it was meant, in rows that are taken and rows that bring nothing.
    """

    changed: dict[Key, dict[str, Any]] = field(default_factory=dict)
    gone: list[Key] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    told: list[Problem] = field(default_factory=list)
    emptied: int = 0
    unchanged: int = 0


def read_form(file: Path, frame: str) -> tuple[list[tuple[str, Row]], list[Problem]]:
    """The rows of a form, each with what messages call its sheet, and what is wrong with others.

    Sheets of one's own are left. `frame`: the one that is asked for; the rows must be of it, and
    rows of a file without the column `frame` are. Raises DataError where nothing can be read.
    """
    if file.suffix.lower() == ".xlsx":
        pages = {f"{file}, sheet {name}": page for name, page in sheets_of(file).items()
                 if name.casefold() not in TAKEN and {"case", "theme"} <= set(page[0])}  # fmt: skip
    else:
        pages = {str(file): cells_of(file, "")}
    if not pages:
        wanted = "sheets with the columns case and theme"
        raise DataError(Problem(str(file), None, "", wanted, "none", SAME_FORM))
    rows, problems = [], list[Problem]()
    for where, (header, lines) in pages.items():
        needed = [*NEEDED, *([] if frame else ["frame"])]
        missing = [name for name in needed if name not in header]
        hint = f"{SAME_FORM}, or add --frame FRAME" if missing == ["frame"] else SAME_FORM
        problems += [Problem(where, 1, n, "this column", "no such column", hint) for n in missing]
        if not missing:
            columns = tuple(as_read(CHARTING.column(n)) for n in TAKEN_IN if n in header)
            found, wrong = sheet_rows(where, header, lines, Table("charting", "", columns))
            rows += [(where, row) for row in found]
            problems += wrong
    return [(where, _of_frame(row, frame)) for where, row in rows], problems


def _of_frame(row: Row, frame: str) -> Row:
    return row if row["frame"] or not frame else Row(row.line, {**row.cells, "frame": frame})


def sorted_out(
    rows: Iterable[tuple[str, Row]],
    cells: Mapping[Key, Mapping[str, Any]],
    before: Mapping[Key, Mapping[str, Any]],
    *,
    frame: str = "",
    remove: bool = False,
) -> tuple[HandedIn, list[Problem]]:
    """The rows of a form by what they bring, and all that is wrong with them.

    `cells`: every cell of the last run's matrices; `before`: the summaries there are; `frame`: the
    only one that rows may be of. A row that says what it said when the form was made
    brings nothing, whatever was written since.
    """
    handed, problems = HandedIn(), list[Problem]()
    first: dict[Key, str] = {}
    for where, row in rows:
        key = (row["frame"], row["case"], row["theme"])
        old = before.get(key)
        if not touched(row, old):
            handed.unchanged += 1
            handed.told += to_be_told(where, row, cells.get(key), brings=False)
            continue
        wrong = unknown(where, row, cells, frame) + incomplete(where, row)
        if key in first and not wrong:
            found = f"{shown(' × '.join(key[1:]))}, as in {first[key]}"
            wrong.append(Problem(where, row.line, "theme", "each cell once", found,
                                 "empty or restore one of the two"))  # fmt: skip
        first.setdefault(key, f"{where}, row {row.line}")
        problems += wrong
        if wrong:
            continue
        if not _said(row) and not (remove and old is not None):
            handed.emptied += old is not None
        elif late := newer(where, row, str(cells[key]["evidence"]), old):
            handed.refused.append(late)
        elif not _said(row):
            handed.gone.append(key)
        else:
            named = dict(zip(("frame", "case", "theme"), key, strict=True))
            said = {"summary": _said(row), "author": row["author"], "evidence": row["evidence"]}
            handed.changed[key] = named | said
            handed.told += to_be_told(where, row, cells[key], brings=True)
    return handed, problems


def _said(row: Row) -> str:
    return (row["summary"] or "").strip().replace("\r\n", "\n").replace("\r", "\n")


def touched(row: Row, old: Mapping[str, Any] | None) -> bool:
    """Whether a row brings something: other words, another author, or that a summary holds.

    A form's column `before` tells what it held when it was made; a table without it is compared
    with the summaries there are.
    """
    now, there = summary_hash(row["summary"], row["author"]), _hash(old)
    held = (row["before"] or "") if "before" in row.cells else there
    done = now == there and (old is None or old["evidence"] == row["evidence"])
    return not done and (now != held or (bool(now) and row["holds"] == "yes"))


def _hash(old: Mapping[str, Any] | None) -> str:
    return summary_hash(old["summary"], old["author"]) if old else ""


def newer(where: str, row: Row, evidence: str, old: Mapping[str, Any] | None) -> Problem | None:
    """Why a row is refused: its codings, or its summary, have changed since the form was made.

    Whoever hands in the same form several times changes their own summaries, which is no reason.
    """
    hint = "read it against the form of the last run, and fill in that"
    if row["evidence"] != evidence:
        wanted = "the codings that were there when the form was made"
        return Problem(where, row.line, "evidence", wanted, "others are there now", hint)
    own = old is not None and old["author"] == row["author"]
    if "before" in row.cells and (row["before"] or "") != _hash(old) and not own:
        found = f"another one, by {old['author']}" if old else "none: it was removed"
        wanted = "the summary that was there when the form was made"
        return Problem(where, row.line, "summary", wanted, found, hint)
    return None


def unknown(where: str, row: Row, cells: Collection[Key], frame: str) -> list[Problem]:
    """A frame, case or theme that the matrices of the last run don't have."""
    frames = sorted({key[0] for key in cells})
    if frame and row["frame"] != frame:
        hint = f"leave --frame out, or hand in charting_{frame}"
        return [Problem(where, row.line, "frame", frame, shown(row["frame"]), hint)]
    if row["frame"] not in frames:
        hint = did_you_mean(str(row["frame"]), frames)
        return [Problem(where, row.line, "frame", "a framework matrix of the study",
                        shown(row["frame"]), hint)]  # fmt: skip
    of = [key for key in cells if key[0] == row["frame"]]
    known = {"case": {key[1] for key in of}, "theme": {key[2] for key in of}}
    return [
        Problem(where, row.line, name, f"a {name} of the matrix {row['frame']}", shown(row[name]),
                did_you_mean(str(row[name]), sorted(allowed)))
        for name, allowed in known.items() if row[name] not in allowed
    ]  # fmt: skip


def incomplete(where: str, row: Row) -> list[Problem]:
    """A summary without its author."""
    if not _said(row) or row["author"]:
        return []
    hint = "add your id, such as your initials: every summary is kept with who wrote it"
    return [Problem(where, row.line, "author", "who wrote the summary", "an empty cell", hint)]
