"""The stage `seal`: what went in, what came out, and what it was made with."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGES = (
    "insideout", "snakemake", "pandas", "scipy", "statsmodels", "spacy", "spacy-lookups-data",
    "simplemma", "faker", "rapidfuzz", "matplotlib", "pypandoc-binary", "typst",
)  # fmt: skip


def hashed(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Files with size and SHA-256 (rows of the table `sealed`), by path relative to here."""
    rows = []
    for file in sorted({Path(os.path.relpath(file)) for file in files}):
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        rows.append({"file": file.as_posix(), "bytes": len(data), "sha256": digest})
    return rows


def versions() -> list[dict[str, str]]:
    """Python and the packages whose version may change a result (rows of `versions`)."""
    found = [{"package": "python", "version": platform.python_version()}]
    for name in PACKAGES:
        try:
            found.append({"package": name, "version": metadata.version(name)})
        except metadata.PackageNotFoundError:
            found.append({"package": name, "version": "not installed"})
    return found


def leftovers(results: Path, made: Iterable[Path]) -> list[Path]:
    """Tables in a results folder that the present line no longer makes."""
    kept = {file.resolve() for file in made}
    return [
        file for file in sorted((results / "tables").glob("*.csv")) if file.resolve() not in kept
    ]
