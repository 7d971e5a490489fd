"""What is told of each continuity in a setting, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insideout.code.codebook import below
from insideout.judge.settings import (
    About,
    Places,
    Records,
    Settings,
    reader_of_about,
)
from insideout.nest.experience import TELLING, experience_codes, shows, speaks, tellers_of
from insideout.periods import told_of as time_of


@dataclass(frozen=True)
class Telling:
    """One passage that speaks for a feature (sign 1), against it (-1), or both (0).

    A source's passage doesn't tell of the feature itself: it states a mechanism that leads one to
    expect it, or its lack.
    """

    person: str
    feature: str
    sign: int
    passage: str
    about: About


@dataclass(frozen=True)
class Told:
    """What patients tell of each feature, and other informants (independent sources) of its cause.

    `stated`: sites where an informant states a mechanism, by `code valence`.
    """

    patients: dict[str, list[Telling]]
    sources: dict[str, list[Telling]]
    stated: dict[str, set[str]]


def told_of(
    codings: Records,
    codebook: list[dict[str, Any]],
    people: Records,
    places: Places,
    dates: Mapping[str, str],
    settings: Mapping[str, Any],
) -> Told:
    """All that is told of features. `dates`: day of each source; `settings`: the study's `nest`."""
    experience = experience_codes(codebook, settings["experience"])
    roots = {code for root in settings["mechanisms"] for code in below(codebook, root)}
    expects = {c["code"]: shows(c["shows"]) for c in codebook if c["code"] in roots and c["shows"]}
    above = _ancestors(codebook)
    homes = tellers_of(people, settings["teller_group"])
    others = {person["informant"] for person in people} - set(homes)
    read = reader_of_about(places)
    told = Told({}, {}, {})
    for coding in codings:
        who, code, valence = coding["informant"], coding["code"], coding["valence"]
        if not who or not valence or (code not in experience and code not in roots):
            continue
        when = time_of(coding, dates.get(coding["source"], ""))
        if who in homes and code in experience:
            about = read(coding["about"], homes[who] or "", when)
            feature, sign = experience[code][0], speaks(coding, experience)
            telling = Telling(who, feature, sign, coding["passage"], about)
            told.patients.setdefault(feature, []).append(telling)
        if code not in roots:
            continue
        about = read(coding["about"], "", when)
        for named in above[code]:
            for side in ("present", "absent") if valence == "mixed" else (valence,):
                told.stated.setdefault(f"{named} {side}", set()).update(about.sites)
        if who in others:
            for feature, sign in expects.get(code, ()):
                expected = sign * TELLING[valence]
                telling = Telling(who, feature, expected, coding["passage"], about)
                told.sources.setdefault(feature, []).append(telling)
    return told


def _ancestors(codebook: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Each code with all codes above it."""
    lines: dict[str, list[str]] = {}
    for code in codebook:  # parents come before children
        lines[code["code"]] = [code["code"], *lines.get(code["parent"], ())]
    return lines


@dataclass(frozen=True)
class Group:
    """Who told of a continuity in a setting: passages for and against it of each person."""

    said: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    sites: frozenset[str] = frozenset()

    @property
    def n(self) -> int:
        """How many told."""
        return len(self.said)

    @property
    def share(self) -> float:
        """Share with it among those who told; whoever told of both sides counts half."""
        if not self.said:
            return 0.0
        return sum(STATES[state_of(said)] for said in self.said.values()) / len(self.said)

    def persons(self, *states: str) -> set[str]:
        """Those who are in one of these states (present, absent, mixed)."""
        return {person for person, said in self.said.items() if state_of(said) in states}

    def passages(self, side: int) -> set[str]:
        """Passages for the continuity (1) or against it (-1)."""
        return {passage for said in self.said.values() for passage in said[side < 0]}


STATES = {"present": 1.0, "mixed": 0.5, "absent": 0.0}


def state_of(said: tuple[frozenset[str], frozenset[str]]) -> str:
    """Present, absent, or mixed where there are passages on both sides."""
    for_it, against = said
    if for_it and against:
        return "mixed"
    return "present" if for_it else "absent"


def grouped(tellings: Iterable[Telling]) -> Group:
    """Tellings by person."""
    said: dict[str, tuple[set[str], set[str]]] = {}
    sites: set[str] = set()
    for telling in tellings:
        for_it, against = said.setdefault(telling.person, (set(), set()))
        if telling.sign >= 0:
            for_it.add(telling.passage)
        if telling.sign <= 0:
            against.add(telling.passage)
        sites |= telling.about.sites
    frozen = {who: (frozenset(plus), frozenset(minus)) for who, (plus, minus) in said.items()}
    return Group(frozen, frozenset(sites))


def chosen(
    tellings: Mapping[str, Sequence[Telling]],
    features: Iterable[str],
    selectors: Sequence[Mapping[str, Any]],
    settings: Settings,
) -> list[Telling]:
    """Tellings of these features (`tellings` has them by feature) that belong to a setting."""
    fits = settings.belongs(selectors)
    return [
        telling for feature in features for telling in tellings.get(feature, ())
        if fits(telling.about)
    ]  # fmt: skip


def by_units(
    tellings: Iterable[Telling], places: Places, kinds: Sequence[str]
) -> dict[str, list[Telling]]:
    """Tellings by the units of these kinds that they are about; without kinds, units with services.

    For a site they are all that count for it.
    """
    found: dict[str, list[Telling]] = {}
    for telling in tellings:
        for unit in {*telling.about.units, *telling.about.sites}:
            if places.kind(unit) in kinds if kinds else unit in places.offered:
                found.setdefault(unit, []).append(telling)
    return dict(sorted(found.items()))


def features_of(settings: Mapping[str, Any]) -> dict[str, list[str]]:
    """Features that speak of each continuity, in the order of the study's `nest.features`."""
    found: dict[str, list[str]] = {}
    for feature, continuities in settings["features"].items():
        for continuity in continuities:
            found.setdefault(continuity, []).append(feature)
    return found
