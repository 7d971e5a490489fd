"""The form in which people write summaries: a sheet a theme, quotations beside the cell to fill."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.tables.framework import CHARTING
from insideout.workbook import Sheet, guarded, how, workbook

CELL = 32_767  # what a cell of a spreadsheet holds, in UTF-16 units
BREAKS = 253  # and line breaks
LONG = 4000  # characters of a passage shown whole
MOST = 5000  # rows of a form: more is no sheet for a person, and takes minutes to write
NAME = 31  # characters of a sheet's name
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]"
)  # no workbook may hold
ILLEGAL = re.compile(r"[\\/*?:\[\]\x00-\x1f\ufffe\uffff]")  # in the name of a sheet
TAKEN = ("how", "history")  # names of sheets: ours, and one that Excel keeps for itself
ANSWERS = ("summary", "author", "holds")
STATES = ("stale", "unbound", "none", "bound")  # what there is to do first comes first
WITHHELD = {  # why words can't be shown, by whether there is consent
    False: "[withheld: whoever speaks here has not agreed to be quoted]",
    True: "[withheld until the de-identification of this source is reviewed]",
}
WIDTHS = {"frame": 10, "case": 16, "theme": 20, "evidence": 8, "before": 8, "codings": 8,
          "status": 10, "quotations": 80, "state": 10, "summary": 60, "author": 8,
          "holds": 8}  # fmt: skip
LINES = (
    "Save a copy of this workbook and fill in the copy: the next run writes this one anew.",
    "A sheet is a theme, a row is a cell of the framework matrix: what one case tells of it.",
    "quotations: the passages coded with the theme or a code below it, in the order of the text.",
    "summary: what the case tells, in your words. author: your id, such as your initials.",
    "In brackets stands what was coded with the code itself, present or absent.",
    "status: what all of it says of the theme. A code of its lack (sign: -1) counts the other way.",
    "status not_told means that nothing is coded there: it doesn't mean that there was nothing.",
    "state stale: the codings have changed since it was written. Read it against the quotations.",
    "state unbound: it isn't bound to its quotations yet. Read it against them.",
    "holds: choose yes for a stale or unbound summary that holds as it stands. Else change it.",
    "Only summary, author and holds can be changed. The protection of the rest has no password.",
    "Rows that you leave as they are stay as they are, whatever others have written since.",
    "Emptying a summary removes nothing, unless the form is handed in with --remove.",
    "Hand it in: python -m insideout summaries STUDY --from FILE",
)

Rows = Sequence[Mapping[str, Any]]


def summary_hash(summary: str | None, author: str | None) -> str:
    """What tells whether a summary has changed, spaces apart; "" for none."""
    plain = " ".join(CONTROL.sub(" ", summary or "").split())
    said = f"{plain}\0{(author or '').strip()}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12] if plain else ""


def quotations_of(
    codings: Iterable[Mapping[str, Any]],
    texts: Mapping[str, str],
    manifest: Mapping[str, Mapping[str, Any]],
) -> dict[str, str]:
    """A line for each passage: passage → "E03 turn 12 (absent): words".

    A passage reaches from the first character of its codings to the last; in brackets stand their
    valences. `manifest`: its rows by source. Words that may not be quoted are withheld.
    """
    passages: dict[str, list[Mapping[str, Any]]] = {}
    for coding in codings:
        passages.setdefault(coding["passage"], []).append(coding)
    found = {}
    for name, held in passages.items():
        source, first = held[0]["source"], min(held, key=lambda c: int(c["start"]))
        text = texts[source][first["start"] : max(c["end"] for c in held)]
        valences = " and ".join(dict.fromkeys(c["valence"] for c in held if c["valence"]))
        said = f" ({valences})" if valences else ""
        words = _words(text, manifest[source])
        found[name] = CONTROL.sub(" ", f"{source} turn {first['turn']}{said}: {words}")
    return found


def _words(text: str, source: Mapping[str, Any]) -> str:
    """The words of a passage on one line, as far as they may be shown and can be read."""
    if not source["quotable"]:
        return WITHHELD[bool(source["consent_quote"])]
    words = " ".join(text.split())
    if len(words) > LONG:
        return f"{words[: LONG // 2]} […] {words[-LONG // 2 :]}"
    return words


def cell_text(lines: Sequence[str]) -> str:
    """Quotations as the text of one cell, a line each, and how many it has no room for."""
    if _size("\n".join(lines)) <= CELL and len(lines) <= BREAKS:
        return "\n".join(lines)
    kept: list[str] = []
    room = CELL - 200  # for the last line
    for line in lines[: BREAKS - 1]:
        room -= _size(line) + 1
        if room < 0:
            break
        kept.append(line)
    left = len(lines) - len(kept)
    more = f"[{left} of {len(lines)} quotations are left out here: a cell holds no more. "
    return "\n".join([*kept, f"{more}The table quotes has them all.]"])


def _size(text: str) -> int:
    """Length as a spreadsheet counts it, with the mark that `guarded` may put before it."""
    return len(str(guarded(text)).encode("utf-16-le", "surrogatepass")) // 2


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names of sheets for these themes: legal, at most 31 characters, no two alike."""
    made: list[str] = []
    for name in names:
        plain = " ".join(ILLEGAL.sub(" ", CONTROL.sub(" ", name)).split()).strip("'")
        plain = _cut(plain or "theme", NAME)
        unlike = {*TAKEN, *(other.casefold() for other in made)}
        number = 1
        new = plain
        while new.casefold() in unlike:
            number += 1
            new = f"{_cut(plain, NAME - len(f' {number}'))} {number}"
        made.append(new)
    return made


