"""What a codebook may not say: versions, successors and parents that contradict each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from insideout.code.codebook import read_codebook, version_of
from insideout.problems import DataError, Problem

SOUND = """\
version: "2.1"
codes:
- id: theme
  codes:
  - id: old
    since: "1"
    retired: "2"
    merged_into: new
    definition: Old.
  - id: new
    name: New
    since: "2"
    cluster: 7 waiting room
    origin: inductive
  - id: part
    since: "2.1"
    split_from: new
"""


def read(folder: Path, text: str) -> list[dict[str, object]]:
    file = folder / "codebook.yaml"
    file.write_text(text, "utf-8")
    return read_codebook(file)


def told(folder: Path, text: str) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        read(folder, text)
    return caught.value.problems


def changed(before: str, after: str) -> str:
    assert before in SOUND
    return SOUND.replace(before, after)


def test_versions_successors_and_clusters_are_read(tmp_path: Path) -> None:
    codes = {str(c["code"]): c for c in read(tmp_path, SOUND)}
    assert (codes["old"]["retired"], codes["old"]["merged_into"]) == ("2", "new")
    assert (codes["new"]["retired"], codes["new"]["cluster"]) == ("", "7 waiting room")
    assert codes["part"]["split_from"] == "new"
    assert version_of(tmp_path / "codebook.yaml") == "2.1"


@pytest.mark.parametrize(
    ("before", "after", "line", "column"),
    [
        ('retired: "2"', 'retired: "0.9"', 7, "old.retired"),
        ('since: "2"\n    cluster', 'since: "2.2"\n    cluster', 12, "new.since"),
        ('retired: "2"', 'retired: "3"', 7, "old.retired"),
        ('since: "1"', 'since: "one"', 6, "old.since"),
        ('since: "1"', "since: 1.0", 6, "old.since"),
        ('"2.1"\ncodes', '"2.x"\ncodes', 1, "version"),
        ('"2.1"\ncodes', "2.1\ncodes", 1, "version"),
        ("merged_into: new", "merged_into: nev", 8, "old.merged_into"),
        ("merged_into: new", "merged_into: old", 8, "old.merged_into"),
        ("merged_into: new", "merged_into: a b", 8, "old.merged_into"),
        ('    retired: "2"\n', "", 7, "old.merged_into"),
        ("split_from: new", "split_from: knew", 17, "part.split_from"),
        ("split_from: new", "split_from: part", 17, "part.split_from"),
        ('    since: "2.1"\n', "", 16, "part.split_from"),
        ("- id: theme\n", '- id: theme\n  retired: "2"\n', 11, "id"),
        ("name: New", "name: OLD", 11, ""),
    ],
)
def test_what_contradicts_is_told_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, column: str
) -> None:
    if not column:  # a retired code's name is free again
        assert len(read(tmp_path, changed(before, after))) == 4
        return
    found = told(tmp_path, changed(before, after))
    assert (line, column) in [(p.line, p.column) for p in found]
    assert all(p.expected and p.found for p in found)


def test_two_codes_in_use_of_one_name_below_one_parent(tmp_path: Path) -> None:
    found = told(tmp_path, changed("- id: part", "- id: part\n    name: new"))
    assert [(p.line, p.column) for p in found] == [(16, "part.name")]
    assert "new on line 10" in found[0].found


def test_equal_names_under_different_parents_are_fine(tmp_path: Path) -> None:
    assert read(tmp_path, SOUND + "- id: elsewhere\n  name: New\n")[-1]["name"] == "New"


def test_chains_that_come_back_are_told_once(tmp_path: Path) -> None:
    text = "codes:\n" + "".join(
        f'- {{id: {one}, since: "1", retired: "2", merged_into: {next_}, split_from: {next_}}}\n'
        for one, next_ in ("ab", "bc", "ca", "da")
    )
    found = told(tmp_path, text)
    assert [(p.column, p.found) for p in found] == [
        ("a.merged_into", "a → b → c → a"),
        ("a.split_from", "a → b → c → a"),
    ]


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = changed("merged_into: new", "merged_into: nev").replace('"2.1"\ncodes', '"zwei"\ncodes')
    text = text.replace("id: part", "id: theme").replace("origin: inductive", "patterns: [[]]")
    assert len({p.column for p in told(tmp_path, text)}) == 4


def test_without_a_version_of_the_book_any_version_may_be_named(tmp_path: Path) -> None:
    assert len(read(tmp_path, changed('version: "2.1"\n', ""))) == 4
    assert version_of(tmp_path / "codebook.yaml") == ""


def test_valences_that_are_no_list_are_told_once(tmp_path: Path) -> None:
    found = told(tmp_path, changed("name: New", "valences: present"))
    assert [(p.line, p.column, p.hint) for p in found] == [
        (11, "new.valences", "put it in square brackets: [present]")
    ]
