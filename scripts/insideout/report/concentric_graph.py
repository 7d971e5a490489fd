"""What a concentric picture shows, out of the tables of the nest: rings, experiences, edges.

A key has four parts: ("", feature, sign, feature) for an experience, which stands in the middle;
(ring, code, valence, feature) for what was told of in a ring. A mechanism of those who respond, or
outside organisations, stands once for each feature that it bears on, as edges across the whole
picture are hard to follow. Further out it stands once, and its feature is "".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Key = tuple[str, str, str, str]
Row = Mapping[str, Any]
SIGNS = ("+", "-")
STANDS = ("pattern", "mixed", "minority")
RULED_OUT, EXPLAINED, UNEXPLAINED = "ruled_out", "explained", "unexplained"


@dataclass(frozen=True)
class Experience:
    """One feature, with (+) or without it, at the sites of a picture.

    `stands`: the strongest at any of them; `unexplained`: the sites where nothing is offered for
    it; `explained`: those where something explains it.
    """

    feature: str
    sign: str
    stands: str
    sites: tuple[str, ...]
    unexplained: tuple[str, ...]
    explained: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What edges call it."""
        return "", self.feature, self.sign, self.feature


@dataclass(frozen=True)
class Edge:
    """What brings about something one ring or more further in, as told at some sites.

    `sign`: of the experiences that it leads to, "" for both; `weight`: the least robustness at any
    of the sites, 0 to 1, of what explains if anything does; None: unknown.
    """

    inner: Key
    outer: Key
    sign: str
    explained: bool
    weight: float | None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Graph:
    """A picture before it is laid out. `marks`: what was told of in the rings, ring by ring."""

    rings: tuple[str, ...]
    features: tuple[str, ...]
    experiences: tuple[Experience, ...]
    marks: tuple[Key, ...]
    edges: tuple[Edge, ...]


def graph(nest: Mapping[str, Sequence[Row]], sites: Collection[str]) -> Graph:
    """The graph of some sites: a mechanism is the same at all of them.

    What is ruled out is left out, and so is what leads to no experience at its own site.
    """
    links = [
        row for row in nest["nest_links"] if row["site"] in sites and row["status"] != RULED_OUT
    ]
    shaped = [row for row in nest.get("nest_shaped", ()) if row["site"] in sites]
    experiences = _experiences(row for row in nest["nest_findings"] if row["site"] in sites)
    rings = _rings(nest, [*nest["nest_links"], *nest.get("nest_shaped", ())])
    edges = _edges(links, shaped, {one.key for one in experiences}, near(nest, rings))
    rank = {ring: at for at, ring in enumerate(rings)}
    marks = {edge.outer for edge in edges}
    features = dict.fromkeys(
        [*(row["feature"] for row in nest["nest_patterns"]), *(one.feature for one in experiences)]
    )
    return Graph(
        rings, tuple(features), experiences,
        tuple(sorted(marks, key=lambda key: (rank[key[0]], *key[1:]))), tuple(edges),
    )  # fmt: skip


def near(nest: Mapping[str, Sequence[Row]], rings: Sequence[str]) -> set[str]:
    """The rings of the level next to the people themselves, and the one outside organisations."""
    level = {row["ring"]: row.get("level") or "" for row in nest.get("nest_rings", ())}
    first = next((level[ring] for ring in rings if level.get(ring)), None)
    return {ring for ring in rings if not level.get(ring) or level[ring] == first}


def _rings(nest: Mapping[str, Sequence[Row]], rows: Iterable[Row]) -> tuple[str, ...]:
    """The rings of the study, from inside to outside; those only edges know of come last."""
    known = [row["ring"] for row in nest.get("nest_rings", ())]
    seen = [row.get(name) for row in rows for name in ("ring", "outer_ring")]
    return tuple(dict.fromkeys([*known, *(ring for ring in seen if ring)]))


def _experiences(findings: Iterable[Row]) -> tuple[Experience, ...]:
    of: dict[tuple[str, str], list[Row]] = {}
    for row in findings:
        of.setdefault((row["feature"], row["sign"]), []).append(row)
    made = []
    for (feature, sign), rows in sorted(of.items(), key=lambda i: (i[0][0], SIGNS.index(i[0][1]))):
        stands = min((row["stands"] for row in rows), key=STANDS.index)
        sites = tuple(sorted(row["site"] for row in rows))
        without = tuple(sorted(row["site"] for row in rows if row["status"] == UNEXPLAINED))
        sure = tuple(sorted(row["site"] for row in rows if row["status"] == EXPLAINED))
        made.append(Experience(feature, sign, stands, sites, without, sure))
    return tuple(made)


