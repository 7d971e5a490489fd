"""One block when an informant, or a source, is left out: what it is worth then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from insideout.nest.blocks import STANDS, Block, Bools, Ints, Weight, shared, weigh
from insideout.nest.candidates import Telling
from insideout.nest.experience import banded
from insideout.nest.field import PATTERNS
from insideout.nest.links import Limits


class Varied(NamedTuple):
    """A block without each informant (or source) that has a part in it.

    `without`: their places; `weight`: what its mechanisms are worth without them. `stated`: they
    tell of the mechanism; `carried`: they carry the experience (by variation).
    """

    without: Ints
    weight: Weight
    stated: Bools
    carried: Bools


def varied(of: Block, base: Weight, passages: Ints, statements: Ints) -> Varied:
    """A block without each of its informants, or sources.

    `passages`, `statements`: the informant (or source) of each of the block's own.
    """
    carriers = np.unique(passages)
    heard = passages != carriers[:, None]
    kept = statements != carriers[:, None]
    first = weigh(of, heard, kept)
    standing = of.why == STANDS
    others = np.setdiff1d(statements[standing], carriers)
    key = np.repeat(np.arange(len(of.keys)), np.diff(of.key_at, append=len(of.statements)))
    second = _unsaid(of, base, others, statements, key)
    without = np.concatenate([carriers, others])
    stated = np.zeros((len(without), len(of.keys)), dtype=bool)
    row = np.argsort(without)
    spot = row[np.searchsorted(without, statements[standing], sorter=row)]
    stated[spot, key[standing]] = True
    weight = Weight(*(np.concatenate(both) for both in zip(first, second, strict=True)))
    carried = np.arange(len(without)) < len(carriers)
    return Varied(without, weight, stated, carried)


def _unsaid(of: Block, base: Weight, others: Ints, statements: Ints, key: Ints) -> Weight:
    """The block without statements of those who carry nothing: only their mechanisms lose."""
    size = len(others), len(of.keys)
    says, own, reaches = (np.repeat(counts, size[0], axis=0) for counts in base[:3])
    tellers = np.repeat(base.tellers, size[0])
    mine = np.flatnonzero((of.why == STANDS) & np.isin(statements, others))
    if not len(mine):
        return Weight(says, own, reaches, tellers)
    pair = np.repeat(np.arange(len(of.pair_at)), np.diff(of.pair_at, append=len(of.statements)))
    row = np.searchsorted(others, statements[mine])
    all_ = np.bincount(pair[of.why == STANDS], minlength=len(of.pair_at))
    voices, counts = np.unique(np.stack([row, pair[mine]]), axis=1, return_counts=True)
    lost = counts == all_[voices[1]]  # whoever is heard of it elsewhere still says it
    who, at = voices[0][lost], voices[1][lost]
    column = np.searchsorted(of.pair_key_at, at, side="right") - 1
    np.subtract.at(says, (who, column), 1)
    theirs = of.pair_teller[at] >= 0
    np.subtract.at(own, (who[theirs], column[theirs]), 1)
    reached = shared(of.reach, of.teller)
    whole = np.add.reduceat(reached, of.key_at, axis=0, dtype=np.int64)
    cells, cell = np.unique(np.stack([row, key[mine]]), axis=1, return_inverse=True)
    gone = np.zeros((cells.shape[1], reached.shape[1]), dtype=np.int64)
    np.add.at(gone, cell.ravel(), reached[mine])
    reaches[cells[0], cells[1]] = (whole[cells[1]] > gone).sum(axis=1)
    return Weight(says, own, reaches, tellers)


def patterns_without(
    tellings: Sequence[Telling], tags: Ints, tellers: Ints, limits: Limits
) -> tuple[Ints, Ints]:
    """A site's pattern (+1, -1, 0) without each informant or source that tells of the feature.

    `tellings`: the site's, of the feature; `tags`: the informant or source of each, `tellers`: its
    informant.
    """
    without = np.unique(tags)
    heard = tags != without[:, None]
    says = np.array([telling.says for telling in tellings])
    one = np.eye(tellers.max() + 1, dtype=np.float32)[tellers][:, np.unique(tellers)]
    for_, against = (shared(heard & side, one) for side in (says >= 0, says <= 0))
    n = (for_ | against).sum(axis=1)
    only, both = (for_ & ~against).sum(axis=1), (for_ & against).sum(axis=1)
    words = [
        banded((present + mixed / 2) / all_, limits.low, limits.high) if all_ else "not_told"
        for present, mixed, all_ in zip(only.tolist(), both.tolist(), n.tolist(), strict=True)
    ]
    return without, np.array([PATTERNS[word] for word in words], dtype=np.int64)
