"""`python -m insideout mask`: names of the key in what researchers wrote."""

import stat
from pathlib import Path

import pytest

from insideout.commands import mask, release

CODINGS = "source,quote,code,coder,memo\n"


@pytest.fixture
def coded(study: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The folder of codings, one of them with names in it, after a release."""
    release.main([str(study)])
    capsys.readouterr()
    folder = study.parent / "data" / "codings"
    for file in folder.iterdir():
        file.unlink()
    (folder / "AB.csv").write_text(
        CODINGS + 'N1,To Dr K,letters,AB,"Ketteringham again, in WENMOUTH; will ask"\n'
        "S1,comes from Wenmouth,letters,AB,\n"
        "S1,And you?,letters,Wenmouth,fine\n"
    )
    return folder


def test_names_in_free_text_give_way_to_pseudonyms(
    study: Path, coded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (coded / "AB.csv").read_bytes()
    assert mask.main([str(study)]) == 0
    assert (coded / "AB.csv").read_text() == (
        CODINGS + 'N1,To Dr K,letters,AB,"Dr K again, in [the town]; will ask"\n'
        "S1,comes from [the town],letters,AB,\n"
        "S1,And you?,letters,Wenmouth,fine\n"
    )
    said = capsys.readouterr().out
    assert "AB.csv, row 1, memo: 2 names" in said
    assert "AB.csv, row 2, quote: 1 name; see that it is still found" in said
    assert "2 cells changed" in said
    assert "enmouth" not in said
    backup = coded / "AB.csv.bak"
    assert backup.read_bytes() == before
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_second_time_nothing_changes(
    study: Path, coded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mask.main([str(study)])
    before = (coded / "AB.csv").read_bytes()
    capsys.readouterr()
    assert mask.main([str(study)]) == 0
    assert (coded / "AB.csv").read_bytes() == before
    assert capsys.readouterr().out == "0 cells changed\n"


def test_what_the_study_allows_stays(study: Path, coded: Path) -> None:
    study.write_text(study.read_text() + "deidentify: {allow: [Wenmouth]}\n")
    mask.main([str(study)])
    text = (coded / "AB.csv").read_text()
    assert "WENMOUTH" in text
    assert "Ketteringham" not in text


def ordinary(word: str) -> bool:
    return word == "will"


def test_a_name_that_is_an_ordinary_word_needs_a_capital_inside_a_sentence(tmp_path: Path) -> None:
    from insideout.tables.inputs import CODINGS as TABLE

    file = tmp_path / "AB.csv"
    file.write_text(CODINGS + "S1,x,y,AB,Will ask what Will will do. Will's.\n")
    text, said = mask.masked(file, TABLE, {("will", ""): "[Person 1]"}, ordinary)
    assert text.endswith("Will ask what [Person 1] will do. Will's.\n")
    assert len(said) == 1


def test_a_name_that_means_somebody_else_in_another_source(tmp_path: Path) -> None:
    from insideout.tables.inputs import CODINGS as TABLE

    file = tmp_path / "AB.csv"
    file.write_text(CODINGS + "S1,x,y,AB,of Mary\nS2,x,y,AB,of Mary\n")
    key = mask.pseudonyms([
        {"name": "Mary", "kind": "person", "pseudonym": "[A]", "source": ""},
        {"name": "Mary", "kind": "person", "pseudonym": "[B]", "source": "S2"},
    ])  # fmt: skip
    text, _ = mask.masked(file, TABLE, key)
    assert text == CODINGS + "S1,x,y,AB,of [A]\nS2,x,y,AB,of [B]\n"
