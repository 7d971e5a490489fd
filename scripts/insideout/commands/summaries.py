"""Take back a form for charting, filled in; without one, bind summaries to their evidence.

Summaries go to the table that their frame names with `summaries`, with author and evidence. A
summary is bound to the evidence that the last run found, and is marked stale as soon as its codings
change. Without --from, those that aren't bound yet are bound; --all binds all of them anew, after
you have read them against their evidence.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.changes import difference, read, write_all
from insideout.chart.handed_in import HandedIn, read_form, sorted_out
from insideout.chart.written import Key, with_summaries
from insideout.files import write_text
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.rows import Row, read_rows
from insideout.schema import did_you_mean
from insideout.tables.inputs import SUMMARIES
from insideout.tables.outputs import FRAMEWORK


def main(arguments: Sequence[str]) -> int:
    """Bind summaries and say how many; or check a form, show what changes, and write it."""
    parser = argparse.ArgumentParser("python -m insideout summaries", description=__doc__)
    parser.add_argument(
        "study", nargs="?", default="config/polyclinics.yaml", help="the study file"
    )
    parser.add_argument("--all", action="store_true", help="those that are bound already, too")
    parser.add_argument(
        "--from", dest="form", type=Path, metavar="FILE", help="a form for charting (xlsx or csv)"
    )
    parser.add_argument("--frame", default="", help="the only frame that the form may be of")
    parser.add_argument(
        "--remove", action="store_true", help="take out summaries that are empty in the form"
    )
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        if asked.form is None:
            bind(study, anew=asked.all)
            return 0
        changes, handed, said = take(study, asked.form, asked.frame, remove=asked.remove)
        lines = difference(changes)
        write_all(changes)  # first of all: whoever reads what is printed may leave early
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    print("\n".join([*lines, said]))
    if handed.told:
        print(f"\nLook at these: {listed(handed.told)}", file=sys.stderr)
    if handed.refused:
        print(f"\nNot taken: {summary(handed.refused)}", file=sys.stderr)
    return 1 if handed.refused else 0


def bind(study: Study, *, anew: bool) -> None:
    """Write the hashes of the last run into the tables of summaries. Raises DataError."""
    there = cells(study, Path("results") / study.name / "tables")
    for file in map(Path, study.summary_files()):
        text, count = bound(file, there, anew=anew)
        write_text(file, text)
        print(f"{file}: {counted(count)} bound")


def cells(study: Study, tables: Path) -> dict[Key, Mapping[str, Any]]:
    """Every cell of the last run's matrices: (frame, case, theme) → cell. Raises DataError."""
    found: dict[Key, Mapping[str, Any]] = {}
    files = {frame: tables / f"framework_{frame}.csv" for frame in study["frames"]}
    missing = [file for file in files.values() if not file.exists()]
    if missing:
        from insideout.commands.import_ import RUN  # with it come the formats of other tools

        hint = f"run the study first: {RUN}{study.path}"
        raise DataError(
            Problem(str(file), None, "", "a matrix that a run leaves", "no such file", hint)
            for file in missing
        )
    for frame, file in files.items():
        rows, problems = read_rows(file, FRAMEWORK)
        if problems:
            raise DataError(problems)
        found |= {(frame, row["case"], row["theme"]): row.cells for row in rows}
    return found


def bound(file: Path, cells: Mapping[Key, Mapping[str, Any]], *, anew: bool) -> tuple[str, int]:
    """A table of summaries with the hashes filled in, and how many were. Raises DataError."""
    changed = {}
    for key, row in written(file).items():
        new = str(cells[key]["evidence"]) if key in cells else ""
        if new and new != row["evidence"] and (anew or not row["evidence"]):
            changed[key] = {"evidence": new}
    return with_summaries(read(file), changed), len(changed)


def written(file: Path) -> dict[Key, Row]:
    """The summaries of a table by their cell. Raises DataError."""
    rows, problems = read_rows(file, SUMMARIES) if file.is_file() else ([], [])
    if problems:
        raise DataError(problems)
    return {(row["frame"], row["case"], row["theme"]): row for row in rows}


def take(
    study: Study, file: Path, frame: str, *, remove: bool
) -> tuple[dict[Path, str], HandedIn, str]:
    """The tables that change with their new text, what the form brings, and what is said of it.

    Raises DataError with all that is wrong with the form.
    """
    frames = study["frames"]
    if frame and frame not in frames:
        hint = did_you_mean(frame, sorted(frames))
        raise DataError(Problem("--frame", None, "", "a frame of the study", shown(frame), hint))
    rows, problems = read_form(file, frame)
    places = {name: study.root / f["summaries"] for name, f in frames.items() if f.get("summaries")}
    before = {key: row for place in sorted(set(places.values())) for key, row in
              written(place).items()}  # fmt: skip
    there = cells(study, Path("results") / study.name / "tables")
    old = {key: row.cells for key, row in before.items()}
    handed, wrong = sorted_out(rows, there, old, frame=frame, remove=remove)
    touched = {key[0] for key in [*handed.changed, *handed.gone]}
    problems += wrong + nowhere(study, touched - set(places))
    if problems:
        raise DataError([*problems, *handed.refused])
    changes = {}
    for place in sorted({places[name] for name in touched}):
        new = {key: row for key, row in handed.changed.items() if places[key[0]] == place}
        gone = [key for key in handed.gone if places[key[0]] == place]
        changes[place] = with_summaries(read(place), new, gone)
    return changes, handed, told(handed, set(before))


def nowhere(study: Study, frames: set[str]) -> list[Problem]:
    """Frames that have no table for their summaries."""
    hint = "add `summaries: summaries.csv` to the frame in the study file"
    return [
        Problem(
            str(study.path), None, f"frames.{name}.summaries", "a table's name", "nothing", hint
        )
        for name in sorted(frames)
    ]


def told(handed: HandedIn, before: set[Key]) -> str:
    """What changes, and what doesn't."""
    anew = sum(key in before for key in handed.changed)
    new, gone = len(handed.changed) - anew, len(handed.gone)
    are = "is" if new == 1 else "are"
    lines = [f"{counted(new)} {are} new, {anew} changed or bound anew, {gone} removed"
             + ("; run the pipeline to use them" if new or anew or gone else "")]  # fmt: skip
    if handed.unchanged:
        rows = "1 row is" if handed.unchanged == 1 else f"{handed.unchanged} rows are"
        lines.append(f"{rows} as in the form, or written already")
    if handed.emptied:
        stay = "1 is empty in the form and stays" if handed.emptied == 1 else (
            f"{handed.emptied} are empty in the form and stay")  # fmt: skip
        lines.append(f"{stay} all the same: to take them out of the table, add --remove")
    return "\n".join(lines)


def counted(count: int) -> str:
    """1 summary, 2 summaries."""
    return "1 summary" if count == 1 else f"{count} summaries"


def listed(told: Sequence[Problem]) -> str:
    """What isn't wrong by itself and may still not be meant, a paragraph each."""
    rows = "1 row" if len(told) == 1 else f"{len(told)} rows"
    return "\n\n".join([rows, *map(str, told)])
