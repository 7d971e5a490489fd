"""The study that newcomers copy, and the codebook that they read of, do what is said of them."""

import csv
import re
from pathlib import Path

import pytest

from insideout.check import check
from insideout.code.codebook import KEYS, read_codebook
from insideout.house import open_study

REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs" / "codebook.md").read_text("utf-8")


def fenced(language: str) -> list[str]:
    """The code blocks of the page about codebooks, of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_minimal_study_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPO)
    assert check(open_study("config/minimal.yaml")).endswith(": no problem")


def test_its_quotes_stand_in_its_transcripts() -> None:
    data = REPO / "data" / "minimal"
    with (data / "codings" / "ME.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["source", "quote", "code", "coder"]
    texts = {file.stem: file.read_text("utf-8") for file in data.glob("transcripts/*.txt")}
    assert {row["source"] for row in rows} == set(texts)
    for row in rows:
        assert texts[row["source"]].count(row["quote"]) == 1


def test_the_example_of_the_page_is_a_codebook(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    file.write_text(fenced("yaml")[0], "utf-8")
    codes = {code["code"]: code for code in read_codebook(file)}
    signs = {code["code"]: code["sign"] for code in codes.values() if code["feature"]}
    assert signs == {"same_doctor": 1, "starting_afresh": -1}
    assert codes["rostering_by_task"]["shows"] == "same_person- reviews+"
    outside = [code["code"] for code in codes.values() if not code["organisational"]]
    assert outside == ["other", "own_wish"]


def test_the_table_of_paths_on_the_page_gives_the_ids_it_says(tmp_path: Path) -> None:
    file = tmp_path / "code_system.csv"
    file.write_text(fenced("text")[0], "utf-8")
    codes = read_codebook(file, {"path": "code_path", "separator": ">"})
    assert [code["code"] for code in codes] == [
        "access", "access/getting_in", "continuity", "continuity/dont_know",
    ]  # fmt: skip


def test_the_page_describes_every_key_of_a_code_and_no_other() -> None:
    section = PAGE.split("\n## The keys of a code\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(KEYS)
