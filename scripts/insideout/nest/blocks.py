"""Which statements reach which passages: one block for each site, feature and sign.

A block is everything that decides how one experience is explained by the mechanisms of its site.
Its arrays let what is told and what is said be left out without starting anew (`weigh`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from insideout.nest.candidates import Key, Statement, Telling
from insideout.nest.levels import Places, people_of
from insideout.nest.periods import needed
from insideout.periods import FIRST, LAST, meet

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
STANDS, OTHER_PROVIDER, ENDED, LEFT, LATER = range(5)
Mask = tuple[str, frozenset[str]]  # whom a statement reaches: patients of units, or who tell of it
EVERYBODY: Mask = ("everybody", frozenset())


class Windows(NamedTuple):
    """The days on which each statement reaches a site, in order of mechanism and informant.

    `statement`: its place; `mask`: place of whom it reaches among the masks.
    """

    statement: Ints
    first: Ints
    last: Ints
    mask: Ints


class Said(NamedTuple):
    """All statements: place of the mechanism, informant and source of each, and windows by site.

    `first`, `last`: the days that each tells of, whatever belonged where.
    """

    keys: list[Key]
    key: Ints
    informant: Ints
    source: Ints
    first: Ints
    last: Ints
    masks: list[Mask]
    windows: dict[str, Windows]


class Told(NamedTuple):
    """The passages that carry an experience: places of each and of its teller, and its days.

    `needed`: the days of each on which a statement has to hold to meet it: at least half of them.
    """

    telling: Ints
    informant: Ints
    source: Ints
    first: Ints
    last: Ints
    needed: Ints
    unit: list[str]
    about: list[set[str]]


class Block(NamedTuple):
    """One site, feature and sign. Statements are sorted by mechanism, then by informant.

    `keys`: places of its mechanisms; `key_at`: where each begins among the statements,
    `pair_key_at` among the pairs of mechanism and informant; `pair_at`: where each pair begins
    among the statements. `tellers`: their places among the informants; `teller`: passages ×
    tellers. `reach`: statements × passages; `why`: per statement, whether and why it is ruled out.
    """

    told: Told
    statements: Ints
    keys: Ints
    key_at: Ints
    pair_at: Ints
    pair_key_at: Ints
    pair_informant: Ints
    pair_teller: Ints
    tellers: Ints
    teller: NDArray[np.float32]
    reach: Bools
    why: Ints


def said(
    statements: Sequence[Statement], homes: Mapping[str, Collection[str]], at: Places,
    informants: Mapping[str, int], sources: Mapping[str, int],
) -> Said:  # fmt: skip
    """Statements as arrays. `homes`: units to which the patients of each site belong."""
    keys = sorted({s.key for s in statements})
    place = {key: n for n, key in enumerate(keys)}
    key = _ints(place[s.key] for s in statements)
    informant = _ints(informants[s.coding["informant"]] for s in statements)
    masks: dict[Mask, int] = {EVERYBODY: 0}
    cases: dict[tuple[str, str], list[tuple[str, int, int, int]]] = {}
    found: dict[str, list[tuple[int, int, int, int]]] = {site: [] for site in at.sites}
    for n in np.lexsort((np.arange(len(key)), informant, key)).tolist():
        statement = statements[n]
        case = statement.coding["about"], statement.home
        if case not in cases:
            cases[case] = list(_reached(statement, homes, at, masks))
        low, high = statement.span
        for site, first, last, mask in cases[case]:
            if first <= high and last >= low:
                found[site].append((n, max(first, low), min(last, high), mask))
    windows = {site: Windows(*np.array(rows, dtype=np.int64).reshape(-1, 4).T)
               for site, rows in found.items()}  # fmt: skip
    source = _ints(sources[s.coding["source"]] for s in statements)
    begins, ends = (_ints(s.span[end] for s in statements) for end in (0, 1))
    return Said(keys, key, informant, source, begins, ends, list(masks), windows)


def _reached(
    statement: Statement, homes: Mapping[str, Collection[str]], at: Places, masks: dict[Mask, int]
) -> Iterator[tuple[str, int, int, int]]:
    """Site, first and last day, and whom it reaches there, whatever time the statement tells of."""
    about = statement.coding["about"]
    for site, spans in statement.sites.items():
        people = None if statement.home else people_of(about, homes.get(site, ()), at)
        if people is None:
            yield from ((site, *span, 0) for span in spans)
            continue
        parts, units = people
        mask = masks.setdefault(("about", frozenset(parts)), len(masks))
        yield from ((site, *span, mask) for span in spans)
        by_days: dict[tuple[int, int], set[str]] = {}
        for unit, of in units.items():
            for both in (met for s in spans for o in of if (met := meet(s, o))):
                by_days.setdefault(both, set()).add(unit)
        for span, of_units in by_days.items():
            mask = masks.setdefault(("units", frozenset(of_units)), len(masks))
            yield (site, *span, mask)


def told(
    tellings: Sequence[Telling], places: Sequence[int],
    informants: Mapping[str, int], sources: Mapping[str, int],
) -> Told:  # fmt: skip
    """Passages as arrays; `places`: those of the tellings that carry the experience."""
    of = [tellings[n] for n in places]
    return Told(
        _ints(places), _ints(informants[t.coding["informant"]] for t in of),
        _ints(sources[t.coding["source"]] for t in of),
        _ints(t.span[0] for t in of), _ints(t.span[1] for t in of),
        _ints(needed(t.span) for t in of),
        [t.unit for t in of], [set(t.coding["about"].split("|")) for t in of],
    )  # fmt: skip


def block(passages: Told, here: Windows, all_said: Said, bearing: Bools) -> Block | None:
    """The block of an experience, or None where nothing is said of what bears on it.

    A statement reaches a passage by somebody whom it reaches, or about them, when it holds for at
    least half of the days that the passage tells of. `here`: the site's windows; `bearing`: whether
    each mechanism bears on the feature.
    """
    chosen = np.flatnonzero(bearing[all_said.key[here.statement]])
    if not len(chosen):
        return None
    at = Windows(*(column[chosen] for column in here))
    near = _near(at.mask, passages, all_said.masks)
    begins = np.flatnonzero(np.diff(at.statement, prepend=-1))
    statements = at.statement[begins]
    reach = _reach(at, near, passages, all_said.masks, begins)
    why = np.full(len(begins), STANDS)
    out = ~reach.any(axis=1)
    if out.any():
        mine = np.repeat(out, np.diff(begins, append=len(near)))
        why[out] = _why(Windows(*(column[mine] for column in at)), near[mine], passages, all_said)
    key, informant = all_said.key[statements], all_said.informant[statements]
    key_at = np.flatnonzero(np.diff(key, prepend=-1))
    changed = np.diff(informant, prepend=-1) != 0
    changed[key_at] = True
    pair_at = np.flatnonzero(changed)
    tellers, teller = np.unique(passages.informant, return_inverse=True)
    pair_informant = informant[pair_at]
    spot = np.searchsorted(tellers, pair_informant).clip(max=len(tellers) - 1)
    return Block(
        passages, statements, key[key_at], key_at, pair_at, np.searchsorted(pair_at, key_at),
        pair_informant, np.where(tellers[spot] == pair_informant, spot, -1), tellers,
        np.eye(len(tellers), dtype=np.float32)[teller], reach, why,
    )  # fmt: skip


def _near(mask: Ints, passages: Told, masks: Sequence[Mask]) -> Bools:
    """Windows × passages: is the passage told by, or about, somebody whom the window reaches?"""
    distinct, of = np.unique(mask, return_inverse=True)
    rows = np.ones((len(distinct), len(passages.telling)), dtype=bool)
    for row, place in enumerate(distinct.tolist()):
        kind, names = masks[place]
        if kind == "units":
            rows[row] = [unit in names for unit in passages.unit]
        elif kind == "about":
            rows[row] = [not names.isdisjoint(about) for about in passages.about]
    return rows[of]


def _reach(
    at: Windows, near: Bools, passages: Told, masks: Sequence[Mask], begins: Ints
) -> Bools:  # fmt: skip
    """Statements × passages: does it hold for at least half of the days, for whoever tells?

    Windows of one statement for one teller have no day in common, but those by what a passage is
    about have those by its teller within them; so each sort is added up by itself.
    """
    by_unit = np.array([kind == "units" for kind, _ in masks])[at.mask]
    sort = np.flatnonzero(np.diff(2 * at.statement + by_unit, prepend=-1))
    days = np.minimum(at.last[:, None], passages.last)
    days -= np.maximum(at.first[:, None], passages.first) - 1
    days *= near
    held = np.add.reduceat(days.clip(min=0), sort, axis=0) >= passages.needed
    met: Bools = np.logical_or.reduceat(held, np.searchsorted(sort, begins), axis=0)
    return met


def _why(at: Windows, near: Bools, passages: Told, all_said: Said) -> Ints:
    """Why statements that reach nobody don't: those of the windows, in their order.

    A statement was over when most of the days of a passage near it come after it, else yet to come.
    It was over because its unit had left when it would have met a passage, had its unit stayed.
    """
    begins = np.flatnonzero(np.diff(at.statement, prepend=-1))
    starts = np.minimum.reduceat(np.where(near, at.first[:, None], LAST), begins)
    ends = np.maximum.reduceat(np.where(near, at.last[:, None], FIRST), begins)
    before = np.minimum(starts, passages.last + 1) - passages.first
    after = passages.last - np.maximum(ends, passages.first - 1)
    over = after.clip(min=0) >= before.clip(min=0)
    there = np.logical_or.reduceat(near, begins)
    ended = (there & over).any(axis=1)
    of = at.statement[begins]
    first, last = all_said.first[of, None], all_said.last[of, None]
    days = np.minimum(last, passages.last) - np.maximum(first, passages.first) + 1
    stayed = (there & (days >= passages.needed)).any(axis=1)
    found: Ints = np.where(ended, np.where(stayed, LEFT, ENDED), LATER)
    return np.where(there.any(axis=1), found, OTHER_PROVIDER)


class Weight(NamedTuple):
    """How mechanisms stand towards an experience; variations × mechanisms, but for `tellers`.

    `says`: informants who tell of it; `own`: of these, those whose experience it is; `reaches`:
    tellers of the experience whom it reaches; `tellers`: all of them, by variation.
    """

    says: Ints
    own: Ints
    reaches: Ints
    tellers: Ints


def weigh(of: Block, heard: Bools, kept: Bools) -> Weight:
    """What counts when passages or statements are left out.

    `heard`: variations × passages that stay, `kept`: variations × statements that stay. A statement
    stands while it reaches a passage that stays.
    """
    there = shared(heard, of.teller)
    standing = kept & shared(heard, of.reach.T)
    speaks = np.logical_or.reduceat(standing, of.pair_at, axis=1)
    own = speaks & there[:, of.pair_teller] & (of.pair_teller >= 0)
    reached = np.logical_or.reduceat(kept[:, :, None] & of.reach, of.key_at, axis=1)
    reached &= heard[:, None, :]
    tellers = shared(reached, of.teller)
    return Weight(
        np.add.reduceat(speaks, of.pair_key_at, axis=1, dtype=np.int64),
        np.add.reduceat(own, of.pair_key_at, axis=1, dtype=np.int64),
        tellers.sum(axis=2), there.sum(axis=1),
    )  # fmt: skip


def shared(rows: NDArray[Any], columns: NDArray[Any]) -> Bools:
    """Whether each row has a one where each column has (both hold noughts and ones alone)."""
    with np.errstate(invalid="ignore"):  # BLAS raises flags for lanes of a register it doesn't use
        found: Bools = (rows.astype(np.float32) @ columns.astype(np.float32)) > 0
    return found


def whole(of: Block) -> Weight:
    """What counts when nothing is left out (one variation)."""
    heard = np.ones((1, len(of.told.telling)), dtype=bool)
    return weigh(of, heard, np.ones((1, len(of.statements)), dtype=bool))


def _ints(values: Any) -> Ints:
    return np.fromiter(values, dtype=np.int64)
