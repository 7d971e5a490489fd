"""The cases of a test, from every table that a variable may come from."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from insideout.informants import informants_of
from insideout.reader import framed
from insideout.tables.agreement import CONSENSUS
from insideout.tables.declare import Table
from insideout.tables.inputs import INFORMANTS, MEMBERSHIPS, PATIENTS, RESPONSES, UNITS
from insideout.tables.outputs import CODEBOOK, TURNS
from insideout.tables.records import RECORDS_PATIENTS
from insideout.test.cases import Tables, case_table, code_values, complete, counted
from insideout.test.variables import key_of

SITE = {"attribute": "site"}
CODES = [("continuity", ""), ("same_person", "continuity"), ("same_nurse", "same_person"),
         ("costs", "")]  # fmt: skip


def rows(table: Table, *found: dict[str, Any]) -> pd.DataFrame:
    return framed(found, table)


def tables(**given: Any) -> Tables:
    codes = rows(CODEBOOK, *({"code": code, "parent": parent} for code, parent in CODES))
    return Tables(**{"informants": rows(INFORMANTS), "codings": rows(CONSENSUS),
                     "codebook": codes} | given)  # fmt: skip


def people(*found: tuple[str, str, str], **more: list[str]) -> pd.DataFrame:
    """Informants of (id, group, unit), and attributes beyond the declared ones."""
    made = [{"informant": who, "group": group, "unit": unit} for who, group, unit in found]
    for name, values in more.items():
        for row, value in zip(made, values, strict=True):
            row[name] = value
    return rows(INFORMANTS, *made)


def told_of(*found: tuple[str, str, str]) -> pd.DataFrame:
    return rows(CONSENSUS, *({"informant": i, "code": c, "valence": v} for i, c, v in found))


def asking(outcome: dict[str, Any], by: dict[str, Any] = SITE, **more: Any) -> dict[str, Any]:
    return {"id": "t", "unit": "informant", "group": "patient", "outcome": outcome,
            "by": by} | more  # fmt: skip


PLACES = {
    "units": rows(
        UNITS, {"unit": "east", "kind": "site"}, {"unit": "west", "kind": "site"},
        {"unit": "east_1", "kind": "practice", "ownership": "charity"},
        {"unit": "west_1", "kind": "surgery", "service_role": "first_responder",
         "ownership": "public"},
        {"unit": "hospital", "kind": "trust", "ownership": "state"},
    ),
    "memberships": rows(
        MEMBERSHIPS, {"unit": "east_1", "parent": "east"}, {"unit": "west_1", "parent": "west"},
        {"unit": "hospital", "parent": "west"},
    ),
}  # fmt: skip


def test_patients_attribute_wins_and_informants_fill_in() -> None:
    who = people(("p2", "patient", ""), ("p1", "patient", ""), ("p3", "patient", ""),
                 ("n1", "nurse", ""), site=["east", "east", "west", "east"])  # fmt: skip
    more = rows(PATIENTS, {"patient": "p1", "age": 70, "site": "north", "eligible": True},
                {"patient": "p2", "site": "", "eligible": False})  # fmt: skip
    given = tables(informants=who, patients=more)
    found = case_table(given, asking({"attribute": "age"}, strata={"attribute": "eligible"}))
    assert found.to_dict("list") == {
        "case": ["p1", "p2", "p3"], "practice": ["", "", ""], "site": ["north", "east", "west"],
        "attribute age": ["70", "", ""], "attribute site": ["north", "east", "west"],
        "attribute eligible": ["yes", "no", ""],
    }  # fmt: skip


def test_cases_have_the_practice_and_site_that_they_belong_to() -> None:
    who = people(("p1", "patient", "west_1"), ("p2", "patient", "hospital"),
                 ("p3", "patient", "east"), ("p4", "patient", "east_1"))  # fmt: skip
    registered = rows(PATIENTS, {"patient": "p4", "practice": "west_1"})
    given = tables(informants=who, patients=registered, **PLACES)
    found = case_table(given, asking({"attribute": "ownership"}))
    assert found["practice"].tolist() == ["west_1", "", "", "west_1"]
    assert found["site"].tolist() == ["west", "west", "east", "west"]
    assert found["attribute ownership"].tolist() == ["public", "state", "", "public"]
    assert found["attribute site"].tolist() == found["site"].tolist()


def test_patients_are_cases_whether_or_not_they_speak() -> None:
    given = tables(
        informants=people(("p1", "patient", ""), ("p2", "patient", "")),
        patients=rows(PATIENTS, {"patient": "p3"}, {"patient": "p1"}, {"patient": "p2"}),
        codings=told_of(("p1", "costs", "absent")),
        measures=rows(RECORDS_PATIENTS, {"patient": "p3", "usual_gp": True, "upc": 0.5},
                      {"patient": "p1", "usual_gp": False}),
        responses=rows(RESPONSES, {"informant": "p3", "item": "plan", "value": "often"},
                       {"informant": "p2", "item": "plan", "value": "can't say"},
                       {"informant": "p1", "item": "letters", "value": "often"}),
        items={"plan": {"scale": ["often", "never"], "aside": ["can't say"]}},
    )  # fmt: skip
    told_or_not = {"code": "costs", "told": False}
    found = case_table(given, asking({"measure": "usual_gp"}, told_or_not, unit="patient",
                                      strata={"item": "plan"}))  # fmt: skip
    assert found["case"].tolist() == ["p1", "p2", "p3"]
    assert found["measure usual_gp"].tolist() == ["no", "", "yes"]
    assert found[key_of(told_or_not)].tolist() == ["absent", "not_told", ""]
    assert found["item plan"].tolist() == ["", "", "often"]
    other = case_table(given, asking({"measure": "upc"}, {"item": "plan"}, unit="patient"))
    assert other["measure upc"].tolist() == ["", "", "0.5"]
    assert complete(other, asking({"measure": "upc"}, {"item": "plan"}))["case"].tolist() == ["p3"]


def test_answers_have_a_place_in_their_scale() -> None:
    given = tables(
        patients=rows(PATIENTS, *({"patient": f"p{n}"} for n in range(4))),
        responses=rows(RESPONSES, *({"informant": f"p{n}", "item": "plan", "value": value}
                       for n, value in enumerate(("never", "often", "can't say", "at times")))),
        items={"plan": {"scale": ["often", "at times", "never"], "aside": ["can't say"]}},
    )  # fmt: skip
    found = case_table(given, asking({"item": "plan"}, {"attribute": "age"}, unit="patient"))
    assert found["item plan"].tolist() == ["never", "often", "", "at times"]
    assert found["place plan"].tolist() == ["3", "1", "", "2"]


def test_a_case_tells_of_a_code_by_it_and_all_codes_below() -> None:
    who = people(*((f"p{n}", "patient", "") for n in range(1, 7)), ("n1", "nurse", ""))
    said = told_of(
        ("p1", "continuity", "present"), ("p1", "same_nurse", "present"),
        ("p2", "same_person", "present"), ("p2", "same_nurse", "absent"),
        ("p3", "same_nurse", "absent"), ("p3", "continuity", ""), ("p4", "continuity", ""),
        ("p5", "costs", "present"), ("", "continuity", "present"), ("n1", "continuity", "absent"),
        ("p6", "continuity", "mixed"), ("p6", "continuity", "present"),
    )  # fmt: skip
    both = {"code": "continuity", "told": False}
    found = case_table(tables(informants=who, codings=said),
                       asking({"code": "continuity", "told": True}, both,
                               strata={"code": "same_person"}))  # fmt: skip
    expected = ["present", "mixed", "absent", "coded", "", "mixed"]
    assert list(found["code continuity"]) == expected
    assert list(found[key_of(both)]) == [v or "not_told" for v in expected]
    assert list(found["code same_person"]) == ["present", "mixed", "absent", "", "", ""]


def test_an_attribute_and_a_code_of_one_name_are_two_variables() -> None:
    given = tables(informants=people(("p1", "patient", ""), costs=["high"]))
    found = case_table(given, asking({"attribute": "costs"}, {"code": "costs", "told": False}))
    assert found.iloc[0].tolist() == ["p1", "", "", "high", "not_told"]


def test_counts_keep_groups_and_values_of_nobody_with_both() -> None:
    cases = pd.DataFrame({"by": ["a", "a", "b", "c", ""], "value": ["x", "y", "x", "", "z"]})
    counts = counted(cases, "value", "by")
    assert counts.to_dict("index") == {
        "a": {"x": 1, "y": 1, "z": 0}, "b": {"x": 1, "y": 0, "z": 0},
        "c": {"x": 0, "y": 0, "z": 0},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("valences", "status"),
    [([""], "coded"), (["", "absent"], "absent"), (["present", "absent"], "mixed")],
)
def test_what_a_case_tells_of_a_code(valences: list[str], status: str) -> None:
    rows = [{"coding": f"c{n}", "code": "a", "informant": "P1", "valence": v, "source": "s"}
            for n, v in enumerate(valences)]  # fmt: skip
    book = framed([{"code": "a", "parent": "", "name": "A"}], CODEBOOK)
    assert code_values(framed(rows, CONSENSUS), book, "a") == {"P1": status}


def test_informants_without_a_table_are_those_who_speak() -> None:
    turns = rows(TURNS, *({"informant": name} for name in ("p2", "", "p1", "p2")))
    made = informants_of([], turns)
    assert list(made.columns) == INFORMANTS.names
    assert made[["informant", "group"]].to_numpy().tolist() == [
        ["p1", "informant"], ["p2", "informant"],
    ]  # fmt: skip


def test_groups_are_in_the_order_of_the_table_of_units() -> None:
    units = rows(
        UNITS, {"unit": "west", "kind": "site"}, {"unit": "east", "kind": "site"},
        *({"unit": f"p{n}", "kind": "practice", "size": size}
          for n, size in enumerate(["small", "average", "large"])),
    )  # fmt: skip
    members = rows(MEMBERSHIPS, *({"unit": f"p{n}", "parent": "east" if n else "west"}
                                  for n in range(3)))  # fmt: skip
    who = people(*((f"i{n}", "patient", f"p{n}") for n in (2, 0, 1)))
    given = tables(informants=who, units=units, memberships=members)
    size = {"attribute": "size"}
    cases = case_table(given, asking(size))
    counts = counted(cases, key_of(size), key_of(SITE))
    assert list(counts.index) == ["west", "east"]
    assert list(counts.columns) == ["small", "average", "large"]


def test_answers_are_in_the_order_of_their_scale_whichever_variable_they_are() -> None:
    scale = ["often", "seldom", "never"]
    answers = rows(RESPONSES, *({"informant": f"i{n}", "item": "plan", "value": value}
                                for n, value in enumerate(scale)))  # fmt: skip
    who = people(*((f"i{n}", "patient", "") for n in range(3)), age=["70", "80", "90"])
    given = tables(informants=who, responses=answers, items={"plan": {"scale": scale}})
    plan, age = {"item": "plan"}, {"attribute": "age"}
    cases = case_table(given, asking(age, plan))
    assert list(counted(cases, key_of(age), key_of(plan)).index) == scale
    assert list(counted(cases, key_of(plan), key_of(age)).columns) == scale
