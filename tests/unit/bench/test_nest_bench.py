"""The benchmark of the nest counts what it says, and its large study goes through the stages."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "bench"))

import nest_child  # noqa: E402

import nest  # noqa: E402
from insideout.simulate.nested.world import Size  # noqa: E402


def test_counts_of_a_study_are_those_of_its_levels() -> None:
    found = nest.of_seed(3, (0.0, 0.3))
    assert found[0.0]["kept"] == found[0.0]["planted"] == found[0.3]["planted"]
    assert found[0.3]["kept"] < found[0.0]["kept"]


def test_the_table_has_a_cell_for_each_of_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    counts = nest.of_seed(3, (0.15,))[0.15]
    assert nest._row(0.15, counts).count("|") == nest.HEAD.count("|")
    assert nest._nothing_left(0.15, counts).count("|") == nest.LEFT.count("|")
    both = f"{counts['kept'] + counts['shaped kept']:,} of "
    assert both in nest._row(0.15, counts)
    nest._wrong(counts)
    nest._other_reading(counts)
    said = capsys.readouterr().out
    assert f"of {counts['kept']:,} |" in said
    assert "| other provider |" in said
    assert "| by theory alone | 1 | 0 (0.0%) |" in said
    assert f"of {counts['shaped cited']:,} are found" in said


def test_the_study_goes_through_nest_compare_and_judge(tmp_path: Path) -> None:
    given = nest.written(tmp_path, Size(sites=(9, 9), patients=(8, 12), features=(5, 5)))
    assert json.loads((tmp_path / "given.json").read_text("utf-8")) == given
    assert "experiences to explain" in nest_child.nest(given)
    assert nest_child.compare(given)
    assert "predictions" in nest_child.judge(given)
