"""The canonical text."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from insideout.intake.canonical import Turn, canonical, folded, said

LABELS = st.one_of(st.just(""), st.text(min_size=1, max_size=12))
TURNS = st.lists(st.builds(Turn, LABELS, st.text(max_size=80)), max_size=8)


def test_turns_paragraphs_and_white_space_have_one_form() -> None:
    text, spans = canonical(
        [Turn("Dan", " One\u00a0 two \r\n\n three "), Turn("", "cafe\u0301"), Turn("P", "\ufeff")]
    )
    assert text == "Dan: One two\nthree\n\ncaf\u00e9\n"
    assert [text[a:b] for a, b in spans] == ["One two\nthree", "caf\u00e9", ""]


def test_nothing_said_is_an_empty_text() -> None:
    assert canonical([]) == ("", [])
    assert canonical([Turn("Dan", " \n ")]) == ("", [(0, 0)])


@given(TURNS)
def test_spans_slice_back_and_doing_it_again_changes_nothing(turns: list[Turn]) -> None:
    text, spans = canonical(turns)
    assert [text[a:b] for a, b in spans] == [said(turn.text) for turn in turns]
    again = [Turn(t.label, text[a:b]) for t, (a, b) in zip(turns, spans, strict=True)]
    assert canonical(again) == (text, spans)


@given(TURNS)
def test_form(turns: list[Turn]) -> None:
    text, _ = canonical(turns)
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & set("\r\t\u00a0\ufeff\x00\x0b\x85\u2028")
    assert "  " not in text
    assert "\n\n\n" not in text
    assert text == "" or (text.endswith("\n") and text == text.strip() + "\n")
    assert all(line == line.strip() for line in text.split("\n"))


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert said(said(text)) == said(text)
