"""The legend of a concentric picture: only what the picture shows, in rows as wide as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from insideout.report.concentric_draw import (
    AREA,
    DASHES,
    MARK,
    SHAPES,
    SUGGESTED,
    THICK,
    THIN,
    TONE,
    badge,
    experience,
    fork,
)
from insideout.report.concentric_graph import Experience, Graph
from insideout.report.concentric_labels import HALF, SIZE, width
from insideout.report.drawing import INK, MUTED

ROW = 12.5  # height of a row, in points
GLYPH, AFTER = 25.0, 11.0  # before the words of an entry, and behind them


def entries(graphs: Sequence[Graph], labelled: bool = True) -> list[tuple[str, str]]:
    """Kind and words of each entry that pictures need; `labelled`: their marks have labels."""
    ones = [one for graph in graphs for one in graph.experiences]
    edges = [edge for graph in graphs for edge in graph.edges]
    marks = [key for graph in graphs for key in graph.marks if labelled]
    stands = {one.stands for one in ones}
    signs = {edge.sign for edge in edges}
    wanted = [
        ("+", "had it", any(one.sign == "+" for one in ones)),
        ("-", "lacked it", any(one.sign == "-" for one in ones)),
        ("mixed", "mixed", "mixed" in stands),
        ("few", "told by few", "minority" in stands),
        ("open", "open: unexplained", any(one.unexplained for one in ones)),
        (
            "part",
            "open at some sites",
            any(0 < len(one.unexplained) < len(one.sites) for one in ones),
        ),
        ("line+", "leads to having it", "+" in signs),
        ("line-", "leads to lacking it", "-" in signs),
        ("both", "leads to both", "" in signs or any(map(_both, graphs))),
        ("dashed", "suggested", any(not edge.explained for edge in edges)),
        ("wide", "explained, wider: more robust", any(edge.explained for edge in edges)),
        ("badge", "number of the ring", bool(marks)),
        ("none", "(absent): told to be lacking", any(key[2] == "absent" for key in marks)),
    ]
    return [(kind, words) for kind, words, shown in wanted if shown]


def _both(graph: Graph) -> bool:
    signs: dict[Any, set[str]] = {}
    for edge in graph.edges:
        signs.setdefault(edge.outer, set()).add(edge.sign)
    return any(len(found) > 1 for found in signs.values())


def rows(found: Sequence[tuple[str, str]], across: float = 2 * HALF - 4) -> list[tuple[float, int]]:
    """Left end and row of each entry."""
    x, row, made = 0.0, 0, []
    for kind, words in found:
        wide = (GLYPH if kind != "none" else 4) + width(words)
        if x and x + wide > across:
            x, row = 0.0, row + 1
        made.append((x, row))
        x += wide + AFTER
    return made


def height(found: Sequence[tuple[str, str]], across: float = 2 * HALF - 4) -> float:
    """How high a legend is, in points."""
    return (max([row for _, row in rows(found, across)] or [-1]) + 1) * ROW


def draw(
    axes: Axes,
    found: Sequence[tuple[str, str]],
    left: float,
    top: float,
    across: float = 2 * HALF - 4,
) -> None:
    """The legend, from its left upper corner."""
    for (kind, words), (x, row) in zip(found, rows(found, across), strict=True):
        y = top - (row + 0.5) * ROW
        _glyph(axes, kind, left + x, y)
        axes.text(
            left + x + (GLYPH if kind != "none" else 4),
            y - 3.0,
            words,
            color=MUTED,
            fontsize=SIZE,
            va="baseline",
        )


def _glyph(axes: Axes, kind: str, x: float, y: float) -> None:
    middle = (x + 11.0, y)
    if kind in ("+", "-", "few", "open", "part", "mixed"):
        _experience(axes, kind, x, y)
    elif kind == "none":
        return
    elif kind == "ring":
        axes.text(x + GLYPH - 4, y - 3.0, "ring", color=MUTED, fontsize=SIZE, ha="right")
    elif kind == "both":
        axes.scatter(*middle, s=(2 * MARK) ** 2 * 0.82, marker="s", color=TONE[""], linewidth=0)
        axes.plot([x + 1, x + 20], [y, y], color=TONE[""], linewidth=1.6, zorder=0.5)
    elif kind == "badge":
        badge(axes, (x + 16, y), "1")
    elif kind == "wide":
        for n, wide in enumerate((THIN, (THIN + THICK) / 2, THICK)):
            axes.plot([x + 6.6 * n, x + 6.6 * n + 6.6], [y, y], color=MUTED, linewidth=wide,
                      solid_capstyle="butt")  # fmt: skip
    elif kind == "dashed":
        axes.plot([x + 1, x + 20], [y, y], color=MUTED, linestyle=DASHES, linewidth=SUGGESTED,
                  dash_capstyle="butt")  # fmt: skip
    else:
        sign = kind.removeprefix("line")
        axes.plot([x + 1, x + 20], [y, y], color=TONE[sign], linewidth=1.6,
                  solid_capstyle="butt")  # fmt: skip
        axes.scatter(x + 17, y, s=(2 * MARK) ** 2 * AREA[SHAPES[sign]], marker=SHAPES[sign],
                     color=TONE[sign], linewidth=0, zorder=5)  # fmt: skip


def _experience(axes: Axes, kind: str, x: float, y: float) -> None:
    sites = ("a", "b")
    stands = "minority" if kind == "few" else "pattern"
    gone = {"open": sites, "part": sites[:1]}.get(kind, ())
    one = Experience("", "-" if kind == "-" else "+", stands, sites, gone)
    if kind == "mixed":
        axes.plot([x + 4, x + 16], [y, y], color=INK, linewidth=1.6)
        experience(axes, (x + 4, y), one)
        experience(axes, (x + 16, y), Experience("", "-", stands, sites, gone))
        return
    if kind in ("open", "part"):
        fork(axes, [(x + 8, y), (x + 17, y)], TONE["+"])
        experience(axes, (x + 8, y), one)
        return
    experience(axes, (x + 13, y), one)
