"""The synthesis' tables: paths outwards, what people see of each ring, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from insideout.report.data import Data, words
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
from insideout.report.nested import SIGNS, Row, called, place, spaced, table_of

WHEN = ("before", "after")
FEW = 3  # mechanisms of both times that are named
MOST = 20  # paths that are printed; the others are in the file


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables by name."""
    return {
        "paths": paths(data, evidence),
        "seen": seen(data),
        "before-after": before_after(data, evidence),
        "changes": changes(data),
    }


def strongest(rows: Sequence[Row]) -> list[Row]:
    """Explained paths first, by the weakest edge's robustness and support, and by length.

    Suggestions come after them, by support alone: they survive as long as anything is offered.
    """

    def weakness(row: Row) -> tuple[Any, ...]:
        explained = row["status"] == "explained"
        robust = row["robustness"] if explained and row["robustness"] is not None else -1.0
        where = row["site"], row["feature"], row["sign"], row["path"]
        return not explained, -robust, -row["support"], -row["edges"], *where

    return sorted(rows, key=weakness)


def paths(data: Data, evidence: Evidence) -> str:
    """The strongest paths from an experience outwards, each with its weakest edge."""
    every = table_of(data, "nest_paths")
    if not every:
        return "There is no path: nothing that was told of explains or suggests anything.\n"
    head = ["Site", "Experience", "Path, outwards", "Weakest edge", "Informants",
            "Robustness"]  # fmt: skip
    shown, rows = strongest(every)[:MOST], list[str]()
    for status, lead in (("explained", "Explained: every edge of the path is"),
                         ("suggested", "Only suggested: an edge at least is")):  # fmt: skip
        of_status = [row for row in shown if row["status"] == status]
        rows += [band(lead, len(head))] if of_status else []
        rows += [_path_row(data, evidence, row) for row in of_status]
    left = len(every) - len(shown)
    which = f"The {len(shown)} strongest of {counted(len(every), 'path')}" if left else (
        "Every path" if len(every) > 1 else "The path"
    )  # fmt: skip
    file = " The others are in `tables/nest_paths.csv`." if left else ""
    caption = (
        f"{which} of explanation, from an experience outwards. Informants and robustness are those "
        "of the weakest edge. Suggestions have no robustness here: they survive as long as "
        f"anything is offered.{file}"
    )
    return floating("tbl-paths", table(head, rows, widths=[11, 16, 33, 20]), caption)


def _path_row(data: Data, evidence: Evidence, row: Row) -> str:
    valence, _, _ = SIGNS[row["sign"]]
    robust = share(row["robustness"]) if row["status"] == "explained" else "–"
    return tr(
        [td(f"{html(capital(called(data, row['feature'], row['sign'])))}<br>{mark(valence)}"),
         td(_path(evidence, row["path"])), td(_step_names(evidence, row["weakest"])),
         td(number(row["support"]), right=True), td(robust, right=True)],
        html(data.unit(row["site"])),
    )  # fmt: skip


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


def went_came(row: Row) -> tuple[list[str], list[str], list[str]]:
    """Mechanisms of the time before alone, of the time after alone, and of both."""
    before, after = (spaced(row[f"mechanisms_{when}"]) for when in WHEN)
    both = [*spaced(row.get("mechanisms_throughout")), *(name for name in before if name in after)]
    return (
        [name for name in before if name not in both],
        [name for name in after if name not in both],
        list(dict.fromkeys(both)),
    )


def compared(row: Row) -> bool:
    """Whether a row has anything to set side by side: experience on both sides, or a change."""
    went, came, _ = went_came(row)
    return bool(went or came or (row["tellers_before"] and row["tellers_after"]))


