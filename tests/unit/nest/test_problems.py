"""What is wrong with rings, memberships and links: where, expected, found, what to do."""

import datetime
from typing import Any

from insideout.nest.problems import nest_problems
from insideout.problems import Problem
from insideout.rows import Row

LEVELS = ["patient", "provider", "network", "governance"]
BOOK = [
    {"code": code, "parent": parent, "feature": feature}
    for code, parent, feature in (
        ("experience", "", ""), ("same_doctor", "experience", "same_person"),
        ("lists", "", ""), ("pool", "", ""), ("law", "", ""), ("reviews", "", ""),
    )
]  # fmt: skip
NEST = {"experience": "experience", "features": {"same_person": ["relational"],
        "reviews": ["flexible"]}}  # fmt: skip
UNITS = [
    Row(n, {"unit": unit, "level": level, "kind": kind, "service_role": role})
    for n, (unit, level, kind, role) in enumerate((
        ("north", None, "site", None), ("practice", "provider", "practice", "first_responder"),
        ("trust", "provider", "trust", "second_responder"), ("hub", "network", "network", None),
        ("ministry", "governance", "ministry", None),
    ), 2)
]  # fmt: skip


def membership(
    line: int, unit: str, parent: str, first: str | None = None, last: str | None = None
) -> Row:
    day = datetime.date.fromisoformat
    return Row(line, {"unit": unit, "parent": parent, "from": day(first) if first else None,
                      "to": day(last) if last else None})  # fmt: skip


def link(line: int, start: str, end: str, basis: str = "informant", **more: str) -> Row:
    cells = {"from": start, "to": end, "sign": "+", "basis": basis}
    given: dict[str, Any] = {"evidence": "c1"} if basis == "informant" else {"reference": "key"}
    return Row(line, cells | given | more)


def problems(
    memberships: list[Row] | None = None, links: list[Row] | None = None, **nest: Any
) -> list[Problem]:
    rows = {"units": UNITS, "memberships": memberships or [], "links": links or []}
    files = {"units": "units.csv", "memberships": "memberships.csv", "links": "links.csv"}
    lines = {("nest",): 10, ("nest", "rings"): 11, ("nest", "rings", 1, "level"): 13}
    return nest_problems("study.yaml", lines, NEST | nest, LEVELS, BOOK, rows, files)


def told(found: list[Problem]) -> list[tuple[int | None, str, str]]:
    return [(p.line, p.column, p.found) for p in found]


def test_a_sound_study_has_none() -> None:
    memberships = [membership(2, "practice", "north"), membership(3, "practice", "hub"),
                   membership(4, "north", "hub"), membership(5, "practice", "trust")]  # fmt: skip
    both_ways = [link(2, "relational", "same_person"), link(3, "same_person", "relational")]
    links = [*both_ways, link(4, "pool", "lists"), link(5, "hub", "lists", "theory")]
    rings = [{"ring": "first", "level": "provider", "service_role": "first_responder"},
             {"ring": "second", "level": "provider", "service_role": "second_responder"},
             {"ring": "net", "level": "network"}]  # fmt: skip
    within = {"lists": ["first", "non_organisational"]}
    grid = {"bands": [[0.5, 0.5], [0.3, 0.7]]}
    assert problems(memberships, links, rings=rings, within=within, grid=grid) == []
    assert problems(memberships, links, within={"lists": ["first_responder"]}) == []


def test_without_a_nest_tables_are_still_checked() -> None:
    rows = {"units": UNITS, "memberships": [membership(2, "hub", "hub")]}
    found = nest_problems("s.yaml", {}, None, LEVELS, BOOK, rows, {"memberships": "m.csv"})
    assert told(found) == [(2, "parent", "'hub'")]


def test_rings_of_no_level_or_role_or_out_of_order() -> None:
    rings = [{"ring": "net", "level": "network"}, {"ring": "first", "level": "provider"},
             {"ring": "second", "level": "providr", "service_role": "responder"},
             {"ring": "net", "level": "governance"}, {"ring": "too", "level": "governance"},
             {"ring": "non_organisational", "level": "governance", "service_role":
              "network_body"}]  # fmt: skip
    found = problems(rings=rings)
    assert told(found) == [
        (13, "nest.rings.1.level", "'provider'"), (11, "nest.rings.2.level", "'providr'"),
        (11, "nest.rings.2.service_role", "'responder'"), (11, "nest.rings.3.ring", "'net'"),
        (11, "nest.rings.4", "'governance'"), (11, "nest.rings.5.ring", "'non_organisational'"),
    ]  # fmt: skip
    assert found[1].hint == "did you mean `provider`?"
    assert "provider lies inside network" in found[0].hint


