"""The private folder: read without showing what stands in it, written for its owner alone."""

import os
import stat
from pathlib import Path

import pytest

from insideout.deidentify import private as module
from insideout.deidentify.private import (
    compare,
    read_private,
    released,
    write_key,
    write_private,
)
from insideout.problems import DataError

ROSTER = "entity,name,kind,pseudonym,role,sex,sources\n"
KEY = [{"name": "Zuleika", "kind": "person", "pseudonym": "[Person 1]", "entity": None}]


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    private = read_private(tmp_path)
    assert (private.roster, private.key, private.speakers) == ((), [], None)


def test_the_roster_is_read_with_all_ways_of_writing_a_name(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER + "z,Zuleika  Dobson| Zuley |,person,,GP,,S1 S2\n")
    (entry,) = read_private(tmp_path).roster
    assert entry.names == ("Zuleika Dobson", "Zuley")
    assert (entry.role, entry.sources) == ("GP", ("S1", "S2"))


def test_problems_do_not_show_the_cells(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER + "a b,Zuleika,Zuleika,,,,\nc,Zoe,person,,,,\n")
    (tmp_path / "decisions.csv").write_text(
        "type,decision,reviewer\nzuleika,name,AB\nzuleika,not_name,AB\nzoe,nmae,AB\n"
    )
    with pytest.raises(DataError) as caught:
        read_private(tmp_path)
    said = str(caught.value)
    assert len(caught.value.problems) == 4
    assert "zule" not in said.lower()
    assert "one that line 2 has already" in said
    assert "roster.csv, line 2, kind" in said
    assert "one of person, place, organisation" in said


