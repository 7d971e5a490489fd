"""Tokens keep their offsets, and labels and brackets are not searched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.deidentify.detect.tokens import casing, composed, searched, tokens


def test_possessive_is_no_part_of_a_token() -> None:
    found = tokens("Karen's and the boys' own, don't")
    assert found.word == ["Karen", "and", "the", "boys", "own", "don't"]
    assert found.owns == [True, False, False, True, False, False]


def test_sentence_beginnings() -> None:
    found = tokens('Well. Karen came. Dr. Smith said, "Come in", then left')
    assert [w for w, first in zip(found.word, found.first, strict=True) if first] == [
        "Well", "Karen", "Dr", "Come", "then"
    ]  # fmt: skip


def test_labels_and_brackets_are_hidden_at_their_length() -> None:
    text = "Karen: I saw [daughter 1].\n\nInterviewer: Karen: yes\n"
    plain, hidden = searched(text, ("Karen", "Interviewer"))
    assert len(plain) == len(text)
    assert [text[a:b] for a, b in hidden] == ["[daughter 1]"]
    assert tokens(plain).word == ["I", "saw", "Karen", "yes"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I went to see Karen. She was out. We had tea on Monday.", "cased"),
        ("i went to see karen. she was out. we had tea on monday.", "lower"),
        ("I WENT TO SEE KAREN. SHE WAS OUT.", "lower"),
        ("I went to see Karen. she was out. we had tea. Then Karen came. and left.", "mixed"),
        ("", "cased"),
    ],
)
def test_casing(text: str, kind: str) -> None:
    assert casing(text) == kind


def test_a_turn_without_capitals_is_lower_in_any_text() -> None:
    found = tokens("Karen came. We had tea.\n\nyeah she did\n\nI saw her.")
    assert [w for w, low in zip(found.word, found.lower, strict=True) if low] == [
        "yeah", "she", "did"
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_composed_offsets_lead_back(text: str) -> None:
    plain, begins = composed(text)
    if begins is None:
        assert len(plain) == len(text)
    else:
        assert begins == sorted(begins)
        assert len(begins) == len(plain) + 1
        assert begins[-1] == len(text)
    assert unicodedata.is_normalized("NFC", text) == (begins is None)


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say(text: str) -> None:
    found = tokens(text)
    before = 0
    for start, end, word in zip(found.start, found.end, found.word, strict=True):
        assert before <= start < end
        assert text[start:end] == word
        before = end
