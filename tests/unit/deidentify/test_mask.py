"""Masked texts, and where passages of the raw text stand in them."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.deidentify.mask import carried, label_spans, masked, public_labels, with_same_title
from insideout.deidentify.span import Document, Span
from insideout.intake.canonical import Turn, canonical
from insideout.reader import framed
from insideout.tables.inputs import SPEAKERS


def spans_of(*pairs: tuple[int, int]) -> list[Span]:
    return [Span(a, b, "person", "x") for a, b in pairs]


def test_a_possessive_stays_after_the_pseudonym() -> None:
    text, rows = masked("I know Anna's son.", spans_of((7, 11)), ["[Person 1]"], "S1")
    assert text == "I know [Person 1]'s son."
    assert rows == [{"source": "S1", "raw_start": 7, "raw_end": 11, "start": 7, "end": 17,
                     "kind": "person", "rule": "x"}]  # fmt: skip


def test_boundaries_inside_a_name_go_to_those_of_its_pseudonym() -> None:
    text, rows = masked("I know Anna well", spans_of((7, 11)), ["[Person 1]"])
    quotes = {(8, 16): "[Person 1] well", (0, 9): "I know [Person 1]", (9, 9): "[Person 1]",
              (0, 7): "I know ", (11, 16): " well"}  # fmt: skip
    for raw, quote in quotes.items():
        start, end = carried(*raw, rows)
        assert text[start:end] == quote


@pytest.mark.parametrize("wrong", [[(3, 5), (4, 6)], [(3, 5), (0, 1)], [(5, 99)]])
def test_spans_that_overlap_or_leave_the_text_are_refused(wrong: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="sorted"):
        masked("some text", spans_of(*wrong), ["[x]"] * len(wrong))


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span], list[str]]:
    text = draw(st.text(alphabet="ab '’é😀\n", max_size=40))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    names = draw(st.lists(st.sampled_from(["[A]", "[Person 12]", "X"]), min_size=len(pairs),
                          max_size=len(pairs)))  # fmt: skip
    return text, spans_of(*pairs), names


@given(texts_with_spans(), st.integers(0, 40), st.integers(0, 40))
def test_outside_masked_passages_nothing_changes(
    made: tuple[str, list[Span], list[str]], one: int, other: int
) -> None:
    text, spans, names = made
    new, rows = masked(text, spans, names)
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    a, b = carried(start, end, rows)
    inside = [s for s in spans if s.start < end and start < s.end]
    if not inside:
        assert new[a:b] == text[start:end]
    else:
        parts, at = [], start
        for span in inside:
            parts += [text[at : max(at, span.start)], names[spans.index(span)]]
            at = span.end
        assert new[a:b] == "".join(parts) + text[at : max(at, end)]


@given(texts_with_spans())
def test_carrying_keeps_the_order(made: tuple[str, list[Span], list[str]]) -> None:
    text, spans, names = made
    new, rows = masked(text, spans, names)
    places = [carried(at, at, rows) for at in range(len(text) + 1)]
    assert all(a <= b for a, b in places)
    assert all(one[0] <= two[0] and one[1] <= two[1] for one, two in pairwise(places))
    assert places[0][0] == 0
    assert places[-1][1] == len(new)


WORDS = st.lists(st.sampled_from(["Anna", "went", "to", "Leeds", "yes."]), max_size=6)
TURNS = st.lists(st.tuples(st.sampled_from(["Anna", "Int", ""]), WORDS), max_size=6)


@given(TURNS)
def test_turns_carried_are_those_of_the_masked_turns(said: list[tuple[str, list[str]]]) -> None:
    new_label = {"Anna": "Patient", "Int": "Interviewer", "": ""}
    new_word = {"Anna": "[Person 1]", "Leeds": "[Place 1]"}
    text, spans = canonical(Turn(label, " ".join(words)) for label, words in said)
    rows = [{"label": label, "start": a, "end": b}
            for (label, _), (a, b) in zip(said, spans, strict=True)]  # fmt: skip
    heads, instead = label_spans(text, rows, [new_label[label] for label, _ in said])
    pairs = list(zip(heads, instead, strict=True))
    for (_, words), (at, _) in zip(said, spans, strict=True):
        here = at
        for word in words:
            if word in new_word:
                pairs.append((Span(here, here + len(word), "person", "x"), new_word[word]))
            here += len(word) + 1
    pairs.sort()
    new, offsets = masked(text, [p[0] for p in pairs], [p[1] for p in pairs])
    expected = canonical(
        Turn(new_label[label], " ".join(new_word.get(w, w) for w in words)) for label, words in said
    )
    assert new == expected[0]
    assert [carried(a, b, offsets) for a, b in spans] == expected[1]


def speakers(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    names = ("source", "label", "informant", "role")
    return framed((dict(zip(names, row, strict=True)) for row in rows), SPEAKERS)


def turn(label: str, informant: str, role: str, source: str = "S1") -> dict[str, str]:
    return {"source": source, "label": label, "informant": informant, "role": role}


def test_labels_of_the_public_table_take_the_place_of_raw_ones() -> None:
    table = speakers(("S1", "Patient", "P1", "informant"), ("S1", "I", "", "interviewer"),
                     ("S2", "Other", "P1", "informant"))  # fmt: skip
    turns = [turn("Annika", "", "interviewer"), turn("Mrs Hill", "P1", "informant"),
             turn("", "", "interviewer")]  # fmt: skip
    assert public_labels(turns, table) == ["I", "Patient", ""]


def test_an_informant_without_one_public_label_is_called_by_the_identifier() -> None:
    table = speakers(("S1", "Patient", "P1", "informant"), ("S1", "Pat", "P1", "informant"))
    turns = [turn("Mrs Hill", "P1", "informant"), turn("Pat", "P1", "informant")]
    assert public_labels(turns, table) == ["P1", "Pat"]
    assert public_labels(turns, {}) == ["P1", "P1"]


def test_an_informant_that_the_table_leaves_out_is_the_source() -> None:
    table = speakers(("S1", "Patient", "", "informant"))
    assert public_labels([turn("Mrs Hill", "S1", "informant")], table) == ["Patient"]


def test_companions_and_interviewers_have_labels_of_their_own() -> None:
    turns = [turn("Bert", "S1-c", "companion"), turn("Annika", "", "interviewer")]
    assert public_labels(turns, speakers()) == ["Companion", "Interviewer"]
    two = [turn("Bert", "c1", "companion"), turn("Ann", "c2", "companion")]
    assert public_labels(two, speakers()) == ["c1", "c2"]


def test_labels_that_mean_the_same_everywhere_are_kept() -> None:
    labels = {"Interviewer": "interviewer", "Patient": "informant"}
    turns = [turn("Patient", "S1", "informant"), turn("Jo", "", "interviewer")]
    assert public_labels(turns, labels) == ["Patient", "Interviewer"]


@pytest.mark.parametrize(
    ("text", "pseudonym", "taken"),
    [
        ("Ask Dr Lind", "Dr Birch", "Dr Lind"),
        ("ask doctor Lind", "Dr. Birch", "doctor Lind"),
        ("Ask Mrs. Lind", "Mrs Birch", "Mrs. Lind"),
        ("Ask Nurse Lind", "[Nurse 1]", "Nurse Lind"),
        ("Ask Mr Lind", "Dr Birch", "Lind"),
        ("Ask Dr Lind", "Birch", "Lind"),
        ("Ask Birch Lind", "Birch", "Lind"),
        ("Ask Dr\nLind", "Dr Birch", "Lind"),
        ("Lind", "Dr Birch", "Lind"),
    ],
)
def test_a_title_that_the_pseudonym_has_is_masked_with_the_name(
    text: str, pseudonym: str, taken: str
) -> None:
    span = Span(len(text) - 4, len(text), "person", "x", entity="lind")
    (wider,) = with_same_title(Document("S1", text), [span], [pseudonym])
    assert text[wider.start : wider.end] == taken
