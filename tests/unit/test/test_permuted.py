"""Permutations that leave clusters whole or stay inside them, by counting and by their laws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations as orders
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import StratifiedTable

from insideout.test import permuted
from insideout.test.amounts import (
    Amounts,
    Codes,
    Numbers,
    as_kinds,
    of_kinds,
    of_numbers,
    of_strata,
    of_two_numbers,
)
from insideout.test.permuted import Permuted, enumerated, multinomial, whole, within


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def codes(values: Sequence[int]) -> Codes:
    return np.array(values, dtype=np.intp)


def sums_of(amounts: Amounts, group: Codes) -> Numbers:
    sums = np.zeros((1, int(group.max()) + 1, amounts.of_cases.shape[1]))
    np.add.at(sums[0], group, amounts.of_cases)
    return sums


@pytest.mark.parametrize(
    ("sizes", "labelled", "different"),
    [([2, 2, 2, 2, 1], 22680, 945), ([1, 8], 9, 9), ([3, 3, 2], 560, 280), ([1, 1, 1], 6, 1)],
)
def test_arrangements_are_counted(sizes: list[int], labelled: int, different: int) -> None:
    told_apart, alike = (enumerated(sizes, alike=alike) for alike in (False, True))
    assert multinomial(sizes) == labelled == len(told_apart)
    assert len(np.unique(told_apart, axis=0)) == labelled
    assert len(alike) == different
    assert (np.apply_along_axis(np.bincount, 1, told_apart) == sizes).all()


@pytest.mark.parametrize("sizes", [[2, 2, 2, 1], [1, 3, 1, 2], [2, 1, 2]])
def test_alike_arrangements_are_every_partition_once(sizes: list[int]) -> None:
    def partition(labels: Sequence[int]) -> frozenset[frozenset[int]]:
        groups = range(len(sizes))
        return frozenset(frozenset(np.flatnonzero(np.array(labels) == g).tolist()) for g in groups)

    everything = {partition(order) for order in orders(np.repeat(range(len(sizes)), sizes))}
    found = [partition(labels) for labels in enumerated(sizes, alike=True)]
    assert len(found) == len(set(found))
    assert set(found) == everything


def test_the_statistics_are_scipys() -> None:
    draws = rng()
    group, kinds = (codes(draws.integers(0, 3, 60)) for _ in range(2))
    numbers, by = draws.normal(size=60).round(1), draws.integers(1, 5, 60)
    table = np.zeros((3, 3))
    np.add.at(table, (group, kinds), 1)
    chi = stats.chi2_contingency(table, correction=False).statistic
    assert of_kinds(kinds).statistic(sums_of(of_kinds(kinds), group))[0] == pytest.approx(chi / 60)

    between = of_numbers(numbers).statistic(sums_of(of_numbers(numbers), group))[0]
    f = stats.f_oneway(*(numbers[group == g] for g in range(3))).statistic
    assert between / (1 - between) * 57 / 2 == pytest.approx(f)
    ranks = of_numbers(stats.rankdata(numbers))
    h = stats.kruskal(*(numbers[group == g] for g in range(3))).statistic
    assert ranks.statistic(sums_of(ranks, group))[0] * 59 == pytest.approx(h)

    levels, place = np.unique(by, return_inverse=True)
    straight = of_two_numbers(numbers, levels, ranks=False)
    r = abs(stats.pearsonr(numbers, by).statistic)
    assert straight.statistic(sums_of(straight, place))[0] == pytest.approx(r)
    ranked = of_two_numbers(stats.rankdata(numbers), levels, ranks=True)
    rho = abs(stats.spearmanr(numbers, by).statistic)
    assert ranked.statistic(sums_of(ranked, place))[0] == pytest.approx(rho)


def test_numbers_as_kinds_have_the_same_statistic() -> None:
    draws = rng()
    group, values = codes(draws.integers(0, 3, 40)), draws.integers(0, 6, 40).astype(float)
    for made in (of_numbers(values), of_two_numbers(values, np.array([1.0, 2, 5]), ranks=False)):
        wide = as_kinds(made)
        assert wide.of_cases.shape == (40, 6)
        wanted = made.statistic(sums_of(made, group))
        assert wide.statistic(sums_of(wide, group)) == pytest.approx(wanted)


def test_the_stratified_statistic_is_statsmodels() -> None:
    draws = rng()
    strata, group, kinds = (codes(draws.integers(0, top, 80)) for top in (4, 2, 2))
    tables = np.zeros((4, 2, 2))
    np.add.at(tables, (strata, group, kinds), 1)
    amounts = of_strata(kinds == 1, strata)
    wanted = StratifiedTable(list(tables)).test_null_odds(correction=False).statistic
    assert amounts.statistic(sums_of(amounts, group))[0] * 80 == pytest.approx(wanted)


def test_a_stratum_of_one_case_says_nothing() -> None:
    yes = np.array([True, False, True, True, False])
    group, strata = codes([0, 1, 1, 0, 0]), codes([0, 0, 0, 0, 1])
    alone, without = of_strata(yes, strata), of_strata(yes[:4], strata[:4])
    with_it = alone.statistic(sums_of(alone, group))[0] * 5
    assert with_it == pytest.approx(without.statistic(sums_of(without, group[:4]))[0] * 4)


def test_drawn_arrangements_come_near_the_enumerated_p(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = codes(np.repeat(np.arange(8), 5))
    group = codes(np.repeat([0, 0, 0, 1, 1, 1, 2, 2], 5))
    values = rng().normal(size=40) + np.repeat(rng().normal(size=8), 5)
    exact = whole(of_numbers(values), group, cluster, permutations=99, rng=rng())
    monkeypatch.setattr(permuted, "ENUMERATED", 10)
    drawn = whole(of_numbers(values), group, cluster, permutations=20_000, rng=rng())
    assert exact.p_error is None
    assert (exact.arrangements, exact.labelled) == (280, 560)
    assert drawn.p_error is not None
    assert drawn.arrangements == 20_000
    assert drawn.p == pytest.approx(exact.p, abs=4 * drawn.p_error)
    assert drawn.least == pytest.approx(1 / 280)  # not 1 / 20,001: there are no more arrangements


def test_batches_change_no_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster, group = codes(np.repeat(np.arange(7), 4)), codes(np.repeat([0, 0, 1, 1, 1, 2, 2], 4))
    amounts = of_kinds(codes(rng().integers(0, 3, 28)))
    at_once = whole(amounts, group, cluster, permutations=99, rng=rng())
    monkeypatch.setattr(permuted, "AT_ONCE", 50)
    assert whole(amounts, group, cluster, permutations=99, rng=rng()) == at_once


@pytest.mark.parametrize("numbers", [False, True])
def test_within_strata_every_draw_keeps_the_margins(
    numbers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(permuted, "AT_ONCE", 500)
    draws = rng()
    group, stratum, values = (codes(draws.integers(0, top, 50)) for top in (3, 4, 3))
    made = of_numbers(values.astype(float)) if numbers else of_kinds(values)
    seen: list[Numbers] = []

    def keep(sums: Numbers) -> Numbers:
        seen.append(sums.copy())
        return made.statistic(sums)

    watched = Amounts(made.of_cases, keep, made.alike, made.kinds)
    found = within(watched, group, stratum, permutations=200, rng=draws)
    drawn = np.concatenate(seen[1:])
    assert len(seen) > 3
    assert drawn.shape[0] == found.arrangements == 200
    if numbers:
        assert (drawn[:, :, 0] == np.bincount(group)).all()
    else:
        assert (drawn.sum(2) == np.bincount(group)).all()
    whole_sum = np.broadcast_to(made.of_cases.sum(0), drawn.sum(1).shape)
    assert drawn.sum(1) == pytest.approx(whole_sum, abs=1e-9)


def test_numbers_shuffled_or_drawn_as_tables_give_the_same_p() -> None:
    draws = rng()
    stratum = codes(np.repeat(np.arange(6), 9))
    group = codes(draws.integers(0, 2, 54))
    numbers = of_numbers((draws.integers(0, 6, 54) + group).astype(float))
    tables = within(as_kinds(numbers), group, stratum, permutations=20_000, rng=draws)
    shuffled = within(numbers, group, stratum, permutations=20_000, rng=draws)
    assert tables.p_error is not None
    assert 0.001 < tables.p < 0.5
    assert tables.p == pytest.approx(shuffled.p, abs=6 * tables.p_error)
    assert tables.least == shuffled.least


def test_of_few_different_numbers_tables_are_drawn() -> None:
    """Two kinds as numbers: the same draws, and so the very same p, as of two kinds."""
    draws = rng()
    stratum, group = codes(np.repeat(np.arange(3), 18)), codes(draws.integers(0, 2, 54))
    kinds = codes((draws.random(54) < 0.35 + 0.3 * group).astype(int))
    numbers = of_numbers(kinds.astype(float))
    assert within(numbers, group, stratum, permutations=999, rng=rng()) == within(
        of_kinds(kinds), group, stratum, permutations=999, rng=rng()
    )


def exact_within(values: list[float], group: list[int], strata: list[list[int]]) -> float:
    """Every order of every stratum's values, one after the other."""
    found, observed = [], 0.0
    for ways in product(*(orders(rows) for rows in strata)):
        moved = [0.0] * len(values)
        for rows, way in zip(strata, ways, strict=True):
            for row, taken in zip(rows, way, strict=True):
                moved[row] = values[taken]
        sides = [[v for v, g in zip(moved, group, strict=True) if g == side] for side in (0, 1)]
        found.append(abs(sum(sides[0]) / len(sides[0]) - sum(sides[1]) / len(sides[1])))
        observed = observed or found[0]
    return sum(f >= observed - 1e-9 for f in found) / len(found)


