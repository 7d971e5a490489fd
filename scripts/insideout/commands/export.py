"""Give a study's codings to another tool: as REFI-QDA (.qdpx), or its codebook (.qdc, .xlsx).

What goes out is what the last run found: the texts as they were coded, all coders' codings,
informants and units as cases, summaries as notes. It says what the format has no place for.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from insideout.commands.import_ import RUN, loss_lines, refused, unwritten
from insideout.exchange.project import Loss, Project
from insideout.exchange.refi.write import qdc, qdpx
from insideout.exchange.results import NO_PLACE, Results, project_of
from insideout.files import write_bytes
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, shown
from insideout.rows import as_told

FORMATS = (".qdpx", ".qdc", ".xlsx")
TABLES = ("sources", "informants", "patients", "units", "memberships", *NO_PLACE)


def main(arguments: Sequence[str]) -> int:
    """Write the file, and say what went into it and what didn't."""
    parser = argparse.ArgumentParser("python -m insideout export", description=__doc__)
    parser.add_argument("study", help="the study file")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE",
                        help=f"the file to write: {', '.join(FORMATS)}")  # fmt: skip
    asked = parser.parse_args(arguments)
    try:
        print(given_out(open_study(asked.study), asked.to))
    except DataError as error:
        return refused(error.problems)
    except OSError as error:
        return refused([unwritten(error, asked.to)])
    return 0


def given_out(study: Study, file: Path, folder: Path | None = None) -> str:
    """Write a study's codings or codebook to a file, and say what it holds. Raises DataError.

    `folder`: its results; None: where a run puts them. A former file is kept as .bak beside it.
    """
    suffix = file.suffix.lower()
    if suffix not in FORMATS:
        wanted = f"a file that ends in {', '.join(FORMATS)}"
        raise DataError(Problem(str(file), None, "--to", wanted, shown(file.suffix)))
    if suffix == ".xlsx":
        data, said, losses = _workbook(study)
    else:
        results = results_of(study, folder or Path("results") / study.name)
        project = project_of(results)
        said = f"{len(project.codes):,} codes"
        if suffix == ".qdc":
            data, losses = _book(study, project), _of_the_book(study)
        else:
            data, more = qdpx(project)
            losses = [*project.losses, *more, *_of_the_book(study), *_held(study)]
            kept = sum(row.get("consent_quote") == "no" for row in results.manifest)
            said += (
                f", {len(project.sources):,} sources, {len(project.codings):,} codings of "
                f"{len(project.users):,} people, {len(project.cases):,} cases, "
                f"{len(project.notes):,} notes"
            )
            if kept:
                said += f"\n{kept} of the sources must not be quoted; their whole texts are in it"
    if file.is_file():
        write_bytes(file.with_name(f"{file.name}.bak"), file.read_bytes())
    write_bytes(file, data)
    return "\n".join([f"{file}: {said}", *loss_lines(losses)])


def _book(study: Study, project: Project) -> bytes:
    if not project.codes:
        file = str(study.place("codebook") or study.path)
        raise DataError(Problem(file, None, "codes", "a codebook with codes", "none"))
    return qdc(project)


def _of_the_book(study: Study) -> list[Loss]:
    """What a workbook would hold of the codebook, and REFI-QDA has no place for."""
    from insideout.code.codebook import version_of
    from insideout.code.patterns import patterns_of

    file, columns = study.place("codebook") or study.root, study.inline("codebook")
    patterns = sum(map(len, patterns_of(file, columns, retired=True).values()))
    version = version_of(file, columns)
    lost = {"suggestion pattern of a code": patterns, "version of the codebook": bool(version)}
    why = "REFI-QDA has no place for it; export to .xlsx as well"
    return [Loss(what, "", int(count), why) for what, count in lost.items() if count]


def _held(study: Study) -> list[Loss]:
    """Codings of blind rounds that aren't closed: who sees them doesn't code blind any more."""
    from insideout.code.gather import codings_in
    from insideout.code.rounds import held_back

    codings, _ = codings_in(map(Path, study.coder_files()))
    each = Counter(coding["round"] for coding in held_back(codings, study["rounds"])[1])
    why = "the round is blind and isn't closed"
    return [Loss("coding held back", f"round {n}", each[n], why) for n in sorted(each)]


def _workbook(study: Study) -> tuple[bytes, str, list[Loss]]:
    """The codebook as people edit it; it needs no run."""
    from insideout.code.codebook import read_codebook, version_of
    from insideout.code.patterns import patterns_of
    from insideout.exchange.codebook_xlsx import write_codebook

    place, columns = study.place("codebook"), study.inline("codebook")
    file = place or study.root
    codes = read_codebook(file, columns)
    patterns = patterns_of(file, columns, retired=True)
    data = write_codebook(codes, patterns, version_of(file, columns))
    return data, f"{len(codes):,} codes", []


def results_of(study: Study, folder: Path) -> Results:
    """What the last run of a study left in its folder. Raises DataError where there is nothing."""
    tables, texts = folder / "tables", folder / "corpus" / "texts"
    manifest = _table(folder / "corpus" / "manifest.csv", study)
    inputs = {key: _told(study, key) for key in TABLES if key != "orphans"}
    inputs["orphans"] = _table(tables / "orphans.csv", study)
    return Results(
        study.name,
        study["title"],
        {row["source"]: _text(texts / f"{row['source']}.txt", study) for row in manifest},
        manifest,
        _table(tables / "codebook.csv", study),
        _table(tables / "codings.csv", study),
        inputs,
        [row for file in study.summary_files() for row in as_told(Path(file))],
        {name: frame["cases"] for name, frame in study["frames"].items()},
        _table(folder / "corpus" / "turns.csv", study),
    )


def _told(study: Study, key: str) -> list[dict[str, str]]:
    return [row for file in study.given(key) for row in as_told(Path(file))]


def _table(file: Path, study: Study) -> list[dict[str, str]]:
    return list(_rows(_text(file, study)))


def _rows(text: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(io.StringIO(text, newline=""))


def _text(file: Path, study: Study) -> str:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return stream.read()
    except OSError as error:
        hint = f"run the study first: {RUN}{study.path}"
        found = "no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise DataError(Problem(str(file), None, "", "what a run leaves", found, hint)) from error
