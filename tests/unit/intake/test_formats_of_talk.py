"""The same interview in every format is the same text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.intake.canonical import canonical
from insideout.intake.source import read_source

Make = Callable[[str, str | bytes], Path]
Said = list[tuple[str, str]]
Formats = dict[str, Callable[[Said], str | bytes]]
SPOKEN = "well I went to the doctor’s 10:30 café 70 – and so"
WORDS = st.lists(st.sampled_from(SPOKEN.split()), min_size=1, max_size=12).map(" ".join)


@pytest.fixture(scope="session")
def formats(
    vtt: Callable[[Said], str], srt: Callable[[Said], str], docx: Callable[[Said], bytes],
    textgrid: Callable[[Said], str], csv: Callable[[Said], str], xlsx: Callable[[Said], bytes],
) -> Formats:  # fmt: skip
    """Makers of files, by name; text comes in several ways of writing."""

    def lines(between: str, encoding: str, line: str = "{}: {}") -> Callable[[Said], bytes]:
        return lambda turns: between.join(line.format(*turn) for turn in turns).encode(encoding)

    return {
        "a.txt": lines("\r\n\r\n", "utf-8-sig"),
        "b.txt": lines("\n", "utf-16-le"),
        "c.txt": lines("\n\n", "utf-8", "{}  00:01:02\n{}"),
        "d.md": lines("\n\n", "utf-8", "**{}:** {}"),
        "e.docx": docx, "f.vtt": vtt, "g.srt": srt, "h.TextGrid": textgrid, "i.csv": csv,
        "j.xlsx": xlsx,
    }  # fmt: skip


def texts(turns: Said, folder: Path, formats: Formats, labels: list[str] | None) -> list[str]:
    made = []
    for name, make in formats.items():
        content = make(turns)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        made.append(canonical(read_source(folder / name, labels).turns)[0])
    return made


@pytest.mark.parametrize("labels", [["Interviewer", "Anna B"], None])
def test_one_interview_in_all_formats(
    tmp_path: Path, formats: Formats, labels: list[str] | None
) -> None:
    turns = [
        ("Interviewer", "How have you been since we met last?"),
        ("Anna B", "Fine. At 10:30 I saw the nurse – the “new” one – and she said: come back."),
        ("Interviewer", "And did you?"),
        ("Anna B", "Naïve as I am, yes. 42"),
    ]
    made = texts(turns, tmp_path, formats, labels)
    assert len(made) == len(formats)
    assert set(made) == {"\n\n".join(f"{label}: {text}" for label, text in turns) + "\n"}


@pytest.mark.parametrize("ending", ["docx", "csv", "xlsx"])
def test_paragraphs_are_the_same_in_text_and_documents(
    file: Make, request: pytest.FixtureRequest, ending: str
) -> None:
    turns = [("Dan", "One.\nTwo."), ("Eva", "Three."), ("Dan", "Four.\nFive.")]
    other = request.getfixturevalue(ending)(turns)
    text = "\n\n".join(f"{label}: {said}" for label, said in turns)
    paths = [file("a.txt", text), file(f"a.{ending}", other)]
    read = [read_source(path, ["Dan", "Eva"]).turns for path in paths]
    assert read[0] == read[1]


def test_any_interview(tmp_path: Path, formats: Formats) -> None:
    @settings(deadline=None, max_examples=25)
    @given(st.lists(WORDS, min_size=1, max_size=6))
    def same(said: list[str]) -> None:
        turns = [(("Dan", "Eva")[n % 2], text) for n, text in enumerate(said)]
        assert len(set(texts(turns, tmp_path, formats, ["Dan", "Eva"]))) == 1

    same()
