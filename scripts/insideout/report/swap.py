"""Replaces a folder or file only once its successor is complete."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def successor(target: Path) -> Iterator[Path]:
    """A fresh path beside `target` that takes its place at the end, if nothing goes wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    _remove(fresh)  # what a killed run left
    try:
        yield fresh
        _take_place(fresh, target)
    finally:
        _remove(fresh)


def _take_place(fresh: Path, target: Path) -> None:
    if not fresh.is_dir():
        fresh.replace(target)
        return
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    with suppress(FileNotFoundError):
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    _remove(old)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
