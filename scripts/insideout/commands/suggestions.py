"""Take back the form of suggestions, filled in; without a file, show what there is to decide.

Accepted suggestions become your codings, with origin `suggested`; rejected ones go to the table
that the study file names with `rejected`, and aren't made again. Rows about suggestions that the
last run no longer makes are refused, one by one.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insideout.changes import difference, read, with_rows, write_all
from insideout.code.added import coding_problems, with_codings
from insideout.code.codebook import read_codebook
from insideout.commands.adjudicate import day_of
from insideout.commands.name_themes import CODER
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.rows import Row, read_rows
from insideout.suggest.named import coding_of
from insideout.suggest.suggestion_form import ANSWERS, SHEET, SUGGESTION_FORM
from insideout.tables.declare import Table
from insideout.tables.inputs import REJECTED
from insideout.tables.suggest import SUGGESTIONS
from insideout.workbook import cells_of, sheet_rows

TOLD = ("source", "code", "quote")  # what a row must still say of its suggestion
FILLED = Table(
    "suggestions",
    SUGGESTION_FORM.row,
    tuple(SUGGESTION_FORM.column(name) for name in ("suggestion", *TOLD, *ANSWERS)),
)
CELL = 32_000  # characters compared: a cell of a workbook doesn't hold many more
SAME_FORM = "fill in a copy of the form that the last run wrote"


@dataclass
class HandedIn:
    """What a form brings: codings, rejected rows, refused rows, and how many aren't decided."""

    codings: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
    stale: list[Problem] = field(default_factory=list)
    open: int = 0


def main(arguments: Sequence[str]) -> int:
    """Show what is suggested, or check what was decided, show what changes, and write it."""
    parser = argparse.ArgumentParser("python -m insideout suggestions", description=__doc__)
    parser.add_argument("study", help="the study file")
    parser.add_argument(
        "file", nargs="?", type=Path, help="the form of suggestions, filled in (xlsx or csv)"
    )
    parser.add_argument(
        "--by", default="", metavar="ID", help="who decided: your coder's id (needed with a file)"
    )
    parser.add_argument(
        "--date", default="", metavar="YYYY-MM-DD", help="when it was decided; else today"
    )
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        if asked.file is None:
            print(state(study))
            return 0
        changes, said, stale = take(study, asked.file, asked.by, day_of(asked.date))
        lines = difference(changes)
        write_all(changes)  # first of all: whoever reads what is printed may leave early
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    print("\n".join([*lines, said]))
    if stale:
        print(f"\nNot taken: {summary(stale)}", file=sys.stderr)
    return 1 if stale else 0


def suggested(study: Study) -> dict[str, Row]:
    """What the last run suggests, by id. Raises DataError."""
    file = Path("results") / study.name / "tables" / "suggestions.csv"
    if not file.is_file():
        hint = "run the pipeline first, with the key `suggest` in the study file"
        wanted = "the table of suggestions"
        raise DataError(Problem(str(file), None, "", wanted, "no such file", hint))
    rows, problems = read_rows(file, SUGGESTIONS)
    if problems:
        raise DataError(problems)
    return {row["suggestion"]: row for row in rows}


def state(study: Study) -> str:
    """How much is suggested, by code, and where the form is."""
    rows = list(suggested(study).values())
    if not rows:
        return "nothing is suggested (as of the last run)"
    form = Path("results") / study.name / "forms" / "suggestions.xlsx"
    codes = Counter(row["code"] for row in rows)
    by = Counter(row["by"] for row in rows)
    ways = ", ".join(f"{n} by {way}" for way, n in sorted(by.items()))
    negated = sum(bool(row["negated"]) for row in rows)
    lines = [f"{len(rows)} sentences are suggested for {len(codes)} codes: {ways}"]
    lines += [f"in {negated} of them the words of the pattern are negated"] if negated else []
    lines += [f"  {code:<24} {n}" for code, n in codes.items()]
    lines.append("None is evidence before somebody accepts it.")
    lines.append(f"Fill in a copy of {form} and hand it in:")
    lines.append(f"  python -m insideout suggestions {study.path} COPY.xlsx --by ID")
    return "\n".join(lines)


def take(study: Study, file: Path, by: str, day: str) -> tuple[dict[Path, str], str, list[Problem]]:
    """The files that change with their new text, what is to be said, and the rows refused.

    Raises DataError with all that is wrong with the form.
    """
    coder = coder_file(study, by)
    rows, problems = filled(file)
    known = suggested(study)
    handed, wrong = sorted_out(file, rows, known, study, by, day)
    problems += wrong + faults(handed.codings, study)
    target = study.place("rejected")
    if handed.rejected and target is None:
        hint = "add `rejected: rejected.csv` to the study file: they aren't suggested again then"
        at = (str(study.path), None, "rejected")
        problems.append(Problem(*at, "a table to write to", "nothing", hint))
    if problems:
        raise DataError([*problems, *handed.stale])
    texts = {coder: with_codings(coder, handed.codings)}
    if target is not None:
        texts[target] = with_rejected(target, handed.rejected)
    changes = {place: text for place, text in texts.items() if text != read(place)}
    what = {coder: f"your codings ({by})", target: "what was rejected"}
    where = " and ".join(f"{what[place]} in {place}" for place in changes)
    return changes, told(handed, where), handed.stale


