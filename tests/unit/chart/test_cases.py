"""The rows of a matrix, and which of them a coding is evidence of."""

from typing import Any

import pytest

from insideout.chart.cases import (
    allowed_cases,
    belonging,
    cased,
    cases_of,
    cases_of_coding,
    site_of_coding,
)

UNITS = [
    {"unit": "north", "kind": "site", "level": ""},
    {"unit": "south", "kind": "site", "level": ""},
    {"unit": "mill", "kind": "practice", "level": "provider"},
    {"unit": "dale", "kind": "practice", "level": "provider"},
    {"unit": "hospital", "kind": "trust", "level": "provider"},
    {"unit": "hub", "kind": "network", "level": "network"},
    {"unit": "ring", "kind": "network", "level": "network"},
]
MEMBERSHIPS = [
    {"unit": "mill", "parent": "north"}, {"unit": "mill", "parent": "hub"},
    {"unit": "mill", "parent": "ring"}, {"unit": "dale", "parent": "south"},
    {"unit": "dale", "parent": "ring"}, {"unit": "hospital", "parent": "north"},
    {"unit": "hub", "parent": "north"},
]  # fmt: skip
PEOPLE = [{"informant": "p2", "group": "patient", "unit": "dale"},
          {"informant": "g1", "group": "gp", "unit": "mill"}]  # fmt: skip
SITES = {"north": "north", "south": "south", "mill": "north", "dale": "south", "hospital": "north",
         "hub": "north", "ring": ""}  # fmt: skip


def cases(kind: str, about: str, informant: str = "p2") -> list[str]:
    coding = {"about": about, "informant": informant, "source": "s", "coding": "c", "code": "k",
              "valence": "", "coders": "A", "passage": "c"}  # fmt: skip
    return [c["case"] for c in cased([coding], kind, PEOPLE, UNITS, MEMBERSHIPS, SITES)]


def test_cases_keep_the_order_of_their_tables() -> None:
    assert cases_of("informant", PEOPLE, [], UNITS, ["patient"]) == ["p2"]
    assert cases_of("informant", PEOPLE, [], UNITS, []) == ["p2", "g1"]
    assert cases_of("source", PEOPLE, ["s2", "s1"], UNITS, []) == ["s2", "s1"]
    assert cases_of("site", PEOPLE, [], UNITS, []) == ["north", "south"]
    assert cases_of("practice", PEOPLE, [], UNITS, []) == ["mill", "dale"]
    assert cases_of("provider", PEOPLE, [], UNITS, []) == ["mill", "dale", "hospital"]


def test_cases_may_be_people_sources_and_kinds_or_levels_that_a_unit_has() -> None:
    levels = ["patient", "provider", "network"]
    assert allowed_cases(UNITS, levels) == [
        "informant", "source", "site", "practice", "trust", "network", "provider",
    ]  # fmt: skip
    assert allowed_cases([], levels) == ["informant", "source"]


@pytest.mark.parametrize(
    ("kind", "about", "found"),
    [
        ("practice", "mill", ["mill"]),
        ("practice", "mill|dale", ["mill", "dale"]),  # an interface counts for both
        ("practice", "mill|hospital", ["mill"]),
        ("practice", "hospital", []),  # of no practice: it isn't the speaker's either
        ("practice", "governance", ["dale"]),  # a level as such: the speaker's
        ("practice", "", ["dale"]),
        ("network", "mill", ["hub", "ring"]),  # by membership, of each
        ("network", "mill|dale", ["hub", "ring"]),
        ("network", "ring", ["ring"]),
        ("provider", "mill|hospital", ["mill", "hospital"]),
        ("site", "mill|hospital", ["north"]),
        ("site", "mill|dale", ["south"]),  # of two sites: the speaker's
        ("site", "governance", ["south"]),
        ("site", "ring", ["south"]),
        ("informant", "mill", ["p2"]),
        ("source", "mill", ["s"]),
    ],
)
def test_a_coding_counts_for_what_it_is_about(kind: str, about: str, found: list[str]) -> None:
    assert cases(kind, about) == found


def test_nobodys_account_is_evidence_of_no_informant_and_no_speakers_unit() -> None:
    told: dict[str, Any] = {"source": "s", "informant": "", "about": "governance"}
    assert cases_of_coding(told, "informant", {}, {}) == ()
    assert cases_of_coding(told, "source", {}, {}) == ("s",)
    assert cases_of_coding(told, "practice", {"mill": ("mill",)}, {"p": "mill"}) == ()
    assert site_of_coding(told, SITES, {"p": "mill"}) == ()


def test_a_case_belongs_to_itself_alone_and_rings_of_memberships_end() -> None:
    ring = [{"unit": "a", "parent": "b"}, {"unit": "b", "parent": "a"},
            {"unit": "b", "parent": "c"}]  # fmt: skip
    assert belonging(["c"], ["a", "b", "c"], ring) == {"a": ("c",), "b": ("c",), "c": ("c",)}
    assert belonging(["b", "c"], ["a", "b"], ring) == {"a": ("b",), "b": ("b",)}
