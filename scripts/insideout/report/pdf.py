"""The PDF: pandoc's Typst body behind our template, compiled with the fonts that typst brings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from insideout.problems import DataError, Problem
from insideout.report.book import Book
from insideout.report.pandoc import ENGINE, Built, labels, language

NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # a fixed one: the same book gives the same bytes


def document(book: Book, built: Built) -> str:
    """The whole Typst document: what the template is told, the template, the chapters."""
    told: Mapping[str, str] = {
        "title": _text(book.title),
        "subtitle": _text(book.subtitle),
        "authors": _array(book.authors),
        "lang": _text(language(book.lang)),
        "labels": f"(contents: {_text(labels(book.lang)['contents'])})",
        "parts": built.parts,
    }
    facts = ", ".join(f"{key}: {value}" for key, value in told.items())
    template = (ENGINE / "book.typ").read_text(encoding="utf-8")
    return f"#let book = ({facts})\n{template}\n{built.body}\n"


def write(book: Book, built: Built, path: Path) -> None:
    """Compiles the book into the new file `path`."""
    try:
        compiled = _compiled(book, built)
    except typst.TypstError as error:
        raise DataError(
            Problem("PDF", expected="a book that Typst takes", found=str(error))
        ) from error
    path.write_bytes(compiled)


def _compiled(book: Book, built: Built) -> bytes:
    made: bytes = typst.compile(  # type: ignore[call-overload] # its stubs want one type for both
        document(book, built).encode(),
        root=book.folder.resolve(),
        font_paths=_fonts(),
        format="pdf",
        timestamp=NO_DATE,
    )
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _array(items: tuple[str, ...]) -> str:
    return "(" + "".join(_text(item) + ", " for item in items) + ")"
