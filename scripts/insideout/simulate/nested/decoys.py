"""Mechanisms that look like causes of a planted experience, and aren't.

They share feature and sign with it, but stand at every site (where sites differ), in another
provider, or had ended before the time that patients tell of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from insideout.simulate.nested.chance import happens, one
from insideout.simulate.nested.experience import Feature, Told, tellers
from insideout.simulate.nested.mechanisms import WORD, Mechanism, Planted, Said, stated, where
from insideout.simulate.nested.world import (
    FIRST,
    GOVERNANCE,
    MINISTRY,
    NETWORK,
    NON_ORGANISATIONAL,
    SECOND,
    World,
    left_unit,
)

EVERYWHERE, OTHER_PROVIDER, OTHER_SITE = "everywhere", "other_provider", "other_site"
ENDED, LEFT = "ended", "left"
DECOYS = (EVERYWHERE, OTHER_PROVIDER, OTHER_SITE, ENDED, LEFT)
BY_LEAVING = 0.3  # of those that ended: the unit had left the site
PAST = (("", "2018-12-31"), ("2015-01-01", "2019-06-30"), ("2014-01-01", "2017-12-31"))
ORGANISED = (FIRST, SECOND, NETWORK)


@dataclass(frozen=True)
class Plan:
    """A decoy to be: its kind, the experience it resembles, and its practice or site."""

    kind: str
    feature: str
    sign: int
    place: str = ""


def planned(rng: Generator, world: World, features: Sequence[Feature], each: int) -> list[Plan]:
    """So many decoys a feature. Those in another practice decide who will not tell of it."""
    plans: list[Plan] = []
    for feature in features:
        for _ in range(each):
            sign = one(rng, feature.signs())
            kinds = [ENDED, OTHER_PROVIDER] + ([] if feature.common else [EVERYWHERE])
            kind = one(rng, kinds)
            place = ""
            if kind == OTHER_PROVIDER:
                kind, place = _provider(rng, world, feature, sign, plans)
            elif kind == ENDED and happens(rng, BY_LEAVING):
                kind = LEFT
            plans.append(Plan(kind, feature.name, sign, place))
    return plans


def _provider(
    rng: Generator, world: World, feature: Feature, sign: int, plans: Sequence[Plan]
) -> tuple[str, str]:
    """A practice beside those of the tellers, else a site of the opposite, else it has ended."""
    taken = {plan.place for plan in plans if plan.feature == feature.name}
    beside = [p for site in feature.sites(sign) for p in _beside(world, site, taken)]
    opposite = [site for site in feature.sites(-sign) if site not in taken]
    if beside and (not opposite or happens(rng, 0.5)):
        return OTHER_PROVIDER, one(rng, beside)
    return (OTHER_SITE, one(rng, opposite)) if opposite else (ENDED, "")


def _beside(world: World, site: str, taken: set[str]) -> list[str]:
    """Practices whose silence leaves enough patients to tell, one a site and feature at most."""
    if any(practice in taken for practice in world.practices[site]):
        return []
    patients, every = world.patients, len(world.patients_of(site))
    return [p for p in world.practices[site] if patients[p] and every - len(patients[p]) >= 4]


def silent(plans: Sequence[Plan]) -> set[tuple[str, str]]:
    """Practices whose patients tell nothing of a feature."""
    return {(plan.place, plan.feature) for plan in plans if plan.kind == OTHER_PROVIDER}


def decoys(
    rng: Generator, world: World, features: Sequence[Feature], plans: Sequence[Plan], said: Told,
    codes: Iterator[str],
) -> Planted:  # fmt: skip
    """The decoys' mechanisms and statements; they explain nothing."""
    made = Planted()
    of = {feature.name: feature for feature in features}
    for plan in plans:
        feature, code = of[plan.feature], next(codes)
        shows = plan.sign * one(rng, (1, 1, 1, -1))
        valence = WORD[plan.sign * shows]
        ring, words = _stated(rng, world, feature, plan, said, code, valence)
        made.mechanisms.append(Mechanism(code, feature.name, shows, ring, plan.kind, plan.sign))
        made.said += words
    return made


def _stated(
    rng: Generator, world: World, feature: Feature, plan: Plan, said: Told, code: str, valence: str
) -> tuple[str, list[Said]]:
    """Ring and statements of one decoy: as many informants a site as state a cause."""
    if plan.kind == OTHER_PROVIDER:
        site = next(s for s in world.sites if plan.place in world.practices[s])
        return FIRST, stated(rng, world, FIRST, [plan.place], [site], code, valence)
    if plan.kind == LEFT:
        gone = {site: left_unit(world, site) for site in feature.sites(plan.sign)}
        return SECOND, [
            word for site, unit in gone.items()
            for word in stated(rng, world, SECOND, [unit], [site], code, valence)
        ]  # fmt: skip
    if plan.kind == EVERYWHERE and happens(rng, 0.15):
        body = [one(rng, (MINISTRY, GOVERNANCE))]
        return GOVERNANCE, stated(rng, world, GOVERNANCE, body, world.sites, code, valence)
    ring = one(rng, ORGANISED if plan.kind == ENDED else (*ORGANISED, NON_ORGANISATIONAL))
    sites = {EVERYWHERE: world.sites, OTHER_SITE: [plan.place]}
    words = []
    for site in sites.get(plan.kind, feature.sites(plan.sign)):
        here = tellers(world, said, site, feature.name, feature.sign_of[site])
        places = where(rng, world, site, ring, here)
        when = one(rng, PAST) if plan.kind == ENDED else None
        words += stated(rng, world, ring, places, [site], code, valence, when)
    return ring, words
