"""Everything wrong with services and comparisons is told at once, with its place."""

import copy
import datetime
from typing import Any

import pytest
import yaml

from insideout.compare.problems import compare_problems, service_problems
from insideout.rows import Row
from insideout.schema import schema_of, schema_problems

SETTINGS: dict[str, Any] = {
    "comparisons": [
        {"id": "a", "asks": "?", "first": "x", "second": "y", "services": ["acute", "social"]},
        {"id": "b", "asks": "?", "first": "x", "second": "y", "attribute": "ownership",
         "is": ["public"], "kind": ["trust"], "where": {"country": ["GB"]}},
    ],
    "interfaces": [{"id": "i", "label": "?", "between": [["acute"], ["social"]]}],
    "barriers": ["silo"], "discretion": ["lead"],
    "truth_tables": [{"id": "t", "asks": "?", "cases": "site",
                      "conditions": {"A": {"services": ["acute", "social"]},
                                     "B": {"attribute": "ownership", "is": ["public"]}},
                      "outcome": {"feature": "reviews"}}],
}  # fmt: skip
UNITS = [{"unit": "e", "kind": "trust", "ownership": "public", "country": "GB"},
         {"unit": "f", "kind": "practice", "ownership": "corporate", "country": "SE"}]  # fmt: skip
SERVICES = [{"service": "acute"}, {"service": "social"}]


def told(
    settings: dict[str, Any], services: Any = SERVICES, nest: Any = "yes"
) -> list[tuple[str, str, str]]:
    found = compare_problems(
        settings, {"mechanisms": ["silo"]} if nest else None, UNITS, services, {"silo", "lead"},
        {"reviews"}, file="study.yaml", lines={("compare",): 7, ("compare", "barriers", 0): 20},
    )  # fmt: skip
    assert all(problem.file == "study.yaml" and problem.line for problem in found)
    assert all(problem.expected and problem.found for problem in found)
    return [(problem.column, problem.found, problem.hint) for problem in found]


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    settings = copy.deepcopy(SETTINGS)
    at: Any = settings
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return settings


def test_a_study_in_order_has_no_problem_nor_has_one_without_comparisons() -> None:
    assert told(SETTINGS) == []
    assert told({}) == []


