"""`python -m insideout release`: texts that may be shared go to the study's texts."""

import stat
from pathlib import Path

import pytest

from insideout.commands import release


def texts(study: Path) -> dict[str, str]:
    folder = study.parent / "data" / "texts"
    return {file.stem: file.read_text() for file in sorted(folder.glob("*.txt"))}


def test_texts_are_masked_and_released(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert release.main([str(study)]) == 0
    assert texts(study) == {
        "N1": "Interviewer: Where do you go, [Patient]?\n\n"
        "Patient: To Dr K in [the town]. Dr K is kind.\n",
        "S1": "Interviewer: And you?\n\n"
        "Patient: Nobody comes from [the town], ring [phone number].\n",
    }
    said = capsys.readouterr()
    assert "N1: new" in said.out
    assert "2 of 2 texts" in said.out
    key = study.parent / "private" / "key.csv"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for name in ("Oldroyd", "Ketteringham", "Wenmouth", "960143"):
        assert name in key.read_text()
        assert name not in said.out + said.err


def test_a_second_release_changes_nothing(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    release.main([str(study)])
    before = texts(study), (study.parent / "private" / "key.csv").read_bytes()
    capsys.readouterr()
    assert release.main([str(study)]) == 0
    assert (texts(study), (study.parent / "private" / "key.csv").read_bytes()) == before
    said = capsys.readouterr().out
    assert "new" not in said
    assert "changed" not in said


def test_a_blocked_source_stays_back_and_the_others_are_written(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = study.parent / "private" / "raw" / "S1.txt"
    raw.write_text(raw.read_text() + "\nAnnika: We saw the old Zorbwick there.\n")
    assert release.main([str(study)]) == 1
    assert set(texts(study)) == {"N1"}
    said = capsys.readouterr()
    assert "S1: blocked, 1 places to be reviewed" in said.out
    assert "Zorbwick" not in said.out + said.err
    assert "zorbwick" in (study.parent / "private" / "queue.csv").read_text()


def test_a_study_without_a_private_folder_is_refused(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study.write_text(study.read_text().replace("private: private\n", ""))
    assert release.main([str(study)]) == 1
    assert "a folder for raw transcripts" in capsys.readouterr().err


def test_without_raw_transcripts_there_is_nothing_to_release(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (study.parent / "private" / "raw").iterdir():
        file.unlink()
    assert release.main([str(study)]) == 1
    assert "raw transcripts" in capsys.readouterr().err
