"""The consensus, what the coders differ on, and what the team made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from insideout.report import agreement
from insideout.report.data import Data, words
from insideout.report.evidence import Evidence
from insideout.report.markup import counted, floating, html, listed, number, pipe
from insideout.report.markup import table as html_table
from insideout.report.markup import td as cell
from insideout.report.markup import tr as row_of

STATUSES = {
    "agreed": "agreed: coders put the same code there, and say the same of it",
    "adjudicated": "adjudicated: they differ, and somebody decided",
    "validator": "a validator’s own, which needs nobody’s decision",
    "unresolved": "unresolved: they differ, and nobody has decided",
    "single": "single: only one coder had the source, or looked for the code, or it was accepted "
    "from a suggestion",
}
KINDS = {
    "presence": "whether the code is there",
    "valence": "its valence",
    "about": "what it is about",
}
CHECK = "check"
STAGES = {"decided": "Decided", "open": "Open", "stale": "Decided on other codings"}
WORST = ("open", "stale", "decided")
UNITS = {
    "sentence": "informants’ (and companions’) sentences",
    "turn": "informants’ (and companions’) turns", "source": "whole sources",
}  # fmt: skip
DECISIONS = {"keep": "kept", "drop": "dropped", "change": "changed"}
AGREED = "how far the coders agree, and what became of what they differ on."
MOST = 60  # decisions printed in full


def variables(data: Data) -> dict[str, str]:
    """The numbers that the chapter on coding speaks of."""
    own = consensus(data)
    differ = [status for kind, found in disputes(data).items() if kind != CHECK for status in found]
    waiting = sum(status != "decided" for status in differ)
    settings = data.study["agree"]
    left = settings["unresolved"] == "drop"
    lead = agreement.leading(data)
    many = lead is not None and len(lead[1].split()) > 2
    return {
        "consensus": counted(len(own), "coding"),
        "passages": counted(len({c["passage"] for c in own}), "passage"),
        "disputed": counted(len(differ), "passage"),
        "open": f"{counted(waiting, 'passage')} {'is' if waiting == 1 else 'are'}"
        if waiting else "none is",
        "unresolved": "are left out of everything that follows" if left else "are used, and marked",
        "unit": UNITS[settings["unit"]],
        "shared": "that at least two of them had" if many else "that both coders had",
        "confidence": f"{settings['confidence']:.0%}".replace("%", " per cent"),
        "resamples": number(settings["resamples"]),
        "overall": agreement.spoken(data),
        "changes": counted(len(data.coding.get("code_changes", ())), "coding"),
    }  # fmt: skip


def consensus(data: Data) -> list[Mapping[str, Any]]:
    """The codings of the consensus, without those that a mapping added to them."""
    return [c for c in data.codings if c["status"] != "mapped"]


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's tables by name."""
    return {
        "agreed": f"@sec-coding says {AGREED}\n" if "coding.qmd" in evidence.chapters else "",
        "consensus": statuses(data),
        "agreement": agreement.overall(data),
        "agreement-codes": agreement.by_code(data),
        "disputed": disputed(data),
        "decisions": decisions(data, evidence),
        "dropped": dropped(data, evidence),
    }


def statuses(data: Data) -> str:
    """How the codings of the consensus came about, their total, and what is none of them."""
    validators = set(data.study["agree"].get("validators", ()))

    def how(coding: Mapping[str, Any]) -> str:
        own = coding["status"] == "adjudicated" and validators.issuperset(coding["coders"].split())
        return "validator" if own and validators else str(coding["status"])

    own = consensus(data)
    status = Counter(how(c) for c in own)
    rows = [[said, number(status[name])] for name, said in STATUSES.items() if status[name]]
    rows.append(["**codings of the consensus**", f"**{len(own):,}**"])
    out = sum(row["decision"] == "drop" for row in decided(data))
    added = len(data.codings) - len(own)
    rows += [["besides: mapped from these onto a framework", number(added)]] * bool(added)
    rows += [["not among them: coders’ codings dropped by a decision", number(out)]] * bool(out)
    caption = "Codings of the consensus by how they came about."
    return pipe(["How", "Codings"], rows, "lr", caption, "tbl-consensus")


