"""The variables of the tests that a study declares, and what may be wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from insideout.problems import Problem, shown
from insideout.schema import did_you_mean
from insideout.tables.inputs import INFORMANTS, PATIENTS

Variable = Mapping[str, Any]
STUDY_FILE = "study file"
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def name_of(variable: Variable) -> str:
    """The variable's name as tables have it: the attribute, or the code's id."""
    return str(variable.get("attribute") or variable.get("code") or "")


def key_of(variable: Variable) -> str:
    """The variable's column in the case table: unlike its name, no two variables share it."""
    if "attribute" in variable:
        return f"attribute {variable['attribute']}"
    return f"code {variable['code']}" + ("" if variable["told"] else " or not told")


def attributes_of(informants: Iterable[str], patients: Iterable[str]) -> list[str]:
    """The attributes a variable may name, from the columns of the two tables."""
    ids = {*INFORMANTS.key, *PATIENTS.key}
    return [name for name in dict.fromkeys([*patients, *informants]) if name not in ids]


def number(text: str) -> float | None:
    """The number a cell holds (a decimal point, no thousands separators), or None."""
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def in_order(values: Iterable[str]) -> list[str]:
    """Each value once: numbers first, by size, then the others by the alphabet."""

    def place(value: str) -> tuple[bool, float, str]:
        size = number(value)
        return (size is None, 0.0 if size is None else size, value)

    return sorted(set(values), key=place)


def declared_problems(
    declared: Sequence[Mapping[str, Any]],
    attributes: Collection[str],
    codes: Collection[str],
    groups: Collection[str],
    file: str = STUDY_FILE,
) -> list[Problem]:
    """What is wrong with the declared tests, given the attributes, codes and groups there are."""
    problems = []
    for index, test in enumerate(declared):
        where = f"tests.{test['id']}"
        if test["id"] in [earlier["id"] for earlier in declared[:index]]:
            hint = "give one of the two tests another id"
            problems.append(
                Problem(file, None, where, "an id no other test has", shown(test["id"]), hint)
            )
        if test["group"] not in groups:
            problems.append(
                Problem(file, None, f"{where}.group", "a group of the informants",
                        shown(test["group"]), did_you_mean(test["group"], sorted(groups)))
            )  # fmt: skip
        for role in ("outcome", "by"):
            wrong = variable_problem(test[role], attributes, codes, f"{where}.{role}", file)
            problems += [wrong] if wrong else []
        if _thing(test["outcome"]) == _thing(test["by"]):
            problems.append(
                Problem(file, None, where, "two variables", f"{shown(name_of(test['by']))} twice",
                        "`outcome` names what may differ, `by` what groups the cases")
            )  # fmt: skip
    return problems


def variable_problem(
    variable: Variable,
    attributes: Collection[str],
    codes: Collection[str],
    where: str,
    file: str = STUDY_FILE,
) -> Problem | None:
    """What is wrong with a variable, if anything; `where` is its place in the study file."""
    named = [kind for kind in ("attribute", "code") if variable.get(kind)]
    if len(named) != 1:
        found = "both" if named else "neither"
        return Problem(file, None, where, "either an attribute or a code", found)
    kind, name = named[0], name_of(variable)
    known = attributes if kind == "attribute" else codes
    if name in known:
        return None
    expected = {
        "attribute": "an attribute of patients or informants: " + ", ".join(attributes),
        "code": "a code of the codebook",
    }[kind]
    return Problem(file, None, f"{where}.{kind}", expected, shown(name), did_you_mean(name, known))


def _thing(variable: Variable) -> tuple[Any, Any]:
    return variable.get("attribute"), variable.get("code")
