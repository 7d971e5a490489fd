"""Summaries that are older than their evidence, with the line they are on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.problems import DataError, Problem, shown
from insideout.rows import Row, read_rows
from insideout.tables.inputs import SUMMARIES

Cells = Mapping[tuple[str, str, str], Mapping[str, Any]]
HINT = (
    "read it against the quotations of its cell; then hand in the cell's row of "
    "forms/charting_{frame}.xlsx, with the summary changed or, if it holds as it stands, with yes "
    "chosen in its column holds (python -m insideout summaries STUDY --from FORM)"
)


def cells_of(matrices: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Evidence and codings of every cell of the matrices: (frame, case, theme) → cell."""
    return {
        (frame, case, theme): {"evidence": evidence, "codings": int(codings)}
        for frame, table in matrices.items()
        for case, theme, evidence, codings in
        table[["case", "theme", "evidence", "codings"]].itertuples(index=False)
    }  # fmt: skip


def none_stale(files: Iterable[Path], matrices: Mapping[str, pd.DataFrame]) -> None:
    """Raises DataError with all stale summaries of some tables, if there are any."""
    cells = cells_of(matrices)
    found = [
        problem for file in files
        for problem in stale_problems(str(file), read_rows(file, SUMMARIES)[0], cells)
    ]  # fmt: skip
    if found:
        raise DataError(found)


def stale_problems(file: str, summaries: Iterable[Row], cells: Cells) -> list[Problem]:
    """A problem for each summary that was written from other codings than its cell holds now.

    `summaries`: rows of `file` with their line, as the reader of inputs gives them; `cells`: of
    `cells_of`. Summaries that aren't bound to any evidence, or of no cell, are none of these.
    """
    problems = []
    for row in summaries:
        key = (row["frame"], row["case"], row["theme"])
        now = cells.get(key)
        if now is None or not row["evidence"] or row["evidence"] == now["evidence"]:
            continue
        count = now["codings"]
        there = f"{count} coding{'s' if count != 1 else ''}" if count else "no coding any more"
        found = f"{shown(' × '.join(key[1:]))} of {key[0]}, where there is {there}"
        problems.append(
            Problem(file, row.line, "evidence", "a summary of the codings that are there now",
                    f"{found}, and others were there when it was written",
                    HINT.format(frame=key[0]))
        )  # fmt: skip
    return problems
