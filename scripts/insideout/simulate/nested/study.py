"""A made-up study with its planted graph of explanations, as rows that the nest reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator

from insideout.code.gather import coding_id
from insideout.schema import schema_of, with_defaults
from insideout.simulate.nested import decoys as decoy
from insideout.simulate.nested.book import book_of, codes_below
from insideout.simulate.nested.chance import happens, one
from insideout.simulate.nested.experience import SAID_AGAIN, Feature, features, told
from insideout.simulate.nested.false_links import false_links
from insideout.simulate.nested.mechanisms import (
    WORD,
    Edge,
    Mechanism,
    Said,
    causes,
    names,
)
from insideout.simulate.nested.noise import Coded, Noise, coded
from insideout.simulate.nested.shaped import Link, Shape, shapes
from insideout.simulate.nested.world import (
    LEVELS,
    SMALL,
    Size,
    World,
    records_of_sources,
    world,
)

DECOYS = 2  # mechanisms a feature that look like causes and aren't
CODER = "AM"
RECENT = 0.1  # passages of experience with a time of their own, within the year before
CITED = "sheaff2015"  # links by theory must cite a publication of the bibliography, as a stand-in
NOTHING_SAID = "Made up: the publication says nothing of this."
SETTINGS: dict[str, Any] = {"experience": "experience", "mechanisms": ["organisation", "other"]}
Rows = list[dict[str, Any]]


@dataclass
class Drawn:
    """A study as it is in truth: all that people would say, and what explains what."""

    world: World
    features: list[Feature]
    mechanisms: list[Mechanism]
    edges: dict[Edge, int]  # planted explanations, with the informants who would state each
    shapes: dict[Shape, int]  # planted edges outwards, likewise
    links: list[Link]  # planted ones and decoys
    said: list[Said]  # statements of mechanisms and factors first, then of experience
    book: dict[str, Any]  # the codebook, as its YAML


@dataclass
class Study:
    """A study as it was gathered and coded: records of the tables that the nest reads."""

    drawn: Drawn
    coded: list[Coded]
    codings: Rows
    people: Rows
    sources: Rows
    links: Rows

    @property
    def units(self) -> Rows:
        """Rows of the table of units."""
        return [dict(unit) for unit in self.drawn.world.units]

    @property
    def memberships(self) -> Rows:
        """Rows of the table of memberships."""
        return [dict(membership) for membership in self.drawn.world.memberships]


def drawn(seed: int, decoys: int = DECOYS, size: Size = SMALL) -> Drawn:
    """Draw a study; the same seed gives the same one.

    `decoys`: how many a feature; with any, there are decoys among the links as well.
    """
    rng = np.random.default_rng([seed, 0])
    place = world(rng, size)
    asked = features(rng, place, size.features)
    plans = decoy.planned(np.random.default_rng([seed, 1]), place, asked, decoys)
    says = told(rng, place, asked, decoy.silent(plans))
    codes = names(rng, "m", 99)
    planted = causes(rng, place, asked, says, codes)
    factors = names(rng, "k", 99)
    shaped, links = shapes(rng, place, planted, factors)
    if decoys:
        links += false_links(np.random.default_rng([seed, 4]), place, planted, factors)
    false = decoy.decoys(np.random.default_rng([seed, 2]), place, asked, plans, says, codes)
    mechanisms = [*planted.mechanisms, *false.mechanisms]
    experience = _experience(rng, place, asked, says)
    book = book_of(asked, mechanisms, sorted({link.factor for link in links}))
    return Drawn(place, asked, mechanisms, planted.edges, shaped, links,
                 [*planted.said, *false.said, *experience], book)  # fmt: skip


def _experience(
    rng: Generator, place: World, asked: Sequence[Feature], says: Mapping[tuple[str, str], int]
) -> list[Said]:
    """Patients' statements of experience, each about their practice, some with a time."""
    practice = {who: unit for unit, patients in place.patients.items() for who in patients}
    codes = {feature.name: feature.codes for feature in asked}
    made = []
    for (who, feature), sign in says.items():
        for _ in range(1 + happens(rng, SAID_AGAIN)):
            code, by = one(rng, codes[feature])
            valence = WORD[sign * by] if sign else "mixed"
            day = place.dates[who]
            when = (f"{int(day[:4]) - 1}-12-01", day) if happens(rng, RECENT) else ("", "")
            made.append(Said(who, code, valence, practice[who], *when))
    return made


def study(truth: Drawn, noise: Noise, seed: int) -> Study:
    """The study that is left of the truth after noise, drawn with the seed."""
    place = truth.world
    people = [person["informant"] for person in place.people]
    here = {u: [*place.responders(s), *place.networks[s]] for s in place.sites
            for u in (*place.responders(s), *place.networks[s], place.gone.get(s, ""))}  # fmt: skip
    units = [unit["unit"] for unit in place.units if unit["kind"] != "site"]
    rng = np.random.default_rng([seed, 3])
    families = codes_below(truth.book)
    there, codings = coded(rng, truth.said, people, families, here, units, noise)
    order = {who: n for n, who in enumerate(there)}
    codings.sort(key=lambda c: (order[c.said.who], c.number))
    rows = _rows(truth, codings)
    ids: dict[int, str] = {c.number: row["coding"] for c, row in zip(codings, rows, strict=True)}
    links = [_link(link, ids) for link in truth.links]
    backed = [row for row in links if row["evidence"] or row["basis"] == "theory"]
    return Study(
        truth, codings, rows, [dict(p) for p in place.people if p["informant"] in order],
        records_of_sources(place, there), backed,
    )  # fmt: skip


def nest_settings() -> dict[str, Any]:
    """The study file's key `nest`, thresholds as they are by default."""
    schema = schema_of()
    made: dict[str, Any] = with_defaults(SETTINGS, schema["properties"]["nest"], schema)
    return made


def quotes(truth: Drawn) -> list[str]:
    """What is said in each statement, in words: one short sentence that its source has once."""
    name = {unit["unit"]: unit["name"] for unit in truth.world.units}
    name |= {level: level.replace("_", " ") for level in LEVELS}
    said = {"present": "there is", "absent": "there is no", "mixed": "there is, and there isn't,"}
    return [
        f"At {name[word.about]} {said[word.valence]} {word.code} (remark {number})."
        for number, word in enumerate(truth.said)
    ]


def _rows(truth: Drawn, codings: Sequence[Coded]) -> Rows:
    """Codings as rows of the table `consensus`, as one coder's work comes out of the line."""
    words = quotes(truth)
    rows: Rows = []
    for at in codings:
        says = at.coding
        row = {
            "source": says.who, "quote": words[at.number], "code": says.code,
            "valence": says.valence, "about": says.about, "direction": "",
            "period_from": says.period_from, "period_to": says.period_to, "coder": CODER,
            "round": 1, "origin": "coded", "informant": says.who, "status": "single",
            "coders": CODER,
        }  # fmt: skip
        name = coding_id(row)
        rows.append({**row, "coding": name, "passage": name, "derived_from": name})
    return rows


def _link(link: Link, ids: Mapping[int, str]) -> dict[str, Any]:
    evidence, counter = (
        " ".join(ids[n] for n in cited if n in ids) for cited in (link.evidence, link.counter)
    )
    theory = link.basis == "theory"
    return {"from": link.factor, "to": link.mechanism, "sign": link.sign, "basis": link.basis,
            "reference": CITED if theory else "", "evidence": evidence,
            "counter_evidence": counter, "note": NOTHING_SAID if theory else ""}  # fmt: skip
