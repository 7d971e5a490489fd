"""The body of the PDF: tables in HTML are written beside the book, and links set at the end.

Reading a table's HTML again to write it as Typst takes as long as half of the book; of the rest it
needs only whether what a link leads to is on paper. So a second pandoc does it meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

TABLE = re.compile(r"<table\b(?:(?!<caption\b).)*</table>", re.DOTALL)
FENCE = re.compile(
    r"^(?:```\{=html\}\n(?P<html>.*?)\n```|:::+ *(?P<div>[^\n]*?) *)$", re.DOTALL | re.MULTILINE
)
TABLE_MARK = re.compile("\x02table (\\d+)\x02")
LINK_MARK = re.compile("(^)?\x02link ([^\x02]*)\x02(.*?)\x02end\x02", re.DOTALL | re.MULTILINE)


def tables(texts: Iterable[str]) -> list[dict[str, Any]]:
    """The tables in HTML of the chapters, each with whether it stands on a landscape page.

    One that is missed, or taken for upright when it isn't, costs time only: the book writes itself
    what it can't find here.
    """
    found = {table: None for text in texts for table in _tables(text)}
    return [{"text": text, "landscape": landscape} for text, landscape in found]


def _tables(text: str) -> Iterator[tuple[str, bool]]:
    divs: list[bool] = []
    for fence in FENCE.finditer(text):
        html, div = fence["html"], fence["div"]
        if html is not None:
            if TABLE.fullmatch(html):
                yield html, any(divs)
        elif div:
            divs.append("landscape" in div)
        elif divs:
            divs.pop()


def body(made: Mapping[str, Any], beside: Mapping[str, Any], chapters: Mapping[str, str]) -> str:
    """The whole body, its tables put in and its links set; `chapters` holds their ids by file.

    A link to what isn't on paper (its table is for screens only) is text.
    """
    anchors = {*made["anchors"], *beside.get("anchors", ())}
    written = beside.get("tables", ())

    def linked(mark: re.Match[str]) -> str:
        start, target, content = mark.groups()
        anchor = chapters.get(target, target)
        if anchor not in anchors:
            return ("" if start is None else "#[];") + content  # "- " would start a list
        quoted = anchor.replace("\\", "\\\\").replace('"', '\\"')
        return f'#link(label("{quoted}"))[#[];{content}];'

    whole = TABLE_MARK.sub(lambda mark: written[int(mark[1]) - 1], made["body"])
    return LINK_MARK.sub(linked, whole)
