"""What patients tell of each feature of care, and the pattern of each site."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import NormalDist
from typing import Any

from insideout.code.codebook import below

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
        key: (together({speaks(c, features) for c in found}), found) for key, found in said.items()
    }


def speaks(coding: Mapping[str, Any], features: Mapping[str, tuple[str, int]]) -> int:
    """+1 when an experience coding speaks for its feature, -1 against it, 0 for both."""
    return TELLING[coding["valence"]] * features[coding["code"]][1]


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
    experiences: Mapping[tuple[str, str], Mapping[str, str]],
    patients: Mapping[str, int],
    sites: Sequence[str],
    features: Sequence[str],
    *,
    high: float,
    low: float,
    confidence: float,
) -> list[dict[str, Any]]:
    """The pattern of each site and feature (rows of `nest_patterns`, without the records).

    `experiences`: what each teller says (present | absent | mixed), by site and feature;
    `patients`: how many of a site were interviewed. A pattern is present from a share of `high`,
    absent up to `low` among those who told, mixed in between. It is common when every site with
    tellers has it, at least two do, and it is not mixed; otherwise it is a difference.
    """
    rows = []
    for feature in features:
        row_of = [
            {"site": site, "feature": feature, "patients": patients.get(site, 0)}
            | _pattern([*experiences.get((site, feature), {}).values()], high, low, confidence)
            for site in sites
        ]
        seen = {row["pattern"] for row in row_of if row["tellers"]}
        several = sum(bool(row["tellers"]) for row in row_of) > 1
        across = "common" if several and len(seen) == 1 and seen != {"mixed"} else "difference"
        rows += [{**row, "across": across if row["tellers"] else "not_told"} for row in row_of]
    return rows


def banded(share: float, low: float, high: float) -> str:
    """The pattern that a share makes: present, absent or mixed."""
    return "present" if share >= high else "absent" if share <= low else "mixed"


def _pattern(said: Sequence[str], high: float, low: float, confidence: float) -> dict[str, Any]:
    counts = {name: said.count(name) for name in ("present", "absent", "mixed")}
    n = len(said)
    if not n:
        nothing = dict.fromkeys(("share", "low", "high"))
        return {"tellers": 0, **counts, **nothing, "pattern": "not_told"}
    share = (counts["present"] + counts["mixed"] / 2) / n
    bottom, top = wilson(share, n, confidence)
    return {
        "tellers": n, **counts, "share": share, "low": bottom, "high": top,
        "pattern": banded(share, low, high),
    }  # fmt: skip


def together(signs: set[int]) -> str:
    """What somebody tells who says +1 (with it), -1 (without it) or 0 (both), in a word."""
    if signs == {1}:
        return "present"
    return "absent" if signs == {-1} else "mixed"


def tellers_of(people: Iterable[Mapping[str, Any]], group: str) -> dict[str, str]:
    """Unit of each informant whose experience is explained."""
    return {p["informant"]: p["unit"] for p in people if p["group"] == group}


def experience_codes(codebook: list[dict[str, Any]], root: str) -> dict[str, tuple[str, int]]:
    """Feature and sign of each experience code below `root`."""
    inside = set(below(codebook, root))
    return {
        c["code"]: (c["feature"], int(c["sign"]))
        for c in codebook
        if c["code"] in inside and c["feature"]
    }


def shows(text: str) -> list[tuple[str, int]]:
    """The codebook's 'same_person- reviews+' as [('same_person', -1), ('reviews', 1)]."""
    return [(word[:-1], 1 if word[-1] == "+" else -1) for word in text.split()]
