"""The reader of long tables, such as a million encounters: column by column.

The same tables, types and problems as `read_inputs`, but a cell that stands in many rows is parsed
once, and no row is ever a dictionary. What the cells hold may be put into other words before they
are parsed (`shapes` does so for exports of other shapes).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.problems import DataError, Problem, shown
from insideout.reader import framed
from insideout.rows import decoded, header_problems, mark_between, parse, wrong_width
from insideout.tables.declare import Column, Table

AT_ONCE = 50_000  # rows held as Python text before they become numbers
EACH = 20  # bad cells of a column that are told one by one; of more, each wording once
EXAMPLES = 3  # of cells that are wrong in the same way
WORDINGS = 50  # so many wordings; the rest is counted
Chosen = tuple[list[tuple[int, str]], list[Problem]]


@dataclass(frozen=True)
class Cells:
    """A column as a file has it: its `distinct` cells, and for each row the place of its own.

    `label` is its name in the file. None among the distinct: a cell that was told of already.
    """

    label: str
    distinct: Sequence[str | None]
    places: NDArray[np.int32]


@dataclass(frozen=True)
class Sheet:
    """A file: the line on which each row begins, and the columns by the names of the table."""

    file: str
    lines: NDArray[np.int64]
    columns: dict[str, Cells]


def read_columns(files: Iterable[Path], table: Table) -> pd.DataFrame:
    """Input files of one table, one below the other, as `read_inputs` gives them.

    Rows whose key is empty altogether don't repeat each other. Raises DataError with all problems
    of all files; where a column has many, each wording once, with how many rows have it.
    """
    frames, problems = [], []
    for file in files:
        sheet, wrong = read_sheet(Path(file), lambda name, header: all_of(name, header, table))
        problems += wrong
        if sheet:
            frame, bad = typed(sheet, table)
            frames.append(frame)
            problems += bad
    if problems:
        raise DataError(problems)
    return below(frames, table)


def below(frames: Sequence[pd.DataFrame], table: Table) -> pd.DataFrame:
    """Frames of one table, one below the other."""
    if not frames:
        return framed([], table)
    if len(frames) == 1:
        return frames[0]
    whole = pd.concat(frames, ignore_index=True)
    attributes = [name for name in whole if name not in table.names]
    return whole.fillna(dict.fromkeys(attributes, "")) if attributes else whole


def all_of(file: str, header: Sequence[str], table: Table) -> Chosen:
    """Every column of a file in the table's own shape, and what is wrong with its header."""
    return list(enumerate(header)), header_problems(file, header, table)


def read_sheet(
    file: Path, choose: Callable[[str, list[str]], Chosen]
) -> tuple[Sheet | None, list[Problem]]:
    """A file's cells, and rows that are no rows. `choose` says which columns are which."""
    try:
        with file.open(encoding="utf-8-sig", newline="\n") as stream:
            mark = mark_between(stream.readline())
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return _cells(str(file), csv.reader(stream, delimiter=mark, strict=True), choose)
    except (OSError, UnicodeDecodeError):
        return None, decoded(file)[1]  # it knows the line, and what to do


