"""The study file, and what a rule depends on.

Snakefile and rule files import this module and the standard library alone, so that a run with
nothing to do is over at once. jsonschema is imported only when a study file's digest is new.
"""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from insideout.dependencies import code_of
from insideout.handed import for_quality, for_records, for_report, for_tests, truth_tables
from insideout.made import (
    CHART_TABLES,
    COMPARE_TABLES,
    EXTRACT_TABLES,
    JUDGE_TABLES,
    NEST_TABLES,
    QUALITY_TABLES,
    STATISTICS_TABLES,
)
from insideout.marks import claim, close, fingerprint
from insideout.problems import DataError, Problem, shown, summary
from insideout.progress import say
from insideout.rows import as_told, nfc
from insideout.schema import SCHEMA, key_lines_of, parsed, schema_of, schema_problems, with_defaults

__all__ = [
    "CHART_TABLES", "COMPARE_TABLES", "EXTRACT_TABLES", "JUDGE_TABLES", "NEST_TABLES",
    "QUALITY_TABLES", "STATISTICS_TABLES", "Study", "book_files", "check_or_exit", "code_of",
    "for_quality", "for_records", "for_report", "for_tests", "open_or_exit", "open_study",
    "truth_tables",
]  # fmt: skip
HERE = Path(os.path.relpath(Path(__file__).resolve().parents[2]))
PRIVATE = ("roster", "speakers", "decisions", "looked")  # tables of the private folder
MARKS = Path(".snakemake/insideout")  # digests of study files found valid
FILES = (
    "sources", "speakers", "informants", "patients", "units", "memberships", "codebook", "segments",
    "assignments", "adjudications", "mapping", "rejected", "clusters", "records", "benchmarks",
    "responses", "printed", "contrasts", "services", "links", "journal", "hypotheses", "questions",
)  # fmt: skip


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

    @property
    def private(self) -> Path | None:
        """The folder of raw transcripts, roster, review and key; None where the study has none."""
        value = self.settings.get("private")
        return Path(os.path.relpath((self.path.parent / value).resolve())) if value else None

    @property
    def raw(self) -> bool:
        """Whether the line begins with raw transcripts, which are to be de-identified."""
        return self["start"] == "raw" or (self["start"] == "auto" and bool(self.raw_files()))

    @property
    def encoded(self) -> bool:
        """Whether the encodings of the table of sources are those of the files that are read.

        Released texts are UTF-8, whatever the raw transcripts were.
        """
        return self.raw or not self["private"]

    def raw_files(self) -> dict[str, Path]:
        """The raw transcripts by source: raw/SOURCE.docx and the like in the private folder.

        They carry their source's id, since the names that files come with can be people's.
        """
        folder = self.private / "raw" if self.private else None
        there = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
        return {
            nfc(file.stem): file for file in there
            if file.is_file() and not file.name.startswith(".")
        }  # fmt: skip

    def raw_listing(self) -> list[str]:
        """Everything in the folder of raw transcripts: a second file for a source is a mistake."""
        folder = self.private / "raw" if self.private else None
        there = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
        return [str(file) for file in there if file.is_file()]

    def shared_files(self) -> list[str]:
        """Every file of the study that exists, but for those of the private folder."""
        kept = self.private
        files = map(Path, self.input_files())
        return [str(file) for file in files if kept is None or kept not in file.parents]

    def raw_speakers(self) -> list[str]:
        """The table of the labels that raw transcripts have, where it isn't the public one."""
        return [file for file in self.private_files() if Path(file).name == "speakers.csv"]

    def private_files(self) -> list[str]:
        """What researchers wrote into the private folder beside the raw transcripts."""
        names = (f"{name}.csv" for name in PRIVATE) if self.private and self.raw else ()
        files = (self.private / name for name in names if self.private)
        return [str(file) for file in files if file.is_file()]

    def inline(self, key: str) -> dict[str, Any] | None:
        """What the study file itself says where it could have named a file; else None."""
        value = self.settings.get(key)
        return value if isinstance(value, dict) else None

    def input_files(self) -> list[str]:
        """Every file of the study that exists, the study file first."""
        named = [file for key in FILES for file in self.given(key)]
        sources = map(str, {*self.source_files().values(), *self.released_files().values()})
        coded = [*self.coder_files(), *self.summary_files(), *self.lock_files()]
        return [str(self.path), *named, *coded, *self.private_files(), *sorted(sources)]

    def lock_files(self) -> list[str]:
        """The lock of the hypotheses (NAME.lock.yaml beside NAME.yaml), where there is one."""
        locks = [Path(file).with_suffix(".lock.yaml") for file in self.given("hypotheses")]
        return [str(lock) for lock in locks if lock.is_file()]

    def coder_files(self) -> list[str]:
        """The coders' files, by name."""
        folder = self.place("codings")
        return sorted(map(str, folder.glob("*.csv"))) if folder is not None else []

    def summary_files(self) -> list[str]:
        """The tables of authored summaries that exist, each once."""
        named = {f["summaries"] for f in self.settings["frames"].values() if f.get("summaries")}
        return sorted(str(self.root / name) for name in named if (self.root / name).is_file())

    def source_files(self) -> dict[str, Path]:
        """The file that each source is read from, by source id, the withdrawn left out.

        Lenient: what's wrong is for the check to say.
        """
        if not self.raw:
            return self.released_files()
        files = self.raw_files()
        if self.inline("sources") is not None:
            return files
        rows = as_told(self.root / self.settings["sources"])
        listed = [nfc(r["source"]) for r in rows if r.get("source") and not r.get("withdrawn")]
        return {source: files[source] for source in listed if source in files}

    @property
    def released_folder(self) -> Path | None:
        """Where released texts go, called SOURCE.txt; None where no text of that name is read."""
        inline = self.inline("sources")
        if inline is None:
            return self.root / str(self["texts"])
        folder, name = os.path.split(inline["files"])
        return self.root / folder if name == "*.txt" and "*" not in folder else None

    def released_files(self) -> dict[str, Path]:
        """The text of each source that may be shared, by source id."""
        sources = self.settings["sources"]
        if isinstance(sources, dict):
            found = sorted(self.root.glob(sources["files"]))
            return {nfc(file.stem): file for file in found if file.is_file()}
        rows = as_told(self.root / sources)
        texts = self.root / self.settings["texts"]
        files = {
            nfc(row["source"]): texts / row["file"]
            for row in rows if row.get("source") and row.get("file") and not row.get("withdrawn")
        }  # fmt: skip
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


def open_or_exit(path: str | None, default: str) -> Study:
    """The study of a run; prints every problem of its file and ends the run when there is one."""
    try:
        return open_study(os.path.relpath(path or default), MARKS)
    except DataError as error:
        _stop(error)


def check_or_exit(study: Study, results: str) -> None:
    """Check all inputs before any job; prints every problem of every file and ends the run.

    Inputs that were found sound by the same code before aren't checked again.
    """
    try:
        claim(Path(results), os.path.relpath(study.path))
        say("start", f"raw transcripts of {study.private}" if study.raw else "texts, as they are")
        if study.raw and study.private:
            close(study.private)
        mark = MARKS / fingerprint([*study.input_files(), *study.raw_listing()], book_files(study))
        if mark.exists():
            say("check", "the inputs are as they were when last found sound")
            return
        from insideout.check import check  # it reads every input, and imports pandas

        say("check", check(study))
        mark.touch()
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
