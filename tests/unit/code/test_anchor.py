"""Quotes are found where they stand, and never at a place that is a guess."""

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
    folded = fold(text)
    assert len(folded.origin) == len(folded.text) + 1
    for n, character in enumerate(folded.text):
        original = text[folded.origin[n]]
        assert character == original or (character == " " and original.isspace())
    assert "  " not in folded.text
