"""Causes of a made-up study's experiences, and who states them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from numpy.random import Generator

from insideout.simulate.nested.chance import happens, one, some, weighted
from insideout.simulate.nested.experience import SAID_AGAIN, Feature, Told, tellers
from insideout.simulate.nested.world import (
    FIRST,
    GOVERNANCE,
    MINISTRY,
    NETWORK,
    NON_ORGANISATIONAL,
    SECOND,
    World,
)

NUMBERS = {2: 0.1, 3: 0.35, 4: 0.35, 5: 0.2}  # informants who state a mechanism at a place
UNEXPLAINED = 0.2  # experiences (one sign of a feature) without any cause
TWO_CAUSES = 0.35
HOLE = 0.1  # sites with the experience where the cause isn't
AS_ABSENCE = 0.15  # causes that lie in something that is lacking
SAID_ABSENT = 0.4  # causes that are said to be lacking where the opposite is experienced …
AT_SITE = 0.7  # … at each such site with this probability, else nobody speaks of them there
OWN = 0.25  # one of those whose experience it is states the cause too
WEIGHTS = {FIRST: 0.35, SECOND: 0.25, NON_ORGANISATIONAL: 0.12, NETWORK: 0.18, GOVERNANCE: 0.1}
KNOWS = {FIRST: 0.6, SECOND: 0.5, NON_ORGANISATIONAL: 0.8, NETWORK: 0.4, GOVERNANCE: 0.6}
DATED = 0.15  # statements with a time, which takes in the time told of
SINCE = "2017-05-01"
WORD = {1: "present", -1: "absent"}


@dataclass(frozen=True)
class Said:
    """A statement: who says of a code that it is present, absent or mixed, about what, and when."""

    who: str
    code: str
    valence: str
    about: str
    period_from: str = ""
    period_to: str = ""


@dataclass(frozen=True)
class Edge:
    """A planted explanation: (site, feature, sign) ← mechanism at a ring."""

    site: str
    feature: str
    sign: str
    ring: str
    mechanism: str
    valence: str


@dataclass(frozen=True)
class Mechanism:
    """A code that shows a feature with a sign: a planted cause, or a decoy of some kind.

    `like`: the sign of the experience that a decoy resembles.
    """

    code: str
    feature: str
    sign: int
    ring: str
    kind: str = "planted"
    like: int = 0


@dataclass
class Planted:
    """All that is planted: mechanisms, what they explain, and every statement made of them."""

    mechanisms: list[Mechanism] = field(default_factory=list)
    edges: dict[Edge, int] = field(default_factory=dict)  # informants who state it there
    said: list[Said] = field(default_factory=list)


def causes(
    rng: Generator, world: World, features: Sequence[Feature], said: Told, codes: Iterator[str]
) -> Planted:
    """Draw what causes each experience: one or two mechanisms at different rings, or nothing."""
    made = Planted()
    for feature in features:
        for sign in feature.signs():
            if happens(rng, UNEXPLAINED):
                continue
            weights = dict(WEIGHTS)
            if not (feature.common or feature.by_body):
                del weights[GOVERNANCE]  # what reaches sites of both sorts makes no difference
            for _ in range(1 + happens(rng, TWO_CAUSES)):
                ring = weighted(rng, weights)
                del weights[ring]
                _cause(rng, world, feature, sign, ring, next(codes), said, made)
    return made


def _cause(
    rng: Generator, world: World, feature: Feature, sign: int, ring: str, code: str, said: Told,
    made: Planted,
) -> None:  # fmt: skip
    """One mechanism at the sites with the experience, and its lack where the opposite is."""
    shows = -sign if happens(rng, AS_ABSENCE) else sign
    made.mechanisms.append(Mechanism(code, feature.name, shows, ring))
    for of in (sign, -sign) if not feature.common and happens(rng, SAID_ABSENT) else (sign,):
        sites = feature.sites(of)
        valence = WORD[of * shows]
        if ring == GOVERNANCE:
            body = (
                one(rng, (MINISTRY, GOVERNANCE)) if feature.common else world.commissioner[sites[0]]
            )
            _plant(made, feature, of, ring, code, valence, sites,
                   stated(rng, world, ring, [body], sites, code, valence))  # fmt: skip
            continue
        share = 1 - HOLE if of == sign else AT_SITE
        kept = [site for site in sites if happens(rng, share)]
        if of == sign and len(kept) < (0.6 * len(sites) if feature.common else 1):
            kept = sites
        for site in kept:
            told_here = tellers(world, said, site, feature.name, of)
            places = where(rng, world, site, ring, told_here)
            words = stated(rng, world, ring, places, [site], code, valence)
            if happens(rng, OWN):
                words.append(Said(one(rng, told_here), code, valence, one(rng, places)))
            _plant(made, feature, of, ring, code, valence, [site], words)


def _plant(
    made: Planted, feature: Feature, sign: int, ring: str, code: str, valence: str,
    sites: Sequence[str], words: Sequence[Said],
) -> None:  # fmt: skip
    made.said += words
    for site in sites:
        edge = Edge(site, feature.name, "+" if sign > 0 else "-", ring, code, valence)
        made.edges[edge] = len({word.who for word in words})


def where(rng: Generator, world: World, site: str, ring: str, told_by: Sequence[str]) -> list[str]:
    """The units of a site that a mechanism is about, so that it reaches all of those who tell:
    their practices, a second responder, or a network that their practices have joined.
    """
    if ring in (FIRST, NON_ORGANISATIONAL):
        return [p for p in world.practices[site] if set(world.patients[p]) & set(told_by)]
    if ring == SECOND:
        return [one(rng, world.seconds[site])]
    return [one(rng, [n for n in world.networks[site] if set(told_by) <= world.reached(n, site)])]


def stated(
    rng: Generator, world: World, ring: str, places: Sequence[str], sites: Sequence[str], code: str,
    valence: str, period: tuple[str, str] | None = None,
) -> list[Said]:  # fmt: skip
    """So many different people's statements, about each of the places in turn.

    Who is of the place knows best; others of the site (of the sites below a body) speak too.
    """
    number = max(weighted(rng, NUMBERS), len(places))
    pools = [speakers(world, ring, place, sites) for place in places]
    used: set[str] = set()
    made = []
    for n in range(number):
        own, others = ([who for who in pool if who not in used] for pool in pools[n % len(places)])
        pool = own if own and (not others or happens(rng, KNOWS[ring])) else others
        if not pool:
            continue
        who = one(rng, pool)
        used.add(who)
        when = period or ((SINCE, "") if happens(rng, DATED) else ("", ""))
        word = Said(who, code, valence, places[n % len(places)], *when)
        made += [word] * (1 + happens(rng, SAID_AGAIN))
    return made


def speakers(
    world: World, ring: str, place: str, sites: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Who is of the place, and who else may speak of it."""
    if ring == GOVERNANCE:
        bodies = [MINISTRY, *world.bodies()]
        own = world.staff_of(bodies if place == GOVERNANCE else [place])
        around = [*bodies, *(unit for s in sites for unit in world.networks[s])]
    else:
        own = world.staff_of([place])
        own += world.patients[place] if ring == NON_ORGANISATIONAL else []
        around = [u for s in sites for u in (*world.responders(s), *world.networks[s])]
    return own, [who for who in world.staff_of(around) if who not in set(own)]


def names(rng: Generator, letter: str, many: int) -> Iterator[str]:
    """Codes in a random order, so that a code's number tells nothing of what it is."""
    return iter(some(rng, [f"{letter}{n + 1:02d}" for n in range(many)], many))
