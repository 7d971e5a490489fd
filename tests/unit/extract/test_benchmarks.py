"""Aggregates beside published figures."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.extract.benchmarks import benchmark_problems, beside
from insideout.extract.declared import NAMES
from insideout.problems import DataError
from insideout.reader import framed
from insideout.rows import Row
from insideout.tables.records import BENCHMARKS, RECORDS_AGGREGATES, RECORDS_PUBLISHED


def aggregates(*rows: dict[str, Any]) -> pd.DataFrame:
    return framed(({"meaning": "in words", "n": 10} | row for row in rows), RECORDS_AGGREGATES)


def published(*rows: dict[str, Any]) -> pd.DataFrame:
    return framed(rows, BENCHMARKS)


def test_differences_plain_and_relative() -> None:
    found = beside(
        aggregates(
            {"aggregate": "mean_encounters", "value": 30.0},
            {"aggregate": "mean_encounters", "among": "east", "value": 36.0, "n": 4},
        ),
        published(
            {"aggregate": "mean_encounters", "among": "east", "published": 30.0, "source": "X"},
            {"aggregate": "mean_encounters", "published": 40.0, "calibrated": True},
        ),
    )
    assert list(found) == RECORDS_PUBLISHED.names
    assert list(found["among"]) == ["east", ""]  # in the order of the published
    assert list(found["difference"]) == [6, -10]
    assert list(found["relative"]) == pytest.approx([0.2, -0.25])
    assert list(found["n"]) == [4, 10]
    assert list(found["bound"]) == ["equal", "equal"]
    assert list(found["source"]) == ["X", ""]
    assert found["calibrated"].tolist() == [pd.NA, True]


@pytest.mark.parametrize(
    ("bound", "value", "difference", "relative"),
    [
        ("at_least", 12.0, 0.0, 0.0),
        ("at_least", 10.0, 0.0, 0.0),
        ("at_least", 8.0, -2.0, -0.2),
        ("at_most", 8.0, 0.0, 0.0),
        ("at_most", 15.0, 5.0, 0.5),
        ("equal", 12.0, 2.0, 0.2),
    ],
)
def test_a_bound_that_is_kept_is_no_difference(
    bound: str, value: float, difference: float, relative: float
) -> None:
    found = beside(
        aggregates({"aggregate": "most_encounters", "value": value}),
        published({"aggregate": "most_encounters", "published": 10.0, "bound": bound}),
    )
    assert found["difference"].tolist() == [difference]
    assert found["relative"].tolist() == pytest.approx([relative])


def test_nothing_is_a_share_of_a_published_zero() -> None:
    found = beside(
        aggregates(
            {"aggregate": "share_home", "value": 2.0}, {"aggregate": "share_phone", "value": 0.0}
        ),
        published(
            {"aggregate": "share_home", "published": 0.0},
            {"aggregate": "share_phone", "published": 0.0},
        ),
    )
    assert list(found["difference"]) == [2, 0]
    assert found["relative"].isna().tolist() == [True, False]


def test_a_group_without_patients_has_no_value() -> None:
    found = beside(
        aggregates({"aggregate": "share_home", "value": 2.0}),
        published({"aggregate": "share_home", "among": "elsewhere", "published": 3.0}),
    )
    assert found[["value", "difference", "relative"]].isna().all().all()
    assert found["n"].tolist() == [0]
    assert found["meaning"].tolist() == ["at the patient's home, share of encounters"]


def test_an_unknown_aggregate_is_told_with_the_nearest() -> None:
    with pytest.raises(DataError) as error:
        beside(
            aggregates({"aggregate": "mean_encounters"}),
            published(
                {"aggregate": "mean_encounter", "published": 1.0},
                {"aggregate": "mean_encounters", "published": 1.0},
                {"aggregate": "nonsense", "published": 1.0},
            ),
        )
    assert [(problem.line, problem.column) for problem in error.value.problems] == [
        (2, "aggregate"), (4, "aggregate")
    ]  # fmt: skip
    assert "mean_encounters" in error.value.problems[0].hint


def test_what_is_declared_is_known() -> None:
    rows = [Row(2, {"aggregate": name}) for name in NAMES]
    assert benchmark_problems("published.csv", rows) == []
    assert len(set(NAMES)) == len(NAMES)


def test_the_documentation_lists_every_aggregate() -> None:
    page = Path(__file__).parents[3] / "docs" / "records.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in NAMES if f"`{name}`" not in text] == []