@pytest.mark.parametrize(
    ("path", "value", "where", "found", "hint"),
    [
        (("comparisons", 0, "services", 1), "socail", "comparisons.0.services.1", "'socail'",
         "did you mean `social`?"),
        (("comparisons", 0, "services", 1), "acute", "comparisons.0.services", "'acute' twice", ""),
        (("comparisons", 1, "attribute"), "owner", "comparisons.1.attribute", "'owner'",
         "did you mean `ownership`?"),
        (("comparisons", 1, "is"), ["pubic"], "comparisons.1.is.0", "'pubic'",
         "did you mean `public`?"),
        (("comparisons", 1, "kind"), ["trusts"], "comparisons.1.kind.0", "'trusts'",
         "did you mean `trust`?"),
        (("comparisons", 1, "where"), {"contry": ["GB"]}, "comparisons.1.where.contry", "'contry'",
         "did you mean `country`?"),
        (("comparisons", 1, "where"), {"country": ["UK"]}, "comparisons.1.where.country.0", "'UK'",
         "known here: GB, SE"),
        (("comparisons", 1, "id"), "a", "comparisons.1.id", "'a'", "rename one"),
        (("interfaces", 0, "between"), [["acute"], ["acute"]], "interfaces.0.between",
         "'acute' on both", "take it out"),
        (("interfaces", 0, "between", 1), ["care"], "interfaces.0.between.1.0", "'care'",
         "known here: acute, social"),
        (("barriers",), ["silos"], "barriers.0", "'silos'", "did you mean `silo`?"),
        (("discretion",), ["leed"], "discretion.0", "'leed'", "did you mean `lead`?"),
        (("mechanisms",), ["silos"], "mechanisms.0", "'silos'", "did you mean `silo`?"),
        (("truth_tables", 0, "id"), "fits", "truth_tables.0.id", "'fits'", "tables/qca_fits.csv"),
        (("truth_tables", 0, "conditions"), {}, "truth_tables.0.conditions", "none", ""),
        (("truth_tables", 0, "conditions", "Outcome"), {"code": "silo"},
         "truth_tables.0.conditions.Outcome", "'Outcome'", "it becomes a column"),
        (("truth_tables", 0, "conditions", "one roof"), {"code": "silo"},
         "truth_tables.0.conditions.one roof", "'one roof'", "it becomes a column"),
        (("truth_tables", 0, "conditions", "a"), {"code": "silo"}, "truth_tables.0.conditions",
         "'a'", "capitals"),
        (("truth_tables", 0, "conditions", "C"), {"code": "silos"},
         "truth_tables.0.conditions.C.code", "'silos'", "did you mean `silo`?"),
        (("truth_tables", 0, "conditions", "A"), {"services": ["acute", "care"]},
         "truth_tables.0.conditions.A.services.1", "'care'", "known here"),
        (("truth_tables", 0, "conditions", "B"), {"attribute": "ownership", "is": ["own"]},
         "truth_tables.0.conditions.B.is.0", "'own'", "known here: corporate, public"),
        (("truth_tables", 0, "outcome"), {"feature": "review"}, "truth_tables.0.outcome.feature",
         "'review'", "did you mean `reviews`?"),
        (("truth_tables", 0, "kind"), ["trust"], "truth_tables.0.kind", '"[\'trust\']"',
         "add `cases: unit`"),
        (("truth_tables", 0, "conditions", "C"), {"one_organisation": True},
         "truth_tables.0.conditions.C.one_organisation", "'site'", "add `cases: interface`"),
        (("truth_tables", 0, "outcome"), {"one_organisation": True},
         "truth_tables.0.outcome.one_organisation", "'site'", "add `cases: interface`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(
    path: tuple[Any, ...], value: Any, where: str, found: str, hint: str
) -> None:
    ((column, said, help_),) = told(changed(path, value))
    assert (column, said) == (f"compare.{where}", found)
    assert hint in help_


def test_the_line_is_that_of_the_key_or_of_the_nearest_above_it() -> None:
    problems = compare_problems(
        changed(("barriers",), ["x"]) | {"discretion": ["y"]}, {}, UNITS, SERVICES, {"silo"},
        {"reviews"}, file="s", lines={("compare",): 7, ("compare", "barriers", 0): 20},
    )  # fmt: skip
    assert {(p.column, p.line) for p in problems} >= {
        ("compare.barriers.0", 20), ("compare.discretion.0", 7),
    }  # fmt: skip


def test_what_a_comparison_needs_and_the_study_lacks() -> None:
    lacking = told(SETTINGS, services=[], nest=None)
    assert [column.removeprefix("compare.") for column, *_ in lacking] == [
        "mechanisms", "comparisons.0", "truth_tables.0.conditions.A", "interfaces.0",
        "truth_tables.0.outcome.feature",
    ]  # fmt: skip
    (problem,) = told({"truth_tables": [SETTINGS["truth_tables"][0] | {"cases": "interface"}]})
    assert problem[0] == "compare.truth_tables.0.cases"


def test_interfaces_as_cases_may_be_of_one_organisation() -> None:
    settings = changed(("truth_tables", 0, "conditions"), {"A": {"one_organisation": True}})
    settings["truth_tables"][0]["cases"] = "interface"
    assert told(settings) == []


LEAST = """\
compare:
  comparisons:
    - {id: a, asks: "?", first: x, second: y, attribute: country}
  truth_tables:
    - {id: t, asks: "?", conditions: {A: {attribute: country}}, outcome: {one_organisation: false}}
"""


def test_an_attribute_without_values_is_told_by_the_schema() -> None:
    whole = schema_of()
    schema = {"$defs": whole["$defs"], "properties": {"compare": whole["properties"]["compare"]}}
    found = schema_problems(LEAST.encode(), yaml.safe_load(LEAST), schema, "study.yaml")
    assert {(p.line, p.column, p.found) for p in found} == {
        (3, "compare.comparisons.a.is", "nothing"),
        (5, "compare.truth_tables.t.conditions.A.is", "nothing"),
        (5, "compare.truth_tables.t.outcome.one_organisation", "False"),
    }
    filled = LEAST.replace("attribute: country", "attribute: country, is: [SE]")
    filled = filled.replace("false", "true")
    assert schema_problems(filled.encode(), yaml.safe_load(filled), schema, "study.yaml") == []


def test_all_at_once() -> None:
    settings = changed(("barriers",), ["silos"])
    settings["comparisons"][0]["services"] = ["acut", "socal"]
    settings["truth_tables"][0]["outcome"] = {"code": "x"}
    assert len(told(settings)) == 4


def service(line: int, unit: str, name: str, start: str = "", end: str = "") -> Row:
    days = [datetime.date.fromisoformat(day) if day else None for day in (start, end)]
    cells = {"unit": unit, "service": name, "from": days[0], "to": days[1]}
    return Row(line, cells)


@pytest.mark.parametrize(
    ("rows", "line", "column", "found"),
    [
        ([service(2, "e", "acute", "2012-02-01", "2012-01-01")], 2, "to", "'2012-01-01'"),
        ([service(2, "e", "acute"), service(3, "e", "acute", "2012-01-01")], 3, "from",
         "days that line 2 has too"),
        ([service(2, "e", "acute", "2012-01-01", "2012-06-30"),
          service(3, "e", "acute", "2011-01-01", "2012-01-01")], 2, "from",
         "days that line 3 has too"),
    ],
)  # fmt: skip
def test_services_that_overlap_or_end_before_they_begin(
    rows: list[Row], line: int, column: str, found: str
) -> None:
    (problem,) = service_problems("services.csv", rows)
    assert (problem.line, problem.column, problem.found) == (line, column, found)


def test_services_one_after_the_other_are_no_problem() -> None:
    rows = [
        service(2, "e", "acute", "2012-01-01", "2012-06-30"),
        service(3, "e", "acute", "2012-07-01"), service(4, "e", "social"), service(5, "f", "acute"),
    ]  # fmt: skip
    assert service_problems("services.csv", rows) == []
