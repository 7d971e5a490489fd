"""What a reader should know of the data: what can't be right, what is missing, who was eligible."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from insideout.report.data import Data, Records, title, words
from insideout.report.markup import capital, counted, markdown, number, pipe, share

DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
WITHHELD = "[date]"
PRINTED = "printed"  # figures of publications, which are no data of the study
SET = re.compile(r" \(set [^()]*\)$")
CELL = re.compile(r"(?P<frame>[^:]+): (?P<case>.+) × (?P<theme>.+)")
ID = re.compile(r"\w[\w.-]*")
WEIGHTS = {
    "impossible": "Can't be true", "doubtful": "Should be looked at", "known": "To be known",
}  # fmt: skip
ABOUT = {
    "records": "medical records", "patients": "table of patients", "responses": "closed items",
    "summaries": "framework matrices", "flow": "flow of the sampling",
}  # fmt: skip


def includes(data: Data) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.quality:
        return {}
    return {
        "data-quality": findings(data), "missing": missing(data), "eligibility": eligibility(data),
    }  # fmt: skip


def variables(data: Data) -> dict[str, str]:
    """The numbers of the chapter's text; printed figures are counted by themselves."""
    rows = data.quality["data_quality"]
    found = Counter(row["weight"] for row in rows if row["about"] != PRINTED)
    printed = sum(row["about"] == PRINTED for row in rows)
    return {
        "all": counted(sum(found.values()), "thing"),
        **{weight: number(found[weight]) for weight in WEIGHTS},
        "printed": f" {_printed_sentence(printed)}" if printed else "",
    }


def _printed_sentence(n: int) -> str:
    return (
        "The study also hands in figures of publications, to see whether they fit together: "
        f"{counted(n, 'thing')} in them can't be true as printed (@tbl-quality-printed)."
    )


def undated(text: str) -> str:
    """Text as the book may have it: the day of a visit or a death can tell who a patient is."""
    return DAY.sub(WITHHELD, text)


def findings(data: Data) -> str:
    """A table for each weight of what was found in the study's own data, then printed figures.

    The days stay in the table `data_quality`.
    """
    found = data.quality["data_quality"]
    own = [row for row in found if row["about"] != PRINTED]
    parts = [_of_weight(data, weight, [r for r in own if r["weight"] == weight])
             for weight in WEIGHTS]  # fmt: skip
    parts.append(printed([row for row in found if row["about"] == PRINTED]))
    return "\n".join(part for part in parts if part) or "Nothing was found that can't be right.\n"


def _of_weight(data: Data, weight: str, found: Records) -> str:
    if not found:
        return ""
    rows = [
        [
            capital(ABOUT.get(row["about"], words(row["about"]))), markdown(where(data, row)),
            markdown(undated(_named(data, row, row["expected"]))),
            markdown(undated(_named(data, row, row["found"]))), number(row["count"]),
        ]
        for row in found
    ]  # fmt: skip
    head = ["In the", "Where", "Expected", "Found", "Times"]
    caption = f"{WEIGHTS[weight]}: {counted(len(rows), 'finding')} in the study's data."
    if any(markdown(WITHHELD) in cell for row in rows for cell in row):
        caption += " Dates are left out here; `tables/data_quality.csv` has them."
    return pipe(head, rows, "llllr", caption, f"tbl-quality-{weight}", (15, 22, 27, 28, 8))


def printed(found: Records) -> str:
    """Figures in print that can't all be true: a table of their own, for they aren't our data."""
    if not found:
        return ""
    rows = [
        [markdown(capital(SET.sub("", row["where"]))), markdown(row["expected"]),
         markdown(row["found"])]
        for row in found
    ]  # fmt: skip
    caption = (
        f"Figures in print that can't all be true: {counted(len(rows), 'finding')}. They are of "
        "the publications named in brackets, which the study file hands in as `printed`, and not "
        "of this study's data."
    )
    head = ["Printed of", "Expected", "Found"]
    return pipe(head, rows, "lll", caption, "tbl-quality-printed", (26, 37, 37))


def where(data: Data, row: Mapping[str, Any]) -> str:
    """Which row it is: a patient by id, a closed item by its question, a summary by its names."""
    text = str(row["where"])
    if row["about"] == "responses":
        return str((data.study.get("items") or {}).get(text, {}).get("asks") or words(text))
    cell = CELL.fullmatch(text) if row["about"] == "summaries" else None
    if cell is None:
        return text
    frame = data.study["frames"].get(cell["frame"], {}).get("title") or title(cell["frame"])
    case = data.unit(cell["case"]) if cell["case"] in data.unit_names else cell["case"]
    return f"{frame}: {case} × {data.code(cell['theme'])}"


def _named(data: Data, row: Mapping[str, Any], text: str) -> str:
    """Text in which practices have their names."""
    if row["column"] != "practice":
        return text
    return ID.sub(lambda found: data.unit_names.get(found[0]) or found[0], text)


def missing(data: Data) -> str:
    """Columns with empty cells, the emptiest first."""
    rows = sorted(data.quality["missing"], key=lambda r: (-r["missing"] / r["rows"], r["about"]))
    gaps = [row for row in rows if row["missing"]]
    if not gaps:
        return "No column of the tables has an empty cell.\n"
    body = [
        [capital(ABOUT.get(r["about"], words(r["about"]))), markdown(words(r["column"])),
         number(r["missing"]), number(r["rows"]), part(r["missing"], r["rows"])]
        for r in gaps
    ]  # fmt: skip
    head = ["Table", "Column", "Empty", "Rows", "Share"]
    caption = (
        "Columns with empty cells. Many may be empty by right: no review, say, or no referral."
    )
    return pipe(head, body, "llrrr", caption, "tbl-missing")


def part(some: int, whole: int) -> str:
    """A share that is called none or all only where it is."""
    told = share(some / whole)
    if told == "1.00" and some < whole:
        return "> .99"
    return "< .01" if told == ".00" and some else told


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
