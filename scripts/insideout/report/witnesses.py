"""Interview and record side by side: where they agree, and where one contradicts the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insideout.report.agreement import signed
from insideout.report.data import Data, title, words
from insideout.report.evidence import Evidence
from insideout.report.markup import (
    counted,
    floating,
    html,
    mark,
    number,
    p_value,
    pipe,
    table,
    td,
    tr,
)

HEAD = (
    "Feature", "Both say the same", "Contradicted", "One is mixed", "Only the interview speaks",
    "Only the record speaks", "Neither", "κ (interval; *n*)", "McNemar",
)  # fmt: skip


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables by name."""
    if not data.records:
        return {}
    return {"witnesses": agreement(data), "contradictions": contradictions(data, evidence)}


def variables(data: Data) -> dict[str, str]:
    """The numbers of the text."""
    rows = data.records["witnesses"]
    both = {row["patient"] for row in rows if row["verdict"] != "one_witness"}
    never = dict.fromkeys(title(r["feature"]) for r in rows if r["record"] == "not_recordable")
    of = [row["verdict"] for row in rows]
    return {
        "patients": counted(len(both), "patient"),
        "corroborated": number(of.count("corroborated")),
        "contradicted": number(of.count("contradicted")),
        "record_silent": number(of.count("record_silent")),
        "not_recordable": ", ".join(word.lower() for word in never) or "none",
    }


def agreement(data: Data) -> str:
    """How often interview and record agree on each feature."""
    rows = [
        [
            title(row["feature"]), number(row["corroborated"]), number(row["contradicted"]),
            number(row["partly"]), number(row["record_silent"]), number(row["interview_silent"]),
            number(row["both_silent"]), _kappa(row), p_value(row["mcnemar_p"]),
        ]
        for row in data.statistics.get("witness_agreement", ())
    ]  # fmt: skip
    if not rows:
        return ""
    caption = (
        "Two witnesses of each feature, over the patients with an interview and a record. κ and "
        "McNemar's exact test rest on the patients of whom both say present or absent."
    )
    made = pipe(HEAD, rows, "lrrrrrrll", caption, "tbl-witnesses",
                (16, 9, 11, 8, 11, 10, 8, 18, 9))  # fmt: skip
    return f"::: {{.landscape}}\n\n{made}\n:::\n"


def _kappa(row: Mapping[str, Any]) -> str:
    if row["kappa"] is None:
        return f"– (*n* = {row['n']})"
    low, high = signed(row["kappa_low"]), signed(row["kappa_high"])
    return f"{signed(row['kappa'])} ({low} to {high}; *n* = {row['n']})"


def contradictions(data: Data, evidence: Evidence) -> str:
    """What contradicts what, with the evidence of both."""
    found = [row for row in data.records["witnesses"] if row["verdict"] == "contradicted"]
    if not found:
        return "No record contradicts an interview.\n"
    body = [
        tr(
            [
                td(html(words(row["feature"]))),
                td(f"{mark(row['interview'])} {evidence.html(row['quotes'])}"),
                td(f"{mark(row['record'])} {html(row['said'])}"),
            ],
            html(row["patient"]),
        )
        for row in found
    ]
    head = ["Patient", "Feature", "The interview", "The record"]
    caption = "Where the record says the opposite of the interview, with both evidences."
    return floating("tbl-contradictions", table(head, body, "", (10, 20, 30, 40)), caption)
