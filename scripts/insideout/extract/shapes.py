"""Medical records as the study has them, in our words: import maps of columns, codes and dates.

`settings` is always the study file's section `records`: `columns` (our column -> the export's),
`codes` (our column -> the export's code -> our word) and `date_format`. An export's other columns
are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.columns import (
    Cells,
    Chosen,
    Sheet,
    alike_problems,
    all_of,
    below,
    cell_problems,
    read_sheet,
    typed,
)
from insideout.extract.dates import day, format_problems
from insideout.problems import DataError, Problem, shown
from insideout.rows import cells_in, decoded, nfc
from insideout.schema import did_you_mean, nearest
from insideout.tables.declare import Column
from insideout.tables.records import ACTS, RECORDS

NEAR_AMONG = 500  # among more ids than this, the nearest takes too long to find
Wrong = dict[int, tuple[str, str]]


def records_of(files: Iterable[Path], settings: Mapping[str, Any]) -> pd.DataFrame:
    """Every encounter: the columns of RECORDS, by patient, date and order in the files.

    People who have left the study (`withdrawn`) have none.
    An encounter without an id gets its patient's and its place among all of theirs, E03-0001.
    Raises DataError with everything wrong in all files.
    """
    frames, problems = [], format_problems(settings["date_format"])
    for file in files:
        sheet, frame, wrong = _read(Path(file), settings)
        problems += wrong
        frames += [(sheet.file, frame)] if sheet else []
    problems += _twice(frames)
    whole = below([frame for _, frame in frames], RECORDS)
    if problems:
        raise DataError(problems)
    return identified(whole[~whole["patient"].isin(settings.get("withdrawn", ()))])


def identified(encounters: pd.DataFrame) -> pd.DataFrame:
    """Encounters in order of patient and time, each with an id."""
    found = encounters.sort_values(["patient", "date"], kind="stable", ignore_index=True)
    without = found["encounter"] == ""
    if without.any():
        place = found.groupby("patient", sort=False).cumcount() + 1
        made = found["patient"] + "-" + place.astype("str").str.zfill(4)
        while (taken := made.isin(found["encounter"]) & without).any():
            made = made.where(~taken, made + "_")
        found["encounter"] = found["encounter"].where(~without, made)
    return found


def columns_told(files: Iterable[Path], settings: Mapping[str, Any]) -> set[str]:
    """Columns of RECORDS that every file has: a measure of the others is undefined, not 0."""
    told = set(RECORDS.names)
    for file in files:
        text = decoded(Path(file))[0] or ""
        header = [name.strip() for name in next(cells_in(text.partition("\n")[0]), [])]
        told &= {name for _, name in _chosen(str(file), header, settings)[0]}
    return told


def record_problems(
    files: Iterable[Path], settings: Mapping[str, Any], patients: Collection[str],
    units: Collection[str],
) -> list[Problem]:  # fmt: skip
    """Everything wrong with the records, for the check of all inputs before a run.

    Unknown patients and practices are named once, with how many encounters they have; where there
    are no patients, or no units, nothing is said of them.
    """
    problems = _kinds_nobody_has(settings) + format_problems(settings["date_format"])
    frames = []
    for file in files:
        sheet, frame, wrong = _read(Path(file), settings)
        problems += wrong
        frames += [(sheet.file, frame[["encounter"]])] if sheet else []
        for name, known, what in (("patient", patients, "patients"), ("practice", units, "units")):
            if sheet and known and name in sheet.columns:
                problems += _unknown(sheet, sheet.columns[name], set(known), what)
    return problems + _twice(frames)


def _kinds_nobody_has(settings: Mapping[str, Any]) -> list[Problem]:
    kinds = RECORDS.column("transaction_type").choices
    return [
        Problem("the study file", None, "records.exclude", "one of " + ", ".join(kinds),
                shown(kind), nearest(kind, kinds))
        for kind in settings["exclude"] if kind not in kinds
    ]  # fmt: skip


def _read(
    file: Path, settings: Mapping[str, Any]
) -> tuple[Sheet | None, pd.DataFrame, list[Problem]]:
    sheet, problems = read_sheet(file, lambda name, header: _chosen(name, header, settings))
    if sheet is None:
        return None, below([], RECORDS), problems
    put, wrong = in_our_words(sheet, settings)
    frame, bad = typed(put, RECORDS)
    return sheet, frame, problems + wrong + bad


def _chosen(file: str, header: Sequence[str], settings: Mapping[str, Any]) -> Chosen:
    """Which of a file's columns are which of ours.

    Without a map all must be ours. With one, a column is ours by the map or, where the map doesn't
    speak of it, by its name.
    """
    named = {str(ours): str(theirs) for ours, theirs in settings["columns"].items()}
    problems = _no_columns_of_ours(file, settings)
    if problems or not named or not any(header):
        chosen, wrong = all_of(file, header, RECORDS)
        return chosen, problems or wrong
    for ours, theirs in named.items():
        if theirs not in header:
            hint = nearest(theirs, header) or "correct records.columns in the study file"
            wanted = f"the column {shown(theirs)}, which is to be our {ours}"
            problems.append(Problem(file, 1, theirs, wanted, "no such column", hint))
        elif header.count(theirs) > 1:
            found = f"{header.count(theirs)} times"
            problems.append(Problem(file, 1, theirs, "the column once", found))
    taken = set(named.values())
    chosen = [(header.index(theirs), ours) for ours, theirs in named.items() if theirs in header]
    chosen += [
        (header.index(name), name)
        for name in RECORDS.names if name not in named and name in header and name not in taken
    ]  # fmt: skip
    found_now = {name for _, name in chosen} | set(named)
    for column in RECORDS.columns:
        if column.required and column.name not in found_now:
            hint = f"say in the study file which column it is: records.columns.{column.name}"
            wanted = f"a column for our {column.name}"
            problems.append(Problem(file, 1, column.name, wanted, "no such column", hint))
    return chosen, problems


def _no_columns_of_ours(file: str, settings: Mapping[str, Any]) -> list[Problem]:
    wanted = "a column of records (docs/tables.md)"
    return [
        Problem(file, None, f"records.{key}", wanted, shown(ours),
                did_you_mean(ours, RECORDS.names))
        for key in ("columns", "codes") for ours in settings[key] if ours not in RECORDS.names
    ]  # fmt: skip


def in_our_words(sheet: Sheet, settings: Mapping[str, Any]) -> tuple[Sheet, list[Problem]]:
    """A sheet whose codes and dates are ours, and all that could not be put into our words."""
    problems: list[Problem] = []
    columns: dict[str, Cells] = {}
    unread = bool(format_problems(settings["date_format"]))  # told of already, once
    for name, cells in sheet.columns.items():
        if unread and RECORDS.column(name).kind == "date":
            columns[name] = replace(cells, distinct=[None] * len(cells.distinct))
            continue
        codes = {str(k): str(v) for k, v in settings["codes"].get(name, {}).items()}
        into = _translator(RECORDS.column(name), codes, settings["date_format"])
        if into is None:
            columns[name] = cells
            continue
        wrong: Wrong = {}
        values: list[str | None] = []
        for place, cell in enumerate(cells.distinct):
            try:
                values.append(into((cell or "").strip()))
            except ValueError as error:
                wrong[place] = (error.args[0], error.args[1])
                values.append(None)
        columns[name] = replace(cells, distinct=values)
        if RECORDS.column(name).kind == "date":
            problems += alike_problems(sheet, cells, wrong, "encounters")
        else:
            problems += cell_problems(sheet, cells, wrong, 0, "encounters")
    return replace(sheet, columns=columns), problems


def _translator(
    column: Column, codes: Mapping[str, str], date_format: str
) -> Callable[[str], str] | None:
    """What puts a cell of a column into our words; None where there is nothing to do."""
    if column.name == "acts":
        return lambda cell: _acts(cell, codes)
    if column.choices:
        return lambda cell: _word(cell, codes, column.choices, column.name)
    if column.kind == "date":
        return lambda cell: day(cell, date_format)
    return (lambda cell: codes.get(cell, cell)) if codes else None


def _word(cell: str, codes: Mapping[str, str], words: Sequence[str], name: str) -> str:
    """One of our words, from the map of codes or as it is. Raises ValueError(expected, hint)."""
    found = codes.get(cell, cell)
    if found in words or not found:
        return found
    if cell in codes:
        raise ValueError(f"records.codes.{name} to give one of " + ", ".join(words),
                         f"it gives {shown(found)}: correct it in the study file")  # fmt: skip
    known = f"a code of records.codes.{name}, or one of " if codes else "one of "
    add = f"add it to records.codes.{name} in the study file"
    raise ValueError(known + ", ".join(words), nearest(cell, [*codes, *words]) or add)


def _acts(cell: str, codes: Mapping[str, str]) -> str:
    """Acts of coordination with spaces between. Raises ValueError(expected, hint)."""
    if cell in codes:
        return _acts(codes[cell], {})
    return " ".join(_word(word, codes, ACTS, "acts") for word in cell.split())


def _unknown(sheet: Sheet, cells: Cells, known: set[str], table: str) -> list[Problem]:
    what = {"patients": "a patient of patients.csv", "units": "a unit of units.csv"}[table]
    add = f"add them to {table}.csv, or correct the id" if table == "patients" else (
        f"add it to {table}.csv, or correct the id")  # fmt: skip
    wrong: Wrong = {}
    for place, cell in enumerate(cells.distinct):
        named = nfc((cell or "").strip())
        if named and named not in known:
            near = nearest(named, known) if len(known) <= NEAR_AMONG else ""
            wrong[place] = (what, f"{near} Or {add}" if near else add)
    return cell_problems(sheet, cells, wrong, 0, "encounters") if wrong else []


def _twice(frames: Sequence[tuple[str, pd.DataFrame]]) -> list[Problem]:
    """Ids of encounters that an earlier file has too."""
    problems = []
    before: set[str] = set()
    for file, frame in frames if len(frames) > 1 else ():
        told = set(frame["encounter"]) - {""}
        if again := sorted(told & before):
            found = f"{shown(', '.join(again[:5]))}, {len(again):,} in all"
            hint = "put the practice before the number"
            wanted = "ids that no other file has"
            problems.append(Problem(file, None, "encounter", wanted, found, hint))
        before |= told
    return problems
