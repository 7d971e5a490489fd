"""What a finding of findings.yaml is, and the answer to whether it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]
Case = Mapping[str, Any]
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
                cases |= {f"{finding['id']}:{n}": {**finding, one: v} for n, v in named.items()}
                break
        else:
            cases[finding["id"]] = finding
    return cases


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
