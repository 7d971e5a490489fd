"""Settings that hypotheses speak of: what a passage is about, and whether it belongs to one.

Settings go by what passages are about, not by where the speaker belongs: every site holds
integrated organisations and networks side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from insideout.compare.providers import Dated, Ground, Setup, ground, outward, setups
from insideout.periods import ALWAYS, Span, longest, span
from insideout.places import SITE

Records = Sequence[Mapping[str, Any]]
When = Span | None  # the days that a passage tells of; None: any
Names = Iterable[str]


@dataclass(frozen=True)
class About:
    """What a passage is about, in the time that it tells of.

    `within`: its units and all that they are members of; `sites`: those that it counts for.
    """

    units: tuple[str, ...]
    within: frozenset[str]
    sites: frozenset[str]
    when: When


@dataclass(frozen=True)
class Places:
    """Units, what they are members of, and the services that they provide.

    `above` gives a unit and all that it is a member of in a time, `below` all its members; `setups`
    how a site provides some services, one spell after the other. `offered`: all services of a unit,
    others' under its roof or under contract included.
    """

    ground: Ground
    above: Callable[[str, When], frozenset[str]]
    below: Callable[[str, When], frozenset[str]]
    setups: Callable[[str, tuple[str, ...]], list[tuple[Span, Setup | None]]]
    offered: Dated

    def kind(self, unit: str) -> str:
        """The kind of a unit; "" where it isn't one."""
        return self.ground.attribute(unit, "kind")

    def sites(self, named: Names) -> frozenset[str]:
        """Those that are sites."""
        return frozenset(name for name in named if self.kind(name) == SITE)

    def services(self, unit: str, when: When) -> set[str]:
        """Services of a unit and of the units that belong to it as an organisation."""
        members = (name for name, held in self.ground.members.get(unit, ()) if shared(held, when))
        return {
            service for name in members
            for service, held in self.offered.get(name, ()) if shared(held, when)
        }  # fmt: skip

    def range_of(self, unit: str, when: When) -> int:
        """How many services a unit offers; a site, as many as its organisation with most."""
        if self.kind(unit) != SITE:
            return len(self.services(unit, when))
        at_site = (name for name in self.ground.members if unit in self.above(name, when))
        return max((len(self.services(name, when)) for name in at_site), default=0)


def shared(held: Span, when: When) -> bool:
    """Whether a spell has days in common with a time."""
    return when is None or (held[0] <= when[1] and when[0] <= held[1])


def places_of(units: Records, memberships: Records, services: Records) -> Places:
    """Units, memberships and services, ready to be asked."""
    parents: Dated = {}
    members: Dated = {}
    for row in memberships:
        days = span(row["from"], row["to"])
        parents.setdefault(row["unit"], []).append((row["parent"], days))
        members.setdefault(row["parent"], []).append((row["unit"], days))
    offered: Dated = {}
    for row in services:
        spell = (row["service"], span(row["from"], row["to"]))
        offered.setdefault(row["unit"], []).append(spell)
    base = ground(units, memberships, services)
    organised = cache(lambda site, asked: setups(base.here[site], asked, base.under))
    return Places(base, _walk(parents), _walk(members), organised, offered)


def _walk(next_of: Dated) -> Callable[[str, When], frozenset[str]]:
    """A function that follows memberships in one direction, as far as they share days."""

    @cache
    def ways(unit: str) -> list[tuple[str, Span]]:
        return outward(unit, next_of, lambda _: True, lambda _: True)

    @cache
    def reached(unit: str, when: When) -> frozenset[str]:
        return frozenset({unit, *(name for name, held in ways(unit) if shared(held, when))})

    return reached


def reader_of_about(places: Places) -> Callable[[str, str, When], About]:
    """A function that says what `about` of a passage means: about, home, time → About.

    `home`: the unit of a patient who speaks, "" for others. Where a patient's passage is about a
    level, or about a unit of several sites or none, it counts for the patient's own site. What
    others say of a unit that no site is above of counts for all sites with members of it, and what
    they say of a level as such for none.
    """

    @cache
    def about(text: str, home: str, when: When) -> About:
        named = tuple(unit for unit in text.split("|") if unit in places.ground.units)
        within = _all(places.above, named, when)
        sites = places.sites(within)
        if not sites:
            sites = places.sites(_all(places.above, _all(places.below, named, when), when))
        if home and len(sites) != 1:
            own = places.sites(places.above(home, when))
            sites = (own & sites) or own
        return About(named, within, sites, when)

    return about


def _all(walk: Callable[[str, When], frozenset[str]], units: Names, when: When) -> frozenset[str]:
    return frozenset[str]().union(*(walk(unit, when) for unit in units))


