"""Studies that lack a stage, a site or an answer: the book says only what holds for them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from insideout.code.codebook import read_codebook
from insideout.nest.rings import inside_out
from insideout.reader import framed, records
from insideout.report import frames, methods, stage, test_words, variables
from insideout.report.data import Data
from insideout.report.evidence import WITHHELD, Evidence
from insideout.tables.outputs import CODEBOOK

REPO = Path(__file__).parents[3]
BOOK = [file for file in sorted((REPO / "reports").rglob("*")) if file.is_file()]
SMALL = REPO / "tests" / "studies" / "small" / "data"
VERSIONS = [{"package": "python", "version": "3"}]
Staged = Callable[[Data], tuple[Path, Evidence]]


def rendered(data: Data, folder: Path) -> dict[str, str]:
    """The words of each page, and of the PDF under the name "pdf"."""
    stage.report(data, BOOK, folder / "html", folder / "report.pdf", VERSIONS, str)
    pages = {}
    for file in (folder / "html").glob("*.html"):
        article = re.search(r"<article.*</article>", file.read_text("utf-8"), re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", " ", article[0] if article else ""))
        pages[file.stem] = " ".join(text.split())
    pages["pdf"] = "".join(p.extract_text() for p in pypdf.PdfReader(folder / "report.pdf").pages)
    return pages


@pytest.fixture
def bare(plain: Data) -> Data:
    """A study of sources and codings, and nothing else."""
    codes = [code | {"feature": "", "sign": None, "shows": ""} for code in plain.codebook]
    return replace(plain, frames={}, codebook=codes)


@pytest.fixture
def untold(rich: Data) -> Data:
    """A study with a nest of whose features nobody told."""
    codings = [c for c in rich.codings if c["code"] != "continuity"]
    nest = inside_out(
        codings, list(rich.codebook), rich.informants, rich.units, rich.memberships, rich.manifest,
        rich.study["levels"], rich.study["nest"],
    )  # fmt: skip
    return replace(rich, codings=codings, nest={n: records(made) for n, made in nest.items()})


def test_themes_without_a_definition_keep_their_tables(plain: Data, tmp_path: Path) -> None:
    codes = records(framed(read_codebook(SMALL / "codebook.yaml"), CODEBOOK))
    assert any(not code["parent"] and not code["definition"] for code in codes)
    small = replace(plain, codebook=codes, codings=[], frames={})
    for name, text in rendered(small, tmp_path).items():
        assert ":::" not in text, name
        assert "{#" not in text, name


@pytest.mark.parametrize("study", ["rich", "plain", "bare", "untold"])
def test_no_markup_is_left_in_pages_or_pdf(
    study: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    for name, text in rendered(request.getfixturevalue(study), tmp_path).items():
        assert ":::" not in text, name
        assert "0 framework" not in text, name
        assert "0 to 0" not in text, name


def test_study_of_codings_alone_speaks_of_nothing_else(bare: Data, tmp_path: Path) -> None:
    pages = rendered(bare, tmp_path)
    assert "experience" not in pages
    everything = " ".join(pages.values())
    for absent in ("Sheaff", "nside-out", "matri", "mechanism", "Charted", "by site", "mark a site",
                   "summar"):  # fmt: skip
        assert absent not in everything, absent
    assert "4 informants speak in them." in pages["sample"]
    assert "who was asked, and who did the talking" in pages["index"]
    assert stage.chosen(bare)[1][0] == ("experience.qmd", "nest or frames")


def test_nothing_told_is_said_in_a_sentence(untold: Data, tmp_path: Path) -> None:
    pages = rendered(untold, tmp_path)
    assert "Nobody told of any of these features" in pages["experience"]
    assert "No experience was told of that could be explained." in pages["responders"]
    assert "What is explained" not in pages["responders"]
    assert "No experience was told of that could be explained." in pages["synthesis"]
    assert "Feature by feature" not in pages["synthesis"]
    assert "nothing: no experience was told of" in pages["index"]


def test_summaries_that_are_bound_are_counted_apart(rich: Data) -> None:
    cell = {"summary": "Said.", "stale": None}
    cells = [cell, cell | {"stale": True}, cell | {"stale": False}, cell | {"summary": ""}]
    assert frames.summaries(cells) == (3, 2, 1)
    told = variables.summing(3, 2, 1)
    assert "2 of them are bound" in told
    assert "(1 now)" in told
    assert "1 is not bound to any codings" in told
    assert "not bound" not in variables.summing(2, 2, 0)
    assert "stale" not in variables.summing(2, 0, 0)
    free = [row | {"stale": None} for row in rich.frames["patients"]]
    text = frames.matrices(
        replace(rich, frames={"patients": free}), Evidence(rich, ()), ["patients"]
    )
    assert "no summary says which codings it was written from" in text
    assert "lder than" not in text


def test_approximate_matches_show_both_words_unless_withheld(rich: Data) -> None:
    loose = [
        c | {"how": "approximate", "score": 99 - n, "coded_quote": f"coded {c['source']}"}
        for n, c in enumerate(rich.codings)
    ]
    data = replace(rich, placed=loose)
    text = methods.approximate(data, Evidence(data, {"evidence.qmd"}))
    assert "coded A1" in text
    assert "coded B1" not in text
    assert "zanzibar" not in text
    assert WITHHELD[False] in text
    assert text.index(">93.0<") < text.index(">99.0<")
    without = [{k: v for k, v in c.items() if k != "coded_quote"} for c in loose] * 7
    many = replace(rich, placed=without)
    text = methods.approximate(many, Evidence(many, {"evidence.qmd"}))
    assert text.count("<tr>") == 41
    assert "9 more matches scored as high or higher" in text
    assert methods.approximate(rich, Evidence(rich, ())) == ""


def test_p_values_of_notes_are_written_like_all_others() -> None:
    note = "without equal variances: Welch's test has p = .461, the other has p < .001; p is near"
    said = test_words.with_p(note).replace("\u00a0", " ").replace("\\", "")
    assert said == (
        "without equal variances: Welch's test has *p* = .461, the other has *p* < .001; p is near"
    )


@pytest.mark.parametrize(
    ("share", "tellers", "loose"), [(1.0, 1, 1), (1.0, 9, 0), (0.0, 9, 0), (0.5, 3, 1)]
)
def test_patterns_that_one_more_person_would_change(share: float, tellers: int, loose: int) -> None:
    row = {"share": share, "tellers": tellers, "low": 0.1, "high": 0.9}
    told = variables.base([row], 0.4, 0.6)
    assert f"could change {loose} of the 1 pattern" in told


def test_evidence_for_and_against_is_explained_once(rich: Data, staged: Staged) -> None:
    text = (staged(rich)[0] / "_findings.qmd").read_text("utf-8")
    assert text.count("One passage can stand for a mechanism and") == 1
