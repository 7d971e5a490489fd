"""Mechanisms that look like causes of a planted experience, and aren't.

They share feature and sign with it, but stand at every site (where sites differ), in another
provider, or had ended before the time that patients tell of, or begin after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from numpy.random import Generator

from insideout.simulate.nested.chance import happens, one, some
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
ENDED, LEFT, LATER = "ended", "left", "later"
DECOYS = (EVERYWHERE, OTHER_PROVIDER, OTHER_SITE, ENDED, LEFT, LATER)
BY_LEAVING = 0.3  # of those over before the time told of: the unit had left the site
AT_OPPOSITE = 0.2  # of those in another provider, where there is such a site: at an opposite site
PAST = (("", "2018-12-31"), ("2015-01-01", "2019-06-30"), ("2014-01-01", "2020-02-15"))
FUTURE = (("2022-05-01", ""), ("2022-07-01", ""), ("2022-06-01", "2024-12-31"))
ORGANISED = (FIRST, SECOND, NETWORK)


@dataclass(frozen=True)
class Plan:
    """A decoy to be: its kind, the experience it resembles, and its practice or site."""

    kind: str
    feature: str
    sign: int
    place: str = ""


def planned(rng: Generator, world: World, features: Sequence[Feature], each: int) -> list[Plan]:
    """So many decoys a feature. Those in another practice decide who will not tell of it.

    Where sites differ every second one, from the first, stands everywhere, and the others are in
    turn at another provider and outside the time told of; elsewhere these two take turns. Outside
    its time is before and after in turn.
    """
    plans: list[Plan] = []
    differing = _turns(rng, (OTHER_PROVIDER, ENDED))
    times = _turns(rng, (ENDED, LATER))
    for feature in features:
        turns = cycle((OTHER_PROVIDER, ENDED)) if feature.common else differing
        for n in range(each):
            everywhere = not feature.common and n % 2 == 0
            kind = EVERYWHERE if everywhere else next(turns)
            plan = _provider(rng, world, feature, plans) if kind == OTHER_PROVIDER else None
            if plan is None:
                kind = EVERYWHERE if everywhere else next(times)
                kind = LEFT if kind == ENDED and happens(rng, BY_LEAVING) else kind
                plan = Plan(kind, feature.name, one(rng, feature.signs()))
            plans.append(plan)
    return plans


def _turns(rng: Generator, kinds: Sequence[str]) -> Iterator[str]:
    """One after the other for ever, in a random order."""
    return cycle(some(rng, kinds, len(kinds)))


def _provider(rng: Generator, world: World, feature: Feature, plans: Sequence[Plan]) -> Plan | None:
    """At a practice beside those of the tellers, now and then at a site of the opposite instead.

    None where no practice can be silent: others are left to those outside their time, so that
    the easier kind stays rare.
    """
    taken = {plan.place for plan in plans if plan.feature == feature.name}
    beside = {
        sign: [p for site in feature.sites(sign) for p in _beside(world, site, taken)]
        for sign in feature.signs()
    }  # fmt: skip
    signs = [sign for sign, practices in beside.items() if practices]
    if not signs:
        return None
    sign = one(rng, signs)
    opposite = [site for site in feature.sites(-sign) if site not in taken]
    if opposite and happens(rng, AT_OPPOSITE):
        return Plan(OTHER_SITE, feature.name, sign, one(rng, opposite))
    return Plan(OTHER_PROVIDER, feature.name, sign, one(rng, beside[sign]))


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
    times = {ENDED: PAST, LATER: FUTURE}.get(plan.kind)
    ring = one(rng, ORGANISED if times else (*ORGANISED, NON_ORGANISATIONAL))
    sites = {EVERYWHERE: world.sites, OTHER_SITE: [plan.place]}
    words = []
    for site in sites.get(plan.kind, feature.sites(plan.sign)):
        here = tellers(world, said, site, feature.name, feature.sign_of[site])
        places = where(rng, world, site, ring, here)
        when = one(rng, times) if times else None
        words += stated(rng, world, ring, places, [site], code, valence, when)
    return ring, words
