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
    listed,
    mark,
    markdown,
    number,
    p_value,
    pipe,
    table,
    td,
    tr,
)
from insideout.tables.records import RECORDS_PATIENTS

HEAD = (
    "Feature", "Both say the same", "The opposite", "One is mixed", "Only the interview",
    "Only the record", "Neither", "How far they agree",
)  # fmt: skip
RULES = ("Feature", "The record says present where", "It says absent where")
METHOD = (
    " Interview and record are then set side by side. How far they agree is told by Cohen's κ and "
    "McNemar's exact test, over the patients of whom both say present or absent; silence is no "
    "absence."
)
MEANING = {column.name: column for column in RECORDS_PATIENTS.columns}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables by name."""
    if not data.records:
        return {}
    return {
        "witness-rules": rules(data), "witnesses": agreement(data),
        "contradictions": contradictions(data, evidence),
    }  # fmt: skip


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
        "never_denied": never_denied(data),
        "method": METHOD if both else "",
    }


def never_denied(data: Data) -> str:
    """Features of which a record can never say that they are absent, in sentences."""
    known = _rules(data)
    one_way = [words(name) for name, rule in known.items() if not denies(rule)]
    if not one_way:
        return ""
    none = " It can do so of no feature at all." if len(one_way) == len(known) else ""
    return (
        f" Of {markdown(listed(one_way))} the record can never say that it is absent: there, "
        f"agreement can only be of presence, and a record can't contradict a patient who tells of "
        f"it.{none}"
    )


def denies(rule: Mapping[str, Any]) -> bool:
    """Whether a record can say by a rule that a feature is absent."""
    return bool(rule.get("measure") or rule.get("absent"))


def _rules(data: Data) -> Mapping[str, Mapping[str, Any]]:
    """The study's rules by feature, in its order."""
    found: Mapping[str, Mapping[str, Any]] = data.study.get("witnesses") or {}
    return found


def rules(data: Data) -> str:
    """What counts as present and as absent in a record, feature by feature."""
    rows = [
        [markdown(title(feature)), _says(rule, "present"), _says(rule, "absent")]
        for feature, rule in _rules(data).items()
    ]
    if not rows:
        return ""
    caption = (
        "What a record can say of each feature. Where neither holds, it is silent; a measure that "
        "is undefined for a patient is silent, too."
    )
    return pipe(RULES, rows, "lll", caption, "tbl-witness-rules", (24, 42, 34))


def _says(rule: Mapping[str, Any], side: str) -> str:
    """When a record says that a feature is present, or absent, in the words of its measures."""
    told = [_measured(name) for name in rule.get(side, ())]
    if name := rule.get("measure"):
        meant = MEANING[name].meaning if name in MEANING else words(name)
        told.insert(0, f"“{meant}” is {'yes' if side == 'present' else 'no'}")
    return markdown("; or ".join(told) or "never")


def _measured(name: str) -> str:
    """A measure of a list: yes, or above 0."""
    if name not in MEANING:
        return f"{words(name)} above 0"
    column = MEANING[name]
    return column.meaning if column.kind == "yes_no" else f"there are any {column.meaning}"


def agreement(data: Data) -> str:
    """How often interview and record agree on each feature."""
    rows = [
        [
            title(row["feature"]), number(row["corroborated"]), number(row["contradicted"]),
            number(row["partly"]), number(row["record_silent"]), number(row["interview_silent"]),
            number(row["both_silent"]), how_far(row),
        ]
        for row in data.statistics.get("witness_agreement", ())
    ]  # fmt: skip
    if not rows:
        return ""
    caption = (
        "Two witnesses of each feature, over the patients with an interview and a record. κ (with "
        "its interval) and McNemar's exact test rest on the *n* patients of whom both say present "
        "or absent."
    )
    return pipe(HEAD, rows, "lrrrrrrl", caption, "tbl-witnesses",
                (17, 9, 10, 8, 10, 9, 8, 29))  # fmt: skip


def how_far(row: Mapping[str, Any]) -> str:
    """κ and McNemar's p with the patients they rest on, and why one is undefined or trivial."""
    told = [f"*n* = {row['n']}"]
    kappa, low, high = row["kappa"], row["kappa_low"], row["kappa_high"]
    if kappa is not None and low is not None and low < high:
        told.append(f"κ = {signed(kappa)} ({signed(low)} to {signed(high)})")
    elif kappa is not None:
        told.append(f"κ = {signed(kappa)}, without an interval")
    if row["mcnemar_p"] is not None:
        told.append(f"McNemar *p* = {p_value(row['mcnemar_p'])}".replace("= <", "<"))
    told += [markdown(row["note"])] if row["note"] else []
    return "; ".join(told)


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
