"""Pseudonyms: one for all forms of a name, the same in every source, never renumbered."""

import re
from typing import Any

import pytest

from insideout.deidentify.key import given, trimmed, with_kin, with_title
from insideout.deidentify.people import called, together
from insideout.deidentify.span import Document, Entry, Span


def doc(text: str, source: str = "S1", language: str = "en") -> Document:
    return Document(source, text, language)


def named(document: Document, *names: str, **about: Any) -> tuple[Document, list[Span]]:
    """A document with spans wherever the names stand; the longest first."""
    pattern = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    kind = about.pop("kind", "person")
    return document, [
        Span(m.start(), m.end(), kind, "x", **about) for m in re.finditer(pattern, document.text)
    ]


def pseudonyms(*found: tuple[Document, list[Span]], **more: Any) -> list[list[str]]:
    by_source, _ = given(found, more.pop("roster", ()), more.pop("key", ()), **more)
    return [by_source[document.source] for document, _ in found]


MARY = named(doc("Mary Smith came. Mary sat. Mrs Smith ate, mary too."), "Mary Smith", "Mary",
             "Smith", "mary")  # fmt: skip


def test_all_forms_of_one_person_have_one_pseudonym() -> None:
    assert pseudonyms(MARY) == [["[Person 1]"] * 4]


def test_a_surname_that_two_share_is_a_name_of_its_own() -> None:
    found = named(doc("Mary Smith, John Smith; Smith."), "Mary Smith", "John Smith", "Smith")
    assert pseudonyms(found) == [["[Person 1]", "[Person 2]", "[Person 3]"]]


def test_a_name_has_the_same_pseudonym_in_every_source() -> None:
    other = named(doc("Then Mary.", "S2"), "Mary")
    assert pseudonyms(MARY, other)[1] == ["[Person 1]"]


def test_a_first_name_goes_with_the_full_name_of_its_own_source() -> None:
    other = named(doc("Mary Jones, that Mary.", "S2"), "Mary Jones", "Mary")
    by_source, key = given([MARY, other], (), ())
    assert by_source["S2"] == ["[Person 2]", "[Person 2]"]
    rows = {(row["name"], row["source"]): row["pseudonym"] for row in key}
    assert rows["Mary", ""] == "[Person 1]"
    assert rows["Mary", "S2"] == "[Person 2]"
    assert pseudonyms(MARY, other, key=key) == [["[Person 1]"] * 4, ["[Person 2]"] * 2]


def test_nothing_in_the_key_is_renumbered() -> None:
    _, key = given([MARY], (), ())
    first = named(doc("Zoe met Mary.", "S0"), "Zoe", "Mary")
    by_source, more = given([first, MARY], (), key)
    assert by_source["S0"] == ["[Person 2]", "[Person 1]"]
    assert more[: len(key)] == key
    assert [row["name"] for row in more[len(key) :]] == ["Zoe"]


def test_a_full_name_found_later_joins_the_first_name_in_the_key() -> None:
    _, key = given([named(doc("Mary came."), "Mary")], (), ())
    assert pseudonyms(MARY, key=key) == [["[Person 1]"] * 4]


ENTRY = Entry("mary", ("Mary Smith", "Mary"), "person", "[Site A nurse]")


def test_the_roster_has_the_last_word_also_over_the_key() -> None:
    _, key = given([MARY], (), ())
    document, spans = MARY
    spans = [span._replace(entity="mary") for span in spans]
    by_source, new = given([(document, spans)], [ENTRY], key)
    assert by_source["S1"] == ["[Site A nurse]"] * 4
    again, same = given([(document, spans)], [ENTRY], new)
    assert (again, same) == (by_source, new)


def test_an_entry_without_pseudonym_has_one_of_role_and_sex() -> None:
    document, spans = named(doc("Ask Kim."), "Kim", entity="kim")
    expected = {("GP", ""): "[GP 1]", ("GP", "female"): "[Female GP 1]", ("", "male"): "[Man 1]",
                ("daughter", "female"): "[Daughter 1]"}  # fmt: skip
    for (role, sex), made in expected.items():
        roster = [Entry("kim", ("Kim",), "person", "", role, sex)]
        assert pseudonyms((document, spans), roster=roster) == [[made]]


