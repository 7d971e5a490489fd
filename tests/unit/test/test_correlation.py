"""Correlations: what is refused, and how p and interval were made."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from insideout.test.correlation import exact_p, pearson, spearman
from insideout.test.finding import Finding


@pytest.mark.parametrize("test", [pearson, spearman])
@pytest.mark.parametrize(
    ("x", "y", "reason"),
    [
        ([], [], "no case has both variables"),
        ([1.0, 2], [2.0, 1], "fewer than three cases: two points always make a line"),
        ([1.0, 1, 1], [1.0, 2, 3], "the first variable doesn't vary: 3 cases, all 1"),
        ([1.0, 2, 3], [4.0, 4, 4], "the second variable doesn't vary: 3 cases, all 4"),
    ],
)
def test_reasons_come_first(
    test: Callable[..., Finding], x: list[float], y: list[float], reason: str
) -> None:
    assert (test(x, y).p, test(x, y).notes) == (None, (reason,))


def test_a_complete_correlation_has_no_interval() -> None:
    found = pearson([1.0, 2, 3, 4], [2.0, 4, 6, 8])
    assert (found.statistic, found.effects[0].low) == (pytest.approx(1), None)
    assert "complete" in found.effects[0].method
    assert "four cases" in pearson([1.0, 2, 3], [2.0, 1, 4]).effects[0].method


def test_intervals_name_their_source() -> None:
    x, y = list(range(10)), [3.0, 1, 2, 5, 4, 9, 6, 8, 7, 0]
    assert pearson(x, y).effects[0].method == "95%, Fisher z"
    assert spearman(x, y, confidence=0.9).effects[0].method == "90%, Bonett and Wright"
    assert spearman(x, y).notes == ("p from the t distribution",)
    assert spearman(x[:9], y[:9]).notes == ("exact p, from all orders",)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=6))
def test_exact_p_is_that_of_all_orders_with_ties_too(both: list[tuple[int, int]]) -> None:
    x, y = (stats.rankdata(values) for values in zip(*both, strict=True))
    assume(np.ptp(x) > 0)
    assume(np.ptp(y) > 0)
    centred = x - x.mean()
    found = [abs(float(centred @ np.array(order))) for order in permutations(y - y.mean())]
    observed = abs(float(centred @ (y - y.mean())))
    assert exact_p(x, y) == pytest.approx(np.mean([one >= observed - 1e-6 for one in found]))
