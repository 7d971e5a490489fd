"""The sample book, and the same book rendered once for the tests that only look."""

import shutil
from pathlib import Path

import pytest

from insideout.report.book import Rendered
from insideout.report.embedded import render

SAMPLE = Path(__file__).parent / "sample_book"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample book itself, to be read only."""
    return SAMPLE


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the sample book that a test may spoil."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "book"))


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The sample book as HTML and PDF."""
    folder = tmp_path_factory.mktemp("report")
    return render(SAMPLE, folder / "html", folder / "report.pdf")
