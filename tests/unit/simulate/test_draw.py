"""Drawing by quota: exact numbers, whoever they fall on."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from insideout.simulate.draw import apportioned, chosen, numbers, quota, ranks, rounded, spread

SEEDS = st.integers(0, 2**32 - 1)
GROUPS = st.lists(st.integers(0, 5), min_size=1, max_size=60)


@given(SEEDS, st.integers(0, 500), st.lists(st.floats(0.01, 50), min_size=1, max_size=40))
def test_parts_add_up_and_go_by_weight(seed: int, total: int, weights: list[float]) -> None:
    parts = apportioned(np.random.default_rng(seed), total, np.array(weights))
    assert parts.sum() == total
    exact = total * np.array(weights) / sum(weights)
    assert (np.abs(parts - exact) < 1 + 1e-6).all()


@given(SEEDS, GROUPS, st.floats(0, 1))
def test_so_many_of_each_group_are_chosen(seed: int, groups: list[int], share: float) -> None:
    of = np.array(groups)
    mask = chosen(np.random.default_rng(seed), of, np.full(len(of), share))
    for group in set(groups):
        assert mask[of == group].sum() == int(share * groups.count(group) + 0.5)


def test_pinned_members_come_first_and_last() -> None:
    pinned = np.array([0, 1, np.nan, np.nan, 1, 0])
    groups = np.zeros(6, np.int64)
    for seed in range(20):
        mask = chosen(np.random.default_rng(seed), groups, np.full(6, 0.5), pinned)
        assert mask[[1, 4]].all()
        assert not mask[[0, 5]].any()
        assert mask.sum() == 3


@given(SEEDS, GROUPS, st.floats(0, 1))
def test_spread_gives_the_total_evenly(seed: int, groups: list[int], share: float) -> None:
    of = np.array(groups)
    mask = spread(np.random.default_rng(seed), of, share * len(of))
    assert mask.sum() == round(share * len(of))
    for group in set(groups):
        n = groups.count(group)
        assert abs(mask[of == group].sum() - mask.sum() * n / len(of)) < 1 + 1e-6


@given(SEEDS, GROUPS, st.integers(0, 80))
def test_quota_takes_from_the_pool_and_one_of_each_who_must(
    seed: int, owners: list[int], total: int
) -> None:
    rng = np.random.default_rng(seed)
    owner = np.array(owners)
    pool, must = rng.random(len(owner)) < 0.7, rng.random(6) < 0.5
    mask = quota(rng, pool, owner, total, must=must)
    assert not (mask & ~pool).any()
    able = [one for one in range(6) if must[one] and (pool & (owner == one)).any()]
    assert all(mask[owner == one].any() for one in able)
    assert mask.sum() == max(len(able), min(total, pool.sum()))


@given(SEEDS, GROUPS)
def test_ranks_count_up_within_groups(seed: int, groups: list[int]) -> None:
    of = np.array(groups)
    found = ranks(of, np.random.default_rng(seed).random(len(of)))
    for group in set(groups):
        assert sorted(found[of == group]) == list(range(groups.count(group)))


def test_numbers_come_in_their_shares_and_follow_the_order() -> None:
    rng = np.random.default_rng(1)
    found = numbers(rng, {1: 0.25, 2: 0.5, 9: 0.25}, np.arange(400))
    assert np.bincount(found)[[1, 2, 9]].tolist() == [100, 200, 100]
    assert found[:200].mean() < found[200:].mean()


def test_rounded_keeps_each_groups_mean() -> None:
    rng = np.random.default_rng(1)
    groups = np.repeat([0, 1], 10)
    found = rounded(rng, groups, rng.random(20), np.repeat([4.0, 7.0], 10))
    assert found[:10].mean() == 4
    assert found[10:].mean() == 7
