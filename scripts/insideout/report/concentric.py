"""Concentric pictures: experience in the middle, and ring by ring what stands behind it.

A mechanism of those who respond stands once for each feature that it bears on, so that a sector
reads by itself; what lies further out stands once, in the sector of most of its edges. Labels stand
outside the rings, grouped by feature, on the side of their marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib as mpl

from insideout.report import concentric_draw as draw
from insideout.report import concentric_legend as legend
from insideout.report.concentric_graph import Graph, Key, graph, sites_of, thinned
from insideout.report.concentric_labels import HALF, Label, Placed, columns, height, ring_names
from insideout.report.concentric_layout import RADIUS, Layout, homes, layout
from insideout.report.concentric_routes import stub_end
from insideout.report.concentric_sheet import sheet
from insideout.report.concentric_words import captions as _captions
from insideout.report.concentric_words import described, left_out, name
from insideout.report.data import Data, title
from insideout.report.drawing import STYLE
from insideout.report.nested import place

OVERALL, SITES = "concentric_overall", "concentric_sites"
HIGH = 690.0  # points: 21 cm without the legend, where the picture is 16 cm wide


def figures(data: Data) -> dict[str, tuple[str, str]]:
    """SVG and description by name: all sites together, side by side, and each for itself."""
    if not data.nest or not data.nest["nest_patterns"]:
        return {}
    with mpl.rc_context(STYLE):
        made = {OVERALL: picture(data, data.sites, "What stands behind experience, all sites")}
        if len(data.sites) > 1:
            made[SITES] = sheet(data)
        for site in data.sites:
            told = f"What stands behind experience at {data.unit(site)}"
            made[f"concentric_{site}"] = picture(data, [site], told)
    return made


def captions(data: Data) -> dict[str, str]:
    """The caption of each figure by name."""
    made = _captions({site: data.unit(site) for site in data.sites})
    return made if len(data.sites) > 1 else {n: c for n, c in made.items() if n != SITES}


def picture(data: Data, sites: Sequence[str], heading: str) -> tuple[str, str]:
    """SVG and description of one picture."""
    whole = graph(data.nest, sites)
    named = {key: name(data, key, many) for key, many in sites_of(whole).items()}
    found, made, placed = arranged(whole, named, len(sites))
    gone = left_out(len(whole.edges) - len(found.edges))
    names = ring_names(made, [f"{n} {place(one)}" for n, one in enumerate(found.rings, start=1)])
    entries = legend.entries([found])
    if not names:
        entries += [("ring", f"{n} {place(one)}") for n, one in enumerate(found.rings, start=1)]
    entries += [("none", gone)] if gone else []
    bottom, top = extent(placed)
    figure, axes = draw.canvas(bottom - legend.height(entries) - 2, top, HALF)
    draw.rings(axes, made)
    draw.edges(axes, found, made)
    draw.marks(axes, found, made)
    draw.texts(axes, placed, found.experiences)
    draw.name_lines(axes, 0.0, ["experience"])
    for n, (start, end) in enumerate(made.bands):
        y, lines = names[n] if names else ((start + end) / 2, [str(n + 1)])
        draw.name_lines(axes, y, lines)
    legend.draw(axes, entries, -HALF + 2, bottom)
    told = f"{described(data, whole, sites)} {gone}".strip()
    return draw.saved(figure, heading, told), told


def arranged(
    whole: Graph, named: Mapping[Key, str], sites: int
) -> tuple[Graph, Layout, list[Placed]]:
    """What is drawn of a graph, and where; the weakest suggestions go until it fits on a page.

    `named`: the words of each mark.
    """
    most = len(whole.marks)
    tall = {key: height(told) for key, told in named.items()}
    while True:
        found = thinned(whole, most)
        made = layout(found, tall)
        placed = columns(labels(found, made, named, sites))
        bottom, top = extent(placed)
        if top - bottom <= HIGH or len(found.marks) > most or most < 1:
            return found, made, placed
        most = min(most - 1, int(most * 0.94))


def extent(placed: Sequence[Placed]) -> tuple[float, float]:
    """Where a picture ends below, before its legend, and above."""
    low, high = min([one.box[1] for one in placed]), max([one.box[3] for one in placed])
    return min(low, -RADIUS) - 12, max(high, RADIUS) + 4


def labels(found: Graph, made: Layout, named: Mapping[Key, str], sites: int) -> list[Label]:
    """All labels of a picture, from top to bottom on each side. `named`: the words of each mark."""
    written = []
    home = homes(found)
    for feature, (start, end) in made.sectors.items():
        group = [
            Label("mark", named[key], made.marks[key][1], key, made.marks[key],
                  found.rings.index(key[0]) + 1)
            for key in found.marks if home[key] == feature
        ]  # fmt: skip
        told = [one for one in found.experiences if one.feature == feature]
        for one in told:
            if one.unexplained:
                many = f"open at {len(one.unexplained)} of {len(one.sites)}"
                angle = made.stubs[one.key]
                begins = (stub_end(made) + 6, angle)
                group.append(
                    Label("open", many if sites > 1 else "unexplained", angle, one.key, begins)
                )
        for right in (True, False):
            side = [one for one in group if (one.angle <= 180) == right]
            if side or right == (start < 180):
                written += _group(feature, side, start, end, right, told=bool(told))
    return [one for _, one in sorted(written, key=lambda both: both[0])]


def _group(
    feature: str, side: Sequence[Label], start: float, end: float, right: bool, *, told: bool
) -> list[tuple[tuple[bool, float, int, float], Label]]:
    """The labels of one feature on one side, with what sorts them."""
    edge = start if right else end
    edge = min(edge, 180.0) if right else max(edge, 180.01)
    first = edge if right else -edge
    rule = Label("rule", "", edge, None, (RADIUS, edge))
    head = Label("heading", title(feature), edge)
    made = [((not right, first, 0, 0.0), rule), ((not right, first, 1, 0.0), head)]
    if not told:
        made.append(((not right, first, 2, 0.0), Label("note", "not told of", edge)))
    order = 1 if right else -1
    return made + [((not right, first, 3, order * one.angle), one) for one in side]
