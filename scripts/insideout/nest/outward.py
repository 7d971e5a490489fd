"""What shaped a mechanism, one ring or more outwards: edges that somebody states.

That a unit belongs to another never makes an edge; a row of links.csv does, where both its ends
are told of. How edges fare under variations is in `outward_robust`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from insideout.nest.timeline import overlapping

Coding = Mapping[str, Any]
Link = Mapping[str, Any]
Sites = Callable[[Coding], Collection[str]]
Time = Callable[[Coding], tuple[str, str]]
Node = tuple[str, str, str, str]  # site, ring, code, valence
Key = tuple[str, str, str, str, str, str, str, str]  # that of NEST_SHAPED
STATED = {"": ("present",), "mixed": ("present", "absent")}
OPPOSITE = {"present": "absent", "absent": "present"}


class Edge(NamedTuple):
    """The codings that one link's edge hangs on.

    `says` supports it, `against` is its counter-evidence; of `factor` and `mechanism` there are
    only codings that overlap in time with one of the other. `general`: informants of another site
    among those who say it; what they say is said in general, not of this site.
    """

    says: list[Coding]
    against: list[Coding]
    factor: list[Coding]
    mechanism: list[Coding]
    reference: str
    general: frozenset[str]


class Shaped(NamedTuple):
    """Edges by key, their rows of NEST_SHAPED, and evidence that is no coding.

    An edge that several links state (publications, or a code and a unit) has several parts.
    `unknown`: place of the link among the links, and the id that it names.
    """

    edges: dict[Key, list[Edge]]
    rows: list[dict[str, Any]]
    unknown: list[tuple[int, str]]


def shaped(
    links: Sequence[Link],
    codings: Sequence[Coding],
    rings: Sequence[str],
    factors: Collection[str],
    outcomes: Collection[str] = (),
    *,
    ring_of: Callable[[Coding], str],
    sites_of: Sites,
    time_of: Time,
    min_support: int,
    home_of: Callable[[Coding], str] | None = None,
) -> Shaped:
    """Edges from a mechanism outwards to what shaped it (rows of NEST_SHAPED, without robustness).

    A row of `links` (LINKS) from a factor to a mechanism gives an edge at a site where the
    mechanism is told of, the factor is told of in a ring further out that reaches the site, and
    the two overlap in time. With the sign + it joins present with present and absent with absent,
    with - the one with the other. From a unit, every factor told of that unit counts. Support: the
    informants of the evidence that is about what reaches the site (no edge without any); with
    theory, those who tell of the factor, which stays a suggestion. Whoever belongs to another site
    alone speaks in general: they are counted as `elsewhere`, not as support, and without support
    from the site, or from those of no single site, they but suggest. An informants' edge is
    explained when `min_support` of those who support it say so, more than say the opposite, and as
    many tell of each of its ends there: what shaped a mechanism that one person tells of is no
    surer than the mechanism.

    `codings`: the whole consensus; what only an interviewer says counts nowhere. `rings`: from
    inside to outside. `factors`: codes that may shape or be shaped (all but those of experience);
    `outcomes`: features and continuities, for a row between two of these is a dependency, not an
    edge, even where codes have the same names.
    `ring_of`: the ring in which a coding of any code stands, "" for none or for one in which its
    code doesn't count; `sites_of`: the sites that what it is about reaches at its time; `time_of`:
    the time it tells of, ISO dates, "" for an open end; `home_of`: the one site of whoever tells,
    "" for none or several (without it, nobody is of another site).
    """
    told = [coding for coding in codings if coding["informant"]]
    order = {ring: n for n, ring in enumerate(rings)}
    joins = _joins(links, factors, outcomes)
    nodes = _nodes(told, _named(joins, factors), ring_of, sites_of)
    backing, unknown = _backing(links, codings)
    at: dict[str, list[Node]] = {}
    for node in nodes:
        at.setdefault(node[2], []).append(node)
    edges: dict[Key, list[Edge]] = {}
    for n, link, unit in joins:
        for inner, outer in _pairs(link, at, order, unit):
            outside = [c for c in nodes[outer] if not unit or unit in c["about"].split("|")]
            factor, mechanism = overlapping(outside, nodes[inner], time_of)
            here = [
                [c for c in found if c["informant"] and inner[0] in sites_of(c)]
                for found in backing[n]
            ]
            stated = [c for c in here[0] if not _otherwise(c, inner) and not _otherwise(c, outer)]
            says = factor if link["basis"] == "theory" else stated
            if factor and says:
                away = {
                    c["informant"] for c in says if home_of and home_of(c) not in ("", inner[0])
                }
                edge = Edge(says, here[1], factor, mechanism, link["reference"] or "",
                            frozenset(away))  # fmt: skip
                edges.setdefault((*inner, *outer[1:], link["basis"]), []).append(edge)
    ordered = sorted(edges, key=lambda k: (k[0], order[k[1]], k[2:4], order[k[4]], k[5:]))
    edges = {key: edges[key] for key in ordered}
    return Shaped(edges, [_row(key, of, min_support) for key, of in edges.items()], unknown)


def status_of(
    basis: str, support: int, elsewhere: int, against: int, told: int, min_support: int
) -> str:
    """The strength of an edge; "" when nobody says it. `told`: who tell of its lesser known end.

    `elsewhere`: those of another site who say it in general, which can but suggest.
    """
    stated = basis == "informant" and min(support, told) >= min_support and support > against
    return "explained" if stated else "suggested" if support or elsewhere else ""


def _joins(
    links: Sequence[Link], factors: Collection[str], outcomes: Collection[str]
) -> list[tuple[int, Link, str]]:
    """Links that can be edges: place, link, and the unit that it comes from ("" from a code)."""
    known, between = set(factors), set(outcomes)
    return [
        (n, link, "" if link["from"] in known else link["from"])
        for n, link in enumerate(links)
        if link["to"] in known and not {link["from"], link["to"]} <= between
    ]


def _named(joins: Iterable[tuple[int, Link, str]], factors: Collection[str]) -> set[str]:
    """The codes whose statements matter: where a link comes from a unit, all there are."""
    if any(unit for _, _, unit in joins):
        return set(factors)
    return {link[end] for _, link, _ in joins for end in ("from", "to")}


def _nodes(
    codings: Iterable[Coding],
    codes: Collection[str],
    ring_of: Callable[[Coding], str],
    sites_of: Sites,
) -> dict[Node, list[Coding]]:
    """Statements by site, ring, code and valence (a mixed one states both, one without: there)."""
    nodes: dict[Node, list[Coding]] = {}
    for coding in codings:
        if coding["code"] in codes and (ring := ring_of(coding)):
            for site in sites_of(coding):
                for valence in STATED.get(coding["valence"] or "", (coding["valence"],)):
                    nodes.setdefault((site, ring, coding["code"], valence), []).append(coding)
    return nodes


def _pairs(
    link: Link, at: Mapping[str, list[Node]], order: Mapping[str, int], unit: str
) -> Iterator[tuple[Node, Node]]:
    """Mechanism and factor that a link may join: same site, further out, valences by its sign."""
    codes = [code for code in at if code != link["to"]] if unit else [link["from"]]
    outside: dict[tuple[str, str], list[Node]] = {}
    for node in chain.from_iterable(at.get(code, ()) for code in codes):
        outside.setdefault((node[0], node[3]), []).append(node)
    for inner in at.get(link["to"], ()):
        valence = inner[3] if link["sign"] == "+" else OPPOSITE[inner[3]]
        for outer in outside.get((inner[0], valence), ()):
            if order[outer[1]] > order[inner[1]]:
                yield inner, outer


def _otherwise(coding: Coding, node: Node) -> bool:
    """Whether a coding is of a node's code, but with the opposite valence."""
    return bool(coding["code"] == node[2] and coding["valence"] == OPPOSITE[node[3]])


