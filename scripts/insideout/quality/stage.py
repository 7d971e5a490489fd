"""The stage `quality`: everything in the data that a reader should know, in four tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.places import SITE
from insideout.quality.encounters import encounter_findings, left_out_findings
from insideout.quality.flow import flow, flow_findings
from insideout.quality.missing import missing
from insideout.quality.patients import eligibility, patient_findings
from insideout.quality.printed import printed_findings
from insideout.reader import framed, records
from insideout.tables.declare import Table
from insideout.tables.quality import DATA_QUALITY, ELIGIBILITY, FLOW, MISSING, QUALITY

ORDER = ("impossible", "doubtful", "known")
WRITTEN = ("patients", "informants", "responses")  # tables whose gaps are counted


def assessed(
    tables: Mapping[str, pd.DataFrame],
    frames: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Any],
    encounters: pd.DataFrame | None,
    left_out: pd.DataFrame | None,
    *,
    heard: int,
) -> dict[str, pd.DataFrame]:
    """The tables of the stage by name.

    `tables`: patients, informants, responses, units and printed figures; `frames`: matrices;
    `settings`: criteria of eligibility, steps of the flow, items; `encounters`: all of the records,
    in our columns, and which of them the stage `extract` left out; `heard`: sources.
    """
    patients = records(tables["patients"])
    judged = eligibility(patients, settings["eligibility"])
    steps, counts = settings["flow"], counted(tables, heard)
    found = [
        *patient_findings(patients, judged),
        *answer_findings(records(tables["responses"]), settings["items"]),
        *stale_findings(frames),
        *flow_findings(steps, counts),
        *printed_findings(records(tables["printed"])),
    ]
    if encounters is not None and left_out is not None:
        practice_of = {p["patient"]: p["practice"] for p in patients if p["practice"]}
        found += left_out_findings(left_out) + encounter_findings(encounters, practice_of)
    found.sort(key=lambda each: ORDER.index(each["weight"]))
    complete = {name: tables[name] for name in WRITTEN}
    complete |= {} if encounters is None else {"records": encounters}
    rows: dict[Table, list[dict[str, Any]]] = {
        DATA_QUALITY: found, MISSING: missing(complete), ELIGIBILITY: judged,
        FLOW: flow(steps, counts),
    }  # fmt: skip
    return {table.name: framed(rows[table], table) for table in QUALITY}


def counted(tables: Mapping[str, pd.DataFrame], heard: int) -> dict[str, int]:
    """What steps of the flow can be counted by."""
    patients, kinds = tables["patients"], tables["units"]["kind"]
    people = set(tables["informants"]["informant"])
    return {
        "sites": int((kinds == SITE).sum()),
        "practices": int((kinds == "practice").sum()),
        "patients": len(patients),
        "records": int(patients["record"].fillna(True).sum()),
        "interviewed_patients": int(patients["patient"].isin(people).sum()),
        "informants": len(people),
        "sources": heard,
    }


def stale_findings(frames: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Summaries that are older than the evidence of their cell."""
    return [
        {
            "check": "stale_summary", "about": "summaries",
            "where": f"{name}: {cell['case']} × {cell['theme']}", "column": "evidence",
            "expected": "a summary of the codings there are",
            "found": f"one by {cell['author'] or 'nobody named'}, written before they changed",
            "count": 1, "weight": "doubtful",
        }
        for name, frame in frames.items()
        for cell in records(frame[frame["stale"].fillna(False)])
    ]  # fmt: skip


def answer_findings(
    answers: Sequence[Mapping[str, Any]], items: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Closed items that some of those who answered any item left out."""
    answered: dict[str, set[str]] = {}
    for row in answers:
        answered.setdefault(row["item"], set()).add(row["informant"])
    everyone = set().union(*answered.values())
    return [
        {
            "check": "no_answer", "about": "responses", "where": item, "column": "value",
            "expected": f"an answer of each of {len(everyone)}",
            "found": f"none of {', '.join(sorted(without)[:5])}"
            + (" and others" if len(without) > 5 else ""),
            "count": len(without), "weight": "known",
        }
        for item in items if (without := everyone - answered.get(item, set()))
    ]  # fmt: skip


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What was found, for the person watching."""
    weights = made[DATA_QUALITY.name]["weight"]
    told = ", ".join(f"{int((weights == weight).sum())} {weight}" for weight in ORDER)
    return f"{len(weights)} things to know of the data: {told}"