def _cut(text: str, most: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > most:
        text = text[:-1]
    return text.rstrip(" '")


def form(frame: str, cells: Rows, passages: Mapping[str, str], codebook: Rows) -> bytes:
    """The workbook of one frame: a sheet for each theme, with its sub-themes' rows below its own.

    `cells`: rows of the frame's matrix; `passages`: passage id → its quotation, on one
    line. Of a matrix of more than `MOST` cells those with nothing in them are left out, and of the
    others those that need a summary come first. A summary that is longer than a cell is left out
    too: it could not come back whole.
    """
    names = {code["code"]: code["name"] for code in codebook}
    long = [cell for cell in cells if _size(cell["summary"] or "") > CELL]
    shown, notes = [cell for cell in cells if cell not in long] if long else list(cells), []
    if long:
        which = "1 summary is" if len(long) == 1 else f"{len(long)} summaries are"
        notes.append(f"{which} longer than a cell: change them in the table.")
    if len(shown) > MOST:
        shown, more = _first(shown)
        notes += more
    themes: dict[str, list[dict[str, Any]]] = {
        cell["theme"]: [] for cell in cells if not cell["within"]
    }
    for cell in shown:
        themes[cell["within"] or cell["theme"]].append(_row(frame, cell, passages))
    if not themes:
        notes.append("There is no case or no theme: nothing can be charted.")
    titles = sheet_names([names[theme] for theme in themes])
    wrapped = ("theme", "quotations", "summary")
    sheets = {
        title: Sheet(CHARTING, rows, ANSWERS, WIDTHS, wrapped, protected=True, frozen="D2")
        for title, rows in zip(titles, themes.values(), strict=True)
    }
    return workbook({"how": how([*LINES, *notes]), **sheets})


def _first(cells: Rows) -> tuple[list[Mapping[str, Any]], list[str]]:
    """The cells that a form has room for, in their order, and what is said of the others."""
    told = [cell for cell in cells if cell["codings"] or cell["summary"]]
    notes = [f"{len(cells) - len(told):,} cells with nothing in them are left out."]
    if len(told) > MOST:
        notes.append(f"{len(told) - MOST:,} more cells come when these have summaries.")
    order = sorted(range(len(told)), key=lambda n: STATES.index(state(told[n])))
    return [told[n] for n in sorted(order[:MOST])], notes


def _row(frame: str, cell: Mapping[str, Any], passages: Mapping[str, str]) -> dict[str, Any]:
    # a theme's passage and its sub-theme's may be the same words
    lines = list(dict.fromkeys(passages[passage] for passage in (cell["quotes"] or "").split()))
    made = {name: cell[name] for name in ("case", "theme", "evidence", "status", "codings")}
    return made | {
        "frame": frame,
        "before": summary_hash(cell["summary"], cell["author"]),
        "quotations": cell_text(lines),
        "state": state(cell),
        "summary": CONTROL.sub(" ", cell["summary"] or "").strip(),
        "author": cell["author"] or "",
    }


def state(cell: Mapping[str, Any]) -> str:
    """The summary a cell of a matrix has: none, bound to its codings, unbound, or stale."""
    if not cell["summary"]:
        return "none"
    return "unbound" if cell["stale"] is None else "stale" if cell["stale"] else "bound"
