"""Codings counted for their own code and for every code above it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from insideout.chart.direction import directions, said_of
from insideout.reader import records
from insideout.tables.inputs import VALENCES

Array = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def lineages(codebook: pd.DataFrame) -> pd.DataFrame:
    """Each code with itself and every code above it: columns `code`, `at` and `direction`.

    `direction`: how the one speaks for the other (see `directions`). Parents come before children.
    """
    ways = directions(records(codebook[["code", "parent", "feature", "sign"]]))
    pairs = pd.DataFrame(list(ways), columns=["code", "at"], dtype="str")
    return pairs.assign(direction=pd.Series(list(ways.values()), dtype="int64"))


def top_of(codebook: pd.DataFrame) -> dict[str, str]:
    """The top-level theme that each code is below; its own for a theme."""
    lines = lineages(codebook).drop_duplicates("code")
    return dict(zip(lines["code"], lines["at"], strict=True))


def spread(codings: pd.DataFrame, codebook: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Codings by `at` (a code, those below it counted) and the columns `by`, with their number.

    Columns: `at`, `by`, `codings`, and how many of them say present, absent or mixed of `at`. Rows
    of a code that the codebook doesn't have are left out.
    """
    names = [*by, "code", "valence"]
    counted = codings[names].groupby(names, sort=False).size().reset_index(name="codings")
    told = counted.merge(lineages(codebook), on="code")
    ways = zip(told["valence"], told["direction"], strict=True)
    says = pd.Series([said_of(valence, way) for valence, way in ways], told.index, dtype="str")
    for valence in VALENCES:
        told[valence] = told["codings"].where(says == valence, 0)
    return told.groupby(["at", *by], as_index=False, sort=False)[["codings", *VALENCES]].sum()


def status_of(told: pd.DataFrame) -> pd.Series[str]:
    """What each row tells, from its numbers of codings: the statuses of a framework matrix."""
    present, absent, mixed = ((told[valence] > 0).to_numpy(bool) for valence in VALENCES)
    none: Array = ~(told["codings"] > 0).to_numpy(bool)
    status = np.select(
        [none, mixed | (present & absent), present, absent],
        ["not_told", "mixed", "present", "absent"], "coded",
    )  # fmt: skip
    return pd.Series(status, index=told.index, dtype="str")
