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

from insideout.agree.forms import read_form
from insideout.files import write_bytes, write_rows
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.rows import DATE, Row, as_told, read_rows
from insideout.schema import did_you_mean
from insideout.tables.agreement import DISAGREEMENTS
from insideout.tables.inputs import ADJUDICATIONS

NAME = re.compile(r"[^\s,;]+")
CHANGES = ("code", "valence", "about")
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
    rows = read_disputed(study).values()
    left = [row for row in rows if row["status"] != "decided"]
    if not left:
        return f"nothing is open (as of the last run); {len(rows)} codings are decided"
    passages = len({row["item"] for row in left})
    stale = sum(row["status"] == "stale" for row in left)
    decided = len(rows) - len(left)
    lines = [f"{len(left)} codings are open, in {passages} passages; {decided} are decided"]
    if stale:
        lines.append(f"of the open ones, {stale} were decided when other codings stood there")
    for name in ("code", "source"):
        lines += [f"by {name}:"]
        counts = Counter(row[name] for row in left)
        lines += [f"  {value:<24} {n}" for value, n in sorted(counts.items())]
    lines.append(f"Fill in a copy of {form_of(study)} and hand it in:")
    lines.append(f"  python -m insideout adjudicate {study.path} COPY.xlsx --by ID")
    return "\n".join(lines)


def take(study: Study, file: Path, by: str, day: str) -> tuple[str, list[Problem]]:
    """Write the decisions of a form into the ledger; what changed, and the rows refused as stale.

    Raises DataError with everything else that is wrong; then nothing is written.
    """
    ledger_file = ledger_of(study)
    if not NAME.fullmatch(by):
        hint = "add --by ID, such as your initials: every decision is kept with who made it"
        found = shown(by) if by else "nothing"
        raise DataError(Problem("--by", None, "", "who decided", found, hint))
    ledger, wrong = read_rows(ledger_file, ADJUDICATIONS) if ledger_file.is_file() else ([], [])
    if wrong:
        raise DataError(wrong)
    disputed = read_disputed(study)
    before = {str(row["coding"]): row.cells for row in ledger}
    rows = read_form(file)
    problems = [*repeated(file, rows), *unknown(file, rows, study)]
    problems += [problem for row in rows for problem in incomplete(file, row)]
    if problems:
        raise DataError(problems)
    handed = sorted_out(file, rows, disputed, before, by, day)
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


def repeated(file: Path, rows: Iterable[Row]) -> list[Problem]:
    """Codings that are decided on two rows of the form."""
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        if row["decision"] and row["coding"] in first:
            found = f"{row['coding']}, as on row {first[row['coding']]}"
            problems.append(Problem(str(file), row.line, "coding", "each coding once", found,
                                    "delete one of the two rows"))  # fmt: skip
        if row["decision"]:
            first.setdefault(row["coding"], row.line)
    return problems


def unknown(file: Path, rows: Iterable[Row], study: Study) -> list[Problem]:
    """New codes that the codebook of the last run lacks, and new subjects the study lacks."""
    book = as_told(Path("results") / study.name / "tables" / "codebook.csv")
    codes = [code["code"] for code in book if not code.get("retired")]
    place = study.place("units")
    units = [unit["unit"] for unit in as_told(place)] if place and place.is_file() else []
    abouts = [*units, *study["levels"]] if units else []
    problems = []
    for row in rows:
        parts = str(row["about_new"] or "").split("|") if abouts else []
        named = [("code_new", row["code_new"], codes, "a code of the codebook, in use")]
        named += [("about_new", part, abouts, "a unit, an interface unit|unit, or a level")
                  for part in parts]  # fmt: skip
        problems += [
            Problem(str(file), row.line, column, wanted, shown(value), did_you_mean(value, known))
            for column, value, known, wanted in named if value and value not in known
        ]  # fmt: skip
    return problems


def incomplete(file: Path, row: Row) -> list[Problem]:
    """Decisions without a reason, changes without what they change, and what no decision needs."""
    new = [f"{name}_new" for name in CHANGES if row[f"{name}_new"]]
    where = (str(file), row.line)
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
            "reason": row["reason"].strip(), "evidence": row["item"],
        }  # fmt: skip
        now = disputed.get(row["coding"])
        if old is not None and all(_plain(old.get(k)) == _plain(new[k]) for k in new):
            handed.unchanged += 1
        elif now is None or now["item"] != row["item"]:
            handed.stale.append(_stale(file, row, now))
        else:
            handed.new.append({**new, "by": by, "date": day})
    return handed


def _plain(cell: str | None) -> str:
    return " ".join((cell or "").split())


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
        changes = ", ".join(f"{name} {row[name]}" for name in CHANGES if row[name])
        old = before.get(row["coding"])
        was = f", before {old['decision']} by {old['by']}" if old else ""
        lines.append(f"  {row['coding']} ({of['source']}, {of['code']}, {of['coder']}): "
                     f"{row['decision']}{f' to {changes}' if changes else ''}{was}")  # fmt: skip
    lines.append(f"{len(handed.new)} decisions are new or changed in {ledger}"
                 + ("; run the pipeline to use them" if handed.new else ""))  # fmt: skip
    if handed.unchanged:
        lines.append(f"{handed.unchanged} stand there already")
    if handed.emptied:
        lines.append(f"{handed.emptied} are empty in the form and stay all the same: "
                     f"to take one back, delete its line in {ledger}")  # fmt: skip
    return "\n".join(lines)
