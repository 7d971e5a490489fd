"""What stands in a file that leaves the study, as passages of text with their places."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from insideout.intake.canonical import INVISIBLE
from insideout.tables.declare import Table

BLOCKS = frozenset(
    "p li td th div blockquote figcaption dd dt h1 h2 h3 h4 h5 h6 br tr section text title".split()  # noqa: SIM905
)
UNSEEN = frozenset({"script", "style", "annotation"})
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
DATA = re.compile(r"^\s*(?:[\w.]+\s*=\s*)?([\[{].*[\]}])\s*;?\s*$", re.DOTALL)  # a script of data
CUT = re.compile("[\x02\ufffe]")  # what pdfium gives for a hyphen at the end of a line
BROKEN = re.compile(r"[-\u00ad\u2010\u2011]\n\s*")
# An address as references have it, and the columns whose cells our own program made.
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
NUMBERED = re.compile(r"[\w.:/-]*\d[\w.:/-]*")  # pages, volumes, articles such as e0232076
REFERENCES, ENTRY = "references.html", "csl-entry"
PROSE = frozenset({".txt", ".md", ".qmd"})
HASH = re.compile(r"[0-9a-f]{8,64}")
OURS = {
    "date": re.compile(r"\d{4}-\d\d-\d\d"), "version": re.compile(r"[\w.+-]{1,30}"),
    "coding": HASH, "passage": HASH, "sha256": HASH, "evidence": HASH,
}  # fmt: skip
INLINE = re.compile(r"data:[\w/+.;=-]*base64,[A-Za-z0-9+/=\s]*")
# What no name is looked for in: pictures and fonts.
PICTURES = frozenset(
    {".woff", ".woff2", ".ttf", ".otf", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp"}
)
REPORTS = Path(__file__).parents[4] / "reports"
PARTS = frozenset({".js", ".css"})  # of the book's theme, in which a name is a word of code


class Passage(NamedTuple):
    """Text at one place. `free`: people wrote it or read it, so patterns are looked for, too."""

    text: str
    line: int | None = None
    column: str = ""
    free: bool = True


@dataclass(frozen=True)
class Output:
    """A named text: `name` is its file, as messages tell it.

    `printed`: what looks like an identifier and is none, wherever it stands: dates of sources,
    versions and hashes in the columns that are there for them, addresses (whole, or as far as a
    line of the PDF holds them) and numbers of the references.
    `references`: the entries of a list of references, whose authors are named in earnest.
    """

    name: str
    passages: tuple[Passage, ...]
    printed: frozenset[str] = frozenset()
    references: tuple[str, ...] = ()


def read_outputs(files: Iterable[Path], tables: Iterable[Table] = ()) -> Iterator[Output]:
    """The files that can hold a name; folders with all that is in them.

    Left out are pictures, and scripts and styles of the book that are as they came with Inside-Out.

    `tables` says which columns of a table are free text; a file's table is the one whose columns
    it has. Columns that no table declares count as free text.
    """
    declared = list(tables)
    for file in files:
        inside = sorted(file.rglob("*")) if file.is_dir() else [file]
        for one in inside:
            if one.is_file() and one.suffix.lower() not in PICTURES and not _shipped(one):
                found = tuple(passages(one, declared))
                cites = one.name == REFERENCES
                works = tuple(references(one.read_text("utf-8", "replace"))) if cites else ()
                yield Output(str(one), found, frozenset(printed(found, works)), works)


def _shipped(file: Path) -> bool:
    """Whether a file is one of the program's own, byte for byte: no study is in it."""
    return file.suffix.lower() in PARTS and file.read_bytes() in _own_parts()


@cache
def _own_parts() -> frozenset[bytes]:
    return frozenset(
        part.read_bytes() for folder in ("theme", "engine/vendor")
        for part in (REPORTS / folder).rglob("*") if part.suffix in PARTS
    )  # fmt: skip


def printed(found: Iterable[Passage], works: Iterable[str]) -> Iterator[str]:
    """What a file prints that isn't taken from a transcript, though it may look like it."""
    for work in works:
        for match in ADDRESS.finditer(work):
            address = match[0].rstrip(".,;)")
            ends = [n for n, c in enumerate(address) if c in "/.-"]  # where a line may break
            yield from (address, *(address[: n + 1].rstrip(".") for n in ends))
            yield from (address[n + 1 :] for n in ends)
        yield from (match[0].strip(".,:-/") for match in NUMBERED.finditer(work))
    for passage in found:
        if _ours(passage.column, passage.text):
            yield passage.text


