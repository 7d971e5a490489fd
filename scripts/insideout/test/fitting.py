"""Tests that can't be done whatever the cases are: methods that don't fit their variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insideout.attributes import in_order, number
from insideout.problems import Problem
from insideout.tables.records import RECORDS_PATIENTS
from insideout.test.variables import (
    RANKING,
    STUDY_FILE,
    Variable,
    declared_number,
    name_of,
    variables_of,
)

NUMBER, ANSWER, CATEGORY = "a number", "an answer on a scale", "a category"
MANY = 10  # different numbers, above which `by` is a scale and not a handful of groups
OF_NUMBERS = ("anova", "welch", "kruskal_wallis", "t", "welch_t", "mann_whitney", "pearson",
              "spearman")  # fmt: skip
CORRELATIONS = ("pearson", "spearman")
MORE = {"t": "anova", "welch_t": "welch", "mann_whitney": "kruskal_wallis",
        "two_proportions": "chi_squared"}  # fmt: skip
TWO_BY_TWO = ("cmh", "two_proportions")


@dataclass(frozen=True)
class Known:
    """What a variable is known to be before any test: "" and no values where nothing is known."""

    kind: str
    values: tuple[str, ...] = ()


def unfit_problems(
    declared: Sequence[Mapping[str, Any]],
    values: Sequence[Mapping[str, Sequence[str]]],
    scales: Mapping[str, Sequence[str]],
    file: str = STUDY_FILE,
) -> list[Problem]:
    """Declared tests whose variables can't be what their method needs.

    `values`: for each test the values that its cases have of an attribute, by role; `scales`: the
    answers of each closed item. What is told of a code, or what records hold, isn't known yet: only
    what their tables declare is looked at.
    """
    problems = []
    for test, found in zip(declared, values, strict=True):
        known = {
            role: known_of(variable, found.get(role, ()), scales)
            for role, variable in variables_of(test).items()
        }
        if known.keys() >= {"outcome", "by"}:
            problems += _of_test(test, known, f"tests.{test['id']}", file)
    return problems


def known_of(
    variable: Variable, values: Sequence[str], scales: Mapping[str, Sequence[str]]
) -> Known:
    """What a variable is; `values`: those of an attribute."""
    name, declared = name_of(variable), declared_number(variable)
    if variable.get("item"):
        return Known(ANSWER, tuple(scales.get(name, ())))
    if variable.get("code"):
        return Known(CATEGORY)
    if variable.get("measure"):
        kind = "" if declared is None else NUMBER if declared else CATEGORY
        return Known(kind, ("yes", "no") if _yes_no(name) else ())
    found = tuple(in_order(value for value in values if value))
    if declared is None and not found:
        return Known("")
    numbers = declared if declared is not None else all(number(v) is not None for v in found)
    return Known(NUMBER if numbers else CATEGORY, found)


def _yes_no(measure: str) -> bool:
    return any(c.name == measure and c.kind == "yes_no" for c in RECORDS_PATIENTS.columns)


def _of_test(
    test: Mapping[str, Any], known: Mapping[str, Known], where: str, file: str
) -> list[Problem]:
    method, roles = test["method"], variables_of(test)
    if method == "auto":
        method = "cmh" if roles.get("strata") else method
    if method == "auto":
        return _of_auto(roles, known, where, file)
    problems = []
    wanted = ("outcome", "by") if method in CORRELATIONS else ("outcome",)
    for role in wanted if method in OF_NUMBERS else ():
        if wrong := _no_number(known[role], method):
            found = f"{name_of(roles[role])}, {wrong}"
            hint = _instead(method, role, known)
            problems.append(Problem(file, None, f"{where}.{role}", f"a number, for method {method}",
                                    found, hint))  # fmt: skip
    if method in (*MORE, "cmh") and len(known["by"].values) > 2:
        hint = f"take {MORE.get(method, '')}, or auto, which chooses a test that fits"
        if method == "cmh":
            hint = "leave `strata` out, or make two groups of them in a column of their own"
        problems.append(_too_many(test, "by", known, f"two groups, for method {method}", "groups",
                                  hint, where, file))  # fmt: skip
    if method in TWO_BY_TWO and len(known["outcome"].values) > 2:
        hint = "take chi_squared or fisher (without `strata`), or an outcome of two values"
        problems.append(_too_many(test, "outcome", known, f"two values, for method {method}",
                                  "values", hint, where, file))  # fmt: skip
    return problems


def _of_auto(
    roles: Mapping[str, Variable], known: Mapping[str, Known], where: str, file: str
) -> list[Problem]:
    """A category by a number, for which no test is chosen."""
    outcome, by = known["outcome"], known["by"]
    sure = bool(declared_number(roles["by"])) or len(by.values) > MANY
    few = outcome.kind == ANSWER and 0 < len(outcome.values) <= 2
    two = by.kind == NUMBER and sure and (not by.values or len(by.values) > 2)
    if not (two and (few or outcome.kind == CATEGORY)):
        return []
    found = f"{name_of(roles['by'])}, a number, while the outcome is a category"
    hint = f"let them change places: {name_of(roles['by'])} as `outcome`"
    return [Problem(file, None, f"{where}.by", "what groups the cases", found, hint)]


def _no_number(known: Known, method: str) -> str:
    """What a variable is instead of a number to reckon with; "" for one, and where none knows."""
    if known.kind == ANSWER and method not in RANKING:
        return "an answer on a scale, whose steps aren't known to be equal"
    strange = [value for value in known.values if number(value) is None]
    if strange and len(strange) < len(known.values):
        return f"of whose values some are no numbers{_listed(strange)}"
    if known.kind == CATEGORY or (known.kind == NUMBER and strange):
        return f"a category{_listed(strange)}"
    return ""


def _instead(method: str, role: str, known: Mapping[str, Known]) -> str:
    """What to take instead of a method that needs a number."""
    if known[role].kind == ANSWER:
        return "take kruskal_wallis, mann_whitney or spearman, which rank answers; or auto"
    if role == "by" and not _no_number(known["outcome"], method):
        return "take kruskal_wallis or anova, which compare groups; or auto, which chooses"
    return "take chi_squared or fisher, which count categories; or auto, which chooses"


def _too_many(
    test: Mapping[str, Any], role: str, known: Mapping[str, Known], expected: str, what: str,
    hint: str, where: str, file: str,
) -> Problem:  # fmt: skip
    values = known[role].values
    found = f"{name_of(test[role])}, {len(values)} {what}{_listed(values)}"
    return Problem(file, None, f"{where}.{role}", expected, found, hint)


def _listed(values: Sequence[str]) -> str:
    if not values:
        return ""
    return f" ({', '.join(values[:4])}{', …' if len(values) > 4 else ''})"
