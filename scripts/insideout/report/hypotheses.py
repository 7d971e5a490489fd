"""The hypothesis ledger: what was predicted, what was found, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.judge.levels import features_of
from insideout.judge.revisions import predictions_in
from insideout.report.data import Data, words
from insideout.report.evidence import Evidence
from insideout.report.markup import (
    counted,
    floating,
    html,
    listed,
    mark,
    markdown,
    number,
    pipe,
    share,
    table,
    td,
    tr,
)
from insideout.report.predictions import MARKS, VERDICTS, observed, predictions

Row = Mapping[str, Any]
STANDINGS = {
    "fixed_before": "fixed before the first source, and unchanged",
    "fixed_after": "unchanged, but fixed after the first source",
    "changed": "**changed since it was fixed**",
    "not_locked": "never fixed by a lock",
}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.judged:
        return {}
    made = dict.fromkeys(("hypotheses-about", "ledger", "hypotheses", "predictions"), "")
    if data.judged["hypotheses"]:
        said = next((row["about"] for row in data.judged["ledger"] if row["about"]), "")
        made |= {
            "hypotheses-about": f"{said}\n" if said else "", "ledger": ledger(data),
            "hypotheses": grid(data), "predictions": predictions(data, evidence),
        }  # fmt: skip
    return made | {
        "dependencies": dependencies(data, evidence), "revisions": revisions(data, evidence),
    }  # fmt: skip


def continuities(data: Data) -> list[str]:
    """The continuities that something is predicted of, in the order of the study's features."""
    named = dict.fromkeys(row["continuity"] for row in data.judged["hypotheses"])
    known = features_of(data.study["nest"]) if data.study.get("nest") else {}
    return sorted(named, key=[*known, *(name for name in named if name not in known)].index)


def ledger(data: Data) -> str:
    """When each hypothesis was fixed, and how its predictions fared."""
    rows = data.judged["ledger"]
    changed = [row["hypothesis"] for row in rows if row["standing"] == "changed"]
    warned = ""
    if changed:
        warned = (
            "::: {.callout-warning}\nChanged after the data: "
            f"{listed([markdown(name) for name in changed])}. What a changed hypothesis predicts "
            "may have been written in the knowledge of the data.\n:::\n\n"
        )
    body = [
        [markdown(row["hypothesis"]), markdown(row["statement"]), _fixed(row), _fared(row)]
        for row in rows
    ]
    head = ["", "Hypothesis", "Standing", "Verdicts"]
    caption = "The ledger: each hypothesis, when it was fixed, and how its predictions fared."
    return warned + pipe(head, body, "llll", caption, "tbl-ledger", widths=[7, 44, 25, 24])


def _fared(row: Row) -> str:
    return ", ".join(f"{row[name]} {word}" for name, word in VERDICTS.items() if row[name]) or "–"


def _fixed(row: Row) -> str:
    when = f" ({row['locked_on']})" if row["locked_on"] else ""
    return STANDINGS[row["standing"]] + when + f"; `{row['hash']}`"


def grid(data: Data) -> str:
    """Hypotheses by continuities: what was predicted, what was observed, and the verdict."""
    rows = data.judged["hypotheses"]
    order = continuities(data)
    body = []
    for name in dict.fromkeys(row["hypothesis"] for row in rows):
        of = [row for row in rows if row["hypothesis"] == name]
        cells = [td("".join(_cell(row) for row in of if row["continuity"] == continuity))
                 for continuity in order]  # fmt: skip
        body.append(tr(cells, html(name)))
    head = ["", *(html(words(c).capitalize()) for c in order)]
    caption = (
        "Predictions by continuity: what was predicted, what was observed (share of those who "
        "told, and how many), and the verdict."
    )
    return floating("tbl-hypotheses", table(head, body, widths=[7]), caption)


def _cell(row: Row) -> str:
    part = f"{html(words(row['part']))}: " if row["part"] else ""
    predicted = f"{part}{html(words(row['predicted']))}"
    seen = observed(row)
    told = f'<br><span class="quotation-source">{html(seen)}</span>' if seen else ""
    return f"<p>{predicted}<br>{mark(MARKS[row['verdict']], VERDICTS[row['verdict']])}{told}</p>"


# Dependencies between continuities, and revisions of the framework


