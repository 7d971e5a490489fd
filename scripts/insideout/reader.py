"""Declared tables as data frames: reading inputs, reading and writing what stages make."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.files import write_bytes, write_text
from insideout.problems import DataError, Problem
from insideout.rows import Row, read_rows
from insideout.tables.declare import Table

TYPES = {"integer": "Int64", "number": "float64", "yes_no": "boolean"}


def read_inputs(files: Iterable[Path], table: Table, without: Collection[str] = ()) -> pd.DataFrame:
    """Input files of one table, one below the other. Raises DataError with all problems of all.

    `without`: people whose rows are left out, where the table's rows are of people.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for file in files:
        found, wrong = read_rows(Path(file), table)
        rows += found
        problems += wrong
    if problems:
        raise DataError(problems)
    who = next((name for name in table.names if name in ("patient", "informant")), "")
    return framed((row.cells for row in rows if row[who] not in without), table)


def framed(found: Iterable[dict[str, Any]], table: Table) -> pd.DataFrame:
    """Records as a frame with the declared columns first, each of its declared type.

    Text, ids, choices and dates are strings ("" where empty), so that frames compare and join
    without surprises; integers, numbers and yes/no may be missing (NA).
    """
    rows = list(found)
    kinds = {column.name: column.kind for column in table.columns}
    extra = list(dict.fromkeys(k for r in rows for k in r if k not in kinds))
    return pd.DataFrame(
        {
            name: _series(
                [row.get(name) for row in rows], TYPES.get(kinds.get(name, "text"), "str")
            )
            for name in [*kinds, *(extra if table.attributes else [])]
        }
    )


def _series(values: list[Any], dtype: str) -> pd.Series[Any]:
    if dtype == "str":
        return pd.Series(["" if pd.isna(v) else str(v) for v in values], dtype="str")
    plain: pd.Series[Any] = pd.Series([None if pd.isna(v) else v for v in values], dtype="object")
    return _typed(plain, dtype)


def _typed(values: pd.Series[Any], dtype: str) -> pd.Series[Any]:
    typed: pd.Series[Any] = values.astype(dtype)  # type: ignore[call-overload]
    return typed


def read_made(file: Path, table: Table) -> pd.DataFrame:
    """A table that an earlier stage wrote, with its declared types."""
    frame = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8")
    for column in table.columns:
        if column.kind in TYPES:
            values = frame[column.name].replace("", None)
            if column.kind == "yes_no":
                values = values.map({"yes": True, "no": False})
            else:
                values = pd.to_numeric(values)
            frame[column.name] = _typed(values, TYPES[column.kind])
    return frame


def rows_in(file: Path) -> int:
    """How many rows a table of results has, its header apart."""
    with file.open(encoding="utf-8", newline="") as lines:
        return max(0, sum(1 for _ in csv.reader(lines)) - 1)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as dictionaries of plain Python values; missing ones are None."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(k): v for k, v in row.items()} for row in plain.to_dict("records")]


def write(frame: pd.DataFrame, file: Path, table: Table) -> None:
    """Write a table: declared columns only, in order; floats with 10 significant digits.

    Raises KeyError when a declared column is missing. Written beside and renamed.
    """
    extra = [name for name in frame if name not in table.names] if table.attributes else []
    out = frame[[*table.names, *extra]].copy()
    for column in table.columns:
        if column.kind == "yes_no":
            out[column.name] = out[column.name].map({True: "yes", False: "no"})
        elif column.kind == "number":
            out[column.name] = _written(out[column.name])
        elif column.kind == "text":  # a lone carriage return would end the row
            out[column.name] = out[column.name].str.replace("\r\n?", "\n", regex=True)
    write_text(file, out.to_csv(index=False, lineterminator="\n"))


def _written(numbers: pd.Series[Any]) -> NDArray[np.object_]:
    """Numbers as text, each distinct one put into words once; "" where one is missing."""
    values = pd.to_numeric(numbers).to_numpy("float64", na_value=np.nan) + 0.0  # no -0
    places, distinct = pd.factorize(values)  # -1, the last of the texts, for what is missing
    return np.array([*(f"{value:.10g}" for value in distinct), ""], dtype=object)[places]


def write_parquet(frame: pd.DataFrame, file: Path) -> None:
    """Write a frame that people don't read, such as the tokens, as Parquet."""
    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False)
    write_bytes(file, buffer.getvalue())


def read_parquet(file: Path) -> pd.DataFrame:
    """A frame that `write_parquet` wrote."""
    return pd.read_parquet(file)
