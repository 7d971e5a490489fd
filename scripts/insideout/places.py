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
    Sites come first, in the order of the table of units, then the others as memberships name them.
    """
    sites = dict.fromkeys(unit["unit"] for unit in units if unit["kind"] == SITE)
    parents: dict[str, dict[str, None]] = {}
    for membership in memberships:
        parents.setdefault(membership["unit"], {})[membership["parent"]] = None
    found: dict[str, str] = {}
    above = (parent for of in parents.values() for parent in of)
    for unit in dict.fromkeys([*sites, *parents, *above]):
        reached, queue, seen = set(), [unit], {unit}
        while queue:
            at = queue.pop()
            if at in sites:
                reached.add(at)
                continue
            queue += [p for p in parents.get(at, ()) if p not in seen]
            seen |= parents.get(at, {}).keys()
        found[unit] = reached.pop() if len(reached) == 1 else ""
    return found


def site_of_about(about: str, site_of: Mapping[str, str]) -> str:
    """Site of what a passage is about: a unit, or an interface a|b whose units share a site."""
    found = {site_of.get(part, "") for part in about.split("|") if part}
    return found.pop() if len(found) == 1 else ""
