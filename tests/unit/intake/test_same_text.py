"""The same interview from a word processor or as a PDF is the same text as in plain text."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]
import pytest
import typst

from insideout.intake.canonical import canonical
from insideout.intake.source import read_source

Said = list[tuple[str, str]]
Write = Callable[[Said], bytes]
WORDS = """
    well I went to the doctor’s at 10:30 – and so on, but the naïve “new” nurse in the ward at
    Østfold said: come back on 3.4. with your mother-in-law; I didn’t know what efficient
    coordination of Łódź’s offices is, så vi åkte hem igen. 70 % of the affair (nearly) was fine!
    Why? He’s my informal carer… you see
""".split()  # noqa: SIM905 (words of speech)
LABELS = ["Interviewer", "Anna B"]


def interview(seed: int, turns: int = 30, longest: int = 90) -> Said:
    chance = random.Random(seed)  # noqa: S311 (nothing is kept secret by it)
    talk = []
    for n in range(turns):
        words = [chance.choice(WORDS) for _ in range(chance.randint(1, longest))]
        talk.append((LABELS[n % 2], "So " + " ".join(words) + " indeed."))
    return talk


def by_pandoc(form: str) -> Write:
    def write(talk: Said) -> bytes:
        blocks = [{"t": "Para", "c": [{"t": "Str", "c": f"{who}: {text}"}]} for who, text in talk]
        tree = {"pandoc-api-version": [1, 23, 1], "meta": {}, "blocks": blocks}
        made = subprocess.run(
            [pypandoc.get_pandoc_path(), "-f", "json", "-t", form, "-s", "-o", "-"],
            input=json.dumps(tree).encode(), capture_output=True, check=True,
        )  # fmt: skip
        return made.stdout

    return write


def pdf(talk: Said) -> bytes:
    """Hyphenated and justified, with a running head, page numbers and line numbers."""
    lines = [
        '#set page(paper: "a4", header: [Interview 3 #h(1fr) Confidential], numbering: "1 / 1")',
        '#set text(font: "Libertinus Serif", size: 12pt, lang: "en", hyphenate: true)',
        '#set par(justify: true, spacing: 1.5em)\n#set par.line(numbering: "1")',
        *(f"#{json.dumps(f'{who}: {text}', ensure_ascii=False)}\n" for who, text in talk),
    ]
    made: bytes = typst.compile("\n".join(lines).encode())  # type: ignore[call-overload, assignment]
    return made


WRITE: dict[str, Write] = {
    "txt": lambda talk: "\n\n".join(f"{who}: {text}" for who, text in talk).encode(),
    "docx": by_pandoc("docx"),
    "odt": by_pandoc("odt"),
    "rtf": by_pandoc("rtf"),
    "pdf": pdf,
}


@pytest.mark.parametrize("form", WRITE)
@pytest.mark.parametrize("labels", [LABELS, None])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_text(tmp_path: Path, form: str, labels: list[str] | None, seed: int) -> None:
    talk = interview(seed)
    file = tmp_path / f"a.{form}"
    file.write_bytes(WRITE[form](talk))
    text, spans = canonical(read_source(file, labels).turns)
    assert text == "\n\n".join(f"{who}: {said}" for who, said in talk) + "\n"
    assert [text[a:b] for a, b in spans] == [said for _, said in talk]
