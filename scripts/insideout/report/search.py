"""The search data of the HTML book: one entry per section and one per quotation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from insideout.report.pandoc import Fragment

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
REPEATS = "cell-evidence"
VOID = {"br", "img", "hr", "col", "input", "wbr"}
SKIPPED = {"annotation", "script", "style"}
CELLS, CUT = {"td", "th"}, "·"  # a number in the next cell is none of the words before it
BREAKS = {"p", "li", "td", "th", "div", "blockquote", "figcaption", "dd", "dt", *HEADINGS}


class _Sections(HTMLParser):
    """Collects text under the nearest heading or quotation that has an id."""

    def __init__(self, title: str, page: str) -> None:
        super().__init__()
        self.entries: list[dict[str, str]] = []
        self.page, self.title = page, title
        self.section = self.entry = self._new("", title)
        self.depth = self.quotation_depth = self.skipping = 0
        self.repeating = 0  # depth of a cell that repeats quotations of the evidence
        self.in_heading = False

    def _new(self, anchor: str, heading: str) -> dict[str, str]:
        entry = {"page": self.page, "id": anchor, "chapter": self.title, "heading": heading}
        self.entries.append(entry | {"text": ""})
        return self.entries[-1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.entry["text"] += " "
            return
        self.depth += 1
        if tag in BREAKS:
            self.entry["text"] += " "
        given = dict(attrs)
        name, classes = given.get("id") or "", (given.get("class") or "").split()
        if tag in SKIPPED:
            self.skipping += 1
        elif REPEATS in classes:
            self.repeating = self.depth
        elif tag in HEADINGS and name:
            self.section = self.entry = self._new(name, "")
            self.in_heading = True
        elif "quotation" in classes and name:
            self.entry = self._new(name, self.section["heading"])
            self.quotation_depth = self.depth

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag in SKIPPED:
            self.skipping -= 1
        if tag in HEADINGS:
            self.in_heading = False
        if tag in BREAKS:
            self.entry["text"] += " "
        if tag in CELLS and (so_far := self.entry["text"].rstrip()) and not so_far.endswith(CUT):
            self.entry["text"] = f"{so_far} {CUT} "
        if self.quotation_depth and self.depth == self.quotation_depth:
            self.entry, self.quotation_depth = self.section, 0
        if self.depth == self.repeating:
            self.repeating = 0
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        if not self.skipping and not self.repeating:
            self.entry["heading" if self.in_heading else "text"] += data


def entries(fragments: Sequence[Fragment]) -> Iterator[dict[str, str]]:
    """What can be found: page, id to jump to, chapter, heading and text."""
    for fragment in fragments:
        parser = _Sections(fragment.title, fragment.file.removesuffix(".qmd") + ".html")
        parser.feed(fragment.html)
        parser.close()
        for entry in parser.entries:
            clean = {key: " ".join(value.split()) for key, value in entry.items()}
            if clean["text"] or clean["id"]:
                yield clean


def script(fragments: Sequence[Fragment]) -> str:
    """A plain script that holds the entries, since fetch does not work from file://."""
    numbered = [{"n": n} | entry for n, entry in enumerate(entries(fragments))]
    data = json.dumps(numbered, ensure_ascii=True, separators=(",", ":"))
    return f"window.BOOK_SEARCH={data};\n"
