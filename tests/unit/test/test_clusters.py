"""Which partner a test gets, and what is said of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.test.clusters import CORRELATIONS, MEANS, RANKS, TABLES, Partner, partner


def asked(
    outcome: list[Any], by: list[Any], practice: list[str], site: list[str], method: str,
    *, gee_from: int = 15, permutations: int = 199, strata: list[str] | None = None, seed: int = 3,
) -> Partner:  # fmt: skip
    held = None if strata is None else pd.Series(strata, dtype="str")
    return partner(
        pd.Series(outcome), pd.Series(by), pd.Series(practice, dtype="str"),
        pd.Series(site, dtype="str"), method=method, permutations=permutations, gee_from=gee_from,
        rng=np.random.default_rng(seed), strata=held,
    )  # fmt: skip


def cast(practices: int, each: int, sites: int) -> tuple[list[str], list[str]]:
    """The practice and the site of each case: practices dealt to sites in turn."""
    place = np.repeat(np.arange(practices), each)
    return [f"p{p:02}" for p in place], [f"s{p % sites}" for p in place]


PRACTICE, SITE = cast(9, 6, 5)
ANSWERS = ["yes", "no", "no", "yes", "yes", "no", "no", "no", "yes"] * 6
NUMBERS = [float(7 * n % 23) for n in range(54)]
INSIDE = ["with", "without", "with"] * 18


def test_groups_that_are_sites_permute_whole_practices() -> None:
    found = asked(ANSWERS, SITE, PRACTICE, SITE, "chi_squared")
    assert (found.kind, found.clusters) == ("practices_permuted", 9)
    assert found.arrangements == 945
    assert "all 945 arrangements (22,680 with groups of one size told apart)" in found.note
    assert found.p is not None
    assert found.p * 945 == pytest.approx(round(found.p * 945))
    assert found.p_error is None


def test_an_attribute_of_practices_permutes_whole_practices() -> None:
    kind = ["large" if p in {"p00", "p03"} else "small" for p in PRACTICE]
    found = asked(NUMBERS, kind, PRACTICE, SITE, "mann_whitney")
    assert (found.kind, found.arrangements) == ("practices_permuted", 36)
    size = [float(p in {"p00", "p03"}) for p in PRACTICE]
    assert asked(NUMBERS, size, PRACTICE, SITE, "pearson").arrangements == 36


def test_practices_compared_permute_cases_within_sites() -> None:
    found = asked(ANSWERS, PRACTICE, PRACTICE, SITE, "fisher")
    assert (found.kind, found.clusters, found.arrangements) == ("within_sites", 9, 199)
    assert found.p_error is not None
    assert "(4 sites with several practices): 199 random arrangements" in found.note


def test_a_group_for_each_practice_is_a_practice_by_another_name() -> None:
    other = [f"the practice {p}" for p in PRACTICE]
    assert asked(NUMBERS, other, PRACTICE, SITE, "anova").kind == "within_sites"


def test_sites_of_one_practice_leave_nothing_to_permute() -> None:
    for by in (PRACTICE, [f"site of {p}" for p in PRACTICE]):
        found = asked(ANSWERS, by, PRACTICE, [f"s{p}" for p in PRACTICE], "chi_squared")
        assert (found.kind, found.p, found.clusters) == ("", None, 9)
        assert found.note == "every site has one practice"


def test_what_varies_within_practices_is_permuted_there() -> None:
    for method, outcome in (("fisher", ANSWERS), ("welch", NUMBERS), ("kruskal_wallis", NUMBERS)):
        found = asked(outcome, INSIDE, PRACTICE, SITE, method)
        assert (found.kind, found.arrangements) == ("within_practices", 199)
    assert asked(NUMBERS, NUMBERS[::-1], PRACTICE, SITE, "spearman").kind == "within_practices"


def test_practices_enough_are_modelled() -> None:
    draws = np.random.default_rng(8)
    for method in ("chi_squared", "t", "pearson"):
        practice, site = cast(20, 8, 5)
        outcome: list[Any] = (draws.normal(size=160)).tolist()
        by: list[Any] = draws.choice(["a", "b"], 160).tolist()
        if method == "chi_squared":
            outcome = ["yes" if value > 0 else "no" for value in outcome]
        if method == "pearson":
            by = draws.normal(size=160).tolist()
        found = asked(outcome, by, practice, site, method)
        assert (found.kind, found.clusters) == ("gee", 20)
        assert found.p is not None
        assert 0 < found.p <= 1
        assert (found.p_error, found.least, found.arrangements) == (None, None, None)
        assert "bias-reduced errors (under 30 practices)" in found.note
        fewer = asked(outcome, by, practice, site, method, gee_from=21)
        assert fewer.kind == "within_practices"


@pytest.mark.parametrize(
    ("method", "outcome", "why"),
    [
        ("kruskal_wallis", NUMBERS, "it knows no ranks"),
        ("chi_squared", ["a", "b", "c"] * 18, "more than two values"),
        ("chi_squared", [w if w == "with" else a for w, a in zip(INSIDE, ANSWERS, strict=True)],
         "more than two values"),
        ("chi_squared", ["yes" if w == "with" else a for w, a in zip(INSIDE, ANSWERS, strict=True)],
         "a group has but one value of the outcome"),
    ],
)  # fmt: skip
def test_what_cant_be_modelled_is_permuted_and_says_why(
    method: str, outcome: list[Any], why: str
) -> None:
    found = asked(outcome, INSIDE, PRACTICE, SITE, method, gee_from=9)
    assert found.kind == "within_practices"
    assert found.note.startswith("no model with clusters: ")
    assert why in found.note


def test_too_many_groups_for_the_practices_are_not_modelled() -> None:
    by = [f"g{n % 5}" for n in range(54)]
    found = asked(NUMBERS, by, PRACTICE, SITE, "anova", gee_from=9)
    assert found.kind == "within_practices"
    assert "9 practices are too few for 5 parameters" in found.note


def test_strata_are_held_constant() -> None:
    strata = ["old", "old", "young"] * 18
    by = ["with" if n % 2 else "without" for n in range(54)]
    inside = asked(ANSWERS, by, PRACTICE, SITE, "cmh", strata=strata)
    modelled = asked(ANSWERS, by, PRACTICE, SITE, "cmh", strata=strata, gee_from=9)
    assert (inside.kind, modelled.kind) == ("within_practices", "gee")
    ring = ["inner" if s in {"s0", "s1"} else "outer" for s in SITE]
    assert asked(ANSWERS, ring, PRACTICE, SITE, "cmh", strata=strata).arrangements == 126
    sites = asked(ANSWERS, SITE, PRACTICE, SITE, "cmh", strata=strata)
    assert sites.note == "strata are held constant for two groups and two values only"


def test_without_practices_there_is_no_partner() -> None:
    found = asked(ANSWERS, SITE, [*[""] * 6, *PRACTICE[6:]], SITE, "chi_squared")
    assert (found.kind, found.p) == ("", None)
    assert found.note == "6 cases of 54 without a practice"


def test_a_few_cases_without_a_practice_are_left_out_and_told() -> None:
    few = asked(ANSWERS, SITE, [*[""] * 5, *PRACTICE[5:]], SITE, "chi_squared")
    assert few.note.endswith("; 5 cases without a practice left out of it")
    without = asked(ANSWERS[5:], SITE[5:], PRACTICE[5:], SITE[5:], "chi_squared")
    assert (few.kind, few.p, few.clusters) == (without.kind, without.p, without.clusters)
    assert without.p is not None


@pytest.mark.parametrize(
    ("outcome", "by", "note"),
    [
        (["yes"] * 54, SITE, "the outcome doesn't vary"),
        (ANSWERS, ["one"] * 54, "the group doesn't vary"),
        ([""] * 54, SITE, "no case has both variables"),
    ],
)
def test_what_doesnt_vary_has_no_partner(outcome: list[str], by: list[str], note: str) -> None:
    found = asked(outcome, by, PRACTICE, SITE, "chi_squared")
    assert (found.kind, found.note) == ("", note)


def test_practices_that_dont_vary_inside_tell_nothing() -> None:
    outcome = ["yes" if p < "p04" else "no" for p in PRACTICE]
    found = asked(outcome, INSIDE, PRACTICE, SITE, "chi_squared")
    assert found.note == "no practice has cases of two groups that differ in the outcome"
    outcome = ["yes" if s == "s0" else "no" for s in SITE]
    found = asked(outcome, PRACTICE, PRACTICE, SITE, "chi_squared")
    assert found.note == "no site has cases of two practices that differ in the outcome"


def test_cases_without_a_variable_are_left_out() -> None:
    outcome, by = ["", *ANSWERS[1:]], [*SITE[:-1], ""]
    all_of_them = asked(outcome, by, PRACTICE, SITE, "chi_squared")
    known = slice(1, -1)
    some = asked(outcome[known], by[known], PRACTICE[known], SITE[known], "chi_squared")
    assert all_of_them == some


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_partner_has_a_p_from_0_to_1_or_a_reason(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 16))

    def column(values: st.SearchStrategy[Any]) -> list[Any]:
        return data.draw(st.lists(values, min_size=n, max_size=n))

    method = data.draw(st.sampled_from([*TABLES, *MEANS, *RANKS, *CORRELATIONS, "cmh"]))
    words, few = st.sampled_from(["", "a", "b", "c"]), st.sampled_from([1.0, 2.0, 3.5, np.nan])
    outcome = column(words if method in (*TABLES, "cmh") else few)
    by = column(few if method in CORRELATIONS else words)
    practice, site = column(st.sampled_from(["p", "q", "r"])), column(st.sampled_from(["s", "t"]))
    strata = column(st.sampled_from(["x", "y"])) if method == "cmh" else None
    found = asked(outcome, by, practice, site, method, gee_from=3, permutations=99, strata=strata)
    assert found.note
    assert (found.p is None) == (found.kind == "")
    if found.p is not None:
        assert 0 < found.p <= 1
        assert (found.least or 0) <= found.p + 1e-12
