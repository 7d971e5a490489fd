"""All sites beside one another, each with what stands there: a sheet of small multiples."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from insideout.report import concentric_draw as draw
from insideout.report import concentric_legend as legend
from insideout.report.concentric_draw import EXPERIENCE, MARK, SMALLEST
from insideout.report.concentric_graph import Graph, graph
from insideout.report.concentric_labels import HALF, LEADING, SIZE, wrap
from insideout.report.concentric_layout import RADIUS, Layout, alike, layout, xy
from insideout.report.concentric_words import WHOLE, counts, opened
from insideout.report.data import Data, title
from insideout.report.drawing import INK, MUTED
from insideout.report.markup import counted
from insideout.report.nested import place

EDGE = 13.0  # around the rings of a panel: room for the numbers of features
CLEAR = 2 * MARK * SMALLEST + 1.2  # between two marks, as they are drawn
HEAD = 7.0  # above a panel: the site's name


def sheet(data: Data) -> tuple[str, str]:
    """SVG and description of the sheet."""
    sites = data.sites
    whole = graph(data.nest, sites)
    each = [graph(data.nest, [site]) for site in sites]
    across = across_of(len(sites))
    panel = 2 * HALF / across
    scale = (panel / 2 - EDGE) / RADIUS
    apart = 2 * EXPERIENCE * SMALLEST / scale
    made = layout(whole, apart=apart)
    lines = math.ceil(len(sites) / across)
    entries = legend.entries(each, labelled=False)
    key = key_lines(data, whole, panel if len(sites) % across else 2 * HALF)
    beside = bool(len(sites) % across) and len(key) * LEADING < panel + HEAD
    below = 0.0 if beside else len(key) * LEADING + 6
    high = lines * (panel + HEAD)
    figure, axes = draw.canvas(-high - below - legend.height(entries) - 6, 0.0, HALF)
    for n, site in enumerate(sites):
        at = _middle(n, across, panel)
        _panel(axes, each[n], alike(each[n], made, CLEAR / scale, apart), at, scale)
        for line in wrap(data.unit(site), panel - 6, "bold", 1):
            axes.text(at[0], at[1] + panel / 2 - 6, line, ha="center", va="baseline", color=INK,
                      fontsize=SIZE, fontweight="bold")  # fmt: skip
    left = _middle(len(sites), across, panel)[0] - panel / 2 + 8 if beside else -HALF
    start = _middle(len(sites), across, panel)[1] + panel / 2 if beside else -high - 4
    for n, line in enumerate(key):
        axes.text(left, start - LEADING * (n + 0.8), line, color=MUTED, fontsize=SIZE,
                  va="baseline")  # fmt: skip
    legend.draw(axes, entries, -HALF + 2, -high - below - 4)
    told = _told(data, whole, each)
    return draw.saved(figure, "What stands behind experience, site by site", told), told


def across_of(sites: int) -> int:
    """Panels side by side: few large ones, or more that are smaller."""
    return min(sites, 2 if sites < 3 or sites == 4 else 3 if sites < 10 else 4)


def _middle(n: int, across: int, panel: float) -> tuple[float, float]:
    row, column = divmod(n, across)
    return -HALF + (column + 0.5) * panel, -row * (panel + HEAD) - HEAD - panel / 2


def key_lines(data: Data, whole: Graph, room: float) -> list[str]:
    """What the numbers of features stand for, and the rings from inside to outside."""
    del data
    made = ["Features"]
    for n, feature in enumerate(whole.features, start=1):
        made += wrap(f"{n} {title(feature)}", room - 14, most=2)
    made += ["", "Rings, outwards"] if whole.rings else []
    for n, one in enumerate(whole.rings, start=1):
        made += wrap(f"{n} {place(one)}", room - 14, most=2)
    return made


def _panel(axes: Axes, one: Graph, made: Layout, at: tuple[float, float], scale: float) -> None:
    draw.rings(axes, made, at, scale)
    draw.edges(axes, one, made, at, scale)
    draw.marks(axes, one, made, at, scale)
    for n, (start, end) in enumerate(made.bands, start=1):  # to and fro: rings are narrow
        _number(axes, str(n), (at[0] + (3.5 if n % 2 else -3.5), at[1] + (start + end) / 2 * scale))
    for n, (start, end) in enumerate(made.sectors.values(), start=1):
        x, y = xy((RADIUS * scale + 7.5, (start + end) / 2))
        _number(axes, str(n), (at[0] + x, at[1] + y), bold=True)


def _number(axes: Axes, number: str, at: tuple[float, float], *, bold: bool = False) -> None:
    axes.text(at[0], at[1] - 3.1, number, ha="center", va="baseline", color=INK if bold else MUTED,
              fontsize=SIZE, fontweight="bold" if bold else "normal", zorder=7)  # fmt: skip


def _told(data: Data, whole: Graph, each: list[Graph]) -> str:
    gone = []
    for site, one in zip(data.sites, each, strict=True):
        left = sum(1 for e in one.experiences if e.unexplained)
        gone += [f"{left} at {data.unit(site)}"] if left else []
    open_at = f" ({opened(gone)})" if gone else ""
    return (
        f"A small picture of rings around the experience at each of {counted(len(each), 'site')}. "
        f"{counts(whole.experiences)}{open_at}. {WHOLE}"
    )
