"""Levels, differences and rank correlations, against published figures and scipy."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from insideout.judge.verdict import (
    difference,
    level,
    observed,
    over_grid,
    rank_correlation,
    ranks,
    share_of,
    verdict,
)

THRESHOLDS: dict[str, Any] = {
    "high": 0.6, "low": 0.4, "margin": 0.1, "rho": 0.2, "min_tellers": 5,
    "grid": {"bands": [[0.5, 0.5], [0.4, 0.6], [0.3, 0.7]], "margin": [0, 0.1, 0.2],
             "rho": [0, 0.2, 0.4]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("share", "band", "is_"),
    [
        (0.6, (0.4, 0.6), "high"),
        (0.4, (0.4, 0.6), "low"),
        (0.5, (0.4, 0.6), "mixed"),
        (0.5, (0.5, 0.5), "mixed"),
        (0.51, (0.5, 0.5), "high"),
    ],
)
def test_levels(share: float, band: tuple[float, float], is_: str) -> None:
    assert level(share, *band) == is_


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_differences_have_newcombes_interval(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    shares = [share_of(some / of, of, 0.95) for some, of in (first, second)]
    found = difference(*shares)
    assert found.value == pytest.approx(first[0] / first[1] - second[0] / second[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


numbers = st.lists(st.integers(0, 5).map(float), min_size=4, max_size=12)


@given(st.data(), numbers)
def test_rank_correlations_are_scipys(data: st.DataObject, x: list[float]) -> None:
    y = data.draw(st.lists(st.integers(0, 5).map(float), min_size=len(x), max_size=len(x)))
    assert ranks(x) == list(stats.rankdata(x))
    found = rank_correlation(x, y, 0.95)
    if found is None:
        assert len(set(x)) == 1 or len(set(y)) == 1
    else:
        assert found.value == pytest.approx(stats.spearmanr(x, y).statistic)
        assert -1 <= found.low <= found.value <= found.high <= 1


def test_a_perfect_order_of_four_units_claims_little() -> None:
    found = rank_correlation([1, 2, 3, 4], [0.1, 0.2, 0.3, 0.4], 0.95)
    assert found is not None
    assert found.value == pytest.approx(1)
    assert found.low < 0 < found.high


def test_bonett_and_wrights_interval() -> None:
    x, y = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 1, 4, 3, 6, 5, 8, 10, 7, 9]
    found = rank_correlation(x, y, 0.95)
    assert found is not None
    spread = 1.959964 * math.sqrt((1 + found.value**2 / 2) / 7)
    assert found.low == pytest.approx(math.tanh(math.atanh(found.value) - spread), abs=1e-6)


@pytest.mark.parametrize(
    ("predicted", "value", "counted", "verdict_"),
    [
        ("high", 0.7, (3, 3, 0), "corroborated"),
        ("high", 0.65, (3, 2, 0), "qualified"),
        ("high", 0.5, (3, 0, 0), "not_borne_out"),
        ("high", 0.35, (3, 0, 2), "not_borne_out"),
        ("high", 0.3, (3, 0, 3), "falsified"),
        ("low", 0.3, (3, 3, 0), "corroborated"),
        ("mixed", 0.5, (2, 2, 0), "corroborated"),
        ("mixed", 0.9, (2, 0, 0), "not_borne_out"),
        ("higher", 0.21, (3, 3, 0), "corroborated"),
        ("higher", 0.2, (3, 2, 0), "qualified"),
        ("higher", 0.0, (3, 0, 0), "not_borne_out"),
        ("lower", 0.3, (3, 0, 3), "falsified"),
        ("rises", -0.5, (3, 0, 3), "falsified"),
        ("falls", -0.3, (3, 2, 0), "qualified"),
    ],
)
def test_verdicts_over_the_grid(
    predicted: str, value: float, counted: tuple[int, int, int], verdict_: str
) -> None:
    assert over_grid(predicted, value, 9, THRESHOLDS) == counted
    assert verdict(*counted) == verdict_


def test_more_tellers_may_be_asked_for_at_points_of_the_grid() -> None:
    grid = {**THRESHOLDS["grid"], "min_tellers": [5, 10]}
    assert over_grid("high", 1.0, 7, {**THRESHOLDS, "grid": grid}) == (6, 3, 0)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_a_teller_as_predicted_never_falsifies(present: int, absent: int, mixed: int) -> None:
    """With one more who tells as predicted no verdict is worse than before."""

    def told(more: int) -> str:
        n = present + absent + mixed + more
        share = (present + more + mixed / 2) / n if n else 0.0
        return verdict(*over_grid("high", share, n, THRESHOLDS))

    order = ("falsified", "not_borne_out", "qualified", "corroborated")
    if present + absent + mixed >= 5:
        assert order.index(told(1)) >= order.index(told(0))


@pytest.mark.parametrize(
    ("predicted", "value", "is_"),
    [("high", 0.6, "high"), ("lower", 0.05, "no_difference"), ("higher", 0.2, "higher"),
     ("falls", 0.1, "flat"), ("rises", -0.3, "falls")],
)  # fmt: skip
def test_what_is_observed_is_told_in_the_words_of_the_prediction(
    predicted: str, value: float, is_: str
) -> None:
    assert observed(predicted, value, THRESHOLDS) == is_
