"""Dates of medical records, as the export writes them (`records.date_format`)."""

from __future__ import annotations

import calendar
import datetime
import re

from insideout.problems import Problem, shown
from insideout.rows import DATE

EARLIEST = "1900-01-01"  # before it a date is a slip of the pen
OURS = "%Y-%m-%d"
TRIED = datetime.datetime(2012, 5, 31)  # a day that no format can take for another
DIGITS = {"Y": r"\d{4}", "j": r"\d{1,3}", "f": r"\d{1,6}"}
NAMES = {"b": calendar.month_abbr, "B": calendar.month_name}
USUAL = {"yyyy": "%Y", "yy": "%y", "mmmm": "%B", "mmm": "%b", "mm": "%m", "m": "%m", "dd": "%d",
         "d": "%d"}  # fmt: skip


def day(cell: str, date_format: str) -> str:
    """A date as YYYY-MM-DD, "" of an empty cell. Raises ValueError(expected, hint)."""
    expected = f"a date as {date_format or 'YYYY-MM-DD'}"
    if not cell:
        return ""
    try:
        found = datetime.datetime.strptime(cell, date_format or OURS).date().isoformat()
        if not date_format and not DATE.fullmatch(cell):
            raise ValueError
    except ValueError:
        raise ValueError(expected, _why(cell, date_format)) from None
    if found < EARLIEST:
        raise ValueError(f"{expected}, in 1900 or later", "correct the year") from None
    return found


def format_problems(date_format: str) -> list[Problem]:
    """What is wrong with a format by which no day can be told."""
    if not date_format or _tells_the_day(date_format):
        return []
    hint = f"write {meant(date_format)}"
    if hint == "write %d/%m/%Y":
        hint += ", say: %d is the day, %m the month, %Y the year with four digits"
    wanted = "how the export writes day, month and year"
    return [
        Problem("the study file", None, "records.date_format", wanted, shown(date_format), hint)
    ]


def meant(date_format: str) -> str:
    """What dd/mm/yyyy and the like mean; of a format that means nothing, %d/%m/%Y."""
    words = "|".join(USUAL)
    told = re.sub(words, lambda word: USUAL[word[0].lower()], date_format, flags=re.IGNORECASE)
    return told if "%" not in date_format and _tells_the_day(told) else "%d/%m/%Y"


def _tells_the_day(date_format: str) -> bool:
    try:
        again = datetime.datetime.strptime(TRIED.strftime(date_format), date_format)
    except ValueError:
        return False
    return again.date() == TRIED.date()


def _why(cell: str, date_format: str) -> str:
    """Why a cell is no date: there is no such day, or it is written in another way."""
    if not date_format:
        if DATE.fullmatch(cell):
            return "there is no such day"
        return "say how the export writes dates: records.date_format in the study file"
    if re.fullmatch(_shape(date_format), cell, re.IGNORECASE):
        return "there is no such day, if records.date_format in the study file is right"
    return "it is written in another way than records.date_format in the study file says"


def _shape(date_format: str) -> str:
    """An expression for what is written as a format says, be it a day or not."""
    parts = []
    for part in re.findall("%.|.", date_format, re.DOTALL):
        if part[0] != "%" or len(part) == 1:
            parts.append(r"\s+" if part.isspace() else re.escape(part))
        elif names := NAMES.get(part[1]):
            parts.append("(?:" + "|".join(re.escape(name) for name in names if name) + ")")
        else:
            parts.append(DIGITS.get(part[1], r"\d{1,2}" if part[1] in "dmyHIMSuwUWVG" else ".+"))
    return "".join(parts)
