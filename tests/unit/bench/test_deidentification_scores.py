"""The benchmark of de-identification scores what it says it scores, by stand-ins for the finder."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from insideout.deidentify.span import Document, Entry, Span

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import deidentification
from deid import generate, material, score

HALVES = {half: generate.studies(half) for half in material.HALVES}
BY_SOURCE = {
    planting.document.source: planting
    for studies in HALVES.values()
    for study in studies
    for planting in study.documents
}


def truth(document: Document, state: str = "sure") -> list[Span]:
    """What is planted, as spans."""
    planted = BY_SOURCE[document.source].planted
    return [Span(p.start, p.end, "unknown", "truth", state) for p in planted]  # type: ignore[arg-type]


def by(studies: Sequence[generate.Study], find: score.Finder) -> list[score.Scored]:
    return score.measured(studies, lambda _language: find)


@pytest.mark.parametrize("half", material.HALVES)
def test_a_perfect_finder_scores_one_everywhere(half: str) -> None:
    some = by(HALVES[half], lambda document, _roster: truth(document))
    for point in "bcd":
        assert score.recall(some, point) == (1, 1, 1)
        assert score.precision(some, point) == (1, 1, 1)
        assert score.precision(some, point, tokens=True) == (1, 1, 1)
        assert score.without_leak(some, point) == (1, 1, 1)
    assert score.queued(some) == (0, 0, 0, 0, 0, 0)


def test_an_empty_finder_scores_nothing() -> None:
    some = by(HALVES["development"], lambda _document, _roster: [])
    for point in score.POINTS:
        assert score.recall(some, point)[0] == 0
        assert score.without_leak(some, point)[0] == 0
        assert str(score.precision(some, point)[0]) == "nan"


def test_everything_masked_has_all_recall_and_little_precision() -> None:
    def every_word(document: Document, _roster: Sequence[Entry]) -> list[Span]:
        return [
            Span(m.start(), m.end(), "unknown", "all") for m in re.finditer(r"\S+", document.text)
        ]

    some = by(HALVES["development"][:1], every_word)
    assert score.recall(some, "b")[0] == 1
    assert score.precision(some, "b")[0] < 0.2


def small(spans: Sequence[Span]) -> score.Scored:
    """`I: Dr Trevor Moyle and will moyle` with a title around and two names planted, scored."""
    document = Document("x", "I: Dr Trevor Moyle and will moyle of 3 Moyle\n", "en", ("I",))
    planting = generate.Planting(
        document,
        "cased",
        (generate.Planted(6, 18, "name"), generate.Planted(39, 44, "street")),
        (generate.Planted(3, 6, "around"), generate.Planted(37, 39, "around")),
    )
    return score.scored(planting, 0, spans, 0.5)


def test_a_name_half_masked_is_missed_but_no_false_mask() -> None:
    tally = small([Span(6, 12, "person", "r")]).tallies["b"]
    assert tally.hit == Counter()
    assert (tally.spans_true, tally.spans_false) == (1, 0)
    assert [one.cls for one in tally.missed] == ["name", "street"]


def test_two_spans_may_mask_a_name_and_what_stands_around_is_no_fault() -> None:
    tally = small([Span(3, 12, "person", "r"), Span(13, 18, "person", "r"),
                   Span(37, 38, "number", "r")]).tallies["b"]  # fmt: skip
    assert tally.hit == Counter(name=1)
    assert (tally.spans_true, tally.spans_false) == (2, 0)
    assert (tally.tokens_true, tally.tokens_false) == (2, 0)


def test_points_and_the_reviewer() -> None:
    spans = [Span(6, 18, "person", "r", "masked"), Span(23, 27, "person", "r", "asked"),
             Span(28, 33, "person", "r", "sure"), Span(39, 44, "street", "r", "asked")]  # fmt: skip
    some = small(spans)
    counts = {p: (t.hit.total(), t.spans_true, t.spans_false) for p, t in some.tallies.items()}
    assert counts == {"a": (0, 0, 0), "b": (0, 0, 1), "c": (1, 1, 1), "d": (2, 2, 1)}
    assert [name for _, name in some.queue] == [True, False, True]
    assert score.queued([some]).decisions == 3


def test_a_type_that_is_both_is_decided_place_by_place() -> None:
    some = small([Span(13, 18, "person", "r", "masked"), Span(28, 33, "person", "r", "masked")])
    queue = score.queued([some])
    assert (queue.items, queue.types, queue.mixed, queue.decisions) == (2, 1, 1, 3)


@pytest.mark.parametrize(
    "spans",
    [[(6, 12), (3, 5)], [(6, 12), (11, 18)], [(6, 6)], [(40, 99)]],
)
def test_spans_that_break_their_contract_are_refused(spans: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="overlaps, crosses a turn or is unsorted"):
        small([Span(start, end, "person", "r") for start, end in spans])


def test_a_ratio_has_an_interval_around_it() -> None:
    value, low, high = score.ratio([1, 0, 1, 1], [1, 1, 1, 1])
    assert value == 0.75
    assert 0 <= low < value < high <= 1


def test_the_tables_say_what_they_are() -> None:
    def perfect(_language: str) -> score.Finder:
        return lambda document, _roster: truth(document, "masked")

    text = deidentification.report("development", 2, perfect, lambda _text: "mixed")
    assert "| cased, c: recall | .95 | 1.000 (1.000–1.000) |" in text
    assert "| cased, d: recall | .995 | 1.000 (1.000–1.000) |" in text
    assert "| cased | 0 | 98 | 0 |" in text
    assert text.count("b missed (") == 2
    assert "d missed (" not in text
