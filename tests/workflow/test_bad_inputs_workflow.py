"""Bad inputs stop a run before its first job, and nothing that was made before is touched."""

import shutil
from typing import Any

import pytest

DATA = "studies/small/data"
TOLD = """
2 problems in 2 files

studies/small/data/codings/CD.csv, line 4, code
    expected: a code of the codebook
    found:    'same_docter'
    Hint: did you mean `same_doctor`?

studies/small/data/patients.csv, line 3, age
    expected: a whole number from 0 to 120
    found:    'seventy-four'

Nothing was run; earlier results are untouched.
"""


def spoil(line: Any) -> None:
    line.edit(f"{DATA}/codings/CD.csv", "same_doctor,absent", "same_docter,absent")
    line.edit(f"{DATA}/patients.csv", "N2,74", "N2,seventy-four")


def mend(line: Any, age: str = "74") -> None:
    line.edit(f"{DATA}/codings/CD.csv", "same_docter", "same_doctor")
    line.edit(f"{DATA}/patients.csv", "seventy-four", age)


def test_all_problems_are_told_last_and_once_and_nothing_of_the_results_changes(line: Any) -> None:
    before = line.state()
    spoil(line)
    said = line.run(fails=True)
    assert said.endswith(TOLD)
    assert said.count("problems in") == 1
    assert "Traceback" not in said
    assert line.state() == before
    mend(line)
    line.run()
    assert line.ran() == set()  # the inputs are as they were: nothing to do


def test_mended_inputs_run_again(line: Any) -> None:
    spoil(line)
    line.run(fails=True)
    mend(line, age="75")
    line.run("--until", "test")
    assert line.ran() == {"extract", "test"}


def test_bad_inputs_of_a_first_run_leave_no_results(new_line: Any) -> None:
    spoil(new_line)
    assert new_line.run(fails=True).endswith(TOLD)
    assert set(new_line.made()) <= {"study.txt"}


def test_a_bad_study_file_stops_the_run_before_anything_is_planned(line: Any) -> None:
    before = line.state()
    line.edit("studies/small/small.yaml", "informants: inf", "informnats: inf")
    line.edit("studies/small/small.yaml", "method: fisher", "method: fischer")
    said = line.run(fails=True)
    assert "\n2 problems in 1 file\n\nstudies/small/small.yaml, line 9, informnats\n" in said
    assert said.endswith("Nothing was run; earlier results are untouched.\n")
    assert "Traceback" not in said
    assert line.state() == before


@pytest.mark.parametrize("command", ["--dry-run", "--lint", "--summary"])
def test_a_bad_study_file_is_told_whatever_snakemake_was_asked(new_line: Any, command: str) -> None:
    new_line.edit("studies/small/small.yaml", "root: data", "root: dta")
    said = new_line.run(command, fails=True)
    assert "studies/small/small.yaml, line 5, root\n    expected: a folder\n" in said
    assert "Traceback" not in said


def test_another_study_of_the_same_name_is_refused(line: Any) -> None:
    before = line.state()
    shutil.copytree(line.folder / "studies" / "small", line.folder / "studies" / "other")
    said = line.run(study="studies/other/small.yaml", fails=True)
    assert said.endswith("""
1 problem in 1 file

results/small
    expected: results of studies/other/small.yaml
    found:    results of studies/small/small.yaml, a study of the same name
    Hint: give one of the two another name (`study:`), or delete the folder

Nothing was run; earlier results are untouched.
""")
    assert line.state() == before
    line.run()
    assert line.ran() == set()
