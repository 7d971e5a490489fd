"""Each kind of finding is found in tables that say so, and isn't in those that don't."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from polyclinics.asked import cases_of
from polyclinics.findings import CASES, KINDS, found
from polyclinics.sites import beyond

CELLS = {f"{side}_{says}": "" for side in ("first", "second") for says in ("present", "absent")}
SIDES = {"comparison": "c", "code": "x", "direction": "horizontal", **CELLS, "verdict": "both"}
BARRIER = {"interface": "i", "barrier": "x", "verdict": "all", "present": "a b", "absent": "",
           "contested": "", "silent": "", "not_applicable": "c; d (until 2012-09-30)"}  # fmt: skip
TOLD = {"frame": "patients", "theme": "x", "cases": 4, "absent": 1, "mixed": 0}
LINK = {"site": "a", "feature": "f", "sign": "-", "ring": "r", "mechanism": "x", "reason": "",
        "valence": "present", "status": "suggested", "lacks": "opposite", "support": 2}  # fmt: skip
EDGE = {"site": "a", "mechanism": "x", "valence": "present", "factor": "y", "basis": "informant",
        "factor_valence": "absent", "status": "explained", "support": 2}  # fmt: skip
GROUPS = {"p": "patient", "q": "patient", "g": "practitioner", "h": "manager"}
PEOPLE = [{"informant": who, "group": group} for who, group in GROUPS.items()]
SAID = [
    {"coding": f"{who}{n}", "informant": who, "code": code, "valence": "absent", "about": "a|b"}
    for n, (who, code) in enumerate((("p", "x"), ("q", "x"), ("g", "y"), ("h", "y"), ("g", "x")))
]
TABLES: dict[str, list[dict[str, Any]]] = {
    "comparison": [{**SIDES, "first_present": "a b", "second_present": "c"},
                   {**SIDES, "code": "y", "verdict": "only_second", "second_present": "c"}],
    "configurations": [
        {"comparison": "c", "site": "a", "side": "first", "from": "", "to": "2012-09-30"},
        {"comparison": "c", "site": "a", "side": "second", "from": "2012-10-01", "to": None},
    ],
    "interface_barriers": [BARRIER, {**BARRIER, "verdict": "some", "present": "a"}],
    "rollup": [{**TOLD, "unit": "a", "present": 1}, {**TOLD, "unit": "b", "present": 3},
               {**TOLD, "unit": "a", "theme": "y", "present": 0},
               {**TOLD, "unit": "b", "theme": "y", "present": 0}],
    "records_aggregates": [{"aggregate": "m", "among": "a", "value": 1.0},
                           {"aggregate": "m", "among": "b", "value": 2.0}],
    "nest_links": [LINK, {**LINK, "mechanism": "y", "lacks": "support", "ring": "other"}],
    "nest_behind": [{**LINK, "mechanism": "z", "ring": "non_organisational"}],
    "nest_shaped": [EDGE], "consensus": SAID, "informants": PEOPLE,
    "links": [{"from": "y", "to": "x", "evidence": "g2 h3 lost"}],
    "units": [{"unit": "a|b", "level": "governance"}, {"unit": "a", "level": "other"}],
    "tests": [{"test": "x", "verdict": "differs", "p": 0.01}],
}  # fmt: skip
DAYS = {"2012-09-30": {"first": ["a"], "second": []}, "2012-10-01": {"first": [], "second": ["a"]}}
LATER = {"2012-10-02": DAYS["2012-09-30"]}
OF = {"between": [0.6, 0.7], "of": "tellers"}
KNOWN: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {  # a case that is found, and what isn't
    "sides": ({"comparison": "c", "code": "x", "least": {"first_present": 2}},
              {"none": ["second_present"]}),
    "differs": ({"comparison": "c", "code": "y", "verdict": "only_second"}, {"code": "x"}),
    "configuration": ({"comparison": "c", "at": DAYS}, {"at": LATER}),
    "barriers": ({"interface": "i", "all": [1], "some": {2: ["a"]}}, {"all": [1, 2], "some": {}}),
    "not_applicable": ({"interface": "i", "sites": ["d"], "until": "2012-09-30"},
                       {"sites": ["c", "d"]}),
    "everywhere": ({"code": "x", "says_it": "present", "least": 1}, {"least": 2}),
    "more": ({"code": "x", "than": "y"}, {"code": "y", "than": "x"}),
    "overall": ({"code": "x", **OF}, {"of": "patients"}),
    "between_sites": ({"code": "x", "of": "tellers", "low": ["a"], "high": ["b"]},
                      {"low": ["b"], "high": ["a"]}),
    "aggregates": ({"aggregate": "m", "low": ["a"], "high": ["b"]}, {"high": ["b", "c"]}),
    "between_units": ({"codes_any": ["x"], "about": "a|b", "least": 2}, {"least": 3}),
    "explains": ({"code": "x", "experience": "f-", "ring": "r", "status": "offered"},
                 {"status": "explained"}),
    "shaped": ({"code": "x", "factor": "y absent", "status": "explained", "sites": ["a"]},
               {"factor": "y"}),
    "link_evidence": ({"code": "y", "to": "x", "least": 2}, {"least": 3}),
    "behind": ({"code": "y", "least": 2, "patients_at_most": 0}, {"code": "x", "least": 1}),
    "outside": ({"code": "z"}, {"code": "y"}),
    "governance": ({"code": "y", "least": 2}, {"least": 3}),
    "tested": ({"code": "x", "verdicts": ["differs"]}, {"verdicts": ["no_difference_shown"]}),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_found_where_the_tables_say_so_and_only_there(kind: str) -> None:
    case, other = KNOWN[kind]
    assert found({"kind": kind, **case}, TABLES).found
    answer = found({"kind": kind, **case, **other}, TABLES)
    assert not answer.found
    assert answer.why


def test_a_mechanism_that_lacks_support_is_not_even_offered() -> None:
    case = {"kind": "explains", "code": "y", "experience": "f-", "status": "offered"}
    assert not found({**case, "ring": "other"}, TABLES).found


def test_a_mechanism_explains_in_its_ring_alone() -> None:
    case = {"kind": "explains", "code": "x", "experience": "f-", "status": "offered"}
    assert found({**case, "ring": "r"}, TABLES).found
    assert not found({**case, "ring": "other"}, TABLES).found


def test_a_difference_has_its_side() -> None:
    """One that the other side has instead isn't the one that was published."""
    row = {**SIDES, "verdict": "only_second", "first_absent": "a", "second_present": "c"}
    swapped = {**SIDES, "verdict": "only_first", "first_present": "a", "second_absent": "c"}
    case = {"kind": "differs", "comparison": "c", "code": "x", "verdict": "only_second"}
    assert found(case, {"comparison": [row]}).found
    assert not found(case, {"comparison": [swapped]}).found
    assert not found(case, {"comparison": [row, swapped]}).found


