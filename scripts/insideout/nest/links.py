"""What each mechanism offered for an experience amounts to: explained, suggested or ruled out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from insideout.nest.blocks import ENDED, LATER, LEFT, OTHER_PROVIDER, Bools, Ints, Said, Weight
from insideout.tables.nest import LACKS, NON_ORGANISATIONAL

REASONS = {OTHER_PROVIDER: "other_provider", ENDED: "ended", LEFT: "left", LATER: "later"}
LACK = {word: n for n, word in enumerate(LACKS)}
NEAR = 1e-9  # a share of a whole number may miss it by the last digit


class Limits(NamedTuple):
    """The study's thresholds (keys of `nest` in the study file)."""

    min_support: int
    min_reach: float
    min_alike: float
    low: float
    high: float


class Offers(NamedTuple):
    """Mechanisms offered for experiences of one feature, an entry of each array for each.

    `site`, `column`: places of the site and of the mechanism among those that bear on the feature;
    `sign`: +1 or -1. `says` counts informants who tell of it, `own` those of them whose experience
    it is, `against` those who say the opposite of it here; `reaches`: tellers whom it reaches, of
    `tellers`. `stands` is false for those that are ruled out, for which nobody is counted.
    """

    site: Ints
    column: Ints
    sign: Ints
    says: Ints
    own: Ints
    against: Ints
    reaches: Ints
    tellers: Ints
    stands: Bools


class Bearing(NamedTuple):
    """The mechanisms that bear on a feature: their places among all, and of the opposite of each.

    `expects`: mechanisms × signs (with the feature, without it); `inside`: it lies in an
    organisation; `opposite`: column of the opposite valence of the same code in the same ring, -1
    where nobody tells of it.
    """

    keys: Ints
    expects: Bools
    inside: Bools
    opposite: Ints


def bearing(
    feature: str, said: Said, expects: Mapping[tuple[str, str, str], Mapping[str, set[int]]]
) -> Bearing:
    """The mechanisms that bear on a feature."""
    chosen = [n for n, key in enumerate(said.keys) if feature in expects[key]]
    keys = [said.keys[n] for n in chosen]
    column = {key: n for n, key in enumerate(keys)}
    other = {"present": "absent", "absent": "present"}
    signs = [[sign in expects[key][feature] for sign in (1, -1)] for key in keys]
    return Bearing(
        np.array(chosen, dtype=np.int64), np.array(signs, dtype=bool).reshape(-1, 2),
        np.array([key[0] != NON_ORGANISATIONAL for key in keys], dtype=bool),
        np.array([column.get((r, c, other[v]), -1) for r, c, v in keys], dtype=np.int64),
    )  # fmt: skip


def opposed(says: Ints, columns: Ints, among: Ints, opposite: Ints) -> Ints:
    """How many say the opposite of each of `columns`; `says` are counts of the columns `among`.

    Counts are variations × mechanisms, both ways.
    """
    wide = np.zeros((len(says), len(opposite) + 1), dtype=np.int64)  # the last is for "nobody"
    wide[:, among] = says
    return wide[:, opposite[columns]]


class Elsewhere(NamedTuple):
    """What the sites say that have, and that have not, the same experience, by mechanism.

    `opposite`: sites whose pattern is the opposite; `most`: informants at that of them where most
    tell of the mechanism, `where`: its place, `next`: at the one after. `alike`: sites whose
    pattern is the same; `told`: those of them where it was told of.
    """

    opposite: int
    most: Ints
    where: Ints
    next: Ints
    alike: int
    told: Ints


def elsewhere(pattern: Ints, sign: int, same: Ints, contrary: Ints) -> Elsewhere:
    """What the sites say. `pattern`: of each site, +1, -1, or 0 for neither.

    `same`, `contrary`: informants who tell of each mechanism at each site (sites × mechanisms), as
    far as it reaches those there who tell of the same experience, and of the opposite one.
    """
    opposite, alike = np.flatnonzero(pattern == -sign), np.flatnonzero(pattern == sign)
    columns = same.shape[1]
    told = (same[alike] > 0).sum(axis=0)
    nothing = np.zeros(columns, dtype=np.int64)
    if not len(opposite):
        return Elsewhere(0, nothing, nothing - 1, nothing, len(alike), told)
    of = contrary[opposite]
    row, every = of.argmax(axis=0), np.arange(columns)
    most = of[row, every]
    rest = of.copy()
    rest[row, every] = -1
    after = rest.max(axis=0).clip(min=0)
    return Elsewhere(len(opposite), most, opposite[row], after, len(alike), told)


