"""Time: what a passage tells of, and which state lasted longest then."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.periods import (
    ALWAYS,
    FIRST,
    LAST,
    Span,
    day,
    joined,
    longest,
    meet,
    merged,
    pieces,
    span,
    told_of,
    without,
    written,
)

SPANS = st.tuples(st.integers(1, 60), st.integers(1, 60)).map(lambda s: (min(s), max(s)))


def days(spans: list[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end + 1)}


@pytest.mark.parametrize(
    ("start", "end", "date", "wanted"),
    [
        ("2012-01-01", "2012-06-30", "2013-01-01", ("2012-01-01", "2012-06-30")),
        ("2012-01-01", "", "2013-01-01", ("2012-01-01", "2013-01-01")),
        ("2012-01-01", "", "", ("2012-01-01", "")),
        ("2013-05-01", "", "2013-01-01", ("2013-05-01", "2013-05-01")),
        ("", "2012-12-31", "2013-06-01", ("2011-12-31", "2012-12-31")),
        ("", "", "2011-12-31", ("2010-12-31", "2011-12-31")),
    ],
)
def test_a_passage_tells_of_its_period_or_of_the_year_before(
    start: str, end: str, date: str, wanted: tuple[str, str]
) -> None:
    found = told_of({"period_from": start, "period_to": end}, date)
    assert found is not None
    assert written(found) == wanted


def test_without_any_date_nobody_knows_the_time() -> None:
    assert told_of({"period_from": "", "period_to": None}, "") is None


def test_open_ends_are_read_and_written_as_empty_cells() -> None:
    assert span("", None) == ALWAYS == (FIRST, LAST)
    assert written(ALWAYS) == ("", "")
    assert day("0001-01-02") == FIRST + 1
    assert datetime.date.fromordinal(LAST) == datetime.date.max


@given(SPANS, st.lists(SPANS, max_size=5))
def test_spans_are_sets_of_days(one: Span, others: list[Span]) -> None:
    for other in others:
        common = meet(one, other)
        assert days([common] if common else []) == days([one]) & days([other])
    assert days(merged(others)) == days(others)
    assert days(without(one, others)) == days([one]) - days(others)
    assert all(a[1] + 1 < b[0] for a, b in zip(merged(others), merged(others)[1:], strict=False))


@given(st.lists(SPANS, max_size=5))
def test_pieces_are_all_of_time_and_no_span_begins_inside_one(spans: list[Span]) -> None:
    cut = pieces(spans)
    assert merged(cut) == [ALWAYS]
    for piece in cut:
        for one in spans:
            assert meet(piece, one) in (None, piece)


def test_equal_states_in_a_row_are_one() -> None:
    assert joined([((1, 2), "a"), ((3, 4), "a"), ((5, 6), "b"), ((8, 9), "b")]) == [
        ((1, 4), "a"), ((5, 6), "b"), ((8, 9), "b"),
    ]  # fmt: skip


def test_the_state_that_lasted_longest_counts_and_of_equal_ones_the_later() -> None:
    states = [((1, 10), "a"), ((11, 20), "b"), ((21, 30), "a")]
    assert longest((9, 14), states) == "b"
    assert longest((9, 22), [((1, 15), "x"), *states[1:]]) == "b"
    assert longest((1, 30), states) == "a"  # its two spells together
    assert longest((6, 15), states[:2]) == "b"
    assert longest((40, 50), states) is None
    assert longest(None, states) == "a"
    assert longest((40, 50), states[:1]) is None
    assert longest(None, states[:1]) == "a"
    assert longest((1, 2), []) is None
