"""Each folder here is the small study with something wrong, and what the check must say of it.

A case holds the files that differ from tests/studies/small (`removed.txt` lists those that are
missing) and `expected.txt`, the whole message. Paths in it are relative to the study's folder.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from insideout.check import check
from insideout.house import open_study
from insideout.problems import DataError

HERE = Path(__file__).parent
SMALL = HERE.parent / "studies" / "small"
NOT_DATA = {"expected.txt", "removed.txt"}
CASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "expected.txt").is_file())


def changed(case: Path) -> list[Path]:
    """The files of a case, relative to the study's folder."""
    files = (file.relative_to(case) for file in sorted(case.rglob("*")) if file.is_file())
    return [file for file in files if file.name not in NOT_DATA]


def removed(case: Path) -> list[str]:
    listed = case / "removed.txt"
    return listed.read_text("utf-8").split() if listed.exists() else []


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study, in which the test then stands."""
    folder = tmp_path / "small"
    shutil.copytree(SMALL, folder)
    monkeypatch.chdir(folder)
    return folder


def spoil(study: Path, name: str) -> str:
    """Lay a case over a copy of the study; returns what must be said."""
    case = HERE / name
    for file in changed(case):
        (study / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(case / file, study / file)
    for file in removed(case):
        (study / file).unlink()
    return (case / "expected.txt").read_text("utf-8").rstrip("\n")


def told() -> str:
    with pytest.raises(DataError) as caught:
        check(open_study("small.yaml"))
    return str(caught.value)


@pytest.mark.parametrize("name", CASES)
def test_every_problem_is_told_with_its_place_and_what_to_do(study: Path, name: str) -> None:
    expected = spoil(study, name)
    assert told() == expected


def test_the_small_study_itself_has_no_problem(study: Path) -> None:  # noqa: ARG001 (stands in it)
    assert check(open_study("small.yaml")).endswith(": no problem")


@pytest.mark.parametrize("name", CASES)
def test_a_case_holds_only_what_differs_from_the_small_study(name: str) -> None:
    here = HERE / name
    files = [file for file in changed(here) if (SMALL / file).is_file()]
    same = [file for file in files if (SMALL / file).read_bytes() == (here / file).read_bytes()]
    assert same == []
    assert changed(here) or removed(here)


@pytest.mark.parametrize("name", ["two_files_at_once", "yaml_syntax"])
def test_the_command_says_the_same_and_fails(study: Path, name: str) -> None:
    expected = spoil(study, name)
    run = subprocess.run(
        [sys.executable, "-m", "insideout", "check", "small.yaml"],
        cwd=study, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr == expected + "\n"


def test_the_command_names_a_study_file_that_is_not_there(study: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "insideout", "check", "smal.yaml"],
        cwd=study, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 1
    assert "smal.yaml\n    expected: a study file\n    found:    No such file" in run.stderr


def test_a_link_that_leads_out_of_the_root_is_refused(study: Path, tmp_path: Path) -> None:
    outside = tmp_path / "units.csv"
    (study / "data" / "units.csv").rename(outside)
    (study / "data" / "units.csv").symlink_to(outside)
    assert told().startswith(
        "1 problem in 1 file\n\nsmall.yaml, line 11, units\n    expected: a path below"
    )


def test_a_transcript_that_lies_outside_the_root_is_refused(study: Path) -> None:
    (study / "N2.txt").write_text("Interviewer: So?\n\nPatient: So.\n", "utf-8")
    table = study / "data" / "sources.csv"
    table.write_text(table.read_text("utf-8").replace("N2.txt", "../../N2.txt"), "utf-8")
    said = told()
    assert said.startswith(
        "1 problem in 1 file\n\ndata/texts/../../N2.txt\n    expected: a file below data"
    )


def test_problems_of_every_case_of_the_data_are_told_together(study: Path) -> None:
    """One bad cell in every table at once: none hides another."""
    edits = {
        "sources.csv": ("2021-03-02", "yesterday"),
        "speakers.csv": ("S1,companion", "S1,child"),
        "informants.csv": ("N2,north_practice", "N2,north_practise"),
        "patients.csv": ("N2,74", "N2,young"),
        "units.csv": ("practice,provider_organisation", "practice,provider"),
        "memberships.csv": ("south_practice,south,", "south_practice,soth,"),
        "codings/AB.csv": ("N2,,,No longer", "N3,,,No longer"),
        "codings/CD.csv": ("pooled_list", "pool_list"),
        "summaries.csv": ("patients,S1", "patients,S9"),
    }
    for name, (old, new) in edits.items():
        file = study / "data" / name
        file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    (study / "data" / "texts" / "S1.txt").write_text("", "utf-8")
    said = told()
    assert said.startswith("10 problems in 10 files\n")
    for name in (*edits, "texts/S1.txt"):
        assert f"\n\ndata{os.sep}{name}" in said
