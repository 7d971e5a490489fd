"""How far ratings, items or members of a group agree: intraclass correlations, Cronbach's alpha.

Ratings are an array of one row per person (or thing rated) and one column per rater (or item); nan
is a missing value. Rows with one are left out (`rows` tells how many are used).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its interval, and the F test that it is 0.

    `value` is None when it can't be computed; `note` then says why. It is 1 at most, has no lower
    limit, and where below 0 means less alike than chance.
    """

    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    f: float | None = None
    df: tuple[float, float] | None = None
    p: float | None = None
    rows: int = 0
    columns: int = 0
    note: str = ""


@dataclass(frozen=True)
class Squares:
    """Mean squares of a table of ratings: of rows, columns, what is left, and all within rows."""

    rows: float
    columns: float
    left: float
    within: float
    n: int
    k: int


def intraclass(ratings: ArrayLike, *, confidence: float = 0.95) -> list[Coefficient]:
    """ICC(1), ICC(2,1), ICC(3,1), and those of the mean of all raters: ICC(1,k), (2,k), (3,k).

    Shrout and Fleiss 1979, Psychological Bulletin 86: 420-428, with their intervals. 1: raters
    differ from row to row. 2: the same raters, a sample of all, absolute agreement. 3: these raters
    only, consistency.
    """
    table, reason = _complete(ratings)
    names = ("ICC(1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
    rows, columns = table.shape
    if reason:
        return [Coefficient(name, rows=rows, columns=columns, note=reason) for name in names]
    ms = squares(table)
    of_one = [one_way(ms, confidence), two_way(ms, confidence), consistency(ms, confidence)]
    # Absolute agreement of the mean has another denominator, but the same relation to one rater's.
    of_all: list[Values] = [
        (stepped_up(value, ms.k), stepped_up(low, ms.k), stepped_up(high, ms.k))
        for value, low, high in of_one
    ]
    f = [ms.rows / part if part > 0 else None for part in (ms.within, ms.left, ms.left)]
    within = (ms.n * (ms.k - 1), (ms.n - 1) * (ms.k - 1), (ms.n - 1) * (ms.k - 1))
    return [
        _coefficient(name, values, f[i % 3], (ms.n - 1, within[i % 3]), (rows, columns))
        for i, (name, values) in enumerate(zip(names, [*of_one, *of_all], strict=True))
    ]


def cronbach_alpha(items: ArrayLike, *, confidence: float = 0.95) -> Coefficient:
    """Cronbach's alpha (1951, Psychometrika 16: 297-334) of unstandardised items.

    alpha = k / (k - 1) × (1 - sum of the items' variances / variance of their sum); equal to
    ICC(3,k). The interval is Feldt's (1965, Psychometrika 30: 357-370). Items that don't vary are
    kept: they lower alpha, and the note names them by their place, from 1.
    """
    table, reason = _complete(items)
    rows, columns = table.shape
    name = "Cronbach's alpha"
    if reason:
        return Coefficient(name, rows=rows, columns=columns, note=reason)
    still = np.ptp(table, axis=0) == 0
    # the variance of equal numbers may be a rounding error, which mustn't pass for one
    variances = np.where(still, 0.0, table.var(axis=0, ddof=1))
    total = float(table.sum(axis=1).var(ddof=1))
    rounding = (8 * columns * np.finfo(float).eps * float(np.abs(table).max())) ** 2
    flat = [str(place) for place in np.flatnonzero(still) + 1]
    note = f"items without variance: {', '.join(flat)}" if flat else ""
    if total <= max(1e-12 * float(variances.sum()), rounding):
        reason = "the items' sum doesn't vary"
        return Coefficient(name, rows=rows, columns=columns, note=reason)
    alpha = columns / (columns - 1) * (1 - float(variances.sum()) / total)
    df = (rows - 1.0, (rows - 1.0) * (columns - 1))
    low, high = (
        1 - (1 - alpha) * float(stats.f.ppf(q, *df))
        for q in ((1 + confidence) / 2, (1 - confidence) / 2)
    )
    f = 1 / (1 - alpha) if alpha < 1 else None
    found = _coefficient(name, (alpha, low, high), f, df, (rows, columns))
    return found if not note else Coefficient(**{**vars(found), "note": note})


def nested(groups: Sequence[Sequence[float]], *, mean_size: bool = False) -> Coefficient:
    """ICC(1) of people in groups of unequal size: the share of variance between groups.

    (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (N - sum n² / N) / (groups - 1) (Donner 1986,
    International Statistical Review 54: 67-82). With `mean_size` the mean size of the groups stands
    for n0, as in R's package multilevel. The interval is left out. Groups without a member are
    dropped.
    """
    kept = [np.asarray(group, dtype=float) for group in groups if len(group)]
    sizes = np.array([len(group) for group in kept], dtype=float)
    people, name = int(sizes.sum()), "ICC(1), mean group size" if mean_size else "ICC(1), n0"
    if len(kept) < 2 or people == len(kept):
        reason = "it takes two groups, and one of them with two members"
        return Coefficient(name, rows=people, columns=len(kept), note=reason)
    middle = float(np.concatenate(kept).mean())
    between = sum(len(g) * (float(g.mean()) - middle) ** 2 for g in kept) / (len(kept) - 1)
    within = sum(float(((g - g.mean()) ** 2).sum()) for g in kept) / (people - len(kept))
    n0 = people / len(kept) if mean_size else _n0(sizes)
    whole = between + (n0 - 1) * within
    if whole <= 0:
        reason = "the values don't vary"
        return Coefficient(name, rows=people, columns=len(kept), note=reason)
    value, df = (between - within) / whole, (len(kept) - 1.0, float(people - len(kept)))
    f = between / within if within > 0 else None
    return _coefficient(name, (value, None, None), f, df, (people, len(kept)))


def group_means(groups: Sequence[Sequence[float]]) -> Coefficient:
    """ICC(2) as multilevel research calls it: how reliable the groups' means are.

    (MSB - MSW) / MSB (Bliese 2000), that is 1 - 1 / F of an analysis of variance.
    """
    one = nested(groups)
    name = "ICC(2), group means"
    if one.value is None:
        return Coefficient(name, rows=one.rows, columns=one.columns, note=one.note)
    if one.f == 0:
        reason = "the groups' means are all equal"
        return Coefficient(name, rows=one.rows, columns=one.columns, note=reason)
    value = 1.0 if one.f is None else 1 - 1 / one.f
    return Coefficient(
        name, value, f=one.f, df=one.df, p=one.p, rows=one.rows, columns=one.columns, note=one.note
    )


def squares(table: np.ndarray) -> Squares:
    """The mean squares of a complete table."""
    n, k = table.shape
    middle = table.mean()
    row, column = table.mean(axis=1, keepdims=True), table.mean(axis=0, keepdims=True)
    left = float(((table - row - column + middle) ** 2).sum())
    between = float(((column - middle) ** 2).sum()) * n
    return Squares(
        rows=float(((row - middle) ** 2).sum()) * k / (n - 1), columns=between / (k - 1),
        left=left / ((n - 1) * (k - 1)), within=(left + between) / (n * (k - 1)), n=n, k=k,
    )  # fmt: skip


Values = tuple[float | None, float | None, float | None]


def one_way(ms: Squares, confidence: float) -> Values:
    """ICC(1) and its interval."""
    return _of_f(ms.rows, ms.within, ms.k, (ms.n - 1, ms.n * (ms.k - 1)), confidence)


def consistency(ms: Squares, confidence: float) -> Values:
    """ICC(3,1) and its interval."""
    return _of_f(ms.rows, ms.left, ms.k, (ms.n - 1, (ms.n - 1) * (ms.k - 1)), confidence)


def two_way(ms: Squares, confidence: float) -> Values:
    """ICC(2,1) and its interval, with degrees of freedom by Satterthwaite."""
    n, k = ms.n, ms.k
    whole = ms.rows + (k - 1) * ms.left + k * (ms.columns - ms.left) / n
    if whole <= 0:
        return None, None, None
    icc = (ms.rows - ms.left) / whole
    if ms.left <= 0:
        return icc, None, None
    ratio = ms.columns / ms.left
    weight = n * (1 + (k - 1) * icc) - k * icc
    spread = (n - 1) * k**2 * icc**2 * ratio**2 + weight**2
    df = (k - 1) * (n - 1) * (k * icc * ratio + weight) ** 2 / spread if spread else np.nan
    upper, lower = (stats.f.ppf((1 + confidence) / 2, *d) for d in ((n - 1, df), (df, n - 1)))
    if not np.isfinite([df, upper, lower]).all():
        return icc, None, None
    others = k * ms.columns + (k * n - k - n) * ms.left
    with np.errstate(over="ignore", invalid="ignore"):  # with next to no degrees of freedom
        low = n * (ms.rows - upper * ms.left) / (upper * others + n * ms.rows)
        high = n * (lower * ms.rows - ms.left) / (others + n * lower * ms.rows)
    if not np.isfinite([low, high]).all():
        return icc, None, None
    return icc, float(low), float(high)


def stepped_up(value: float | None, k: int) -> float | None:
    """The reliability of the mean of k, from that of one (Spearman 1910, Brown 1910)."""
    if value is None or 1 + (k - 1) * value <= 0:
        return None
    return k * value / (1 + (k - 1) * value)


def _of_f(rows: float, error: float, k: int, df: tuple[int, int], confidence: float) -> Values:
    whole = rows + (k - 1) * error
    if whole <= 0:
        return None, None, None
    icc = (rows - error) / whole
    if error <= 0:
        return icc, None, None
    tail = (1 + confidence) / 2
    low, high = rows / error / stats.f.ppf(tail, *df), rows / error * stats.f.ppf(tail, *df[::-1])
    return icc, float((low - 1) / (low + k - 1)), float((high - 1) / (high + k - 1))


def _coefficient(
    name: str, values: Values, f: float | None, df: tuple[float, float], shape: tuple[int, int]
) -> Coefficient:
    p = None if f is None else float(stats.f.sf(f, *df))
    value, low, high = values
    note = ""
    if value is None:
        note = "there is no variation that it could be a share of"
    elif f is None:
        note = "agreement is complete: no interval and no test"
    return Coefficient(
        name, value, low, high, f=f, df=df, p=p, rows=shape[0], columns=shape[1], note=note
    )


def _n0(sizes: np.ndarray) -> float:
    return float((sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1))


def _complete(ratings: ArrayLike) -> tuple[np.ndarray, str]:
    """The rows without a missing value, and why nothing can be computed from them, if so."""
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2:
        table = table.reshape(len(table), -1) if table.size else np.empty((0, 0))
    table = table[np.isfinite(table).all(axis=1)]
    if table.shape[1] < 2:
        return table, "it takes two columns: raters or items"
    if len(table) < 2:
        return table, "it takes two rows without a missing value"
    if float(np.ptp(table)) == 0:
        return table, f"all values are {table.flat[0]:g}: there is no variation"
    return table, ""
