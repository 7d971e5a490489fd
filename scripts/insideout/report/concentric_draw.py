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
from insideout.report.concentric_labels import INDENT, LEADING, MARKED, NAME_LEADING, SIZE, Placed
from insideout.report.concentric_layout import RADIUS, RIM, Layout, Point, xy
from insideout.report.concentric_routes import curve, routes, stub_end
from insideout.report.drawing import INK, MUTED

TONE = {"+": "#164f7c", "-": "#b4560b", "": "#3c4549"}  # "": both; they differ in grey as well
PAPER = ("#fbfbf9", "#cfd4cd")  # the middle, and the outermost ring
BADGE = "#e4e8e4"
LEADERS = ("#8b9691", "#b7bfbb")  # in turn, so that each can be followed
RULE = "#c3c9c5"
SUGGESTED = 0.95  # width of a line that only suggests
THIN, THICK = 1.3, 3.4  # of lines that explain, from what never survives to what always does
HALO = 1.7  # around marks, where lines of others give way
DASHES: Any = (0, (2.6, 1.5))
EXPERIENCE, MARK = 5.0, 3.4  # radius of a mark
SMALLEST = 0.8  # of the size, where a picture is small
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
    """Edges by the experience's sign (colour), robustness (width) and status (dashed: suggested).

    Lines of others give way to a mark; its own reach it.
    """
    ways = routes(graph, made)
    order = sorted(graph.edges, key=lambda e: (e.explained, e.weight or 0.0))
    lines = [[_at(p, at, scale) for p in ways[e.inner, e.outer]] for e in order]
    finer = max(scale, 0.7)
    for n, (edge, line) in enumerate(zip(order, lines, strict=True)):
        wide, tone = breadth(edge) * finer, TONE[edge.sign]
        high = 3 + n / (len(order) + 1)
        _lines(axes, [line], "white", wide + 1.3 * finer, high)
        _lines(axes, [line], tone, wide, high, "-" if edge.explained else DASHES)
    for sign, tone in TONE.items():
        for wide in sorted({breadth(edge) for edge in order if edge.sign == sign}):
            ends = [
                piece
                for edge, line in zip(order, lines, strict=True)
                if edge.sign == sign and breadth(edge) == wide
                for piece in (
                    last(line, (MARK + HALO + 1) * finer),
                    last(line[::-1], (EXPERIENCE if not edge.inner[0] else MARK) * finer + HALO),
                )
            ]
            _lines(axes, ends, tone, wide * finer, 4.7)


def _lines(
    axes: Axes, lines: Sequence[Any], tone: str, wide: float, high: float, style: Any = "-"
) -> None:
    axes.add_collection(LineCollection(lines, colors=tone, linewidths=wide, linestyles=[style],
                                       capstyle="butt", zorder=high))  # fmt: skip


def breadth(edge: Edge) -> float:
    """How wide an edge is drawn: what only suggests is thin, however robust."""
    return THIN + (THICK - THIN) * (edge.weight or 0.0) if edge.explained else SUGGESTED


def last(line: Sequence[Point], long: float) -> list[Point]:
    """The last bit of a line, so long."""
    made = [line[-1]]
    for point in line[-2::-1]:
        length = math.dist(point, made[-1])
        if length >= long:
            part = long / length
            (x0, y0), (x1, y1) = made[-1], point
            return [*made, (x0 + (x1 - x0) * part, y0 + (y1 - y0) * part)]
        made.append(point)
        long -= length
    return made


def sign_of(key: Key, found: Sequence[Edge]) -> str:
    """The sign of the experiences that a mark leads to; "" for both."""
    signs = {edge.sign for edge in found if edge.outer == key}
    return signs.pop() if len(signs) == 1 else ""


def marks(
    axes: Axes, graph: Graph, made: Layout, at: Point = (0.0, 0.0), scale: float = 1.0
) -> None:
    """Marks of the rings, then experiences, yoked where an experience is mixed."""
    signs = {key: sign_of(key, graph.edges) for key in graph.marks}
    size = 2 * MARK * max(scale, SMALLEST)
    for sign, shape in SHAPES.items():
        points = [_at(xy(made.marks[k]), at, scale) for k in graph.marks if signs[k] == sign]
        if points:
            x, y = zip(*points, strict=True)
            for tone, wide, high in (("white", 2 * HALO, 4.2), (TONE[sign], 0.0, 5)):
                axes.scatter(x, y, s=(size + wide * max(scale, SMALLEST)) ** 2 * AREA[shape],
                             marker=shape, color=tone, linewidth=0, zorder=high)  # fmt: skip
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
        experience(axes, _at(xy(made.marks[one.key]), at, scale), one, max(scale, SMALLEST))


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
    rules = [list(one.leader) for one in placed if one.label.kind == "rule"]
    leaders = [list(one.leader) for one in placed if one.leader and one.label.kind != "rule"]
    axes.add_collection(LineCollection(rules, colors=RULE, linewidths=0.8, zorder=2))
    for n, tone in enumerate(LEADERS):
        axes.add_collection(LineCollection(leaders[n::2], colors=tone, linewidths=0.6, zorder=2))
    glyphs = {one.key: one for one in experiences}
    for one in placed:
        left, _, right, top = one.box
        if one.label.kind == "open" and one.label.key is not None:
            x = left + 3.4 if one.side == 1 else right - 3.4
            experience(axes, (x, top - LEADING * 0.5), glyphs[one.label.key], 0.66)
        if one.label.ring:
            badge(axes, (left + 4.0 if one.side == 1 else right - 4.0, (one.box[1] + top) / 2),
                  str(one.label.ring))  # fmt: skip
        indent = INDENT if one.label.kind in MARKED else 0.0
        x, anchor = (left + indent, "left") if one.side == 1 else (right - indent, "right")
        bold = "bold" if one.label.kind == "heading" else "normal"
        tone = MUTED if one.label.kind in ("note", "open") else INK
        for n, line in enumerate(one.lines):
            axes.text(x, top - LEADING * (n + 0.79), line, ha=anchor, va="baseline", color=tone,
                      fontsize=SIZE, fontweight=bold, zorder=7)  # fmt: skip


def badge(axes: Axes, point: Point, number: str) -> None:
    """The number of a ring, quiet, on a disc."""
    axes.scatter(*point, s=8.6**2, color=BADGE, linewidth=0, zorder=6)
    axes.text(point[0], point[1] - 2.6, number, ha="center", va="baseline", color=MUTED,
              fontsize=SIZE * 0.84, zorder=7)  # fmt: skip


def name_lines(axes: Axes, y: float, lines: Sequence[str]) -> None:
    """Centred lines in grey, around a height: a ring's name."""
    for n, line in enumerate(lines):
        at = y + (len(lines) / 2 - n - 0.74) * NAME_LEADING
        axes.text(0, at, line, ha="center", va="baseline", color=MUTED, fontsize=SIZE, zorder=7)
