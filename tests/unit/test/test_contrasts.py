"""Published shares with assumed numbers of people."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from insideout.problems import DataError
from insideout.reader import framed, records
from insideout.tables.inputs import INPUTS
from insideout.test.contrasts import contrasts, least_number, p_of, people

PAIRS: dict[str, tuple[float, float]] = {
    "use": (0.36, 0.27), "summaries": (0.70, 0.93), "rare": (0.02, 0.04), "same": (0.5, 0.5),
}  # fmt: skip


def shares(
    pairs: dict[str, tuple[float, float]], n: tuple[int | None, int | None] = (None, None)
) -> pd.DataFrame:
    rows = [
        {"contrast": name, "asks": f"asks {name}", "group": group, "share": share, "n": of,
         "source": "a survey"}
        for name, two in pairs.items()
        for group, share, of in zip(("here", "everywhere"), two, n, strict=True)
    ]  # fmt: skip
    return framed(rows, INPUTS["shares"])


def made(n: list[int], **more: Any) -> list[dict[str, Any]]:
    return records(contrasts(shares(PAIRS), n=n, alpha=0.05, **more))


def test_a_row_for_each_contrast_and_number() -> None:
    rows = made([100, 25, 100])
    assert [(row["contrast"], row["first_n"], row["second_n"]) for row in rows] == [
        (name, n, n) for name in PAIRS for n in (25, 100)
    ]
    assert all(row["assumed"] for row in rows)
    assert {row["first"] for row in rows} == {"here"}
    assert {row["second"] for row in rows} == {"everywhere"}


def test_numbers_and_intervals_are_those_of_the_counts() -> None:
    row = made([100])[0]
    assert row["difference"] == pytest.approx(0.09)
    wanted = stats.chi2_contingency([[36, 64], [27, 73]], correction=False).pvalue
    assert (row["method"], row["p"]) == ("chi_squared", pytest.approx(wanted))
    low, high = confint_proportions_2indep(36, 100, 27, 100, compare="diff", method="newcomb")
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    wide = made([100], confidence=0.99)[0]
    assert wide["low"] < row["low"] < row["high"] < wide["high"]


def test_newcombes_interval_is_his_own_example() -> None:
    """Newcombe 1998, Statistics in Medicine 17, table II, (a): 56/70 and 48/80, .0524 to .3339."""
    row = records(
        contrasts(shares({"a": (56 / 70, 48 / 80)}, (70, 80)), n=[10], alpha=0.05)
    )[0]  # fmt: skip
    assert row["low"] == pytest.approx(0.0524, abs=5e-5)
    assert row["high"] == pytest.approx(0.3339, abs=5e-5)


def test_small_expected_counts_call_for_fishers_test() -> None:
    rare = {row["first_n"]: row for row in made([100, 200]) if row["contrast"] == "rare"}
    assert (rare[100]["method"], rare[200]["method"]) == ("fisher", "chi_squared")
    assert rare[100]["p"] == pytest.approx(stats.fisher_exact([[2, 98], [4, 96]]).pvalue)
    assert p_of(0, 10, 0, 10) == (1.0, "fisher")


def test_p_is_adjusted_over_the_contrasts_of_one_number() -> None:
    for n in (25, 400):
        rows = sorted((r for r in made([25, 400]) if r["first_n"] == n), key=lambda r: r["p"])
        so_far = 0.0
        for at, row in enumerate(rows):
            so_far = max(so_far, min(1.0, (len(rows) - at) * row["p"]))
            assert row["p_holm"] == pytest.approx(so_far)


def test_published_numbers_assume_nothing() -> None:
    both = records(contrasts(shares(PAIRS, (120, 300)), n=[25, 50], alpha=0.05))
    assert [(r["first_n"], r["second_n"], r["assumed"]) for r in both] == [(120, 300, False)] * 4
    one = records(contrasts(shares(PAIRS, (None, 300)), n=[25, 50], alpha=0.05))
    assert [(r["first_n"], r["second_n"], r["assumed"]) for r in one[:2]] == [
        (25, 300, True), (50, 300, True),
    ]  # fmt: skip


def test_a_contrast_needs_two_groups() -> None:
    with pytest.raises(DataError, match="1 for 'use'"):
        contrasts(shares(PAIRS).iloc[1:], n=[25], alpha=0.05, file="data/shares.csv")


@pytest.mark.parametrize(
    ("share", "n", "wanted"), [(0.29, 50, 15), (0.25, 50, 13), (0.36, 100, 36), (0.004, 100, 0)]
)
def test_people_are_whole(share: float, n: int, wanted: int) -> None:
    assert people(share, n) == wanted


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 100), st.integers(0, 100), st.sampled_from([0.01, 0.05, 0.2]))
def test_p_stays_below_alpha_from_the_least_number_on(
    first: int, second: int, alpha: float
) -> None:
    two = (first / 100, second / 100)
    least = least_number(*two, alpha=alpha, largest=300)
    below = [
        p_of(people(two[0], n), n, people(two[1], n), n)[0] < alpha for n in range(1, 301)
    ]  # fmt: skip
    if least is None:
        assert not below[-1]
    else:
        assert all(below[least - 1 :])
        assert least == 1 or not below[least - 2]


def test_the_least_number_is_that_of_the_group_whose_number_is_assumed() -> None:
    least = least_number(0.6, 0.3, alpha=0.05, fixed=(40, None))
    assert least is not None
    below = [p_of(24, 40, people(0.3, n), n)[0] < 0.05 for n in range(1, 200)]
    assert all(below[least - 1 :])
    assert not below[least - 2]
    assert least_number(0.3, 0.6, alpha=0.05, fixed=(None, 40)) == least
    assert least_number(0.6, 0.3, alpha=0.05, fixed=(40, 40)) is None


def test_the_least_number_goes_both_ways_alike() -> None:
    assert least_number(0.36, 0.27, alpha=0.05) == least_number(0.27, 0.36, alpha=0.05)
    assert least_number(0.5, 0.5, alpha=0.05) is None
    looser, stricter = (least_number(0.36, 0.27, alpha=alpha) for alpha in (0.1, 0.01))
    assert looser is not None
    assert stricter is not None
    assert looser < stricter


def test_the_search_has_the_p_of_the_rows() -> None:
    """The numbers beside the border: p is below alpha on one side alone."""
    least = least_number(0.70, 0.93, alpha=0.05)
    assert least is not None
    inside, outside = (
        p_of(people(0.70, n), n, people(0.93, n), n)[0] for n in (least, least - 1)
    )  # fmt: skip
    assert inside < 0.05 <= outside
