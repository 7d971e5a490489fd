"""Where a quote would stand if it had moved as the codings around it did.

Offsets of a corrected transcript are off by what was put in or taken out before them. Codings found
for sure say by how much: a quote between two that moved equally far has moved as far.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from insideout.code.anchor import Lost, Place, Quote


def moved(quotes: Sequence[Quote], places: Sequence[Place | Lost]) -> Iterator[tuple[int, Quote]]:
    """Quotes of one source that are lost but might be settled, by number, told where to look.

    Those that stood and went elsewhere than the codings about them would mislead: only shifts that
    keep the order of the text are used.
    """
    lost = [n for n, place in enumerate(places) if isinstance(place, Lost) and place.candidates]
    lost = [n for n in lost if quotes[n].start is not None]
    if not lost:
        return
    known = _in_order(
        (quote.start, place.start) for quote, place in zip(quotes, places, strict=True)
        if quote.start is not None and isinstance(place, Place) and place.how == "exact"
    )  # fmt: skip
    starts = [start for start, _ in known]
    for n in lost:
        start = quotes[n].start
        if start is None:
            continue
        before, after = bisect_left(starts, start) - 1, bisect_right(starts, start)
        beside = [known[k] for k in (before, after) if 0 <= k < len(known)]
        if beside:
            near = tuple(start + new - old for old, new in beside)
            yield n, replace(quotes[n], near=near)


def _in_order(pairs: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of (old, new) starts in which both go up: blocks that moved fall out."""
    ordered = sorted(set(pairs))
    tails: list[int] = []  # smallest new start that ends a run of each length
    ends: list[int] = []
    back: list[int] = []
    for n, (_, new) in enumerate(ordered):
        length = bisect_left(tails, new)
        back.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(new)
            ends.append(n)
        else:
            tails[length], ends[length] = new, n
    kept, n = [], ends[-1] if ends else -1
    while n >= 0:
        kept.append(ordered[n])
        n = back[n]
    return kept[::-1]
