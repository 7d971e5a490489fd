"""Rows of `links` from factors to mechanisms that they didn't shape.

Factor and mechanism are truly told of at the same sites, one further out than the other; what is
wrong is what the row rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from numpy.random import Generator

from insideout.simulate.nested.chance import between, one, some, weighted
from insideout.simulate.nested.mechanisms import NUMBERS, SINCE, Planted, Said, speakers, stated
from insideout.simulate.nested.shaped import Link, places
from insideout.simulate.nested.world import GOVERNANCE, MINISTRY, NETWORK, NON_ORGANISATIONAL, World

ELSEWHERE = "told by another site"
THEORY = "by theory alone"
OUTVOTED = "more against it"
BEFORE, AFTER = "factor over before", "factor begins after"
LINK_DECOYS = (ELSEWHERE, THEORY, OUTVOTED, BEFORE, AFTER)
# when the factor is told of, and the mechanism, which takes in the time told of by patients
TIMES = {
    BEFORE: (("2012-01-01", "2016-12-31"), (SINCE, "")),
    AFTER: (("2022-09-01", ""), (SINCE, "2022-06-30")),
}
SAY, MORE_AGAINST = (2, 4), (1, 2)  # informants who say it; how many more say the opposite


@dataclass(frozen=True)
class Told:
    """A planted mechanism: where it stands with this valence, and with any."""

    code: str
    ring: str
    valence: str
    sites: tuple[str, ...]
    anywhere: frozenset[str]

    @property
    def outer(self) -> tuple[str, ...]:
        """Rings in which something may be said to have shaped it."""
        return (GOVERNANCE,) if self.ring == NETWORK else (NETWORK, GOVERNANCE)


def false_links(rng: Generator, world: World, planted: Planted, codes: Iterator[str]) -> list[Link]:
    """A row of each kind, as far as there is a mechanism for it; the statements join the others.

    The factor's time is outside the mechanism's in one row: before it or after it.
    """
    inside = _inside(planted)
    if not inside:
        return []
    links = [_elsewhere(rng, world, planted, inside, codes)]
    links.append(_theory(rng, world, planted, one(rng, inside), next(codes)))
    links.append(_outvoted(rng, world, planted, one(rng, inside), next(codes)))
    kind = one(rng, (BEFORE, AFTER))
    links.append(_untimely(rng, world, planted, one(rng, inside), next(codes), kind))
    return [link for link in links if link]


def _inside(planted: Planted) -> list[Told]:
    sites: dict[tuple[str, str, str], list[str]] = {}
    anywhere: dict[str, set[str]] = {}
    for edge in planted.edges:
        if edge.ring not in (GOVERNANCE, NON_ORGANISATIONAL):
            sites.setdefault((edge.mechanism, edge.ring, edge.valence), []).append(edge.site)
            anywhere.setdefault(edge.mechanism, set()).add(edge.site)
    return [
        Told(*key, tuple(dict.fromkeys(of)), frozenset(anywhere[key[0]]))
        for key, of in sites.items()
    ]


def _elsewhere(
    rng: Generator, world: World, planted: Planted, inside: Sequence[Told], codes: Iterator[str]
) -> Link | None:
    """Governance did it, and is told of by its own people; that it shaped the mechanism is said
    only by people of a site where the mechanism isn't.
    """
    for inner in some(rng, inside, len(inside)):
        around = {
            body: [s for s in world.below(body) if s not in inner.anywhere]
            for body in (MINISTRY, *world.bodies()) if set(world.below(body)) & set(inner.sites)
        }  # fmt: skip
        bodies = [body for body, sites in around.items() if sites]
        if not bodies:
            continue
        body, factor = one(rng, bodies), next(codes)
        planted.said += stated(rng, world, GOVERNANCE, [body], [], factor, "present")
        able = world.staff_of(world.responders(one(rng, around[body])))
        telling = some(rng, able, weighted(rng, NUMBERS))
        evidence = _say(planted, [Said(who, factor, "present", body) for who in telling])
        return Link(factor, inner.code, _sign(inner), evidence, kind=ELSEWHERE)
    return None


def _theory(rng: Generator, world: World, planted: Planted, inner: Told, factor: str) -> Link:
    """Nobody says that the factor, which is told of, shaped the mechanism."""
    _told(rng, world, planted, inner, factor)
    return Link(factor, inner.code, _sign(inner), (), basis="theory", kind=THEORY)


def _untimely(
    rng: Generator, world: World, planted: Planted, inner: Told, factor: str, kind: str
) -> Link:
    """All statements of the mechanism have a time, and the factor's is another."""
    outside, within = TIMES[kind]
    planted.said[:] = [
        replace(word, period_from=within[0], period_to=within[1]) if word.code == inner.code
        else word for word in planted.said
    ]  # fmt: skip
    evidence = _told(rng, world, planted, inner, factor, outside)
    return Link(factor, inner.code, _sign(inner), evidence, kind=kind)


def _outvoted(rng: Generator, world: World, planted: Planted, inner: Told, factor: str) -> Link:
    """At each place more informants say that there is no such factor than say it."""
    evidence: list[int] = []
    counter: list[int] = []
    outer = one(rng, inner.outer)
    for place, reached in places(rng, world, inner.sites, outer):
        own, others = speakers(world, outer, place, reached if outer == NETWORK else [])
        pool = some(rng, [*own, *others], len(own) + len(others))
        say = min(between(rng, *SAY), (len(pool) - 1) // 2)
        against = pool[say : 2 * say + between(rng, *MORE_AGAINST)]
        words = [Said(who, factor, "present", place) for who in pool[:say]]
        evidence += _say(planted, words)
        counter += _say(planted, [Said(who, factor, "absent", place) for who in against])
    return Link(factor, inner.code, _sign(inner), tuple(evidence), tuple(counter), kind=OUTVOTED)


def _told(
    rng: Generator, world: World, planted: Planted, inner: Told, factor: str,
    when: tuple[str, str] | None = None,
) -> tuple[int, ...]:  # fmt: skip
    """A factor that is told of like any other, further out at the mechanism's sites."""
    numbers: tuple[int, ...] = ()
    outer = one(rng, inner.outer)
    for place, reached in places(rng, world, inner.sites, outer):
        speaking = reached if outer == NETWORK else []
        words = stated(rng, world, outer, [place], speaking, factor, "present", when)
        numbers += _say(planted, words)
    return numbers


def _say(planted: Planted, words: Sequence[Said]) -> tuple[int, ...]:
    """The numbers of statements that join the others."""
    first = len(planted.said)
    planted.said += words
    return tuple(range(first, len(planted.said)))


def _sign(inner: Told) -> str:
    return "+" if inner.valence == "present" else "-"


def kinds(links: Sequence[Link]) -> Mapping[tuple[str, str], str]:
    """The kind of each decoy among rows of links, by factor and mechanism."""
    return {(link.factor, link.mechanism): link.kind for link in links if link.kind}
