"""What no deductive code covers, against a slow and plain way to find it."""

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from insideout.reader import framed
from insideout.suggest.residual import residual
from insideout.tables.agreement import CONSENSUS
from insideout.tables.coding import CODEBOOK
from insideout.tables.corpus import SENTENCES, TURNS

BOOK = framed(
    [{"code": "wait", "origin": "deductive"}, {"code": "bus", "origin": "inductive"},
     {"code": "dog", "origin": "inductive"}], CODEBOOK,
)  # fmt: skip
NO_TOKENS = pd.DataFrame({
    "source": pd.Series([], dtype="str"), "turn": [], "sentence": [], "is_word": [], "is_stop": [],
})  # fmt: skip


def corpus(
    lengths: dict[str, list[list[int]]],
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Sentences, turns and texts: of each source its turns, with the lengths of their sentences.

    Every first turn is an interviewer's. A blank stands between sentences.
    """
    sentences: list[dict[str, Any]] = []
    turns: list[dict[str, Any]] = []
    texts = {}
    for source, of_turns in lengths.items():
        at, number = 0, 0
        for turn, parts in enumerate(of_turns, 1):
            who = source if turn % 2 == 0 else ""
            turns.append({"source": source, "turn": turn, "informant": who, "start": at})
            for length in parts:
                number += 1
                row = {"source": source, "turn": turn, "sentence": number, "start": at}
                sentences.append({**row, "end": at + length, "words": 1})
                at += length + 1
        texts[source] = "".join(chr(97 + n % 26) for n in range(at))
    return framed(sentences, SENTENCES), framed(turns, TURNS), texts


def coded(*rows: tuple[str, int, int, str]) -> pd.DataFrame:
    names = ("source", "start", "end", "code")
    return framed([dict(zip(names, row, strict=True)) for row in rows], CONSENSUS)


def test_what_a_deductive_code_touches_is_no_residual_and_inductive_codes_are_told() -> None:
    sentences, turns, texts = corpus({"A": [[10], [10, 10, 10]]})
    consensus = coded(
        ("A", 12, 13, "wait"),  # inside the first sentence of the informant, 11-21
        ("A", 25, 26, "dog"), ("A", 20, 34, "bus"), ("A", 25, 26, "dog"),
    )  # fmt: skip
    table = residual(sentences, turns, texts, NO_TOKENS, consensus, BOOK)
    rows = table[["sentence", "inductive", "informant"]].values.tolist()
    assert rows == [[3, "bus dog", "A"], [4, "bus", "A"]]
    assert list(table["quote"]) == [texts["A"][22:32], texts["A"][33:43]]


def test_a_coding_that_only_touches_the_end_of_a_sentence_does_not_cover_it() -> None:
    sentences, turns, texts = corpus({"A": [[4], [5, 5]]})
    table = residual(sentences, turns, texts, NO_TOKENS, coded(("A", 0, 5, "wait")), BOOK)
    assert list(table["sentence"]) == [2, 3]


def test_words_are_those_that_are_no_stop_words() -> None:
    sentences, turns, texts = corpus({"A": [[4], [5, 5]]})
    tokens = pd.DataFrame({
        "source": "A", "turn": 2, "sentence": [2, 2, 2, 3], "is_word": [True, True, False, True],
        "is_stop": [True, False, False, True],
    })  # fmt: skip
    table = residual(sentences, turns, texts, tokens, coded(), BOOK)
    assert list(table["words"]) == [1, 0]


LENGTHS = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=4), min_size=1, max_size=5)
PASSAGES = st.tuples(
    st.sampled_from("ABC"), st.integers(0, 60), st.integers(1, 40),
    st.sampled_from(["wait", "bus", "dog"]),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from("ABC"), LENGTHS, min_size=1), st.lists(PASSAGES, max_size=8))
def test_it_is_what_comparing_every_sentence_with_every_coding_finds(
    lengths: dict[str, list[list[int]]], passages: list[tuple[str, int, int, str]]
) -> None:
    sentences, turns, texts = corpus(lengths)
    codings = [(source, start, start + size, code) for source, start, size, code in passages]
    table = residual(sentences, turns, texts, NO_TOKENS, coded(*codings), BOOK)
    expected = {}
    for row in sentences.to_dict("records"):
        on = {
            code for source, start, end, code in codings
            if source == row["source"] and start < row["end"] and end > row["start"]
        }  # fmt: skip
        if row["turn"] % 2 == 0 and "wait" not in on:
            expected[row["source"], row["sentence"]] = " ".join(sorted(on))
    found = zip(table["source"], table["sentence"], table["inductive"], strict=True)
    assert {(source, sentence): codes for source, sentence, codes in found} == expected


def test_the_order_of_the_rows_makes_no_difference() -> None:
    sentences, turns, texts = corpus({"A": [[4], [5, 5]], "B": [[3], [3, 9]]})
    consensus = coded(("B", 5, 6, "wait"), ("A", 6, 20, "bus"))
    table = residual(sentences, turns, texts, NO_TOKENS, consensus, BOOK)
    turned = residual(sentences[::-1], turns[::-1], texts, NO_TOKENS, consensus[::-1], BOOK)
    pd.testing.assert_frame_equal(table, turned)
