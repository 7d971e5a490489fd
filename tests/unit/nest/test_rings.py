"""Each rule of the nest, on a study small enough to work out by hand.

Two sites. North: patients of one practice tell of no usual doctor; two practice people say lists
are shared. South: patients tell of their own doctor; two practice people say that each doctor has a
list of their own, and a hospital manager tells of a weekly meeting that no patient notices.
"""

from typing import Any

import pytest

from insideout.code.place import passage_ids
from insideout.nest.rings import in_a_line, inside_out
from insideout.reader import records
from insideout.tables.inputs import UNITS
from insideout.tables.nest import NEST

LEVELS = ["patient", "provider", "care_network", "governance"]
CODE = {"parent": "", "feature": "", "sign": None, "shows": "", "organisational": True}
BOOK: list[dict[str, Any]] = [
    CODE | {"code": "experience"},
    CODE | {"code": "doctor", "parent": "experience", "feature": "same_person", "sign": 1},
    CODE | {"code": "letters", "parent": "experience", "feature": "information", "sign": 1},
    CODE | {"code": "organisation"},
    CODE | {"code": "shared_lists", "parent": "organisation", "shows": "same_person-"},
    CODE | {"code": "meeting", "parent": "organisation", "shows": "information+"},
    CODE | {"code": "wish", "parent": "organisation", "shows": "same_person+",
            "organisational": False},
]  # fmt: skip
PLACES = (
    ("north", "", "site", ""), ("south", "", "site", ""), ("east", "", "site", ""),
    ("n_practice", "provider", "practice", "first_responder"),
    ("n_other", "provider", "practice", "first_responder"),
    ("s_practice", "provider", "practice", "first_responder"),
    ("e_practice", "provider", "practice", "first_responder"),
    ("n_hospital", "provider", "trust", "second_responder"),
    ("s_hospital", "provider", "trust", "second_responder"),
    ("hub", "care_network", "network", "network_body"),
    ("council", "governance", "council", "governance_body"),
    ("ministry", "governance", "ministry", "governance_body"),
)  # fmt: skip
UNIT_ROWS = [
    dict.fromkeys(UNITS.names, "")
    | dict(zip(("unit", "level", "kind", "service_role"), place, strict=True))
    for place in PLACES
]
BELONGS = (
    ("n_practice", "north"), ("n_other", "north"), ("n_hospital", "north"),
    ("s_practice", "south"), ("s_hospital", "south"),
    ("n_hospital", "hub"), ("s_hospital", "hub"), ("hub", "council"),
)  # fmt: skip
PEOPLE = [
    {"informant": who, "unit": unit, "group": group}
    for who, unit, group in (
        ("n1", "n_practice", "patient"), ("n2", "n_practice", "patient"),
        ("n3", "n_other", "patient"), ("s1", "s_practice", "patient"),
        ("s2", "s_practice", "patient"), ("gp_n", "n_practice", "staff"),
        ("nurse_n", "n_practice", "staff"), ("gp_s", "s_practice", "staff"),
        ("nurse_s", "s_practice", "staff"), ("boss_s", "s_hospital", "staff"),
        ("e1", "e_practice", "patient"), ("e2", "e_practice", "patient"),
        ("gp_e", "e_practice", "staff"),
    )
]  # fmt: skip
SETTINGS = {
    "experience": "experience", "mechanisms": ["organisation"], "features": {}, "min_support": 2,
    "teller_group": "patient", "high": 0.6, "low": 0.4, "confidence": 0.95, "min_reach": 0.5,
    "min_alike": 0.5, "within": {}, "grid": {"min_support": [1, 2, 3], "bands": [[0.4, 0.6]]},
}  # fmt: skip
DATES = {"old": "2012-06-30"}  # sources; all others have no date
Tables = dict[str, list[dict[str, Any]]]


def coding(
    who: str, code: str, valence: str, about: str, first: str = "", last: str = "", source: str = ""
) -> dict[str, Any]:
    name = f"{who}-{code}-{valence}-{about}{first}{source}"
    return {
        "source": source or who, "informant": who, "code": code, "valence": valence, "about": about,
        "period_from": first, "period_to": last, "coding": name, "passage": name,
        "derived_from": name,
    }  # fmt: skip