def coder_file(study: Study, by: str) -> Path:
    """Where a coder's codings are kept, there or not yet there. Raises DataError."""
    problems = []
    folder = study.place("codings")
    if not CODER.fullmatch(by):
        hint = "add --by ID: your coder's id, as your file of codings is called"
        found = shown(by) if by else "nothing"
        problems.append(Problem("--by", None, "", "who decided", found, hint))
    if folder is None:
        hint = "add `codings: codings` to the study file: accepted suggestions are kept there"
        problems.append(
            Problem(str(study.path), None, "codings", "a folder of coders' files", "nothing", hint)
        )
    if folder is None or problems:
        raise DataError(problems)
    return folder / f"{by}.csv"


def filled(file: Path) -> tuple[list[Row], list[Problem]]:
    """The rows of the form, and what is wrong with them. Raises DataError."""
    header, lines = cells_of(file, SHEET)
    missing = [name for name in ("suggestion", "decision") if name not in header]
    if missing:
        raise DataError(
            Problem(str(file), 1, name, f"this column, in the sheet {SHEET}", "no such column",
                    SAME_FORM)
            for name in missing
        )  # fmt: skip
    there = tuple(column for column in FILLED.columns if column.name in header)
    return sheet_rows(str(file), header, lines, Table(FILLED.name, FILLED.row, there))


def sorted_out(
    file: Path, rows: Iterable[Row], known: Mapping[str, Row], study: Study, by: str, day: str
) -> tuple[HandedIn, list[Problem]]:
    """The rows of a form by what was decided, and all that is wrong with them."""
    handed, problems = HandedIn(), list[Problem]()
    first: dict[str, int] = {}
    texts = Path("results") / study.name / "corpus" / "texts"
    for row in rows:
        name, decision = row["suggestion"], row["decision"]
        now = known.get(name)
        if not decision:
            handed.open += 1
            problems += undecided(file, row)
            continue
        if name in first:
            found = f"{name}, as on row {first[name]}"
            problems.append(Problem(str(file), row.line, "suggestion", "each suggestion once",
                                    found, "delete one of the two rows"))  # fmt: skip
        first.setdefault(name, row.line)
        text = read(texts / f"{now['source']}.txt") if now else ""
        if now is None or text[now["start"] : now["end"]] != now["quote"]:
            handed.stale.append(stale(file, row, now))
        elif other := next((n for n in TOLD if row[n] and _plain(row[n]) != _plain(now[n])), ""):
            hint = f"a column was sorted or changed by itself; {SAME_FORM}"
            problems.append(
                Problem(str(file), row.line, other, shown(now[other]), shown(row[other]), hint)
            )
        elif decision == "reject":
            reason = " ".join((row["memo"] or "").split())
            told_of = {column: now[column] for column in TOLD}
            handed.rejected.append({**told_of, "by": by, "date": day, "reason": reason})
        else:
            coding = coding_of(now.cells, now["code"], row["valence"] or "", by, text)
            more = {"about": row["about"] or "", "memo": row["memo"] or ""}
            handed.codings.append({**coding, **more, "file": str(file), "line": row.line})
    return handed, problems


def _plain(cell: Any) -> str:
    return " ".join(str(cell or "").split())[:CELL]


def undecided(file: Path, row: Row) -> list[Problem]:
    """A row with an answer but without a decision."""
    filled_in = [name for name in ANSWERS if row[name]]
    hint = f"or empty {' and '.join(filled_in)}"
    where = (str(file), row.line, "decision")
    return [Problem(*where, "accept or reject", "an empty cell", hint)] if filled_in else []


def stale(file: Path, row: Row, now: Row | None) -> Problem:
    """A row about something that the last run doesn't suggest, or not in those words."""
    found = f"{row['suggestion']}, which it doesn't make"
    if now is not None:
        found = f"{row['suggestion']}, made from another text of {now['source']}"
    hint = "coded, rejected or changed since; run the pipeline, and decide in its new form"
    return Problem(str(file), row.line, "suggestion", "a suggestion of the last run", found, hint)


def faults(codings: Sequence[dict[str, Any]], study: Study) -> list[Problem]:
    """What the codebook or the study says against accepted suggestions."""
    book = study.place("codebook")
    codes = read_codebook(book, study.inline("codebook")) if book is not None else []
    return coding_problems(codings, codes, study)


def with_rejected(file: Path, rejected: Sequence[Mapping[str, Any]]) -> str:
    """The table of rejected suggestions with new ones, but for those it has. Raises DataError."""
    old, problems = read_rows(file, REJECTED) if file.is_file() else ([], [])
    if problems:
        raise DataError(problems)
    there = {tuple(_plain(row[name]) for name in REJECTED.key) for row in old}
    new = {tuple(_plain(row[name]) for name in REJECTED.key): row for row in rejected}
    return with_rows(read(file), [row for key, row in new.items() if key not in there], REJECTED)


def told(handed: HandedIn, where: str) -> str:
    """What was decided, and `where` it went."""
    accepted, rejected = len(handed.codings), len(handed.rejected)
    decided = f"{accepted} accepted, {rejected} rejected, {handed.open} not decided"
    if not where:
        before = ": it was written before" if accepted or rejected else ""
        return f"{decided}; nothing is new{before}"
    return (
        f"{decided}. New: {where}; what a file held before stands beside it as .bak. "
        "Run the pipeline to use it"
    )
