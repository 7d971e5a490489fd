"""What shaped a mechanism further out, as sentences: the chains of `nest_shaped`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.markup import capital, counted, listed, markdown
from insideout.report.nested import Row, firmness, handles, in_brackets, named, place, units

Node = tuple[str, str, str, str]  # site, ring, code, valence
Chain = tuple[Row, ...]
MOST = 4  # sentences on one mechanism; the others are in the table of paths


def shaping(rows: Iterable[Row]) -> dict[Node, list[Row]]:
    """Edges by the mechanism they shape, the best supported first."""
    found: dict[Node, list[Row]] = {}
    for row in rows:
        node = row["site"], row["ring"], row["mechanism"], row["valence"]
        found.setdefault(node, []).append(row)
    for edges in found.values():
        edges.sort(
            key=lambda r: (r["status"] != "explained", -r["support"], r["outer_ring"], r["factor"],
                           r["factor_valence"], r["basis"])
        )  # fmt: skip
    return found


def chains(shaped: Mapping[Node, Sequence[Row]], node: Node) -> list[Chain]:
    """A chain for each factor that shaped a mechanism, followed outwards along its best edge."""
    return [_followed(shaped, edge) for edge in shaped.get(node, ())]


def _followed(shaped: Mapping[Node, Sequence[Row]], edge: Row) -> Chain:
    chain, seen = [edge], {_inner(edge)}
    while True:
        outer = _outer(chain[-1])
        further = [row for row in shaped.get(outer, ()) if _outer(row) not in seen]
        if not further or outer in seen:
            return tuple(chain)
        seen.add(outer)
        chain.append(further[0])


def _inner(edge: Row) -> Node:
    return edge["site"], edge["ring"], edge["mechanism"], edge["valence"]


def _outer(edge: Row) -> Node:
    return edge["site"], edge["outer_ring"], edge["factor"], edge["factor_valence"]


def told(
    data: Data,
    evidence: Evidence,
    shaped: Mapping[Node, Sequence[Row]],
    nodes: Sequence[Node],
    more: str = "",
    already: set[Node] | None = None,
) -> str:
    """What shaped one mechanism at some sites, in sentences; chains that sites share are one.

    Mechanisms in `already` were followed outwards before, and aren't again; it is added to.
    """
    known = set() if already is None else already
    nodes = [node for node in nodes if node not in known]
    alike: dict[tuple[tuple[str, ...], ...], list[Chain]] = {}
    for node in nodes:
        for chain in chains(shaped, node):
            steps = tuple((e["basis"], e["outer_ring"], e["factor"], e["factor_valence"])
                          for e in chain)  # fmt: skip
            alike.setdefault(steps, []).append(chain)
    known |= {_inner(edge) for same in alike.values() for chain in same for edge in chain}
    everywhere = {node[0] for node in nodes}
    sentences = [
        _sentence(data, evidence, same, everywhere, more) for same in list(alike.values())[:MOST]
    ]
    if left := len(alike) - len(sentences):
        sentences.append(f"{counted(left, 'more chain')} of this kind can be read from the paths.")
    return " ".join(sentences)


def _sentence(
    data: Data, evidence: Evidence, same: Sequence[Chain], everywhere: set[str], more: str
) -> str:
    first = same[0][0]
    sites = {chain[0]["site"] for chain in same}
    where = "" if sites == everywhere else f" at {units(data, sorted(sites))}"
    inner = named(evidence, first["mechanism"], first["valence"])
    step = _step(evidence, [chain[0] for chain in same], more)
    parts = [f"{_who(first)} {inner}{where} down to {step}"]
    for at in range(1, len(same[0])):
        edges = [chain[at] for chain in same]
        alike = edges[0]["basis"] == same[0][at - 1]["basis"]
        again = "that in turn to" if alike else f"{_who(edges[0])} that in turn down to"
        parts.append(f"{again} {_step(evidence, edges, more)}")
    return capital(listed(parts)) + "."


def _who(edge: Row) -> str:
    """Who puts one thing down to another."""
    if edge["basis"] == "informant":
        return "informants put"
    by = f" ({markdown(edge['reference'])})" if edge.get("reference") else ""
    return f"theory{by} puts"


def _step(evidence: Evidence, edges: Sequence[Row], more: str) -> str:
    """What is named as the reason, with its ring and who says so, over the sites that share it."""
    first = edges[0]
    support = max(edge["support"] for edge in edges)
    tell = "tells of it" if support == 1 else "tell of it"
    theory = first["basis"] == "theory"
    who = f"{counted(support, 'informant')}{f' {tell}' if theory else ''}"
    if len(edges) > 1 and len({edge["support"] for edge in edges}) > 1:
        who = f"up to {who}"
    passages = " ".join(edge["evidence"] or "" for edge in edges)
    firm = firmness(first) if len(edges) == 1 else ""
    told = in_brackets(place(first["outer_ring"]), who, firm, handles(evidence, passages, more))
    return f"{named(evidence, first['factor'], first['factor_valence'])}{told}"
