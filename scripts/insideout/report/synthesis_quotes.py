"""The quotations that a feature's argument cites, in a box that opens, each once with its words."""

from __future__ import annotations

from collections.abc import Sequence

from insideout.report.evidence import Evidence, Quotation
from insideout.report.frame_cells import shortened
from insideout.report.markup import capital, folded, markdown
from insideout.report.nested import Row, called, handle, named, place, units
from insideout.report.synthesis_chains import chains
from insideout.report.synthesis_why import Nest, all_quotations

SCREEN, PAPER = "screen", "paper"  # where the words of a quotation stand; paper: on both
Cited = tuple[
    str, str, str
]  # a heading in Markdown, passages, where their words stand; "": nowhere


def box(nest: Nest, feature: str, findings: Sequence[Row]) -> str:
    """Every quotation cited: with its words if it carries an explanation, on paper too.

    Those of the experience have words on screens; those of suggestions are handles.
    """
    lines, cited, worded = list[str](), set[str](), set[str]()
    every = quotations(nest, findings)
    printed = {quote.handle for _, passages, where in every if where == PAPER
               for quote in nest.evidence.of(passages)}  # fmt: skip
    for lead, passages, where in every:
        entries = []
        for quote in nest.evidence.of(passages):
            first = bool(where) and quote.handle not in worded
            entries.append(_entry(nest.evidence, quote, first, quote.handle in printed))
            cited.add(quote.handle)
            worded |= {quote.handle} if first else set()
        lines += [f"- {lead}: {'; '.join(entries)}"] if entries else []
    if not lines:
        return ""
    of = f"The {len(cited):,} quotations" if len(cited) > 1 else "The quotation"
    head = f'title="{of} behind this"'
    return "\n".join([
        f'::: {{#{all_quotations(feature)} .callout-note collapse="true" {head}}}',
        *lines, ":::",
    ])  # fmt: skip


def _entry(evidence: Evidence, quote: Quotation, worded: bool, printed: bool) -> str:
    """A handle with the words, where they weren't given before."""
    link = handle(evidence, quote.handle, quote.anchor)
    if not worded:
        return link
    if not evidence.data.sources[quote.source]["quotable"]:
        return f"{link}[ *(words withheld)*]{{.cell-words}}"
    text = folded(evidence.data.texts[quote.source][quote.start : quote.end])
    said = f" “{markdown(shortened(text))}”"
    return f"{link}{said}" if printed else f"{link}[{said}]{{.cell-words}}"


def quotations(nest: Nest, findings: Sequence[Row]) -> list[Cited]:
    """What the argument of a feature cites; those of a factor or mechanism at a site together."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in findings:
        phrase = markdown(capital(called(nest.data, row["feature"], row["sign"])))
        lead = f"{phrase}, {units(nest.data, [row['site']])}"
        found.setdefault((lead, SCREEN), []).append(row["quotes"] or "")
    explained = nest.of(findings, "explained")
    for link in [*explained, *nest.nearest(findings), *nest.of(findings, "ruled_out")]:
        explains = link["status"] == "explained"
        site = units(nest.data, [link["site"]])
        name = capital(named(nest.evidence, link["mechanism"], link["valence"]))
        cited = [link["evidence"] or "", link["counter_evidence"] if explains else ""]
        lead = f"{name}, {markdown(place(link['ring']))}, {site}"
        key = lead, PAPER if explains else ""
        found.setdefault(key, []).extend(passages or "" for passages in cited)
        node = link["site"], link["ring"], link["mechanism"], link["valence"]
        edges = [edge for chain in chains(nest.shaped, node) for edge in chain]
        for edge in edges if explains else ():
            factor = capital(named(nest.evidence, edge["factor"], edge["factor_valence"]))
            lead = f"{factor}, {markdown(place(edge['outer_ring']))}, {site}"
            key = lead, PAPER if edge["status"] == "explained" else ""
            found.setdefault(key, []).append(edge["evidence"] or "")
    return [(lead, " ".join(passages), where)
            for (lead, where), passages in found.items() if any(passages)]  # fmt: skip