def test_an_entry_of_one_source_is_another_elsewhere() -> None:
    roster = [Entry("kim", ("Kim",), "person", "[The nurse]", sources=("S1",))]
    one = named(doc("Ask Kim."), "Kim", entity="kim")
    two = named(doc("Ask Kim.", "S2"), "Kim")
    by_source, key = given([one, two], roster, ())
    assert by_source == {"S1": ["[The nurse]"], "S2": ["[Person 1]"]}
    assert {(row["source"], row["pseudonym"]) for row in key} == {("S1", "[The nurse]"),
                                                                 ("", "[Person 1]")}  # fmt: skip


def test_a_misspelling_has_the_pseudonym_of_its_entity() -> None:
    document = doc("Dr Kettlebury or Ketlebury.")
    spans = [Span(3, 13, "person", "x", entity="k"), Span(17, 26, "person", "x", entity="k")]
    roster = [Entry("k", ("Kettlebury",), "person", "", "doctor")]
    assert pseudonyms((document, spans), roster=roster) == [["[Doctor 1]", "[Doctor 1]"]]


def test_the_speakers_own_relatives_are_named_for_the_source() -> None:
    one = named(doc("My daughter Anna and my daughter Beth, said Anna."), "Anna", "Beth",
                role="daughter")  # fmt: skip
    two = named(doc("Nurse Anna.", "S2"), "Anna")
    by_source, key = given([one, two], (), (), narrators={"S1": "Patient"})
    assert by_source["S1"] == ["[Patient's daughter]", "[Patient's daughter 2]",
                               "[Patient's daughter]"]  # fmt: skip
    assert by_source["S2"] == ["[Person 1]"]
    assert given([one, two], (), key, narrators={"S1": "Patient"}) == (by_source, key)


def test_somebody_elses_relative_is_numbered() -> None:
    found = named(doc("Her daughter Anna came."), "Anna", role="daughter")
    assert pseudonyms(found, narrators={"S1": "Patient"}) == [["[Daughter 1]"]]


def test_the_same_word_can_name_a_place_and_a_person() -> None:
    text = doc("Lincoln lives in Lincoln.")
    spans = [Span(0, 7, "person", "x"), Span(17, 24, "place", "x")]
    by_source, key = given([(text, spans)], (), ())
    assert by_source["S1"] == ["[Person 1]", "[Place 1]"]
    assert given([(text, spans)], (), key) == (by_source, key)


def test_what_is_unknown_here_is_what_it_is_elsewhere() -> None:
    unknown = named(doc("Smith, Zorb."), "Smith", "Zorb", kind="unknown")
    document = doc("Mary Smith.", "S2")
    assert pseudonyms(unknown, named(document, "Mary Smith", "Smith")) == [
        ["[Name 1]", "[Name 2]"], ["[Person 1]"],
    ]  # fmt: skip
    both = (doc("Smith of Mary Smith."), [Span(0, 5, "unknown", "x"), Span(9, 19, "person", "x")])
    assert pseudonyms(both) == [["[Person 1]", "[Person 1]"]]


def test_an_article_does_not_make_another_name() -> None:
    _, key = given([named(doc("At Hollies."), "Hollies", kind="organisation")], (), ())
    again = named(doc("At The Hollies.", "S2"), "The Hollies", kind="unknown")
    assert pseudonyms(again, key=key) == [["[Organisation 1]"]]


def test_a_reviewers_pseudonym_is_used() -> None:
    decisions = [{"type": "zorb", "decision": "name", "kind": "place", "pseudonym": "[The pub]"}]
    found = named(doc("At Zorb."), "Zorb", kind="place")
    assert pseudonyms(found, decisions=decisions) == [["[The pub]"]]


