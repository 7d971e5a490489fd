"""Take back the form of disagreements, filled in; without a file, show what is open.

Decisions go to the table that the study file names with `adjudications`. Each holds for the codings
that were there when it was made: rows whose codings have changed since are refused, one by one.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insideout.agree.forms import CHANGES, form_problems, read_form
from insideout.code.added import subjects
from insideout.files import write_bytes, write_rows
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.rows import DATE, Row, as_told, read_rows
from insideout.tables.agreement import DISAGREEMENTS
from insideout.tables.inputs import ADJUDICATIONS

NAME = re.compile(r"[^\s,;]+")
TOLD = ("decision", "by", "date", "reason")  # what a run tells of a decision
LINE = "adjudications: adjudications.csv"


@dataclass
class HandedIn:
    """What a form brings: new rows of the ledger, and what is left as it was, and why."""

    new: list[dict[str, Any]] = field(default_factory=list)
    stale: list[Problem] = field(default_factory=list)
    emptied: int = 0
    unchanged: int = 0


def main(arguments: Sequence[str]) -> int:
    """Show what is open, or check what was decided, show what changes, and write the ledger."""
    parser = argparse.ArgumentParser("python -m insideout adjudicate", description=__doc__)
    parser.add_argument("study", help="the study file")
    parser.add_argument(
        "file", nargs="?", type=Path, help="the form of disagreements, filled in (xlsx or csv)"
    )
    parser.add_argument("--by", default="", metavar="ID", help="who decided (needed with a file)")
    parser.add_argument(
        "--date", default="", metavar="YYYY-MM-DD", help="when it was decided; else today"
    )
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        if asked.file is None:
            print(state(study))
            return 0
        said, stale = take(study, asked.file, asked.by, day_of(asked.date))
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    print(said)
    if stale:
        print(f"\nNot taken: {summary(stale)}", file=sys.stderr)
    return 1 if stale else 0


def day_of(date: str) -> str:
    """The day of the decisions: what was said, or today. Raises DataError."""
    if not date:
        return datetime.date.today().isoformat()
    try:
        found = datetime.date.fromisoformat(date) if DATE.fullmatch(date) else None
    except ValueError:
        found = None
    if found is None:
        raise DataError(Problem("--date", None, "", "a date as YYYY-MM-DD", shown(date)))
    return found.isoformat()


def form_of(study: Study) -> Path:
    """Where the last run wrote the form."""
    return Path("results") / study.name / "forms" / "disagreements.xlsx"


def read_disputed(study: Study) -> dict[str, Row]:
    """What the last run found in dispute, by coding. Raises DataError."""
    file = Path("results") / study.name / "tables" / "disagreements.csv"
    if not file.is_file():
        hint = "run the pipeline first: it lists what coders don't agree on, and writes the form"
        raise DataError(
            Problem(str(file), None, "", "the table of disagreements", "no such file", hint)
        )
    rows, problems = read_rows(file, DISAGREEMENTS)
    if problems:
        raise DataError(problems)
    return {row["coding"]: row for row in rows}


def state(study: Study) -> str:
    """How much is open, by code and by source, and where the form lies."""
    rows = read_disputed(study)
    newer, gone = since(rows, read_ledger(study))
    left = [
        row for row in rows.values() if row["status"] != "decided" and row["coding"] not in newer
    ]
    decided = sum(row["status"] == "decided" for row in rows.values())
    lines = [f"nothing is open (as of the last run); {decided} codings are decided"]
    if left:
        passages = len({row["item"] for row in left})
        lines = [f"{len(left)} codings are open, in {passages} passages; {decided} are decided"]
    if newer:
        lines.append(f"{len(newer)} decisions are newer than the last run: run the pipeline")
    if gone:
        lines.append(f"{gone} decisions that the last run used are gone: run the pipeline")
    if not left:
        return "\n".join(lines)
    if stale := sum(row["status"] == "stale" for row in left):
        lines.append(f"of the open ones, {stale} were decided when other codings stood there")
    for name in ("code", "source"):
        lines += [f"by {name}:"]
        counts = Counter(row[name] for row in left)
        lines += [f"  {value:<24} {n}" for value, n in sorted(counts.items())]
    lines.append(f"Fill in a copy of {form_of(study)} and hand it in:")
    lines.append(f"  python -m insideout adjudicate {study.path} COPY.xlsx --by ID")
    return "\n".join(lines)


def since(disputed: Mapping[str, Row], ledger: Iterable[Row]) -> tuple[set[str], int]:
    """Codings with a decision that the last run hasn't used, and how many it used that are gone."""
    newer, there = set(), set()
    for row in ledger:
        there.add(row["coding"])
        now = disputed.get(row["coding"])
        if now is not None and now["item"] == row["evidence"]:
            same = all(_plain(now[name]) == _plain(row[name]) for name in TOLD)
            newer |= set() if same and now["status"] == "decided" else {row["coding"]}
    used = {coding for coding, row in disputed.items() if row["status"] == "decided"}
    return newer, len(used - there)


def read_ledger(study: Study) -> list[Row]:
    """The decisions so far. Raises DataError."""
    file = study.place("adjudications")
    rows, problems = read_rows(file, ADJUDICATIONS) if file and file.is_file() else ([], [])
    if problems:
        raise DataError(problems)
    return rows


