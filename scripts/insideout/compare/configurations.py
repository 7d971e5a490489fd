"""The sides of a comparison: which sites and units stand on which, and for how long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from insideout.compare.providers import Ground, setups
from insideout.periods import ALWAYS, Span, joined, longest, meet, merged, pieces, written

SIDES = ("first", "second")
Stay = list[tuple[Span, str]]  # when it is on which side
Stays = dict[str, Stay]  # of a site, or a unit of none


@dataclass(frozen=True)
class Comparison:
    """A comparison with its sites on their sides, and the units that it is about.

    `sides`: of each site, what puts it on a side and when. `stands`: of each unit that counts, when
    it counts at which sites, and their sides then. `offers`: the compared services of a unit, of a
    part of the organisation that unites them also those that this took over. By an attribute, a
    unit of no site stands where others have their site.
    """

    asked: Mapping[str, Any]
    sides: dict[str, list[tuple[Span, str, tuple[str, ...], tuple[str, ...]]]]
    stands: dict[str, Stays]
    offers: dict[str, list[tuple[str, Span]]] = field(default_factory=dict)

    @property
    def by_services(self) -> bool:
        """Whether its sides are one organisation and several, not an attribute's values."""
        return "services" in self.asked

    def sites_on(self, side: str) -> list[str]:
        """The sites that stand on a side, at least for a time."""
        return sorted(s for s, spells in self.sides.items() if side in {row[1] for row in spells})

    def counts(self, unit: str, when: Span | None) -> Stays:
        """The sites at which a passage about a unit counts, for a time; with the unit's stays."""
        return {
            site: spells for site, spells in self.stands.get(unit, {}).items()
            if longest(when, spells)
        }  # fmt: skip


def comparison(asked: Mapping[str, Any], ground: Ground) -> Comparison:
    """A comparison of the study file with the sides that its sites and units are on.

    By services: a site is on the first side while one organisation of it provides all of them by
    its own staff, on the second while they are all provided otherwise, and on neither while one
    of them isn't provided. By an attribute: a unit is on the first side with one of the values
    `is`, on the second with another; without a value it has its site's. A unit that belongs to no
    site, at any time, stands for itself.
    """
    return _of_services(asked, ground) if "services" in asked else _of_attribute(asked, ground)


def placed(
    parts: Sequence[str], vertical: bool, when: Span | None, compared: Comparison
) -> dict[str, str]:
    """Site and side that a passage about a unit, or an interface of two, speaks of.

    `when`: the time that it tells of. By services it is the side on which the site was for most of
    the days told of, of a unit as of an interface. An interface counts when its two units provide
    different ones of the compared services, in several organisations or in one; of vertical
    coordination, which goes from these services to others, also when only one does. By an attribute
    an interface counts when its units aren't on different sides: of the sites that they have in
    common, or else of each one's. {} when it doesn't.
    """
    told = [counts for part in parts if (counts := compared.counts(part, when))]
    if not told or len(parts) > 2:
        return {}
    sites = sorted(set(told[0]).intersection(*told[1:]))
    if compared.by_services:
        if len(parts) == 2 and not vertical and not _between(parts, when, compared):
            return {}
        return {site: _side(site, when, [one[site] for one in told], compared) for site in sites}
    sides = [{site: longest(when, spells) or "" for site, spells in one.items()} for one in told]
    if sites:
        return {site: sides[0][site] for site in sites if len({one[site] for one in sides}) == 1}
    every = {site: side for one in sides for site, side in one.items()}
    return every if len(set(every.values())) == 1 else {}


def _side(site: str, when: Span | None, stays: Sequence[Stay], compared: Comparison) -> str:
    """The side on which a site was for most of the days told of; of equal ones the later.

    Without a time: its side on the last day on which all the units counted.
    """
    last = min(max(end for (_, end), _ in spells) for spells in stays)
    spells = [(days, side) for days, side, *_ in compared.sides[site]]
    return longest(when or (last, last), spells) or ""


def _between(parts: Sequence[str], when: Span | None, compared: Comparison) -> bool:
    offered = [
        {name for name, held in compared.offers.get(part, ()) if when is None or meet(when, held)}
        for part in parts
    ]
    return all(offered) and len(set.union(*offered)) > 1


