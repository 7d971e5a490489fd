"""Tests of one family: their p-values adjusted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]

METHODS = {"p_holm": "holm", "p_bh": "fdr_bh"}  # column: statsmodels' name
ADJUST = {"holm": "p_holm", "benjamini_hochberg": "p_bh", "none": ""}  # study file: column
PLAIN, PARTNER = "p", "p_cluster"
Row = Mapping[str, Any]


def adjusted(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The tests with p_holm and p_bh, and p_cluster_holm and p_cluster_bh, within their families.

    Tests without a p-value don't count in their family; those without a family keep none of these.
    The partners' p-values are a family of their own beside that of the plain ones.
    """
    made = [dict(row) for row in rows]
    for family in dict.fromkeys(row["family"] for row in rows if row["family"]):
        members = [row for row in made if row["family"] == family]
        for name in (PLAIN, PARTNER):
            known = [row for row in members if row[name] is not None]
            for column, method in METHODS.items():
                found = corrected([row[name] for row in known], method)
                for row, value in zip(known, found, strict=True):
                    row[column.replace(PLAIN, name, 1)] = value
    return made


def corrected(values: Sequence[float], method: str) -> list[float]:
    """p-values adjusted together by one of statsmodels' methods, in their order."""
    if not values:
        return []
    return [float(value) for value in multipletests(list(values), method=method)[1]]


def judged_on(row: Row, name: str, adjust: str) -> float | None:
    """The p-value (`p`, or `p_cluster`) that a verdict rests on: adjusted where in a family."""
    column = ADJUST[adjust]
    if not (row["family"] and column):
        return row[name]  # type: ignore[no-any-return]
    return row.get(column.replace(PLAIN, name, 1))


def in_family(rows: Sequence[Row], row: Row, name: str = PLAIN) -> int:
    """How many tests of a test's family have a p-value."""
    return sum(other["family"] == row["family"] and other[name] is not None for other in rows)
