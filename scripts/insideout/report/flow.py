"""The flow of the sampling as a figure: a box a step, and what was lost on the way."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from insideout.report.drawing import INK, LINE, MUTED, WIDTH, svg

STEP, BOX, WIDE = 0.62, 0.42, 0.46  # inches a step and a box high; a box's share of the width
Rows = Sequence[Mapping[str, Any]]


def flow(rows: Rows) -> tuple[str, str]:
    """SVG and description of the table `flow`, from top to bottom."""
    figure = Figure(figsize=(WIDTH, STEP * len(rows) + 0.1))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0, 1)
    axes.set_ylim(-STEP * (len(rows) - 1) - BOX - 0.04, 0.08)
    axes.axis("off")
    for at, row in enumerate(rows):
        top = -STEP * at
        axes.add_patch(_box(top, counted=bool(row["counted"])))
        label = textwrap.fill(row["label"], 44)
        axes.text(0.025, top - BOX / 2, label, va="center", color=INK)
        axes.text(WIDE - 0.02, top - BOX / 2, f"{row['n']:,}", va="center", ha="right", color=INK,
                  fontsize=11, fontweight="bold")  # fmt: skip
        if at + 1 < len(rows):
            axes.annotate("", (WIDE / 2, top - STEP), (WIDE / 2, top - BOX),
                          arrowprops={"arrowstyle": "-|>", "color": MUTED, "linewidth": 0.9,
                                      "shrinkA": 0, "shrinkB": 0})  # fmt: skip
        if told := lost(row):
            axes.plot([WIDE, WIDE + 0.04], [top - BOX / 2] * 2, color=LINE, linewidth=0.9)
            axes.text(WIDE + 0.05, top - BOX / 2, textwrap.fill(told, 58), va="center",
                      color=MUTED, fontsize=8)  # fmt: skip
    return svg(figure), f"Boxes from top to bottom. {'; '.join(map(sentence, rows))}."


def _box(top: float, *, counted: bool) -> Rectangle:
    style: Any = "-" if counted else (0, (3, 2))  # dashed: as the study file says
    return Rectangle((0.004, top - BOX), WIDE - 0.008, BOX, facecolor="white", edgecolor=MUTED,
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
