"""What a study declares of its nest, comparisons, hypotheses and questions, against its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from insideout.compare.problems import compare_problems, service_problems
from insideout.house import Study
from insideout.judge.files import lock_of, read_hypotheses, read_lock, read_questions
from insideout.judge.problems import hypothesis_problems, question_problems
from insideout.nest.problems import nest_problems
from insideout.problems import DataError, Problem
from insideout.references import told
from insideout.rows import Row, as_told, read_rows
from insideout.schema import key_lines_of
from insideout.tables import INPUTS, OUTPUTS

Codes = list[dict[str, Any]]
OF_FRAMES = "framework_"


def design_problems(study: Study, rows: Mapping[str, list[Row]], codes: Codes) -> Iterable[Problem]:
    """Everything wrong with rings, memberships, links, services, comparisons and the ledger.

    `rows`: of each table of the study that could be read; `codes`: [] where the codebook couldn't.
    """
    lines, file = key_lines_of(study.path), str(study.path)
    files = {key: str(study.place(key)) for key in rows}
    nest, units = study["nest"], told(study, "units", "unit")
    problems = nest_problems(file, lines, nest, study["levels"], codes, rows, files, units)
    problems += service_problems(files.get("services", ""), rows.get("services", []))
    features = {code["feature"] for code in codes if code["feature"]}
    features |= set((nest or {"features": {}})["features"])
    sound = all(_readable(study, rows, key) for key in ("units", "services"))
    if sound:
        problems += compare_problems(
            study["compare"], nest, _cells(study, "units"), _cells(study, "services"),
            {code["code"] for code in codes}, features, file=file, lines=lines,
        )  # fmt: skip
    return [*problems, *_judged(study, codes, sound=sound)]


def _readable(study: Study, rows: Mapping[str, list[Row]], key: str) -> bool:
    """Whether names may be held against a table: not when no row of it could be read."""
    place = study.place(key)
    if place is None or rows.get(key):
        return True
    return not read_rows(place, INPUTS[key])[1]


def _cells(study: Study, key: str) -> list[dict[str, str]]:
    """The rows of a table as told, with bad cells too: those are told of already."""
    return [row for file in study.given(key) for row in as_told(Path(file))]


def _judged(study: Study, codes: Codes, *, sound: bool) -> Iterable[Problem]:
    """Problems of the files of hypotheses and questions, and of the lock."""
    try:
        if (place := study.place("hypotheses")) is not None:
            book, lock = read_hypotheses(place), read_lock(lock_of(place))
            if sound:
                yield from hypothesis_problems(
                    place, book, lock, features=(study["nest"] or {"features": {}})["features"],
                    units=_cells(study, "units"), services=_cells(study, "services"),
                    codes={code["code"] for code in codes},
                )  # fmt: skip
    except DataError as error:
        yield from error.problems
    try:
        if (place := study.place("questions")) is not None:
            yield from question_problems(place, read_questions(place), _results(study))
    except DataError as error:
        yield from error.problems


def _results(study: Study) -> set[str]:
    """The tables of results that a question may rest on."""
    return {*OUTPUTS, *(f"{OF_FRAMES}{name}" for name in study["frames"])}