NORTH = [coding(who, "doctor", "absent", "n_practice") for who in ("n1", "n2")]
SOUTH = [coding(who, "doctor", "present", "s_practice") for who in ("s1", "s2")]
LISTS = [coding(who, "shared_lists", "present", "n_practice") for who in ("gp_n", "nurse_n")]
OWN_LISTS = [coding(who, "shared_lists", "absent", "s_practice") for who in ("gp_s", "nurse_s")]
MEETING = coding("boss_s", "meeting", "present", "s_hospital")
CODINGS = [*NORTH, *SOUTH, *LISTS, *OWN_LISTS, MEETING]


def nest(
    codings: list[dict[str, Any]], *, belongs: tuple[tuple[str, ...], ...] = BELONGS,
    witnesses: Any = (), links: Any = (), **settings: Any,
) -> Tables:  # fmt: skip
    rows = [
        {"unit": unit, "parent": parent, "from": "", "to": ""} | dict(zip(("from", "to"), on))  # noqa: B905
        for unit, parent, *on in belongs
    ]
    sources = [{"source": c["source"], "date": DATES.get(c["source"], "")} for c in codings]
    made = inside_out(codings, BOOK, PEOPLE, UNIT_ROWS, rows, sources, LEVELS, SETTINGS | settings,
                      links, witnesses)  # fmt: skip
    assert list(made) == [table.name for table in NEST]
    for table in NEST:
        assert list(made[table.name]) == table.names
        assert not made[table.name].duplicated(list(table.key)).any()
    return {name: records(table) for name, table in made.items()}


def finding(tables: Tables, site: str = "north", sign: str = "-") -> dict[str, Any]:
    return next(r for r in tables["nest_findings"] if (r["site"], r["sign"]) == (site, sign))


def link(
    tables: Tables, site: str = "north", code: str = "shared_lists", valence: str = "present"
) -> dict[str, Any]:
    return next(r for r in tables["nest_links"]
                if (r["site"], r["mechanism"], r["valence"]) == (site, code, valence))  # fmt: skip


def test_two_informants_explain_and_one_suggests() -> None:
    tables = nest(CODINGS)
    assert [(r["site"], r["sign"], r["status"], r["explained_at"], r["mechanisms"], r["stands"])
            for r in tables["nest_findings"]] == [
        ("north", "-", "explained", "first_responder", "shared_lists", "pattern"),
        ("south", "+", "explained", "first_responder", "shared_lists", "pattern"),
    ]  # fmt: skip
    assert (finding(tables)["opposite"], finding(tables)["alike"]) == ("south", "")
    one = nest([c for c in CODINGS if c["informant"] != "nurse_n"])
    assert (link(one)["status"], link(one)["lacks"]) == ("suggested", "support")
    assert (finding(one)["status"], finding(one)["explained_at"]) == (
        "suggested",
        "first_responder",
    )
    alone = nest([c for c in CODINGS if c["informant"] != "nurse_n"], min_support=1)
    assert finding(alone)["status"] == "explained"


def test_those_whose_experience_it_is_do_not_vouch_for_its_cause() -> None:
    own = [c for c in CODINGS if c["informant"] != "nurse_n"]
    tables = nest([*own, coding("n1", "shared_lists", "present", "n_practice")])
    assert (link(tables)["support"], link(tables)["own"], link(tables)["lacks"]) == (
        1,
        1,
        "support",
    )
    wished = nest([*CODINGS, *(coding(who, "wish", "absent", "patient") for who in ("n1", "n2"))])
    other = link(wished, code="wish", valence="absent")
    assert (other["ring"], other["support"], other["own"]) == ("non_organisational", 2, 2)
    assert other["status"] == "explained"


def test_a_mechanism_has_to_reach_half_of_those_who_tell() -> None:
    one_of_three = [
        *CODINGS,
        *(coding("n3", "doctor", "absent", "n_other", source=s) for s in "ab"),
    ]
    assert (link(nest(one_of_three))["reaches"], link(nest(one_of_three))["lacks"]) == (2, "")
    strict = nest(one_of_three, min_reach=0.7)
    assert (link(strict)["status"], link(strict)["lacks"]) == ("suggested", "reach")


