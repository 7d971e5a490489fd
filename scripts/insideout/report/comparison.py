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
from insideout.report.sides import SIDES, sides, spell, uncounted, unspoken_of

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
        unspoken = unspoken_of(data, one, rows)
        parts.append(sides(data, one, unspoken) + "\n")
        told = [row for row in rows if row["verdict"] != "not_reported"]
        if not told:
            parts.append("Nobody told of any mechanism on either side.\n")
            continue
        parts.append(floating(f"tbl-comparison-{name}", _table(data, evidence, one, told, unspoken),
                              _caption(one)))  # fmt: skip
        silent = len({row["code"] for row in rows} - {row["code"] for row in told})
        if silent:
            parts.append(f"Of {counted(silent, 'more mechanism')} nobody said anything on either "
                         "side: that is not absence.\n")  # fmt: skip
        parts.append(uncounted(data, one))
    return "\n".join(parts)


def _caption(one: Row) -> str:
    return (
        f"{markdown(one['asks'])} Mechanisms and obstacles by where they were stated: "
        f"{markdown(one['first'])} against {markdown(one['second'])}. Filled: stated; open: its "
        "absence was stated."
    )


def _table(
    data: Data, evidence: Evidence, one: Row, rows: Sequence[Row], unspoken: Sequence[str]
) -> str:
    body: list[str] = []
    for direction, coordination in COORDINATION.items():
        for verdict, name in verdicts(one).items():
            found = [r for r in rows if r["direction"] == direction and r["verdict"] == verdict]
            if not found:
                continue
            body.append(band(f"{html(name)} <span class=\"quotation-source\">"
                             f"{html(coordination)}</span>", 3))  # fmt: skip
            body += [
                tr([_side(data, evidence, row, side, unspoken) for side in SIDES],
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


def _side(data: Data, evidence: Evidence, row: Row, side: str, unspoken: Sequence[str] = ()) -> str:
    lines = []
    for stated in ("present", "absent"):
        lines += _marked(stated, _stated(data, row, side, stated))
    names = (row[f"{side}_silent"] or "").split()
    silent = [data.unit(name) for name in names if name not in unspoken]
    if names and not lines:
        lines.append('<span class="cell-count">not reported</span>')
    elif silent:
        lines += _not_reported(silent)
    if not lines:
        return td('<span class="cell-count">no case</span>', "not-told")
    quotes = evidence.html(row[f"{side}_quotes"] or "")
    told = row[f"{side}_informants"] + row[f"{side}_against"]
    small = f'<p class="cell-quotes">{counted(told, "informant")}: {quotes}</p>' if quotes else ""
    return td("<br>".join(lines) + small)


def _stated(data: Data, row: Row, side: str, stated: str) -> list[str]:
    """Sites where a thing, or its absence, was stated; with the time where a site has both."""
    other = (row[f"{side}_{'absent' if stated == 'present' else 'present'}"] or "").split()
    return [
        data.unit(site) + (_when(data, row, side, site, stated) if site in other else "")
        for site in (row[f"{side}_{stated}"] or "").split()
    ]


def _when(data: Data, row: Row, side: str, site: str, stated: str) -> str:
    """The years coded of what is stated at a site, in brackets; "" where some of it has none."""
    quotes = {*(row[f"{side}_quotes"] or "").split()}
    spells = [
        [(coding[end] or "")[:4] for end in ("period_from", "period_to")]
        for coding in data.codings
        if coding["code"] == row["code"] and coding["passage"] in quotes
        and (coding["valence"] or "present") in (stated, "mixed")
        and site in {part for at in (coding["about"] or "").split("|")
                     for part in (at, data.site_of.get(at, ""))}
    ]  # fmt: skip
    if not spells or ["", ""] in spells:
        return ""
    starts, ends = zip(*spells, strict=True)
    first, last = "" if "" in starts else min(starts), "" if "" in ends else max(ends)
    return f" (in {first})" if first == last != "" else spell({"from": first, "to": last})


def _not_reported(silent: Sequence[str]) -> list[str]:
    """A line that names the sites where nobody spoke of a thing; none without any."""
    said = f"not reported at {listed(list(silent))}"
    return [f'<span class="quotation-source">{html(said)}</span>'] if silent else []


def _marked(valence: str, sites: Sequence[str]) -> list[str]:
    """A line of sites, each with its mark, so that it may break between them."""
    return [", ".join(mark(valence, site) for site in sites)] if sites else []


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
        return td(mark("not_told", stood) + _nowhere(data, row), "not-told")
    if row["verdict"] == "some" and not (row["absent"] or row["contested"]):
        stood += ", denied at none"
    lines = [f"<strong>{html(stood)}</strong>"]
    for stated in ("present", "contested", "absent"):
        valence = "mixed" if stated == "contested" else stated
        lines += _marked(valence, _sites(data, row[stated]))
    lines += _not_reported(_sites(data, row["silent"]))
    quotes = evidence.html(f"{row['evidence'] or ''} {row['counter_evidence'] or ''}")
    small = f'<p class="cell-quotes">{quotes}</p>' if quotes else ""
    return td("<br>".join(lines) + _nowhere(data, row) + small)


def _nowhere(data: Data, row: Row) -> str:
    told = [one.partition(" ") for one in (row["not_applicable"] or "").split("; ")]
    where = "; ".join(data.unit(site) + gap + days for site, gap, days in told if site)
    return f'<p class="cell-quotes">One organisation: {html(where)}</p>' if where else ""


# Managers

DONE = {"yes": "present", "both": "mixed", "not_done": "absent"}
EXPECTED = {
    "helps": "help", "hinders": "hinder", "both": "help and hinder", "not_told": "not said",
}  # fmt: skip


def discretion(data: Data, evidence: Evidence) -> str:
    """What managers did or didn't do, and what one may expect of it."""
    rows = data.compared["discretion"]
    if not rows:
        return "Nobody told of anything that managers did at their own discretion.\n"
    done = {"yes": "yes", "both": "both are told", "not_done": "not done"}
    body = [
        tr(
            [td(html(data.unit(row["about"]))), td(mark(DONE[row["done"]], done[row["done"]])),
             td(_expected(row)), td(str(row["informants"]), right=True),
             td(evidence.html(f"{row['evidence'] or ''} {row['counter_evidence'] or ''}"))],
            evidence.code_html(row["code"]),
        )
        for row in sorted(rows, key=lambda r: (list(DONE).index(r["done"]), r["code"]))
    ]  # fmt: skip
    head = ["What managers may do", "Where", "Done?", "The codebook expects it to", "Informants",
            "Quotations"]  # fmt: skip
    caption = (
        "What managers did at their own discretion, or are said not to have done. What it helps or "
        "hinders is what the codebook expects of doing it (or stated links, where the codebook "
        "says nothing), not what anybody saw come of it."
    )
    return floating("tbl-discretion", table(head, body, widths=[22, 20, 12]), caption)


def _expected(row: Row) -> str:
    moved: dict[str, list[str]] = {"+": [], "-": []}
    for feature in (row["features"] or "").split():
        moved[feature[-1]].append(f"“{words(feature[:-1])}”")
    signs = (("+", "help"), ("-", "hinder"))
    said = [f"{word} {listed(moved[sign])}" for sign, word in signs if moved[sign]]
    return html(", ".join(said) or EXPECTED[row["effect"]])
