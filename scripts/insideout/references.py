"""What the study file names in other files, and what the files of a study hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from insideout.attributes import attributes_of
from insideout.code.codebook import below
from insideout.house import Study
from insideout.problems import Problem, shown
from insideout.rows import as_told, cells_in, decoded
from insideout.schema import did_you_mean, key_lines_of, line_near
from insideout.tables.inputs import INFORMANTS, MEMBERSHIPS, PATIENTS, UNITS
from insideout.tables.records import RECORDS_PATIENTS
from insideout.test.fitting import unfit_problems
from insideout.test.variables import declared_problems, key_of, variables_of


def told(study: Study, key: str, column: str) -> set[str]:
    """What a table's column holds, in rows with a bad cell too, since those are told of already.

    Empty when there is no such table, or it can't be read: then nothing can be checked against it.
    """
    rows = [row for file in study.given(key) for row in as_told(Path(file))]
    return {row[column] for row in rows if row.get(column)}


def study_references(study: Study, codes: list[dict[str, Any]]) -> list[Problem]:
    """Codes, groups and attributes that the study file names and the data don't have."""
    known = {code["code"] for code in codes}
    named: list[tuple[tuple[Any, ...], str]] = [
        (("frames", name, "root"), frame["root"])
        for name, frame in study["frames"].items() if frame["root"]
    ]  # fmt: skip
    named += [
        (("frames", name, "leave_out", n), code)
        for name, frame in study["frames"].items() for n, code in enumerate(frame["leave_out"])
    ]  # fmt: skip
    if nest := study["nest"]:
        named.append((("nest", "experience"), nest["experience"]))
        named += [(("nest", "mechanisms", n), code) for n, code in enumerate(nest["mechanisms"])]
    lines, file = key_lines_of(study.path), str(study.path)
    problems = [
        Problem(file, lines.get(path), ".".join(map(str, path)), "a code of the codebook",
                shown(code), did_you_mean(code, sorted(known)))
        for path, code in named if code not in known
    ]  # fmt: skip
    groups = told(study, "informants", "group")
    if study.place("informants") is None:
        groups = {"informant"}
    for path, group in _groups_named(study) if groups else ():
        if group not in groups:
            wanted, hint = "a group of the informants", did_you_mean(group, sorted(groups))
            at = (file, lines.get(path), ".".join(map(str, path)))
            problems.append(Problem(*at, wanted, shown(group), hint))
    return problems + _shown(study, codes) + _tests(study, known, groups, lines)


def _shown(study: Study, codes: list[dict[str, Any]]) -> list[Problem]:
    """Mechanisms that show a feature no experience has: they could never explain anything."""
    if not (nest := study["nest"]):
        return []
    inside = set(below(codes, nest["experience"]))
    features = {c["feature"] for c in codes if c["code"] in inside and c["feature"]}
    features |= set(nest["features"])
    return [
        Problem(str(study.place("codebook")), None, f"{code['code']}.shows",
                "the feature of an experience code, or one of `nest.features`", shown(name[:-1]),
                did_you_mean(name[:-1], sorted(features)))
        for code in codes for name in code["shows"].split()
        if features and name[:-1] not in features
    ]  # fmt: skip


def _groups_named(study: Study) -> list[tuple[tuple[Any, ...], str]]:
    named: list[tuple[tuple[Any, ...], str]] = [
        (("frames", name, "groups", n), group)
        for name, frame in study["frames"].items() for n, group in enumerate(frame["groups"])
    ]  # fmt: skip
    nest = study["nest"]
    return [*named, (("nest", "teller_group"), nest["teller_group"])] if nest else named


def _tests(
    study: Study, codes: set[str], groups: set[str], lines: Mapping[tuple[Any, ...], int]
) -> list[Problem]:
    """What is wrong with the declared tests; of tables that can't be read nothing is said."""
    tests = study["tests"]
    columns = {key: columns_of_file(study, key) for key in ("informants", "patients", "units")}
    attributes = attributes_of(*columns.values())
    if any(study.place(key) is not None and not names for key, names in columns.items()):
        named = (variable.get("attribute") for t in tests for variable in variables_of(t).values())
        attributes += [name for name in named if name]
    groups = groups or {test["group"] for test in tests}
    found = declared_problems(
        tests, attributes, sorted(codes), groups, str(study.path),
        measures=RECORDS_PATIENTS.names if study["records"] else (), items=list(study["items"]),
        patients=bool(columns["patients"]),
    )  # fmt: skip
    if not found and tests:
        scales = {name: item["scale"] for name, item in study["items"].items()}
        found = unfit_problems(tests, _attribute_values(study, tests), scales, str(study.path))
    return [_with_line(problem, tests, lines) for problem in found]


def _attribute_values(study: Study, tests: list[dict[str, Any]]) -> list[dict[str, list[str]]]:
    """The values that each test's cases have of its attributes, by role, as the files have them."""
    import pandas as pd

    from insideout.test.cases import Tables, case_table

    frames = {
        key: pd.DataFrame(
            [row for file in study.given(key) for row in as_told(Path(file))], dtype="str"
        )
        for key in ("informants", "patients", "units", "memberships")
    }
    for table in (INFORMANTS, PATIENTS, UNITS, MEMBERSHIPS):
        frame = frames[table.name]
        named = list(dict.fromkeys([*frame.columns, *table.names]))
        frames[table.name] = frame.reindex(columns=named, fill_value="").fillna("").astype("str")
    nothing = pd.DataFrame()
    given = Tables(
        frames["informants"], nothing, nothing, frames["patients"], frames["units"],
        frames["memberships"],
    )  # fmt: skip
    made = []
    for test in tests:
        roles = {r: v for r, v in variables_of(test).items() if v.get("attribute")}
        asked = {"unit": test["unit"], "group": test["group"], **roles}
        cases = case_table(given, asked)
        made.append({role: cases[key_of(v)].tolist() for role, v in roles.items()})
    return made


def _with_line(
    problem: Problem, tests: list[dict[str, Any]], lines: Mapping[tuple[Any, ...], int]
) -> Problem:
    _, name, *keys = problem.column.split(".")
    path = ("tests", max(n for n, test in enumerate(tests) if test["id"] == name), *keys)
    return replace(problem, line=line_near(lines, path))


def columns_of_file(study: Study, key: str) -> list[str]:
    """Columns of an input table as its file has them."""
    text = next((decoded(Path(file))[0] for file in study.given(key)), None) or ""
    return next(cells_in(text), [])
