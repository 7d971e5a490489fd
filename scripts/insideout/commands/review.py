"""Take back the review queue of the de-identification, filled in; without a file, show its state.

Every decision holds for a word or name wherever it stands: name masks it, not_name leaves it, look
has each place decided by itself, in the sheet `places` that the next run writes. Decisions are kept
in the private folder, and used by every run.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.deidentify.filled import SHEETS, read_filled, told
from insideout.deidentify.handed_in import decisions_in, merged, places_in
from insideout.deidentify.private import read_private, rendered, write_private
from insideout.deidentify.sheets import damaged
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown, summary
from insideout.tables.declare import Table
from insideout.tables.deidentify import DECISIONS, LOOKED

NAME = re.compile(r"[^\s,;]+")
PRIVATE = "Private: what follows may show names; keep it out of logs, mails and issues."


def main(arguments: Sequence[str]) -> int:
    """Show the queue, or check what was decided, show what changes, and keep it."""
    parser = argparse.ArgumentParser("python -m insideout review", description=__doc__)
    parser.add_argument("study", help="the study file")
    parser.add_argument(
        "file", nargs="?", type=Path,
        help="the queue, filled in (xlsx or csv); also looked for in the private folder",
    )  # fmt: skip
    parser.add_argument("--reviewer", default="", metavar="ID", help="who decided (needed)")
    asked = parser.parse_args(arguments)
    try:
        folder = private_folder(open_study(asked.study))
        said = take(folder, asked.file, asked.reviewer) if asked.file else state(folder)
    except DataError as error:
        print(f"{PRIVATE}\n\n{summary(error.problems)}", file=sys.stderr)
        return 1
    print(f"{PRIVATE}\n{said}")
    return 0


def private_folder(study: Study) -> Path:
    """Where a study keeps what is private. Raises DataError when it has no such folder."""
    if study.private is None:
        hint = "de-identification needs a folder for raw transcripts, decisions and key"
        raise DataError(Problem(str(study.path), None, "private", "a folder", "nothing", hint))
    return study.private


def found_file(folder: Path, file: Path) -> Path:
    """The filled file where it was said to be, or in the private folder. Raises DataError."""
    for place in (file, folder / file):
        if place.is_file():
            return place
    queue = folder / "queue.xlsx"
    hint = (
        f"the queue of the last run is {queue}: fill it in, and give its whole path"
        if queue.is_file()
        else "run the pipeline first: where something is open, it writes the queue"
    )
    found = "a folder" if file.is_dir() else "no such file, nor one in the private folder"
    raise DataError(Problem(str(file), None, "", "the queue, filled in", found, hint))


def set_aside_files(folder: Path) -> list[str]:
    """A line for every file of a queue that a run couldn't read."""
    files = [folder / "queue.xlsx", *(folder / f"{sheet}.csv" for sheet in SHEETS)]
    return [
        f"{damaged(file)} couldn't be read: what was filled in there isn't in the new {file.name}; "
        "delete it when you have looked"
        for file in files if damaged(file).is_file()
    ]  # fmt: skip


def state(folder: Path) -> str:
    """How much is open, by source, and where the queue is."""
    items = told(folder / "queue.csv", "queue")
    there = told(folder / "places.csv", "places")
    aside = set_aside_files(folder)
    if not items:
        return "\n".join([f"nothing is open in {folder} (as of the last run)", *aside])
    by_source = Counter(source for item in items for source in item["sources"].split())
    places = sum(int(item["count"]) for item in items)
    lines = [
        f"{len(items)} words and names are open, in {places} places of {len(by_source)} sources"
    ]
    lines += [f"  {source:<12} {count}" for source, count in sorted(by_source.items())]
    lines += [f"of these, {len(there)} places to be decided one by one (sheet `places`)"] * bool(
        there
    )
    lines += aside
    lines.append(f"Fill in the column decision of {folder / 'queue.xlsx'} and hand it in:")
    lines.append(f"  python -m insideout review STUDY {folder / 'queue.xlsx'} --reviewer ID")
    return "\n".join(lines)


def take(folder: Path, file: Path, reviewer: str) -> str:
    """Merge the decisions of a filled queue into the private folder, and say what changed."""
    if not NAME.fullmatch(reviewer):
        hint = "add --reviewer ID, such as your initials: every decision is kept with its reviewer"
        found = shown(reviewer) if reviewer else "nothing"
        raise DataError(Problem("--reviewer", None, "", "who decided", found, hint))
    file = found_file(folder, file)
    private = read_private(folder)
    filled, problems, own = read_filled(file)
    decisions, wrong = decisions_in(
        str(file), filled.get("queue", []), told(folder / "queue.csv", "queue"),
        private.decisions, reviewer,
    )  # fmt: skip
    looked, more = places_in(
        str(file), filled.get("places", []), told(folder / "places.csv", "places"),
        private.looked, reviewer,
    )  # fmt: skip
    if problems + wrong + more:
        raise DataError(problems + wrong + more)
    types, changed = merged(private.decisions, decisions, DECISIONS.key)
    places, placed = merged(private.looked, looked, LOOKED.key)
    ignored = f"columns that aren't the queue's are left alone: {', '.join(own)}"
    said = [ignored] * bool(own) + [_said(old, new) for old, new in changed]
    said += [_said(old, new, f"{new['source']} at {new['start']}: ") for old, new in placed]
    if changed:
        keep(folder / "decisions.csv", types, DECISIONS)
    if placed:
        keep(folder / "looked.csv", places, LOOKED)
    count = (
        f"{len(changed)} decisions about types and {len(placed)} about places are new or changed"
    )
    return "\n".join([*said, f"{count} in {folder}; run the pipeline to use them"])


def _said(old: Mapping[str, Any] | None, new: Mapping[str, Any], where: str = "") -> str:
    kind = f" ({new['kind']})" if new["kind"] else ""
    before = f", before {old['decision']}" if old else ""
    return f"  {where}{new['type']}: {new['decision']}{kind}{before}"


def keep(file: Path, rows: Sequence[Mapping[str, Any]], table: Table) -> None:
    """Write a table of decisions, and keep the former one beside it as .bak."""
    if file.is_file():
        write_private(file.with_name(f"{file.name}.bak"), file.read_bytes())
    write_private(file, rendered(rows, table))
