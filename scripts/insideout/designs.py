"""What a study declares of its nest, comparisons, hypotheses and questions, against its tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from insideout.compare.problems import compare_problems, service_problems
from insideout.handed import truth_tables
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
from insideout.schema import did_you_mean, key_lines_of
from insideout.tables import INPUTS, OUTPUTS
from insideout.tables.agreement import AGREEMENT_TABLES
from insideout.tables.coding import CODING_TABLES, CODINGS_PLACED
from insideout.tables.compare import COMPARED, QCA_CASES
from insideout.tables.framework import CHART
from insideout.tables.judge import JUDGE, QUESTIONS
from insideout.tables.nest import NEST
from insideout.tables.records import EXTRACT
from insideout.tables.statistics import STATISTICS
from insideout.tables.suggest import SUGGEST_TABLES

Codes = list[dict[str, Any]]
OF_FRAMES = "framework_"
PLACED = "codings"  # the file of the table CODINGS_PLACED: questions go by files
COUNTED = (*CODING_TABLES, *AGREEMENT_TABLES, *SUGGEST_TABLES, *CHART, *EXTRACT, *NEST, *COMPARED,
           *STATISTICS, *JUDGE)  # fmt: skip
BIBLIOGRAPHY = Path(__file__).resolve().parents[2] / "reports" / "references.bib"
ENTRY = re.compile(r"^\s*@(\w+)\s*\{\s*([^\s,{}]+)\s*,", re.MULTILINE)
NO_ENTRIES = ("comment", "string", "preamble")
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
    problems += _no_references(files.get("links", ""), rows.get("links", []))
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


def _no_references(file: str, links: Sequence[Row]) -> list[Problem]:
    """References of links that the report's bibliography doesn't have."""
    known = _cited(BIBLIOGRAPHY)
    hint = f"add it to reports/{BIBLIOGRAPHY.name}"
    return [
        Problem(file, row.line, "reference", f"a key of reports/{BIBLIOGRAPHY.name}",
                shown(row["reference"]), did_you_mean(row["reference"], known, hint))
        for row in links if known and row["reference"] and row["reference"] not in known
    ]  # fmt: skip


def _cited(bibliography: Path) -> list[str]:
    """The keys of a bibliography in BibTeX; none where it can't be read: the report says that."""
    try:
        text = bibliography.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    return [key for kind, key in ENTRY.findall(text) if kind.lower() not in NO_ENTRIES]


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
            problems += question_problems(asked, questions, _results(study), OUTPUTS)
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
    """The tables of results that a question may rest on: those that the stage `judge` counts."""
    made = {table.name for table in COUNTED} - {QUESTIONS.name, CODINGS_PLACED.name} | {PLACED}
    frames = {f"{OF_FRAMES}{name}" for name in study["frames"]}
    return made | frames | {f"{QCA_CASES.name}_{name}" for name in truth_tables(study)}
