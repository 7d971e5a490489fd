"""Mechanisms matched with experiences on a study small enough to work out by hand.

Two sites. North: patients tell of no usual doctor; two practice people say lists are shared.
South: patients tell of their own doctor; one practice person says each doctor has a list of their
own, and a hospital manager tells of a weekly meeting that no patient notices.
"""

from typing import Any

from insideout.nest.rings import inside_out, shows
from insideout.reader import records
from insideout.tables.inputs import UNITS

CODE = {"parent": "", "feature": "", "sign": None, "shows": "", "organisational": True}
BOOK: list[dict[str, Any]] = [
    CODE | {"code": "experience"},
    CODE | {"code": "doctor", "parent": "experience", "feature": "same_person", "sign": 1},
    CODE | {"code": "organisation"},
    CODE | {"code": "shared_lists", "parent": "organisation", "shows": "same_person-"},
    CODE | {"code": "meeting", "parent": "organisation", "shows": "information_transfer+"},
    CODE
    | {"code": "wish", "parent": "organisation", "shows": "same_person+", "organisational": False},
]
UNIT_ROWS: list[dict[str, Any]] = [
    dict.fromkeys(UNITS.names, "") | row
    for row in (
        {"unit": "north", "kind": "site"}, {"unit": "south", "kind": "site"},
        {"unit": "n_practice", "kind": "practice", "service_role": "first_responder"},
        {"unit": "s_practice", "kind": "practice", "service_role": "first_responder"},
        {"unit": "s_hospital", "kind": "trust", "service_role": "second_responder"},
    )
]  # fmt: skip
SITES = {"north": "north", "south": "south", "n_practice": "north", "s_practice": "south",
         "s_hospital": "south"}  # fmt: skip
PEOPLE = [
    {"informant": who, "unit": unit, "group": group}
    for who, unit, group in (
        ("n1", "n_practice", "patient"), ("n2", "n_practice", "patient"),
        ("s1", "s_practice", "patient"),
        ("gp_n", "n_practice", "staff"), ("nurse_n", "n_practice", "staff"),
        ("gp_s", "s_practice", "staff"), ("boss_s", "s_hospital", "staff"),
    )
]  # fmt: skip
SETTINGS = {
    "experience": "experience", "mechanisms": ["organisation"], "features": {}, "min_support": 2,
    "teller_group": "patient", "high": 0.6, "low": 0.4, "confidence": 0.95,
}  # fmt: skip


def coding(who: str, code: str, valence: str, about: str) -> dict[str, Any]:
    return {
        "source": who, "informant": who, "code": code, "valence": valence, "about": about,
        "coder": "A", "passage": f"{who}-{code}-{valence}",
    }  # fmt: skip


CODINGS = [
    coding("n1", "doctor", "absent", "n_practice"),
    coding("n2", "doctor", "absent", "n_practice"),
    coding("s1", "doctor", "present", "s_practice"),
    coding("gp_n", "shared_lists", "present", "n_practice"),
    coding("nurse_n", "shared_lists", "present", "n_practice"),
    coding("gp_s", "shared_lists", "absent", "s_practice"),
    coding("boss_s", "meeting", "present", "s_hospital"),
]


def nest(codings: list[dict[str, Any]], **settings: Any) -> dict[str, list[dict[str, Any]]]:
    made = inside_out(codings, BOOK, PEOPLE, UNIT_ROWS, SITES, SETTINGS | settings)
    return {name: records(table) for name, table in made.items()}


def finding(tables: dict[str, list[dict[str, Any]]], site: str, sign: str) -> dict[str, Any]:
    return next(r for r in tables["nest_findings"] if (r["site"], r["sign"]) == (site, sign))


def test_two_informants_explain_and_one_suggests() -> None:
    tables = nest(CODINGS)
    north, south = finding(tables, "north", "-"), finding(tables, "south", "+")
    assert (north["status"], north["explained_at"], north["mechanisms"]) == (
        "explained", "first_responder", "shared_lists",
    )  # fmt: skip
    assert (south["status"], south["patients"]) == ("suggested", 1)
    assert finding(nest(CODINGS, min_support=1), "south", "+")["status"] == "explained"


def test_two_coders_of_one_informant_are_not_two_informants() -> None:
    again = [*CODINGS, CODINGS[5] | {"coder": "B", "passage": "other words"}]
    assert finding(nest(again), "south", "+")["status"] == "suggested"


