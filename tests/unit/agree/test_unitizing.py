"""Alpha for unitizing against its definition, character by character."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.agree.unitizing import (
    Extents,
    Marks,
    alpha_of,
    disagreements,
    extents,
    lengths,
    merged,
    shared,
)

LENGTH = 14
SPANS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, LENGTH), st.integers(0, LENGTH)), max_size=6
)
Spans = list[tuple[int, int, int]]


def marks(spans: Spans, length: int = LENGTH) -> Marks:
    columns = np.array(spans, dtype="int64").reshape(-1, 3)
    return merged(columns[:, 0], columns[:, 1], columns[:, 2], length)


def units(found: Marks, code: int) -> list[tuple[int, int]]:
    at = found.code == code
    return list(zip(found.start[at].tolist(), found.end[at].tolist(), strict=True))


def characters(spans: Spans, code: int) -> set[int]:
    return {at for c, start, end in spans if c == code for at in range(start, end)}


def alpha_by_definition(coders: list[list[tuple[int, int]]], length: int) -> float:
    """From pairs of characters: at one place by two coders, and anywhere by anybody.

    Anywhere, a character doesn't meet itself, nor others of the unit it is in.
    """
    every = []
    for coder, spans in enumerate(coders):
        inside = {at: n for n, (start, end) in enumerate(spans) for at in range(start, end)}
        every += [(coder, at, inside.get(at)) for at in range(length)]
    together = differing = anywhere = unlike = 0.0
    for coder, at, unit in every:
        for other, place, theirs in every:
            if coder != other and at == place:
                together += 1
                differing += (unit is None) != (theirs is None)
            itself = coder == other and (at == place if unit is None else unit == theirs)
            if not itself:
                anywhere += 1
                unlike += (unit is None) != (theirs is None)
    if unlike == 0:
        return float("nan")
    return 1 - (differing / together) / (unlike / anywhere)


@settings(max_examples=60)
@given(st.lists(SPANS, min_size=2, max_size=3))
def test_alpha_u_is_what_its_definition_says(coders: list[Spans]) -> None:
    made = [marks(spans) for spans in coders]
    found = alpha_of(*disagreements(extents(made, 2, LENGTH)))
    for code in (0, 1):
        expected = alpha_by_definition([units(one, code) for one in made], LENGTH)
        assert found[code] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@given(SPANS)
def test_merged_passages_cover_the_same_characters_and_dont_overlap(spans: Spans) -> None:
    found = marks(spans)
    for code in (0, 1):
        mine = units(found, code)
        covered = [at for start, end in mine for at in range(start, end)]
        assert sorted(covered) == sorted(characters(spans, code))
        assert lengths(found, 2)[0][code] == len(covered)
        assert lengths(found, 2)[1][code] == sum((end - start) ** 2 for start, end in mine)


@given(SPANS, SPANS)
def test_shared_characters_are_those_in_both(one: Spans, other: Spans) -> None:
    both = shared(marks(one), marks(other), 2, LENGTH)
    for code in (0, 1):
        assert both[code] == len(characters(one, code) & characters(other, code))


def test_passages_that_touch_are_two_and_those_that_overlap_are_one() -> None:
    assert units(marks([(0, 2, 5), (0, 5, 9)]), 0) == [(2, 5), (5, 9)]
    assert units(marks([(0, 2, 6), (0, 5, 9)]), 0) == [(2, 9)]
    assert units(marks([(0, 2, 14), (1, 0, 9)]), 1) == [(0, 9)]  # another code, not the same line


def test_sums_of_sources_make_the_continuum_of_all() -> None:
    first = [[(0, 1, 5)], [(0, 2, 5), (0, 9, 12)]]
    second = [[(0, 0, 3), (0, 8, 10)], [(0, 8, 14)]]
    parts = [extents([marks(spans) for spans in source], 1, LENGTH) for source in (first, second)]
    whole = [
        marks(one + [(c, s + LENGTH, e + LENGTH) for c, s, e in other], 2 * LENGTH)
        for one, other in zip(first, second, strict=True)
    ]
    names = ("marked", "gaps", "squares", "differing")
    added = Extents(*(sum(getattr(part, name) for part in parts) for name in names))
    together = extents(whole, 1, 2 * LENGTH)
    assert [getattr(added, name) for name in names] == [getattr(together, name) for name in names]
    assert alpha_of(*disagreements(added)) == alpha_of(*disagreements(together))


def test_the_same_passages_agree_wholly() -> None:
    one = marks([(0, 3, 8), (0, 10, 11)])
    assert alpha_of(*disagreements(extents([one, one, one], 1, LENGTH))).tolist() == [1]


def test_without_a_passage_or_without_a_gap_it_is_undefined() -> None:
    none, all_of_it = marks([]), marks([(0, 0, LENGTH)])
    assert np.isnan(alpha_of(*disagreements(extents([none, none], 1, LENGTH)))).all()
    assert np.isnan(alpha_of(*disagreements(extents([all_of_it, all_of_it], 1, LENGTH)))).all()


def test_a_source_of_millions_of_characters_takes_no_array_of_that_length() -> None:
    length = 10**12
    one, other = marks([(0, 10, 10**9)], length), marks([(0, 10, 10**9 + 5)], length)
    found = alpha_of(*disagreements(extents([one, other], 1, length)))
    assert found[0] == pytest.approx(1, abs=1e-8)
