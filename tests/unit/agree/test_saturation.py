"""Saturation against the authors' example and small ones by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd
import pytest

from insideout.agree.saturation import saturation
from insideout.reader import framed, records
from insideout.tables.agreement import CONSENSUS, SATURATION
from insideout.tables.coding import CODEBOOK
from insideout.tables.corpus import MANIFEST

SETTINGS = {"base": 4, "run": 2, "threshold": 0.05, "orders": 300, "kinds": ["interview"]}


def consensus(codes: Mapping[str, Sequence[str]], status: str = "agreed") -> pd.DataFrame:
    """Codes of each source."""
    return framed(
        ({"coding": f"{source}{n}", "source": source, "code": code, "status": status}
         for source, all_codes in codes.items() for n, code in enumerate(all_codes)), CONSENSUS,
    )  # fmt: skip


def manifest(dates: Mapping[str, str], kind: str = "interview") -> pd.DataFrame:
    return framed(({"source": s, "date": d, "kind": kind} for s, d in dates.items()), MANIFEST)


def book(parents: Mapping[str, str]) -> pd.DataFrame:
    return framed(({"code": c, "parent": p} for c, p in parents.items()), CODEBOOK)


def growing(new: Sequence[int]) -> dict[str, list[str]]:
    """Interviews that bring so many new codes each, and tell again all there were."""
    total = np.cumsum(new).tolist()
    return {f"i{n:02d}": [f"c{k}" for k in range(t)] for n, t in enumerate(total, 1)}


def made(
    codes: Mapping[str, Sequence[str]], parents: Mapping[str, str] | None = None,
    dates: Mapping[str, str] | None = None, **settings: Any,
) -> list[dict[str, Any]]:  # fmt: skip
    every = {code: "" for found in codes.values() for code in found}
    found = saturation(
        consensus(codes), manifest(dates or dict.fromkeys(codes, "")), book(parents or every),
        SETTINGS | settings, 5,
    )  # fmt: skip
    assert list(found.columns) == SATURATION.names
    assert not found.duplicated(list(SATURATION.key)).any()
    return records(found)


def held(rows: list[dict[str, Any]], level: str = "code") -> dict[int, dict[str, Any]]:
    return {r["interviews"]: r for r in rows if (r["level"], r["order"]) == (level, "held")}


def drawn(rows: list[dict[str, Any]], level: str = "code") -> dict[int, dict[str, Any]]:
    return {r["interviews"]: r for r in rows if (r["level"], r["order"]) == (level, "random")}


def test_the_example_of_guest_namey_and_chen() -> None:
    # 37 themes in a base of four; runs of two bring seven, four and one new ones: 19%, 11%, 3%.
    # At a threshold of 5% saturation is reached at 6 + 2 interviews (their steps 1 to 4). How the
    # 37 came about and which of a run's interviews brought what is ours.
    rows = held(made(growing([16, 10, 4, 7, 3, 4, 0, 1])))
    assert {rows[n]["base"] for n in rows} == {37}
    assert [rows[n]["new"] for n in (6, 7, 8)] == [7, 4, 1]
    assert [f"{rows[n]['share']:.0%}" for n in (6, 7, 8)] == ["19%", "11%", "3%"]
    assert [rows[n]["reached"] for n in (6, 7, 8)] == [0, 0, 1]
    assert [rows[n]["known"] for n in rows] == [16, 26, 30, 37, 40, 44, 44, 45]
    assert rows[8]["last"] == "i08"


def test_there_is_no_share_before_the_first_run_is_over() -> None:
    rows = held(made(growing([5, 2, 1, 0, 0, 0])))
    assert [rows[n]["share"] for n in range(1, 6)] == [None] * 5
    assert (rows[6]["share"], rows[6]["reached"]) == (0, 1)


def test_once_reached_it_stays_reached() -> None:
    rows = held(made(growing([10, 0, 0, 0, 0, 0, 5])))
    assert [rows[n]["reached"] for n in (6, 7)] == [1, 1]
    assert rows[7]["share"] == 0.5


def test_a_share_at_the_threshold_reaches_it() -> None:
    rows = held(made(growing([20, 0, 0, 0, 0, 1]), threshold=0.05))
    assert (rows[6]["share"], rows[6]["reached"]) == (pytest.approx(0.05), 1)


def test_interviews_go_by_date_and_then_as_in_the_table_undated_ones_last() -> None:
    codes = {name: [name] for name in ("z", "undated", "y", "x")}
    dates = {"z": "2024-05-01", "undated": "", "y": "2024-05-01", "x": "2023-01-01"}
    rows = held(made(codes, dates=dates))
    assert [rows[n]["last"] for n in rows] == ["x", "z", "y", "undated"]


def test_only_the_kinds_named_and_sources_with_a_coding_count() -> None:
    codes = {"a": ["c1"], "doc": ["c2"], "b": ["c3"]}
    listed = pd.concat(
        [manifest({"a": "", "b": "", "uncoded": ""}), manifest({"doc": ""}, "document")],
        ignore_index=True,
    )
    every = book({"c1": "", "c2": "", "c3": ""})
    rows = held(records(saturation(consensus(codes), listed, every, SETTINGS, 5)))
    assert [rows[n]["known"] for n in rows] == [1, 2]
    every_kind = saturation(consensus(codes), listed, every, SETTINGS | {"kinds": []}, 5)
    assert max(held(records(every_kind))) == 3


def test_codings_mapped_afterwards_bring_nothing_new() -> None:
    both = pd.concat(
        [consensus({"a": ["c1"]}), consensus({"a": ["f1", "f2"]}, "mapped")], ignore_index=True
    )
    found = saturation(both, manifest({"a": ""}), book({"c1": "", "f1": "", "f2": ""}), SETTINGS, 5)
    assert held(records(found))[1]["known"] == 1


def test_themes_are_counted_beside_codes() -> None:
    parents = {"care": "", "delay": "care", "reach": "care", "money": "", "fees": "money"}
    codes = {"a": ["delay"], "b": ["reach"], "c": ["fees"]}
    rows = made(codes, parents, base=1, run=1)
    assert [r["known"] for r in held(rows).values()] == [1, 2, 3]
    assert [r["known"] for r in held(rows, "theme").values()] == [1, 1, 2]
    assert [r["share"] for r in held(rows, "theme").values()] == [None, 0, 1]


def test_random_orders_come_near_the_mean_over_all_orders() -> None:
    codes = {"a": ["c1", "c2", "c3"], "b": ["c1"], "c": ["c4"], "d": ["c2", "c4"]}
    rows = drawn(made(codes, base=2, run=1, orders=4000))
    known = np.array([
        [len({c for source in order[: n + 1] for c in codes[source]}) for n in range(4)]
        for order in permutations(codes)
    ])  # fmt: skip
    shares = (known[:, 2] - known[:, 1]) / known[:, 1]
    assert [rows[n]["known"] for n in rows] == pytest.approx(known.mean(0).tolist(), abs=0.05)
    assert rows[3]["base"] == pytest.approx(known[:, 1].mean(), abs=0.05)
    assert rows[3]["share"] == pytest.approx(shares.mean(), abs=0.03)
    assert rows[3]["low"] == np.quantile(shares, 0.05)
    assert rows[3]["high"] == np.quantile(shares, 0.95)
    assert rows[3]["reached"] == pytest.approx((shares <= 0.05).mean(), abs=0.03)
    assert rows[3]["last"] == ""


def test_a_seed_settles_the_random_orders() -> None:
    codes = growing([5, 3, 2, 2, 1, 1, 0])
    assert made(codes) == made(codes)


def test_fewer_interviews_than_base_and_run_have_no_share() -> None:
    rows = made(growing([3, 1]))
    assert {r["share"] for r in rows} == {None}
    assert held(rows)[2]["base"] == 4


def test_without_codings_there_is_an_empty_table() -> None:
    assert made({}) == []
