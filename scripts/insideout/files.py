"""Writing files whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from insideout.tables.declare import Table


def write_text(file: Path, text: str) -> None:
    """Write UTF-8 text whole or not at all."""
    write_bytes(file, text.encode("utf-8"))


def write_bytes(file: Path, data: bytes) -> None:
    """Write a file whole or not at all: a unique temporary name beside it, then a rename."""
    file = Path(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_rows(rows: Iterable[Mapping[str, Any]], file: Path, table: Table) -> None:
    """Write a small table of text and whole numbers without pandas, whose import costs more."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, table.names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(file, text.getvalue())


def replace_texts(files: Iterable[Path], texts: Mapping[str, str]) -> None:
    """Write the text of each source; those of sources that are gone are removed."""
    kept = set(files)
    for file in sorted(kept):
        write_text(file, texts[file.stem])
    for old in {text for file in kept for text in file.parent.glob("*.txt")} - kept:
        old.unlink()
