"""Who and what a made-up study has: sites, their units, how these belong together, and people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from numpy.random import Generator

from insideout.simulate.nested.chance import between, happens, one

LEVELS = ("patient", "provider_organisation", "care_network", "governance")
FIRST, SECOND = "first_responder", "second_responder"
NON_ORGANISATIONAL, NETWORK, GOVERNANCE = "non_organisational", "care_network", "governance"
RINGS = (FIRST, SECOND, NON_ORGANISATIONAL, NETWORK, GOVERNANCE)  # from inside to outside
PRACTICES, SECONDS, NETWORKS = (1, 3), (1, 3), (1, 2)  # at a site
STAFF, COORDINATORS, COMMISSIONERS = (2, 4), (1, 2), (3, 5)  # in a unit
MEMBER = 0.8  # of each network of its site, a responder is a member with this probability
FIRST_DAY, DAYS = datetime.date(2021, 3, 1), 420  # when people were interviewed
MINISTRY = "ministry"
LEFT = datetime.date(2018, 6, 30)  # the last day of units that had left before the time told of


@dataclass(frozen=True)
class Size:
    """How large a study is: from least to most, drawn evenly."""

    sites: tuple[int, int] = (4, 8)
    patients: tuple[int, int] = (5, 12)  # at a site
    features: tuple[int, int] = (5, 8)


SMALL = Size()


@dataclass
class World:
    """A study's units and people; lists of units by site, people by unit."""

    sites: list[str] = field(default_factory=list)
    units: list[dict[str, str]] = field(default_factory=list)
    memberships: list[dict[str, str]] = field(default_factory=list)
    people: list[dict[str, str]] = field(default_factory=list)  # rows of `informants`
    dates: dict[str, str] = field(default_factory=dict)  # of each person's interview
    practices: dict[str, list[str]] = field(default_factory=dict)
    seconds: dict[str, list[str]] = field(default_factory=dict)
    networks: dict[str, list[str]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)  # the unit that had left a site
    commissioner: dict[str, str] = field(default_factory=dict)  # of each site
    staff: dict[str, list[str]] = field(default_factory=dict)
    patients: dict[str, list[str]] = field(default_factory=dict)  # of each practice

    def patients_of(self, site: str) -> list[str]:
        """Those of all practices of a site."""
        return [who for practice in self.practices[site] for who in self.patients[practice]]

    def staff_of(self, units: Iterable[str]) -> list[str]:
        """Those who work in any of the units."""
        return [who for unit in units for who in self.staff.get(unit, [])]

    def responders(self, site: str) -> list[str]:
        """First and second responders of a site."""
        return [*self.practices[site], *self.seconds[site]]

    def reached(self, network: str, site: str) -> set[str]:
        """The patients of a site whom a network reaches: those of practices that joined it."""
        joined = {m["unit"] for m in self.memberships if m["parent"] == network}
        practices = [p for p in self.practices[site] if p in joined]
        return {who for practice in practices for who in self.patients[practice]}

    def homes(self) -> dict[str, str]:
        """The site of everybody who belongs to one; bodies and many networks belong to none."""
        site = {m["unit"]: m["parent"] for m in self.memberships if m["parent"] in self.sites}
        return {p["informant"]: site[p["unit"]] for p in self.people if p["unit"] in site}

    def bodies(self) -> list[str]:
        """The commissioners, each once."""
        return list(dict.fromkeys(self.commissioner.values()))

    def below(self, body: str) -> list[str]:
        """The sites that a body of governance (or the level as such) reaches."""
        return [s for s in self.sites if body in (MINISTRY, GOVERNANCE, self.commissioner[s])]

    def at(self, site: str, ring: str) -> list[str]:
        """What statements about one ring of a site may be about (not units that had left)."""
        return {
            FIRST: self.practices[site],
            SECOND: self.seconds[site],
            NON_ORGANISATIONAL: [*self.responders(site), *self.networks[site]],
            NETWORK: self.networks[site],
            GOVERNANCE: [self.commissioner[site], MINISTRY, GOVERNANCE],
        }[ring]


