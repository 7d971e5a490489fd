"""What a run of de-identification keeps in the private folder, and how it is found again."""

from __future__ import annotations

import hashlib
from pathlib import Path

from insideout.deidentify.private import (
    Private,
    read_private,
    rendered,
    write_key,
    write_private,
)
from insideout.deidentify.sheets import write_queue
from insideout.deidentify.stage import Deidentified
from insideout.problems import DataError, Problem
from insideout.reader import records
from insideout.tables.deidentify import OFFSETS


def keep(made: Deidentified, offsets: Path, digest: Path) -> None:
    """Write the key, the queue, the offset map and, last, the key's hash."""
    write_key(made.key, digest.with_name("key.csv"))
    write_queue(digest.parent, made.queue, made.places)
    write_private(offsets, rendered(records(made.offsets), OFFSETS))
    offsets.touch()  # unchanged, it would look older than what it was made from
    write_private(digest, hashed(digest.with_name("key.csv")))
    digest.touch()


def hashed(key: Path) -> bytes:
    """SHA-256 of a key, as the file beside it has it."""
    return f"{hashlib.sha256(key.read_bytes()).hexdigest()}\n".encode()


def with_key(digest: Path) -> Private:
    """The private folder, its key being the one that the texts were masked with.

    Raises DataError when it is another one, or none.
    """
    key = digest.with_name("key.csv")
    if not key.is_file() or hashed(key) != digest.read_bytes():
        found = "another one" if key.is_file() else "no such file"
        hint = f"delete {digest} to have the texts masked anew; let nothing but the line write it"
        expected = "the key that the texts were masked with"
        raise DataError(Problem(str(key), None, "", expected, found, hint))
    return read_private(digest.parent)