def test_numbers_within_strata_come_near_the_exact_p() -> None:
    values, group = [3.0, 5.0, 8.0, 9.0, 1.0, 2.0, 2.0, 6.0], [0, 0, 1, 1, 0, 1, 0, 1]
    exact = exact_within(values, group, [[0, 1, 2, 3], [4, 5, 6, 7]])
    found = within(
        of_numbers(np.array(values)), codes(group), codes([0] * 4 + [1] * 4),
        permutations=20_000, rng=rng(),
    )  # fmt: skip
    assert (found.p_error, found.arrangements) == (None, math.comb(4, 2) ** 2)
    assert found.p == pytest.approx(exact)
    assert found.least == pytest.approx(4 / 36)  # either way round, and with either of two 2s


def test_strata_without_some_group_are_enumerated_too() -> None:
    """Three groups, of which no stratum has all: 3 × 2 arrangements, looked at one by one."""
    values, group = [1.0, 5.0, 9.0, 2.0, 7.0], [0, 0, 2, 1, 2]
    found = within(
        of_numbers(np.array(values)), codes(group), codes([0, 0, 0, 1, 1]), permutations=99,
        rng=rng(),
    )  # fmt: skip
    assert (found.arrangements, found.p_error, found.p) == (6, None, pytest.approx(2 / 6))


