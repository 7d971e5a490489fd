"""Measures of the records that are undefined for every patient, and for want of which columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.extract.counts import MEASURES
from insideout.report.data import Data
from insideout.report.markup import listed
from insideout.tables.records import RECORDS

SEEN = ("staff", "role")
NEEDS: dict[str, tuple[str, ...]] = {  # columns without which a measure is undefined
    **{name: columns for name, (_, columns) in MEASURES.items()},
    **dict.fromkeys(("usual_gp", "gps_seen", "nurses_seen"), SEEN),
    **dict.fromkeys(("upc", "coc", "secon", "mmci", "herfindahl"), SEEN),
    **dict.fromkeys(("initiator", "active", "initiator_encounters", "active_encounters"),
                    ("acts",)),
    **dict.fromkeys(("initiators", "active_coordinators", "coordinators"), ("acts", "staff")),
}  # fmt: skip


def defined(patients: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Whether a measure is defined for any patient."""
    return any(row[name] is not None for row in patients)


def columns_told(data: Data) -> set[str]:
    """Columns that the records are known to have: those with values, or that a measure rests on."""
    patients = data.records["records_patients"]
    filled = {row["column"] for row in data.quality.get("missing", ()) if row["about"] == "records"}
    used = {c for name, needs in NEEDS.items() if defined(patients, name) for c in needs}
    return filled | used


def lacking(data: Data, name: str) -> list[str]:
    """The columns for want of which a measure is undefined; none where it could be made."""
    patients = data.records["records_patients"]
    if defined(patients, name) or not defined(patients, "encounters"):
        return []
    there = columns_told(data)
    return [column for column in NEEDS[name] if column not in there]


def unmade(data: Data, labels: Mapping[str, str]) -> str:
    """Which measures could not be made and why, in a sentence or two; "" where all were.

    `labels`: what the report calls each measure, by its column of records_patients.
    """
    patients = data.records["records_patients"]
    if not defined(patients, "encounters"):
        return "Nothing could be measured: of no patient is it known which encounters count.\n"
    gone = [name for name in labels if not defined(patients, name)]
    wanting = [name for name in gone if lacking(data, name)]
    few = [name for name in gone if name not in wanting]
    told = []
    if wanting:
        columns = {column for name in wanting for column in lacking(data, name)}
        shown = [f"`{column}`" for column in RECORDS.names if column in columns]
        noun = "column" if len(shown) == 1 else "columns"
        told.append(f"For want of the {noun} {listed(shown)} in the records these could not be "
                    f"made: {_named(wanting, labels)}.")  # fmt: skip
    if few:
        told.append(f"Not defined for any patient, mostly for too few encounters: "
                    f"{_named(few, labels)}.")  # fmt: skip
    return "\n" + " ".join(told) + "\n" if told else ""


def _named(names: Sequence[str], labels: Mapping[str, str]) -> str:
    return "; ".join(labels[name] for name in names)
