"""Take a project of another tool in: make a new study of it, and say what couldn't come along.

Reads REFI-QDA (.qdpx, .qde; .qdc holds a codebook alone), codebooks as workbooks (.xlsx), coded
segments (.csv, .xlsx), and the databases of QualCoder (.qda) and Taguette (.sqlite3). The folder is
made whole or not at all. It shows the map of names to ids; names of coders stand nowhere else.
"""

from __future__ import annotations

import argparse
import importlib
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from insideout.exchange.codebook_yaml import codebook_yaml
from insideout.exchange.project import Loss, Project
from insideout.exchange.study import Made, study_of, table
from insideout.exchange.study_ids import slug
from insideout.files import write_text
from insideout.problems import DataError, Problem, shown, summary

READERS = {  # by suffix: a module with `read`
    ".qdpx": "refi.read", ".qde": "refi.read", ".qda": "qualcoder", ".sqlite3": "taguette",
    ".db": "taguette", ".csv": "maxqda", ".tsv": "maxqda", ".xlsx": "maxqda",
}  # fmt: skip
DATABASES = "a database of QualCoder or Taguette"
TABLE_OF = {"qualcoder": "code_text", "taguette": "highlights"}  # which only this tool's files have
CODEBOOKS = (".qdc",)
RUN = ".venv/bin/snakemake --config study="
STUDY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
LOSSES = ("what", "which", "count", "why")


def main(arguments: Sequence[str]) -> int:
    """Read the project, make the folder, and say what came in and what didn't."""
    parser = argparse.ArgumentParser("python -m insideout import", description=__doc__)
    parser.add_argument("file", type=Path, help="the project, codebook or table of segments")
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="a new folder")
    parser.add_argument("--name", default="", metavar="ID", help="the study's short name")
    asked = parser.parse_args(arguments)
    try:
        print(taken_in(asked.file, asked.to, asked.name))
    except DataError as error:
        return refused(error.problems)
    except OSError as error:
        return refused([unwritten(error, asked.to)])
    return 0


def refused(problems: Sequence[Problem]) -> int:
    """Tell the problems, and that they came before anything was written; the exit code."""
    print(f"{summary(problems)}\n\nNothing was written.", file=sys.stderr)
    return 1


def unwritten(error: OSError, to: Path) -> Problem:
    """What the system has against reading or writing."""
    where, found = str(error.filename or to), str(error.strerror or error)
    hint = "look whether you may write there, and whether the disk is full"
    return Problem(where, None, "", "a place that can be read or written", found, hint)


def taken_in(file: Path, folder: Path, name: str = "") -> str:
    """Make the folder of a study from a file, and say what came in. Raises DataError."""
    problems = [*_file_problems(file), *_folder_problems(folder), *_name_problems(name)]
    if problems:
        raise DataError(problems)
    name = name or re.sub(r"[^A-Za-z0-9_-]+", "_", slug(called(file))).strip("_-") or "study"
    if is_codebook(file):
        made = codebook_in(file)
        came, losses = [f"a codebook alone: {folder / 'codebook.yaml'}"], list(made.losses)
    else:
        project = reader_of(file)(file)
        made = study_of(project, name)
        came, losses = counted(project), [*project.losses, *made.losses]
        made = Made(made.files, [*project.told, *made.told], losses)
    rows = [{key: getattr(loss, key) for key in LOSSES} for loss in losses]
    files = {**made.files, "losses.csv": table(LOSSES, rows)}
    write_folder(folder, files)
    closing = _closing(folder / f"{name}.yaml", files)
    return "\n".join([*came, *(f"  {line}" for line in made.told), *loss_lines(losses), *closing])


def _closing(study: Path, files: Mapping[str, str]) -> list[str]:
    """What to do next."""
    if study.name not in files:
        return []
    if any(name.startswith("texts/") for name in files):
        return [f"run it: {RUN}{study}"]
    where = study.parent / "texts"
    first = f"no source has a text: put texts into {where}, list them in sources.csv, then"
    return [f"{first} run it: {RUN}{study}"]


