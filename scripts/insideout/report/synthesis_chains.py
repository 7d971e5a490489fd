"""What shaped a mechanism further out, as sentences: the chains of `nest_shaped`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.markup import capital, counted, listed, markdown
from insideout.report.nested import Row, firmness, handles, in_brackets, named, place, units

Node = tuple[str, str, str, str]  # site, ring, code, valence
Chain = tuple[Row, ...]
MOST = 3  # sentences on one mechanism; the others are in the table of paths


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
            steps = tuple((e["basis"], e["outer_ring"], e["factor"], e["factor_valence"],
                           e["status"], "" if e["support"] else "elsewhere")
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
    inner = f"{named(evidence, first['mechanism'], first['valence'])}{where}"
    parts = []
    for at in range(len(same[0])):
        edges = [chain[at] for chain in same]
        parts.append(_edge(evidence, edges, "that in turn" if at else inner, more))
    return capital(listed(parts)) + "."


def _edge(evidence: Evidence, edges: Sequence[Row], inner: str, more: str) -> str:
    """Who puts one thing down to another, over the sites that share it, and how firmly."""
    first = edges[0]
    quotes = handles(evidence, " ".join(edge["evidence"] or "" for edge in edges), more)
    firm = firmness(first) if len(edges) == 1 else ""
    theory = first["basis"] == "theory"
    rests = f"{_most(edges)} {'tells' if _support(edges) == 1 else 'tell'} of it" if theory else ""
    told = in_brackets(place(first["outer_ring"]), rests, firm, quotes if theory else "")
    factor = f"{named(evidence, first['factor'], first['factor_valence'])}{told}"
    only = ", which only suggests it" if first["status"] != "explained" else ""
    return f"{_who(edges, quotes)} {inner} down to {factor}{only}"


def _support(edges: Sequence[Row]) -> int:
    return max(int(edge["support"]) for edge in edges)


def _most(edges: Sequence[Row]) -> str:
    """How many informants an edge has; the most of one site, where sites differ."""
    upto = "up to " if len({edge["support"] for edge in edges}) > 1 else ""
    return f"{upto}{counted(_support(edges), 'informant')}"


def _who(edges: Sequence[Row], quotes: str) -> str:
    """Who puts one thing down to another: a publication, informants, or only those elsewhere."""
    first = edges[0]
    if first["basis"] == "theory":
        return f"theory{in_brackets(markdown(first.get('reference') or ''))} puts"
    general = max(int(edge.get("elsewhere") or 0) for edge in edges)
    if not _support(edges):
        of = "an informant of another site" if general == 1 else f"{general:,} informants of others"
        say = "says" if general == 1 else "say"
        puts = "puts" if general == 1 else "put"
        return f"{of}{in_brackets(quotes)}, who {say} so in general (nobody here does), {puts}"
    others = f"{general:,} of other sites in general" if general else ""
    many = "one informant" if _support(edges) == 1 else _most(edges)
    return f"{many}{in_brackets(quotes, others)} {'puts' if _support(edges) == 1 else 'put'}"
