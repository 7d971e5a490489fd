"""Fix hypotheses before the data: their hashes and a date go into a lock file beside them.

Without --write it shows what would be locked. A hypothesis that was locked and has changed since is
not locked again unless you say --again; its former hash and date stay on record, and the report
tells of the change. Commit the lock: the history of the repository is the witness of its date.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from insideout.changes import difference, write_all
from insideout.house import open_study
from insideout.judge.files import Book, hash_of, lock_of, read_hypotheses, read_lock
from insideout.judge.problems import setting_problems
from insideout.problems import DataError, Problem, summary

Lock = dict[str, dict[str, Any]]
HEAD = "# Written by `python -m insideout lock_hypotheses`; commit it, and don't edit it by hand.\n"


def main(arguments: Sequence[str]) -> int:
    """Show or write the lock; 1 when an input is wrong, or a locked hypothesis has changed."""
    parser = argparse.ArgumentParser("python -m insideout lock_hypotheses", description=__doc__)
    parser.add_argument(
        "study", nargs="?", default="config/polyclinics.yaml", help="the study file"
    )
    parser.add_argument(
        "--date", required=True, type=_day, help="the day on which they are fixed, as YYYY-MM-DD"
    )
    parser.add_argument("--write", action="store_true", help="write the lock; else only show")
    parser.add_argument(
        "--again", action="store_true", help="lock hypotheses that have changed since; it is told"
    )
    asked = parser.parse_args(arguments)
    try:
        file = _file_of(asked.study)
        book, former = read_hypotheses(file), read_lock(lock_of(file))
        problems = setting_problems(file, book)
        problems = problems or refused(file, book, former, asked.date, again=asked.again)
        if problems:
            raise DataError(problems)
        lock = locked(book, former, asked.date)
        changes = {lock_of(file): text_of(lock)} if lock != former else {}
        print("\n".join([*told(book, former, lock), *difference(changes)]))
        if asked.write:
            write_all(changes)
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    did = "written" if asked.write else "add --write to write it"
    print(f"{lock_of(file)}: {did if changes else 'nothing to change'}")
    return 0


def _day(text: str) -> str:
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day as YYYY-MM-DD") from None


def _file_of(path: str) -> Path:
    study = open_study(path)
    file = study.place("hypotheses")
    if file is None:
        hint = "add `hypotheses: hypotheses.yaml` (docs/hypotheses.md)"
        raise DataError(Problem(path, None, "hypotheses", "a file of hypotheses", "nothing", hint))
    return file


def refused(file: Path, book: Book, former: Lock, day: str, *, again: bool) -> list[Problem]:
    """Why hypotheses can't be locked: ids twice, changes that nobody owned up to, earlier days."""
    names = [hypothesis["id"] for hypothesis in book["hypotheses"]]
    problems = [
        Problem(str(file), None, name, "each id once", f"{name} {names.count(name)} times",
                "give each hypothesis an id of its own")
        for name in dict.fromkeys(names) if names.count(name) > 1
    ]  # fmt: skip
    for hypothesis in book["hypotheses"]:
        name = hypothesis["id"]
        old = former.get(name)
        if old is None or old["hash"] == hash_of(hypothesis, book):
            continue
        where = (str(lock_of(file)), None, name)
        if not again:
            found = f"it says something else now ({hash_of(hypothesis, book)})"
            hint = "put it back as it was, or lock it with --again: the report tells of the change"
            expected = f"{name} as it was locked on {old['date']} ({old['hash']})"
            problems.append(Problem(*where, expected, found, hint))
        elif day < old["date"]:
            expected = f"a day not before {old['date']}, when it was locked first"
            problems.append(Problem(*where, expected, day))
    return problems


def locked(book: Book, former: Lock, day: str) -> Lock:
    """The lock with every hypothesis; what was locked and hasn't changed keeps its day.

    Entries of hypotheses that are gone stay.
    """
    lock = dict(former)
    for hypothesis in book["hypotheses"]:
        name, now = hypothesis["id"], hash_of(hypothesis, book)
        old = former.get(name)
        if old is None:
            lock[name] = {"hash": now, "date": day}
        elif old["hash"] != now:
            one = {"hash": old["hash"], "date": old["date"]}
            lock[name] = {"hash": now, "date": day, "before": [*old.get("before", ()), one]}
    return lock


def text_of(lock: Mapping[str, Any]) -> str:
    """A lock as its file has it."""
    return HEAD + yaml.safe_dump(dict(lock), sort_keys=True, allow_unicode=True)


def told(book: Book, former: Lock, lock: Lock) -> list[str]:
    """What becomes of each hypothesis, in a line."""
    lines = []
    for hypothesis in book["hypotheses"]:
        name = hypothesis["id"]
        now, old = lock[name], former.get(name)
        if old is None:
            lines.append(f"{name}: locked as {now['hash']} on {now['date']}")
        elif old == now:
            lines.append(f"{name}: as it was locked on {now['date']} ({now['hash']})")
        else:
            was = f"it was {old['hash']} on {old['date']}"
            lines.append(f"{name}: locked again as {now['hash']} on {now['date']}; {was}")
    gone = sorted(set(lock) - {hypothesis["id"] for hypothesis in book["hypotheses"]})
    return lines + [f"{name}: locked, but no longer among the hypotheses" for name in gone]
