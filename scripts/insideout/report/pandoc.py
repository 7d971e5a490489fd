"""Runs pandoc over the whole book: numbered HTML fragments and the body of the PDF."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc  # type: ignore[import-untyped]
import yaml

from insideout.problems import Problem, shown
from insideout.report import typst_body
from insideout.report.book import Book
from insideout.report.shortcodes import Source

ENGINE = Path(__file__).resolve().parents[3] / "reports" / "engine"
THEME = ENGINE.parent / "theme"
# Haskell's runtime: rarer rubbish collection, for a book of many tables an eighth of the time.
MEMORY = ("+RTS", "-A64m", "-n4m", "-RTS")
FILE_MARK, PDF_MARK, WARNING = "@@FILE ", "@@PDF", "[WARNING] "


@dataclass(frozen=True)
class Heading:
    """A heading below the chapter's title; `html` holds its inline content."""

    id: str
    level: int
    number: str
    html: str


@dataclass(frozen=True)
class Fragment:
    """One chapter as pandoc wrote it; links still point at .qmd files."""

    file: str
    id: str
    number: str
    part: str
    title: str
    title_html: str
    headings: tuple[Heading, ...]
    html: str


@dataclass(frozen=True)
class Built:
    """All chapters, and for the PDF the Typst body with the parts' titles by chapter id."""

    fragments: tuple[Fragment, ...]
    problems: tuple[Problem, ...]
    body: str = ""
    parts: str = ""


def language(lang: str) -> str:
    """The language without its region: en-GB is en."""
    return lang.partition("-")[0].lower()


@cache
def labels(lang: str) -> Mapping[str, str]:
    """The engine's own words in the language of the book; English where there are none."""
    known: dict[str, dict[str, str]] = yaml.safe_load(
        (ENGINE / "labels.yml").read_text(encoding="utf-8")
    )
    return known["en"] | known.get(language(lang), {})


def _command() -> list[str]:
    """The pandoc that is locked with us, whatever else is on PATH; where there is none, the found.

    Another's may be built without the runtime's options, and would refuse to start.
    """
    ours = Path(pypandoc.__file__).parent / "files" / "pandoc"
    return [str(ours), *MEMORY] if ours.is_file() else [pypandoc.get_pandoc_path()]


def build(book: Book, sources: Sequence[Source], typst: bool) -> Built:
    """Chapters with numbers and cross-references resolved. Problems are returned, not raised."""
    words = labels(book.lang)
    beside = typst_body.tables(source.text for source in sources) if typst else []
    described = {
        "chapters": [
            {
                "file": chapter.file,
                "kind": chapter.kind,
                "part": chapter.part or (words["appendices"] if chapter.kind == "appendix" else ""),
                "text": source.text,
            }
            for chapter, source in zip(book.chapters, sources, strict=True)
        ],
        "bibliography": list(book.bibliography),
        "lang": book.lang,
        "labels": dict(words),
        "depth": book.depth,
        "typst": typst,
        "beside": beside,
    } | ({"csl": book.csl} if book.csl else {})
    with ThreadPoolExecutor(max_workers=1) as helper:
        writing = helper.submit(_run, "tables.lua", beside, book.folder) if beside else None
        result, told = _run("book.lua", described, book.folder)
        tables = writing.result()[0] if writing else {}
    by_file = {source.file: source for source in sources}
    problems = [*_reported(result["problems"], by_file), *_warnings(told, by_file)]
    made = result.get("typst")
    fragments = tuple(_fragment(chapter) for chapter in result["chapters"])
    if not made:
        return Built(fragments, tuple(problems))
    ids = {fragment.file: fragment.id for fragment in fragments}
    return Built(fragments, tuple(problems), typst_body.body(made, tables, ids), made["parts"])


def _run(script: str, given: object, folder: Path) -> tuple[dict[str, Any], str]:
    """What a script of the engine answers, and what pandoc warned of."""
    done = subprocess.run(  # noqa: S603 - our own pandoc, no shell
        [*_command(), "lua", str(ENGINE / script)],
        input=json.dumps(given),
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"pandoc stopped with {done.returncode}:\n{done.stderr.strip()}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer, done.stderr


def located(source: Source, needle: str) -> tuple[str, int]:
    """File and line where `needle` stands in a chapter, its first line when it can't be found."""
    ends = r"(?![\w-])" if needle[-1:].isalnum() else ""
    places = source.places(re.compile(re.escape(needle) + ends)) if needle else []
    return places[0] if places else source.origin(1)


def _fragment(chapter: dict[str, Any]) -> Fragment:
    headings = tuple(Heading(**heading) for heading in chapter.pop("headings"))
    return Fragment(headings=headings, **chapter)


def _reported(
    found: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]
) -> Iterator[Problem]:
    for item in found:
        file, line = located(sources[item["file"]], item.get("needle") or "")
        said = {key: item.get(key) or "" for key in ("expected", "found", "hint")}
        yield Problem(file, line, **said)


def _warnings(stderr: str, sources: Mapping[str, Source]) -> Iterator[Problem]:
    file, message = "", ""
    for line in [*stderr.splitlines(), FILE_MARK]:
        if line.startswith((WARNING, FILE_MARK, PDF_MARK)):
            if message and file:
                yield _warning(message, sources[file])
            message = line.removeprefix(WARNING) if line.startswith(WARNING) else ""
            if not line.startswith(WARNING):
                file = line.removeprefix(FILE_MARK) if line.startswith(FILE_MARK) else ""
        elif message:
            message += " " + line.strip()


def _warning(message: str, source: Source) -> Problem:
    at = re.search(r"line (\d+)", message)
    tex = re.match(r"Could not convert TeX math (.*?), rendering as TeX", message)
    if tex:
        needle = max(tex[1].split() or [""], key=len)
        file, number = located(source, needle)
        return Problem(file, number, "", "maths that pandoc can convert", shown(tex[1].strip()))
    file, number = source.origin(int(at[1]) if at else 1)
    return Problem(file, number, found=shown(message, 160))
