"""The synthesis' tables: paths outwards, what people see of each ring, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insideout.report.data import Data, title, words
from insideout.report.evidence import Evidence
from insideout.report.markup import (
    band,
    capital,
    counted,
    floating,
    html,
    listed,
    mark,
    markdown,
    number,
    pipe,
    share,
    table,
    td,
    tr,
)
from insideout.report.nested import SIGNS, Row, place, spaced, table_of

SIDES = ("tellers", "mechanisms")  # what there may be of the time before a change, or after
MOST = 40  # paths that are printed; the others are in the file


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables by name."""
    return {
        "paths": paths(data, evidence),
        "seen": seen(data),
        "before-after": before_after(data, evidence),
        "changes": changes(data),
    }


def strongest(rows: Sequence[Row]) -> list[Row]:
    """Explained paths first; then by the weakest edge's robustness and support, and by length."""

    def weakness(row: Row) -> tuple[Any, ...]:
        robust = -1.0 if row["robustness"] is None else row["robustness"]
        where = row["site"], row["feature"], row["sign"], row["path"]
        return row["status"] != "explained", -robust, -row["support"], -row["edges"], *where

    return sorted(rows, key=weakness)


def paths(data: Data, evidence: Evidence) -> str:
    """The strongest paths from an experience outwards, each with its weakest edge."""
    every = table_of(data, "nest_paths")
    if not every:
        return "There is no path: nothing that was told of explains or suggests anything.\n"
    rows = []
    for row in strongest(every)[:MOST]:
        valence, said, _ = SIGNS[row["sign"]]
        rows.append(tr(
            [td(f"{html(title(row['feature']))}<br>{mark(valence, said)}"),
             td(_path(evidence, row["path"])), td(_step_names(evidence, row["weakest"])),
             td(number(row["support"]), right=True), td(share(row["robustness"]), right=True),
             td(html(row["status"]))],
            html(data.unit(row["site"])),
        ))  # fmt: skip
    head = ["Site", "Experience", "Path, outwards", "Weakest edge", "Informants", "Robustness",
            "Status"]  # fmt: skip
    left = len(every) - len(rows)
    which = f"The {len(rows)} strongest of {counted(len(every), 'path')}" if left else (
        "Every path" if len(every) > 1 else "The path"
    )  # fmt: skip
    file = " The others are in `tables/nest_paths.csv`." if left else ""
    caption = (
        f"{which} of explanation, from an experience outwards. Informants and robustness are those "
        "of the weakest edge; a path is explained when every edge is, and these come first. A "
        f"suggestion survives as long as it is offered, however weak it is.{file}"
    )
    return floating("tbl-paths", table(head, rows, widths=[10, 13, 30, 18]), caption)


def _path(evidence: Evidence, path: str) -> str:
    """A path as HTML: each mechanism with its ring, an arrow before each step outwards."""
    return "<br>".join(
        f"← {_node(evidence, step)}" for step in (part.strip() for part in path.split(" < "))
    )


def _node(evidence: Evidence, step: str) -> str:
    name, _, ring = step.removeprefix("!").partition("@")
    lack = "lack of " if step.startswith("!") else ""
    where = f' <span class="quotation-source">{html(place(ring))}</span>' if ring else ""
    return f"{lack}{evidence.code_html(name)}{where}"


def _step_names(evidence: Evidence, weakest: str | None) -> str:
    """The weakest edge in words; its inner end may be the experience itself."""
    ends = [part.strip() for part in (weakest or "").split(" < ") if part.strip()]
    return " ← ".join(_end(evidence, end) for end in ends) or "–"


def _end(evidence: Evidence, end: str) -> str:
    name, _, _ = end.removeprefix("!").partition("@")
    if name in evidence.data.codes:
        lack = "lack of " if end.startswith("!") else ""
        return f"{lack}{html(evidence.data.code(name))}"
    return "the experience" if name.rstrip("+-") in _features(evidence.data) else html(words(name))


def _features(data: Data) -> set[str]:
    return {row["feature"] for row in table_of(data, "nest_patterns")}