@dataclass(frozen=True)
class Settings:
    """What settings are made out by; `stated`: sites where a mechanism is, by `code valence`.

    `known`: what was asked before.
    """

    places: Places
    stated: Mapping[str, set[str]]
    known: dict[str, Callable[[About], bool]] = field(default_factory=dict)

    def belongs(self, selectors: Sequence[Mapping[str, Any]]) -> Callable[[About], bool]:
        """A function that says whether what a passage is about belongs to all of the selectors."""
        asked = [
            (key, wanted) for selector in selectors for key, wanted in selector.items()
            if key != "label"
        ]  # fmt: skip
        checks = [self.holds(key, wanted) for key, wanted in asked]
        return lambda about: all(holds(about) for holds in checks)

    def holds(self, key: str, wanted: Any) -> Callable[[About], bool]:
        """The same of one key of a selector; what it has said of a passage it remembers."""
        name = f"{key} {wanted!r}"
        if name not in self.known:
            check = CHECKS[key]
            self.known[name] = cache(lambda about: check(self, about, wanted))
        return self.known[name]


def _organised(settings: Settings, about: About, services: Names, *, together: bool) -> bool:
    """Whether a site had services in one organisation, or in several, most of the time told of."""
    asked = tuple(sorted(services))
    for site in about.sites:
        spells = [(held, setup.together) for held, setup in settings.places.setups(site, asked)
                  if setup]  # fmt: skip
        if longest(about.when, spells) is together:
            return True
    return False


def _attribute(settings: Settings, about: About, wanted: Mapping[str, Sequence[str]]) -> bool:
    ground = settings.places.ground
    return all(
        any(
            ground.attribute(unit, name, site) in values
            for unit in about.units or ("",) for site in about.sites or ("",)
        )
        for name, values in wanted.items()
    )  # fmt: skip


def _column(settings: Settings, about: About, name: str, values: Names) -> bool:
    ground = settings.places.ground
    return any(ground.attribute(unit, name) in values for unit in about.units)


def _provides(settings: Settings, about: About, services: Names) -> bool:
    """Whether a unit that it is about provides one of the services then, by its own staff."""
    return any(
        row.service in services and shared(row.when, about.when)
        for unit in about.units for row in settings.places.ground.provides.get(unit, ())
    )  # fmt: skip


def _wide(settings: Settings, about: About, least: int) -> bool:
    units = about.units or about.sites
    return any(settings.places.range_of(unit, about.when) >= least for unit in units)


Check = Callable[[Settings, About, Any], bool]
CHECKS: dict[str, Check] = {
    "sites": lambda _, about, names: not about.sites.isdisjoint(names),
    "units": lambda _, about, names: not about.within.isdisjoint(names),
    "kinds": lambda s, about, kinds: any(s.places.kind(unit) in kinds for unit in about.within),
    "together": lambda s, about, services: _organised(s, about, services, together=True),
    "apart": lambda s, about, services: _organised(s, about, services, together=False),
    "stands": lambda s, about, asked: (
        not about.sites.isdisjoint(s.stated.get(f"{asked['code']} {asked['valence']}", ()))
    ),
    "where": _attribute,
    "services_at_least": _wide,
    "about_kinds": lambda s, about, kinds: _column(s, about, "kind", kinds),
    "about_services": _provides,
    "about_roles": lambda s, about, roles: _column(s, about, "service_role", roles),
}


def time_of_all(times: Iterable[When]) -> When:
    """From the first to the last day of several times."""
    found = [ALWAYS if when is None else when for when in times]
    return (min(start for start, _ in found), max(end for _, end in found))


WORDS = {
    "sites": "at {}", "units": "about {} or their members", "kinds": "about {} or their members",
    "together": "sites with {} in one organisation", "apart": "sites with {} in several",
    "about_kinds": "passages about {}", "about_services": "passages about providers of {}",
    "about_roles": "passages about {}", "services_at_least": "{} services or more",
}  # fmt: skip


def in_words(chosen: Sequence[Mapping[str, Any]]) -> str:
    """A setting in words, by its labels where it has them."""
    said = dict.fromkeys(text for one in chosen for text in _said(one))
    return "; ".join(said) or "the whole study"


def _said(selector: Mapping[str, Any]) -> list[str]:
    if selector.get("label"):
        return [selector["label"]]
    said = []
    for key, asked in selector.items():
        if key == "where":
            said += [f"{name} {' or '.join(values)}" for name, values in asked.items()]
        elif key == "stands":
            lack = "the absence of " if asked["valence"] == "absent" else ""
            said.append(f"sites where {lack}{asked['code']} is stated")
        else:
            names = ", ".join(map(str, asked)) if isinstance(asked, list) else str(asked)
            said.append(WORDS[key].format(names).replace("_", " "))
    return said
