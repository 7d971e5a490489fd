"""Tokens, sentences and lemmas, with and without a trained pipeline."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.annotate import TOKENS, annotate, annotate_and_match
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.corpus import MATCHES
from insideout.tables.outputs import SENTENCES, TURNS

# what speech and its transcripts hold, and what splits them
PIECES = [*"abå é’'\"-.,!?…() \n\t1", "Dr", "don't ", "not ", "😀", "e\u0301", "。"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def lemma_of(text: str, language: str = "en") -> dict[str, str]:
    turn = {"source": "s", "turn": 1, "role": "informant", "start": 0, "end": len(text)}
    tokens, _ = annotate(framed([turn], TURNS), {"s": text}, {"s": language})
    return dict(zip(tokens["lower"], tokens["lemma"], strict=True))


def told(texts: list[str], language: str = "en") -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """Tokens and sentences of turns with two characters between, and the text of the source."""
    turns, at = [], 0
    for n, text in enumerate(texts, 1):
        row = {"source": "s", "turn": n, "role": "informant", "start": at, "end": at + len(text)}
        turns.append(row)
        at += len(text) + 2
    whole = "\n\n".join(texts)
    tokens, sentences = annotate(framed(turns, TURNS), {"s": whole}, {"s": language})
    return tokens, sentences, whole


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


@settings(deadline=None)
@given(st.lists(TEXT, max_size=5))
def test_every_token_is_its_slice_of_the_text_and_nothing_but_space_is_between(
    texts: list[str],
) -> None:
    tokens, sentences, whole = told(texts)
    assert list(tokens.columns) == list(TOKENS)
    assert list(sentences.columns) == SENTENCES.names
    at = 0
    for token in tokens.itertuples():
        assert whole[at : token.start].strip() == ""
        assert whole[token.start : token.end].lower() == token.lower
        assert token.end > token.start
        at = token.end
    assert whole[at:].strip() == ""
    ends = dict(zip(sentences["sentence"], sentences["end"], strict=True))
    assert tokens.groupby("sentence")["end"].max().to_dict() == ends
    assert list(sentences["sentence"]) == list(range(1, len(sentences) + 1))
    assert sentences["words"].sum() == tokens["is_word"].sum()


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["en", "sv", "nb"]))
def test_sentences_begin_where_spacys_sentencizer_begins_them(
    texts: list[str], language: str
) -> None:
    texts = [text.translate(dict.fromkeys(map(ord, "([{<"))) for text in texts]  # see the next test
    tokens, _, _ = told(texts, language)
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    expected, number, at = [], 0, 0
    for text in texts:
        for sentence in nlp(text).sents:
            kept = [token for token in sentence if not token.is_space]
            number += bool(kept)
            expected += [(at + token.idx, number) for token in kept]
        at += len(text) + 2
    assert list(zip(tokens["start"], tokens["sentence"], strict=True)) == expected


def test_opening_brackets_belong_to_the_sentence_they_open() -> None:
    text = "I got one. [Nurse 1] came. (Yes.) And [laughs] then. [No end here. So."
    tokens, sentences, _ = told([text], "en")
    said = [text[a:b] for a, b in zip(sentences["start"], sentences["end"], strict=True)]
    assert said == [
        "I got one.", "[Nurse 1] came.", "(Yes.)", "And [laughs] then.", "[No end here.", "So.",
    ]  # fmt: skip
    words = tokens.loc[tokens["is_word"], "lower"]
    assert [word for word in words if word in ("nurse", "laughs", "end")] == ["end"]


def test_norwegian_has_lemmas_beyond_spacys_table() -> None:
    assert lemma_of("Legene ringte sykehuset.", "nb")["legene"] == "lege"
    assert lemma_of("Legene ringte sykehuset.", "nb")["ringte"] == "ringe"
    assert lemma_of("Legene ringte.", "nn") == lemma_of("Legene ringte.", "nb")


def test_sources_in_several_languages_keep_their_order() -> None:
    texts = {"b": "Läkaren ringde inte.", "a": "They never rang. No.", "c": "Legen kom."}
    turns = [
        {"source": s, "turn": 1, "role": "informant", "start": 0, "end": len(t)}
        for s, t in texts.items()
    ]
    tokens, sentences = annotate(framed(turns, TURNS), texts, {"a": "en", "b": "sv", "c": "nb"})
    assert list(dict.fromkeys(tokens["source"])) == ["b", "a", "c"]
    assert list(sentences["sentence"]) == [1, 1, 2, 1]
    assert set(tokens["lower"][tokens["negated"]]) == {"ringde", "rang"}
    assert dict(zip(tokens["lower"], tokens["lemma"], strict=True))["ringde"] == "ringa"


def test_a_corpus_without_words_has_tables_without_rows() -> None:
    for texts in ([], ["  "]):
        tokens, sentences, _ = told(texts)
        assert list(tokens.columns) == list(TOKENS)
        assert len(tokens) == len(sentences) == 0


def test_a_language_that_spacy_does_not_know_is_split_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        tokens, _, _ = told(["Mun lean dáppe."], "qqq")
    assert list(tokens["lower"]) == ["mun", "lean", "dáppe", "."]
    assert not tokens["negated"].any()
    assert "spaCy has no rules for language 'qqq'" in caplog.text
    assert "no rule of negation for language 'qqq'" in caplog.text


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A package with a pipeline that ends sentences at commas and knows one lemma."""
    name = "en_made_for_a_test"
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer", config={"punct_chars": [","]})
    rules = nlp.add_pipe("attribute_ruler")
    rules.add([[{"LOWER": "rang"}]], {"LEMMA": "Ring"})  # type: ignore[attr-defined]
    (tmp_path / name).mkdir()
    nlp.to_disk(tmp_path / name / f"{name}-1.0")
    (tmp_path / name / "__init__.py").write_text(
        "from pathlib import Path\nfrom spacy.util import load_model_from_path\n"
        "def load(**options):\n"
        f"    return load_model_from_path(Path(__file__).parent / '{name}-1.0', **options)\n"
    )
    told = tmp_path / f"{name}-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield name
    sys.modules.pop(name, None)


