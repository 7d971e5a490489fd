"""The whole of the finding: consistency in a document, order, and any text at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from insideout.deidentify.detect.find import find, lists_of
from insideout.deidentify.span import KINDS, STRUCTURED, Document, Entry, Span
from insideout.problems import DataError

ROSTER = (Entry("karen", ("Karen Thompson",), "person"), Entry("b", ("St Luke's",), "organisation"))


def test_a_name_found_once_is_found_everywhere(spans) -> None:
    text = "Interviewer: Hello.\n\nP: Dr Brown came. I like Brown. A brown coat. Brown said so.\n"
    found = spans(text, labels=("Interviewer", "P"))
    assert [text[s.start : s.end] for s in found] == ["Brown", "Brown", "Brown"]
    assert {s.role for s in found} == {"doctor"}


def test_the_plural_of_a_family(kinds) -> None:
    assert "Thompsons" in kinds("Mrs Thompson came. We know the Thompsons.")


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_genitive(kinds, language: str) -> None:
    assert "Hansens" in kinds("Det var doktor Hansen. Hansens brev.", language)


def test_labels_teach_names_and_are_no_spans(spans) -> None:
    text = "Interviewer: So, Zqara, tell me.\n\nZqara: I will.\n"
    found = spans(text, labels=("Interviewer", "Zqara"))
    assert [(s.start, text[s.start : s.end]) for s in found] == [(17, "Zqara")]


def test_extra_spans_add() -> None:
    text = "P: the old mill, where Karen lives\n"
    extra = [Span(7, 15, "place", "model", "masked")]
    found = find(Document("S01", text, "en", ("P",)), (), lists_of("en"), extra)
    assert [text[s.start : s.end] for s in found] == ["old mill", "Karen"]


def test_extra_spans_are_cut_at_turns_and_labels() -> None:
    text = "P: in the mill\n\nI: yes, there\n"
    document = Document("S01", text, "en", ("P", "I"))
    found = find(document, (), lists_of("en"), [Span(0, len(text), "place", "model")])
    assert [text[s.start : s.end] for s in found] == [" in the mill", " yes, there"]


def test_what_the_study_allows() -> None:
    document = Document("S01", "I bought a Qwizzle there.")
    assert find(document, (), lists_of("en", ("Qwizzle",))) == []


def test_another_language_is_a_data_error() -> None:
    with pytest.raises(DataError, match="can be de-identified"):
        lists_of("fi")


@pytest.mark.parametrize("language", ["nb", "no", "nn", "nb-NO"])
def test_norwegian_has_several_codes(language: str) -> None:
    assert lists_of(language).language == "nb"


WORDS = st.sampled_from(
    [
        *("Karen", "karen", "Thompson", "Brown", "will", "Will", "Grace", "Dr", "Mrs", "my son"),
        *(
            "called",
            "lives in",
            "St",
            "Luke's",
            "Hospital",
            "14 Elm Road",
            "Storgatan 5",
            "van der",
        ),
        *("mother-in-law", "[daughter 1]", "07700 900123", "ninety-three", "the", "'s", "heter"),
        *("bor i", "gate", "og", "and", ",", ".", "?", "’", "'", " - ", "–", "\n", "\n\n", "I:"),
    ]
)
TEXT = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS).map("".join)
)


@given(TEXT, st.sampled_from(["en", "sv", "nb"]))
@example("St-St-St-St's's", "en")
def test_any_text_gives_sorted_spans_apart_inside_turns(text: str, language: str) -> None:
    document = Document("S01", text, language, ("I", "P"))
    before = 0
    for span in find(document, ROSTER, lists_of(language)):
        assert before <= span.start < span.end <= len(text)
        assert "\n" not in text[span.start : span.end]
        assert span.kind in KINDS
        before = span.end


@given(TEXT, st.sampled_from("’‘ʼ´`"))
def test_apostrophes_change_nothing(text: str, mark: str) -> None:
    plain = Document("S01", text.replace("’", "'"), "en", ("I", "P"))
    other = Document("S01", text.replace("’", "'").replace("'", mark), "en", ("I", "P"))
    assert find(plain, ROSTER, lists_of("en")) == find(other, ROSTER, lists_of("en"))


@given(st.lists(st.sampled_from(["Åsa", "bor på", "Storvägen", "hos Björn Öberg", "på", "."])))
def test_composition_changes_nothing(words: list[str]) -> None:
    text = unicodedata.normalize("NFC", " ".join(words))
    apart = unicodedata.normalize("NFD", text)
    lists = lists_of("sv")
    composed = [text[s.start : s.end] for s in find(Document("S01", text, "sv"), (), lists)]
    decomposed = [apart[s.start : s.end] for s in find(Document("S01", apart, "sv"), (), lists)]
    assert composed == [unicodedata.normalize("NFC", part) for part in decomposed]


@pytest.mark.parametrize(
    "unit",
    ["van ", "St-", "Karen ", "1 ", "my son, ", "_", "a", "Elm Road ", "oh seven ", "[", "'s "],
)
def test_long_repetitions_end(unit: str) -> None:
    text = unit * 20_000
    for language in ("en", "sv"):
        found = find(Document("S01", text, language), ROSTER, lists_of(language))
        assert all(span.end <= len(text) for span in found)


def test_structured_kinds_are_sure(spans) -> None:
    found = spans("You call 07700 900123 or write to k@example.org on 14/05/2021.")
    assert {s.kind for s in found} <= STRUCTURED
    assert {s.state for s in found} == {"sure"}
    assert len(found) == 3


def test_what_the_study_allows_stays_whatever_stands_before_it() -> None:
    text = "A: I saw Dr Wilson and Mrs Thompson, and Dr Wilson's nurse."
    found = find(Document("S1", text, "en", ("A",)), (), lists_of("en", ("Wilson",)))
    assert [text[s.start : s.end] for s in found] == ["Thompson"]
    known = find(Document("S1", text, "en", ("A",)), (Entry("w", ("Wilson",), "person", "[W]"),),
                 lists_of("en", ("Wilson",)))  # fmt: skip
    assert [text[s.start : s.end] for s in known] == ["Wilson", "Thompson", "Wilson"]
