"""Figures of comparisons and hypotheses: barriers at interfaces, verdicts, memberships in time."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from insideout.report.data import Data, words
from insideout.report.drawing import INK, LINE, MUTED, STYLE, WIDTH, bare, svg
from insideout.report.hypotheses import continuities, verdict_counts
from insideout.report.markup import capital, folded, listed
from insideout.report.predictions import VERDICTS

Row = Mapping[str, Any]
TONE, OPEN = "#8f4304", "#56636a"
DEEP, PALE = "#14545c", "#b3cfd1"
SIGNS = {"corroborated": "+", "qualified": "±", "not_borne_out": "○", "falsified": "−",
         "not_testable": "?"}  # fmt: skip
FILLS = {"corroborated": DEEP, "qualified": PALE, "not_borne_out": "#ffffff",
         "falsified": TONE, "not_testable": "#ffffff"}  # fmt: skip


def figures(data: Data) -> dict[str, tuple[str, str]]:
    """SVG and description of each figure by name; those without anything to show are missing."""
    made = {}
    with mpl.rc_context(STYLE):
        if any(row["present"] or row["contested"] or row["absent"]
               for row in data.compared.get("interface_barriers", ())):  # fmt: skip
            made["interfaces"] = interfaces(data)
        if data.judged.get("hypotheses"):
            made["hypotheses"] = verdicts(data)
        if dated(data):
            made["memberships"] = memberships(data)
    return made


# Interfaces × barriers: a small square for each site, filled where the barrier was stated


def interfaces(data: Data) -> tuple[str, str]:
    """A cell for each barrier at each interface, with a square for each site."""
    rows = data.compared["interface_barriers"]
    named = {one["id"]: one["label"] for one in data.study["compare"]["interfaces"]}
    barriers = list(dict.fromkeys(row["barrier"] for row in rows))
    at = {(row["barrier"], row["interface"]): row for row in rows}
    sites = [site for site in data.sites if any(site in _all(row) for row in rows)]
    figure = Figure(figsize=(WIDTH, 1.15 + 0.36 * len(barriers)))
    axes = figure.add_subplot()
    step = 0.8 / max(1, len(sites))
    for y, barrier in enumerate(barriers):
        axes.axhline(y + 0.5, color=LINE, linewidth=0.8)
        for x, interface in enumerate(named):
            row = at.get((barrier, interface))
            for n, site in enumerate(sites):
                _site(axes, x - 0.4 + step * (n + 0.5), y, row, site)
    labels = [textwrap.fill(folded(data.code(barrier)), 34) for barrier in barriers]
    axes.set_yticks(range(len(barriers)), labels, fontsize=8)
    for x, label in enumerate(named.values()):
        axes.text(x, -0.95, textwrap.fill(folded(label), 17), ha="center", va="bottom", color=INK,
                  fontsize=8)  # fmt: skip
        for n, site in enumerate(sites):
            axes.text(x - 0.4 + step * (n + 0.5), -0.62, folded(data.unit(site))[:1], ha="center",
                      va="center", color=MUTED, fontsize=7)  # fmt: skip
    axes.set_xlim(-0.5, len(named) - 0.5)
    axes.set_ylim(len(barriers) - 0.5, -1.0)
    axes.set_xticks([])
    bare(axes)
    foot = len(barriers) - 0.1
    for x, (how, said) in enumerate((("present", "stated"), ("contested", "contested"),
                                     ("absent", "absence stated"), ("silent", "not reported"),
                                     ("none", "one organisation"))):  # fmt: skip
        left = -0.5 + x * len(named) / 5
        _square(axes, left + 0.05, foot, how)
        axes.text(left + 0.13, foot, said, va="center", color=MUTED, fontsize=7.5)
    told = [
        f"{data.code(row['barrier'])}, {named[row['interface']]}: "
        f"{listed([data.unit(site) for site in (row['present'] or '').split()])}"
        for row in rows if row["present"] and row["interface"] in named
    ]  # fmt: skip
    what = "Squares for sites, by barrier and interface, filled where the barrier was stated"
    return svg(figure), f"{what}. {'; '.join(told) or 'None was'}."


def _all(row: Row) -> list[str]:
    named = ("present", "absent", "contested", "silent")
    return [site for name in named for site in (row[name] or "").split()]


def _site(axes: Axes, x: float, y: float, row: Row | None, site: str) -> None:
    how = "none"
    if row is not None:
        for name in ("silent", "absent", "present", "contested"):
            how = name if site in (row[name] or "").split() else how
    _square(axes, x, y, how)


def _square(axes: Axes, x: float, y: float, how: str) -> None:
    if how == "none":
        axes.plot([x], [y], marker="_", markersize=4, color=LINE, clip_on=False)
        return
    if how == "silent":
        axes.plot([x], [y], marker=".", markersize=2.5, color=MUTED, clip_on=False)
        return
    style: Any = {"present": "full", "contested": "left", "absent": "none"}[how]
    tone = TONE if how != "absent" else OPEN
    axes.plot([x], [y], marker="s", markersize=6.5, color=tone, fillstyle=style,
              markerfacecoloralt="white", markeredgewidth=1.1, clip_on=False)  # fmt: skip


# Hypotheses × continuities


def verdicts(data: Data) -> tuple[str, str]:
    """A tile for each prediction, by hypothesis and continuity, with its verdict's sign."""
    rows = data.judged["hypotheses"]
    names = list(dict.fromkeys(row["hypothesis"] for row in rows))
    order = continuities(data)
    figure = Figure(figsize=(WIDTH, 1.1 + 0.4 * len(names)))
    axes = figure.add_subplot()
    for y, name in enumerate(names):
        for x, continuity in enumerate(order):
            of = [r for r in rows if (r["hypothesis"], r["continuity"]) == (name, continuity)]
            for n, row in enumerate(of):
                _tile(axes, x - 0.47 + 0.94 * n / len(of), y, 0.94 / len(of), row)
    axes.set_yticks(range(len(names)), names)
    for x, continuity in enumerate(order):
        axes.text(x, -0.62, textwrap.fill(capital(words(continuity)), 14), ha="center", va="bottom",
                  color=INK, fontsize=8)  # fmt: skip
    axes.set_xlim(-0.5, len(order) - 0.5)
    axes.set_ylim(len(names) + 0.55, -0.7)
    axes.set_xticks([])
    bare(axes)
    counts = verdict_counts(rows)
    shown = [name for name, n in counts.items() if n]
    for n, name in enumerate(shown):
        left, low = -0.47 + (n % 3) * len(order) / 3, len(names) - 0.15 + 0.45 * (n // 3)
        _tile(axes, left, low, 0.22, {"verdict": name, "part": ""}, 0.36)
        axes.text(left + 0.28, low, f"{VERDICTS[name]} ({counts[name]})", va="center", color=MUTED,
                  fontsize=7.5)  # fmt: skip
    told = [f"{counts[name]} {VERDICTS[name]}" for name in shown]
    each = [
        f"{row['hypothesis']} {words(row['continuity'])} {words(row['part'] or '')}".strip()
        + f" {VERDICTS[row['verdict']]}" for row in rows
    ]  # fmt: skip
    what = f"Tiles of predictions by hypothesis and continuity: {listed(told)}"
    return svg(figure), f"{what}. {'; '.join(each)}."


def _tile(axes: Axes, x: float, y: float, width: float, row: Row, high: float = 0.8) -> None:
    verdict = row["verdict"]
    dark = verdict in ("corroborated", "falsified")
    axes.add_patch(
        mpl.patches.Rectangle((x, y - high / 2), width, high, facecolor=FILLS[verdict],
                              edgecolor=MUTED if verdict != "not_testable" else LINE,
                              linewidth=0.8, clip_on=False)
    )  # fmt: skip
    ink = "white" if dark else MUTED if verdict == "not_testable" else INK
    axes.text(x + width / 2, y, SIGNS[verdict], ha="center", va="center_baseline", color=ink,
              fontsize=9, fontweight="bold")  # fmt: skip


# Memberships in time


def dated(data: Data) -> list[Row]:
    """Memberships that began or ended at a known date."""
    return [row for row in data.memberships if row["from"] or row["to"]]


def memberships(data: Data) -> tuple[str, str]:
    """A bar for each dated membership, and the time told of in the sources of its site."""
    rows = sorted(dated(data), key=lambda r: (r["parent"], r["from"] or "", r["unit"]))
    known = [_days(row[end]) for row in rows for end in ("from", "to") if row[end]]
    sources = [_days(source["date"]) for source in data.manifest if source["date"]]
    first = min([*known, *(day - 365 for day in sources)])
    last = max([*known, *sources])
    pad = max(30, (last - first) // 20)
    figure = Figure(figsize=(WIDTH, 0.75 + 0.3 * len(rows)))
    axes = figure.add_subplot()
    if sources:
        axes.axvspan(min(sources) - 365, max(sources), color=LINE, alpha=0.5, linewidth=0)
    for y, row in enumerate(rows):
        start = _days(row["from"]) if row["from"] else first - pad
        end = _days(row["to"]) if row["to"] else last + pad
        axes.plot([start, end], [y, y], color=DEEP, linewidth=4.5, solid_capstyle="butt")
        for name, at, mark in (("from", start, "<"), ("to", end, ">")):
            if row[name]:
                axes.plot([at], [y], marker="|", markersize=10, color=INK, markeredgewidth=1.3)
            else:
                axes.plot([at], [y], marker=mark, markersize=6, color=DEEP, clip_on=False)
    names = [
        textwrap.fill(f"{folded(data.unit(r['unit']))} in {folded(data.unit(r['parent']))}", 44)
        for r in rows
    ]  # fmt: skip
    axes.set_yticks(range(len(rows)), names, fontsize=7.5)
    years = range(_year(first), _year(last) + 2)
    ticks = [(year, datetime.date(year, 1, 1).toordinal()) for year in years]
    shown = [(year, day) for year, day in ticks if first - pad <= day <= last + pad]
    axes.set_xticks([day for _, day in shown], [str(year) for year, _ in shown])
    axes.set_xlim(first - pad, last + pad)
    axes.set_ylim(len(rows) - 0.5, -0.6)
    bare(axes, "bottom")
    told = [f"{data.unit(r['unit'])} in {data.unit(r['parent'])} {_when(r)}" for r in rows]
    return svg(figure), f"Bars of memberships over time. {'; '.join(told)}."


def _when(row: Row) -> str:
    parts = [f"{word} {row[name]}" for name, word in (("from", "from"), ("to", "until"))
             if row[name]]  # fmt: skip
    return " ".join(parts)


def _days(date: str) -> int:
    return datetime.date.fromisoformat(date).toordinal()


def _year(day: int) -> int:
    return datetime.date.fromordinal(day).year


def captions(data: Data) -> dict[str, str]:
    """What stands below each figure."""
    sites: Sequence[str] = [data.unit(site) for site in data.sites]
    initials = ", ".join(f"{name[:1]} {name}" for name in sites)
    return {
        "interfaces": "Barriers at interfaces between services. A square for each site "
        f"({folded(initials)}): filled where the barrier was stated, open where its absence was.",
        "hypotheses": "Predictions by hypothesis and continuity, with their verdicts. Where a "
        "prediction has parts, the tile is divided, in the order of the table.",
        "memberships": "Memberships that began or ended in time; the grey band is the time that "
        "the sources tell of, if nothing else is said.",
    }
