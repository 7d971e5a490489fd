"""The times that statements and passages tell of, and what it takes for them to meet."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from insideout.periods import FIRST, LAST, Span, span

Period = tuple[str, str]  # first and last day as 2012-09-30; "" for an open end


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
    return span(*period)


def needed(told: Span) -> int:
    """Days of a time told of on which a mechanism has to hold to meet it: at least half of them.

    A time without a beginning or an end has no half; there a day in common is enough.
    """
    if told[0] == FIRST or told[1] == LAST:
        return 1
    return (told[1] - told[0] + 2) // 2


@cache
def _year_before(text: str) -> str:
    day = datetime.date.fromisoformat(text)
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year - 1).isoformat() if day.year > 1 else text
