"""How the report was made: settings, what could not be placed, hashes and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import WITHHELD, Evidence
from insideout.report.markup import counted, floating, html, markdown, number, pipe, table
from insideout.report.markup import td as cell
from insideout.report.markup import tr as row_of

MOST = 40  # rows of the table of approximate matches
SETTINGS = {
    "min_support": "informants, other than those whose experience it is, before a mechanism "
    "explains rather than suggests",
    "min_reach": "share of those who tell of an experience whom a mechanism must reach",
    "min_alike": "where no site has the opposite experience: share of the sites with the same one "
    "at which a mechanism must have been told of",
    "high": "share of those who told from which a pattern counts as present",
    "low": "share of those who told up to which a pattern counts as absent",
    "confidence": "confidence level of the intervals (Wilson)",
    "teller_group": "group whose experience is explained",
}

CODING = {
    "agree": {
        "unit": "what is compared when agreement is counted",
        "validators": "coders who check others’ codings, and are left out of the coefficients",
        "unresolved": "what becomes of codings that nobody has decided on: keep uses them, marked; "
        "drop leaves them out",
        "confidence": "confidence level of the intervals of agreement (bootstrap)",
        "resamples": "bootstrap samples, which draw sources",
    },
    "saturation": {
        "base": "interviews of the base",
        "run": "interviews of a run, in which new codes are counted",
        "threshold": "share of new codes, of the base’s, at or under which saturation is reached",
        "orders": "random orders of the interviews",
        "kinds": "kinds of sources that count as interviews",
    },
    "suggest": {
        "threshold": "probability from which the classifier suggests a code",
        "positives": "sentences from which a code is learnt and judged",
        "folds": "folds of the cross-validation, by source",
        "most": "suggestions listed for a code at most",
        "clusters": "candidate themes that the residual is clustered into",
        "words": "words (no stop words) that a passage needs to be clustered",
    },
}


def includes(
    data: Data, evidence: Evidence, versions: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """The chapter's tables by name."""
    return {
        "settings": settings(data),
        "orphans": orphans(data),
        "approximate": approximate(data, evidence),
        "left-out": left_out(data),
        "hashes": hashes(data),
        "versions": software(versions),
    }


def left_out(data: Data) -> str:
    """How many codings the nest could not use, by reason."""
    reasons = Counter(row["reason"] for row in data.nest.get("nest_left_out", ()))
    if not reasons:
        return "Every coding of experience and of a mechanism has its part in the nest.\n"
    told = [f"- {markdown(why)}: {n:,}" for why, n in reasons.most_common()]
    total = counted(sum(reasons.values()), "coding")
    intro = f"{total} had no part in the nest (`tables/nest_left_out.csv`):"
    return "\n".join([intro, "", *told]) + "\n"


def settings(data: Data) -> str:
    """The study's settings that bear on results."""
    anchor = data.study["anchor"]
    kept = {"fail": "stops the run", "count": "is counted below"}[anchor["orphans"]]
    rows = [
        ["anchor: threshold", number(anchor["threshold"]),
         "least similarity (0 to 100) of a quote and the passage it is found at"],
        ["anchor: orphans", anchor["orphans"], f"a coding without a place (an orphan) {kept}"],
    ]  # fmt: skip
    rows += of_coding(data.study)
    nest = (data.study["nest"] or {}) if data.nest else {}
    rows += [[f"nest: {words(k)}", f"{nest[k]}", said] for k, said in SETTINGS.items() if k in nest]
    if "seed" in data.study:
        rows.append(["seed", f"{data.study['seed']}", "where every random draw begins"])
    if data.tests:
        rows.append(["alpha", f"{data.study['alpha']}", "significance level of the tests"])
    cells = [[markdown(key), markdown(value), said] for key, value, said in rows]
    caption = "Settings of the study file that bear on results."
    return pipe(["Setting", "Value", "Meaning"], cells, "lll", caption, "tbl-settings")


