"""Streets and organisations by their shape, and the generic ones that name none."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "language", "what"),
    [
        ("We live at 14 Elm Road now.", "en", "14 Elm Road"),
        ("It's on Church Lane, yes.", "en", "Church Lane"),
        ("at Flat 3, 22 Station Road", "en", "Flat 3, 22 Station Road"),
        ("at 14a Elm Road", "en", "14a Elm Road"),
        ("she lives at 14 elm road you know", "en", "14 elm road"),
        ("Han bor på Storgatan 5.", "sv", "Storgatan 5"),
        ("Han bor på Storgatan nu.", "sv", "Storgatan"),
        ("hon bor på storgatan 5 nu", "sv", "storgatan 5"),
        ("Hun bor i Kirkeveien 12 B.", "nb", "Kirkeveien 12 B"),
        ("Hun bor i Kongens gate 3.", "nb", "Kongens gate 3"),
    ],
)
def test_streets(kinds, text: str, language: str, what: str) -> None:
    assert kinds(text, language)[what] == "street"


@pytest.mark.parametrize(
    ("text", "language", "what"),
    [
        ("I was at St Luke's Hospital then.", "en", "St Luke's Hospital"),
        ("She's at St Luke's now.", "en", "St Luke's"),
        ("It was Brookfield Surgery that rang.", "en", "Brookfield Surgery"),
        ("We use the Brookfield Medical Centre.", "en", "Brookfield Medical Centre"),
        ("He is in Willow House now.", "en", "Willow House"),
        ("we use the brookfield surgery now", "en", "brookfield surgery"),
        ("Vi går till Lindängens vårdcentral.", "sv", "Lindängens vårdcentral"),
        ("Hun er på Solbakken sykehjem.", "nb", "Solbakken sykehjem"),
    ],
)
def test_organisations(kinds, text: str, language: str, what: str) -> None:
    assert kinds(text, language)[what] == "organisation"


def test_name_after_the_kind_of_an_organisation(kinds) -> None:
    assert kinds("Vi går till vårdcentralen Lindängen.", "sv") == {"Lindängen": "organisation"}


@pytest.mark.parametrize(
    "text",
    [
        "The General Hospital, the Memory Clinic and the Day Hospital are down the road.",
        "I went to the hospital, the surgery and the care home. Two weeks down the road.",
        "The High Street is on the main road. Children's Hospital.",
        "In the Outpatient Clinic. The whole practice. Knee surgery and heart surgery.",
    ],
)
def test_generic_ones(kinds, text: str) -> None:
    assert kinds(text) == {}


def test_address_in_full(kinds) -> None:
    found = kinds("Vi bodde på Storgatan 5, 123 45 Qvastby i många år.", "sv")
    assert found == {"Storgatan 5": "street", "123 45": "postcode", "Qvastby": "place"}