def take(study: Study, file: Path, by: str, day: str) -> tuple[str, list[Problem]]:
    """Write the decisions of a form into the ledger; what changed, and the rows refused as stale.

    Raises DataError with everything else that is wrong; then nothing is written.
    """
    ledger_file = ledger_of(study)
    disputed = read_disputed(study)
    before = {str(row["coding"]): row.cells for row in read_ledger(study)}
    rows, problems = read_form(file)
    if not NAME.fullmatch(by):
        hint = "add --by ID, such as your initials: every decision is kept with who made it"
        found = shown(by) if by else "nothing"
        problems.append(Problem("--by", None, "", "who decided", found, hint))
    book = as_told(Path("results") / study.name / "tables" / "codebook.csv")
    problems += form_problems(str(file), rows, disputed, book, subjects(study))
    handed = sorted_out(file, rows, disputed, before, by, day)
    if problems:
        raise DataError([*problems, *handed.stale])
    if handed.new:
        keep(ledger_file, before, handed.new)
    return told(handed, before, disputed, ledger_file), handed.stale


def ledger_of(study: Study) -> Path:
    """The study's table of decisions, there or not yet there. Raises DataError."""
    place = study.place("adjudications")
    if place is None:
        hint = f"add the line `{LINE}`: the decisions are then kept in {study.root}, and used"
        found = "no such key"
        raise DataError(
            Problem(str(study.path), None, "adjudications", "a table's name", found, hint)
        )
    return place


def sorted_out(
    file: Path,
    rows: Iterable[Row],
    disputed: Mapping[str, Row],
    before: Mapping[str, Mapping[str, Any]],
    by: str,
    day: str,
) -> HandedIn:
    """The rows of a form that bring something new, and those that can't, or don't."""
    handed = HandedIn()
    for row in rows:
        old = before.get(row["coding"])
        if not row["decision"]:
            handed.emptied += old is not None and old["evidence"] == row["item"]
            continue
        new = {
            "coding": row["coding"], "decision": row["decision"],
            **{name: row[f"{name}_new"] for name in CHANGES},
            "reason": (row["reason"] or "").strip(), "evidence": row["item"],
        }  # fmt: skip
        now = disputed.get(row["coding"])
        if old is not None and all(_plain(old.get(k)) == _plain(new[k]) for k in new):
            handed.unchanged += 1
        elif now is None or now["item"] != row["item"]:
            handed.stale.append(_stale(file, row, now))
        else:
            handed.new.append({**new, "by": by, "date": day})
    return handed


def _plain(cell: Any) -> str:
    return " ".join(str(cell or "").split())


def _stale(file: Path, row: Row, now: Row | None) -> Problem:
    gone = "no such coding in dispute: it was changed, deleted, or is agreed on by now"
    found = "other codings stand in that passage now" if now else gone
    hint = "decide about it in a copy of the form of the last run, if it is there"
    wanted = "the codings that were there when the form was made"
    return Problem(str(file), row.line, "item", wanted, found, hint)


def keep(
    file: Path, before: Mapping[str, Mapping[str, Any]], new: Iterable[Mapping[str, Any]]
) -> None:
    """Write the ledger: old decisions where they stood, new ones below; the former file as .bak."""
    rows = {**before, **{row["coding"]: row for row in new}}
    if file.is_file():
        write_bytes(file.with_name(f"{file.name}.bak"), file.read_bytes())
    write_rows(rows.values(), file, ADJUDICATIONS)


def told(
    handed: HandedIn,
    before: Mapping[str, Mapping[str, Any]],
    disputed: Mapping[str, Row],
    ledger: Path,
) -> str:
    """What changed, decision by decision, and what didn't."""
    lines = []
    for row in handed.new:
        of = disputed[row["coding"]]
        lines.append(f"  {row['coding']} ({of['source']}, {of['code']}, {of['coder']}): "
                     f"{decided_as(row)}{former(row, before.get(row['coding']))}")  # fmt: skip
    lines.append(f"{len(handed.new)} decisions are new or changed in {ledger}"
                 + ("; run the pipeline to use them" if handed.new else ""))  # fmt: skip
    if handed.unchanged:
        lines.append(f"{handed.unchanged} stand there already")
    if handed.emptied:
        lines.append(f"{handed.emptied} are empty in the form and stay all the same: "
                     f"to take one back, delete its line in {ledger}")  # fmt: skip
    return "\n".join(lines)


def decided_as(row: Mapping[str, Any]) -> str:
    """A decision in words."""
    changes = ", ".join(f"{name} {row[name]}" for name in CHANGES if row[name])
    return f"{row['decision']} to {changes}" if changes else str(row["decision"])


def former(row: Mapping[str, Any], old: Mapping[str, Any] | None) -> str:
    """What a decision is other than, where the coding was decided about before."""
    if old is None:
        return ""
    if decided_as(row) != decided_as(old):
        return f", before {decided_as(old)} by {old['by']}"
    if row["evidence"] != old["evidence"]:
        return ", decided anew for the codings that are there now"
    return ", reason changed"
