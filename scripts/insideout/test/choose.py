"""Which test a question gets where the study file says `auto`, and why.

The rules, in this order: strata: Cochran-Mantel-Haenszel. Answers on a scale of more than two, as
outcome: ranks (Mann-Whitney, Kruskal-Wallis; Spearman where `by` is a number, or answers on a scale
of more than two as well). Two numbers:
Pearson's correlation where both look normal, else Spearman's. A category as outcome: chi-squared
where the expected counts are large enough, else Fisher's exact test. A number in groups: where the
groups are large, or look normal, means are compared (t or analysis of variance with similar
variances, Welch's test with unequal ones); else ranks (Mann-Whitney, Kruskal-Wallis).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from insideout.attributes import number
from insideout.problems import shown
from insideout.test import assumptions
from insideout.test.cases import complete, counted, groups_in
from insideout.test.variables import Variable, declared_number, key_of, numbers_of

MANY = 10  # different numbers, above which `by` is a scale and not a handful of groups
COUNTS = ("chi_squared", "chi_squared_yates", "fisher", "two_proportions")
GROUPS = ("anova", "welch", "kruskal_wallis", "t", "welch_t", "mann_whitney")
NUMBERS = ("pearson", "spearman")
STRATA = "cmh"
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Choice:
    """The method of a test, why (where it was chosen here), and the conditions looked at.

    `method` is what it would be where `refused` says why it can't be done.
    """

    method: str
    why: str = ""
    refused: str = ""
    assumptions: Rows = field(default=(), repr=False)


def chosen(test: Mapping[str, Any], cases: pd.DataFrame) -> Choice:
    """The test's method: the declared one, or the one that its cases allow."""
    declared, both = test["method"], complete(cases, test)
    if declared != "auto":
        return _looked_at(test, both, declared)
    if test.get("strata"):
        return Choice(STRATA, "a third variable is held constant")
    outcome, by = test["outcome"], test["by"]
    values, groups = both[key_of(outcome)], both[key_of(by)]
    scale = is_scale(by, groups)
    if outcome.get("item") and values.nunique() > 2:
        both_ordered = bool(by.get("item")) and groups.nunique() > 2
        return _of_answers(groups, scale=scale, both_ordered=both_ordered)
    if not is_number(outcome, values):
        if scale:
            return Choice("mann_whitney", refused="`by` is a number and the outcome a category: "
                          "let them change places, the number as the outcome")  # fmt: skip
        return _of_counts(both, test)
    return _of_two_numbers(both, test) if scale else _of_groups(both, test)


def is_number(variable: Variable, values: Iterable[str]) -> bool:
    """Whether values are a number to reckon with: all are numbers, and more than two differ.

    Answers to items and what is told of codes are categories, and so is a column that its table
    declares as something else. Two different numbers are two groups, whatever they are called.
    """
    if declared_number(variable) is False or not {"attribute", "measure"} & {*variable}:
        return False
    different = set(values)
    return len(different) > 2 and all(number(value) is not None for value in different)


def is_scale(variable: Variable, values: Iterable[str]) -> bool:
    """Whether what groups the cases is itself a number: declared so, or of more than MANY values.

    Sites numbered from 1 to 5 are groups.
    """
    different = set(values)
    known = declared_number(variable) or len(different) > MANY
    return known and is_number(variable, different)


def grouped(cases: pd.DataFrame, outcome: str, by: str) -> dict[str, list[float]]:
    """The outcome's numbers by group, sorted, so that no result depends on the order of cases.

    Groups that only cases without the outcome have are there, and empty.
    """
    names = groups_in(cases, by)
    both = cases[(cases[outcome] != "") & (cases[by] != "")]
    numbers = both[outcome].map(number).astype("float64")
    found = {str(name): sorted(values) for name, values in numbers.groupby(both[by])}
    return {name: found.get(name, []) for name in names}


def paired(both: pd.DataFrame, outcome: str, by: str) -> tuple[list[float], list[float]]:
    """The numbers of `by` and of the outcome, a pair for each case."""
    x, y = (both[key].map(number).astype("float64").tolist() for key in (by, outcome))
    return x, y


