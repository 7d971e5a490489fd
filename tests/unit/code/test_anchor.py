"""Quotes are found where they stand, and never at a place that is a guess."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.code.anchor import Lost, Place, Quote, find, fold

TEXT = (
    "Interviewer: And who do you see?\n\nPatient: Dr B, mostly. She rings me herself. It used to "
    "be whoever was in.\n\nInterviewer: And now?\n\nPatient: Dr B, mostly. Not always, mind you.\n"
)


def found(quote: Quote, text: str = TEXT, threshold: float = 85) -> Place | Lost:
    return find(quote, text, fold(text), threshold)


def test_a_unique_quote_is_found_word_for_word() -> None:
    place = found(Quote("She rings me herself."))
    assert isinstance(place, Place)
    assert (place.how, place.score) == ("exact", 100.0)
    assert TEXT[place.start : place.end] == "She rings me herself."


def test_an_outdated_offset_does_not_matter() -> None:
    assert found(Quote("She rings me herself.", start=3)) == found(Quote("She rings me herself."))


def test_white_space_is_folded() -> None:
    place = found(Quote("whoever was in.  Interviewer:   And now?"))
    assert isinstance(place, Place)
    assert place.how == "folded"
    assert TEXT[place.start : place.end] == "whoever was in.\n\nInterviewer: And now?"


def test_quotation_marks_and_dashes_are_folded() -> None:
    text = "P: It’s “fine” – mostly.\n"
    place = found(Quote('It\'s "fine" - mostly.'), text)
    assert isinstance(place, Place)
    assert (place.how, text[place.start : place.end]) == ("folded", "It’s “fine” – mostly.")


def test_of_equal_quotes_the_context_decides() -> None:
    first = found(Quote("Dr B, mostly.", suffix=" She rings"))
    second = found(Quote("Dr B, mostly.", suffix=" Not always"))
    assert isinstance(first, Place)
    assert isinstance(second, Place)
    assert first.start == TEXT.index("Dr B")
    assert second.start == TEXT.rindex("Dr B")


def test_of_equal_quotes_the_old_offset_decides_then_the_occurrence() -> None:
    at = TEXT.rindex("Dr B")
    assert found(Quote("Dr B, mostly.", start=at)) == Place(at, at + 13, "exact", 100.0)
    assert found(Quote("Dr B, mostly.", occurrence=2)) == Place(at, at + 13, "exact", 100.0)


def test_equal_quotes_that_nothing_tells_apart_are_lost_with_their_candidates() -> None:
    lost = found(Quote("Dr B, mostly."))
    assert isinstance(lost, Lost)
    assert [place.start for place in lost.candidates] == [TEXT.index("Dr B"), TEXT.rindex("Dr B")]


def test_a_quote_that_differs_a_little_is_found_approximately_at_whole_words() -> None:
    place = found(Quote("She ring me her self. It used to be whoever was inn"))
    assert isinstance(place, Place)
    assert place.how == "approximate"
    assert 85 <= place.score < 100
    assert TEXT[place.start : place.end].startswith("She rings me herself. It used to be whoever")


def test_a_quote_of_other_words_is_lost() -> None:
    lost = found(Quote("The consultant never wrote to anyone about the scan at all"))
    assert isinstance(lost, Lost)
    assert "not in the text" in lost.reason


def test_two_places_about_equally_similar_are_lost() -> None:
    text = "He came on a Monday with the form.\n\nHe came on a Sunday with the form.\n"
    lost = found(Quote("He came on a Xonday with the form."), text)
    assert isinstance(lost, Lost)
    assert len(lost.candidates) == 2


def test_a_page_number_inside_a_long_quote_does_not_move_its_ends() -> None:
    """As in transcripts exported page by page: the text has what the quote has not."""
    quote = " ".join(f"word{n} said" for n in range(200))
    text = "Before it. " + quote.replace("word120", "3/6 word120") + " After it."
    place = found(Quote(quote), text)
    assert isinstance(place, Place)
    assert text[place.start : place.end] == quote.replace("word120", "3/6 word120")


WORDS = st.lists(
    st.sampled_from(["care", "nurse", "plan", "doctor", "letter", "ward", "home", "wait", "phone"]),
    min_size=30,
    max_size=60,
)


@given(
    WORDS, st.integers(0, 25), st.integers(4, 8), st.text("abc xyz\n", max_size=30), st.booleans()
)
def test_an_edit_elsewhere_never_moves_a_quote_that_stays_unique(
    words: list[str], at: int, size: int, edit: str, before: bool
) -> None:
    """The quote is either found at its own words or lost: never put at a wrong place."""
    quote = " ".join(words[at : at + size])
    head, tail = " ".join(words[:at]), " ".join(words[at + size :])
    old = f"{head} {quote} {tail}"
    text = f"{edit} {old}" if before else f"{head} {edit} {quote} {tail}"
    place = found(Quote(quote, start=len(head) + 1), text)
    if text.count(quote) == 1:
        assert isinstance(place, Place)
        assert place.start == text.index(quote)
    if isinstance(place, Place):
        assert text[place.start : place.end].split() == quote.split()


@given(st.text(" \t\nab", max_size=40))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text).spaces
    assert len(folded.origin) == len(folded.text) + 1
    for n, character in enumerate(folded.text):
        original = text[folded.origin[n]]
        assert character == original or (character == " " and original.isspace())
    assert "  " not in folded.text


def lost(quote: Quote, text: str) -> Lost:
    place = found(quote, text)
    assert isinstance(place, Lost), place
    return place


def at(quote: Quote, text: str) -> str:
    place = found(quote, text)
    assert isinstance(place, Place), place
    return text[place.start : place.end]


@pytest.mark.parametrize(
    ("quote", "there"),
    [
        ("she rings me, herself", "She rings me herself"),
        ("IT USED TO BE WHOEVER WAS IN.", "It used to be whoever was in."),
        ("dr B mostly not always mind you", "Dr B, mostly. Not always, mind you"),
    ],
)
def test_punctuation_and_capitals_are_folded_with_a_score_that_says_so(
    quote: str, there: str
) -> None:
    place = found(Quote(quote))
    assert isinstance(place, Place), place
    assert (place.how, TEXT[place.start : place.end]) == ("folded", there)
    assert place.score < 100


@pytest.mark.parametrize("form", ["NFD", "NFKD", "NFC"])
def test_a_quote_in_any_unicode_form_is_found(form: str) -> None:
    text = "P: Läkaren på Åsö kom före frukost.\n\nP: Läkaren på Ösö kom.\n"
    quote, prefix = (unicodedata.normalize(form, part) for part in ("Läkaren på Åsö", "P: "))
    assert found(Quote(quote, prefix=prefix), text) == Place(3, 17, "exact", 100.0)


def test_characters_that_cannot_be_seen_do_not_hide_a_quote() -> None:
    assert at(Quote("who\u00adever was\u200b in"), TEXT) == "whoever was in"


ROW = Quote("Yes, always.", 20, "I: And the nurse?\n\nP: ", "\n\nI: Does she ring?")
ASKED = "I: And the nurse?\n\nP: Yes, always.\n\nI: Does she ring?\n"


def test_a_copy_that_lands_where_the_quote_stood_is_not_taken() -> None:
    text = "I: And he? Mmm.\n\nP: Yes, always.\n\n" + ASKED
    assert text.index(ROW.text) == ROW.start
    told = lost(ROW, text)
    assert [place.start for place in told.candidates] == [text.rindex(ROW.text), ROW.start]


def test_a_block_that_was_copied_with_its_context_is_a_question_for_a_person() -> None:
    assert len(lost(replace(ROW, start=21), ASKED + "\n" + ASKED).candidates) == 2


def test_occurrence_does_not_confirm_a_place_that_the_offset_does_not() -> None:
    """Of two the second was coded; it went, and somebody wrote another one above the first."""
    text = "P: Yes, always.\n\n" + ASKED
    quote = replace(ROW, start=90, occurrence=2)
    assert {place.start for place in lost(quote, text).candidates} == {3, 39}


def test_codings_before_and_after_that_moved_alike_say_where_a_quote_went() -> None:
    text = "P: Yes, always.\n\n" + ASKED
    start = text.rindex(ROW.text)
    for near, sure in (((start, start), True), ((start,), False), ((start, 3), False)):
        place = found(replace(ROW, start=90, occurrence=2, near=near), text)
        assert isinstance(place, Place) == sure


def test_the_one_place_left_of_two_is_not_taken_for_the_one_that_was_coded() -> None:
    text = "P: Yes, always, I said. And more.\n\n" + ASKED
    quote = Quote("Yes, always", 60, "And the other doctor too?\n\nP: ", ".\n\nI: Why?", 1)
    assert len(lost(quote, text.replace("Yes, always, I", "Well, I")).candidates) == 1


def test_a_quote_that_was_taken_out_is_not_found_in_a_sentence_much_like_it() -> None:
    """Though the threshold is reached: one letter of nine makes another word."""
    text = "P: He came on a Monday with the form. She never did.\n\nP: So we waited on.\n"
    quote = Quote("He came on a Sunday with the form.", 90, "She never did. ", " So we waited on.")
    assert "Monday" in text
    assert len(lost(quote, text).candidates) >= 1
    joined = "P: She never did. So we waited on. He came on a Monday with the form.\n"
    assert "taken out" in lost(quote, joined).reason


def test_a_quote_that_was_reworded_is_found_by_its_context() -> None:
    text = "P: She never did. He came on a Sunday, with that form. So we waited on.\n"
    quote = Quote("He came on a Sunday with the form.", 90, "She never did. ", " So we waited on.")
    assert at(quote, text) == "He came on a Sunday, with that form."


def test_a_short_quote_needs_more_than_likeness() -> None:
    assert "too short" in lost(Quote("the nurses"), "P: I saw the nurse then.\n").reason


def test_a_copy_is_not_taken_where_the_original_was_reworded_in_its_place() -> None:
    quote = Quote("she rang me every week", 6, "P: So ", ", in the winter.")
    text = "P: So she rang us every week, in the winter. I: You said she rang me every week?\n"
    assert [place.start for place in lost(quote, text).candidates] == [6, text.rindex("she rang")]


def test_short_words_without_context_are_told_to_be_short() -> None:
    assert "too short" in lost(Quote("the nurse"), "P: The, nurse came.\n").reason


WAIT = "I wait in the queue"
QUEUE = f"P: In the morning {WAIT}, with my stick.\n\nP: At night {WAIT} as well, they say.\n"


def waiting(**more: Any) -> Quote:
    """The second of the two, in a file that doesn't say whether there were two."""
    start = QUEUE.rindex(WAIT)
    end = start + len(WAIT)
    hints = {"start": start, "prefix": QUEUE[start - 32 : start], "suffix": QUEUE[end : end + 32]}
    return Quote(WAIT, **{**hints, "silent": True, **more})


