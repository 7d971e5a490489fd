"""Answers to closed items: diverging stacked bars, and the same numbers as tables.

Favourable answers lie to the right of a line, the others to its left; the middle of a scale of an
odd number of answers, half of which are favourable, lies astride. The further from the line, the
darker: so sides differ by place, and answers of a side by shade, with or without colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import wrap

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure

from insideout.report.data import Data, words
from insideout.report.drawing import INK, LINE, MUTED, STYLE, WIDTH, bare, svg
from insideout.report.markup import folded, listed, markdown, number, pipe, share

RIGHT, LEFT, ASTRIDE = ("#14545c", "#c3d9da"), ("#8f4304", "#eed3ba"), "#dfe3e1"  # dark, light
LETTERS = 34  # of a line of an item's words, beside its bar
READABLE = 0.055  # shares narrower than this have no number in their bar
KEY, BAR = 0.62, 0.66  # height of a line of a key, and of a bar, where an item has 1


@dataclass(frozen=True)
class Answers:
    """The answers to one item; `counts` by the scale's answers, `aside` by those outside of it."""

    item: str
    asks: str
    scale: tuple[str, ...]
    favourable: int
    counts: tuple[int, ...]
    aside: Mapping[str, int]

    @property
    def n(self) -> int:
        """Answers on the scale, which all shares are of."""
        return sum(self.counts)

    @property
    def shares(self) -> list[float]:
        """Shares of the scale's answers; of no answers at all: zeros."""
        return [count / (self.n or 1) for count in self.counts]

    @property
    def middle(self) -> int | None:
        """The place of the answer that is neither favourable nor unfavourable, if there is one."""
        return self.favourable if len(self.scale) == 2 * self.favourable + 1 else None

    @property
    def share_favourable(self) -> float | None:
        """Share with a favourable answer; None without answers."""
        return sum(self.counts[: self.favourable]) / self.n if self.n else None


def answers(data: Data) -> list[Answers]:
    """The study's closed items in the order of the study file, those without answers too."""
    given: dict[str, Counter[str]] = {}
    for row in data.responses:
        given.setdefault(row["item"], Counter())[row["value"]] += 1
    return [
        Answers(
            item, folded(asked["asks"]), tuple(map(str, asked["scale"])), asked["favourable"],
            tuple(given.get(item, Counter())[str(word)] for word in asked["scale"]),
            {str(word): given.get(item, Counter())[str(word)] for word in asked.get("aside", ())},
        )
        for item, asked in data.study.get("items", {}).items()
    ]  # fmt: skip


def by_scale(found: Sequence[Answers]) -> list[list[Answers]]:
    """Items of one scale together, in the order in which the scales appear."""
    first = {scale: at for at, scale in reversed(list(enumerate(_words(one) for one in found)))}
    ordered = sorted(found, key=lambda one: first[_words(one)])
    return [list(of) for _, of in groupby(ordered, _words)]


def _words(one: Answers) -> tuple[tuple[str, ...], int]:
    return one.scale, one.favourable


def figures(data: Data) -> dict[str, tuple[str, str]]:
    """SVG and description by name (`answers-5`): a picture for all items of one scale length."""
    lengths: dict[int, list[Answers]] = {}
    for one in answers(data) if data.responses else []:
        lengths.setdefault(len(one.scale), []).append(one)
    with mpl.rc_context(STYLE):
        return {f"answers-{length}": _picture(found) for length, found in sorted(lengths.items())}


def caption(name: str) -> str:
    """The caption of one of the figures."""
    length = name.rpartition("-")[2]
    return (
        f"Answers to closed items with {length} answers. Favourable answers lie to the right of "
        "the line, the others to its left, and a middle answer astride; numbers are percentages of "
        "those who answered on the scale (n)."
    )


def table(data: Data) -> str:
    """The same numbers, a pipe table for each scale; "" where nobody was asked."""
    scales = by_scale(answers(data)) if data.responses else []
    return "\n".join(_table(at, of) for at, of in enumerate(scales, start=1))


