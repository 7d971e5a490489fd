"""Tests of tables of counts: what is dropped, refused and said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.test import tables
from insideout.test.counts import described
from insideout.test.proportions import two_proportions
from insideout.test.tables import chi_squared, cmh, fisher


def frame(counts: list[list[int]], values: tuple[str, ...] = ()) -> pd.DataFrame:
    names = list(values) or [f"v{n}" for n in range(len(counts[0]))]
    return pd.DataFrame(counts, [f"g{n}" for n in range(len(counts))], names)


def test_empty_groups_and_values_are_dropped_and_named() -> None:
    with_empty, without = frame([[6, 0, 2], [0, 0, 0], [1, 0, 7]]), frame([[6, 2], [1, 7]])
    finding = chi_squared(with_empty)
    assert (finding.statistic, finding.p) == (
        chi_squared(without).statistic,
        chi_squared(without).p,
    )
    assert finding.notes[0] == "left out, no case with both variables: group g1; value v1"
    assert {cell["group"] for cell in finding.cells} == {"g0", "g2"}


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ([[0, 0], [0, 0]], "no case has both variables"),
        ([[3, 0], [4, 0]], "the outcome doesn't vary: 7 cases, all v0"),
        ([[3, 4], [0, 0]], "fewer than two groups: 7 cases, all g0"),
    ],
)
def test_what_cant_be_tested_says_why_first(counts: list[list[int]], reason: str) -> None:
    table = frame(counts)
    for finding in (
        chi_squared(table), fisher(table, np.random.default_rng(1)), two_proportions(table),
        cmh({"all": table}),
    ):  # fmt: skip
        assert (finding.p, finding.statistic, finding.effects) == (None, None, ())
        assert finding.notes[0] == reason


def test_yates_is_only_for_two_by_two() -> None:
    two, three = frame([[12, 5], [6, 9]]), frame([[12, 5, 3], [6, 9, 4]])
    assert chi_squared(two, yates=True).p > chi_squared(two).p
    assert chi_squared(two, yates=True).effects == chi_squared(two).effects
    assert chi_squared(three, yates=True).p == chi_squared(three).p
    assert chi_squared(three, yates=True).notes[-1].endswith("none was made")


def test_cells_have_shares_of_their_group() -> None:
    _, finding = described(frame([[3, 9], [10, 0]]))
    assert [cell["share"] for cell in finding.cells] == [0.25, 0.75, 1, 0]
    assert all(cell["low"] <= cell["share"] <= cell["high"] for cell in finding.cells)
    assert finding.cells[3]["high"] > 0.2


def test_odds_and_risks_are_of_what_is_there_whatever_the_columns_order() -> None:
    one = frame([[2, 8], [6, 4]], ("absent", "present"))
    two = one[["present", "absent"]]
    for table in (one, two):
        effects = {effect.name: effect for effect in chi_squared(table).effects}
        assert effects["odds ratio"].value == pytest.approx(6)
        assert (
            "odds of present against absent in g0, relative to g1" in effects["odds ratio"].method
        )
        assert effects["risk difference"].value == pytest.approx(0.4)
        assert two_proportions(table).statistic > 0
        assert "share of present in g0 minus that in g1" in effects["risk difference"].method


def test_an_infinite_odds_ratio_is_empty_and_said() -> None:
    finding = fisher(frame([[6, 0], [4, 5]]), np.random.default_rng(1))
    [ratio] = [effect for effect in finding.effects if effect.name == "odds ratio"]
    assert (finding.statistic, ratio.value, ratio.high) == (None, None, None)
    assert ratio.low > 0
    assert "is infinite (95% interval from 0.78 upwards)" in finding.notes[-1]


def test_fisher_draws_where_tables_are_too_many_and_says_so() -> None:
    large = frame([[40, 30, 20, 35, 11], [25, 38, 31, 22, 19], [33, 21, 40, 28, 14]])
    one, two = (fisher(large, np.random.default_rng(7)) for _ in range(2))
    assert one == two
    assert one.p_error > 0
    assert "100,000 random tables" in one.notes[-1]
    small = fisher(frame([[4, 1, 3], [1, 6, 2]]), np.random.default_rng(7))
    assert (small.p_error, small.notes[-1]) == (
        None, "exact p, from all tables with the same totals",
    )  # fmt: skip


def test_a_wider_confidence_makes_wider_intervals() -> None:
    table = frame([[12, 5], [6, 9]])
    narrow, wide = (chi_squared(table, confidence=level) for level in (0.9, 0.99))
    for one, other in zip(narrow.effects, wide.effects, strict=True):
        assert other.low <= one.low <= one.high <= other.high
        assert (one.method[:3], other.method[:3]) == ("90%", "99%")


def test_strata_that_say_nothing_are_dropped_and_named() -> None:
    telling = {"a": frame([[8, 4], [3, 9]]), "b": frame([[5, 6], [2, 7]])}
    silent = {"c": frame([[0, 0], [0, 0]]), "d": frame([[3, 2], [0, 0]]), "e": frame([[1, 0]])}
    plain, mixed = cmh(telling), cmh(telling | silent)
    assert (mixed.statistic, mixed.p, mixed.effects) == (
        plain.statistic, plain.p, plain.effects,
    )  # fmt: skip
    assert "strata left out, a group or a value is missing: c, d, e" in mixed.notes
    assert any(note.startswith("without continuity correction; with it p") for note in mixed.notes)


def test_cmh_refuses_what_it_isnt_for() -> None:
    three = cmh({"a": frame([[8, 4], [3, 9], [2, 2]]), "b": frame([[1, 4], [3, 9], [2, 2]])})
    assert three.p is None
    assert three.notes[0].endswith("here are 3 groups and 2 values")
    apart = cmh({"a": frame([[8, 4], [0, 0]]), "b": frame([[0, 0], [3, 9]])})
    assert (apart.p, apart.notes[0]) == (None, "no stratum has both groups and both values")
    assert cmh({}).notes[0] == "no case has both variables"


def test_one_stratum_cant_tell_whether_odds_are_alike() -> None:
    found = cmh({"a": frame([[8, 4], [3, 9]])})
    assert found.notes[-1].startswith("one stratum only")
    endless = cmh({"a": frame([[8, 0], [3, 9]]), "b": frame([[5, 0], [2, 4]])})
    assert (endless.effects[0].value, endless.effects[0].low) == (None, None)
    assert endless.notes[-1].startswith("it can't be told")


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 30), min_size=4, max_size=4))
def test_z_squared_is_chi_squared(cells: list[int]) -> None:
    table = frame([cells[:2], cells[2:]])
    found, chi = two_proportions(table), tables.chi_squared(table)
    assert found.statistic**2 == pytest.approx(chi.statistic, abs=1e-12)
    assert found.p == pytest.approx(chi.p)


def test_two_proportions_are_for_two_by_two() -> None:
    found = two_proportions(frame([[3, 4, 5], [6, 2, 1]]))
    assert (found.p, found.effects) == (None, ())
    assert found.notes[0].endswith("here are 2 groups and 3 values")


def test_small_counts_that_cochrans_rule_allows_are_not_warned_of() -> None:
    allowed = pd.DataFrame([[8, 8], [8, 8], [8, 8], [8, 7], [4, 5]], index=list("abcde"))
    found = tables.chi_squared(allowed.rename(columns=str))
    assert found.least_expected is not None
    assert found.least_expected < 5
    assert not any("below 5" in note for note in found.notes)
    few = tables.chi_squared(pd.DataFrame([[1, 9], [3, 8]], columns=["x", "y"]))
    assert any("2 of 4 expected counts below 5" in note for note in few.notes)
