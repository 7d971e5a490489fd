"""What the methods chapter says of rings, rules and robustness."""

from __future__ import annotations

from dataclasses import replace

from insideout.report import robustness
from insideout.report.data import Data
from insideout.report.evidence import Evidence


def made(data: Data) -> dict[str, str]:
    return robustness.includes(data, Evidence(data, {"codebook.qmd"}))


def test_rules_are_data(told: Data) -> None:
    text = made(told)["nest-rules"]
    assert "<td>Same person</td><td>–</td><td>every ring</td>" in text
    assert "<td>–</td><td>Same person</td><td>care networks and governance</td>" in text
    assert "Money &lt;b&gt;" in text


def test_rings_stand_from_inside_to_outside(told: Data) -> None:
    text = made(told)["nest-rings"]
    order = ["First responders", "Outside organisations", "Care networks", "Governance"]
    places = [text.index(f"| {name} |") for name in order]
    assert places == sorted(places)


def test_what_breaks_most_is_named(told: Data) -> None:
    parts = made(told)
    row = "| Explained | Explanations | One informant left out | 1 | 0 | 2 | .50 |"
    assert row in parts["robustness"]
    assert "2 firm (.90 of them or more)" in parts["robustness"]
    assert "| N1 | One informant left out | 1 | 0 |" in parts["breaks"]


def test_suggestions_stand_apart_from_explanations(told: Data) -> None:
    row = dict(told.nest["nest_robustness"][0])
    shaped = {"edge": "shaped", "site": "east", "feature": "", "sign": "",
              "outer_ring": "governance",
              "ring": "care_network", "mechanism": "money", "valence": "absent",
              "factor": "tariffs", "factor_valence": "present", "basis": "theory",
              "breaks": "N1 N2"}  # fmt: skip
    weak = {"site": "west", "survived": 2, "breaks": "N2"}
    rows = [row, {**row, **weak}, {**row, **shaped}]
    parts = made(replace(told, nest={**told.nest, "nest_robustness": rows}))
    lines = [line for line in parts["robustness"].splitlines() if "One informant" in line]
    assert [line.split(" | ")[:2] for line in lines] == [
        ["| Explained", "Explanations"], ["| Suggested", "Explanations"],
        ["| Suggested", "What shaped them"],
    ]  # fmt: skip
    assert "| N1 | One informant left out | 1 | 1 |" in parts["breaks"]
    assert "| N2 | One informant left out | 0 | 2 |" in parts["breaks"]


def test_informant_and_source_that_break_the_same_are_one_line(told: Data) -> None:
    row = dict(told.nest["nest_robustness"][0])
    rows = [row, {**row, "kind": "source"}, {**row, "kind": "site", "breaks": "west"}]
    text = made(replace(told, nest={**told.nest, "nest_robustness": rows}))["breaks"]
    assert "| N1 | One informant left out, or one source left out | 1 | 0 |" in text
    assert r"| West \<i\> \*End\* | One site left out | 1 | 0 |" in text


def test_nothing_broken_is_said(told: Data) -> None:
    rows = [row | {"breaks": ""} for row in told.nest["nest_robustness"]]
    whole = replace(told, nest={**told.nest, "nest_robustness": rows})
    assert "Nothing that was left out or varied breaks" in made(whole)["breaks"]
    none = replace(told, nest={**told.nest, "nest_robustness": []})
    assert "No variation touches any edge." in made(none)["robustness"]
    assert made(none)["breaks"] == ""
