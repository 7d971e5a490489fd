"""Word documents (docx): what stands in the body, tracked changes accepted.

Comments, notes, headers, footers and text boxes are left out and counted.
"""

from __future__ import annotations

import io
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

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOLDS = {f"{W}{name}" for name in ("ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml",
                                   "hyperlink", "fldSimple", "bdo", "dir")}  # fmt: skip
SAYS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n",
        f"{W}noBreakHyphen": "-"}  # fmt: skip
LEFT_OUT = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes",
            f"{W}txbxContent": "text boxes", f"{W}sym": "symbols of a symbol font"}  # fmt: skip
CHANGES = {f"{W}ins": "insertions", f"{W}del": "deletions", f"{W}moveTo": "moves"}


def pieces(raw: bytes, file: Path, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """The paragraphs and table rows of a document's body, in order, and warnings.

    Raises DataError for what isn't a sound docx file.
    """
    try:
        inspect(raw, partial(_refused, file))
        return _body(raw, known)
    except DataError:
        raise
    except Exception as error:  # a broken package can fail anywhere in zipfile, lxml, python-docx
        raise _refused(file, "a file that can't be opened: " + shown(error)) from error


def _refused(file: Path, found: str) -> DataError:
    hint = "open it in a word processor and save it again as .docx"
    return DataError(Problem(str(file), None, "", "a Word document (.docx)", found, hint))


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
    counts["hidden text"] += made.hidden
    joined, warnings = rejoined(made.pieces, known)
    left_out = counted("left out", counts.items())
    accepted = counted("tracked changes accepted", changes.items())
    return joined, left_out + accepted + warnings


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
        self.hidden = 0
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
        self.hidden += sum(1 for run in element.iter(f"{W}r") if _hidden(run))
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
                self.hidden += inner.hidden
                text = "\n".join([*(f"{p.voice}\n{p.text}" for p in inner.pieces), inner.open])
                cells.append((said(text), self.number))
            rows.append(cells)
        pieces, times = row_pieces(rows, self.known)
        self.pieces += pieces
        self.times += times


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
        elif child.tag in HOLDS or (child.tag == f"{W}r" and not _hidden(child)):
            yield from _words(child)


def _hidden(run: Any) -> bool:
    """Whether a run is set not to be seen."""
    mark = run.find(f"{W}rPr/{W}vanish")
    return mark is not None and mark.get(f"{W}val", "true") not in {"0", "false", "off"}
