"""How far the coders agree, what they differ on, and what the team made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from insideout.report.data import Data, Records, words
from insideout.report.evidence import Evidence
from insideout.report.markup import counted, floating, html, listed, markdown, number, pipe, share
from insideout.report.markup import table as html_table
from insideout.report.markup import td as cell
from insideout.report.markup import tr as row_of

STATUSES = {
    "agreed": "agreed: coders put the same code there, and say the same of it",
    "adjudicated": "adjudicated: they differ, and somebody decided",
    "unresolved": "unresolved: they differ, and nobody has decided",
    "single": "single: only one coder had the source",
    "mapped": "mapped from an inductive code onto a framework",
}
KINDS = {
    "presence": "whether the code is there",
    "valence": "its valence",
    "about": "what it is about",
    "check": "a validator’s check",
}
UNITS = {
    "sentence": "informants’ sentences", "turn": "informants’ turns", "source": "whole sources",
    "coding": "codings", "character": "characters",
}  # fmt: skip
DECISIONS = {"keep": "kept", "drop": "dropped", "change": "changed"}
COEFFICIENTS = {"kappa": "κ", "ac1": "AC1", "alpha": "α"}
AGREED = "how far the coders agree, and what became of what they differ on."
ALONE = "only one of them uses it"  # of a remark of the table of agreement
MOST = 60  # decisions printed in full


def scored(data: Data, level: str, aspect: str = "presence") -> list[Mapping[str, Any]]:
    """The rows of the table of agreement between coders at one level."""
    return [
        row for row in data.coding.get("agreement", ())
        if row["compared"] == "inter" and row["level"] == level and row["aspect"] == aspect
    ]  # fmt: skip


def variables(data: Data) -> dict[str, str]:
    """The numbers that the chapter on coding speaks of."""
    status = Counter(c["status"] for c in data.codings)
    disputed = data.coding.get("disagreements", ())
    waiting = {row["item"] for row in disputed if row["status"] != "decided"}
    whole = next(iter(scored(data, "all")), {})
    left = data.study["agree"]["unresolved"] == "drop"
    return {
        "consensus": counted(sum(n for s, n in status.items() if s != "mapped"), "coding"),
        "passages": counted(len({c["passage"] for c in data.codings}), "passage"),
        "disputed": counted(len({row["item"] for row in disputed}), "passage"),
        "open": counted(len(waiting), "passage") if waiting else "none",
        "unresolved": "are left out of everything that follows" if left else "are used, and marked",
        "unit": UNITS[data.study["agree"]["unit"]],
        "confidence": f"{data.study['agree']['confidence']:.0%}".replace("%", " per cent"),
        "resamples": number(data.study["agree"]["resamples"]),
        "overall": spoken_of(whole),
        "changes": counted(len(data.coding.get("code_changes", ())), "coding"),
    }


def spoken_of(row: Mapping[str, Any]) -> str:
    """The coefficients of a row in a sentence's words."""
    if not row:
        return "no figure"
    said = [f"{per_cent(row['percent'])} of units"] if row["percent"] is not None else []
    said += [
        f"{name} = {within(row, key)}"
        for key, name in (("kappa", "Cohen’s κ"), ("ac1", "Gwet’s AC1"), ("alpha", "α"))
        if row[key] is not None
    ]
    return listed(said) or "no figure"


def per_cent(value: float | None) -> str:
    """A share in per cent: 99.6 %."""
    return "–" if value is None else f"{100 * value:.1f}\u00a0%"


def within(row: Mapping[str, Any], name: str) -> str:
    """A coefficient with its interval: .71 [.63, .78]."""
    value, low, high = row[name], row[f"{name}_low"], row[f"{name}_high"]
    if value is None:
        return "–"
    interval = f" [{signed(low)}, {signed(high)}]" if low is not None else ""
    return signed(value) + interval


def signed(value: float | None) -> str:
    """A coefficient from −1 to 1 without the zero that can't be anything else."""
    if value is None:
        return "–"
    return ("−" if value < -0.005 else "") + share(abs(value))


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's tables by name."""
    codes = scored(data, "code")
    return {
        "agreed": f"@sec-coding says {AGREED}\n" if "coding.qmd" in evidence.chapters else "",
        "consensus": statuses(data),
        "agreement": overall(data),
        "agreement-codes": by_code(data, codes) if codes else "",
        "disputed": disputed(data),
        "decisions": decisions(data, evidence),
    }


def statuses(data: Data) -> str:
    """What became of the coders' codings."""
    status = Counter(c["status"] for c in data.codings)
    rows = [[said, number(status[name])] for name, said in STATUSES.items() if status[name]]
    dropped = sum(
        row["status"] == "decided" and row["decision"] == "drop"
        for row in data.coding.get("disagreements", ())
    )
    rows += [["dropped by a decision", number(dropped)]] * bool(dropped)
    caption = "Codings of the consensus by how they came about."
    return pipe(["How", "Codings"], rows, "lr", caption, "tbl-consensus")


