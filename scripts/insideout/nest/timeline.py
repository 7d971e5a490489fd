"""Times that passages tell of, and experience before and after a membership began or ended.

Dates are ISO text (2012-09-30), which compares as dates do; "" is an open end.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Coding = Mapping[str, Any]
Span = tuple[str, str]  # first and last day
Time = Callable[[Coding], Span]
Rows = Iterable[Mapping[str, Any]]
SIDES = ("before", "after")
FOR_EVER = datetime.date.max.isoformat()  # how some databases write an open end


class Event(NamedTuple):
    """A membership that began or ended; `date` is the first day of the new state."""

    unit: str
    parent: str
    event: str
    date: str


def before_after(
    memberships: Rows,
    tellings: Rows,
    statements: Rows,
    *,
    reaches: Callable[[str], Collection[str]],
    time_of: Time,
) -> list[dict[str, Any]]:
    """Rows of NEST_BEFORE_AFTER.

    An event concerns the sites that its unit and its parent both reach (those of the unit when
    they share none), where patients tell of times on both sides of it or across it; and there the
    features of which somebody tells before or after it. An experience belongs to the side where
    the middle of its time lies, which is the side of most of its days, and to none when its time
    has no beginning or no end. A statement of a mechanism does too, but one without an end lasts:
    when such a time spans the date, or there is none, it is of both sides. A mechanism is listed
    before or after when all that is told of it there is of that side, otherwise throughout. Quotes
    are those of one side.

    `tellings`: codings of experience, each a row with `coding`, `site` (the teller's), `feature`
    and `says` (+1 with it, -1 without it, 0 both). `statements`: codings of mechanisms, each with
    `coding`, `sites` (that it reaches), `valence` (present or absent) and `expects`, the (feature,
    sign) that it leads one to expect. `reaches`: the sites of a unit at any time. `time_of`: the
    time that a coding tells of: of experience its own period or the year before its source's date,
    of mechanisms its own period.
    """
    told: dict[str, dict[str, list[tuple[Mapping[str, Any], Span]]]] = {}
    for row in tellings:
        if all(time := time_of(row["coding"])):
            told.setdefault(row["site"], {}).setdefault(row["feature"], []).append((row, time))
    stated: dict[tuple[str, str], list[tuple[Mapping[str, Any], Span]]] = {}
    for row in statements:
        for feature in {feature for feature, _ in row["expects"]}:
            for site in row["sites"]:
                timed = (row, time_of(row["coding"]))
                stated.setdefault((site, feature), []).append(timed)
    spans = {site: _span(of) for site, of in told.items()}
    made = []
    for event in events(memberships):
        concerned = set(reaches(event.unit))
        concerned = concerned & set(reaches(event.parent)) or concerned
        for site in sorted(concerned & told.keys()):
            if spans[site][0] < event.date <= spans[site][1]:
                made += [
                    {**event._asdict(), "site": site, "feature": feature}
                    | _sides(told[site][feature], stated.get((site, feature), ()), event.date)
                    for feature in sorted(told[site])
                ]
    return made


def events(memberships: Rows) -> list[Event]:
    """Memberships that began or ended, sorted. One renewed the next day, or before, went on."""
    spans: dict[tuple[str, str], list[Span]] = {}
    for row in memberships:
        last = row["to"] or ""
        span = (row["from"] or "", "" if last == FOR_EVER else last)
        spans.setdefault((row["unit"], row["parent"]), []).append(span)
    found = set()
    for (unit, parent), of in spans.items():
        for first, last in _merged(of):
            found |= {Event(unit, parent, "began", first)} if first else set()
            found |= {Event(unit, parent, "ended", next_day(last))} if last else set()
    return sorted(found)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for first, last in sorted(spans):
        if merged and (not merged[-1][1] or first <= next_day(merged[-1][1])):
            before = merged.pop()
            ends = "" if "" in (last, before[1]) else max(last, before[1])
            merged.append((before[0], ends))
        else:
            merged.append((first, last))
    return merged


def next_day(date: str) -> str:
    """The day after."""
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=1)).isoformat()


def sides_of(time: Span, date: str) -> Sequence[str]:
    """The sides of a date on which a time lies: by its middle, or both when it spans it openly."""
    first, last = time
    if last and last < date:
        return ("before",)
    if first and first >= date:
        return ("after",)
    if not (first and last):
        return SIDES
    days = [datetime.date.fromisoformat(day).toordinal() for day in (first, last, date)]
    return ("before",) if days[0] + days[1] < 2 * days[2] else ("after",)


def overlapping(
    first: list[Coding], second: list[Coding], time_of: Time
) -> tuple[list[Coding], list[Coding]]:
    """Of two lists of codings, those whose time overlaps that of one of the other."""
    return (
        _within(first, {time_of(coding) for coding in second}, time_of),
        _within(second, {time_of(coding) for coding in first}, time_of),
    )


def _within(codings: list[Coding], times: set[tuple[str, str]], time_of: Time) -> list[Coding]:
    known: dict[tuple[str, str], bool] = {}
    kept = []
    for coding in codings:
        time = time_of(coding)
        if time not in known:
            known[time] = any(meets(time, other) for other in times)
        kept += [coding] if known[time] else []
    return kept


def meets(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Whether two times share a day; "" is an open end."""
    return not (
        (first[1] and second[0] and first[1] < second[0])
        or (second[1] and first[0] and second[1] < first[0])
    )


def _span(of: Mapping[str, Sequence[tuple[Any, Span]]]) -> Span:
    times = [time for rows in of.values() for _, time in rows]
    return min(first for first, _ in times), max(last for _, last in times)


def _sides(
    told: Iterable[tuple[Mapping[str, Any], Span]],
    stated: Iterable[tuple[Mapping[str, Any], Span]],
    date: str,
) -> dict[str, Any]:
    """The columns of both sides of a date, for one site and feature."""
    says: dict[str, dict[str, set[int]]] = {side: {} for side in SIDES}
    mechanisms: dict[str, set[str]] = {side: set() for side in SIDES}
    quotes: dict[str, set[str]] = {side: set() for side in SIDES}
    for row, time in told:
        side = sides_of(time, date)[0]
        says[side].setdefault(row["coding"]["informant"], set()).add(row["says"])
        quotes[side].add(row["coding"]["passage"])
    for row, time in stated:
        mark = "!" if row["valence"] == "absent" else ""
        on = sides_of(time, date)
        for side in on:
            mechanisms[side].add(mark + row["coding"]["code"])
        if len(on) == 1:
            quotes[on[0]].add(row["coding"]["passage"])
    throughout = mechanisms["before"] & mechanisms["after"]
    made: dict[str, Any] = {}
    for side in SIDES:
        shares = [1.0 if s == {1} else 0.0 if s == {-1} else 0.5 for s in says[side].values()]
        made[f"tellers_{side}"] = len(shares)
        made[f"share_{side}"] = sum(shares) / len(shares) if shares else None
        made[f"mechanisms_{side}"] = _listed(mechanisms[side] - throughout)
        made[f"quotes_{side}"] = " ".join(sorted(quotes[side]))
    return made | {"mechanisms_throughout": _listed(throughout)}


def _listed(mechanisms: Collection[str]) -> str:
    return " ".join(sorted(mechanisms, key=_by_name))


def _by_name(mechanism: str) -> tuple[str, bool]:
    return mechanism.removeprefix("!"), mechanism.startswith("!")