def test_what_few_tell_against_the_pattern_is_not_explained() -> None:
    tables = nest([*CODINGS, coding("n1", "doctor", "present", "n_practice"),
                   *(coding(who, "shared_lists", "absent", "n_hospital")
                     for who in ("gp_n", "nurse_n"))])  # fmt: skip
    assert finding(tables, sign="+")["stands"] == "minority"
    few = link(tables, valence="absent")
    assert (few["sign"], few["support"], few["lacks"]) == ("+", 2, "pattern")


def test_what_stands_as_well_where_the_experience_is_opposite_does_not_explain() -> None:
    there = coding("boss_s", "shared_lists", "present", "s_practice")
    tables = nest([*CODINGS, there])
    assert (link(tables)["lacks"], link(tables)["differs"]) == ("opposite", "no")
    more = [coding(who, "shared_lists", "present", "n_practice") for who in ("boss_s", "nurse_s")]
    half = nest([*CODINGS, there, *more])
    assert (link(half)["lacks"], link(half)["support"]) == ("", 4), "one is no half of four"
    ended = coding("boss_s", "shared_lists", "present", "s_practice", "2009-01-01", "2009-12-31")
    dated = [c | {"source": "old"} if c in SOUTH else c for c in CODINGS]
    assert link(nest([*dated, ended]))["lacks"] == "", "what ended before doesn't stand there"


def test_a_mechanism_has_to_be_told_of_at_half_of_the_sites_that_are_alike() -> None:
    alike = [c | {"valence": "absent"} if c in SOUTH else c for c in CODINGS if c not in OWN_LISTS]
    assert finding(nest(alike))["alike"] == "south"
    assert {r["across"] for r in nest(alike)["nest_findings"]} == {"common"}
    assert link(nest(alike))["status"] == "explained"
    tables = nest(alike, min_alike=0.6)
    assert (link(tables)["lacks"], link(tables)["differs"]) == ("alike", "")
    told = [*alike, coding("gp_s", "shared_lists", "present", "s_practice")]
    assert link(nest(told, min_alike=1))["status"] == "explained"


def test_as_many_who_say_the_opposite_contradict() -> None:
    said = [coding(who, "shared_lists", "absent", "n_practice") for who in ("boss_s", "nurse_s")]
    one = link(nest([*CODINGS, said[0]]))
    assert (one["against"], one["status"]) == (1, "explained")
    assert one["counter_evidence"] == said[0]["passage"]
    two = link(nest([*CODINGS, *said]))
    assert (two["against"], two["lacks"]) == (2, "contradicted")
    elsewhere = [c | {"about": "n_other"} for c in said]
    assert link(nest([*CODINGS, *elsewhere]))["against"] == 0, "of others' practice"


def test_a_practice_of_other_patients_is_ruled_out() -> None:
    moved = [c | {"about": "n_other"} if c in LISTS else c for c in CODINGS]
    row = link(nest(moved))
    assert (row["status"], row["reason"], row["support"], row["reaches"], row["lacks"]) == (
        "ruled_out", "other_provider", 2, 0, "",
    )  # fmt: skip
    assert (row["variations"], row["robustness"]) == (None, None)
    assert finding(nest(moved))["status"] == "unexplained"
    there = [*moved, coding("n1", "doctor", "absent", "n_other")]
    assert (link(nest(there))["reaches"], link(nest(there))["status"]) == (1, "explained")
    between = [c | {"about": "n_other|n_hospital"} if c in LISTS else c for c in CODINGS]
    assert link(nest(between))["reason"] == "other_provider"
    for everybody in ("n_hospital", "provider", "north|n_hospital", "hub|n_hospital"):
        shared = [c | {"about": everybody} if c in LISTS else c for c in CODINGS]
        assert link(nest(shared))["reaches"] == 2, everybody


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("2010-01-01", "2011-06-29", "ended"), ("2012-07-01", "", "later"),
        ("2010-01-01", "2011-12-29", "ended"), ("2011-12-31", "", "later"),
        ("2010-01-01", "2011-12-30", ""), ("", "", ""), ("2011-12-30", "", ""),
        ("2011-09-01", "2012-01-15", "ended"), ("2011-11-01", "2012-03-31", "later"),
    ],
)  # fmt: skip
def test_what_ended_before_or_began_after_explains_nothing(
    first: str, last: str, reason: str
) -> None:
    """They tell of the year before their interviews of 2012-06-30: 367 days, half of them 184."""
    dated = [c | {"source": "old"} for c in NORTH]
    lists = [coding(c["informant"], "shared_lists", "present", "n_practice", first, last)
             for c in LISTS]  # fmt: skip
    row = link(nest([*dated, *SOUTH, *lists, *OWN_LISTS]))
    assert row["reason"] == reason
    assert row["status"] == ("ruled_out" if reason else "explained")
    undated = nest([*NORTH, *SOUTH, *lists, *OWN_LISTS])
    assert link(undated)["status"] == "explained", "an experience without a date is of any time"


