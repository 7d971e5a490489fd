"""Revisions of the framework, as the research journal has them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from insideout.judge.dependencies import Passages

REVISION = "framework_revision"


def revisions(
    journal: Iterable[Mapping[str, Any]], codings: Passages, predictions: Collection[str]
) -> list[dict[str, Any]]:
    """Rows of the table `revisions`, by date; entries of one day by author and text.

    `predictions`: those that were judged, such as H1.access or H1.relational.captant. What an entry
    names as evidence and is neither one of them nor a coding any more is listed as missing.
    """
    entries = sorted(
        (entry for entry in journal if entry["kind"] == REVISION),
        key=lambda entry: tuple(str(entry[key] or "") for key in KEYS),
    )
    rows = []
    for version, entry in enumerate(entries, 1):
        cited = (entry.get("evidence") or "").split()
        there = [name for name in cited if name in predictions or name in codings]
        found = [name if name in predictions else codings[name]["passage"] for name in there]
        rows.append({
            "version": version, **{key: entry[key] or "" for key in KEYS},
            "evidence": " ".join(dict.fromkeys(found)),
            "missing": " ".join(name for name in dict.fromkeys(cited) if name not in there),
        })  # fmt: skip
    return rows


KEYS = ("date", "author", "about", "text", "changed")


def predictions_in(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Names of predictions as the journal has them: H1, H1.access, H1.relational.captant."""
    names: set[str] = set()
    for row in rows:
        steps = [row["hypothesis"], row["continuity"], *([row["part"]] if row["part"] else [])]
        names |= {".".join(steps[:n]) for n in range(1, len(steps) + 1)}
    return names
