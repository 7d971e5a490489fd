"""Patterns of the codebook in texts, with spaCy's own matchers."""

from typing import Any

import pandas as pd
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.annotate import annotate_and_match
from insideout.annotate.patterns import written
from insideout.annotate.pipelines import lemmas_of
from insideout.reader import framed
from insideout.tables.corpus import MATCHES
from insideout.tables.outputs import TURNS


def matched(
    text: str, *patterns: Any, language: str = "en", role: str = "informant"
) -> pd.DataFrame:
    turn = {"source": "s", "turn": 1, "role": role, "informant": "p", "start": 0, "end": len(text)}
    return annotate_and_match(
        framed([turn], TURNS), {"s": text}, {"s": language}, None, {"code": list(patterns)}
    )[2]


@pytest.mark.parametrize(
    ("pattern", "language", "text", "found"),
    [
        ("care plan", "en", "Two Care plans, and a plan of care.", ["Care plans"]),
        ("see doctors", "en", "She saw a doctor. I see doctors.", ["see doctors"]),
        ("don't know", "en", "I don't know. You do not know.", ["don't know", "do not know"]),
        ("bilen kommer", "sv", "Bilarna kom sent.", ["Bilarna kom"]),
        ("legen ringer", "nb", "Legene ringte ofte.", ["Legene ringte"]),
    ],
)
def test_words_fit_in_any_of_their_forms_next_to_each_other(
    pattern: str, language: str, text: str, found: list[str]
) -> None:
    assert matched(text, pattern, language=language)["words"].tolist() == found


def test_white_space_between_words_makes_no_difference_and_is_folded_in_the_table() -> None:
    text = "The care\nplan.  A care   plan."
    table = matched(text, "care plan")
    assert table["words"].tolist() == ["care plan", "care plan"]
    spans = zip(table["start"], table["end"], strict=True)
    assert [text[a:b] for a, b in spans] == ["care\nplan", "care   plan"]


def test_descriptions_of_tokens_are_spacys_and_the_longest_stretch_counts() -> None:
    pattern = [{"LEMMA": "wait"}, {"LOWER": {"IN": ["for", "on"]}}, {"IS_ALPHA": True, "OP": "+"}]
    table = matched("We waited for three weeks.", pattern)
    assert table["words"].tolist() == ["waited for three weeks"]
    assert table["pattern"].tolist() == [written(pattern)]


def test_a_match_is_negated_where_one_of_its_words_is() -> None:
    table = matched("They have the notes. They never have the notes.", "notes")
    assert table[["sentence", "negated"]].values.tolist() == [[1, False], [2, True]]


def test_interviewers_words_fit_no_pattern_and_the_same_pattern_twice_fits_once() -> None:
    assert matched("Any care plan?", "care plan", role="interviewer").empty
    assert len(matched("A care plan.", "care plan", "care plan")) == 1
    assert matched("   ", "care plan").empty


def test_a_pipeline_that_was_trained_gives_its_own_lemmas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lemmatiser has a word that the look-up hasn't."""
    nlp = spacy.blank("en")
    rules = nlp.add_pipe("attribute_ruler")
    rules.add([[{"LOWER": "carers"}]], {"LEMMA": "helper"})  # type: ignore[attr-defined]
    monkeypatch.setattr("insideout.annotate.pipelines.trained", lambda *_, **__: nlp)
    turn = {"source": "s", "turn": 1, "role": "informant", "start": 0, "end": 24}
    _, _, found = annotate_and_match(
        framed([turn], TURNS), {"s": "Carers came and they left"}, {"s": "en"}, {"en": "made"},
        {"a": [[{"LEMMA": "helper"}]], "b": ["carers come"]},
    )  # fmt: skip
    assert found[["code", "words"]].values.tolist() == [["a", "Carers"], ["b", "Carers came"]]


WORDS = ("care", "cares", "plan", "plans", "planned", "not", "the", ".", "\n", " ")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(["care plan", "plan"]))
def test_the_matchers_find_what_a_plain_search_of_lemmas_finds(
    words: list[str], pattern: str
) -> None:
    form, text = lemmas_of("en"), " ".join(words)
    table = matched(text, pattern)
    lemmas = [form(word) for word in text.split()]
    wanted = [form(word) for word in pattern.split()]
    expected = sum(lemmas[n : n + len(wanted)] == wanted for n in range(len(lemmas)))
    assert len(table) == expected
    assert list(table.columns) == MATCHES.names
    assert not table.duplicated(list(MATCHES.key)).any()
