"""A project's codings as the coders' files of a study."""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from insideout.code.gather import coding_id
from insideout.code.place import CONTEXT
from insideout.code.similar import all_of
from insideout.exchange.project import Coding
from insideout.exchange.refi.write_guids import Missed
from insideout.exchange.study_texts import Text
from insideout.tables.inputs import VALENCES

DIRECTIONS = ("horizontal", "vertical")
NOBODY = "unknown"
Ids = Mapping[str, str]


def coding_rows(
    codings: Sequence[Coding],
    texts: Mapping[str, Text],
    ids: Mapping[str, Ids],
    abouts: Mapping[str, str],
    missed: list[Missed],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the table `codings` that the line can read, and those of sources without a text.

    `ids`: kind → the project's id → the study's. `abouts`: names of units and levels → ids; empty
    where the study has no units, and whatever stands there is kept.
    """
    rows: dict[str, dict[str, Any]] = {}
    textless = []
    places: dict[tuple[str, str], list[int]] = {}
    for coding in codings:
        why = _unusable(coding, texts, ids)
        if why:
            missed.append(("coding", coding.quote[:40], why))
            continue
        row = _row(coding, ids, abouts, missed)
        if coding.source not in texts:
            textless.append(row)
            continue
        row |= _placed(coding, texts[coding.source], places)
        first = rows.setdefault(coding_id(row), row)
        if first is not row:
            missed.append(("coding", row["quote"][:40], "the same coder put the same code twice"))
            memos = dict.fromkeys(m for m in (first["memo"], row["memo"]) if m)
            first["memo"] = " / ".join(memos)
    return sorted(rows.values(), key=_order), sorted(textless, key=_order)


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    start = row["start"]
    return row["source"], start is None, start or 0, row["end"] or 0, row["code"], row["quote"]


def _unusable(coding: Coding, texts: Mapping[str, Text], ids: Mapping[str, Ids]) -> str:
    text = texts.get(coding.source)
    if coding.code not in ids["code"]:
        return "its code isn't in the codebook"
    if coding.source not in ids["source"]:
        return "its source isn't in the project"
    if text is None:
        return ""  # kept beside the others, words or not: somebody may look it up yet
    if coding.start is not None and coding.end is not None:
        place = text.place(coding.start, coding.end)
        quote = text.text[place[0] : place[1]] if place else coding.quote
    else:
        quote = coding.quote
    return "" if quote.strip() else "no words of it are known"


def _row(
    coding: Coding, ids: Mapping[str, Ids], abouts: Mapping[str, str], missed: list[Missed]
) -> dict[str, Any]:
    coder = ids["user"].get(coding.user, NOBODY)
    choices = (("valence", VALENCES), ("direction", DIRECTIONS))
    row: dict[str, Any] = {
        "source": ids["source"][coding.source], "start": None, "end": None,
        "quote": coding.quote, "prefix": "", "suffix": "", "occurrence": None,
        "code": ids["code"][coding.code], "coder": coder, "round": max(1, coding.round),
        "origin": "imported", "memo": coding.memo, "about": _about(coding, abouts),
    }  # fmt: skip
    for key, allowed in choices:
        row[key] = getattr(coding, key) if getattr(coding, key) in allowed else ""
    for key in ("period_from", "period_to"):
        row[key] = getattr(coding, key) if _day(getattr(coding, key)) else ""
    missed += [
        (f"{key} of a coding", getattr(coding, key), "no value of that column")
        for key in ("valence", "direction", "period_from", "period_to", "about")
        if getattr(coding, key) and not row[key]
    ]
    return row


def _about(coding: Coding, abouts: Mapping[str, str]) -> str:
    """What a coding is about, by the ids of units; "" where one isn't known."""
    parts = coding.about.split("|") if coding.about else []
    if not abouts:
        return coding.about
    return "|".join(abouts[part] for part in parts) if all(p in abouts for p in parts) else ""


def _day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _placed(coding: Coding, text: Text, places: dict[tuple[str, str], list[int]]) -> dict[str, Any]:
    """Where the passage stands, its words, those around it, and which of several equal ones."""
    place = None
    if coding.start is not None and coding.end is not None:
        place = text.place(coding.start, coding.end)
    if place is None:
        return {}
    start, end = place
    words = text.text[start:end]
    key = (coding.source, words)
    if key not in places:
        places[key] = all_of(words, text.text)
    equal = places[key]  # in order
    number = bisect_left(equal, start) + 1
    before, after = text.text[max(0, start - CONTEXT) : start], text.text[end : end + CONTEXT]
    return {
        "start": start, "end": end, "quote": words,
        "prefix": before if before.strip() else "",  # a blank cell is read as an empty one
        "suffix": after if after.strip() else "",
        "occurrence": number if len(equal) > 1 else None,
    }  # fmt: skip
