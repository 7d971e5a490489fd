"""Samples of sources."""

from __future__ import annotations

import numpy as np
import pytest

from insideout.agree.bootstrap import interval, resampled, weights


def test_each_sample_draws_as_many_sources_as_there_are() -> None:
    drawn = weights(7, 200, 1, "a b 1")
    assert drawn.shape == (200, 7)
    assert set(drawn.sum(1)) == {7.0}
    assert drawn.mean() == 1
    assert drawn.max() > 1


def test_samples_depend_on_seed_and_name_alone() -> None:
    first = weights(5, 50, 1, "a b 1")
    assert (first == weights(5, 50, 1, "a b 1")).all()
    assert (first != weights(5, 50, 2, "a b 1")).any()
    assert (first != weights(5, 50, 1, "a c 1")).any()


def test_resampled_sums_are_those_of_the_sources_drawn() -> None:
    sums = {"wide": np.arange(24.0).reshape(4, 3, 2), "flat": np.array([5.0, 0, 7, 1])}
    weight = weights(4, 9, 3, "x")
    found = resampled(weight, sums)
    assert [found[name].shape for name in sums] == [(9, 3, 2), (9,)]
    for name, values in sums.items():
        for row, times in zip(found[name], weight, strict=True):
            drawn = np.repeat(np.arange(4), times.astype(int))
            assert (row == values[drawn].sum(0)).all()


def test_interval_is_of_percentiles() -> None:
    samples = np.arange(101.0)[:, None] / 100
    low, high, undefined = interval(samples, 0.9)
    assert (low[0], high[0], undefined[0]) == (pytest.approx(0.05), pytest.approx(0.95), 0)


def test_undefined_samples_are_left_out_and_counted() -> None:
    samples = np.array([[0.1, np.nan], [np.nan, np.nan], [0.3, np.nan], [0.2, np.nan]])
    low, high, undefined = interval(samples, 0.999999)
    assert (low[0], high[0]) == (pytest.approx(0.1, abs=1e-5), pytest.approx(0.3, abs=1e-5))
    assert undefined.tolist() == [0.25, 1]
    assert np.isnan([low[1], high[1]]).all()


def test_sources_that_differ_widen_the_interval_that_units_would_give() -> None:
    # ten sources of 100 units, all agreed on or none: units alone would give ± .03
    agreed = np.array([100.0, 0] * 5)
    shares = resampled(weights(10, 2000, 4, "x"), {"agreed": agreed})["agreed"] / 1000
    low, high, _ = interval(shares, 0.95)
    assert high - low > 0.5
