"""Published shares of two groups, compared with an assumed number of people behind them.

The numbers of people are not published, so every p rests on an assumption and none is the published
test: p is shown over a range of numbers, with the number from which it stays below alpha.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]
from statsmodels.stats.proportion import (  # type: ignore[import-untyped]
    confint_proportions_2indep,
)

from insideout.problems import DataError
from insideout.reader import framed, records
from insideout.tables.statistics import CONTRASTS
from insideout.test.shares import share_problems

LARGEST = 10_000  # people in each group, at most, when the least number is looked for
FEW = 5  # expected counts below this call for Fisher's test


def contrasts(
    shares: pd.DataFrame, *, n: Sequence[int], alpha: float, confidence: float = 0.95,
    file: str = "shares.csv",
) -> pd.DataFrame:  # fmt: skip
    """The contrasts for each of the assumed numbers `n` (rows of CONTRASTS, in the file's order).

    `shares`: rows of SHARES, two for each contrast, the first group first. A group whose number is
    published keeps it; a contrast of two such groups has one row and assumes nothing. p is adjusted
    (Holm 1979) over the contrasts of one assumed number; those that assume nothing are a family of
    their own. Raises DataError for a contrast without two groups.
    """
    pairs = _pairs(shares, file)
    made = []
    for first, second in pairs:
        least = least_number(
            first["share"], second["share"], alpha=alpha, fixed=(first["n"], second["n"])
        )
        published = first["n"] is not None and second["n"] is not None
        for assumed in [None] if published else sorted(set(n)):
            row = _contrast(first, second, assumed, confidence)
            made.append({**row, "least_n": least, "family": assumed})
    for family in {row["family"] for row in made}:
        of = [row for row in made if row["family"] == family]
        adjusted = multipletests([row["p"] for row in of], method="holm")[1]
        for row, p in zip(of, adjusted, strict=True):
            row["p_holm"] = float(p)
    return framed(made, CONTRASTS)


def people(share: float, n: int) -> int:
    """How many of `n` people a published share would be: the nearest whole number, halves up."""
    return math.floor(share * n + 0.5 + 1e-9)  # .29 × 50 is 14.499999999999998 in binary


def p_of(first: int, first_n: int, second: int, second_n: int) -> tuple[float, str]:
    """The p-value of two counts and its test: chi-squared without correction, or Fisher's."""
    table = np.array([[first, first_n - first], [second, second_n - second]])
    if _least_expected(first + second, min(first_n, second_n), first_n + second_n) < FEW:
        return min(1.0, float(stats.fisher_exact(table).pvalue)), "fisher"
    return float(stats.chi2_contingency(table, correction=False).pvalue), "chi_squared"


def least_number(
    first_share: float, second_share: float, *, alpha: float, largest: int = LARGEST,
    fixed: tuple[int | None, int | None] = (None, None),
) -> int | None:  # fmt: skip
    """The smallest number in each group from which p stays below alpha; None: not up to `largest`.

    A group whose number is published, one of `fixed`, keeps it, and the number is the other's; None
    too where both are. p is no falling function of the number, for people are whole: so it must
    stay below alpha from there on, up to the largest number tried.
    """
    if None not in fixed:
        return None
    numbers = np.arange(1, largest + 1)
    m, n = (numbers if size is None else np.full(largest, int(size)) for size in fixed)
    first, second = (
        np.floor(s * of + 0.5 + 1e-9) for s, of in ((first_share, m), (second_share, n))
    )
    p = _chi_squared_p(first, m, second, n)
    large = _least_expected(first + second, np.minimum(m, n), m + n) >= FEW
    for at in range(largest - 1, -1, -1):  # from above, and only as far as p is below alpha
        counts = int(first[at]), int(m[at]), int(second[at]), int(n[at])
        value = p[at] if large[at] else p_of(*counts)[0]
        if not value < alpha:
            return None if at == largest - 1 else at + 2
    return 1


def _contrast(
    first: Mapping[str, Any], second: Mapping[str, Any], assumed: int | None, confidence: float
) -> dict[str, Any]:
    """A row of CONTRASTS without what is seen over all of them."""
    sizes = [int(row["n"] or assumed or 0) for row in (first, second)]
    counts = [people(row["share"], n) for row, n in zip((first, second), sizes, strict=True)]
    p, method = p_of(counts[0], sizes[0], counts[1], sizes[1])
    low, high = confint_proportions_2indep(
        counts[0], sizes[0], counts[1], sizes[1],
        compare="diff", method="newcomb", alpha=1 - confidence,
    )  # fmt: skip
    return {
        "contrast": first["contrast"], "asks": first["asks"], "first": first["group"],
        "second": second["group"], "first_share": first["share"], "second_share": second["share"],
        "first_n": sizes[0], "second_n": sizes[1], "assumed": assumed is not None,
        "difference": first["share"] - second["share"], "low": float(low), "high": float(high),
        "p": p, "method": method,
    }  # fmt: skip


def _pairs(shares: pd.DataFrame, file: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in records(shares):
        found.setdefault(row["contrast"], []).append(row)
    if problems := share_problems(file, ((None, name) for name in shares["contrast"])):
        raise DataError(problems)
    return [(rows[0], rows[1]) for rows in found.values()]


def _least_expected(counted: Any, smaller: Any, total: Any) -> Any:
    """The smallest expected count of a table of two groups, of numbers or of arrays."""
    return np.minimum(counted, total - counted) * smaller / total


def _chi_squared_p(
    first: NDArray[np.float64], m: NDArray[np.int_],
    second: NDArray[np.float64], n: NDArray[np.int_],
) -> NDArray[np.float64]:  # fmt: skip
    """Pearson's chi-squared of groups of m and n, all numbers at once (scipy has one table)."""
    counted, every = first + second, m + n
    spread = (counted * (every - counted)) * (m * n).astype("float64")
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(spread > 0, every * (first * n - second * m) ** 2 / spread, 0.0)
    return np.asarray(stats.chi2.sf(statistic, 1), dtype="float64")
