"""The line on seven real interviews that nobody here wrote.

Facts of the data, checked beforehand and stated beside them (SOURCE.txt): 7 sources, 30,157 words,
261 coded segments without offsets, of which 240 stand verbatim after folding white space, seven
more after folding punctuation; the published frequency of every code but the withheld
`Anonymize`; one empty cell of 7 × 8.
"""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]
DATA = REPO.parent / "shared" / "data" / "pdpilot"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data/pdpilot is not here")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdpilot")
    study = REPO / "tests" / "real" / "pdpilot.yaml"
    command = [sys.executable, "-m", "snakemake", "-s", REPO / "Snakefile", "--cores", "2"]
    run = subprocess.run(
        [*map(str, command), "--config", f"study={study}"],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    return folder / "results" / "pdpilot"


def test_every_word_of_every_interview_is_taken_in(results: Path) -> None:
    manifest = rows(results / "corpus" / "manifest.csv")
    assert [row["source"] for row in manifest] == [f"P{n}" for n in range(1, 8)]
    assert sum(int(row["words"]) for row in manifest) == 30_157


def test_every_segment_is_placed_and_most_word_for_word(results: Path) -> None:
    codings = rows(results / "tables" / "codings.csv")
    assert len(codings) == 261
    assert rows(results / "tables" / "orphans.csv") == []
    approximate = [row for row in codings if row["how"] == "approximate"]
    assert len(codings) - len(approximate) == 247
    assert len(approximate) == 14
    assert all(85 <= float(row["score"]) <= 100 for row in approximate)
    by_source = [sum(c["source"] == f"P{n}" for c in codings) for n in range(1, 8)]
    assert by_source == [34, 43, 32, 41, 32, 30, 49]


def test_offsets_give_back_the_quote(results: Path) -> None:
    for row in rows(results / "tables" / "codings.csv"):
        text = (results / "corpus" / "texts" / f"{row['source']}.txt").read_text("utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["quote"]


def test_an_approximate_place_begins_and_ends_as_its_quote_does(results: Path) -> None:
    """All of the 14: a page break or a hyphen lies inside them, not at their ends."""
    segments = [" ".join(row["segment"].split()) for row in rows(DATA / "coded_segments.csv")]
    ends = {(words[:12], words[-6:]) for words in segments}
    placed = [r for r in rows(results / "tables" / "codings.csv") if r["how"] == "approximate"]
    alike = [
        (" ".join(r["quote"].split())[:12], " ".join(r["quote"].split())[-6:]) in ends
        for r in placed
    ]
    assert sum(alike) == 14


def test_each_code_is_counted_as_published(results: Path) -> None:
    counted = {
        row["code"]: int(row["codings"]) for row in rows(results / "tables" / "code_counts.csv")
    }
    names = {row["path"]: row["code"] for row in rows(results / "tables" / "codebook.csv")}
    published = {r["code_path"]: int(r["frequency"]) for r in rows(DATA / "code_system.csv")}
    assert sum(published.values()) == 293
    for path, frequency in published.items():
        if path != "Anonymize":
            assert counted[names[path]] == frequency, path
    assert counted[names["Anonymize"]] == 0


def test_one_cell_of_the_matrix_is_empty(results: Path) -> None:
    matrix = rows(results / "tables" / "framework_themes.csv")
    names = {row["code"]: row["name"] for row in rows(results / "tables" / "codebook.csv")}
    assert len({row["case"] for row in matrix}) == 7
    assert len({row["theme"] for row in matrix}) == 8
    assert len(matrix) == 56
    empty = [(row["case"], names[row["theme"]]) for row in matrix if not int(row["codings"])]
    assert empty == [("P4", "Study limitations")]


def test_both_formats_of_the_report_are_made(results: Path) -> None:
    page = (results / "report" / "html" / "index.html").read_text("utf-8")
    assert "PDPilot" in page
    assert (results / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
