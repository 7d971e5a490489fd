"""Hard-wrapped lines."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.intake.labels import Piece
from insideout.intake.wrapping import glued, rejoined, unwrapped, word_forms

SPOKEN = (
    "So we waited for the discharge papers until late in the evening because nobody in the ward "
    "knew who was responsible, and my neighbour drove us home. The next morning the district nurse "
    "called. She asked about the medication list that the hospital had promised to send, but of "
    "course it hadn't come, and we had to call the ward again and again until someone answered."
)
WORDS = st.sampled_from([*SPOKEN.split(), "mother-in-law", "42", "Dan", "–", "etc."])
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=60).map(" ".join), max_size=8)


def texts(lines: list[str], known: tuple[str, ...] = ()) -> list[str]:
    return [text for _, text in unwrapped(lines, known)[0]]


def printed(paragraphs: list[str], width: int = 60) -> list[str]:
    return [
        line
        for text in paragraphs
        for line in textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    ]


@pytest.mark.parametrize("width", [40, 60, 72, 100])
def test_printed_turns_are_whole_again(width: int) -> None:
    turns = [f"Dan: {SPOKEN}", "Eva: Yes.", f"Eva: {SPOKEN} {SPOKEN}", "Dan: And then?"]
    assert texts(printed(turns, width)) == turns
    assert unwrapped(printed(turns, width))[1] == len(printed(turns, width)) - len(turns)


def test_lines_of_nearly_one_width_are_joined_where_a_sentence_goes_on() -> None:
    lines = [
        "Dan: so we waited for the discharge papers until",
        "late in the evening because nobody there",
        "knew who was responsible for it, and my dear old",
        "neighbour drove us home that night again.",
        "Eva: and what did he say, and did he tell you when",
        "the papers would come to you by post?",
    ]
    assert texts(lines) == [" ".join(lines[:4]), " ".join(lines[4:])]


def test_blank_lines_labels_items_and_times_begin_anew() -> None:
    lines = printed([f"Dan: {SPOKEN}"])
    for start in ("", "Eva: well", "- Then", "1. then", "[00:01:02] then", "• then"):
        made = texts([*lines, start, *lines[1:]], ("Eva",))
        assert made[0] == f"Dan: {SPOKEN}"
        assert made[1].startswith(start)


def test_words_broken_at_a_hyphen() -> None:
    words = word_forms(["My mother-in-law came.", "It was coordination-", "and nobody helped."])
    assert glued(["the coordi-", "nation"], words) == "the coordination"
    assert glued(["my mother-in-", "law said"], words) == "my mother-in-law said"
    assert glued(["pre-", "and postnatal care"], words) == "pre- and postnatal care"
    assert glued(["the Anglo-", "Saxon way"], words) == "the Anglo-Saxon way"
    assert glued(["from 2019-", "2020"], words) == "from 2019-2020"
    assert glued(["I was -", "well, late"], words) == "I was - well, late"
    assert glued(["the coordi\u00ad", "nation"], words) == "the coordination"
    assert glued(["vård­centra\u2010", "len"], words) == "vård­centralen"


def test_hyphens_stay_where_words_are_never_broken() -> None:
    words = word_forms(
        ["a well-known and follow-up", "a well-", "known thing, a follow-", "up or a long-", "term"]
    )
    assert glued(["a long-", "term plan"], words) == "a long-term plan"


@pytest.mark.parametrize(
    "lines",
    [
        ["Dan: How old are you?", "I mean, roughly.", "Eva: Seventy.", "", "Dan: Well?"],
        ["well", "i went there", "and then", "nobody came", "so i went home again and slept",
         "and he"],
        ["Eva: " + SPOKEN, SPOKEN, "and so on", SPOKEN, "then", SPOKEN, "yes"],
        [],
        ["one line"],
    ],
)  # fmt: skip
def test_what_is_not_hard_wrapped_stays(lines: list[str]) -> None:
    assert unwrapped(lines) == (list(enumerate(lines)), 0)


def test_pieces_with_a_voice_or_times_are_never_joined() -> None:
    lines = printed([SPOKEN])
    for other in (Piece("and so", 90, "Eva"), Piece("and so", 90, start=1.0)):
        pieces = [*(Piece(line, n) for n, line in enumerate(lines)), other, Piece("and so on", 91)]
        made, warnings = rejoined(pieces, ())
        assert [(p.text, p.line) for p in made] == [(SPOKEN, 0), ("and so", 90), ("and so on", 91)]
        assert made[1] == other
        assert warnings == [f"lines broken in mid-paragraph joined ({len(lines) - 1})"]


def test_a_gap_in_the_numbers_of_lines_is_a_blank_line() -> None:
    lines = printed([SPOKEN])
    whole, _ = rejoined([Piece(line, n) for n, line in enumerate(lines)], ())
    parted, _ = rejoined([Piece(line, n + 5 * (n > 2)) for n, line in enumerate(lines)], ())
    assert len(whole) == 1
    assert [p.text for p in parted] == [" ".join(lines[:3]), " ".join(lines[3:])]


@settings(deadline=None)
@given(PARAGRAPHS, st.integers(30, 90))
def test_no_letter_is_lost_and_no_label_or_blank_line_joined(
    paragraphs: list[str], width: int
) -> None:
    lines = []
    for n, text in enumerate(paragraphs):
        lines += printed([f"{('Dan', 'Eva')[n % 2]}: {text}" if n % 3 else text], width)
        lines += [""] * (n % 4 == 0)
    made, joins = unwrapped(lines, ("Dan", "Eva"))
    assert "".join(" ".join(t for _, t in made).split()) == "".join(" ".join(lines).split())
    assert len(made) == len(lines) - joins
    assert [n for n, _ in made] == sorted({n for n, _ in made})
    starts = {n for n, _ in made}
    for n, line in enumerate(lines):
        if not line or line.startswith(("Dan:", "Eva:")) or (n and not lines[n - 1]):
            assert n in starts


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab -:.\u00ad\u2010AB1é", max_size=50), max_size=30))
def test_any_lines(lines: list[str]) -> None:
    made, joins = unwrapped(lines, ("A",))
    assert len(made) == len(lines) - joins
    assert unwrapped([text for _, text in made if not joins])[1] == 0


@given(PARAGRAPHS)
def test_whole_paragraphs_are_unchanged(paragraphs: list[str]) -> None:
    turns = [f"Dan: {text}" for text in paragraphs]
    assert texts(turns) == turns
