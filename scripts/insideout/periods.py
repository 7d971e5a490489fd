"""Time in days: when something lasted, what a passage tells of, which state lasted longest then.

A span is (first day, last day), both included, as proleptic ordinals of `datetime.date`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

Span = tuple[int, int]
FIRST, LAST = 1, datetime.date.max.toordinal()
ALWAYS: Span = (FIRST, LAST)
T = TypeVar("T")


@cache
def day(text: str) -> int:
    """The ordinal of a date written YYYY-MM-DD."""
    return datetime.date.fromisoformat(text).toordinal()


@cache
def year_before(text: str) -> int:
    """The ordinal of the same day a year earlier (of 29 February, of the 28th)."""
    of = datetime.date.fromisoformat(text)
    if (of.month, of.day) == (2, 29):
        of = of.replace(day=28)
    return of.replace(year=of.year - 1).toordinal() if of.year > 1 else FIRST


def span(start: Any, end: Any) -> Span:
    """From and to, as ISO text; an empty start is since before the study, an empty end lasts."""
    return (day(str(start)) if start else FIRST, day(str(end)) if end else LAST)


def written(when: Span) -> tuple[str, str]:
    """From and to of a span as ISO text, "" where it is open."""
    start, end = (datetime.date.fromordinal(ordinal).isoformat() for ordinal in when)
    return (start if when[0] > FIRST else "", end if when[1] < LAST else "")


def told_of(coding: Mapping[str, Any], date: str) -> Span | None:
    """The time that a passage tells of; None where neither it nor its source has a date.

    Its own period where it has one, which ends at the latest known: its end, else the source's
    date. Without a start: the year before that end.
    """
    return _told_of(coding["period_from"] or "", coding["period_to"] or "", date or "")


@cache
def _told_of(start: str, end: str, date: str) -> Span | None:
    last = end or date
    if start:
        return (day(start), max(day(start), day(last)) if last else LAST)
    return (year_before(last), day(last)) if last else None


def meet(one: Span, other: Span) -> Span | None:
    """The days that two spans have in common."""
    start = max(other[0], one[0])
    end = min(other[1], one[1])
    return (start, end) if start <= end else None


def without(one: Span, others: Iterable[Span]) -> list[Span]:
    """The days of a span that are in none of the others."""
    left, start = [], one[0]
    for held in merged(common for other in others if (common := meet(one, other))):
        if held[0] > start:
            left.append((start, held[0] - 1))
        start = held[1] + 1
    return [*left, (start, one[1])] if start <= one[1] else left


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same days in as few spans as can be, in order."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def pieces(spans: Iterable[Span]) -> list[Span]:
    """All of time, cut wherever one of the spans begins or ends."""
    cuts = {FIRST} | {day for s, e in spans for day in (s, e + 1) if day <= LAST}
    starts = sorted(cuts)
    return list(zip(starts, [*(start - 1 for start in starts[1:]), LAST], strict=True))


def joined(states: Iterable[tuple[Span, T]]) -> list[tuple[Span, T]]:
    """States one after the other, those that follow an equal one joined to it."""
    out: list[tuple[Span, T]] = []
    for when, state in states:
        if out and out[-1][1] == state and out[-1][0][1] + 1 == when[0]:
            out[-1] = ((out[-1][0][0], when[1]), state)
        else:
            out.append((when, state))
    return out


def longest(when: Span | None, states: Sequence[tuple[Span, T]]) -> T | None:
    """The state that lasted most days of `when`, the later of two equal; None if there was none.

    None for `when`: the state that lasts to the end, or comes nearest to it.
    """
    if len(states) == 1:  # as most are, and there are many
        return states[0][1] if when is None or meet(when, states[0][0]) else None
    days: dict[T, tuple[int, int]] = {}
    for held, state in states:
        common = meet(when, held) if when else (held[1], held[1])
        if common:
            before = days.get(state, (0, 0))
            length = common[1] - common[0] + 1 if when else 0
            days[state] = (before[0] + length, max(before[1], common[1]))
    return max(days, key=lambda state: days[state], default=None)
