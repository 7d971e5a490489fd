"""What a concentric picture says, in words: for those who can't see it, and as its caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insideout.report.concentric_graph import Experience, Graph, Key
from insideout.report.data import Data, title, words
from insideout.report.markup import counted, listed

RINGS = {
    "first_responder": "first responders",
    "second_responder": "second responders",
    "non_organisational": "outside organisations",
    "network_body": "network bodies",
    "governance_body": "governing bodies",
    "care_network": "care networks",
}
HAD = {"+": "had it", "-": "lacked it"}
STANDS = {"mixed": ", mixed", "minority": ", told by few"}


def ring(name: str) -> str:
    """What a picture calls a ring."""
    return RINGS.get(name, words(name))


def name(data: Data, key: Key) -> str:
    """What a picture calls a mechanism, with a word where it was told to be absent."""
    return data.code(key[1]) + (" (absent)" if key[2] == "absent" else "")


def described(data: Data, graph: Graph, sites: Sequence[str]) -> str:
    """All that a picture shows: counts, what stands behind each experience, and what is open."""
    where = data.unit(sites[0]) if len(sites) == 1 else f"all {len(sites)} sites"
    once = {key[:3] for key in graph.marks}
    ends = {(edge.inner[:3], edge.outer[:3], edge.sign) for edge in graph.edges}
    count = [f"{sum(1 for key in once if key[0] == one)} at {ring(one)}" for one in graph.rings]
    gone = [one for one in graph.experiences if one.unexplained]
    parts = [
        f"Rings around the experience at {where}: {listed([ring(one) for one in graph.rings])}"
        if graph.rings else f"The experience at {where}",
        f"{counted(len(graph.features), 'feature')}, "
        f"{counted(len(graph.experiences), 'experience')}, "
        f"{counted(len(once), 'mechanism')}" + (f" ({', '.join(count)})" if count else "")
        + f" and {counted(len(ends), 'edge')}",
        *(_feature(data, graph, feature, len(sites)) for feature in graph.features),
        f"Unexplained: {listed([_open(one, len(sites)) for one in gone])}" if gone
        else "Every experience has something offered for it",
        *_shaped(data, graph),
    ]  # fmt: skip
    return ". ".join(parts) + "."


def _feature(data: Data, graph: Graph, feature: str, sites: int) -> str:
    found = [one for one in graph.experiences if one.feature == feature]
    told = "; ".join(_experience(data, graph, one, sites) for one in found)
    return f"{title(feature)}: {told or 'not told of'}"


def _experience(data: Data, graph: Graph, one: Experience, sites: int) -> str:
    many = f" at {counted(len(one.sites), 'site')}" if sites > 1 else ""
    said = f"{HAD[one.sign]}{many}{STANDS.get(one.stands, '')}"
    edges = [edge for edge in graph.edges if edge.inner == one.key]
    offered = [
        f"{name(data, e.outer)} at {ring(e.outer[0])}{'' if e.explained else ' (suggested)'}"
        for e in sorted(edges, key=lambda e: (not e.explained, graph.rings.index(e.outer[0])))
    ]
    if not offered:
        return f"{said}, unexplained" if one.unexplained else f"{said}, with nothing in the picture"
    return f"{said}, by {listed(offered)}"


def _open(one: Experience, sites: int) -> str:
    at = f" at {counted(len(one.unexplained), 'site')}" if sites > 1 else ""
    return f"{title(one.feature)} ({HAD[one.sign]}){at}"


def _shaped(data: Data, graph: Graph) -> list[str]:
    found: dict[str, dict[str, None]] = {}
    for edge in graph.edges:
        if edge.inner[0]:
            does = "brings about" if edge.sign == "+" else "hinders"
            sure = "" if edge.explained else " (suggested)"
            factor = f"{name(data, edge.outer)} at {ring(edge.outer[0])}"
            found.setdefault(factor, {})[f"{does} {name(data, edge.inner)}{sure}"] = None
    told = [f"{factor} {listed(list(does))}" for factor, does in found.items()]
    return [f"Further out: {'; '.join(told)}"] if told else []


def left_out(edges: int) -> str:
    """A sentence on the edges that are told of, but not drawn; "" for none."""
    return f"Not drawn: {counted(edges, 'edge')} of the weakest suggestions." if edges else ""


def captions(sites: Mapping[str, str]) -> dict[str, str]:
    """The caption of each picture; `sites`: the name of each site."""
    how = (
        "Experience stands in the middle, a sector for each feature; rings further out hold what "
        "explains it. A mechanism of those who respond stands beside each feature that it bears "
        "on. Full lines explain, dashed ones suggest; what nothing explains is hollow and lies open"
    )
    each = {
        f"concentric_{site}": f"What stands behind experience at {told}. {how}. Wider lines "
        "survive more of the variations that touch them."
        for site, told in sites.items()
    }  # fmt: skip
    return {
        "concentric_overall": f"What stands behind experience, all sites together. {how} (at 2 of "
        "5: unexplained at two of the five sites that tell of it). Wider lines were found at more "
        "of the sites.",
        "concentric_sites": "The sites beside one another. A mechanism has the same place in every "
        "picture; a grey dot was told of at other sites only.",
        **each,
    }
