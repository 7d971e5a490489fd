"""The graph of explanation: its paths from an experience outwards, and how much patients see."""

from __future__ import annotations

import heapq
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any, NamedTuple

import networkx as nx  # type: ignore[import-untyped]  # it ships no types

Row = Mapping[str, Any]
Rows = Iterable[Row]
Node = tuple[str, ...]  # (site, feature, sign) of a finding; (site, ring, mechanism, valence)
FINDING = ("site", "feature", "sign")
MECHANISM = ("ring", "mechanism", "valence")
Strength = tuple[bool, float, int]  # is it explained? its robustness, its support
STRONGEST: Strength = (True, float("inf"), sys.maxsize)  # nothing is weaker than what isn't there
MOST = 10_000  # paths of one finding that are listed


class Edge(NamedTuple):
    """An edge outwards. `strength`: the smaller, the weaker; any suggestion is weaker than what is
    explained, whatever its robustness, which says that it is still offered and no more.
    """

    strength: Strength
    inner: str
    outer: str
    status: str
    robustness: float | None


Way = tuple[Edge, ...]  # the edges of a path, from inside to outside


def paths(
    links: Rows, shaped: Rows, most: int = MOST
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of NEST_PATHS, and findings with more paths than `most` (site, feature, sign, paths).

    `links`: rows of NEST_LINKS with robustness; those that are ruled out lead nowhere. `shaped`:
    rows of NEST_SHAPED with robustness. Each path goes from an experience outwards until nothing
    leads further. Its weakest edge is one that is suggested before one that is explained, then the
    one with the least robustness, then the least support, then the innermost (an edge that no
    variation touches counts as robust). Of edges between the same two (an informant's and a
    theory's) the stronger one counts. Findings stand in the order of their first link, their paths
    from the strongest weakest edge down; of more than `most` the strongest are kept.

    Edges lead to a ring further out, so a path never meets itself. Raises ValueError otherwise.
    """
    graph, findings = graph_of(links, shaped)
    numbers: dict[Node, int] = {}
    best: dict[Node, Strength] = {}
    for node in reversed(_outwards(graph)):
        on = [(graph.edges[node, to]["edge"], to) for to in graph.successors(node)]
        numbers[node] = sum(numbers[to] for _, to in on) or 1
        best[node] = max((min(e.strength, best[to]) for e, to in on), default=STRONGEST)
    rows: list[dict[str, Any]] = []
    cut: list[dict[str, Any]] = []
    tails: dict[Node, list[Way]] = {}
    for finding in findings:
        named = dict(zip(FINDING, finding, strict=True))
        if numbers[finding] > most:
            cut.append({**named, "paths": numbers[finding]})
            ways: Iterable[Way] = islice(_strongest(graph, finding, best), most)
        else:
            ways = _ways(graph, finding, tails)
        found = [{**named, **_row(way)} for way in ways]
        rows += sorted(found, key=lambda r: (*_turn(r["strength"]), r["path"]))
    for row in rows:
        del row["strength"]
    return rows, cut


def graph_of(links: Rows, shaped: Rows) -> tuple[nx.DiGraph, list[Node]]:
    """The graph, each edge with its `edge`, and the findings in their order."""
    graph: nx.DiGraph = nx.DiGraph()
    findings: dict[Node, None] = {}
    for row in links:
        if row["status"] != "ruled_out":
            finding = tuple(row[name] for name in FINDING)
            findings[finding] = None
            to = (row["site"], *(row[name] for name in MECHANISM))
            _join(graph, finding, to, row, f"{row['feature']}{row['sign']}")
    for row in shaped:
        inner = (row["site"], *(row[name] for name in MECHANISM))
        outer = (row["site"], row["outer_ring"], row["factor"], row["factor_valence"])
        _join(graph, inner, outer, row, name_of(inner))
    return graph, list(findings)


def name_of(node: Node) -> str:
    """A mechanism as mechanism@ring, with a '!' before an absent one."""
    _, ring, code, valence = node
    return f"{'!' if valence == 'absent' else ''}{code}@{ring}"


def _join(graph: nx.DiGraph, inner: Node, outer: Node, row: Row, name: str) -> None:
    robustness = row["robustness"]
    sure = float(robustness) if robustness not in (None, "") else None
    strength = (
        row["status"] == "explained", float("inf") if sure is None else sure, int(row["support"]),
    )  # fmt: skip
    edge = Edge(strength, name, name_of(outer), row["status"], sure)
    there = graph.edges[inner, outer]["edge"] if graph.has_edge(inner, outer) else None
    if there is None or edge.strength > there.strength:
        graph.add_edge(inner, outer, edge=edge)


def _turn(strength: Strength) -> tuple[bool, float, int]:
    """What sorts the strongest first."""
    return not strength[0], -strength[1], -strength[2]


def _outwards(graph: nx.DiGraph) -> list[Node]:
    if not nx.is_directed_acyclic_graph(graph):
        raise ValueError("an edge leads inwards: " + str(nx.find_cycle(graph)))
    return list(nx.topological_sort(graph))


def _ways(graph: nx.DiGraph, node: Node, known: dict[Node, list[Way]]) -> list[Way]:
    """All ways on from a node. Those of mechanisms are kept: findings of a site share them."""
    if node not in known:
        known[node] = [
            (graph.edges[node, to]["edge"], *way)
            for to in graph.successors(node) for way in _ways(graph, to, known)
        ] or [()]  # fmt: skip
    return known[node]


def _strongest(graph: nx.DiGraph, finding: Node, best: Mapping[Node, Strength]) -> Iterator[Way]:
    """Ways from a finding, the strongest first, one by one (best-first search).

    A beginning is as strong as the weaker of its weakest edge and the best way on from its end,
    which `best` knows; so no beginning is followed before its turn.
    """
    turn = count()
    queue: list[tuple[tuple[bool, float, int], int, Strength, Way, Node]] = []

    def later(so_far: Strength, way: Way, node: Node) -> None:
        hope = min(so_far, best[node])
        heapq.heappush(queue, (_turn(hope), next(turn), so_far, way, node))

    later(STRONGEST, (), finding)
    while queue:
        *_, so_far, way, node = heapq.heappop(queue)
        ends = True
        for to in sorted(graph.successors(node)):
            edge: Edge = graph.edges[node, to]["edge"]
            later(min(so_far, edge.strength), (*way, edge), to)
            ends = False
        if ends:
            yield way


def _row(way: Way) -> dict[str, Any]:
    """The columns of a path, and its strength: that of its weakest edge."""
    weakest = min(way, key=lambda edge: edge.strength)
    robust = [edge.robustness for edge in way if edge.robustness is not None]
    explained = all(edge.status == "explained" for edge in way)
    return {
        "path": " < ".join(edge.outer for edge in way), "edges": len(way),
        "outermost": way[-1].outer.rpartition("@")[2],
        "weakest": f"{weakest.inner} < {weakest.outer}",
        "support": min(edge.strength[2] for edge in way),
        "robustness": min(robust, default=None),
        "status": "explained" if explained else "suggested", "strength": weakest.strength,
    }  # fmt: skip


def seen(
    mechanisms: Rows, told_at: Mapping[str, Collection[tuple[str, str]]], rings: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows of NEST_SEEN, one a ring: share of a ring's mechanisms that patients see.

    `mechanisms`: what was told of, each with site, ring, mechanism, valence and `expects`: the
    (feature, sign) that it leads one to expect; several of one key count once. Patients of a site
    see it when they tell of one of these. `told_at`: the (feature, sign) that patients of each
    site tell of.
    """
    expected: dict[Node, set[tuple[str, str]]] = {}
    for row in mechanisms:
        if row["expects"]:
            key = (row["ring"], row["site"], row["mechanism"], row["valence"])
            expected.setdefault(key, set()).update(row["expects"])
    rows = []
    for ring in rings:
        of = [wanted & set(told_at.get(key[1], ())) for key, wanted in expected.items()
              if key[0] == ring]  # fmt: skip
        number = sum(map(bool, of))
        rows.append({"ring": ring, "mechanisms": len(of), "seen": number,
                     "share": number / len(of) if of else None})  # fmt: skip
    return rows