def disputed(data: Data) -> str:
    """What coders differ on: passages by kind and by how far they are decided; checks apart."""
    items = disputes(data)
    rows = [(said, Counter(items[kind])) for kind, said in KINDS.items() if items[kind]]
    checks = Counter(items[CHECK])
    left = [f"{number(checks[s])} {said.lower()}" for s, said in STAGES.items() if checks[s]]
    which = counted(sum(checks.values()), "passage")
    apart = f"Listed for a validator to check: {which} ({listed(left)}).\n" if left else ""
    if not rows:
        return apart
    shown = [s for s in STAGES if any(of[s] for _, of in rows)]
    head = ["What they differ on", *(STAGES[s] for s in shown)]
    made = [[said, *(number(of[s]) for s in shown)] for said, of in rows]
    caption = "Passages on which coders differ; one is open as long as any coding of it is."
    table = pipe(head, made, "l" + "r" * len(shown), caption, "tbl-disputed")
    return f"{table}\n{apart}" if apart else table


def disputes(data: Data) -> dict[str, list[str]]:
    """Statuses of the passages in dispute, by what they are in dispute about.

    The status of a passage is that of its worst coding: open, else stale, else decided.
    """
    rows = data.coding.get("disagreements", ())
    found: dict[tuple[str, bool], list[Mapping[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["item"], row["about_what"] == CHECK), []).append(row)
    made: dict[str, list[str]] = {kind: [] for kind in (*KINDS, CHECK)}
    for of in found.values():
        there = {row["status"] for row in of}
        made[of[0]["about_what"]].append(next(s for s in WORST if s in there))
    return made


def decisions(data: Data, evidence: Evidence) -> str:
    """The decisions, who took them, and why."""
    rows = decided(data)
    if not rows:
        return ""
    now = {c: k for k in data.codings if k["status"] != "mapped" for c in k["derived_from"].split()}
    at = {c: k["passage"] for c, k in now.items()}
    lines = [
        row_of([
            cell(evidence.html(at.get(row["coding"], "")) or html(row["source"])),
            cell(evidence.code_html(row["code"])), cell(html(row["coder"])),
            cell(_decided(data, evidence, row, now.get(row["coding"]))),
            cell(f"{html(row['reason'])} ({html(row['by'])}, {html(row['date'])})"),
        ])
        for row in rows[:MOST]
    ]  # fmt: skip
    more = len(rows) - len(lines)
    left = f" {counted(more, 'more decision')} in `tables/disagreements.csv`." if more else ""
    head = ["Quotation", "Code", "Coder", "Decision", "Why"]
    caption = f"Decisions about codings on which coders differed, in the order of the texts.{left}"
    made = html_table(head, lines, widths=[11, 20, 8, 17])
    return floating("tbl-decisions", made, caption)


def decided(data: Data) -> list[Mapping[str, Any]]:
    """The codings that somebody has decided on."""
    return [r for r in data.coding.get("disagreements", ()) if r["status"] == "decided"]


def _decided(
    data: Data, evidence: Evidence, row: Mapping[str, Any], now: Mapping[str, Any] | None
) -> str:
    """What was decided; of a change, what stands in the consensus now where it differs."""
    said = html(DECISIONS[row["decision"]])
    if row["decision"] != "change" or now is None:
        return said
    new = [evidence.code_html(now["code"])] if now["code"] != row["code"] else []
    new += [html(words(now["valence"]))] if (now["valence"] or "") != (row["valence"] or "") else []
    if (now["about"] or "") != (row["about"] or ""):
        new.append(f"about {html(data.unit(now['about']))}")
    return f"{said} to {', '.join(new)}" if new else said


def dropped(data: Data, evidence: Evidence) -> str:
    """Where the codings are that the consensus, and so the chapter of evidence, doesn't have."""
    told = []
    if out := sum(row["decision"] == "drop" for row in decided(data)):
        listing = "`tables/disagreements.csv` lists"
        if "coding.qmd" in evidence.chapters:
            listing = "@tbl-decisions and `tables/disagreements.csv` list"
        one = out == 1
        told.append(
            f"{counted(out, 'coding')} that a decision dropped {'is' if one else 'are'} not here; "
            f"{listing} {'it' if one else 'them'} with the reasons."
        )
    waiting = any(row["status"] != "decided" for row in data.coding.get("disagreements", ()))
    if waiting and data.study["agree"]["unresolved"] == "drop":
        told.append("Codings that nobody has decided on are left out, and listed there too."
                    if told else "Codings that nobody has decided on are left out, and listed in "
                    "`tables/disagreements.csv`.")  # fmt: skip
    elif any(c["status"] == "unresolved" for c in data.codings):
        told.append("Codings that nobody has decided on are marked *unresolved*.")
    return " ".join(told) + "\n" if told else ""