def test_the_period_that_a_passage_of_experience_tells_of_comes_first() -> None:
    before = [c | {"source": "old", "period_from": "2009-01-01", "period_to": "2009-12-31"}
              for c in NORTH]  # fmt: skip
    lists = [coding(c["informant"], "shared_lists", "present", "n_practice", "2010-01-01")
             for c in LISTS]  # fmt: skip
    assert link(nest([*before, *lists]))["reason"] == "later"


def test_each_teller_is_reached_at_the_time_that_they_tell_of() -> None:
    """Two of three told of times before the lists were shared, but one of them tells again."""
    early = {"period_from": "2009-01-01", "period_to": "2009-12-31"}
    late = {"period_from": "2012-01-01", "period_to": "2012-12-31", "source": "again"}
    lists = [c | {"period_from": "2012-04-01"} for c in LISTS]
    told = [NORTH[0] | early, NORTH[1] | early, *SOUTH, *lists, *OWN_LISTS]
    told.append(coding("n3", "doctor", "absent", "n_practice", "2012-01-01") | late)
    assert (link(nest(told))["reaches"], link(nest(told))["lacks"]) == (1, "reach")
    again = nest([*told, NORTH[0] | late])
    assert (link(again)["reaches"], link(again)["lacks"]) == (2, "")


def test_what_speaks_against_it_has_to_be_of_that_time_too() -> None:
    dated = [c | {"source": "old"} for c in NORTH]
    no = [coding(who, "shared_lists", "absent", "n_practice", "2012-04-01")
          for who in ("boss_s", "nurse_s")]  # fmt: skip
    assert link(nest([*dated, *SOUTH, *LISTS, *OWN_LISTS, *no]))["against"] == 0
    sooner = [c | {"period_from": "2011-12-01"} for c in no]
    assert link(nest([*dated, *SOUTH, *LISTS, *OWN_LISTS, *sooner]))["against"] == 2


def test_a_passage_of_experience_is_none_of_a_mechanism() -> None:
    """So it can't be its support either: overlapping codings share a passage by their code."""
    spans = [("group", code, 0, end, f"{code}{end}") for end in (9, 20)
             for code in ("doctor", "shared_lists")]  # fmt: skip
    assert passage_ids(spans) == ["doctor9", "shared_lists9"] * 2


def test_a_unit_that_left_the_site_explains_nothing_after() -> None:
    """Social care that leaves a site in mid-study: an open statement lasts as long as it stayed."""
    about = [c | {"about": "n_hospital"} for c in LISTS]
    left = tuple(
        (*row, "", "2011-03-31") if row == ("n_hospital", "north") else row for row in BELONGS
    )
    dated = [c | {"source": "old"} for c in NORTH]
    gone = nest([*dated, *about], belongs=left)
    assert (link(gone)["status"], link(gone)["reason"]) == ("ruled_out", "left")
    over = [c | {"period_to": "2011-02-28"} for c in about]
    assert link(nest([*dated, *over], belongs=left))["reason"] == "ended", "before it left"
    assert link(nest([*dated, *about]))["status"] == "explained"
    early = [c | {"period_from": "2010-01-01", "period_to": "2010-12-31"} for c in dated]
    assert link(nest([*early, *about], belongs=left))["status"] == "explained"
    joined = tuple(
        (*row, "2012-07-01") if row == ("n_hospital", "north") else row for row in BELONGS
    )
    assert link(nest([*dated, *about], belongs=joined))["reason"] == "later"
    never = [c | {"period_from": "2011-06-01"} for c in about]
    unused = nest([*dated, *never], belongs=left)["nest_left_out"]
    assert {r["reason"] for r in unused} == {"what it is about reached no site at the time told of"}