def not_numbers(both: pd.DataFrame, keys: Sequence[str]) -> str:
    """Why values can't be reckoned with, if some are no numbers."""
    for key in keys:
        strange = sorted(value for value in both[key] if number(value) is None)
        if strange:
            what = key.partition(" ")[2]
            some = f"{len(strange)} of {len(both)} values of {what} are not numbers"
            return f"{some}, such as {shown(strange[0], 30)}"
    return ""


def _of_answers(groups: Iterable[str], *, scale: bool, both_ordered: bool) -> Choice:
    """The method for answers to a closed item, of which there are more than two."""
    if both_ordered:
        return Choice("spearman", "both are answers on a scale, so that the values of both have an "
                      "order: ranks are compared")  # fmt: skip
    why = (
        "the outcome is an answer on a scale, so that its values have an order: ranks are compared"
    )
    if scale:
        return Choice("spearman", why)
    return Choice("mann_whitney" if len(set(groups)) == 2 else "kruskal_wallis", why)


def _looked_at(test: Mapping[str, Any], both: pd.DataFrame, method: str) -> Choice:
    """A declared method, with the conditions it rests on looked at all the same.

    Answers are an order whatever their places look like: there is nothing to look at.
    """
    outcome, by = numbers_of(test["outcome"], method), key_of(test["by"])
    if method in NUMBERS:
        by = numbers_of(test["by"], method)
    reckoned = (outcome, by) if method in NUMBERS else (outcome,) if method in GROUPS else ()
    if wrong := not_numbers(both, reckoned):
        return Choice(method, refused=wrong)
    answers = any(key.startswith("place ") for key in reckoned)
    if method == STRATA or answers:
        return Choice(method)
    if method in NUMBERS:
        return Choice(method, assumptions=_pairs(both, outcome, by))
    if method in GROUPS:
        return Choice(method, assumptions=assumptions.of_groups(grouped(both, outcome, by)))
    return Choice(method, assumptions=assumptions.of_counts(counted(both, outcome, by)))


def _of_counts(both: pd.DataFrame, test: Mapping[str, Any]) -> Choice:
    looked = assumptions.of_counts(counted(both, key_of(test["outcome"]), key_of(test["by"])))
    if all(row["met"] for row in looked):
        return Choice("chi_squared", "the outcome is a category, and the counts to be expected are "
                      "large enough for chi-squared", assumptions=looked)  # fmt: skip
    why = "the outcome is a category, and the counts to be expected are too small for chi-squared"
    return Choice("fisher", why, assumptions=looked)


def _of_groups(both: pd.DataFrame, test: Mapping[str, Any]) -> Choice:
    groups = grouped(both, key_of(test["outcome"]), key_of(test["by"]))
    looked, two = assumptions.of_groups(groups), len(groups) == 2
    said = f"the outcome is a number in {'two' if two else len(groups)} groups"
    large, normal = _holds(looked, "group_sizes"), _holds(looked, "normality")
    shape = "are large enough to compare means" if large else "look normal"
    if not (large or normal):
        why = f"{said}, small ones that can't be taken as normal: ranks are compared"
        return Choice("mann_whitney" if two else "kruskal_wallis", why, assumptions=looked)
    spread = next((row["met"] for row in looked if row["assumption"] == "equal_variances"), None)
    if spread is None:
        why = f"{said} whose variances can't be compared: ranks are"
        return Choice("mann_whitney" if two else "kruskal_wallis", why, assumptions=looked)
    if spread:
        why = f"{said} that {shape} and have similar variances"
        return Choice("t" if two else "anova", why, assumptions=looked)
    why = f"{said} that {shape}, but have unequal variances"
    return Choice("welch_t" if two else "welch", why, assumptions=looked)


def _of_two_numbers(both: pd.DataFrame, test: Mapping[str, Any]) -> Choice:
    looked = _pairs(both, key_of(test["outcome"]), key_of(test["by"]))
    if looked and all(row["met"] for row in looked):
        return Choice("pearson", "both are numbers and look normal", assumptions=looked)
    why = "both are numbers, which can't both be taken as normal: ranks are compared"
    return Choice("spearman", why, assumptions=looked)


def _pairs(both: pd.DataFrame, outcome: str, by: str) -> Rows:
    return assumptions.of_two_numbers(*paired(both, outcome, by))


def _holds(looked: Rows, assumption: str) -> bool:
    """Whether a condition was looked at and holds."""
    return any(row["met"] for row in looked if row["assumption"] == assumption)
