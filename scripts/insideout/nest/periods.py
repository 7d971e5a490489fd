"""The times that statements and passages tell of, and what it takes for them to meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insideout.periods import ALWAYS, FIRST, LAST, Span, span, told_of, written

Period = tuple[str, str]  # first and last day as 2012-09-30; "" for an open end


def stated(coding: Mapping[str, Any]) -> Period:
    """The time that a statement tells of. What is told of without dates lasts."""
    return coding.get("period_from") or "", coding.get("period_to") or ""


def experienced(coding: Mapping[str, Any], date: str) -> Period:
    """The time that a passage of experience tells of (see `periods.told_of`); else any time.

    `date`: when its source was made.
    """
    return written(told_of(coding, date) or ALWAYS)


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
