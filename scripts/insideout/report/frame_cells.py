"""A cell of a framework matrix: its mark and summary, opening to the quotations behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from insideout.report.evidence import CHAPTER, Evidence, Quotation
from insideout.report.frame_matrix import Matrix
from insideout.report.markup import counted, folded, html, mark, td

LONGEST = 180  # characters of a quotation's words in a cell
OPENED = 12  # quotations of a cell whose words are shown; of the others, handles alone
STALE = "Older than its evidence"
UNTOLD = "not told, but summarised"


def cell(matrix: Matrix, evidence: Evidence, case: str, theme: str) -> str:
    """A cell of the overview: status, summary with its author, and its quotations to be opened.

    On paper, and where nothing can be opened, the quotations' handles stand in their place.
    """
    found = matrix.at[case, theme]
    subs = [matrix.at[case, sub] for sub in matrix.below.get(theme, ())]
    if not any(part["codings"] or part["summary"] for part in (found, *subs)):
        return td(mark("not_told"), "not-told")
    status = found["status"]
    said = [mark(status, UNTOLD * unfounded(found)), _written(found)]
    said += [_written(sub, matrix.data.code(sub["theme"])) for sub in subs]
    if found["codings"]:
        groups = list(grouped(matrix, evidence, case, theme))
        worded = OPENED if matrix.worded else 0
        said.append(opening(evidence, evidence.of(found["quotes"]), groups, worded))
    else:
        said.append('<p class="cell-quotes">No quotation is behind this summary.</p>')
    kind = {"not_told": "not-told", "coded": ""}.get(status, f"valence-{status}")
    stale = "stale" if any(part["stale"] for part in (found, *subs)) else ""
    return td("".join(said), " ".join(filter(None, [kind, stale])))


def _written(found: Mapping[str, Any], sub_theme: str = "") -> str:
    """The summary of a cell, if there is one, and whether it is older than its evidence."""
    if not found["summary"]:
        return ""
    lead = f"<strong>{html(sub_theme)}:</strong> " if sub_theme else ""
    author = f'&nbsp;<span class="cell-count">{html(found["author"])}</span>'
    none = f" ({mark('not_told', UNTOLD)})" if sub_theme and unfounded(found) else ""
    said = f'<p class="cell-summary">{lead}{html(found["summary"])}{author}{none}</p>'
    if not found["stale"]:
        return said
    return f'{said}<p class="cell-stale"><strong>{STALE}</strong>: {changed(found)}</p>'


def unfounded(found: Mapping[str, Any]) -> bool:
    """Whether a cell has a summary, and nothing that was coded behind it."""
    return bool(found["summary"]) and not found["codings"]


def changed(found: Mapping[str, Any]) -> str:
    """What has happened to the evidence of a summary that was written from other codings."""
    if not found["codings"]:
        return "all codings behind it are gone."
    now = f"{counted(found['codings'], 'coding')} in {counted(found['passages'], 'passage')}"
    there = "is" if found["codings"] == 1 else "are"
    return f"codings came, went or were changed since it was written. Now there {there} {now}."


def grouped(
    matrix: Matrix, evidence: Evidence, case: str, theme: str
) -> Iterable[tuple[str, list[Quotation]]]:
    """A cell's quotations by sub-theme (its name), those of the theme itself under "" at first."""
    found = matrix.at[case, theme]
    below = [matrix.at[case, sub] for sub in matrix.below.get(theme, ())]
    inside = {passage for sub in below for passage in sub["quotes"].split()}
    own = " ".join(p for p in found["quotes"].split() if p not in inside)
    if own:
        yield "", evidence.of(own)
    for sub in below:
        if sub["quotes"]:
            yield matrix.data.code(sub["theme"]), evidence.of(sub["quotes"])


def opening(
    evidence: Evidence,
    each: list[Quotation],
    groups: list[tuple[str, list[Quotation]]],
    worded: int,
) -> str:
    """Quotations that open under their number: handle, link and words, group by group.

    `each`: all of them in the order of the book; the first `worded` have their words.
    """
    handles = ", ".join(html(quote.handle) for quote in each)
    head = (
        f'<summary><span class="screen-only">{counted(len(each), "quotation")}'
        f'<span class="handles">: {handles}</span></span></summary>'
    )
    first = {quote.handle for quote in each[:worded]}
    body = "".join(_group(evidence, name, quotes, first) for name, quotes in groups)
    inside = f'<div class="cell-passages">{body}</div>'
    return f'<details class="cell-evidence">{head}{inside}</details>'


def _group(evidence: Evidence, name: str, quotes: list[Quotation], worded: set[str]) -> str:
    lead = f"<p><strong>{html(name)}</strong></p>" if name else ""
    lines = "".join(
        f"<p>{handle(evidence, quote)} {words_of(evidence, quote)}</p>"
        for quote in quotes if quote.handle in worded
    )  # fmt: skip
    rest = ", ".join(handle(evidence, quote) for quote in quotes if quote.handle not in worded)
    return f'<div class="cell-group">{lead}{lines}{f"<p>{rest}</p>" if rest else ""}</div>'


def handle(evidence: Evidence, quote: Quotation) -> str:
    """A quotation's handle, linked to its place in the chapter of evidence."""
    name = html(quote.handle)
    link = f'<a href="{CHAPTER}#{quote.anchor}">{name}</a>'
    return f'<span class="handle">{link if CHAPTER in evidence.chapters else name}</span>'


def words_of(evidence: Evidence, quote: Quotation) -> str:
    """The quotation's words, cut where they are long; that they are withheld, where they are."""
    if not evidence.data.sources[quote.source]["quotable"]:
        return '<span class="cell-words"><em>(words withheld)</em></span>'
    text = folded(evidence.data.texts[quote.source][quote.start : quote.end])
    return f'<span class="cell-words">“{html(shortened(text))}”</span>'


def shortened(text: str, most: int = LONGEST) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + " …"
