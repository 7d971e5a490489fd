"""Decisions about types and places, applied to what was found."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.deidentify.review import joined, settle, stale, stretches, type_of
from insideout.deidentify.span import Document, Span

SHA = "a" * 64


def decision(name: str, what: str, kind: str | None = None) -> dict[str, Any]:
    return {"type": name, "decision": what, "kind": kind, "pseudonym": None}


def place(start: int, end: int, what: str, sha256: str = SHA) -> dict[str, Any]:
    return {"source": "S1", "sha256": sha256, "start": start, "end": end, "type": "grace",
            "decision": what, "kind": "person"}  # fmt: skip


def document(text: str, language: str = "en", labels: tuple[str, ...] = ("A", "B")) -> Document:
    return Document("S1", text, language, labels)


def shown(text: str, spans: list[Span]) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.state) for span in spans]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grace", "grace"),
        ("GRACE’s", "grace"),
        ("the  Hendersons'", "the hendersons"),
        ("Mary\nSmith", "mary smith"),
        ("O`Neill", "o'neill"),
        ("Lars", "lars"),
        ("Ada’ll", "ada"),
        ("", ""),
    ],
)
def test_the_type_of_an_occurrence(text: str, name: str) -> None:
    assert type_of(text) == name


@given(st.text(max_size=30))
def test_a_type_is_its_own_type_but_for_another_possessive(text: str) -> None:
    once = type_of(text)
    assert type_of(once) == once or once.endswith(("'", "'s", "'ll", "'d", "'ve", "'re"))


def test_without_decisions_nothing_changes() -> None:
    spans = [Span(3, 8, "person", "capital", "masked")]
    assert settle(document("A: Grace came."), SHA, spans, [], []) == spans


def test_not_name_takes_every_span_of_the_type_away() -> None:
    text = "A: Grace and grace."
    spans = [Span(3, 8, "person", "x", "masked"), Span(13, 18, "person", "x", "asked")]
    assert settle(document(text), SHA, spans, [decision("grace", "not_name")], []) == []


def test_name_makes_every_occurrence_sure_in_every_form() -> None:
    text = "A: Grace, Grace’s coat, GRACE and Disgraced.\n\nB: The Graces came."
    found = settle(document(text), SHA, [], [decision("grace", "name", "person")], [])
    assert shown(text, found) == [("Grace", "sure"), ("Grace", "sure"), ("GRACE", "sure"),
                                  ("Grace", "sure")]  # fmt: skip
    assert {span.kind for span in found} == {"person"}
    assert {span.rule for span in found} == {"review"}


def test_a_swedish_genitive_stays_outside() -> None:
    text = "A: Idas hus och Ida."
    found = settle(document(text, "sv"), SHA, [], [decision("ida", "name")], [])
    assert shown(text, found) == [("Ida", "sure"), ("Ida", "sure")]
    assert settle(document(text), SHA, [], [decision("ida", "name")], [])[0].start == 16


def test_labels_are_no_occurrences_and_turns_are_not_crossed() -> None:
    text = "Grace: Hello Mary\n\nSmith: I am Mary\nSmith"
    labels = ("Grace", "Smith")
    names = [decision("grace", "name"), decision("mary smith", "name")]
    found = settle(document(text, labels=labels), SHA, [], names, [])
    assert [text[s.start : s.end] for s in found] == ["Mary\nSmith"]
    assert [text[a:b] for a, b in stretches(document(text, labels=labels))] == [
        "Hello Mary", "I am Mary\nSmith",
    ]  # fmt: skip


def test_spans_in_labels_and_across_turns_are_dropped() -> None:
    text = "Ada: Hello.\n\nEve: Hello."
    spans = [Span(0, 3, "person", "x"), Span(5, 16, "person", "x"), Span(18, 23, "person", "x")]
    assert settle(document(text, labels=("Ada", "Eve")), SHA, spans, [], []) == spans[2:]


def test_an_ordinary_word_in_lower_case_is_no_occurrence_unless_it_was_found() -> None:
    text = "A: Will will come, if will can."
    names = [decision("will", "name", "person")]
    found = settle(document(text), SHA, [Span(22, 26, "person", "x", "asked")], names, [],
                   ordinary={"will", "wills"}.__contains__)  # fmt: skip
    assert [(s.start, s.state) for s in found] == [(3, "sure"), (22, "sure")]


def test_a_longer_span_keeps_a_name_inside_it_masked_till_it_is_decided() -> None:
    text = "A: Grace Hospital."
    asked = [Span(3, 17, "organisation", "shape", "asked")]
    found = settle(document(text), SHA, asked, [decision("grace", "name", "person")], [])
    assert shown(text, found) == [("Grace Hospital", "masked")]


def test_a_longer_type_that_is_no_name_spares_the_name_inside_it() -> None:
    text = "A: The Alzheimer Society and Alzheimer."
    spans = [Span(7, 24, "organisation", "shape", "masked")]
    names = [decision("alzheimer society", "not_name"), decision("alzheimer", "name", "person")]
    assert [s.start for s in settle(document(text), SHA, spans, names, [])] == [29]


def test_look_leaves_it_to_the_places() -> None:
    text = "A: Grace said Grace before Grace."
    spans = [Span(at, at + 5, "person", "x", "asked") for at in (3, 14, 27)]
    looked = [place(3, 8, "name"), place(14, 19, "not_name"), place(27, 32, "name", "b" * 64)]
    found = settle(document(text), SHA, spans, [decision("grace", "look")], looked)
    assert [(s.start, s.state) for s in found] == [(3, "sure"), (27, "asked")]


def test_a_place_decided_as_a_name_is_masked_even_if_nothing_finds_it() -> None:
    text = "A: grace said grace."
    found = settle(document(text), SHA, [], [decision("grace", "look")], [place(3, 8, "name")])
    assert found == [Span(3, 8, "person", "review")]


def test_a_sure_span_of_a_type_to_look_at_is_masked_until_somebody_has() -> None:
    text = "A: Grace came."
    spans = [Span(3, 8, "person", "roster", "sure", "grace")]
    found = settle(document(text), SHA, spans, [decision("grace", "look")], [])
    assert found == [Span(3, 8, "person", "roster", "masked", "grace")]


def test_places_outside_what_is_said_do_not_count() -> None:
    text = "Grace: Hello."
    looked = [place(0, 5, "name"), place(3, 90, "name"), place(9, 8, "name")]
    assert settle(document(text, labels=("Grace",)), SHA, [], [], looked) == []


def test_stale_rows_are_those_of_another_text() -> None:
    rows = [place(3, 8, "name"), place(9, 12, "name", "b" * 64)]
    assert stale(rows, {"S1": SHA}) == rows[1:]
    assert stale(rows, {}) == rows


SPANS = st.builds(
    lambda at, length, state, rule: Span(at, at + length, "person", rule, state),
    st.integers(0, 30), st.integers(1, 9), st.sampled_from(["sure", "masked", "asked"]),
    st.sampled_from(["review", "x"]),
)  # fmt: skip


@given(st.lists(SPANS, max_size=8), st.lists(SPANS, max_size=8))
def test_joined_spans_never_overlap_and_hide_all_that_was_hidden(
    one: list[Span], other: list[Span]
) -> None:
    out = joined(one, other)
    assert all(a.end <= b.start for a, b in pairwise(out))
    hidden = {at for s in out if s.state != "asked" for at in range(s.start, s.end)}
    before = {at for s in [*one, *other] if s.state != "asked" for at in range(s.start, s.end)}
    assert before <= hidden
