"""What passages are about, and settings in words."""

from typing import Any

import pytest

from insideout.judge.settings import About, in_words, places_of, reader_of_about
from insideout.periods import span

UNITS = [
    {"unit": name, "kind": kind, "level": "", "service_role": ""}
    for name, kind in (
        ("north", "site"), ("south", "site"), ("n_gp", "practice"), ("s_gp", "practice"),
        ("net", "network"), ("ministry", "ministry"), ("ward", "ward"),
    )
]  # fmt: skip


def member(unit: str, parent: str, start: str = "", end: str = "") -> dict[str, str]:
    return {"unit": unit, "parent": parent, "from": start, "to": end}


MEMBERS = [
    member("n_gp", "north"), member("s_gp", "south"), member("n_gp", "net"),
    member("s_gp", "net", "2012-06-01"), member("net", "ministry"),
    member("ward", "north", "", "2011-12-31"), member("ward", "south", "2012-01-01"),
    member("ministry", "net", "2050-01-01"),  # a circle, in a time to come
]  # fmt: skip


def read(about: str, home: str = "", year: Any = None) -> About:
    when = span(f"{year}-01-01", f"{year}-05-30") if year else None
    return reader_of_about(places_of(UNITS, MEMBERS, []))(about, home, when)


@pytest.mark.parametrize(
    ("about", "home", "year", "sites"),
    [
        ("n_gp", "s_gp", 2012, {"north"}),
        ("n_gp|s_gp", "s_gp", 2012, {"south"}),  # an interface of two sites, told by a patient
        ("n_gp|s_gp", "", 2012, {"north", "south"}),
        ("net", "", 2012, {"north"}),  # s_gp isn't in it yet
        ("net", "", 2013, {"north", "south"}),
        ("net", "s_gp", 2013, {"south"}),
        ("ministry", "", 2013, {"north", "south"}),
        ("governance", "", 2013, set()),
        ("governance", "n_gp", 2013, {"north"}),
        ("ward", "", 2011, {"north"}),
        ("ward", "", 2012, {"south"}),
        ("ward", "", None, {"north", "south"}),
        ("ministry", "", None, {"north", "south"}),  # a circle ends somewhere
    ],
)
def test_the_sites_that_a_passage_counts_for(
    about: str, home: str, year: Any, sites: set[str]
) -> None:
    assert read(about, home, year).sites == sites


def test_members_are_within_for_the_time_told_of() -> None:
    assert read("s_gp", "", 2012).within == {"s_gp", "south"}
    assert read("s_gp", "", 2013).within == {"s_gp", "south", "net", "ministry"}


def test_settings_in_words() -> None:
    chosen: list[dict[str, Any]] = [
        {"label": "care network"}, {"about_kinds": ["practice"], "services_at_least": 3},
        {"where": {"country": ["SE", "NO"]}, "stands": {"code": "lists", "valence": "absent"}},
    ]  # fmt: skip
    assert in_words(chosen) == (
        "care network; passages about practice; 3 services or more; country SE or NO; "
        "sites where the absence of lists is stated"
    )
    assert in_words([]) == "the whole study"
