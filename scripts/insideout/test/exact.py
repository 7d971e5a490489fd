"""Fisher's exact test of r × c tables (Freeman and Halton 1951), enumerated.

scipy has it for 2 × 2 only, and draws tables for larger ones. Here columns are filled one after
another, as in Mehta and Patel's network (1983, Journal of the American Statistical Association 78:
427-434): tables that are alike so far are followed together, and no further once it is certain
that all their completions count, or none.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln  # type: ignore[import-untyped]

MOST = 1_500_000  # partly filled tables followed in all; a second or two
EQUAL = 1e-7  # log probabilities this near are equal, as in R


def exact_p(counts: np.ndarray, most: int = MOST) -> float | None:
    """The probability of all tables with these margins that are no more likely than this one.

    None when more than `most` partly filled tables would have to be looked at. `counts` is without
    empty rows and columns.
    """
    table = counts if counts.shape[0] <= counts.shape[1] else counts.T
    rows, columns = np.sort(table.sum(axis=1)), np.sort(table.sum(axis=0))[::-1]
    # A table's log probability is minus the sum of log x! over its cells, and `total` for all.
    total = _log(rows).sum() + _log(columns).sum() - _log(rows.sum())
    limit = EQUAL - _log(table).sum()
    left, past, mass = rows[None, :], np.zeros(1), np.zeros(1)
    found = [np.array([])]
    for place, column in enumerate(columns):
        coming = columns[place:]
        counted = past + most_likely(left, coming) <= limit
        # The completions' probabilities together have a closed form.
        ends = _log(coming.sum()) - _log(left).sum(axis=1) - _log(coming).sum()
        found.append((mass + ends)[counted])
        open_ = ~counted & (past + least_likely(left, coming) <= limit)
        filled = _filled(left[open_], past[open_], mass[open_], int(column), most)
        if filled is None:
            return None
        most -= len(filled[1])
        left, past, mass = _merged(*filled)
    found.append(mass[past <= limit])
    every = np.concatenate(found) + total
    return float(np.exp(every).sum())


def most_likely(left: np.ndarray, coming: np.ndarray) -> np.ndarray:
    """What log probability the rest of a table can add at most (a bound, not always reached).

    Counts are likeliest when spread evenly: over the rows of each column, or the columns of each
    row, without regard to the other margin.
    """
    by_column = -_spread(coming, left.shape[1]).sum()
    by_row = -_spread(left, len(coming)).sum(axis=1)
    return np.asarray(np.minimum(by_column, by_row))


def least_likely(left: np.ndarray, coming: np.ndarray) -> np.ndarray:
    """What log probability the rest of a table adds at least (a bound, not always reached).

    Counts are least likely when heaped: each column's into the rows with most room.
    """
    room = np.sort(left, axis=1)[:, ::-1]
    before = np.cumsum(room, axis=1) - room
    least = np.zeros(len(left))
    for column in coming:
        least -= _log(np.clip(column - before, 0, room)).sum(axis=1)
    return least


def _log(counts: np.ndarray) -> np.ndarray:
    return np.asarray(gammaln(np.asarray(counts) + 1.0))


def _spread(totals: np.ndarray, cells: int) -> np.ndarray:
    """Sum of log x! when each total is spread evenly over so many cells."""
    each, over = np.divmod(totals, cells)
    return np.asarray((cells - over) * _log(each) + over * _log(each + 1))


def _choices(left: np.ndarray, needed: np.ndarray, row: int) -> tuple[np.ndarray, np.ndarray]:
    """Least and most that a row can take, so that the later rows have room for the rest."""
    room = left[:, row + 1 :].sum(axis=1)
    return np.maximum(0, needed - room), np.minimum(left[:, row], needed)


def _filled(
    left: np.ndarray, past: np.ndarray, mass: np.ndarray, column: int, most: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Every table with the next column filled in every way; None when they are more than `most`."""
    needed = np.full(len(left), column)
    for row in range(left.shape[1]):
        low, high = _choices(left, needed, row)
        ways = high - low + 1
        if ways.sum() > most:  # and each can be filled to the end, so there are no fewer
            return None
        starts = np.cumsum(ways) - ways
        taken = np.arange(ways.sum()) - np.repeat(starts - low, ways)
        left, needed = np.repeat(left, ways, axis=0), np.repeat(needed, ways) - taken
        left[:, row] -= taken
        past, mass = np.repeat(past, ways) - _log(taken), np.repeat(mass, ways) - _log(taken)
    return left, past, mass


def _merged(
    left: np.ndarray, past: np.ndarray, mass: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tables with the same room left (in any order of rows) and probability so far, as one."""
    if not len(past):
        return left, past, mass
    left = np.sort(left, axis=1)
    alike = np.round(past * 1e9).astype(np.int64)
    keys = np.column_stack([left, alike])
    order = np.lexsort(keys.T)
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[order][1:] != keys[order][:-1]).any(axis=1)
    starts = np.flatnonzero(first)
    heaviest = np.maximum.reduceat(mass[order], starts)
    group = np.cumsum(first) - 1
    together = np.add.reduceat(np.exp(mass[order] - heaviest[group]), starts)
    return left[order][starts], past[order][starts], heaviest + np.log(together)