def passages(file: Path, tables: Sequence[Table] = ()) -> Iterator[Passage]:
    """The passages of a file, by its ending; one that isn't known is read as lines of text."""
    ending = file.suffix.lower()
    if ending == ".pdf":
        yield from _pdf(file)
        return
    if ending == ".parquet":
        yield from _parquet(file)
        return
    text = file.read_bytes().decode("utf-8", "replace")
    if ending == ".csv":
        yield from _cells(text, tables)
    elif ending in {".html", ".htm", ".svg", ".xml"}:
        yield from _lines(text, unescape=True)
        yield from _visible(text)
    elif ending in {".js", ".json"}:
        yield from _script(text)
    else:
        yield from _lines(text, free=ending in PROSE and "LICENSE" not in file.name)


def _lines(text: str, *, unescape: bool = False, free: bool = False) -> Iterator[Passage]:
    """Every line, entities and percent signs resolved where a browser would."""
    for number, line in enumerate(text.split("\n"), 1):
        plain = line
        if unescape:
            plain = html.unescape(INLINE.sub("", line) if "base64," in line else line)
            plain = ESCAPED.sub(lambda m: chr(int(m[1], 16)), plain) if "\\u" in plain else plain
            plain = unquote(plain) if "%" in plain else plain
        if plain.strip():
            yield Passage(plain, number, "", free)


def _cells(text: str, tables: Sequence[Table]) -> Iterator[Passage]:
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    free = dict.fromkeys(header, True)
    table = max(tables, key=lambda t: len(set(t.names) & set(header)), default=None)
    if table is not None and {c.name for c in table.columns if c.required} <= set(header):
        free |= {column.name: column.free_text for column in table.columns}
    line = reader.line_num + 1
    for row in reader:
        for name, cell in zip(header, row, strict=False):
            if cell:
                yield Passage(cell, line, name, free[name] and not _ours(name, cell))
        line = reader.line_num + 1


def _ours(column: str, cell: str) -> bool:
    """Whether a cell is a date, version or hash in the column that is there for it."""
    return column in OURS and OURS[column].fullmatch(cell) is not None


def _script(text: str) -> Iterator[Passage]:
    """The strings of a file of data, or the lines of a program."""
    match = DATA.match(text)
    try:
        value = json.loads(match[1]) if match else None
    except ValueError:
        value = None
    if value is None:
        yield from _lines(text, unescape=True)
        return
    for number, string in enumerate(_strings(value), 1):
        yield Passage(string, None, f"text {number}", " " in string)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


class _Text(HTMLParser):
    """What a reader sees, one passage per block, with the line on which it begins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Passage] = []
        self.parts: list[str] = []
        self.line, self.hidden = 1, 0
        self.works: list[str] = []
        self.within: list[str] = []  # the element that holds references, and such inside it

    def close_block(self) -> None:
        """End the block that is open."""
        text = " ".join("".join(self.parts).split())
        if text:
            self.found.append(Passage(text, self.line))
            if self.within:
                self.works.append(text)
        self.parts = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or text that isn't seen."""
        self.hidden += tag in UNSEEN
        has = dict(attrs)
        holds = has.get("id") == "refs" or ENTRY in (has.get("class") or "").split()
        if tag in BLOCKS or holds:
            self.close_block()
        if self.within[:1] == [tag] or (holds and not self.within):
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block, or text that isn't seen."""
        self.hidden = max(0, self.hidden - (tag in UNSEEN))
        if tag in BLOCKS or self.within == [tag]:
            self.close_block()
        if self.within[:1] == [tag]:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        """Take in text, if it is seen."""
        if not self.hidden:
            if not self.parts:
                self.line = self.getpos()[0]
            self.parts.append(data)


def _visible(text: str) -> Iterator[Passage]:
    yield from _parsed(text).found


def references(text: str) -> list[str]:
    """What stands in the list of references of a page, and nowhere else on it."""
    return _parsed(text).works


def _parsed(text: str) -> _Text:
    parser = _Text()
    parser.feed(text)
    parser.close()
    parser.close_block()
    return parser


def _pdf(file: Path) -> Iterator[Passage]:
    """Pages of a PDF, words that a line break cut put together: with and without their hyphen."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types; pdfplumber brings it

    document = pypdfium2.PdfDocument(str(file))
    try:
        for number in range(len(document)):
            page = document[number].get_textpage().get_text_bounded().replace("\r\n", "\n")
            page = unicodedata.normalize("NFKC", CUT.sub("-\n", page))
            where = f"page {number + 1}"
            yield Passage(BROKEN.sub("", page), None, where)
            if BROKEN.search(page):
                yield Passage(BROKEN.sub("-", page), None, where, free=False)
    finally:
        document.close()


def _parquet(file: Path) -> Iterator[Passage]:
    """The different strings of a table that people don't read."""
    import pandas as pd

    frame = pd.read_parquet(file)
    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]):
            words = sorted({str(value) for value in frame[name].dropna().unique()})
            yield from (Passage(word, None, str(name), free=False) for word in words)


def seen(text: str) -> str:
    """Text without what can't be seen (soft hyphens and the like)."""
    return INVISIBLE.sub("", text)
