"""The sheet on which people decide about what coders don't agree on, out and back in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.agree.consensus import changed_valence
from insideout.problems import DataError, Problem, shown
from insideout.rows import Row
from insideout.schema import did_you_mean
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import DECISIONS, VALENCES
from insideout.workbook import Sheet, cells_of, how, sheet_rows, workbook

MOST = 5000  # rows of a form: more is no sheet for a person, and takes minutes to write
CONTEXT = 120  # characters shown before and after a passage
LONG = 4000  # characters of a passage shown whole; a cell takes 32,767
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # no workbook may hold them
SHEET = "disagreements"
CHANGES = ("code", "valence", "about")
ANSWERS = ("decision", *(f"{name}_new" for name in CHANGES), "reason")

FORM = Table(
    SHEET,
    "a coding to decide about",
    (
        Column("item", "id", "the codings that were before whoever decides", True),
        Column("coding", "id", "the coding", True),
        Column("source", "text", "its source"),
        Column("code", "text", "its code"),
        Column("name", "text", "the code's name"),
        Column("quote", "text", "the passage, with a few words around it"),
        Column("coder", "text", "who put it"),
        Column("dispute", "text", "what it is that they differ in"),
        Column("says", "text", "who says what of this passage"),
        Column("decision", "choice", "keep, drop or change", False, DECISIONS),
        Column("code_new", "id", "with change: the code it gets"),
        Column("valence_new", "choice", "with change: the valence it gets", False, VALENCES),
        Column("about_new", "text", "with change: what it is about"),
        Column("reason", "text", "why"),
        Column("status", "text", "open, decided or stale, and what was decided before"),
    ),
    key=("coding",),
)
DISPUTES = {
    "presence": "whether the code is there",
    "valence": "its valence",
    "about": "what it is about",
    "check": "nothing: it is to be checked",
}
WIDTHS = {
    "source": 10, "code": 20, "name": 24, "quote": 70, "dispute": 16, "says": 40, "decision": 10,
    "code_new": 18, "about_new": 18, "reason": 40, "status": 24,
}  # fmt: skip
LINES = (
    "Save a copy of this workbook and fill in the copy: the next run writes this one anew.",
    "A row of the sheet disagreements is one coding; rows with the same item are of one passage.",
    "decision: keep it, drop it, or change it.",
    "Where coders differ in a valence, each has a row: keep the one that is right, drop the other.",
    "code_new, valence_new, about_new: with change, what it gets; leave empty what stays.",
    "The codebook must allow its code the valence, be it a new one or the one that stays.",
    "reason: why. Every decision needs one.",
    "Rows without a decision stay open, and you may hand the form in as often as you like.",
    "Emptying a decision doesn't take it back: delete its line in the table of adjudications.",
    "Hand it in: python -m insideout adjudicate STUDY FILE --by YOUR_ID",
)

Rows = Sequence[Mapping[str, Any]]


def form(
    disagreements: Rows, adjudications: Rows, codebook: Rows, texts: Mapping[str, str]
) -> bytes:
    """The workbook for these rows of `disagreements`: decided ones filled in, at most `MOST` rows.

    `texts`: the canonical text of each source, by its id. Of more rows, those still open come
    first, and the sheet `how` tells how many are left for later forms.
    """
    undecided = [row for row in disagreements if row["status"] != "decided"]
    decided = [row for row in disagreements if row["status"] == "decided"]
    chosen = {row["coding"] for row in [*undecided, *decided][:MOST]}
    names = {code["code"]: code["name"] for code in codebook}
    ledger = {row["coding"]: row for row in adjudications}
    says = _sayings(disagreements)
    rows = [
        _row(row, says[row["item"]], names, ledger, texts)
        for row in disagreements if row["coding"] in chosen
    ]  # fmt: skip
    left = len(disagreements) - len(rows)
    more = f"{left:,} more rows are not shown: they come when these are decided."
    return workbook({
        SHEET: Sheet(FORM, rows, ANSWERS, WIDTHS, ("quote", "says", "reason")),
        "how": how([*LINES, *([more] if left else [])]),
    })  # fmt: skip


def _row(
    row: Mapping[str, Any],
    says: str,
    names: Mapping[str, str],
    ledger: Mapping[str, Mapping[str, Any]],
    texts: Mapping[str, str],
) -> dict[str, Any]:
    made = {name: row[name] for name in ("item", "coding", "source", "code", "coder")}
    made |= {
        "name": names.get(row["code"], ""), "quote": _around(row, texts[row["source"]]),
        "dispute": DISPUTES[row["about_what"]], "says": says, "status": row["status"],
    }  # fmt: skip
    if row["status"] == "decided":
        told = ledger[row["coding"]]
        made |= {"decision": told["decision"], "reason": told["reason"]}
        made |= {f"{name}_new": told[name] for name in CHANGES}
    if row["status"] != "open":
        made["status"] += f": {row['decision']}, by {row['by']}, {row['date']}"
    if row["status"] == "stale":
        made["status"] += f" ({row['reason']}); the codings have changed since: decide anew"
    return {name: CONTROL.sub(" ", cell or "") for name, cell in made.items()}


def _around(row: Mapping[str, Any], text: str) -> str:
    """The passage between ⟦ and ⟧, with what stands around it."""
    start, end = row["start"], row["end"]
    quote = row["quote"]
    if len(quote) > LONG:
        quote = f"{quote[: LONG // 2]} […] {quote[-LONG // 2 :]}"
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return f"{'…' * (start > CONTEXT)}{before}⟦{quote}⟧{after}{'…' * (end + CONTEXT < len(text))}"


def _sayings(disagreements: Rows) -> dict[str, str]:
    """Who says what of each item, a line a coder."""
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    silent: dict[str, dict[str, str]] = defaultdict(dict)
    for row in disagreements:
        about = f" about {row['about']}" if row["about"] else ""
        memo = f" ({row['memo']})" if row["memo"] else ""
        told[row["item"]][row["coder"]].append(f"{row['valence'] or 'coded'}{about}{memo}")
        for other in row["others"].split():
            what = {"presence": "nothing here", "check": "to check it"}.get(row["about_what"])
            silent[row["item"]].setdefault(other, what or "not this")
    return {
        item: "\n".join(
            f"{who}: {'; '.join(coders[who]) if who in coders else silent[item][who]}"
            for who in sorted({*coders, *silent[item]})
        )
        for item, coders in told.items()
    }  # fmt: skip


def read_form(file: Path) -> tuple[list[Row], list[Problem]]:
    """The rows of a form that came back, as a workbook or its first sheet as CSV.

    Rows with a bad cell are left out, and told of. Raises DataError where columns are missing.
    """
    header, lines = cells_of(file, SHEET)
    missing = [
        Problem(str(file), 1, name, "this column", "no such column",
                f"the form of the last run has it, on the sheet {SHEET}: fill in a copy of that")
        for name in ("item", "coding", *ANSWERS) if name not in header
    ]  # fmt: skip
    if missing:
        raise DataError(missing)
    return sheet_rows(str(file), header, lines, FORM)


def form_problems(
    file: str,
    rows: Sequence[Row],
    disputed: Mapping[str, Row],
    book: Rows,
    abouts: Collection[str],
) -> list[Problem]:
    """What is wrong with the rows of a form, beyond its cells.

    `disputed`: rows of `disagreements` by coding; `book`: of the table `codebook`, as of the last
    run; `abouts`: units and levels, empty where the study declares no units.
    """
    codes = [code["code"] for code in book if not code.get("retired")]
    allowed = {code["code"]: (code.get("allowed") or "").split() for code in book}
    problems = _repeated(file, rows)
    for row in rows:
        problems += _unknown(file, row, codes, sorted(abouts)) + _incomplete(file, row)
        coding = disputed.get(row["coding"])
        if row["decision"] == "change" and coding is not None:
            new = {name: row[f"{name}_new"] for name in CHANGES}
            problems += changed_valence((file, row.line, "valence_new"), new, coding.cells, allowed)
    return problems


def _repeated(file: str, rows: Sequence[Row]) -> list[Problem]:
    """Codings that are decided on two rows of the form."""
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        if row["decision"] and row["coding"] in first:
            found = f"{row['coding']}, as on row {first[row['coding']]}"
            problems.append(Problem(file, row.line, "coding", "each coding once", found,
                                    "delete one of the two rows"))  # fmt: skip
        if row["decision"]:
            first.setdefault(row["coding"], row.line)
    return problems


def _unknown(file: str, row: Row, codes: Sequence[str], abouts: Sequence[str]) -> list[Problem]:
    """A new code that the codebook lacks, and new subjects the study lacks."""
    parts = str(row["about_new"] or "").split("|") if abouts else []
    named = [("code_new", row["code_new"], codes, "a code of the codebook, in use")]
    named += [
        ("about_new", part, abouts, "a unit, an interface unit|unit, or a level") for part in parts
    ]
    return [
        Problem(file, row.line, column, wanted, shown(value), did_you_mean(value, known))
        for column, value, known, wanted in named if value and value not in known
    ]  # fmt: skip


def _incomplete(file: str, row: Row) -> list[Problem]:
    """Decisions without a reason, changes without what they change, and what no decision needs."""
    new = [f"{name}_new" for name in CHANGES if row[f"{name}_new"]]
    where = (file, row.line)
    problems = []
    if row["decision"] == "change" and not new:
        hint = "fill in code_new, valence_new or about_new: what it is changed to"
        problems.append(Problem(*where, "decision", "what it is changed to", "nothing", hint))
    if row["decision"] != "change" and new:
        hint = f"choose change as the decision, or empty {' and '.join(new)}"
        found = row["decision"] or "an empty cell"
        problems.append(Problem(*where, "decision", "change", found, hint))
    if row["decision"] and not (row["reason"] or "").strip():
        hint = "a few words will do: readers of the study ask why"
        problems.append(Problem(*where, "reason", "why", "an empty cell", hint))
    return problems
