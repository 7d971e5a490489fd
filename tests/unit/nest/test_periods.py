"""The times that passages tell of."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.nest.periods import days, experienced, needed
from insideout.periods import ALWAYS, meet, merged

SPANS = st.tuples(st.integers(2, 30), st.integers(2, 30)).map(lambda s: (min(s), max(s)))


@pytest.mark.parametrize(
    ("first", "last", "date", "told"),
    [
        ("", "", "2012-05-14", ("2011-05-14", "2012-05-14")),
        ("", "", "2012-02-29", ("2011-02-28", "2012-02-29")),
        ("", "", "", ("", "")),
        ("2010-01-01", "2010-06-30", "2012-05-14", ("2010-01-01", "2010-06-30")),
        ("2010-01-01", "", "2012-05-14", ("2010-01-01", "2012-05-14")),
        ("2012-06-01", "", "2012-05-14", ("2012-06-01", "2012-06-01")),
        ("2010-01-01", "", "", ("2010-01-01", "")),
        ("", "2010-06-30", "2012-05-14", ("2009-06-30", "2010-06-30")),
    ],
)
def test_an_experience_is_of_the_year_before_unless_it_says_when(
    first: str, last: str, date: str, told: tuple[str, str]
) -> None:
    assert experienced({"period_from": first, "period_to": last}, date) == told


def test_open_ends_last_for_ever() -> None:
    assert days(("", "")) == ALWAYS
    assert days(("2012-05-14", ""))[0] == datetime.date(2012, 5, 14).toordinal()


@given(SPANS, SPANS)
def test_two_times_have_in_common_the_days_of_both(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    both = set(range(one[0], one[1] + 1)) & set(range(other[0], other[1] + 1))
    found = meet(one, other)
    assert (found is None) == (not both)
    assert found is None or both == set(range(found[0], found[1] + 1))


@given(SPANS)
def test_half_of_the_days_are_needed(told: tuple[int, int]) -> None:
    length, least = told[1] - told[0] + 1, needed(told)
    assert 2 * least >= length > 2 * (least - 1)


def test_of_a_time_without_an_end_a_day_will_do() -> None:
    assert {needed(days(of)) for of in (("", ""), ("", "2012-05-14"), ("2012-05-14", ""))} == {1}


@given(st.lists(SPANS))
def test_merged_times_hold_the_same_days_apart_from_each_other(
    spans: list[tuple[int, int]],
) -> None:
    found = merged(spans)
    assert {day for a, b in found for day in range(a, b + 1)} == {
        day for a, b in spans for day in range(a, b + 1)
    }
    assert all(a[1] + 1 < b[0] for a, b in pairwise(found))
