"""Tokens and lemmas without a trained pipeline."""

import logging

import pytest

from insideout.annotate import annotate
from insideout.reader import framed
from insideout.tables.outputs import TURNS


def lemma_of(text: str, language: str = "en") -> dict[str, str]:
    turn = {"source": "s", "turn": 1, "role": "informant", "start": 0, "end": len(text)}
    tokens, _ = annotate(framed([turn], TURNS), {"s": text}, {"s": language})
    return dict(zip(tokens["lower"], tokens["lemma"], strict=True))


def test_a_word_has_one_lemma_wherever_it_stands_in_a_sentence() -> None:
    assert lemma_of("Weeks went by.")["weeks"] == lemma_of("By went weeks.")["weeks"] == "week"


def test_other_languages_have_their_own_dictionary() -> None:
    assert lemma_of("Bilarna kom sent.", "sv")["kom"] == "komma"


def test_a_language_without_a_dictionary_says_so_and_keeps_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        assert lemma_of("Talot ovat.", "fi") == {"talot": "talot", "ovat": "ovat", ".": "."}
    assert "no lemma table for language 'fi'" in caplog.text


def test_sentences_are_numbered_through_the_turns_of_a_source() -> None:
    text = "They came. They went.\n\nNobody rang."
    turns = [
        {"source": "s", "turn": 1, "role": "informant", "start": 0, "end": 21},
        {"source": "s", "turn": 2, "role": "informant", "start": 23, "end": 35},
    ]
    _, sentences = annotate(framed(turns, TURNS), {"s": text}, {"s": "en"})
    spoken = [text[a:b] for a, b in zip(sentences["start"], sentences["end"], strict=True)]
    assert spoken == ["They came.", "They went.", "Nobody rang."]
    assert list(sentences["sentence"]) == [1, 2, 3]
    assert list(sentences["turn"]) == [1, 1, 2]
