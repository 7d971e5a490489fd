"""What the report says of comparisons keeps to the rules of their tables."""

from types import SimpleNamespace
from typing import Any

import pytest

from insideout.report.comparison import interfaces
from insideout.report.sides import sides

NAMES = {"east": "East", "west": "West", "centre_1": "Centre one"}
EVIDENCE: Any = SimpleNamespace(code_html=str, html=str)
BARRIER = {"interface": "ac", "barrier": "silo", "verdict": "some", "present": "east", "absent": "",
           "contested": "", "silent": "", "not_applicable": "", "evidence": "",
           "counter_evidence": ""}  # fmt: skip


def data(**compared: Any) -> Any:
    study = {"compare": {"interfaces": [{"id": "ac", "label": "Acute and community"}]}}
    return SimpleNamespace(compared=compared, study=study, unit=lambda name: NAMES[name])


def test_a_unit_of_no_site_has_its_name() -> None:
    rows = [{"comparison": "c", "side": "first", "site": "centre_1"},
            {"comparison": "c", "side": "second", "site": "east"}]  # fmt: skip
    told = sides(data(configurations=rows), {"id": "c", "first": "abroad", "second": "here"})
    assert told == "**abroad**: Centre one. **here**: East."


@pytest.mark.parametrize(
    ("changed", "said", "unsaid"),
    [
        ({"verdict": "all"}, ["at all that have the interface<"], ["denied at none<", "at West<"]),
        ({"silent": "west"}, ["at some, denied at none<", "not reported at West<"], []),
        ({"absent": "west"}, ["at some<"], ["denied at none<", "reported"]),
        ({"contested": "west"}, ["at some<"], ["denied at none<"]),
    ],
)
def test_some_says_whether_the_others_deny_or_are_silent(
    changed: dict[str, str], said: list[str], unsaid: list[str]
) -> None:
    found = interfaces(data(interface_barriers=[BARRIER | changed]), EVIDENCE)
    assert all(words in found for words in said)
    assert not any(words in found for words in unsaid)