def _file_problems(file: Path) -> list[Problem]:
    if not file.exists():
        hint = "look whether the name is right"
        return [Problem(str(file), None, "", "a file to take in", "no such file", hint)]
    known = [*READERS, *CODEBOOKS]
    if file.suffix.lower() not in known:
        hint = "export the project as REFI-QDA (.qdpx), which nearly every tool can"
        wanted = f"a file that ends in {', '.join(known)}"
        return [Problem(str(file), None, "", wanted, shown(file.suffix), hint)]
    return []


def _folder_problems(folder: Path) -> list[Problem]:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "give another one: what you have is never written over"
        found = "a folder with files in it" if folder.is_dir() else "a file"
        return [Problem(str(folder), None, "--to", "a new or empty folder", found, hint)]
    return []


def _name_problems(name: str) -> list[Problem]:
    if name and not STUDY.fullmatch(name):
        return [Problem("--name", None, "", 'letters, digits, "_" and "-"', shown(name))]
    return []


def is_codebook(file: Path) -> bool:
    """Whether a file is a codebook alone: a .qdc, or a workbook with our sheet of one.

    Raises DataError for a workbook that is damaged.
    """
    if file.suffix.lower() != ".xlsx":
        return file.suffix.lower() in CODEBOOKS
    from insideout.exchange.codebook_xlsx import CODES
    from insideout.workbook import cells_of

    return "id" in cells_of(file, CODES)[0]


def codebook_in(file: Path) -> Made:
    """A codebook alone, as YAML. Raises DataError."""
    if file.suffix.lower() == ".xlsx":
        from insideout.exchange.codebook_xlsx import read_codebook_xlsx

        return Made({"codebook.yaml": codebook_yaml(read_codebook_xlsx(file))}, (), ())
    from insideout.exchange.refi.codebook import codebook_of

    return study_of(Project(file.stem, codes=codebook_of(file)), "codebook")


def reader_of(file: Path) -> Callable[[Path], Project]:
    """The reader of a file: by its suffix, or, of a database, by the tables in it."""
    name = READERS[file.suffix.lower()]
    if name in TABLE_OF and file.is_file():
        from insideout.exchange.database import tables_in

        tables = tables_in(file)
        tools = [tool for tool, table in TABLE_OF.items() if table in tables]
        if not tools:
            found = f"tables of another sort: {', '.join(sorted(tables)) or 'none'}"
            raise DataError(Problem(str(file), None, "", DATABASES, shown(found)))
        name = tools[0]
    module = importlib.import_module(f"insideout.exchange.{name}")
    read: Callable[[Path], Project] = module.read
    return read


def called(file: Path) -> str:
    """What a project is called by its file: QualCoder's is called by the folder it is in."""
    return file.parent.stem if file.name == "data.qda" else file.stem


def counted(project: Project) -> list[str]:
    """How much of everything came in."""
    things = {
        "codes": project.codes, "users": project.users, "sources": project.sources,
        "codings": project.codings, "cases": project.cases, "sets": project.sets,
        "notes": project.notes,
    }  # fmt: skip
    from_tool = f" from {project.tool}" if project.tool else ""
    counts = ", ".join(f"{len(found):,} {what}" for what, found in things.items())
    return [f"{project.name}{from_tool}: {counts}"]


def loss_lines(losses: Iterable[Loss]) -> list[str]:
    """The losses as lines for people; that there are none is said, too."""
    lines = [
        f"  {loss.count:>6,}  {loss.what}{f' ({loss.which})' if loss.which else ''}: {loss.why}"
        for loss in losses
    ]
    return ["not carried over:", *lines] if lines else ["everything was carried over"]


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write a folder whole or not at all: a temporary one beside it, then a rename."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, text in files.items():
            write_text(made / name, text)
        made.chmod(0o755)
        made.replace(folder)  # an empty folder of that name gives way
    except BaseException:
        shutil.rmtree(made)
        raise
