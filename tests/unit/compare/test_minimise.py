"""Minimisation against every sum of terms there is."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.compare.minimise import Row, Term, alternatives, as_text, covers, minimised

TABLES = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.sampled_from("10?"), min_size=2**n, max_size=2**n)
)


def table(kinds: list[str]) -> dict[str, list[Row]]:
    n = len(kinds).bit_length() - 1
    rows = list(itertools.product((0, 1), repeat=n))
    return {k: [r for r, kind in zip(rows, kinds, strict=True) if kind == k] for k in "10?"}


def fewest(positive: list[Row], negative: list[Row]) -> int:
    """The smallest number of terms that do, by trying all of them."""
    n = len(positive[0])
    terms = [term for term in itertools.product((0, 1, None), repeat=n)
             if not any(covers(term, row) for row in negative)]  # fmt: skip
    covering = {frozenset(r for r in positive if covers(term, r)) for term in terms}
    best = [one for one in covering if not any(one < other for other in covering)]
    return next(
        size for size in range(1, len(positive) + 1)
        for some in itertools.combinations(best, size) if len(set().union(*some)) == len(positive)
    )  # fmt: skip


@settings(deadline=None)
@given(TABLES)
def test_a_solution_covers_what_it_must_with_the_fewest_terms_none_of_them_longer_than_needed(
    kinds: list[str],
) -> None:
    rows = table(kinds)
    found = minimised(rows["1"], rows["?"])
    if not rows["1"]:
        assert found == []
        return
    for row in rows["1"]:
        assert any(covers(term, row) for term in found)
    for row in rows["0"]:
        assert not any(covers(term, row) for term in found)
    assert len(found) == fewest(rows["1"], rows["0"])
    for term in found:  # without any of its conditions it would cover too much
        for place in (n for n, value in enumerate(term) if value is not None):
            wider: Term = (*term[:place], None, *term[place + 1 :])
            assert any(covers(wider, row) for row in rows["0"])


@given(TABLES)
def test_an_alternative_is_as_good(kinds: list[str]) -> None:
    rows = table(kinds)
    found = minimised(rows["1"], rows["?"])
    for old, new in alternatives(found, rows["1"], rows["0"]):
        other = [new if term == old else term for term in found]
        assert all(any(covers(term, row) for term in other) for row in rows["1"])
        assert not any(covers(new, row) for row in rows["0"])
        assert sum(v is not None for v in new) <= sum(v is not None for v in old)


def test_terms_in_a_circle_are_not_all_kept() -> None:
    circle = [(0, 0, 1), (0, 1, 1), (1, 1, 1), (1, 1, 0), (1, 0, 0), (0, 0, 0)]
    assert len(minimised(circle, [])) == 3  # of six terms of two conditions
    assert alternatives(minimised([(1, 1), (0, 0)], []), [(1, 1), (0, 0)], [(0, 1), (1, 0)]) == []


def test_worked_by_hand() -> None:
    # A and B, or C alone without A; the free row lets B go
    positive = [(1, 1, 0), (1, 1, 1), (0, 0, 1), (0, 1, 1)]
    names = ["A", "B", "C"]
    assert as_text(minimised(positive, []), names) == "A*B + ~A*C"
    assert as_text(minimised(positive, [(1, 0, 0), (1, 0, 1)]), names) == "A + C"
    assert as_text(minimised([(1,), (0,)], []), ["A"]) == "(always)"
    assert as_text(minimised([(1,)], [(0,)]), ["A"]) == "(always)"
