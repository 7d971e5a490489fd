"""Where everything stands in a concentric picture: pure functions from a graph to positions.

Lengths are points on the canvas, angles degrees clockwise from the top; the middle is (0, 0) and y
grows upwards. Every mark has an angle of its own, so that a straight line from it outwards passes
no other: its leader. Edges turn in the inner part of a ring, which holds no marks, and never
cross the top, where the rings have their names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from insideout.report.concentric_graph import Graph, Key

Point = tuple[float, float]
Polar = tuple[float, float]  # radius, angle
RADIUS = 152.0  # of the outermost ring
LEAST = 45.0  # how far experiences are from the middle
RIM = 10.0  # between experiences and the first ring
TOP, BOTTOM = 29.0, 4.0  # degrees to each side that hold no marks
APART = 13.5  # between two experiences
CLEAR = 10.4  # between two marks of a ring, with their halos
LINE, HEAD = 12.2, 20.0  # height of a label of one line, and of a feature's heading
LEVEL = 1.0  # share of a mark's angle that follows its label; the rest is even
ROWS = (0.68, 0.46, 0.89, 0.57, 0.79)  # where marks of a ring may stand, as shares of its breadth


@dataclass(frozen=True)
class Layout:
    """Positions of one picture.

    `bands`: inner and outer radius of each ring; `sectors`: the angles of each feature; `marks`:
    radius and angle of experiences and marks; `stubs`: the angle at which an unexplained
    experience lies open.
    """

    middle: float
    bands: tuple[tuple[float, float], ...]
    sectors: Mapping[str, tuple[float, float]]
    marks: Mapping[Key, Polar]
    stubs: Mapping[Key, float]


def xy(polar: Polar) -> Point:
    """A radius and an angle as a point."""
    radius, angle = polar
    return radius * math.sin(math.radians(angle)), radius * math.cos(math.radians(angle))


def layout(graph: Graph, high: Mapping[Key, float] | None = None, apart: float = APART) -> Layout:
    """Positions of all that a picture shows.

    `high`: the height of each mark's label, if known; `apart`: between two experiences.
    """
    turn = math.radians(2 * (180 - TOP - BOTTOM))
    at = max(LEAST, len(graph.experiences) * apart / turn / 0.8)
    middle = at + RIM
    order = slots(graph, homes(graph))
    tall = {key: (high or {}).get(key, LINE) for keys in order.values() for key in keys}
    spans = sectors(graph, order, math.degrees(apart / at), tall)
    return placed(graph, middle, bands(graph, middle), spans, tall, CLEAR, apart)


def alike(graph: Graph, whole: Layout, clear: float, apart: float) -> Layout:
    """A part of a picture, with its rings and sectors. `clear`: between two marks of a ring."""
    tall = dict.fromkeys([*graph.marks, *(one.key for one in graph.experiences)], LINE)
    return placed(graph, whole.middle, whole.bands, whole.sectors, tall, clear, apart)


def placed(
    graph: Graph,
    middle: float,
    rings: tuple[tuple[float, float], ...],
    spans: Mapping[str, tuple[float, float]],
    tall: Mapping[Key, float],
    clear: float,
    apart: float,
) -> Layout:
    """Positions in rings and sectors that are given."""
    at = middle - RIM
    order = slots(graph, homes(graph))
    angles: dict[Key, float] = {}
    for feature, span in spans.items():
        found = order[feature]
        angles |= zip(found, turns([tall[key] for key in found], *span), strict=True)
    marks = {key: (r, angles[key]) for key, r in radii(graph, rings, angles, clear).items()}
    marks |= {
        key: (at, angle)
        for key, angle in inner(graph, spans, angles, math.degrees(apart / at)).items()
    }
    stubs = {one.key: angles[one.key] for one in graph.experiences if one.unexplained}
    return Layout(middle, rings, spans, marks, stubs)


def turns(highs: Sequence[float], start: float, end: float) -> list[float]:
    """Angles of marks in a sector: where their labels come to stand beside the rings.

    Labels stand below one another, so that marks at the sides stand closer than those near the top
    or the bottom; else the leaders of the sides would run together. The heading takes room at the
    upper end.
    """
    if start < 180 < end:
        return [start + (n + 0.7) * (end - start) / (len(highs) + 0.4) for n in range(len(highs))]
    if start >= 180:
        return [360 - a for a in turns(highs[::-1], 360 - end, 360 - start)][::-1]
    made, y = [], 0.4 * HEAD
    total = sum(highs) + 0.7 * HEAD
    low, top = math.cos(math.radians(end)), math.cos(math.radians(start))
    for high in highs:
        level = math.degrees(math.acos(top - (top - low) * (y + high / 2) / total))
        even = start + (end - start) * (y + high / 2) / total
        made.append(LEVEL * level + (1 - LEVEL) * even)
        y += high
    return made


def bands(graph: Graph, middle: float) -> tuple[tuple[float, float], ...]:
    """Inner and outer radius of each ring: those with many marks are broader, at most twice."""
    count = [sum(1 for key in graph.marks if key[0] == ring) for ring in graph.rings]
    most = max([*count, 1])
    shares = [1 + n / most for n in count]
    made, start = [], middle
    for part in shares:
        end = start + (RADIUS - middle) * part / sum(shares)
        made.append((start, end))
        start = end
    return tuple(made)


def homes(graph: Graph) -> dict[Key, str]:
    """The feature in whose sector each mark stands: its own, else that of most of its edges."""
    rank = {feature: at for at, feature in enumerate(graph.features)}
    found: dict[Key, str] = {one.key: one.feature for one in graph.experiences}
    for ring in graph.rings:
        votes: dict[Key, dict[str, float]] = {}
        for edge in graph.edges:
            if edge.outer[0] == ring and edge.inner in found:
                of, home = votes.setdefault(edge.outer, {}), found[edge.inner]
                of[home] = of.get(home, 0) + 1 + 0.5 * edge.explained + 0.1 * (edge.weight or 0)
        for key, of in votes.items():
            found[key] = key[3] or min(of, key=lambda feature: (-of[feature], rank[feature]))
    return {key: key[3] or graph.features[0] for key in graph.marks} | found


def slots(graph: Graph, home: Mapping[Key, str]) -> dict[str, list[Key]]:
    """What has an angle of its own in each sector, clockwise: marks, and unexplained experiences.

    A mark stands by what it explains: near the experience, beside the marks it shaped.
    """
    place: dict[Key, float] = {
        one.key: 10.0 * (graph.features.index(one.feature) * 2 + (one.sign == "-"))
        for one in graph.experiences
    }
    inwards: dict[Key, list[Key]] = {}
    for edge in graph.edges:
        inwards.setdefault(edge.outer, []).append(edge.inner)
    for at, key in enumerate(graph.marks):
        found = [k for k in inwards.get(key, ()) if k in place]
        near = [place[k] for k in found if home[k] == home[key]]
        away = [place[k] for k in found if home[k] != home[key]]
        pull = math.copysign(0.3, sum(away) / len(away) - near[0]) if near and away else 0.0
        place[key] = (sum(near) / len(near) if near else 0.0) + pull + 0.0001 * at
    shown = [*graph.marks, *(one.key for one in graph.experiences if one.unexplained)]
    return {
        feature: sorted((k for k in shown if home[k] == feature), key=lambda k: (place[k], k))
        for feature in graph.features
    }


def sectors(
    graph: Graph, order: Mapping[str, Sequence[Key]], gap: float, tall: Mapping[Key, float]
) -> dict[str, tuple[float, float]]:
    """First and last angle of each feature, clockwise, by the heights of its labels.

    The right half and the left get about as much, so that none stands astride the bottom. `gap`:
    degrees between two experiences.
    """
    if len(graph.features) == 1:
        return {graph.features[0]: (TOP, 360 - TOP)}
    needs = [HEAD + sum(tall[key] for key in order[feature]) for feature in graph.features]
    counts = [sum(1 for one in graph.experiences if one.feature == f) for f in graph.features]
    split = min(
        range(1, len(needs)), key=lambda n: (abs(sum(needs[:n]) - sum(needs[n:])), n), default=0
    )
    right = shares(needs[:split], counts[:split], gap)
    left = shares(needs[split:][::-1], counts[split:][::-1], gap)
    spans = [*right, *((360 - end, 360 - start) for start, end in left[::-1])]
    return dict(zip(graph.features, spans, strict=True))


def shares(needs: Sequence[float], counts: Sequence[int], gap: float) -> list[tuple[float, float]]:
    """The angles of features from the top to the bottom of the right half.

    As their labels stand beside one another, but wide enough for their experiences, `counts`.
    """
    half = 180 - TOP - BOTTOM
    least = [(n + 0.25) * gap for n in counts]
    least = [wide * min(1.0, 0.9 * half / sum(least)) for wide in least]
    top, low = math.cos(math.radians(TOP)), math.cos(math.radians(180 - BOTTOM))
    ends = [TOP]
    for n in range(len(needs)):
        part = sum(needs[: n + 1]) / sum(needs)
        ends.append(math.degrees(math.acos(top - (top - low) * part)))
    wish = [later - one for one, later in pairwise(ends)]
    free = set(range(len(wish)))
    while True:  # what would be too narrow gets its least, and the rest is shared anew
        fixed = sum(least[n] for n in range(len(wish)) if n not in free)
        scale = (half - fixed) / sum(wish[n] for n in free)
        narrow = {n for n in free if wish[n] * scale < least[n]}
        if not narrow or narrow == free:
            break
        free -= narrow
    made, end = [], TOP
    for n, wide in enumerate(wish):
        start, end = end, end + (wide * scale if n in free else least[n])
        made.append((start, end))
    return made


def radii(
    graph: Graph, rings: Sequence[tuple[float, float]], angles: Mapping[Key, float], clear: float
) -> dict[Key, float]:
    """The radius of each mark: the row of its ring where it is clear of the marks before it."""
    made: dict[Key, float] = {}
    for ring, (start, end) in zip(graph.rings, rings, strict=True):
        placed: list[Point] = []
        for key in sorted((k for k in graph.marks if k[0] == ring), key=lambda k: angles[k]):
            rows = [start + share * (end - start) for share in ROWS]
            room = [
                min([math.dist(xy((row, angles[key])), p) for p in placed[-9:]] or [clear])
                for row in rows
            ]
            best = next((n for n, r in enumerate(room) if r >= clear), room.index(max(room)))
            made[key] = rows[best]
            placed.append(xy((rows[best], angles[key])))
    return made


def inner(
    graph: Graph, spans: Mapping[str, tuple[float, float]], angles: Mapping[Key, float], gap: float
) -> dict[Key, float]:
    """The angle of each experience: amid what explains it, a gap from its feature's other one."""
    made: dict[Key, float] = {}
    for feature, (start, end) in spans.items():
        ones = [one.key for one in graph.experiences if one.feature == feature]
        wish = []
        for key in ones:
            found = [angles[e.outer] for e in graph.edges if e.inner == key
                     and start < angles[e.outer] < end]  # fmt: skip
            found += [angles[key]] if key in angles else []
            wish.append(sum(found) / len(found) if found else (start + end) / 2)
        made |= dict(zip(ones, spread(wish, gap, start + gap / 2, end - gap / 2), strict=True))
    return made


def spread(wish: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places nearest to those wished for, in their order, a gap apart and within bounds.

    Too little room makes the gap smaller. Least squares by pooling adjacent violators (Ayer and
    others 1955), after taking away the gaps.
    """
    if not wish:
        return []
    gap = min(gap, max(0.0, high - low) / max(1, len(wish) - 1))
    free = isotonic([place - n * gap for n, place in enumerate(wish)])
    last = max(low, high - (len(wish) - 1) * gap)
    return [min(max(place, low), last) + n * gap for n, place in enumerate(free)]


def isotonic(values: Sequence[float]) -> list[float]:
    """The nearest values that never fall (least squares), by pooling adjacent violators."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, size = value, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    return [mean for mean, size in pools for _ in range(size)]
