"""The study file, and what a rule depends on.

Snakefile and rule files import this module and the standard library alone, so that a run with
nothing to do is over at once. jsonschema is imported only when a study file's digest is new.
"""

from __future__ import annotations

import ast
import csv
import hashlib
import os
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from insideout.problems import DataError, Problem, shown, summary
from insideout.progress import say
from insideout.schema import SCHEMA, key_lines_of, parsed, schema_of, schema_problems, with_defaults
from insideout.tables.nest import NEST

NEST_TABLES = [table.name for table in NEST]
HERE = Path(os.path.relpath(Path(__file__).resolve().parents[2]))
MARKS = Path(".snakemake/insideout")  # digests of study files found valid
FILES = (
    "sources",
    "speakers",
    "informants",
    "patients",
    "units",
    "memberships",
    "codebook",
    "segments",
)
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # where a statement holds others


@dataclass(frozen=True)
class Study:
    """A study file that was read, checked against its schema, and completed with defaults.

    `settings` has the keys of the schema; paths in it are still as written (relative to `root`).
    """

    path: Path
    root: Path
    settings: dict[str, Any]

    @property
    def name(self) -> str:
        """Short name; results go to results/NAME."""
        return str(self.settings["study"])

    def __getitem__(self, key: str) -> Any:
        return self.settings.get(key)

    def place(self, key: str) -> Path | None:
        """Where the file or folder named by a key lies, whether or not it exists."""
        value = self.settings.get(key)
        value = value.get("file") if isinstance(value, dict) else value
        return self.root / value if isinstance(value, str) else None

    def given(self, key: str) -> list[str]:
        """The file named by a key as a rule's input: empty when there is none.

        A missing file is left to the check of all inputs, which says more than Snakemake could.
        """
        place = self.place(key)
        return [str(place)] if place is not None and place.is_file() else []

    def inline(self, key: str) -> dict[str, Any] | None:
        """What the study file itself says where it could have named a file; else None."""
        value = self.settings.get(key)
        return value if isinstance(value, dict) else None

    def input_files(self) -> list[str]:
        """Every file of the study that exists, the study file first."""
        named = [file for key in FILES for file in self.given(key)]
        sources = map(str, self.source_files().values())
        return [str(self.path), *named, *self.coder_files(), *self.summary_files(), *sources]

    def coder_files(self) -> list[str]:
        """The coders' files, by name."""
        folder = self.place("codings")
        return sorted(map(str, folder.glob("*.csv"))) if folder is not None else []

    def summary_files(self) -> list[str]:
        """The tables of authored summaries that exist, each once."""
        named = {f["summaries"] for f in self.settings["frames"].values() if f.get("summaries")}
        return sorted(str(self.root / name) for name in named if (self.root / name).is_file())

    def source_files(self) -> dict[str, Path]:
        """File of each source, by source id. Lenient: what's wrong is for the check to say."""
        sources = self.settings["sources"]
        if isinstance(sources, dict):
            found = sorted(self.root.glob(sources["files"]))
            return {file.stem: file for file in found if file.is_file()}
        try:
            with (self.root / sources).open(encoding="utf-8-sig", newline="") as stream:
                rows = [row for row in csv.DictReader(stream) if not row.get("withdrawn")]
        except (OSError, UnicodeDecodeError, csv.Error):
            return {}
        texts = self.root / self.settings["texts"]
        files = {r["source"]: texts / r["file"] for r in rows if r.get("source") and r.get("file")}
        return {source: file for source, file in files.items() if file.is_file()}