def test_what_a_network_or_governance_does_reaches_the_sites_of_its_members() -> None:
    for about, ring in (("hub", "care_network"), ("council", "governance"),
                        ("governance", "governance"), ("ministry", "")):  # fmt: skip
        told = [coding(who, "shared_lists", "present", about) for who in ("boss_s", "nurse_s")]
        tables = nest([*NORTH, *SOUTH, *told])
        if not ring:
            assert {r["reason"] for r in tables["nest_left_out"]} == {
                "what it is about reaches no site"
            }
            continue
        row = link(tables)
        assert (row["ring"], row["support"], row["reaches"]) == (ring, 2, 2)
        assert row["lacks"] == "opposite", "it stands where the experience is the opposite, too"
        common = nest([*NORTH, *(c | {"valence": "absent"} for c in SOUTH), *told])
        assert {link(common, site)["status"] for site in ("north", "south")} == {"explained"}
        assert finding(common)["explained_at"] == ring


def test_rings_go_outwards_and_other_reasons_follow_those_who_respond() -> None:
    rings = [r["ring"] for r in nest(CODINGS)["nest_rings"]]
    assert rings == [
        "first_responder", "second_responder", "non_organisational", "care_network", "governance",
    ]  # fmt: skip
    wished = [*NORTH, LISTS[0], *(coding(who, "wish", "absent", "patient")
                                  for who in ("gp_n", "nurse_n"))]  # fmt: skip
    assert finding(nest(wished))["explained_at"] == "non_organisational", "better supported"
    both = nest([*wished, LISTS[1]])
    assert finding(both)["explained_at"] == "first_responder"
    assert [r["mechanism"] for r in both["nest_links"]] == ["shared_lists", "wish"]


def test_a_mechanism_may_count_in_some_rings_only() -> None:
    tables = nest(CODINGS, within={"shared_lists": ["second_responder"]})
    assert {r["reason"] for r in tables["nest_left_out"]} == {
        "its mechanism doesn't count in its ring"
    }
    rule = next(r for r in tables["nest_rules"] if r["mechanism"] == "shared_lists")
    assert (rule["feature"], rule["sign"], rule["rings"], rule["codings"]) == (
        "same_person", "-", "second_responder", 4,
    )  # fmt: skip


def test_what_the_nest_cannot_use_is_listed_with_its_reason() -> None:
    more = [
        coding("gp_n", "doctor", "present", "n_practice"),
        coding("", "shared_lists", "present", "n_practice"),
        coding("gp_n", "shared_lists", "", "n_practice"),
        coding("gp_n", "shared_lists", "present", "north"),
        coding("gp_n", "meeting", "present", "n_practice|s_practice"),
        coding("gp_n", "unheard_of", "present", "n_practice"),
    ]
    told = [(r["code"], r["about"], r["reason"]) for r in nest([*CODINGS, *more])["nest_left_out"]]
    assert sorted(told) == [
        ("doctor", "n_practice",
         "experience told by somebody else than those whose experience is explained"),
        ("meeting", "n_practice|s_practice", "what it is about reaches no site"),
        ("shared_lists", "n_practice", "it has no valence: present, absent or mixed"),
        ("shared_lists", "n_practice", "only an interviewer says it"),
        ("shared_lists", "north", "it is about no ring around the patients"),
    ]  # fmt: skip
    assert nest(CODINGS)["nest_left_out"] == []


def test_a_mechanism_counts_for_the_site_it_is_about() -> None:
    """Speakers of the south about a practice of the north support the north."""
    moved = [c | {"informant": who} for c, who in zip(LISTS, ("gp_s", "boss_s"), strict=True)]
    assert link(nest([*NORTH, *moved]))["support"] == 2


def test_a_mixed_statement_supports_both_and_a_mixed_experience_is_on_both_sides() -> None:
    tables = nest([coding("n1", "doctor", "mixed", "n_practice"),
                   coding("gp_n", "shared_lists", "mixed", "n_practice")])  # fmt: skip
    assert [(r["sign"], r["stands"]) for r in tables["nest_findings"]] == [
        ("+", "mixed"), ("-", "mixed"),
    ]  # fmt: skip
    assert [(r["sign"], r["valence"], r["against"], r["lacks"]) for r in tables["nest_links"]] == [
        ("+", "absent", 1, "support contradicted"), ("-", "present", 1, "support contradicted"),
    ]  # fmt: skip


