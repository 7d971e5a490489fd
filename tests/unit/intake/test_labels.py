"""Who speaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.intake.canonical import canonical
from insideout.intake.labels import Stranger, near_miss
from insideout.intake.source import read_source

Make = Callable[[str, str | bytes], Path]


def test_labels_are_found_by_rule(file: Make) -> None:
    text = "Dan: One.\nDr. Eva Berg: Two.\nand more\n\nDan: Three.\nDr. Eva Berg:\nFour.\n"
    turns = read_source(file("a.txt", text), None).turns
    assert [turn[:2] for turn in turns] == [
        ("Dan", "One."), ("Dr. Eva Berg", "Two.\nand more"), ("Dan", "Three."),
        ("Dr. Eva Berg", "Four."),
    ]  # fmt: skip


def test_no_turn_begins_at_a_note_a_time_or_speech(file: Make) -> None:
    said = (
        "At nine.\nNote: she laughs\n10:30 was the time\n10: 30 it was\nHe said: come in.\n"
        "https://example.org\nThis is what I mean by it: nothing.\nand then: what"
    )
    text = f"Dan: When?\nEva: {said}\nDan: And?\nEva: {said}\n"
    taken = read_source(file("a.txt", text), None)
    assert [turn[:2] for turn in taken.turns] == [("Dan", "When?"), ("Eva", said), ("Dan", "And?"),
                                                  ("Eva", said)]  # fmt: skip
    assert [turn[:2] for turn in read_source(file("a.txt", text), ["Dan", "Eva"]).turns] == [
        turn[:2] for turn in taken.turns
    ]
    assert read_source(file("a.txt", text), ["Dan", "Eva"]).warnings == []


def test_with_known_labels_only_these_count_and_others_are_reported(file: Make) -> None:
    text = "Participant: Yes.\nBob: A.\nBob: B.\nParticpant: C.\nParticpant: D.\nParticpant: E.\n"
    taken = read_source(file("a.txt", text), ["Participant"])
    assert {turn.label for turn in taken.turns} == {"Participant"}
    unlisted = "label {!r} stands before {} turns and is not in speakers.csv; {}".format
    assert taken.warnings == [
        unlisted("Bob", 2, "add it there if it is a speaker"),
        unlisted("Particpant", 3, "did you mean 'Participant'?"),
    ]
    assert taken.strangers == [Stranger("Bob", 2, 2), Stranger("Particpant", 3, 4)]


def test_known_labels_may_be_long_or_lack_the_space(file: Make) -> None:
    long = "The second of the two interviewers, on the phone"
    text = f"{long}: Hello?\nDan:Hi.\n1: One.\n1:30 is late.\n"
    assert [t[:2] for t in read_source(file("a.txt", text), [long, "Dan", "1"]).turns] == [
        (long, "Hello?"), ("Dan", "Hi."), ("1", "One.\n1:30 is late."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "known", "near"),
    [
        ("Particpant", ["Participant", "Dan"], "Participant"),
        ("DAN", ["Dan", "Participant"], "Dan"),
        ("Particpant 1", ["Participant 1", "Participant 2"], "Participant 1"),
        ("Interviwee", ["Interviewer", "Interviewee"], "Interviewee"),
        ("Interviewee", ["Interviewer"], None),
        ("Speaker 2", ["Speaker 1"], None),
        ("Speaker B", ["Speaker A"], None),
        ("P2", ["P1"], None),
        ("Bob", ["Dan"], None),
    ],
)
def test_near_misses(label: str, known: list[str], near: str | None) -> None:
    assert near_miss(label, known) == near


def test_a_label_without_words_is_left_out_and_counted(file: Make) -> None:
    taken = read_source(file("a.txt", "Dan:\nEva: Hi.\n"), ["Dan", "Eva"])
    assert [turn.label for turn in taken.turns] == ["Eva"]
    assert taken.warnings == ["1 labels without words after them left out"]


def test_the_canonical_text_is_read_as_what_it_is(file: Make) -> None:
    text = "Head\nmatter\n\nDan: One.\n\nEva: Two.\nThree.\n\nDan: Four.\n"
    turns = read_source(file("a.txt", text), ["Dan", "Eva"]).turns
    assert canonical(turns)[0] == text


@pytest.mark.parametrize(
    "label",
    ["Berg, Anna (Region North)", "van der Berg, Anna Maria (North, Ward 2)", "Ek, Dan",
     "de la Cruz Santos, Maria Sofia Elena"],
)  # fmt: skip
def test_names_as_directories_have_them(file: Make, label: str) -> None:
    text = f"{label}: One.\nDan: Two.\n{label}: Three.\nDan: Four.\n"
    assert [turn[:2] for turn in read_source(file("a.txt", text), None).turns] == [
        (label, "One."), ("Dan", "Two."), (label, "Three."), ("Dan", "Four."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["Then there was the nurse, the old one (from the ward): she knew",
     "Monday, Tuesday and then Wednesday (so it went): all the same",
     "one, two, three, four and five (or six): it was always the same"],
)  # fmt: skip
def test_speech_with_commas_and_brackets_is_no_label(file: Make, said: str) -> None:
    text = f"Anna: Well.\n{said}.\nDan: So?\nAnna: As I say.\n{said}.\nDan: Oh.\n"
    assert {t.label for t in read_source(file("a.txt", text), None).turns} == {"Anna", "Dan"}
