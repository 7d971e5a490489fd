"""Who met the criteria of inclusion, and what can't be right in the table of patients."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.attributes import as_text, number

Criterion = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]
Finding = dict[str, Any]


def met(value: str, criterion: Criterion) -> str:
    """Whether a value meets a criterion: yes, no, or unknown (an empty cell, a word for a number).

    A criterion has a `minimum`, a `maximum` (both included), or the values `any_of`.
    """
    if not value:
        return "unknown"
    if criterion.get("any_of"):
        return "yes" if value in criterion["any_of"] else "no"
    size = number(value)
    if size is None:
        return "unknown"
    low, high = criterion.get("minimum", -math.inf), criterion.get("maximum", math.inf)
    return "yes" if low <= size <= high else "no"


def eligibility(patients: Rows, criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Each patient and criterion (rows of the table `eligibility`)."""
    return [
        {
            "patient": patient["patient"], "criterion": criterion["id"],
            "label": criterion["label"], "value": value, "met": met(value, criterion),
            "exception": patient.get("exception") or "",
        }
        for patient in patients for criterion in criteria
        for value in [as_text(patient.get(criterion["attribute"]))]
    ]  # fmt: skip


def patient_findings(patients: Rows, judged: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """What can't be right or is doubtful; `judged`: rows of the table `eligibility`."""
    failed: dict[str, list[str]] = {}
    for row in judged:
        if row["met"] == "no":
            failed.setdefault(row["patient"], []).append(row["label"])
    return [each for patient in patients for each in _of_one(patient, failed)]


def _of_one(patient: Mapping[str, Any], failed: Mapping[str, list[str]]) -> list[Finding]:
    who, reason = patient["patient"], patient.get("exception")
    missed, stated = ", ".join(failed.get(who, [])), patient.get("eligible")
    found = []
    if missed and stated:
        found.append(("eligible", "eligible: no, since a criterion isn't met", missed, "doubtful"))
    if stated is False and not reason:
        found.append(("exception", "why a patient was kept who isn't eligible", "no reason",
                      "doubtful"))  # fmt: skip
    if stated is False and failed and not missed:
        found.append(("eligible", "a criterion that isn't met", "every known one is", "doubtful"))
    died, interviewed = patient.get("died"), patient.get("interviewed")
    if died and interviewed and str(died) < str(interviewed):
        found.append(("died", f"a death after the interview on {interviewed}", str(died),
                      "impossible"))  # fmt: skip
    return [
        {"check": "patients", "about": "patients", "where": who, "column": column,
         "expected": expected, "found": there, "count": 1, "weight": weight}
        for column, expected, there, weight in found
    ]  # fmt: skip
