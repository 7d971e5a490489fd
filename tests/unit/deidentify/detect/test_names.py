"""Names of the lists, words that are names, and capitals out of the lexicon."""

from __future__ import annotations

import pytest


def test_first_and_last_names(kinds) -> None:
    text = "Then Karen Thompson met Simon. Priya was there with Mohammed Khan."
    assert kinds(text) == dict.fromkeys(
        ["Karen Thompson", "Simon", "Priya", "Mohammed Khan"], "person"
    )


def test_possessive_s_is_left(spans) -> None:
    text = "That was Karen’s coat."
    assert [(text[s.start : s.end]) for s in spans(text)] == ["Karen"]


@pytest.mark.parametrize("text", ["Will you come?", "Grace is a gift.", "Hope so. May I?"])
def test_a_word_that_begins_a_sentence_is_not_masked(kinds, text: str) -> None:
    assert kinds(text) == {}


def test_a_word_that_is_a_name_is_a_name_within_a_sentence(states) -> None:
    assert states("Then Grace went, and I told Mark.") == {"Grace": "sure", "Mark": "sure"}


def test_a_word_that_does_something_is_a_name(states) -> None:
    assert states("Grace said no. Will you ask?")["Grace"] == "sure"


@pytest.mark.parametrize(
    "text",
    [
        "On Monday in May, at Christmas, God knows, the NHS and the GP sent me to A&E for an MRI.",
        "The English and Polish nurses spoke Urdu in Scotland.",
        "He has Parkinson's disease, and she Alzheimer's; Crohn's and Down's syndrome run here.",
        "The Macmillan nurse and Age UK, the Red Cross and Tesco helped. Metformin, too.",
        "I take Ramipril and Warfarin, and a Zimmer frame from Boots.",
        "The District Nurse, the Social Worker and the Care Coordinator.",
        "“I don't,” I said. “You've no idea.” It's I who'd know.",
        "He was in the Second World War. Marie Curie nurses and a Blue Badge.",
    ],
)
def test_what_may_stand(kinds, text: str) -> None:
    assert kinds(text) == {}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("På måndag ringer Försäkringskassan och 1177 om Alvedon. Vårdcentralen i Sverige.", "sv"),
        ("På mandag ringer NAV og Helsenorge om Paracet. Fastlegen i Norge er god.", "nb"),
        ("Han har Parkinson, och hon Alzheimers. Hemtjänsten kom. Distriktssköterskan med.", "sv"),
    ],
)
def test_what_may_stand_in_the_north(kinds, text: str, language: str) -> None:
    assert kinds(text, language) == {}


def test_out_of_the_lexicon_with_an_article_is_masked_until_reviewed(states) -> None:
    assert states("I bought a Qwizzle there.") == {"Qwizzle": "masked"}


def test_out_of_the_lexicon_among_people_is_sure(states) -> None:
    assert states("I went with Qzara and saw Bqorne.") == {"Qzara": "sure", "Bqorne": "sure"}


def test_capitalised_words_in_english_are_asked_about(states) -> None:
    assert states("I rang the Helpdesk Desk twice.") == {"Helpdesk Desk": "asked"}


def test_places(kinds) -> None:
    assert kinds("From Leeds to Milton Keynes and Glasgow.") == dict.fromkeys(
        ["Leeds", "Milton Keynes", "Glasgow"], "place"
    )
    assert kinds("Hon åkte till Göteborg och Lund.", "sv") == {"Göteborg": "place", "Lund": "place"}
    assert kinds("Hun dro til Trondheim.", "nb") == {"Trondheim": "place"}


def test_a_place_that_is_a_word_is_asked_about_without_capitals(states) -> None:
    assert states("we went to reading and then we were reading a lot") == {"reading": "asked"}


def test_without_capitals(states) -> None:
    found = states("i saw karen thompson and will you ask grace and priya in leeds about it")
    assert found["karen thompson"] == found["priya"] == found["leeds"] == "sure"
    assert found["grace"] == "asked"
    assert "about" not in found


def test_another_languages_words_are_no_guide(states) -> None:
    # "hon" and "jag" are ordinary Swedish; English lists would take them for names.
    assert states("Hon sa att jag ska gå. Då gick vi.", "sv") == {}