def _of_services(asked: Mapping[str, Any], ground: Ground) -> Comparison:
    services = asked["services"]
    found = Comparison(asked, {}, defaultdict(dict), defaultdict(list))
    allowed = (s for s in ground.sites if fits(s, s, asked.get("where"), ground))
    for site in allowed:
        spells = [
            (when, setup) for when, setup in setups(ground.here[site], services, ground.under)
            if setup
        ]  # fmt: skip
        if not spells:
            continue
        found.sides[site] = [
            (when, SIDES[not setup.together], setup.units, setup.modes) for when, setup in spells
        ]
        united = [(when, setup.units) for when, setup in spells if setup.together]
        uniting = {unit for _, units in united for unit in units}
        for unit in sorted(uniting | {row.unit for row in ground.here[site]}):
            days = _days(unit, site, services, ground)
            offered = {row.service for row in ground.provides.get(unit, ())}.intersection(services)
            if days:  # taken over by the organisation that it is a part of, it is none the less
                held = _part_of(unit, united, ground)
                days += held
                found.offers[unit] += [(name, when) for name in sorted(offered) for when in held]
            days += [when for when, units in united if unit in units]
            stays = _cut(days, [(when, side) for when, side, *_ in found.sides[site]])
            if stays:
                found.stands[unit][site] = stays
    for unit in found.stands:
        found.offers[unit] += [
            (row.service, row.when) for row in ground.provides.get(unit, ())
            if row.service in services
        ]  # fmt: skip
    return found


def _part_of(
    unit: str, united: Sequence[tuple[Span, tuple[str, ...]]], ground: Ground
) -> list[Span]:
    """When a unit belongs to the organisation that unites the services at a site."""
    both = (meet(when, held) for when, units in united
            for above, held in ground.under.get(unit, ()) if above in units)  # fmt: skip
    return [common for common in both if common]


def _days(unit: str, site: str, services: Sequence[str], ground: Ground) -> list[Span]:
    """When a unit provides one of the services at a site."""
    stays = [held for name, held in ground.at.get(unit, ()) if name == site]
    both = (meet(row.when, held) for row in ground.provides.get(unit, ())
            if row.service in services for held in stays)  # fmt: skip
    return [common for common in both if common]


def _cut(days: Iterable[Span], spells: Iterable[tuple[Span, str]]) -> list[tuple[Span, str]]:
    spans = merged(days)
    both = [(meet(when, held), side) for held, side in spells for when in spans]
    return joined(sorted((common, side) for common, side in both if common))


def _of_attribute(asked: Mapping[str, Any], ground: Ground) -> Comparison:
    found = Comparison(asked, {}, defaultdict(dict))
    wanted, kinds = set(asked["is"]), set(asked.get("kind", ()))
    units: dict[str, list[tuple[Span, str, str]]] = defaultdict(list)
    for unit in ground.units:
        stays = ground.at[unit] or [(unit, ALWAYS)]  # of no site: it stands for itself
        for site, when in stays if ground.counts(unit, kinds) else ():
            value = ground.attribute(unit, asked["attribute"], site)
            if value and fits(site, site, asked.get("where"), ground):
                side = SIDES[value not in wanted]
                units[site].append((when, side, unit))
                found.stands[unit].setdefault(site, []).append((when, side))
    for site in sorted(units):
        for side in SIDES:
            stands = [(when, unit) for when, at, unit in units[site] if at == side]
            then = joined(
                (when, tuple(sorted({unit for held, unit in stands if meet(held, when)})))
                for when in pieces(held for held, _ in stands)
            )
            rows = [(when, side, named, ()) for when, named in then if named]
            if rows:
                found.sides.setdefault(site, []).extend(rows)
    return found


def fits(unit: str, site: str, where: Mapping[str, Sequence[str]] | None, ground: Ground) -> bool:
    """Whether a unit has, itself or by its site, one of the values wanted of each column."""
    return all(ground.attribute(unit, column, site) in values
               for column, values in (where or {}).items())  # fmt: skip


def configurations(compared: Iterable[Comparison]) -> list[dict[str, Any]]:
    """Rows of the table `configurations`, in the order of comparisons, sites, sides and time."""
    rows = []
    for one in compared:
        for site in sorted(one.sides):
            for when, side, units, modes in sorted(one.sides[site], key=lambda row: row[1::-1]):
                start, end = written(when)
                rows.append({
                    "comparison": one.asked["id"], "site": site, "side": side,
                    "label": one.asked[side], "units": " ".join(units), "mode": " ".join(modes),
                    "from": start, "to": end,
                })  # fmt: skip
    return rows
