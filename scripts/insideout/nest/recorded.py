"""The medical record beside a site's pattern: a second witness, for those who have one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from insideout.nest.experience import banded

SPEAKS = {"present": 1.0, "mixed": 0.5, "absent": 0.0}


def recorded(
    patterns: Iterable[Mapping[str, Any]], witnesses: Iterable[Mapping[str, Any]], *,
    low: float, high: float,
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of NEST_PATTERNS with what the records of each site's patients say.

    `witnesses`: rows of WITNESSES, of all patients, also those who weren't interviewed. Records
    that are never against a feature at any site, while some are silent, are taken to be able to
    speak for it only: silence is no absence, and their share would be 1 whatever happened.
    """
    said: dict[tuple[str, str], list[str]] = {}
    of_feature: dict[str, set[str]] = {}
    for row in witnesses:
        said.setdefault((row["site"], row["feature"]), []).append(row["record"])
        of_feature.setdefault(row["feature"], set()).add(row["record"])
    return [
        dict(row) | _beside(row["pattern"], said.get((row["site"], row["feature"]), []),
                            of_feature.get(row["feature"], set()), low, high)
        for row in patterns
    ]  # fmt: skip


def _beside(
    pattern: str, here: list[str], anywhere: set[str], low: float, high: float
) -> dict[str, Any]:
    values = [SPEAKS[record] for record in here if record in SPEAKS]
    if not anywhere:
        return {"records": None, "record_share": None, "record": ""}
    if anywhere <= {"not_recordable", "no_record"}:
        word = "not_recordable" if "not_recordable" in anywhere else ""
        return {"records": None, "record_share": None, "record": word}
    if not values:
        return {"records": 0, "record_share": None, "record": "silent"}
    one_sided = (
        "silent" in anywhere and len(anywhere & SPEAKS.keys()) == 1 and "mixed" not in anywhere
    )
    if one_sided:
        return {"records": len(values), "record_share": None, "record": "one_sided"}
    share = sum(values) / len(values)
    same = banded(share, low, high) == pattern
    word = "" if pattern == "not_told" else "agrees" if same else "differs"
    return {"records": len(values), "record_share": share, "record": word}
