"""Each published finding is found again in the tables of the default study, and not by chance."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).parents[2]
sys.path.insert(0, str(REPO / "tests"))

from polyclinics.findings import (  # noqa: E402
    CASES,
    FIRM,
    PATIENTS_REST_ON_ABOUT,
    REST_ON_ABOUT,
    found,
)
from polyclinics.sites import beyond  # noqa: E402

Rows = list[dict[str, Any]]
Again = Callable[..., dict[str, Rows]]
SEEDS = range(1, 13)  # fewer, and a case that comes out in a third may come out in half of them
BY_CHANCE = 1 / 4  # of the findings asked for, at most so many may be found in a permuted run
BY_KIND = {"outside": "codebook", "configuration": "services", "not_applicable": "services"}
NAMED = re.compile(r"eastmere|whinshire|sedgeton|tarrow|five ?castles|stockholm", re.IGNORECASE)
LABELS = (  # of the comparison of countries, in the study file
    'asks: "What is told of Stockholm\'s centres, and what of English providers?"',
    'first: "Stockholm"',
)
# Words of the records' own columns, of a level of units, and of English: codes of the same name.
WORDS_TOO = {"care_plan", "governance", "cost", "other", "context"}


@pytest.mark.parametrize("name", CASES)
def test_a_published_finding_is_found_again(name: str, polyclinics: Any) -> None:
    case = CASES[name]
    again, why = found(case, polyclinics.tables)
    assert again, f"not found: {case['says']} ({case['place']}); instead: {why}"


def test_the_tables_made_anew_are_those_of_the_line(polyclinics: Any, again: Again) -> None:
    """Else the negative control would say nothing about the line."""
    tables = again(polyclinics.tables["consensus"])
    for name in ("comparison", "interface_barriers"):
        assert tables[name] == polyclinics.tables[name], name
    keys = ("site", "feature", "sign", "ring", "mechanism", "valence", "status", "lacks", "support")
    for name in ("nest_links", "nest_shaped"):
        made, was = (
            [{key: row[key] for key in keys if key in row} for row in rows[name]]
            for rows in (tables, polyclinics.tables)
        )
        assert made == was, name


@pytest.fixture(scope="module")
def by_chance(polyclinics: Any, again: Again) -> dict[tuple[str, int], dict[str, bool]]:
    """Which findings come out when `about` is permuted, of those that rest on it: run by run."""
    codings = polyclinics.tables["consensus"]
    roots = polyclinics.settings["nest"]["mechanisms"]
    among = {
        "mechanisms": (set(below(polyclinics.tables["codebook"], roots)), REST_ON_ABOUT),
        "all": ({row["code"] for row in codings}, REST_ON_ABOUT + PATIENTS_REST_ON_ABOUT),
    }
    came_out = {}
    for seed, (which, (codes, kinds)) in product(SEEDS, among.items()):
        tables = again(permuted(codings, codes, seed))
        asked = {name: case for name, case in CASES.items() if case["kind"] in kinds}
        came_out[which, seed] = {name: found(case, tables).found for name, case in asked.items()}
    return came_out


@pytest.mark.parametrize("among", ["mechanisms", "all"])
@pytest.mark.parametrize("seed", SEEDS)
def test_findings_are_not_found_when_what_passages_are_about_is_permuted(
    among: str, seed: int, by_chance: Any, record_property: Any
) -> None:
    """Asked for are those that rest on `about` (see findings.py), but for those marked `often`."""
    run = by_chance[among, seed]
    asked = FIRM.keys() & run.keys()
    chance = sorted(name for name in asked if run[name])
    often = sorted(name for name in run.keys() - asked if run[name])
    said = f"{len(chance)} of {len(asked)} found with `about` permuted ({among}, seed {seed})"
    record_property("found by chance", said)
    print(f"{said}: {', '.join(chance)}")
    print(f"and {len(often)} of the {len(run) - len(asked)} marked `often`: {', '.join(often)}")
    assert len(chance) <= BY_CHANCE * len(asked), f"{said}: {chance}"


def test_each_finding_is_missed_in_most_runs_with_permuted_abouts(by_chance: Any) -> None:
    """Or else it is marked `by_chance: often`, for it doesn't rest on `about` alone."""
    runs = {name: [run[name] for run in by_chance.values() if name in run] for name in FIRM}
    often = {name: f"{sum(came)} of {len(came)}" for name, came in runs.items()
             if sum(came) * 2 >= len(came)}  # fmt: skip
    assert often == {}


