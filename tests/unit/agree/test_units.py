"""Which units have a code."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.agree.units import Speech, marked, said_before, spans, speech, word_bounds
from insideout.reader import framed
from insideout.tables.corpus import SENTENCES, TURNS

TEXT = "Well? She came. I waited, alone… Why? He left me. … So it is!"
SAID = (
    ("interviewer", "Well?"),
    ("informant", "She came. I waited, alone…"),
    ("interviewer", "Why?"),
    ("companion", "He left me. … So it is!"),
)
SPOKEN = ("She came.", "I waited, alone…", "He left me.", "So it is!")


def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    turns, sentences = [], []
    for n, (role, words) in enumerate(SAID, 1):
        at = TEXT.index(words)
        turns.append({"source": "a", "turn": n, "role": role, "start": at, "end": at + len(words)})
        for found in re.finditer(r"[^ .!?…][^.!?…]*[.!?…]|…", words):
            start, end = found.span()
            sentences.append(
                {"source": "a", "turn": n, "sentence": len(sentences) + 1, "start": at + start,
                 "end": at + end, "words": len(re.findall(r"\w+", found.group()))}
            )  # fmt: skip
    return framed(turns, TURNS), framed(sentences, SENTENCES)


def units(unit: str) -> Speech:
    return speech(*tables(), unit)["a"]


def coded(unit: str, *quotes: str) -> list[bool]:
    """Which units have a code that was put on these quotes."""
    where = units(unit)
    starts = [TEXT.index(quote) for quote in quotes]
    ends = [start + len(quote) for start, quote in zip(starts, quotes, strict=True)]
    first, last = spans(where, *word_bounds(quotes, starts, ends))
    code = np.zeros(len(quotes), dtype="int64")
    return marked(where, first, last, code, 1)[0].tolist()


def test_sentences_are_those_of_informants_and_companions_with_words() -> None:
    where = units("sentence")
    said = [TEXT[s:e] for s, e in zip(where.start, where.end, strict=True)]
    assert said == list(SPOKEN)
    assert where.units == 4


def test_turns_and_sources_leave_interviewers_out() -> None:
    assert (units("turn").units, units("source").units) == (2, 1)
    assert units("sentence").characters == units("source").characters == len("".join(
        words for role, words in SAID if role != "interviewer"))  # fmt: skip


@pytest.mark.parametrize(
    ("quotes", "expected"),
    [
        (["She came."], [True, False, False, False]),
        (["She came. "], [True, False, False, False]),
        ([" I waited, alone…"], [False, True, False, False]),
        ([". I waited"], [False, True, False, False]),  # the stop of the sentence before
        (["came. I"], [True, True, False, False]),  # one word is enough
        (["Why?"], [False, False, False, False]),
        (["alone… Why? He"], [False, True, True, False]),
        (["Why? He left"], [False, False, True, False]),
        (["waited", "So"], [False, True, False, True]),
        (["me. … So"], [False, False, True, True]),
        ([" … "], [False, False, False, False]),  # no word at all
    ],
)
def test_a_unit_has_a_code_with_one_letter_of_it(quotes: list[str], expected: list[bool]) -> None:
    assert coded("sentence", *quotes) == expected


def test_the_same_by_turn_and_by_source() -> None:
    assert coded("turn", "waited") == [True, False]
    assert coded("turn", "alone… Why? He") == [True, True]
    assert coded("source", "waited") == [True]
    assert coded("source", "Why?") == [False]


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_marked_units_are_those_that_share_a_letter(start: int, end: int) -> None:
    start, end = min(start, end), max(start, end)
    where = units("sentence")
    first, last = spans(where, *word_bounds([TEXT[start:end]], [start], [end]))
    found = marked(where, first, last, np.zeros(1, dtype="int64"), 1)[0].tolist()
    expected = [
        any(TEXT[at].isalnum() for at in range(max(s, start), min(e, end)))
        for s, e in zip(where.start, where.end, strict=True)
    ]
    assert found == expected


def test_said_before_counts_what_informants_say() -> None:
    where = units("turn")
    places = np.arange(len(TEXT) + 1)
    spoken = [any(s <= at < e for s, e in zip(where.start, where.end, strict=True))
              for at in range(len(TEXT))]  # fmt: skip
    assert said_before(where, places).tolist() == [sum(spoken[:at]) for at in places]


def test_a_source_where_only_interviewers_speak_has_no_units() -> None:
    turns, sentences = tables()
    assert speech(turns[turns["role"] == "interviewer"], sentences, "sentence") == {}


def test_a_passage_without_letters_is_empty() -> None:
    start, end = word_bounds(["…", " ab, ", "c"], [4, 10, 20], [5, 15, 21])
    assert (start.tolist(), end.tolist()) == ([4, 11, 20], [4, 13, 21])
