"""Lines of labels: as wide as there is room, no word cut without an ellipsis."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from insideout.report.concentric_labels import stacked, width, wrap
from insideout.report.concentric_layout import isotonic, spread

TEXT = st.text("abcdefgimwW-é ", max_size=90)


@given(text=TEXT, room=st.floats(30, 300), most=st.integers(1, 4))
def test_lines_fit_and_hold_whole_words_or_say_that_they_do_not(
    text: str, room: float, most: int
) -> None:
    lines = wrap(text, room, most=most)
    assert len(lines) <= most
    assert all(width(line) <= room + 1e-6 for line in lines)
    if not any("…" in line for line in lines):
        assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        for word in line.split():
            part = word.removesuffix("…")
            assert part in text


def test_a_wide_word_is_divided_at_its_hyphen_and_else_cut() -> None:
    assert wrap("non-organisational", width("organisational") + 1) == ["non-", "organisational"]
    (cut,) = wrap("Donaudampfschifffahrt", 60)
    assert cut.endswith("…")
    assert width(cut) <= 60


def test_lines_are_about_as_long_as_one_another() -> None:
    lines = wrap("one two three four five six", width("one two three four five"))
    assert len(lines) == 2
    assert abs(width(lines[0]) - width(lines[1])) < width("three")


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(1, 9)), max_size=20))
def test_stacked_labels_do_not_overlap_and_stay_within_bounds(
    rows: list[tuple[float, float]],
) -> None:
    wish, highs = [y for y, _ in rows], [high for _, high in rows]
    ys = stacked(wish, highs, 100)
    edges = [(y + high / 2, y - high / 2) for y, high in zip(ys, highs, strict=True)]
    assert all(above[1] >= below[0] - 1e-9 for above, below in pairwise(edges))
    assert all(low >= -100 - 1e-9 and high <= 100 + 1e-9 for high, low in edges)


def test_places_stay_where_they_are_wished_if_there_is_room() -> None:
    assert spread([10, 40, 90], 5, 0, 100) == [10, 40, 90]
    assert spread([50, 50], 10, 0, 100) == [45, 55]
    assert spread([], 5, 0, 1) == []


@given(st.lists(st.integers(-50, 50), max_size=30))
def test_isotonic_values_never_fall_and_keep_their_sum(values: list[int]) -> None:
    made = isotonic([float(v) for v in values])
    assert all(a <= b + 1e-9 for a, b in pairwise(made))
    assert abs(sum(made) - sum(values)) < 1e-6
