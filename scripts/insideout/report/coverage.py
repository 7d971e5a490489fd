"""How far each ring reaches: what it explains or suggests of what people experience."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from insideout.report.data import Data
from insideout.report.drawing import INK, MUTED, STYLE, WIDTH, bare, svg
from insideout.report.markup import capital, listed, pipe, share
from insideout.report.nested import Row, by, place, ring_order, table_of

SIGNS = {"+": "With the feature", "-": "Without it"}
EXPLAINED, SUGGESTED = "#14545c", "#b3cfd1"
At = Mapping[tuple[str, str], Row]


def rings(data: Data) -> list[str]:
    """The rings that coverage counts, from inside to outside."""
    counted = {row["ring"] or "" for row in table_of(data, "nest_coverage")} - {""}
    order = ring_order(data)
    return sorted(counted, key=lambda r: (order.index(r) if r in order else len(order), r))


def _at(data: Data) -> At:
    return {(row["sign"], row["ring"] or ""): row for row in table_of(data, "nest_coverage")}


def unexplained(at: At, sign: str) -> tuple[int, int]:
    """How many experiences of a sign no ring offers anything for, and all of them."""
    of = [row for (s, _), row in at.items() if s == sign]
    whole = max((row["of"] for row in of), default=0)
    return whole - sum(row["explained"] + row["suggested"] for row in of), whole


def table(data: Data) -> str:
    """Explained, suggested and the share explained so far, ring by ring and sign by sign."""
    at = _at(data)
    if not at:
        return ""
    rows = []
    for ring in rings(data):
        cells = [capital(place(ring))]
        for sign in SIGNS:
            row = at.get((sign, ring))
            cells += [f"{row['explained']:,}", f"{row['suggested']:,}", share(row["up_to"])] if (
                row) else ["0", "0", "–"]  # fmt: skip
        rows.append(cells)
    last = ["*Unexplained*"]
    for sign in SIGNS:
        left, of = unexplained(at, sign)
        last += [f"{left:,} of {of:,}", "", share(left / of if of else None)]
    head = ["Ring", *("With: explained", "suggested", "share up to here"),
            *("Without: explained", "suggested", "share up to here")]  # fmt: skip
    caption = (
        "Experiences (site × feature), with the feature and without it, by the innermost ring that "
        "explains them, or else suggests an explanation. The share is of all experiences of that "
        "sign, explained at this ring or further in; in the last line, unexplained."
    )
    return pipe(head, [*rows, last], "lrrrrrr", caption, "tbl-coverage")


def told(data: Data) -> str:
    """The same in a sentence for each sign."""
    at, sentences = _at(data), []
    for sign, which in (("+", "with the feature"), ("-", "without it")):
        left, of = unexplained(at, sign)
        if not of:
            continue
        open_to = sum(at[sign, ring]["suggested"] for ring in rings(data) if (sign, ring) in at)
        some = [(ring, at[sign, ring]["explained"]) for ring in rings(data) if (sign, ring) in at]
        parts = [f"{n:,} by {by(ring)}" for ring, n in some if n]
        whole = sum(n for _, n in some)
        one = parts[0].partition(" ")[2] if len(parts) == 1 else listed(parts)
        rings_of = f" ({one})" if parts else ""
        every = "the one experience" if of == 1 else f"the {of:,} experiences"
        stay = f"{left or 'none'} {'stay' if left > 1 else 'stays'} unexplained"
        sentences.append(
            f"Of {every} {which}, {whole or 'none'} {'are' if whole > 1 else 'is'} explained"
            f"{rings_of}, for {open_to or 'none'} something is only suggested, and {stay}."
        )
    return " ".join(sentences) + "\n"


def figure(data: Data) -> tuple[str, str]:
    """A panel for each sign: a bar for each ring, explained (filled) and suggested (hatched).

    Beside each bar stands the share explained so far; below the rings, what stays unexplained.
    """
    at, order = _at(data), rings(data)
    bars = [row["explained"] + row["suggested"] for row in at.values()]
    most = max([*bars, *(unexplained(at, sign)[0] for sign in SIGNS), 1])
    with mpl.rc_context({**STYLE, "hatch.linewidth": 0.6}):
        made = Figure(figsize=(WIDTH, 0.9 + 0.34 * (len(order) + 1)))
        panels = made.subplots(1, 2, sharey=True)
        for axes, (sign, name) in zip(panels, SIGNS.items(), strict=True):
            _panel(axes, at, order, sign, most)
            axes.set_title(
                f"{name} ({unexplained(at, sign)[1]:,})", fontsize=8.5, color=INK, loc="left", pad=5
            )
        names = [*(capital(place(ring)) for ring in order), "Unexplained"]
        panels[0].set_yticks(range(len(names)), names)
        panels[0].set_ylim(len(names) - 0.4, -0.6)
        _key(made)
        made.subplots_adjust(wspace=0.08)
        return svg(made), _described(at, order)


def _panel(axes: Axes, at: At, order: Sequence[str], sign: str, most: int) -> None:
    for y, ring in enumerate(order):
        row = at.get((sign, ring))
        if row is None:
            continue
        _bar(axes, y, 0, row["explained"], EXPLAINED, "white", most)
        _bar(axes, y, row["explained"], row["suggested"], SUGGESTED, INK, most, hatch="////")
        so_far = f"{share(row['up_to'])} so far" if row["up_to"] is not None else ""
        axes.text(most * 1.28, y, so_far, ha="right", va="center", color=MUTED, fontsize=7.5)
    left, _ = unexplained(at, sign)
    _bar(axes, len(order), 0, left, "white", INK, most, style=(0, (2, 1.5)))
    axes.set_xlim(0, most * 1.3)
    axes.set_xticks([])
    bare(axes, "left")


def _bar(
    axes: Axes, y: float, left: float, n: int, colour: str, ink: str, most: int,
    hatch: str | None = None, style: Any = "solid",
) -> None:  # fmt: skip
    if not n:
        return
    axes.barh(y, n, left=left, height=0.66, color=colour, edgecolor=MUTED, linewidth=0.7,
              hatch=hatch, linestyle=style)  # fmt: skip
    inside = n > most * 0.045
    box = {"facecolor": colour, "edgecolor": "none", "pad": 1.0} if hatch and inside else None
    if inside:
        axes.text(left + n / 2, y, f"{n:,}", ha="center", va="center", color=ink, fontsize=7.5,
                  bbox=box)  # fmt: skip


def _key(made: Figure) -> None:
    patches = [
        Patch(facecolor=EXPLAINED, edgecolor=MUTED, label="explained"),
        Patch(facecolor=SUGGESTED, edgecolor=MUTED, hatch="////", label="only suggested"),
        Patch(facecolor="white", edgecolor=MUTED, linestyle=(0, (2, 1.5)), label="unexplained"),
    ]
    made.legend(handles=patches, loc="lower center", ncols=3, frameon=False, fontsize=8,
                labelcolor=MUTED, bbox_to_anchor=(0.5, -0.09))  # fmt: skip


def _described(at: At, order: Sequence[str]) -> str:
    told = []
    for sign, name in SIGNS.items():
        parts = [
            f"{place(ring)} {at[sign, ring]['explained']} explained and "
            f"{at[sign, ring]['suggested']} suggested"
            for ring in order if (sign, ring) in at
        ]  # fmt: skip
        parts.append(f"{unexplained(at, sign)[0]} unexplained")
        told.append(f"{name}: {', '.join(parts)}")
    return f"Bars of experiences by the ring that offers their mechanism. {'; '.join(told)}."
