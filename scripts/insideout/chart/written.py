"""A table of summaries with some of its rows changed or taken out, the others as they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping
from typing import Any

from insideout.changes import BOM, header_of, with_columns, with_rows
from insideout.rows import cells_in, mark_between
from insideout.tables.inputs import SUMMARIES

Key = tuple[str, str, str]  # frame, case, theme


def with_summaries(
    text: str, changed: Mapping[Key, Mapping[str, Any]], gone: Collection[Key] = ()
) -> str:
    """The table's text with the cells of `changed`, and without the rows `gone`.

    A row that is there keeps its place and the cells that `changed` doesn't name; a new one goes to
    the end. Lines of other rows stay as they are, letter by letter.
    """
    header = header_of(text)
    missing = [name for name in SUMMARIES.names if name not in header] if header else []
    if missing:
        text, header = with_columns(text, missing), [*header, *missing]
    lines = list(io.StringIO(text.removeprefix(BOM), newline=""))
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    reader = cells_in(text.removeprefix(BOM))
    kept, at, there = [], 0, set()
    for number, cells in enumerate(reader):
        raw, at = "".join(lines[at : reader.line_num]), reader.line_num
        row = dict(zip(header, cells, strict=False))
        key = tuple(row.get(name, "").strip() for name in SUMMARIES.key)
        if number == 0 or (key not in changed and key not in gone):
            kept.append(raw)
        elif key in changed:
            there.add(key)
            kept.append(_line([_cell({**row, **changed[key]}, name) for name in header], text, end))
    new = [row for key, row in changed.items() if key not in there]
    return with_rows(BOM * text.startswith(BOM) + "".join(kept), new, SUMMARIES)


def _cell(row: Mapping[str, Any], name: str) -> Any:
    return "" if row[name] is None else row[name]


def _line(cells: list[Any], text: str, end: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark_between(text), lineterminator=end).writerow(cells)
    return out.getvalue()
