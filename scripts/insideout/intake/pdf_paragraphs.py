"""Paragraphs of printed pages: columns one after the other, lines joined where print broke them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from insideout.intake.canonical import folded
from insideout.intake.cells import TIME
from insideout.intake.labels import Piece
from insideout.intake.names import plausible
from insideout.intake.pdf_lines import Dropped, Line, Pages, leading
from insideout.intake.wrapping import begins_anew, broken, glued, starting_labels, word_forms

MARGIN = 0.08  # of the width of the text: no gutter is nearer to its edges than this
CROSSING = 0.05  # of the lines, as titles do, may go over a gutter
BOTH = 0.15  # of the lines, at least, stand on both sides of one
GUTTER = 0.8  # of the type size, at least
SPARSE = 0.6  # as many lines on the left as on the right: a column of speakers
WIDE = 1.25  # times the usual distance of lines: a new paragraph
INDENT = 0.8  # of the type size
ROOM = 0.02  # of the width: lines end so much short of the edge and are full nevertheless
FEW = 6  # lines on a page
MOST_EARLY = 0.1  # of the lines that go on, those that end with room for the next word


@dataclass(frozen=True)
class Placed:
    """A line in its column of its page (0: the page has one). `edges`: left and right of the text
    there, as wide as lines that go on in the next are elsewhere.
    """

    line: Line
    page: int
    column: int
    edges: tuple[float, float]


def paragraphs(
    pages: Pages, known: Collection[str], dropped: Dropped
) -> tuple[list[Piece], int, int]:
    """The paragraphs, how many lines were joined to them, and how many pages have columns."""
    pages = _speakers_beside(pages, known, dropped)
    placed, columned = _in_reading_order(pages)
    texts = [item.line.text for item in placed]
    labels = starting_labels(texts, known)
    words = word_forms(texts)
    usual = leading(pages)
    trusted = _room_means_end(placed, usual)
    groups: list[list[Placed]] = []
    for item in placed:
        before = groups[-1][-1] if groups else None
        if (
            before is None
            or item.line.voice
            or begins_anew(before.line.text, item.line.text, labels)
        ) or _parted(before, item, usual, trusted):
            groups.append([item])
        else:
            groups[-1].append(item)
    pieces = [
        Piece(folded(glued([item.line.text for item in group], words)), None, group[0].line.voice)
        for group in groups
    ]
    joined = sum(len(group) - 1 for group in groups)
    return [piece for piece in pieces if piece.text], joined, columned


def _speakers_beside(pages: Pages, known: Collection[str], dropped: Dropped) -> Pages:
    """Pages whose lines know who speaks, if the left of two columns says it."""
    lines = [line for page in pages for line in page]
    gutter = _gutter(lines)
    if gutter is None:
        return pages
    left = [part for line in lines if (part := _left_of(line, gutter))]
    names = [folded(part.text).removesuffix(":").strip() for part in left]
    spoken = [name for name in names if not TIME.fullmatch(name)]
    speakers = sum(name in known or plausible(name) for name in spoken)
    narrow = len(left) < SPARSE * len(lines) or max(map(len, names)) < 20
    if not spoken or not narrow or speakers < 0.8 * len(spoken):
        return pages
    return [[made for line in page if (made := _voiced(line, gutter, dropped))] for page in pages]


def _voiced(line: Line, gutter: float, dropped: Dropped) -> Line | None:
    """A line whose first column became its voice."""
    left, right = _left_of(line, gutter), _right_of(line, gutter)
    if left is None:
        return line
    words = [word for word in left.words if not TIME.fullmatch(word.text)]
    dropped["cells that hold a time only"] += len(left.words) - len(words)
    name = folded(" ".join(word.text for word in words)).removesuffix(":").strip()
    if right is None:
        return replace(line, words=tuple(words)) if words else None
    return replace(right, voice=name)


def _gutter(lines: list[Line]) -> float | None:
    """The middle of the widest strip that hardly any line goes through, but many go around."""
    if len(lines) < 4:
        return None
    first, last = min(line.left for line in lines), max(line.right for line in lines)
    margin = MARGIN * (last - first)
    # Along the page: where a word begins, the number of lines with a word there goes up.
    steps: Counter[float] = Counter()
    for line in lines:
        for word in line.words:
            steps[word.left] += 1
            steps[word.right] -= 1
    best, widest, here = None, 0.0, 0
    start: float | None = None
    for place in sorted(steps):
        here += steps[place]
        if here <= CROSSING * len(lines):
            start = place if start is None else start
        elif start is not None:
            if place - start > widest and first + margin < start < last - margin:
                best, widest = (start + place) / 2, place - start
            start = None
    if best is None or widest < GUTTER * median(line.size for line in lines):
        return None
    both = sum(line.left < best < line.right and not _crosses(line, best) for line in lines)
    return best if both >= max(2, BOTH * len(lines)) else None


def _crosses(line: Line, gutter: float) -> bool:
    return any(word.left < gutter < word.right for word in line.words)


def _left_of(line: Line, gutter: float) -> Line | None:
    words = tuple(word for word in line.words if word.right <= gutter)
    return replace(line, words=words) if words and not _crosses(line, gutter) else None


def _right_of(line: Line, gutter: float) -> Line | None:
    words = tuple(word for word in line.words if word.left >= gutter)
    return replace(line, words=words) if words and not _crosses(line, gutter) else None


def _in_reading_order(pages: Pages) -> tuple[list[Placed], int]:
    """All lines, the left column of a page before the right, and how many pages have two."""
    placed: list[Placed] = []
    columned = 0
    first = min((line.left for lines in pages for line in lines), default=0.0)
    for page, lines in enumerate(pages):
        gutter = _gutter(lines)
        if gutter is None or any(line.voice for line in lines):
            found = min((line.left for line in lines), default=0.0)
            edge = min(found, first) if len(lines) < FEW else found  # few may all be indented
            placed += _column(lines, page, 0, edge)
            continue
        columned += 1
        zone: list[Line] = []
        for line in [*lines, None]:
            if line is not None and not _crosses(line, gutter):
                zone.append(line)
                continue
            sides = ([_left_of(item, gutter) for item in zone],
                     [_right_of(item, gutter) for item in zone])  # fmt: skip
            for side in sides:
                placed += _column([part for part in side if part], page, len(placed) + 1)
            placed += _column([line] if line is not None else [], page, len(placed) + 1)
            zone = []
    return _widened(placed), columned


def _widened(placed: list[Placed]) -> list[Placed]:
    """Lines with edges as wide as the text is, which a page of short lines doesn't show."""
    widths: dict[bool, float] = {}
    for columns in (False, True):
        of_kind = [item for item in placed if (item.column > 0) == columns]
        full = [
            one.line.right - one.edges[0]
            for one, other in pairwise(of_kind)
            if broken(one.line.text, other.line.text)
        ] or [item.line.right - item.edges[0] for item in of_kind]
        widths[columns] = sorted(full)[int(0.95 * (len(full) - 1))] if full else 0.0
    return [
        replace(item, edges=(item.edges[0], item.edges[0] + widths[item.column > 0]))
        for item in placed
    ]


