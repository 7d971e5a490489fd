"""What is to be explained, and the mechanisms that organisations offer for it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from insideout.report.data import Data, title, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import (
    band,
    capital,
    counted,
    floating,
    html,
    listed,
    mark,
    mark_md,
    markdown,
    number,
    table,
    td,
    tr,
)
from insideout.report.nested import (
    CONTRAST,
    SIGNS,
    Row,
    by,
    by_finding,
    called,
    informants_of,
    inside_of,
    place,
    ring_order,
    spaced,
    survives,
    table_of,
    tellers,
)
from insideout.tables.nest import LACKS, RULED_OUT

DIFFERS = {
    "yes": "At sites with the opposite experience, the opposite was told of the mechanism.",
    "no": "At sites with the opposite experience, the same was told of the mechanism.",
    "not_reported": "At sites with the opposite experience, nobody spoke of the mechanism.",
}
WITHOUT = {
    "without_experience": "Also at {}, without the experience.",
    "opposed_at": "The opposite was told of it at {}, with the same experience.",
    "without_mechanism": "Not reported at {}, with the same experience.",
}
STANDS = {
    "pattern": "",
    "mixed": "One side of the site’s mixed pattern.",
    "minority": "Told by few, against the pattern of the site.",
}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.nest:
        return {}
    return {
        "explained": overview(data),
        "findings": findings(data, evidence),
        "unexplained": unexplained(data),
        "behind": behind(data, evidence),
    }


def overview(data: Data) -> str:
    """Features by sites: for each experience, how well it is explained, and at which ring."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in data.nest["nest_findings"]:
        valence, _, _ = SIGNS[row["sign"]]
        ring = place(row["explained_at"]) if row["explained_at"] else ""
        quiet = f'<span class="quotation-source">{html(ring)}</span>' if ring else ""
        lines = found.setdefault((row["feature"], row["site"]), [])
        lines.append(f"{mark(valence, row['status'])} {quiet}")
    features = list(dict.fromkeys(row["feature"] for row in data.nest["nest_patterns"]))
    rows = [
        tr(
            [td("<br>".join(found[f, s])) if (f, s) in found else td(mark("not_told"), "not-told")
             for s in data.sites],
            html(title(f)),
        )
        for f in features
    ]  # fmt: skip
    head = ["Feature of care", *(html(data.unit(site)) for site in data.sites)]
    caption = (
        f"How well each experience is explained, and where: {mark_md('present', 'with')} and "
        f"{mark_md('absent', 'without')} the feature."
    )
    return floating("tbl-explained", table(head, rows, widths=[16]), caption)


def findings(data: Data, evidence: Evidence) -> str:
    """A section for each feature, with a table of its experiences and their mechanisms."""
    links = by_finding(table_of(data, "nest_links"))
    parts = []
    for feature, found in groupby(data.nest["nest_findings"], lambda r: r["feature"]):
        rows = [
            tr(_finding(data, evidence, row, links.get((row["site"], feature, row["sign"]), [])),
               html(data.unit(row["site"])))
            for row in found
        ]  # fmt: skip
        head = ["Site", "Experience", "Mechanisms offered"]
        name = markdown(capital(called(data, feature, "+")))
        caption = f"{name}: experiences, and the mechanisms offered for them."
        parts += [
            f"### {name} {{#sec-feature-{spelled(feature)}}}\n",
            floating(f"tbl-feature-{spelled(feature)}", table(head, rows, "framework"), caption),
        ]
    return "\n".join(parts)


def _finding(data: Data, evidence: Evidence, row: Row, links: Sequence[Row]) -> list[str]:
    valence, said = SIGNS[row["sign"]][0], called(data, row["feature"], row["sign"])
    who = counted(row["patients"], words(data.study["nest"]["teller_group"]))
    ring = f" by {html(by(row['explained_at']))}" if row["explained_at"] else ""
    notes = ["Shared by the sites."] if row["across"] == "common" else []
    notes += [STANDS[row["stands"]]] if STANDS[row["stands"]] else []
    notes += _elsewhere(data, row)
    small = f'<p class="quotation-source">{" ".join(notes)}</p>' if notes else ""
    offered = "".join(_link(data, evidence, link, row["patients"]) for link in links)
    return [
        td(f'<p>{html(capital(said))} ({mark(valence)}): {html(who)}</p>'
           f'<p class="cell-quotes">{evidence.html(row["quotes"])}</p>'
           f"<p><strong>{html(row['status'].capitalize())}</strong>{ring}.</p>{small}"),
        td(offered or "<p>None was told of at this site.</p>"),
    ]  # fmt: skip


