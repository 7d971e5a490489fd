"""How much is explained at each ring, and what stays behind the scenes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def coverage(findings: Rows, rings: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of NEST_COVERAGE: experiences of each sign that each ring explains or suggests.

    The last row of a sign is for those at no ring: unexplained ones.
    """
    rows = []
    for sign in ("+", "-"):
        of = [row for row in findings if row["sign"] == sign]
        all_, so_far = len(of), 0
        for ring in rings:
            here = [row["status"] for row in of if row["explained_at"] == ring]
            explained, suggested = here.count("explained"), here.count("suggested")
            so_far += explained
            rows.append({
                "sign": sign, "ring": ring, "explained": explained, "suggested": suggested,
                "of": all_, "share": _share(explained, all_), "up_to": _share(so_far, all_),
            })  # fmt: skip
        nowhere = sum(not row["explained_at"] for row in of)
        rows.append({"sign": sign, "ring": "", "explained": 0, "suggested": 0, "of": all_,
                     "share": _share(nowhere, all_), "up_to": None})  # fmt: skip
    return rows


def _share(some: int, of: int) -> float | None:
    return some / of if of else None


def behind(
    mechanisms: Iterable[Mapping[str, Any]], told_at: Mapping[str, set[tuple[str, str]]]
) -> list[dict[str, Any]]:
    """Rows of NEST_BEHIND: mechanisms whose expected experience no patient of the site tells of.

    `mechanisms`: what was told of, each with site, ring, mechanism, valence, `expects` (feature,
    sign), `informants`, `passages` and `organisational`; other reasons have no scenes.
    """
    return [
        {name: of[name] for name in ("site", "ring", "mechanism", "valence")}
        | {"informants": len(of["informants"]), "evidence": " ".join(sorted(of["passages"]))}
        for of in mechanisms
        if of["organisational"] and not of["expects"] & told_at.get(of["site"], set())
    ]
