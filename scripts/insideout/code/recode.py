"""A coder's file with its codings' places as they are now: only the cells that changed change."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.code.anchor import Place
from insideout.code.gather import coding_id
from insideout.code.place import CONTEXT
from insideout.code.similar import all_of
from insideout.rows import mark_between

OFFSETS = ("start", "end")
HINTS: tuple[str, ...] = (*OFFSETS, "prefix", "suffix")
Edits = Mapping[int, Mapping[str, str]]  # by line: columns and what they are to hold


def healed(
    coding: Mapping[str, Any], at: Place, text: str, *, contexts: bool, words: bool
) -> dict[str, Any]:
    """What a row should say of the place it was found at; columns that stay are left out.

    `contexts`: prefix, suffix and occurrence too. `words`: an approximate match was looked at, and
    the quote is to be as the text has it; without that the row stays as it is. Values are as
    `gather.codings_in` reads them: an empty cell is None.
    """
    if at.how == "approximate" and not words:
        return {}
    new: dict[str, Any] = {"start": at.start, "end": at.end}
    if at.how == "approximate":
        new["quote"] = text[at.start : at.end]
    if contexts:
        new["prefix"] = text[max(0, at.start - CONTEXT) : at.start] or None
        new["suffix"] = text[at.end : at.end + CONTEXT] or None
        # white space alone is an empty cell to the reader
        new |= {key: None for key in ("prefix", "suffix") if not (new[key] or "").strip()}
        places = all_of(text[at.start : at.end], text)
        new["occurrence"] = places.index(at.start) + 1 if len(places) > 1 else None
    return {key: value for key, value in new.items() if value != coding[key]}


def without_twins(
    codings: Sequence[Mapping[str, Any]], changes: Mapping[int, Mapping[str, Any]]
) -> tuple[dict[int, Mapping[str, Any]], list[int]]:
    """The changes that leave every coding an id of its own, and the numbers of the others' rows.

    Two rows that only an outdated context told apart would be one coding twice.
    """
    new = [coding_id({**coding, **changes.get(n, {})}) for n, coding in enumerate(codings)]
    times = Counter(new)
    twins = [n for n in changes if times[new[n]] > 1]
    kept = {
        n: {key: value for key, value in change.items() if n not in twins or key in OFFSETS}
        for n, change in changes.items()
    }
    return {n: change for n, change in kept.items() if change}, twins


def rewritten(text: str, edits: Edits, columns: Sequence[str] = ()) -> tuple[str, int]:
    """A table's text with some cells changed, and how many; the rest stays to the byte.

    `edits`: by the line a row begins on. `columns`: those that the table is to have; the missing
    ones are put after the last. Other columns that it doesn't have are passed over.
    """
    mark = mark_between(text)
    parts: list[str] = []
    done = count = 0
    header: list[str] = []
    new: list[str] = []
    for line, cells in _rows(text, mark):
        first = not header
        if first:
            header = [_plain(text[start:end]).strip() for start, end in cells]
            new = [name for name in columns if name not in header]
        wanted: Mapping[str, str] = {} if first else edits.get(line, {})
        for name, (start, end) in zip(header, cells, strict=False):
            value = wanted.get(name)
            if value is not None and value != _plain(text[start:end]):
                parts += [text[done:start], _cell(value, mark, quoted=text[start:end][:1] == '"')]
                done = end
                count += 1
        if new and any(_plain(text[start:end]).strip() for start, end in cells):
            more = [name if first else _cell(wanted.get(name, ""), mark) for name in new]
            parts += [text[done : cells[-1][1]], *(mark + cell for cell in more)]
            done = cells[-1][1]
            count += len(new)
    return "".join([*parts, text[done:]]), count


def difference(file: Path, before: bytes, after: bytes, hidden: Container[int] = ()) -> str:
    """What changes in a file, as a unified diff without lines around it.

    `hidden`: lines of the file as it was, on which rows begin that are counted and not shown.
    """
    old, new = (data.decode("utf-8-sig") for data in (before, after))
    numbers = _numbers(old, hidden)
    if numbers:
        new, old = _without_rows(new, numbers, old), _without_rows(old, numbers, old)
    was, now = (text.splitlines(keepends=True) for text in (old, new))
    lines = difflib.unified_diff(was, now, str(file), str(file), n=0)
    told = "".join(line if line.endswith("\n") else line + "\n" for line in lines)
    rows = f"{len(numbers)} row{'s' if len(numbers) > 1 else ''}"
    return told + (f"{file}: {rows} of an open blind round: not shown\n" if numbers else "")


def _without_rows(text: str, numbers: Container[int], other: str) -> str:
    """A table's text with some rows blank, by their number from 1 after the header.

    Each leaves as many empty lines as it has in `other`, the same table before it was changed.
    """
    spans = _spans(text)
    parts = [
        "\n" * len(was.splitlines()) if number in numbers else row
        for number, (row, was) in enumerate(zip(spans, _spans(other), strict=True))
    ]
    return "".join(parts)


def _spans(text: str) -> list[str]:
    """A table's text cut into its rows, line ends and all."""
    starts = [cells[0][0] for _, cells in _rows(text, mark_between(text))]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _numbers(text: str, lines: Container[int]) -> set[int]:
    """The numbers from 1 after the header of the rows that begin on these lines."""
    rows = _rows(text, mark_between(text))
    return {number for number, (line, _) in enumerate(rows) if number and line in lines}


def _rows(text: str, mark: str) -> list[tuple[int, list[tuple[int, int]]]]:
    """The rows of a table: the line each begins on, and where its cells stand, quotes and all."""
    cell = re.compile(rf'("(?:[^"]|"")*"|[^{mark}\r\n]*)({mark}|\r\n|\r|\n|\Z)')
    rows: list[tuple[int, list[tuple[int, int]]]] = []
    at, line, first = 0, 1, 1
    cells: list[tuple[int, int]] = []
    while at < len(text):
        found = cell.match(text, at)
        if found is None:  # the reader has refused such a file already
            raise ValueError(f"no cell at character {at}")
        cells.append(found.span(1))
        line += len(re.findall(r"\r\n|\r|\n", found[0]))
        at = found.end()
        if found[2] != mark:
            rows.append((first, cells))
            cells, first = [], line
    if cells:  # the last cell is empty, and no line end follows
        rows.append((first, [*cells, (at, at)]))
    return rows


def _plain(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell


def _cell(value: str, mark: str, *, quoted: bool = False) -> str:
    """A value as a cell, in quotation marks where it needs them or had them."""
    if quoted or any(sign in value for sign in (mark, '"', "\n", "\r")):
        return '"' + value.replace('"', '""') + '"'
    return value
