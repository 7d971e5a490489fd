"""Truth tables: combinations of conditions, and how conditions fit an outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import spelled
from insideout.report.markup import capital, counted, listed, markdown, pipe, share

Row = Mapping[str, Any]
OUTCOMES = {"1": "yes", "0": "no", "contradiction": "both", "remainder": "no case"}
LACKING = re.compile(r"(?<=for want of a value: )[^;]+")  # ids of cases in a note
KINDS = {"necessity": "necessary?", "sufficiency": "sufficient?"}


def includes(data: Data) -> dict[str, str]:
    """The truth tables, as one include."""
    return {"truth-tables": truth_tables(data)} if data.compared else {}


def truth_tables(data: Data) -> str:
    """A section for each truth table: its rows, its conditions one by one, and its solutions."""
    parts = []
    for one in data.study["compare"]["truth_tables"]:
        rows = [row for row in data.compared["truth_table"] if row["analysis"] == one["id"]]
        fits = [row for row in data.compared["qca_fits"] if row["analysis"] == one["id"]]
        name = spelled(one["id"])
        parts.append(f"### {markdown(one['asks'])} {{#sec-truth-{name}}}\n")
        if not any(row["n"] for row in rows):
            parts.append("No case has a value in every condition and the outcome.\n")
            continue
        parts += [_declared(data, one), _rows(data, one, rows, name), _singly(fits, name)]
        parts += [_solutions(fits), *_notes(data, fits)]
        parts.append(f"\nIts cases are in `tables/qca_{one['id']}.csv`, as R’s package QCA reads "
                     "them.\n")  # fmt: skip
    return "\n".join(parts)


def _declared(data: Data, one: Row) -> str:
    """What each condition, and the outcome, stands for, in words."""
    said = [f"- **{markdown(name)}**: {markdown(in_words(data, declared))}"
            for name, declared in {**one["conditions"], "outcome": one["outcome"]}.items()
            if declared]  # fmt: skip
    return "\n".join(said) + "\n"


def in_words(data: Data, one: Row) -> str:
    """A set of a truth table, as the study file declares it, in words."""
    if "services" in one:
        return f"{listed([words(name) for name in one['services']])} by one organisation"
    if "one_organisation" in one:
        return "both sides of the interface by one organisation"
    if "attribute" in one:
        return f"{words(one['attribute'])} is {' or '.join(map(str, one['is']))}"
    if "code" in one:
        return f"“{data.code(one['code'])}” is stated by more informants than deny it"
    least = one.get("at_least", 0.5)
    return f"{words(one['feature'])}: told of by a share of patients of at least {share(least)}"


def _notes(data: Data, fits: Sequence[Row]) -> list[str]:
    """What limits the fits, each with the outcome or the condition that it is said of."""
    of: dict[str, list[str]] = {}
    for row in fits:
        if row["note"] and row["kind"] == "solution":
            of.setdefault(row["note"], []).append(f"for {row['outcome']}")
    for row in fits:
        for note in (row["note"] or "").split("; ") if row["kind"] in KINDS else ():
            named = f"for {row['outcome']}" if "outcome" in note else row["term"]
            if note:
                of.setdefault(note, []).append(named)
    said = []
    for note, who in of.items():
        head = listed(list(dict.fromkeys(who)))
        head = capital(head) if head.startswith("for ") else head
        whole = LACKING.sub(lambda found: _cases(data, found[0]), note)
        said.append(f"- {markdown(head)}: {markdown(whole)}")
    return said


def _cases(data: Data, names: str) -> str:
    return listed([_case(data, name) for name in names.split()])


def _rows(data: Data, one: Row, rows: Sequence[Row], name: str) -> str:
    conditions = list(one["conditions"])
    body = []
    for row in rows:
        at = dict(part.split("=") for part in row["combination"].split())
        body.append(
            [*(at.get(condition, "") for condition in conditions),
             markdown(_cases(data, row["cases"] or "")) or "–",
             f"{row['with_outcome']} of {row['n']}" if row["n"] else "–",
             share(row["consistency"]), OUTCOMES[row["outcome"]]]
        )  # fmt: skip
    head = [*(markdown(c) for c in conditions), "Cases", "With outcome", "Consistency", "Outcome"]
    caption = "Combinations of conditions (1: in the set, 0: out of it) and their cases."
    return pipe(head, body, "c" * len(conditions) + "lrrl", caption, f"tbl-truth-{name}") + "\n"


def _case(data: Data, case: str) -> str:
    return " at ".join(data.unit(part) for part in case.split("@"))


def _singly(fits: Sequence[Row], name: str) -> str:
    rows = [row for row in fits if row["kind"] in KINDS]
    if not rows:
        return ""
    body = [
        [markdown(row["term"]), markdown(row["outcome"]), KINDS[row["kind"]],
         share(row["consistency"]), share(row["coverage"])]
        for row in rows
    ]  # fmt: skip
    head = ["Condition", "For", "Is it", "Consistency", "Coverage"]
    caption = "Each condition, and its absence (~), by itself."
    return pipe(head, body, "lllrr", caption, f"tbl-fits-{name}") + "\n"


def _solutions(fits: Sequence[Row]) -> str:
    lines = [
        f"- **{capital(row['solution'] or '')}** for {markdown(row['outcome'])}: "
        f"{markdown(row['term'])} (consistency {share(row['consistency'])}, coverage "
        f"{share(row['coverage'])}; {counted(len((row['cases'] or '').split()), 'case')})"
        for row in fits if row["kind"] == "solution" and row["term"]
    ]  # fmt: skip
    return "\n".join(lines) + "\n" if lines else ""
