"""A study made ready for the nest: what is told, of what, where, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from insideout.code.codebook import below
from insideout.nest import candidates
from insideout.nest.blocks import Said, said
from insideout.nest.candidates import Key, Statement, Telling, Unused
from insideout.nest.experience import experience_codes, shows, tellers_of
from insideout.nest.levels import Places, places
from insideout.nest.links import Limits

Rows = Iterable[Mapping[str, Any]]


class Study(NamedTuple):
    """What the engine works on.

    `rules`: features and signs of each mechanism code; `organisational`: of every code, whether it
    lies in an organisation. `expects`: what each mechanism (ring, code, valence) leads one to
    expect. `homes`: unit of each informant; `patients`: how many of each site were interviewed.
    `informants`, `sources`: their places in the arrays. `dates`: of the sources.
    """

    at: Places
    features: list[str]
    rules: dict[str, list[tuple[str, int]]]
    organisational: dict[str, bool]
    expects: dict[Key, dict[str, set[int]]]
    tellings: list[Telling]
    statements: list[Statement]
    said: Said
    unused: Unused
    homes: dict[str, str]
    patients: dict[str, int]
    informants: dict[str, int]
    sources: dict[str, int]
    dates: dict[str, str]
    innermost: str
    experience: set[str]
    settings: Mapping[str, Any]
    limits: Limits


def prepared(
    codings: Sequence[Mapping[str, Any]], codebook: list[dict[str, Any]], people: Rows, units: Rows,
    memberships: Rows, sources: Rows, levels: Sequence[str], settings: Mapping[str, Any],
) -> Study:  # fmt: skip
    """What the engine works on, from the tables of a study."""
    people = list(people)
    at = places(levels, units, memberships, settings.get("rings") or ())
    unit_of = tellers_of(people, settings["teller_group"])
    codes = experience_codes(codebook, settings["experience"])
    roots = {code for root in settings["mechanisms"] for code in below(codebook, root)}
    rules = {c["code"]: shows(c["shows"]) for c in codebook if c["code"] in roots and c["shows"]}
    organisational = {c["code"]: bool(c["organisational"]) for c in codebook}
    homes = {person["informant"]: person["unit"] or "" for person in people}
    dates = {row["source"]: row["date"] or "" for row in sources}
    innermost = levels[0] if levels else ""
    tellings, unheard = candidates.tellings(codings, codes, unit_of, dates, at)
    statements, unusable = candidates.statements(
        codings, {code: organisational[code] for code in rules}, homes,
        settings.get("within") or {}, innermost, at,
    )  # fmt: skip
    heard = [*(t.coding for t in tellings), *(s.coding for s in statements)]
    informants = {who: n for n, who in enumerate(sorted({c["informant"] for c in heard}))}
    places_of = {source: n for n, source in enumerate(sorted({c["source"] for c in heard}))}
    patients = {
        site: [u for u in unit_of.values() if site in at.up.get(u, ())] for site in at.sites
    }
    near = {site: set(of) for site, of in patients.items()}
    return Study(
        at, list(dict.fromkeys([*settings["features"], *(f for f, _ in codes.values())])),
        rules, organisational, candidates.expectations(rules, {s.key for s in statements}),
        tellings, statements, said(statements, near, at, informants, places_of),
        [*unheard, *unusable], homes, {site: len(of) for site, of in patients.items()},
        informants, places_of, dates, innermost,
        set(below(codebook, settings["experience"])), settings, limits(settings),
    )  # fmt: skip


def limits(settings: Mapping[str, Any]) -> Limits:
    """The thresholds of the study file's key `nest`."""
    return Limits(
        settings["min_support"], settings["min_reach"], settings["min_alike"],
        settings["low"], settings["high"],
    )  # fmt: skip