def test_what_is_lost_without_links_is_marked_so(polyclinics: Any, again: Again) -> None:
    tables = again(polyclinics.tables["consensus"], [])
    lost = {name for name, case in CASES.items() if not found(case, tables).found}
    assert lost == {name for name, case in CASES.items() if case.get("rests_on") == "links"}


def test_findings_that_hold_by_construction_are_counted() -> None:
    """Marked `rests_on` in findings.yaml, which says what it means. For the docs: see -rP."""
    marked = Counter(case.get("rests_on", "interviews and records") for case in CASES.values())
    rest = len(FIRM), len([case for case in CASES.values() if case.get("by_chance") == "often"])
    print(f"{len(CASES)} cases rest on: {', '.join(f'{w} {n}' for w, n in marked.most_common())}")
    print(f"{rest[0]} rest on `about`; {rest[1]} more come out often by chance too")
    for kind, source in BY_KIND.items():
        of_kind = {case.get("rests_on") for case in CASES.values() if case["kind"] == kind}
        assert of_kind == {source}, kind


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name]["kind"] == "barriers"])
def test_a_barrier_that_stands_beyond_the_published_is_known(name: str, polyclinics: Any) -> None:
    """Lest one appear, or another site, and nobody notice."""
    assert beyond(CASES[name], polyclinics.tables) == CASES[name]["beyond"]


def below(codebook: Rows, roots: list[str]) -> Iterator[str]:
    """The codes below some roots."""
    for row in codebook:
        if row["parent"] in roots:
            yield row["code"]
            yield from below(codebook, [row["code"]])


def permuted(codings: Rows, codes: set[str], seed: int) -> Rows:
    """The codings with `about` permuted among those of some codes."""
    there = [n for n, row in enumerate(codings) if row["code"] in codes]
    abouts = [codings[n]["about"] for n in there]
    random.Random(seed).shuffle(abouts)  # noqa: S311 - no secret is drawn
    new = dict(zip(there, abouts, strict=True))
    return [{**row, "about": new.get(n, row["about"])} for n, row in enumerate(codings)]


def test_permuting_moves_what_passages_are_about_and_nothing_else() -> None:
    rows = [{"code": code, "about": f"u{n}"} for n, code in enumerate("aaaaaab")]
    made = permuted(rows, {"a"}, 1)
    assert [row["code"] for row in made] == list("aaaaaab")
    assert sorted(row["about"] for row in made) == [f"u{n}" for n in range(7)]
    assert made[6] == rows[6]
    assert made != rows


def test_no_program_knows_a_site_or_a_code_of_the_study() -> None:
    """Rules are for any study: neither code nor comment names a site, or a code, of this one.

    `simulate` stays out: it made the plan of the study's records, site by site, and draws records
    after it. No rule of the line runs it, and a study of your own has no use for its plan.
    """
    codebook = yaml.safe_load((REPO / "data/polyclinics/codebook.yaml").read_text("utf-8"))
    names = "|".join(sorted(set(leaves(codebook["codes"])) - WORDS_TOO))
    named = re.compile(rf"\b(?:{names})\b|{NAMED.pattern}", re.IGNORECASE)
    programs = [
        file for folder in ("scripts", "workflow", "reports")
        for kind in ("py", "smk", "yaml", "qmd")
        for file in (REPO / folder).rglob(f"*.{kind}") if "simulate" not in file.parts
    ]  # fmt: skip
    assert len(programs) > 100
    known = {
        str(file.relative_to(REPO)): sorted(set(hits))
        for file in programs if (hits := named.findall(file.read_text("utf-8")))
    }  # fmt: skip
    assert known == {}
    rules = [*(REPO / "workflow").rglob("*.smk"), REPO / "Snakefile"]
    assert not [rule.name for rule in rules if "simulate" in rule.read_text("utf-8")]


def test_the_study_file_says_nothing_of_what_was_found_where() -> None:
    """It names codes to compare, and no site or unit, in a comment either: so no finding.

    But a comparison is a question, and its sides have to be called something.
    """
    lines = (REPO / "config/polyclinics.yaml").read_text("utf-8").splitlines()
    named = [line.strip() for line in lines if NAMED.search(line)]
    assert [line for line in named if line not in LABELS] == []


def leaves(codes: Rows) -> Iterator[str]:
    """The codes of a codebook's tree that have none below them."""
    for code in codes:
        if code.get("codes"):
            yield from leaves(code["codes"])
        else:
            yield code["id"]
