"""One feature of care over all sites: what is told of it, and what is offered to explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from insideout.nest.blocks import Block, Bools, Ints, Said, Told, block, told, whole
from insideout.nest.candidates import Telling
from insideout.nest.links import Bearing, Elsewhere, Offers, bearing, elsewhere, offered

SIGNS = (1, -1)
PATTERNS = {"present": 1, "absent": -1, "mixed": 0, "not_told": 0}


class Field(NamedTuple):
    """One feature. Sites and mechanisms (`of`) by their places.

    `passages`: tellings of each site that has any, by their places; `told`: passages that carry the
    experience of a site and sign; `blocks`: where mechanisms are told of, too. `tells`, `counts`
    (by sign): sites where the experience is told of; informants of each mechanism at each site, as
    far as it reaches those who tell of it. `named`: sites × mechanisms told of at all.
    """

    feature: str
    of: Bearing
    passages: dict[int, Ints]
    told: dict[tuple[int, int], Told]
    blocks: dict[tuple[int, int], Block]
    tells: dict[int, Bools]
    counts: dict[int, Ints]
    named: Bools
    offers: Offers


def field(
    feature: str, tellings: Sequence[Telling], said: Said, sites: Sequence[str],
    expects: Mapping[tuple[str, str, str], Mapping[str, set[int]]],
    informants: Mapping[str, int], sources: Mapping[str, int],
) -> Field:  # fmt: skip
    """All that is told of a feature, and of what bears on it."""
    of = bearing(feature, said, expects)
    column = np.full(len(said.keys) + 1, -1)
    column[of.keys] = np.arange(len(of.keys))
    bears = column[:-1] >= 0
    place = {site: n for n, site in enumerate(sites)}
    mine: dict[int, list[int]] = {}
    for n, telling in enumerate(tellings):
        if telling.feature == feature:
            mine.setdefault(place[telling.site], []).append(n)
    named = np.zeros((len(sites), len(of.keys)), dtype=bool)
    for name, windows in said.windows.items():
        columns = column[said.key[windows.statement]]
        named[place[name], columns[columns >= 0]] = True
    carried: dict[tuple[int, int], Told] = {}
    blocks: dict[tuple[int, int], Block] = {}
    counts = {sign: np.zeros(named.shape, dtype=np.int64) for sign in SIGNS}
    tells = {sign: np.zeros(len(sites), dtype=bool) for sign in SIGNS}
    offers: list[Offers] = []
    for site in sorted(mine):
        for sign in SIGNS:
            carry = [n for n in mine[site] if tellings[n].says in (sign, 0)]
            if not carry:
                continue
            tells[sign][site] = True
            passages = carried[site, sign] = told(tellings, carry, informants, sources)
            found = block(passages, said.windows[sites[site]], said, bears)
            if found:
                weight = whole(found)
                columns = column[found.keys]
                blocks[site, sign] = found
                counts[sign][site, columns] = weight.says[0]
                offers.append(offered(site, sign, columns, of, weight))
    passages_of = {site: np.array(places, dtype=np.int64) for site, places in mine.items()}
    return Field(feature, of, passages_of, carried, blocks, tells, counts, named, joined(offers))


def joined(offers: Sequence[Offers]) -> Offers:
    """Offers of several blocks, one after the other."""
    if not offers:
        none = np.zeros(0, dtype=np.int64)
        return Offers(none, none, none, none, none, none, none, none, none.astype(bool))
    return Offers(*(np.concatenate(column) for column in zip(*offers, strict=True)))


def around(of: Field, pattern: Ints) -> dict[int, Elsewhere]:
    """What the sites say that are alike or opposite, by sign; `pattern`: +1, -1 or 0 by site."""
    return {sign: elsewhere(pattern, sign, of.counts[sign], of.counts[-sign]) for sign in SIGNS}
