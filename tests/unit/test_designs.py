"""What a study declares of its nest, comparisons and ledger, against its tables."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from insideout import designs
from insideout.check import check
from insideout.house import open_study
from insideout.problems import DataError

SMALL = Path(__file__).parents[1] / "studies" / "small"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study, which is where the test stands."""
    monkeypatch.chdir(shutil.copytree(SMALL, tmp_path / "study"))
    return tmp_path / "study"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def told() -> str:
    with pytest.raises(DataError) as caught:
        check(open_study("small.yaml"))
    return str(caught.value)


def test_the_check_says_which_hypotheses_changed_since_they_were_locked(study: Path) -> None:
    book = study / "data" / "hypotheses.yaml"
    edit(book, "relational: high}\n  falsified_when: patients", "relational: low}\n"
         "  falsified_when: patients")  # fmt: skip
    said = check(open_study("small.yaml"))
    assert said.endswith(": no problem; 1 hypothesis changed since it was fixed: network")
    edit(book, "statement: Where visits are bought", "statement: Where all is bought")
    said = check(open_study("small.yaml"))
    assert said.endswith("2 hypotheses changed since they were fixed: bought, network")


def test_a_lock_that_cannot_be_read_hides_nothing_of_the_hypotheses(study: Path) -> None:
    (study / "data" / "hypotheses.lock.yaml").write_text("bought: {hash: [\n", "utf-8")
    edit(study / "data" / "hypotheses.yaml", "setting: bought", "setting: bougth")
    said = told()
    assert said.startswith("2 problems in 2 files")
    assert "hypotheses.lock.yaml" in said
    assert "'bougth'" in said


@pytest.mark.parametrize(
    ("table", "refused"),
    [
        ("codings", False), ("agreement", False), ("suggestions", False), ("code_sites", False),
        ("framework_sites", False), ("flow", True), ("tests", False), ("nest_left_out", False),
        ("qca_same_doctor", False), ("ledger", False), ("questions", True), ("data_quality", True),
        ("sealed", True), ("versions", True), ("deidentified", True), ("qca", True),
    ],
)  # fmt: skip
def test_questions_rest_on_the_tables_that_are_counted_for_them(
    study: Path, table: str, refused: bool
) -> None:
    file = study / "data" / "questions.yaml"
    file.write_text(f"questions:\n- {{id: RQ1, asks: What?, rests_on: [{table}]}}\n", "utf-8")
    if refused:
        assert "a question may rest on the tables of coding" in told()
    else:
        assert "no problem" in check(open_study("small.yaml"))


def test_a_reference_is_in_the_bibliography(study: Path) -> None:
    links = study / "data" / "links.csv"
    line = f"{links.read_text('utf-8').rstrip()}\nrelational,same_person,+,theory,{{}},,,\n"
    links.write_text(line.format("sheaff2015"), "utf-8")
    assert "no problem" in check(open_study("small.yaml"))
    links.write_text(line.format("sheaf2015"), "utf-8")
    said = told()
    assert "data/links.csv, line 3, reference" in said
    assert "did you mean `sheaff2015`?" in said


def test_without_a_bibliography_no_reference_is_missed(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(study / "data" / "links.csv", "informant,,", "theory,nobody1999,")
    monkeypatch.setattr(designs, "BIBLIOGRAPHY", study / "no.bib")
    assert "no problem" in check(open_study("small.yaml"))
    (study / "no.bib").write_text("@comment{nobody1999,\n}\n@book{ some2001,\n}\n", "utf-8")
    monkeypatch.setattr(designs, "BIBLIOGRAPHY", study / "no.bib")
    assert "add it to reports/no.bib" in told()


def test_a_hypothesis_without_an_id_may_be_the_locked_one(study: Path) -> None:
    edit(study / "data" / "hypotheses.yaml", "- id: network\n  statement", "- statement")
    assert told().startswith("1 problem in 1 file")


@pytest.mark.parametrize("text", ["hypotheses: none\n", "settings: [own_nurses]\nhypotheses: []\n"])
def test_a_file_without_a_list_of_hypotheses_is_only_said_to_be_so(study: Path, text: str) -> None:
    (study / "data" / "hypotheses.yaml").write_text(text, "utf-8")
    said = told()
    assert "in 1 file" in said
    assert "lock" not in said


def test_nothing_is_held_against_a_table_whose_header_has_a_problem(study: Path) -> None:
    edit(study / "data" / "units.csv", "unit,", "units,")
    said = told()
    assert "hypotheses" not in said
    assert "compare" not in said


def test_features_of_a_codebook_that_cannot_be_read_are_not_missed(study: Path) -> None:
    edit(study / "small.yaml", "feature: same_person", "feature: of_the_codebook")
    (study / "data" / "codebook.yaml").write_text("codes: [\n", "utf-8")
    assert "of_the_codebook" not in told()
