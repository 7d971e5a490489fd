"""How far coders mark the same characters: Krippendorff's alpha for unitizing a continuum.

The continuum is what informants say in the sources that were compared, one source after the other.
For one code a coder's units are the passages with that code, everything else is a gap, and the
coefficient is |uα of Krippendorff, Mathet, Bouvry and Widlöcher (2016; Krippendorff 2019, eqs. 32,
33 and 35). It replaces the αU of 1995 and 2004, which its author found to misbehave with more than
two coders. All of it comes from sums over sources, so no array is as long as a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Marks:
    """Passages of one coder in one source, as places in what informants say there.

    `code` (an index), `start` and `end` of each, sorted by code and start. Passages of one code
    don't overlap; two that touch are still two.
    """

    code: Places
    start: Places
    end: Places


@dataclass(frozen=True)
class Extents:
    """Sums for |uα, in characters; leading axes are free, and those of sources add up.

    `marked`: characters with the code, summed over coders; `gaps`: characters without it, summed
    over coders; `squares`: squared lengths of passages; `differing`: characters that one coder
    marked and another didn't, over ordered pairs of coders, divided by the coders less one.
    """

    marked: Numbers
    gaps: Numbers
    squares: Numbers
    differing: Numbers


def alpha_of(observed: Numbers, expected: Numbers) -> Numbers:
    """|uα: 1 - Do / De; of several codes, of the sums of their disagreements (Krippendorff 2004).

    Undefined (nan) where no coder marks anything, or all mark everything.
    """
    none = expected == 0
    return np.where(none, np.nan, 1 - observed / np.where(none, 1.0, expected))


def disagreements(extents: Extents) -> tuple[Numbers, Numbers]:
    """Observed and expected coincidences of a mark with a gap.

    Expected is what marks and gaps of these lengths would have anywhere, where no passage meets
    itself, and no character of a gap does.
    """
    total = extents.marked + extents.gaps
    possible = total**2 - extents.gaps - extents.squares
    some = possible > 0
    product = total * extents.marked * extents.gaps
    expected = np.where(some, product / np.where(some, possible, 1.0), 0.0)
    return np.asarray(extents.differing), expected


def merged(code: Places, start: Places, end: Places, length: int) -> Marks:
    """Passages of each code, those of one code that overlap made one, empty ones left out.

    `length`: characters of the source. Any order.
    """
    some = end > start
    code, start, end = code[some], start[some], end[some]
    order = np.lexsort((start, code))
    code, start, end = code[order], start[order], end[order]
    # one line on which the codes lie one after the other, so that all are merged at once
    shift = code * (length + 1)
    reach = np.maximum.accumulate(end + shift)
    first = np.ones(len(code), dtype=bool)
    first[1:] = (start + shift)[1:] >= reach[:-1]
    last = np.append(first[1:], True) if len(first) else first
    return Marks(code[first], start[first], reach[last] - shift[last])


def lengths(marks: Marks, codes: int) -> tuple[Numbers, Numbers]:
    """Characters that each of so many codes covers, and its passages' squared lengths, added up."""
    size = (marks.end - marks.start).astype("float64")
    covered = np.bincount(marks.code, size, codes)
    squares = np.bincount(marks.code, size**2, codes)
    return covered.astype("float64"), squares.astype("float64")


def shared(one: Marks, other: Marks, codes: int, length: int) -> Numbers:
    """Characters that both coders mark with each of so many codes."""
    union = merged(
        np.concatenate([one.code, other.code]),
        np.concatenate([one.start, other.start]),
        np.concatenate([one.end, other.end]),
        length,
    )
    return np.asarray(lengths(one, codes)[0] + lengths(other, codes)[0] - lengths(union, codes)[0])


def extents(coders: list[Marks], codes: int, length: int) -> Extents:
    """Extents of one source of so many characters, by code, for two coders or more."""
    covered, squares = np.array([lengths(marks, codes) for marks in coders]).transpose(1, 0, 2)
    marked = covered.sum(0)
    same = sum(
        (
            shared(one, other, codes, length)
            for n, one in enumerate(coders)
            for other in coders[n + 1 :]
        ),
        np.zeros(codes),
    )
    differing = marked - 2 * same / (len(coders) - 1)
    return Extents(marked, length * len(coders) - marked, squares.sum(0), differing)
