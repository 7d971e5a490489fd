"""Suggestions and how good they are, themes from the residual, saturation, the mapping."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from insideout.report.coders import accepted
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.markup import counted, floating, html, listed, markdown, number, pipe, share
from insideout.report.markup import table as html_table
from insideout.report.markup import td as cell
from insideout.report.markup import tr as row_of

DECIDED = {"named": "became a code", "merged": "merged into a code", "rejected": "rejected"}
UNMAPPED = {"not_mappable": "could not be mapped", "not_in_the_mapping": "not in the mapping"}
TERMS, QUOTES = 8, 2
BETTER = 2  # times the precision of guessing, under which a classifier hardly helps
FIGURES = re.compile(r" \([^()]*\)")


def variables(data: Data) -> dict[str, str]:
    """The numbers that the sections speak of."""
    made = saturation(data)
    if not data.suggest:
        return made
    learnt = [row for row in data.suggest["classifier"] if row["precision"] is not None]
    residual = data.suggest["residual"]
    candidates = data.suggest["candidates"]
    decided = Counter(row["decision"] or "" for row in candidates)
    taken, kept = accepted(data)
    named = [code for code in data.codebook if code["cluster"]]
    settings = data.study["suggest"]
    return made | {
        "suggestions": counted(len(data.suggest["suggestions"]), "suggestion"),
        "learnt": counted(len(learnt), "code"),
        "positives": counted(settings["positives"], "sentence"),
        "threshold": share(settings["threshold"]),
        "accepted": counted(taken, "coding"),
        "kept": counted(kept, "quote"),
        "residual": counted(len(residual), "sentence"),
        "clustered": number(sum(bool(row["cluster"]) for row in residual)),
        "candidates": counted(len(candidates), "candidate theme"),
        "undecided": number(decided[""]) if decided[""] else "none",
        "named": counted(len(named), "inductive code"),
    }


def saturation(data: Data) -> dict[str, str]:
    """When new interviews stopped bringing new codes, in words."""
    settings = data.study["saturation"]
    made = {
        "base": counted(settings["base"], "interview"),
        "run": counted(settings["run"], "interview"),
        "new": f"{settings['threshold']:.0%}".replace("%", " per cent"),
    }
    return made | {f"{level}s_at": reached_at(data, level) for level in ("code", "theme")}


def reached_at(data: Data, level: str) -> str:
    """After how many interviews as held, and in how many orders at all."""
    rows = [row for row in data.coding.get("saturation", ()) if row["level"] == level]
    held = [row for row in rows if row["order"] == "held" and row["reached"] == 1]
    shuffled = [row for row in rows if row["order"] == "random" and row["reached"] is not None]
    if not shuffled:
        return "can’t be told of so few interviews"
    when = (
        f"is reached with interview {held[0]['interviews']}" if held else
        "isn’t reached by the last interview"
    )  # fmt: skip
    half = next((row["interviews"] for row in shuffled if row["reached"] >= 0.5), None)
    typical = (
        f"half of the random orders got there by interview {half}" if half else
        f"{share(shuffled[-1]['reached'])} of the random orders got there at all"
    )  # fmt: skip
    return f"{when} ({typical})"


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables by name."""
    made = {"saturation": saturation_table(data), "mapped": mapped(data)}
    made["suggesting"] = suggesting(data)
    if not data.suggest:
        return made
    return made | {"classifier": classifier(data), "candidates": candidates(data, evidence)}


def suggesting(data: Data) -> str:
    """The paragraph of the methods on the stage `suggest`, or nothing."""
    if not data.suggest:
        return ""
    settings = data.study["suggest"]
    return (
        "**Suggest.** Patterns of the codebook were matched, and a classifier learnt each code "
        f"with at least {counted(settings['positives'], 'sentence')} from the consensus; it was "
        "judged on sources that it hadn’t seen. What either finds beyond the codings is listed for "
        "people to accept or reject, and counts nowhere before. What informants say that no "
        "deductive code covers was clustered by its words into candidate themes, which an analyst "
        "read, named, merged or rejected.\n"
    )


def classifier(data: Data) -> str:
    """How well the classifier finds each code in sources that it hasn't seen."""
    rows = [
        [markdown(data.code(row["code"])), number(row["positives"]), number(row["sources"]),
         share(row["precision"]), share(row["recall"]), share(row["average_precision"]),
         share(_by_chance(row))]
        for row in data.suggest["classifier"] if row["precision"] is not None
        or row["average_precision"] is not None
    ]  # fmt: skip
    few = sum(row["average_precision"] is None for row in data.suggest["classifier"])
    left = f"{counted(few, 'code has', 'codes have')} too few sentences to learn from.\n"
    if not rows:
        return left
    head = ["Code", "Sentences", "Sources", "Precision", "Recall", "Average precision", "Guessing"]
    caption = (
        "The classifier on sources it hasn’t seen, code by code (cross-validated by source). "
        "Guessing: the precision of guessing, which is the share of sentences with the code."
    )
    told = " ".join(part for part in (hardly(data), left if few else "") if part).strip()
    made = pipe(head, rows, "lrrrrrr", caption, "tbl-classifier")
    return f"{made}\n{told}\n" if told else made


