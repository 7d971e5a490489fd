"""What each coder put where in one source: units with a code, what was said of it, passages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.agree.compared import Hand
from insideout.agree.unitizing import Marks, merged
from insideout.agree.units import Flags, Places, Speech, marked, said_before, spans, word_bounds

VALENCE_ORDER = ("absent", "mixed", "present")
Sets: TypeAlias = dict[tuple[int, ...], int]


@dataclass(frozen=True)
class Codings:
    """Codings as numbers, by source; `label` of an empty valence or about is -1."""

    hand: NDArray[np.object_]
    code: Places
    start: Places
    end: Places
    word_start: Places
    word_end: Places
    valence: Places
    about: Places


@dataclass(frozen=True)
class Seen:
    """What one coder did in one source.

    By code: `sought`, whether it was looked for; codes × units: `present`; `valence` and `about`,
    as numbers, -1 where nothing is said. `marks`: the passages.
    """

    sought: Flags
    present: Flags
    marks: Marks
    valence: Places
    about: Places


def codings_of(placed: pd.DataFrame, code_at: Mapping[str, int]) -> dict[str, Codings]:
    """Codings of each source."""
    named, names = pd.factorize(placed["code"])
    code = np.array([code_at.get(str(name), -1) for name in names], dtype="int64")[named]
    known = placed[code >= 0]
    start, end = (known[name].to_numpy("int64") for name in ("start", "end"))
    first, last = word_bounds(known["quote"], start.tolist(), end.tolist())
    hand = np.empty(len(known), dtype=object)
    hand[:] = list(zip(known["coder"], known["round"].astype("int64").tolist(), strict=True))
    valence = known["valence"].map({v: n for n, v in enumerate(VALENCE_ORDER)}).fillna(-1)
    about = pd.factorize(known["about"].where(known["about"] != ""), sort=True)[0]
    columns: list[Places] = [
        np.asarray(column, dtype="int64")
        for column in (code[code >= 0], start, end, first, last, valence, about)
    ]
    groups = known.reset_index(drop=True).groupby("source").indices
    return {
        str(source): Codings(hand[at], *[column[at] for column in columns])
        for source, at in groups.items()
    }


def allowed_valences(codebook: pd.DataFrame, codes: Sequence[str]) -> Flags:
    """Codes × valences in their order: which of them coders may choose. None named: all."""
    told = dict(zip(codebook["code"], codebook["allowed"], strict=True))
    named = [str(told.get(code) or "").split() or VALENCE_ORDER for code in codes]
    return np.array([[v in some for v in VALENCE_ORDER] for some in named], dtype=bool).reshape(
        len(codes), len(VALENCE_ORDER)
    )


def choices(code: Places, said: Places, allowed: Flags) -> float:
    """From how many valences coders chose: those the code allows, and those it was given.

    `code`: of each unit; `said`: units × coders, what each said; `allowed`: codes × valences. Over
    units of several codes it is the mean. Units of a code with one valence only aren't counted, for
    nothing was chosen there; nan where no others are.
    """
    open_ = allowed.copy()
    open_[np.broadcast_to(code[:, None], said.shape), said] = True
    each = open_.sum(1)[code]
    chosen = each[each > 1]
    return float(chosen.mean()) if len(chosen) else float("nan")


def seen_by(
    codings: Codings | None,
    hand: Hand,
    sought: frozenset[str],
    speech: Speech,
    codes: Sequence[str],
    sets: Sets,
) -> Seen:
    """What `hand` did in a source where `sought` were looked for; other codes count as missing.

    `sets`: numbers of sets of subjects, for units of which several things are said; it grows.
    """
    looked = np.array([code in sought for code in codes], dtype=bool)
    mine: Places = np.zeros(0, dtype="int64")
    if codings is not None:
        mine = np.flatnonzero([other == hand for other in codings.hand])
        mine = mine[looked[codings.code[mine]]]
    if codings is None or not len(mine):
        nothing = np.full((len(codes), speech.units), -1, dtype="int64")
        empty = np.zeros(0, dtype="int64")
        return Seen(looked, nothing >= 0, Marks(empty, empty, empty), nothing, nothing)
    code = codings.code[mine]
    first, last = spans(speech, codings.word_start[mine], codings.word_end[mine])
    covered = merged(
        code, said_before(speech, codings.start[mine]), said_before(speech, codings.end[mine]),
        speech.characters,
    )  # fmt: skip
    where = (speech, first, last, code, len(codes))
    mixed = VALENCE_ORDER.index("mixed")
    return Seen(
        looked,
        marked(*where),
        covered,
        _labelled(*where, codings.valence[mine], lambda _: mixed),
        _labelled(*where, codings.about[mine], lambda s: sets.setdefault(s, -2 - len(sets))),
    )


def _labelled(
    speech: Speech,
    first: Places,
    last: Places,
    code: Places,
    codes: int,
    label: Places,
    several: Callable[[tuple[int, ...]], int],
) -> Places:
    """Codes × units: the label that passages with the code give the unit, -1 for none.

    `several`: what different labels in one unit amount to.
    """
    found = np.full((codes, speech.units), -1, dtype="int64")
    reach = np.where(label < 0, 0, last - first)
    each = np.repeat(np.arange(len(code)), reach)
    piece = np.arange(len(each)) - np.repeat(np.cumsum(reach) - reach, reach) + first[each]
    unit = np.zeros_like(piece) if speech.whole else piece
    cells = np.unique(np.stack([code[each] * max(speech.units, 1) + unit, label[each]]), axis=1)
    place, at, times = np.unique(cells[0], return_index=True, return_counts=True)
    found.flat[place] = cells[1][at]
    for n in np.flatnonzero(times > 1):
        found.flat[place[n]] = several(tuple(cells[1][at[n] : at[n] + times[n]].tolist()))
    return found
