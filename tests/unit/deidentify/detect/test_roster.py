"""Names of the roster, as they are and misspelt."""

from __future__ import annotations

import re

import pytest

from insideout.deidentify.span import Entry

KAREN = Entry("karen", ("Karen Thompson", "Kaz"), "person", "[Patient's daughter]", "daughter")
SURGERY = Entry("surgery", ("Brookfield Surgery", "Brookfield"), "organisation")
GRACE = Entry("grace", ("Grace",), "person")
ROSTER = (KAREN, SURGERY, GRACE)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Then Karen Thompson came.", "Karen Thompson"),
        ("Then karen thompson came.", "karen thompson"),
        ("Then Kaz came.", "Kaz"),
        ("Then Thompson came.", "Thompson"),
        ("It was Karen’s coat.", "Karen"),
        ("We know the Thompsons.", "Thompsons"),
        ("Then Tompson came.", "Tompson"),
        ("Then Thomspon came.", "Thomspon"),
    ],
)
def test_forms_of_a_name(spans, text: str, what: str) -> None:
    found = {text[s.start : s.end]: s.entity for s in spans(text, roster=ROSTER)}
    assert found == {what: "karen"}


def test_role_comes_from_the_roster(spans) -> None:
    assert [s.role for s in spans("Then Kaz came.", roster=ROSTER)] == ["daughter"]


def test_organisation(spans) -> None:
    text = "We rang Brookfield Surgery, and Brookfield said no."
    assert [(text[s.start : s.end], s.entity) for s in spans(text, roster=ROSTER)] == [
        ("Brookfield Surgery", "surgery"),
        ("Brookfield", "surgery"),
    ]


def test_an_ordinary_word_is_no_name_without_its_capital(spans) -> None:
    assert spans("It was a saving grace. We said grace.", roster=ROSTER) == []


def test_a_name_of_another_source_is_not_the_rosters_here(spans) -> None:
    there = Entry("kaz", ("Kaz",), "person", sources=("S02",))
    assert [s.entity for s in spans("Then Kaz came.", roster=(there,))] == [""]


def test_words_near_a_name_stay(spans) -> None:
    entry = Entry("wells", ("Martin", "Nurbe"), "person")
    assert spans("The nurse came with a carton.", roster=(entry,)) == []


def test_a_name_in_brackets_is_found_a_pseudonym_is_not(spans) -> None:
    text = "[Karen laughs] I told [Patient's daughter] and [daughter 1] so."
    assert [text[s.start : s.end] for s in spans(text, roster=ROSTER)] == ["Karen"]


def test_name_with_an_apostrophe_s_of_its_own(spans) -> None:
    entry = Entry("home", ("St Luke's",), "organisation")
    text = "She is in St Luke’s by now."
    assert [text[s.start : s.end] for s in spans(text, roster=(entry,))] == ["St Luke’s"]


def test_genitive_in_swedish(spans) -> None:
    entry = Entry("anna", ("Anna Lindqvist",), "person")
    text = "Det var Lindqvists bil och Annas cykel."
    assert [text[s.start : s.end] for s in spans(text, "sv", (entry,))] == ["Lindqvists", "Annas"]


@pytest.mark.parametrize(
    "written",
    [
        "St Ethelwyn's Hospital", "st. ethelwyns hospital", "Saint Ethelwyn’s Hospital",
        "St Ethelwyn's\nHospital", "ST ETHELWYN'S HOSPITAL", "St-Ethelwyn's hospital",
        "Quill and Brathay", "Quill & Brathay", "the Quill Brathay", "quill / brathay",
        "Upper Brimsley on the Moor", "Upper-Brimsley-on-Moor", "D’Aubrecourt", "DAubrecourt",
        "D Aubrecourt", "d'aubrecourt",
    ],
)  # fmt: skip
def test_names_however_they_are_punctuated(spans, written: str) -> None:
    roster = (
        Entry("w", ("St Ethelwyn's Hospital",), "organisation"),
        Entry("q", ("The Quill & Brathay",), "organisation"),
        Entry("u", ("Upper Brimsley-on-the-Moor",), "place"),
        Entry("d", ("D'Aubrecourt",), "person"),
    )
    text = f"We were at {written} on that day, and They said no."
    found = [s for s in spans(text, "en", roster) if s.rule == "roster"]
    covered = {i for s in found for i in range(s.start, s.end)}
    start = text.index(written)
    words = ("the", "and")
    missed = [
        m[0]
        for m in re.finditer(r"[^\W_]+", written)
        if m[0] not in words and not covered >= set(range(start + m.start(), start + m.end()))
    ]
    assert not missed, found


def test_a_title_in_the_roster_is_nobodys_name(spans) -> None:
    roster = [Entry("gp", ("Dr Thompson",), "person", "Dr T"),
              Entry("pt", ("Mrs Wilson",), "person", "[Patient]")]  # fmt: skip
    text = "A: Dr Thompson and Mrs Wilson came, and Dr Clarke and Mrs Shaw; the Dr went."
    found = spans(text, roster=roster)
    assert [text[s.start : s.end] for s in found] == ["Dr Thompson", "Mrs Wilson", "Clarke", "Shaw"]
