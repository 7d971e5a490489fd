"""What is observed in the setting of a prediction: shares, differences, rhos, and the cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insideout.judge.levels import Group, Telling, Told, by_units, chosen, grouped
from insideout.judge.settings import Places, Settings, in_words, time_of_all
from insideout.judge.verdict import Estimate, difference, rank_correlation, ranks, share_of

Row = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """All that predictions are held against."""

    told: Told
    features: Mapping[str, list[str]]
    settings: Settings
    thresholds: Mapping[str, Any]
    confidence: float

    def tellings(
        self, witness: str, continuity: str, selectors: Sequence[Mapping[str, Any]]
    ) -> list[Telling]:
        """What patients, or sources, tell of a continuity in a setting."""
        told = self.told.patients if witness == "patients" else self.told.sources
        return chosen(told, self.features.get(continuity, ()), selectors, self.settings)


def levelled(prediction: Mapping[str, Any], field: Field) -> Row:
    """A prediction of high, low or mixed: the share in its setting."""
    group, witness, fewest = _witnesses(field, prediction["continuity"], [prediction["selectors"]])
    cases = _cases(group[0], prediction["predicted"])
    return {
        **_where(prediction, group[0].sites), "n": group[0].n, "fewest": fewest,
        "witness": witness if group[0].n else "",
        **_numbers(_share(group[0], field)), "why": _too_few(fewest, field), "notes": [],
        **_joined(cases),
    }  # fmt: skip


def compared(prediction: Mapping[str, Any], field: Field) -> Row:
    """A prediction of lower or higher: the group's share less that of the other group."""
    settings = [prediction["selectors"], prediction["than_selectors"]]
    (first, second), witness, fewest = _witnesses(field, prediction["continuity"], settings)
    other = "lower" if prediction["predicted"] == "higher" else "higher"
    ways = {"higher": "high", "lower": "low"}
    cases = [
        _cases(first, ways[prediction["predicted"]]), _cases(second, ways[other]),
    ]  # fmt: skip
    both = [_share(first, field), _share(second, field)]
    estimate = difference(both[0], both[1]) if both[0] and both[1] else None
    return {
        **_where(prediction, first.sites),
        "against": _other(prediction),
        "against_sites": " ".join(sorted(second.sites)), "against_n": second.n,
        "n": first.n + second.n, "fewest": fewest,
        "witness": witness if first.n or second.n else "",
        **_numbers(estimate), "why": _too_few(fewest, field),
        "notes": [*_twice(first, second), *_unsure(estimate)], **_joined(*cases),
    }  # fmt: skip


def ranked(prediction: Mapping[str, Any], field: Field) -> Row:
    """A prediction of rises or falls: rank correlation of units' shares with their services.

    It needs `min_units` units of which anybody told, and `min_tellers` who told in all of them.
    """
    continuity, selectors = prediction["continuity"], prediction["selectors"]
    found, sources = (
        by_units(
            field.tellings(witness, continuity, selectors),
            field.settings.places,
            prediction["over"],
        )
        for witness in ("patients", "sources")
    )
    least, fewest = field.thresholds["min_units"], field.thresholds["min_tellers"]
    notes = list[str]()
    if not _enough(found, fewest, least) and _enough(sources, fewest, least):
        found, notes = sources, ["shares by independent sources' words"]
    groups = {unit: grouped(tellings) for unit, tellings in found.items()}
    numbers = [_range(field.settings.places, unit, found[unit]) for unit in groups]
    shares = [group.share for group in groups.values()]
    estimate = rank_correlation(numbers, shares, field.confidence) if len(groups) >= least else None
    told = len(_tellers(found))
    why = ""
    if len(groups) < least:
        why = f"told of {_units(len(groups))}; at least {least} are needed"
    elif told < fewest:
        why = f"{told} told, of {_units(len(groups))} in all; at least {fewest} are needed"
    elif estimate is None:
        same = "services" if len(set(numbers)) < 2 else "shares"
        why = f"all units have the same {same}, so nothing can rise or fall"
    sites = frozenset[str]().union(*(group.sites for group in groups.values()))
    return {
        **_where(prediction, sites),
        "witness": "units" if groups else "", "n": len(groups), "fewest": told,
        **_numbers(estimate), "why": why,
        "notes": [*notes, *_unsure(estimate)],
        **_unit_cases(groups, numbers, prediction["predicted"]),
    }  # fmt: skip


def _where(prediction: Mapping[str, Any], sites: Iterable[str]) -> Row:
    """The setting in words: what the hypothesis has in common, what narrows it down, its sites."""
    common = prediction["common"]
    beside = _beside(prediction["selectors"], common)
    return {"setting": in_words(common), "narrowed": in_words(beside) if beside else "",
            "sites": " ".join(sorted(sites))}  # fmt: skip


