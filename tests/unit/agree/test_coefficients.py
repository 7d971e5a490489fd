"""Coefficients against their definitions."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.agree.coefficients import (
    Metric,
    bias,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    positive_agreement,
    prevalence,
    tallies,
)

METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")
UNITS = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=12)


def counted(units: list[list[int]], categories: int = 4) -> np.ndarray:
    """Units × categories; 0 is no value."""
    return np.array([[unit.count(n + 1) for n in range(categories)] for unit in units])


def alpha_by_definition(units: list[list[int]], metric: Metric) -> float:
    """1 - mean difference of pairs within units, by mean difference of all pairs of values."""
    kept = [values for unit in units if len(values := [v for v in unit if v]) > 1]
    every = [value for values in kept for value in values]
    if len(set(every)) < 2:
        return float("nan")

    def difference(a: int, b: int) -> float:
        if metric == "nominal":
            return float(a != b)
        if metric == "ordinal":
            low, high = min(a, b), max(a, b)
            between = sum(low <= v <= high for v in every)
            return (between - (every.count(low) + every.count(high)) / 2) ** 2 if a != b else 0.0
        return (a - b) ** 2 if metric == "interval" else ((a - b) / (a + b)) ** 2

    def mean(values: list[int]) -> float:
        pairs = [difference(a, b) for a, b in permutations(values, 2)]
        return sum(pairs) / len(pairs)

    within = sum(mean(values) * len(values) for values in kept) / len(every)
    return 1 - within / mean(every)


@given(UNITS, st.sampled_from(METRICS))
def test_alpha_is_what_its_definition_says(units: list[list[int]], metric: Metric) -> None:
    found = tallies(counted(units), 3).coincidences.sum(0)
    alpha = krippendorff_alpha(found, metric, np.arange(1.0, 5.0))
    expected = alpha_by_definition(units, metric)
    assert float(alpha) == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@given(UNITS)
def test_agreeing_is_the_share_of_pairs_of_coders(units: list[list[int]]) -> None:
    found = tallies(counted(units), 3)
    for unit, agreeing, paired, complete in zip(
        units, found.agreeing, found.units, found.complete, strict=True
    ):
        pairs = list(permutations([v for v in unit if v], 2))
        assert paired == bool(pairs)
        assert complete == (0 not in unit)
        assert agreeing == pytest.approx(sum(a == b for a, b in pairs) / max(len(pairs), 1))


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3))
def test_kappa_is_one_less_disagreement_by_that_of_strangers(table: list[list[int]]) -> None:
    counts = np.array(table)
    total = counts.sum()
    off = 1 - np.eye(3)
    strangers = float((np.outer(counts.sum(1), counts.sum(0)) * off).sum())
    kappa = float(cohen_kappa(counts))
    if strangers == 0:
        assert np.isnan(kappa)
    else:
        assert kappa == pytest.approx(1 - total * (counts * off).sum() / strangers)


def test_kappa_is_undefined_when_both_use_one_category_and_zero_when_one_does() -> None:
    tables = np.array([[[0, 0], [0, 9]], [[9, 0], [0, 0]], [[0, 0], [0, 0]], [[7, 2], [0, 0]]])
    assert [str(k) for k in cohen_kappa(tables)] == ["nan", "nan", "nan", "0.0"]


def test_a_chance_of_one_by_rounding_is_still_undefined() -> None:
    assert np.isnan(fleiss_kappa(np.array(7.0), np.array(7.0), np.array([6.9999999999999, 0.0])))


def test_ac1_counts_categories_that_nobody_chose() -> None:
    agreeing, units = np.array(8.0), np.array(10.0)
    two = gwet_ac1(agreeing, units, np.array([7.0, 3.0]), units)
    four = gwet_ac1(agreeing, units, np.array([7.0, 3.0, 0.0, 0.0]), units)
    assert float(two) == pytest.approx((0.8 - 0.42) / (1 - 0.42))
    assert float(four) == pytest.approx((0.8 - 0.14) / (1 - 0.14))


def test_ac1_is_defined_when_all_agree_on_one_category() -> None:
    ten = np.array(10.0)
    assert float(gwet_ac1(ten, ten, np.array([10.0, 0.0]), ten)) == 1


def test_percent_agreement_of_nothing_is_undefined() -> None:
    found = percent_agreement(np.array([3.0, 0.0]), np.array([4.0, 0.0]))
    assert found[0] == 0.75
    assert np.isnan(found[1])


def test_figures_of_a_two_by_two_table() -> None:
    table = np.array([[50, 6], [10, 34]])  # neither 50, second only 6, first only 10, both 34
    assert float(positive_agreement(table)) == pytest.approx(68 / 84)
    assert float(prevalence(table)) == pytest.approx((44 + 40) / 200)
    assert float(bias(table)) == pytest.approx(0.04)


def test_positive_agreement_without_positives_is_undefined() -> None:
    assert np.isnan(positive_agreement(np.array([[20, 0], [0, 0]])))


def test_every_coefficient_keeps_leading_axes() -> None:
    rng = np.random.default_rng(5)
    counts = rng.multinomial(3, [0.5, 0.3, 0.2], size=(2, 4, 15)).astype("float64")
    found = tallies(counts, 3)
    sums = found.agreeing.sum(-1), found.units.sum(-1), found.shares.sum(-2)
    pairs = found.coincidences.sum(-3)
    every = [
        percent_agreement(*sums[:2]), fleiss_kappa(*sums),
        gwet_ac1(*sums, found.rated.sum(-1)),
        *(krippendorff_alpha(pairs, metric, np.arange(1.0, 4.0)) for metric in METRICS),
    ]  # fmt: skip
    assert {values.shape for values in every} == {(2, 4)}
    one = tallies(counts[1, 2], 3)
    assert every[1][1, 2] == pytest.approx(
        float(fleiss_kappa(one.agreeing.sum(), one.units.sum(), one.shares.sum(0)))
    )
    for metric, values in zip(METRICS, every[3:], strict=True):
        alone = krippendorff_alpha(one.coincidences.sum(0), metric, np.arange(1.0, 4.0))
        assert values[1, 2] == pytest.approx(float(alone))
