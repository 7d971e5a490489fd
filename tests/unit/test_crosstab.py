"""Codes by case and codes with codes, on tables small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from insideout.crosstab import by_case, together
from insideout.reader import framed, records
from insideout.tables.agreement import CONSENSUS
from insideout.tables.outputs import CODEBOOK

BOOK = framed([{"code": code, "name": code} for code in ("a", "b", "c")], CODEBOOK)
PEOPLE = [{"informant": "P1", "unit": "u1"}, {"informant": "P2", "unit": "u2"}]
SITES = {"u1": "east", "u2": "east"}


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
    rows = [tuple(row.values()) for row in records(together(told, BOOK))]
    assert rows == [("a", "b", 1, 1, 1.0), ("a", "c", 1, 1, 0.5)]


spans = st.lists(
    st.tuples(st.sampled_from(["S1", "S2"]), st.integers(0, 20), st.integers(1, 9),
              st.sampled_from(["a", "b", "c"])), max_size=12,
)  # fmt: skip


@given(spans)
def test_pairs_are_those_that_a_plain_loop_finds(found: list[tuple[str, int, int, str]]) -> None:
    told = consensus(*((s, at, at + size, code, "", "") for s, at, size, code in found))
    overlaps: dict[tuple[str, str], int] = {}
    for one_source, start, size, one in found:
        for other_source, begin, length, other in found:
            shared = max(start, begin) < min(start + size, begin + length)
            if one < other and one_source == other_source and shared:
                overlaps[one, other] = overlaps.get((one, other), 0) + 1
    made = {(r["first"], r["second"]): r["overlaps"] for r in records(together(told, BOOK))}
    assert made == overlaps
