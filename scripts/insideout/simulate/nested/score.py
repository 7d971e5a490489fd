"""What the nest found again of a planted graph, and what it states that was never planted.

Edges are counted in two kinds, explanations ("links") and edges outwards ("shaped"), and both
together. An edge keeps its support ("kept") as `left` says: of an explanation two independent
statements and the experience as a pattern are left, of an edge outwards the evidence of two
informants and two informants of the mechanism. "twice" counts explanations with two independent
statements left, whether or not the experience is still a pattern; "cited" edges outwards with the
evidence of two, whether or not a second informant still tells of the mechanism.
No allowance is made: an edge that was not planted is false, whatever made it look true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from insideout.reader import records
from insideout.simulate.nested.false_links import kinds
from insideout.simulate.nested.left import Cell, Remains, remains
from insideout.simulate.nested.mechanisms import Edge, Mechanism
from insideout.simulate.nested.shaped import Shape
from insideout.simulate.nested.study import Drawn, Study

EDGE = ("site", "feature", "sign", "ring", "mechanism", "valence")
SHAPE = ("site", "ring", "mechanism", "valence", "outer_ring", "factor", "factor_valence")


def inside_out_of(study: Study, settings: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables of the nest for a made-up study. `settings`: the study file's key `nest`."""
    from insideout.nest.rings import inside_out
    from insideout.simulate.nested.book import codebook_records
    from insideout.simulate.nested.world import LEVELS

    book = codebook_records(study.drawn.book)
    return inside_out(
        study.codings, book, study.people, study.units, study.memberships, study.sources,
        LEVELS, settings, study.links,
    )  # fmt: skip


def scored(study: Study, tables: Mapping[str, pd.DataFrame]) -> Counter[str]:
    """Counts of one study; those of several add up, and `rates` makes shares of them."""
    left = remains(study)
    links = records(tables["nest_links"])
    counts = _links(study.drawn, left, links)
    counts += _shaped(study.drawn, left, records(tables["nest_shaped"]))
    counts += _honest(study.drawn, left, records(tables["nest_findings"]))
    return counts


def _links(truth: Drawn, left: Remains, links: list[dict[str, Any]]) -> Counter[str]:
    found = {Edge(*(row[name] for name in EDGE)): row for row in links}
    stated = {edge for edge, row in found.items() if row["status"] == "explained"}
    counts: Counter[str] = Counter()
    for edge, of in left.edges.items():
        counts["planted"] += 1
        counts["twice"] += of.stated
        counts["twice found"] += of.stated and edge in stated
        if of.keeps:
            counts["kept"] += 1
            counts["found"] += edge in stated
            if edge not in stated:
                counts[f"missed: {_why(found.get(edge))}"] += 1
    counts["stated"] = len(stated)
    mechanisms = {mechanism.code: mechanism for mechanism in truth.mechanisms}
    for edge in stated - set(truth.edges):
        counts["false"] += 1
        counts[f"false: {_kind(edge, mechanisms[edge.mechanism], truth)}"] += 1
    return counts + _decoys(mechanisms, stated)


def _decoys(mechanisms: Mapping[str, Mechanism], stated: set[Edge]) -> Counter[str]:
    """Decoys by kind, and those that are stated as an explanation anywhere."""
    taken = {edge.mechanism for edge in stated}
    counts: Counter[str] = Counter()
    for code, mechanism in mechanisms.items():
        if mechanism.kind != "planted":
            counts[f"decoys: {mechanism.kind}"] += 1
            counts[f"taken: {mechanism.kind}"] += code in taken
    return counts


def _why(row: Mapping[str, Any] | None) -> str:
    """What the engine says of a planted edge that it doesn't state."""
    if row is None:
        return "not offered"
    return f"{row['status']} ({row['lacks'] or row['reason']})"


def _kind(edge: Edge, mechanism: Mechanism, truth: Drawn) -> str:
    """What sort of false edge it is."""
    if mechanism.kind != "planted":
        return f"decoy, {mechanism.kind}"
    same = [e for e in truth.edges if (e.mechanism, e.valence) == (edge.mechanism, edge.valence)]
    if any(e.site == edge.site for e in same):
        return "planted there, at another ring"
    return "planted at other sites" if same else "planted with the opposite valence"


