"""All sites beside one another, each mechanism at the same place: a sheet of small multiples."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from insideout.report import concentric_draw as draw
from insideout.report import concentric_legend as legend
from insideout.report.concentric_graph import Graph, graph
from insideout.report.concentric_labels import HALF, LEADING, SIZE, wrap
from insideout.report.concentric_layout import RADIUS, Layout, layout, xy
from insideout.report.concentric_words import HAD, ring
from insideout.report.data import Data, title
from insideout.report.drawing import INK, MUTED
from insideout.report.markup import counted, listed

EDGE = 13.0  # around the rings of a panel: room for the numbers of features
GHOST = "#aab2ae"
HEAD = 7.0  # above a panel: the site's name


def sheet(data: Data) -> tuple[str, str]:
    """SVG and description of the sheet."""
    sites = data.sites
    whole = graph(data.nest, sites)
    made = layout(whole)
    each = [graph(data.nest, [site]) for site in sites]
    across = across_of(len(sites))
    panel = 2 * HALF / across
    scale = (panel / 2 - EDGE) / RADIUS
    lines = math.ceil(len(sites) / across)
    entries = [e for e in legend.entries(whole, several=False) if e[0] != "part"]
    key = key_lines(data, whole, panel if len(sites) % across else 2 * HALF)
    beside = bool(len(sites) % across) and len(key) * LEADING < panel + HEAD
    below = 0.0 if beside else len(key) * LEADING + 6
    high = lines * (panel + HEAD)
    figure, axes = draw.canvas(-high - below - legend.height(entries) - 6, 0.0, HALF)
    for n, site in enumerate(sites):
        at = _middle(n, across, panel)
        _panel(axes, each[n], whole, made, at, scale)
        for line in wrap(data.unit(site), panel - 6, "bold", 1):
            axes.text(at[0], at[1] + panel / 2 - 6, line, ha="center", va="baseline", color=INK,
                      fontsize=SIZE, fontweight="bold")  # fmt: skip
    left = _middle(len(sites), across, panel)[0] - panel / 2 + 8 if beside else -HALF
    start = _middle(len(sites), across, panel)[1] + panel / 2 if beside else -high - 4
    for n, line in enumerate(key):
        axes.text(left, start - LEADING * (n + 0.8), line, color=MUTED, fontsize=SIZE,
                  va="baseline")  # fmt: skip
    legend.draw(axes, entries, -HALF + 2, -high - below - 4)
    told = _told(data, each)
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
    told = "Rings, outwards: " + ", ".join(ring(one) for one in whole.rings)
    return [*made, "", *wrap(told, room - 14, most=6)] if whole.rings else made


def _panel(
    axes: Axes, one: Graph, whole: Graph, made: Layout, at: tuple[float, float], scale: float
) -> None:
    draw.rings(axes, made, at, scale)
    here = set(one.marks)
    ghosts = [xy(made.marks[key]) for key in whole.marks if key not in here]
    if ghosts:
        axes.scatter([at[0] + x * scale for x, _ in ghosts], [at[1] + y * scale for _, y in ghosts],
                     s=2.2, color=GHOST, linewidth=0, zorder=2)  # fmt: skip
    draw.edges(axes, one, made, at, scale)
    draw.marks(axes, one, made, at, scale)
    for n, (start, end) in enumerate(made.sectors.values(), start=1):
        x, y = xy((RADIUS * scale + 7.5, (start + end) / 2))
        axes.text(at[0] + x, at[1] + y - 3.1, str(n), ha="center", va="baseline", color=MUTED,
                  fontsize=SIZE)  # fmt: skip


def _told(data: Data, each: list[Graph]) -> str:
    parts = []
    for site, one in zip(data.sites, each, strict=True):
        gone = [f"{title(e.feature)} ({HAD[e.sign]})" for e in one.experiences if e.unexplained]
        parts.append(
            f"{data.unit(site)}: {counted(len(one.experiences), 'experience')}, "
            f"{counted(len(one.marks), 'mechanism')}, {counted(len(one.edges), 'edge')}; "
            + (f"unexplained {listed(gone)}" if gone else "nothing unexplained")
        )
    return f"A concentric picture of each site. {'. '.join(parts)}."