def test_a_barrier_beyond_those_listed_is_noticed() -> None:
    case = {"interface": "i", "all": [1], "some": {}}
    assert found({"kind": "barriers", **case}, TABLES).found
    assert beyond(case, TABLES) == {2: ["a"]}
    assert beyond({**case, "some": {2: []}}, TABLES) == {}


def test_what_patients_tell_of_is_not_behind_the_scenes() -> None:
    case = {"kind": "behind", "code": "x", "least": 1}
    assert found({**case, "patients_at_most": 2}, TABLES).found
    assert not found({**case, "patients_at_most": 1}, TABLES).found


def test_a_mark_may_be_of_some_codes_only() -> None:
    marked = {"id": "a", "codes": ["x", "y"], "by_chance": {"often": ["x"]}, "rests_on": "links"}
    cases = cases_of([marked])
    assert [cases[name].get("by_chance") for name in ("a:x", "a:y")] == ["often", None]
    assert {case["rests_on"] for case in cases.values()} == {"links"}


def test_a_finding_of_several_codes_is_a_case_for_each() -> None:
    cases = cases_of([{"id": "a", "codes": ["x", "y absent"]}, {"id": "b", "code": "z"}])
    assert {name: case["code"] for name, case in cases.items()} == {
        "a:x": "x", "a:y_absent": "y absent", "b": "z",
    }  # fmt: skip


def test_every_finding_says_what_was_published_and_where() -> None:
    assert all(case["says"] and case["place"] for case in CASES.values())
    assert {case["kind"] for case in CASES.values()} == set(KINDS)
