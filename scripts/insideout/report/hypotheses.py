"""The hypothesis ledger: what was predicted, what was found, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import Evidence, spelled
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

Row = Mapping[str, Any]
ID = re.compile(r"[A-Za-z0-9][\w-]*")
VERDICTS = {
    "corroborated": "corroborated", "qualified": "qualified", "not_borne_out": "not borne out",
    "falsified": "falsified", "not_testable": "not testable",
}  # fmt: skip
MARKS = {
    "corroborated": "present", "qualified": "mixed", "not_borne_out": "",
    "falsified": "absent", "not_testable": "not_told",
}  # fmt: skip
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
    made = {"ledger": "", "hypotheses": "", "predictions": "", "revisions": "", "dependencies": ""}
    if data.judged["hypotheses"]:
        made |= {
            "ledger": ledger(data), "hypotheses": grid(data),
            "predictions": predictions(data, evidence),
        }  # fmt: skip
    return made | {
        "dependencies": dependencies(data, evidence), "revisions": revisions(data, evidence),
    }  # fmt: skip


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
        [markdown(row["hypothesis"]), markdown(row["statement"]), _fixed(row),
         *(number(row[name]) if name in row else "–" for name in VERDICTS)]
        for row in rows
    ]  # fmt: skip
    head = ["", "Hypothesis", "Standing", *(name.capitalize() for name in VERDICTS.values())]
    caption = "The ledger: each hypothesis, when it was fixed, and how its predictions fared."
    return warned + pipe(
        head, body, "lll" + "r" * len(VERDICTS), caption, "tbl-ledger",
        widths=[6, 34, 20, 8, 8, 8, 8, 8],
    )  # fmt: skip


def _fixed(row: Row) -> str:
    when = f" ({row['locked_on']})" if row["locked_on"] else ""
    return STANDINGS[row["standing"]] + when + f"; `{row['hash']}`"


def grid(data: Data) -> str:
    """Hypotheses by continuities: what was predicted, what was observed, and the verdict."""
    rows = data.judged["hypotheses"]
    continuities = list(dict.fromkeys(row["continuity"] for row in rows))
    body = []
    for name in dict.fromkeys(row["hypothesis"] for row in rows):
        of = [row for row in rows if row["hypothesis"] == name]
        cells = [td("".join(_cell(row) for row in of if row["continuity"] == continuity))
                 for continuity in continuities]  # fmt: skip
        body.append(tr(cells, html(name)))
    head = ["", *(html(words(c).capitalize()) for c in continuities)]
    caption = (
        "Predictions by continuity: what was predicted, what was observed (share of those who "
        "told, and how many), and the verdict."
    )
    return floating("tbl-hypotheses", table(head, body, widths=[7]), caption)


def _cell(row: Row) -> str:
    part = f"{html(words(row['part']))}: " if row["part"] else ""
    predicted = f"{part}{html(words(row['predicted']))}"
    seen = observed(row)
    told = f'<br><span class="cell-count">{html(seen)}</span>' if seen else ""
    return f"<p>{predicted} {mark(MARKS[row['verdict']], VERDICTS[row['verdict']])}{told}</p>"


def observed(row: Row) -> str:
    """What was observed of a prediction, in a few words; "" where nothing could be."""
    if row["share"] is None or row["verdict"] == "not_testable":
        return f"n = {row['n']}"
    units = row["witness"] == "units"
    value = f"ρ = {row['share']:.2f}" if units else share(row["share"]) if row[
        "predicted"] in ("high", "low", "mixed") else f"{row['share']:+.2f}"  # fmt: skip
    return f"{words(row['observed'] or '')}, {value} (n = {row['n']})".replace("-", "−")


def predictions(data: Data, evidence: Evidence) -> str:
    """A section for each hypothesis, with every prediction, its cases and its counter-cases."""
    parts = []
    for one in data.judged["ledger"]:
        name = one["hypothesis"]
        rows = [row for row in data.judged["hypotheses"] if row["hypothesis"] == name]
        head = ["Continuity", "Predicted", "Observed", "Verdict", "As predicted", "Against it"]
        body = [tr(_prediction(data, evidence, row), html(_what(row))) for row in rows]
        settings = list(dict.fromkeys(_sited(data, row["setting"]) for row in rows))
        parts += [
            f"### {markdown(name)} {{#sec-hypothesis-{spelled(name)}}}\n",
            f"{markdown(one['statement'])} Setting: {'; '.join(map(markdown, settings))}.\n",
            floating(f"tbl-predictions-{spelled(name)}",
                     table(head, body, "framework", widths=[13, 11, 17, 15]),
                     f"{markdown(name)}: its predictions, the cases as predicted and against it."),
        ]  # fmt: skip
    return "\n".join(parts)


def _sited(data: Data, setting: str) -> str:
    """A setting in words, with the names of units for their ids."""
    return ID.sub(lambda found: data.unit_names.get(found[0], found[0]), setting)


def _what(row: Row) -> str:
    return words(row["continuity"]) + (f" ({words(row['part'])})" if row["part"] else "")


def _prediction(data: Data, evidence: Evidence, row: Row) -> list[str]:
    against = f" than {words(row['compared_with'])}" if row["compared_with"] else ""
    interval = ""
    if row["low"] is not None:
        interval = f"; {number(row['low'], 2)} to {number(row['high'], 2)}"
    held = f"{row['as_predicted']} of {row['grid']} settings of the thresholds"
    why = f'<p class="cell-count">{html(row["why"])}</p>' if row["why"] else ""
    told = f'<p class="cell-count">{held}</p>' if row["grid"] else ""
    return [
        td(html(words(row["predicted"]) + against)),
        td(html(observed(row) + interval)),
        td(mark(MARKS[row["verdict"]], VERDICTS[row["verdict"]]) + told + why),
        td(_cases(data, evidence, row["for_cases"], row["quotes"])),
        td(_cases(data, evidence, row["counter_cases"], row["counter_quotes"])),
    ]


def _cases(data: Data, evidence: Evidence, cases: str, quotes: str) -> str:
    named = (cases or "").split()
    if not named:
        return "none"
    who = html(listed([data.unit_names.get(case, case) for case in named]))
    linked = evidence.html(quotes or "")
    return who + (f'<p class="cell-quotes">{linked}</p>' if linked else "")


# Dependencies between continuities, and revisions of the framework


def dependencies(data: Data, evidence: Evidence) -> str:
    """How continuities go together, among patients and as informants state it."""
    rows = [row for row in data.judged["dependencies"] if row["patients"] or row["statements"]]
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
    if not row["statements"]:
        return ""
    sign = {"+": "+", "-": "−", "both": "+ and −"}.get(row["sign"], "")
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
    passages = {c["coding"]: c["passage"] for c in data.codings}
    named = (row["evidence"] or "").split()
    quotes = evidence.html(" ".join(passages.get(name, name) for name in named))
    verdicts = [name for name in named if "." in name]
    said = [f"{html(name)}" for name in verdicts] + ([quotes] if quotes else [])
    gone = f"; no longer there: {html(row['missing'])}" if row["missing"] else ""
    return f'<p class="cell-quotes">{"; ".join(said)}{gone}</p>' if said or gone else ""


def verdict_counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many predictions have each verdict, in the order of VERDICTS."""
    return {name: sum(row["verdict"] == name for row in rows) for name in VERDICTS}


def variables(data: Data) -> dict[str, str]:
    """How many hypotheses and predictions there are, and how they fared, in a sentence."""
    rows, names = data.judged["hypotheses"], data.judged["ledger"]
    fared = [f"{n} {VERDICTS[name]}" for name, n in verdict_counts(rows).items() if n]
    make = f"make{'s' if len(names) == 1 else ''} {counted(len(rows), 'prediction')}"
    made = f"{counted(len(names), 'hypothesis', 'hypotheses')} {make}"
    return {"count": f"{made}: {listed(fared)}." if rows else "There are no hypotheses."}
