"""What a study declares of its nest, comparisons, hypotheses and questions, against its tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from insideout.compare.problems import compare_problems, service_problems
from insideout.house import Study
from insideout.judge.files import (
    changed,
    hypotheses_in,
    lock_of,
    questions_in,
    read_hypotheses,
    read_lock,
)
from insideout.judge.problems import hypothesis_problems, question_problems
from insideout.nest.problems import nest_problems
from insideout.problems import DataError, Problem, shown
from insideout.references import columns_of_file, told
from insideout.rows import Row, as_told, header_problems, read_rows
from insideout.schema import key_lines_of
from insideout.tables import INPUTS, OUTPUTS

Codes = list[dict[str, Any]]
OF_FRAMES = "framework_"
T = TypeVar("T")
CODING = re.compile(r"[0-9a-f]{12}")  # what an id of a coding looks like: code.gather.coding_id


def design_problems(study: Study, rows: Mapping[str, list[Row]], codes: Codes) -> Iterable[Problem]:
    """Everything wrong with rings, memberships, links, services, comparisons and the ledger.

    `rows`: of each table of the study that could be read; `codes`: [] where the codebook couldn't.
    """
    lines, file = key_lines_of(study.path), str(study.path)
    files = {key: str(study.place(key)) for key in rows}
    nest, units = study["nest"], told(study, "units", "unit")
    places = _cells(study, "units") or []
    whole = {**rows, "units": [Row(0, {k: v or None for k, v in row.items()}) for row in places]}
    problems = nest_problems(file, lines, nest, study["levels"], codes, whole, files, units)
    problems += _no_ids(files.get("links", ""), rows.get("links", []))
    problems += service_problems(files.get("services", ""), rows.get("services", []))
    features = {code["feature"] for code in codes if code["feature"]}
    if codes:  # an unread codebook may have more of them
        features |= set((nest or {"features": {}})["features"])
    services = _cells(study, "services")
    if services is not None:
        problems += compare_problems(
            study["compare"], nest, places, services,
            {code["code"] for code in codes}, features, file=file, lines=lines,
        )  # fmt: skip
    return [*problems, *_judged(study, codes)]


def changed_hypotheses(study: Study) -> list[str]:
    """The hypotheses of a sound study that say something else than what was locked."""
    place = study.place("hypotheses")
    return changed(read_hypotheses(place), read_lock(lock_of(place))) if place is not None else []


def _no_ids(file: str, links: Sequence[Row]) -> list[Problem]:
    """Evidence of links that can't be a coding's id.

    An id that no coding of the consensus has is no problem: codings come and go as coders work. The
    stage `nest` lists it.
    """
    hint = (
        "take ids from the column `coding` of tables/consensus.csv or tables/codings.csv of a run"
    )
    expected = "ids of codings, 12 digits or letters from a to f each, with spaces between"
    return [
        Problem(file, row.line, column, expected, shown(name), hint)
        for row in links for column in ("evidence", "counter_evidence")
        for name in (row[column] or "").split() if not CODING.fullmatch(name)
    ]  # fmt: skip


def _cells(study: Study, key: str) -> list[dict[str, str]] | None:
    """The rows of a table as told, with bad cells too: those are told of already.

    None when the file or its header can't be read: then nothing is known of what it names. [] when
    there is no such table.
    """
    place = study.place(key)
    if place is None:
        return []
    told_rows, table = as_told(place), INPUTS[key]
    if not told_rows:
        return None if read_rows(place, table)[1] else []
    header = [name.strip() for name in columns_of_file(study, key)]
    return None if header_problems(str(place), header, table) else told_rows


def _judged(study: Study, codes: Codes) -> list[Problem]:
    """Problems of the files of hypotheses and questions, and of the lock."""
    problems: list[Problem] = []
    if (place := study.place("hypotheses")) is not None:
        book = _read(problems, lambda: hypotheses_in(place))
        lock = _read(problems, lambda: (read_lock(lock_of(place)), []))
        if book is not None:
            problems += hypothesis_problems(
                place, book, lock or {}, features=(study["nest"] or {"features": {}})["features"],
                units=_cells(study, "units"), services=_cells(study, "services"),
                codes={code["code"] for code in codes},
            )  # fmt: skip
    if (asked := study.place("questions")) is not None:
        questions = _read(problems, lambda: questions_in(asked))
        if questions is not None:
            problems += question_problems(asked, questions, _results(study))
    return problems


def _read(problems: list[Problem], reading: Callable[[], tuple[T, list[Problem]]]) -> T | None:
    """What of a file can be looked at; its problems of form are added to the others."""
    try:
        found, wrong = reading()
    except DataError as error:
        problems += error.problems
        return None
    problems += wrong
    return found


def _results(study: Study) -> set[str]:
    """The tables of results that a question may rest on."""
    return {*OUTPUTS, *(f"{OF_FRAMES}{name}" for name in study["frames"])}
