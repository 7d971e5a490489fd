"""Positions as tools count them, and the texts they are carried into."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.exchange.refi.counting import Passage, found_countings
from insideout.exchange.refi.offsets import (
    COUNTINGS,
    Counting,
    Text,
    carried,
    essence,
    resolved,
    text_of,
)
from insideout.intake.canonical import CONTROL, LINE_END

BOM = "\ufeff"
WORDS = st.sampled_from(
    ["so", "vårdkedja", "ne\u0301e", "o\u0302\u0323", "a", "😀", "𝒳y", "한국", "\u1112\u1161\u11ab",
     "I", "they", "\u0928\u093c", "Å\u0301", "x\x07y"]
)  # fmt: skip
BETWEEN = st.sampled_from([" ", " ", ", ", ". ", "\n", "\r\n", "\r\n\r\n", " 😀 ", "\r", "\u2028"])


def counted(raw: str, way: Counting, index: int) -> int:
    """A position in a text as it lies in its file, counted character by character."""
    total, at = 0, 0
    while at < index:
        char = raw[at]
        marks = len(raw[:at]) - len(raw[:at].lstrip(BOM))
        if char == BOM and marks == at:
            total += (3 if way.unit == "bytes" else 1) if marks < way.marks else 0
        elif char in "\r\n":
            pair = raw[at : at + 2] == "\r\n"
            total += {"as they stand": 1 + pair, "as one": 1, "as two": 2}[way.lines]
            at += pair
        else:
            code = ord(char)
            total += (
                {
                    "characters": 1,
                    "UTF-16 units": len(char.encode("utf-16-le")) // 2,
                    "bytes": len(char.encode()),
                }[way.unit]
                if code
                else 1
            )
        at += 1
    return total


def canonical(raw: str) -> str:
    return unicodedata.normalize("NFC", CONTROL.sub("", LINE_END.sub("\n", raw)))


def quote(text: Text, way: Counting, start: int, end: int) -> str:
    first, last = (int(side[0]) for side in resolved(text, way, [start], [end]))
    return text.canonical[carried(text, first, end=False) : carried(text, last, end=True)]


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """A text as it lies in a file, and where its words stand in it."""
    raw = BOM * draw(st.integers(0, 2))
    words = []
    for word in draw(st.lists(WORDS, min_size=1, max_size=25)):
        words.append((len(raw), len(raw) + len(word)))
        raw += word + draw(BETWEEN)
    return raw, words


@settings(deadline=None)
@given(
    st.text(
        alphabet="a e\u0301\u0323\u1100\u1161\u11a8\u09c7\u09be\x01\x85\u2028\r\n😀\u212b\u0958é"
    )
)
def test_the_canonical_text_is_that_of_the_intake(raw: str) -> None:
    text = text_of(raw)
    assert text.canonical == canonical(raw)
    ends = [carried(text, at, end=True) for at in range(len(text.plain) + 1)]
    starts = [carried(text, at, end=False) for at in range(len(text.plain) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert (starts[0], ends[-1]) == (0, len(text.canonical))


@settings(deadline=None)
@given(texts(), st.sampled_from(COUNTINGS), st.data())
def test_every_way_of_counting_leads_to_the_words(
    made: tuple[str, list[tuple[int, int]]], way: Counting, data: st.DataObject
) -> None:
    raw, words = made
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start, end = words[first][0], words[last][1]
    found = quote(text_of(raw), way, counted(raw, way, start), counted(raw, way, end))
    assert found == canonical(raw[start:end])


@settings(deadline=None)
@given(texts(), st.sampled_from(COUNTINGS), st.data())
def test_ways_with_one_essence_count_alike(
    made: tuple[str, list[tuple[int, int]]], way: Counting, data: st.DataObject
) -> None:
    raw, words = made
    at = data.draw(st.sampled_from(words))[0]
    assert counted(raw, essence(text_of(raw), way), at) == counted(raw, way, at)


@settings(deadline=None)
@given(texts(), st.sampled_from(COUNTINGS), st.data())
def test_the_way_of_counting_is_found_or_the_doubt_is_told(
    made: tuple[str, list[tuple[int, int]]], way: Counting, data: st.DataObject
) -> None:
    raw, words = made
    passages, quotes = [], []
    for _ in range(data.draw(st.integers(1, 6))):
        first = data.draw(st.integers(0, len(words) - 1))
        start, end = words[first][0], words[data.draw(st.integers(first, len(words) - 1))][1]
        name = " ".join(raw[start:end].split())
        hint = data.draw(st.sampled_from(["", name, name[:3] + "…" if len(name) > 3 else name]))
        passages.append(Passage(counted(raw, way, start), counted(raw, way, end), (hint,)))
        quotes.append(canonical(raw[start:end]))
    text = text_of(raw)
    found = found_countings({"s": text}, {"s": passages}, {"s": "s"})
    read = [quote(text, found.of_source["s"], p.start, p.end) for p in passages]
    assert read == quotes or "can't be told apart" in found.told[0]
    assert "100 % of " in found.told[0]


def test_positions_within_a_character_or_outside_have_no_place() -> None:
    text = text_of("a😀b")
    units = Counting("UTF-16 units")
    starts, ends = resolved(text, units, [2, 0, -1, 0], [3, 2, 3, 5])
    assert starts.tolist() == [-1, 0, -1, 0]
    assert ends.tolist() == [2, -1, 2, -1]


@pytest.mark.parametrize("way", [Counting(), Counting(lines="as two")])
def test_positions_within_a_line_end_are_on_the_words_side(way: Counting) -> None:
    starts, ends = resolved(text_of("one\r\ntwo"), way, [4], [4])
    assert (starts.tolist(), ends.tolist()) == ([4], [3])


def test_a_passage_never_splits_what_becomes_one_character() -> None:
    text = text_of("cafe\u0301 noir")
    assert quote(text, Counting(), 0, 4) == "café"
    assert quote(text, Counting(), 4, 10) == "é noir"
