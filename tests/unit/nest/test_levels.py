"""Rings, and the sites and people that a unit reaches."""

from typing import Any

from insideout.nest.levels import Places, people_of, places, ring_of, rings, site_at, sites_of
from insideout.nest.periods import days
from insideout.periods import ALWAYS
from insideout.tables.inputs import UNITS

LEVELS = ["patient", "provider", "network", "governance"]


def unit(name: str, level: str = "", role: str = "") -> dict[str, Any]:
    kind = "x" if level else "site"
    own = {"unit": name, "level": level, "kind": kind, "service_role": role}
    return dict.fromkeys(UNITS.names, "") | own


UNIT_ROWS = [
    unit("north"), unit("south"), unit("p1", "provider", "first_responder"),
    unit("p2", "provider", "first_responder"), unit("trust", "provider", "second_responder"),
    unit("net", "network"), unit("council", "governance"),
]  # fmt: skip
BELONGS = [
    ("p1", "north", "", ""), ("p2", "south", "", ""), ("trust", "north", "", "2011-12-31"),
    ("trust", "south", "2012-01-01", ""), ("net", "council", "2011-01-01", ""),
    ("p1", "net", "2010-01-01", "2010-12-31"), ("p2", "net", "2011-01-01", ""),
]  # fmt: skip


def lie(declared: Any = ()) -> Places:
    rows = [dict(zip(("unit", "parent", "from", "to"), row, strict=True)) for row in BELONGS]
    return places(LEVELS, UNIT_ROWS, rows, declared)


def test_a_level_is_divided_where_its_units_have_several_roles() -> None:
    names = [ring.ring for ring in rings(LEVELS, UNIT_ROWS)]
    assert names == [
        "first_responder", "second_responder", "non_organisational", "network", "governance",
    ]  # fmt: skip
    nameless = rings(LEVELS, [*UNIT_ROWS, unit("volunteers", "provider")])
    assert [ring.ring for ring in nameless][:3] == [
        "first_responder", "second_responder", "provider",
    ]  # fmt: skip
    twice = [
        *UNIT_ROWS,
        unit("a", "network", "first_responder"),
        unit("b", "network", "network_body"),
    ]
    assert "network.first_responder" in [ring.ring for ring in rings(LEVELS, twice)]
    assert [ring.ring for ring in rings(["patient"], [])] == ["non_organisational"]


def test_declared_rings_are_taken_as_they_are() -> None:
    declared = [
        {"ring": "practices", "level": "provider", "service_role": "first_responder"},
        {"ring": "others", "level": "provider"}, {"ring": "state", "level": "governance"},
    ]  # fmt: skip
    at = lie(declared)
    assert [ring.ring for ring in at.rings] == [
        "practices",
        "others",
        "non_organisational",
        "state",
    ]
    assert {name: at.ring_of.get(name) for name in ("p1", "trust", "net", "provider")} == {
        "p1": "practices", "trust": "others", "net": None, "provider": "practices",
    }  # fmt: skip


def test_the_ring_of_a_passage_is_the_innermost_it_is_about() -> None:
    at = lie()
    assert [ring_of(about, at) for about in ("trust|p1", "council|net", "governance", "north")] == [
        "first_responder", "network", "governance", "",
    ]  # fmt: skip


def test_memberships_count_on_the_days_that_all_on_the_way_share() -> None:
    at = lie()
    assert at.up["trust"] == {
        "north": [days(("", "2011-12-31"))], "south": [days(("2012-01-01", ""))],
    }  # fmt: skip
    assert sites_of("net", at) == {
        "north": [days(("2010-01-01", "2010-12-31"))], "south": [days(("2011-01-01", ""))],
    }  # fmt: skip
    assert sites_of("council", at) == {"south": [days(("2011-01-01", ""))]}, "north left before"
    assert sites_of("governance", at) == {"north": [ALWAYS], "south": [ALWAYS]}
    assert sites_of("p1|trust", at) == {"north": [days(("", "2011-12-31"))]}
    assert sites_of("p1|p2", at) == {}


def test_the_site_of_a_unit_is_that_of_the_time_or_its_only_one() -> None:
    at = lie()
    assert site_at("trust", days(("2011-01-01", "2011-12-31")), at) == "north"
    assert site_at("trust", days(("2012-06-01", "2012-12-31")), at) == "south"
    assert site_at("trust", ALWAYS, at) == "", "in either"
    moved = at._replace(up={"p": {"north": [days(("2012-01-01", ""))]}})
    assert site_at("p", days(("2010-01-01", "2010-12-31")), moved) == "north", "no date, one site"


def test_a_unit_with_patients_of_its_own_is_theirs_and_another_everybodys() -> None:
    at = lie()
    assert people_of("p1", {"p1"}, at) == ({"p1"}, {"p1": [ALWAYS]})
    assert people_of("trust", {"p1"}, at) is None
    assert people_of("net", {"p1", "p2"}, at) == (
        {"net"},
        {"p1": [days(("2010-01-01", "2010-12-31"))], "p2": [days(("2011-01-01", ""))]},
    )
    assert people_of("net|p2", {"p1", "p2"}, at) == ({"p2"}, {"p2": [ALWAYS]})
    assert people_of("governance", {"p1"}, at) is None


def test_memberships_in_a_circle_end() -> None:
    rows = [{"unit": a, "parent": b, "from": "", "to": ""} for a, b in (
        ("net", "council"), ("council", "net"), ("p1", "north"), ("p1", "net"))]  # fmt: skip
    at = places(LEVELS, UNIT_ROWS, rows)
    assert sites_of("net", at) == {"north": [ALWAYS]}
