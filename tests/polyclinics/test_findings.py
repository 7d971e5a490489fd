"""Each published finding is found again in the tables of the default study, and not by chance."""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

REPO = Path(__file__).parents[2]
sys.path.insert(0, str(REPO / "tests"))

from polyclinics.findings import CASES, PATIENTS_REST_ON_ABOUT, REST_ON_ABOUT, found  # noqa: E402

Rows = list[dict[str, Any]]
Again = Callable[[Rows], dict[str, Rows]]
SEEDS = (1, 2, 3, 4)
BY_CHANCE = 1 / 3  # of the findings that rest on `about`, at most so many may be found by chance
SITES = ("eastmere", "whinshire", "sedgeton", "tarrow", "fivecastles")
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


@pytest.mark.parametrize("among", ["mechanisms", "all"])
@pytest.mark.parametrize("seed", SEEDS)
def test_findings_are_not_found_when_what_passages_are_about_is_permuted(
    among: str, seed: int, polyclinics: Any, again: Again, record_property: Any
) -> None:
    """Those that don't rest on `about` (see findings.py) aren't asked for."""
    kinds = REST_ON_ABOUT + (PATIENTS_REST_ON_ABOUT if among == "all" else ())
    asked = {name: case for name, case in CASES.items() if case["kind"] in kinds}
    codings = polyclinics.tables["consensus"]
    codes = {row["code"] for row in codings}
    if among == "mechanisms":
        roots = polyclinics.settings["nest"]["mechanisms"]
        codes = set(below(polyclinics.tables["codebook"], roots))
    tables = again(permuted(codings, codes, seed))
    chance = sorted(name for name, case in asked.items() if found(case, tables).found)
    share = len(chance) / len(asked)
    said = f"{len(chance)} of {len(asked)} found with `about` permuted ({among}, seed {seed})"
    record_property("found by chance", said)
    print(f"{said}: {', '.join(chance)}")
    assert share <= BY_CHANCE, f"{said}: {chance}"


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
    """Rules are for any study. Only what simulates records knows the sites of this one, by id."""
    codebook = yaml.safe_load((REPO / "data/polyclinics/codebook.yaml").read_text("utf-8"))
    names = set(leaves(codebook["codes"])) - WORDS_TOO
    named = re.compile(rf"\b({'|'.join(sorted(names))})\b|\b({'|'.join(SITES)})(?=\b|_)")
    programs = [
        file for folder in ("scripts", "workflow", "reports")
        for kind in ("py", "smk", "yaml", "qmd")
        for file in (REPO / folder).rglob(f"*.{kind}") if "simulate" not in file.parts
    ]  # fmt: skip
    assert len(programs) > 100
    known = {
        str(file.relative_to(REPO)): sorted({hit[0] or hit[1] for hit in hits})
        for file in programs if (hits := named.findall(file.read_text("utf-8")))
    }  # fmt: skip
    assert known == {}


def test_the_study_file_says_nothing_of_what_was_found_where() -> None:
    """It names codes to compare, and never a site or a unit: so it can't name a finding."""
    study = yaml.safe_load((REPO / "config/polyclinics.yaml").read_text("utf-8"))
    said = [text for text in strings(study) if any(site in text.casefold() for site in SITES)]
    assert said == []


def leaves(codes: Rows) -> Iterator[str]:
    """The codes of a codebook's tree that have none below them."""
    for code in codes:
        if code.get("codes"):
            yield from leaves(code["codes"])
        else:
            yield code["id"]


def strings(value: Any) -> Iterator[str]:
    """Keys and values of a study file, as text."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield str(key)
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)
    else:
        yield str(value)
