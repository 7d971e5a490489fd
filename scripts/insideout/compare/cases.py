"""The cases of a truth table, and in which sets they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insideout.compare.configurations import fits
from insideout.compare.interfaces import ONE, Interface, told_at
from insideout.compare.providers import Ground, setups, sited
from insideout.compare.statements import Rows, Said, Statement
from insideout.compare.truth_table import OUTCOME
from insideout.periods import Span, day, longest, year_before
from insideout.places import SITE

Where = tuple[str, str]  # unit, or interface, of the case ("" for a site), and its site


@dataclass(frozen=True)
class Known:
    """What cases are made of. `codes_in`: a code with those below it. `told`: all statements."""

    ground: Ground
    interfaces: Mapping[str, Interface]
    told: Sequence[Statement]
    codes_in: Callable[[str], set[str]]
    shares: Mapping[tuple[str, str], float | None]
    period: Span | None


def period_of(dates: Mapping[str, str]) -> Span | None:
    """The time that the sources tell of: from a year before the first to the last."""
    days = sorted(date for date in dates.values() if date)
    return (year_before(days[0]), day(days[-1])) if days else None


def shares_of(patterns: Rows) -> dict[tuple[str, str], float | None]:
    """Share of patients with a feature at a site, from the table `nest_patterns`."""
    return {(row["site"], row["feature"]): row["share"] for row in patterns}


def cases(asked: Mapping[str, Any], known: Known) -> dict[str, dict[str, int | None]]:
    """The cases of a truth table: of each condition and the outcome 1, 0, or None (unknown).

    Cases are sites; units of some kinds, or else all that belong to a site or provide care; or
    interfaces, each at each site that provides services of both its sides (interface@site), in one
    organisation or in several.
    """
    places = _places(asked, known.ground, known.interfaces)
    sets = {**asked["conditions"], OUTCOME: asked["outcome"]}
    columns = {name: _column(one, asked.get("cases", SITE), places, known)
               for name, one in sets.items()}  # fmt: skip
    return {case: {name: column[case] for name, column in columns.items()}
            for case in sorted(places)}  # fmt: skip


def _places(
    asked: Mapping[str, Any], ground: Ground, interfaces: Mapping[str, Interface]
) -> dict[str, Where]:
    of, where = asked.get("cases", SITE), asked.get("where")
    if of == "interface":
        return {f"{name}@{site}": (name, site) for name, at in interfaces.items()
                for site in at.states if fits(site, site, where, ground)}  # fmt: skip
    if of == SITE:
        return {site: ("", site) for site in ground.sites if fits(site, site, where, ground)}
    kinds, found = set(asked.get("kind", ())), {}
    for unit, row in ground.units.items():
        sites = {site for site, _ in ground.at[unit]}
        site = sites.pop() if len(sites) == 1 else ""
        counts = ground.counts(unit, kinds) and (kinds or row["kind"] != SITE)
        if counts and fits(unit, site, where, ground):
            found[unit] = (unit, site)
    return found


Column = dict[str, int | None]


def _column(one: Mapping[str, Any], of: str, places: Mapping[str, Where], known: Known) -> Column:
    ground = known.ground
    if "services" in one:
        return {case: _united(one["services"], of, *at, known) for case, at in places.items()}
    if "one_organisation" in one:
        return {case: _one(known.interfaces[name], site, known) for case, (name, site)
                in places.items()}  # fmt: skip
    if "attribute" in one:
        values = {case: ground.attribute(name if of == "unit" else site, one["attribute"], site)
                  for case, (name, site) in places.items()}  # fmt: skip
        return {case: int(value in one["is"]) if value else None for case, value in values.items()}
    if "feature" in one:
        found = {case: known.shares.get((site, one["feature"])) for case, (_, site)
                 in places.items()}  # fmt: skip
        least = one.get("at_least", 0.5)
        return {case: None if value is None else int(value >= least)
                for case, value in found.items()}  # fmt: skip
    return _stated(known.codes_in(one["code"]), of, places, known)


def _united(services: Sequence[str], of: str, name: str, site: str, known: Known) -> int | None:
    """Whether one organisation provides all the services: for most of the time told of.

    Of a unit: itself, or an organisation that it belongs to. None where no service of the unit, or
    of the site, is known at all.
    """
    ground = known.ground
    rows, roofs = ground.here.get(site, []), None
    if of == "unit":
        roofs = {roof for roof, _ in ground.under[name]}
        inside = {unit for roof in roofs for unit, _ in ground.members.get(roof, ())}
        rows = [row for unit in sorted(inside) for row in ground.provides.get(unit, ())]
    if not rows:
        return None
    found = setups(rows, services, ground.under, roofs)
    spells = [(when, bool(setup and setup.together)) for when, setup in found]
    return int(bool(longest(known.period, spells)))


def _one(at: Interface, site: str, known: Known) -> int | None:
    """Whether the two sides of an interface are of one organisation: for most of the time told of.

    None where the site doesn't provide both at any of that time.
    """
    state = longest(known.period, at.states[site])
    return int(state == ONE) if state else None


def _stated(codes: set[str], of: str, places: Mapping[str, Where], known: Known) -> Column:
    """Whether a thing was stated of each case: by more informants than deny it, else by fewer.

    None where nobody says anything of it, or as many say one as the other.
    """
    told = [statement for statement in known.told if statement.code in codes]
    said: dict[str, Said] = defaultdict(Said)
    for case, statement in _about(of, told, known):
        said[case].add(statement)
    votes = {case: len(s.informants) - len(s.against) for case, s in said.items()}
    return {case: int(votes[case] > 0) if votes.get(case) else None for case in places}


def _about(of: str, told: Sequence[Statement], known: Known) -> Iterator[tuple[str, Statement]]:
    """The cases that statements are about, each with the statement."""
    if of == "interface":
        for name, at in known.interfaces.items():
            for statement, _, sites in told_at(at, told, known.ground):
                yield from ((f"{name}@{site}", statement) for site in sites)
    elif of == "unit":
        yield from ((part, statement) for statement in told for part in statement.parts)
    else:
        for statement, sites in sited(told, known.ground):
            yield from ((site, statement) for site in sites)
