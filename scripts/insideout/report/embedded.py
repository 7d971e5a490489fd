"""The report engine that always works: pandoc and typst from their wheels, no Quarto needed."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path

from insideout.problems import DataError, Problem
from insideout.report import checks, pages, pandoc
from insideout.report import pdf as typeset
from insideout.report.book import Rendered, read_book
from insideout.report.shortcodes import expand
from insideout.report.swap import successor


def render(book: Path, html: Path | None, pdf: Path | None) -> Rendered:
    """Renders the staged `book` into the folder `html` and the file `pdf`.

    Raises DataError with every problem of every chapter. What was rendered before stays in place
    until everything new is complete.
    """
    described = read_book(book)
    problems: list[Problem] = []
    sources = [
        expand(book, chapter.file, described.variables, problems) for chapter in described.chapters
    ]
    built = pandoc.build(described, sources, typst=pdf is not None)
    problems += built.problems
    problems += checks.check(described, built.fragments, sources)
    if problems:
        raise DataError(problems)
    names: list[str] = []
    with ExitStack() as stack:
        if html is not None:
            link = Path(os.path.relpath(pdf, html)).as_posix() if pdf else ""
            names = pages.write(
                described, built.fragments, stack.enter_context(successor(html)), link
            )
        if pdf is not None:
            typeset.write(described, built, stack.enter_context(successor(pdf)))
    first = html / names[0] if html is not None else None
    return Rendered("embedded", first, pdf, tuple(names))
