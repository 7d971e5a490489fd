"""A codebook as keys and values, whatever kind of file it stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from insideout.problems import DataError, Problem
from insideout.schema import Loader, key_lines, parsed

Lines = dict[tuple[Any, ...], int]
Book = tuple[dict[str, Any], Lines]


def book_of(file: Path) -> Book:
    """A codebook with the structure of its YAML form, and the line of every key and item by path.

    The kind of file goes by its suffix; what has no reader of its own is YAML. Raises DataError
    when the file can't be read as what it is; what it says of codes isn't checked here.
    """
    return READERS.get(file.suffix.lower(), _yaml)(file)


def _yaml(file: Path) -> Book:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DataError(
            Problem(str(file), expected="the codebook",
                    found=str(error.strerror or "nothing").lower(),
                    hint="create it, or correct `codebook` in the study file")
        ) from error  # fmt: skip
    book = parsed(raw, str(file))
    return book, key_lines(yaml.compose(raw, Loader))


def _workbook(file: Path) -> Book:
    from insideout.exchange.codebook_xlsx import sheet_of

    return sheet_of(file)


def _other_tool(file: Path) -> Book:
    """What has to be imported first, for somebody should see what can't be carried over."""
    expected = "a codebook in YAML, a workbook (.xlsx), or a table of paths"
    hint = f"`python -m insideout import {file.name}` makes a codebook.yaml of it"
    found = f"another tool's format ({file.suffix})"
    raise DataError(Problem(str(file), None, "", expected, found, hint))


READERS: dict[str, Callable[[Path], Book]] = {
    ".xlsx": _workbook, ".qdc": _other_tool, ".qdpx": _other_tool,
}  # by suffix; a reader of .qdc has to tell its losses, too  # fmt: skip


def repeats_paths(file: Path) -> bool:
    """Whether codes of one name under one parent are let stand: other tools allow them."""
    return file.suffix.lower() in READERS
