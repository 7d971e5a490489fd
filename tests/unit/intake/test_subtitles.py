"""Subtitles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.intake.canonical import Turn
from insideout.intake.source import read_source
from insideout.problems import DataError

Make = Callable[[str, str | bytes], Path]


def cues(*said: tuple[float, float, str], form: str = "vtt") -> str:
    comma, head = (".", "WEBVTT\n\n") if form == "vtt" else (",", "")
    blocks = [
        f"{n}\n00:00:{a:06.3f} --> 00:00:{b:06.3f}\n".replace(".", comma) + f"{text}\n"
        for n, (a, b, text) in enumerate(said, 1)
    ]
    return head + "\n".join(blocks)


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_cues_of_one_speaker_are_one_turn_with_its_times(file: Make, form: str) -> None:
    text = cues(
        (1, 2, "<v Dan>How old\nare you?</v>"),
        (2, 3.5, "<v Eva>I am"),
        (4, 5, "seventy.</v>"),
        (5, 6, "<v.loud Dan>Oh.</v> <v Eva>Yes."),
        form=form,
    )
    assert read_source(file(f"a.{form}", text), None).turns == [
        Turn("Dan", "How old are you?", 1, 2), Turn("Eva", "I am seventy.", 2, 5),
        Turn("Dan", "Oh.", 5, 6), Turn("Eva", "Yes.", 5, 6),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_labels_at_the_start_of_cues(file: Make, form: str) -> None:
    text = cues((1, 2, "Dan: How old?"), (2, 3, "Eva: Seventy"), (3, 4, "two."),
                (4, 5, "Dan: Note: well."), (5, 6, "Eva: 10:30"), form=form)  # fmt: skip
    assert [turn[:2] for turn in read_source(file(f"a.{form}", text), None).turns] == [
        ("Dan", "How old?"), ("Eva", "Seventy two."), ("Dan", "Note: well."), ("Eva", "10:30"),
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_tags_go_but_angle_brackets_of_transcribers_stay(file: Make, form: str) -> None:
    said = r"{\an8}<i>So</i> <c.red>we</c> <00:00:01.500>went <unclear> &amp; {laughs} home"
    turns = read_source(file(f"a.{form}", cues((1, 2, said), form=form)), None).turns
    assert turns[0].text == "So we went <unclear> & {laughs} home"


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_rolling_captions_are_said_once_and_repeated_words_twice(file: Make, form: str) -> None:
    text = cues(
        (0, 2, "so I went"),
        (2, 2.01, "so I went"),
        (2.01, 4, "so I went\nto the doctor"),
        (4, 6, "to the doctor\nand"),
        (7, 8, "Yes."),
        (9, 10, "Yes."),
        form=form,
    )
    taken = read_source(file(f"a.{form}", text), None)
    assert taken.turns[0].text == "so I went to the doctor and Yes. Yes."
    assert taken.warnings == ["1 cues that repeat the one before left out"]


def test_two_speakers_who_say_the_same_at_once_both_count(file: Make) -> None:
    text = cues((1, 2, "<v Dan>Yes.</v>"), (1.5, 2, "<v Eva>Yes.</v>"))
    assert [turn.label for turn in read_source(file("a.vtt", text), None).turns] == ["Dan", "Eva"]


def test_numbers_at_the_end_of_cues_are_kept(file: Make) -> None:
    text = cues(
        (1, 2, "How old?\n70"), (2, 3, "42"), (3, 4, ""), (4, 5, "Born in\n1943"), form="srt"
    )
    assert read_source(file("a.srt", text), None).turns[0].text == "How old? 70 42 Born in 1943"
    bare = "00:00:01,000 --> 00:00:02,000\nBorn in\n1943\n\n00:00:03,000 --> 00:00:04,000\nor\n44\n"
    assert read_source(file("b.srt", bare), None).turns[0].text == "Born in 1943 or 44"


def test_notes_styles_and_settings_are_no_speech(file: Make) -> None:
    text = ("WEBVTT - a title\nKind: captions\n\nNOTE made by hand\n\nSTYLE\n::cue {}\n\n"
            "one\n01:02.000 --> 01:03.000 align:start\nHello.\n")  # fmt: skip
    assert read_source(file("a.vtt", text), None).turns == [Turn("", "Hello.", 62, 63)]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.vtt", "Dan: hello\n", 1),
        ("a.vtt", "WEBVTT\n\n1\n00:01 --> 00:02\nHello\n", 4),
        ("a.srt", "Dan: hello\n", 1),
        ("a.srt", "1\n0:0:1,0 --> later\nHello\n", 2),
        ("a.srt", "1\n00:00:01,000 00:00:02,000\nHello\n", 2),
    ],
)
def test_times_that_can_not_be_read_are_told_with_their_line(
    file: Make, name: str, text: str, line: int
) -> None:
    with pytest.raises(DataError) as caught:
        read_source(file(name, text), None)
    assert [problem.line for problem in caught.value.problems] == [line]


def test_a_stranger_in_a_voice_tag_is_reported_with_its_line(file: Make) -> None:
    text = cues((1, 2, "<v Dan>Hello.</v>"), (2, 3, "<v Bob>Hi.</v>"))
    taken = read_source(file("a.vtt", text), ["Dan"])
    assert [(s.label, s.turns, s.line) for s in taken.strangers] == [("Bob", 1, 8)]
    assert [turn.label for turn in taken.turns] == ["Dan", "Bob"]


@pytest.mark.parametrize(
    ("form", "times", "start", "end"),
    [
        ("vtt", "0:0:13.540 --> 0:0:15.1", 13.54, 15.1),
        ("vtt", "00:00:13,540 --> 00:00:15,100", 13.54, 15.1),
        ("vtt", "00:00:13.540000 --> 100:00:15.100", 13.54, 360015.1),
        ("vtt", "00:00:13 --> 00:00:15 align:start", 13, 15),
        ("srt", "0:0:13,54 --> 0:0:15.1", 13.54, 15.1),
        ("srt", "00:13,540 --> 00:15,100", 13.54, 15.1),
        ("srt", "00:00:13 --> 00:00:15", 13, 15),
        ("srt", "100:00:13,540 --> 100:00:15,100", 360013.54, 360015.1),
    ],
)
def test_times_as_programs_write_them(
    file: Make, form: str, times: str, start: float, end: float
) -> None:
    text = ("WEBVTT\n\n" if form == "vtt" else "") + f"{times}\nHello.\n"
    taken = read_source(file(f"a.{form}", text), None)
    assert taken.turns == [Turn("", "Hello.", start, end)]
    assert taken.warnings == []


@pytest.mark.parametrize("form", ["vtt", "srt"])
def test_times_that_can_not_be_so_are_taken_and_counted(file: Make, form: str) -> None:
    stamps = ["-00:00:01.500 --> 00:00:02.000", "00:00:-1.000 --> 00:00:03.000",
              "00:00:09.000 --> 00:00:05.000", "00:00:04.000 --> 00:00:06.000"]  # fmt: skip
    blocks = "\n\n".join(f"{s}\n<v {'DE'[n % 2]}>Word {n}</v>" for n, s in enumerate(stamps))
    text = "WEBVTT\n\n" + blocks if form == "vtt" else blocks.replace(".", ",")
    taken = read_source(file(f"a.{form}", text), None)
    assert [turn[1:] for turn in taken.turns] == [
        ("Word 0", 0, 2), ("Word 1", 0, 3), ("Word 2", 9, 9), ("Word 3", 4, 6),
    ]  # fmt: skip
    assert taken.warnings == [
        "2 cues begin before 0",
        "1 cues end before they begin",
        "1 cues begin before the one above",
    ]


def test_indexes_may_be_missing_or_wrong(file: Make) -> None:
    text = "7\n00:01,0 --> 00:02,0\nA 1\n\n00:02,0 --> 00:03,0\nB\n\n7\n00:03,0 --> 00:04,0\n2\n"
    assert read_source(file("a.srt", text), None).turns[0].text == "A 1 B 2"


def test_labels_with_a_comma_and_an_organisation(file: Make) -> None:
    name = "Berg, Anna (Region North, Ward 2)"
    for text in (
        cues((1, 2, f"<v {name}>Hi.</v>"), (2, 3, "<v Dan>Hi.</v>")),
        cues((1, 2, f"{name}: Hi."), (2, 3, "Dan: Hi."), (3, 4, f"{name}: So"), (4, 5, "Dan: A")),
    ):
        assert read_source(file("a.vtt", text), None).turns[0] == Turn(name, "Hi.", 1, 2)