def problems_of(folder: Path, *sources: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(DataError) as caught:
        read_private(folder, sources or None)
    said = str(caught.value).lower()
    assert not [name for name in ("zule", "zoe", "berg") if name in said]
    return [(Path(p.file).name, p.line, p.column) for p in caught.value.problems]


def test_a_roster_without_column_names_does_not_show_its_first_row(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("z,Zuleika Berg,person,Zoe,,,\n")
    places = problems_of(tmp_path)
    assert {column for *_, column in places} == {"", "entity", "name", "kind"}


def test_a_repeated_column_that_is_none_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("entity,name,kind,Zoe,Zoe\nz,Zuleika,person,,\n")
    assert set(problems_of(tmp_path)) == {("roster.csv", 1, "")}


def test_sources_of_the_roster_must_be_those_of_the_study(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(
        ROSTER + 'z,Zuleika,person,,,,A1 B1\nb,Zoe,person,,,,A1 C9\nc,Berg,person,,,,"A1,B1"\n'
        "d,Dobson,person,,,,A1;B1\n"
    )
    assert problems_of(tmp_path, "A1", "B1") == [
        ("roster.csv", line, "sources") for line in (3, 4, 5)
    ]
    assert problems_of(tmp_path) == [("roster.csv", line, "sources") for line in (4, 5)]
    with pytest.raises(DataError) as caught:
        read_private(tmp_path, ["A1", "B1", "C9"])
    assert {p.hint.partition(";")[0] for p in caught.value.problems} == {"separate with spaces"}


def test_sources_are_compared_in_composed_form(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER + "z,Zuleika,person,,,,A\u030a1\n")
    assert read_private(tmp_path, ["\u00c51"]).roster[0].sources == ("\u00c51",)


@pytest.mark.parametrize(
    "pseudonym", ['"[A\n\nB: b]"', "[A\u2028b]", "[A\tb]", "zoe", "[Zuleika  Berg]", "Grace"]
)
def test_pseudonyms_are_on_one_line_and_no_names(tmp_path: Path, pseudonym: str) -> None:
    (tmp_path / "roster.csv").write_text(
        ROSTER + f"z,Zuleika Berg|Zule,person,{pseudonym},,,\nb,Zoe,person,,,,\n"
    )
    (tmp_path / "decisions.csv").write_text(
        f"type,decision,pseudonym,reviewer\ngrace,name,,AB\nkit,name,{pseudonym},AB\n"
    )
    assert problems_of(tmp_path) == [
        ("decisions.csv", 3, "pseudonym"), ("roster.csv", 2, "pseudonym"),
    ]  # fmt: skip


def test_a_word_that_is_no_name_may_be_a_pseudonym(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text(
        "type,decision,pseudonym,reviewer\nchoir,not_name,,AB\nkit,name,[choir],AB\n"
    )
    assert len(read_private(tmp_path).decisions) == 2


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("a,Zoe,person,[X],,,\nb,Zuleika,person,[x],,,\n", [3]),
        ("a,Zoe Berg,person,[X],,,\nb,Zuleika Berg,person,[X],,,\n", [3]),
        ("a,Zoe,person,[X],aunt,,\nb,Zuleika,person,[X],nurse,,\n", [3]),
        ("a,Zoe,person,[X],,,\nb,Zuleika|Zoe Berg,person,[X],,,\n", []),
        ("a,Zoe,person,[Nurse],nurse,,\nb,Zuleika,person,[Nurse],nurse,,\n", []),
        ("a,Zoe,person,,,,\nb,Zuleika,person,,,,\n", []),
    ],
)
def test_two_entries_share_no_pseudonym_by_accident(
    tmp_path: Path, rows: str, lines: list[int]
) -> None:
    (tmp_path / "roster.csv").write_text(ROSTER + rows)
    if lines:
        assert problems_of(tmp_path) == [("roster.csv", line, "pseudonym") for line in lines]
    else:
        assert len(read_private(tmp_path).roster) == 2


def test_the_key_is_written_for_its_owner_alone_from_the_first_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def watched(handle: int) -> None:
        seen.extend(mode(file) for file in tmp_path.iterdir())
        os.fstat(handle)

    monkeypatch.setattr(module.os, "fsync", watched)
    umask = os.umask(0)
    try:
        assert write_key(KEY, tmp_path / "key.csv")
    finally:
        os.umask(umask)
    assert seen == [0o600]
    assert mode(tmp_path / "key.csv") == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["key.csv"]
    assert read_private(tmp_path).key[0]["name"] == "Zuleika"


def test_an_unchanged_key_is_not_written_again(tmp_path: Path) -> None:
    write_key(KEY, tmp_path / "key.csv")
    before = (tmp_path / "key.csv").stat().st_ino
    assert not write_key(KEY, tmp_path / "key.csv")
    assert (tmp_path / "key.csv").stat().st_ino == before


def test_a_write_that_fails_leaves_the_former_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_private(tmp_path / "key.csv", b"old")

    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_private(tmp_path / "key.csv", b"new")
    assert (tmp_path / "key.csv").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_key_that_others_can_read_is_closed_with_a_note(tmp_path: Path) -> None:
    write_key(KEY, tmp_path / "key.csv")
    (tmp_path / "key.csv").chmod(0o644)
    (note,) = read_private(tmp_path).notes
    assert "key.csv" in note
    assert mode(tmp_path / "key.csv") == 0o600
    assert read_private(tmp_path).notes == ()


def test_speakers_are_read_where_the_folder_has_them(tmp_path: Path) -> None:
    (tmp_path / "speakers.csv").write_text("source,label,informant,role\nS1,Zoe,,interviewer\n")
    speakers = read_private(tmp_path).speakers
    assert speakers is not None
    assert list(speakers["label"]) == ["Zoe"]


def test_released_texts_that_differ_are_told_with_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "S1.txt").write_text("A: one\n\nB: two\n")
    (tmp_path / "S2.txt").write_text("A: one\n")
    now = {"S1": "A: one\n\nB: [Person 1]\n", "S2": "A: one\n", "S3": "new\n"}
    (problem,) = compare(now, released(tmp_path), tmp_path)
    assert (problem.file, problem.line) == (str(tmp_path / "S1.txt"), 3)
    assert problem.found == "'B: two'"
    assert problem.expected == "'B: [Person 1]'"
    assert "insideout release" in problem.hint
    (hidden,) = compare(now, released(tmp_path), tmp_path, blocked=["S1"])
    assert "Person" not in hidden.expected


def test_a_text_that_ends_earlier_differs_too() -> None:
    (problem,) = compare({"S1": "a\nb"}, {"S1": "a\nb\nc"})
    assert (problem.line, problem.expected) == (3, "the end of the text")


def test_no_folder_of_texts_holds_no_texts(tmp_path: Path) -> None:
    assert released(tmp_path / "none") == {}
