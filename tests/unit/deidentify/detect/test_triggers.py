"""Names told by titles, kin, jobs and verbs, and what those are not the sign of."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "language", "what", "role"),
    [
        ("Then my daughter Karen came.", "en", "Karen", "daughter"),
        ("It was the physio, Tom, who said so.", "en", "Tom", "physiotherapist"),
        ("We saw Dr Thompson then.", "en", "Thompson", "doctor"),
        ("We saw Dr. Thompson then.", "en", "Thompson", "doctor"),
        ("My mother-in-law Joan did.", "en", "Joan", "mother-in-law"),
        ("I told our GP Sarah.", "en", "Sarah", "GP"),
        ("och min dotter Anna kom.", "sv", "Anna", "daughter"),
        ("hos doktor Andersson i dag", "sv", "Andersson", "doctor"),
        ("så datteren min Ingrid kom.", "nb", "Ingrid", "daughter"),
        ("Det var hjemmesykepleieren Berit.", "nb", "Berit", "nurse"),
    ],
)
def test_title_or_kin_tells_a_name_and_its_role(
    roles, text: str, language: str, what: str, role: str
) -> None:
    assert roles(text, language)[what] == role


def test_several_names_after_kin(roles) -> None:
    found = roles("I've two sons, Paul and Simon, in the house.")
    assert found == {"Paul": "son", "Simon": "son"}


@pytest.mark.parametrize(
    ("text", "language", "what", "kind"),
    [
        ("A nurse called Zqyra came.", "en", "Zqyra", "person"),
        ("Well, my name is Karen Brown.", "en", "Karen Brown", "person"),
        ("He lives in Qworth now.", "en", "Qworth", "place"),
        ("She moved up to Qworth then.", "en", "Qworth", "place"),
        ("He worked at Qworth Engineering once.", "en", "Qworth Engineering", "organisation"),
        ("En sköterska som heter Anna kom.", "sv", "Anna", "person"),
        ("Hon bor i Qvastby nu.", "sv", "Qvastby", "place"),
        ("Hun flyttet til Qvastvik nå.", "nb", "Qvastvik", "place"),
    ],
)
def test_verbs_tell_names(kinds, text: str, language: str, what: str, kind: str) -> None:
    assert kinds(text, language)[what] == kind


@pytest.mark.parametrize(
    "text",
    [
        "Dr B came out, and Mr T. too.",
        "The doctor said the nurse came, and Sister was there. Matron rang.",
        "I'm Tired of it. It's called Universal Credit.",
        "She moved to Poland and lives in the country.",
        "my daughter, she rang; my son is out; the GP thinks so",
        "My mother in law said so.",
        "He works at home, and at the weekend.",
    ],
)
def test_no_names(kinds, text: str) -> None:
    assert kinds(text) == {}


def test_titles_in_a_text_without_capitals(states) -> None:
    found = states("well mrs thompson rang and dr khan said no and the doctor said yes")
    assert found == {"thompson": "sure", "khan": "sure"}


def test_a_word_after_kin_without_capitals_is_asked_about(states) -> None:
    found = states("so my daughter grace is out and my daughter karen went with my son it is")
    assert found == {"grace": "asked", "karen": "sure"}
