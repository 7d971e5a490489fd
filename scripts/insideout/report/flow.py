"""The flow of the sampling as a figure: a box a step, and what was lost on the way."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from insideout.report.drawing import INK, LINE, MUTED, WIDTH, svg

LINE_HIGH, PAD, GAP = 0.15, 0.14, 0.2  # inches: a line of text, above and below it, an arrow
WIDE = 0.5  # a box's share of the width
LABEL, BESIDE = 32, 50  # characters a line, in a box and beside it
Rows = Sequence[Mapping[str, Any]]


def flow(rows: Rows) -> tuple[str, str]:
    """SVG and description of the table `flow`, from top to bottom."""
    return svg(drawn(rows)), f"Boxes from top to bottom. {'; '.join(map(sentence, rows))}."


def drawn(rows: Rows) -> Figure:
    """The figure; a box is as high as its words need."""
    texts = [(textwrap.fill(row["label"], LABEL), textwrap.fill(lost(row), BESIDE)) for row in rows]
    highs = [2 * PAD + LINE_HIGH * (1 + max(t.count("\n") for t in both)) for both in texts]
    whole = sum(highs) + GAP * max(0, len(rows) - 1)
    figure = Figure(figsize=(WIDTH, whole + 0.12))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, 1)
    axes.set_ylim(-whole - 0.06, 0.06)  # inches, downwards
    axes.axis("off")
    top = 0.0
    for at, (row, (label, told), high) in enumerate(zip(rows, texts, highs, strict=True)):
        middle, end = top - high / 2, top - high
        axes.add_patch(_box(end, high, counted=bool(row["counted"])))
        axes.text(0.025, middle, label, va="center", color=INK)
        axes.text(WIDE - 0.02, middle, f"{row['n']:,}", va="center", ha="right", color=INK,
                  fontsize=11, fontweight="bold")  # fmt: skip
        if at + 1 < len(rows):
            axes.annotate("", (WIDE / 2, end - GAP), (WIDE / 2, end),
                          arrowprops={"arrowstyle": "-|>", "color": MUTED, "linewidth": 0.9,
                                      "shrinkA": 0, "shrinkB": 0})  # fmt: skip
        if told:
            axes.plot([WIDE, WIDE + 0.03], [middle] * 2, color=LINE, linewidth=0.9)
            axes.text(WIDE + 0.04, middle, told, va="center", color=MUTED, fontsize=8)
        top = end - GAP
    return figure


def _box(bottom: float, high: float, *, counted: bool) -> Rectangle:
    style: Any = "-" if counted else (0, (3, 2))  # dashed: as the study file says
    return Rectangle((0.004, bottom), WIDE - 0.008, high, facecolor="white", edgecolor=MUTED,
                     linewidth=0.9, linestyle=style)  # fmt: skip


def lost(row: Mapping[str, Any]) -> str:
    """How many were lost at a step, and why."""
    gone, reason = row["lost"], row["reason"] or ""
    if not gone:
        return str(reason)
    return f"{gone:,} fewer" + (f": {reason}" if reason else "")


def sentence(row: Mapping[str, Any]) -> str:
    """A step in words, for those who can't see the figure."""
    told = lost(row)
    return f"{row['label']} {row['n']:,}" + (f" ({told})" if told else "")