def _backing(
    links: Sequence[Link], codings: Iterable[Coding]
) -> tuple[list[tuple[list[Coding], list[Coding]]], list[tuple[int, str]]]:
    """Evidence and counter-evidence of each link: codings by their own id, or one behind them."""
    asked = [
        ((link["evidence"] or "").split(), (link["counter_evidence"] or "").split())
        for link in links
    ]
    wanted = {name for pair in asked for names in pair for name in names}
    found: dict[str, list[Coding]] = {}
    for coding in codings if wanted else ():
        names = {coding["coding"], *(coding["derived_from"] or "").split()}
        for name in names & wanted:
            found.setdefault(name, []).append(coding)
    backing = []
    for pair in asked:
        one, other = ([c for name in names for c in found.get(name, ())] for names in pair)
        backing.append((_once(one), _once(other)))
    unknown = [
        (n, name) for n, pair in enumerate(asked) for names in pair
        for name in names if name not in found
    ]  # fmt: skip
    return backing, unknown


def _once(codings: Iterable[Coding]) -> list[Coding]:
    return list({coding["coding"]: coding for coding in codings}.values())


def _row(key: Key, parts: Sequence[Edge], min_support: int) -> dict[str, Any]:
    site, ring, mechanism, valence, outer_ring, factor, factor_valence, basis = key
    says = [c for part in parts for c in part.says]
    against = [c for part in parts for c in part.against]
    outside = [c for part in parts for c in part.factor]
    (support, elsewhere), opposed = voices(parts), len(informants(against))
    return {
        "site": site, "ring": ring, "mechanism": mechanism, "valence": valence,
        "outer_ring": outer_ring, "factor": factor, "factor_valence": factor_valence,
        "sign": "+" if valence == factor_valence else "-",
        "units": _joined(place for c in outside for place in c["about"].split("|")),
        "basis": basis, "reference": _joined(part.reference for part in parts),
        "support": support, "elsewhere": elsewhere,
        "status": status_of(basis, support, elsewhere, opposed, told_of(parts), min_support),
        "evidence": _joined(c["passage"] for c in says),
        "counter_evidence": _joined(c["passage"] for c in against),
    }  # fmt: skip


def voices(parts: Sequence[Edge]) -> tuple[int, int]:
    """How many say it of the site or are of no single one, and how many are of another site."""
    general = {who for part in parts for who in part.general}
    all_ = informants(c for part in parts for c in part.says)
    return len(all_ - general), len(all_ & general)


def told_of(parts: Sequence[Edge]) -> int:
    """How many tell of the end of an edge, mechanism or factor, that fewer tell of."""
    inner = informants(c for part in parts for c in part.mechanism)
    return min(len(inner), len(informants(c for part in parts for c in part.factor)))


def informants(codings: Iterable[Coding]) -> set[str]:
    """Who tells."""
    return {coding["informant"] for coding in codings}


def _joined(words: Iterable[str]) -> str:
    return " ".join(sorted({word for word in words if word}))