def lacks(
    offers: Offers, inside: Bools, pattern: Ints, around: Mapping[int, Elsewhere],
    here: Mapping[int, NDArray[Any]], limits: Limits,
) -> Bools:  # fmt: skip
    """What each offer lacks to explain: words of LACKS × offers. Nothing: it explains.

    To explain, a mechanism needs enough informants (`support`), has to reach enough of those who
    tell (`reach`) of what isn't told by a few against the pattern of their site (`pattern`), more
    have to say it than the opposite (`contradicted`), and it has to set the sites apart that have
    the opposite experience (`opposite`), or, where there are none, to be told of at enough of those
    that share it (`alike`).

    `inside`: by mechanism, whether it lies in an organisation. `around`: by sign; `here`: by sign,
    informants who tell of each mechanism at each site (`same` of `elsewhere`). At other sites, too,
    only statements count that reach those who tell there, for at least half of the time they tell
    of: of the opposite experience for `opposite`, of the same one for `alike`.
    """
    support = supported(offers, inside)
    found = np.zeros((len(LACKS), len(offers.site)), dtype=bool)
    found[LACK["support"]] = support < limits.min_support
    found[LACK["reach"]] = offers.reaches < limits.min_reach * offers.tellers - NEAR
    found[LACK["pattern"]] = pattern[offers.site] == -offers.sign
    found[LACK["contradicted"]] = offers.against >= offers.says
    for sign, of in around.items():
        mine = offers.sign == sign
        site, column = offers.site[mine], offers.column[mine]
        within = pattern[site] == -sign  # it is itself one of those with the opposite pattern
        most = np.where(within & (of.where[column] == site), of.next[column], of.most[column])
        told = here[sign][site, column] > 0
        found[LACK["opposite"], mine], found[LACK["alike"], mine] = contrasts(
            support[mine], of.opposite - within, most, pattern[site] == sign, of.alike,
            of.told[column], told, limits,
        )  # fmt: skip
    return found


def contrasts(
    support: Ints, opposite: Any, most: Ints, alike_here: Bools, alike: Any, told: Ints,
    told_here: Bools, limits: Limits,
) -> tuple[Bools, Bools]:  # fmt: skip
    """Whether mechanisms lack a contrast (`opposite`) or a likeness (`alike`) between the sites.

    A mechanism stands as well at a site of the opposite experience when `most` tell of it there:
    as many as are needed to explain, or half as many as here. Where no site has the opposite, it
    has to have been told of at `min_alike` of those alike, this one included; `alike` and `told`
    count this site where it is one of these.
    """
    well = (most >= 1) & ((most >= limits.min_support) | (2 * most >= support))
    others = alike - alike_here
    share = told - (alike_here & told_here) + 1 >= limits.min_alike * (others + 1) - NEAR
    return (opposite > 0) & well, (opposite == 0) & (others > 0) & ~share


def supported(offers: Offers, inside: Bools) -> Ints:
    """Informants who count: of what organisations do, not those whose own experience it is."""
    support: Ints = offers.says - np.where(inside[offers.column], offers.own, 0)
    return support


def offered(site: int, sign: int, columns: Ints, of: Bearing, weight: Weight) -> Offers:
    """The offers of one block, of its first variation; `columns`: those of its mechanisms."""
    mine = np.flatnonzero(of.expects[columns, 0 if sign > 0 else 1])
    says, size = weight.says[0], len(mine)
    against = opposed(weight.says, columns, columns, of.opposite)[0]
    return Offers(
        np.full(size, site), columns[mine], np.full(size, sign), says[mine], weight.own[0][mine],
        against[mine], weight.reaches[0][mine], np.full(size, weight.tellers[0]), says[mine] > 0,
    )  # fmt: skip
