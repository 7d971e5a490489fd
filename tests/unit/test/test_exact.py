"""Fisher's exact test of tables larger than 2 × 2, against going through all tables."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.special import gammaln

from insideout.test.exact import exact_p, least_likely, most_likely

small = st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=3)


def rests(rows: list[int], columns: list[int]) -> list[np.ndarray]:
    """Every table with these margins, by brute force."""
    found = []
    cells = [range(min(row, column) + 1) for row in rows[:-1] for column in columns[:-1]]
    for chosen in product(*cells):
        table = np.zeros((len(rows), len(columns)), dtype=int)
        table[:-1, :-1] = np.reshape(chosen, (len(rows) - 1, len(columns) - 1))
        table[:-1, -1] = np.array(rows[:-1]) - table[:-1].sum(axis=1)
        table[-1] = np.array(columns) - table.sum(axis=0)
        if (table >= 0).all():
            found.append(table)
    return found


@settings(deadline=None)
@given(small)
def test_exact_p_is_that_of_all_tables(counts: list[list[int]]) -> None:
    table = np.array(counts)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    assume(min(table.shape, default=0) >= 2)
    null = stats.random_table(table.sum(axis=1), table.sum(axis=0))
    every = rests(table.sum(axis=1).tolist(), table.sum(axis=0).tolist())
    logs = np.array([null.logpmf(one) for one in every])
    expected = np.exp(logs[logs <= null.logpmf(table) + 1e-7]).sum()
    assert exact_p(table) == pytest.approx(expected, rel=1e-9)
    assert exact_p(table.T[::-1]) == pytest.approx(expected, rel=1e-9)


@settings(deadline=None)
@given(small)
def test_bounds_hold_for_every_table(counts: list[list[int]]) -> None:
    table = np.array(counts)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    every = [-gammaln(one + 1.0).sum() for one in rests(rows.tolist(), columns.tolist())]
    assert most_likely(rows[None, :], columns)[0] >= max(every) - 1e-9
    assert least_likely(rows[None, :], columns)[0] <= min(every) + 1e-9


def test_too_many_tables_are_not_gone_through() -> None:
    table = np.array([[9, 4, 6], [3, 8, 5], [7, 5, 8]])
    assert exact_p(table, most=10) is None
    assert exact_p(table) is not None
