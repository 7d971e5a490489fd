"""Codes mapped to a framework's afterwards, and what couldn't be mapped."""

from typing import Any

import pandas as pd
import pytest

from insideout.agree.mapping import mapped, mapping_problems
from insideout.reader import framed, records
from insideout.rows import Row
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import MAPPING
from insideout.tables.outputs import CODEBOOK

BOOK = framed(
    (
        {"code": code, "parent": parent}
        for code, parent in [
            ("top", ""), ("own", "top"), ("calls", "own"), ("keys", "own"), ("tea", "own"),
            ("frame", "top"), ("functional", "frame"), ("normative", "frame"), ("spare", "frame"),
        ]
    ),
    CODEBOOK,
)  # fmt: skip


def coding(name: str, code: str, start: int = 0, source: str = "s") -> dict[str, Any]:
    return {"coding": name, "source": source, "start": start, "end": start + 10, "code": code,
            "valence": "present", "about": "x", "coder": "A", "status": "agreed",
            "derived_from": "a b", "passage": name}  # fmt: skip


def made(*rows: tuple[str, str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    team = framed(
        [coding("1", "calls"), coding("2", "keys", 5), coding("3", "tea", 7),
         coding("4", "spare", 9), coding("5", "calls", 0, "t")], CONSENSUS,
    )  # fmt: skip
    table = framed(({"code": c, "to": to, "reason": why} for c, to, why in rows), MAPPING)
    return mapped(team, table, BOOK)


def test_mapped_codings_stand_beside_their_originals() -> None:
    full, listed = made(("calls", "functional", "they say so"), ("keys", "functional", ""),
                        ("keys", "normative", ""), ("tea", "", "no such thing there"))  # fmt: skip
    new = [row for row in records(full) if row["status"] == "mapped"]
    assert [(r["derived_from"], r["code"], r["source"], r["start"]) for r in new] == [
        ("1", "functional", "s", 0), ("2", "functional", "s", 5), ("2", "normative", "s", 5),
        ("5", "functional", "t", 0),
    ]  # fmt: skip
    assert full["coding"].is_unique
    assert new[0]["passage"] == new[1]["passage"] == new[0]["coding"]  # they overlap
    assert [r["coding"] for r in records(full) if r["status"] != "mapped"] == list("12345")
    assert [(r["code"], r["to"], r["status"], r["codings"], r["sources"]) for r in records(listed)
            ] == [
        ("calls", "functional", "mapped", 2, 2), ("keys", "functional", "mapped", 1, 1),
        ("keys", "normative", "mapped", 1, 1), ("tea", "", "not_mappable", 1, 1),
    ]  # fmt: skip
    assert listed["reason"].iloc[0] == "they say so"


def test_codes_that_the_mapping_forgets_are_listed_but_for_the_frameworks() -> None:
    _, listed = made(("keys", "functional", ""), ("own", "normative", ""))
    assert [(r["code"], r["status"], r["codings"]) for r in records(listed)] == [
        ("own", "mapped", 0), ("calls", "not_in_the_mapping", 2), ("keys", "mapped", 1),
        ("tea", "not_in_the_mapping", 1),
    ]  # fmt: skip


def test_without_a_mapping_nothing_is_added() -> None:
    full, listed = made()
    assert list(full["coding"]) == list("12345")
    assert len(listed) == 0


@pytest.mark.parametrize(
    ("rows", "column", "said"),
    [
        ([("cals", "frame")], "code", "calls"),
        ([("calls", "farme")], "to", "frame"),
        ([("calls", "keys"), ("keys", "frame")], "to", "mapped itself on line 3"),
        ([("calls", "calls")], "to", "mapped itself on line 2"),
        ([("calls", "frame"), ("calls", None)], "to", "delete one of the lines"),
    ],
)
def test_mappings_that_cant_be_used_are_told_of(
    rows: list[tuple[str, str | None]], column: str, said: str
) -> None:
    read = [Row(n, {"code": code, "to": to}) for n, (code, to) in enumerate(rows, 2)]
    (problem,) = mapping_problems("mapping.csv", read, {"calls", "keys", "frame"})
    assert problem.column == column
    assert said in problem.hint + problem.found


def test_a_sound_mapping_is_no_problem() -> None:
    rows = [Row(2, {"code": "calls", "to": "frame"}), Row(3, {"code": "keys", "to": None})]
    assert mapping_problems("mapping.csv", rows, {"calls", "keys", "frame"}) == []
