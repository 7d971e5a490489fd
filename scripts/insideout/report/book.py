"""A staged book as both engines see it: `_quarto.yml` and `_variables.yml`, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from insideout.problems import DataError, Problem, shown

CONFIG, VARIABLES = "_quarto.yml", "_variables.yml"


@dataclass(frozen=True)
class Chapter:
    """One source file of the book; `kind` is chapter or appendix, `part` the part it belongs to."""

    file: str
    kind: str = "chapter"
    part: str = ""


@dataclass(frozen=True)
class Book:
    """What `_quarto.yml` says, and the variables for `{{< var >}}`."""

    folder: Path
    title: str
    subtitle: str
    authors: tuple[str, ...]
    lang: str
    chapters: tuple[Chapter, ...]
    bibliography: tuple[str, ...]
    csl: str
    depth: int
    variables: Mapping[str, Any]


@dataclass(frozen=True)
class Rendered:
    """What an engine left: the engine's name, the book's first page and the PDF, when asked for."""

    engine: str
    html: Path | None
    pdf: Path | None
    pages: tuple[str, ...] = ()


def read_book(folder: Path) -> Book:
    """The book in `folder`. Raises DataError with every problem of its two YAML files."""
    problems: list[Problem] = []
    config = _mapping(folder, CONFIG, problems, required=True)
    variables = _mapping(folder, VARIABLES, problems)
    book = config.get("book")
    book = book if isinstance(book, dict) else {}
    title = str(book.get("title") or "")
    if not title and not problems:
        problems.append(Problem(CONFIG, column="book.title", expected="the title of the report"))
    chapters = tuple(_chapters(book, problems))
    if not chapters and not problems:
        problems.append(Problem(CONFIG, column="book.chapters", expected="a list of .qmd files"))
    bibliography = _strings(config.get("bibliography", book.get("bibliography")))
    csl = str(config.get("csl") or "")
    named = [(chapter.file, "book.chapters") for chapter in chapters]
    named += [(file, "bibliography") for file in bibliography] + ([(csl, "csl")] if csl else [])
    problems += _missing(folder, named)
    if problems:
        raise DataError(problems)
    return Book(
        folder=folder,
        title=title,
        subtitle=str(book.get("subtitle") or ""),
        authors=_authors(book.get("author", book.get("authors"))),
        lang=str(config.get("lang") or "en"),
        chapters=chapters,
        bibliography=bibliography,
        csl=csl,
        depth=int(config.get("number-depth") or 3),
        variables=variables,
    )


def inside(folder: Path, name: str) -> Path | None:
    """The existing file `name` below `folder`, or None; links that lead out of it don't count."""
    path = (folder / name).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _mapping(
    folder: Path, name: str, problems: list[Problem], required: bool = False
) -> dict[str, Any]:
    path = folder / name
    if not path.is_file():
        if required:
            problems.append(Problem(name, expected="a book with this file", hint=f"see {folder}"))
        return {}
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        reason = str(getattr(error, "problem", error))
        problems.append(Problem(name, line, expected="YAML", found=reason))
        return {}
    if found is None or isinstance(found, dict):
        return found or {}
    problems.append(Problem(name, expected="keys and values", found=shown(found)))
    return {}


def _chapters(book: Mapping[str, Any], problems: list[Problem]) -> Iterator[Chapter]:
    for kind, key in (("chapter", "chapters"), ("appendix", "appendices")):
        for entry in book.get(key) or []:
            if isinstance(entry, dict) and "part" in entry:
                part = str(entry["part"])
                if part.endswith(".qmd"):
                    problems.append(
                        Problem(
                            CONFIG,
                            column=f"book.{key}",
                            expected="a part's title as text",
                            found=shown(part),
                            hint="put the text of a part into its first chapter",
                        )
                    )
                for file in entry.get("chapters") or []:
                    yield from _chapter(file, kind, part, problems)
            else:
                yield from _chapter(entry, kind, "", problems)


def _chapter(entry: Any, kind: str, part: str, problems: list[Problem]) -> Iterator[Chapter]:
    file = entry.get("file") if isinstance(entry, dict) else entry
    if isinstance(file, str) and file.endswith(".qmd") and "/" not in file:
        yield Chapter(file, kind, part)
        return
    problems.append(
        Problem(
            CONFIG,
            column="book.chapters",
            expected="the name of a .qmd file beside _quarto.yml",
            found=shown(entry),
        )
    )


def _missing(folder: Path, named: list[tuple[str, str]]) -> Iterator[Problem]:
    for file, where in named:
        if inside(folder, file) is None:
            yield Problem(CONFIG, column=where, expected="a file of the book", found=shown(file))


def _strings(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


def _authors(value: Any) -> tuple[str, ...]:
    people = value if isinstance(value, list) else [value] if value else []
    return tuple(str(p.get("name", "")) if isinstance(p, dict) else str(p) for p in people)