def test_rings_within_which_mechanisms_count() -> None:
    found = problems(within={"list": ["network"], "lists": ["netwrk"]}, rings=[])
    assert told(found) == [
        (10, "nest.within.list", "'list'"), (10, "nest.within.lists.0", "'netwrk'"),
    ]  # fmt: skip
    assert [p.hint for p in found] == ["did you mean `lists`?", "did you mean `network`?"]


def test_bands_the_wrong_way_round() -> None:
    (found,) = problems(grid={"bands": [[0.4, 0.6], [0.7, 0.3]]})
    assert (found.line, found.column) == (10, "nest.grid.bands.1")
    assert found.hint == "write [0.3, 0.7]"


def test_memberships_that_end_first_lead_inwards_or_to_themselves() -> None:
    found = problems([
        membership(2, "practice", "hub", "2012-01-01", "2011-01-01"),
        membership(3, "hub", "practice"), membership(4, "trust", "trust"),
        membership(5, "ministry", "north"),
    ])  # fmt: skip
    assert told(found) == [(2, "to", "'2011-01-01'"), (3, "parent", "'practice'"),
                           (4, "parent", "'trust'")]  # fmt: skip
    assert "practice is of the level provider" in found[1].hint


def test_a_circle_of_memberships_is_told_with_its_lines() -> None:
    ring = [membership(2, "trust", "practice"), membership(3, "practice", "trust")]
    (found,) = problems([*ring, membership(4, "practice", "north")])
    assert (found.line, found.found) == (2, "practice → trust → practice (lines 2, 3)")


def test_a_circle_takes_memberships_of_one_day() -> None:
    apart = [membership(2, "trust", "practice", None, "2010-12-31"),
             membership(3, "practice", "trust", "2011-01-01")]  # fmt: skip
    assert problems(apart) == []
    (found,) = problems([*apart, membership(4, "trust", "practice", "2015-01-01", "2015-02-01")])
    assert found.found.startswith("practice → trust → practice")


def test_links_from_or_to_what_is_not_there() -> None:
    found = problems(links=[
        link(2, "pol", "lists"), link(3, "pool", "list"), link(4, "pool", "hub"),
        link(5, "pool", "same_doctor"), link(6, "pool", "same_person"), link(7, "hubb", "lists"),
        link(8, "governance", "lists"), link(9, "same_doctor", "lists"),
    ])  # fmt: skip
    assert told(found) == [
        (2, "from", "'pol'"), (3, "to", "'list'"), (4, "to", "'hub'"), (5, "to", "'same_doctor'"),
        (6, "from", "'pool'"), (7, "from", "'hubb'"), (8, "from", "'governance'"),
        (9, "from", "'same_doctor'"),
    ]  # fmt: skip
    assert found[0].hint == "did you mean `pool`?"
    assert "`same_person`" in found[3].hint
    assert "`shows`" in found[4].hint


def test_links_need_what_they_rest_on() -> None:
    found = problems(links=[
        link(2, "pool", "lists", evidence=""), link(3, "law", "lists", "theory", reference=""),
    ])  # fmt: skip
    assert told(found) == [(2, "evidence", "nothing"), (3, "reference", "nothing")]


def test_links_between_mechanisms_never_lead_back() -> None:
    found = problems(links=[link(2, "law", "pool"), link(3, "pool", "lists"),
                            link(4, "lists", "law"), link(5, "lists", "lists")])  # fmt: skip
    assert [p.found for p in found] == [
        "law → pool → lists → law (lines 2, 3, 4)", "lists → lists",
    ]  # fmt: skip


def test_a_name_of_a_unit_and_a_code_is_nobodys() -> None:
    twin = Row(9, {"unit": "pool", "level": "network", "kind": "network"})
    rows = {"units": [*UNITS, twin], "links": [link(2, "pool", "lists")]}
    (found,) = nest_problems("s.yaml", {}, NEST, LEVELS, BOOK, rows, {"links": "links.csv"})
    assert (found.column, found.hint.endswith("rename the unit")) == ("from", True)


def test_a_unit_with_a_bad_cell_is_known_all_the_same() -> None:
    rows = {"units": UNITS, "links": [link(2, "other_hub", "lists")]}
    args = ("s.yaml", {}, NEST, LEVELS, BOOK, rows, {"links": "links.csv"})
    assert len(nest_problems(*args)) == 1
    assert nest_problems(*args, told={"other_hub"}) == []


def test_without_a_codebook_nothing_is_said_of_codes() -> None:
    rows = {"units": UNITS, "links": [link(2, "x", "y")]}
    files = {"links": "links.csv"}
    nest = NEST | {"within": {"x": []}}
    assert nest_problems("s.yaml", {}, nest, LEVELS, [], rows, files) == []


def acyclic(edges: set[tuple[str, str]]) -> bool:
    """Whether nothing is left when what leads nowhere is taken away, again and again."""
    while left := {(a, b) for a, b in edges if b in {start for start, _ in edges}}:
        if left == edges:
            return False
        edges = left
    return True
