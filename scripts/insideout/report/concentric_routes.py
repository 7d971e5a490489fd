"""The way of edges in a concentric picture: pure functions from a layout to points.

An edge turns in the inner part of a ring, which holds no marks, and goes straight outwards before
and after; none crosses the top, where the rings have their names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from insideout.report.concentric_graph import Graph, Key
from insideout.report.concentric_layout import Layout, Point, Polar, xy

Ends = tuple[Key, Key]  # of an edge
CORRIDOR = 0.34  # inner share of a ring without marks, where edges turn
WIDE = 28.0  # turns that are longer have a lane of their own, and round corners
CORNER = 7.0
STEP = 3.0  # between two points of a curve


def corridor(rings: Sequence[tuple[float, float]], start: float, end: float) -> tuple[float, float]:
    """Where an edge turns: from an experience, before the first ring's marks; else the last's.

    A mark has its angle for itself as far as the rim, so that an edge from it may go straight on.
    """
    if start < rings[0][0]:
        low, high = rings[0]
        return start + 8, low + CORRIDOR * (high - low)
    low, high = next(band for band in rings if end <= band[1])
    return max(low + 2, start + 1), low + CORRIDOR * (high - low)


def lanes(graph: Graph, made: Layout) -> dict[Ends, float]:
    """The radius of each wide turn: those that overlap share a corridor, side by side.

    Short turns come first and lie further in.
    """
    wide: dict[tuple[float, float], list[tuple[float, float, Ends]]] = {}
    for edge in graph.edges:
        (r0, a0), (r1, a1) = made.marks[edge.inner], made.marks[edge.outer]
        low, high = corridor(made.bands, r0, r1)
        if math.radians(abs(a1 - a0)) * high > WIDE:
            ends = edge.inner, edge.outer
            wide.setdefault((low, high), []).append((min(a0, a1), max(a0, a1), ends))
    radii: dict[Ends, float] = {}
    for (low, high), found in wide.items():
        taken: list[list[tuple[float, float]]] = []
        lane: dict[Ends, int] = {}
        for start, end, ends in sorted(found, key=lambda one: (one[1] - one[0], *one)):
            free = (n for n, spans in enumerate(taken)
                    if all(end + 2 < s or start - 2 > e for s, e in spans))  # fmt: skip
            at = next(free, len(taken))
            if at == len(taken):
                taken.append([])
            taken[at].append((start, end))
            lane[ends] = at
        for ends, at in lane.items():
            radii[ends] = low + (high - low) * (at + 0.5) / len(taken)
    return radii


def routes(graph: Graph, made: Layout) -> dict[Ends, list[Point]]:
    """All edges as points, from inside to outside."""
    wide = lanes(graph, made)
    found = {}
    for edge in graph.edges:
        ends = edge.inner, edge.outer
        start, end = made.marks[edge.inner], made.marks[edge.outer]
        found[ends] = turned(start, end, wide[ends]) if ends in wide else curve(made, start, end)
    return found


def curve(made: Layout, start: Polar, end: Polar) -> list[Point]:
    """A line with a slight turn: done where marks begin, and straight after that."""
    (r0, a0), (r1, a1) = start, end
    low, high = corridor(made.bands, r0, r1) if made.bands else (r0, r1)
    low = max(r0, low - 9)
    stop = min(r1, max(high, low + 9))
    steps = max(5, math.ceil((stop - low + math.radians(abs(a1 - a0)) * stop) / STEP))
    points, fan = [xy(start)] if low > r0 else [], r0 < made.middle
    for n in range(steps + 1):
        part = n / steps
        turn = 1 - (1 - part) ** 2.2 if fan else part**2 * (3 - 2 * part)
        points.append(xy((low + (stop - low) * n / steps, a0 + (a1 - a0) * turn)))
    return [*points, xy(end)] if r1 > stop else points


def turned(start: Polar, end: Polar, lane: float) -> list[Point]:
    """A line out to its lane, along it, and out from there, with round corners."""
    (r0, a0), (r1, a1) = start, end
    way = math.copysign(1.0, a1 - a0)
    bend = math.degrees(CORNER / lane) * way
    first = _bend((max(r0, lane - CORNER), a0), (lane, a0), (lane, a0 + bend))
    last = _bend((lane, a1 - bend), (lane, a1), (min(r1, lane + CORNER), a1))
    steps = max(2, math.ceil(math.radians(abs(a1 - a0 - 2 * bend)) * lane / STEP))
    arc = [
        xy((lane, a0 + bend + (a1 - a0 - 2 * bend) * n / steps)) for n in range(1, steps)
    ]  # fmt: skip
    return [xy(start), *first, *arc, *last, xy(end)]


def _bend(start: Polar, corner: Polar, end: Polar) -> list[Point]:
    """A corner rounded off: a quadratic Bézier curve."""
    (x0, y0), (x1, y1), (x2, y2) = xy(start), xy(corner), xy(end)
    parts = [n / 5 for n in range(6)]
    return [
        ((1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t * t * x2,
         (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t * t * y2) for t in parts
    ]  # fmt: skip


def stub_end(made: Layout) -> float:
    """The radius at which an unexplained experience lies open: in the first ring."""
    return made.middle + 6.0
