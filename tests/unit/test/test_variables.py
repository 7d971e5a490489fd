"""What a declared test may name, and what may be wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from insideout.attributes import attributes_of, in_order, number
from insideout.test.variables import declared_number, declared_problems, key_of, name_of

SITE = {"attribute": "site", "told": True}
CONTINUITY = {"code": "continuity", "told": True}
CODES, GROUPS = ["continuity", "costs"], {"patient", "nurse"}


def declared(**changed: Any) -> dict[str, Any]:
    return {"id": "a_test", "asks": "Does it differ?", "unit": "informant", "group": "patient",
            "method": "auto", "outcome": CONTINUITY, "by": SITE} | changed  # fmt: skip


def problems(*tests: dict[str, Any], **known: Any) -> list[Any]:
    return declared_problems(tests, ["site", "age"], CODES, GROUPS, "config/a.yaml", **known)


@pytest.mark.parametrize(
    ("changed", "place", "words"),
    [
        ({"outcome": CONTINUITY | {"code": "continuty"}}, ".outcome.code", "`continuity`"),
        ({"outcome": SITE}, "", "'site' twice"),
        ({"outcome": SITE | {"told": False}}, "", "'site' twice"),
        ({"group": "patients"}, ".group", "`patient`"),
        ({"by": {"told": True}}, ".by", "none of them"),
        ({"by": SITE | {"code": "costs"}}, ".by", "attribute and code"),
        ({"by": {"attribute": "cite"}}, ".by.attribute", "patients, informants or units: site"),
        ({"outcome": {"measure": "usual_gp"}}, ".outcome.measure", "medical records (`records`)"),
        ({"outcome": {"item": "satisfied"}}, ".outcome.item", "a closed item"),
        ({"method": "cmh"}, ".strata", "holds it constant"),
        ({"method": "fisher", "strata": {"attribute": "age"}}, ".strata", "method fisher"),
        ({"strata": SITE}, "", "'site' twice"),
        ({"strata": {"code": "cost"}}, ".strata.code", "`costs`"),
        ({"unit": "patient"}, ".unit", "no table of them"),
    ],
)  # fmt: skip
def test_what_a_declared_test_can_have_wrong(
    changed: dict[str, Any], place: str, words: str
) -> None:
    [problem] = problems(declared(**changed), patients=False)
    assert (problem.file, problem.column) == ("config/a.yaml", f"tests.a_test{place}")
    assert words in str(problem)


def test_every_kind_of_variable_is_known_by_its_own_list() -> None:
    test = declared(unit="patient", outcome={"measure": "usual_gp"}, by={"item": "satisfied"},
                    strata={"attribute": "age"})  # fmt: skip
    assert not problems(test, measures=["usual_gp"], items=["satisfied"])
    [problem] = problems(test, measures=["usual_gps"], items=["satisfied"])
    assert problem.hint == "did you mean `usual_gps`?"
    assert problem.expected == "a column of records_patients"


def test_the_second_of_two_ids_is_told_of() -> None:
    [problem] = problems(declared(), declared())
    assert problem.expected == "an id no other test has"


def test_attributes_are_columns_of_three_tables_and_the_site() -> None:
    tables = ["informant", "group"], ["patient", "age"], ["unit", "ownership"]
    assert attributes_of(*tables) == ["age", "group", "ownership", "site"]
    assert attributes_of(*tables[:2]) == ["age", "group"]


def test_names_and_keys() -> None:
    assert [name_of(v) for v in (SITE, CONTINUITY, {"item": "x"}, {})] == [
        "site", "continuity", "x", "",
    ]  # fmt: skip
    assert key_of({"code": "site"}) != key_of(SITE)
    assert key_of(CONTINUITY | {"told": False}) == "code continuity or not told"


@pytest.mark.parametrize(
    ("variable", "known"),
    [({"measure": "gps_seen"}, True), ({"measure": "usual_gp"}, False), ({"code": "age"}, None),
     ({"attribute": "age"}, True), ({"attribute": "sex"}, None), ({"measure": "upc"}, True)],
)  # fmt: skip
def test_tables_declare_what_is_a_number(variable: dict[str, str], known: bool | None) -> None:
    assert declared_number(variable) is known


def test_values_are_in_order_numbers_by_size() -> None:
    assert in_order(["10", "b", "9", "-1.5", "a", "9"]) == ["-1.5", "9", "10", "a", "b"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), (" 3", None), ("-.5", -0.5), ("1e3", 1000), ("1e999", None), ("nan", None),
     ("3,5", None), ("1_000", None), ("٣", None), ("", None)],
)  # fmt: skip
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value
