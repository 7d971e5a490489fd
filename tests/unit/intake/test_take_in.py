"""The stage: sources, speakers, problems."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.intake.stage import inline_sources, take_in
from insideout.intake.taken import TakenIn
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.inputs import SOURCES, SPEAKERS

Make = Callable[[str, str | bytes], Path]
TALK = "Int: How old?\nAnna: Seventy.\nInt: Well?\nAnna: Fine.\n"
LISTED = [("p1", "Int", "", "interviewer"), ("p1", "Anna", "A1", "informant")]


def sources(*rows: dict[str, Any]) -> pd.DataFrame:
    full = [{"kind": "interview", "file": f"{row['source']}.txt"} | row for row in rows]
    return framed(full, SOURCES)


def speakers(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return framed(
        [dict(zip(("source", "label", "informant", "role"), row, strict=True)) for row in rows],
        SPEAKERS,
    )


def taken(root: Path, table: pd.DataFrame, people: Any) -> TakenIn:
    files = {row["source"]: root / row["file"] for row in table.to_dict("records")}
    return take_in(table, files, people, root=root, language="sv")


def problems(root: Path, table: pd.DataFrame, people: Any) -> list[Any]:
    with pytest.raises(DataError) as caught:
        taken(root, table, people)
    return caught.value.problems


def test_texts_turns_and_manifest(file: Make, tmp_path: Path) -> None:
    file("p1.txt", "Interview one\n" + TALK)
    made = taken(tmp_path, sources({"source": "p1", "unit": "u"}), speakers(*LISTED))
    assert made.texts == {"p1": "Interview one\n\n" + TALK.replace("\n", "\n\n")[:-1]}
    assert made.turns[["turn", "label", "informant", "role"]].to_numpy().tolist() == [
        [1, "", "", "interviewer"], [2, "Int", "", "interviewer"], [3, "Anna", "A1", "informant"],
        [4, "Int", "", "interviewer"], [5, "Anna", "A1", "informant"],
    ]  # fmt: skip
    said = [
        made.texts["p1"][a:b] for a, b in zip(made.turns["start"], made.turns["end"], strict=True)
    ]
    assert said == ["Interview one", "How old?", "Seventy.", "Well?", "Fine."]
    row = made.manifest.iloc[0]
    assert (row["file"], row["language"], row["unit"], row["informants"]) == (
        "p1.txt",
        "sv",
        "u",
        "A1",
    )
    assert (row["words"], row["turns"], row["consent_quote"]) == (11, 5, True)
    assert row["warnings"] == "2 words before the first label are nobody's"


def test_withdrawn_sources_leave_no_trace_and_refusals_to_be_quoted_stay(
    file: Make, tmp_path: Path
) -> None:
    file("p1.txt", TALK)
    table = sources({"source": "p1", "consent_quote": False, "language": "en"},
                    {"source": "p2", "withdrawn": "2020-01-01"})  # fmt: skip
    made = taken(tmp_path, table, speakers(*LISTED))
    assert list(made.texts) == list(made.manifest["source"]) == ["p1"]
    assert made.manifest[["consent_quote", "language"]].to_numpy().tolist() == [[False, "en"]]


def test_labels_that_are_not_listed_are_problems_and_slips_are_not(
    file: Make, tmp_path: Path
) -> None:
    file(
        "p1.txt",
        "Participant: A.\nBob: B.\nBob: C.\nParticpant: D.\nParticipat: E.\nParticipat: F.\n",
    )
    found = problems(
        tmp_path, sources({"source": "p1"}), speakers(("p1", "Participant", "P", "informant"))
    )
    assert [(p.line, p.found) for p in found] == [(2, "'Bob' before 2 turns")]
    assert "Participant" in found[0].expected
    file("p1.txt", "Participant: A.\nParticpant: D.\nParticipat: E.\nParticipat: F.\n")
    made = taken(
        tmp_path, sources({"source": "p1"}), speakers(("p1", "Participant", "P", "informant"))
    )
    assert set(made.turns["informant"]) == {"P"}
    assert len(made.turns) == 4
    # the text stays as it was written: it is what coders quote from
    assert made.texts["p1"].splitlines()[2] == "Particpant: D."
    assert "label 'Participat' (2 turns) is read as 'Participant'" in made.manifest["warnings"][0]


def test_a_likely_slip_that_may_be_another_person_gets_a_hint(file: Make, tmp_path: Path) -> None:
    file("p1.txt", "Interviewer: A.\nInterviewee: B.\nInterviewer: C.\nInterviewee: D.\n")
    people = speakers(("p1", "Interviewer", "", "interviewer"), ("p1", "Anna", "A", "informant"))
    found = problems(tmp_path, sources({"source": "p1"}), people)
    assert found[0].hint.startswith("did you mean `Interviewer`? Else add it to speakers.csv")


def test_all_problems_of_all_sources_at_once(file: Make, tmp_path: Path) -> None:
    file("p2.txt", " \n")
    file("p3.doc", "x")
    file("p4.txt", "Nobody is named here.")
    table = sources({"source": "p1"}, {"source": "p2"}, {"source": "p3", "file": "p3.doc"},
                    {"source": "p4"}, {"source": "p5", "file": "../p5.txt"})  # fmt: skip
    people = speakers(("p4", "Dan", "", "interviewer"), ("p4", "Eva", "E", "informant"))
    (tmp_path.parent / "p5.txt").write_text("Dan: outside", "utf-8")
    found = problems(tmp_path, table, people)
    assert [(Path(p.file).name, p.found) for p in found] == [
        ("p5.txt", repr(str((tmp_path.parent / "p5.txt").resolve()))), ("p1.txt", "no such file"),
        ("p2.txt", "no words"), ("p3.doc", "'.doc'"), ("p4.txt", "no label before any turn"),
    ]  # fmt: skip
    with pytest.raises(DataError, match="no such file"):
        take_in(table.iloc[:1], {}, people, root=tmp_path, language="en")


def test_roles_for_all_sources(file: Make, tmp_path: Path) -> None:
    file("p1.txt", TALK + "Son: He is.\nSon: He does.\n")
    file("p2.txt", "I kept a diary.\nEvery day.\n")
    roles = {"Int": "interviewer", "Son": "companion"}
    made = taken(tmp_path, sources({"source": "p1"}, {"source": "p2"}), roles)
    who = made.turns.groupby(["source", "label"])[["informant", "role"]].first()
    assert {key: tuple(value) for key, value in zip(who.index, who.to_numpy(), strict=True)} == {
        ("p1", "Int"): ("", "interviewer"), ("p1", "Anna"): ("p1", "informant"),
        ("p1", "Son"): ("p1-companion", "companion"), ("p2", ""): ("p2", "informant"),
    }  # fmt: skip
    assert list(made.manifest["informants"]) == ["p1 p1-companion", "p2"]


def test_a_label_met_once_that_is_a_slip_of_another_is_read_as_that(
    file: Make, tmp_path: Path
) -> None:
    file("p1.txt", "Dan: A.\nParticipant: B.\nDan: C.\nParticpant: D.\nDan: E.\nParticipant: F.\n")
    made = taken(tmp_path, sources({"source": "p1"}), {"Dan": "interviewer"})
    assert list(made.turns["role"]) == ["interviewer", "informant"] * 3
    assert set(made.turns["informant"]) == {"", "p1"}
    assert made.manifest["warnings"][0] == "label 'Particpant' (1 turn) is read as 'Participant'"


def test_documents_have_no_speakers_and_sources_without_rows_say_so(
    file: Make, tmp_path: Path
) -> None:
    file("d1.txt", "Aim: to see.\nResult: seen.\nAim: again.\nResult: again.\n")
    file("p1.txt", TALK)
    table = sources({"source": "d1", "kind": "document"}, {"source": "p1"})
    made = taken(tmp_path, table, speakers(("x", "Dan", "", "interviewer")))
    assert made.turns.groupby("source")["informant"].agg(["size", "first"]).to_numpy().tolist() == [
        [1, "d1"], [4, "p1"],
    ]  # fmt: skip
    assert list(made.manifest["warnings"]) == [
        "",
        "turns cut at labels found by rule: 'Anna', 'Int'; no roles given, so all are informant p1",
    ]  # fmt: skip


def test_one_listed_speaker_needs_no_label(file: Make, tmp_path: Path) -> None:
    file("p1.txt", "Just me, talking.")
    made = taken(tmp_path, sources({"source": "p1"}), speakers(("p1", "Anna", "", "informant")))
    assert made.turns[["informant", "role"]].to_numpy().tolist() == [["p1", "informant"]]
    assert made.manifest["warnings"][0] == "no label found; all is put down to 'Anna'"


def test_sources_by_pattern(file: Make, tmp_path: Path) -> None:
    one, two = file("t/p1.txt", TALK), file("t/p2.vtt", "WEBVTT\n")
    table, files = inline_sources("t/*", "focus_group", tmp_path)
    assert files == {"p1": one, "p2": two}
    assert table[["source", "file", "kind"]].to_numpy().tolist() == [
        ["p1", "t/p1.txt", "focus_group"], ["p2", "t/p2.vtt", "focus_group"],
    ]  # fmt: skip


def test_patterns_that_name_nothing_or_one_source_twice(file: Make, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="at least one file"):
        inline_sources("t/*.txt", "interview", tmp_path)
    file("t/p1.txt", TALK)
    file("t/p1.docx", "x")
    file("t/p 2.txt", TALK)
    with pytest.raises(DataError) as caught:
        inline_sources("t/*", "interview", tmp_path)
    assert [Path(problem.file).name for problem in caught.value.problems] == ["p 2.txt", "p1.txt"]


def test_the_manifest_says_whether_a_source_without_labels_stays_one_turn(
    file: Make, tmp_path: Path
) -> None:
    file("p1.txt", "I kept a diary.\nEvery day.\n")
    file("p2.txt", TALK)
    file("p3.txt", "I kept another.\n")
    table = sources({"source": "p1"}, {"source": "p2"}, {"source": "p3", "kind": "document"})
    made = taken(tmp_path, table, {"Dan": "interviewer"})
    assert list(made.manifest["turns"]) == [1, 4, 1]
    assert list(made.manifest["warnings"]) == [
        "no labels known or found, so it stays one turn",
        "turns cut at labels found by rule: 'Anna', 'Int'",
        "",
    ]


def test_the_encoding_of_a_source_and_the_columns_of_the_study(file: Make, tmp_path: Path) -> None:
    file("p1.txt", "Int: Hur mår du?\nAnna: Bra, på det hela taget.\n".encode("mac_roman"))
    file("p2.csv", "wer;was\nInt;So?\nAnna;Well.\n")
    table = sources({"source": "p1", "encoding": "mac_roman"}, {"source": "p2", "file": "p2.csv"})
    people = speakers(*LISTED, *[("p2", *row[1:]) for row in LISTED])
    files = {"p1": tmp_path / "p1.txt", "p2": tmp_path / "p2.csv"}
    made = take_in(table, files, people, root=tmp_path, language="sv",
                   columns={"speaker": "wer", "text": "was"})  # fmt: skip
    assert made.texts["p1"] == "Int: Hur mår du?\n\nAnna: Bra, på det hela taget.\n"
    assert made.texts["p2"] == "Int: So?\n\nAnna: Well.\n"
    assert made.manifest[["format", "encoding", "warnings"]].to_numpy().tolist() == [
        ["txt", "mac_roman", ""], ["csv", "utf-8", ""],
    ]  # fmt: skip


def test_time_stamps_are_times_of_turns(file: Make, tmp_path: Path) -> None:
    file("p1.txt", "[00:01] Int: How old?\n[00:04.5] Anna: Seventy.\n")
    made = taken(tmp_path, sources({"source": "p1"}), speakers(*LISTED))
    assert made.turns[["time_start", "time_end"]].fillna(-1).to_numpy().tolist() == [
        [1, 4.5], [4.5, -1],
    ]  # fmt: skip
