"""The private folder: what may never be shared, and how it is read and written.

Messages about these files never show a cell: messages go into logs, and logs are results.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.deidentify.span import Entry
from insideout.problems import DataError, Problem
from insideout.reader import framed
from insideout.rows import nfc, read_rows
from insideout.tables.declare import Table
from insideout.tables.deidentify import DECISIONS, KEY, LOOKED, ROSTER
from insideout.tables.inputs import SPEAKERS

Rows = list[dict[str, Any]]
ONLY_OWNER = 0o600
KEEP_OUT = "the file is private, so its content isn't shown here: open it at that line"


@dataclass(frozen=True)
class Private:
    """What the private folder holds beside the raw transcripts.

    `decisions`, `looked` and `key` are rows of their tables (empty cells None). `speakers`: the
    labels of the raw transcripts; None where the public table has them. `notes`: what was put
    right while reading.
    """

    roster: tuple[Entry, ...] = ()
    decisions: Rows | tuple[()] = ()
    looked: Rows | tuple[()] = ()
    key: Rows | tuple[()] = ()
    speakers: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()


def read_private(folder: Path) -> Private:
    """Read roster.csv, decisions.csv, looked.csv, key.csv and speakers.csv, those that are there.

    A key that others than its owner could read is closed to them. Raises DataError with every
    problem of every file, without what stands in their cells.
    """
    problems: list[Problem] = []
    roster = _rows(folder / "roster.csv", ROSTER, problems)
    decisions = _rows(folder / "decisions.csv", DECISIONS, problems)
    looked = _rows(folder / "looked.csv", LOOKED, problems)
    key = _rows(folder / "key.csv", KEY, problems)
    speakers = _rows(folder / "speakers.csv", SPEAKERS, problems)
    if problems:
        raise DataError(problems)
    notes = [note for note in [closed(folder / "key.csv")] if note]
    people = framed(speakers, SPEAKERS) if (folder / "speakers.csv").is_file() else None
    return Private(tuple(map(entry, roster)), decisions, looked, key, people, tuple(notes))


def _rows(file: Path, table: Table, problems: list[Problem]) -> Rows:
    """The rows of a private table (none where there is no such file)."""
    if not file.is_file():
        return []
    rows, wrong = read_rows(file, table)
    problems += map(hushed, wrong)
    return [dict.fromkeys(table.names) | row.cells for row in rows]


def hushed(problem: Problem) -> Problem:
    """A problem of a private file without what was found there."""
    if not any(mark in problem.found for mark in "'\""):
        return problem
    _, twice, line = problem.found.partition(", already on line ")
    found = f"one that line {line} has already" if twice else "something else"
    return replace(problem, found=found, hint=f"{problem.hint or KEEP_OUT}")


def entry(row: Mapping[str, Any]) -> Entry:
    """A row of ROSTER as what is looked for."""
    names = tuple(part for name in str(row["name"]).split("|") if (part := " ".join(name.split())))
    return Entry(
        str(row["entity"]), names, str(row["kind"]), str(row["pseudonym"] or "").strip(),
        str(row["role"] or "").strip(), str(row["sex"] or ""),
        tuple(str(row["sources"] or "").split()),
    )  # fmt: skip


def closed(file: Path) -> str:
    """Let nobody but its owner read a file; says so where that wasn't the case before."""
    if not file.is_file() or not stat.S_IMODE(file.stat().st_mode) & 0o077:
        return ""
    file.chmod(ONLY_OWNER)
    return f"{file} could be read by other users of this computer; now it can't (mode 600)"


def write_private(file: Path, data: bytes) -> bool:
    """Write a file that only its owner can read from the first byte on, whole or not at all.

    Unchanged content isn't written again. Says whether anything was.
    """
    file = Path(file)
    if file.is_file() and file.read_bytes() == data:
        closed(file)
        return False
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return True


def rendered(rows: Iterable[Mapping[str, Any]], table: Table) -> bytes:
    """Rows as the bytes of a CSV file; missing cells are empty."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, table.names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(
        {name: "" if row.get(name) is None else row[name] for name in table.names} for row in rows
    )
    return text.getvalue().encode("utf-8")


def write_key(rows: Iterable[Mapping[str, Any]], file: Path) -> bool:
    """Write the key: KEY, mode 600. Says whether anything was new."""
    return write_private(file, rendered(rows, KEY))


def released(texts: Path) -> dict[str, str]:
    """The de-identified texts of a study's folder of texts, by source."""
    files = sorted(texts.glob("*.txt")) if texts.is_dir() else []
    return {nfc(file.stem): file.read_bytes().decode("utf-8") for file in files}


def compare(
    texts: Mapping[str, str],
    before: Mapping[str, str],
    folder: Path = Path("texts"),
    *,
    blocked: Collection[str] = (),
) -> list[Problem]:
    """Where released texts differ from what the raw transcripts now give: one problem a source.

    Both are de-identified, so the lines are shown; but not the new one of a source that is
    `blocked`, for it may hold names yet. A source that was never released is no problem.
    """
    problems = []
    for source, text in texts.items():
        old = before.get(source)
        if old is None or old == text:
            continue
        lines, was = text.split("\n"), old.split("\n")
        at = next(
            (n for n, pair in enumerate(zip(lines, was, strict=False)) if pair[0] != pair[1]),
            min(len(lines), len(was)),
        )
        found = _line(was, at)
        hint = (
            "`python -m insideout release STUDY` releases the text anew; codings of the words "
            "that changed must then be placed again"
        )
        file = str(folder / f"{source}.txt")
        new = (
            _line(lines, at) if source not in blocked else "the words that the transcript now gives"
        )
        problems.append(Problem(file, at + 1, "", new, found, hint))
    return problems


def _line(lines: list[str], at: int) -> str:
    if at >= len(lines):
        return "the end of the text"
    return repr(lines[at] if len(lines[at]) <= 120 else lines[at][:119] + "…")
