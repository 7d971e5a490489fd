"""Counts of agreement for each source: all that later figures and bootstrap samples rest on.

It goes source by source, so that what is kept is a small table for each source and code, never the
codes of every unit. An item is a code, or, after the codes, a theme: a unit has the theme when it
has a code at or below it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.agree.assigned import Assignment
from insideout.agree.compared import Compared, Hand
from insideout.agree.seen import Seen, Sets, codings_of, seen_by
from insideout.agree.unitizing import Extents, Marks, extents, lengths, merged, shared
from insideout.agree.units import Flags, Places, Speech

Numbers: TypeAlias = NDArray[np.float64]


@dataclass
class Counts:
    """Counts of one comparison, sources × items.

    `used`: items that anybody put anywhere (codes; no themes); `units`: units of a source; `said`:
    its characters; `raters`: coders compared on an item, 0 where fewer than two looked for it (of a
    theme: for a code of it, and only codes that all of them looked for make it up); `with_code`:
    units by how many coders gave them the item, from none to all; `crosstab`: of two coders, 2 × 2,
    absence first; `characters`: the same in characters; `length`: characters compared; `agreeing`:
    those on which they agree, mean over pairs of coders; `extents`: for |uα.
    `valence`, `about`: a row for each unit and code that all of them put there: source, code, and
    what each coder said of it, as a number.
    """

    used: Flags
    units: Numbers
    said: Numbers
    raters: Numbers
    with_code: Numbers
    crosstab: Numbers
    characters: Numbers
    agreeing: Numbers
    length: Numbers
    extents: Extents
    valence: list[NDArray[np.int64]] = field(default_factory=list)
    about: list[NDArray[np.int64]] = field(default_factory=list)


def counted(
    placed: pd.DataFrame,
    speech: Mapping[str, Speech],
    assigned: Iterable[Assignment],
    groups: Sequence[Compared],
    codes: Sequence[str],
    theme_of: Sequence[int],
) -> list[Counts]:
    """Counts of each comparison. `theme_of`: for each code the index of its theme, or -1."""
    themes = max(theme_of, default=-1) + 1
    found = [_nothing(group, len(codes) + themes) for group in groups]
    work: dict[str, dict[Hand, frozenset[str]]] = defaultdict(dict)
    for one in assigned:
        work[one.source][one.coder, one.round] = one.codes
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, group in enumerate(groups):
        for row, source in enumerate(group.sources):
            wanted[source].append((number, row))
    codings = codings_of(placed, {code: n for n, code in enumerate(codes)})
    sets: Sets = {}
    above = np.array(theme_of, dtype="int64")
    for source in sorted(wanted):
        if source not in speech:
            continue
        hands = {hand for number, _ in wanted[source] for hand in groups[number].hands}
        seen = {
            hand: seen_by(codings.get(source), hand, sought, speech[source], codes, sets)
            for hand, sought in work[source].items()
            if hand in hands
        }
        for number, row in wanted[source]:
            together = [seen[hand] for hand in groups[number].hands if hand in seen]
            _count(found[number], row, together, speech[source], above)
    return found


def _nothing(group: Compared, items: int) -> Counts:
    rows, coders = len(group.sources), len(group.hands)
    flat = (rows, items)
    empty = Extents(*(np.zeros(flat) for _ in range(4)))
    return Counts(
        np.zeros(items, dtype=bool), np.zeros(rows), np.zeros(rows), np.zeros(flat),
        np.zeros((*flat, coders + 1)), np.zeros((*flat, 2, 2)), np.zeros((*flat, 2, 2)),
        np.zeros(flat), np.zeros(flat), empty,
    )  # fmt: skip


def _count(
    counts: Counts, row: int, together: Sequence[Seen], speech: Speech, theme_of: Places
) -> None:
    """Add one source."""
    coders = counts.with_code.shape[-1] - 1
    if len(together) < 2:
        return
    sought = np.array([one.sought for one in together])
    present = np.array([one.present for one in together]) & sought[:, :, None]
    common = np.asarray(sought.all(0))
    raters = np.where(sought.sum(0) > 1, sought.sum(0), 0)
    part = _themes(theme_of, common)
    with_theme = np.array([part @ one.astype("float32") > 0 for one in present])
    shown = np.concatenate([present, with_theme], axis=1)
    counts.units[row], counts.said[row] = speech.units, speech.characters
    counts.raters[row] = np.append(raters, np.where(part.any(1), len(together), 0))
    some = counts.raters[row] > 0
    for one in together:
        counts.used[np.unique(one.marks.code)] = True
    times = shown.sum(0)
    for n in range(coders + 1):
        counts.with_code[row, :, n] = (times == n).sum(1) * some
    if coders == 2:
        counts.crosstab[row] = _crossed(shown[0], shown[1], some)
    if len(together) == coders:
        counts.valence.append(_told(row, [one.valence for one in together]))
        counts.about.append(_told(row, [one.about for one in together]))
    _measure(counts, row, together, common, speech.characters, theme_of)


def _themes(theme_of: Places, common: Flags) -> Flags:
    """Themes × codes that make them up."""
    themes = max(theme_of.max(initial=-1) + 1, 0)
    return np.asarray((theme_of == np.arange(themes)[:, None]) & common)


def _crossed(one: Flags, other: Flags, some: Flags) -> Numbers:
    both = (one & other).sum(1)
    first, second, units = one.sum(1), other.sum(1), one.shape[1]
    table = np.array([[units - first - second + both, second - both], [first - both, both]])
    return np.asarray(table.transpose(2, 0, 1) * some[:, None, None], dtype="float64")


def _told(row: int, values: Sequence[Places]) -> NDArray[np.int64]:
    """Source, code and the values of all coders, for units where all have one."""
    told = np.array(values)
    code, unit = np.nonzero((told != -1).all(0))
    return np.vstack([np.full(len(code), row), code, told[:, code, unit]]).T


def _measure(
    counts: Counts,
    row: int,
    together: Sequence[Seen],
    common: Flags,
    length: int,
    theme_of: Places,
) -> None:
    """Add the characters of one source, of codes that all of its coders looked for."""
    items = counts.raters.shape[1]
    marks = [_with_themes(one.marks, common, theme_of, length) for one in together]
    some = np.append(common, _themes(theme_of, common).any(1))
    found = extents(marks, items, length)
    counts.length[row] = length * some
    counts.agreeing[row] = (length - 2 * found.differing / len(together)) * some
    for name in ("marked", "gaps", "squares", "differing"):
        getattr(counts.extents, name)[row] = getattr(found, name) * some
    if counts.with_code.shape[-1] == 3:
        first, second = (lengths(one, items)[0] for one in marks)
        both = shared(marks[0], marks[1], items, length)
        neither = length - first - second + both
        table = np.array([[neither, second - both], [first - both, both]]).transpose(2, 0, 1)
        counts.characters[row] = table * some[:, None, None]


def _with_themes(marks: Marks, common: Flags, theme_of: Places, length: int) -> Marks:
    """Passages of codes, and after them those of themes."""
    at = common[marks.code]
    code, start, end = marks.code[at], marks.start[at], marks.end[at]
    theme = theme_of[code]
    above = theme >= 0
    of_themes = merged(theme[above] + len(common), start[above], end[above], length)
    return Marks(
        np.concatenate([code, of_themes.code]),
        np.concatenate([start, of_themes.start]),
        np.concatenate([end, of_themes.end]),
    )
