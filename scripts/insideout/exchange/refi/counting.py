"""Which way of counting positions a project follows: the one by which its passages make sense.

No project says it. A passage speaks for a way of counting where it starts and ends with whole words
by it, and where what is known of its quote (the selection's name, often cut; a description) is what
stands there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from insideout.exchange.refi.convention import EXTRAS
from insideout.exchange.refi.offsets import (
    COUNTINGS,
    Counting,
    Places,
    Text,
    essence,
    resolved,
)

CUT = 90  # a name as long as this may be the beginning of the quote only
LOOKED_AT = 400  # characters of a passage that are compared with a name
APART = 2  # passages that must speak for it before a source counts otherwise than its project
MOST, LEAST = 20_000, 20  # passages that are looked at: in all, and in a source whatever the rest
ENOUGH = 4  # passages of a source that say whether it is the text that was coded
FEW = 0.5  # share of passages; where fewer fit, the texts may be others


class Passage(NamedTuple):
    """A selection's positions as given, and what may be its quote."""

    start: int
    end: int
    hints: tuple[str, ...] = ()


class Fit(NamedTuple):
    """How passages fit by one way of counting: points, and for each passage whether it fits."""

    points: int
    fitting: list[bool]
    starts: Places
    ends: Places


@dataclass
class Found:
    """The way of counting of sources by guid, others the standard's, and what to tell about it."""

    of_source: dict[str, Counting] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def found_countings(
    texts: Mapping[str, Text],
    passages: Mapping[str, Sequence[Passage]],
    names: Mapping[str, str],
    origin: str = "",
) -> Found:
    """The way of counting that fits best over all sources; another one for those that clash.

    All are keyed by the source's guid; `names` are those to tell, `origin` the tool that wrote the
    project: of ways that fit equally, the one known of it is taken, else the standard's. Our own
    projects need no finding out.
    """
    if origin.startswith(EXTRAS):
        return Found()
    most = max(LEAST, MOST // max(1, len(passages)))
    fits = {guid: _fits(texts[guid], here[:: 1 + (len(here) - 1) // most])
            for guid, here in passages.items() if here}  # fmt: skip
    if not fits:
        return Found()
    ways = sorted(COUNTINGS, key=lambda way: not _usual(way, origin))
    points = {way: sum(fits[g][essence(texts[g], way)].points for g in fits) for way in ways}
    best = max(ways, key=points.__getitem__)
    found = Found(dict.fromkeys(fits, best))
    others = [way for way in ways if _apart(way, best, fits, texts)]
    found.told.append(_told(best, others, points, fits, texts))
    for guid, here in fits.items():
        way, said = _by_itself(best, ways, texts[guid], here)
        found.of_source[guid] = way
        found.told += [f"{names[guid]}: {said}"] if said else []
    return found


def _by_itself(
    best: Counting, ways: Sequence[Counting], text: Text, here: Mapping[Counting, Fit]
) -> tuple[Counting, str]:
    """How one source is counted, and what to tell where it isn't like the rest."""
    own = max(here.values(), key=lambda fit: fit.points)
    general = here[essence(text, best)]
    whole, fitting, usual = len(own.fitting), sum(own.fitting), sum(general.fitting)
    if own.points > general.points and fitting - usual >= APART:
        way = next(way for way in ways if here[essence(text, way)] is own)
        said = f"positions count {described(way, text.marks > 0)} here: "
        return (
            way,
            said + f"{_share(fitting, whole)} fit, and {_share(usual, whole)} as in the rest",
        )
    if whole >= ENOUGH and usual < FEW * whole:
        return best, f"{usual} of {whole} passages fit: it may not be the text that was coded"
    return best, ""


def described(way: Counting, marks: bool = True) -> str:
    """A way of counting in words."""
    counted = "counted" if way.marks else "not counted"
    return f"{way.unit}, line ends {way.lines}" + (
        f", a byte order mark {counted}" if marks or way.marks else ""
    )


def _usual(way: Counting, origin: str) -> bool:
    """Whether a tool is known to count this way (see docs of its exports)."""
    tool = origin.lower()
    if "atlas" in tool:
        return way == Counting("characters", "as one")
    return "nvivo" in tool and way == Counting("UTF-16 units", "as two")


def _fits(text: Text, passages: Sequence[Passage]) -> dict[Counting, Fit]:
    """How the passages of a source fit, by every way of counting that counts it differently."""
    ways = dict.fromkeys(essence(text, way) for way in COUNTINGS)
    starts, ends = [p.start for p in passages], [p.end for p in passages]
    places = {way: resolved(text, way, starts, ends) for way in ways}
    evidence: dict[Counting, list[_Evidence]] = {way: [] for way in ways}
    for number, passage in enumerate(passages):
        hints = [hint for hint in map(_bare, passage.hints) if hint.words]
        seen: dict[tuple[int, int], _Evidence] = {}
        for way, (firsts, lasts) in places.items():
            span = int(firsts[number]), int(lasts[number])
            if span not in seen:
                seen[span] = _evidence(text.plain, *span, hints)
            evidence[way].append(seen[span])
    quoted = [any(e[n].begins for e in evidence.values()) for n in range(len(passages))]
    complete = [any(e[n].equals for e in evidence.values()) for n in range(len(passages))]
    return {
        way: Fit(
            sum(2 * e.begins + e.first + 2 * e.equals + e.last for e in found),
            [(e.begins if quoted[n] else e.first) and (e.equals if complete[n] else e.last)
             for n, e in enumerate(found)],
            *places[way],
        )
        for way, found in evidence.items()
    }  # fmt: skip


class _Evidence(NamedTuple):
    """What speaks for a place: whole words at both ends; a hint begins here, or is all of it."""

    first: bool = False
    last: bool = False
    begins: bool = False
    equals: bool = False


class _Hint(NamedTuple):
    words: str
    cut: bool


def _bare(hint: str) -> _Hint:
    words = squeezed(hint)
    short = words.rstrip("…").rstrip(".") if words.endswith(("…", "...")) else words
    return _Hint(short, short != words or len(hint) >= CUT)


def squeezed(text: str) -> str:
    """Text without white space, decomposed: what may be cut anywhere is compared."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def _evidence(plain: str, start: int, end: int, hints: Sequence[_Hint]) -> _Evidence:
    if not 0 <= start < end <= len(plain):
        return _Evidence()
    first = not plain[start].isspace() and not _within(plain, start)
    last = not plain[end - 1].isspace() and not _within(plain, end)
    begins = equals = False
    if hints:
        words = squeezed(plain[start : min(end, start + LOOKED_AT)])
        begins = any(words.startswith(hint.words) for hint in hints)
        equals = end - start <= LOOKED_AT and any(
            words == hint.words and not hint.cut for hint in hints
        )
    return _Evidence(first, last, begins, equals)


def _within(plain: str, at: int) -> bool:
    """Whether a position stands within a word, or before what belongs to the character before."""
    if not 0 < at < len(plain):
        return False
    before, after = plain[at - 1], plain[at]
    if after == "\u200d" or unicodedata.category(after).startswith("M"):
        return True
    return after.isalnum() and (before.isalnum() or unicodedata.category(before).startswith("M"))


def _apart(
    way: Counting, best: Counting, fits: Mapping[str, dict[Counting, Fit]],
    texts: Mapping[str, Text],
) -> int:  # fmt: skip
    """How many passages would stand elsewhere, counted the other way."""
    count = 0
    for guid, here in fits.items():
        one, other = here[essence(texts[guid], best)], here[essence(texts[guid], way)]
        if one is not other:
            count += int(((one.starts != other.starts) | (one.ends != other.ends)).sum())
    return count


def _told(
    best: Counting,
    others: Sequence[Counting],
    points: Mapping[Counting, int],
    fits: Mapping[str, dict[Counting, Fit]],
    texts: Mapping[str, Text],
) -> str:
    total = sum(len(next(iter(here.values())).fitting) for here in fits.values())
    marks = any(texts[guid].marks for guid in fits)

    def fitting(way: Counting) -> int:
        return sum(sum(here[essence(texts[guid], way)].fitting) for guid, here in fits.items())

    said = (
        f"positions count {described(best, marks)}: "
        f"{_share(fitting(best), total)} of "
        f"{total} passage{'s' * (total != 1)} looked at start and end where they should"
    )
    second = max(others, key=lambda way: (points[way], fitting(way)), default=None)
    if second is None:
        said += "; no other way of counting gives other places"
    else:
        said += f" (next best, {described(second, marks)}: {_share(fitting(second), total)})"
    if second and points[second] == points[best]:
        elsewhere = _apart(second, best, fits, texts)
        said += (
            f". The two can't be told apart, and {elsewhere} passage{'s' * (elsewhere != 1)} would "
            "stand elsewhere by the other one: look at some of them"
        )
    elif fitting(best) < FEW * total:
        said += ". That is little: look whether these texts are those that were coded"
    return said


def _share(part: int, whole: int) -> str:
    return f"{100 * part // whole if whole else 0} %"