def test_mechanism_without_experience_and_experience_without_mechanism() -> None:
    quiet = [c for c in CODINGS if c not in OWN_LISTS]
    there = nest([*quiet, coding("gp_s", "shared_lists", "present", "s_practice")])
    assert link(there)["without_experience"] == "south"
    alike = nest([c | {"valence": "absent"} if c in SOUTH else c for c in quiet])
    assert link(alike)["without_mechanism"] == "south"
    assert link(nest(quiet))["differs"] == "not_reported"
    assert link(nest(CODINGS))["differs"] == "yes"


EAST = (("e_practice", "east"),)
EASTERN = [coding(who, "doctor", "absent", "e_practice") for who in ("e1", "e2")]


def test_a_minority_is_compared_with_other_sites_than_its_own() -> None:
    """North and east lack it, one of north tells of it: the lists are told of at north alone."""
    few = [coding("n1", "doctor", "present", "n_practice")]
    told = [coding(who, "shared_lists", "absent", "n_practice") for who in ("gp_n", "nurse_n")]
    quiet = nest([*NORTH, *few, *EASTERN, *told], belongs=(*BELONGS, *EAST))
    few_of = link(quiet, valence="absent")
    assert (few_of["sign"], few_of["lacks"], few_of["differs"]) == ("+", "pattern", "not_reported")
    there = coding("gp_e", "shared_lists", "present", "e_practice")
    shown = nest([*NORTH, *few, *EASTERN, *told, there], belongs=(*BELONGS, *EAST))
    assert link(shown, valence="absent")["differs"] == "yes"
    same = coding("gp_e", "shared_lists", "absent", "e_practice")
    alike = nest([*NORTH, *few, *EASTERN, *told, same], belongs=(*BELONGS, *EAST))
    assert link(alike, valence="absent")["differs"] == "no"
    assert link(alike, valence="absent")["lacks"] == "pattern opposite"


def test_what_was_told_to_be_absent_was_reported() -> None:
    there = coding("gp_e", "shared_lists", "absent", "e_practice")
    of = link(nest([*CODINGS, *EASTERN, there], belongs=(*BELONGS, *EAST)))
    assert (of["opposed_at"], of["without_mechanism"]) == ("east", "")
    of = link(nest([*CODINGS, *EASTERN], belongs=(*BELONGS, *EAST)))
    assert (of["opposed_at"], of["without_mechanism"]) == ("", "east")


def test_a_mechanism_without_an_echo_stays_behind_the_scenes() -> None:
    tables = nest(CODINGS)
    assert [(r["site"], r["ring"], r["mechanism"]) for r in tables["nest_behind"]] == [
        ("south", "second_responder", "meeting")
    ]
    seen = {r["ring"]: (r["mechanisms"], r["seen"]) for r in tables["nest_seen"]}
    assert (seen["first_responder"], seen["second_responder"]) == ((2, 2), (1, 0))


def test_coverage_adds_up_to_all_experiences() -> None:
    tables = nest([*CODINGS, coding("n1", "letters", "absent", "n_hospital"),
                   coding("s1", "letters", "present", "s_hospital")])  # fmt: skip
    for sign, suggested, nowhere in (("-", 0, 1), ("+", 1, 0)):
        rows = [r for r in tables["nest_coverage"] if r["sign"] == sign]
        assert {r["of"] for r in rows} == {2}
        assert sum(r["explained"] for r in rows) == 1 == rows[0]["explained"]
        assert sum(r["suggested"] for r in rows) == suggested
        assert (rows[-1]["ring"], rows[-1]["share"]) == ("", nowhere / 2)
        assert [r["up_to"] for r in rows] == [0.5] * 5 + [None]


