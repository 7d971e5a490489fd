"""The private folder: what may never be shared, and how it is read and written.

Messages about these files never show a cell: messages go into logs, and logs are results.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.deidentify.span import Entry
from insideout.problems import DataError, Problem
from insideout.reader import framed
from insideout.rows import Row, nfc, read_rows
from insideout.tables.declare import Table
from insideout.tables.deidentify import DECISIONS, KEY, LOOKED, ROSTER
from insideout.tables.inputs import SPEAKERS

Rows = list[dict[str, Any]]
ONLY_OWNER = 0o600
KEEP_OUT = "the file is private, so its content isn't shown here: open it at that line"
BREAKS = frozenset({"Cc", "Zl", "Zp"})  # Unicode's control characters, and breaks of lines


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


def read_private(folder: Path, sources: Collection[str] | None = None) -> Private:
    """Read roster.csv, decisions.csv, looked.csv, key.csv and speakers.csv, those that are there.

    `sources`: the ids of the study's sources, which those of the roster must be among; None: they
    aren't known here. A key that others than its owner could read is closed to them. Raises
    DataError with every problem of every file, without what stands in their cells.
    """
    problems: list[Problem] = []
    files = {name: folder / f"{name}.csv" for name in ("roster", "decisions")}
    roster = _rows(files["roster"], ROSTER, problems)
    decisions = _rows(files["decisions"], DECISIONS, problems)
    looked = _rows(folder / "looked.csv", LOOKED, problems)
    key = _rows(folder / "key.csv", KEY, problems)
    speakers = _rows(folder / "speakers.csv", SPEAKERS, problems)
    problems += _source_problems(str(files["roster"]), roster, sources)
    names = _names(roster, decisions)
    problems += _pseudonym_problems(str(files["roster"]), roster, names)
    problems += _pseudonym_problems(str(files["decisions"]), decisions, names)
    problems += _shared(str(files["roster"]), roster)
    if problems:
        raise DataError(problems)
    notes = [note for note in [closed(folder / "key.csv")] if note]
    there = (folder / "speakers.csv").is_file()
    people = framed((row.cells for row in speakers), SPEAKERS) if there else None
    entries = tuple(entry(row.cells) for row in roster)
    decided, places, masked = ([row.cells for row in rows] for rows in (decisions, looked, key))
    return Private(entries, decided, places, masked, people, tuple(notes))


def _rows(file: Path, table: Table, problems: list[Problem]) -> list[Row]:
    """The rows of a private table (none where there is no such file)."""
    if not file.is_file():
        return []
    rows, wrong = read_rows(file, table)
    problems += (hushed(problem, table) for problem in wrong)
    return [Row(row.line, dict.fromkeys(table.names) | row.cells) for row in rows]


def hushed(problem: Problem, table: Table) -> Problem:
    """A problem of a private file without what was found there.

    Nor what stands for a column that the table hasn't: in a file without a line of column names
    the first line is one of names of people.
    """
    if problem.column not in ("", *table.names, ", ".join(table.key)):
        hint = "the first line must hold the names of the columns, and no others"
        return replace(problem, column="", found="another column", hint=f"{hint}; {KEEP_OUT}")
    if not any(mark in problem.found for mark in "'\""):
        return problem
    _, twice, line = problem.found.partition(", already on line ")
    found = f"one that line {line} has already" if twice else "something else"
    return replace(problem, found=found, hint=f"{problem.hint or KEEP_OUT}")


def _source_problems(
    file: str, roster: Iterable[Row], sources: Collection[str] | None
) -> Iterator[Problem]:
    """Sources of the roster that the study hasn't: their entries would never be looked for."""
    for row in roster:
        ids = nfc(str(row["sources"] or "")).split()
        unknown = [i for i in ids if sources is not None and nfc(i) not in sources]
        marked = [i for i in ids if ("," in i or ";" in i) and (sources is None or i in unknown)]
        if unknown or marked:
            wanted = "ids of the study's sources, separated by spaces"
            found = "a comma or semicolon" if marked else f"{len(unknown)} of {len(ids)} are none"
            hint = "separate with spaces" if marked else "look them up in the table of sources"
            yield Problem(file, row.line, "sources", wanted, found, f"{hint}; {KEEP_OUT}")


def _plain(name: object) -> str:
    """A name or pseudonym as it is compared: case and white space folded, without brackets."""
    return " ".join(nfc(str(name)).split()).removeprefix("[").removesuffix("]").strip().casefold()


def _names(roster: Iterable[Row], decisions: Iterable[Row]) -> frozenset[str]:
    """Everything that is to be masked, by roster or reviewers."""
    known = {_plain(name) for row in roster for name in entry(row.cells).names}
    known |= {_plain(row["type"]) for row in decisions if row["decision"] == "name"}
    return frozenset(known - {""})


def _pseudonym_problems(
    file: str, rows: Iterable[Row], names: Collection[str]
) -> Iterator[Problem]:
    """Pseudonyms that would break a line, or show a name that is to be masked."""
    for row in rows:
        pseudonym = str(row["pseudonym"] or "").strip()
        if any(unicodedata.category(mark) in BREAKS for mark in pseudonym):
            found = "a line break or another control character"
            yield Problem(file, row.line, "pseudonym", "words on one line", found, KEEP_OUT)
        if _plain(pseudonym) in names:
            found = "a name of the roster or of decisions.csv"
            hint = f"take words that name nobody, or leave the cell empty; {KEEP_OUT}"
            yield Problem(file, row.line, "pseudonym", "no name itself", found, hint)


def _shared(file: str, roster: Sequence[Row]) -> Iterator[Problem]:
    """Pseudonyms of two entries that aren't told to be one: the texts would make them one.

    They may share one where a name of one holds a name of the other (Weir Lane, Weir Lane
    Surgery), or where both have the same role, which is then what it says ([Interviewer]).
    """
    for one, other in combinations([row for row in roster if row["pseudonym"]], 2):
        if _plain(one["pseudonym"]) != _plain(other["pseudonym"]) or _akin(one, other):
            continue
        found = f"the one of line {one.line}"
        hint = f"give them different ones, or the same role where they shall share it; {KEEP_OUT}"
        wanted = "a pseudonym that no other entry has"
        yield Problem(file, other.line, "pseudonym", wanted, found, hint)


def _akin(one: Row, other: Row) -> bool:
    if one["role"] and _plain(one["role"]) == _plain(other["role"] or ""):
        return True
    words = [[set(_plain(n).split()) for n in entry(row.cells).names] for row in (one, other)]
    return any(a <= b or b <= a for a in words[0] for b in words[1])


def entry(row: Mapping[str, Any]) -> Entry:
    """A row of ROSTER as what is looked for."""
    names = tuple(part for name in str(row["name"]).split("|") if (part := " ".join(name.split())))
    return Entry(
        str(row["entity"]), names, str(row["kind"]), str(row["pseudonym"] or "").strip(),
        str(row["role"] or "").strip(), str(row["sex"] or ""),
        tuple(nfc(str(row["sources"] or "")).split()),
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
