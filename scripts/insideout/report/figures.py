"""The report's figures, as SVG with a description in words.

Text is drawn as paths, so that pages and PDF need no fonts; ids are salted and dates left out, so
that equal data give equal bytes. Series differ by shape or place as well as by colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from insideout.report import coverage
from insideout.report.agreement import FEW, by_anybody, kappa_of, scored
from insideout.report.data import Data, title, words
from insideout.report.drawing import INK, LINE, MUTED, STYLE, WIDTH, bare, key, svg
from insideout.report.flow import flow
from insideout.report.markup import folded, listed, share
from insideout.report.sample import ROLES, spoken

TONES = {"present": "#1b5e8a", "absent": "#8f4304", "mixed": "#5f4489", "not_told": "#9aa3a6"}
VOICES = {"informant": "#14545c", "companion": "#6fa3a8", "interviewer": "#d3d9d8"}
ACROSS = 5  # panels side by side


def figures(data: Data) -> dict[str, tuple[str, str]]:
    """SVG and description of each figure by name; figures of stages left out are missing."""
    with mpl.rc_context(STYLE):
        made = {"voices": voices(spoken(data))}
        if data.nest:
            made["patterns"] = patterns(data)
            made["coverage"] = coverage.figure(data)
        if scores := [row for row in scored(data, "code") if row["ac1"] is not None]:
            made["agreement"] = agreement(data, scores)
        if data.coding.get("saturation"):
            made["saturation"] = saturation(data)
        if data.quality.get("flow"):
            made["flow"] = flow(data.quality["flow"])
    return made


def voices(said: Sequence[tuple[str, Mapping[str, int]]]) -> tuple[str, str]:
    """Words by who speaks, a bar for each site."""
    figure = Figure(figsize=(WIDTH, 0.55 + 0.36 * len(said)))
    axes = figure.add_subplot()
    most = max([sum(counts.values()) for _, counts in said] or [1]) or 1
    shown = [role for role in ROLES if any(counts[role] for _, counts in said)]
    for at, (_, counts) in enumerate(said):
        left = 0
        for role in shown:
            axes.barh(at, counts[role], left=left, height=0.66, color=VOICES[role], linewidth=0)
            if counts[role] > most * 0.055:
                ink = INK if role == "interviewer" else "white"
                axes.text(left + counts[role] / 2, at, f"{counts[role]:,}", ha="center",
                          va="center", color=ink, fontsize=8)  # fmt: skip
            left += counts[role]
    axes.set_yticks(range(len(said)), [name for name, _ in said])
    axes.set_ylim(len(said) - 0.5, -1.05)
    axes.set_xlim(0, most)
    axes.set_xticks([])
    bare(axes)
    key(axes, [(VOICES[role], role + "s") for role in shown], -0.78, most)
    told = [f"{name} {_counts(counts)}" for name, counts in said]
    return svg(figure), f"Stacked bars of words by speaker. {'; '.join(told)}."


def _counts(counts: Mapping[str, int]) -> str:
    return listed([f"{counts[role]:,} by {role}s" for role in ROLES if counts[role]]) or "no words"


def patterns(data: Data) -> tuple[str, str]:
    """The share with each feature and its interval: a panel for a site, a row for a feature."""
    rows = data.nest["nest_patterns"]
    features = list(dict.fromkeys(row["feature"] for row in rows))
    sites = data.sites
    lines = math.ceil(len(sites) / ACROSS) or 1
    across = min(len(sites), ACROSS) or 1
    height = lines * (0.65 + 0.3 * len(features))
    figure = Figure(figsize=(WIDTH, height))
    grid = figure.subplots(lines, across, sharex=True, sharey=True, squeeze=False)
    at = {(row["site"], row["feature"]): row for row in rows}
    low, high = data.study["nest"]["low"], data.study["nest"]["high"]
    for n, axes in enumerate(grid.flat):
        axes.set_visible(n < len(sites))
        if n < len(sites):
            axes.set_title(folded(data.unit(sites[n])), fontsize=8.5, color=INK, pad=5)
            axes.axvspan(low, high, color=LINE, alpha=0.55, linewidth=0)
            for y, feature in enumerate(features):
                _interval(axes, y, at.get((sites[n], feature)))
            axes.set_xlim(-0.07, 1.5)
            axes.set_xticks([0, 0.5, 1], ["0", ".5", "1"])
            axes.set_ylim(len(features) - 0.45, -0.55)
            bare(axes, "bottom")
            axes.spines["bottom"].set_bounds(0, 1)
    grid[0, 0].set_yticks(range(len(features)), [title(feature) for feature in features])
    figure.subplots_adjust(wspace=0.08, hspace=0.35)
    return svg(figure), _told(data, rows)


def _interval(axes: Axes, y: int, row: Mapping[str, Any] | None) -> None:
    if row is None or not row["tellers"]:
        axes.text(
            0.5, y, "not told", ha="center", va="center", color=MUTED, fontsize=7, style="italic"
        )
        return
    tone = TONES[row["pattern"]]
    axes.plot([row["low"], row["high"]], [y, y], color=tone, linewidth=1.3, solid_capstyle="butt")
    style = {"present": "full", "absent": "none", "mixed": "left"}[row["pattern"]]
    axes.plot([row["share"]], [y], marker="o", markersize=6.5, color=tone, fillstyle=style,
              markeredgewidth=1.2, markerfacecoloralt="white", clip_on=False,
              markerfacecolor="white" if style == "none" else tone)  # fmt: skip
    axes.text(1.48, y, f"n={row['tellers']}", ha="right", va="center", color=MUTED, fontsize=6.8)


def _told(data: Data, rows: Sequence[Mapping[str, Any]]) -> str:
    said = []
    for feature, found in groupby(rows, lambda r: r["feature"]):
        shares = [
            f"{data.unit(r['site'])} {share(r['share'])} (n={r['tellers']})" if r["tellers"]
            else f"{data.unit(r['site'])} not told" for r in found
        ]  # fmt: skip
        said.append(f"{title(feature)}: {', '.join(shares)}")
    return f"Shares with each feature, with intervals, by site. {'; '.join(said)}."


def agreement(data: Data, rows: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """Kappa of each code with its interval, and Gwet's AC1; the highest kappa on top.

    Codes with hardly a unit are grey and hollow: their coefficients are next to chance.
    """
    order = sorted(
        rows, key=lambda r: (r[kappa_of(r)] is None, -(r[kappa_of(r)] or 0), r["code"])
    )  # fmt: skip
    figure = Figure(figsize=(WIDTH, 0.7 + 0.19 * len(order)))
    axes = figure.add_subplot()
    lows = [_kappa(axes, y, row) for y, row in enumerate(order)]
    names = [f"{folded(data.code(row['code']))} ({by_anybody(row)})" for row in order]
    axes.set_yticks(range(len(order)), names, fontsize=7.2)
    for label, row in zip(axes.get_yticklabels(), order, strict=True):
        label.set_color(MUTED if by_anybody(row) < FEW else INK)
    axes.set_ylim(len(order) - 0.4, -1.9)
    axes.set_xlim(min(0.0, *lows) - 0.02, 1.02)
    key = "● κ and its interval (○ fewer than five units)    ◇ Gwet’s AC1"
    axes.text(0, -1.2, key, color=MUTED, fontsize=7.5)
    bare(axes, "bottom")
    told = [
        f"{data.code(r['code'])} κ {_said(r[kappa_of(r)])}, AC1 {_said(r['ac1'])}" for r in order
    ]
    what = "Dots with intervals: kappa of each code, with units that anybody gave it to"
    return svg(figure), f"{what}. {'; '.join(told)}."


def _kappa(axes: Axes, y: int, row: Mapping[str, Any]) -> float:
    """A line of the figure of agreement; returns where its mark or interval begins, at most 0."""
    few, name = by_anybody(row) < FEW, kappa_of(row)
    tone = TONES["not_told" if few else "present"]
    axes.plot([row["ac1"]], [y], marker="D", markersize=4, fillstyle="none", linewidth=0,
              color=TONES["not_told" if few else "absent"])  # fmt: skip
    if row[name] is None:
        return 0.0
    low = row[f"{name}_low"]
    if low is not None:
        axes.plot([low, row[f"{name}_high"]], [y, y], color=tone, linewidth=0.7 if few else 1.1)
    axes.plot([row[name]], [y], marker="o", markersize=4.5, color=tone,
              markerfacecolor="white" if few else tone)  # fmt: skip
    return min(0.0, float(row[name]), float(low or 0))


def _said(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def saturation(data: Data) -> tuple[str, str]:
    """Different codes and themes by interview: as held (line), and the mean of random orders."""
    figure = Figure(figsize=(WIDTH, 2.1))
    told = []
    for axes, level in zip(figure.subplots(1, 2), ("code", "theme"), strict=True):
        rows = [row for row in data.coding["saturation"] if row["level"] == level]
        for order, style in (("held", "-"), ("random", ":")):
            of = [row for row in rows if row["order"] == order]
            at, known = [row["interviews"] for row in of], [row["known"] for row in of]
            axes.plot(at, known, style, color=TONES["present"], linewidth=1.4)
            if known:
                told += [f"{level}s {order} from {known[0]:.0f} to {known[-1]:.0f}"]
        axes.set_title(f"{level.title()}s", fontsize=8.5, color=INK)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("interviews")
        bare(axes, "bottom", "left")
    return svg(figure), f"Lines of different codes and themes by interview: {'; '.join(told)}."


def block(name: str, description: str, caption: str) -> str:
    """A figure as a chapter shows it; `description` says what is seen."""
    alt = words(folded(description)).replace('"', "”").replace("\\", "").replace("{", "(")
    return f'![{caption}](figures/{name}.svg){{#fig-{name} fig-alt="{alt}"}}\n'
