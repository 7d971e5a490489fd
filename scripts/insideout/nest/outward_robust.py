"""How edges further out fare when an informant, source or site is left out, or thresholds vary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from operator import attrgetter
from typing import Any

from insideout.nest.outward import (
    Coding,
    Edge,
    Shaped,
    Time,
    informants,
    status_of,
    told_of,
    voices,
)
from insideout.nest.timeline import meets, overlapping
from insideout.tables.paths import NEST_SHAPED

KEY = NEST_SHAPED.key
WEAKENED = ("explained", "suggested")


def robust(
    found: Shaped,
    min_support: int,
    grid: Iterable[int],
    home_of: Callable[[Coding], str] | None = None,
    *,
    time_of: Time,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of NEST_SHAPED with survived, variations and robustness; and those of NEST_ROBUSTNESS.

    Each informant, source and site is left out that the edge hangs on: of its evidence and
    counter-evidence, and of what tells of its two ends. Leaving out a site leaves out what its
    people tell (`home_of`: the site of whoever tells, "" for none; its own site stays; without
    `home_of` none is left out). `grid`: values of min_support; the study's own is no variation.
    An edge survives where its status stays or rises: a suggestion, where it is still offered.
    """
    kinds: dict[str, Callable[[Coding], str]] = {
        "informant": lambda coding: coding["informant"], "source": lambda coding: coding["source"],
    }  # fmt: skip
    kinds |= {"site": home_of} if home_of else {}
    others = sorted(set(grid) - {min_support})
    rows, fared = [], []
    for row, (key, parts) in zip(found.rows, found.edges.items(), strict=True):
        opposed = len(informants(c for part in parts for c in part.against))
        stated = row["basis"], row["support"], row["elsewhere"], opposed, told_of(parts)
        weaker = [k for k in others if (row["status"], status_of(*stated, k)) == WEAKENED]
        breaks = {
            kind: _breaks(row, parts, tag, time_of, min_support, row["site"] * (kind == "site"))
            for kind, tag in kinds.items()
        } | {"thresholds": (len(others), [f"min_support={k}" for k in weaker])}
        edge = {"edge": "shaped", "feature": "", "sign": "", **dict(zip(KEY, key, strict=True))}
        for kind, (variations, broken) in breaks.items():
            if variations:
                survived = variations - len(broken)
                fared.append({**edge, "kind": kind, "survived": survived,
                              "variations": variations, "breaks": " ".join(broken)})  # fmt: skip
        total = sum(variations for variations, _ in breaks.values())
        kept = total - sum(len(broken) for _, broken in breaks.values())
        share = kept / total if total else None
        rows.append({**row, "survived": kept if total else None,
                     "variations": total or None, "robustness": share})  # fmt: skip
    return rows, fared


def _breaks(
    row: Mapping[str, Any],
    parts: Sequence[Edge],
    tag: Callable[[Coding], str],
    time_of: Time,
    min_support: int,
    own: str,
) -> tuple[int, list[str]]:
    """How many of a kind touch an edge, and the sorted ones without which it is weaker.

    An edge has both its ends as long as one pair of overlapping codings is left. So only who or
    what tells of the pair found first has to be tried; the others take nothing but support away.
    """
    touched = {tag(coding) for part in parts for coding in _all(part)} - {"", own}
    pairs = {tag(coding) for part in parts for coding in _first_pair(part, time_of)}
    general = {who for part in parts for who in part.general}
    (says, says_alone), (away, away_alone) = (
        _alone((c for part in parts for c in part.says if (c["informant"] in general) is far), tag)
        for far in (False, True)
    )
    against, against_alone = _alone((c for part in parts for c in part.against), tag)
    ends = [
        _alone((c for part in parts for c in end(part)), tag)
        for end in (attrgetter("mechanism"), attrgetter("factor"))
    ]
    broken = []
    for left_out in touched:
        if left_out in pairs or len(parts) > 1:
            left = [_without(part, tag, left_out, time_of, row["basis"]) for part in parts]
            support, elsewhere = voices(left)
            opposed = len(informants(c for part in left for c in part.against))
            told = told_of(left)
        elif row["basis"] == "theory":
            continue
        else:
            support = says - says_alone.get(left_out, 0)
            elsewhere = away - away_alone.get(left_out, 0)
            opposed = against - against_alone.get(left_out, 0)
            told = min(tell - alone.get(left_out, 0) for tell, alone in ends)
        status = status_of(row["basis"], support, elsewhere, opposed, told, min_support)
        broken += [left_out] if not status or (row["status"], status) == WEAKENED else []
    return len(touched), sorted(broken)


def _first_pair(part: Edge, time_of: Time) -> tuple[Coding, Coding]:
    outer = part.factor[0]
    time = time_of(outer)
    return outer, next(c for c in part.mechanism if meets(time_of(c), time))


def _all(part: Edge) -> Iterable[Coding]:
    return chain(part.says, part.against, part.factor, part.mechanism)


def _alone(codings: Iterable[Coding], tag: Callable[[Coding], str]) -> tuple[int, dict[str, int]]:
    """The number of informants, and of those who are heard through one tag only, by tag."""
    tags: dict[str, set[str]] = {}
    for coding in codings:
        tags.setdefault(coding["informant"], set()).add(tag(coding))
    lost: dict[str, int] = {}
    for only in (next(iter(of)) for of in tags.values() if len(of) == 1):
        lost[only] = lost.get(only, 0) + 1
    return len(tags), lost


def _without(
    part: Edge, tag: Callable[[Coding], str], left_out: str, time_of: Time, basis: str
) -> Edge:
    """An edge without one informant, source or site: nothing where an end of it is gone."""
    says, against, outer, inner = (
        [c for c in of if tag(c) != left_out]
        for of in (part.says, part.against, part.factor, part.mechanism)
    )
    factor, mechanism = overlapping(outer, inner, time_of)
    says = factor if basis == "theory" else says if factor else []
    return Edge(says, against if says else [], factor, mechanism, part.reference, part.general)
