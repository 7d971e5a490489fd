"""What a finding of findings.yaml is, and the answer to whether it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Case = Mapping[str, Any]
MARKS = ("by_chance", "rests_on")  # of a finding, or of some of its codes: {often: [code]}
OF_PATIENTS = ("patient", "companion")  # groups of informants


class Found(NamedTuple):
    """Whether a finding was found, and what the tables say of it."""

    found: bool
    why: str


def cases_of(findings: Sequence[Case]) -> dict[str, Case]:
    """Each finding by its id; one with several codes (or factors) as a case for each, `id:code`."""
    cases: dict[str, Case] = {}
    for finding in findings:
        for many, one in (("codes", "code"), ("codes_factor", "factor")):
            if many in finding:
                named = {str(n).replace(" ", "_"): n for n in finding[many]}
                for name, value in named.items():
                    cases[f"{finding['id']}:{name}"] = _marked(finding, one, value)
                break
        else:
            cases[finding["id"]] = finding
    return cases


def _marked(finding: Case, one: str, value: Any) -> Case:
    """The case of one code; of marks that only some codes have, its own."""
    case: dict[str, Any] = {**finding, one: value}
    for mark in MARKS:
        if isinstance(given := case.pop(mark, None), Mapping):
            given = next((said for said, codes in given.items() if value in codes), None)
        if given:
            case[mark] = given
    return case


def words(value: Any) -> list[str]:
    """What a cell lists, by spaces."""
    return str(value or "").split()


def stated(name: str) -> tuple[str, str]:
    """Code and valence of `code` or `code absent`."""
    code, _, valence = name.partition(" ")
    return code, valence or "present"


def groups(tables: Tables) -> dict[str, str]:
    """The group of each informant."""
    return {row["informant"]: row["group"] for row in tables["informants"]}
