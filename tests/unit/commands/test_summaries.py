"""`python -m insideout summaries`: the form for charting, out and back into the table."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from insideout.chart.charting import form
from insideout.chart.matrix import matrix
from insideout.commands import summaries
from insideout.reader import read_inputs, records, write
from insideout.tables.inputs import SUMMARIES
from insideout.tables.outputs import FRAMEWORK

REPO = Path(__file__).parents[3]
BOOK = [{"code": "same_doctor", "parent": "", "name": "Same doctor"},
        {"code": "letters", "parent": "", "name": "Letters"}]  # fmt: skip
CASES = {"patients": ["N1", "S1"], "sites": ["north"]}


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study, and where its summaries lie."""
    shutil.copytree(REPO / "tests" / "studies" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    return Path("small/data/summaries.csv")


def made(*codings: str) -> Path:
    """What a run leaves, where these codings are of N1's same_doctor; the form of the patients."""
    said = [{"coding": c, "passage": c, "code": "same_doctor", "case": "N1", "valence": "present",
             "coders": "AB"} for c in codings]  # fmt: skip
    written = records(read_inputs([Path("small/data/summaries.csv")], SUMMARIES))
    file = Path("results/small/forms/charting_patients.xlsx")
    file.parent.mkdir(parents=True, exist_ok=True)
    for frame, cases in CASES.items():
        cells = {(s["case"], s["theme"]): s for s in written if s["frame"] == frame}
        found = matrix(said, BOOK, cases, ["same_doctor", "letters"], cells)
        write(found, Path(f"results/small/tables/framework_{frame}.csv"), FRAMEWORK)
        if frame == "patients":
            lines = {c: f"N1 turn 2: {c}" for c in codings}
            file.write_bytes(form(frame, records(found), lines, BOOK))
    return file


def fill(file: Path, **answers: dict[str, Any]) -> Path:
    """A copy of the form with answers by case and sheet: N1_Letters."""
    book = load_workbook(file)
    for page in book.worksheets[1:]:
        header = [cell.value for cell in page[1]]
        for row in page.iter_rows(min_row=2):
            key = f"{row[header.index('case')].value}_{page.title.replace(' ', '_')}"
            for name, value in answers.get(key, {}).items():
                row[header.index(name)].value = value
    book.save("copy.xlsx")
    return Path("copy.xlsx")


def run(*arguments: str) -> int:
    return summaries.main(["small/small.yaml", *arguments])


def test_summaries_are_taken_from_the_form_with_author_and_evidence(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table.read_text()
    form = made("c1")
    copy = fill(form, N1_Same_doctor={"summary": "Hers, always.", "author": "CD"},
                N1_Letters={"summary": "They come.", "author": "CD"})  # fmt: skip
    assert run("--from", str(copy)) == 0
    told = capsys.readouterr().out
    assert "+patients,N1,letters,They come.,CD," in told
    assert '-patients,N1,same_doctor,"The same doctor for eleven years' in told
    assert "1 summary is new, 1 changed or bound anew, 0 removed" in told
    rows = records(read_inputs([table], SUMMARIES))
    assert [(r["case"], r["theme"], r["summary"], r["author"]) for r in rows] == [
        ("N1", "same_doctor", "Hers, always.", "CD"),
        ("S1", "letters", "The letter came late and every doctor began anew.", "AB"),
        ("N1", "letters", "They come.", "CD"),
    ]  # fmt: skip
    page = load_workbook(form)["Same doctor"]
    evidence = page.cell(2, [cell.value for cell in page[1]].index("evidence") + 1).value
    assert rows[0]["evidence"] == evidence
    assert rows[1]["evidence"] == ""  # not touched, not bound
    assert table.with_name("summaries.csv.bak").read_text() == before


def test_a_form_handed_in_twice_changes_nothing_more(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = fill(made("c1"), N1_Letters={"summary": "They come.", "author": "CD"})
    assert run("--from", str(copy)) == 0
    after = table.read_text()
    assert run("--from", str(copy)) == 0
    assert table.read_text() == after
    assert "0 summaries are new, 0 changed" in capsys.readouterr().out


def test_rows_whose_evidence_has_changed_are_refused_and_the_others_taken(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = fill(made("c1"), N1_Same_doctor={"summary": "Hers.", "author": "CD"},
                S1_Letters={"summary": "Late.", "author": "CD"})  # fmt: skip
    made("c1", "c2")
    assert run("--from", str(copy)) == 1
    said = capsys.readouterr()
    assert "others are there now" in said.err
    assert "copy.xlsx, sheet Same doctor, line 2, evidence" in said.err
    assert "1 changed or bound anew" in said.out
    assert "Late.,CD" in table.read_text()
    assert "Hers.,CD" not in table.read_text()


def test_a_stale_summary_that_holds_is_bound_to_what_is_there_now(table: Path) -> None:
    made("c1")
    assert run("--all") == 0
    form = made("c1", "c2")
    page = load_workbook(form)["Same doctor"]
    assert "stale" in [cell.value for cell in page[2]]
    old = table.read_text()
    assert run("--from", str(fill(form))) == 0
    assert table.read_text() == old  # nobody has said that it holds
    assert run("--from", str(fill(form, N1_Same_doctor={"holds": "yes"}))) == 0
    assert table.read_text() != old
    made("c1", "c2")
    assert "stale" not in [c.value for c in load_workbook(form)["Same doctor"][2]]


def test_what_is_wrong_is_told_at_once_and_nothing_is_written(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table.read_text()
    made("c1")
    Path("mine.csv").write_text(
        "frame,case,theme,evidence,summary,author\n"
        "patient,N1,letters,e,New.,AB\npatients,N3,letters,e,New.,AB\n"
        "patients,N1,leters,e,New.,AB\npatients,S1,same_doctor,e,New.,\n"
    )
    assert run("--from", "mine.csv") == 1
    said = capsys.readouterr().err
    assert "4 problems in 1 file" in said
    for hint in ("`patients`", "known here: N1, S1", "`letters`", "add your id"):
        assert hint in said
    assert run("--from", "mine.csv", "--frame", "sites") == 1
    assert "leave --frame out" in capsys.readouterr().err
    assert run("--from", "mine.csv", "--frame", "site") == 1
    assert "did you mean `sites`?" in capsys.readouterr().err
    assert run("--from", "gone.xlsx") == 1
    assert "no such file" in capsys.readouterr().err
    assert table.read_text() == before


def test_emptied_cells_stay_unless_they_are_to_be_removed(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table.read_text()
    copy = fill(made("c1"), S1_Letters={"summary": None, "author": None})
    assert run("--from", str(copy)) == 0
    assert table.read_text() == before
    assert "to take them out of the table, add --remove" in capsys.readouterr().out
    assert run("--from", str(copy), "--remove") == 0
    assert "1 removed" in capsys.readouterr().out
    assert "S1" not in table.read_text()
    assert "N1,same_doctor" in table.read_text()


def test_a_frame_without_a_table_for_its_summaries_is_told_of(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = table.read_text()
    made("c1")
    page = Path("results/small/tables/framework_sites.csv").read_text().splitlines()
    evidence = page[1].split(",")[FRAMEWORK.names.index("evidence")]
    Path("mine.csv").write_text(
        f"case,theme,evidence,summary,author\nnorth,same_doctor,{evidence},New.,AB\n"
    )
    assert run("--from", "mine.csv", "--frame", "sites") == 1
    assert "add `summaries: summaries.csv` to the frame" in capsys.readouterr().err
    assert table.read_text() == before


def test_where_no_summary_was_written_yet_the_table_is_made(table: Path) -> None:
    copy = fill(made("c1"), N1_Letters={"summary": "They come.", "author": "CD"})
    table.unlink()
    assert run("--from", str(copy)) == 0
    assert table.read_text().startswith("frame,case,theme,summary,author,evidence\npatients,N1,le")


def test_without_a_run_nothing_is_taken(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = table.read_text()
    copy = fill(made("c1"), N1_Letters={"summary": "They come.", "author": "CD"})
    shutil.rmtree("results")
    assert run("--from", str(copy)) == 1
    said = capsys.readouterr().err
    assert "framework_patients.csv" in said
    assert "run the study first: .venv/bin/snakemake --config study=small/small.yaml" in said
    assert run() == 1
    assert "run the study first" in capsys.readouterr().err
    assert table.read_text() == before


def test_what_may_not_be_meant_is_told_and_the_rest_taken(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = fill(made("c1"), N1_Same_doctor={"state": "bound"}, N1_Letters={"holds": "yes"},
                S1_Same_doctor={"summary": "Never asked.", "author": "CD"})  # fmt: skip
    assert run("--from", str(copy)) == 0
    said = capsys.readouterr()
    assert "1 summary is new, 0 changed" in said.out
    assert "Look at these: 3 rows" in said.err
    for told in ("choose yes in the column holds", "write the summary, or empty the column holds",
                 "'S1 × same_doctor', where nothing is coded (not told)"):  # fmt: skip
        assert told in said.err
    assert "Never asked.,CD" in table.read_text()
