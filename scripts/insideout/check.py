"""The check of all inputs, before any job runs: every problem of every file at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from insideout.agree.consensus import adjudication_problems
from insideout.agree.mapping import mapping_problems
from insideout.beside import chapter_problems, feature_problems, informant_problems, unread
from insideout.chart.cases import cases_of
from insideout.chart.matrix import columns_of, summary_problems
from insideout.code.codebook import read_codebook
from insideout.code.gather import (
    codings_in,
    of_sources,
    reference_problems,
    segments_in,
    valence_problems,
    with_valences,
)
from insideout.code.place import orphan_problems, orphans_among
from insideout.designs import changed_hypotheses, design_problems
from insideout.extract.benchmarks import benchmark_problems
from insideout.extract.shapes import record_problems
from insideout.house import Study
from insideout.intake.taken import TakenIn
from insideout.plans import patient_problems, plan_problems, response_problems
from insideout.problems import DataError, Problem, shown
from insideout.quality.printed import printed_problems
from insideout.reader import framed
from insideout.references import study_references, told
from insideout.rows import Row, as_told, every_row, read_rows
from insideout.schema import did_you_mean
from insideout.tables import INPUTS
from insideout.tables.inputs import SPEAKERS, SUMMARIES
from insideout.test.shares import share_problems
from insideout.transcripts import transcripts

TABLES = ("sources", "speakers", "informants", "patients", "units", "memberships")
FIGURES = ("responses", "benchmarks", "printed")
BEYOND = ("services", "links", "journal")
CODING_TABLES = ("assignments", "adjudications", "mapping", "rejected", "clusters")
BY_COMMANDS = ("adjudications", "rejected", "clusters")  # not there before the first decision
T = TypeVar("T")
Rows = dict[str, list[Row]]


def check(study: Study) -> str:
    """Check every input of a study and say what it was. Raises DataError with all problems."""
    problems: list[Problem] = []
    every = read_tables(study, problems)
    rows = {key: [row for row in found if row.sound] for key, found in every.items()}
    problems += table_references(study, every) + chapter_problems(study)
    problems += plan_problems(study) + _measured(study, rows)
    codes = _gathered(problems, lambda: _codebook(study)) or []
    taken = _gathered(problems, lambda: _texts(study, rows, problems))
    lengths = {source: len(text) for source, text in taken.texts.items()} if taken else {}
    codings = _codings(study, codes, problems)
    problems += _lost(study, codings, taken) if taken else []
    sources = set(lengths) | told(study, "sources", "source")
    # where there are none, the file itself is wrong, which is told of already
    known = sources or {coding["source"] for coding in codings}
    problems += design_problems(study, rows, codes)
    names = {code["code"] for code in codes or codings}
    problems += reference_problems(codings, known, names, _abouts(study))
    if codes:
        problems += study_references(study, codes) + feature_problems(study, codes)
        problems += valence_problems(codings, codes)
        problems += _coding_tables(study, rows, codes, codings)
        problems += _summaries(study, codes, sources)
    if problems:
        raise DataError(problems)
    files = len(study.input_files())
    found = f"{len(lengths)} sources, {len(codings):,} codings, {len(codes)} codes"
    beside = ", ".join(map(str, unread(study)))
    said = f"{files} files with {found}: no problem" + (f"; not read: {beside}" if beside else "")
    if since := changed_hypotheses(study):
        which = "hypothesis changed since it was" if len(since) == 1 else (
            "hypotheses changed since they were")  # fmt: skip
        said += f"; {len(since)} {which} fixed: {', '.join(since)}"
    return said


def _gathered(problems: list[Problem], reading: Callable[[], T]) -> T | None:
    try:
        return reading()
    except DataError as error:
        problems += error.problems
        return None


def read_tables(study: Study, problems: list[Problem]) -> Rows:
    """The rows of every table that the study file names, with the sound cells of unsound rows."""
    found: Rows = {}
    for key in (*TABLES, *CODING_TABLES, *FIGURES, *BEYOND):
        place = study.place(key)
        if key in BY_COMMANDS and not study.given(key):
            continue
        if place is not None and study.inline(key) is None:
            found[key], wrong = every_row(place, INPUTS[key])
            problems += wrong
    if "sources" in found and not found["sources"] and not problems:
        file, hint = str(study.place("sources")), "add a row for each transcript, document or note"
        problems.append(Problem(file, 1, "", "at least one source", "none", hint))
    return found


def table_references(study: Study, rows: Rows) -> list[Problem]:
    """Cells that name a row of another table which isn't there, and levels nobody declared."""
    problems = []
    for key, table in ((key, INPUTS[key]) for key in rows):
        for column in table.columns:
            if column.refers not in rows:
                continue
            first = INPUTS[column.refers].names[0]
            known = told(study, column.refers, first)
            article = "an" if first == "informant" else "a"
            expected = f"{article} {first} of {study.place(column.refers)}"
            if known:
                problems += _unknown(str(study.place(key)), rows[key], column.name, known, expected)
    units, levels = rows.get("units", []), set(study["levels"])
    file = str(study.place("units"))
    problems += _unknown(file, units, "level", levels, "a level of the study file")
    for row in units:
        if row["unit"] in levels:
            hint = "codings could not say which of the two they are about: rename the unit"
            wanted, found = "an id that is not a level's too", shown(row["unit"])
            problems.append(Problem(file, row.line, "unit", wanted, found, hint))
    return problems