def dependencies(data: Data, evidence: Evidence) -> str:
    """How continuities go together, among patients and as informants state it."""
    told = ("patients", "statements", "references")
    rows = [row for row in data.judged["dependencies"] if any(row[name] for name in told)]
    if not rows:
        return "Nobody told of two continuities, and nobody stated that one depends on another.\n"
    body = [
        tr(
            [td(html(words(row["second"]))), td(number(row["patients"]), right=True),
             td(f"{row['both']} / {row['first_only']} / {row['second_only']} / {row['neither']}",
                right=True),
             td(f"{share(row['given'])} / {share(row['given_not'])}", right=True),
             td(number(row["phi"], 2), right=True), td(_stated(evidence, row))],
            html(words(row["first"])),
        )
        for row in rows
    ]  # fmt: skip
    head = ["Continuity", "With", "Patients", "Both / first / second / neither",
            "Second given first / without", "φ", "Stated"]  # fmt: skip
    caption = (
        "How one continuity goes with another: patients who told of both, and what informants "
        "state (+ the first helps the second, − it hinders it). Patients who told of both sides of "
        "one aren’t in the four counts."
    )
    return floating("tbl-dependencies", table(head, body, widths=[16, 16]), caption)


def _stated(evidence: Evidence, row: Row) -> str:
    sign = {"+": "+", "-": "−", "both": "+ and −"}.get(row["sign"], "")
    if not row["statements"]:
        return f"{sign} in theory: {html(row['references'])}" if row["references"] else ""
    return f"{sign} {counted(row['statements'], 'informant')}: {evidence.html(row['evidence'])}"


def revisions(data: Data, evidence: Evidence) -> str:
    """The versions of the framework, with what prompted each."""
    rows = data.judged["revisions"]
    if not rows:
        return "The framework has not been revised.\n"
    body = [
        tr(
            [td(html(row["date"])), td(html(row["changed"])),
             td(html(row["text"]) + _prompted(data, evidence, row))],
            f"{row['version']}",
        )
        for row in rows
    ]  # fmt: skip
    head = ["Version", "Date", "What changed", "What prompted it"]
    caption = "Versions of the framework. Version 0 is the one that the hypotheses were made from."
    return floating("tbl-revisions", table(head, body, widths=[8, 10, 41, 41]), caption)


def _prompted(data: Data, evidence: Evidence, row: Row) -> str:
    known = predictions_in(data.judged["hypotheses"])
    quotes = evidence.html(row["evidence"] or "")
    said = [html(name) for name in (row["evidence"] or "").split() if name in known]
    said += [quotes] if quotes else []
    gone = f"; no longer there: {html(row['missing'])}" if row["missing"] else ""
    return f'<p class="cell-quotes">{"; ".join(said)}{gone}</p>' if said or gone else ""


def verdict_counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many predictions have each verdict, in the order of VERDICTS."""
    return {name: sum(row["verdict"] == name for row in rows) for name in VERDICTS}


def variables(data: Data) -> dict[str, str]:
    """How many hypotheses and predictions there are, how they fared, and when they were fixed."""
    rows, names = data.judged["hypotheses"], data.judged["ledger"]
    if not rows:
        return {"count": "There are no hypotheses.", "fixed": ""}
    fared = [f"{n} {VERDICTS[name]}" for name, n in verdict_counts(rows).items() if n]
    make = f"make{'s' if len(names) == 1 else ''} {counted(len(rows), 'prediction')}"
    made = f"{counted(len(names), 'hypothesis', 'hypotheses')} {make}"
    return {"count": f"{made}: {listed(fared)}{_open(rows)}.", "fixed": fixed(names)}


def _open(rows: Sequence[Row]) -> str:
    """How many plain verdicts have an interval that leaves the opposite open."""
    said = []
    for name in ("corroborated", "falsified"):
        of = [row for row in rows if row["verdict"] == name]
        unsure = sum(bool(row["leaves_open"]) for row in of)
        if unsure:
            said.append(f"of the {len(of)} {VERDICTS[name]}, {unsure} with an interval that leaves "
                        "the opposite open")  # fmt: skip
    return "; " + "; ".join(said) if said else ""


SINCE = {
    "fixed_before": "fixed before the first source", "fixed_after": "fixed only after it",
    "changed": "changed since it was fixed", "not_locked": "never fixed by a lock",
}  # fmt: skip


def fixed(rows: Sequence[Row]) -> str:
    """Whether the hypotheses were fixed before the data, in two sentences."""
    counts = {name: sum(row["standing"] == name for row in rows) for name in SINCE}
    dated = (
        "The date of a lock is taken at its authors’ word; what is checked is that nothing that a "
        "hypothesis says has changed since."
    )
    if counts["fixed_before"] == len(rows):
        return (
            f"By the date that their authors give, all were fixed before the first source. {dated}"
        )
    if counts["not_locked"] == len(rows):
        return "None was fixed by a lock, so nothing shows that they were made before the data."
    said = [f"{n} {SINCE[name]}" for name, n in counts.items() if n]
    return f"Of the {len(rows)}, {listed(said)}. {dated}"
