"""Intraclass correlations and Cronbach's alpha beyond what R is asked for."""

from __future__ import annotations

import math

import pytest

from insideout.test.reliability import cronbach_alpha, group_means, intraclass, nested

RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_shrout_and_fleiss_have_their_published_values() -> None:
    found = {one.name: round(one.value, 2) for one in intraclass(RATINGS)}
    assert found == {
        "ICC(1)": 0.17, "ICC(2,1)": 0.29, "ICC(3,1)": 0.71,
        "ICC(1,k)": 0.44, "ICC(2,k)": 0.62, "ICC(3,k)": 0.91,
    }  # fmt: skip


def test_rows_with_a_missing_value_are_left_out() -> None:
    more = [*RATINGS, [1, math.nan, 2, 3]]
    assert intraclass(more) == intraclass(RATINGS)
    assert cronbach_alpha(more) == cronbach_alpha(RATINGS)
    assert (cronbach_alpha(more).rows, cronbach_alpha(more).columns) == (6, 4)


def test_alpha_is_the_consistency_of_the_mean() -> None:
    assert cronbach_alpha(RATINGS).value == pytest.approx(intraclass(RATINGS)[5].value)


def test_an_item_without_variance_is_kept_and_named() -> None:
    flat = [[*row, 3] for row in RATINGS]
    found = cronbach_alpha(flat)
    assert found.note == "items without variance: 5"
    assert found.value < cronbach_alpha(RATINGS).value


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], "two columns"),
        ([[1], [2], [3]], "two columns"),
        ([[1, 2]], "two rows"),
        ([[1, 2], [math.nan, 3]], "two rows"),
        ([[3, 3], [3, 3]], "all values are 3"),
    ],
)
def test_what_cant_be_computed_says_why(table: list[list[float]], reason: str) -> None:
    for found in (*intraclass(table), cronbach_alpha(table)):
        assert (found.value, found.low, found.p) == (None, None, None)
        assert reason in found.note


def test_complete_agreement() -> None:
    for found in intraclass([[1, 1], [2, 2], [5, 5]]):
        assert (found.value, found.low, found.p) == (1, None, None)
        assert "complete" in found.note
    assert cronbach_alpha([[1, -1], [2, -2], [5, -5]]).note == "the items' sum doesn't vary"


def test_groups_of_people() -> None:
    alike = nested([[1.0, 1], [], [2.0, 2, 2]])
    assert (alike.value, alike.columns, alike.rows) == (1, 2, 5)
    assert group_means([[1.0, 1], [2.0, 2, 2]]).value == 1
    assert nested([[1.0, 3], [1.0, 3]]).value == -1
    assert group_means([[1.0, 3], [1.0, 3]]).value is None
    assert "two members" in nested([[1.0], [2.0]]).note
    assert nested([[1.0], [2.0]]).value is None
    assert "vary" in nested([[1.0, 1], [1.0]]).note


def test_rounding_errors_of_equal_ratings_are_no_variance() -> None:
    alike = cronbach_alpha([[1.9, 4.0]] * 3)
    assert alike.value is None
    assert alike.note == "the items' sum doesn't vary"
    shuffled = cronbach_alpha([[0.1, 0.2, 0.3], [0.3, 0.2, 0.1], [0.2, 0.3, 0.1]])
    assert shuffled.value is None
    assert shuffled.note == "the items' sum doesn't vary"
