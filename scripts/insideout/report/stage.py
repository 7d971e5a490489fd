"""The stage `report`: a book folder made from tables and chapters, and rendered."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from insideout.files import write_text
from insideout.problems import DataError, Problem, shown
from insideout.report import answers, embedded, quarto, variables
from insideout.report.book import CONFIG, VARIABLES
from insideout.report.content import content, drawn
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.parts import PARTS, chosen, switched_on
from insideout.report.swap import successor

BIBLIOGRAPHY = "references.bib"
INCLUDES, FIGURES = "_includes", "figures"


def report(
    data: Data,
    book: Iterable[Path],
    html: Path,
    pdf: Path,
    versions: Sequence[Mapping[str, str]],
    search: Callable[[Iterable[Path]], str],
) -> str:
    """Stage and render the book; returns what was made in a line.

    `book`: the files of reports/ and the study's own chapters. Problems name those files. `search`
    looks through what was rendered, the pages first and the PDF when it is ready, for what may not
    leave the study, and raises DataError: then the last book stays.
    """
    files = [Path(os.path.relpath(file)) for file in book]
    chapters, left_out = chosen(data)
    paths = located(chapters, files, data.study)
    with tempfile.TemporaryDirectory(prefix="report-") as made:
        folder, out = Path(made, "book"), Path(made, "out")
        evidence = stage(data, folder, paths, files, versions)
        wanted = data.study["report"]["engine"]
        try:
            with _rendering(wanted, folder, out / html.name, out / pdf.name) as (engine, ready):
                searched = search(ready)
        except DataError as error:
            raise DataError(_named(p, paths, files) for p in error.problems) from error
        for target in (html, pdf):
            with successor(target) as fresh:
                shutil.move(out / target.name, fresh)
    missing = "".join(f"; {name} left out (the study has no {why})" for name, why in left_out)
    quotations = len(evidence.all)
    made_of = f"{len(paths)} chapters, {quotations:,} quotations ({engine} engine)"
    return f"{made_of}{missing}; {searched}"


def located(
    chapters: Iterable[str], files: Sequence[Path], study: Mapping[str, Any]
) -> dict[str, Path]:
    """The file of each chapter, by the name it has in the book. DataError: none, or two."""
    ours = {file.name: file for file in files if file.suffix == ".qmd"}
    found: dict[str, Path] = {}
    problems = []
    for chapter in chapters:
        own = chapter.startswith("./")
        file = Path(study["root"]) / chapter if own else ours.get(chapter)
        if file is None or not file.is_file() or file.name in found:
            again = file is not None and file.name in found
            expected = "a chapter no other has the name of" if again else "a file of reports/"
            hint = "start the path with ./ for a chapter in the study's own folder"
            where = f"study file of {study['study']}"
            problems.append(Problem(where, None, "report.chapters", expected, shown(chapter), hint))
            continue
        found[file.name] = file
    if problems:
        raise DataError(problems)
    return found


def stage(
    data: Data,
    folder: Path,
    paths: Mapping[str, Path],
    files: Sequence[Path],
    versions: Sequence[Mapping[str, str]],
) -> Evidence:
    """Write the whole book into a folder: chapters, their parts, variables, tables and figures."""
    evidence = Evidence(data, frozenset(paths))
    numbers = variables.variables(data, evidence)
    config = next(file for file in files if file.name == CONFIG)
    write_text(folder / CONFIG, _yaml(configured(config.read_text("utf-8"), data.study, paths)))
    write_text(folder / VARIABLES, _yaml(numbers))
    on = switched_on(data)
    wanted = {BIBLIOGRAPHY, *(part for part, needed in PARTS.items() if needed in on)}
    for file in files:
        if file.name in wanted:
            write_text(folder / file.name, file.read_text("utf-8"))
    for part in PARTS.keys() - wanted:
        write_text(folder / part, "")
    for name, file in paths.items():
        write_text(folder / name, file.read_text("utf-8"))
    pictures, shown = drawn(data)
    made = {**content(data, evidence, numbers, list(paths), versions), **shown}
    written = {file.name: file.read_text("utf-8") for file in folder.glob("*.qmd")}
    made |= answers.includes(data, made | written)
    for name, text in made.items():
        write_text(folder / INCLUDES / f"{name}.md", text)
    for name, svg in pictures.items():
        write_text(folder / FIGURES / f"{name}.svg", svg)
    return evidence


def configured(text: str, study: Mapping[str, Any], chapters: Collection[str]) -> dict[str, Any]:
    """The book's configuration, with the study's title, authors and chapters."""
    config: dict[str, Any] = yaml.safe_load(text)
    config["book"] = {
        **(config.get("book") or {}),
        "title": study["title"],
        **({"subtitle": study["subtitle"]} if study["subtitle"] else {}),
        **({"author": list(study["authors"])} if study["authors"] else {}),
        "chapters": list(chapters),
    }
    return config


def _yaml(content: Mapping[str, Any]) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)


@contextmanager
def _rendering(
    engine: str, folder: Path, html: Path, pdf: Path
) -> Iterator[tuple[str, Iterable[Path]]]:
    """The engine's name, and what it made as it becomes ready; whole when the context ends."""
    found = quarto.find_quarto() if engine != "embedded" else None
    if engine == "quarto" and found is None:
        expected = "Quarto 1.9 or newer on PATH"
        hint = "install it with `make quarto`, or set report.engine to auto"
        raise DataError(Problem("study file", None, "report.engine", expected, "none", hint))
    if found is not None:
        yield quarto.render(folder, html, pdf, found).engine, [html, pdf]
        return
    with embedded.rendering(folder, html, pdf) as ready:
        yield "embedded", ready


def _named(problem: Problem, chapters: Mapping[str, Path], files: Sequence[Path]) -> Problem:
    """A problem with the file a person can open in place of its copy in the book."""
    known = {file.name: file for file in files if file.suffix in {".qmd", ".yml", ".bib"}}
    real = chapters.get(problem.file) or known.get(problem.file)
    if real is not None:
        return replace(problem, file=real.as_posix())
    if problem.file == VARIABLES or problem.file.startswith((f"{INCLUDES}/", f"{FIGURES}/")):
        return replace(problem, file=f"{problem.file} (made from the tables)")
    return problem
