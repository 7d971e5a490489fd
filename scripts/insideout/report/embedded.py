"""The report engine that always works: pandoc and typst from their wheels, no Quarto needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from insideout.problems import DataError, Problem
from insideout.report import checks, pages, pandoc
from insideout.report import pdf as typeset
from insideout.report.book import Book, Rendered, read_book
from insideout.report.pandoc import Built
from insideout.report.shortcodes import expand
from insideout.report.swap import successor


def render(book: Path, html: Path | None, pdf: Path | None) -> Rendered:
    """Renders the staged `book` into the folder `html` and the file `pdf`.

    Raises DataError with every problem of every chapter. What was rendered before stays in place
    until everything new is complete.
    """
    described, built = _built(book, typst=pdf is not None)
    names: list[str] = []
    with ExitStack() as stack:
        if html is not None:
            fresh = stack.enter_context(successor(html))
            names = pages.write(described, built.fragments, fresh, _link(html, pdf))
        if pdf is not None:
            typeset.write(described, built, stack.enter_context(successor(pdf)))
    first = html / names[0] if html is not None else None
    return Rendered("embedded", first, pdf, tuple(names))


@contextmanager
def rendering(book: Path, html: Path, pdf: Path) -> Iterator[Iterator[Path]]:
    """Renders the staged `book` to the new folder `html` and, in a thread beside, the file `pdf`.

    Gives both in this order as they become ready: the PDF takes seconds, in which the pages can be
    worked on (typst holds no lock of Python's). Raises DataError as `render` does.
    """
    described, built = _built(book, typst=True)
    with ThreadPoolExecutor(max_workers=1) as beside:
        pdf.parent.mkdir(parents=True, exist_ok=True)
        typesetting = beside.submit(typeset.write, described, built, pdf)

        def ready() -> Iterator[Path]:
            yield html
            typesetting.result()
            yield pdf

        pages.write(described, built.fragments, html, _link(html, pdf))
        yield ready()
        typesetting.result()


def _built(book: Path, *, typst: bool) -> tuple[Book, Built]:
    described = read_book(book)
    problems: list[Problem] = []
    sources = [
        expand(book, chapter.file, described.variables, problems) for chapter in described.chapters
    ]
    built = pandoc.build(described, sources, typst=typst)
    problems += built.problems
    problems += checks.check(described, built.fragments, sources)
    if problems:
        raise DataError(problems)
    return described, built


def _link(html: Path, pdf: Path | None) -> str:
    return Path(os.path.relpath(pdf, html)).as_posix() if pdf else ""
