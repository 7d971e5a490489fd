"""`python -m insideout simulate records`: shown first, written when asked, the same again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from insideout.commands.simulate import main
from insideout.house import Study


@pytest.fixture
def copied(tmp_path: Path, study: Study) -> Path:
    """A copy of the default study: its tables alone."""
    data = tmp_path / "data" / "polyclinics"
    shutil.copytree(study.root, data, ignore=shutil.ignore_patterns("private", "*.bak"))
    (tmp_path / "config").mkdir()
    return Path(shutil.copy(study.path, tmp_path / "config" / "polyclinics.yaml"))


def test_committed_tables_are_what_is_made(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["records", str(copied), "--also", "patients", "responses"]) == 0
    assert "all as it would be made" in capsys.readouterr().out


def test_another_seed_is_shown_and_written_only_when_asked(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied.parents[1] / "data" / "polyclinics" / "records.csv"
    before = file.read_bytes()
    assert main(["records", str(copied), "--seed", "5"]) == 0
    said = capsys.readouterr().out
    assert "add --write" in said
    assert file.read_bytes() == before
    assert main(["records", str(copied), "--seed", "5", "--write"]) == 0
    assert file.read_bytes() != before
    assert file.with_name("records.csv.bak").read_bytes() == before
    capsys.readouterr()
    assert main(["records", str(copied), "--seed", "5"]) == 0
    assert "all as it would be made" in capsys.readouterr().out


def test_truths_have_a_row_a_record(copied: Path, tmp_path: Path) -> None:
    assert main(["records", str(copied), "--truths", str(tmp_path / "planted.csv")]) == 0
    planted = pd.read_csv(tmp_path / "planted.csv")
    assert len(planted) == 64
    assert planted["usual_gp"].sum() == 35


def test_a_large_table_goes_into_a_folder(tmp_path: Path) -> None:
    asked = ["records", "--patients", "90", "--encounters-per-patient", "20"]
    assert main([*asked, "--into", str(tmp_path / "many")]) == 0
    records = pd.read_csv(tmp_path / "many" / "records.csv", dtype="str")
    assert records["patient"].nunique() == 90
    assert len(pd.read_csv(tmp_path / "many" / "patients.csv")) == 90


def test_half_a_question_is_answered_with_what_lacks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "--patients", "90"]) == 1
    assert "--into" in capsys.readouterr().err


def test_a_patient_without_a_date_is_named(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied.parents[1] / "data" / "polyclinics" / "patients.csv"
    patients = pd.read_csv(file, dtype="str", keep_default_na=False)
    patients.loc[patients["patient"] == "E02", "interviewed"] = ""  # whom no source holds
    patients.to_csv(file, index=False)
    assert main(["records", str(copied)]) == 1
    assert "E02" in capsys.readouterr().err
