"""What patients of a made-up study experience: features, each site's pattern, and who tells it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from numpy.random import Generator

from insideout.simulate.nested.chance import between, happens, one, some, weighted
from insideout.simulate.nested.world import World

COMMON = 0.35  # features of which all sites have the same experience
BY_BODY = 0.35  # of the others, those that differ by commissioner, where there are two
TELLS = 0.8  # a patient tells of a feature
TELLING = {1: 0.88, -1: 0.08, 0: 0.04}  # as most of the site, the opposite, both
LEAST, PURE = 3, 0.7  # tellers of a site; their share (both counted half) with its pattern
SAID_AGAIN = 0.2  # whoever tells something says it in two passages
Told = Mapping[tuple[str, str], int]  # (patient, feature) → +1 with it, -1 without, 0 both


@dataclass(frozen=True)
class Feature:
    """A feature of care: the experience of each site (+1 or -1), and its codes with their signs."""

    name: str
    sign_of: Mapping[str, int]
    by_body: bool
    codes: tuple[tuple[str, int], ...]

    @property
    def common(self) -> bool:
        """All sites have the same experience."""
        return len(set(self.sign_of.values())) == 1

    def sites(self, sign: int) -> list[str]:
        """The sites with the experience of that sign."""
        return [site for site, of in self.sign_of.items() if of == sign]

    def signs(self) -> list[int]:
        """The experiences that there are."""
        return sorted(set(self.sign_of.values()), reverse=True)


def features(rng: Generator, world: World, number: tuple[int, int]) -> list[Feature]:
    """Draw the features, so many (least, most), and what each site experiences."""
    made = []
    for n in range(between(rng, *number)):
        name, sign, by_body = f"f{n + 1}", one(rng, (1, -1)), False
        if happens(rng, COMMON):
            sign_of = dict.fromkeys(world.sites, sign)
        elif len(world.bodies()) > 1 and happens(rng, BY_BODY):
            by_body = True
            of = dict(zip(world.bodies(), (sign, -sign), strict=True))
            sign_of = {site: of[world.commissioner[site]] for site in world.sites}
        else:
            others = some(rng, world.sites, between(rng, 1, len(world.sites) - 1))
            sign_of = {site: -sign if site in others else sign for site in world.sites}
        codes = [(f"{name}_told", 1), (f"{name}_missed", -1)][: between(rng, 1, 2)]
        made.append(Feature(name, sign_of, by_body, tuple(codes)))
    return made


def told(
    rng: Generator, world: World, features_: list[Feature], silent: Collection[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Who tells what of each feature; patients of `silent` (practice, feature) tell nothing."""
    made: dict[tuple[str, str], int] = {}
    for feature in features_:
        for site in world.sites:
            able = [
                who for practice in world.practices[site]
                if (practice, feature.name) not in silent for who in world.patients[practice]
            ]  # fmt: skip
            telling = [who for who in able if happens(rng, TELLS)]
            telling = telling if len(telling) >= LEAST else some(rng, able, LEAST)
            says = [weighted(rng, TELLING) for _ in telling]
            while sum((word + 1) / 2 for word in says) < PURE * len(says):
                says[min(range(len(says)), key=says.__getitem__)] = 1
            for who, word in zip(telling, says, strict=True):
                made[who, feature.name] = word * feature.sign_of[site]
    return made


def tellers(world: World, said: Told, site: str, feature: str, sign: int) -> list[str]:
    """Patients of a site who tell of an experience (those who tell of both sides too)."""
    return [who for who in world.patients_of(site) if said.get((who, feature)) in (sign, 0)]
