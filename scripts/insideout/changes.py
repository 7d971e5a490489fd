"""Changes that commands make to people's files: put in, shown, and written whole or not at all."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.files import write_bytes, write_text
from insideout.problems import DataError, Problem
from insideout.rows import cells_in, mark_between
from insideout.tables.declare import Table

BOM = "\ufeff"


def read(file: Path) -> str:
    """A file's text as it stands, byte order mark and ends of lines included; "" without one."""
    return file.read_bytes().decode("utf-8") if file.is_file() else ""


def with_rows(text: str, new: Sequence[Mapping[str, Any]], table: Table) -> str:
    """A table's text with rows after the last; written anew only where a column is missing."""
    if not new:
        return text
    there = header_of(text)
    header = there or table.names
    missing = [name for name in table.names if name not in header and any(r.get(name) for r in new)]
    if missing or not there:
        text = with_columns(text, missing) if there else _lines(text, [header])
    end = "" if text.endswith("\n") else _end(text)
    cells = [[_cell(row.get(name)) for name in [*header, *missing]] for row in new]
    return text + end + _lines(text, cells)


def with_columns(text: str, names: Sequence[str]) -> str:
    """A table's text with empty columns after the last; empty lines are left out."""
    header, *rows = cells_in(text.removeprefix(BOM))
    cells = [[*(name.strip() for name in header), *names]]
    cells += [[*row, *("" for _ in names)] for row in rows if any(row)]
    return BOM * text.startswith(BOM) + _lines(text, cells)


def header_of(text: str) -> list[str]:
    """The columns of a table's text."""
    return [name.strip() for name in next(cells_in(text.removeprefix(BOM)), [])]


def _lines(text: str, rows: Iterable[Sequence[Any]]) -> str:
    """Rows written as a table's text has them: what stands between columns, and ends lines."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark_between(text), lineterminator=_end(text)).writerows(rows)
    return out.getvalue()


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text.partition("\n")[0] + "\n" else "\n"


def _cell(value: Any) -> Any:
    return "" if value is None else value


def difference(changes: Mapping[Path, str]) -> list[str]:
    """What changes in each file, line by line.

    A column that is added changes every line of a table: it is told of in words, and only what
    changes beside it is shown.
    """
    lines = []
    for file, text in changes.items():
        before = read(file)
        added = _added(before, text) if file.suffix == ".csv" and before else []
        if added:
            columns = " and ".join(f"`{name}`" for name in added)
            what = "column is" if len(added) == 1 else "columns are"
            lines.append(f"{file}: the {what} added to every row: {columns}")
            before = with_columns(before, added)
        old, new = before.splitlines(), text.splitlines()
        lines += difflib.unified_diff(old, new, str(file), str(file), "", "", 1, "")
    return lines


def _added(before: str, after: str) -> list[str]:
    """The columns that a table's new text has after its old ones."""
    old, new = header_of(before), header_of(after)
    return new[len(old) :] if old and new[: len(old)] == old else []


def write_all(changes: Mapping[Path, str]) -> None:
    """Write all files, with the former ones beside them as .bak, or, where one fails, none."""
    before = {file: file.read_bytes() if file.is_file() else None for file in changes}
    done = []
    try:
        for file, text in changes.items():
            if (old := before[file]) is not None:
                write_bytes(file.with_name(f"{file.name}.bak"), old)
            write_text(file, text)
            done.append(file)
    except OSError as error:
        for file in done:
            old = before[file]
            write_bytes(file, old) if old is not None else file.unlink()
        found = str(error.strerror or error)
        hint = "nothing was changed; close the files in other programs, and try again"
        where = str(error.filename or "")
        raise DataError(
            Problem(where, None, "", "files that can be written", found, hint)
        ) from error
