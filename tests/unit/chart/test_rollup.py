"""Matrices rolled up to sites, or to the units above."""

from typing import Any

import pytest

from insideout.chart.rollup import rollup, units_above
from insideout.reader import framed, records
from insideout.tables.framework import FRAMEWORK

UNITS = [{"unit": "north", "kind": "site"}, {"unit": "mill", "kind": "practice"},
         {"unit": "dale", "kind": "practice"}]  # fmt: skip
MEMBERSHIPS = [{"unit": "mill", "parent": "north"}, {"unit": "mill", "parent": "hub"}]
SITES = {"north": "north", "mill": "north", "dale": ""}
PEOPLE = [{"informant": "p1", "unit": "mill"}, {"informant": "p2", "unit": "dale"}]
MANIFEST = [{"source": "s1", "unit": "mill"}, {"source": "s2", "unit": ""}]


def table(*statuses: str) -> Any:
    """A matrix of one theme, a case a status."""
    rows = ({"case": f"p{n}", "theme": "theme", "within": "", "status": status}
            for n, status in enumerate(statuses, 1))  # fmt: skip
    return framed(rows, FRAMEWORK)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("informant", {"p1": ["north"], "p2": []}),
        ("source", {"s1": ["north"], "s2": []}),
        ("practice", {"north": ["north"], "mill": ["north"], "dale": []}),
        ("site", {}),
    ],
)
def test_cases_are_rolled_up_to_their_site(kind: str, found: dict[str, list[str]]) -> None:
    assert units_above(kind, PEOPLE, MANIFEST, UNITS, MEMBERSHIPS, SITES) == found


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("informant", {"p1": ["mill"], "p2": ["dale"]}),
        ("source", {"s1": ["mill"], "s2": []}),
        ("practice", {"mill": ["north", "hub"], "dale": []}),
    ],
)
def test_without_sites_it_is_the_unit_above(kind: str, found: dict[str, list[str]]) -> None:
    assert units_above(kind, PEOPLE, MANIFEST, UNITS[1:], MEMBERSHIPS, {}) == found


def test_cases_of_a_unit_are_counted_by_what_they_tell() -> None:
    said = table("present", "mixed", "absent", "coded", "not_told", "present")
    above = {"f": {f"p{n}": ["north"] for n in range(1, 6)} | {"p6": ["south"]}}
    rows = records(rollup({"f": said}, above, ["south", "north"]))
    assert [row["unit"] for row in rows] == ["south", "north"]
    north = rows[1]
    counts = ("cases", "present", "absent", "mixed", "coded", "not_told")
    assert [north[name] for name in counts] == [5, 1, 1, 1, 1, 1]
    assert north["share"] == pytest.approx((1 + 0.5) / 3)


def test_cases_of_no_unit_come_last_and_one_of_several_counts_in_each() -> None:
    above = {"f": {"p1": ["a", "b"], "p2": []}}
    rows = records(rollup({"f": table("coded", "not_told")}, above, ["a", "b"]))
    assert [(r["unit"], r["cases"], r["coded"], r["not_told"], r["share"]) for r in rows] == [
        ("a", 1, 1, 0, None), ("b", 1, 1, 0, None), ("", 1, 0, 1, None),
    ]  # fmt: skip


def test_frames_whose_cases_belong_nowhere_are_not_rolled_up() -> None:
    assert rollup({"f": table("present")}, {"f": {"p1": []}}, ["a"]).empty
    assert rollup({"f": table()}, {"f": {}}, ["a"]).empty
