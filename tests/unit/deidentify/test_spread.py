"""What is masked in one source is masked in all."""

from collections.abc import Callable

import pytest

from insideout.deidentify.span import Document, Span
from insideout.deidentify.speakers import in_order, of_labels
from insideout.deidentify.spread import spread

WORDS = {"grace", "may", "banks", "bank"}
ORDINARY: dict[str, Callable[[str], bool]] = {"en": WORDS.__contains__, "sv": lambda _: False}


def added(
    text: str, *names: tuple[str, str], decided: tuple[str, ...] = (), language: str = "en"
) -> list[tuple[str, str, str]]:
    document = Document("S1", "A: " + text, language, ("A", "Mowbray"))
    ((_, spans),) = spread([(document, [])], names, decided, ORDINARY)
    assert {span.rule for span in spans} <= {"study"}
    return [(document.text[s.start : s.end], s.kind, s.state) for s in spans]


def test_a_name_of_another_source_is_sure_with_a_capital_and_asked_about_without() -> None:
    assert added("Then Wenmouth, in wenmouth.", ("Wenmouth", "place")) == [
        ("Wenmouth", "place", "sure"), ("wenmouth", "place", "masked"),
    ]  # fmt: skip


def test_a_person_is_found_by_surname_and_without_title() -> None:
    names = (("Jacinta Mowbray", "person"), ("Dr Eve Pound-Ash", "person"))
    assert added("Ask Mowbray's or Pound-Ash.", *names) == [
        ("Mowbray", "person", "sure"), ("Pound-Ash", "person", "sure"),
    ]  # fmt: skip


def test_a_forename_is_masked_inside_a_sentence_till_it_is_reviewed() -> None:
    names = (("Jacinta Mowbray", "person"), ("Grace Pellow", "person"))
    assert added("Jacinta came. Ask Jacinta's, jacinta, Grace.", *names) == [
        ("Jacinta", "person", "masked")
    ]
    assert added("Ask Jacinta.", *names, decided=("jacinta",)) == []


def test_an_ordinary_word_needs_a_capital_inside_a_sentence() -> None:
    assert added("Grace came. It was Grace, with grace.", ("Grace", "person")) == [
        ("Grace", "person", "masked")
    ]


def test_a_form_in_lower_case_that_is_a_word_is_left() -> None:
    assert added("the banks of a bank", ("Bank", "person")) == []
    assert added("see the Banks", ("Bank", "person")) == [("Bank", "person", "masked")]


@pytest.mark.parametrize("decided", [("wenmouth",), ("Wenmouth society",)])
def test_what_reviewers_left_is_left(decided: tuple[str, ...]) -> None:
    assert added("the Wenmouth Society", ("Wenmouth", "place"), decided=decided) == []


def test_dates_and_numbers_are_found_by_their_shape_alone() -> None:
    assert added("in May", ("May", "date"), ("12345", "number")) == []


def test_a_label_is_no_place_for_it() -> None:
    document = Document("S1", "Mowbray: I am Mowbray.", "en", ("Mowbray",))
    ((_, spans),) = spread([(document, [])], [("Mowbray", "person")], (), ORDINARY)
    assert [(s.start, s.end) for s in spans] == [(14, 21)]


def test_what_is_masked_already_stays_as_it_is_and_what_is_asked_is_masked() -> None:
    text = "A: Ada Mowbray and Mowbray."
    whole, alone = Span(3, 14, "person", "x", "sure", "ada"), Span(19, 26, "person", "y", "asked")
    found = spread([(Document("S1", text, "en", ("A",)), [whole, alone])], [("Mowbray", "person")],
                   (), ORDINARY)  # fmt: skip
    assert found[0][1] == [whole, Span(19, 26, "person", "study", "sure")]


def test_a_longer_name_does_not_reopen_what_is_sure() -> None:
    text = "A: a Dr May Grace and so"
    sure = Span(8, 11, "person", "x", "sure")
    names = [("Dr May", "person"), ("May Grace", "person")]
    found = spread([(Document("S1", text, "en", ("A",)), [sure])], names, (), ORDINARY)
    assert found[0][1] == [Span(8, 17, "person", "study", "sure")]


def test_a_swedish_genitive_is_found() -> None:
    assert added("Idas hus", ("Ida", "person"), language="sv") == [("Ida", "person", "sure")]


@pytest.mark.parametrize(
    ("label", "name"),
    [("Marsh, Annika (Study team)", "Annika Marsh"), ("Dr Pound", "Dr Pound"), ("Jo (GP)", "Jo")],
)
def test_labels_are_put_as_people_say_them(label: str, name: str) -> None:
    assert in_order(label) == name


def test_labels_that_name_somebody_go_to_the_key() -> None:
    turns = [({"label": raw, "source": "S1"}, new) for raw, new in [
        ("Marsh, Annika (Study team)", "Interviewer"), ("Interviewer", "Interviewer"),
        ("Practice nurse", "P1"), ("P3", "P1"), ("Zoe Quill", "P1"), ("Ada", "P1"),
    ]]  # fmt: skip
    roster = [("Zoe Quill", "person")]
    key = [{"name": "Ada", "source": "S1"}]
    from insideout.deidentify.span import Entry

    rows = of_labels(turns, [Entry("z", (name,), kind) for name, kind in roster], key)
    assert rows == [{"name": "Annika Marsh", "kind": "person", "pseudonym": "[Interviewer]",
                     "entity": "", "source": "S1"}]  # fmt: skip
