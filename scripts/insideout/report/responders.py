"""What is to be explained, and the mechanisms that organisations offer for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from insideout.report.data import Data, title, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import (
    counted,
    floating,
    html,
    listed,
    mark,
    mark_md,
    markdown,
    number,
    pipe,
    share,
    table,
    td,
    tr,
)

RINGS = {
    "first_responder": "first responders",
    "second_responder": "second responders",
    "non_organisational": "something outside organisations",
}
SIGNS = {"+": ("present", "had it"), "-": ("absent", "lacked it")}
DIFFERS = {
    "yes": "At sites with the opposite experience, the opposite was told of it.",
    "no": "At sites with the opposite experience, the same was told of it.",
    "not_reported": "At sites with the opposite experience, nothing was told of it.",
}
WITHOUT = {
    "without_experience": "Also at {}, without the experience.",
    "without_mechanism": "Not reported at {}, with the same experience.",
}


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.nest:
        return {}
    return {
        "explained": overview(data),
        "coverage": coverage(data),
        "findings": findings(data, evidence),
        "unexplained": unexplained(data),
        "behind": behind(data, evidence),
    }


def place(ring: str) -> str:
    """A ring as the place where a mechanism sits."""
    return RINGS[ring].removeprefix("something ")


def overview(data: Data) -> str:
    """Features by sites: for each experience, how well it is explained, and at which ring."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in data.nest["nest_findings"]:
        valence, _ = SIGNS[row["sign"]]
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


def coverage(data: Data) -> str:
    """How much is explained up to each ring."""
    at = {(row["sign"], row["ring"] or ""): row for row in data.nest["nest_coverage"]}
    rows = []
    for ring, name in [*RINGS.items(), ("", "nothing (unexplained)")]:
        found = [at[sign, ring] for sign in SIGNS if (sign, ring) in at]
        rows.append([name, *(f"{r['cells']} of {r['of']} ({share(r['share'])})" for r in found)])
    head = ["Explained or suggested by", "With the feature", "Without it"]
    caption = "Experiences (site × feature) by the ring that offers their mechanism, with shares."
    return pipe(head, rows, "lrr", caption, "tbl-coverage")


def findings(data: Data, evidence: Evidence) -> str:
    """A section for each feature, with a table of its experiences and their mechanisms."""
    links: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in data.nest["nest_links"]:
        links.setdefault((row["site"], row["feature"], row["sign"]), []).append(row)
    parts = []
    for feature, found in groupby(data.nest["nest_findings"], lambda r: r["feature"]):
        rows = [
            tr(_finding(data, evidence, row, links.get((row["site"], feature, row["sign"]), [])),
               html(data.unit(row["site"])))
            for row in found
        ]  # fmt: skip
        head = ["Site", "Experience", "Mechanisms offered"]
        caption = f"{markdown(title(feature))}: experiences, and the mechanisms offered for them."
        parts += [
            f"### {markdown(title(feature))} {{#sec-feature-{spelled(feature)}}}\n",
            floating(f"tbl-feature-{spelled(feature)}", table(head, rows, "framework"), caption),
        ]
    return "\n".join(parts)


def _finding(
    data: Data, evidence: Evidence, row: Mapping[str, Any], links: Sequence[Mapping[str, Any]]
) -> list[str]:
    valence, said = SIGNS[row["sign"]]
    who = counted(row["patients"], words(data.study["nest"]["teller_group"]))
    ring = f" by {html(RINGS[row['explained_at']])}" if row["explained_at"] else ""
    kind = "<p>Shared by the sites.</p>" if row["across"] == "common" else ""
    offered = "".join(_link(data, evidence, link) for link in links)
    return [
        td(f'<p>{mark(valence, said)}: {html(who)}</p>'
           f'<p class="cell-quotes">{evidence.html(row["quotes"])}</p>'
           f"<p><strong>{html(row['status'].capitalize())}</strong>{ring}.</p>{kind}"),
        td(offered or "<p>None was told of at this site.</p>"),
    ]  # fmt: skip


def _link(data: Data, evidence: Evidence, link: Mapping[str, Any]) -> str:
    units = listed([html(data.unit(unit)) for unit in link["units"].split()])
    on = f" on {units}" if units else ""
    does = {"explained": "explains", "suggested": "suggests"}[link["status"]]
    said = (
        f"<strong>{evidence.code_html(link['mechanism'])}</strong> {mark(link['valence'])}, "
        f"{html(place(link['ring']))}. {supporters(link)}{on}: {does}. "
        f"{evidence.html(link['evidence'])}."
    )
    checks = []
    if link["counter_evidence"]:
        checks.append(f"Against it here: {evidence.html(link['counter_evidence'])}.")
    for name, told in WITHOUT.items():
        sites = [html(data.unit(site)) for site in (link[name] or "").split()]
        checks += [told.format(listed(sites))] if sites else []
    checks += [DIFFERS[link["differs"]]] if link["differs"] else []
    small = f' <span class="quotation-source">{" ".join(checks)}</span>' if checks else ""
    return f"<p>{said}{small}</p>"


def supporters(link: Mapping[str, Any]) -> str:
    """Who tells of a mechanism: other informants, and apart the people whose experience it is."""
    support, own = link["support"], link.get("own")
    if own is None:
        return counted(support, "informant")
    if link["ring"] == "non_organisational":
        among = f" (among them {own} of the people themselves)" if own else ""
        return counted(support, "informant") + among
    others = counted(support, "other informant") if support else "No other informant"
    return others + (
        f" ({'and' if support else 'but'} {own} of the people themselves)" if own else ""
    )


def unexplained(data: Data) -> str:
    """Experiences for which no mechanism was told of."""
    left = [row for row in data.nest["nest_findings"] if row["status"] == "unexplained"]
    if not left:
        return "Every experience has at least one mechanism offered for it.\n"
    lines = []
    for (feature, sign), found in groupby(left, lambda r: (r["feature"], r["sign"])):
        sites = [markdown(data.unit(row["site"])) for row in found]
        said = "with it" if sign == "+" else "without it"
        lines.append(f"- {markdown(title(feature))}, {said}: {listed(sites)}")
    return "\n".join(lines) + "\n"


def behind(data: Data, evidence: Evidence) -> str:
    """Mechanisms without an echo in what informants experience."""
    found = data.nest["nest_behind"]
    if not found:
        return "There is none.\n"
    rows = [
        tr([td(evidence.code_html(row["mechanism"])), td(mark(row["valence"])),
            td(number(row["informants"]), right=True), td(evidence.html(row["evidence"]))],
           html(data.unit(row["site"])))
        for row in found
    ]  # fmt: skip
    head = ["Site", "Mechanism", "Told of as", "Informants", "Quotations"]
    caption = "Mechanisms without an echo in what the site's informants experience."
    return floating("tbl-behind", table(head, rows), caption)
