"""The HTML book: page frames around pandoc's fragments, figures, theme and search data."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from insideout.report import search
from insideout.report.book import Book
from insideout.report.checks import images
from insideout.report.pandoc import ENGINE, THEME, Fragment, Heading, labels

QMD_LINK = re.compile(r"""(<a\b[^>]*?\shref=["']?)([^"'#>:\s]+)\.qmd(?=["'#>\s])""")
ANCHOR = re.compile(r"</?a\b[^>]*>")
ASSETS = "assets"


def write(book: Book, fragments: Sequence[Fragment], folder: Path, pdf: str = "") -> list[str]:
    """Writes the book into the new `folder`; `pdf` is the PDF's address from there, if any."""
    folder.mkdir(parents=True)
    template = _template()
    frame = {"book": book, "labels": labels(book.lang), "pdf": pdf, "menu": _menu(fragments)}
    names = [page_name(fragment.file) for fragment in fragments]
    for at, fragment in enumerate(fragments):
        text = template.render(
            frame,
            page=fragment,
            content=_trusted(rewritten(fragment.html)),
            headings=_tree(fragment.headings),
            previous=fragments[at - 1] if at else None,
            following=fragments[at + 1] if at + 1 < len(fragments) else None,
        )
        (folder / names[at]).write_text(text, encoding="utf-8")
    _assets(book, fragments, folder)
    return names


def page_name(file: str) -> str:
    """The page of a chapter: evidence.qmd becomes evidence.html."""
    return file.removesuffix(".qmd") + ".html"


def rewritten(html: str) -> str:
    """Links to chapters turned into links to their pages, in Markdown's and raw HTML alike."""
    return QMD_LINK.sub(r"\1\2.html", html)


def _trusted(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - written and escaped by pandoc, checked for active content


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(ENGINE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["page"] = page_name
    environment.filters["unlinked"] = lambda text: _trusted(ANCHOR.sub("", text))
    return environment.get_template("page.html.j2")


def _menu(fragments: Sequence[Fragment]) -> list[tuple[str, list[Fragment]]]:
    return [(part, list(chapters)) for part, chapters in groupby(fragments, lambda f: f.part)]


def _tree(headings: Sequence[Heading]) -> list[tuple[Heading, list[Heading]]]:
    """Second-level headings with the third-level ones below them."""
    tree: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level == 2 or not tree:
            tree.append((heading, []))
        elif heading.level == 3:
            tree[-1][1].append(heading)
    return tree


def _assets(book: Book, fragments: Sequence[Fragment], folder: Path) -> None:
    for name in images(fragments):
        _copy(book.folder / name, folder / name)
    for source, name in _theme():
        _copy(source, folder / ASSETS / name)
    (folder / ASSETS / "search-data.js").write_text(search.script(fragments), encoding="utf-8")


def _theme() -> Iterator[tuple[Path, str]]:
    for base in (THEME, ENGINE / "vendor"):
        for path in sorted(base.rglob("*")):
            if path.is_file() and path.suffix != ".md":
                yield path, path.relative_to(base).as_posix()


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
