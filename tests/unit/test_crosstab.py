"""Codes by case and codes with codes, on tables small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from insideout.crosstab import by_case, together
from insideout.reader import framed, records
from insideout.tables.agreement import CONSENSUS
from insideout.tables.outputs import CODEBOOK, SENTENCES

BOOK = framed([{"code": code, "name": code} for code in ("a", "b", "c")], CODEBOOK)
PEOPLE = [{"informant": "P1", "unit": "u1"}, {"informant": "P2", "unit": "u2"}]
SITES = {"u1": "east", "u2": "east"}
UNCUT = framed([], SENTENCES)


def consensus(*rows: tuple[str, int, int, str, str, str]) -> pd.DataFrame:
    names = ("source", "start", "end", "code", "informant", "valence")
    made: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in rows]
    return framed(({**row, "coding": f"c{n}"} for n, row in enumerate(made)), CONSENSUS)


def test_a_code_is_counted_in_each_source_person_and_site() -> None:
    told = consensus(
        ("S1", 0, 5, "b", "P1", "present"), ("S1", 8, 9, "a", "P1", "absent"),
        ("S2", 0, 5, "b", "P2", "mixed"), ("S2", 6, 9, "b", "", "present"),
    )  # fmt: skip
    rows = records(by_case(told, BOOK, PEOPLE, SITES))
    found = {(r["code"], r["cases"], r["case"]): r for r in rows}
    assert found.keys() == {
        ("a", "source", "S1"), ("b", "source", "S1"), ("b", "source", "S2"),
        ("a", "informant", "P1"), ("b", "informant", "P1"), ("b", "informant", "P2"),
        ("a", "site", "east"), ("b", "site", "east"),
    }  # fmt: skip
    assert found["b", "source", "S2"]["codings"] == 2
    of_site = found["b", "site", "east"]
    assert [of_site[n] for n in ("codings", "present", "absent", "mixed")] == [2, 1, 0, 1]
    assert [r["code"] for r in rows if r["cases"] == "source"] == ["a", "b", "b"]


def test_codes_are_together_where_a_character_is_shared() -> None:
    told = consensus(
        ("S1", 0, 5, "b", "", ""), ("S1", 4, 6, "a", "", ""), ("S1", 5, 9, "c", "", ""),
        ("S2", 0, 5, "a", "", ""), ("S2", 5, 9, "b", "", ""),
    )  # fmt: skip
    rows = [tuple(row.values()) for row in records(together(told, BOOK, UNCUT, 1))]
    assert rows == [("a", "b", 1, 0, 1, 1.0), ("a", "c", 1, 0, 1, 0.5)]


def sentences(*cut: tuple[str, int, int, int]) -> pd.DataFrame:
    names = ("source", "turn", "start", "end")
    return framed(
        ({**dict(zip(names, row, strict=True)), "sentence": n, "words": 1}
         for n, row in enumerate(cut, 1)), SENTENCES,
    )  # fmt: skip


def near(told: pd.DataFrame, cut: pd.DataFrame, between: int) -> dict[tuple[str, str], int]:
    rows = records(together(told, BOOK, cut, between))
    return {(row["first"], row["second"]): row["near"] for row in rows}


def test_codes_are_near_each_other_in_a_turn_or_with_few_sentences_between() -> None:
    # turns of three sentences of ten characters each, and a gap of two between turns
    cut = sentences(*(("S1", n // 3 + 1, 10 * n + 2 * (n // 3), 10 * n + 9 + 2 * (n // 3))
                      for n in range(9)))  # fmt: skip
    told = consensus(
        ("S1", 0, 9, "a", "", ""), ("S1", 20, 29, "b", "", ""),  # first and third sentence, turn 1
        ("S1", 42, 51, "c", "", ""),  # the second of turn 2: one sentence after b, three after a
        ("S2", 0, 9, "a", "", ""), ("S2", 20, 29, "c", "", ""),  # a source without sentences
    )  # fmt: skip
    assert near(told, cut, 0) == {("a", "b"): 1}
    assert near(told, cut, 1) == {("a", "b"): 1, ("b", "c"): 1}
    assert near(told, cut, 2) == {("a", "b"): 1, ("b", "c"): 1}
    assert near(told, cut, 3) == {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): 1}


def test_what_overlaps_is_not_near_and_mapped_codings_count_once() -> None:
    cut = sentences(("S1", 1, 0, 30))
    told = consensus(("S1", 0, 9, "a", "", ""), ("S1", 5, 12, "b", "", ""),
                     ("S1", 0, 9, "c", "", ""))  # fmt: skip
    told["status"] = ["agreed", "agreed", "mapped"]
    rows = [tuple(row.values()) for row in records(together(told, BOOK, cut, 1))]
    assert rows == [("a", "b", 1, 0, 1, 1.0)]


spans = st.lists(
    st.tuples(st.sampled_from(["S1", "S2"]), st.integers(0, 20), st.integers(1, 9),
              st.sampled_from(["a", "b", "c"])), max_size=12,
)  # fmt: skip
breaks = st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1, max_size=8)


@given(spans, breaks, st.integers(0, 3))
def test_pairs_are_those_that_a_plain_loop_finds(
    found: list[tuple[str, int, int, str]], lengths: list[tuple[int, bool]], between: int
) -> None:
    told = consensus(*((s, at, at + size, code, "", "") for s, at, size, code in found))
    cut, at, turn = [], 0, 1
    for length, opens in lengths:
        turn += opens
        cut.append((turn, at, at + length))
        at += length + 1
    overlaps: dict[tuple[str, str], int] = {}
    beside: dict[tuple[str, str], int] = {}

    def touched(start: int, size: int) -> list[int]:
        """Numbers of the sentences of a span; the next, or the last, where it has none."""
        inside = [n for n, (_, b, e) in enumerate(cut) if b < start + size and start < e]
        after = [n for n, (_, _, e) in enumerate(cut) if e > start]
        return inside or after[:1] or [len(cut) - 1]

    for one_source, start, size, one in found:
        for other_source, begin, length, other in found:
            if one >= other or one_source != other_source:
                continue
            if max(start, begin) < min(start + size, begin + length):
                overlaps[one, other] = overlaps.get((one, other), 0) + 1
                continue
            here, there = touched(start, size), touched(begin, length)
            gap = max(there[0] - here[-1], here[0] - there[-1]) - 1
            turns = range(max(cut[here[0]][0], cut[there[0]][0]),
                          min(cut[here[-1]][0], cut[there[-1]][0]) + 1)  # fmt: skip
            if gap <= between or turns:
                beside[one, other] = beside.get((one, other), 0) + 1
    all_cut = sentences(*((s, t, b, e) for s in ("S1", "S2") for t, b, e in cut))
    rows = records(together(told, BOOK, all_cut, between))
    assert {(r["first"], r["second"]): r["overlaps"] for r in rows if r["overlaps"]} == overlaps
    assert {(r["first"], r["second"]): r["near"] for r in rows if r["near"]} == beside