def _edges(
    links: Iterable[Row], shaped: Iterable[Row], there: Collection[Key], copied: Collection[str]
) -> list[Edge]:
    """Edges from experiences outwards; one for all rows between the same two.

    Each keeps the sign of the experience on its way outwards, and goes on only with what was told
    at the same site: whatever shaped a mechanism brings about the state that the mechanism is in.
    It explains where any row does. `copied`: the rings whose marks stand once for a feature.
    """
    rows: dict[tuple[Key, Key], dict[int, Row]] = {}
    signs: dict[tuple[Key, Key], set[str]] = {}
    stack: list[tuple[Key, str, str]] = []  # a mark, a site and a sign that it leads to there

    def add(inner: Key, outer: tuple[str, str, str], sign: str, row: Row) -> None:
        ends = inner, (*outer, inner[3] if outer[0] in copied else "")
        rows.setdefault(ends, {})[id(row)] = row
        signs.setdefault(ends, set()).add(sign)
        stack.append((ends[1], row["site"], sign))

    for row in links:
        inner = ("", row["feature"], row["sign"], row["feature"])
        if inner in there:
            add(inner, (row["ring"], row["mechanism"], row["valence"]), row["sign"], row)
    shapes: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in shaped:
        of = row["site"], row["ring"], row["mechanism"], row["valence"]
        shapes.setdefault(of, []).append(row)
    seen = set()
    while stack:
        state = inner, site, sign = stack.pop()
        if state not in seen:
            seen.add(state)
            for row in shapes.get((site, *inner[:3]), ()):
                add(inner, (row["outer_ring"], row["factor"], row["factor_valence"]), sign, row)
    return [_edge(ends, list(rows[ends].values()), signs[ends]) for ends in sorted(rows)]


def _edge(ends: tuple[Key, Key], rows: Sequence[Row], signs: Collection[str]) -> Edge:
    sure = [row for row in rows if row["status"] == EXPLAINED]
    known = [r["robustness"] for r in sure or rows if r.get("robustness") is not None]
    sites = tuple(sorted({row["site"] for row in rows}))
    sign = min(signs) if len(signs) == 1 else ""
    return Edge(*ends, sign, bool(sure), min(known, default=None), sites)


def sites_of(found: Graph) -> dict[Key, int]:
    """The number of sites at which each mark stands."""
    at: dict[Key, set[str]] = {}
    for edge in found.edges:
        at.setdefault(edge.outer, set()).update(edge.sites)
    return {key: len(sites) for key, sites in at.items()}


def thinned(graph: Graph, most: int) -> Graph:
    """The graph without its weakest suggestions, where it has more marks than can be read.

    What explains stays, and so does the best that is offered for an experience.
    """
    edges = list(graph.edges)
    best: dict[Key, Edge] = {}
    for edge in edges:
        if not edge.inner[0] and _strength(edge) > _strength(best.get(edge.inner)):
            best[edge.inner] = edge
    weak = [e for e in edges if not (e.inner[0] or e.explained or best[e.inner] is e)]
    weak.sort(key=lambda edge: (_strength(edge), edge.inner, edge.outer), reverse=True)
    marks = {edge.outer for edge in edges}
    while weak and len(marks) > most:
        gone = weak.pop()
        edges = _reached([edge for edge in edges if edge is not gone])
        marks = {edge.outer for edge in edges}
    return replace(
        graph, edges=tuple(edges), marks=tuple(key for key in graph.marks if key in marks)
    )


def _strength(edge: Edge | None) -> tuple[bool, float]:
    return (False, -1.0) if edge is None else (edge.explained, edge.weight or 0.0)


def _reached(edges: Sequence[Edge]) -> list[Edge]:
    """The edges over which an experience is reached, going inwards."""
    seen: set[Key] = set()
    while True:
        more = {e.outer for e in edges if not e.inner[0] or e.inner in seen} - seen
        if not more:
            return [edge for edge in edges if not edge.inner[0] or edge.inner in seen]
        seen |= more
