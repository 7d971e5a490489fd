"""Interview and record in the report: how far they agree, and what a record can ever deny."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report import witnesses
from insideout.report.data import Data
from insideout.tables.statistics import WITNESS_AGREEMENT


def cells(text: str, label: str) -> list[str]:
    """The cells of the row of a pipe table that starts with a label."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {label} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kappa": -0.1, "kappa_low": -0.5, "kappa_high": 0.3, "mcnemar_p": 0.5},
         "*n* = 12; κ = −.10 (−.50 to .30); McNemar *p* = .500 |"),
        ({"note": "both say present or absent of 4 only"},
         "*n* = 12; both say present or absent of 4 only |"),
        ({"kappa": 1.0, "kappa_low": 1.0, "kappa_high": 1.0, "mcnemar_p": 0.0001},
         "*n* = 12; κ = 1.00, without an interval; McNemar *p* < .001 |"),
        ({"kappa": 0.0, "note": "it always says present"},
         "*n* = 12; κ = .00, without an interval; it always says present |"),
    ],
)  # fmt: skip
def test_agreement_of_witnesses_is_told_or_left_out(
    rich: Data, more: dict[str, Any], told: str
) -> None:
    counts = dict.fromkeys(("patients", "corroborated", "contradicted", "partly",
                            "interview_silent", "record_silent", "both_silent"), 3)  # fmt: skip
    row = {"feature": "same_person", "n": 12} | counts | more
    data = replace(
        rich, statistics={"witness_agreement": records(framed([row], WITNESS_AGREEMENT))}
    )
    assert told in witnesses.agreement(data)
    assert witnesses.agreement(rich) == ""


WITNESS_RULES = {
    "same_person": {"measure": "usual_gp"}, "plan": {"present": ["care_plans", "reviewed"]},
    "told": {"present": ["information_good"], "absent": ["information_missing"]},
}  # fmt: skip


def test_the_rules_say_what_a_record_can_deny_and_what_it_never_can(rich: Data) -> None:
    data = replace(rich, study=rich.study | {"witnesses": WITNESS_RULES})
    text = witnesses.rules(data)
    assert cells(text, "Plan") == [
        (
            "there are any encounters that mention a care plan\\; or any recall or review"
            " \\(medication apart\\)"
        ),
        "never",
    ]
    assert cells(text, "Same person")[1].endswith("is no")
    assert "missing" in cells(text, "Told")[1]
    told = witnesses.never_denied(data)
    assert "Of plan the record can never say" in told
    assert "no feature at all" not in told
    alone = replace(rich, study=rich.study | {"witnesses": {"plan": WITNESS_RULES["plan"]}})
    assert "no feature at all" in witnesses.never_denied(alone)
    assert (witnesses.rules(rich), witnesses.never_denied(rich)) == ("", "")
