"""OpenDocument texts (odt): what stands in the body, tracked changes accepted.

content.xml is read directly: pandoc puts notes, hidden words and the numbers of lists into the text
and doesn't tell what it leaves out. Deleted words stand apart in the file, so that the text is the
one with all changes accepted. Comments, notes, headers, footers, text boxes and hidden text are
left out and counted.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from insideout.intake.archive import inspect
from insideout.intake.canonical import folded, said
from insideout.intake.cells import counted, row_pieces
from insideout.intake.labels import Piece
from insideout.intake.wrapping import rejoined
from insideout.problems import DataError, Problem, shown

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE, STYLE, DRAW, MANIFEST = (
    f"{{{OASIS}{name}:1.0}}" for name in ("text", "table", "office", "style", "drawing", "manifest")
)
MIME = "application/vnd.oasis.opendocument.text"
CHANGES = {f"{TEXT}insertion": "insertions", f"{TEXT}deletion": "deletions"}
# What isn't said, and how it is counted ("" isn't worth it).
LEFT_OUT = {
    f"{OFFICE}annotation": "comments", f"{DRAW}frame": "text boxes", f"{DRAW}custom-shape": "",
    f"{TEXT}tracked-changes": "", f"{TEXT}hidden-text": "hidden text", f"{OFFICE}forms": "",
    f"{TEXT}hidden-paragraph": "hidden text", f"{TEXT}note-citation": "", f"{DRAW}g": "",
    f"{TEXT}table-of-content": "tables of contents", f"{TEXT}ruby-text": "",
    f"{TABLE}covered-table-cell": "", f"{TEXT}sequence-decls": "", f"{TEXT}variable-decls": "",
    f"{TEXT}user-field-decls": "", f"{TEXT}number": "", f"{TEXT}alphabetical-index": "",
}  # fmt: skip
BLOCKS = {f"{TEXT}p", f"{TEXT}h"}
ROWS = {f"{TABLE}table-rows", f"{TABLE}table-header-rows", f"{TABLE}table-row-group"}
MOST_SPACES = 1000  # that one element stands for; they are folded anyway


def pieces(raw: bytes, file: Path, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """The paragraphs and table rows of a document's body, in order, and warnings.

    Raises DataError for what isn't a sound odt file.
    """
    refused = partial(_refused, file)
    try:
        inspect(raw, refused)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_kind(archive, refused)
            styles = archive.read("styles.xml") if "styles.xml" in archive.namelist() else b""
            return _body(archive.read("content.xml"), styles, known)
    except DataError:
        raise
    except Exception as error:  # a broken archive can fail anywhere in zipfile and the parser
        raise refused("a file that can't be opened: " + shown(error)) from error


def _refused(file: Path, found: str, hint: str = "") -> DataError:
    hint = hint or "open it in a word processor and save it again as .odt or .docx"
    return DataError(Problem(str(file), None, "", "an OpenDocument text (.odt)", found, hint))


def _check_kind(archive: zipfile.ZipFile, refused: Any) -> None:
    """That the archive is a text, and open."""
    names = archive.namelist()
    if "mimetype" in names:
        mime = archive.read("mimetype")[:200].decode("ascii", "replace").strip()
        if not mime.startswith(MIME):
            raise refused(f"a file of another sort: {shown(mime)}")
    if "content.xml" not in names:
        raise refused("a file of another sort")
    if "META-INF/manifest.xml" in names:
        manifest = _parsed(archive.read("META-INF/manifest.xml"))
        if next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
            raise refused("a document with a password", "save it without a password")


def _parsed(content: bytes) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(content, forbid_dtd=True)


def _body(content: bytes, styles: bytes, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    root = _parsed(content)
    text = root.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise ValueError("no text in content.xml")
    made = _Blocks(known, _hidden_styles(root))
    if styles:
        made.counts.update(_margins(_parsed(styles)))
    made.blocks(text)
    changes = Counter(kind for tag, kind in CHANGES.items() for _ in text.iter(tag))
    joined, warnings = rejoined(made.pieces, known)
    left_out = counted("left out", made.counts.items())
    return joined, left_out + counted("tracked changes accepted", changes.items()) + warnings


def _hidden_styles(root: Any) -> frozenset[str]:
    """Names of the character and paragraph styles of the text that aren't seen."""
    return frozenset(
        style.get(f"{STYLE}name", "")
        for style in root.iter(f"{STYLE}style")
        for look in style.iter(f"{STYLE}text-properties")
        if look.get(f"{TEXT}display") == "none"
    )


def _margins(styles: Any) -> Iterator[str]:
    """Headers and footers that say something."""
    for kind in ("header", "footer"):
        for place in ("", "-left", "-first"):
            for element in styles.iter(f"{STYLE}{kind}{place}"):
                if folded("".join(element.itertext())):
                    yield f"{kind}s"


class _Blocks:
    """The pieces of a document as they are met; a piece's line is its paragraph's number."""

    def __init__(self, known: Collection[str], hidden: frozenset[str]) -> None:
        self.known = known
        self.hidden = hidden
        self.pieces: list[Piece] = []
        self.number = 0
        self.counts: Counter[str] = Counter()

    def blocks(self, parent: Any) -> None:
        """Paragraphs, headings and tables, in order; lists and sections are gone into."""
        for child in parent:
            if child.tag in BLOCKS:
                self.number += 1
                if plain := said("".join(self.words(child))):
                    self.pieces.append(Piece(plain, self.number))
            elif child.tag == f"{TABLE}table":
                rows = [[self.cell(cell) for cell in row] for row in _rows(child)]
                made, times = row_pieces(rows, self.known)
                self.pieces += made
                self.counts["cells that hold a time only"] += times
            elif not self.left_out(child):
                self.blocks(child)

    def cell(self, element: Any) -> tuple[str, int]:
        """What a cell says, and the number of its last paragraph."""
        inner = _Blocks(self.known, self.hidden)
        inner.number = self.number
        inner.blocks(element)
        self.number = inner.number
        self.counts += inner.counts
        return said("\n".join(f"{p.voice}\n{p.text}" for p in inner.pieces)), self.number

    def words(self, element: Any) -> Iterator[str]:
        """The text of a paragraph or a part of one."""
        if element.get(f"{TEXT}style-name") in self.hidden:
            self.counts["hidden text"] += 1
            return
        yield element.text or ""
        for child in element:
            if child.tag == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                yield " " * (min(int(count), MOST_SPACES) if count.isdecimal() else 1)
            elif child.tag == f"{TEXT}tab":
                yield " "
            elif child.tag == f"{TEXT}line-break":
                yield "\n"
            elif not self.left_out(child):
                yield from self.words(child)
            yield child.tail or ""

    def left_out(self, element: Any) -> bool:
        """Whether an element isn't part of what is said; if so it is counted."""
        kind = LEFT_OUT.get(element.tag)
        if element.tag == f"{TEXT}note":
            kind = element.get(f"{TEXT}note-class", "footnote") + "s"
        if element.tag == f"{DRAW}frame" and element.find(f"{DRAW}text-box") is None:
            kind = ""
        if kind:
            self.counts[kind] += 1
        return kind is not None


def _rows(table: Any) -> Iterator[list[Any]]:
    """The cells of every row."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield [cell for cell in child if cell.tag == f"{TABLE}table-cell"]
        elif child.tag in ROWS:
            yield from _rows(child)
