"""Tests that can't be done whatever the cases are are told of before any is."""

from __future__ import annotations

from typing import Any

import pytest

from insideout.problems import Problem
from insideout.test.fitting import unfit_problems

SITES = ["east", "north", "south", "west"]
SEX, SITE, AGE = {"attribute": "sex"}, {"attribute": "site"}, {"attribute": "age"}
HOME, USUAL, ITEM = {"measure": "home"}, {"measure": "usual_gp"}, {"item": "plan"}
VALUES = {"sex": ["male", "female", ""], "site": SITES, "age": [str(n) for n in range(60, 80)]}
SCALES = {"plan": ["often", "seldom", "never"]}


def problems(
    method: str, outcome: Any, by: Any, strata: Any = None, **values: Any
) -> list[Problem]:
    test = {"id": "a", "method": method, "outcome": outcome, "by": by}
    test |= {"strata": strata} if strata else {}
    known = VALUES | values
    found = {
        role: known[test[role]["attribute"]]
        for role in ("outcome", "by", "strata") if "attribute" in test.get(role, {})
    }  # fmt: skip
    return unfit_problems([test], [found], SCALES, "config/a.yaml")


@pytest.mark.parametrize(
    ("declared", "places"),
    [
        (("t", SEX, SITE), {"outcome": "a category (female, male)", "by": "4 groups (east, north"}),
        (("spearman", SEX, SITE), {"outcome": "a category", "by": "a category"}),
        (("mann_whitney", HOME, SITE), {"by": "4 groups"}),
        (("anova", ITEM, SITE), {"outcome": "an answer on a scale"}),
        (("anova", USUAL, SITE), {"outcome": "a category"}),
        (("kruskal_wallis", {"code": "continuity"}, SITE), {"outcome": "a category"}),
        (("cmh", USUAL, SITE, SEX), {"by": "4 groups"}),
        (("auto", SITE, SEX, USUAL), {"outcome": "4 values"}),
        (("two_proportions", ITEM, SEX), {"outcome": "3 values (often, seldom, never)"}),
        (("auto", USUAL, HOME), {"by": "a number, while the outcome is a category"}),
        (("auto", USUAL, AGE), {"by": "a number"}),
    ],
)
def test_what_cant_be_tested_is_said_with_its_place(
    declared: tuple[Any, ...], places: dict[str, str]
) -> None:
    found = {problem.column: problem for problem in problems(*declared)}
    assert found.keys() == {f"tests.a.{role}" for role in places}
    for role, words in places.items():
        problem = found[f"tests.a.{role}"]
        assert problem.file == "config/a.yaml"
        assert words in problem.found
        assert problem.hint


@pytest.mark.parametrize(
    "declared",
    [
        ("t", AGE, SEX), ("kruskal_wallis", ITEM, SITE), ("spearman", ITEM, AGE),
        ("fisher", SEX, SITE), ("cmh", USUAL, SEX, SITE), ("auto", HOME, SITE),
        ("auto", ITEM, AGE), ("auto", HOME, AGE), ("welch_t", HOME, USUAL),
        ("two_proportions", USUAL, SEX), ("anova", HOME, {"code": "continuity"}),
    ],
)  # fmt: skip
def test_what_can_be_tested_has_no_problem(declared: tuple[Any, ...]) -> None:
    assert problems(*declared) == []


def test_values_that_nobody_has_yet_are_no_problem() -> None:
    assert problems("t", SEX, SITE, sex=[], site=[]) == []


def test_a_number_with_a_stray_word_is_called_one() -> None:
    [problem] = problems("t", {"attribute": "score"}, SEX, score=["12", "15", "unknown"])
    assert "some are no numbers (unknown)" in problem.found
