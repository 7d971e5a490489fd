"""What all figures share: colours, text as paths, and SVG that is the same for the same data."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, MUTED, LINE = "#1c2326", "#56636a", "#dde1de"
STYLE: Any = {
    "svg.fonttype": "path", "svg.hashsalt": "insideout", "text.parse_math": False,
    "font.family": "DejaVu Sans",
    "font.size": 8.5, "text.color": INK, "axes.labelcolor": MUTED, "xtick.color": MUTED,
    "ytick.color": INK, "axes.edgecolor": LINE, "axes.linewidth": 0.8, "figure.dpi": 100,
}  # fmt: skip
WIDTH = 7.2


def svg(figure: Figure) -> str:
    """A figure as SVG, without a date; lines don't end in spaces."""
    held = io.StringIO()
    figure.savefig(held, format="svg", transparent=True, bbox_inches="tight", pad_inches=0.04,
                   metadata={"Date": None, "Creator": None})  # fmt: skip
    return "\n".join(line.rstrip() for line in held.getvalue().splitlines()) + "\n"


def bare(axes: Axes, *sides: str) -> None:
    """Axes without ticks, and without lines but for those at the sides named."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(side in sides)
    axes.tick_params(length=0)


def key(axes: Axes, entries: Sequence[tuple[str, str]], at: float, width: float) -> None:
    """A key in one line above the bars, in the order of their parts."""
    x = 0.0
    for colour, name in entries:
        axes.scatter([x + width * 0.008], [at], marker="s", s=34, color=colour, edgecolor=MUTED,
                     linewidth=0.5, clip_on=False)  # fmt: skip
        axes.text(x + width * 0.024, at, name, va="center", color=MUTED, fontsize=8)
        x += width * (0.05 + 0.0135 * len(name))
