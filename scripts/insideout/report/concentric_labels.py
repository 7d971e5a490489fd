"""Labels of a concentric picture: columns to both sides that follow the rings' outline.

All labels lie outside an ellipse around the rings, and all leaders inside it but for their last
bit, which is level with their label: so no leader meets a label. Lengths are points; (0, 0) is the
middle of the rings and y grows upwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from insideout.report.concentric_graph import Key
from insideout.report.concentric_layout import RADIUS, TOP, Layout, Point, isotonic, xy

HALF = 259.2  # half of the canvas' width: 7.2 inches
SIZE = 8.7  # of letters: 7.5 points when the picture is printed 16 cm wide
LEADING = 9.9
NAME_LEADING = 9.4  # of the rings' names
LINES = 3  # of a label at most
AWAY = 15.0  # from the outermost ring to the ellipse
GAP = 2.3  # between two labels
INDENT = 10.0  # of a label that begins with a mark, or with the number of its ring
MARKED = ("open", "mark")
FONT = "DejaVu Sans"


@dataclass(frozen=True)
class Label:
    """A label before it has a place. `angle`: where it belongs; `start`: where its leader begins.

    `kind`: rule (a line between two features, without words), heading, note, open or mark.
    `ring`: that of a mark, 1 for the innermost.
    """

    kind: str
    words: str
    angle: float
    key: Key | None = None
    start: tuple[float, float] | None = None
    ring: int = 0


@dataclass(frozen=True)
class Placed:
    """A label with its lines. `box`: left, bottom, right and top; `leader`: its points.

    `side`: 1 to the right of the rings, where lines begin at the left of the box; else -1.
    """

    label: Label
    side: int
    lines: tuple[str, ...]
    box: tuple[float, float, float, float]
    leader: tuple[Point, ...]


@cache
def width(text: str, weight: str = "normal") -> float:
    """How wide a line of text is drawn, in points."""
    font = FontProperties(family=FONT, size=SIZE, weight=weight)
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0])


def wrap(text: str, room: float, weight: str = "normal", most: int = LINES) -> list[str]:
    """Lines no wider than the room, at most so many, about equally long; the rest is an “…”."""
    measure: Callable[[str], float] = partial(width, weight=weight)
    parts = [
        (part, n > 0) for word in text.split() for n, part in enumerate(_parts(word, room, measure))
    ]
    lines = _filled(parts, room, measure)
    if len(lines) > most:
        return _cut(lines, most, room, measure)
    low, high = max([measure(part) for part, _ in parts] or [0.0]), room
    for _ in range(7):  # as narrow as it gets with as many lines
        middle = (low + high) / 2
        low, high = (low, middle) if len(_filled(parts, middle, measure)) <= len(lines) else (
            middle, high)  # fmt: skip
    return _filled(parts, high, measure)


def _parts(word: str, room: float, measure: Callable[[str], float]) -> list[str]:
    """A word as one part, or where it is too wide: divided after hyphens, else cut with an “…”."""
    if measure(word) <= room:
        return [word]
    head, hyphen, tail = word.partition("-")
    if hyphen and tail and head and measure(head + hyphen) <= room:
        return [head + hyphen, *_parts(tail, room, measure)]
    while word and measure(word + "…") > room:
        word = word[:-1]
    return [word + "…"]


def _filled(
    parts: Sequence[tuple[str, bool]], room: float, measure: Callable[[str], float]
) -> list[str]:
    """Parts put into lines; True: it goes on with the word of the part before it."""
    lines: list[str] = []
    for part, goes_on in parts:
        longer = f"{lines[-1]}{'' if goes_on else ' '}{part}" if lines else ""
        if longer and measure(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    return lines


def _cut(
    lines: Sequence[str], most: int, room: float, measure: Callable[[str], float]
) -> list[str]:
    last = lines[most - 1].removesuffix("…")
    while measure(f"{last} …") > room and " " in last:
        last = last.rpartition(" ")[0]
    while measure(f"{last} …") > room and last:
        last = last[:-1]
    return [*lines[: most - 1], f"{last} …" if last else "…"]


def height(words: str) -> float:
    """About how high the label of a mark gets, where there is the least room beside the rings."""
    return len(wrap(words, HALF - RADIUS - AWAY - INDENT - 5)) * LEADING + GAP


def columns(labels: Sequence[Label], radius: float = RADIUS) -> list[Placed]:
    """All labels in their places: those of the right half, then those of the left.

    `labels`: from top to bottom on each side, those of a feature after its rule and heading.
    """
    right = [one for one in labels if one.angle <= 180]
    left = [one for one in labels if one.angle > 180]
    return [*_column(right, 1, radius + AWAY), *_column(left, -1, radius + AWAY)]


def _column(labels: Sequence[Label], side: int, across: float) -> list[Placed]:
    """One column from top to bottom; the ellipse is made higher until all its labels fit."""
    up = across
    while True:
        lines, middles = _settled(labels, across, up)
        total = sum(_height(one, found) for one, found in zip(labels, lines, strict=True))
        if total <= 2 * up:
            break
        up = max(up * 1.04, min(total / 2 + 1, up * 1.5))
    placed = []
    for one, found, y in zip(labels, lines, middles, strict=True):
        high = _height(one, found)
        near = _inner(y, high, across, up)
        wide = max([_line(one, text) for text in found] or [0.0])
        ends = (near, near + wide) if side == 1 else (-near - wide, -near)
        box = (ends[0], y - high / 2 + GAP / 2, ends[1], y + high / 2 - GAP / 2)
        placed.append(Placed(one, side, tuple(found), box, ()))
    return [_led(one, side, across, up) for one in placed]


def _settled(
    labels: Sequence[Label], across: float, up: float
) -> tuple[list[list[str]], list[float]]:
    """Lines and middles of labels: where a label comes to stand decides how wide it may be.

    Widths only shrink from round to round, so that it comes to an end.
    """
    wish = [up * math.cos(math.radians(one.angle)) for one in labels]
    room = [HALF - 14.0] * len(labels)
    while True:
        lines = [_lines(one, wide) for one, wide in zip(labels, room, strict=True)]
        highs = [_height(one, found) for one, found in zip(labels, lines, strict=True)]
        middles = stacked(wish, highs, up)
        free = [
            HALF - 2 - _inner(y, high, across, up) for y, high in zip(middles, highs, strict=True)
        ]
        needed = [max([_line(one, t) for t in ls] or [0.0])
                  for one, ls in zip(labels, lines, strict=True)]  # fmt: skip
        if all(n <= f + 1e-6 for n, f in zip(needed, free, strict=True)):
            return lines, middles
        room = [min(a, f) if n > f else a for a, f, n in zip(room, free, needed, strict=True)]


def stacked(wish: Sequence[float], highs: Sequence[float], up: float) -> list[float]:
    """Middles from top to bottom, none overlapping, nearest to those wished for within ±up."""
    below, offset = 0.0, []
    for high in highs:
        offset.append(below + high / 2)
        below += high
    free = isotonic([-y - o for y, o in zip(wish, offset, strict=True)])
    last = max(-up, up - below)
    return [-(min(max(place, -up), last) + o) for place, o in zip(free, offset, strict=True)]


def _lines(label: Label, room: float) -> list[str]:
    weight = "bold" if label.kind == "heading" else "normal"
    indent = INDENT if label.kind in MARKED else 0.0
    return wrap(label.words, max(20.0, room - indent), weight)


def _line(label: Label, text: str) -> float:
    weight = "bold" if label.kind == "heading" else "normal"
    return width(text, weight) + (INDENT if label.kind in MARKED else 0.0)


def _height(label: Label, lines: Sequence[str]) -> float:
    if label.kind == "rule":
        return 7.0
    return len(lines) * LEADING + GAP


def _inner(y: float, high: float, across: float, up: float) -> float:
    """How far from the middle a label begins, to lie outside the ellipse with its whole height."""
    near = max(0.0, abs(y) - high / 2)
    return max(9.0, across * math.sqrt(max(0.0, 1 - (near / up) ** 2))) + 3.0


def _led(one: Placed, side: int, across: float, up: float) -> Placed:
    """The label with its leader: straight outwards to the rim, to the ellipse, level to the label.

    From the rim to the ellipse it turns as it goes, so that leaders keep their order and none
    crosses another. A rule's goes on to the margin.
    """
    if one.label.start is None:
        return one
    _, bottom, _, top = one.box
    y = (bottom + top) / 2
    end = side * HALF if one.label.kind == "rule" else (one.box[0] if side == 1 else one.box[2])
    stop = end if one.label.kind == "rule" else end - 2 * side
    level = math.degrees(math.acos(min(1.0, max(-1.0, y / up))))
    begins, ends = one.label.angle, level if side == 1 else 360 - level
    steps = 1 + math.ceil(abs(ends - begins) / 3)
    way = []
    for part in (n / steps for n in range(steps + 1)):
        x, height = xy((1.0, begins + (ends - begins) * part))
        rim = RADIUS + 1.5
        way.append((x * (rim + (across - rim) * part), height * (rim + (up - rim) * part)))
    return replace(one, leader=(xy(one.label.start), *way, (stop, y)))


def ring_names(made: Layout, names: Sequence[str]) -> list[tuple[float, list[str]]]:
    """The height and lines of each ring's name, at the top; [] where not all of them fit."""
    found = []
    for (start, end), name in zip(made.bands, names, strict=True):
        for most in (1, 2):
            high = most * NAME_LEADING
            low = (start + end - high) / 2
            lines = wrap(name, 2 * low * math.tan(math.radians(TOP)) - 5, most=most)
            half = max(map(width, lines), default=0.0) / 2
            rim = end + (3 if end > RADIUS - 1 else 10)  # a name is straight, its ring is not
            fits = high <= end - start + 1 and math.hypot(half, low + high - 2) <= rim
            if fits and not any(line.endswith("…") for line in lines):
                found.append(((start + end) / 2, lines))
                break
    return found if len(found) == len(names) else []
