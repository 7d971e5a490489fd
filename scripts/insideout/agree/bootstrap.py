"""Bootstrap intervals that draw sources: units of one interview aren't independent."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]


def weights(sources: int, resamples: int, seed: int, name: str) -> Numbers:
    """How often each source is in each sample: samples × sources, every row adds up to `sources`.

    `name`: what is estimated; it goes into the seed, so that figures don't change when others are
    added or left out.
    """
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    drawn = rng.multinomial(sources, np.full(sources, 1 / sources), size=resamples)
    return drawn.astype("float64")


def resampled(weight: Numbers, sums: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Sums of each sample: samples × ..., from those per source: sources × ..., by name.

    One product for all of them, since reading the weights is most of the work.
    """
    wide = {name: values.reshape(len(values), -1) for name, values in sums.items()}
    drawn = weight @ np.concatenate(list(wide.values()), axis=1)
    ends = np.cumsum([values.shape[1] for values in wide.values()])
    return {
        name: part.reshape(len(weight), *sums[name].shape[1:])
        for name, part in zip(wide, np.split(drawn, ends[:-1], axis=1), strict=True)
    }


def interval(samples: Numbers, confidence: float) -> tuple[Numbers, Numbers, Numbers]:
    """Percentile interval along the first axis (Efron 1979), and the share of undefined samples.

    Undefined samples (nan) are left out; where all are, so is the interval.
    """
    undefined = np.isnan(samples).mean(0)
    none = undefined == 1
    filled = np.where(none, 0.0, samples)
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(filled, [tail, 1 - tail], axis=0)
    return np.where(none, np.nan, low), np.where(none, np.nan, high), undefined
