"""`python -m insideout lock_hypotheses`: hypotheses are fixed, and changes stay on record."""

import shutil
from pathlib import Path

import pytest
import yaml

from insideout.commands import lock_hypotheses
from insideout.judge.files import read_lock

REPO = Path(__file__).parents[3]
TEXT = """\
hypotheses:
- {id: H1, statement: It helps., predicts: {relational: high}, falsified_when: it is low}
- {id: H2, statement: It hinders., predicts: {relational: low}, falsified_when: it is high}
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study with two hypotheses."""
    shutil.copytree(REPO / "tests" / "studies" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "small" / "small.yaml"
    settings = yaml.safe_load(file.read_text()) | {"hypotheses": "hypotheses.yaml"}
    file.write_text(yaml.safe_dump(settings))
    (tmp_path / "small" / "data" / "hypotheses.yaml").write_text(TEXT)
    lock_file(file).unlink(missing_ok=True)
    return file


def lock_file(study: Path) -> Path:
    return study.parent / "data" / "hypotheses.lock.yaml"


def lock(study: Path, day: str, *more: str) -> int:
    return lock_hypotheses.main([str(study), "--date", day, *more])


def test_it_shows_and_then_writes(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lock(study, "2012-01-01") == 0
    shown = capsys.readouterr().out
    assert "H1: locked as " in shown
    assert "add --write" in shown
    assert not lock_file(study).exists()
    assert lock(study, "2012-01-01", "--write") == 0
    written = read_lock(lock_file(study))
    assert {name: entry["date"] for name, entry in written.items()} == {
        "H1": "2012-01-01", "H2": "2012-01-01",
    }  # fmt: skip
    capsys.readouterr()
    assert lock(study, "2012-03-01", "--write") == 0
    assert "nothing to change" in capsys.readouterr().out
    assert read_lock(lock_file(study)) == written


def test_a_changed_hypothesis_is_locked_again_only_when_owned_up_to(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock(study, "2012-01-01", "--write") == 0
    before = read_lock(lock_file(study))
    file = study.parent / "data" / "hypotheses.yaml"
    more = "- {id: H3, statement: New., predicts: {access: low}, falsified_when: it is high}\n"
    file.write_text(TEXT.replace("relational: high", "relational: mixed") + more)
    assert lock(study, "2012-02-01", "--write") == 1
    said = capsys.readouterr().err
    assert f"H1 as it was locked on 2012-01-01 ({before['H1']['hash']})" in said
    assert "--again" in said
    assert read_lock(lock_file(study)) == before
    assert lock(study, "2011-02-01", "--write", "--again") == 1
    assert "a day not before 2012-01-01" in capsys.readouterr().err
    assert lock(study, "2012-02-01", "--write", "--again") == 0
    after = read_lock(lock_file(study))
    assert after["H2"] == before["H2"]
    assert after["H3"]["date"] == "2012-02-01"
    assert after["H1"]["before"] == [before["H1"]]
    assert after["H1"]["hash"] != before["H1"]["hash"]
    assert lock_file(study).with_name("hypotheses.lock.yaml.bak").is_file()


def test_hypotheses_that_are_gone_stay_locked(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lock(study, "2012-01-01", "--write") == 0
    (study.parent / "data" / "hypotheses.yaml").write_text("\n".join(TEXT.splitlines()[:2]))
    capsys.readouterr()
    assert lock(study, "2012-02-01", "--write") == 0
    assert "H2: locked, but no longer among the hypotheses" in capsys.readouterr().out
    assert "H2" in read_lock(lock_file(study))


def test_ids_twice_and_studies_without_hypotheses(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = study.parent / "data" / "hypotheses.yaml"
    file.write_text(TEXT.replace("H2", "H1"))
    assert lock(study, "2012-01-01", "--write") == 1
    assert "H1 2 times" in capsys.readouterr().err
    settings = yaml.safe_load(study.read_text())
    del settings["hypotheses"]
    study.write_text(yaml.safe_dump(settings))
    assert lock(study, "2012-01-01") == 1
    assert "a file of hypotheses" in capsys.readouterr().err


def test_a_setting_that_is_not_there(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = study.parent / "data" / "hypotheses.yaml"
    file.write_text(TEXT.replace("It helps.,", "It helps., setting: netwrok,"))
    assert lock(study, "2012-01-01", "--write") == 1
    said = capsys.readouterr().err
    assert "hypotheses.yaml, line 2, hypotheses.H1.setting" in said
    assert "a setting of this file" in said


def test_a_day_is_a_day(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        lock(study, "next week")
    assert "is no day as YYYY-MM-DD" in capsys.readouterr().err
