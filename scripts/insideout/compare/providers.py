"""Who provides which service at which site, in which organisation, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from insideout.compare.statements import Rows, Statement
from insideout.periods import ALWAYS, Span, joined, meet, merged, pieces, span
from insideout.places import SITE
from insideout.tables.places import MODES

Dated = dict[str, list[tuple[str, Span]]]
OWN = MODES[0]  # by the unit's own staff
BODIES = ("network_body", "governance_body")
RESPONDERS = ("first_responder", "second_responder")


class Provision(NamedTuple):
    """A service that a unit provides, for a time; `mode` one of MODES."""

    unit: str
    service: str
    mode: str
    when: Span


class Setup(NamedTuple):
    """How services are provided for a time: together in one organisation, or apart."""

    together: bool
    units: tuple[str, ...]
    modes: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """Units, and where and in what they stand.

    `at`: sites of each unit, and when. `under`: the organisations that a unit is or belongs to.
    `members`: the other way round. `here`: what is provided at each site. `provides`: what a unit
    provides by its own staff, or, where no unit of its sites has staff of its own, at all.
    """

    units: dict[str, Mapping[str, Any]]
    sites: list[str]
    at: Dated
    under: Dated
    members: Dated
    here: dict[str, list[Provision]]
    provides: dict[str, list[Provision]]

    def attribute(self, unit: str, column: str, site: str = "") -> str:
        """A unit's value of a column of the table of units, else its site's, else ""."""
        own = self.units.get(unit, {}).get(column)
        return str(own or self.units.get(site, {}).get(column) or "")

    def counts(self, unit: str, kinds: Collection[str]) -> bool:
        """Whether a unit is of one of the kinds; without kinds, of a site or a provider of care.

        So no government or region is compared, unless its kind is named.
        """
        row = self.units[unit]
        if kinds:
            return row["kind"] in kinds
        provides = unit in self.provides or row.get("service_role") in RESPONDERS
        return provides or bool(self.at.get(unit))


def ground(units: Rows, memberships: Rows, services: Rows) -> Ground:
    """The units of a study, and what they provide.

    Membership of a site or of a network puts no two units into one organisation: an organisation
    is a unit that is neither a site nor a body of a network or of governance, on a level where
    services are provided.
    """
    known = {row["unit"]: row for row in units}
    sites = sorted(unit for unit, row in known.items() if row["kind"] == SITE)
    rows = [Provision(row["unit"], row["service"], row["mode"] or OWN, span(row["from"], row["to"]))
            for row in services]  # fmt: skip
    parents: Dated = defaultdict(list)
    for row in memberships:
        parents[row["unit"]].append((row["parent"], span(row["from"], row["to"])))
    organisation = _organisations(known, {row.unit for row in rows})
    everybody = sorted({*known, *parents})
    at = {
        unit: [(unit, ALWAYS)] if unit in sites else
        outward(unit, parents, lambda above: above in sites, lambda above: above not in sites)
        for unit in everybody
    }  # fmt: skip
    under = {
        unit: [(unit, ALWAYS), *outward(unit, parents, organisation, organisation)]
        for unit in everybody
    }
    members: Dated = defaultdict(list)
    for unit, over in under.items():
        for above, when in over:
            members[above].append((unit, when))
    here: dict[str, list[Provision]] = {site: [] for site in sites}
    for provision in sorted(rows):
        for site, when in at.get(provision.unit, ()):
            if common := meet(provision.when, when):
                here[site].append(provision._replace(when=common))
    return Ground(known, sites, at, under, members, here, _by_own_staff(rows, here, at))


def _organisations(
    units: Mapping[str, Mapping[str, Any]], providing: set[str]
) -> Callable[[str], bool]:
    def could(row: Mapping[str, Any]) -> bool:
        return row["kind"] != SITE and row.get("service_role") not in BODIES

    levels = {
        row["level"] or "" for unit, row in units.items()
        if could(row) and (unit in providing or row.get("service_role") in RESPONDERS)
    }  # fmt: skip
    return lambda unit: unit in units and could(units[unit]) and units[unit]["level"] in levels


def outward(
    unit: str, parents: Dated, wanted: Callable[[str], bool], through: Callable[[str], bool]
) -> list[tuple[str, Span]]:
    """What is wanted among all that a unit belongs to, directly or over others, and when."""
    found: dict[str, list[Span]] = defaultdict(list)

    def walk(at: str, when: Span, path: tuple[str, ...]) -> None:
        for parent, spell in parents.get(at, ()):
            common = meet(when, spell)
            if common and parent not in path:  # memberships in a circle lead nowhere new
                if wanted(parent):
                    found[parent].append(common)
                if through(parent):
                    walk(parent, common, (*path, parent))

    walk(unit, ALWAYS, (unit,))
    return [(name, when) for name in sorted(found) for when in merged(found[name])]


def _by_own_staff(
    rows: Sequence[Provision], here: Mapping[str, Sequence[Provision]], at: Dated
) -> dict[str, list[Provision]]:
    staffed = {(site, p.service) for site, found in here.items() for p in found if p.mode == OWN}
    provides: dict[str, list[Provision]] = defaultdict(list)
    for row in sorted(rows):
        sites = {site for site, _ in at.get(row.unit, ())}
        if row.mode == OWN or not any((site, row.service) in staffed for site in sites):
            provides[row.unit].append(row)
    return provides


def setups(
    rows: Sequence[Provision], services: Sequence[str], under: Dated, roofs: set[str] | None = None
) -> list[tuple[Span, Setup | None]]:
    """How services are provided, one spell after the other; None while one of them isn't.

    Together: one organisation (one of `roofs`, where they are given) provides each by its own
    staff, itself or through units that belong to it then. What it only hosts or buys is apart.
    """
    rows = [row for row in rows if row.service in services]
    over = {row.unit: under.get(row.unit, ()) for row in rows}
    spells = [row.when for row in rows] + [when for found in over.values() for _, when in found]
    return joined(
        (when, _setup([row for row in rows if meet(row.when, when)], services,
                      {unit: {o for o, held in found if meet(held, when)}
                       for unit, found in over.items()}, roofs))
        for when in pieces(spells)
    )  # fmt: skip


def _setup(
    rows: Sequence[Provision],
    services: Sequence[str],
    over: Mapping[str, set[str]],
    roofs: set[str] | None,
) -> Setup | None:
    if {row.service for row in rows} != set(services):
        return None
    staffed: dict[str, list[Provision]] = defaultdict(list)
    for row in rows:
        for organisation in over[row.unit] if row.mode == OWN else ():
            staffed[organisation].append(row)
    wanted = set(services)
    one = sorted(
        name for name, found in staffed.items()
        if (roofs is None or name in roofs) and {row.service for row in found} == wanted
    )  # fmt: skip
    alone = [name for name in one
             if {row.service for row in staffed[name] if row.unit == name} == wanted]  # fmt: skip
    counted = [row for name in alone or one for row in staffed[name]] or list(rows)
    units = {row.unit for row in counted} | set(alone or one)
    modes = {row.mode for row in counted}
    return Setup(bool(one), tuple(sorted(units)), tuple(mode for mode in MODES if mode in modes))


def together(a: str, b: str, found: Ground) -> list[Span]:
    """The days on which two units are of one organisation."""
    over = found.under.get(b, ())
    both = (meet(when, held) for name, when in found.under.get(a, ())
            for other, held in over if name == other)  # fmt: skip
    return merged(common for common in both if common)


def sites_then(parts: Iterable[str], when: Span | None, found: Ground) -> list[str]:
    """Sites to which all of the units belong in a time, sorted; without a time: ever."""
    every = [
        {site for site, held in found.at.get(part, ()) if when is None or meet(held, when)}
        for part in parts
    ]
    return sorted(set.intersection(*every)) if every else []


def sited(told: Iterable[Statement], found: Ground) -> Iterator[tuple[Statement, list[str]]]:
    """Statements with the sites of what they are about at the time that they tell of."""
    known: dict[Any, list[str]] = {}  # many are about the same
    for statement in told:
        key = (statement.parts, statement.when)
        if key not in known:
            known[key] = sites_then(*key, found)
        yield statement, known[key]