def seen(data: Data) -> str:
    """How many of a ring's mechanisms have an echo in what people tell."""
    found = [row for row in table_of(data, "nest_seen") if row["mechanisms"]]
    if not found:
        return "No mechanism was told of that would lead one to expect an experience.\n"
    rows = [
        [capital(place(row["ring"])), number(row["mechanisms"]), number(row["seen"]),
         share(row["share"])]
        for row in found
    ]  # fmt: skip
    caption = (
        "Mechanisms that lead one to expect an experience (site × mechanism, present or absent), "
        "by ring, and how many of them have that experience among the people of the site."
    )
    return pipe(["Ring", "Mechanisms", "Seen", "Share"], rows, "lrrr", caption, "tbl-seen")


Event = tuple[str, str, str, str]  # site, parent, began or ended, date


def events(data: Data) -> list[tuple[Event, list[str], list[Row]]]:
    """What began or ended, by date: the units, and the features with something told of either side.

    Units that did the same on the same day are one event where the same was told around it.
    """
    of_unit: dict[tuple[Event, str], list[Row]] = {}
    for row in table_of(data, "nest_before_after"):
        event = row["site"], row["parent"], row["event"], f"{row['date']}"[:10]
        of_unit.setdefault((event, row["unit"]), []).append(row)
    together: dict[tuple[Event, str], tuple[list[str], list[Row]]] = {}
    for (event, unit), rows in of_unit.items():
        told = [row for row in rows if any(row[f"{what}_{when}"] for what in SIDES
                                           for when in ("before", "after"))]  # fmt: skip
        same = repr([{k: v for k, v in row.items() if k != "unit"} for row in told])
        together.setdefault((event, same), ([], told))[0].append(unit)
    found = [(event, names, told) for (event, _), (names, told) in together.items()]
    return sorted(found, key=lambda one: (one[0][3], one[0], one[1]))


def before_after(data: Data, evidence: Evidence) -> str:
    """Features at a site before and after a membership began or ended, where anybody told."""
    found = [one for one in events(data) if one[2]]
    if not found:
        why = "nobody told of the time around it" if table_of(data, "nest_before_after") else (
            "in the table of memberships none began or ended while anybody was heard"
        )  # fmt: skip
        return f"There is nothing to compare: {why}.\n"
    head, rows = ["Feature", "Before", "After"], []
    for (site, parent, event, day), names, told in found:
        many = listed([html(data.unit(name)) for name in names])
        does = ("join" if event == "began" else "leave") + ("s" if len(names) == 1 else "")
        lead = f"{html(data.unit(site))}, {html(day)}: {many} {does} {html(data.unit(parent))}"
        rows.append(band(lead, len(head)))
        rows += [
            tr([_side(evidence, row, when) for when in ("before", "after")],
               html(title(row["feature"])))
            for row in told
        ]  # fmt: skip
    caption = (
        "What was told of the time before and after a membership began or ended: the share with "
        "the feature (of how many), the mechanisms that bear on it, and the quotations. Whatever "
        "is told of without dates counts on both sides."
    )
    return floating("tbl-before-after", table(head, rows, "framework", [20]), caption)


def _side(evidence: Evidence, row: Row, when: str) -> str:
    n = row[f"tellers_{when}"]
    said = f"{share(row[f'share_{when}'])} of {n:,}" if n else "not told"
    names = [_node(evidence, name) for name in spaced(row[f"mechanisms_{when}"])]
    mechanisms = f"<p>{capital(', '.join(names))}</p>" if names else ""
    quotes = evidence.html(row[f"quotes_{when}"] or "")
    cited = f'<p class="cell-quotes">{quotes}</p>' if quotes else ""
    return td(f"<p>{html(said)}</p>{mechanisms}{cited}", "" if n else "not-told")


def changes(data: Data) -> str:
    """Which memberships began or ended, in a sentence."""
    said = []
    for (_, parent, event, day), names, _ in events(data):
        many = listed([markdown(data.unit(name)) for name in names])
        does = "joined" if event == "began" else "left"
        said.append(f"{many} {does} {markdown(data.unit(parent))} ({markdown(day)})")
    return f"In the time that is told of, {'; '.join(dict.fromkeys(said))}.\n" if said else ""
