"""Framework matrices: a row for a case, a column for a theme, cells that lead to quotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.report.data import Data, Records
from insideout.report.evidence import Evidence, spelled
from insideout.report.frame_cells import cell
from insideout.report.frame_grid import grid
from insideout.report.frame_matrix import UPRIGHT, Matrix, parts_of, site_band
from insideout.report.markup import counted, floating, html, markdown, table, tr

INTRO = """The framework matrices [@ritchie1994; @gale2013] hold what was told case by case. A cell
shows what the case told of the theme, in the analyst's words where a summary was written (with the
author's initials), and the quotations that carry it: a click on their number shows their words, on
paper stand their handles. Quotations are those of the theme and of every code below it.

Present and absent are said of the column. A code below it that tells of its lack (in the codebook,
`sign: -1`) counts the other way: where it is present, the theme above it is absent, while its own
column, if it has one, shows it as present. A code below it that has no sign, beside others that
have one, says neither.

"""
ROLLED_UP = """The row that heads a site counts its cases: those with the theme present, absent or
mixed (and, with a +, those who told of it without saying which), of all its cases.

"""
HANDLES_ALONE = "Its quotations are too many to print their words: cells open to handles alone."


def split(data: Data) -> tuple[list[str], list[str]]:
    """Ids of the frames of experience (and of anything else), and of the frames of mechanisms."""
    nest = data.study["nest"] or {}
    outer = set(nest.get("mechanisms", ())) if data.nest else set()
    of_mechanisms = [name for name in data.frames if data.study["frames"][name]["root"] in outer]
    return [name for name in data.frames if name not in of_mechanisms], of_mechanisms


def matrices(data: Data, evidence: Evidence, names: Sequence[str]) -> str:
    """What framework matrices are, and a section for each frame."""
    made = [Matrix(data, name, data.frames[name]) for name in names]
    rolled = ROLLED_UP if any(matrix.grouped and matrix.rolled_up for matrix in made) else ""
    sections = "\n".join(_section(matrix, evidence) for matrix in made)
    return (INTRO + rolled if made else "") + sections


def _section(matrix: Matrix, evidence: Evidence) -> str:
    """Heading, size and tables of a frame; where it is wide, all of them across the page."""
    heading = markdown(matrix.frame["title"])
    told = [f"## {heading} {{#sec-frame-{spelled(matrix.name)}}}\n"]
    if not matrix.of_themes:
        return f"{told[0]}\nNo case or no theme: the matrix is empty.\n"
    told += [_size(matrix), *grid(matrix)]
    parts = parts_of(matrix.themes)
    for n, part in enumerate(parts, start=1):
        of = f", part {n} of {len(parts)}" if len(parts) > 1 else ""
        told.append(_part(matrix, evidence, part, of))
    section = "\n".join(told)
    wide = matrix.below or len(matrix.themes) > UPRIGHT
    return f"::: {{.landscape}}\n{section}:::\n" if wide else section


def _size(matrix: Matrix) -> str:
    cells = matrix.of_themes
    filled = sum(cell["codings"] > 0 for cell in cells)
    summed, holding = _summed(cells), "holds" if filled == 1 else "hold"
    return (
        f"{counted(len(matrix.cases), 'case')} by {counted(len(matrix.themes), 'theme')}: "
        f"{filled} of {counted(len(cells), 'cell')} {holding} at least one quotation, {summed}."
        + _summed_below([cell for cell in matrix.cells if cell["within"]])
        + ("" if matrix.worded else f" {HANDLES_ALONE}")
        + "\n"
    )


def _summed(cells: Records) -> str:
    """How many cells have a summary, and how many of these are older than their evidence."""
    count = sum(bool(cell["summary"]) for cell in cells)
    return f"{count} {'has' if count == 1 else 'have'} an analyst's summary{_bound(cells)}"


def _summed_below(cells: Records) -> str:
    """The same of the cells of sub-themes, which aren't among those of the themes."""
    if not any(cell["summary"] for cell in cells):
        return ""
    return f" Of the {counted(len(cells), 'cell')} of sub-themes, {_summed(cells)}."


def summaries(cells: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """How many summaries there are, how many are bound to their codings, how many are stale.

    A summary is bound when it names the evidence it was written from; `stale` is missing else.
    """
    summed = [cell for cell in cells if cell["summary"]]
    bound = [cell for cell in summed if cell["stale"] is not None]
    return len(summed), len(bound), sum(bool(cell["stale"]) for cell in bound)


def _bound(cells: Records) -> str:
    """Which summaries can be older than their evidence, and which are."""
    summed, bound, stale = summaries(cells)
    if not summed:
        return ""
    if not bound:
        return "; no summary says which codings it was written from"
    of = (
        "these" if bound == summed else f"the {bound} that say which codings they were written from"
    )
    return f"; of {of}, {stale or 'none'} {'are' if stale > 1 else 'is'} older than the evidence"


def _part(matrix: Matrix, evidence: Evidence, themes: Sequence[str], part: str) -> str:
    rows: list[str] = []
    for site, cases in matrix.by_site():
        if matrix.grouped:
            rows.append(site_band(matrix, site, themes))
        rows += [
            tr([cell(matrix, evidence, case, t) for t in themes], _case(matrix, case))
            for case in cases
        ]
    head = [matrix.kind, *(evidence.code_html(theme) for theme in themes)]
    caption = markdown(matrix.frame["title"]) + part + "."
    suffix = f"-{spelled(themes[0])}" if part else ""
    name = f"tbl-frame-{spelled(matrix.name)}{suffix}"
    return floating(name, table(head, rows, "framework"), caption)


def _case(matrix: Matrix, case: str) -> str:
    return f'<span class="case">{html(matrix.case(case))}</span>'
