"""What a coding says of a code above its own: waiting told of is no sign of uninterrupted care."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

OPPOSITE = {"present": "absent", "absent": "present"}


def directions(codebook: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """How each code speaks for itself and for every code above it: (code, that code) → +1, -1, 0.

    It is the product of the signs of both, where the sign of a code is its own `sign`, else that of
    the nearest code above it that has one, else +1. So every code speaks for itself with +1. 0: no
    direction, for a code without any sign below one that has others with signs below it; and for
    all codes below one whose codes have both signs, of different features: poor care and wasted
    time can't be added up. Where nothing below a code has a sign of its own, all that is below it
    speaks with +1, as mechanisms do. `codebook`: rows of the table `codebook`, parents before
    children; `sign` and `feature` may be missing.
    """
    signs: dict[str, int | None] = {}
    above: dict[str, list[str]] = {}
    speaking: dict[str, set[tuple[str, int]]] = {}  # features and signs somewhere below a code
    for code in codebook:
        name, parent, own = code["code"], code["parent"], code.get("sign")
        signs[name] = int(own) if own else signs.get(parent)
        above[name] = [*above.get(parent, []), name]
        if own:
            for at in above[name][:-1]:
                speaking.setdefault(at, set()).add((code.get("feature") or "", int(own)))
    apart = {
        at
        for at, found in speaking.items()
        if all(len(set(s)) > 1 for s in zip(*found, strict=True))
    }
    return {
        (name, at): 0 if name != at and at in apart
        else _direction(signs[name], signs[at], bare=name != at and at in speaking)
        for name, line in above.items() for at in line
    }  # fmt: skip


def _direction(below: int | None, above: int | None, *, bare: bool) -> int:
    if below is None:
        return 0 if bare else 1
    return below * (above or 1)


def said_of(valence: str, direction: int) -> str:
    """What a valence says in a direction: present, absent, mixed (either way), or nothing: ""."""
    if direction == 0:
        return ""
    return OPPOSITE.get(valence, valence) if direction < 0 else valence
