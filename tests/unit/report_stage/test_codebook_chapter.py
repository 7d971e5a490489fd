"""The chapter of the codebook: codes in use, retired ones, and what somebody should look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from insideout.code.codebook import read_codebook
from insideout.code.notes import notes
from insideout.reader import framed, records
from insideout.report import codebook
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.coding import CODE_CHANGES, CODE_COUNTS, CODEBOOK

REPO = Path(__file__).parents[3]
BOOK = """\
version: "3"
codes:
- id: theme
  codes:
  - id: usual_doctor
    definition: One & the same.
    valences: [present, absent]
    since: "1"
    patterns: [same doctor]
  - id: waiting_room
    origin: inductive
    since: "2"
    cluster: c07
  - {id: own_doctor, retired: "2", merged_into: usual_doctor, definition: Whose own.}
  - {id: wide, since: "1", retired: "3"}
  - {id: narrow, since: "3", split_from: wide}
  - {id: dropped, retired: "3"}
"""
Staged = Callable[[Data], tuple[Path, Evidence]]


@pytest.fixture
def versioned(plain: Data, tmp_path: Path) -> Data:
    """A study whose codebook has come to its third version."""
    (tmp_path / "codebook.yaml").write_text(BOOK, "utf-8")
    return with_codes(plain, tmp_path / "codebook.yaml")


def with_codes(plain: Data, file: Path, columns: dict[str, str] | None = None) -> Data:
    """A study with the codes of a file, none of which was used."""
    codes = read_codebook(file, columns)
    return replace(plain, codings=[], frames={}, codebook=records(framed(codes, CODEBOOK)))


def changes(*rows: tuple[str, str, str]) -> list[dict[str, Any]]:
    made = [{"coding": f"c{n}", "source": "A1", "coder": "AM", "code": code, "what": what,
             "to": to, "version": "3"} for n, (code, what, to) in enumerate(rows)]  # fmt: skip
    return records(framed(made, CODE_CHANGES))


def chapter(data: Data, told: list[dict[str, Any]] | None = None) -> dict[str, str]:
    noted = records(notes(list(data.codebook), framed(data.counts, CODE_COUNTS)))
    made = replace(data, coding={"codebook_notes": noted, "code_changes": told or []})
    return codebook.includes(made, Evidence(made, {"codebook.qmd"}))


def row_of(table: str, code: str) -> str:
    """The row of a table that holds a code's anchor."""
    rows = re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    return next(row for row in rows if f'id="code-{code}"' in row)


def test_codes_in_use_say_where_they_come_from(versioned: Data) -> None:
    made = chapter(versioned)["codebook"]
    usual = row_of(made, "usual_doctor")
    assert "One &amp; the same." in usual
    assert "<em>Valences:</em> present, absent" in usual
    assert "from theory, since version 1" in usual
    assert "from the data, cluster c07 of the residual, since version 2" in row_of(
        made, "waiting_room"
    )
    assert "split from wide" in row_of(made, "narrow")
    assert "code-own_doctor" not in made


def test_retired_codes_have_a_table_of_their_own(versioned: Data) -> None:
    told = changes(
        ("own_doctor", "merged", "usual_doctor"), ("own_doctor", "merged", "usual_doctor")
    )
    made = chapter(versioned, told)["codebook-retired"]
    merged = row_of(made, "own_doctor")
    assert 'merged into <a href="codebook.qmd#code-usual_doctor">' in merged
    assert "to 2" in merged
    assert ">2</td>" in merged
    wide = row_of(made, "wide")
    assert re.search(r"split into <a [^>]*>narrow</a>", wide)
    assert "1 to 3" in wide
    assert "retired without a successor" in row_of(made, "dropped")


def test_every_code_has_one_anchor(versioned: Data) -> None:
    made = "".join(chapter(versioned).values())
    anchors = re.findall(r'\[\]\{#code-([\w-]+)\}|id="code-([\w-]+)"', made)
    assert sorted(a or b for a, b in anchors) == sorted(c["code"] for c in versioned.codebook)


def test_changed_codings_are_counted_by_what_was_changed(versioned: Data) -> None:
    told = changes(("own_doctor", "merged", "usual_doctor"), ("wide", "split", "wide"),
                   ("wide", "split", "wide"))  # fmt: skip
    made = chapter(versioned, told)["codebook-changes"]
    assert "what 3 codings stood under" in made
    assert "- 1 coding now stands under the code" in made
    assert "- 2 codings stay under a code that was split, until somebody recodes them" in made
    assert "set aside" not in made
    assert chapter(versioned)["codebook-changes"] == ""


def test_notes_are_listed_by_kind(versioned: Data) -> None:
    made = chapter(versioned)["codebook-notes"]
    assert r"**Never used** (3; no coding has them): [usual\_doctor](codebook.qmd#code-" in made
    assert "**Without a definition** (3;" in made


def test_a_bare_book_says_nothing_of_versions_and_one_thing_of_definitions(
    plain: Data, tmp_path: Path
) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code_path\nAccess > Waiting\nAccess > Cost\nOther\n", "utf-8")
    made = chapter(with_codes(plain, file, {"path": "code_path", "separator": ">"}))
    assert "<em>" not in made["codebook"]
    assert made["codebook-retired"] == ""
    assert "- **Without a definition**: all codes." in made["codebook-notes"]
    minimal = chapter(with_codes(plain, REPO / "data" / "minimal" / "codebook.yaml"))
    assert "Comes" not in minimal["codebook"]
    assert "## Getting in {#sec-codes-access}" in minimal["codebook"]


def test_the_chapter_is_in_the_book(versioned: Data, staged: Staged) -> None:
    chapters = ["evidence.qmd", "codebook.qmd"]
    report = versioned.study["report"] | {"chapters": chapters}
    folder, _ = staged(replace(versioned, study=versioned.study | {"report": report}))
    assert "{#sec-codebook}" in (folder / "codebook.qmd").read_text("utf-8")
    assert "code-usual_doctor" in (folder / "_includes" / "codebook.md").read_text("utf-8")
