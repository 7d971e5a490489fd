"""What is remembered of a run: whose its results are, and which inputs were found sound."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from insideout.dependencies import modules_of, with_lists
from insideout.problems import DataError, Problem
from insideout.schema import SCHEMA

ROOMS = ("intake", "logs")  # of a private folder, which runs write


def claim(results: Path, here: str) -> None:
    """Record in a results folder which study file it is of. Raises DataError if it is another's."""
    record = results / "study.txt"
    owner = record.read_text("utf-8").strip() if record.exists() else here
    if owner != here and Path(owner).exists():
        hint = "give one of the two another name (`study:`), or delete the folder"
        found = f"results of {owner}, a study of the same name"
        raise DataError(Problem(str(results), None, "", f"results of {here}", found, hint))
    results.mkdir(parents=True, exist_ok=True)
    if owner != here or not record.exists():  # new, or its study file was renamed
        record.write_text(here + "\n", "utf-8")


def fingerprint(inputs: Iterable[str], book: Iterable[str]) -> str:
    """A hash of what the check of all inputs reads (of the `book`, names), and of its code."""
    digest = hashlib.sha256()
    code = with_lists(modules_of(Path(__file__).with_name("check.py")))
    for file in [*code, SCHEMA, *map(Path, dict.fromkeys(inputs))]:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{os.path.relpath(file)} {content}\n".encode())
    digest.update("\n".join(book).encode())  # that the chapters are there
    return digest.hexdigest()


def close(private: Path) -> None:
    """Close a private folder to other users of the computer, and what runs write in it to all.

    A group may share the folder: its members read what researchers put there.
    """
    with suppress(OSError):  # a file system without modes
        private.chmod(private.stat().st_mode & ~0o007)
        for name in ROOMS:
            (private / name).mkdir(mode=0o700, exist_ok=True)
            (private / name).chmod(0o700)
