"""The same interview in every format is the same text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.intake import canonical, read_source

Make = Callable[[str, str | bytes], Path]
Said = list[tuple[str, str]]
SPOKEN = "well I went to the doctor’s 10:30 café 70 – and so"
WORDS = st.lists(st.sampled_from(SPOKEN.split()), min_size=1, max_size=12).map(" ".join)


def texts(
    turns: Said, folder: Path, vtt: Callable[[Said], str], srt: Callable[[Said], str],
    docx: Callable[[Said], bytes], labels: list[str] | None,
) -> list[str]:  # fmt: skip
    made = {
        "a.txt": "\r\n\r\n".join(f"{label}: {text}" for label, text in turns).encode("utf-8-sig"),
        "b.docx": docx(turns),
        "c.vtt": vtt(turns).encode(),
        "d.srt": srt(turns).encode(),
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return [canonical(read_source(folder / name, labels).turns)[0] for name in made]


@pytest.mark.parametrize("labels", [["Interviewer", "Anna B"], None])
def test_one_interview_four_formats(
    tmp_path: Path, vtt: Callable[[Said], str], srt: Callable[[Said], str],
    docx: Callable[[Said], bytes], labels: list[str] | None,
) -> None:  # fmt: skip
    turns = [
        ("Interviewer", "How have you been since we met last?"),
        ("Anna B", "Fine. At 10:30 I saw the nurse – the “new” one – and she said: come back."),
        ("Interviewer", "And did you?"),
        ("Anna B", "Naïve as I am, yes. 42"),
    ]
    made = texts(turns, tmp_path, vtt, srt, docx, labels)
    assert set(made) == {"\n\n".join(f"{label}: {text}" for label, text in turns) + "\n"}


def test_paragraphs_are_the_same_in_text_and_word(
    file: Make, docx: Callable[[Said], bytes]
) -> None:
    turns = [("Dan", "One.\nTwo."), ("Eva", "Three."), ("Dan", "Four.\nFive.")]
    word = read_source(file("a.docx", docx(turns)), None).turns
    text = "\n\n".join(f"{label}: {said}" for label, said in turns)
    assert word == read_source(file("a.txt", text), None).turns


def test_any_interview(
    tmp_path: Path, vtt: Callable[[Said], str], srt: Callable[[Said], str],
    docx: Callable[[Said], bytes],
) -> None:  # fmt: skip
    @settings(deadline=None, max_examples=25)
    @given(st.lists(WORDS, min_size=1, max_size=6))
    def same(said: list[str]) -> None:
        turns = [(("Dan", "Eva")[n % 2], text) for n, text in enumerate(said)]
        made = texts(turns, tmp_path, vtt, srt, docx, ["Dan", "Eva"])
        assert len(set(made)) == 1

    same()
