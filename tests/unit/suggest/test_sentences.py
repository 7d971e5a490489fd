"""Sentences as documents, and the codes on them."""

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from insideout.reader import framed
from insideout.suggest.sentences import carried, documents, in_use, leaves
from insideout.tables.agreement import CONSENSUS
from insideout.tables.coding import CODEBOOK

BOOK = framed(
    [{"code": "top"}, {"code": "wait", "parent": "top"}, {"code": "bus", "parent": "wait"},
     {"code": "old", "parent": "top", "retired": "2"},
     {"code": "gone", "merged_into": "bus"}], CODEBOOK,
)  # fmt: skip


def test_documents_are_the_lemmas_of_what_informants_say(corpus_of: Any) -> None:
    corpus = corpus_of({"A": "I: Which carers came?\nP: The carers came late. Was it?\n"})
    said = documents(corpus.tokens, corpus.sentences, corpus.turns)
    assert said["document"].tolist() == ["carer come late", ""]
    assert said[["sentence", "informant"]].values.tolist() == [[2, "A"], [3, "A"]]


def test_a_sentence_has_the_codes_of_half_of_it_or_of_half_of_the_passage(corpus_of: Any) -> None:
    corpus = corpus_of(
        {"A": "P: We waited for hours. It was late, the bus had gone, and we cried.\n"}
    )
    said = documents(corpus.tokens, corpus.sentences, corpus.turns)
    quotes = {"bus": "the bus had gone", "wait": "waited for hours. It was late"}
    rows = [{**corpus.place("A", quote), "code": code} for code, quote in quotes.items()]
    found = carried(said, framed(rows, CONSENSUS), BOOK)
    pairs = {(row, code): half for row, code, half in found.values.tolist()}
    assert pairs[1, "bus"]  # all of a short passage
    assert pairs[0, "wait"]
    assert pairs[1, "wait"]  # by the code below it, of which it is half
    assert (0, "bus") not in pairs
    rows = [{**corpus.place("A", quotes["wait"]), "code": "wait"}]
    alone = carried(said, framed(rows, CONSENSUS), BOOK)
    assert alone[alone["code"] == "wait"]["half"].tolist() == [True, False]


def test_leaves_are_the_codes_in_use_that_none_in_use_stands_below() -> None:
    assert in_use(BOOK) == ["top", "wait", "bus"]
    assert leaves(BOOK) == ["bus"]


SPAN = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(st.integers(1, 15), min_size=1, max_size=6), st.lists(SPAN, max_size=5))
def test_shares_are_those_that_counting_characters_gives(
    lengths: list[int], passages: list[tuple[int, int]]
) -> None:
    rows, at = [], 0
    for length in lengths:
        rows.append({"source": "A", "start": at, "end": at + length})
        at += length + 1
    consensus = framed(
        [{"source": "A", "start": a, "end": b, "code": "top"} for a, b in passages], CONSENSUS
    )
    found = carried(pd.DataFrame(rows), consensus, BOOK)
    expected = []
    for number, row in enumerate(rows):
        inside = set(range(row["start"], row["end"]))
        shared = [(len(inside & set(range(a, b))), b - a) for a, b in passages]
        if any(count for count, _ in shared):
            half = any(count and 2 * count >= min(len(inside), size) for count, size in shared)
            expected.append([number, "top", half])
    assert found.values.tolist() == expected
