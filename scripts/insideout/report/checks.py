"""What must hold in the written pages: unique ids, links and images that lead somewhere, no code.

Checking the HTML rather than the sources covers Markdown and raw HTML alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from html.parser import HTMLParser
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from insideout.problems import Problem, shown
from insideout.report.book import Book, inside
from insideout.report.pandoc import Fragment, located
from insideout.report.shortcodes import Source

OUTSIDE = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
PER_PAGE = re.compile(r"fn(ref)?\d+|footnotes")  # footnotes count anew on every page
ACTIVE = {"script", "style", "link", "iframe", "object", "embed", "form", "base", "meta"}
IMAGES = (".svg", ".png", ".jpg", ".jpeg", ".webp")


@dataclass
class Found:
    """Ids, links, images and active content of one page, in order."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    active: list[str] = field(default_factory=list)


class _Scan(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = Found()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.found.ids.append(given["id"])
        if tag == "a" and "href" in given:
            self.found.links.append(given["href"])
        if tag in {"img", "source", "video", "audio"} or "src" in given:
            self.found.images.append(given.get("src", given.get("srcset", "")))
        if tag in ACTIVE or any(name.startswith("on") for name in given):
            self.found.active.append(tag)


@cache
def scan(html: str) -> Found:
    """What a page holds that can be wrong."""
    parser = _Scan()
    parser.feed(html)
    parser.close()
    return parser.found


def images(fragments: Sequence[Fragment]) -> list[str]:
    """The image files that the book shows, sorted."""
    return sorted({name for page in fragments for name in scan(page.html).images})


def check(book: Book, fragments: Sequence[Fragment], sources: Sequence[Source]) -> list[Problem]:
    """Every duplicate id, broken link, missing image and piece of active content of the book."""
    found = {fragment.file: scan(fragment.html) for fragment in fragments}
    by_file = {source.file: source for source in sources}
    problems = list(_duplicates(found, sources))
    ids = {file: set(page.ids) for file, page in found.items()}
    for file, page in found.items():
        source = by_file[file]
        for target in dict.fromkeys(page.links):
            problems += _link(file, target, ids, source)
        for name in dict.fromkeys(page.images):
            problems += _image(book, name, source)
        for tag in dict.fromkeys(page.active):
            place = located(source, f"<{tag}")
            problems.append(
                Problem(*place, "", "text without scripts, styles or frames", f"<{tag}")
            )
    return problems


def _duplicates(found: Mapping[str, Found], sources: Sequence[Source]) -> Iterator[Problem]:
    counts = Counter(
        name for page in found.values() for name in page.ids if not PER_PAGE.fullmatch(name)
    )
    for name in (name for name, count in counts.items() if count > 1):
        given = re.compile(rf"""(#|id=["']?){re.escape(name)}(?=[\s}}"'>]|$)""")
        places = [place for source in sources for place in source.places(given)]
        places = [place for place in places if place] or [sources[0].origin(1)]
        first = f"{places[0][0]}, line {places[0][1]}"
        yield Problem(
            *places[-1],
            "",
            "ids that are unique in the book",
            f"#{name} again",
            f"first in {first}",
        )


def _link(file: str, target: str, ids: Mapping[str, set[str]], source: Source) -> Iterator[Problem]:
    page, _, name = target.partition("#")
    page = page or file
    if OUTSIDE.match(target) or PER_PAGE.fullmatch(name):
        return
    if page in ids and (not name or name in ids[page]):
        return
    place = located(source, target)  # only now: it looks through the whole chapter
    if page not in ids:
        near = get_close_matches(page.replace(".html", ".qmd"), list(ids), n=1)
        hint = f"did you mean {near[0]}?" if near else "link to chapters as name.qmd#id"
        yield Problem(*place, "", "a chapter of the book", shown(target), hint)
    else:
        elsewhere = [other for other, known in ids.items() if name in known]
        near = get_close_matches(name, sorted(ids[page]), n=1)
        hint = f"write {elsewhere[0]}#{name}" if elsewhere else ""
        hint = hint or (f"did you mean #{near[0]}?" if near else "")
        yield Problem(*place, "", f"an id in {page}", shown(target), hint)


def _image(book: Book, name: str, source: Source) -> Iterator[Problem]:
    path = inside(book.folder, name)
    if path is None or not name.lower().endswith(IMAGES):
        expected = "an image file of the book (" + ", ".join(IMAGES) + ")"
        yield Problem(*located(source, name), "", expected, shown(name))
    elif path.suffix.lower() == ".svg":
        yield from _svg(path.read_bytes(), name)


def _svg(content: bytes, name: str) -> Iterator[Problem]:
    try:
        fromstring(content)
    except (ParseError, DefusedXmlException) as error:
        yield Problem(name, expected="an SVG image", found=str(error))
