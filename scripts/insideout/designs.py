"""What a study declares of its nest, comparisons, hypotheses and questions, against its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from insideout.compare.problems import compare_problems, service_problems
from insideout.house import Study
from insideout.judge.files import lock_of, read_hypotheses, read_lock, read_questions
from insideout.judge.problems import hypothesis_problems, question_problems
from insideout.nest.problems import nest_problems
from insideout.problems import DataError, Problem
from insideout.references import told
from insideout.rows import Row
from insideout.schema import key_lines_of
from insideout.tables import OUTPUTS

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
    problems += compare_problems(
        study["compare"], nest, _cells(rows, "units"), _cells(rows, "services"),
        {code["code"] for code in codes}, features, file=file, lines=lines,
    )  # fmt: skip
    return [*problems, *_judged(study, rows, codes)]


def _cells(rows: Mapping[str, list[Row]], key: str) -> list[dict[str, Any]]:
    return [
        {name: "" if value is None else value for name, value in row.cells.items()}
        for row in rows.get(key, [])
    ]


def _judged(study: Study, rows: Mapping[str, list[Row]], codes: Codes) -> Iterable[Problem]:
    """Problems of the files of hypotheses and questions, and of the lock."""
    try:
        if (place := study.place("hypotheses")) is not None:
            book = read_hypotheses(place)
            yield from hypothesis_problems(
                place, book, read_lock(lock_of(place)),
                features=(study["nest"] or {"features": {}})["features"],
                units=_cells(rows, "units"), services=_cells(rows, "services"),
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
