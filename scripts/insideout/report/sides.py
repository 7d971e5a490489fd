"""The sides of a comparison: their sites, and what counts on neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data
from insideout.report.markup import counted, listed, markdown

Row = Mapping[str, Any]
SIDES = ("first", "second")
WHY = {
    "direction": "in a direction that isn’t compared",
    "elsewhere": "about levels, or units on neither side",
    "time": "of another time",
    "interface": "of other interfaces",
}


def unspoken_of(data: Data, one: Row, rows: Sequence[Row]) -> list[str]:
    """Sites and units of a comparison that no passage is about, whatever its code."""
    told = {name for row in rows for side in SIDES for stated in ("present", "absent")
            for name in (row[f"{side}_{stated}"] or "").split()}  # fmt: skip
    for coding in data.codings:
        parts = (coding["about"] or "").split("|")
        told |= {*parts, *(data.site_of.get(part, "") for part in parts)}
    of = [row["site"] for row in data.compared["configurations"] if row["comparison"] == one["id"]]
    return [name for name in dict.fromkeys(of) if name not in told]


def sides(data: Data, one: Row, unspoken: Sequence[str] = ()) -> str:
    """Which sites are on which side of a comparison, since or until when; `unspoken` are named."""
    told = []
    for side in SIDES:
        sites: dict[str, str] = {}
        for row in data.compared["configurations"]:
            if (row["comparison"], row["side"]) == (one["id"], side):
                sites[f"{markdown(data.unit(row['site']))}{spell(row)}"] = ""
        named = listed(list(sites)) or "no site"
        told.append(f"**{markdown(one[side])}**: {named}")
    if unspoken:
        told.append(f"Nothing was said of {listed([markdown(data.unit(u)) for u in unspoken])}")
    return ". ".join(told) + "."


def spell(row: Row) -> str:
    """The days from and to which a row holds, in brackets; nothing where it always does."""
    first, last = row.get("from") or "", row.get("to") or ""
    if first and last:
        return f" ({first} to {last})"
    return f" (from {first})" if first else f" (until {last})" if last else ""


def uncounted(data: Data, one: Row) -> str:
    """How many passages on mechanisms count on neither side, and why; "" for none."""
    rows = [r for r in data.compared["comparison_left_out"] if r["comparison"] == one["id"]]
    if not rows:
        return ""
    total = sum(row["passages"] for row in rows)
    why = [f"{row['passages']} {WHY[row['why']]}" for row in rows]
    return (
        f"{counted(total, 'more passage')} on mechanisms or obstacles count on neither side: "
        f"{listed(why)} (`tables/comparison_left_out.csv`).\n"
    )