def test_what_people_of_another_site_say_of_governance_only_suggests() -> None:
    more = [coding(who, "meeting", "present", "council") for who in ("boss_s", "nurse_s")]
    links = [{"from": "meeting", "to": "shared_lists", "sign": "+", "basis": "informant",
              "reference": "", "evidence": " ".join(c["coding"] for c in more) + " lost",
              "counter_evidence": ""}]  # fmt: skip
    told = [*NORTH, *LISTS, *more]
    (row,) = nest(told, links=links)["nest_shaped"]
    assert (row["site"], row["support"], row["elsewhere"], row["status"]) == (
        "north", 0, 2, "suggested",
    )  # fmt: skip
    here = [coding(who, "meeting", "present", "council") for who in ("gp_n", "nurse_n")]
    stated = [links[0] | {"evidence": " ".join(c["coding"] for c in [*more, *here])}]
    (row,) = nest([*told, *here], links=stated)["nest_shaped"]
    assert (row["support"], row["elsewhere"], row["status"]) == (2, 2, "explained")


def test_an_edge_outwards_makes_a_path() -> None:
    more = coding("boss_s", "meeting", "present", "council")
    links = [{"from": "meeting", "to": "shared_lists", "sign": "+", "basis": "informant",
              "reference": "", "evidence": more["coding"], "counter_evidence": ""}]  # fmt: skip
    tables = nest([*CODINGS, more], links=links)
    assert "shared_lists@first_responder < meeting@governance" in [
        r["path"] for r in tables["nest_paths"]
    ]
    assert {r["edge"] for r in tables["nest_robustness"]} == {"link", "shaped"}


def test_a_practice_whose_patients_nobody_interviewed_explains_no_others_experience() -> None:
    """n_other is a practice as n_practice is; its one patient isn't among those who tell."""
    there = [c | {"about": "n_other"} for c in LISTS]
    people = [p for p in PEOPLE if p["informant"] != "n3"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "PEOPLE", people)
        quiet = link(nest([*NORTH, *SOUTH, *there, *OWN_LISTS]))
        spoken = [c | {"about": "n_other"} for c in NORTH]
        told = link(nest([*spoken, *SOUTH, *there, *OWN_LISTS]))
    assert (quiet["status"], quiet["reason"]) == ("ruled_out", "other_provider")
    assert told["status"] == "explained", "but what they tell of that practice it may explain"


def test_a_network_that_was_left_shapes_nothing_there_afterwards() -> None:
    more = coding("boss_s", "meeting", "present", "hub", "2011-01-01", "2011-12-31")
    links = [{"from": "meeting", "to": "shared_lists", "sign": "+", "basis": "informant",
              "reference": "", "evidence": more["coding"], "counter_evidence": ""}]  # fmt: skip
    others = [b for b in BELONGS if b != ("n_hospital", "hub")]
    for left, sites in (("2009-12-31", ["south"]), ("2011-06-30", ["north", "south"])):
        belongs = (*others, ("n_hospital", "hub", "", left))
        told = [c if c not in OWN_LISTS else c | {"valence": "present"} for c in CODINGS]
        rows = nest([*told, more], links=links, belongs=belongs)["nest_shaped"]
        assert [r["site"] for r in rows if r["outer_ring"] == "care_network"] == sites


def test_records_stand_beside_the_pattern() -> None:
    said = [
        {"patient": f"r{n}", "site": "north", "feature": "same_person", "record": record}
        for n, record in enumerate(("absent", "absent", "present", "silent", "no_record"))
    ]
    row = next(r for r in nest(CODINGS, witnesses=said)["nest_patterns"] if r["site"] == "north")
    assert (row["records"], row["record_share"], row["record"]) == (
        3,
        pytest.approx(1 / 3),
        "agrees",
    )


def test_the_line_for_the_person_watching_counts_what_was_made() -> None:
    made = inside_out(CODINGS, BOOK, PEOPLE, UNIT_ROWS, [
        {"unit": unit, "parent": parent, "from": "", "to": ""} for unit, parent in BELONGS
    ], [], LEVELS, SETTINGS)  # fmt: skip
    assert in_a_line(made) == (
        "2 experiences to explain (2 explained), 2 links, 1 mechanism behind the scenes, "
        "0 codings left out"
    )
    lost = inside_out(CODINGS, BOOK, PEOPLE, UNIT_ROWS, [], [], LEVELS, SETTINGS, [
        {"from": "meeting", "to": "shared_lists", "sign": "+", "basis": "informant",
         "reference": "", "evidence": "lost gone", "counter_evidence": ""}
    ])  # fmt: skip
    assert "(2 of these cited by links and not in the consensus)" in in_a_line(lost)
