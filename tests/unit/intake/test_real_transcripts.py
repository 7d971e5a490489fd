"""Transcripts that real recorders and researchers made; they lie beside the repository."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from insideout.intake.canonical import canonical
from insideout.intake.source import read_source
from insideout.intake.stage import inline_sources, take_in

BESIDE = Path(__file__).parents[3] / ".." / "shared"
DATA = Path(os.environ.get("INSIDEOUT_SHARED", BESIDE)) / "data"
REAL, PDPILOT = DATA / "transcripts-real", DATA / "pdpilot"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"real transcripts are not at {DATA} (set INSIDEOUT_SHARED)"
)


def test_one_podcast_in_two_formats() -> None:
    made = [canonical(read_source(REAL / f"goodboy.{f}", None).turns) for f in ("srt", "vtt")]
    assert made[0] == made[1]
    assert len(made[0][0].split()) == 6189


def test_zoom_names_its_speakers() -> None:
    taken = read_source(REAL / "zoom_transcript.vtt", None)
    assert Counter(turn.label for turn in taken.turns) == {
        "Andrew Knight": 12, "Paul McCartney": 10, "John Lennon": 5, "George Harrison": 2,
    }  # fmt: skip
    assert taken.warnings == ["stands before one turn only, read as speech: 'Ringo Starr'"]
    everyone = [*{turn.label for turn in taken.turns}, "Ringo Starr"]
    named = read_source(REAL / "zoom_transcript.vtt", everyone)
    assert {turn.label for turn in named.turns} == set(everyone)
    assert named.warnings == []
    assert (named.turns[0].time_start, named.turns[0].time_end) == (4.859, 21.24)


def test_teams_names_its_speakers() -> None:
    taken = read_source(REAL / "teams_transcript.vtt", None)
    assert Counter(turn.label for turn in taken.turns) == {
        "Speaker, First (Student)": 5, "Interviewer, First": 5,
    }  # fmt: skip
    assert taken.turns[1].text == "OK?"
    names = {turn.label for turn in taken.turns}
    assert read_source(REAL / "teams_transcript.vtt", names).turns == taken.turns
    assert taken.warnings == []
    premium = read_source(REAL / "TeamsPremium.vtt", None)
    assert {turn.label for turn in premium.turns} == {"Charles", "Janaki"}
    assert premium.turns[0].text.endswith("Lovely. See you later.")


def test_teams_names_stand_before_colons_too(tmp_path: Path) -> None:
    """The same turns as the text that people copy from it."""
    turns = read_source(REAL / "teams_transcript.vtt", None).turns
    copied = tmp_path / "copied.txt"
    copied.write_text(canonical(turns)[0], "utf-8")
    assert [turn[:2] for turn in read_source(copied, None).turns] == [turn[:2] for turn in turns]


def test_insertions_are_accepted() -> None:
    taken = read_source(REAL / "single-insertion.docx", None)
    assert taken.turns[0].text.startswith("Lorem ipsum dolor single insertion sit amet, consec")
    assert taken.warnings == ["tracked changes accepted: insertions (1)"]


def test_comments_are_left_out() -> None:
    taken = read_source(REAL / "comment-thread.docx", None)
    assert taken.turns[0].text.startswith("Lorem ipsum dolor sit amet, consectetuer")
    assert "comment" not in taken.turns[0].text
    assert taken.warnings == ["left out: comments (2)"]


def test_seven_interviews_of_pdpilot() -> None:
    table, files = inline_sources("transcripts/*.txt", "interview", PDPILOT)
    made = take_in(table, files, {"Dan": "interviewer"}, root=PDPILOT, language="en")
    assert sum(len(text.split()) for text in made.texts.values()) == 30157
    assert list(made.texts) == [f"P{n}" for n in range(1, 8)]
    assert set(made.turns["label"]) == {"Dan", "Participant", "Particpant"}
    assert set(made.turns.loc[made.turns["label"] == "Dan", "role"]) == {"interviewer"}
    assert list(made.manifest["informants"]) == list(made.texts)
    assert [warning for warning in made.manifest["warnings"] if warning] == [
        "label 'Particpant' (1 turn) is read as 'Participant'"
    ]
