"""Findings and links of all features, and what is told of mechanisms at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from insideout.nest.blocks import Bools, Ints
from insideout.nest.experience import patterns, together
from insideout.nest.field import PATTERNS, Field, around, field
from insideout.nest.findings import MARK, findings, links, settled
from insideout.nest.links import lacks
from insideout.nest.prepared import Study
from insideout.tables.nest import NON_ORGANISATIONAL

Rows = list[dict[str, Any]]


class Offered(NamedTuple):
    """One feature, with the pattern of each site (+1, -1, 0) and what its offers lack.

    `rows`: its links, in the order of the offers; `order`: the places of these as they are listed,
    by site and sign, from inside to outside, those with most support first.
    """

    field: Field
    pattern: Ints
    lacks: Bools
    rows: Rows
    order: list[int]


class Explained(NamedTuple):
    """Rows of patterns and findings; what is offered, by feature; (feature, sign) told by site."""

    patterns: Rows
    findings: Rows
    offered: list[Offered]
    told_at: dict[str, set[tuple[str, str]]]


def explained(study: Study) -> Explained:
    """What there is to explain, and what explains it."""
    sites, rings = study.at.sites, [ring.ring for ring in study.at.rings]
    seen = _patterns(study)
    found = Explained(seen, [], [], {site: set() for site in sites})
    for n, feature in enumerate(study.features):
        of = field(feature, study.tellings, study.said, sites, study.expects, study.informants,
                   study.sources)  # fmt: skip
        mine = seen[n * len(sites) : (n + 1) * len(sites)]
        pattern = np.array([PATTERNS[row["pattern"]] for row in mine], dtype=np.int64)
        beside = around(of, pattern)
        missing = lacks(of.offers, of.of.inside, pattern, beside, of.counts, study.limits)
        rows = links(of, missing, pattern, beside, study.said, study.statements, sites)
        order = _order(rows, of, rings)
        found.offered.append(Offered(of, pattern, missing, rows, order))
        by: dict[tuple[str, str], Rows] = {}
        for row in (rows[n] for n in order):
            by.setdefault((row["site"], row["sign"]), []).append(row)
        for row in findings(of, mine, pattern, sites, study.tellings):
            found.told_at[row["site"]].add((feature, row["sign"]))
            offers = by.get((row["site"], row["sign"]), [])
            found.findings.append(settled(row, offers, rings))
    return found


def _order(rows: Rows, of: Field, rings: Sequence[str]) -> list[int]:
    """Places of links as they are listed."""
    ring = {name: n for n, name in enumerate(rings)}
    keys = [
        (site, -sign, ring[row["ring"]], -row["support"], row["mechanism"], row["valence"], n)
        for n, (row, site, sign) in enumerate(
            zip(rows, of.offers.site.tolist(), of.offers.sign.tolist(), strict=True)
        )
    ]  # fmt: skip
    return [key[-1] for key in sorted(keys)]


def _patterns(study: Study) -> Rows:
    said: dict[tuple[str, str], dict[str, set[int]]] = {}
    for t in study.tellings:
        of = said.setdefault((t.site, t.feature), {})
        of.setdefault(t.coding["informant"], set()).add(t.says)
    words = {cell: {who: together(signs) for who, signs in of.items()} for cell, of in said.items()}
    return patterns(
        words, study.patients, study.at.sites, study.features, low=study.limits.low,
        high=study.limits.high, confidence=study.settings["confidence"],
    )  # fmt: skip


def mechanisms(study: Study) -> Rows:
    """What was told of mechanisms, a row for each site and mechanism.

    `expects`: (feature, sign) that it leads one to expect; `informants`, `passages`: sets;
    `organisational`: it lies in an organisation.
    """
    rows = []
    expects = {
        key: {(feature, MARK[sign]) for feature, signs in of.items() for sign in signs}
        for key, of in study.expects.items()
    }
    rings = {ring.ring: n for n, ring in enumerate(study.at.rings)}
    for site in study.at.sites:
        told: dict[int, list[int]] = {}
        for n in dict.fromkeys(study.said.windows[site].statement.tolist()):
            told.setdefault(int(study.said.key[n]), []).append(n)
        keys = study.said.keys
        for place in sorted(told, key=lambda k: (rings[keys[k][0]], keys[k])):
            ring, code, valence = keys[place]
            codings = [study.statements[n].coding for n in told[place]]
            rows.append({
                "site": site, "ring": ring, "mechanism": code, "valence": valence,
                "expects": expects[keys[place]],
                "informants": {c["informant"] for c in codings},
                "passages": {c["passage"] for c in codings},
                "organisational": ring != NON_ORGANISATIONAL,
            })  # fmt: skip
    return rows


def ring_rows(study: Study) -> Rows:
    """Rows of NEST_RINGS."""
    units: dict[str, int] = {}
    levels = {ring.level for ring in study.at.rings}
    for name, ring in study.at.ring_of.items():
        units[ring] = units.get(ring, 0) + (name not in levels)
    codings: dict[str, set[int]] = {}
    for statement in study.statements:
        codings.setdefault(statement.key[0], set()).add(id(statement.coding))
    return [
        {"ring": r.ring, "level": r.level, "service_role": r.service_role,
         "units": units.get(r.ring, 0), "codings": len(codings.get(r.ring, ()))}
        for r in study.at.rings
    ]  # fmt: skip


def rules(study: Study, codings: Iterable[Mapping[str, Any]]) -> Rows:
    """Rows of NEST_RULES: which mechanism leads one to expect which experience."""
    counts: dict[str, int] = {}
    for coding in codings:
        counts[coding["code"]] = counts.get(coding["code"], 0) + 1
    within = study.settings.get("within") or {}
    return [
        {"mechanism": code, "feature": feature, "sign": MARK[sign],
         "organisational": study.organisational[code], "rings": " ".join(within.get(code, ())),
         "codings": counts.get(code, 0)}
        for code, of in study.rules.items() for feature, sign in of
    ]  # fmt: skip