def _table(at: int, found: Sequence[Answers]) -> str:
    aside = list(dict.fromkeys(word for one in found for word in one.aside))
    scale = found[0].scale
    rows = [
        [
            markdown(one.asks),
            *(_cell(*both) for both in zip(one.counts, one.shares, strict=True)),
            number(one.n), share(one.share_favourable),
            *(number(one.aside.get(word)) for word in aside),
        ]
        for one in found
    ]  # fmt: skip
    head = ["Item", *map(_shown, scale), "*n*", "Favourable", *map(_shown, aside)]
    said = listed([f"“{_shown(word)}”" for word in scale[: found[0].favourable]])
    told = (
        f"Answers to closed items: number, and share of those who answered on the scale (*n*). "
        f"Favourable: {said}."
    )
    others = len(head) - 1
    widths = [28, *[72 // others] * others]
    return pipe(head, rows, "l" + "r" * others, told, f"tbl-answers-{at}", widths)


def _plain(word: str) -> str:
    """An answer as people read it: very_important → very important."""
    return folded(words(word))


def _shown(word: str) -> str:
    return markdown(words(word))


def _cell(count: int, part: float) -> str:
    return f"{number(count)} ({share(part)})" if count else "0"


def _picture(found: Sequence[Answers]) -> tuple[str, str]:
    """Bars of all items, those of one scale below its key."""
    blocks = by_scale(found)
    keys = [list(_key_lines(block[0])) for block in blocks]
    lines = sum(len(block) for block in blocks) + KEY * sum(map(len, keys))
    figure = Figure(figsize=(WIDTH, 0.5 + 0.4 * lines))
    axes = figure.add_subplot()
    left = max(0.1, *(-_start(one) for one in found))
    right = max(0.1, *(_start(one) + sum(one.shares) for one in found))
    y, at, names = 0.0, [], []
    for block, key in zip(blocks, keys, strict=True):
        for line in key:
            _key(axes, line, y, -left, left + right)
            y += KEY
        axes.vlines(0, y - 0.35, y + len(block) - 0.4, color=INK, linewidth=0.9, zorder=0)
        for one in block:
            _bar(axes, y + 0.12, one, right)
            at.append(y + 0.12)
            names.append("\n".join(_short(wrap(one.asks, LETTERS))))
            y += 1
    axes.set_yticks(at, names, fontsize=7.5)
    axes.set_ylim(y - 0.3, -0.5)
    axes.set_xlim(-left, right + 0.17 * (left + right))
    ticks = [tick / 4 for tick in range(-4, 5) if -left - 1e-9 <= tick / 4 <= right + 1e-9]
    axes.set_xticks(ticks, [f"{abs(tick):.0%}" for tick in ticks], fontsize=7.5)
    bare(axes, "bottom")
    axes.spines["bottom"].set_bounds(-left, right)
    axes.spines["bottom"].set_color(LINE)
    told = "; ".join(_told(one) for one in found)
    return svg(figure), f"Diverging stacked bars of answers to closed items. {told}."


def _start(one: Answers) -> float:
    """Where an item's bar begins, so that its favourable answers begin at 0 (or half astride)."""
    shares = one.shares
    astride = shares[one.middle] / 2 if one.middle is not None else 0.0
    return sum(shares[: one.favourable]) + astride - sum(shares)


def _bar(axes: Axes, y: float, one: Answers, right: float) -> None:
    """From the least favourable answer (left) to the most favourable."""
    x = _start(one)
    for part, colour in reversed(list(zip(one.shares, shades(one), strict=True))):
        axes.barh(y, part, left=x, height=BAR, color=colour, edgecolor="white", linewidth=0.6)
        if part >= READABLE:
            axes.text(x + part / 2, y, f"{part:.0%}".removesuffix("%"), ha="center", va="center",
                      fontsize=7.5, color=_ink(colour))  # fmt: skip
        x += part
    beside = sum(one.aside.values())
    said = f"n={one.n}" + (f"\n+{beside} aside" if beside else "")
    axes.text(right + 0.02, y, said, va="center", color=MUTED, fontsize=6.8)


def shades(one: Answers) -> list[str]:
    """The colour of each answer of the scale: dark at its ends, light towards the line."""
    others = len(one.scale) - one.favourable - (one.middle is not None)
    light_to_dark = list(_mixed(LEFT, others))[::-1]
    astride = [ASTRIDE] if one.middle is not None else []
    return [*_mixed(RIGHT, one.favourable), *astride, *light_to_dark]


def _mixed(tones: tuple[str, str], steps: int) -> Iterator[str]:
    dark, light = map(to_rgb, tones)
    for step in range(steps):
        part = step / max(1, steps - 1)
        mixed = [d + (b - d) * part for d, b in zip(dark, light, strict=True)]
        yield to_hex((mixed[0], mixed[1], mixed[2]))


def _ink(colour: str) -> str:
    """Black or white, whichever can be read on a colour (by its relative luminance)."""
    red, green, blue = to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "white"


def _key_lines(one: Answers) -> Iterator[list[tuple[str, str]]]:
    """The scale's answers with their colours, least favourable first as in the bars, in lines."""
    line: list[tuple[str, str]] = []
    for entry in reversed(list(zip(shades(one), map(_plain, one.scale), strict=True))):
        if line and sum(map(_width, [*line, entry])) > 1.1:
            yield line
            line = []
        line.append(entry)
    yield line


def _width(entry: tuple[str, str]) -> float:
    """About how much of the picture's width an entry of a key takes."""
    return 0.05 + 0.0125 * len(entry[1])


def _key(axes: Axes, line: Sequence[tuple[str, str]], y: float, x: float, width: float) -> None:
    for entry in line:
        axes.scatter([x + width * 0.01], [y], marker="s", s=30, color=entry[0], edgecolor=MUTED,
                     linewidth=0.5, clip_on=False)  # fmt: skip
        axes.text(x + width * 0.028, y, entry[1], va="center", color=MUTED, fontsize=7.5)
        x += width * _width(entry)


def _short(lines: list[str]) -> list[str]:
    """At most three lines beside a bar; the whole item stands in the table."""
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2][: LETTERS - 2].rstrip()} …"]


def _told(one: Answers) -> str:
    if not one.n:
        return f"{one.asks} nobody answered"
    parts = [f"{_plain(word)} {part:.0%}" for word, part in zip(one.scale, one.shares, strict=True)]
    aside = [f"{_plain(word)} {count}" for word, count in one.aside.items() if count]
    return (
        f"{one.asks} {', '.join(parts)} (n={one.n}{', aside: ' if aside else ''}{', '.join(aside)})"
    )
