"""The times that passages tell of, in days, and whether they meet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

Period = tuple[str, str]  # first and last day as 2012-09-30; "" for an open end
Span = tuple[int, int]  # the same in days since the year 1, both ends inside it
FIRST, LAST = 0, 10**7
ALWAYS: Span = (FIRST, LAST)


def stated(coding: Mapping[str, Any]) -> Period:
    """The time that a statement tells of. What is told of without dates lasts."""
    return coding.get("period_from") or "", coding.get("period_to") or ""


def experienced(coding: Mapping[str, Any], date: str) -> Period:
    """The time that a passage of experience tells of; `date`: when its source was made.

    Its own period where it has one, which lasts to the interview where only its beginning is
    known. Otherwise the year before the interview; without a date of the source, any time.
    """
    first, last = stated(coding)
    if last or (first and not date):
        return first, last
    if first:
        return first, max(first, date)
    return (_year_before(date), date) if date else ("", "")


def days(period: Period) -> Span:
    """A period in days."""
    return _day(period[0], FIRST), _day(period[1], LAST)


def needed(told: Span) -> int:
    """Days of a time told of on which a mechanism has to hold to meet it: at least half of them.

    A time without a beginning or an end has no half; there a day in common is enough.
    """
    if told[0] == FIRST or told[1] == LAST:
        return 1
    return (told[1] - told[0] + 2) // 2


def common(one: Span, other: Span) -> Span | None:
    """The days that are in both, or None."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans that meet or follow on each other as one, in order."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


@cache
def _day(text: str, otherwise: int) -> int:
    return datetime.date.fromisoformat(text).toordinal() if text else otherwise


@cache
def _year_before(text: str) -> str:
    day = datetime.date.fromisoformat(text)
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - 1).isoformat() if day.year > 1 else text
