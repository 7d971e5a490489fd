"""Which files of the library a stage runs, found in its imports without running them."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # where a statement holds others


def code_of(stage: str) -> list[str]:
    """A stage's entry script, every library module it imports, and their lists of words.

    Relative paths. A rule names them as inputs, which Snakemake compares by checksum: an edited
    module reruns the stages that use it and no others.
    """
    return sorted(map(str, with_lists(modules_of(_scripts() / f"{stage}.py"))))


def with_lists(modules: Iterable[Path]) -> list[Path]:
    """Modules, and the lists of words that lie in the folders `lists` beside them."""
    kept = list(modules)
    lists = {folder / "lists" for folder in {module.parent for module in kept}}
    return [*kept, *(file for folder in lists for file in sorted(folder.rglob("*.txt")))]


def modules_of(file: Path) -> list[Path]:
    """A Python file and every library module that it imports, directly or not."""
    entry = Path(os.path.relpath(file.resolve()))
    found: dict[Path, None] = {entry: None}
    queue = [entry]
    while queue:
        for module in _imported(queue.pop(), _scripts()):
            if module not in found:
                found[module] = None
                queue.append(module)
    return sorted(found)


def _scripts() -> Path:
    return Path(os.path.relpath(Path(__file__).resolve().parents[1]))


@cache
def _imported(file: Path, scripts: Path) -> frozenset[Path]:
    """Library modules that a module imports, anywhere in it, with the packages they lie in."""
    names: set[str] = set()
    queue: list[ast.AST] = [ast.parse(file.read_bytes())]
    while queue:
        node = queue.pop()
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        for part in BLOCKS:  # imports are statements: expressions needn't be walked
            queue += getattr(node, part, ())
    return frozenset(file for name in names for file in _files(name, scripts))


@cache
def _files(name: str, scripts: Path) -> tuple[Path, ...]:
    parts = name.split(".")
    stems = [scripts.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    files = [file for s in stems for file in (s.with_suffix(".py"), s / "__init__.py")]
    return tuple(file for file in files if parts[0] == "insideout" and file.is_file())
