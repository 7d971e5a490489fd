"""Where units belong: the site of a unit, of an informant, of what a passage is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

SITE = "site"  # the kind of unit that sites are


def sites_of(
    units: Iterable[Mapping[str, Any]], memberships: Iterable[Mapping[str, Any]]
) -> dict[str, str]:
    """Site of each unit, found by following its memberships outwards; "" for none or several.

    A site's site is itself. Past memberships count: a unit that left an organisation didn't move.
    """
    sites = {unit["unit"] for unit in units if unit["kind"] == SITE}
    parents: dict[str, set[str]] = {}
    for membership in memberships:
        parents.setdefault(membership["unit"], set()).add(membership["parent"])
    found: dict[str, str] = {}
    for unit in {*sites, *parents, *(p for above in parents.values() for p in above)}:
        reached, queue, seen = set(), [unit], {unit}
        while queue:
            at = queue.pop()
            if at in sites:
                reached.add(at)
                continue
            queue += [p for p in parents.get(at, ()) if p not in seen]
            seen |= parents.get(at, set())
        found[unit] = reached.pop() if len(reached) == 1 else ""
    return found


def site_of_about(about: str, site_of: Mapping[str, str]) -> str:
    """Site of what a passage is about: a unit, or an interface a|b whose units share a site."""
    found = {site_of.get(part, "") for part in about.split("|") if part}
    return found.pop() if len(found) == 1 else ""