def _other(prediction: Mapping[str, Any]) -> str:
    """What a prediction is compared with, in words, without what both have in common."""
    than = prediction["than_selectors"]
    return in_words(_beside(than, prediction["common"]) or than)


Selectors = Sequence[Mapping[str, Any]]


def _beside(selectors: Selectors, common: Selectors) -> list[Mapping[str, Any]]:
    """Selectors that aren't those of the whole hypothesis."""
    return [one for one in selectors if one not in common]


def _unsure(estimate: Estimate | None) -> list[str]:
    """What the interval leaves open."""
    none = estimate and estimate.low <= 0 <= estimate.high
    return ["the interval includes 0"] if none else []


def _twice(first: Group, second: Group) -> list[str]:
    """People in both groups: the interval takes the groups as independent."""
    both = len(first.said.keys() & second.said.keys())
    return [f"{both} told of both, which the interval doesn't know"] if both else []


def _units(number: int) -> str:
    return f"{number} unit" + ("s" if number != 1 else "")


def _enough(found: Mapping[str, list[Telling]], tellers: int, units: int) -> bool:
    return len(found) >= units and len(_tellers(found)) >= tellers


def _tellers(found: Mapping[str, list[Telling]]) -> set[str]:
    return {telling.person for tellings in found.values() for telling in tellings}


def _range(places: Places, unit: str, tellings: Iterable[Telling]) -> float:
    """The number of services that a unit offers in the time that is told of it."""
    when = time_of_all(telling.about.when for telling in tellings)
    return float(places.range_of(unit, when))


def _unit_cases(groups: Mapping[str, Group], numbers: Sequence[float], way: str) -> Row:
    """Units that lie as predicted (much with much, little with little), and those that don't."""
    middle = (len(groups) + 1) / 2
    shares = ranks([group.share for group in groups.values()]) if groups else []
    places = zip(groups, ranks(numbers) if groups else [], shares, strict=True)
    for_it, against = set(), set()
    for_quotes: set[str] = set()
    against_quotes: set[str] = set()
    for unit, x, y in places:
        side = (x > middle) - (x < middle)
        side = side if way == "rises" else -side
        if not side:
            continue
        for_quotes |= groups[unit].passages(side)
        against_quotes |= groups[unit].passages(-side)
        if side * (y - middle) > 0:
            for_it.add(unit)
        elif side * (y - middle) < 0:
            against.add(unit)
    return _joined((for_it, against, for_quotes, against_quotes))


def _witnesses(
    field: Field, continuity: str, settings: Sequence[Sequence[Mapping[str, Any]]]
) -> tuple[list[Group], str, int]:
    """Who told in each setting: patients, else independent sources where these are enough.

    One kind of witness for all settings, so that like is compared with like. With the fewest who
    told in any of the settings.
    """
    least = field.thresholds["min_tellers"]
    groups: dict[str, list[Group]] = {}
    for witness in ("patients", "sources"):
        found = [grouped(field.tellings(witness, continuity, setting)) for setting in settings]
        if min(group.n for group in found) >= least:
            return found, witness, min(group.n for group in found)
        groups[witness] = found
    fewest = {witness: min(group.n for group in found) for witness, found in groups.items()}
    best = "patients" if fewest["patients"] >= fewest["sources"] else "sources"
    return groups[best], best, fewest[best]


def _too_few(fewest: int, field: Field) -> str:
    least = field.thresholds["min_tellers"]
    return "" if fewest >= least else f"{fewest} told; at least {least} are needed"


def _share(group: Group, field: Field) -> Estimate | None:
    return share_of(group.share, group.n, field.confidence) if group.n else None


def _numbers(estimate: Estimate | None) -> Row:
    value, low, high = estimate or (None, None, None)
    return {"share": value, "low": low, "high": high}


Cases = tuple[set[str], set[str], set[str], set[str]]  # for, against, and their passages


def _cases(group: Group, predicted: str) -> Cases:
    """Who tells as predicted and who tells the opposite (mixed tellers tell both)."""
    if predicted == "mixed":
        quotes = group.passages(1) | group.passages(-1)
        return group.persons("mixed"), set(), quotes, set()
    side = 1 if predicted == "high" else -1
    present, absent = group.persons("present", "mixed"), group.persons("absent", "mixed")
    for_it, against = (present, absent) if side > 0 else (absent, present)
    return for_it, against, group.passages(side), group.passages(-side)


def _joined(*cases: Cases) -> Row:
    columns = ("for_cases", "counter_cases", "quotes", "counter_quotes")
    sets = (set[str]().union(*found) for found in zip(*cases, strict=True))
    return {name: " ".join(sorted(found)) for name, found in zip(columns, sets, strict=True)}
