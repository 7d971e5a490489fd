"""Time stamps in text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from insideout.intake.canonical import Turn
from insideout.intake.labels import Piece
from insideout.intake.source import read_source
from insideout.intake.timestamps import seconds, stamped

Make = Callable[[str, str | bytes], Path]
SAID = [Turn("Anna", "I went home.", 3, 9.5), Turn("Dan", "At 10:30?", 9.5, 3735),
        Turn("Anna", "Yes.", 3735, 4000), Turn("Dan", "Oh.", 4000, None)]  # fmt: skip


HOURS = ["00:00:03", "00:00:09.5", "01:02:15", "01:06:40"]
SHORTEST = ["0:03", "0:09,5", "1:02:15", "1:06:40"]
MINUTES = ["00:03", "00:09.5", "62:15", "66:40"]


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("[{time}] {name}: {said}\n", HOURS),
        ("{time} {name}: {said}\n", HOURS),
        ("{name} ({time}): {said}\n\n", SHORTEST),
        ("{name} [{time}]:\n{said}\n\n", MINUTES),
        ("{name}  {time}  \n{said}\n\n", SHORTEST),
        ("{name}\t{time}\n{said}\n\n", HOURS),
        ("{name}, {time}\n{said}\n\n", MINUTES),
        ("{time} {name}\n{said}\n", HOURS),
        ("{time} - {name}\n{said}\n", HOURS),
        ("{name}: {time}\n{said}\n", HOURS),
        ("{name}: [{time}] {said}\n", HOURS),
        ("[{time}]\n{name}: {said}\n", MINUTES),
        ("{name} [{time}] {said}\n", HOURS),
    ],
)
@pytest.mark.parametrize("labels", [None, ["Anna", "Dan"]])
def test_stamps_become_times_of_turns(
    file: Make, line: str, times: list[str], labels: list[str] | None
) -> None:
    text = "".join(
        line.format(name=turn.label, said=turn.text, time=time)
        for turn, time in zip(SAID, times, strict=True)
    )
    taken = read_source(file("a.txt", text), labels)
    assert taken.turns == SAID
    assert taken.warnings == ["4 time stamps taken out of the text"]


def test_stamps_that_end_paragraphs(file: Make) -> None:
    text = "Anna: I went. #00:00:12-4#\nDan: So? #00:00:15-1#\nAnna: Home. #00:01:00-0#\nDan: Ah\n"
    assert read_source(file("a.txt", text), None).turns == [
        Turn("Anna", "I went.", None, 12.4), Turn("Dan", "So?", 12.4, 15.1),
        Turn("Anna", "Home.", 15.1, 60), Turn("Dan", "Ah", 60, None),
    ]  # fmt: skip


def test_times_from_and_to(file: Make) -> None:
    teams = "".join(
        f"0:0:{n}.0 --> 0:0:{n}.950\n{name}\n{text}\n"
        for n, name, text in [(1, "Ek, Dan (North, Ward 2)", "So?"), (2, "Berg, Anna", "Right."),
                              (4, "Ek, Dan (North, Ward 2)", "Well?"), (5, "Berg, Anna", "Right.")]
    )  # fmt: skip
    assert read_source(file("a.txt", teams), None).turns == [
        Turn("Ek, Dan (North, Ward 2)", "So?", 1, 1.95), Turn("Berg, Anna", "Right.", 2, 2.95),
        Turn("Ek, Dan (North, Ward 2)", "Well?", 4, 4.95), Turn("Berg, Anna", "Right.", 5, 5.95),
    ]  # fmt: skip
    whisper = "[00:00.000 --> 00:05.000]  Hello there.\n[00:05.000 --> 00:07.000]  Hi.\n"
    assert read_source(file("b.txt", whisper), None).turns == [Turn("", "Hello there.\nHi.", 0, 7)]


def test_stamps_in_word_documents(tmp_path: Path) -> None:
    document = Document()
    for head, text in [("Speaker 1   0:03", "Hello."), ("Speaker 2   0:09", "Hi."),
                       ("Speaker 1   0:12", "Bye.")]:  # fmt: skip
        paragraph = document.add_paragraph(head)
        paragraph.add_run().add_break()
        paragraph.add_run(text)
    document.save(tmp_path / "a.docx")
    assert read_source(tmp_path / "a.docx", None).turns == [
        Turn("Speaker 1", "Hello.", 3, 9), Turn("Speaker 2", "Hi.", 9, 12),
        Turn("Speaker 1", "Bye.", 12, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    ["10:30", "Around 12:30", "10:30 was the time", "(10:30) I think", "It was\n10:30\nor later",
     "At 10:30", "[inaudible 00:01:02] home", "The tape says 00:01:02 there", "Lunch 12:00",
     "Bus 10:30", "from 10:30 to 12:00"],
)  # fmt: skip
@pytest.mark.parametrize("labels", [None, ["Anna", "Dan"]])
def test_clock_times_in_speech_stay(file: Make, said: str, labels: list[str] | None) -> None:
    text = f"Dan: When?\nAnna: {said}\nDan: And the next?\nAnna: {said}\nDan: Well?\nAnna: Yes.\n"
    taken = read_source(file("a.txt", text), labels)
    assert [turn.text for turn in taken.turns if turn.label == "Anna"] == [said, said, "Yes."]
    assert taken.warnings == []
    text = f"[00:01] Dan: When?\n[00:03] Anna: {said}\n[00:07] Dan: So?\n[00:09] Anna: {said}\n"
    taken = read_source(file("a.txt", text), labels)
    assert [turn.text for turn in taken.turns if turn.label == "Anna"] == [said, said]
    assert taken.warnings == ["4 time stamps taken out of the text"]


def test_a_stamp_within_a_turn_goes_and_starts_none(file: Make) -> None:
    text = "Dan: [00:01] So?\nAnna: I went [00:00:05] home. [00:09]\nDan: Ah.\nAnna: Yes.\n"
    assert read_source(file("a.txt", text), None).turns[:2] == [
        Turn("Dan", "So?", 1, None), Turn("Anna", "I went home.", None, 9),
    ]  # fmt: skip


def test_a_stamp_within_the_first_words_of_a_line_is_behind_no_label(file: Make) -> None:
    text = "Then [00:00:05] we went.\nDan: So?\nAnna: Well.\nThen [00:00:09] we came.\n" * 2
    taken = read_source(file("a.txt", text + "Dan: Ah.\n"), None)
    assert {turn.label for turn in taken.turns} == {"", "Dan", "Anna"}
    assert "Well.\nThen we came.\nThen we went." in [turn.text for turn in taken.turns]


def test_stamps_that_go_back_are_counted_and_end_nothing(file: Make) -> None:
    text = "[00:09] Dan: So?\n[00:05] Anna: Well.\n[00:07] Dan: Ah.\n[00:08] Anna: Yes.\n"
    taken = read_source(file("a.txt", text), None)
    assert [turn[2:] for turn in taken.turns] == [(9, None), (5, 7), (7, 8), (8, None)]
    assert taken.warnings[1] == "1 time stamps are earlier than the one before"


def test_a_stamped_label_that_is_not_listed_is_reported(file: Make) -> None:
    text = "Anna  0:03\nHello.\nBob  0:07\nHi.\nAnna  0:12\nBye.\n"
    taken = read_source(file("a.txt", text), ["Anna"])
    assert [(s.label, s.turns, s.line) for s in taken.strangers] == [("Bob", 1, 3)]


def test_documents_keep_their_times(file: Make) -> None:
    text = "Lunch 12:00\nSoup.\nDinner 18:00\nPie.\nLunch 13:00\n[00:00:01] Soup.\n"
    assert read_source(file("a.txt", text), []).turns == [Turn("", text.strip())]


@pytest.mark.parametrize(
    ("stamp", "time"),
    [("#00:01:23-4#", 83.4), ("[1:02:03]", 3723), ("(62:03)", 3723), ("0:03.250", 3.25),
     ("00:01:02:24", 62), ("0:0:1,5", 1.5)],
)  # fmt: skip
def test_seconds(stamp: str, time: float) -> None:
    assert seconds(stamp) == pytest.approx(time)


def test_labels_on_lines_of_their_own(file: Make) -> None:
    text = "INTERVIEW\n\nANNA\nI went home.\nDan\nwas there.\n\nEVA\nWhy?\n\nANNA\nBecause.\n"
    taken = read_source(file("a.txt", text), ["ANNA", "EVA"])
    assert [turn[:2] for turn in taken.turns] == [
        ("", "INTERVIEW"), ("ANNA", "I went home.\nDan\nwas there."), ("EVA", "Why?"),
        ("ANNA", "Because."),
    ]  # fmt: skip
    slip = (
        text.replace("ANNA\nB", "ANMA\nB")
        .replace("ANNA", "PARTICIPANT")
        .replace("ANMA", "PARTICPANT")
    )
    taken = read_source(file("a.txt", slip), ["PARTICIPANT", "EVA"], fold=True)
    assert taken.read_as == {"PARTICPANT": "PARTICIPANT"}


def test_a_name_alone_on_a_line_is_an_answer_where_labels_have_colons(file: Make) -> None:
    text = "Dan: Who was there?\nAnna: My sister.\nAnna\nand my aunt.\nDan: Oh.\n"
    taken = read_source(file("a.txt", text), ["Dan", "Anna"])
    assert [turn[:2] for turn in taken.turns][1] == ("Anna", "My sister.\nAnna\nand my aunt.")


BITS = [
    "Dan", "Eva ", "Berg, Eva (North)", ": ", " ", "\n", "0:01", " 0:02\n", "[00:00:03]", "(0:04)",
    "#00:00:05-2#", "0:6:0.1 --> 0:6:1.2\n", "00:01:07", "we said", "Bus 10:30", "Note", "9", ".",
]  # fmt: skip


@given(
    lines=st.lists(st.lists(st.sampled_from(BITS), max_size=5).map("".join), max_size=12),
    known=st.sampled_from([[], ["Dan"], ["Dan", "Eva"]]),
)
def test_nothing_but_stamps_leaves_the_text(lines: list[str], known: list[str]) -> None:
    pieces = [Piece(bare, n) for n, line in enumerate(lines) if (bare := " ".join(line.split()))]
    made, _ = stamped(pieces, known)
    before = "".join(piece.text for piece in pieces)
    after = "".join(piece.voice + piece.text for piece in made)
    assert [c for c in before if c.isalpha()] == [c for c in after if c.isalpha()]
    assert all(piece.line in range(len(lines)) for piece in made)
