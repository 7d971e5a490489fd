"""Word documents (docx): what stands in the body, tracked changes accepted.

Comments, notes, headers, footers and text boxes are left out and counted.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from insideout.intake.canonical import folded, said
from insideout.intake.labels import Piece, plausible
from insideout.problems import DataError, Problem, shown

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOLDS = {f"{W}{name}" for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml",
                                   "hyperlink", "fldSimple", "bdo", "dir")}  # fmt: skip
SAYS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n",
        f"{W}noBreakHyphen": "-"}  # fmt: skip
LEFT_OUT = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes",
            f"{W}txbxContent": "text boxes", f"{W}sym": "symbols of a symbol font"}  # fmt: skip
CHANGES = {f"{W}ins": "insertions", f"{W}del": "deletions", f"{W}moveTo": "moves"}
TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?")
MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 2**20  # unpacked, all members
MOST_XML = 64 * 2**20  # unpacked, one member


def pieces(raw: bytes, file: Path, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """The paragraphs and table rows of a document's body, in order, and warnings.

    Raises DataError for what isn't a sound docx file.
    """
    try:
        _inspect(raw, file)
        return _body(raw, known)
    except DataError:
        raise
    except Exception as error:  # a broken package can fail anywhere in zipfile, lxml, python-docx
        raise _refused(file, "a file that can't be opened: " + shown(error)) from error


def _refused(file: Path, found: str) -> DataError:
    hint = "open it in a word processor and save it again as .docx"
    return DataError(Problem(str(file), None, "", "a Word document (.docx)", found, hint))


def _inspect(raw: bytes, file: Path) -> None:
    """Look at the archive before anything is parsed: sizes, names, and no DTD in any XML."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import parseString

    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(file, "an old Word document (.doc), or a document with a password")
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        raise _refused(file, "a file of another sort")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_BYTES:
            raise _refused(file, f"more than {MOST_BYTES >> 20} MB when unpacked")
        for member in members:
            name = member.filename
            if ".." in re.split(r"[/\\]", name) or name.startswith(("/", "\\")) or ":" in name:
                raise _refused(file, f"a path that leads out of the archive: {shown(name)}")
            if name.lower().endswith((".xml", ".rels")):
                if member.file_size > MOST_XML:
                    raise _refused(file, f"more than {MOST_XML >> 20} MB in {shown(name)}")
                try:
                    parseString(archive.read(member), _handler(), forbid_dtd=True)
                except DefusedXmlException as error:
                    raise _refused(file, f"a DTD or entity in {shown(name)}") from error


def _handler() -> Any:
    from xml.sax.handler import ContentHandler

    return ContentHandler()


def _body(raw: bytes, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    from docx import Document  # imported only for docx files; its parser resolves no entities

    document = Document(io.BytesIO(raw))
    body: Any = document.element.body
    counts = Counter(_parts(document))
    changes = Counter(kind for tag, kind in CHANGES.items() for _ in body.iter(tag))
    for tag, kind in LEFT_OUT.items():
        counts[kind] += sum(1 for _ in body.iter(tag))
    if "text boxes" in counts:  # a box stands twice, for old and new readers
        fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
        counts["text boxes"] -= sum(
            1 for old in body.iter(fallback) for _ in old.iter(f"{W}txbxContent")
        )
    made = _Blocks(known)
    made.blocks(body)
    counts["cells that hold a time only"] += made.times
    warnings = []
    for what, found in (("left out", +counts), ("tracked changes accepted", changes)):
        if found:
            warnings.append(f"{what}: {', '.join(f'{kind} ({n})' for kind, n in found.items())}")
    return made.pieces, warnings


def _parts(document: Any) -> Iterator[str]:
    """Comments, and headers and footers that say something."""
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if relation.is_external or kind not in {"comments", "header", "footer"}:
            continue
        element = relation.target_part.element
        if kind == "comments":
            yield from ("comments" for _ in element.iter(f"{W}comment"))
        elif folded("".join(t.text or "" for t in element.iter(f"{W}t"))):
            yield f"{kind}s"


class _Blocks:
    """The pieces of a document as they are met; a piece's line is its paragraph's number."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self.pieces: list[Piece] = []
        self.number = 0
        self.times = 0
        self.open = ""  # text of paragraphs whose mark was deleted: they run on

    def blocks(self, parent: Any) -> None:
        """Paragraphs and tables, in order."""
        for child in parent:
            if child.tag == f"{W}p":
                self.paragraph(child)
            elif child.tag == f"{W}tbl":
                self.table(child)
            elif child.tag in HOLDS:
                self.blocks(child)
        if parent.tag == f"{W}body" and said(self.open):
            self.pieces.append(Piece(said(self.open), self.number))

    def paragraph(self, element: Any) -> None:
        """One paragraph; its soft line breaks are kept."""
        self.number += 1
        text = self.open + "".join(_words(element))
        runs_on = element.find(f"{W}pPr/{W}rPr/{W}del") is not None
        self.open = text if runs_on else ""
        if not runs_on and (plain := said(text)):
            self.pieces.append(Piece(plain, self.number))

    def table(self, table: Any) -> None:
        """Its rows; where the first column names speakers, each row is what that one says."""
        rows = []
        for row in _rows(table):
            cells = []
            for cell in _cells(row):
                inner = _Blocks(self.known)
                inner.number = self.number
                inner.blocks(cell)
                self.number = inner.number
                self.times += inner.times
                text = "\n".join([*(f"{p.voice}\n{p.text}" for p in inner.pieces), inner.open])
                cells.append((said(text), self.number))
            spoken = [cell for cell in cells if not TIME.fullmatch(cell[0])]
            self.times += len(cells) - len(spoken)
            rows.append([cell for cell in spoken if cell[0]])
        for row in rows:
            voice = self.voice(row[0][0]) if len(row) > 1 else ""
            text = "\n".join(text for text, _ in (row[1:] if voice else row))
            if text:
                self.pieces.append(Piece(text, row[0][1], voice))

    def voice(self, cell: str) -> str:
        """The label a cell holds, or nothing."""
        label = folded(cell.removesuffix(":"))
        return label if label in self.known or ("\n" not in cell and plausible(label)) else ""


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in HOLDS:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in HOLDS:
            yield from _cells(child)


def _words(parent: Any) -> Iterator[str]:
    """The text of a paragraph, insertions in and deletions out."""
    for child in parent:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in SAYS:
            yield SAYS[child.tag]
        elif child.tag == f"{W}r" or child.tag in HOLDS:
            yield from _words(child)
