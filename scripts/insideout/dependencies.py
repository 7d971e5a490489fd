"""Which files of the library a stage runs, found in its imports without running them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

# Statements of import, found without parsing: every run looks at every module, and one with nothing
# to do spent a quarter of its time on it. Words in a docstring could only add a file.
IMPORT = re.compile(
    r"^[ \t]*(?:from +(insideout[\w.]*) +import +(\([^)]*\)|[^\n]+)|import +(insideout[^\n]*))",
    re.MULTILINE,
)
COMMENT = re.compile(r"#[^\n]*")


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
    for module, members, modules in IMPORT.findall(file.read_text("utf-8")):
        told = COMMENT.sub("", members).strip("() \n").split(",")
        names |= {module, *(f"{module}.{name.split()[0]}" for name in told if name.strip())}
        names |= {name.split()[0] for name in modules.split(",") if name.strip()}
    return frozenset(file for name in names for file in _files(name, scripts))


@cache
def _files(name: str, scripts: Path) -> tuple[Path, ...]:
    parts = name.split(".")
    stems = [scripts.joinpath(*parts[: n + 1]) for n in range(len(parts))]
    files = [file for s in stems for file in (s.with_suffix(".py"), s / "__init__.py")]
    return tuple(file for file in files if parts[0] == "insideout" and file.is_file())
