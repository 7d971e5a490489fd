"""What people experience: each site's pattern for each feature of care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from insideout.report.data import Data, title, words
from insideout.report.evidence import Evidence
from insideout.report.markup import (
    counted,
    floating,
    html,
    listed,
    mark,
    markdown,
    share,
    table,
    td,
    tr,
)

RECORD = {  # a site's records beside its pattern; what they can't speak of is left out
    "agrees": "records agree",
    "differs": "records differ",
    "one_sided": "records one-sided",
    "silent": "records silent",
}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables of patterns by name."""
    if not data.nest:
        return {}
    return {"patterns": patterns(data, evidence), "across": across(data)}


def patterns(data: Data, evidence: Evidence) -> str:
    """A table of features by sites: share, tellers, interval and quotations."""
    carried: dict[tuple[str, str], str] = {}
    for row in data.nest["nest_findings"]:
        key = row["site"], row["feature"]
        carried[key] = f"{carried.get(key, '')} {row['quotes']}"
    rows = []
    for feature, found in groupby(data.nest["nest_patterns"], lambda r: r["feature"]):
        of_site = {row["site"]: row for row in found}
        cells = [_cell(evidence, of_site[s], carried.get((s, feature), "")) for s in data.sites]
        rows.append(tr(cells, html(title(feature))))
    head = ["Feature of care", *(html(data.unit(site)) for site in data.sites)]
    group = markdown(words(data.study["nest"]["teller_group"]))
    caption = (
        f"What each site's people (group “{group}”) tell of each feature: the pattern, the share "
        "with the feature among those who told, how many told (of how many) with the interval of "
        f"the share, and their quotations.{_witness(data)}"
    )
    return floating("tbl-patterns", table(head, rows, widths=[16]), caption)


def _cell(evidence: Evidence, row: Mapping[str, Any], passages: str) -> str:
    asked = f"{row['tellers']} of {row['patients']}"
    if not row["tellers"]:
        return td(f'{mark("not_told")}<br><span class="cell-count">{asked}</span>', "not-told")
    asked += f"; {share(row['low'])}–{share(row['high'])}"
    if recorded := _record(row):
        asked += f"<br>{recorded}"
    return td(
        f'{mark(row["pattern"])} {share(row["share"])}<br><span class="cell-count">{asked}</span>'
        f'<p class="cell-quotes">{evidence.html(passages)}</p>',
        f"valence-{row['pattern']}",
    )


def _witness(data: Data) -> str:
    """What the caption says of the medical records, where they were read."""
    if not any(_record(row) for row in data.nest["nest_patterns"]):
        return ""
    return (
        " Medical records (how many speak of the feature) are a second witness: they agree with "
        "the pattern or differ from it, or can speak for it only (one-sided)."
    )


def _record(row: Mapping[str, Any]) -> str:
    """What the medical records say of a site's pattern, "" where none could."""
    said = RECORD.get(row.get("record") or "", "")
    n = f" ({row['records']:,})" if said and row.get("records") else ""
    return f"{said}{n}"


def across(data: Data) -> str:
    """What the sites share and where they differ, feature by feature, in sentences."""
    lines = []
    for feature, found in groupby(data.nest["nest_patterns"], lambda r: r["feature"]):
        rows = list(found)
        name = f"**{markdown(title(feature))}**{continuities(data, feature)}"
        lines.append(f"- {name}: {sentence(data, rows)}.")
    return "\n".join(lines) + "\n"


def continuities(data: Data, feature: str) -> str:
    """The continuities that a feature speaks of (cross_sectional), in brackets."""
    named = data.study["nest"]["features"].get(feature) or []
    return f" ({markdown(', '.join(c.replace('_', '-') for c in named))})" if named else ""


def sentence(data: Data, rows: Sequence[Mapping[str, Any]]) -> str:
    """One feature's patterns: which sites have which."""
    told = [row for row in rows if row["tellers"]]
    if not told:
        return "nobody told of it"
    if {row["across"] for row in told} == {"common"}:
        return f"{told[0]['pattern']} at all {counted(len(told), 'site')} where anybody told of it"
    parts = []
    for pattern in ("present", "mixed", "absent", "not_told"):
        sites = [markdown(data.unit(row["site"])) for row in rows if row["pattern"] == pattern]
        parts += [f"{words(pattern)} at {listed(sites)}"] if sites else []
    return "; ".join(parts)
