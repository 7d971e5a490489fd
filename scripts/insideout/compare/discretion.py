"""What managers and leading clinicians chose to do, with what it helped or hindered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from insideout.compare.providers import Ground, sited
from insideout.compare.statements import Rows, Said, Statement, listed

FLIPPED = {"+": "-", "-": "+"}
EFFECTS = {"+": "helped", "-": "hindered", "+-": "both", "": "not_told"}


def discretion(
    told: Sequence[Statement],
    shows: Mapping[str, str],
    links: Rows,
    features: Collection[str],
    ground: Ground,
) -> list[dict[str, Any]]:
    """Rows of the table `discretion`.

    `shows`: features and signs of each code of the codebook; `features`: features and
    continuities, which may have the name of a code. What a code helps or costs is read
    there; of a code that shows nothing, in `links` that go from it: to a feature or continuity
    with the link's sign, to another code with that times what this one shows. What was not done
    (absent) has the opposite effect.
    """
    rows: dict[tuple[str, str, str, bool], Said] = defaultdict(Said)
    for statement, sites in sited(told, ground):
        site = sites[0] if len(sites) == 1 else ""
        for done, says in ((True, statement.present), (False, statement.absent)):
            if says:
                rows[site, statement.about, statement.code, done].add(statement)
    made: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for (site, about, code, done), said in sorted(rows.items(), key=lambda row: row[0]):
        moved = _features(code, done, shows, links, features)
        effect = EFFECTS["".join(sorted({name[-1] for name in moved}))]
        informants, quotes = (
            (said.informants, said.quotes) if done else (said.against, said.against_quotes)
        )
        row = made.setdefault((site, about, code, effect), {
            "site": site, "about": about, "code": code, "effect": effect, "features": set(),
            "informants": set(), "evidence": set(),
        })  # fmt: skip
        row["features"] |= moved
        row["informants"] |= informants
        row["evidence"] |= quotes
    return [
        row | {"features": listed(row["features"]), "informants": len(row["informants"]),
               "evidence": listed(row["evidence"])}
        for row in made.values()
    ]  # fmt: skip


def _features(
    code: str, done: bool, shows: Mapping[str, str], links: Rows, features: Collection[str]
) -> set[str]:
    """What doing something (or not doing it) helps and costs: feature+ or feature-."""
    found = set(shows.get(code, "").split())
    for link in links if not found else ():
        if link["from"] == code:
            found |= _by(link["sign"], link["to"], shows, features)
    return found if done else {name[:-1] + FLIPPED[name[-1]] for name in found}


def _by(sign: str, to: str, shows: Mapping[str, str], features: Collection[str]) -> set[str]:
    if to in features or to not in shows:
        return {to + sign}
    shown = shows[to].split()
    return {name if sign == "+" else name[:-1] + FLIPPED[name[-1]] for name in shown}
