"""The staged book: what it holds, what it withholds, and that its links lead somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from insideout.problems import DataError, Problem
from insideout.report import quarto, stage
from insideout.report.data import Data
from insideout.report.evidence import Evidence, quotations
from insideout.report.frame_matrix import parts_of

REPORTS = Path(__file__).parents[3] / "reports"
BOOK = [file for file in sorted(REPORTS.rglob("*")) if file.is_file()]
VERSIONS = [{"package": "python", "version": "3"}]
UNREAD = "Nobody may ever read zanzibar here"  # in the texts of conftest.py, source B1
Staged = Callable[[Data], tuple[Path, Evidence]]


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def include(folder: Path, name: str) -> str:
    return (folder / "_includes" / f"{name}.md").read_text("utf-8")


def test_passages_of_one_span_are_one_quotation() -> None:
    texts = {"A1": "She always comes herself. Yes.", "A2": "We keep lists."}
    said = [
        {"source": source, "start": texts[source].index(quote), "passage": passage,
         "end": texts[source].index(quote) + len(quote)}
        for source, quote, passage in (
            ("A2", "We keep lists.", "late"), ("A1", "She always", "one"),
            ("A1", "She always comes herself", "one"), ("A1", "She always comes herself.", "two"),
            ("A1", "always", "inside"),
        )
    ]  # fmt: skip
    found = quotations(said, texts, ["A2", "A1"])
    assert [q.handle for q in found] == ["A2.1", "A1.1", "A1.2"]
    assert found[1].passages == ("one", "two")
    assert texts["A1"][found[1].start : found[1].end] == "She always comes herself."


def test_entry_shows_words_speaker_codes_and_coders(rich: Data, staged: Staged) -> None:
    text = include(staged(rich)[0], "evidence")
    entry = text[text.index("**A2\\.1**") :]
    assert r"Dr \(A2\), turn 2, about East practice" in entry
    assert "> We keep our own lists\\." in entry
    told = "[present]{.valence-present} (AM); [absent]{.valence-absent} (JT)"
    assert f"[Personal\\_List](codebook.qmd#code-personal_list): {told}" in entry


def test_quotation_that_runs_over_turns_names_the_speakers(plain: Data) -> None:
    start, end = plain.texts["A1"].index("How"), plain.texts["A1"].index(" The letter")
    long = {**plain.codings[0], "start": start, "end": end, "turn": 1}
    text = Evidence(replace(plain, codings=[long]), {"evidence.qmd"}).chapter()
    assert "> How are you\\?\n>\n> *P:* She always comes herself\\." in text


def test_withheld_words_are_nowhere(rich: Data, tmp_path: Path) -> None:
    html, pdf = tmp_path / "html", tmp_path / "report.pdf"
    stage.report(rich, BOOK, html, pdf, VERSIONS, str)
    folder = tmp_path / "staged"
    paths = stage.located(stage.chosen(rich)[0], BOOK, rich.study)
    stage.stage(rich, folder, paths, BOOK, VERSIONS)
    everything = b"".join([*files(html).values(), *files(folder).values()])
    assert UNREAD.encode() not in everything
    assert b"zanzibar" not in everything
    page = (html / "evidence.html").read_text("utf-8")
    assert "Withheld:" in page
    assert "B1.1" in page
    entries = json.loads(
        (html / "assets" / "search-data.js").read_text("utf-8").partition("=")[2].rstrip(";\n")
    )
    assert any("Withheld" in entry["text"] for entry in entries)


def test_cells_lead_to_quotations_and_tell_what_is_stale(rich: Data, staged: Staged) -> None:
    folder, evidence = staged(rich)
    text = include(folder, "frames-experience")
    anchors = {q.anchor for q in evidence.all}
    linked = re.findall(r'href="evidence\.qmd#([^"]+)"', text)
    assert linked
    assert set(linked) <= anchors
    assert "Older than its evidence" in text
    assert 'class="valence-mixed stale"' in text
    assert "Sees | one &lt;b&gt;doctor&lt;/b&gt; &#123;&#123;&lt; var x &gt;}}" in text
    assert '<th scope="rowgroup" colspan="2">East</th>' in text


def test_every_id_that_tables_cite_has_an_anchor(rich: Data, staged: Staged) -> None:
    folder, _ = staged(rich)
    text = include(folder, "evidence")
    anchors = set(re.findall(r"#q-([\w-]+)", text))
    cited = {p for row in rich.nest["nest_links"] for p in row["evidence"].split()}
    cited |= {p for row in rich.nest["nest_findings"] for p in row["quotes"].split()}
    assert cited
    assert cited <= anchors


def test_findings_say_what_explains_and_what_speaks_against_it(rich: Data, staged: Staged) -> None:
    folder, _ = staged(rich)
    text = include(folder, "findings")
    assert "<strong>Explained</strong> by provider organisations." in text
    assert "2 other informants and 1 of the patients on East practice: explains" in text
    assert 'Against it here (1 informant): <a href="evidence.qmd#' in text
    assert "None was told of at this site." in text
    assert "- No same person: West" in include(folder, "unexplained")


def test_tests_are_told_in_words(rich: Data, staged: Staged) -> None:
    folder, _ = staged(rich)
    assert "< .001" in include(folder, "tests")
    cells = include(folder, "test-cells").replace("\u00a0", " ")
    assert "Continuity differs by site \\(*p* < .001\\; *p* = .011\\)\\." in cells
    assert "1 left out for want of a value" in cells
    assert "largest residual\\: East × present" in cells
    assert re.search(r"\| East \| 1 \(0\.5\) \| – \| 1 \|\n\| West", cells)


def test_exceptions_are_listed(rich: Data, staged: Staged) -> None:
    text = include(staged(rich)[0], "patients")
    assert "One patient doesn't meet" in text
    assert "- B1: Kept" in text
    assert "| West | 1 | 60 | – |" in text


def test_chapters_of_stages_the_study_has_not_are_left_out(plain: Data) -> None:
    chapters, left_out = stage.chosen(plain)
    names = ["index", "sample", "coding", "experience", "evidence", "codebook", "methods"]
    assert chapters == [f"{name}.qmd" for name in [*names, "references"]]
    assert left_out == [
        ("synthesis.qmd", "nest"), ("responders.qmd", "nest"), ("tests.qmd", "tests or contrasts"),
    ]  # fmt: skip


def test_study_with_hardly_anything_is_rendered(plain: Data, tmp_path: Path) -> None:
    said = stage.report(plain, BOOK, tmp_path / "html", tmp_path / "report.pdf", VERSIONS, str)
    assert said.startswith("8 chapters, 5 quotations (embedded engine); synthesis.qmd left out")
    page = (tmp_path / "html" / "experience.html").read_text("utf-8")
    assert "A1.1" in page
    assert "None" not in page
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")


def test_study_without_codings_is_rendered(plain: Data, tmp_path: Path) -> None:
    cells = [c | {"codings": 0, "status": "not_told", "quotes": ""} for c in plain.frames["all"]]
    bare = replace(plain, codings=[], frames={"all": cells})
    said = stage.report(bare, BOOK, tmp_path / "html", tmp_path / "report.pdf", VERSIONS, str)
    assert "0 quotations" in said


def test_links_to_chapters_left_out_are_plain_text(rich: Data, tmp_path: Path) -> None:
    few = rich.study["report"] | {"chapters": ["experience.qmd", "responders.qmd"]}
    lean = replace(rich, study={**rich.study, "report": few})
    stage.report(lean, BOOK, tmp_path / "html", tmp_path / "report.pdf", VERSIONS, str)
    page = (tmp_path / "html" / "experience.html").read_text("utf-8")
    assert "A1.1" in page
    assert "evidence.html#" not in page


def test_same_tables_give_the_same_book(rich: Data, staged: Staged) -> None:
    first, second = staged(rich)[0], staged(rich)[0]
    assert first != second
    assert files(first) == files(second)
    assert "figures/patterns.svg" in files(first)
    assert b"<dc:date>" not in files(first)["figures/patterns.svg"]


def test_figures_are_described_with_numbers(rich: Data, staged: Staged) -> None:
    text = include(staged(rich)[0], "fig-patterns")
    assert "Same person: East .50 (n=1), West .00 (n=1)" in text


def test_title_and_chapters_are_the_studys(plain: Data, staged: Staged) -> None:
    config = yaml.safe_load((staged(plain)[0] / "_quarto.yml").read_text("utf-8"))
    assert config["book"]["title"] == "A *tiny* study"
    assert config["book"]["chapters"][0] == "index.qmd"
    assert "subtitle" not in config["book"]


def own(data: Data, folder: Path, text: str, name: str = "own.qmd") -> Data:
    (folder / name).write_text(text, "utf-8")
    report: dict[str, Any] = data.study["report"] | {"chapters": ["sample.qmd", f"./{name}"]}
    return replace(data, study={**data.study, "root": str(folder), "report": report})


def test_chapter_of_the_studys_own(plain: Data, tmp_path: Path) -> None:
    data = own(plain, tmp_path, "# Ours {#sec-ours}\n\n{{< var n.sources >}}, see @sec-sample.\n")
    stage.report(
        data, [*BOOK, tmp_path / "own.qmd"], tmp_path / "html", tmp_path / "r.pdf", VERSIONS, str
    )
    assert "4 sources, see" in (tmp_path / "html" / "own.html").read_text("utf-8")


def test_problems_name_the_file_that_can_be_mended(plain: Data, tmp_path: Path) -> None:
    data = own(plain, tmp_path, "# Ours {#sec-ours}\n\n{{< var n.sorces >}}\n")
    with pytest.raises(DataError) as error:
        stage.report(data, BOOK, tmp_path / "html", tmp_path / "r.pdf", VERSIONS, str)
    (problem,) = error.value.problems
    assert problem.file.endswith("own.qmd")
    assert problem.line == 3
    assert "did you mean n.sources?" in problem.hint
    assert not (tmp_path / "html").exists()


def test_pages_are_searched_before_the_pdf_is_there(plain: Data, tmp_path: Path) -> None:
    data = own(plain, tmp_path, "# Ours {#sec-ours}\n\nOne.\n")
    seen = []

    def search(files: Iterable[Path]) -> str:
        for file in files:
            seen.append(file.name)
            assert file.is_dir() if file.name == "html" else file.read_bytes()[:4] == b"%PDF"
        return "searched"

    stage.report(data, BOOK, tmp_path / "html", tmp_path / "r.pdf", VERSIONS, search)
    assert seen == ["html", "r.pdf"]


def test_what_is_found_in_the_pdf_keeps_the_last_book(plain: Data, tmp_path: Path) -> None:
    data = own(plain, tmp_path, "# Ours {#sec-ours}\n\nOne.\n")
    (tmp_path / "r.pdf").write_text("the last one", "utf-8")

    def search(files: Iterable[Path]) -> str:
        raise DataError(Problem(list(files)[-1].name, found="a name"))

    with pytest.raises(DataError, match=r"r\.pdf"):
        stage.report(data, BOOK, tmp_path / "html", tmp_path / "r.pdf", VERSIONS, search)
    assert (tmp_path / "r.pdf").read_text("utf-8") == "the last one"
    assert not (tmp_path / "html").exists()


@pytest.mark.parametrize("chapter", ["sampel.qmd", "./gone.qmd", "./sample.qmd"])
def test_unknown_chapters_are_told_of(plain: Data, tmp_path: Path, chapter: str) -> None:
    data = own(plain, tmp_path, "# Again {#sec-again}\n", "sample.qmd")
    data.study["report"]["chapters"].append(chapter)
    if chapter == "./sample.qmd":
        data.study["report"]["chapters"] = ["sample.qmd", chapter]
    with pytest.raises(DataError, match=r"report\.chapters"):
        stage.report(data, BOOK, tmp_path / "html", tmp_path / "r.pdf", VERSIONS, str)


def test_quarto_that_is_asked_for_must_be_there(
    plain: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarto, "find_quarto", lambda: None)
    report = plain.study["report"] | {"engine": "quarto"}
    data = replace(plain, study={**plain.study, "report": report})
    with pytest.raises(DataError, match="make quarto"):
        stage.report(data, BOOK, tmp_path / "html", tmp_path / "r.pdf", VERSIONS, str)


def test_wide_matrices_are_parted_evenly() -> None:
    assert [len(part) for part in parts_of([str(n) for n in range(9)])] == [5, 4]
    assert [len(part) for part in parts_of([str(n) for n in range(9)], 4)] == [3, 3, 3]
    assert [len(part) for part in parts_of([str(n) for n in range(7)])] == [7]
    assert parts_of([]) == [[]]