def test_what_is_drawn_comes_near_what_is_enumerated(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds, group, stratum = (
        codes([0, 1, 1, 0, 1, 0, 0, 1] * 2),
        codes([0, 1] * 8),
        codes([0, 1] * 8),
    )
    group[:4] = 1 - group[:4]
    every = within(of_kinds(kinds), group, stratum, permutations=99, rng=rng())
    monkeypatch.setattr("insideout.test.permuted.ENUMERATED", 0)
    drawn = within(of_kinds(kinds), group, stratum, permutations=50_000, rng=rng())
    assert (every.p_error, drawn.arrangements) == (None, 50_000)
    assert drawn.p_error is not None
    assert drawn.p == pytest.approx(every.p, abs=4 * drawn.p_error)


CLUSTERS = st.lists(st.integers(0, 2), min_size=3, max_size=7).filter(lambda g: len(set(g)) > 1)


@settings(max_examples=40, deadline=None)
@given(CLUSTERS, st.data())
def test_p_is_a_p_and_knows_no_names_or_order(groups: list[int], data: st.DataObject) -> None:
    """Naming groups or clusters otherwise, or sorting the cases otherwise, changes nothing."""
    at = np.unique(groups, return_inverse=True)[1]
    sizes = data.draw(st.lists(st.integers(1, 4), min_size=len(at), max_size=len(at)))
    cluster = codes(np.repeat(np.arange(len(at)), sizes))
    values = data.draw(
        st.lists(st.integers(0, 3), min_size=len(cluster), max_size=len(cluster)).filter(
            lambda v: len(set(v)) > 1
        )
    )
    order = codes(data.draw(st.permutations(range(len(cluster)))))
    names = codes(data.draw(st.permutations(range(int(at.max()) + 1))))
    clusters = codes(data.draw(st.permutations(range(len(at)))))
    group, numbers = codes(at[cluster]), np.array(values, dtype=float)

    def found(values: Numbers, g: Codes, c: Codes) -> Permuted:
        return whole(of_numbers(values), g, c, permutations=99, rng=rng())

    one = found(numbers, group, cluster)
    other = found(numbers[order], names[group][order], clusters[cluster][order])
    assert 0 < one.least <= one.p <= 1
    assert one == other
