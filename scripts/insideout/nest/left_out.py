"""Why a coding has no part in the nest: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

NOBODY = "only an interviewer says it"
OTHERS = "experience told by somebody else than those whose experience is explained"
UNCLEAR = "it has no valence: present, absent or mixed"
HOMELESS = "whoever tells it belongs to no single site"
NO_SITE = "what it is about reaches no site"
THEN = "what it is about reached no site at the time told of"
NO_RING = "it is about no ring around the patients"
WITHIN = "its mechanism doesn't count in its ring"


def rows(found: Iterable[tuple[Mapping[str, Any], str]]) -> list[dict[str, Any]]:
    """Rows of the table `nest_left_out`, of codings with their reasons."""
    names = ("coding", "code", "source", "informant", "about")
    return sorted(
        ({name: coding[name] for name in names} | {"reason": reason} for coding, reason in found),
        key=lambda row: (row["source"], row["coding"]),
    )