def _cells(
    file: str, reader: Any, choose: Callable[[str, list[str]], Chosen]
) -> tuple[Sheet | None, list[Problem]]:
    line = 1
    rows: list[list[str]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        chosen, problems = choose(file, header)
        if problems:
            return None, problems
        known: list[Any] = [defaultdict(None) for _ in chosen]
        for cells in known:
            cells.default_factory = cells.__len__  # a new cell gets the next place
        parts: list[list[NDArray[np.int32]]] = []
        line, width = reader.line_num + 1, len(header)
        for row in reader:
            if any(map(str.strip, row)):
                if len(row) == width:
                    rows.append(row)
                    lines.append(line)
                else:
                    mark = reader.dialect.delimiter
                    problems.append(wrong_width(file, line, width, len(row), mark))
            line = reader.line_num + 1
            if len(rows) >= AT_ONCE:
                parts.append(_placed(rows, chosen, known))
                rows = []
        parts.append(_placed(rows, chosen, known))
    except csv.Error as error:
        hint = 'double a quotation mark inside a quoted cell (""), and close every quoted cell'
        found = f"{error} (on line {reader.line_num})"
        return None, [*problems, Problem(file, line, "", "a CSV row", found, hint)]
    columns = {
        name: Cells(header[at], list(cells), np.concatenate([part[k] for part in parts]))
        for k, ((at, name), cells) in enumerate(zip(chosen, known, strict=True))
    }
    return Sheet(file, np.array(lines, dtype=np.int64), columns), problems


def _placed(
    rows: list[list[str]], chosen: list[tuple[int, str]], known: list[Any]
) -> list[NDArray[np.int32]]:
    """Rows as places among the distinct cells of each column."""
    columns = list(zip(*rows, strict=True)) or [()] * (max((at for at, _ in chosen), default=0) + 1)
    return [
        np.fromiter(map(cells.__getitem__, columns[at]), np.int32, len(rows))
        for (at, _), cells in zip(chosen, known, strict=True)
    ]


def typed(sheet: Sheet, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """A sheet as a frame of the table's columns and types, and the problems of its cells.

    A bad cell is empty in the frame.
    """
    problems: list[Problem] = []
    good = np.ones(len(sheet.lines), dtype=bool)
    made: dict[str, pd.Series[Any]] = {}
    attributes = [name for name in sheet.columns if name not in table.names]
    for name in [*table.names, *(attributes if table.attributes else [])]:
        declared = name in table.names
        column = table.column(name) if declared else Column(name, "text", "", free_text=True)
        cells = sheet.columns.get(name)
        if cells is None:
            cells = Cells(name, [None], np.zeros(len(sheet.lines), dtype=np.int32))
        values, wrong = _parsed(cells, column)
        if wrong:
            problems += cell_problems(sheet, cells, wrong)
            good &= ~np.isin(cells.places, list(wrong))
        distinct = framed(({name: value} for value in values), Table("", "", (column,)))[name]
        made[name] = distinct.take(cells.places).reset_index(drop=True)
    frame = pd.DataFrame(made)
    return frame, problems + _repeated(sheet, frame, table, good)


def _parsed(cells: Cells, column: Column) -> tuple[list[Any], dict[int, tuple[str, str]]]:
    """Each distinct cell's value; of bad ones, by their place, what was expected and a hint."""
    values: list[Any] = []
    wrong: dict[int, tuple[str, str]] = {}
    for place, cell in enumerate(cells.distinct):
        try:
            values.append(None if cell is None else parse(cell, column))
        except ValueError as error:
            wrong[place] = (error.args[0], error.args[1])
            values.append(None)
    return values, wrong


def cell_problems(
    sheet: Sheet, cells: Cells, wrong: Mapping[int, tuple[str, str]], each: int = EACH,
    what: str = "rows",
) -> list[Problem]:  # fmt: skip
    """Problems of bad cells, by their place among the distinct: what was expected, and a hint.

    Up to `each` rows are told one by one; of more, each wording on the line where it is first.
    """
    rows = np.flatnonzero(np.isin(cells.places, list(wrong)))
    at = cells.places[rows]
    if len(rows) <= each:
        return [
            _told(sheet, cells, int(row), wrong[int(place)])
            for row, place in zip(rows, at, strict=True)
        ]
    places, first, counts = np.unique(at, return_index=True, return_counts=True)
    order = np.argsort(first)
    problems = []
    for k in order[:WORDINGS]:
        often = f" (in {counts[k]:,} {what})" if counts[k] > 1 else ""
        problems.append(_told(sheet, cells, int(rows[first[k]]), wrong[int(places[k])], often))
    if len(order) > WORDINGS:
        rest = order[WORDINGS:]
        row, expected = int(rows[first[rest[0]]]), wrong[int(places[rest[0]])][0]
        found = f"{len(rest):,} more that are wrong, in {counts[rest].sum():,} {what}"
        hint = "the first of them is on this line"
        line = int(sheet.lines[row])
        problems.append(Problem(sheet.file, line, cells.label, expected, found, hint))
    return problems


def alike_problems(
    sheet: Sheet, cells: Cells, wrong: Mapping[int, tuple[str, str]], what: str = "rows"
) -> list[Problem]:
    """Problems of bad cells as `cell_problems` has them, one for all that are wrong alike.

    It stands on the line of the first, with some examples and how many rows there are.
    """
    alike: dict[tuple[str, str], list[int]] = {}
    for place, wanted in wrong.items():
        alike.setdefault(wanted, []).append(place)
    problems = []
    for wanted, places in alike.items():
        rows = np.flatnonzero(np.isin(cells.places, places))
        first = cells.places[rows]
        examples = [shown(cells.distinct[place]) for place in pd.unique(first)[:EXAMPLES]]
        more = ", …" if len(places) > EXAMPLES else ""
        often = f" (in {len(rows):,} {what})" if len(rows) > 1 else ""
        line, found = int(sheet.lines[rows[0]]), ", ".join(examples) + more + often
        problems.append(Problem(sheet.file, line, cells.label, wanted[0], found, wanted[1]))
    return problems


def _told(
    sheet: Sheet, cells: Cells, row: int, wanted: tuple[str, str], often: str = ""
) -> Problem:
    cell = cells.distinct[cells.places[row]]
    found = (shown(cell) if cell else "an empty cell") + often
    return Problem(sheet.file, int(sheet.lines[row]), cells.label, wanted[0], found, wanted[1])


def _repeated(
    sheet: Sheet, frame: pd.DataFrame, table: Table, good: NDArray[np.bool_]
) -> list[Problem]:
    """Rows whose key another row has already; rows without any key are left alone."""
    if not table.key:
        return []
    keys = frame.loc[good, list(table.key)]
    text = keys.astype(object).where(keys.notna(), "") if not _all_text(keys) else keys
    keyed = text.loc[(text != "").any(axis=1)]
    again = keyed[keyed.duplicated()]
    if again.empty:
        return []
    first: dict[tuple[Any, ...], int] = {}
    of = keyed[keyed.duplicated(keep=False)]
    problems = []
    label = ", ".join(table.key)
    hint = "give one of the two another id, or delete the repeated row"
    for row, key in zip(of.index, of.itertuples(index=False, name=None), strict=True):
        line = int(sheet.lines[row])
        if key in first:
            named = shown(", ".join(str(part) for part in key if part != ""))
            found = f"{named}, already on line {first[key]}"
            problems.append(
                Problem(sheet.file, line, label, "a key no other row has", found, hint)
            )  # fmt: skip
        first.setdefault(key, line)
    if len(problems) > WORDINGS:
        last, more = problems[WORDINGS], f"{len(problems) - WORDINGS:,} more rows like those above"
        problems = [*problems[:WORDINGS], replace(last, found=more)]
    return problems


def _all_text(keys: pd.DataFrame) -> bool:
    return all(str(kind) == "str" for kind in keys.dtypes)
