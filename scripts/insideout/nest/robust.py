"""How each link fares when an informant, source or site is left out, or the thresholds vary.

All about a feature depends on its tellings and on the mechanisms that bear on it alone, and a link
on its own site and a few numbers about the others. So nothing is computed twice: each variation
changes the numbers it touches.

A variation touches a link when it takes away some of its evidence or counter-evidence, or passages
that carry the experience; when it takes away what is told of the mechanism at the sites with the
opposite experience (where there are none, at those alike), or changes which sites these are. A link
that explains survives when it still does; one that suggests when it is still offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from insideout.nest.beyond import Beyond, Cells, beyond, without_site
from insideout.nest.blocks import Bools, Ints, whole
from insideout.nest.engine import Explained, Offered
from insideout.nest.experience import banded
from insideout.nest.field import PATTERNS, SIGNS, around
from insideout.nest.links import NEAR, Limits, contrasts, lacks
from insideout.nest.prepared import Study
from insideout.nest.varied import Varied, patterns_without, varied

Rows = list[dict[str, Any]]
KINDS = ("informant", "source", "site", "thresholds")


class Fared(NamedTuple):
    """How each offer of a feature fares under one kind of variation.

    `variations`: how many touch it; `breaks`: names of those that break it, by its place.
    """

    variations: Ints
    breaks: dict[int, list[str]]


def robust(study: Study, found: Explained) -> tuple[Rows, dict[str, list[Any]]]:
    """Rows of NEST_LINKS with how they fare, and the columns of NEST_ROBUSTNESS."""
    rows: Rows = []
    columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for offered in found.offered:
        fared = {
            "informant": _left_out(study, offered, "informant"),
            "source": _left_out(study, offered, "source"),
            "site": _sites(study, offered),
            "thresholds": _thresholds(study, offered),
        }
        counts = {kind: of.variations.tolist() for kind, of in fared.items()}
        for n in offered.order:
            row = offered.rows[n]
            survived = variations = 0
            if row["status"] != "ruled_out":
                for kind in KINDS:
                    broken = fared[kind].breaks.get(n, ())
                    if counts[kind][n]:
                        kept = counts[kind][n] - len(broken)
                        _listed(columns, row, kind, kept, counts[kind][n], broken)
                        survived, variations = survived + kept, variations + counts[kind][n]
            share = survived / variations if variations else None
            rows.append({**row, "survived": survived if variations else None,
                         "variations": variations or None, "robustness": share})  # fmt: skip
    return rows, columns


COLUMNS = ("site", "feature", "sign", "ring", "mechanism", "valence", "kind", "survived",
           "variations", "breaks")  # fmt: skip


def _listed(
    columns: dict[str, list[Any]], row: Mapping[str, Any], kind: str, survived: int,
    variations: int, breaks: Sequence[str],
) -> None:  # fmt: skip
    for name in COLUMNS[:6]:
        columns[name].append(row[name])
    columns["kind"].append(kind)
    columns["survived"].append(survived)
    columns["variations"].append(variations)
    columns["breaks"].append(" ".join(sorted(breaks)))


def _left_out(study: Study, of: Offered, kind: str) -> Fared:
    """Each informant, or source, left out in turn."""
    field, pattern, offers = of.field, of.pattern, of.field.offers
    names = list(study.informants if kind == "informant" else study.sources)
    blocks, turned = _blocks(study, of, kind)
    cells = {sign: _cells(field.counts[sign], blocks, sign) for sign in SIGNS}
    others = beyond(
        field, pattern, around(field, pattern), cells, _by_variation(turned), len(names)
    )
    seen = {sign: of_sign.touched.sum(axis=0) for sign, of_sign in others.items()}
    fared = Fared(np.zeros(len(offers.site), dtype=np.int64), {})
    explains = offers.stands & ~of.lacks.any(axis=0)
    at: dict[tuple[int, int], list[int]] = {}
    for n, cell in enumerate(zip(offers.site.tolist(), offers.sign.tolist(), strict=True)):
        at.setdefault(cell, []).append(n)
    for (site, sign), mine in at.items():
        local, far = blocks[site, sign], others[sign]
        places = np.array(mine)
        columns = offers.column[places]
        spots = np.searchsorted(local.columns, columns)
        touched = local.of.carried[:, None] | local.stated[:, spots]
        far_too = far.touched[np.ix_(local.of.without, columns)]
        fared.variations[places] = (touched | far_too).sum(axis=0) + seen[sign][columns]
        fared.variations[places] -= far_too.sum(axis=0)
        gone = touched & (local.of.weight.says[:, spots] == 0)
        for k in np.flatnonzero(gone.any(axis=0) | explains[places]).tolist():
            broken = local.of.without[gone[:, k]]
            if explains[places[k]]:
                broken = _broken(
                    study.limits, of, int(places[k]), local, int(spots[k]), far, turned
                )
            fared.breaks[mine[k]] = [names[v] for v in broken.tolist()]
    return fared


class Local(NamedTuple):
    """A block as it is when something is left out.

    `columns`: those of its mechanisms; `stated`: what is left out tells of the mechanism or of its
    opposite; `against`: informants who then tell of the opposite.
    """

    of: Varied
    columns: Ints
    stated: Bools
    against: Ints


def _blocks(
    study: Study, of: Offered, kind: str
) -> tuple[dict[tuple[int, int], Local], dict[int, dict[int, int]]]:
    """Each block with what is left out in turn; and by site, whose leaving turns its pattern."""
    field = of.field
    tag_of = study.informants if kind == "informant" else study.sources
    tags = study.said.informant if kind == "informant" else study.said.source
    turned: dict[int, dict[int, int]] = {}
    for site, places in field.passages.items():
        tellings = [study.tellings[n] for n in places]
        tellers = np.array([study.informants[t.coding["informant"]] for t in tellings])
        own = np.array([tag_of[t.coding[kind]] for t in tellings])
        without, then = patterns_without(tellings, own, np.unique(tellers, return_inverse=True)[1],
                                         study.limits)  # fmt: skip
        other = then != of.pattern[site]
        if other.any():
            turned[site] = dict(zip(without[other].tolist(), then[other].tolist(), strict=True))
    blocks = {}
    for (site, sign), block in field.blocks.items():
        passages = block.told.informant if kind == "informant" else block.told.source
        found = varied(block, whole(block), passages, tags[block.statements])
        columns = np.searchsorted(field.of.keys, block.keys)
        opposite = field.of.opposite[columns]
        where = np.searchsorted(columns, opposite).clip(max=len(columns) - 1)
        there = (columns[where] == opposite) & (opposite >= 0)
        stated = found.stated | (found.stated[:, where] & there)
        against = np.where(there, found.weight.says[:, where], 0)
        blocks[site, sign] = Local(found, columns, stated, against)
    return blocks, turned


def _by_variation(turned: Mapping[int, Mapping[int, int]]) -> dict[int, list[tuple[int, int]]]:
    by: dict[int, list[tuple[int, int]]] = {}
    for site, of in turned.items():
        for variation, pattern in of.items():
            by.setdefault(variation, []).append((site, pattern))
    return by


def _cells(counts: Ints, blocks: Mapping[tuple[int, int], Local], sign: int) -> Cells:
    """The cells of one sign that hang on what is left out."""
    found: list[tuple[Ints, ...]] = [tuple(np.zeros(0, dtype=np.int64) for _ in range(4))]
    for (site, of_sign), local in blocks.items():
        if of_sign == sign:
            says = local.of.weight.says
            row, spot = np.nonzero(local.of.stated | (says != counts[site, local.columns]))
            found.append((local.of.without[row], np.full(len(row), site), local.columns[spot],
                          says[row, spot]))  # fmt: skip
    return Cells(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _broken(
    limits: Limits, of: Offered, n: int, local: Local, spot: int, far: Beyond,
    turned: Mapping[int, Mapping[int, int]],
) -> Ints:  # fmt: skip
    """Variations under which a link no longer explains."""
    offers = of.field.offers
    site, sign, column = int(offers.site[n]), int(offers.sign[n]), int(offers.column[n])
    elsewhere = np.setdiff1d(np.flatnonzero(far.touched[:, column]), local.of.without)
    own = local.of.carried | local.stated[:, spot] | far.touched[local.of.without, column]
    without = np.concatenate([local.of.without[own], elsewhere])

    def both(varied_: Ints, base: Any) -> Ints:
        return np.concatenate([varied_[own], np.full(len(elsewhere), base)])

    weight = local.of.weight
    says = both(weight.says[:, spot], offers.says[n])
    owns = both(weight.own[:, spot], offers.own[n])
    reaches = both(weight.reaches[:, spot], offers.reaches[n])
    tellers = both(weight.tellers, offers.tellers[n])
    against = both(local.against[:, spot], offers.against[n])
    turns = turned.get(site, {})
    here = np.array([turns.get(v, of.pattern[site]) for v in without.tolist()], dtype=np.int64)
    support = says - owns if of.field.of.inside[column] else says
    opposite, alike = contrasts(
        support, far.opposite[without], far.most[without, column], here == sign,
        far.alike[without], far.told[without, column], says > 0, limits,
    )  # fmt: skip
    fine = (says > 0) & (support >= limits.min_support) & (against < says)
    fine &= reaches >= limits.min_reach * tellers - NEAR
    broken: Ints = without[~(fine & (here != -sign) & ~opposite & ~alike)]
    return broken


def _sites(study: Study, of: Offered) -> Fared:
    """Each other site left out in turn."""
    offers = of.field.offers
    far = without_site(of.field, of.pattern, around(of.field, of.pattern))
    variations = far[1].touched.sum(axis=0)[offers.column] - 1
    fared = Fared(variations, {})
    explains = offers.stands & ~of.lacks.any(axis=0)
    names = np.array(study.at.sites, dtype=object)
    for n in np.flatnonzero(explains).tolist():
        site, sign, column = int(offers.site[n]), int(offers.sign[n]), int(offers.column[n])
        support = offers.says[n] - (offers.own[n] if of.field.of.inside[column] else 0)
        beside = far[sign]
        every = np.ones(len(names), dtype=bool)
        opposite, alike = contrasts(
            np.full(len(names), support), beside.opposite, beside.most[:, column],
            every & (of.pattern[site] == sign), beside.alike, beside.told[:, column], every,
            study.limits,
        )  # fmt: skip
        broken = beside.touched[:, column] & (opposite | alike)
        broken[site] = False
        fared.breaks[n] = names[broken].tolist()
    return fared


def _thresholds(study: Study, of: Offered) -> Fared:
    """The thresholds of the study file's grid; its own are no variation."""
    field, own = of.field, study.limits
    points = _grid(study.settings.get("grid") or {}, own)
    fared = Fared(np.full(len(field.offers.site), len(points)), {})
    explains = np.flatnonzero(field.offers.stands & ~of.lacks.any(axis=0))
    shares = _shares(study, field.passages)
    for limits in points:
        pattern = np.zeros(len(of.pattern), dtype=np.int64)
        for site, share in shares.items():
            pattern[site] = PATTERNS[banded(share, limits.low, limits.high)]
        missing = lacks(field.offers, field.of.inside, pattern, around(field, pattern),
                        field.counts, limits)  # fmt: skip
        for n in explains[missing[:, explains].any(axis=0)].tolist():
            name = f"min_support={limits.min_support},bands={limits.low:g}-{limits.high:g}"
            fared.breaks.setdefault(n, []).append(name)
    return fared


def _grid(grid: Mapping[str, Any], own: Limits) -> list[Limits]:
    supports = grid.get("min_support") or [own.min_support]
    bands: Iterable[Sequence[float]] = grid.get("bands") or [(own.low, own.high)]
    points = [
        own._replace(min_support=support, low=float(low), high=float(high))
        for low, high in bands for support in supports
    ]  # fmt: skip
    return [point for point in dict.fromkeys(points) if point != own]


def _shares(study: Study, passages: Mapping[int, Ints]) -> dict[int, float]:
    """Share of tellers with the feature at each site, mixed ones counted half."""
    shares = {}
    for site, places in passages.items():
        said: dict[str, set[int]] = {}
        for n in places.tolist():
            telling = study.tellings[n]
            said.setdefault(telling.coding["informant"], set()).add(telling.says)
        worth = [1.0 if of == {1} else 0.0 if of == {-1} else 0.5 for of in said.values()]
        shares[site] = sum(worth) / len(worth)
    return shares
