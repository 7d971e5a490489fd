"""Which test a question gets, and why."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import pandas as pd
import pytest
from scipy import stats

from insideout.test.choose import Choice, chosen, grouped, is_number, is_scale
from insideout.test.one import Settings, one

OUTCOME, BY = {"attribute": "value"}, {"attribute": "group"}


def choice(values: list[Any], groups: list[Any], method: str = "auto", **more: Any) -> Choice:
    test = {"id": "t", "method": method, "outcome": OUTCOME, "by": BY} | more
    cases = pd.DataFrame(
        {"attribute value": map(str, values), "attribute group": map(str, groups)}, dtype="str"
    )
    for role in {"strata"} & {*more}:
        cases[f"attribute {more[role]['attribute']}"] = "s"
    return chosen(test, cases)


def normal(n: int, sd: float) -> list[float]:
    """Quantiles of a normal distribution: as normal as n values can look."""
    return [round(NormalDist(50, sd).inv_cdf((k + 0.5) / n), 3) for k in range(n)]


def spread(counts: list[list[int]]) -> tuple[list[str], list[str]]:
    cells = [(f"v{c}", f"g{r}") for r, row in enumerate(counts) for c, n in enumerate(row)
             for _ in range(n)]  # fmt: skip
    return [v for v, _ in cells], [g for _, g in cells]


def test_categories_are_counted_by_chi_squared_where_counts_allow() -> None:
    assert choice(*spread([[12, 9], [8, 14]])).method == "chi_squared"
    few = choice(*spread([[3, 1], [1, 4]]))
    assert few.method == "fisher"
    assert "too small" in few.why
    assert [row["assumption"] for row in few.assumptions] == ["expected_counts"]


@pytest.mark.parametrize(
    ("groups", "methods"),
    [(2, ("t", "welch_t", "mann_whitney")), (3, ("anova", "welch", "kruskal_wallis"))],
)
def test_numbers_by_normality_variances_and_sizes(groups: int, methods: tuple[str, ...]) -> None:
    names = [f"g{n}" for n in range(groups) for _ in range(20)]
    even = [value for n in range(groups) for value in normal(20, 5)]
    uneven = [value for n in range(groups) for value in normal(20, 1 + 30 * (n == 0))]
    skewed = [2.0 ** (n % 6) * 10 ** (n % 4 == 0) for n in range(6 * groups)]
    found = [
        choice(even, names), choice(uneven, names),
        choice(skewed, [f"g{n % groups}" for n in range(6 * groups)]),
    ]  # fmt: skip
    assert tuple(one.method for one in found) == methods
    assert all(one.why and not one.refused for one in found)
    assert {row["assumption"] for row in found[0].assumptions} == {
        "group_sizes", "normality", "equal_variances",
    }  # fmt: skip


def test_two_numbers_are_correlated() -> None:
    x, y = normal(30, 5), normal(30, 9)[::-1]
    assert choice(x, y).method == "pearson"
    assert choice([2.0 ** (v / 5) ** 1.4 for v in range(30)], y).method == "spearman"


def test_a_category_by_a_number_is_the_wrong_way_round() -> None:
    found = choice(["yes", "no"] * 15, list(range(30)))
    assert "change places" in found.refused


def test_strata_call_for_cochran_mantel_and_haenszel() -> None:
    strata = {"attribute": "site"}
    assert choice(*spread([[3, 1], [1, 4]]), strata=strata).method == "cmh"


def test_declared_methods_are_kept_and_looked_at_all_the_same() -> None:
    found = choice(*spread([[3, 1], [1, 4]]), method="chi_squared")
    assert (found.method, found.why, found.refused) == ("chi_squared", "", "")
    assert found.assumptions[0]["met"] is False


@pytest.mark.parametrize("method", ["anova", "t", "pearson", "spearman"])
def test_words_can_not_be_reckoned_with(method: str) -> None:
    found = choice(["1", "often", "3,5"], ["1", "2", "3"], method=method)
    assert found.refused == "2 of 3 values of value are not numbers, such as '3,5'"


@pytest.mark.parametrize(
    ("variable", "values", "number", "scale"),
    [
        ({"attribute": "x"}, "1 2 3", True, False),
        ({"attribute": "x"}, " ".join(map(str, range(11))), True, True),
        ({"attribute": "x"}, "0 1", False, False),
        ({"attribute": "x"}, "1 2 many", False, False),
        ({"attribute": "age"}, "71 72 80", True, True),
        ({"measure": "gps_seen"}, "1 2 3", True, True),
        ({"measure": "usual_gp"}, "1 2 3", False, False),
        ({"item": "x"}, "1 2 3", False, False),
        ({"code": "x"}, "1 2 3", False, False),
    ],
)
def test_what_is_a_number(variable: dict[str, str], values: str, number: bool, scale: bool) -> None:
    assert is_number(variable, values.split()) is number
    assert is_scale(variable, values.split()) is scale


def test_groups_are_sorted_and_empty_ones_kept() -> None:
    cases = pd.DataFrame({"o": ["3", "1", "2", ""], "b": ["10", "10", "9", "x"]})
    assert grouped(cases, "o", "b") == {"9": [2.0], "10": [1.0, 3.0], "x": []}
    assert list(grouped(cases, "o", "b")) == ["9", "10", "x"]


ITEM = {"item": "plan"}
PLACES = {"often": "1", "at times": "2", "never": "3"}


def answered(answers: list[str], groups: list[str], method: str = "auto") -> Choice:
    cases = pd.DataFrame({"item plan": answers, "place plan": [PLACES[a] for a in answers],
                          "attribute group": groups}, dtype="str")  # fmt: skip
    return chosen({"id": "t", "method": method, "outcome": ITEM, "by": BY}, cases)


@pytest.mark.parametrize(
    ("groups", "method"),
    [(["a", "b"] * 15, "mann_whitney"), (["a", "b", "c"] * 10, "kruskal_wallis"),
     ([str(60 + n) for n in range(30)], "spearman")],
)  # fmt: skip
def test_answers_on_a_scale_are_ranked(groups: list[str], method: str) -> None:
    found = answered(["often", "never", "at times", "often", "never"] * 6, groups)
    assert (found.method, found.refused) == (method, "")
    assert "have an order" in found.why


def test_two_answers_are_counted_and_means_of_answers_refused() -> None:
    two = answered(["often", "never", "often"] * 10, ["a", "b"] * 15)
    assert two.method == "chi_squared"
    three = ["often", "never", "at times"] * 10
    assert answered(three, ["a", "b"] * 15, "mann_whitney") == Choice("mann_whitney")
    wrong = answered(three, ["a", "b"] * 15, "anova").refused
    assert wrong == "30 of 30 values of plan are not numbers, such as 'at times'"


def test_answers_by_answers_are_correlated_by_their_places_and_shown_in_order() -> None:
    scale = {"often": "1", "seldom": "2", "never": "3"}
    answers = ["often", "seldom", "never", "never", "often", "seldom", "often", "never"] * 2
    others = ["often", "seldom", "seldom", "never", "often", "often", "often", "never"] * 2
    cases = pd.DataFrame({
        "case": [f"p{n:02}" for n in range(16)], "practice": "", "site": "",
        "item plan": answers, "place plan": [scale[a] for a in answers],
        "item say": others, "place say": [scale[a] for a in others],
    })  # fmt: skip
    test = {"id": "a", "asks": "?", "method": "auto", "outcome": ITEM, "by": {"item": "say"}}
    done = one(test, cases, Settings())
    assert done.choice.method == "spearman"
    expected = stats.spearmanr([int(scale[a]) for a in answers], [int(scale[a]) for a in others])
    assert done.finding.effect == pytest.approx(expected.statistic)
    assert list(dict.fromkeys(cell["group"] for cell in done.finding.cells)) == list(scale)
    assert list(dict.fromkeys(cell["value"] for cell in done.finding.cells)) == list(scale)