def test_a_sentence_that_is_deleted_is_not_found_in_its_twin() -> None:
    text = QUEUE[: QUEUE.index("P: At night")]
    told = lost(waiting(), text)
    assert [place.start for place in told.candidates] == [QUEUE.index(WAIT)]
    assert "other words before and after" in told.reason
    assert "stand once" in lost(waiting(start=None), text).reason
    assert "offsets" in lost(waiting(prefix="", suffix=""), text).reason
    label = waiting(prefix="P: ")  # which stands before every answer
    assert "stand once" in lost(label, text.replace("In the morning ", "")).reason


def test_where_the_file_says_that_it_was_unique_the_one_place_is_its_own() -> None:
    text = "P: " + WAIT + ".\n"
    assert at(waiting(silent=False), text) == WAIT
    lost(waiting(), text)


@pytest.mark.parametrize(
    "more",
    [{"prefix": "", "start": None}, {"suffix": ""}, {"prefix": "At night ", "suffix": " as well"}],
    ids=["after it", "before it", "a little on both sides"],
)
def test_one_side_of_its_context_is_enough(more: dict[str, Any]) -> None:
    text = QUEUE.replace(f"In the morning {WAIT}", "In the morning I go")
    assert at(waiting(**more), text) == WAIT


def test_its_offset_is_enough_and_so_are_the_codings_around_it() -> None:
    text = f"P: {WAIT}.\n"
    other = {"prefix": "there was", "suffix": "another"}
    assert at(waiting(start=3, **other), text) == WAIT
    assert at(waiting(near=(3, 3), **other), text) == WAIT
    lost(waiting(near=(3,), **other), text)  # one of them may be at a twin itself
    assert at(waiting(start=None, prefix="", suffix=""), text) == WAIT


def test_nothing_is_found_where_what_stood_around_it_stands_together() -> None:
    text = f"P: At night {WAIT}. At night  as well, they say.\n"
    lost(waiting(prefix="At night ", suffix=" as well"), text)


@given(st.text(" \t\nab,.'’-Ab", max_size=40))
def test_words_keep_the_way_back(text: str) -> None:
    folded = fold(text).words
    assert len(folded.origin) == len(folded.text) + 1
    for letter, origin in zip(folded.text, folded.origin, strict=False):
        assert letter == " " or letter == text[origin].lower()
