"""Which words a negation covers: the rule on its own, and against sentences marked by hand."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.annotate import annotate
from insideout.annotate.cues import CUES, phrases, signals
from insideout.annotate.negation import cues_in, in_scope
from insideout.reader import framed
from insideout.tables.outputs import TURNS

GOLDEN = Path(__file__).parents[1] / "golden" / "negation"
MARKED = re.compile(r"\*(\w[\w’'-]*)")
LANGUAGES = ("en", "sv", "nb")
# Precision and recall of the rule when it was complete and its author had seen no sentence of
# tests/golden/negation, on the marks as first written. Then its faults were looked at and mended,
# so what it reaches now (`tests/bench/annotate.py`) is no measure of unseen speech: this one is.
# The marker mended eight marks, too, since then: on those the first rule reaches .849 and .869
# (en), .805 and .909 (sv), .793 and .948 (nb).
FIRST = {"en": (0.814, 0.875), "sv": (0.793, 0.908), "nb": (0.772, 0.947)}
LEAST = 0.85


class Score(NamedTuple):
    """Counts of words found rightly, found wrongly, and missed; and the sentences with errors."""

    right: int
    wrong: int
    missed: int
    errors: list[str]

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


class Sentence(NamedTuple):
    """A sentence without its asterisks, and the offsets of the characters they marked."""

    name: str
    text: str
    marked: frozenset[int]


def unmarked(name: str, told: str) -> Sentence:
    marked: set[int] = set()
    for n, match in enumerate(MARKED.finditer(told)):
        marked |= set(range(match.start() - n, match.end() - n - 1))
    return Sentence(name, told.replace("*", ""), frozenset(marked))


def golden(language: str) -> list[Sentence]:
    with (GOLDEN / f"{language}.csv").open(encoding="utf-8", newline="") as file:
        return [unmarked(row["id"], row["sentence"]) for row in csv.DictReader(file)]


def tokens_of(sentences: list[Sentence], language: str) -> pd.DataFrame:
    texts = {sentence.name: sentence.text for sentence in sentences}
    turns = [
        {"source": name, "turn": 1, "role": "informant", "start": 0, "end": len(text)}
        for name, text in texts.items()
    ]
    return annotate(framed(turns, TURNS), texts, dict.fromkeys(texts, language))[0]


def scored(language: str) -> Score:
    """The rule against the marks, over words that are neither stop words nor words of cues."""
    sentences = golden(language)
    marks = {sentence.name: sentence.marked for sentence in sentences}
    tokens = tokens_of(sentences, language)
    content = tokens["is_word"] & ~tokens["is_stop"] & ~tokens["lower"].isin(CUES[language].words)
    told = tokens[content]
    places = zip(told["source"], told["start"], strict=True)
    golden_mark = pd.Series([at in marks[name] for name, at in places], index=told.index)
    wrong, missed = told["negated"] & ~golden_mark, ~told["negated"] & golden_mark
    errors = []
    for name, text, _ in sentences:
        here = told["source"] == name
        signs = [f"+{word}" for word in told["lower"][here & wrong]]
        signs += [f"-{word}" for word in told["lower"][here & missed]]
        errors += [f"{name}: {text} [{' '.join(signs)}]"] if signs else []
    right = int((told["negated"] & golden_mark).sum())
    return Score(right, int(wrong.sum()), int(missed.sum()), errors)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rule_finds_what_was_marked_by_hand(language: str) -> None:
    score = scored(language)
    assert len(golden(language)) == 60
    assert min(score.precision, score.recall) >= LEAST, score.errors


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Nobody *rang, but the nurse helped."),
        ("en", "Not only the doctor listened."),
        ("en", "There's no doubt she cared."),
        ("en", "I couldn't *sleep because the alarm rang."),
        ("en", "They had no *letters, *calls or *visits."),
        ("en", "No *pain and no *fever, and I slept well."),
        ("en", "Neither the *surgery nor the *hospital *rang."),
        ("en", "My *referral was refused."),
        ("en", "The *letter is missing from the file."),
        ("en", "She left without *asking."),
        ("en", "He failed to *ring."),
        ("en", "I don’t *trust them."),
        ("en", "No I think she came."),
        ("en", "Nobody *told me that the clinic had closed."),
        ("sv", "Läkaren *ringde inte."),
        ("sv", "Sedan *svarade läkaren inte, men sköterskan hjälpte."),
        ("sv", "Jag vet att läkaren inte *lyssnade."),
        ("sv", "Det var inte *läkaren utan sköterskan som hjälpte."),
        ("sv", "Hon gick utan att *fråga."),
        ("sv", "*Information saknades i journalen."),
        ("sv", "Varken *läkaren eller *sköterskan *svarade."),
        ("nb", "Legen *ringte ikke."),
        ("nb", "Det var ikke bare legen som lyttet."),
        ("nb", "*Oppfølging mangler."),
        ("nb", "Det mangler *oppfølging."),
        ("nb", "Hun gikk uten å *spørre."),
        ("nn", "Legen *ringte ikkje."),
    ],
)
def test_a_scope_is_what_its_cue_denies(language: str, told: str) -> None:
    sentence = unmarked("s", told)
    tokens = tokens_of([sentence], language)
    content = tokens[~tokens["is_stop"]]
    found = set(content["start"][content["negated"]])
    wanted = {at for at in content["start"] if at in sentence.marked}
    assert found == wanted


def test_a_cue_is_not_negated_by_another() -> None:
    words = ["nobody", "ever", "rang", "without", "asking"]
    assert in_scope(words, "en") == [False, True, True, False, True]


def test_a_scope_is_of_its_own_sentence() -> None:
    tokens = tokens_of([Sentence("s", "Never. They rang. No answer", frozenset())], "en")
    assert set(tokens["lower"][tokens["negated"]]) == {"answer"}


@pytest.mark.parametrize("language", LANGUAGES)
@given(data=st.data())
def test_any_words_have_a_scope_that_spares_cues_and_marks(
    language: str, data: st.DataObject
) -> None:
    rule = CUES[language]
    known = sorted(rule.words | rule.breaks | rule.subjects | rule.ands | rule.ors | rule.that)
    words = data.draw(st.lists(st.sampled_from([*known, ",", ".", "-", "care", "ringde", "7"])))
    scope = in_scope(words, language)
    assert len(scope) == len(words)
    taken = {
        n for cue in cues_in(words, rule, phrases(language)) for n in range(cue.start, cue.end)
    }
    assert not any(scope[n] for n in taken)
    assert not any(inside for word, inside in zip(words, scope, strict=True) if word in ",.-7")
    assert not any(scope) or signals(language) & set(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_negates_something(language: str) -> None:
    rule = CUES[language]
    for phrase in {*rule.verbal, *rule.nominal}:
        words = [*phrase.split(), "hospital"]
        assert in_scope(words, language)[-1], phrase
    for phrase in rule.either:
        words = ["hospital", *phrase.split()]
        assert in_scope(words, language)[0], phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_pseudo_cue_negates_anything(language: str) -> None:
    for phrase in CUES[language].pseudo:
        assert not any(in_scope(["hospital", *phrase.split(), "hospital"], language)), phrase
