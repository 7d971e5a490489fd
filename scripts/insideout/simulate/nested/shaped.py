"""What shaped the planted mechanisms further out: factors, and the statements that say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from insideout.simulate.nested.chance import happens, one
from insideout.simulate.nested.mechanisms import Planted, stated
from insideout.simulate.nested.world import (
    GOVERNANCE,
    MINISTRY,
    NETWORK,
    NON_ORGANISATIONAL,
    World,
)

SHAPED = 0.5  # mechanisms that something further out shaped
SAYS_SO = 0.8  # at each site where the mechanism stands (or for each commissioner's sites)
CHAIN = 0.4  # factors of networks that governance shaped in turn


@dataclass(frozen=True)
class Shape:
    """A planted edge outwards: at a site, a factor of an outer ring shaped a mechanism."""

    site: str
    ring: str
    mechanism: str
    valence: str
    outer_ring: str
    factor: str
    factor_valence: str = "present"


@dataclass(frozen=True)
class Link:
    """A row of `links` before its evidence has ids: which statements (by number) are evidence.

    `kind`: of a decoy, a row that explains nothing (`false_links`); "" where it was planted.
    """

    factor: str
    mechanism: str
    sign: str
    evidence: tuple[int, ...]
    counter: tuple[int, ...] = ()
    basis: str = "informant"
    kind: str = ""


def shapes(
    rng: Generator, world: World, planted: Planted, codes: Iterator[str]
) -> tuple[dict[Shape, int], list[Link]]:
    """Draw the planted edges outwards, with how many informants say so; their statements join
    those of the mechanisms.
    """
    made: dict[Shape, int] = {}
    links: list[Link] = []
    standing: dict[tuple[str, str], dict[str, list[str]]] = {}
    for edge in planted.edges:
        sites = standing.setdefault((edge.mechanism, edge.ring), {}).setdefault(edge.valence, [])
        sites += [edge.site] if edge.site not in sites else []
    for (code, ring), by_valence in standing.items():
        if ring in (GOVERNANCE, NON_ORGANISATIONAL) or not happens(rng, SHAPED):
            continue
        valence = one(rng, sorted(by_valence))
        outer = GOVERNANCE if ring == NETWORK else one(rng, (NETWORK, GOVERNANCE))
        inner = (ring, code, valence)
        at = _shape(
            rng, world, planted, inner, by_valence[valence], outer, next(codes), made, links
        )
        if outer == NETWORK and at and happens(rng, CHAIN):
            factor = links[-1].factor
            _shape(rng, world, planted, (NETWORK, factor, "present"), at, GOVERNANCE, next(codes),
                   made, links)  # fmt: skip
    return made, links


def _shape(
    rng: Generator, world: World, planted: Planted, inner: tuple[str, str, str],
    sites: Sequence[str], outer: str, factor: str, made: dict[Shape, int], links: list[Link],
) -> list[str]:  # fmt: skip
    """One factor, said to have shaped one mechanism; gives the sites where somebody says so."""
    first = len(planted.said)
    told = []
    for place, reached in places(rng, world, sites, outer):
        # what governance did at many sites, governance tells: others speak for their own site only
        speaking = reached if outer == NETWORK else []
        words = stated(rng, world, outer, [place], speaking, factor, "present")
        planted.said += words
        for site in reached:
            made[Shape(site, *inner, outer, factor)] = len({word.who for word in words})
            told.append(site)
    evidence = tuple(range(first, len(planted.said)))
    links.append(Link(factor, inner[1], "+" if inner[2] == "present" else "-", evidence))
    return told


def places(
    rng: Generator, world: World, sites: Sequence[str], outer: str
) -> list[tuple[str, list[str]]]:
    """Where factors are: a network of each site, or a body with all the sites below it."""
    if outer == NETWORK:
        kept = [site for site in sites if happens(rng, SAYS_SO)] or list(sites[:1])
        return [(one(rng, world.networks[site]), [site]) for site in kept]
    if happens(rng, 0.3):
        return [(MINISTRY, list(sites))]
    below = {b: [s for s in sites if world.commissioner[s] == b] for b in world.bodies()}
    there = [(body, reached) for body, reached in below.items() if reached]
    return [pair for pair in there if happens(rng, SAYS_SO)] or there[:1]
