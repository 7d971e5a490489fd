"""Groups of numbers before any test of them: what is in each, and why they can't be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats  # type: ignore[import-untyped]

from insideout.test.finding import counted_words, dropped_words, finite

Groups = Mapping[str, Sequence[float]]
SAME = 1e-12  # a range this small for the numbers' size is lost in rounding
LEAST = 1e-290  # a range below it, or above its inverse, can't be reckoned with
UNCOMPUTABLE = "the numbers are too large, or differ too little for their size, to compute with"


def kept_groups(groups: Groups) -> tuple[dict[str, Sequence[float]], tuple[str, ...]]:
    """The groups with cases, and a note that names the others."""
    kept = {name: values for name, values in groups.items() if len(values)}
    return kept, dropped_words([name for name in groups if name not in kept], [])


def described_groups(kept: Groups, confidence: float) -> tuple[dict[str, Any], ...]:
    """Rows of test_cells: n, mean with its t interval, standard deviation, median."""
    with np.errstate(all="ignore"):  # what is infinite is left out
        return tuple(_described(name, values, confidence) for name, values in kept.items())


def _described(name: str, values: Sequence[float], confidence: float) -> dict[str, Any]:
    n, mean = len(values), float(np.mean(values))
    sd = float(np.std(values, ddof=1)) if n > 1 else np.nan
    reach = stats.t.ppf((1 + confidence) / 2, n - 1) * sd / np.sqrt(n) if n > 1 else np.nan
    return {
        "group": name, "value": "", "n": n, "mean": finite(mean), "sd": finite(sd),
        "median": finite(float(np.median(values))), "low": finite(mean - reach),
        "high": finite(mean + reach),
    }  # fmt: skip


def scaled(kept: Groups) -> tuple[dict[str, Sequence[float]], float]:
    """The values from their overall middle, in units of their range, and that range.

    So sums of squares neither lose digits nor leave what floats can hold. The range is 0 where it
    is too small or too large to compute with.
    """
    low, high = min(map(min, kept.values())), max(map(max, kept.values()))
    spread = float(high) - float(low)
    if not LEAST < spread < 1 / LEAST or spread <= SAME * max(abs(low), abs(high)):
        return {}, 0.0
    middle = low + spread / 2
    return {
        name: ((np.asarray(values, dtype=float) - middle) / spread).tolist()
        for name, values in kept.items()
    }, spread


def vary(kept: Groups) -> str:
    """Why no test of groups can be done: no cases, all equal, one group."""
    total = sum(map(len, kept.values()))
    if not total:
        return "no case has both variables"
    if not all(np.isfinite(values).all() for values in kept.values()):
        return "some values are missing or infinite: leave those cases out"
    cases = counted_words(total, "case")
    every = {value for values in kept.values() for value in (min(values), max(values))}
    if len(every) == 1:
        return f"the outcome doesn't vary: {cases}, all {every.pop():g}"
    if len(kept) == 1:
        return f"fewer than two groups: {cases}, all {next(iter(kept))}"
    return ""


def vary_within(kept: Groups) -> str:
    """Why no test of means can be done: as `vary`, a group of one, no variance within groups."""
    alone = [name for name, values in kept.items() if len(values) == 1]
    reason = vary(kept)
    if not reason and alone:
        reason = f"a group of one case has no variance: {', '.join(alone)}"
    if not reason and all(map(constant, kept.values())):
        reason = "no variance within the groups"
    return reason


def two_groups(kept: Groups) -> str:
    """Why a test of two groups can't be done, if there are more."""
    return "" if len(kept) == 2 else f"the test is for two groups: here are {len(kept)}"


def constant(values: Sequence[float]) -> bool:
    """All equal."""
    return min(values) == max(values)
