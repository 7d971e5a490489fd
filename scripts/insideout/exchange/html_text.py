"""HTML as plain text, with the place of each byte of what stands between the tags.

Taguette counts the bytes (UTF-8) of all text nodes, tags apart. The plain text has more than these
(empty lines between paragraphs) and less (white space that a browser doesn't show).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

import numpy as np

from insideout.exchange.refi.offsets import BOM, Places

PARTS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "div", "dl", "dt",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
))  # fmt: skip
UNSHOWN = frozenset(("script", "style", "title", "template"))
SPACES = " \t\n\f\r"  # what a browser folds; a no-break space is shown


@dataclass(frozen=True)
class HtmlText:
    """The plain text, and for each character between the tags where it stands there: `first` and
    `last` are equal where it isn't shown. `offsets`: its first byte, and behind the last one all.
    `leading`: bytes of white space before the first tag or word.
    """

    shown: str
    first: Places
    last: Places
    offsets: Places
    leading: int = 0

    def places(
        self, starts: Sequence[int | None], ends: Sequence[int | None]
    ) -> list[tuple[int | None, int | None]]:
        """Places of bytes as places in `shown`; None where no character begins, or ends, there."""
        return [
            (self._start(start), self._end(end)) for start, end in zip(starts, ends, strict=True)
        ]

    def _character(self, byte: int | None) -> int | None:
        if byte is None or not 0 <= byte <= self.offsets[-1]:
            return None
        at = int(np.searchsorted(self.offsets, byte))
        return at if self.offsets[at] == byte else None

    def _start(self, byte: int | None) -> int | None:
        at = self._character(byte)
        return None if at is None or at >= len(self.first) else int(self.first[at])

    def _end(self, byte: int | None) -> int | None:
        at = self._character(byte)
        return None if not at else int(self.last[at - 1])


def html_text(html: str) -> HtmlText:
    """The text of HTML, as a browser's tree would have it."""
    reader = _Reader()
    reader.feed(html.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    reader.close()
    made = reader.made
    widths = [len(char.encode("utf-8", "surrogatepass")) for char in made.between]
    return HtmlText(
        "".join(made.shown),
        np.array(made.first, dtype=np.int64),
        np.array(made.last, dtype=np.int64),
        np.concatenate(([0], np.cumsum(widths, dtype=np.int64))).astype(np.int64),
        len(html) - len(html.lstrip(SPACES)),
    )


@dataclass
class _Made:
    """The text so far: characters between the tags, those shown, and where the former stand."""

    between: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    ends: str = ""  # line ends that come before the next word

    def part(self, ends: str) -> None:
        """A part ends here, or a line; two lines that end in a row make a part, too."""
        if self.shown:
            self.ends = "\n\n" if self.ends else ends

    def add(self, data: str, *, seen: bool) -> None:
        """Add what stands between two tags; `seen`: whether a browser shows it."""
        for char in data:
            self.between.append(char)
            space = char in SPACES
            opening = not self.shown or bool(self.ends)
            if not seen or char == BOM or (space and opening):
                self.first.append(len(self.shown))
                self.last.append(len(self.shown))
                continue
            self.shown += self.ends
            self.ends = ""
            self.first.append(len(self.shown))
            self.shown.append(" " if space else char)
            self.last.append(len(self.shown))


class _Reader(HTMLParser):
    """The parser's events, told to `made`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made = _Made()
        self.unshown = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (HTMLParser's)
        """A tag opens."""
        if tag == "br":
            self.made.part("\n")
        elif tag in PARTS:
            self.made.part("\n\n")
        elif tag in UNSHOWN:
            self.unshown = tag

    def handle_endtag(self, tag: str) -> None:
        """A tag closes."""
        if tag in PARTS:
            self.made.part("\n\n")
        if tag == self.unshown:
            self.unshown = ""

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self.made.add(data, seen=not self.unshown)