def _measured(study: Study, rows: Rows) -> list[Problem]:
    """Patients, their records, answers and printed figures that don't fit together."""
    problems = patient_problems(study, rows.get("patients", []))
    problems += response_problems(study, rows.get("responses", []))
    problems += benchmark_problems(str(study.place("benchmarks")), rows.get("benchmarks", []))
    problems += printed_problems(str(study.place("printed")), rows.get("printed", []))
    if study["contrasts"]:
        place = study.place("contrasts") or study.root
        published, wrong = read_rows(place, INPUTS["shares"])
        named = ((row.line, row["contrast"]) for row in published)
        problems += wrong or share_problems(str(place), named)
    if study["records"]:
        file, patients = study.place("records") or study.root, told(study, "patients", "patient")
        units = told(study, "units", "unit")
        problems += record_problems([file], study["records"], patients, units)
    return problems


def _unknown(
    file: str, rows: Iterable[Row], column: str, known: set[Any], expected: str
) -> list[Problem]:
    return [
        Problem(file, row.line, column, expected, shown(row[column]),
                did_you_mean(str(row[column]), sorted(map(str, known))))
        for row in rows if row[column] is not None and row[column] not in known
    ]  # fmt: skip


def _codebook(study: Study) -> list[dict[str, Any]]:
    place = study.place("codebook")
    return read_codebook(place or study.root, study.inline("codebook"))


def _lost(study: Study, codings: list[dict[str, Any]], taken: TakenIn) -> list[Problem]:
    """Codings whose quote has no place in its text, where the study wants every one placed."""
    if study["anchor"]["orphans"] != "fail":
        return []
    placeable = [coding for coding in of_sources(codings, taken.texts) if coding["quote"]]
    lost = orphans_among(placeable, taken.texts, study["anchor"]["threshold"])
    return orphan_problems(lost, study["rounds"])


def _texts(study: Study, rows: Rows, problems: list[Problem]) -> TakenIn:
    """Every source as the line will have it; problems of all transcripts at once."""
    speakers = study.inline("speakers") or framed(
        (r.cells for r in rows.get("speakers", [])), SPEAKERS
    )
    made = transcripts(study, rows.get("sources", []), speakers, problems)
    listed = {row["informant"] for row in rows.get("informants", [])}
    problems += informant_problems(study, set(made.turns["informant"]) - {""}, listed)
    return made


def _codings(
    study: Study, codes: list[dict[str, Any]], problems: list[Problem]
) -> list[dict[str, Any]]:
    found, wrong = codings_in(map(Path, study.coder_files()))
    segments, place = study.inline("segments"), study.place("segments")
    if segments and place is not None and codes:
        more, odd = segments_in(place, segments, codes)
        found, wrong = found + more, wrong + odd
    problems += wrong
    folder = study.place("codings")
    if folder is not None and not study.coder_files():
        hint = "put each coder's file there as CODER.csv, or take `codings` out of the study file"
        problems.append(Problem(str(folder), None, "", "coders' files", "none", hint))
    return found


def _coding_tables(
    study: Study, rows: Rows, book: list[dict[str, Any]], codings: list[dict[str, Any]]
) -> list[Problem]:
    """Decisions about codings, suggestions and themes that name what isn't there."""
    problems: list[Problem] = []
    codes = {code["code"] for code in book}
    for row in rows.get("assignments", []):
        found = (Row(row.line, {"codes": name}) for name in str(row["codes"] or "").split())
        place, wanted = str(study.place("assignments")), "codes of the codebook"
        problems += _unknown(place, found, "codes", codes, wanted)
    for key in ("rejected", "clusters"):
        place, wanted = str(study.place(key)), "a code of the codebook"
        problems += _unknown(place, rows.get(key, []), "code", codes, wanted)
    if "adjudications" in rows:
        place = str(study.place("adjudications"))
        decided = rows["adjudications"]
        told_of = {coding["coding"]: coding for coding in with_valences(codings, book)}
        allowed = {code["code"]: code["valences"] for code in book}
        problems += adjudication_problems(place, decided, told_of, allowed, _abouts(study))
    if "mapping" in rows:
        problems += mapping_problems(str(study.place("mapping")), rows["mapping"], codes)
    return problems


def _abouts(study: Study) -> set[str]:
    units = told(study, "units", "unit")
    return units | set(study["levels"]) if units else set()


def _summaries(study: Study, codes: list[dict[str, Any]], sources: set[str]) -> list[Problem]:
    """Summaries of cells that no matrix has. A table that isn't there yet has none."""
    problems: list[Problem] = []
    informants = told(study, "informants", "informant")
    people = informants if study.place("informants") is not None else sources
    units = [row for file in study.given("units") for row in as_told(Path(file))]
    places = [{"unit": "", "kind": "", "level": ""} | row for row in units]
    frames: Mapping[str, Any] = {
        name: (sorted(cases_of(frame["cases"], [{"informant": who} for who in people],
                               sorted(sources), places, ())), columns_of(codes, frame))
        for name, frame in study["frames"].items()
    }  # fmt: skip
    for file in map(Path, study.summary_files()):
        written, wrong = read_rows(file, SUMMARIES)
        sure = [row for row in written if all(frames.get(row["frame"], (True,)))]
        problems += wrong + summary_problems(str(file), sure, frames)
    return problems