def test_a_trained_pipeline_brings_its_sentences_and_lemmas(installed: str) -> None:
    text = "They rang, nobody came. Weeks went."
    turns = framed(
        [{"source": "s", "turn": 1, "role": "informant", "start": 0, "end": len(text)}], TURNS
    )
    tokens, sentences = annotate(turns, {"s": text}, {"s": "en"}, {"en": installed})
    assert len(sentences) == 2
    lemmas = dict(zip(tokens["lower"], tokens["lemma"], strict=True))
    assert lemmas["rang"] == "ring"
    assert set(tokens["lower"][tokens["negated"]]) == {"came"}


def test_a_pipeline_that_is_not_installed_is_a_problem_of_the_study(installed: str) -> None:
    texts = {"a": "Hi.", "b": "Hej."}
    turns = framed(
        [{"source": s, "turn": 1, "role": "informant", "start": 0, "end": 3} for s in texts], TURNS
    )
    named = {"en": "en_core_web_xx", "sv": installed, "nb": "nb_core_news_xx"}
    with pytest.raises(DataError) as caught:
        annotate(turns, texts, {"a": "en", "b": "sv"}, named)
    missing, other = caught.value.problems
    assert missing.column == "pipelines.en"
    assert missing.found == "'en_core_web_xx', which is not installed"
    assert "uv pip install --python .venv en_core_web_xx" in missing.hint
    assert other.column == "pipelines.sv"
    assert other.found == f"{installed!r}, which is for 'en'"


def test_patterns_change_no_token_and_are_matched_where_they_stand() -> None:
    """Sources in two languages, turns out of order, and the interviewer's question left out."""
    texts = {
        "b": "Läkaren ringde inte.",
        "a": "Who called?\n\nThe doctor never called. She called.",
    }
    rows = [
        {"source": "a", "turn": 2, "role": "companion", "start": 13, "end": len(texts["a"])},
        {"source": "b", "turn": 1, "role": "informant", "start": 0, "end": len(texts["b"])},
        {"source": "a", "turn": 1, "role": "interviewer", "start": 0, "end": 11},
    ]
    turns, languages = framed(rows, TURNS), {"a": "en", "b": "sv"}
    patterns = {"called": ["call", "ringa"], "none": ["aeroplane"]}
    tokens, sentences, found = annotate_and_match(turns, texts, languages, None, patterns)
    plain_tokens, plain_sentences = annotate(turns, texts, languages)
    pd.testing.assert_frame_equal(tokens, plain_tokens)
    pd.testing.assert_frame_equal(sentences, plain_sentences)
    columns = ["source", "turn", "sentence", "words", "pattern", "negated"]
    assert found[columns].values.tolist() == [
        ["b", 1, 1, "ringde", "ringa", True],
        ["a", 2, 2, "called", "call", True],
        ["a", 2, 3, "called", "call", False],
    ]
    for row in found.itertuples():
        assert texts[str(row.source)][row.start : row.end] == row.words
    nothing = annotate_and_match(turns, texts, languages, None, {})[2]
    assert nothing.empty
    assert list(nothing.columns) == MATCHES.names
    assert nothing.dtypes.to_dict() == found.dtypes.to_dict()