def overall(data: Data) -> str:
    """Agreement on all codes together and on each theme, by what is compared."""
    rows = [
        row for row in data.coding.get("agreement", ())
        if row["level"] == "all" or (row["level"] == "theme" and row["aspect"] == "presence")
    ]  # fmt: skip
    several = len({(row["compared"], row["coders"]) for row in rows}) > 1
    head = ["What is compared", "Units", "Agreed", "Cohen’s κ", "AC1", "α"]
    made = [
        [_named(data, row, several), number(row["units"]), per_cent(row["percent"]),
         within(row, "kappa"), within(row, "ac1"), within(row, "alpha")]
        for row in rows
    ]  # fmt: skip
    caption = (
        "Agreement on all codes together and on themes, with bootstrap intervals that draw "
        "sources. AC1 is Gwet’s, α Krippendorff’s (of extents: α~U~)."
    )
    return pipe(head, made, "lrrlll", caption, "tbl-agreement", (34, 10, 10, 16, 15, 15))


def _named(data: Data, row: Mapping[str, Any], several: bool) -> str:
    what = data.code(row["code"]) if row["code"] else "all codes"
    kind = "" if row["aspect"] == "presence" else f", {words(row['aspect'])}"
    who = listed(row["coders"].split())
    rounds = f", rounds {listed(row['rounds'].split())}" if row["compared"] == "intra" else ""
    kept = ", checked" if row["compared"] == "validation" else ""
    return markdown(f"{what}{kind}" + (f" ({who}{rounds}{kept})" if several else ""))


def by_code(data: Data, rows: Records) -> str:
    """Agreement on each code: whether it is there."""
    several = len({row["coders"] for row in rows}) > 1
    lines = []
    for row in rows:
        who = f" ({html(row['coders'].replace(' ', ', '))})" if several else ""
        alone = ALONE in (row["note"] or "")
        note = f"<br><em>{html(ALONE)}</em>" if alone else ""
        cells = [cell(html(data.code(row["code"])) + who + note)]
        cells += [cell(number(row["both"]), right=True)]
        cells += [cell(number(_one(row)), right=True), cell(share(row["positive"]), right=True)]
        cells += [cell(within(row, name).replace(" [", "<br>[")) for name in COEFFICIENTS]
        lines.append(row_of([*cells, cell(per_cent(row["prevalence"]), right=True)]))
    head = ["Code", "Both", "One only", "Positive", "Cohen’s κ", "AC1", "α", "Prevalence"]
    noted = sum(bool(row["note"]) for row in rows)
    more = (
        f" {counted(noted, 'code has', 'codes have')} a remark on what its figures are worth in "
        "`tables/agreement.csv`, most of them because the code is rare." if noted else ""
    )  # fmt: skip
    caption = (
        "Agreement on each code: units in which both coders or only one of them have it, positive "
        f"agreement, coefficients with intervals, and the mean share of units with the code.{more}"
    )
    made = html_table(head, lines, widths=[28, 7, 8, 9, 13, 13, 13])
    return floating("tbl-agreement-codes", made, caption)


def _one(row: Mapping[str, Any]) -> int | None:
    first, second = row["first_only"], row["second_only"]
    return None if first is None or second is None else first + second


def disputed(data: Data) -> str:
    """What coders differ on: passages by kind, and how many are decided."""
    rows = data.coding.get("disagreements", ())
    if not rows:
        return ""
    items = {row["item"]: row for row in rows}
    made = []
    for kind, said in KINDS.items():
        of = [row for row in items.values() if row["about_what"] == kind]
        status = Counter(row["status"] for row in of)
        made += [[said, *(number(status[s]) for s in ("decided", "open", "stale"))]] * bool(of)
    head = ["What they differ on", "Decided", "Open", "Decided on other codings"]
    caption = "Passages on which coders differ."
    return pipe(head, made, "lrrr", caption, "tbl-disputed")


def decisions(data: Data, evidence: Evidence) -> str:
    """The decisions, who took them, and why."""
    rows = [r for r in data.coding.get("disagreements", ()) if r["status"] == "decided"]
    if not rows:
        return ""
    at = {c: k["passage"] for k in data.codings for c in k["derived_from"].split()}
    lines = [
        row_of([
            cell(evidence.html(at.get(row["coding"], "")) or html(row["source"])),
            cell(evidence.code_html(row["code"])), cell(html(row["coder"])),
            cell(html(DECISIONS[row["decision"]])),
            cell(f"{html(row['reason'])} ({html(row['by'])}, {html(row['date'])})"),
        ])
        for row in rows[:MOST]
    ]  # fmt: skip
    more = len(rows) - len(lines)
    left = f" {counted(more, 'more decision')} in `tables/disagreements.csv`." if more else ""
    head = ["Quotation", "Code", "Coder", "Decision", "Why"]
    caption = f"Decisions about codings on which coders differed, in the order of the texts.{left}"
    made = html_table(head, lines, widths=[11, 22, 8, 10])
    return floating("tbl-decisions", made, caption)
