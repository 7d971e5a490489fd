"""The flow of the sampling as a figure: a box a step, and what was lost on the way."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from insideout.report.drawing import INK, LINE, MUTED, WIDTH, svg

LINE_HIGH, PAD, GAP = 0.15, 0.14, 0.2  # inches: a line of text, above and below it, an arrow
WIDE = 0.5  # right edge of the boxes, as a share of the width
LANE, LANES = 0.03, 0.06  # for a line past other boxes, and for all such lines at most
LABEL, BESIDE = 32, 50  # characters a line, in a box and beside it
Row = Mapping[str, Any]
Rows = Sequence[Row]


def flow(rows: Rows) -> tuple[str, str]:
    """SVG and description of the table `flow`, from top to bottom."""
    told = "; ".join(sentence(row, branched(rows, at)) for at, row in enumerate(rows))
    return svg(drawn(rows)), f"Boxes from top to bottom. {told}."


def branched(rows: Rows, at: int) -> Row | None:
    """The step that a step is a part of, where that isn't the one just above."""
    of: int | None = rows[at].get("of")
    if of is None or of == at or not 1 <= of <= len(rows):
        return None
    return rows[of - 1]


def drawn(rows: Rows) -> Figure:
    """The figure; a box is as high as its words need.

    An arrow comes from the box above or, for a step that is a part of another, from that one's
    side: past the boxes between, in a lane of its own.
    """
    above = [branched(rows, at) for at in range(len(rows))]
    lanes = [at for at, of in enumerate(above) if of is not None]
    wide = min(LANE, LANES / max(1, len(lanes)))
    beside = BESIDE - 8 if lanes else BESIDE
    texts = [
        (textwrap.fill(row["label"], LABEL), textwrap.fill(lost(row, of), beside))
        for row, of in zip(rows, above, strict=True)
    ]
    highs = [2 * PAD + LINE_HIGH * (1 + max(t.count("\n") for t in both)) for both in texts]
    whole = sum(highs) + GAP * max(0, len(rows) - 1)
    figure = Figure(figsize=(WIDTH, whole + 0.12))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, 1)
    axes.set_ylim(-whole - 0.06, 0.06)  # inches, downwards
    axes.axis("off")
    left, end = 0.004 + wide * len(lanes), WIDE + wide * len(lanes)
    tops = [-sum(highs[:at]) - GAP * at for at in range(len(rows))]
    middles = [top - high / 2 for top, high in zip(tops, highs, strict=True)]
    for at, (row, (label, told)) in enumerate(zip(rows, texts, strict=True)):
        middle = middles[at]
        axes.add_patch(_box(left, tops[at] - highs[at], highs[at], counted=bool(row["counted"])))
        axes.text(left + 0.021, middle, label, va="center", color=INK)
        axes.text(end - 0.02, middle, f"{row['n']:,}", va="center",
                  ha="right", color=INK, fontsize=11, fontweight="bold")  # fmt: skip
        if at in lanes:
            start, lane = middles[row["of"] - 1], left - wide * (lanes.index(at) + 0.7)
            axes.plot([left, lane, lane], [start - 0.04, start - 0.04, middle], color=MUTED,
                      linewidth=0.9)  # fmt: skip
            _arrow(axes, (lane, middle), (left, middle))
        elif at:
            _arrow(axes, ((left + end) / 2, tops[at] + GAP), ((left + end) / 2, tops[at]))
        if told:
            axes.plot([end, end + 0.03], [middle] * 2, color=LINE, linewidth=0.9)
            axes.text(end + 0.04, middle, told, va="center", color=MUTED, fontsize=8)
    return figure


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": MUTED,
                                              "linewidth": 0.9, "shrinkA": 0,
                                              "shrinkB": 0})  # fmt: skip


def _box(left: float, bottom: float, high: float, *, counted: bool) -> Rectangle:
    style: Any = "-" if counted else (0, (3, 2))  # dashed: as the study file says
    return Rectangle((left, bottom), WIDE - 0.008, high, facecolor="white", edgecolor=MUTED,
                     linewidth=0.9, linestyle=style)  # fmt: skip


def lost(row: Row, of: Row | None = None) -> str:
    """How many were lost at a step, and why. `of`: the step it is a part of, if not just above."""
    gone, reason = row["lost"], row["reason"] or ""
    if not gone:
        return str(reason)
    fewer = f"{gone:,} fewer" + (f" than {of['n']:,}" if of else "")
    return fewer + (f": {reason}" if reason else "")


def sentence(row: Row, of: Row | None = None) -> str:
    """A step in words, for those who can't see the figure."""
    told = lost(row, of)
    part = f", of the {of['n']:,} of “{of['label']}”" if of else ""
    return f"{row['label']} {row['n']:,}{part}" + (f" ({told})" if told else "")
