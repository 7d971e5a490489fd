"""The rings around an experience, and the sites and people that a unit reaches, and when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from insideout.periods import ALWAYS, Span, meet, merged, span
from insideout.places import SITE
from insideout.tables.inputs import SERVICE_ROLES
from insideout.tables.nest import NON_ORGANISATIONAL

Rows = Iterable[Mapping[str, Any]]
When = dict[str, list[Span]]  # sites or units, and the days at which they are reached


class Ring(NamedTuple):
    """A ring; `service_role`: that of its units, where a level is divided."""

    ring: str
    level: str
    service_role: str


class Places(NamedTuple):
    """Where everything lies.

    `rings`: from inside to outside. `ring_of`: ring of each unit and of each level as such;
    `sort_of`: ring and kind of each unit.
    `sites`: in the order of the table of units. `up`: sites to which each unit belongs, `reach`:
    that each unit or level reaches, `below`: units that belong to each unit, itself among them.
    """

    rings: list[Ring]
    ring_of: dict[str, str]
    sort_of: dict[str, tuple[str, str]]
    sites: list[str]
    up: dict[str, When]
    reach: dict[str, When]
    below: dict[str, When]
    known: dict[str, When]  # sites that were asked for before


def rings(
    levels: Sequence[str], units: Rows, declared: Sequence[Mapping[str, Any]] = ()
) -> list[Ring]:
    """The rings, from inside to outside.

    `declared`: those of the study file. Without, each level after the first is one, or one for
    each service role of its units where they have several (then units without a role come last).
    Reasons that lie in no organisation stand after those who respond to patients, the first level
    outside them, and before everything further out.
    """
    found = [Ring(r["ring"], r["level"], r.get("service_role") or "") for r in declared]
    if not found:
        roles: dict[str, set[str]] = {}
        for unit in units:
            roles.setdefault(unit["level"] or "", set()).add(unit["service_role"] or "")
        for level in levels[1:]:
            found += _divided(level, roles.get(level, set()), {ring.ring for ring in found})
    inner = [place for place, ring in enumerate(found) if ring.level in levels[:2]]
    found.insert(max(inner, default=-1) + 1, Ring(NON_ORGANISATIONAL, "", ""))
    return found


def _divided(level: str, roles: set[str], taken: Collection[str]) -> list[Ring]:
    if len(roles - {""}) < 2:
        return [Ring(level, level, "")]
    named = [
        Ring(role if role not in taken else f"{level}.{role}", level, role)
        for role in SERVICE_ROLES if role in roles
    ]  # fmt: skip
    return named + ([Ring(level, level, "")] if "" in roles else [])


def places(
    levels: Sequence[str], units: Rows, memberships: Rows,
    declared: Sequence[Mapping[str, Any]] = (),
) -> Places:  # fmt: skip
    """Where units lie. `declared`: the rings of the study file, if any.

    A unit belongs to the sites that its memberships lead to, on the days that all memberships on
    the way have in common. Units of the first level outside patients reach the sites to which they
    belong. Any other unit (a network, a body of governance, a responder that belongs to no site)
    also reaches the sites to which its members belong, or theirs. A level as such reaches all.
    """
    units = list(units)
    parents: dict[str, list[tuple[str, Span]]] = {}
    members: dict[str, list[tuple[str, Span]]] = {}
    for row in memberships:
        held = span(row["from"], row["to"])
        if held[0] <= held[1]:
            parents.setdefault(row["unit"], []).append((row["parent"], held))
            members.setdefault(row["parent"], []).append((row["unit"], held))
    sites = [unit["unit"] for unit in units if unit["kind"] == SITE]
    up: dict[str, When] = {site: {site: [ALWAYS]} for site in sites}
    below: dict[str, When] = {}
    around = rings(levels, units, declared)
    near = {unit["unit"] for unit in units if unit["level"] in levels[:2]}
    names = dict.fromkeys([*(unit["unit"] for unit in units), *parents, *members])
    for name in names:
        _followed(name, parents, up, itself=False)
        _followed(name, members, below, itself=True)
    reach = {name: up[name] if name in near and up[name] else _reached(below[name], up)
             for name in names}  # fmt: skip
    every = {site: [ALWAYS] for site in sites}
    rings_of = _rings_of(units, around)
    sorts = {u["unit"]: (rings_of[u["unit"]], u["kind"]) for u in units if u["unit"] in rings_of}
    return Places(around, rings_of, sorts, sites, up,
                  reach | dict.fromkeys(levels, every), below, {})  # fmt: skip


def _followed(
    name: str, ways: Mapping[str, list[tuple[str, Span]]], known: dict[str, When], *, itself: bool
) -> When:
    """What memberships lead to from one unit; `known` is filled on the way."""
    if name in known:
        return known[name]
    known[name] = found = {name: [ALWAYS]} if itself else {}  # ends the walk round a cycle
    for other, held in ways.get(name, ()):
        for end, spans in _followed(other, ways, known, itself=itself).items():
            of = [both for s in spans if (both := meet(s, held))]
            if of:
                found[end] = merged([*found.get(end, ()), *of])
    return found


def _reached(below: When, up: Mapping[str, When]) -> When:
    found: When = {}
    for unit, spans in below.items():
        for site, of in up[unit].items():
            both = [met for one in spans for other in of if (met := meet(one, other))]
            found[site] = merged([*found.get(site, ()), *both])
    return {site: of for site, of in found.items() if of}


def _rings_of(units: Sequence[Mapping[str, Any]], around: Sequence[Ring]) -> dict[str, str]:
    """Ring of each unit (one of its own role before one of its whole level) and of each level."""
    found = {}
    for ring in reversed(around):
        if ring.level:
            found[ring.level] = ring.ring
    by = {(ring.level, ring.service_role): ring.ring for ring in reversed(around) if ring.level}
    for unit in units:
        own = by.get((unit["level"], unit["service_role"] or ""))
        if own := own or by.get((unit["level"], ""), ""):
            found[unit["unit"]] = own
    return found


def ring_of(about: str, at: Places) -> str:
    """The innermost ring among the units (or levels) that a passage is about; "" for none."""
    of = {at.ring_of.get(part, "") for part in about.split("|")}
    return next((ring.ring for ring in at.rings if ring.ring in of), "")


def sites_of(about: str, at: Places) -> When:
    """The sites that a passage about units or a level reaches, and the days on which it does.

    An interface a|b reaches the sites that both do; a unit of it that reaches none is passed over.
    """
    if about in at.known:
        return at.known[about]
    parts = [of for part in about.split("|") if (of := at.reach.get(part))]
    found = dict(parts[0]) if parts else {}
    for other in parts[1:]:
        found = {
            site: both
            for site, spans in found.items()
            if (both := [met for s in spans for o in other.get(site, ()) if (met := meet(s, o))])
        }
    at.known[about] = found
    return found


def site_at(unit: str, when: Span, at: Places) -> str:
    """The site to which a unit belongs at a time; its only one where no date puts it in any."""
    own = at.up.get(unit, {})
    then = [site for site, spans in own.items() if any(meet(s, when) for s in spans)]
    of = then or list(own)
    return of[0] if len(of) == 1 else ""


def people_of(about: str, homes: Collection[str], at: Places) -> tuple[set[str], When] | None:
    """Which patients of a site a passage is about; None: everybody.

    `homes`: units to which patients of the site belong. The result: the units it is about that
    have patients of their own, and the units to which these patients belong, with the days. A unit
    has patients of its own when they belong to it or to a unit below it; so has one of their kind
    (a practice none of whose patients was interviewed). A unit without (a hospital, say) is there
    for everybody. Of an interface, the innermost units that have patients of their own count.
    """
    order = {ring.ring: place for place, ring in enumerate(at.rings)}
    kinds = {at.sort_of.get(unit) for unit in homes} - {None}
    own: dict[int, tuple[set[str], When]] = {}
    for part in about.split("|"):
        of = {unit: at.below[part][unit] for unit in homes if unit in at.below.get(part, ())}
        if (of or at.sort_of.get(part) in kinds) and part not in at.sites:
            names, mine = own.setdefault(
                order.get(at.ring_of.get(part, ""), len(order)), (set(), {})
            )
            names.add(part)
            for unit, spans in of.items():
                mine[unit] = merged([*mine.get(unit, ()), *spans])
    return own[min(own)] if own else None