def _shaped(truth: Drawn, left: Remains, rows: list[dict[str, Any]]) -> Counter[str]:
    stated = {Shape(*(row[name] for name in SHAPE)) for row in rows if row["status"] == "explained"}
    cited = {shape for shape, of in left.shapes.items() if of.keeps}
    kept = {shape for shape, of in left.shapes.items() if of.keeps_ends}
    counts = Counter({
        "shaped planted": len(truth.shapes), "shaped kept": len(kept),
        "shaped found": len(kept & stated), "shaped cited": len(cited),
        "shaped cited found": len(cited & stated), "shaped stated": len(stated),
        "shaped false": len(stated - set(truth.shapes)),
    })  # fmt: skip
    decoys = kinds(truth.links)
    for link, name in decoys.items():
        counts[f"decoy links: {name}"] += 1
        counts[f"taken links: {name}"] += any((s.factor, s.mechanism) == link for s in stated)
    for shape, of in left.shapes.items():
        if of.keeps_ends and shape not in stated:
            row = next((r for r in rows if Shape(*(r[name] for name in SHAPE)) == shape), None)
            counts[f"shaped missed: {row['status'] if row else 'not offered'}"] += 1
    standing = {(e.site, e.ring, e.mechanism, e.valence) for e in truth.edges}
    standing |= {(s.site, s.outer_ring, s.factor, s.factor_valence) for s in truth.shapes}
    factors = {(s.outer_ring, s.factor, s.factor_valence) for s in truth.shapes}
    for shape in stated - set(truth.shapes):
        inner = (shape.site, shape.ring, shape.mechanism, shape.valence)
        outer = (shape.outer_ring, shape.factor, shape.factor_valence)
        kind = "the mechanism isn't there, or not in that ring"
        if inner in standing:
            kind = "nobody says so there" if outer in factors else "the factor is in another ring"
        if (shape.factor, shape.mechanism) in decoys:
            kind = f"decoy link, {decoys[shape.factor, shape.mechanism]}"
        counts[f"shaped false: {kind}"] += 1
    return counts


def _honest(truth: Drawn, left: Remains, findings: list[dict[str, Any]]) -> Counter[str]:
    """What is said of experiences whose causes lost every statement, or that never had any."""
    status = {(row["site"], row["feature"], row["sign"]): row["status"] for row in findings}
    causes: dict[Cell, list[int]] = {
        (site, feature.name, "+" if sign > 0 else "-"): []
        for feature in truth.features for site, sign in feature.sign_of.items()
    }  # fmt: skip
    for edge, of in left.edges.items():
        causes[edge.site, edge.feature, edge.sign].append(of.statements)
    counts: Counter[str] = Counter()
    for cell, statements in causes.items():
        if cell in status and not any(statements):
            which = "removed" if statements else "causeless"
            counts[which] += 1
            counts[f"{which}: {status[cell]}"] += 1
    return counts


def rates(counts: Mapping[str, int]) -> dict[str, float]:
    """Shares of added counts; NaN where there is nothing to be a share of.

    Those of both kinds of edges together begin with `both`.
    """

    def share(part: str | tuple[str, ...], of: str | tuple[str, ...]) -> float:
        some, every = (_sum(counts, names) for names in (part, of))
        return some / every if every else float("nan")

    return {
        "kept": share("kept", "planted"),
        "recall": share("found", "kept"),
        "twice_recall": share("twice found", "twice"),
        "false": share("false", "stated"),
        "removed_unexplained": share("removed: unexplained", "removed"),
        "removed_suggested": share("removed: suggested", "removed"),
        "causeless_unexplained": share("causeless: unexplained", "causeless"),
        "causeless_suggested": share("causeless: suggested", "causeless"),
        "shaped_recall": share("shaped found", "shaped kept"),
        "shaped_cited_recall": share("shaped cited found", "shaped cited"),
        "shaped_false": share("shaped false", "shaped stated"),
        "both_recall": share(("found", "shaped found"), ("kept", "shaped kept")),
        "both_twice_recall": share(("twice found", "shaped found"), ("twice", "shaped kept")),
        "both_cited_recall": share(
            ("twice found", "shaped cited found"), ("twice", "shaped cited")
        ),
        "both_false": share(("false", "shaped false"), ("stated", "shaped stated")),
    }


def _sum(counts: Mapping[str, int], names: str | tuple[str, ...]) -> int:
    return sum(counts.get(name, 0) for name in ((names,) if isinstance(names, str) else names))
