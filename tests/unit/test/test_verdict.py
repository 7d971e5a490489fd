"""Families, and what p-values come to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.test.multiplicity import adjusted, in_family, judged_on
from insideout.test.verdict import in_a_line, judged, verdict


def row(p: float | None, family: str = "f", p_cluster: float | None = None, **more: Any) -> Any:
    return {"p": p, "family": family, "p_cluster": p_cluster, "p_error": None,
            "p_cluster_error": None, "note": ""} | more  # fmt: skip


@pytest.mark.parametrize(
    ("p", "p_cluster", "word"),
    [(0.01, 0.02, "differs"), (0.01, 0.2, "differs_if_independent"),
     (0.01, None, "differs_if_independent"), (0.2, 0.01, "no_difference_shown"),
     (0.05, 0.01, "no_difference_shown"), (None, None, "not_tested"), (None, 0.01, "not_tested")],
)  # fmt: skip
def test_three_verdicts_and_none(p: float | None, p_cluster: float | None, word: str) -> None:
    assert verdict(p, p_cluster, 0.05) == word


def test_p_values_are_adjusted_within_their_family_alone() -> None:
    made = adjusted([row(0.01), row(0.03), row(None), row(0.04, "g"), row(0.02, "")])
    assert [one.get("p_holm") for one in made] == [0.02, 0.03, None, 0.04, None]
    assert [one.get("p_bh") for one in made] == [0.02, 0.03, None, 0.04, None]
    assert in_family(made, made[0]) == 2
    assert judged_on(made[0], "p", "holm") == 0.02
    assert judged_on(made[0], "p", "none") == 0.01
    assert judged_on(made[4], "p", "holm") == 0.02


def test_partners_are_adjusted_apart_from_the_plain_ones() -> None:
    made = adjusted([row(0.01, p_cluster=0.02), row(0.01), row(0.03, p_cluster=0.04)])
    assert [one.get("p_cluster_holm") for one in made] == [0.04, None, 0.04]
    assert made[0]["p_holm"] == 0.03


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_adjusting_never_makes_smaller_and_holm_is_never_below_bh(values: list[float]) -> None:
    for one in adjusted([row(p) for p in values]):
        assert one["p"] <= one["p_bh"] + 1e-12
        assert one["p_bh"] <= one["p_holm"] + 1e-12
        assert one["p_holm"] <= 1


def test_a_verdict_rests_on_the_adjusted_p_of_both() -> None:
    pair = [row(0.03, p_cluster=0.01), row(0.6, p_cluster=0.9)]
    assert [one["verdict"] for one in judged(pair, adjust="none", alpha=0.05)] == [
        "differs", "no_difference_shown",
    ]  # fmt: skip
    assert judged(pair, adjust="holm", alpha=0.05)[0]["verdict"] == "no_difference_shown"
    partner = [row(0.001, p_cluster=0.04), row(0.6, p_cluster=0.5)]
    assert judged(partner, adjust="holm", alpha=0.05)[0]["verdict"] == "differs_if_independent"


def test_an_estimated_p_near_alpha_leaves_the_verdict_open() -> None:
    near = judged([row(0.049, "", p_error=0.001, note="x")], adjust="holm", alpha=0.05)[0]
    assert near["note"] == "x; p is within two standard errors of 0.05: take the verdict as open"
    far = judged([row(0.04, "", p_error=0.001)], adjust="holm", alpha=0.05)[0]
    assert far["note"] == ""
    both = row(0.026, p_error=0.001, p_cluster=0.0245, p_cluster_error=0.001)
    doubled = judged([both, row(0.9, p_cluster=0.9)], adjust="holm", alpha=0.05)[0]
    assert doubled["note"].startswith("p and the partner's p are within two standard errors")
    idle = judged([row(0.3, "", p_cluster=0.05, p_cluster_error=0.01)], adjust="holm", alpha=0.05)
    assert idle[0]["note"] == ""
    bears = judged([row(0.01, "", p_cluster=0.05, p_cluster_error=0.01)], adjust="none", alpha=0.05)
    assert bears[0]["note"].startswith("the partner's p is within two standard errors")


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ((2, 1, 3, 1), ("7 tests: 2 differ, 1 differing only if cases are independent, 3 with no "
         "difference shown, 1 not tested")),
        ((1, 0, 0, 0), "1 test: 1 differs"),
        ((0, 0, 0, 0), "0 tests"),
    ],
)  # fmt: skip
def test_verdicts_in_a_line(counts: tuple[int, ...], line: str) -> None:
    names = ("differs", "differs_if_independent", "no_difference_shown", "not_tested")
    assert in_a_line(n for n, c in zip(names, counts, strict=True) for _ in range(c)) == line
