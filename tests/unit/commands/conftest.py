"""A small study with raw transcripts in a private folder."""

import shutil
from pathlib import Path

import pytest

REPO = Path(__file__).parents[3]
RAW = {
    "N1": "Annika: Where do you go, Mrs Oldroyd?\n\n"
    "Mrs Oldroyd: To Dr Ketteringham in Wenmouth. Dr Ketteringham is kind.\n",
    "S1": "Annika: And you?\n\nMr Tindle: Nobody comes from Wenmouth, ring 01632 960143.\n",
}
SPEAKERS = """source,label,informant,role
N1,Annika,,interviewer
N1,Mrs Oldroyd,N1,informant
S1,Annika,,interviewer
S1,Mr Tindle,S1,informant
"""
ROSTER = """entity,name,kind,pseudonym,role,sex,sources
gp,Dr Ketteringham|Ketteringham,person,Dr K,GP,female,
pt,Mrs Oldroyd|Oldroyd,person,[Patient],patient,,
town,Wenmouth,place,[the town],,,
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study file of a copy of the small study with two raw transcripts of its own."""
    folder = tmp_path / "small"
    shutil.copytree(REPO / "tests" / "studies" / "small", folder)
    monkeypatch.chdir(tmp_path)
    data = folder / "data"
    (data / "sources.csv").write_text(
        "source,file,kind,unit\nN1,N1.txt,interview,\nS1,S1.txt,interview,\n"
    )
    (data / "speakers.csv").write_text(
        "source,label,informant,role\nN1,Interviewer,,interviewer\nN1,Patient,N1,informant\n"
        "S1,Interviewer,,interviewer\nS1,Patient,S1,informant\n"
    )
    shutil.rmtree(data / "texts")
    private = folder / "private"
    (private / "raw").mkdir(parents=True)
    for source, text in RAW.items():
        (private / "raw" / f"{source}.txt").write_text(text)
    (private / "speakers.csv").write_text(SPEAKERS)
    (private / "roster.csv").write_text(ROSTER)
    file = folder / "small.yaml"
    file.write_text(file.read_text() + "private: private\n")
    return file
