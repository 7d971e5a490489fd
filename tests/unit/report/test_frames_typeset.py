"""Framework matrices on paper and in the search: handles for what opens, pages on their side."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from insideout.report.book import Rendered, read_book
from insideout.report.embedded import render
from insideout.report.pandoc import build
from insideout.report.shortcodes import expand


@pytest.fixture(scope="module")
def made(charted_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    folder = tmp_path_factory.mktemp("rendered")
    return render(charted_book, folder / "html", folder / "report.pdf")


@pytest.fixture(scope="module")
def pages(made: Rendered) -> list[pypdf.PageObject]:
    assert made.pdf is not None
    return list(pypdf.PdfReader(made.pdf).pages)


@pytest.fixture(scope="module")
def typst(charted_book: Path) -> str:
    book = read_book(charted_book)
    sources = [expand(charted_book, c.file, {}, []) for c in book.chapters]
    return build(book, sources, typst=True).body


def wide(page: pypdf.PageObject) -> bool:
    return float(page.mediabox.width) > float(page.mediabox.height)


def test_wide_matrix_lies_across_the_page(pages: list[pypdf.PageObject]) -> None:
    (across,) = [page for page in pages if wide(page)]
    text = " ".join(across.extract_text().split())
    assert "What people" not in text
    assert "What patients *told*" in text
    assert "by sub-theme" in text


def test_paper_has_handles_in_place_of_what_opens(pages: list[pypdf.PageObject]) -> None:
    (across,) = [page for page in pages if wide(page)]
    text = " ".join(across.extract_text().split())
    assert "E1.2 Visits: E1.1 Knows: E1.3" in text
    assert "She comes herself" not in text
    assert "3 quotations" not in text
    assert "words withheld" not in text
    assert "Older than its evidence" in text


def test_grid_is_marks_alone_under_turned_heads(typst: str) -> None:
    grid = typst[typst.index("grid: true") :].partition("#data-table(")[0]
    assert grid.count("#turned[") == 4  # three of the theme's, and the theme without any below
    assert "columns: (auto, 2.3em, 2.3em, 2.3em, 2.3em,)" in grid
    assert '#valence-dot("present");' in grid
    assert "not told" not in grid
    assert "opens-stroke" in grid


def test_band_with_counts_is_repeated_over_the_rows_it_heads(typst: str) -> None:
    overview = typst.split("#data-table(")[2]
    bands = overview.split("table.header(level: 2,")[1:]
    assert len(bands) == 2
    assert '#valence("present")[1];' in bands[0].partition("E1")[0]
    assert "of 2" in bands[0].partition("E1")[0]


def test_search_finds_a_quotation_in_the_evidence_alone(made: Rendered) -> None:
    assert made.html is not None
    script = (made.html.parent / "assets" / "search-data.js").read_text("utf-8")
    entries = json.loads(script.partition("=")[2].rstrip(";\n"))
    found = {entry["page"] for entry in entries if "She comes herself" in entry["text"]}
    assert found == {"evidence.html"}
    assert any("Her own <doctor> comes" in e["text"] for e in entries if e["page"] == "told.html")
    after = [e for e in entries if e["page"] == "told.html" and "In the end it came" in e["text"]]
    assert after
