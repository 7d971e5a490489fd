"""Who has left a study, and so is in no output."""

from pathlib import Path

from insideout.handed import withdrawn
from insideout.house import open_study

STUDY = """study: s
title: S
root: .
levels: [patient]
codebook: codebook.yaml
patients: patients.csv
"""
SOURCES = "source,file,withdrawn\nA1,A1.txt,{}\nA2,A2.txt,\nB1,B1.txt,{}\n"


def gone(folder: Path, first: str = "", third: str = "", **files: str) -> list[str]:
    (folder / "study.yaml").write_text(STUDY)
    (folder / "sources.csv").write_text(SOURCES.format(first, third))
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return withdrawn(open_study(folder / "study.yaml"))


SPEAKERS = "source,label,informant,role\nA1,P,A1,informant\nA1,D,D1,companion\nA2,D,D1,informant\n"


def test_nobody_is_gone_without_a_date(tmp_path: Path) -> None:
    assert gone(tmp_path, speakers=SPEAKERS) == []


def test_who_speaks_in_another_source_too_has_not_left(tmp_path: Path) -> None:
    assert gone(tmp_path, "2021-05-01", speakers=SPEAKERS) == ["A1"]


def test_a_source_without_speakers_has_an_informant_of_its_name(tmp_path: Path) -> None:
    assert gone(tmp_path, "", "2021-05-01", speakers=SPEAKERS) == ["B1"]


def test_a_patient_who_was_never_interviewed_may_withdraw_the_record(tmp_path: Path) -> None:
    patients = "patient,withdrawn\nP7,2021-05-01\nP8,\n"
    assert gone(tmp_path, speakers=SPEAKERS, patients=patients) == ["P7"]