def events(data: Data) -> list[tuple[Event, list[str], list[Row]]]:
    """What began or ended, by date: the units, and the features that can be set side by side.

    Units that did the same on the same day are one event where the same was told around it.
    """
    of_unit: dict[tuple[Event, str], list[Row]] = {}
    for row in table_of(data, "nest_before_after"):
        event = row["site"], row["parent"], row["event"], f"{row['date']}"[:10]
        of_unit.setdefault((event, row["unit"]), []).append(row)
    together: dict[tuple[Event, str], tuple[list[str], list[Row]]] = {}
    for (event, unit), rows in of_unit.items():
        told = [row for row in rows if compared(row)]
        same = repr([{k: v for k, v in row.items() if k != "unit"} for row in told])
        together.setdefault((event, same), ([], told))[0].append(unit)
    found = [(event, names, told) for (event, _), (names, told) in together.items()]
    return sorted(found, key=lambda one: (one[0][3], one[0], one[1]))


def before_after(data: Data, evidence: Evidence) -> str:
    """Features at a site before and after a membership began or ended, where anything compares."""
    found = [one for one in events(data) if one[2]]
    if not found:
        why = "nobody told of both sides of it, or of a change" if (
            table_of(data, "nest_before_after")) else (
            "in the table of memberships none began or ended while anybody was heard"
        )  # fmt: skip
        return f"There is nothing to compare: {why}.\n"
    head, rows = ["Feature", "Before", "After", "Throughout"], []
    for (site, parent, event, day), names, told in found:
        many = listed([html(data.unit(name)) for name in names])
        does = ("join" if event == "began" else "leave") + ("s" if len(names) == 1 else "")
        lead = f"{html(data.unit(site))}, {html(day)}: {many} {does} {html(data.unit(parent))}"
        rows.append(band(lead, len(head)))
        rows += [_compared(data, evidence, row) for row in told]
    caption = (
        "What was told of the time before and after a membership began or ended: the share with "
        "the feature (of how many), the mechanisms that **went** and **came**, with quotations, "
        "and those told of throughout, or without dates. Features told of on one side only, with "
        "no change in their mechanisms, are left out."
    )
    return floating("tbl-before-after", table(head, rows, "framework", [18, 31, 31]), caption)


def _compared(data: Data, evidence: Evidence, row: Row) -> str:
    went, came, both = went_came(row)
    changed = ' <span class="quotation-source">changed</span>' if went or came else ""
    cells = [
        _side(evidence, row, "before", "Went", went), _side(evidence, row, "after", "Came", came),
        td(html(_both(data, both)) or "–"),
    ]  # fmt: skip
    return tr(cells, f"{html(capital(called(data, row['feature'], '+')))}{changed}")


def _both(data: Data, names: Sequence[str]) -> str:
    """The mechanisms that were told of throughout, cut where there are many."""
    kept = names if len(names) <= FEW + 1 else names[:FEW]
    left = len(names) - len(kept)
    more = [f"{left:,} more"] if left else []
    return capital(listed([*(_short(data, name) for name in kept), *more]))


def _short(data: Data, name: str) -> str:
    lack = "lack of " if name.startswith("!") else ""
    return f"{lack}{data.code(name.removeprefix('!'))}"


def _side(evidence: Evidence, row: Row, when: str, lead: str, names: Sequence[str]) -> str:
    n = row[f"tellers_{when}"]
    said = f"{share(row[f'share_{when}'])} of {n:,}" if n else "not told"
    told = ", ".join(_node(evidence, name) for name in names)
    mechanisms = f"<p><strong>{lead}:</strong> {told}</p>" if names else ""
    quotes = evidence.html(row[f"quotes_{when}"] or "") if n or names else ""
    cited = f'<p class="cell-quotes">{quotes}</p>' if quotes else ""
    return td(f"<p>{html(said)}</p>{mechanisms}{cited}", "" if n or names else "not-told")


def changes(data: Data) -> str:
    """Which memberships began or ended, in a sentence."""
    said = []
    for (_, parent, event, day), names, _ in events(data):
        many = listed([markdown(data.unit(name)) for name in names])
        does = "joined" if event == "began" else "left"
        said.append(f"{many} {does} {markdown(data.unit(parent))} ({markdown(day)})")
    return f"In the time that is told of, {'; '.join(dict.fromkeys(said))}.\n" if said else ""
