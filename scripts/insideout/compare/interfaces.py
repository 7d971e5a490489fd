"""Barriers at interfaces between services: where they were stated, denied, or not reported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insideout.compare.providers import OWN, Ground, Provision, sites_then, together
from insideout.compare.statements import Said, Statement, listed
from insideout.periods import ALWAYS, Span, longest, meet, merged, pieces, without, written

APART, ONE = "apart", "one"


@dataclass(frozen=True)
class Interface:
    """An interface between services, with the sites that have it.

    `states`: of each site, when its two sides are apart, and when all of one organisation.
    `ends`: of each unit, the side or sides (0, 1) on which it provides services, and when.
    """

    name: str
    states: dict[str, list[tuple[Span, str]]]
    ends: dict[str, list[tuple[int, Span]]]

    def apart(self, during: Span = ALWAYS) -> list[str]:
        """Sites where the two sides were, on a day at least, of several organisations."""
        return sorted(
            site for site, spells in self.states.items()
            if any(state == APART and meet(when, during) for when, state in spells)
        )  # fmt: skip


def interface(asked: Mapping[str, Any], ground: Ground) -> Interface:
    """An interface of the study file at each site that provides services of both its sides.

    A site is apart while any provider of one side and any of the other are of two organisations;
    what is only hosted or bought is another's.
    """
    between = asked["between"]
    states = {}
    for site in ground.sites:
        sides = [[row for row in ground.here[site] if row.service in side] for side in between]
        if all(sides) and (spells := _states(sides, ground)):
            states[site] = spells
    ends: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    for unit, rows in ground.provides.items():
        ends[unit] = [(n, row.when) for row in rows for n in (0, 1) if row.service in between[n]]
    return Interface(asked["id"], states, ends)


def _states(sides: Sequence[Sequence[Provision]], ground: Ground) -> list[tuple[Span, str]]:
    a, b = ({(row.unit, row.mode == OWN, row.when) for row in side} for side in sides)
    there: list[Span] = []
    apart: list[Span] = []
    for unit, own, when in a:
        for other, others_own, held in b:
            if common := meet(when, held):
                there.append(common)
                one = together(unit, other, ground) if own and others_own else []
                apart += without(common, one)
    apart = merged(apart)
    found = [(when, APART) for when in apart]
    found += [(when, ONE) for both in merged(there) for when in without(both, apart)]
    return sorted(found)


def crossing(statement: Statement, at: Interface, ground: Ground) -> str:
    """The state in which a passage finds an interface: apart, one, or "" when it isn't about it.

    It is about it when it is about two units of which each provides services of one side alone,
    and of different sides: apart, or one while they are of one organisation that provides both
    sides. A unit that provides services of both sides has no interface there: one. Where that
    changed, the state of most of the days told of counts; of equal ones the later.
    """
    ends = [at.ends.get(part, []) for part in statement.parts]
    if len(ends) > 2 or not all(ends):
        return ""
    united = together(statement.parts[0], statement.parts[1], ground) if len(ends) == 2 else []
    cuts = pieces([*united, *(held for one in ends for _, held in one)])
    spells = [
        (when, state) for when in cuts
        if (state := _state([{n for n, held in one if meet(held, when)} for one in ends],
                            any(meet(held, when) for held in united)))
    ]  # fmt: skip
    return longest(statement.when, spells) or ""


def _state(sides: Sequence[set[int]], united: bool) -> str:
    """The state of an interface between units that provide services of these sides of it.

    Of units that are of one organisation one may have taken over what the other provided.
    """
    if united or len(sides) == 1:
        return ONE if set[int]().union(*sides) == {0, 1} else ""
    return APART if sorted(map(len, sides)) == [1, 1] and sides[0] != sides[1] else ""


def told_at(
    at: Interface, told: Sequence[Statement], ground: Ground
) -> list[tuple[Statement, str, list[str]]]:
    """The statements about an interface, with its state for each and the sites they are of."""
    found: list[tuple[Statement, str, list[str]]] = []
    known: dict[Any, tuple[str, list[str]]] = {}
    for statement in told:
        if not statement.parts or any(part not in at.ends for part in statement.parts):
            continue
        key = (statement.parts, statement.when)
        if key not in known:
            state = crossing(statement, at, ground)
            sites = sites_then(*key, ground) if state else []
            known[key] = (state, [site for site in sites if site in at.states])
        state, sites = known[key]
        if sites:
            found.append((statement, state, sites))
    return found


def barriers(
    interfaces: Sequence[Interface],
    codes: Sequence[tuple[str, set[str]]],
    told: Sequence[Statement],
    ground: Ground,
    during: Span = ALWAYS,
) -> list[dict[str, Any]]:
    """Rows of the table `interface_barriers`. `codes`: each barrier with the codes that say it.

    `during`: the time that the sources tell of; a site whose two sides were of several
    organisations only before or after it isn't asked for.
    """
    rows = []
    every = set[str]().union(*(members for _, members in codes))
    told = [statement for statement in told if statement.code in every]
    for at in interfaces:
        said: dict[str, dict[str, Said]] = defaultdict(lambda: defaultdict(Said))
        for statement, state, sites in told_at(at, told, ground):
            for site in sites if state == APART else ():
                for barrier, members in codes:
                    if statement.code in members:
                        said[barrier][site].add(statement)
        rows += [_row(at, barrier, said[barrier], at.apart(during)) for barrier, _ in codes]
    return rows


def _row(
    at: Interface, barrier: str, said: Mapping[str, Said], having: Sequence[str]
) -> dict[str, Any]:
    present = [site for site, s in said.items() if s.informants and not s.against]
    absent = [site for site, s in said.items() if s.against and not s.informants]
    contested = [site for site, s in said.items() if s.against and s.informants]
    sites = sorted({*having, *said})
    if not sites:
        verdict = "no_case"
    elif not said:
        verdict = "not_reported"
    elif set(present) == set(sites):
        verdict = "all"
    else:
        verdict = "some" if present or contested else "none"
    return {
        "interface": at.name, "barrier": barrier, "verdict": verdict,
        "present": listed(present), "absent": listed(absent), "contested": listed(contested),
        "silent": listed([site for site in sites if site not in said]),
        "not_applicable": not_applicable(at),
        "informants": len(set().union(*(s.informants for s in said.values()))),
        "evidence": listed(set().union(*(s.quotes for s in said.values()))),
        "counter_evidence": listed(set().union(*(s.against_quotes for s in said.values()))),
    }  # fmt: skip


def not_applicable(at: Interface) -> str:
    """Sites whose two sides are of one organisation, with days where that changed: a (until b)."""
    told = []
    for site in sorted(at.states):
        for when, state in at.states[site]:
            if state == ONE:
                start, end = written(when)
                days = " ".join([f"from {start}"] * bool(start) + [f"until {end}"] * bool(end))
                told.append(f"{site} ({days})" if days else site)
    return "; ".join(told)
