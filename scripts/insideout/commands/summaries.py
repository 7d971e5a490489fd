"""Bind authored summaries to the evidence they were written from, as the last run found it.

A summary's cell is then marked stale as soon as its codings change. Summaries that are bound
already stay as they are; --all binds them anew, after you have read them against their evidence.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from insideout.files import write_text
from insideout.house import Study, open_study
from insideout.problems import DataError, summary
from insideout.rows import cells_in, decoded, mark_between, read_rows
from insideout.tables.inputs import SUMMARIES
from insideout.tables.outputs import FRAMEWORK


def main(arguments: Sequence[str]) -> int:
    """Write the hashes of the last run into the tables of summaries, and say how many."""
    parser = argparse.ArgumentParser("python -m insideout summaries", description=__doc__)
    parser.add_argument(
        "study", nargs="?", default="config/polyclinics.yaml", help="the study file"
    )
    parser.add_argument("--all", action="store_true", help="those that are bound already, too")
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        evidence = cells(study, Path("results") / study.name / "tables")
        for file in map(Path, study.summary_files()):
            text, count = bound(file, evidence, anew=asked.all)
            write_text(file, text)
            print(f"{file}: {count} summaries bound")
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    return 0


def cells(study: Study, tables: Path) -> dict[tuple[str, str, str], str]:
    """Hash of the evidence of every cell: (frame, case, theme) → hash. Raises DataError."""
    found: dict[tuple[str, str, str], str] = {}
    for frame in study["frames"]:
        rows, problems = read_rows(tables / f"framework_{frame}.csv", FRAMEWORK)
        if problems:
            raise DataError(problems)
        found |= {(frame, row["case"], row["theme"]): str(row["evidence"]) for row in rows}
    return found


def bound(
    file: Path, evidence: Mapping[tuple[str, str, str], str], *, anew: bool
) -> tuple[str, int]:
    """A table of summaries with the hashes filled in, and how many were. Raises DataError."""
    rows, problems = read_rows(file, SUMMARIES)
    if problems:
        raise DataError(problems)
    text, _ = decoded(file)
    cells_of = list(cells_in(text or ""))
    header = [name.strip() for name in cells_of[0]]
    if "evidence" not in header:
        cells_of = [[*row, ""] for row in cells_of]
        header.append("evidence")
        cells_of[0] = header
    at, count = header.index("evidence"), 0
    for row, written in zip(rows, [c for c in cells_of[1:] if any(c)], strict=True):
        new = evidence.get((row["frame"], row["case"], row["theme"]), "")
        if new and new != written[at] and (anew or not written[at]):
            written[at] = new
            count += 1
    out = io.StringIO(newline="")
    mark = mark_between(text or "")
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(cells_of)
    return out.getvalue(), count
