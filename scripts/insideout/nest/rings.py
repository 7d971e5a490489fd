"""The whole of the stage `nest`: from placed codings to its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.code.codebook import below
from insideout.nest import experience, explain
from insideout.nest.left_out import left_out
from insideout.reader import framed
from insideout.tables.nest import (
    NEST,
    NEST_BEHIND,
    NEST_COVERAGE,
    NEST_FINDINGS,
    NEST_LEFT_OUT,
    NEST_LINKS,
    NEST_PATTERNS,
)

Records = Sequence[Mapping[str, Any]]


def inside_out(
    codings: Records,
    codebook: list[dict[str, Any]],
    people: Records,
    units: Records,
    site_of_unit: Mapping[str, str],
    settings: Mapping[str, Any],
) -> dict[str, pd.DataFrame]:
    """The tables of the stage by name.

    `settings`: the key `nest` of the study file. Coders are pooled: who coded doesn't matter here,
    and support counts informants, never codings.
    """
    unit_of = experience.tellers_of(people, settings["teller_group"])
    site_of_teller = {person: site_of_unit.get(unit, "") for person, unit in unit_of.items()}
    speakers = {p["informant"]: site_of_unit.get(p["unit"], "") for p in people}
    features = experience_codes(codebook, settings["experience"])
    order = list(dict.fromkeys([*settings["features"], *(f for f, _ in features.values())]))
    said = experience.told(codings, features, set(site_of_teller))
    sites = [unit["unit"] for unit in units if unit["kind"] == "site"]
    seen = experience.patterns(
        said, site_of_teller, sites, order,
        high=settings["high"], low=settings["low"], confidence=settings["confidence"],
    )  # fmt: skip
    open_ = explain.findings(seen, said, site_of_teller, features)
    told_at: dict[str, set[tuple[str, str]]] = {site: set() for site in sites}
    for row in open_:
        told_at[row["site"]].add((row["feature"], row["sign"]))
    roots = [code for root in settings["mechanisms"] for code in below(codebook, root)]
    explaining = {
        c["code"]: shows(c["shows"]) for c in codebook if c["code"] in set(roots) and c["shows"]
    }
    inside = {c["code"]: c["organisational"] for c in codebook}
    roles = {unit["unit"]: unit["service_role"] for unit in units}
    offered = explain.mechanisms(codings, explaining, inside, roles, site_of_unit, speakers)
    bearing: dict[str, list[Mapping[str, Any]]] = {}
    for offer in offered:
        for feature in {feature for feature, _ in offer["expects"]}:
            bearing.setdefault(feature, []).append(offer)
    links: list[dict[str, Any]] = []
    found: list[dict[str, Any]] = []
    for row in open_:
        matched = explain.links(
            row, bearing.get(row["feature"], []), told_at, settings["min_support"]
        )
        links += matched
        found.append(explain.explained(row, matched))
    rows = {
        NEST_PATTERNS.name: seen,
        NEST_FINDINGS.name: found,
        NEST_LINKS.name: links,
        NEST_BEHIND.name: explain.behind_the_scenes(offered, told_at),
        NEST_COVERAGE.name: explain.coverage(found),
        NEST_LEFT_OUT.name: left_out(
            codings, features, explaining, inside, site_of_teller, speakers, roles, site_of_unit
        ),
    }
    return {table.name: framed(rows[table.name], table) for table in NEST}


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage made, for the person watching."""
    found = made[NEST_FINDINGS.name]
    how = ", ".join(f"{n} {status}" for status, n in found["status"].value_counts().items())
    links, behind = len(made[NEST_LINKS.name]), len(made[NEST_BEHIND.name])
    unused = len(made[NEST_LEFT_OUT.name])
    told = f"{len(found)} experiences to explain ({how or 'none'}), {links} links"
    hidden = f"{behind} mechanism{'s' if behind != 1 else ''} behind the scenes"
    return f"{told}, {hidden}, {unused} codings left out"


def experience_codes(codebook: list[dict[str, Any]], root: str) -> dict[str, tuple[str, int]]:
    """Feature and sign of each experience code below `root`."""
    inside = set(below(codebook, root))
    return {
        c["code"]: (c["feature"], int(c["sign"]))
        for c in codebook
        if c["code"] in inside and c["feature"]
    }


def shows(text: str) -> list[tuple[str, int]]:
    """The codebook's 'same_person- reviews+' as [('same_person', -1), ('reviews', 1)]."""
    return [(word[:-1], 1 if word[-1] == "+" else -1) for word in text.split()]
