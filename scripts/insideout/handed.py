"""What stages are handed of the study file, where it isn't one of its sections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from insideout.rows import as_told, nfc

if TYPE_CHECKING:  # house imports this module for the rules
    from insideout.house import Study


def withdrawn(study: Study) -> list[str]:
    """The people who have left the study: they are in no output, and their records neither.

    They spoke in withdrawn sources alone, or the table of patients says when they withdrew.
    """
    rows = {
        key: [row for file in study.given(key) for row in as_told(Path(file))]
        for key in ("sources", "speakers", "patients")
    }
    gone = {nfc(row["source"]) for row in rows["sources"] if row.get("withdrawn")}
    speakers = [(nfc(r.get("source", "")), r.get("informant", "")) for r in rows["speakers"]]
    listed = {source for source, _ in speakers}
    alone = [(nfc(r["source"]),) * 2 for r in rows["sources"] if nfc(r["source"]) not in listed]
    spoken = [*speakers, *alone]  # a source without speakers has an informant of its name
    left = {who for source, who in spoken if source in gone}
    left -= {who for source, who in spoken if source not in gone}
    left |= {row["patient"] for row in rows["patients"] if row.get("withdrawn")}
    return sorted(left - {""})


def truth_tables(study: Study) -> list[str]:
    """The truth tables that the study file declares, by name."""
    return [one["id"] for one in (study["compare"] or {"truth_tables": []})["truth_tables"]]


def for_records(study: Study) -> dict[str, Any]:
    """What the study file says of records, and of whom none are read."""
    return {**(study["records"] or {}), "withdrawn": withdrawn(study)}


def for_report(study: Study) -> dict[str, Any]:
    """What the report says of the study file."""
    keys = ("study", "title", "subtitle", "authors", "about", "language", "levels", "frames",
            "nest", "compare", "hypotheses", "alpha", "anchor", "agree", "saturation", "suggest",
            "rounds", "seed", "deidentify", "records", "witnesses", "items", "eligibility",
            "adjust", "smallest_group", "permutations", "gee_from", "contrasts",
            "report")  # fmt: skip
    told = {key: study[key] for key in keys}
    return told | {"root": str(study.root), "withdrawn": withdrawn(study)}


def for_tests(study: Study) -> dict[str, Any]:
    """What the study file says of all tests together."""
    keys = ("alpha", "seed", "adjust", "smallest_group", "permutations", "gee_from", "items")
    of = {key: study[key] for key in keys}
    assumed = (study["contrasts"] or {"n": []})["n"]
    return of | {"n": assumed, "withdrawn": withdrawn(study)}


def for_quality(study: Study) -> dict[str, Any]:
    """What the study file says of how the data should be."""
    keys = ("eligibility", "flow", "items", "stale")
    of = {key: study[key] for key in keys}
    return of | {"records": for_records(study), "withdrawn": withdrawn(study)}
