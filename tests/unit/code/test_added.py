"""Codings put into a coder's file keep what the file's columns say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from insideout.code.added import with_codings
from insideout.rows import read_rows
from insideout.tables.inputs import CODINGS


def new(times: int) -> dict[str, Any]:
    return {
        **dict.fromkeys(CODINGS.names, ""), "source": "S1", "quote": "I wait", "code": "waiting",
        "coder": "AB", "round": 1, "origin": "suggested", "start": 9, "end": 15,
        "occurrence": times, "times": times,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "old", "times", "expected"),
    [
        ("source,quote,code,coder,occurrence", "S1,No,waiting,AB,1", 1, 1),
        ("source,quote,code,coder,occurrence", "S1,No,waiting,AB,", 1, None),
        ("source,quote,code,coder,occurrence", "S1,No,waiting,AB,", 2, 2),
        ("source,quote,code,coder", "S1,No,waiting,AB", 2, None),
    ],
    ids=["every row has one", "unique words", "words that stand twice", "no such column"],
)
def test_occurrence_follows_the_habit_of_the_file(
    tmp_path: Path, header: str, old: str, times: int, expected: int | None
) -> None:
    file = tmp_path / "AB.csv"
    file.write_text(f"{header}\n{old}\n", "utf-8")
    file.write_text(with_codings(file, [new(times)]), "utf-8")
    rows, problems = read_rows(file, CODINGS)
    assert problems == []
    assert [row["quote"] for row in rows] == ["No", "I wait"]
    assert rows[1]["occurrence"] == expected
    assert ("occurrence" in file.read_text("utf-8").splitlines()[0]) == ("occurrence" in header)
