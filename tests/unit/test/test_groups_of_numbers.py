"""Tests of means and ranks, pairs and conditions: what is refused, what is said."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from insideout.test.assumptions import of_counts, of_groups, of_two_numbers
from insideout.test.finding import Finding
from insideout.test.means import anova, t_test, welch, welch_t
from insideout.test.pairs import dunn, games_howell, tukey
from insideout.test.ranks import kruskal_wallis, mann_whitney

Groups = dict[str, list[float]]
Test = Callable[[Groups], Finding]
THREE = {"a": [4.0, 5, 6, 7], "b": [6.0, 7, 9, 8], "c": [1.0, 2, 4, 3]}
TWO = {"a": [1.5, 2.25, 3.125], "b": [2.0, 4.75, 3.5, 6]}


@pytest.mark.parametrize("test", [anova, welch, t_test, welch_t, kruskal_wallis, mann_whitney])
@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        ({"a": [], "b": []}, "no case has both variables"),
        ({}, "no case has both variables"),
        ({"a": [3.0, 3], "b": [3.0]}, "the outcome doesn't vary: 3 cases, all 3"),
        ({"a": [3.0, 4], "b": []}, "fewer than two groups: 2 cases, all a"),
    ],
)
def test_reasons_come_first(test: Test, groups: Groups, reason: str) -> None:
    found = test(groups)
    assert (found.p, found.statistic, found.effects) == (None, None, ())
    assert found.notes[0] == reason


@pytest.mark.parametrize("test", [anova, welch, t_test, welch_t])
def test_means_need_variance(test: Test) -> None:
    alone = test({"a": [3.0], "b": [2.0, 5]})
    assert alone.notes == ("a group of one case has no variance: a",)
    within = test({"a": [3.0, 3], "b": [4.0, 4]})
    assert within.notes == ("no variance within the groups",)


def test_welch_weighs_by_variances_and_needs_all_of_them() -> None:
    found = welch({"a": [3.0, 3, 3], "b": [2.0, 5, 4], "c": [6.0, 3]})
    assert (found.p, found.notes) == (None, ("no variance in a",))


@pytest.mark.parametrize("test", [t_test, welch_t, mann_whitney])
def test_tests_of_two_groups_refuse_three(test: Test) -> None:
    assert test(THREE).notes == ("the test is for two groups: here are 3",)
    assert test(THREE | {"c": []}).p is not None


def test_ranks_do_with_a_group_of_one() -> None:
    found = mann_whitney({"a": [9.0], "b": [2.0, 5, 4, 7]})
    assert (found.statistic, found.p) == (4, pytest.approx(0.4))
    assert found.notes == ("exact p",)


def test_mann_whitney_says_how_p_was_made() -> None:
    assert mann_whitney(TWO).notes == ("exact p",)
    tied = mann_whitney({"a": [1.0, 2, 2], "b": [2.0, 3]})
    assert tied.notes == (
        "p from the normal distribution, with continuity correction, ties corrected",
    )
    large = {"a": [float(n) for n in range(60)], "b": [n + 0.5 for n in range(9)]}
    assert mann_whitney(large).notes == (
        "p from the normal distribution, with continuity correction",
    )


def test_rank_biserial_is_first_against_second() -> None:
    [above] = mann_whitney({"a": [7.0, 8, 9], "b": [1.0, 2, 3, 4]}).effects
    assert (above.value, above.high) == (1, 1)
    assert above.low < 1
    [below] = mann_whitney({"b": [1.0, 2, 3, 4], "a": [7.0, 8, 9]}).effects
    assert (below.value, below.low, below.high) == (-1, -1, pytest.approx(-above.low))


def test_numbers_far_from_zero_or_of_any_unit_give_the_same() -> None:
    moved = {name: [value * 1e-9 + 3e-4 for value in values] for name, values in THREE.items()}
    for test in (anova, welch, kruskal_wallis):
        one, other = test(THREE), test(moved)
        assert other.statistic == pytest.approx(one.statistic, rel=1e-6)
        assert other.p == pytest.approx(one.p, rel=1e-6)
    [_, difference] = t_test({"a": [10.0, 12, 14], "b": [20.0, 25, 30]}).effects
    assert difference.value == pytest.approx(-13)
    assert difference.low < -13 < difference.high
    assert "mean of a minus that of b" in difference.method


def test_differences_too_small_for_their_size_are_refused() -> None:
    found = anova({"a": [1e16, 1e16 + 2], "b": [1e16 + 4, 1e16 + 2]})
    assert found.p is None
    assert "too little for their size" in found.notes[0]


def test_groups_more_alike_than_chance_leave_open_what_alike_groups_do() -> None:
    same = {"a": [1.0, 2, 3], "b": [3.0, 1, 2], "c": [2.0, 3, 1]}
    median = stats.f.ppf(0.5, 2, 6)
    high = optimize.brentq(lambda nc: stats.ncf.cdf(median, 2, 6, nc) - 0.025, 0.1, 100)
    for effect in anova(same).effects:
        assert (effect.value, effect.low) == (0, 0)
        assert effect.high == pytest.approx(high / (high + 9))
        assert "more alike than chance" in effect.method


def test_more_cases_leave_smaller_effects_open_also_where_groups_are_alike() -> None:
    def high(n: int) -> float | None:
        return kruskal_wallis({name: list(range(n)) for name in "abc"}).effects[0].high

    few, some, many = (high(n) or 0 for n in (5, 20, 80))
    assert 1 > few > some > many > 0


def test_pairs_name_their_groups_in_order() -> None:
    for compare in (tukey, games_howell, dunn):
        rows = compare(THREE)
        assert [(row["first"], row["second"]) for row in rows] == [
            ("a", "b"), ("a", "c"), ("b", "c"),
        ]  # fmt: skip
        assert {row["method"] for row in rows} == {compare.__name__}
        signs = [np.sign(row["difference"]) for row in rows]
        assert signs == [-1, 1, 1]
    assert all(row["low"] < row["difference"] < row["high"] for row in tukey(THREE))


def test_pairs_that_cant_be_compared_have_no_p() -> None:
    some = {"a": [3.0], "b": [2.0, 5, 4], "c": [6.0, 7, 9]}
    assert tukey(some) == []
    assert [row["p"] is None for row in games_howell(some)] == [True, True, False]
    flat = {"a": [3.0, 3], "b": [4.0, 4], "c": [6.0, 7]}
    assert [row["p"] is None for row in games_howell(flat)] == [True, False, False]
    assert tukey({"a": [3.0, 4]}) == games_howell({}) == dunn({"a": [1.0], "b": [1.0]}) == []


def test_small_expected_counts_call_for_fisher() -> None:
    [large] = of_counts(pd.DataFrame([[12, 9], [8, 13]]))
    assert (large["met"], large["statistic"]) == (True, 10)
    [small] = of_counts(pd.DataFrame([[3, 1], [2, 4]]))
    assert small["met"] is False
    assert "4 of 4 expected counts below 5" in small["so"]
    assert small["so"].endswith("Fisher's exact test instead")
    # a fifth of the counts may be below 5, as long as none is below 1
    [fifth] = of_counts(pd.DataFrame([[20, 20, 20, 20, 4], [20, 20, 20, 20, 4]]))
    assert (fifth["met"], fifth["statistic"]) == (True, 4)
    [nothing] = of_counts(pd.DataFrame([[3, 0], [2, 0]]))
    assert nothing["met"] is None


def test_conditions_of_groups() -> None:
    places = (np.arange(20) + 0.5) / 20
    normal = {name: stats.norm.ppf(places).tolist() for name in "abc"}
    assert [row["met"] for row in of_groups(normal)] == [True, True, True]
    odd = normal | {"c": (stats.expon.ppf(places) ** 3).tolist()}
    sizes, normality, _ = of_groups(odd)
    assert (sizes["met"], normality["met"]) == (True, False)
    *_, variances = of_groups(normal | {"c": [9 * value for value in normal["c"]]})
    assert variances["met"] is False
    assert "tests of ranks" in normality["so"]
    assert "Welch" in variances["so"]
    sizes, _, variances = of_groups({"a": [1.0], "b": [2.0, 4, 3]})
    assert (sizes["met"], sizes["statistic"]) == (False, 1)
    assert (variances["met"], variances["p"]) == (None, None)
    assert "a group of one case" in variances["so"]


def test_normality_isnt_looked_at_where_it_cant_or_neednt_be() -> None:
    many = np.random.default_rng(1).normal(size=6000)
    for values, words in (
        ([1.0, 2], "fewer than 3 cases"), ([4.0] * 9, "don't vary"), (many, "more than 5,000"),
    ):  # fmt: skip
        [row] = of_two_numbers(values, values)
        assert (row["met"], row["p"]) == (None, None)
        assert words in row["so"]


def test_equal_means_have_a_p_of_1_whatever_rounding_leaves() -> None:
    """Here the sum of squares between the groups comes out a little below 0."""
    values = [1e6, 0.1, 0.7, 0.1, 1e6]
    found = anova({"a": values, "b": [0.7, 0.1, 1e6, 1e6, 0.1]})
    assert (found.statistic, found.p, found.effect) == (0, 1, 0)


def test_effects_of_two_groups_say_which_way_they_go() -> None:
    pair = {"yes": [1.0, 2.0, 4.0], "no": [3.0, 5.0, 6.0]}
    assert (
        mann_whitney(pair)
        .effects[0]
        .method.endswith("; how much more often yes is the higher of a pair with no")
    )
    assert t_test(pair).effects[0].method.endswith("; mean of yes minus that of no")
