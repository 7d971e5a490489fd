"""Real Quarto is called as a process; a fake one stands in for it, the real one where installed."""

import sys
from pathlib import Path

import pypdf
import pytest

from insideout.problems import DataError
from insideout.report.quarto import complaints, find_quarto, render

FAKE = """#!/bin/sh
if [ "$1" = --version ]; then echo {version}; exit 0; fi
out="$2/$6"
mkdir -p "$out"
if [ "$4" = html ]; then echo "<p>new</p>" > "$out/index.html"; else echo PDF > "$out/Book.pdf"; fi
{extra}
"""


def fake(folder: Path, version: str = "1.9.2", extra: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    command = folder / "quarto"
    command.write_text(FAKE.format(version=version, extra=extra))
    command.chmod(0o755)
    return command


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty first folder on PATH, and no Quarto anywhere else."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "beside" / "python"))
    return tmp_path


@pytest.mark.usefixtures("path")
def test_without_quarto_none_is_found() -> None:
    assert find_quarto() is None


def test_quarto_on_path_comes_before_the_one_beside_python(path: Path) -> None:
    beside = fake(path / "beside")
    assert find_quarto() == beside
    first = fake(path / "bin", version="1.10.0")
    assert find_quarto() == first


@pytest.mark.parametrize("version", ["1.8.27", "1.3", "nonsense", "0.9.9"])
def test_old_quarto_does_not_count(path: Path, version: str) -> None:
    fake(path / "bin", version=version)
    fake(path / "beside", version=version)
    assert find_quarto() is None


@pytest.mark.parametrize("version", ["1.9.0", "1.11.3", "99.9.9", "2.0"])
def test_new_quarto_counts(path: Path, version: str) -> None:
    assert fake(path / "bin", version=version) == find_quarto()


def test_output_is_moved_into_place(tmp_path: Path, sample: Path) -> None:
    made = render(sample, tmp_path / "html", tmp_path / "report.pdf", fake(tmp_path / "bin"))
    assert (tmp_path / "html" / "index.html").read_text() == "<p>new</p>\n"
    assert (tmp_path / "report.pdf").read_text() == "PDF\n"
    assert made.engine == "quarto"
    assert made.pages == ("index.html",)
    assert not (sample / "_rendered").exists()


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("echo 'WARN: Unable to resolve crossref @tbl-x' >&2", "Unable to resolve crossref @tbl-x"),
        ("printf '\\033[33m[WARNING] Citeproc: citation x not found\\033[39m\\n'", "citation x"),
        ("echo 'ERROR: bad yaml' >&2; exit 1", "ERROR: bad yaml"),
        ("echo 'it broke' >&2; exit 1", "it broke"),
    ],
)
def test_warnings_and_errors_fail_and_leave_the_old_book(
    tmp_path: Path, sample: Path, extra: str, said: str
) -> None:
    html = tmp_path / "html"
    html.mkdir()
    (html / "index.html").write_text("old")
    with pytest.raises(DataError) as caught:
        render(sample, html, tmp_path / "report.pdf", fake(tmp_path / "bin", extra=extra))
    assert said in str(caught.value)
    assert (html / "index.html").read_text() == "old"
    assert not (tmp_path / "report.pdf").exists()


def test_failing_pdf_leaves_the_old_html(tmp_path: Path, sample: Path) -> None:
    html = tmp_path / "html"
    html.mkdir()
    (html / "index.html").write_text("old")
    quarto = fake(tmp_path / "bin", extra='[ "$4" = html ] || { echo "ERROR: typst" >&2; exit 1; }')
    with pytest.raises(DataError, match="typst"):
        render(sample, html, tmp_path / "report.pdf", quarto)
    assert (html / "index.html").read_text() == "old"


def test_only_complaints_are_complaints() -> None:
    said = "[1/2] index.qmd\nOutput created: a.html\nWARN: one\nno WARN here\n(W) WARNING two\n"
    assert complaints(said) == ["WARN: one", "(W) WARNING two"]


def test_real_quarto_takes_the_sample_book(tmp_path: Path, sample: Path) -> None:
    quarto = find_quarto()
    if quarto is None:
        pytest.skip("no Quarto of at least 1.9 is installed (make quarto)")
    made = render(sample, tmp_path / "html", tmp_path / "report.pdf", quarto)
    assert "experience.html" in made.pages
    assert "Contents" in pypdf.PdfReader(tmp_path / "report.pdf").pages[1].extract_text()
