"""What a reader should know of the data: what can't be right, what is missing, who was eligible."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from insideout.report.data import Data, words
from insideout.report.markup import capital, counted, markdown, number, pipe, share

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
WITHHELD = "[date]"
WEIGHTS = {
    "impossible": "Can't be true", "doubtful": "Should be looked at", "known": "To be known",
}  # fmt: skip
ABOUT = {
    "records": "medical records", "patients": "table of patients", "responses": "closed items",
    "summaries": "framework matrices", "printed": "printed figures", "flow": "flow of the sampling",
}  # fmt: skip


def includes(data: Data) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.quality:
        return {}
    return {
        "data-quality": findings(data), "missing": missing(data), "eligibility": eligibility(data),
    }  # fmt: skip


def variables(data: Data) -> dict[str, str]:
    """The numbers of the chapter's text."""
    found = Counter(row["weight"] for row in data.quality["data_quality"])
    return {
        "all": counted(sum(found.values()), "thing"),
        **{weight: number(found[weight]) for weight in WEIGHTS},
    }


def undated(text: str) -> str:
    """Text as the book may have it: the day of a visit or a death can tell who a patient is."""
    return DAY.sub(WITHHELD, text)


def findings(data: Data) -> str:
    """A table for each weight of what was found. The days stay in the table `data_quality`."""
    parts = []
    for weight, label in WEIGHTS.items():
        rows = [
            [
                capital(ABOUT.get(row["about"], words(row["about"]))), where(row),
                markdown(undated(row["expected"])), markdown(undated(row["found"])),
                number(row["count"]),
            ]
            for row in data.quality["data_quality"] if row["weight"] == weight
        ]  # fmt: skip
        if rows:
            head = ["In the", "Where", "Expected", "Found", "Times"]
            caption = f"{label}: {counted(len(rows), 'finding')}."
            if any(markdown(WITHHELD) in cell for row in rows for cell in row):
                caption += " Dates are left out here; `tables/data_quality.csv` has them."
            name = f"tbl-quality-{weight}"
            parts.append(pipe(head, rows, "llllr", caption, name, (15, 22, 27, 28, 8)))
    return "\n".join(parts) or "Nothing was found that can't be right.\n"


def where(row: Mapping[str, Any]) -> str:
    """Which row it is: a patient or a member of staff by id, a set of printed figures in words."""
    named = words(row["where"]) if row["about"] == "printed" else row["where"]
    return markdown(capital(named) if row["about"] == "printed" else named)


def missing(data: Data) -> str:
    """Columns with empty cells, the emptiest first."""
    rows = sorted(data.quality["missing"], key=lambda r: (-r["missing"] / r["rows"], r["about"]))
    gaps = [row for row in rows if row["missing"]]
    if not gaps:
        return "No column of the tables has an empty cell.\n"
    body = [
        [capital(ABOUT.get(r["about"], words(r["about"]))), markdown(words(r["column"])),
         number(r["missing"]), number(r["rows"]), share(r["missing"] / r["rows"])]
        for r in gaps
    ]  # fmt: skip
    head = ["Table", "Column", "Empty", "Rows", "Share"]
    caption = (
        "Columns with empty cells. Many may be empty by right: no review, say, or no referral."
    )
    return pipe(head, body, "llrrr", caption, "tbl-missing")


def eligibility(data: Data) -> str:
    """The criteria of inclusion, who met them, and the exceptions with their reasons."""
    rows = data.quality["eligibility"]
    if not rows:
        return ""
    criteria = list(dict.fromkeys((row["criterion"], row["label"]) for row in rows))
    of: dict[str, Counter[str]] = {name: Counter() for name, _ in criteria}
    for row in rows:
        of[row["criterion"]][row["met"]] += 1
    body = [
        [markdown(label), *(number(of[name][met]) for met in ("yes", "no", "unknown"))]
        for name, label in criteria
    ]
    head = ["Criterion", "Met", "Not met", "Not known"]
    made = pipe(head, body, "lrrr", "Criteria of inclusion, and the patients who meet them.",
                "tbl-eligibility")  # fmt: skip
    return f"{made}\n{_exceptions(rows)}\n"


def _exceptions(rows: Any) -> str:
    odd: dict[str, tuple[list[str], str]] = {}
    for row in rows:
        if row["met"] == "no":
            kept = odd.setdefault(row["patient"], ([], row["exception"] or ""))
            kept[0].append(f"{row['label']} ({undated(row['value'])})")
    if not odd:
        return "Every patient meets every criterion that is known of them."
    lines = [
        f"- {markdown(who)} doesn't meet: {markdown('; '.join(missed))}. "
        f"{markdown(capital((reason or 'no reason is given').rstrip('.')))}."
        for who, (missed, reason) in odd.items()
    ]
    heads = "One patient was kept as an exception:" if len(odd) == 1 else (
        f"{len(odd)} patients were kept as exceptions:"
    )  # fmt: skip
    return "\n".join([heads, "", *lines])
