"""The tree that a project's codes make, whatever another tool wrote."""

from __future__ import annotations

from collections.abc import Sequence

from insideout.exchange.project import Code
from insideout.exchange.refi.write_guids import Missed


def parents_of(codes: Sequence[Code], missed: list[Missed]) -> dict[str, str]:
    """The code above each, by GUID, "" at the top.

    A code whose parent isn't there comes to the top, and so does the first of a ring.
    """
    given = {code.guid: code.parent for code in codes}
    found: dict[str, str] = {}
    for code in codes:
        at, seen = code.parent, set[str]()
        while at in given and at != code.guid and at not in seen:
            seen.add(at)
            at = found.get(at, given[at])
        lost = bool(code.parent) and (code.parent not in given or at == code.guid)
        found[code.guid] = "" if lost else code.parent
        if lost:
            missed.append(("code above", code.name, "it isn't in the codebook, or lies below it"))
    return found


def paths_of(codes: Sequence[Code]) -> dict[str, list[str]]:
    """The names of each code and those above it, from the top, by GUID."""
    above = parents_of(codes, [])
    names = {code.guid: code.name for code in codes}
    paths: dict[str, list[str]] = {}
    for code in codes:
        at, path = code.guid, list[str]()
        while at:
            path.insert(0, names[at])
            at = above[at]
        paths[code.guid] = path
    return paths
