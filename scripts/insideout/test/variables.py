"""The variables of the tests that a study declares, and what may be wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from insideout.attributes import attribute_wanted
from insideout.problems import Problem, shown
from insideout.schema import did_you_mean
from insideout.tables.inputs import PATIENTS
from insideout.tables.records import RECORDS_PATIENTS

Variable = Mapping[str, Any]
STUDY_FILE = "study file"
KINDS = ("attribute", "code", "measure", "item")  # what a variable may be
ROLES = ("outcome", "by", "strata")  # what a test has variables for
NUMBERS = ("integer", "number")
RANKING = ("kruskal_wallis", "mann_whitney", "spearman")  # methods that take an order


def name_of(variable: Variable) -> str:
    """The variable's name as tables have it: the attribute, measure or item, or the code's id."""
    return next((str(variable[kind]) for kind in KINDS if variable.get(kind)), "")


def key_of(variable: Variable) -> str:
    """The variable's column in the case table: unlike its name, no two variables share it."""
    kind = next(kind for kind in KINDS if kind in variable)
    both = kind == "code" and not variable.get("told", True)
    return f"{kind} {variable[kind]}" + (" or not told" if both else "")


def place_of(variable: Variable) -> str:
    """The column of the case table with the places of an item's answers in its scale."""
    return f"place {name_of(variable)}"


def order_of(key: str) -> str:
    """The column of the case table with the places of a column's values in the table of units."""
    return f"order {key}"


def numbers_of(variable: Variable, method: str) -> str:
    """The column of the case table with the numbers that a method reckons with.

    Methods that rank take an item's answers by their place in the scale; for others they are words.
    """
    return place_of(variable) if variable.get("item") and method in RANKING else key_of(variable)


def variables_of(test: Mapping[str, Any]) -> dict[str, Variable]:
    """A test's variables by their role: outcome, by, and strata if it has one."""
    return {role: test[role] for role in ROLES if test.get(role)}


def declared_number(variable: Variable) -> bool | None:
    """Whether a table declares the variable a number; None when no table says what it is."""
    columns = {"measure": RECORDS_PATIENTS.columns, "attribute": PATIENTS.columns}
    kind = next((kind for kind in columns if variable.get(kind)), "")
    declared = {column.name: column.kind for column in columns.get(kind, ())}
    named = declared.get(name_of(variable))
    return None if named in (None, "text") else named in NUMBERS


def declared_problems(
    declared: Sequence[Mapping[str, Any]],
    attributes: Collection[str],
    codes: Collection[str],
    groups: Collection[str],
    file: str = STUDY_FILE,
    *,
    measures: Collection[str] = (),
    items: Collection[str] = (),
    patients: bool = True,
) -> list[Problem]:
    """What is wrong with the declared tests, given what variables and groups there are.

    `measures`: columns of records_patients, none where the study has no records; `items`: ids of
    closed items; `patients`: whether there is a table of patients.
    """
    known = {"attribute": attributes, "code": codes, "measure": measures, "item": items}
    problems = []
    for index, test in enumerate(declared):
        where = f"tests.{test['id']}"
        if test["id"] in [earlier["id"] for earlier in declared[:index]]:
            hint = "give one of the two tests another id"
            problems.append(
                Problem(file, None, where, "an id no other test has", shown(test["id"]), hint)
            )
        problems += _unit_problems(test, groups, patients, where, file)
        for role, variable in variables_of(test).items():
            wrong = variable_problem(variable, known, f"{where}.{role}", file)
            problems += [wrong] if wrong else []
        problems += _role_problems(test, where, file)
    return problems


def _unit_problems(
    test: Mapping[str, Any], groups: Collection[str], patients: bool, where: str, file: str
) -> list[Problem]:
    """Cases that there are none of: an unknown group, or patients without a table of them."""
    if test.get("unit", "informant") == "patient":
        hint = "name a table of patients (`patients`), or take informants as cases"
        wrong = Problem(file, None, f"{where}.unit", "a study with patients", "no table of them",
                        hint)  # fmt: skip
        return [] if patients else [wrong]
    if test["group"] in groups:
        return []
    hint = did_you_mean(test["group"], sorted(groups))
    wanted = "a group of the informants"
    return [Problem(file, None, f"{where}.group", wanted, shown(test["group"]), hint)]


def _role_problems(test: Mapping[str, Any], where: str, file: str) -> list[Problem]:
    """One variable in two roles, and strata that the method has no use for, or wants."""
    things = [(_thing(variable), variable) for variable in variables_of(test).values()]
    problems = [
        Problem(file, None, where, "two variables", f"{shown(name_of(variable))} twice",
                "`outcome` names what may differ, `by` what groups the cases")
        for n, (thing, variable) in enumerate(things)
        if thing in [earlier for earlier, _ in things[:n]]
    ]  # fmt: skip
    method, strata = test["method"], test.get("strata")
    if method == "cmh" and not strata:
        hint = "cmh holds it constant; without one, take chi_squared or fisher"
        problems.append(Problem(file, None, f"{where}.strata", "a variable", "none", hint))
    if strata and method not in ("cmh", "auto"):
        hint = "method cmh (or auto) holds it constant"
        found = f"strata with method {method}"
        problems.append(Problem(file, None, f"{where}.strata", "no strata", found, hint))
    return problems


def variable_problem(
    variable: Variable, known: Mapping[str, Collection[str]], where: str, file: str = STUDY_FILE
) -> Problem | None:
    """What is wrong with a variable, if anything.

    `known`: the names there are of each kind; `where` is the variable's place in the study file.
    """
    named = [kind for kind in KINDS if variable.get(kind)]
    if len(named) != 1:
        found = " and ".join(named) or "none of them"
        return Problem(file, None, where, "one attribute, code, measure or item", found)
    kind, name = named[0], name_of(variable)
    if name in known.get(kind, ()):
        return None
    expected = {
        "attribute": attribute_wanted(known.get("attribute", ())),
        "code": "a code of the codebook",
        "measure": "a column of records_patients" if known.get("measure") else
        "a study with medical records (`records`), whose measures there are",
        "item": "a closed item of the study (`items`)",
    }[kind]  # fmt: skip
    hint = did_you_mean(name, sorted(known.get(kind, ())))
    return Problem(file, None, f"{where}.{kind}", expected, shown(name), hint)


def _thing(variable: Variable) -> tuple[Any, ...]:
    return tuple(variable.get(kind) for kind in KINDS)
