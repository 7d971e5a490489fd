"""Why a coding has no part in the nest: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NOBODY = "only an interviewer says it"
OTHERS = "experience told by somebody else than those whose experience is explained"
UNCLEAR = "it has no valence: present, absent or mixed"
HOMELESS = "whoever tells it belongs to no single site"
NO_SITE = "what it is about reaches no site"
THEN = "what it is about reached no site at the time told of"
NO_RING = "it is about no ring around the patients"
WITHIN = "its mechanism doesn't count in its ring"
GONE = "a link cites it as evidence, and it isn't in the consensus (any more)"


def rows(found: Iterable[tuple[Mapping[str, Any], str]]) -> list[dict[str, Any]]:
    """Rows of the table `nest_left_out`, of codings with their reasons."""
    names = ("coding", "code", "source", "informant", "about")
    return sorted(
        ({name: coding[name] for name in names} | {"reason": reason} for coding, reason in found),
        key=lambda row: (row["source"], row["coding"]),
    )


def gone(
    unknown: Iterable[tuple[int, str]], links: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Rows for evidence that links cite and the consensus doesn't have, each once.

    It may have been dropped or changed, its source withdrawn, or its id mistyped. `unknown`: the
    place of the link among the links, and the id. `code` is what the link leads to.
    """
    cited = {name: links[n]["to"] for n, name in sorted(unknown, reverse=True)}
    blank = {"source": "", "informant": "", "about": ""}
    return [
        {"coding": name, "code": cited[name], **blank, "reason": GONE} for name in sorted(cited)
    ]
