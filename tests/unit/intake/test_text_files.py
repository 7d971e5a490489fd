"""Plain text: encodings, lines, what is no text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.intake import read_source
from insideout.problems import DataError

Make = Callable[[str, str | bytes], Path]
WORDS = "Dan: Är vården öppen?\n\nEva: Ja, på vårdcentralen.\n"
TOLD = [("Dan", "Är vården öppen?"), ("Eva", "Ja, på vårdcentralen.")]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-32", "utf-32")],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_unicode_is_read_without_a_warning(file: Make, encoding: str, named: str, end: str) -> None:
    taken = read_source(file("a.txt", WORDS.replace("\n", end).encode(encoding)), ["Dan", "Eva"])
    assert [turn[:2] for turn in taken.turns] == TOLD
    assert (taken.format, taken.encoding, taken.warnings) == ("txt", named, [])


def test_big_endian_marks(file: Make) -> None:
    raw = b"\xfe\xff" + WORDS.encode("utf-16-be")
    assert [t[:2] for t in read_source(file("a.txt", raw), ["Dan", "Eva"]).turns] == TOLD


def test_a_guess_is_reported_and_scandinavian_letters_survive(file: Make) -> None:
    taken = read_source(file("a.txt", WORDS.encode("cp1252")), ["Dan", "Eva"])
    assert [turn[:2] for turn in taken.turns] == TOLD
    assert taken.encoding == "cp1252"
    assert "guess" in taken.warnings[0]


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("cp1251", "Врач принимает каждый день в поликлинике, спасибо."),
        ("cp1250", "Zażółć gęślą jaźń mówi pacjent o lekarzu i szpitalu, że jest źle."),
        ("cp932", "医者：今日はどうですか。患者：元気です、ありがとうございます。"),
    ],
)
def test_other_alphabets_are_guessed(file: Make, encoding: str, said: str) -> None:
    assert read_source(file("a.txt", said.encode(encoding)), []).turns[0].text == said


def test_control_characters_go_with_a_warning(file: Make) -> None:
    taken = read_source(file("a.txt", "Dan: he\x07llo " + "word " * 200), ["Dan"])
    assert taken.turns[0].text.startswith("hello word")
    assert taken.warnings == ["1 control characters removed"]


@pytest.mark.parametrize(
    "raw",
    [b"PK\x03\x04abc", b"%PDF-1.7", b"{\\rtf1 Dan: hello}", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0",
     bytes(range(256)) * 8, "no mark".encode("utf-16-le"), b"\xff\xfeabc"],
)  # fmt: skip
def test_what_is_no_text_is_refused(file: Make, raw: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read_source(file("a.txt", raw), None)
    assert caught.value.problems[0].hint


@pytest.mark.parametrize("name", ["a.odt", "a.rtf", "a.pdf", "a.TextGrid", "a.csv", "a.xlsx", "a"])
def test_other_formats_are_refused_with_what_can_be_read(file: Make, name: str) -> None:
    with pytest.raises(DataError, match=r"\.txt, \.md, \.docx, \.vtt, \.srt"):
        read_source(file(name, "Dan: hello"), None)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        read_source(tmp_path / "none.txt", None)
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(DataError):
        read_source(tmp_path / "folder.txt", None)


def test_markdown_labels_in_bold(file: Make) -> None:
    text = "# Interview\n\n**Dan:** Hello.\n\n__Eva__: Hi **there**.\n\n**Dan**: Bye.\n"
    turns = read_source(file("a.md", text), ["Dan", "Eva"]).turns
    assert [turn[:2] for turn in turns] == [
        ("", "Interview"), ("Dan", "Hello."), ("Eva", "Hi **there**."), ("Dan", "Bye."),
    ]  # fmt: skip
