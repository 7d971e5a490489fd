"""Units and the sites they belong to."""

from insideout.places import site_of_about, sites_of

UNITS = [
    {"unit": "north", "kind": "site"}, {"unit": "south", "kind": "site"},
    {"unit": "team", "kind": "team"}, {"unit": "trust", "kind": "trust"},
    {"unit": "law", "kind": "body"},
]  # fmt: skip


def test_sites_are_found_through_any_number_of_memberships() -> None:
    members = [{"unit": "team", "parent": "trust"}, {"unit": "trust", "parent": "north"}]
    assert sites_of(UNITS, members) == {
        "north": "north",
        "south": "south",
        "team": "north",
        "trust": "north",
    }


def test_a_unit_of_several_sites_has_none() -> None:
    members = [{"unit": "trust", "parent": "north"}, {"unit": "trust", "parent": "south"}]
    assert sites_of(UNITS, members)["trust"] == ""


def test_a_circle_of_memberships_ends() -> None:
    members = [{"unit": "team", "parent": "trust"}, {"unit": "trust", "parent": "team"}]
    assert sites_of(UNITS, members)["team"] == ""


def test_an_interface_has_the_site_its_units_share() -> None:
    sites = {"a": "north", "b": "north", "c": "south"}
    assert site_of_about("a|b", sites) == "north"
    assert site_of_about("a|c", sites) == ""
    assert site_of_about("law", sites) == ""
    assert site_of_about("", sites) == ""


def test_sites_come_in_the_order_of_the_table_whatever_the_process() -> None:
    units = [{"unit": f"site{n}", "kind": "site"} for n in (7, 3, 9, 1)]
    members = [{"unit": f"team{n}", "parent": f"site{n}"} for n in (1, 9)]
    assert list(sites_of(units, members)) == [
        "site7", "site3", "site9", "site1", "team1", "team9",
    ]  # fmt: skip
