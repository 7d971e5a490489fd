"""Concentric pictures drawn: rings, edges, marks, labels and a legend, as SVG with a title."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from html import escape
from typing import Any

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from insideout.report.concentric_graph import Edge, Experience, Graph, Key
from insideout.report.concentric_labels import INDENT, LEADING, NAME_LEADING, SIZE, Placed
from insideout.report.concentric_layout import RADIUS, RIM, Layout, Point, xy
from insideout.report.concentric_routes import curve, routes, stub_end
from insideout.report.drawing import INK, MUTED

TONE = {"+": "#1b5e8a", "-": "#8f4304", "": "#5f4489"}  # "": both
PAPER = ("#fbfbf9", "#cfd4cd")  # the middle, and the outermost ring
LEADER, RULE = "#a3aca8", "#c3c9c5"
THIN, THICK = 0.9, 3.1  # lines of edges that weigh nothing, and all
DASHES: Any = (0, (2.6, 1.5))
EXPERIENCE, MARK = 5.0, 3.4  # radius of a mark
FEW = 0.66  # of the size, where few tell of it
SHAPES = {"+": "o", "-": "D", "": "s"}
AREA = {"o": 1.0, "D": 0.78, "s": 0.82}  # shapes of equal radius look alike in size


def canvas(bottom: float, top: float, across: float) -> tuple[Figure, Axes]:
    """A figure whose unit is the point, with (0, 0) in the middle of its breadth."""
    figure = Figure(figsize=(2 * across / 72, (top - bottom) / 72))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(-across, across)
    axes.set_ylim(bottom, top)
    axes.axis("off")
    return figure, axes


def saved(figure: Figure, title: str, description: str) -> str:
    """The SVG as it is drawn, without a margin, a date or ends of lines in spaces."""
    held = io.StringIO()
    figure.savefig(held, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    text = "\n".join(line.rstrip() for line in held.getvalue().splitlines()) + "\n"
    at = text.index(">", text.index("<svg"))
    told = f"\n <title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{text[:at]} role="img">{told}{text[at + 1 :]}'


def shade(at: int, rings: int) -> str:
    """The fill of a ring, darker outwards; -1: the middle."""
    share = (at + 1) / max(1, rings)
    ends = ([int(tone[n : n + 2], 16) for n in (1, 3, 5)] for tone in PAPER)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(*ends, strict=True))


def rings(axes: Axes, made: Layout, at: Point = (0.0, 0.0), scale: float = 1.0) -> None:
    """The rings, from outside to inside, and the lines between sectors."""
    for n, (_, end) in reversed(list(enumerate(made.bands))):
        fill = shade(n, len(made.bands))
        axes.add_patch(Circle(at, end * scale, facecolor=fill, edgecolor="white",
                              linewidth=1.2 * scale, zorder=0))  # fmt: skip
    axes.add_patch(Circle(at, made.middle * scale, facecolor=shade(-1, 1), edgecolor="white",
                          linewidth=1.2 * scale, zorder=0))  # fmt: skip
    if len(made.sectors) > 1:
        angles = sorted({angle for span in made.sectors.values() for angle in span})
        ends = made.middle - RIM - 7, RADIUS
        lines = [[_at(xy((radius, angle)), at, scale) for radius in ends] for angle in angles]
        axes.add_collection(LineCollection(lines, colors="white", linewidths=1.6 * scale, zorder=1))


def _at(point: Point, at: Point, scale: float) -> Point:
    return at[0] + point[0] * scale, at[1] + point[1] * scale


def edges(
    axes: Axes, graph: Graph, made: Layout, at: Point = (0.0, 0.0), scale: float = 1.0
) -> None:
    """Edges by sign (colour, a tick), weight (width) and status (dashed: suggested)."""
    ways = routes(graph, made)
    order = sorted(graph.edges, key=lambda e: (e.explained, e.weight or 0.0))
    lines = [[_at(p, at, scale) for p in ways[e.inner, e.outer, e.sign]] for e in order]
    wide = [breadth(edge.weight) * max(scale, 0.6) for edge in order]
    for n, (edge, line) in enumerate(zip(order, lines, strict=True)):
        for thick, tone, style in (
            (wide[n] + 1.3 * scale, "white", "-"),
            (wide[n], TONE[edge.sign], "-" if edge.explained else DASHES),
        ):
            axes.add_collection(LineCollection([line], colors=tone, linewidths=thick,
                                               linestyles=[style], capstyle="butt",
                                               zorder=3 + n / (len(order) + 1)))  # fmt: skip
    ticks = [
        tick(line, (MARK + 4.5) * scale, (2.2 + w / 2) * max(scale, 0.7))
        for e, line, w in zip(order, lines, wide, strict=True) if e.sign == "-"
    ]  # fmt: skip
    axes.add_collection(LineCollection(ticks, colors=TONE["-"], linewidths=1.1 * max(scale, 0.7),
                                       zorder=4))  # fmt: skip


def breadth(weight: float | None) -> float:
    """How wide an edge is drawn."""
    return THIN + (THICK - THIN) * (weight or 0.0)


def tick(line: Sequence[Point], back: float, half: float) -> list[Point]:
    """A short stroke across a line, so far before its end."""
    for (x0, y0), (x1, y1) in zip(line[-2::-1], line[:0:-1], strict=True):
        length = math.hypot(x1 - x0, y1 - y0)
        if length >= back or (x0, y0) == line[0]:
            part = min(1.0, back / (length or 1.0))
            x, y = x1 + (x0 - x1) * part, y1 + (y0 - y1) * part
            across = (y0 - y1) * half / (length or 1.0), (x1 - x0) * half / (length or 1.0)
            return [(x - across[0], y - across[1]), (x + across[0], y + across[1])]
        back -= length
    return []


def sign_of(key: Key, found: Sequence[Edge]) -> str:
    """The sign of all edges from a mark inwards; "" where they differ."""
    signs = {edge.sign for edge in found if edge.outer == key}
    return signs.pop() if len(signs) == 1 else ""


def marks(
    axes: Axes, graph: Graph, made: Layout, at: Point = (0.0, 0.0), scale: float = 1.0
) -> None:
    """Marks of the rings, then experiences, yoked where an experience is mixed."""
    signs = {key: sign_of(key, graph.edges) for key in graph.marks}
    for sign, shape in SHAPES.items():
        points = [_at(xy(made.marks[k]), at, scale) for k in graph.marks if signs[k] == sign]
        if points:
            x, y = zip(*points, strict=True)
            axes.scatter(x, y, s=(2 * MARK * max(scale, 0.55)) ** 2 * AREA[shape], marker=shape,
                         color=TONE[sign], edgecolor="white", linewidth=0.7 * scale,
                         zorder=5)  # fmt: skip
    mixed = [one for one in graph.experiences if one.stands == "mixed"]
    for feature in sorted({one.feature for one in mixed}):
        ends = [made.marks[one.key] for one in mixed if one.feature == feature]
        if len(ends) > 1:
            radius = ends[0][0]
            yoke = [_at(xy((radius, a)), at, scale) for a in _between(ends[0][1], ends[1][1])]
            axes.plot(*zip(*yoke, strict=True), color=INK, linewidth=1.6 * max(scale, 0.6),
                      zorder=4.5)  # fmt: skip
    for one in graph.experiences:
        if one.unexplained:
            stub(axes, one, made, at, scale)
        experience(axes, _at(xy(made.marks[one.key]), at, scale), one, max(scale, 0.55))


def _between(start: float, end: float) -> list[float]:
    return [start + (end - start) * n / 8 for n in range(9)]


def experience(axes: Axes, point: Point, one: Experience, scale: float = 1.0) -> None:
    """Hollow: unexplained; half filled: at some of its sites; small: told by few."""
    shape, tone = SHAPES[one.sign], TONE[one.sign]
    size = 2 * EXPERIENCE * scale * (FEW if one.stands == "minority" else 1.0)
    open_here = len(one.unexplained) / len(one.sites)
    fill = "none" if open_here == 1 else "left" if open_here else "full"
    axes.plot(*point, marker=shape, markersize=size * AREA[shape] ** 0.5, color=tone, zorder=6,
              fillstyle="full" if fill == "none" else fill, linestyle="none", clip_on=False,
              markerfacecolor="white" if fill == "none" else tone, markerfacecoloralt="white",
              markeredgecolor=tone, markeredgewidth=1.5 * scale if open_here else 0.0)  # fmt: skip


def stub(
    axes: Axes, one: Experience, made: Layout, at: Point = (0.0, 0.0), scale: float = 1.0
) -> None:
    """A line outwards from an unexplained experience that ends open, in a fork."""
    end = (stub_end(made), made.stubs[one.key])
    line = [_at(p, at, scale) for p in curve(made, made.marks[one.key], end)]
    fork(axes, line, TONE[one.sign], scale)


def fork(axes: Axes, line: Sequence[Point], tone: str, scale: float = 1.0) -> None:
    """A line with an open end: two short arms."""
    axes.plot(*zip(*line, strict=True), color=tone, linewidth=1.1 * max(scale, 0.6), zorder=4.4)
    (x0, y0), (x1, y1) = line[-2:]
    way = math.atan2(y1 - y0, x1 - x0)
    arms = [(x1 + 4.2 * scale * math.cos(way + turn), y1 + 4.2 * scale * math.sin(way + turn))
            for turn in (0.75, -0.75)]  # fmt: skip
    shape = [arms[0], (x1, y1), arms[1]]
    axes.plot(*zip(*shape, strict=True), color=tone, linewidth=1.1 * max(scale, 0.6), zorder=4.4)


def texts(axes: Axes, placed: Sequence[Placed], experiences: Sequence[Experience]) -> None:
    """Labels with their leaders."""
    for rule, tone, wide in ((False, LEADER, 0.55), (True, RULE, 0.8)):
        lines = [list(p.leader) for p in placed if p.leader and (p.label.kind == "rule") == rule]
        axes.add_collection(LineCollection(lines, colors=tone, linewidths=wide, zorder=2))
    glyphs = {one.key: one for one in experiences}
    for one in placed:
        left, _, right, top = one.box
        if one.label.kind == "open" and one.label.key is not None:
            x = left + 3.4 if one.side == 1 else right - 3.4
            experience(axes, (x, top - LEADING * 0.5), glyphs[one.label.key], 0.66)
        indent = INDENT if one.label.kind == "open" else 0.0
        x, anchor = (left + indent, "left") if one.side == 1 else (right - indent, "right")
        bold = "bold" if one.label.kind == "heading" else "normal"
        tone = MUTED if one.label.kind in ("note", "open") else INK
        for n, line in enumerate(one.lines):
            axes.text(x, top - LEADING * (n + 0.79), line, ha=anchor, va="baseline", color=tone,
                      fontsize=SIZE, fontweight=bold, zorder=7)  # fmt: skip


def name_lines(axes: Axes, y: float, lines: Sequence[str]) -> None:
    """Centred lines in grey, around a height: a ring's name."""
    for n, line in enumerate(lines):
        at = y + (len(lines) / 2 - n - 0.74) * NAME_LEADING
        axes.text(0, at, line, ha="center", va="baseline", color=MUTED, fontsize=SIZE, zorder=7)