def test_structured_identifiers_say_what_they_were() -> None:
    text = doc("0123 456, a@b.org")
    spans = [Span(0, 8, "phone", "x"), Span(10, 17, "email", "x")]
    assert pseudonyms((text, spans)) == [["[phone number]", "[e-mail address]"]]


@pytest.mark.parametrize(
    ("kind", "name", "role", "said"),
    [
        ("organisation", "St Mary's Hospital", "", "Hospital"),
        ("organisation", "Lunds sjukhus", "", "Hospital"),
        ("organisation", "Acme", "", "Organisation"),
        ("place", "Leeds", "", "Place"),
        ("place", "Leeds", "town", "Town"),
        ("person", "Ann", "dr", "Doctor"),
        ("unknown", "Zorb", "", "Name"),
    ],
)
def test_pseudonyms_say_what_is_named(kind: str, name: str, role: str, said: str) -> None:
    assert called(kind, name, role, "") == said


def test_numbers_go_on_after_those_of_the_roster() -> None:
    roster = [Entry("x", ("Xia",), "person", "[Person 4]")]
    assert pseudonyms(named(doc("Ann."), "Ann"), roster=roster) == [["[Person 5]"]]


def test_a_title_is_no_part_of_a_name() -> None:
    assert together(["dr smith", "mary smith", "mr"]) == {
        "dr smith": "mary smith", "mary smith": "mary smith", "mr": "mr",
    }  # fmt: skip


def test_a_doctors_title_goes_with_the_name() -> None:
    text = doc("Then Dr Pound, Dr Pound.")
    spans = with_title(text, [Span(8, 13, "person", "x", role="doctor"),
                              Span(18, 23, "person", "x")])  # fmt: skip
    assert [text.text[s.start : s.end] for s in spans] == ["Dr Pound", "Pound"]
    assert pseudonyms((text, spans)) == [["[Doctor 1]", "[Doctor 1]"]]


@pytest.mark.parametrize(
    "pseudonym", ["A\nB: C", "A\x0bB:\u2028C", "A\x00B:\x07 C", " A\r\nB: C\t"]
)
def test_a_pseudonym_stays_on_its_line(pseudonym: str) -> None:
    text = named(doc("Zork and Mary"), "Zork")
    decisions = [{"type": "zork", "decision": "name", "kind": "person", "pseudonym": pseudonym}]
    roster = [Entry("z", ("Zork",), "person", pseudonym)]
    key = [{"name": "Zork", "kind": "person", "pseudonym": pseudonym, "entity": "", "source": ""}]
    entity = named(doc("Zork and Mary"), "Zork", entity="z")
    assert pseudonyms(text, decisions=decisions) == [["A B: C"]]
    assert pseudonyms(entity, roster=roster) == [["A B: C"]]
    assert pseudonyms(text, key=key) == [["A B: C"]]


def test_possessives_and_nordic_genitives_are_trimmed() -> None:
    swedish = doc(" Annas Lars Anna's", language="sv")
    spans = [Span(0, 6, "person", "x"), Span(7, 11, "person", "x"), Span(12, 18, "person", "x")]
    kept = trimmed(swedish, spans, {"anna", "lars"})
    assert [swedish.text[s.start : s.end] for s in kept] == ["Anna", "Lars", "Anna"]
    english = trimmed(doc(swedish.text), spans, {"anna", "lars"})
    assert (english[0].start, english[0].end) == (1, 6)


def test_my_husband_and_his_name_become_one_pseudonym() -> None:
    text = Document("S1", "A: My husband Kenneth and our son, Neil, and Kenneth's son Neil.")
    at = [(14, 21), (35, 39), (45, 52), (59, 63)]
    assert [text.text[a:b] for a, b in at] == ["Kenneth", "Neil", "Kenneth", "Neil"]
    spans = [Span(a, b, "person", "x") for a, b in at]
    names = ["[Patient's husband]", "[Patient's son]", "[Patient's husband]", "[Patient's son]"]
    found = [text.text[s.start : s.end] for s in with_kin(text, spans, names)]
    assert found == ["My husband Kenneth", "our son, Neil", "Kenneth", "Neil"]
