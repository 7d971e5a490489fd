"""What the chapters of the nest share: names, who tells, firmness."""

from __future__ import annotations

from dataclasses import replace

import pytest

from insideout.report import synthesis
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.nested import (
    by,
    called,
    firmness,
    handles,
    informants_of,
    inside_of,
    place,
    survives,
    tellers,
)

BOOK = frozenset({CHAPTER, "codebook.qmd", "responders.qmd", "synthesis.qmd"})


def made(data: Data, *chapters: str) -> dict[str, str]:
    return synthesis.includes(data, Evidence(data, frozenset(chapters) or BOOK))


def test_features_are_called_as_the_study_calls_them(told: Data) -> None:
    phrases = {"same_person": {"with": "*one* face", "without": "many faces"}}
    study = {**told.study, "nest": {**told.study["nest"], "phrases": phrases}}
    data = replace(told, study=study)
    assert called(data, "same_person", "-") == "many faces"
    assert called(data, "no_gaps", "-") == "no no gaps"  # without words of its own: its name
    parts = made(data)
    assert r"### \*one\* face" in parts["argument"]
    assert "**[Many faces]{.valence-absent}:**" in parts["argument"]
    assert "*Unexplained*, 1 of 2: many faces." in parts["site-by-site"]
    assert "*one* face<br><span" in parts["paths"]
    assert "without no" not in "".join(parts.values())


def test_many_quotations_lead_to_the_box_with_all(told: Data) -> None:
    codings = [
        {**told.codings[0], "coding": f"c{n}", "passage": f"c{n}", "start": n, "end": n + 2}
        for n in range(6)
    ]
    evidence = Evidence(replace(told, codings=codings), BOOK)
    passages = " ".join(f"c{n}" for n in range(6))
    few = handles(evidence, passages, "quotes-x")
    assert few.count(CHAPTER) == 3
    assert few.endswith("and [3 more](#quotes-x)")
    assert handles(evidence, "c0 c1 c2 c3", "quotes-x").count(CHAPTER) == 4


@pytest.mark.parametrize(
    ("ring", "at", "lead"),
    [
        ("first_responder", "first responders", "Among first responders"),
        ("network_body", "network bodies", "Among network bodies"),
        ("governance", "governance", "In governance"),
        ("non_organisational", "outside organisations", "Outside organisations"),
        ("local.agency", "local agencies", "Among local agencies"),
    ],
)
def test_rings_are_words(ring: str, at: str, lead: str) -> None:
    assert place(ring) == at
    assert inside_of(ring) == lead
    assert by(ring).endswith(at)


def test_who_tells_is_told_apart() -> None:
    link = {"ring": "governance", "support": 1, "own": 0}
    assert tellers(link, "patient") == "1 other informant"
    assert tellers({**link, "own": 2}, "patient") == "1 other informant and 2 of the patients"
    alone = {**link, "support": 0, "own": 1}
    assert tellers(alone, "patient") == "only the patient tells of it"
    assert tellers(alone, "patient", ["T09"]) == "only the patient (T09) tells of it"
    outside = {"ring": "non_organisational", "support": 3, "own": 3}
    assert tellers(outside, "client") == "only 3 clients tell of it"
    assert tellers({**outside, "own": 1}, "client") == "3 informants, 1 of them client"


def test_informants_are_those_of_the_evidence(told: Data) -> None:
    evidence = Evidence(told, BOOK)
    assert informants_of(evidence, {"evidence": "n1 a2"}) == ["N1", "P2"]
    assert informants_of(evidence, {"evidence": None}) == []


@pytest.mark.parametrize(
    ("robustness", "word"),
    [(1.0, "firm"), (0.9, "firm"), (0.8, "fairly firm"), (0.6, "shaky"), (0.1, "weak")],
)
def test_firmness_has_a_word_and_its_figures(robustness: float, word: str) -> None:
    row = {"status": "explained", "robustness": robustness, "survived": round(robustness * 10),
           "variations": 10}  # fmt: skip
    assert firmness(row).startswith(word)
    assert firmness(row).endswith("of 10")
    assert survives(row).startswith("Survives")
    assert firmness({**row, "robustness": None}) == ""


def test_suggestions_have_no_firmness() -> None:
    row = {"status": "suggested", "robustness": 1.0, "survived": 10, "variations": 10}
    assert firmness(row) == survives(row) == ""
