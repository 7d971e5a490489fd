"""What managers and leading clinicians chose to do, and what that is expected to help or hinder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from insideout.compare.providers import Ground, sited
from insideout.compare.statements import Rows, Said, Statement, listed

FLIPPED = {"+": "-", "-": "+"}
EFFECTS = {"+": "helps", "-": "hinders", "+-": "both", "": "not_told"}


def discretion(
    told: Sequence[Statement],
    shows: Mapping[str, str],
    links: Rows,
    features: Collection[str],
    ground: Ground,
) -> list[dict[str, Any]]:
    """Rows of the table `discretion`.

    `shows`: features and signs of each code of the codebook; `features`: features and
    continuities, which may have the name of a code. What doing it helps or costs is read there; of
    a code that shows nothing, in `links` that go from it: to a feature or continuity with the
    link's sign, to another code with that times what this one shows. Nobody told of that effect
    itself: it is what one may expect, of what wasn't done as of what was.
    """
    rows: dict[tuple[str, str, str], Said] = defaultdict(Said)
    for statement, sites in sited(told, ground):
        site = sites[0] if len(sites) == 1 else ""
        rows[site, statement.about, statement.code].add(statement)
    return [
        {"site": site, "about": about, "code": code, **_row(said, _features(code, shows, links,
                                                                            features))}
        for (site, about, code), said in sorted(rows.items(), key=lambda row: row[0])
    ]  # fmt: skip


def _row(said: Said, moved: set[str]) -> dict[str, Any]:
    done = "both" if said.informants and said.against else "yes" if said.informants else "not_done"
    return {
        "done": done, "effect": EFFECTS["".join(sorted({name[-1] for name in moved}))],
        "features": listed(moved), "informants": len(said.informants | said.against),
        "evidence": listed(said.quotes), "counter_evidence": listed(said.against_quotes),
    }  # fmt: skip


def _features(
    code: str, shows: Mapping[str, str], links: Rows, features: Collection[str]
) -> set[str]:
    """What doing something helps and costs: feature+ or feature-."""
    found = set(shows.get(code, "").split())
    for link in links if not found else ():
        if link["from"] == code:
            found |= _by(link["sign"], link["to"], shows, features)
    return found


def _by(sign: str, to: str, shows: Mapping[str, str], features: Collection[str]) -> set[str]:
    if to in features or to not in shows:
        return {to + sign}
    shown = shows[to].split()
    return {name if sign == "+" else name[:-1] + FLIPPED[name[-1]] for name in shown}
