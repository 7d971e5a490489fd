"""The rows of a framework matrix: informants, sources, or units of one kind or level."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from insideout.places import SITE, site_of_about

PEOPLE, SOURCE = "informant", "source"
KEPT = ("coding", "code", "valence", "coders", "passage")  # what a matrix needs of a coding
Rows = Sequence[Mapping[str, Any]]


def allowed_cases(units: Iterable[Mapping[str, Any]], levels: Iterable[str] = ()) -> list[str]:
    """What `cases` of a frame may be: informant, source, or a kind or level that some unit has."""
    rows = list(units)
    kinds = [str(unit["kind"]) for unit in rows if unit["kind"]]
    there = {unit["level"] for unit in rows}
    return list(dict.fromkeys([PEOPLE, SOURCE, *kinds, *(n for n in levels if n in there)]))


def of_kind(kind: str, units: Iterable[Mapping[str, Any]]) -> list[str]:
    """The units of a kind or of a level, in the order of their table."""
    return [unit["unit"] for unit in units if kind in (unit["kind"], unit["level"])]


def cases_of(
    kind: str, informants: Rows, sources: Sequence[str], units: Rows, groups: Collection[str]
) -> list[str]:
    """The rows of a matrix, in the order of their tables.

    `kind`: informant (those of `groups`, or all), source, or a kind or level of units.
    """
    if kind == SOURCE:
        return list(sources)
    if kind == PEOPLE:
        return [p["informant"] for p in informants if not groups or p["group"] in groups]
    return of_kind(kind, units)


def belonging(
    cases: Collection[str], units: Iterable[str], memberships: Iterable[Mapping[str, Any]]
) -> dict[str, tuple[str, ...]]:
    """The cases that each unit is or belongs to, found by following its memberships outwards.

    A case belongs to itself alone. Past memberships count, as they do for sites. A unit that is a
    member of several cases (a practice of two networks) belongs to each.
    """
    wanted = set(cases)
    rank = {case: n for n, case in enumerate(cases)}
    parents: dict[str, list[str]] = {}
    for membership in memberships:
        parents.setdefault(membership["unit"], []).append(membership["parent"])
    found = {}
    for unit in {*units, *parents}:
        reached, queue, seen = set(), [unit], {unit}
        while queue:
            at = queue.pop()
            if at in wanted:
                reached.add(at)
                continue
            queue += [parent for parent in parents.get(at, ()) if parent not in seen]
            seen.update(parents.get(at, ()))
        found[unit] = tuple(sorted(reached, key=rank.__getitem__))
    return found


def cases_of_coding(
    coding: Mapping[str, Any],
    kind: str,
    cases_of_unit: Mapping[str, Sequence[str]],
    unit_of: Mapping[str, str],
) -> tuple[str, ...]:
    """The cases that a coding is evidence of, where cases are informants, sources or units.

    A passage about a unit counts for the case it is or belongs to, one about an interface a|b for
    the cases of both. A passage about a level as such counts for the cases of the speaker's unit; a
    passage about a unit outside of all cases counts for none. `cases_of_unit`: of `belonging`;
    `unit_of`: informant → unit. Sites have a rule of their own (`site_of_coding`).
    """
    if kind == SOURCE:
        return (str(coding["source"]),)
    if kind == PEOPLE:
        return (str(coding["informant"]),) if coding["informant"] else ()
    about = str(coding["about"] or "").split("|")
    named = [part for part in about if part in cases_of_unit]
    if not named:
        return tuple(cases_of_unit.get(unit_of.get(coding["informant"], ""), ()))
    return tuple(dict.fromkeys(case for part in named for case in cases_of_unit[part]))


def site_of_coding(
    coding: Mapping[str, Any], site_of_unit: Mapping[str, str], unit_of: Mapping[str, str]
) -> tuple[str, ...]:
    """The site that a coding is evidence of: that of what the passage is about.

    A passage about no single site (a level as such, an interface of two sites, a unit of several)
    counts for the speaker's site.
    """
    speaker = site_of_unit.get(unit_of.get(coding["informant"], ""), "")
    site = site_of_about(str(coding["about"] or ""), site_of_unit) or speaker
    return (site,) if site else ()


def cased(
    codings: Iterable[Mapping[str, Any]],
    kind: str,
    people: Rows,
    units: Rows,
    memberships: Rows,
    site_of_unit: Mapping[str, str],
) -> list[dict[str, Any]]:
    """The codings with their `case`, and what a matrix needs of them besides.

    One that is evidence of several cases comes once for each.
    """
    unit_of = {person["informant"]: person["unit"] for person in people}
    of_unit = belonging(of_kind(kind, units), (unit["unit"] for unit in units), memberships)

    def of(coding: Mapping[str, Any]) -> tuple[str, ...]:
        if kind == SITE:
            return site_of_coding(coding, site_of_unit, unit_of)
        return cases_of_coding(coding, kind, of_unit, unit_of)

    return [{name: c[name] for name in KEPT} | {"case": case} for c in codings for case in of(c)]