def of_coding(study: Mapping[str, Any]) -> list[list[str]]:
    """Settings of the stages that compare coders and suggest codes: key, value, meaning."""
    rows = [
        [f"{section}: {words(key)}", _value(study[section][key]), said]
        for section, keys in CODING.items() if study.get(section)
        for key, said in keys.items() if key in study[section]
    ]  # fmt: skip
    for made in study.get("rounds", ()):
        blind = "blind" if made.get("blind", True) else "not blind, so left out of agreement"
        book = (
            f"codebook version {made['codebook']}" if made.get("codebook") else "codebook as it is"
        )
        rows.append([f"round {made['round']}", f"{book}, {blind}", "how this round was coded"])
    return rows


def _value(value: Any) -> str:
    listing = isinstance(value, list | tuple)
    return (", ".join(words(str(part)) for part in value) or "none") if listing else f"{value}"


def orphans(data: Data) -> str:
    """Codings that could not be placed: where they stand and why, never their words."""
    if not data.orphans:
        return ""
    rows = [
        [markdown(f"{row['file']}, line {row['line']}"), markdown(row["source"]),
         markdown(data.code(row["code"])), markdown(row["coder"]), markdown(row["reason"])]
        for row in data.orphans
    ]  # fmt: skip
    head = ["Where it stands", "Source", "Code", "Coder", "Why it has no place"]
    caption = "Codings that could not be placed, and which no other table counts."
    return pipe(head, rows, "lllll", caption, "tbl-orphans")


def approximate(data: Data, evidence: Evidence) -> str:
    """Codings found approximately, the least similar first: what was coded and what was found."""
    found = sorted(
        (c for c in data.placed if c["how"] == "approximate"),
        key=lambda c: (c["score"], c["coding"]),
    )
    if not found:
        return ""
    rows = [
        row_of([
            cell(evidence.html(c["passage"])), cell(evidence.code_html(c["code"])),
            cell(html(c["coder"])), cell(number(c["score"], 1), right=True),
            *_words(data, c),
        ])
        for c in found[:MOST]
    ]  # fmt: skip
    head = ["Quotation", "Code", "Coder", "Score", "The coder’s words", "The words found"]
    more = len(found) - len(rows)
    left = (
        f" {counted(more, 'more match', 'more matches')} scored as high or higher." if more else ""
    )
    caption = (
        "Approximate matches, the least similar first: what the coder wrote, and the words of the "
        f"text that it was taken to mean. Score is their similarity, of 100.{left}"
    )
    widths = [11, 15, 8, 8]
    return floating("tbl-approximate", table(head, rows, widths=widths), caption)


def _words(data: Data, coding: Mapping[str, Any]) -> list[str]:
    """The coder's words beside those found, unless the source may not be quoted."""
    source = data.sources[coding["source"]]
    if not source["quotable"]:
        return [cell(f"<em>{html(WITHHELD[source['consent_quote']])}</em>"), cell("–")]
    text = data.texts[coding["source"]][coding["start"] : coding["end"]]
    return [cell(html(coding.get("coded_quote") or "–")), cell(html(text))]


def hashes(data: Data) -> str:
    """The frozen texts and their hashes, shortened, with whatever the reader had to decide."""
    warned = any(row["warnings"] for row in data.manifest)
    rows = [
        [markdown(row["source"]), markdown(row["file"]), f"`{row['sha256'][:16]}`",
         *([markdown(row["warnings"])] if warned else [])]
        for row in data.manifest
    ]  # fmt: skip
    head = ["Source", "File", "SHA-256, first 16 digits", *(["Remarks"] if warned else [])]
    caption = "The sources' files, and the hashes of their frozen texts."
    return pipe(head, rows, "l" * len(head), caption, "tbl-hashes")


def software(versions: Sequence[Mapping[str, str]]) -> str:
    """What the results were made with."""
    rows = [[markdown(row["package"]), markdown(row["version"])] for row in versions]
    caption = "Software that the results were made with."
    return pipe(["Package", "Version"], rows, "ll", caption, "tbl-versions")
