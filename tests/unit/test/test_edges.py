"""No test crashes, warns or gives what can't be printed, whatever the numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.test import assumptions, correlation, means, pairs, ranks, reliability, tables
from insideout.test.finding import Finding
from insideout.test.proportions import two_proportions

Groups = dict[str, list[float]]
MEANS = (means.anova, means.welch, means.t_test, means.welch_t)
RANKS = (ranks.kruskal_wallis, ranks.mann_whitney)
PAIRS = (pairs.tukey, pairs.games_howell, pairs.dunn)

whole = st.integers(0, 6).map(float)
anything = st.one_of(whole, st.floats(-1e308, 1e308), st.sampled_from([1e-300, 1e16, 1e16 + 2]))
some_counts = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.one_of(st.integers(0, 4), st.sampled_from([0, 400])),
            min_size=shape[1], max_size=shape[1],
        ),
        min_size=shape[0], max_size=shape[0],
    )
)  # fmt: skip
some_groups = st.one_of(
    st.lists(st.lists(values, max_size=7), max_size=4).map(
        lambda lists: {f"g{n}": one for n, one in enumerate(lists)}
    )
    for values in (whole, anything)
)


def frame(counts: list[list[int]]) -> pd.DataFrame:
    return pd.DataFrame(
        counts, [f"g{n}" for n in range(len(counts))], [f"v{n}" for n in range(len(counts[0]))]
    )


def numbers_of(value: Any) -> list[float]:
    """Every number in a finding or row, however deep."""
    if isinstance(value, dict):
        return [number for one in value.values() for number in numbers_of(one)]
    if isinstance(value, list | tuple):
        return [number for one in value for number in numbers_of(one)]
    return [value] if isinstance(value, int | float | np.number) else []


def sound(finding: Finding) -> None:
    assert all(map(math.isfinite, numbers_of(asdict(finding))))
    words = " ".join([*finding.notes, *(effect.method for effect in finding.effects)])
    assert not {"nan", "inf", "-inf"} & set(words.replace(",", " ").split())
    if finding.p is None:
        assert finding.notes
        assert finding.notes[0]
        assert (finding.statistic, finding.effects) == (None, ())
        return
    assert 0 <= finding.p <= 1
    for effect in finding.effects:
        ends = [end for end in (effect.low, effect.high) if end is not None]
        assert ends == sorted(ends)
        assert effect.method


@settings(deadline=None)
@given(some_counts)
def test_tables_of_counts(counts: list[list[int]]) -> None:
    table = frame(counts)
    sound(tables.chi_squared(table))
    sound(tables.chi_squared(table, yates=True))
    sound(two_proportions(table))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables, "DRAWS", 99)
        sound(tables.fisher(table, np.random.default_rng(1)))
    [row] = assumptions.of_counts(table)
    assert all(map(math.isfinite, numbers_of(row)))


@settings(deadline=None)
@given(
    st.lists(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=1, max_size=3)),
    st.booleans(),
)
def test_strata(strata: list[list[list[int]]], correction: bool) -> None:
    named = {f"s{n}": frame(counts) for n, counts in enumerate(strata)}
    sound(tables.cmh(named, correction=correction))


@settings(deadline=None, max_examples=100)
@given(some_groups)
@pytest.mark.parametrize("test", [*MEANS, *RANKS])
def test_groups_of_numbers(test: Callable[[Groups], Finding], groups: Groups) -> None:
    sound(test(groups))


@settings(deadline=None, max_examples=30)
@given(some_groups)
@pytest.mark.parametrize("compare", PAIRS)
def test_pairs_of_groups(compare: Callable[[Groups], list[dict[str, Any]]], groups: Groups) -> None:
    rows = compare(groups)
    assert all(map(math.isfinite, numbers_of(rows)))
    names = [(row["first"], row["second"]) for row in rows]
    assert len(set(names)) == len(names)
    kept = sum(bool(values) for values in groups.values())
    assert len(names) in {0, kept * (kept - 1) // 2}


@settings(deadline=None, max_examples=100)
@given(some_groups)
def test_conditions_of_groups(groups: Groups) -> None:
    rows = assumptions.of_groups(groups)
    assert [row["assumption"] for row in rows] == ["group_sizes", "normality", "equal_variances"]
    assert all(map(math.isfinite, numbers_of(rows)))
    assert all(row["so"] and (row["met"] is None or isinstance(row["met"], bool)) for row in rows)


@settings(deadline=None, max_examples=100)
@given(
    st.one_of(
        st.lists(st.tuples(values, values), max_size=n) for values in (whole, anything)
        for n in (7, 12)
    )
)  # fmt: skip
def test_two_numbers(both: list[tuple[float, float]]) -> None:
    x, y = [one for one, _ in both], [other for _, other in both]
    sound(correlation.pearson(x, y))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(correlation, "EXACT", 5)
        sound(correlation.spearman(x, y))
    [row] = assumptions.of_two_numbers(x, y)
    assert all(map(math.isfinite, numbers_of(row)))


@settings(deadline=None, max_examples=100)
@given(
    st.integers(1, 4).flatmap(
        lambda columns: st.lists(
            st.lists(
                st.one_of(whole, st.floats(-100, 100), st.just(math.nan)),
                min_size=columns, max_size=columns,
            ),
            max_size=6,
        )
    )
)  # fmt: skip
def test_ratings(ratings: list[list[float]]) -> None:
    for found in (*reliability.intraclass(ratings), reliability.cronbach_alpha(ratings)):
        assert all(map(math.isfinite, numbers_of(vars(found))))
        assert (found.value is not None) or found.note
        assert found.value is None or found.value <= 1 + 1e-9
    for mean_size in (True, False):
        nested = reliability.nested(
            [[v for v in row if not math.isnan(v)] for row in ratings], mean_size=mean_size
        )
        assert all(map(math.isfinite, numbers_of(vars(nested))))
        assert (nested.value is not None) or nested.note
