"""The examples of the pages on the nest and on comparisons are sound, and do what is said."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from insideout.compare.configurations import comparison, configurations
from insideout.compare.problems import compare_problems, service_problems
from insideout.compare.providers import ground
from insideout.designs import CODING
from insideout.nest.problems import link_problems, names_of, nest_problems
from insideout.rows import Row, read_rows
from insideout.schema import schema_of, with_defaults
from insideout.tables.inputs import LINKS, SERVICES

DOCS = Path(__file__).parents[2] / "docs"


def settings(page: str) -> dict[str, Any]:
    """The keys of the study file that a page shows, with defaults; they keep to the schema."""
    schema = schema_of()
    shown = yaml.safe_load(blocks(page, "yaml")[0])
    part = {**schema, "required": []}
    assert [error.message for error in Draft202012Validator(part).iter_errors(shown)] == []
    filled: dict[str, Any] = with_defaults(shown, part, schema)
    return filled


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)


@pytest.fixture
def services(tmp_path: Path) -> list[Row]:
    (tmp_path / "services.csv").write_text(blocks("comparison.md", "csv")[0], "utf-8")
    rows, problems = read_rows(tmp_path / "services.csv", SERVICES)
    assert problems == service_problems("services.csv", rows) == []
    return rows


def test_the_comparison_that_is_shown_names_nothing_unknown(services: list[Row]) -> None:
    shown = settings("comparison.md")
    units = [{"unit": "weir_practice", "kind": "practice", "ownership": "corporate"}]
    codes, features = {"letters_lost", "managers_choice"}, {"same_person"}
    nest = {"mechanisms": ["organisation"]}
    told = [row.cells for row in services]
    of = {"file": "study.yaml", "lines": {}}
    assert compare_problems(shown["compare"], nest, units, told, codes, features, **of) == []


def test_the_towns_stand_on_the_sides_that_the_page_says(services: list[Row]) -> None:
    units = {row["unit"]: str(row["unit"]).partition("_")[0] for row in services}
    places = [{"unit": site, "kind": "site", "level": ""} for site in sorted(set(units.values()))]
    places += [{"unit": unit, "kind": "provider", "level": "organisation"} for unit in units]
    members = [{"unit": unit, "parent": site, "from": "", "to": ""} for unit, site in units.items()]
    told = [{name: str(value or "") for name, value in row.cells.items()} for row in services]
    asked = settings("comparison.md")["compare"]["comparisons"][0]
    made = configurations([comparison(asked, ground(places, members, told))])
    assert [(row["site"], row["side"], row["from"], row["to"]) for row in made] == [
        ("ford", "second", "", ""),
        ("weir", "first", "2011-01-01", ""),
        ("weir", "second", "", "2010-12-31"),
    ]


def test_the_links_and_rings_that_are_shown_name_nothing_unknown(tmp_path: Path) -> None:
    shown = settings("nest.md")
    (tmp_path / "links.csv").write_text(blocks("nest.md", "csv")[0], "utf-8")
    links, problems = read_rows(tmp_path / "links.csv", LINKS)
    assert problems == []
    book = [
        {"code": code, "parent": parent, "feature": ""}
        for code, parent in {"experience": "", "organisation": "", "pooled_list": "organisation",
                             "front_desk": "organisation", "payment_by_target": ""}.items()
    ]  # fmt: skip
    rows, files = {"links": links}, {"links": "links.csv"}
    found = nest_problems(
        "study.yaml", {}, shown["nest"], shown["levels"], book, rows, files, {"weir_network"}
    )
    assert found == []
    assert link_problems("links.csv", links, names_of(shown["nest"], book, [])) != []
    cited = " ".join(f"{row['evidence'] or ''} {row['counter_evidence'] or ''}" for row in links)
    assert cited.split()
    assert all(CODING.fullmatch(name) for name in cited.split())
