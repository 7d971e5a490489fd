"""The stage `report`: a book folder made from tables and chapters, and rendered."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from insideout.files import write_text
from insideout.problems import DataError, Problem, shown
from insideout.report import (
    codebook,
    coding,
    deidentified,
    embedded,
    experience,
    figures,
    frames,
    inductive,
    likert,
    methods,
    overview,
    quality,
    quarto,
    queries,
    records,
    responders,
    sample,
    statistics,
    variables,
    vocabulary,
    witnesses,
)
from insideout.report.book import CONFIG, VARIABLES, Rendered
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.swap import successor

FIRST, LAST = "index.qmd", "references.qmd"
BIBLIOGRAPHY = "references.bib"
NEEDS = {
    "experience.qmd": ("nest", "frames"), "responders.qmd": ("nest",),
    "records.qmd": ("records",), "tests.qmd": ("tests", "contrasts"), "quality.qmd": ("quality",),
}  # chapters that have something to say when the study has any of these  # fmt: skip
PARTS = {
    "_patterns.qmd": "nest", "_reading_nest.qmd": "nest", "_limits_nest.qmd": "nest",
    "_methods_nest.qmd": "nest", "_methods_tests.qmd": "tests", "_methods_frames.qmd": "cells",
    "_coding_agreement.qmd": "scored", "_coding_suggest.qmd": "suggest",
    "_coding_mapping.qmd": "mapped", "_coding_saturation.qmd": "saturation",
    "_findings.qmd": "findings", "_keyness.qmd": "sites",
    "_theme_words.qmd": "theme_words",
    "_methods_deidentify.qmd": "deidentified", "_limits_deidentify.qmd": "deidentified",
    "_records_published.qmd": "published", "_witnesses.qmd": "witnessed",
    "_methods_extract.qmd": "records", "_methods_quality.qmd": "quality",
    "_presence.qmd": "presence", "_attributes.qmd": "attributes",
    "_eligibility.qmd": "eligibility", "_flow.qmd": "flow", "_items.qmd": "answered",
    "_patients.qmd": "patients", "_reading_told.qmd": "statuses",
}  # parts of chapters that a study may do without  # fmt: skip
INCLUDES, FIGURES = "_includes", "figures"
CAPTIONS = {
    "voices": "Words by who speaks them.",
    "patterns": "Share with each feature among those who told, with its interval. A filled dot is "
    "the pattern present, an open one absent, a half-filled one mixed; the grey band lies between "
    "the thresholds; n is the number who told.",
    "coverage": "Experiences by the ring that offers their mechanism.",
    "agreement": "Agreement on each code: κ with its interval, and AC1; in brackets the units that "
    "anybody gave it to. Codes with fewer than five are grey and hollow: their figures are next to "
    "chance.",
    "flow": "From those approached to those heard.",
    "saturation": "Different codes and themes by interview: in the order they were held (line), "
    "and the mean of random orders (dotted).",
}


def report(
    data: Data,
    book: Iterable[Path],
    html: Path,
    pdf: Path,
    versions: Sequence[Mapping[str, str]],
    search: Callable[[Sequence[Path]], str],
) -> str:
    """Stage and render the book; returns what was made in a line.

    `book`: the files of reports/ and the study's own chapters. Problems name those files. `search`
    looks through what was rendered for what may not leave the study, and raises DataError: then
    the last book stays.
    """
    files = [Path(os.path.relpath(file)) for file in book]
    chapters, left_out = chosen(data)
    paths = located(chapters, files, data.study)
    with tempfile.TemporaryDirectory(prefix="report-") as made:
        folder, out = Path(made, "book"), Path(made, "out")
        evidence = stage(data, folder, paths, files, versions)
        try:
            rendered = _rendered(
                data.study["report"]["engine"], folder, out / html.name, out / pdf.name
            )
        except DataError as error:
            raise DataError(_named(p, paths, files) for p in error.problems) from error
        searched = search([out / html.name, out / pdf.name])
        for target in (html, pdf):
            with successor(target) as fresh:
                shutil.move(out / target.name, fresh)
    missing = "".join(f"; {name} left out (the study has no {why})" for name, why in left_out)
    quotations = len(evidence.all)
    made_of = f"{len(paths)} chapters, {quotations:,} quotations ({rendered.engine} engine)"
    return f"{made_of}{missing}; {searched}"


def chosen(data: Data) -> tuple[list[str], list[tuple[str, str]]]:
    """The chapters of the book in order, and those left out for want of their stage."""
    on = switched_on(data)
    asked = [c for c in data.study["report"]["chapters"] if c not in (FIRST, LAST)]
    left_out = [(c, " or ".join(NEEDS[c])) for c in asked if c in NEEDS and on.isdisjoint(NEEDS[c])]
    kept = [c for c in asked if c not in dict(left_out)]
    return [FIRST, *kept, LAST], left_out


def switched_on(data: Data) -> set[str]:
    """What the study has, of all that a chapter or a part of one may speak of."""
    there = {
        "nest": data.nest, "tests": data.tests, "frames": data.frames,
        "cells": any(data.frames.values()), "statuses": data.frames or data.nest,
        "findings": data.nest.get("nest_findings"),
        "deidentified": data.deidentified, "patients": data.patients,
        "records": data.records, "published": data.records.get("records_published"),
        "witnessed": any(row["verdict"] != "one_witness" for row in
                         data.records.get("witnesses", ())),
        "contrasts": data.statistics.get("contrasts"), "quality": data.quality,
        "eligibility": data.quality.get("eligibility"), "flow": data.quality.get("flow"),
        "answered": data.responses, "presence": queries.presence(data),
        "attributes": data.code_attributes,
        "sites": len(data.sites) > 1,
        "theme_words": data.theme_keyness,
        "scored": data.coding.get("agreement"), "suggest": data.suggest,
        "mapped": data.coding.get("mapped"), "saturation": data.coding.get("saturation"),
    }  # fmt: skip
    return {name for name, has in there.items() if has}


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
    for name, text in content(data, evidence, numbers, list(paths), versions).items():
        write_text(folder / INCLUDES / f"{name}.md", text)
    for name, (svg, _) in _figures(data, folder).items():
        write_text(folder / FIGURES / f"{name}.svg", svg)
    return evidence


def _figures(data: Data, folder: Path) -> dict[str, tuple[str, str]]:
    made = figures.figures(data)
    closed = likert.figures(data) if data.responses else {}
    for name, (_, description) in made.items():
        text = figures.block(name, description, CAPTIONS[name])
        write_text(folder / INCLUDES / f"fig-{name}.md", text)
    blocks = (figures.block(n, told, likert.caption(n)) for n, (_, told) in closed.items())
    write_text(folder / INCLUDES / "fig-items.md", "\n".join(blocks))
    return made | closed


def content(
    data: Data,
    evidence: Evidence,
    numbers: Mapping[str, Any],
    chapters: Sequence[str],
    versions: Sequence[Mapping[str, str]],
) -> dict[str, str]:
    """Every table and list of the book by the name of its include."""
    told, mechanisms = frames.split(data)
    shown_later = "responders.qmd" in chapters
    return {
        **overview.includes(data, evidence, numbers, chapters),
        **sample.includes(data),
        **vocabulary.includes(data),
        **experience.includes(data, evidence),
        "frames-experience": frames.matrices(
            data, evidence, told if shown_later else [*told, *mechanisms]
        ),
        "frames-mechanisms": frames.matrices(data, evidence, mechanisms if shown_later else []),
        **queries.includes(data),
        **records.includes(data),
        **witnesses.includes(data, evidence),
        **responders.includes(data, evidence),
        **statistics.includes(data),
        **quality.includes(data),
        "items": likert.table(data) if data.responses else "",
        "evidence": evidence.chapter() if CHAPTER in chapters else "",
        **deidentified.includes(data),
        **codebook.includes(data, evidence),
        **coding.includes(data, evidence),
        **inductive.includes(data, evidence),
        **methods.includes(data, evidence, versions),
    }


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


def _rendered(engine: str, folder: Path, html: Path, pdf: Path) -> Rendered:
    found = quarto.find_quarto() if engine != "embedded" else None
    if engine == "quarto" and found is None:
        expected = "Quarto 1.9 or newer on PATH"
        hint = "install it with `make quarto`, or set report.engine to auto"
        raise DataError(Problem("study file", None, "report.engine", expected, "none", hint))
    if found is not None:
        return quarto.render(folder, html, pdf, found)
    return embedded.render(folder, html, pdf)


def _named(problem: Problem, chapters: Mapping[str, Path], files: Sequence[Path]) -> Problem:
    """A problem with the file a person can open in place of its copy in the book."""
    known = {file.name: file for file in files if file.suffix in {".qmd", ".yml", ".bib"}}
    real = chapters.get(problem.file) or known.get(problem.file)
    if real is not None:
        return replace(problem, file=real.as_posix())
    if problem.file == VARIABLES or problem.file.startswith((f"{INCLUDES}/", f"{FIGURES}/")):
        return replace(problem, file=f"{problem.file} (made from the tables)")
    return problem
