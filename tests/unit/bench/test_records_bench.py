"""The benchmarks of the line and of records at scale measure what they say they do."""

from __future__ import annotations

import runpy
import shutil
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout import house
from insideout.check import check
from insideout.reader import read_made
from insideout.tables import OUTPUTS

TESTS = Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "bench"))

import coding  # noqa: E402
import line  # noqa: E402
import records  # noqa: E402

REPO = TESTS.parent
PATIENTS, INTERVIEWS = 180, 60
Job = tuple[str, dict[str, Any], dict[str, Any]]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> house.Study:
    return records.made_study(tmp_path_factory.mktemp("scale"), PATIENTS, INTERVIEWS)


@pytest.fixture(scope="module")
def jobs(study: house.Study) -> dict[str, Job]:
    return {name: job for name, *job in records.stages(study)}  # type: ignore[misc]


def done(job: Job, **other: Any) -> str:
    """Run a job in this process, as the child of the benchmark does in its own."""
    script, files, params = job
    given = {
        name: [Path(file) for file in value] if isinstance(value, list) else Path(value)
        for name, value in (files | other).items()
    }
    said: str = runpy.run_path(script)["main"](**given, **params)
    return said


def table(study: house.Study, name: str) -> pd.DataFrame:
    return read_made(study.root / "results" / f"{name}.csv", OUTPUTS[name])


def test_the_study_is_sound(study: house.Study) -> None:
    assert f"{INTERVIEWS} sources" in check(study)


def test_the_study_goes_through_the_stages(study: house.Study, jobs: dict[str, Job]) -> None:
    small = {"settings": jobs["test"][2]["settings"] | {"permutations": 99}}
    done(jobs["extract"])
    measured = table(study, "records_patients")
    assert len(measured) == PATIENTS
    assert measured["encounters"].gt(0).all()
    assert len(table(study, "witnesses")) == PATIENTS * len(records.FEATURES)
    script, files, params = jobs["test"]
    done((script, files, params | small))
    tests = table(study, "tests").set_index("test")
    assert list(tests.index) == [test["id"] for test in study["tests"]]
    assert tests["clusters"].max() == 9
    assert tests.loc["same_person_by_usual_gp", "n"] < INTERVIEWS  # some weren't told of it
    done(jobs["quality"])
    assert not table(study, "missing").empty
    script, files, params = jobs["test, 90 practices"]
    done((script, files, params | small))
    assert table(study, "tests")["clusters"].max() == 9 * records.PARTS


def test_jobs_have_all_that_the_rules_hand_over(study: house.Study, jobs: dict[str, Job]) -> None:
    made = {Path(file).stem for _, files, _ in jobs.values() for file in files.get("tables", [])}
    expected = {*house.EXTRACT_TABLES, *house.STATISTICS_TABLES, *house.QUALITY_TABLES}
    assert made == expected
    asked = {key for test in study["tests"] for key in ("outcome", "by") if key in test}
    assert asked == {"outcome", "by"}


def test_a_job_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    script = tmp_path / "stage.py"
    script.write_text("def main(file, times):\n    return 'read ' + file.name * times\n", "utf-8")
    used = coding.measured(str(script), {"file": "a.csv"}, {"times": 2})
    assert set(used) == {"wall", "cpu", "peak"}
    assert used["peak"] > 0
    script.write_text("def main():\n    raise ValueError('no such thing')\n", "utf-8")
    with pytest.raises(SystemExit, match="no such thing"):
        coding.measured(str(script), {}, {})


def test_every_stage_is_measured() -> None:
    assert sorted(line.STAGES) == sorted(file.stem for file in (REPO / "scripts").glob("*.py"))


def test_every_edit_changes_a_file(tmp_path: Path) -> None:
    data = tmp_path / "data" / "polyclinics"
    names = ("summaries.csv", "records.csv", "codings", "private/raw/E03.txt")
    for source in [REPO / "reports" / "tests.qmd",
                   *(REPO / "data" / "polyclinics" / name for name in names)]:  # fmt: skip
        target = tmp_path / source.relative_to(REPO)
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target)
    before = {file: file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    kinds = []
    for kind, change in line.edits(tmp_path):
        change()
        kinds.append(kind)
    changed = [file for file, content in before.items() if file.read_bytes() != content]
    assert len(changed) == len(kinds) == len(before) - len(list((data / "codings").iterdir())) + 1
