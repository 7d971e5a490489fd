"""What docs/codebook.md says of versions, patterns and workbooks is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from insideout.code.codebook import read_codebook, version_of
from insideout.code.patterns import patterns_of
from insideout.code.versions import brought_up
from insideout.exchange.codebook_xlsx import SHEET

PAGE = (Path(__file__).parents[3] / "docs" / "codebook.md").read_text("utf-8")


def section(title: str) -> str:
    """A section of the page, without its heading."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def example(title: str, folder: Path) -> Path:
    """The example of a section, as a file."""
    found = re.search(r"^```yaml\n(.*?)^```$", section(title), re.MULTILINE | re.DOTALL)
    assert found
    (folder / "codebook.yaml").write_text(found[1], "utf-8")
    return folder / "codebook.yaml"


def test_codings_of_the_worked_example_become_what_the_table_says(tmp_path: Path) -> None:
    file = example("Versions", tmp_path)
    rows = re.findall(r"^\| `(\w+)` \| (?:`(\w+)`|–) \|", section("Versions"), re.MULTILINE)
    assert len(rows) == 4
    codings = [{"coding": code, "source": "A1", "coder": "AM", "code": code} for code, _ in rows]
    kept, log = brought_up(codings, read_codebook(file))
    assert {c["coding"]: c["code"] for c in kept} == {code: to for code, to in rows if to}
    assert {row["code"]: row["into"] for row in log if row["into"]} == {
        "delay": "delay_referral delay_result"
    }
    assert version_of(file) == "3"


def test_the_patterns_of_the_page_are_sound(tmp_path: Path) -> None:
    assert len(patterns_of(example("Patterns", tmp_path))["same_doctor"]) == 3


@pytest.mark.parametrize("column", ["valences", "shows", "organisational", "patterns"])
def test_columns_that_are_written_in_a_way_of_their_own_are_columns(column: str) -> None:
    assert column in SHEET.names
    assert f"| `{column}` |" in section("A workbook")