def open_study(path: str | Path, marks: Path | None = None) -> Study:
    """Read a study file.

    `marks`: folder that remembers digests of study files found valid, so that an unchanged one
    isn't validated again. Raises DataError with every problem of the file.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(
            Problem(str(path), expected="a study file", found=error.strerror or "nothing",
                    hint="name one with `make report STUDY=config/NAME.yaml`")
        ) from error  # fmt: skip
    digest = hashlib.sha256(raw + SCHEMA.read_bytes()).hexdigest()
    settings = parsed(raw, str(path))
    schema = schema_of()
    mark = marks / digest if marks else None
    if mark is None or not mark.exists():
        found = schema_problems(raw, settings, schema, str(path))
        if found:
            raise DataError(found)
    complete = with_defaults(settings, schema, schema)
    root = Path(os.path.relpath((path.parent / complete["root"]).resolve()))
    outside = list(strays(complete, root, str(path)))
    if outside:
        raise DataError(outside)
    if mark is not None:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    return Study(path, root, complete)


def strays(settings: dict[str, Any], root: Path, file: str) -> list[Problem]:
    """Paths of a study file that lead out of its root, symbolic links resolved first."""
    if not root.is_dir():
        line, hint = key_lines_of(Path(file)).get(("root",)), "it is relative to the study file"
        return [Problem(file, line, "root", "a folder", f"{root}, which isn't there", hint)]
    named: list[tuple[str, str]] = []
    for key in (*FILES, "texts", "codings"):
        value = settings.get(key)
        place = value.get("file") or value.get("files") if isinstance(value, dict) else value
        named += [(key, place)] if isinstance(place, str) else []
    named += [
        (f"frames.{name}.summaries", frame["summaries"])
        for name, frame in settings["frames"].items() if frame.get("summaries")
    ]  # fmt: skip
    base = root.resolve()
    outside = [(k, v) for k, v in named if not (root / v).resolve().is_relative_to(base)]
    lines = key_lines_of(Path(file)) if outside else {}
    hint = "move the file below root, or set root to a folder that holds both"
    return [
        Problem(file, lines.get(tuple(key.split("."))), key, f"a path below root ({root})",
                shown(value), hint)
        for key, value in outside
    ]  # fmt: skip


def code_of(stage: str) -> list[str]:
    """A stage's entry script and every library module it imports, as relative paths.

    A rule names them as inputs, which Snakemake compares by checksum: an edited module reruns the
    stages that use it and no others.
    """
    scripts = Path(os.path.relpath(Path(__file__).resolve().parents[1]))
    entry = scripts / f"{stage}.py"
    found: dict[Path, None] = {entry: None}
    queue = [entry]
    while queue:
        for module in _imported(queue.pop(), scripts):
            if module not in found:
                found[module] = None
                queue.append(module)
    return sorted(map(str, found))


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


def claim(results: Path, study: Study) -> None:
    """Record in a results folder whose it is. Raises DataError when it is another study's."""
    record = results / "study.txt"
    here = os.path.relpath(study.path)
    owner = record.read_text("utf-8").strip() if record.exists() else here
    if owner != here:
        hint = "give one of the two another name (`study:`), or delete the folder"
        found = f"results of {owner}, a study of the same name"
        raise DataError(Problem(str(results), None, "", f"results of {here}", found, hint))
    results.mkdir(parents=True, exist_ok=True)
    if not record.exists():
        record.write_text(here + "\n", "utf-8")


def open_or_exit(path: str | None, default: str) -> Study:
    """The study of a run; prints every problem of its file and ends the run when there is one."""
    try:
        return open_study(os.path.relpath(path or default), MARKS)
    except DataError as error:
        _stop(error)


def check_or_exit(study: Study, results: str) -> None:
    """Check all inputs before any job; prints every problem of every file and ends the run."""
    from insideout.check import check  # only when there is something to do

    try:
        claim(Path(results), study)
        say("check", check(study))
    except DataError as error:
        _stop(error)


def _stop(error: DataError) -> NoReturn:
    print(
        f"\n{summary(error.problems)}\n\nNothing was run; earlier results are untouched.",
        file=sys.stderr,
    )
    sys.exit(1)


def book_files(study: Study) -> list[str]:
    """The files of the book: chapters, theme, engine, and the study's own chapters."""
    files = [file for file in (HERE / "reports").rglob("*") if file.is_file()]
    own = [study.root / c for c in study["report"]["chapters"] if c.startswith("./")]
    return sorted(str(file) for file in [*files, *(file for file in own if file.is_file())])


def for_report(study: Study) -> dict[str, Any]:
    """What the report says of the study file."""
    keys = ("study", "title", "subtitle", "authors", "about", "language", "levels", "frames",
            "nest", "alpha", "anchor", "report")  # fmt: skip
    return {key: study[key] for key in keys} | {"root": str(study.root)}
