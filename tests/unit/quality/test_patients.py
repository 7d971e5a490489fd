"""Criteria of inclusion, and what can't be right in the table of patients."""

from typing import Any

import pytest

from insideout.quality.patients import eligibility, met, patient_findings

CRITERIA = [
    {"id": "age", "label": "65 or older", "attribute": "age", "minimum": 65},
    {"id": "home", "label": "lives at home", "attribute": "lives", "any_of": ["own_home"]},
]


def patient(**cells: Any) -> dict[str, Any]:
    return {"patient": "A1", "age": 70, "lives": "own_home", "eligible": True, "exception": None,
            "died": None, "interviewed": None} | cells  # fmt: skip


@pytest.mark.parametrize(
    ("value", "criterion", "judged"),
    [("65", {"minimum": 65}, "yes"), ("64", {"minimum": 65}, "no"),
     ("", {"minimum": 65}, "unknown"),
     ("old", {"minimum": 65}, "unknown"), ("64", {"maximum": 64}, "yes"),
     ("own_home", {"any_of": ["own_home"]}, "yes"), ("ward", {"any_of": ["own_home"]}, "no")],
)  # fmt: skip
def test_a_criterion_is_met_or_not_or_not_known(
    value: str, criterion: dict[str, Any], judged: str
) -> None:
    assert met(value, criterion) == judged


def test_each_patient_is_judged_by_each_criterion() -> None:
    rows = eligibility([patient(age=63)], CRITERIA)
    assert [(r["criterion"], r["value"], r["met"]) for r in rows] == [
        ("age", "63", "no"), ("home", "own_home", "yes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [
        ({"age": 63}, "eligible", "65 or older"),
        ({"age": 63, "eligible": False}, "exception", "no reason"),
        ({"died": "2012-01-01", "interviewed": "2012-02-01"}, "died", "2012-01-01"),
    ],
)
def test_what_does_not_fit_together_is_told(cells: dict[str, Any], column: str, found: str) -> None:
    one = patient(**cells)
    (odd,) = patient_findings([one], eligibility([one], CRITERIA))
    assert (odd["column"], odd["found"]) == (column, found)


def test_an_exception_with_a_reason_is_in_order() -> None:
    one = patient(age=63, eligible=False, exception="retired early")
    assert patient_findings([one], eligibility([one], CRITERIA)) == []
