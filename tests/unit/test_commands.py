"""The commands that people run beside the line."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from insideout.commands import check, summaries
from insideout.files import write_rows
from insideout.tables.outputs import FRAMEWORK

REPO = Path(__file__).parents[2]
SUMMARIES = "frame,case,theme,summary,author,evidence\n"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study, in its own folder, with a matrix as a run leaves it."""
    shutil.copytree(REPO / "tests" / "studies" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    cells = [("N1", "same_doctor", "aaa"), ("S1", "letters", "bbb")]
    empty = dict.fromkeys(FRAMEWORK.names, "")
    counts = dict.fromkeys(("codings", "passages", "coders", "present", "absent", "mixed"), 1)
    filled = empty | counts | {"status": "mixed"}
    rows = [filled | {"case": case, "theme": theme, "evidence": e} for case, theme, e in cells]
    for frame in ("patients", "sites"):
        write_rows(rows, tmp_path / f"results/small/tables/framework_{frame}.csv", FRAMEWORK)
    return tmp_path / "small"


def test_a_sound_study_is_said_to_be_one(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(study / "small.yaml")]) == 0
    assert "5 sources" in capsys.readouterr().out


def test_files_that_nobody_reads_are_named(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (study / "data" / "codings" / "EF.xlsx").write_bytes(b"PK")
    (study / "data" / "texts" / "S9.txt").write_text("Patient: Hello.\n")
    assert check.main([str(study / "small.yaml")]) == 0
    said = capsys.readouterr().out
    assert "not read: small/data/codings/EF.xlsx, small/data/texts/S9.txt" in said


def test_a_study_with_problems_ends_with_them(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (study / "data" / "codings" / "AB.csv").write_text("source,quote\n")
    assert check.main([str(study / "small.yaml")]) == 1
    assert "AB.csv, line 1, code" in capsys.readouterr().err


def test_summaries_are_bound_to_the_evidence_of_the_last_run(study: Path) -> None:
    file = study / "data" / "summaries.csv"
    file.write_text(
        SUMMARIES + 'patients,N1,same_doctor,"One, always.",AB,\npatients,S1,letters,Late.,AB,old\n'
    )
    assert summaries.main([str(study / "small.yaml")]) == 0
    bound = (
        SUMMARIES
        + 'patients,N1,same_doctor,"One, always.",AB,aaa\npatients,S1,letters,Late.,AB,old\n'
    )
    assert file.read_text() == bound
    assert summaries.main([str(study / "small.yaml"), "--all"]) == 0
    assert file.read_text() == bound.replace(",old", ",bbb")


def test_a_table_of_summaries_without_the_column_gets_it(study: Path) -> None:
    file = study / "data" / "summaries.csv"
    file.write_text("frame,case,theme,summary,author\npatients,N1,same_doctor,One.,AB\n")
    assert summaries.main([str(study / "small.yaml")]) == 0
    assert file.read_text() == SUMMARIES + "patients,N1,same_doctor,One.,AB,aaa\n"


def test_without_a_run_nothing_is_bound(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (study / "data" / "summaries.csv").read_text()
    shutil.rmtree(study.parent / "results")
    assert summaries.main([str(study / "small.yaml")]) == 1
    assert "framework_patients.csv" in capsys.readouterr().err
    assert (study / "data" / "summaries.csv").read_text() == before


def test_the_commands_are_listed() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "insideout"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert {line.split()[0] for line in run.stderr.splitlines()[1:]} == {
        "adjudicate", "check", "docs", "export", "import", "lock_hypotheses", "mask", "name_themes",
        "recode", "release", "review", "simulate", "suggestions", "summaries",
    }  # fmt: skip


@pytest.mark.parametrize("arguments", [["check", "small/small.yaml"], ["check", "-h"]])
def test_whoever_reads_no_further_gets_no_traceback(study: Path, arguments: list[str]) -> None:
    assert study.is_dir()
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [sys.executable, "-m", "insideout", *arguments], stdout=writing, stderr=subprocess.PIPE,
        text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert run.stderr == ""
    assert run.returncode in (0, 141)
