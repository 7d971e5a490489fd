"""The patterns by site, with the records as a second witness."""

from __future__ import annotations

from dataclasses import replace

from insideout.report import experience
from insideout.report.data import Data
from insideout.report.evidence import Evidence


def patterns(data: Data) -> str:
    return experience.includes(data, Evidence(data, {"evidence.qmd"}))["patterns"]


def test_records_stand_beside_the_pattern(told: Data) -> None:
    text = patterns(told)
    assert "2 of 3; .10–.90<br>records agree (4)" in text
    assert "records differ (1)" in text
    assert "second witness" in text


def test_without_records_nothing_is_said_of_them(told: Data) -> None:
    rows = [row | {"record": ""} for row in told.nest["nest_patterns"]]
    assert "ecord" not in patterns(replace(told, nest={**told.nest, "nest_patterns": rows}))


def test_features_are_told_of_site_by_site(told: Data) -> None:
    text = experience.across(told)
    assert "present at East; absent at West" in text
    assert "not told at North" in text
    assert "**Reviews**: nobody told of it." in text
