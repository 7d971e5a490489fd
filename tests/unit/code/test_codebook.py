"""Codebooks in YAML and as tables of paths."""

from pathlib import Path

import pytest

from insideout.code.codebook import below, path_id, read_codebook, themes
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.coding import CODEBOOK

BOOK = """\
version: "1"
codes:
  - id: experience
    codes:
      - id: contact
        name: Contact
        valences: [present, absent]
        feature: same_person
        sign: -1
  - id: other
    organisational: false
    codes:
      - {id: wish, shows: [{feature: same_person, sign: 1}, {feature: reviews, sign: -1}]}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "codebook.yaml"
    file.write_text(text, "utf-8")
    return file


def test_parents_come_first_with_paths_and_depths(tmp_path: Path) -> None:
    codes = read_codebook(written(tmp_path, BOOK))
    assert [(c["code"], c["parent"], c["path"], c["depth"]) for c in codes] == [
        ("experience", "", "experience", 0),
        ("contact", "experience", "experience > Contact", 1),
        ("other", "", "other", 0),
        ("wish", "other", "other > wish", 1),
    ]


def test_features_and_what_mechanisms_show_carry_their_signs(tmp_path: Path) -> None:
    codes = {c["code"]: c for c in read_codebook(written(tmp_path, BOOK))}
    assert (codes["contact"]["feature"], codes["contact"]["sign"]) == ("same_person", -1)
    assert codes["wish"]["shows"] == "same_person+ reviews-"


def test_codes_below_one_that_no_organisation_answers_for_inherit_it(tmp_path: Path) -> None:
    codes = {c["code"]: c for c in read_codebook(written(tmp_path, BOOK))}
    assert codes["wish"]["organisational"] is False
    assert codes["contact"]["organisational"] is True


def test_every_problem_is_told_with_its_line(tmp_path: Path) -> None:
    text = BOOK.replace("feature: same_person\n", "featur: same_person\n")
    text = text.replace("id: wish", "id: contact").replace("absent]", "missing]")
    with pytest.raises(DataError) as caught:
        read_codebook(written(tmp_path, text))
    told = [(p.line, p.column, p.hint) for p in caught.value.problems]
    assert (8, "contact.featur", "did you mean `feature`?") in told
    assert any(line == 7 and column == "contact.valences" for line, column, _ in told)
    assert any(line == 13 and column == "id" for line, column, _ in told)


def test_a_table_of_paths_gives_the_tree_and_its_missing_parents(tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code_path,frequency\nPain points,0\nPain points > Don't know,3\nA > B > C,1\n")
    codes = read_codebook(file, {"path": "code_path", "separator": ">"})
    assert [c["code"] for c in codes] == [
        "pain_points",
        "pain_points/dont_know",
        "a",
        "a/b",
        "a/b/c",
    ]
    assert codes[1]["parent"] == "pain_points"


def test_a_codebook_of_another_tool_is_to_be_imported_first(tmp_path: Path) -> None:
    file = tmp_path / "codes.qdc"
    file.write_bytes(b"<CodeBook/>")
    with pytest.raises(DataError, match=r"python -m insideout import codes\.qdc"):
        read_codebook(file)


def test_the_table_of_codes_has_what_was_read(tmp_path: Path) -> None:
    codes = read_codebook(written(tmp_path, BOOK))
    assert framed(codes, CODEBOOK)["allowed"].tolist() == ["", "present absent", "", ""]
    assert set(CODEBOOK.names) == set(codes[0]) - {"valences"}


def test_below_and_themes(tmp_path: Path) -> None:
    codes = read_codebook(written(tmp_path, BOOK))
    assert below(codes, "other") == ["other", "wish"]
    assert below(codes, "") == ["experience", "contact", "other", "wish"]
    assert themes(codes, "experience") == ["contact"]
    assert themes(codes, "") == ["experience", "other"]


def test_equal_names_under_different_parents_stay_apart() -> None:
    assert path_id(["Pain points", "Other"]) != path_id(["Benefits", "Other"])