def _column(lines: list[Line], page: int, column: int, edge: float | None = None) -> list[Placed]:
    if not lines:
        return []
    left = min(line.left for line in lines) if edge is None else edge
    edges = left, max(line.right for line in lines)
    return [Placed(line, page, column, edges) for line in lines]


def _room_means_end(placed: list[Placed], usual: float) -> bool:
    """Whether a line that leaves room for the next word ends a paragraph: so do most printers."""
    goes_on = [
        (one, other)
        for one, other in pairwise(placed)
        if broken(one.line.text, other.line.text) and not _far(one, other, usual)
    ]
    early = sum(_leaves_room(one, other) for one, other in goes_on)
    return early <= MOST_EARLY * len(goes_on)


def _leaves_room(one: Placed, other: Placed) -> bool:
    """Whether the first word of the next line would have stood at the end of this one."""
    word, (left, right) = other.line.words[0], one.edges
    space = 0.25 * word.size
    return one.line.right + space + word.right - word.left < right - ROOM * (right - left)


def _far(one: Placed, other: Placed, usual: float) -> bool:
    """Whether more than the usual distance lies between lines of one column."""
    same = (one.page, one.column) == (other.page, other.column)
    return same and one.line.base - other.line.base > WIDE * usual


def _parted(one: Placed, other: Placed, usual: float, trusted: bool) -> bool:
    """Whether a paragraph ends between two lines."""
    if _far(one, other, usual):
        return True
    if abs(one.line.size - other.line.size) > 0.2 * max(one.line.size, other.line.size):
        return True
    if broken(one.line.text, other.line.text):
        return False
    indented = other.line.left - other.edges[0] > INDENT * other.line.size
    flush = one.line.left - one.edges[0] < INDENT * one.line.size / 2
    if indented and flush:
        return True
    return _leaves_room(one, other) if trusted else False
