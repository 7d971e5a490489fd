"""Fonts of rich text and the code pages their letters are in.

After Microsoft's Rich Text Format (RTF) Specification, version 1.9.1.
"""

from __future__ import annotations

import codecs

# Code pages by a font's \fcharset; 1 is the document's own, 2 a font of symbols.
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 78: "shift_jis", 79: "euc_kr", 80: "gb2312", 81: "big5",
    83: "mac_iceland", 84: "mac_arabic", 85: "mac_greek", 86: "mac_turkish", 88: "mac_latin2",
    89: "mac_cyrillic", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOLS = 2
SYSTEMS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
NUMBERED = {10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2",
            10079: "mac_iceland", 10081: "mac_turkish", 65001: "utf-8", 708: "iso8859_6",
            709: "iso8859_6", 1361: "johab", 936: "gbk"}  # fmt: skip


class Fonts:
    """The fonts of a document, as its font table names them."""

    def __init__(self) -> None:
        self.page = "cp1252"  # the document's
        self.default = -1
        self.doubtful = False  # whether letters beyond ASCII stood in a font of another code page
        self._defined = -1
        self._charsets: dict[int, int] = {}
        self._pages: dict[int, str] = {}

    def word(self, word: str, number: int | None) -> None:
        """Take a control word, if it says something of fonts or code pages."""
        if word in SYSTEMS:
            self.page = SYSTEMS[word]
        elif number is None:
            return
        elif word == "ansicpg":
            self.page = _named(number) or self.page
        elif word == "deff":
            self.default = number
        elif word == "f":
            self._defined = number
        elif word == "fcharset":
            self._charsets[self._defined] = number
        elif word == "cpg" and (page := _named(number)):
            self._pages[self._defined] = page

    def symbols(self, font: int) -> bool:
        """Whether a font holds signs instead of letters."""
        return self._charsets.get(font) == SYMBOLS

    def code_page(self, font: int, plain: bool) -> str:
        """The code page of a font; it is noted where that isn't the document's, unless `plain`."""
        charset = self._charsets.get(font, 1)
        page = self._pages.get(font) or CHARSETS.get(charset) or self.page
        self.doubtful |= charset == 0 and self.page != page and not plain
        return page


def _named(number: int) -> str:
    """Python's name of a code page, or nothing if it has none."""
    name = NUMBERED.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return ""
    return name
