"""Plain text: encodings, lines, what is no text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.intake import source
from insideout.intake.source import READABLE, read_source
from insideout.problems import DataError
from insideout.tables.corpus import FORMATS

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
     bytes(range(256)) * 8, b"\xff\xfeabc", bytes(80), b"ab\x00cd" * 8],
)  # fmt: skip
def test_what_is_no_text_is_refused(file: Make, raw: bytes) -> None:
    with pytest.raises(DataError) as caught:
        read_source(file("a.txt", raw), None)
    assert caught.value.problems[0].hint


@pytest.mark.parametrize("name", ["a.doc", "a.xls", "a.mp3", "a.json", "a"])
def test_other_formats_are_refused_with_what_can_be_read(file: Make, name: str) -> None:
    with pytest.raises(DataError) as caught:
        read_source(file(name, "Dan: hello"), None)
    problem = caught.value.problems[0]
    assert problem.expected == f"one of {READABLE}"
    assert problem.hint


def test_every_declared_format_can_be_read_and_no_other() -> None:
    assert set(source.FORMATS.values()) == set(FORMATS)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("words", [WORDS, "Врач: Как вы?\nАнна: Хорошо.\n", "日本語。\n話す。\n",
                                   "Āda: Ā ā labi.\n"])  # fmt: skip
def test_wide_characters_without_a_mark_are_known_by_their_zeros(
    file: Make, encoding: str, words: str
) -> None:
    taken = read_source(file("a.txt", words.encode(encoding)), [])
    assert taken.turns[0].text == read_source(file("b.txt", words), []).turns[0].text
    assert taken.encoding == encoding
    assert encoding in taken.warnings[0]


def test_a_lone_zero_byte_makes_no_wide_characters(file: Make) -> None:
    text = "Dan: hello there.\n" * 20
    for at in (7, 8):
        raw = (text[:at] + "\x00" + text[at + 1 :]).encode()
        taken = read_source(file("a.txt", raw), ["Dan"])
        assert (taken.encoding, len(taken.turns)) == ("utf-8", 20)
        assert taken.warnings == ["1 control characters removed"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("mac_roman", WORDS), ("CP1252", WORDS), ("utf-8", WORDS), ("UTF-16", WORDS),
     ("utf-16-le", "\ufeff" + WORDS), ("cp850", WORDS)],
)  # fmt: skip
def test_an_encoding_that_is_told_is_not_guessed(file: Make, encoding: str, words: str) -> None:
    raw = words.encode(encoding)
    taken = read_source(file("a.txt", raw), ["Dan", "Eva"], encoding=encoding)
    assert [turn[:2] for turn in taken.turns] == TOLD
    assert (taken.encoding, taken.warnings) == (encoding.lower(), [])


@pytest.mark.parametrize(
    ("encoding", "hint"),
    [("utf8x", "did you mean `utf8`?"), ("latin-l", "did you mean `latin"),
     ("wxyz", "such as utf-8"), ("base64", ""), ("unicode_escape", ""),
     ("undefined", ""), ("punycode", ""), ("a\x00b", "")],
)  # fmt: skip
def test_an_encoding_that_nobody_knows_is_told(file: Make, encoding: str, hint: str) -> None:
    with pytest.raises(DataError) as caught:
        read_source(file("a.txt", WORDS), None, encoding=encoding)
    problem = caught.value.problems[0]
    assert problem.expected == "the name of a character encoding"
    assert problem.hint.startswith(hint)


def test_bytes_that_are_not_of_the_encoding_are_told_with_their_line(file: Make) -> None:
    raw = "Dan: One.\nEva: Två.\n".encode("cp1252")
    with pytest.raises(DataError) as caught:
        read_source(file("a.txt", raw), None, encoding="utf-8")
    problem = caught.value.problems[0]
    assert (problem.line, problem.expected) == (2, "text in utf-8")


def test_an_encoding_of_a_document_is_not_needed(file: Make, docx: Callable[..., bytes]) -> None:
    taken = read_source(file("a.docx", docx([("Dan", "Hi.")])), ["Dan"], encoding="cp1252")
    assert taken.warnings == ["encoding cp1252 isn't asked for: a docx file says its own"]


def test_lines_that_were_broken_at_a_width_are_joined(file: Make) -> None:
    said = "We went to the clinic in the morning and nobody there knew what the hospital had said. "
    wrapped = (
        textwrap.fill("Anna: " + said * 4, 60) + "\n\n" + textwrap.fill("Dan: " + said * 3, 60)
    )
    taken = read_source(file("a.txt", wrapped + "\n\nAnna: Yes.\nIt was.\n"), ["Anna", "Dan"])
    assert [turn.text for turn in taken.turns] == [
        (said * 4).strip(), (said * 3).strip(), "Yes.\nIt was.",
    ]  # fmt: skip


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
