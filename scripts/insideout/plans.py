"""What the study file asks of patients, records and closed items, and the data don't have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path as File
from typing import Any

from insideout.chart.cases import allowed_cases
from insideout.house import Study
from insideout.problems import Problem, shown
from insideout.references import columns_of_file, told
from insideout.rows import Row, read_rows
from insideout.schema import did_you_mean, key_lines_of
from insideout.tables.inputs import UNITS
from insideout.tables.records import RECORDS_PATIENTS, TRANSACTIONS

Path = tuple[Any, ...]


def plan_problems(study: Study) -> list[Problem]:
    """Columns, measures, features and steps that the study file names and that aren't there."""
    named = [*_cases(study), *_measures(study), *_kinds(study), *_attributes(study),
             *_steps(study)]  # fmt: skip
    lines, file = key_lines_of(study.path), str(study.path)
    return [
        Problem(file, lines.get(path), ".".join(map(str, path)), expected, shown(name),
                did_you_mean(str(name), sorted(known)))
        for path, name, expected, known in named if known and name not in known
    ]  # fmt: skip


Asked = tuple[Path, str, str, set[str]]


def _cases(study: Study) -> Iterable[Asked]:
    """What the rows of framework matrices are."""
    places = []
    for file in study.given("units"):
        units, wrong = read_rows(File(file), UNITS)
        if not units or any(problem.line == 1 for problem in wrong):
            return  # nobody can say which kinds there are: the table's own problem is told
        places += [{"kind": "", "level": ""} | row.cells for row in units]
    known = set(allowed_cases(places, study["levels"]))
    expected = "informant, source, or a kind or level of the table of units"
    for name, frame in study["frames"].items():
        yield (("frames", name, "cases"), frame["cases"], expected, known)


def _measures(study: Study) -> Iterable[Asked]:
    """Measures of the rules of witnesses, and the features they are of."""
    known, features = set(RECORDS_PATIENTS.names), set((study["nest"] or {}).get("features", ()))
    for feature, rule in study["witnesses"].items():
        yield (("witnesses", feature), feature, "a feature of `nest.features`", features)
        expected = "a measure: a column of tables/records_patients.csv"
        if "measure" in rule:
            yield (("witnesses", feature, "measure"), rule["measure"], expected, known)
        for side in ("present", "absent"):
            for n, name in enumerate(rule.get(side, ())):
                yield (("witnesses", feature, side, n), name, expected, known)


def _kinds(study: Study) -> Iterable[Asked]:
    for n, kind in enumerate((study["records"] or {}).get("exclude", ())):
        yield (("records", "exclude", n), kind, "a transaction_type", set(TRANSACTIONS))


def _attributes(study: Study) -> Iterable[Asked]:
    """Columns that criteria of inclusion and queries are about."""
    patients = set(columns_of_file(study, "patients"))
    for n, criterion in enumerate(study["eligibility"]):
        at, expected = ("eligibility", n, "attribute"), "a column of the patients table"
        yield (at, criterion["attribute"], expected, patients)
    both = patients | set(columns_of_file(study, "informants"))
    for n, name in enumerate(study["queries"]["attributes"]):
        yield (("queries", "attributes", n), name, "a column of patients or informants", both)


def _steps(study: Study) -> Iterable[Asked]:
    labels = {step["label"] for step in study["flow"]}
    for n, step in enumerate(study["flow"]):
        if "of" in step:
            yield (("flow", n, "of"), step["of"], "the label of another step", labels)


def response_problems(study: Study, rows: Iterable[Row]) -> list[Problem]:
    """Answers of unknown people, to unknown items, or outside an item's scale."""
    file, items = str(study.place("responses")), study["items"]
    people = told(study, "informants", "informant") | told(study, "patients", "patient")
    problems = []
    for row in rows:
        if people and row["informant"] not in people:
            problems.append(_unknown(file, row, "informant", "a patient or informant", people))
        if row["item"] not in items:
            problems.append(_unknown(file, row, "item", "an item of the study file", set(items)))
            continue
        item: Mapping[str, Any] = items[row["item"]]
        allowed = [*item["scale"], *item["aside"]]
        if row["value"] not in allowed:
            wanted = f"an answer of the item's scale: {', '.join(allowed)}"
            hint = "write it as the item does, or add it to the item's `scale` or `aside`"
            problems.append(_unknown(file, row, "value", wanted, set(allowed), hint))
    return problems


def patient_problems(study: Study, rows: Iterable[Row]) -> list[Problem]:
    """Patients who are neither informants nor registered with a practice: who are they?"""
    informants = told(study, "informants", "informant")
    file = str(study.place("patients"))
    expected = f"an informant of {study.place('informants')}, or a patient with a practice"
    return [
        Problem(file, row.line, "patient", expected, shown(row["patient"]),
                did_you_mean(str(row["patient"]), sorted(informants),
                             "correct the id, or say in the column practice where they belong"))
        for row in rows
        if informants and row["patient"] not in informants and not row.cells.get("practice")
    ]  # fmt: skip


def _unknown(
    file: str, row: Row, column: str, expected: str, known: set[str], otherwise: str = ""
) -> Problem:
    hint = did_you_mean(str(row[column]), sorted(known), otherwise)
    return Problem(file, row.line, column, expected, shown(row[column]), hint)
