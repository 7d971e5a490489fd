"""What patients tell of each feature of care, and the pattern of each site."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist
from typing import Any

TELLING = {"present": 1, "absent": -1, "mixed": 0}


def told(
    codings: Iterable[Mapping[str, Any]], features: Mapping[str, tuple[str, int]], tellers: set[str]
) -> dict[tuple[str, str], tuple[str, list[Mapping[str, Any]]]]:
    """What each teller says of each feature, with the codings that say it.

    `features`: feature and sign of each experience code. A coding speaks for the feature when its
    valence times the code's sign is +1, against it when -1, for both when mixed; one without a
    valence says nothing. (teller, feature) → (present | absent | mixed, codings). Whoever isn't in
    the result didn't tell: that is not absence.
    """
    said: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for coding in codings:
        if coding["code"] in features and coding["informant"] in tellers and coding["valence"]:
            said.setdefault((coding["informant"], features[coding["code"]][0]), []).append(coding)
    return {
        key: (_together({speaks(c, features) for c in found}), found) for key, found in said.items()
    }


def speaks(coding: Mapping[str, Any], features: Mapping[str, tuple[str, int]]) -> int:
    """+1 when an experience coding speaks for its feature, -1 against it, 0 for both."""
    return TELLING[coding["valence"]] * features[coding["code"]][1]


def _together(signs: set[int]) -> str:
    if signs == {1}:
        return "present"
    return "absent" if signs == {-1} else "mixed"


def wilson(share: float, n: int, confidence: float) -> tuple[float, float]:
    """Wilson's score interval of a share of n (Wilson 1927; Newcombe 1998, method 3).

    `share` may come from counts with halves. n = 0 gives (0, 1): nothing is known.
    """
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def patterns(
    experiences: Mapping[tuple[str, str], tuple[str, Any]],
    site_of: Mapping[str, str],
    sites: Sequence[str],
    features: Sequence[str],
    *,
    high: float,
    low: float,
    confidence: float,
) -> list[dict[str, Any]]:
    """The pattern of each site and feature (rows of the table `nest_patterns`).

    `site_of`: site of each teller. A pattern is present from a share of `high`, absent up to `low`
    among those who told, mixed in between. It is common when every site with tellers has it, at
    least two do, and it is not mixed; otherwise it is a difference.
    """
    rows = []
    for feature in features:
        row_of = []
        for site in sites:
            people = [person for person, at in site_of.items() if at == site]
            said = [experiences[p, feature][0] for p in people if (p, feature) in experiences]
            row_of.append({"site": site, "feature": feature, "patients": len(people)}
                          | _pattern(said, high, low, confidence))  # fmt: skip
        seen = {row["pattern"] for row in row_of if row["tellers"]}
        several = sum(bool(row["tellers"]) for row in row_of) > 1
        across = "common" if several and len(seen) == 1 and seen != {"mixed"} else "difference"
        rows += [{**row, "across": across if row["tellers"] else "not_told"} for row in row_of]
    return rows


def _pattern(said: Sequence[str], high: float, low: float, confidence: float) -> dict[str, Any]:
    counts = {name: said.count(name) for name in ("present", "absent", "mixed")}
    n = len(said)
    if not n:
        return {
            "tellers": 0,
            **counts,
            "share": None,
            "low": None,
            "high": None,
            "pattern": "not_told",
        }
    share = (counts["present"] + counts["mixed"] / 2) / n
    pattern = "present" if share >= high else "absent" if share <= low else "mixed"
    bottom, top = wilson(share, n, confidence)
    return {"tellers": n, **counts, "share": share, "low": bottom, "high": top, "pattern": pattern}


def tellers_of(people: Iterable[Mapping[str, Any]], group: str) -> dict[str, str]:
    """Unit of each informant whose experience is explained."""
    return {p["informant"]: p["unit"] for p in people if p["group"] == group}
