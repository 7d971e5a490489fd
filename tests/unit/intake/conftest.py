"""Makers of transcripts, the same words in every format."""

from __future__ import annotations

import csv as tables
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook
from praatio.utilities import textgrid_io

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Said = list[tuple[str, str]]


def _stamp(seconds: int, comma: str) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{comma}000"


def _cues(turns: Said, comma: str, lead: str, numbers: bool) -> str:
    """A cue for every five words, lines of a cue broken in the middle, the label on the first."""
    blocks, second = [], 0
    for label, text in turns:
        words = text.split()
        parts = [words[n : n + 5] for n in range(0, len(words), 5)]
        for number, part in enumerate(parts):
            line = " ".join(part[:3]) + ("\n" + " ".join(part[3:]) if part[3:] else "")
            line = (lead.format(label) if not number else "") + line
            times = f"{_stamp(second, comma)} --> {_stamp(second + 1, comma)}"
            blocks.append((f"{len(blocks) + 1}\n" if numbers else "") + f"{times}\n{line}\n")
            second += 2
    return "\n".join(blocks)


@pytest.fixture(scope="session")
def vtt() -> Callable[[Said], str]:
    return lambda turns: "WEBVTT\n\n" + _cues(turns, ".", "<v {}>", numbers=False)


@pytest.fixture(scope="session")
def srt() -> Callable[[Said], str]:
    return lambda turns: _cues(turns, ",", "{}: ", numbers=True)


@pytest.fixture(scope="session")
def textgrid() -> Callable[[Said], str]:
    """A tier for each speaker, an interval for every five words."""

    def make(turns: Said) -> str:
        tiers: dict[str, list[tuple[float, float, str]]] = {label: [] for label, _ in turns}
        second = 0
        for label, text in turns:
            words = text.split()
            for n in range(0, len(words), 5):
                tiers[label].append((second, second + 1.5, " ".join(words[n : n + 5])))
                second += 2
        grid = {
            "xmin": 0, "xmax": second,
            "tiers": [{"class": "IntervalTier", "name": name, "xmin": 0, "xmax": second,
                       "entries": intervals} for name, intervals in tiers.items()],
        }  # fmt: skip
        return textgrid_io.getTextgridAsStr(grid, "long_textgrid", includeBlankSpaces=True)

    return make


@pytest.fixture(scope="session")
def csv() -> Callable[[Said], str]:
    """A row for each turn, with semicolons, as spreadsheets of half of Europe write them."""

    def make(turns: Said) -> str:
        out = io.StringIO()
        writer = tables.writer(out, delimiter=";")
        writer.writerows([("speaker", "text"), *turns])
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def xlsx() -> Callable[[Said], bytes]:
    def make(turns: Said) -> bytes:
        book = Workbook()
        for row in [("Text", "Speaker"), *((text, label) for label, text in turns)]:
            book.worksheets[0].append(row)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def docx() -> Callable[[Said], bytes]:
    def make(turns: Said) -> bytes:
        document = Document()
        for label, text in turns:
            first, *rest = text.split("\n")
            document.add_paragraph(f"{label}: {first}")
            for paragraph in rest:
                document.add_paragraph(paragraph)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def with_body(docx: Callable[[Said], bytes]) -> Callable[..., bytes]:
    """A docx whose body is some XML; `extra` members are added or replaced."""
    with zipfile.ZipFile(io.BytesIO(docx([("A", "b")]))) as whole:
        empty: dict[str, str | bytes] = {name: whole.read(name) for name in whole.namelist()}

    def make(body: str, extra: dict[str, str | bytes] | None = None) -> bytes:
        document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        members = empty | {"word/document.xml": document} | (extra or {})
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return out.getvalue()

    return make


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make
