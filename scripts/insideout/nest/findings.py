"""Rows of findings and links: what there is to explain, and what is offered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from insideout.nest.blocks import STANDS, Block, Bools, Ints, Said
from insideout.nest.candidates import Statement, Telling
from insideout.nest.field import SIGNS, Field
from insideout.nest.links import REASONS, Elsewhere
from insideout.tables.nest import LACKS

Row = dict[str, Any]
MARK = {1: "+", -1: "-"}
STATES = ("explained", "suggested")


def findings(
    of: Field, patterns: Sequence[Mapping[str, Any]], pattern: Ints, sites: Sequence[str],
    tellings: Sequence[Telling],
) -> list[Row]:  # fmt: skip
    """What there is to explain of one feature: each site's experience with it and without it.

    A site where some tell of a feature and others of its lack gives two findings. `patterns`: rows
    of NEST_PATTERNS of the feature, by the place of the site.
    """
    rows = []
    for (site, sign), told in of.told.items():
        alike, opposite = (np.flatnonzero(pattern == s).tolist() for s in (sign, -sign))
        stands = {sign: "pattern", -sign: "minority"}.get(int(pattern[site]), "mixed")
        rows.append({
            "site": sites[site], "feature": of.feature, "sign": MARK[sign],
            "patients": len(set(told.informant.tolist())), "stands": stands,
            "across": patterns[site]["across"],
            "alike": " ".join(sites[n] for n in alike if n != site),
            "opposite": " ".join(sites[n] for n in opposite if n != site),
            "quotes": _together(tellings[n].coding["passage"] for n in told.telling),
        })  # fmt: skip
    return rows


def links(
    of: Field, lacks: Bools, pattern: Ints, around: Mapping[int, Elsewhere], said: Said,
    statements: Sequence[Statement], sites: Sequence[str],
) -> list[Row]:  # fmt: skip
    """Rows of NEST_LINKS of one feature, without robustness, in the order of the offers."""
    offers = of.offers
    passages = [s.coding["passage"] for s in statements]
    abouts = [s.coding["about"] for s in statements]
    words = np.array(list(LACKS), dtype=object)
    missing = {bits: " ".join(words[list(bits)]) for bits in set(map(tuple, lacks.T.tolist()))}
    apart = {sign: _apart(of, sign, sites) for sign in SIGNS}
    spots = {key: {int(k): n for n, k in enumerate(found.keys)} for key, found in of.blocks.items()}
    rows = []
    columns = zip(*(c.tolist() for c in offers), lacks.T.tolist(), strict=True)
    for site, column, sign, *counts, against, reaches, _, stands, bits in columns:
        block, spot = of.blocks[site, sign], spots[site, sign]
        ring, code, valence = said.keys[of.of.keys[column]]
        evidence, reason = _evidence(block, spot[int(of.of.keys[column])], stands)
        other = of.of.opposite[column]
        counter = _evidence(block, spot[int(of.of.keys[other])], True)[0] if against else []
        says, own = counts if stands else _ruled_out(block, said, evidence)
        rows.append({
            "site": sites[site], "feature": of.feature, "sign": MARK[sign],
            "ring": ring, "mechanism": code, "valence": valence,
            "units": _together(abouts[n] for n in evidence),
            "support": says - own if of.of.inside[column] else says, "own": own,
            "against": against, "reaches": reaches,
            "status": "ruled_out" if not stands else STATES[any(bits)],
            "lacks": missing[tuple(bits)] if stands else "", "reason": reason,
            "differs": _differs(around[sign], column, other, site, bool(pattern[site] == -sign)),
            "without_experience": apart[sign][0][column],
            "without_mechanism": apart[sign][1][column],
            "opposed_at": apart[sign][2][column],
            "evidence": _together(passages[n] for n in evidence),
            "counter_evidence": _together(passages[n] for n in counter),
        })  # fmt: skip
    return rows


def _evidence(block: Block, spot: int, standing: bool) -> tuple[list[int], str]:
    """Statements of a block's mechanism that stand; or those ruled out, and why."""
    ends = [*block.key_at[spot + 1 : spot + 2].tolist(), len(block.statements)]
    of = slice(int(block.key_at[spot]), ends[0])
    if standing:
        found: list[int] = block.statements[of][block.why[of] == STANDS].tolist()
        return found, ""
    reasons = set(block.why[of].tolist())
    return block.statements[of].tolist(), next(
        word for place, word in reversed(REASONS.items()) if place in reasons
    )


def _ruled_out(block: Block, said: Said, statements: Iterable[int]) -> tuple[int, int]:
    """Informants of ruled-out statements, and those of them whose experience it is."""
    who = {int(said.informant[n]) for n in statements}
    return len(who), len(who & set(block.tellers.tolist()))


def _apart(of: Field, sign: int, sites: Sequence[str]) -> list[list[str]]:
    """By mechanism: sites with it but not the experience; and those with the experience where
    nobody tells of it either way; and where its opposite is told of, but not itself.
    """
    tells = of.tells[sign][:, None]
    wide = np.hstack([of.named, np.zeros((len(of.named), 1), dtype=bool)])  # the last: no opposite
    contrary = wide[:, of.of.opposite]
    lacking = tells & ~of.named
    names = np.array(sites, dtype=object)
    return [
        [" ".join(names[column]) for column in found.T]
        for found in (of.named & ~tells, lacking & ~contrary, lacking & contrary)
    ]


def _differs(of: Elsewhere, column: int, opposite: int, site: int, within: bool) -> str:
    """Whether other sites with the opposite experience are told to have the opposite mechanism.

    `within`: the site itself has the opposite pattern; what is told there doesn't count.
    """

    def most(column: int) -> int:
        own = within and of.where[column] == site
        return int((of.next if own else of.most)[column])

    if of.opposite - within <= 0:
        return ""
    if most(column):
        return "no"
    return "yes" if opposite >= 0 and most(opposite) else "not_reported"


def settled(finding: Row, offered: Sequence[Row], rings: Sequence[str]) -> Row:
    """A finding with the ring that explains it first, going outwards, and how well.

    Enough at an outer ring is preferred to a mere suggestion further in. Without any mechanism it
    stays unexplained and is carried outwards.
    """
    for status in STATES:
        for ring in rings:
            fitting = [
                r["mechanism"] for r in offered if r["ring"] == ring and r["status"] == status
            ]
            if fitting:
                names = " ".join(dict.fromkeys(fitting))
                return {**finding, "explained_at": ring, "status": status, "mechanisms": names}
    return {**finding, "explained_at": "", "status": "unexplained", "mechanisms": ""}


def _together(words: Iterable[str]) -> str:
    return " ".join(sorted(set(words)))