def _elsewhere(data: Data, row: Row) -> list[str]:
    """Which other sites share the pattern, and which have its opposite."""
    said = []
    for column, lead in (("alike", "Alike at"), ("opposite", "The opposite at")):
        sites = [html(data.unit(site)) for site in spaced(row[column])]
        said += [f"{lead} {listed(sites)}."] if sites else []
    return said


def _link(data: Data, evidence: Evidence, link: Row, patients: int) -> str:
    units = listed([html(data.unit(unit)) for unit in spaced(link["units"])])
    on = f" on {units}" if units else ""
    who = capital(tellers(link, words(data.study["nest"]["teller_group"]),
                          informants_of(evidence, link)))  # fmt: skip
    said = (
        f"<strong>{evidence.code_html(link['mechanism'])}</strong> {mark(link['valence'])}, "
        f"{html(place(link['ring']))}. {html(who)}{on}: {_verdict(link)}. "
        f"{evidence.html(link['evidence'] or '')}."
    )
    checks = _checks(data, evidence, link, patients)
    small = f' <span class="quotation-source">{" ".join(checks)}</span>' if checks else ""
    return f"<p>{said}{small}</p>"


def _verdict(link: Row) -> str:
    """What a mechanism does for an experience; what it lacks, or why it is ruled out."""
    if link["status"] == "ruled_out":
        reason = link["reason"] or ""
        return f"<strong>ruled out</strong>, for {html(RULED_OUT.get(reason, words(reason)))}"
    if link["status"] == "explained":
        contrast = CONTRAST.get(link["differs"] or "", "")
        return f"explains ({contrast})" if contrast else "explains"
    lacks = [html(LACKS.get(name, words(name))) for name in spaced(link["lacks"])]
    return f"only suggests, for {'; and '.join(lacks)}" if lacks else "suggests"


def reached(reaches: int, patients: int) -> str:
    """Whom a mechanism reaches, of those who tell of the experience."""
    if not reaches:
        return "nobody who tells"
    return "the one who tells" if patients == 1 else f"{reaches:,} of the {patients:,} who tell"


def _checks(data: Data, evidence: Evidence, link: Row, patients: int) -> list[str]:
    """What speaks against a mechanism here and elsewhere, and what the edge survives."""
    checks = []
    if link["status"] != "ruled_out":
        checks.append(f"Reaches {reached(link['reaches'], patients)} of it.")
    if link["counter_evidence"]:
        against = counted(link["against"], "informant")
        checks.append(f"Against it here ({against}): {evidence.html(link['counter_evidence'])}.")
    for name, told in WITHOUT.items():
        sites = [html(data.unit(site)) for site in spaced(link[name])]
        checks += [told.format(listed(sites))] if sites else []
    checks += [DIFFERS[link["differs"]]] if link["differs"] else []
    checks += [survives(link)] if survives(link) else []
    return checks


def unexplained(data: Data) -> str:
    """Experiences for which no ring offers a mechanism that isn't ruled out."""
    left = [row for row in table_of(data, "nest_findings") if row["status"] == "unexplained"]
    if not left:
        return "Every experience has at least one mechanism that explains or suggests it.\n"
    lines = []
    for (feature, sign), found in groupby(left, lambda r: (r["feature"], r["sign"])):
        sites = [markdown(data.unit(row["site"])) for row in found]
        name = markdown(capital(called(data, feature, sign)))
        lines.append(f"- {name}: {listed(sites)}")
    return "\n".join(lines) + "\n"


def behind(data: Data, evidence: Evidence) -> str:
    """Mechanisms without an echo in what informants experience, ring by ring."""
    found = table_of(data, "nest_behind")
    if not found:
        return "There is none.\n"
    order = {ring: n for n, ring in enumerate(ring_order(data))}
    ordered = sorted(found, key=lambda row: order.get(row["ring"], len(order)))
    head, rows = ["Site", "Mechanism", "Told of as", "Informants", "Quotations"], []
    for ring, of_ring in groupby(ordered, lambda row: row["ring"]):
        rows.append(band(html(inside_of(ring)), len(head)))
        rows += [
            tr([td(evidence.code_html(row["mechanism"])), td(mark(row["valence"])),
                td(number(row["informants"]), right=True), td(evidence.html(row["evidence"]))],
               html(data.unit(row["site"])))
            for row in of_ring
        ]  # fmt: skip
    caption = "Mechanisms without an echo in what the site's informants experience, by ring."
    return floating("tbl-behind", table(head, rows), caption)
