"""What stands in the margins of printed pages and isn't said: heads, feet, numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from statistics import median

from insideout.intake.names import before_colon
from insideout.intake.pdf_lines import Dropped, Line, Pages, leading

APART = 0.9  # of the type size, between a number in the margin and the text
ALIGNED = 2.5  # points between edges that are meant to be the same
LEVEL = 4  # points between base lines of heads that stand at the same height
RANKS = 4  # lines at the top and the bottom of a page that may be heads and feet
OFTEN = 0.4  # of the pages; heads of left and right pages differ
LONE = 2.5  # times the usual distance of lines, from a single page's number to its text
LEAST_NUMBERS = 5
PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|p\.|pg\.?|sida|sid\.?|side|s\.|seite|sivu|página|pagina)?\s*#"
    r"(?:\s*(?:of|av|af|von|/|de|di|\|)\s*#)?[-–—|.\s]*"
)
NUMBER = re.compile(r"\d{1,5}")
BRACKETED = re.compile(r"[\[(]?\d{1,5}[\])]?[.:]?")


def without_heads(pages: Pages, dropped: Dropped) -> Pages:
    """Pages without running heads and feet and their numbers, which are counted."""
    return _peeled(_peeled(pages, dropped, foot=False), dropped, foot=True)


def _peeled(pages: Pages, dropped: Dropped, *, foot: bool) -> Pages:
    """Take lines off one end of the pages, from the outermost inwards, as long as they recur."""
    usual = leading(pages)
    spoken = Counter(_pattern(line) for lines in pages for line in lines[RANKS:-RANKS])
    spoken.update(_label(line) for lines in pages for line in lines)
    off = {page: 0 for page, lines in enumerate(pages) if lines}
    for rank in range(RANKS):
        outer = {
            page: len(pages[page]) - 1 - rank if foot else rank
            for page, count in off.items()
            if count == rank < len(pages[page])
        }
        recurring = _recurring(pages, outer, len(off), usual, spoken)
        for page in recurring:
            off[page] += 1
            number = PAGE_NUMBER.fullmatch(_pattern(pages[page][outer[page]]))
            kind = "running feet" if foot else "running heads"
            dropped["page numbers" if number else kind] += 1
    return [
        lines[: len(lines) - off.get(page, 0)] if foot else lines[off.get(page, 0) :]
        for page, lines in enumerate(pages)
    ]


def _recurring(
    pages: Pages, outer: dict[int, int], count: int, usual: float, spoken: Counter[str]
) -> set[int]:
    """The pages whose outermost line is a head or foot.

    It stands at one height on many pages; on few pages it must count them, or stand alone. It is
    nothing that people say: no turn of a speaker who has others, and met in mid-page at most once
    (as a title).
    """
    alike: dict[str, list[int]] = defaultdict(list)
    for page, n in outer.items():
        alike[_pattern(pages[page][n])].append(page)
    found: set[int] = set()
    for pattern, on in alike.items():
        number = PAGE_NUMBER.fullmatch(pattern) is not None
        label = _label(pages[on[0]][outer[on[0]]])
        turns = label and spoken[label] > len(on)
        if not number and (spoken[pattern] > 1 or turns):
            continue
        base = median(pages[page][outer[page]].base for page in on)
        level = [page for page in on if abs(pages[page][outer[page]].base - base) < LEVEL]
        counts = _counting([pages[page][outer[page]].text for page in level])
        gap = min((_gap(pages[page], outer[page]) for page in level), default=0.0)
        enough = len(level) >= max(2, OFTEN * count) and (
            counts or (gap > 1.3 * usual if count < 4 else pattern != "#")
        )
        lone = len(level) == 1 and gap > LONE * usual > 0
        if enough or (lone and number):
            found.update(level)
    return found


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.casefold())


def _label(line: Line) -> str:
    """What stands before a colon at the start of a line, with it."""
    head = before_colon(line.text, ())
    return f"{head[0]}: " if head else ""


def _counting(texts: list[str]) -> bool:
    """Whether one of the numbers in a line grows from page to page."""
    numbers = [tuple(map(int, re.findall(r"\d{1,9}", text))) for text in texts]
    series = zip(*numbers, strict=True) if len({len(n) for n in numbers}) == 1 else ()
    return len(texts) > 1 and any(all(a < b for a, b in pairwise(values)) for values in series)


def _gap(lines: list[Line], n: int) -> float:
    """The distance of a page's outermost line from the nearest other."""
    near = [lines[k].base for k in (n - 1, n + 1) if 0 <= k < len(lines)]
    return min((abs(lines[n].base - base) for base in near), default=float("inf"))


def without_numbers(pages: Pages, dropped: Dropped) -> Pages:
    """Pages without the numbers of lines or paragraphs in the margins, which are counted."""
    for last in (False, True):
        found = _numbers(pages, last)
        total = sum(map(len, pages))
        if not found:
            continue
        kind = "line numbers" if _step(found) > 1 or len(found) > 0.6 * total else ""
        dropped[kind or "paragraph numbers"] += len(found)
        off = {(page, n) for page, n, _ in found}
        pages = [
            [
                replace(line, words=line.words[:-1] if last else line.words[1:])
                if (page, n) in off
                else line
                for n, line in enumerate(lines)
                if (page, n) not in off or len(line.words) > 1
            ]
            for page, lines in enumerate(pages)
        ]
    return pages


Found = list[tuple[int, int, int]]  # page, line on it, number


def _numbers(pages: Pages, last: bool) -> Found:
    """Numbers that stand at one edge, one below the other, and count up; none if too few do."""
    groups: dict[tuple[str, int], Found] = defaultdict(list)
    for page, lines in enumerate(pages):
        for n, line in enumerate(lines):
            for place in _number_places(line, last):
                value = int(re.sub(r"\D", "", line.words[-1 if last else 0].text))
                groups[place].append((page, n, value))
    by_size = sorted(groups.values(), key=len, reverse=True)
    return next((g for g in by_size if len(g) >= LEAST_NUMBERS and _steady(g)), [])


def _number_places(line: Line, last: bool) -> Iterator[tuple[str, int]]:
    """Where the first or last word of a line stands, by its edges, if it can be a line's number.

    That stands apart from the text, at least if there are no brackets.
    """
    word = line.words[-1 if last else 0]
    if not BRACKETED.fullmatch(word.text):
        return
    gap = float("inf")
    if len(line.words) > 1:
        gap = word.left - line.words[-2].right if last else line.words[1].left - word.right
    apart = gap > APART * word.size
    if apart or not (last or NUMBER.fullmatch(word.text)):
        yield f"left {apart}", round(word.left / ALIGNED)
        yield f"right {apart}", round(word.right / ALIGNED)


def _step(found: Found) -> int:
    steps = Counter(b[2] - a[2] for a, b in pairwise(found))
    return steps.most_common(1)[0][0] if steps else 0


def _steady(found: Found) -> bool:
    """Whether numbers go up by one step, each page going on or beginning anew."""
    step = _step(found)
    good = sum(b[2] - a[2] == step or (a[0] != b[0] and b[2] <= step) for a, b in pairwise(found))
    return step in {1, 2, 3, 4, 5, 10} and good >= 0.9 * (len(found) - 1)