def world(rng: Generator, size: Size = SMALL) -> World:
    """Draw one: sites under one or two commissioners and a ministry."""
    made = World()
    _unit(made, MINISTRY, LEVELS[3], "Ministry", "ministry", "governance_body")
    bodies = [f"c{n + 1}" for n in range(between(rng, 1, 2))]
    for body in bodies:
        name = f"Commissioners {body[1:]}"
        _unit(made, body, LEVELS[3], name, "commissioner", "governance_body")
        _member(made, body, MINISTRY)
    many = between(rng, *size.sites)
    border = between(rng, 2, many - 2) if len(bodies) > 1 else many
    for n in range(many):
        _site(made, rng, f"s{n + 1}", bodies[n >= border], size)
    for unit in (*bodies, MINISTRY):
        _people(made, rng, unit, "commissioner", between(rng, *COMMISSIONERS))
    return made


def _site(made: World, rng: Generator, site: str, body: str, size: Size) -> None:
    name = f"Site {site[1:]}"
    made.sites.append(site)
    made.commissioner[site] = body
    _unit(made, site, "", name, "site", "")
    kinds = (
        (made.practices, PRACTICES, "p", "practice", FIRST),
        (made.seconds, SECONDS, "r", "trust", SECOND),
        (made.networks, NETWORKS, "n", "network", "network_body"),
    )
    for of, many, letter, kind, role in kinds:
        of[site] = [f"{site}_{letter}{k + 1}" for k in range(between(rng, *many))]
        for k, unit in enumerate(of[site]):
            level = LEVELS[2] if kind == "network" else LEVELS[1]
            _unit(made, unit, level, f"{name} {kind} {k + 1}", kind, role)
    for unit in made.responders(site):
        _member(made, unit, site)
        _people(made, rng, unit, "practitioner", between(rng, *STAFF))
    _networks(made, rng, site, body)
    for _ in range(between(rng, *size.patients)):
        practice = one(rng, made.practices[site])
        _person(made, rng, practice, "patient", made.patients.setdefault(practice, []))
    for practice in made.practices[site]:
        made.patients.setdefault(practice, [])


def _networks(made: World, rng: Generator, site: str, body: str) -> None:
    """Networks reach a site as its members, or only by the responders that join them.

    All practices of the site join the first of them, and any responder each of the others.
    """
    for network in made.networks[site]:
        joined = [unit for unit in made.responders(site) if happens(rng, MEMBER)]
        if network == made.networks[site][0]:
            joined = [*made.practices[site], *(u for u in joined if u in made.seconds[site])]
        for unit in joined or made.practices[site][:1]:
            _member(made, unit, network)
        if happens(rng, 0.5):
            _member(made, network, site)
        _member(made, network, body)
        _people(made, rng, network, "coordinator", between(rng, *COORDINATORS))


def left_unit(made: World, site: str) -> str:
    """A second responder that had left the site before the time told of; made at the first call."""
    if site not in made.gone:
        unit = made.gone[site] = f"{site}_x"
        _unit(made, unit, LEVELS[1], f"Site {site[1:]} former service", "trust", SECOND)
        _member(made, unit, site, LEFT.isoformat())
    return made.gone[site]


def _unit(made: World, unit: str, level: str, name: str, kind: str, role: str) -> None:
    made.units.append(
        {"unit": unit, "level": level, "name": name, "kind": kind, "service_role": role}
    )


def _member(made: World, unit: str, parent: str, to: str = "") -> None:
    made.memberships.append({"unit": unit, "parent": parent, "from": "", "to": to})


def _people(made: World, rng: Generator, unit: str, group: str, many: int) -> None:
    for _ in range(many):
        _person(made, rng, unit, group, made.staff.setdefault(unit, []))


def _person(made: World, rng: Generator, unit: str, group: str, into: list[str]) -> None:
    who = f"{group[:2].upper()}{len(made.people) + 1:03d}"
    into.append(who)
    made.people.append({"informant": who, "unit": unit, "group": group, "job": group})
    day = FIRST_DAY + datetime.timedelta(days=between(rng, 0, DAYS))
    made.dates[who] = day.isoformat()


def records_of_sources(made: World, who: Iterable[str]) -> list[dict[str, Any]]:
    """A source for each person, of the same name, as rows of the table `sources`."""
    unit = {person["informant"]: person["unit"] for person in made.people}
    return [
        {"source": name, "file": f"{name}.txt", "kind": "interview", "unit": unit[name],
         "date": made.dates[name], "language": "en"}
        for name in who
    ]  # fmt: skip
