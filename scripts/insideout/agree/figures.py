"""Coefficients of many items at once, with their bootstrap intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from insideout.agree.bootstrap import interval, resampled
from insideout.agree.coefficients import (
    Metric,
    Tallies,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    tallies,
)

Numbers: TypeAlias = NDArray[np.float64]
SCORES = ("percent", "kappa", "fleiss", "ac1", "alpha")


@dataclass(frozen=True)
class Sample:
    """How intervals are made: samples × sources (empty: no intervals), and their confidence."""

    weight: Numbers
    confidence: float


def of_presence(with_code: Numbers, raters: Numbers) -> Tallies:
    """Tallies of presence, sources × items, absence first.

    `with_code`: units by how many coders gave them the item; `raters`: how many were asked.
    """
    coders = with_code.shape[-1] - 1
    total: dict[str, Any] = {one.name: 0.0 for one in fields(Tallies)}
    for asked in range(2, coders + 1):
        times = np.arange(asked + 1)
        each = tallies(np.stack([asked - times, times], axis=-1), coders)
        units = with_code[..., : asked + 1] * (raters == asked)[..., None]
        total = {
            name: value + np.tensordot(units, getattr(each, name), (-1, 0))
            for name, value in total.items()
        }
    return Tallies(**total)


def by_source(counts: Numbers, coders: int, source: NDArray[np.int64], sources: int) -> Tallies:
    """Tallies of units × categories, added up for each source: sources × ..."""
    each = tallies(counts, coders)
    total = {}
    for one in fields(Tallies):
        values = getattr(each, one.name)
        total[one.name] = np.zeros((sources, *values.shape[1:]))
        np.add.at(total[one.name], source, values)
    return Tallies(**total)


def scores(
    found: Tallies, table: Numbers | None, metric: Metric, categories: float | None
) -> dict[str, Numbers]:
    """Coefficients of sums over units. `table`: of two coders, who get no Fleiss' kappa.

    `categories`: how many there were to choose from, for AC1; None: they aren't a list that was
    fixed beforehand, so there is none.
    """
    made = {
        "percent": percent_agreement(found.agreeing, found.units),
        "alpha": krippendorff_alpha(found.coincidences, metric),
    }
    if categories is not None:
        made["ac1"] = gwet_ac1(found.agreeing, found.units, found.shares, found.rated, categories)
    if table is not None:
        return made | {"kappa": cohen_kappa(table)}
    complete = found.complete_agreeing, found.complete, found.complete_shares
    return made | {"fleiss": fleiss_kappa(*complete)}


def scored(
    found: Tallies,
    table: Numbers | None,
    metric: Metric,
    categories: float | None,
    sample: Sample,
) -> dict[str, Numbers]:
    """Scores with intervals (`_low`, `_high`). `found`, `table`: sources × items."""

    def at(sums: dict[str, Numbers]) -> dict[str, Numbers]:
        crossed = sums.pop("crossed", None)
        return scores(Tallies(**sums), crossed, metric, categories)

    every: dict[str, Numbers] = dict(vars(found)) | ({} if table is None else {"crossed": table})
    point = at({name: values.sum(0) for name, values in every.items()})
    if not len(sample.weight):
        return point
    return with_intervals(point, at(resampled(sample.weight, every)), sample.confidence)


def with_intervals(
    point: Mapping[str, Numbers], again: Mapping[str, Numbers], confidence: float
) -> dict[str, Numbers]:
    """Scores with the ends of their intervals; `undefined`: largest share of samples without one.

    Where a score itself is undefined there is no interval either.
    """
    made = dict(point)
    undefined: list[Numbers] = []
    for name, values in again.items():
        low, high, none = interval(values, confidence)
        missing = np.isnan(point[name])
        made[f"{name}_low"] = np.where(missing, np.nan, low)
        made[f"{name}_high"] = np.where(missing, np.nan, high)
        undefined.append(np.where(missing, 0.0, none))
    made["undefined"] = np.max(undefined, axis=0)
    return made
