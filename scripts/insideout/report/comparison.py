"""Comparisons of how services are organised: what was told of on both sides, or on one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import (
    band,
    counted,
    floating,
    html,
    listed,
    mark,
    markdown,
    table,
    td,
    tr,
)

Row = Mapping[str, Any]
WORKS = {"helps": "helps", "hinders": "hinders", "both": "helps and hinders"}
COORDINATION = {
    "horizontal": "horizontal coordination (between services side by side)",
    "vertical": "vertical coordination (between primary and secondary care)",
    "unstated": "coordination whose direction wasn't coded",
}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.compared:
        return {}
    return {
        "comparisons": comparisons(data, evidence),
        "interface-barriers": interfaces(data, evidence),
        "discretion": discretion(data, evidence),
    }


def declared(data: Data) -> Sequence[Row]:
    """The comparisons that the study file declares."""
    found: Sequence[Row] = (data.study.get("compare") or {}).get("comparisons", [])
    return found


def comparisons(data: Data, evidence: Evidence) -> str:
    """A section for each comparison: its sides, and a table of what was told of on them."""
    parts = []
    for one in declared(data):
        rows = [row for row in data.compared["comparison"] if row["comparison"] == one["id"]]
        name = spelled(one["id"])
        parts.append(f"### {markdown(one['asks'])} {{#sec-comparison-{name}}}\n")
        parts.append(sides(data, one) + "\n")
        told = [row for row in rows if row["verdict"] != "not_reported"]
        if not told:
            parts.append("Nobody told of any mechanism on either side.\n")
            continue
        parts.append(floating(f"tbl-comparison-{name}", _table(data, evidence, one, told),
                              _caption(one)))  # fmt: skip
        silent = len({row["code"] for row in rows} - {row["code"] for row in told})
        if silent:
            parts.append(f"Of {counted(silent, 'more mechanism')} nobody said anything on either "
                         "side: that is not absence.\n")  # fmt: skip
    return "\n".join(parts)


def _caption(one: Row) -> str:
    return (
        f"{markdown(one['asks'])} Mechanisms and obstacles by where they were stated: "
        f"{markdown(one['first'])} against {markdown(one['second'])}. Filled: stated; open: its "
        "absence was stated."
    )


def sides(data: Data, one: Row) -> str:
    """Which sites are on which side of a comparison, and since or until when."""
    told = []
    for side in ("first", "second"):
        sites: dict[str, str] = {}
        for row in data.compared["configurations"]:
            if (row["comparison"], row["side"]) == (one["id"], side):
                sites[f"{markdown(data.unit(row['site']))}{spell(row)}"] = ""
        named = listed(list(sites)) or "no site"
        told.append(f"**{markdown(one[side])}**: {named}")
    return ". ".join(told) + "."


def spell(row: Row) -> str:
    """The days from and to which a row holds, in brackets; nothing where it always does."""
    first, last = row.get("from") or "", row.get("to") or ""
    if first and last:
        return f" ({first} to {last})"
    return f" (from {first})" if first else f" (until {last})" if last else ""


def _table(data: Data, evidence: Evidence, one: Row, rows: Sequence[Row]) -> str:
    body: list[str] = []
    for direction, coordination in COORDINATION.items():
        for verdict, name in verdicts(one).items():
            found = [r for r in rows if r["direction"] == direction and r["verdict"] == verdict]
            if not found:
                continue
            body.append(band(f"{html(name)} <span class=\"quotation-source\">"
                             f"{html(coordination)}</span>", 3))  # fmt: skip
            body += [
                tr([_side(data, evidence, row, "first"), _side(data, evidence, row, "second")],
                   _named(evidence, row))
                for row in found
            ]  # fmt: skip
    head = ["Mechanism or obstacle", html(one["first"]), html(one["second"])]
    return table(head, body, "framework", widths=[28])


def verdicts(one: Row) -> dict[str, str]:
    """The verdicts of a comparison, in the order of its table, in words."""
    return {
        "both": "On both sides",
        "only_first": f"Only: {one['first']}",
        "only_second": f"Only: {one['second']}",
        "contested": "Contested",
        "absent": "Absent wherever it was spoken of",
    }


def _named(evidence: Evidence, row: Row) -> str:
    works = f'<br><span class="cell-count">{WORKS[row["works"]]}</span>' if row["works"] else ""
    return f"{evidence.code_html(row['code'])}{works}"


def _side(data: Data, evidence: Evidence, row: Row, side: str) -> str:
    lines = []
    for stated, valence in (("present", "present"), ("absent", "absent")):
        sites = _sites(data, row[f"{side}_{stated}"])
        lines += [mark(valence, listed(sites))] if sites else []
    silent = _sites(data, row[f"{side}_silent"])
    if silent and not lines:
        lines.append('<span class="cell-count">not reported</span>')
    elif silent:
        lines += _not_reported(silent)
    if not lines:
        return td('<span class="cell-count">no case</span>', "not-told")
    quotes = evidence.html(row[f"{side}_quotes"] or "")
    told = row[f"{side}_informants"] + row[f"{side}_against"]
    small = f'<p class="cell-quotes">{counted(told, "informant")}: {quotes}</p>' if quotes else ""
    return td("<br>".join(lines) + small)


def _not_reported(silent: Sequence[str]) -> list[str]:
    """A line that names the sites where nobody spoke of a thing; none without any."""
    said = f"not reported at {listed(list(silent))}"
    return [f'<span class="cell-count">{html(said)}</span>'] if silent else []


def _sites(data: Data, names: str) -> list[str]:
    return [data.unit(site) for site in (names or "").split()]


# Interfaces and barriers

STOOD = {
    "all": "at all that have the interface", "some": "at some", "none": "stated absent",
    "not_reported": "not reported", "no_case": "no case",
}  # fmt: skip


def interfaces(data: Data, evidence: Evidence) -> str:
    """The table of interfaces and barriers: where each stood."""
    rows = data.compared["interface_barriers"]
    named = {one["id"]: one["label"] for one in data.study["compare"]["interfaces"]}
    if not rows:
        return ""
    body = []
    for barrier in dict.fromkeys(row["barrier"] for row in rows):
        at = {row["interface"]: row for row in rows if row["barrier"] == barrier}
        cells = [_barrier(data, evidence, at[name]) if name in at else td("") for name in named]
        body.append(tr(cells, evidence.code_html(barrier)))
    head = ["Barrier", *(html(label) for label in named.values())]
    caption = (
        "Barriers at the interfaces between services, by the sites where they were stated (filled) "
        "or their absence was (open). “At all”: stated, and denied by nobody, at every site "
        "that has the interface. A silent site makes it “at some”, and is named."
    )
    return floating("tbl-interface-barriers", table(head, body, widths=[17]), caption)


def _barrier(data: Data, evidence: Evidence, row: Row) -> str:
    stood = STOOD[row["verdict"]]
    if row["verdict"] in ("not_reported", "no_case"):
        return td(mark("not_told", stood) + _nowhere(row), "not-told")
    if row["verdict"] == "some" and not (row["absent"] or row["contested"]):
        stood += ", denied at none"
    lines = [f"<strong>{html(stood)}</strong>"]
    for stated in ("present", "contested", "absent"):
        sites = _sites(data, row[stated])
        valence = "mixed" if stated == "contested" else stated
        lines += [mark(valence, listed(sites))] if sites else []
    lines += _not_reported(_sites(data, row["silent"]))
    quotes = evidence.html(f"{row['evidence'] or ''} {row['counter_evidence'] or ''}")
    small = f'<p class="cell-quotes">{quotes}</p>' if quotes else ""
    return td("<br>".join(lines) + _nowhere(row) + small)


def _nowhere(row: Row) -> str:
    where = row["not_applicable"]
    return f'<p class="cell-count">One organisation: {html(words(where))}</p>' if where else ""


# Managers

EFFECTS = {"helped": "present", "hindered": "absent", "both": "mixed", "not_told": "not_told"}


def discretion(data: Data, evidence: Evidence) -> str:
    """What managers did, and whether it helped."""
    rows = data.compared["discretion"]
    if not rows:
        return "Nobody told of anything that managers did at their own discretion.\n"
    effects = {"not_told": "effect not told of"}
    body = [
        tr(
            [td(html(data.unit(row["about"]))),
             td(mark(EFFECTS[row["effect"]], effects.get(row["effect"], str(row["effect"])))),
             td(html(", ".join(words(f[:-1]) + f[-1].replace("-", "−")
                               for f in (row["features"] or "").split()))),
             td(str(row["informants"]), right=True), td(evidence.html(row["evidence"]))],
            evidence.code_html(row["code"]),
        )
        for row in sorted(rows, key=lambda r: (list(EFFECTS).index(r["effect"]), r["code"]))
    ]  # fmt: skip
    head = ["What they did", "Where", "It", "Features", "Informants", "Quotations"]
    caption = "What managers did at their own discretion, and what informants say it did."
    return floating("tbl-discretion", table(head, body, widths=[22, 22]), caption)