def test_those_whose_experience_it_is_do_not_vouch_for_its_cause() -> None:
    own = [*CODINGS, coding("s1", "shared_lists", "absent", "s_practice")]
    link = next(r for r in nest(own)["nest_links"] if r["site"] == "south")
    assert (link["support"], link["own"], link["status"]) == (1, 1, "suggested")
    alone = [c for c in own if c["informant"] != "gp_s"]
    link = next(r for r in nest(alone)["nest_links"] if r["site"] == "south")
    assert (link["support"], link["own"], link["status"]) == (0, 1, "suggested")


def test_an_interviewers_words_support_nothing() -> None:
    asked = [*CODINGS, CODINGS[5] | {"informant": "", "passage": "asked"}]
    assert finding(nest(asked), "south", "+")["status"] == "suggested"
    assert [r["reason"] for r in nest(asked)["nest_left_out"]] == ["only an interviewer says it"]


def test_what_the_nest_cannot_use_is_listed_with_its_reason() -> None:
    more = [
        *CODINGS,
        coding("gp_n", "doctor", "present", "n_practice"),
        coding("gp_n", "shared_lists", "present", "governance"),
        coding("gp_n", "meeting", "present", "n_practice|s_practice"),
        coding("gp_n", "unheard_of", "present", "n_practice"),
    ]
    told = {(r["code"], r["about"]): r["reason"] for r in nest(more)["nest_left_out"]}
    assert told == {
        ("doctor", "n_practice"): "experience told by somebody else than those whose experience "
        "is explained",
        ("shared_lists", "governance"): "it is about no first or second responder",
        ("meeting", "n_practice|s_practice"): "it is about no single site",
    }
    assert nest(CODINGS)["nest_left_out"] == []


def test_an_absent_mechanism_explains_the_opposite_experience() -> None:
    link = next(r for r in nest(CODINGS)["nest_links"] if r["site"] == "south")
    assert (link["mechanism"], link["valence"], link["sign"]) == ("shared_lists", "absent", "+")


def test_a_mechanism_that_is_reported_otherwise_where_the_experience_is_opposite_differs() -> None:
    links = {r["site"]: r for r in nest(CODINGS)["nest_links"]}
    assert (links["north"]["differs"], links["south"]["differs"]) == ("yes", "yes")
    silent = [c for c in CODINGS if c["informant"] != "gp_s"]
    assert nest(silent)["nest_links"][0]["differs"] == "not_reported"
    alike = [*silent, coding("gp_s", "shared_lists", "present", "s_practice")]
    assert {r["site"]: r["differs"] for r in nest(alike)["nest_links"]}["north"] == "no"


def test_the_opposite_said_at_the_same_site_is_counter_evidence() -> None:
    more = [*CODINGS, coding("boss_s", "shared_lists", "absent", "n_practice")]
    link = next(r for r in nest(more)["nest_links"] if r["site"] == "north")
    assert link["counter_evidence"] == "boss_s-shared_lists-absent"
    assert link["support"] == 2


def test_a_mechanism_counts_for_the_site_it_is_about() -> None:
    """A speaker of the south about a practice of the north supports the north."""
    moved = [c | {"about": "s_practice"} if c["informant"] == "gp_n" else c for c in CODINGS]
    assert finding(nest(moved), "north", "-")["status"] == "suggested"


def test_what_is_not_coded_is_unexplained_and_carried_outwards() -> None:
    tables = nest([c for c in CODINGS if c["code"] == "doctor"])
    assert {r["status"] for r in tables["nest_findings"]} == {"unexplained"}
    assert finding(tables, "north", "-")["explained_at"] == ""


def test_other_reasons_come_after_organisations_unless_better_supported() -> None:
    wished = [*CODINGS, coding("s1", "wish", "present", "s_practice")]
    assert finding(nest(wished), "south", "+")["explained_at"] == "first_responder"
    sure = [*wished, coding("gp_s", "wish", "present", "s_practice")]
    south = finding(nest(sure), "south", "+")
    assert (south["explained_at"], south["status"]) == ("non_organisational", "explained")


def test_a_mechanism_without_an_echo_stays_behind_the_scenes() -> None:
    assert [(r["site"], r["mechanism"]) for r in nest(CODINGS)["nest_behind"]] == [
        ("south", "meeting")
    ]


def test_coverage_adds_up_to_all_experiences() -> None:
    for sign in "+-":
        rows = [r for r in nest(CODINGS)["nest_coverage"] if r["sign"] == sign]
        assert sum(r["cells"] for r in rows) == rows[0]["of"] == 1


def test_the_codebooks_shows_is_read_back() -> None:
    assert shows("same_person- reviews+") == [("same_person", -1), ("reviews", 1)]