def hardly(data: Data) -> str:
    """For how many codes the classifier is little better than guessing, or ""."""
    known = [row for row in data.suggest["classifier"] if row["average_precision"] is not None]
    worse = [row for row in known if row["average_precision"] < BETTER * (_by_chance(row) or 0)]
    if not worse:
        return ""
    of = f"{len(worse)} of the {counted(len(known), 'code')} it learnt"
    which = of if len(known) > 1 else "the one code it learnt"
    names = f" ({markdown(listed([data.code(row['code']) for row in worse]))})"
    return (
        f"For {which}{names if len(known) > 1 else ''}, the classifier hardly beats guessing: its "
        "average precision is less than twice the share of sentences with the code."
    )


def _by_chance(row: Mapping[str, Any]) -> float | None:
    return row["positives"] / row["sentences"] if row["sentences"] else None


def candidates(data: Data, evidence: Evidence) -> str:
    """The clusters of the residual, with their terms, and what the analyst made of them."""
    rows = [
        row_of([
            cell(html(_terms(row["terms"]))), cell(number(row["sentences"]), right=True),
            cell(number(row["informants"]), right=True), cell(_quotes(data, row["cluster"])),
            cell(_decision(evidence, row)),
        ])
        for row in data.suggest["candidates"]
    ]  # fmt: skip
    if not rows:
        return "Too little is left uncoded to be clustered.\n"
    head = ["Key words", "Sentences", "People", "Typical sentences", "What became of it"]
    caption = (
        "Candidate themes: clusters of what informants say that no deductive code covers, with "
        "the words that mark them."
    )
    made = html_table(head, rows, widths=[17, 9, 7, 38])
    return floating("tbl-candidates", made, caption)


def _terms(terms: str) -> str:
    """The strongest words, without their figures."""
    return ", ".join(FIGURES.sub("", terms).replace(";", ",").split(", ")[:TERMS])


def _quotes(data: Data, cluster: str) -> str:
    """The most typical sentences of a cluster that may be quoted, of different informants."""
    rows = [
        row for row in data.suggest["residual"]
        if row["cluster"] == cluster and data.sources[row["source"]]["quotable"]
    ]  # fmt: skip
    rows.sort(key=lambda row: -(row["typical"] or 0))
    first = {row["informant"]: row["quote"] for row in reversed(rows)}
    said = sorted(first.values(), key=[row["quote"] for row in rows].index)[:QUOTES]
    return "<br>".join(f"“{html(line)}”" for line in said)


def _decision(evidence: Evidence, row: Mapping[str, Any]) -> str:
    if not row["decision"]:
        return "not yet decided"
    code = f" {evidence.code_html(row['code'])}" if row["code"] else ""
    reason = f"; {html(row['reason'])}" if row["reason"] else ""
    named = DECIDED[row["decision"]] + (":" if row["decision"] == "named" else "")
    return f"{named}{code} ({html(row['by'])}{reason})"


def saturation_table(data: Data) -> str:
    """New codes and themes in each run of interviews, as held and over random orders."""
    rows = data.coding.get("saturation", ())
    at = {(row["level"], row["order"], row["interviews"]): row for row in rows}
    made = [
        [number(row["interviews"]), markdown(row["last"]),
         *(cell for level in ("code", "theme") for cell in _run(at, level, row["interviews"]))]
        for row in rows if row["level"] == "code" and row["order"] == "held"
    ]  # fmt: skip
    if not made:
        return ""
    head = ["Interviews", "Last", *(f"{what} {kind}" for kind in ("codes", "themes")
            for what in ("Known", "New", "Share of"))]  # fmt: skip
    caption = (
        "Codes and themes by interview, as they were held: those known by then, those new in the "
        "last run, their share of the base’s; in brackets the share of random orders that had "
        "reached saturation by then."
    )
    return pipe(head, made, "rlrrrrrr", caption, "tbl-saturation")


def _run(at: Mapping[tuple[str, str, int], Any], level: str, interviews: int) -> list[str]:
    held = at.get((level, "held", interviews), {})
    orders = at.get((level, "random", interviews), {}).get("reached")
    spread = f" ({share(orders)})" if orders is not None else ""
    return [number(held.get("known")), number(held.get("new")), share(held.get("share")) + spread]


def mapped(data: Data) -> str:
    """Inductive codes and the framework's codes they were mapped to, those that weren't last."""
    rows = data.coding.get("mapped", ())
    if not rows:
        return ""
    made = [
        [markdown(data.code(row["code"])),
         markdown(data.code(row["to"])) if row["to"] else f"*{UNMAPPED[row['status']]}*",
         number(row["codings"]), number(row["sources"]), markdown(row["reason"] or "")]
        for row in sorted(rows, key=lambda r: r["status"] != "mapped")
    ]  # fmt: skip
    head = ["Code", "Framework", "Codings", "Sources", "Why"]
    caption = "Codes and what the mapping makes of them."
    return pipe(head, made, "llrrl", caption, "tbl-mapped")
