"""What other sites say when an informant, source or site is left out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from insideout.nest.blocks import Bools, Ints
from insideout.nest.field import SIGNS, Field
from insideout.nest.links import Elsewhere


class Cells(NamedTuple):
    """How many tell of mechanisms at sites when something is left out.

    An entry for each cell that hangs on it, also where the number stays because whoever is heard
    there is heard elsewhere too.
    """

    without: Ints
    site: Ints
    column: Ints
    says: Ints


class Beyond(NamedTuple):
    """The numbers of `Elsewhere` for one sign, for each variation (× mechanism).

    `touched`: the variation bears on what decides about the mechanism at other sites.
    """

    touched: Bools
    opposite: Ints
    most: Ints
    alike: Ints
    told: Ints


def beyond(
    of: Field, pattern: Ints, around: dict[int, Elsewhere], cells: dict[int, Cells],
    turned: dict[int, list[tuple[int, int]]], size: int,
) -> dict[int, Beyond]:  # fmt: skip
    """What other sites say under each of `size` variations, by sign.

    `cells`: by the sign of the experience; `turned`: sites whose pattern becomes another, by
    variation: (site, its pattern then). What decides is what is told of the mechanism where the
    experience is the opposite, or, where it is so nowhere, where it is alike.
    """
    made = {}
    for sign in SIGNS:
        base = around[sign]
        columns = of.counts[sign].shape[1]
        found = made[sign] = Beyond(
            np.zeros((size, columns), dtype=bool), np.full(size, base.opposite),
            np.tile(base.most.astype(np.int32), (size, 1)), np.full(size, base.alike),
            np.tile(base.told.astype(np.int32), (size, 1)),
        )  # fmt: skip
        there, here = (_at(cells[s], pattern == s) for s in (-sign, sign))
        decides = there if base.opposite else here
        found.touched[decides.without, decides.column] = True
        _fewer(found.most, of.counts[-sign], pattern == -sign, there, base)
        lost = (here.says == 0) & (of.counts[sign][here.site, here.column] > 0)
        np.subtract.at(found.told, (here.without[lost], here.column[lost]), 1)
    if turned:
        by = {sign: _by_variation(cells[sign]) for sign in SIGNS}
        for variation, sites in turned.items():
            then = pattern.copy()
            for site, value in sites:
                then[site] = value
            now = {sign: _counted(of.counts[sign], by[sign].get(variation)) for sign in SIGNS}
            for sign in SIGNS:
                _anew(made[sign], variation, sign, pattern, then, now)
    return made


def _at(cells: Cells, sites: Bools) -> Cells:
    chosen = sites[cells.site]
    return Cells(*(column[chosen] for column in cells))


def _fewer(most: Ints, counts: Ints, sites: Bools, cells: Cells, base: Elsewhere) -> None:
    """Where most tell of a mechanism, when fewer do at some sites: fills in `most`."""
    if not len(cells.without):
        return
    order = np.lexsort((cells.column, cells.without))
    cells = Cells(*(column[order] for column in cells))
    new = np.diff(cells.without, prepend=-1) | np.diff(cells.column, prepend=-1)
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(order))
    alone = starts[ends - starts == 1]
    column = cells.column[alone]
    rest = np.where(base.where[column] == cells.site[alone], base.next[column], base.most[column])
    most[cells.without[alone], column] = np.maximum(rest, cells.says[alone])
    several = ends - starts > 1
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        says = counts[:, cells.column[start]].copy()
        says[cells.site[start:end]] = cells.says[start:end]
        most[cells.without[start], cells.column[start]] = says[sites].max()


def _by_variation(cells: Cells) -> dict[int, Cells]:
    order = np.argsort(cells.without, kind="stable")
    sorted_ = Cells(*(column[order] for column in cells))
    starts = np.flatnonzero(np.diff(sorted_.without, prepend=-1))
    ends = np.append(starts, len(order))[1:]
    return {
        int(sorted_.without[start]): Cells(*(column[start:end] for column in sorted_))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    }


def _counted(counts: Ints, cells: Cells | None) -> Ints:
    if cells is None:
        return counts
    counts = counts.copy()
    counts[cells.site, cells.column] = cells.says
    return counts


def _anew(
    made: Beyond, variation: int, sign: int, before: Ints, then: Ints, counts: dict[int, Ints]
) -> None:
    """What other sites say when a site's pattern turns."""
    opposite, alike = then == -sign, then == sign
    made.opposite[variation], made.alike[variation] = opposite.sum(), alike.sum()
    made.told[variation] = (counts[sign][alike] > 0).sum(axis=0)
    made.most[variation] = counts[-sign][opposite].max(axis=0, initial=0)
    was, same = before == -sign, before == sign
    if (was != opposite).any() or (not was.any() and (same != alike).any()):
        made.touched[variation] = True


def without_site(of: Field, pattern: Ints, around: dict[int, Elsewhere]) -> dict[int, Beyond]:
    """What other sites say when each site is left out in turn, by sign."""
    touched = of.named | (of.tells[1] | of.tells[-1])[:, None]
    made = {}
    for sign in SIGNS:
        base, every = around[sign], np.arange(len(pattern))[:, None]
        opposite, alike = pattern == -sign, pattern == sign
        most = np.where(base.where == every, base.next, base.most)
        told = base.told - (alike[:, None] & (of.counts[sign] > 0))
        made[sign] = Beyond(touched, base.opposite - opposite, most, base.alike - alike, told)
    return made
