r"""Rich text (rtf): what stands in the body, tracked changes accepted.

Read here, word by word: striprtf keeps deleted and hidden words and fails on letters of two bytes,
pandoc reads no code page but the western one and puts notes into the text. Notes, comments,
headers, footers, text boxes, pictures and hidden text are left out and counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from insideout.intake.canonical import said
from insideout.intake.cells import counted, row_pieces
from insideout.intake.labels import Piece
from insideout.intake.rtf_fonts import Fonts
from insideout.intake.rtf_words import APART, CHARACTERS, IF_WORDS, PARAGRAPHS, SIGNS, TEXT_BOXES
from insideout.intake.wrapping import rejoined
from insideout.problems import DataError, Problem, shown

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)",
    re.DOTALL,
)
DEEPEST = 1000  # groups within groups; word processors write some ten
HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\\rtf")


@dataclass(frozen=True)
class Group:
    """What holds up to the end of a group. `apart`: None in the text, else what is left out."""

    apart: str | None = None
    ignorable: bool = False  # \* stood before: unknown words begin what may be left out
    font: int = -1
    fallback: int = 1  # bytes after \u that stand for the same character
    deleted: bool = False
    hidden: bool = False
    in_table: bool = False
    alternative: bool = False  # \upr: the same twice, the second time in Unicode


def pieces(raw: bytes, file: Path, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """The paragraphs and table rows of a document, in order, and warnings.

    Raises DataError for what isn't rich text.
    """
    if not HEAD.match(raw):
        found = (
            "an empty file"
            if not raw.strip()
            else "a file of another sort: " + shown(raw[:20].decode("latin-1"))
        )
        raise _refused(file, found)
    text = _Text(known, file)
    text.read(raw)
    joined, warnings = rejoined(text.pieces, known)
    left_out = counted("left out", text.counts.items())
    accepted = counted("tracked changes accepted", text.changes.items())
    return joined, left_out + accepted + text.remarks() + warnings


def _refused(file: Path, found: str) -> DataError:
    hint = "open it in a word processor and save it again as .rtf or .docx"
    return DataError(Problem(str(file), None, "", "rich text (.rtf)", found, hint))


class _Text:
    """A document as it is read; a piece's line is its paragraph's number."""

    def __init__(self, known: Collection[str], file: Path) -> None:
        self.known = known
        self.file = file
        self.pieces: list[Piece] = []
        self.number = 1
        self.counts: Counter[str] = Counter()
        self.changes: Counter[str] = Counter()
        self.fonts = Fonts()
        self.now = Group()
        self.outer: list[Group] = []
        self.words: list[str] = []
        self.bytes = bytearray()  # text to be decoded with the font's code page
        self.row: list[tuple[str, int]] = []
        self.skip = 0
        self.lost = 0
        self.told = False  # whether what is left out here is counted
        self.closed = False

    def read(self, raw: bytes) -> None:
        """Take a whole file."""
        here = 0
        while not self.closed and (token := TOKEN.search(raw, here)):
            here = token.end()
            word, number, code, sign, brace, plain = token.groups()
            if word == b"bin":
                here += min(max(int(number or 0), 0), len(raw))
            elif word:
                self.word(word.decode(), None if number is None else int(number))
            elif code:
                self.take(bytes.fromhex(code.decode()))
            elif sign:
                self.sign(sign.decode("latin-1"))
            elif brace:
                self.brace(brace == b"{")
            else:
                self.take(plain)
        self.decode()
        if self.now.apart is None:  # the file may end anywhere
            self.now = Group()
        self.end_paragraph()
        self.end_row()

    def brace(self, opens: bool) -> None:
        """The beginning or end of a group."""
        self.decode()
        self.skip = 0
        if opens:
            if len(self.outer) == DEEPEST:
                raise _refused(self.file, f"more than {DEEPEST} groups within groups")
            self.outer.append(self.now)
            if self.now.ignorable or self.now.alternative:
                apart = "" if self.now.alternative else self.now.apart
                self.now = replace(self.now, apart=apart, ignorable=False, alternative=False)
        else:
            self.now = self.outer.pop() if self.outer else Group()
            self.closed = not self.outer

    def sign(self, sign: str) -> None:
        """A backslash before something that isn't a letter."""
        self.decode()
        if sign == "*":
            self.now = replace(self.now, ignorable=True)
        elif sign in "\r\n":
            self.word("par", None)
        elif sign in SIGNS and self.skip:
            self.skip -= 1
        elif sign in SIGNS:
            self.put(SIGNS[sign])

    def word(self, word: str, number: int | None) -> None:
        """A control word."""
        self.decode()
        if word == "u" and number is not None:
            if -0x8000 <= number <= 0xFFFF:
                self.put(chr(number & 0xFFFF))
            self.skip = self.now.fallback
            return
        if self.skip and word in CHARACTERS:
            self.skip -= 1
            return
        self.skip = 0
        ignorable = self.now.ignorable
        if ignorable:
            self.now = replace(self.now, ignorable=False)
        if word in APART or word in {"upr", "ud"} or ignorable:
            self.set_apart(word)
        elif word in CHARACTERS:
            self.put(CHARACTERS[word])
        elif word in PARAGRAPHS:
            self.end_paragraph()
        elif word in {"cell", "row"}:
            self.cell(word == "row")
        else:
            self.look(word, number)

    def look(self, word: str, number: int | None) -> None:
        """Properties of characters and of paragraphs, and the fonts they are in."""
        on = number != 0
        match word:
            case "plain":
                self.now = replace(self.now, deleted=False, hidden=False, font=self.fonts.default)
            case "pard":
                self.now = replace(self.now, in_table=False)
            case "intbl":
                self.now = replace(self.now, in_table=on)
            case "deleted" | "mvf":
                self.now = replace(self.now, deleted=on)
                self.change("deletions" if word == "deleted" else "moves", on)
            case "revised":
                self.change("insertions", on)
            case "v":
                self.now = replace(self.now, hidden=on)
                self.counts["hidden text"] += on and self.now.apart is None
            case "uc":
                self.now = replace(self.now, fallback=min(max(number or 0, 0), 20))
            case _:
                self.fonts.word(word, number)
                if word in {"f", "deff"} and number is not None:
                    self.now = replace(self.now, font=number)

    def change(self, kind: str, on: bool) -> None:
        if on and self.now.apart is None:
            self.changes[kind] += 1

    def set_apart(self, word: str) -> None:
        """The group that is open holds no words of the text."""
        if word == "ud" and self.outer:  # within \upr: it counts as what stands around that
            around = self.outer[-2] if len(self.outer) > 1 else self.outer[-1]
            self.now = replace(self.now, apart=around.apart)
        elif word == "upr":
            self.now = replace(self.now, alternative=True)
        elif word == "shppict":
            pass  # the picture in it counts
        elif self.now.apart is None or word in TEXT_BOXES:
            kind = APART.get(word, "")
            self.now = replace(self.now, apart=kind)
            self.told = kind not in IF_WORDS
            if kind and self.told:
                self.counts[kind] += 1

    def take(self, raw: bytes) -> None:
        r"""Bytes of text, but those that repeat a character that \u gave."""
        skipped = min(self.skip, len(raw))
        self.skip -= skipped
        raw = raw[skipped:]
        if self.now.apart is None or self.now.apart in IF_WORDS:
            self.bytes += raw

    def decode(self) -> None:
        """The bytes collected so far, in the code page of their font."""
        if not self.bytes:
            return
        raw = bytes(self.bytes)
        self.bytes.clear()
        if self.fonts.symbols(self.now.font):
            self.counts["symbols of a symbol font"] += self.now.apart is None
            return
        text = raw.decode(self.fonts.code_page(self.now.font, raw.isascii()), "replace")
        self.lost += text.count("\ufffd")
        self.put(text)

    def put(self, text: str) -> None:
        """Text, if it stands where something is said."""
        if self.now.apart is not None:
            if not self.told and self.now.apart in IF_WORDS and text.strip():
                self.counts[self.now.apart] += 1
                self.told = True
        elif not self.now.deleted and not self.now.hidden:
            self.words.append(text)

    def end_paragraph(self) -> None:
        """The end of a paragraph, of a table's cell if it is in one, unless it was deleted."""
        if self.now.apart is not None or self.now.deleted:
            return
        if self.now.in_table:
            self.words.append("\n")
        else:
            self.end_row()
            if text := self.words_so_far():
                self.pieces.append(Piece(text, self.number))
        self.number += 1

    def cell(self, last: bool) -> None:
        """The end of a cell, or of a row."""
        if self.now.apart is None and not last:
            self.row.append((self.words_so_far(), self.number))
            self.number += 1
        elif self.now.apart is None:
            self.end_row()

    def end_row(self) -> None:
        """The end of a table's row; times in cells of their own are counted."""
        made, times = row_pieces([self.row] if self.row else [], self.known)
        self.pieces += made
        self.counts["cells that hold a time only"] += times
        self.row = []

    def words_so_far(self) -> str:
        """What was said since the last paragraph or cell. Halves of characters find each other."""
        text = "".join(self.words)
        self.words = []
        return said(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def remarks(self) -> list[str]:
        """What to look at."""
        found = []
        if self.lost:
            found.append(
                f"{self.lost} characters can't be read in their code page (they stand as \ufffd)"
            )
        if self.fonts.doubtful:
            found.append("code pages of document and fonts differ: check accented letters")
        if not self.closed:
            found.append("the file ends within a group: its end may be cut off")
        return found
