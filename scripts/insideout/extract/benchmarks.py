"""Aggregates of the records beside the figures that were published."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from insideout.extract.declared import AGGREGATES, NAMES
from insideout.problems import DataError, Problem, shown
from insideout.rows import Row
from insideout.schema import did_you_mean
from insideout.tables.records import RECORDS_PUBLISHED


def beside(aggregates: pd.DataFrame, benchmarks: pd.DataFrame) -> pd.DataFrame:
    """The table RECORDS_PUBLISHED: a row for each benchmark, in their order.

    `difference` is this study's value minus the published one. Where that is a bound (at_least,
    at_most) and the value keeps it, the difference is 0; otherwise it is the distance to the bound.
    `relative` is the difference as a share of the published figure, undefined where that is 0 and
    the difference isn't. A group without patients here has no value. Raises DataError for an
    aggregate that there is none of.
    """
    named = enumerate(benchmarks["aggregate"], start=2)
    rows = (Row(line, {"aggregate": name}) for line, name in named)
    if problems := benchmark_problems("benchmarks", rows):
        raise DataError(problems)
    meaning = {aggregate.name: aggregate.meaning for aggregate in AGGREGATES}
    table = benchmarks.merge(
        aggregates.drop(columns="meaning"), on=["aggregate", "among"], how="left", sort=False
    )
    table["meaning"] = table["aggregate"].map(meaning)
    table["n"] = table["n"].fillna(0)
    table["bound"] = table["bound"].replace("", "equal")
    plain = table["value"] - table["published"]
    kept = ((table["bound"] == "at_least") & (plain >= 0)) | (
        (table["bound"] == "at_most") & (plain <= 0)
    )
    table["difference"] = plain.mask(kept, 0.0)
    size = table["published"].abs()
    table["relative"] = (table["difference"] / size.where(size > 0)).mask(
        table["difference"] == 0, 0.0
    )
    return table[RECORDS_PUBLISHED.names].astype({"meaning": "str"})


def benchmark_problems(file: str, rows: Iterable[Row]) -> list[Problem]:
    """Rows of a table of benchmarks that name an aggregate there is none of."""
    expected = "an aggregate of the records (docs/records.md lists them)"
    return [
        Problem(file, row.line, "aggregate", expected, shown(row["aggregate"]),
                did_you_mean(str(row["aggregate"]), NAMES))
        for row in rows if row["aggregate"] not in NAMES
    ]  # fmt: skip
