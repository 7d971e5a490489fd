"""Framework matrices: a row for a case, a column for a theme, cells that lead to quotations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from insideout.report.data import Data, Records
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import (
    band,
    counted,
    floating,
    html,
    mark,
    markdown,
    table,
    td,
    tr,
)

INTRO = """The framework matrices [@ritchie1994; @gale2013] hold what was told case by case. A cell
shows what the case told of the theme, in the analyst's words where a summary was written (with the
author's initials), and the handles of the quotations that carry it. Quotations are those of the
theme and of every code below it.

"""
MOST = 4  # themes that fit side by side, on paper as on a screen


def split(data: Data) -> tuple[list[str], list[str]]:
    """Ids of the frames of experience (and of anything else), and of the frames of mechanisms."""
    nest = data.study["nest"] or {}
    outer = set(nest.get("mechanisms", ())) if data.nest else set()
    of_mechanisms = [name for name in data.frames if data.study["frames"][name]["root"] in outer]
    return [name for name in data.frames if name not in of_mechanisms], of_mechanisms


def matrices(data: Data, evidence: Evidence, names: Sequence[str]) -> str:
    """What framework matrices are, and a section for each frame."""
    return (INTRO if names else "") + "\n".join(_section(data, evidence, name) for name in names)


def _section(data: Data, evidence: Evidence, name: str) -> str:
    cells = data.frames[name]
    heading = markdown(data.study["frames"][name]["title"])
    themes = list(dict.fromkeys(cell["theme"] for cell in cells))
    filled = sum(cell["codings"] > 0 for cell in cells)
    summed = sum(bool(cell["summary"]) for cell in cells)
    cases = {cell["case"] for cell in cells}
    size = (
        f"{counted(len(cases), 'case')} by {counted(len(themes), 'theme')}: "
        f"{filled} of {counted(len(cells), 'cell')} hold at least one quotation, "
        f"{summed} have an analyst's summary{_bound(cells)}.\n"
    )
    told = [f"## {heading} {{#sec-frame-{spelled(name)}}}\n"]
    if not cells:
        return f"{told[0]}\nNo case or no theme: the matrix is empty.\n"
    told.append(size)
    parts = parts_of(themes)
    for n, part in enumerate(parts, start=1):
        of = f", part {n} of {len(parts)}" if len(parts) > 1 else ""
        told.append(_part(data, evidence, name, cells, part, of))
    return "\n".join(told)


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


def parts_of(themes: Sequence[str]) -> list[list[str]]:
    """Themes in parts of about equal width, none wider than fits."""
    count = max(1, math.ceil(len(themes) / MOST))
    size = math.ceil(len(themes) / count)
    return [list(themes[at : at + size]) for at in range(0, max(1, len(themes)), size or 1)]


def _part(
    data: Data, evidence: Evidence, name: str, cells: Records, themes: Sequence[str], part: str
) -> str:
    by_place = {(cell["case"], cell["theme"]): cell for cell in cells}
    cases = list(dict.fromkeys(cell["case"] for cell in cells))
    rank = {site: n for n, site in enumerate(data.sites)}
    cases.sort(key=lambda case: rank.get(data.site_of_case(case), len(rank)))
    grouped = bool(data.sites) and not set(cases) <= set(data.sites)
    rows: list[str] = []
    for site, of_site in groupby(cases, data.site_of_case):
        if grouped:
            rows.append(band(html(data.unit(site) if site else "No site"), len(themes) + 1))
        rows += [
            tr([_cell(evidence, by_place[case, t]) for t in themes], html(_case(data, case)))
            for case in of_site
        ]
    kind = {"site": "Site", "source": "Source"}.get(data.study["frames"][name]["cases"], "Case")
    head = [kind, *(evidence.code_html(theme) for theme in themes)]
    caption = markdown(data.study["frames"][name]["title"]) + part + "."
    suffix = f"-{spelled(themes[0])}" if part else ""
    return floating(f"tbl-frame-{spelled(name)}{suffix}", table(head, rows, "framework"), caption)


def _case(data: Data, case: str) -> str:
    return data.unit(case) if case in data.unit_names else case


def _cell(evidence: Evidence, cell: Mapping[str, Any]) -> str:
    if not cell["codings"] and not cell["summary"]:
        return td(mark("not_told"), "not-told")
    status = cell["status"]
    said = [mark(status)]
    if cell["summary"]:
        author = f'&nbsp;<span class="cell-count">{html(cell["author"])}</span>'
        said.append(f'<p class="cell-summary">{html(cell["summary"])}{author}</p>')
    if cell["stale"]:
        said.append('<p class="cell-quotes"><strong>Older than its evidence</strong></p>')
    if cell["codings"]:
        said.append(f'<p class="cell-quotes">{evidence.html(cell["quotes"])}</p>')
    else:
        said.append('<p class="cell-quotes">No quotation is behind this summary.</p>')
    kind = {"not_told": "not-told", "coded": ""}.get(status, f"valence-{status}")
    return td("".join(said), " ".join(filter(None, [kind, "stale" if cell["stale"] else ""])))
