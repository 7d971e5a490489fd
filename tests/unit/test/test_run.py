"""The plan of tests, from small tables made by hand to the tables of the stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import INFORMANTS, MEMBERSHIPS, PATIENTS, UNITS
from insideout.tables.outputs import CODEBOOK
from insideout.tables.statistics import (
    TEST_ASSUMPTIONS,
    TEST_CELLS,
    TEST_EFFECTS,
    TEST_PAIRS,
    TESTS,
)
from insideout.test.cases import Tables
from insideout.test.one import Settings
from insideout.test.run import run_plan

VALUE, SITE = {"attribute": "value"}, {"attribute": "site"}
QUICK = Settings(seed=1, permutations=199, smallest_group=1)


def patients(values: list[Any], sites: list[str], practices: list[str] | None = None) -> Tables:
    """Patients of practices (one a site, unless told), with a value each."""
    practices = practices or [f"{site}_1" for site in sites]
    rows = [
        {"patient": f"p{n:03}", "value": str(value), "practice": practice}
        for n, (value, practice) in enumerate(zip(values, practices, strict=True))
    ]
    places = dict(zip(practices, sites, strict=True))
    units = [{"unit": site, "kind": "site", "name": site.title()} for site in sorted({*sites})]
    units += [{"unit": practice, "kind": "practice", "name": practice} for practice in places]
    return Tables(
        informants=framed([], INFORMANTS), codings=framed([], CONSENSUS),
        codebook=framed([{"code": "care", "name": "Care"}], CODEBOOK),
        patients=framed(rows, PATIENTS).assign(value=list(map(str, values))),
        units=framed(units, UNITS),
        memberships=framed(({"unit": p, "parent": s} for p, s in places.items()), MEMBERSHIPS),
    )  # fmt: skip


def declared(method: str = "auto", name: str = "t", **more: Any) -> dict[str, Any]:
    return {"id": name, "asks": "Does it differ?", "unit": "patient", "group": "patient",
            "method": method, "outcome": VALUE, "by": SITE, "post_hoc": "auto",
            "family": ""} | more  # fmt: skip


def spread(counts: list[list[int]]) -> tuple[list[str], list[str]]:
    cells = [(f"v{c}", f"s{r}") for r, row in enumerate(counts) for c, n in enumerate(row)
             for _ in range(n)]  # fmt: skip
    return [v for v, _ in cells], [s for _, s in cells]


def planned(*plan: Any) -> dict[str, pd.DataFrame]:
    """The tables of a plan."""
    return run_plan(*plan)[1]


def run(
    method: str, values: list[Any], sites: list[str], how: Settings = QUICK, **more: Any
) -> tuple[pd.Series[Any], dict[str, pd.DataFrame]]:
    made = planned([declared(method, **more)], patients(values, sites), how)
    return made["tests"].iloc[0], made


def test_all_tables_are_made_as_declared() -> None:
    made = planned([declared()], patients(*spread([[12, 2], [3, 13]])), QUICK)
    tables = (TESTS, TEST_CELLS, TEST_EFFECTS, TEST_PAIRS, TEST_ASSUMPTIONS)
    assert {name: list(frame.columns) for name, frame in made.items()} == {
        table.name: table.names for table in tables
    }
    for table in tables:
        assert not made[table.name].duplicated(list(table.key)).any()
        needed = [c.name for c in table.columns if c.required]
        assert made[table.name][needed].notna().all().all()
    assert made["test_assumptions"]["assumption"].tolist() == ["expected_counts"]


def test_no_tests_give_empty_tables() -> None:
    made = planned([], patients([], []), QUICK)
    assert {len(frame) for frame in made.values()} == {0}


def test_a_difference_whose_sites_have_one_practice_each_is_conditional() -> None:
    row, _ = run("chi_squared", *spread([[12, 2], [3, 13]]))
    assert (row["n"], row["groups"], row["df"], row["clusters"]) == (30, 2, 1, 2)
    assert row["partner"] == ""
    assert pd.isna(row["p_cluster"])
    assert row["verdict"] == "differs_if_independent"
    assert f"could not be tested ({row['partner_note']})" in row["sentence"]


def test_whole_practices_that_go_together_show_a_difference() -> None:
    practices = [f"{site}_{n}" for site in "ab" for n in range(5) for _ in range(4)]
    values = [v for site in "ab" for _ in range(5) for v in ([site] * 3 + ["c"])]
    given_tables = patients(values, [p[0] for p in practices], practices)
    made = planned([declared("fisher")], given_tables, QUICK)["tests"].iloc[0]
    assert made["verdict"] == "differs"
    assert made["arrangements"] * made["p_cluster_least"] == pytest.approx(1, rel=1e-6)
    assert "also when whole practices are permuted between sites" in made["sentence"]


def test_too_small_a_group_is_refused_and_named() -> None:
    values, sites = spread([[5, 6], [1, 1], [4, 4]])
    for method in ("fisher", "chi_squared", "auto"):
        row, made = run(method, values, sites, replace(QUICK, smallest_group=3))
        assert (
            row["sentence"]
            == "Not tested: 2 patients in one group (S1), where at least 3 are needed."
        )
        assert row["verdict"] == "not_tested"
        assert row[["p", "p_cluster", "statistic", "effect"]].isna().all()
        assert made["test_cells"]["n"].sum() == len(values)
        assert made["test_cells"]["expected"].isna().all()
    row, made = run("anova", range(21), sites, replace(QUICK, smallest_group=9))
    assert row["note"] == "fewer than 9 patients in 2 groups (S1: 2, S2: 8)"
    assert made["test_cells"]["mean"].notna().all()


@pytest.mark.parametrize(
    ("method", "values", "sites", "reason"),
    [
        ("chi_squared", ["", ""], ["a", "b"], "no case has both variables"),
        ("fisher", ["x", "x", "x"], ["a", "b", "b"], "the outcome doesn't vary: 3 cases, all x"),
        ("anova", ["1", "2", "3"], ["a", "a", "a"], "fewer than two groups: 3 cases, all a"),
        ("welch", ["1", "1", "3", "4"], ["a", "a", "b", "b"], "no variance in a"),
        ("t", ["1", "2", "3", "4"], ["a", "b", "c", "c"], ""),
        ("anova", ["1", "often", "3,5"], ["a", "b", "b"], "2 of 3 values of value are not numbers"),
        ("mann_whitney", ["1", "2", "3"], ["a", "b", "c"], "the test is for two groups"),
        ("two_proportions", ["x", "y", "z"], ["a", "b", "b"], ""),
        ("pearson", ["1", "2"], ["3", "4"], ""),
        ("auto", [], [], ""),
    ],
)  # fmt: skip
def test_what_can_not_be_tested_says_why(
    method: str, values: list[str], sites: list[str], reason: str
) -> None:
    row, _ = run(method, values, sites)
    assert row["verdict"] == "not_tested"
    assert row["note"].startswith(reason)
    assert row["sentence"].startswith("Not tested: ")
    assert len(row["sentence"]) > len("Not tested: .")


def test_pairs_follow_a_difference_between_more_than_two_groups() -> None:
    sites = [site for site in "abc" for _ in range(6)]
    values = [n % 6 + 10 * (n // 12) for n in range(18)]
    alike = [n % 6 + n // 12 / 10 for n in range(18)]
    for method, how in (("anova", "tukey"), ("welch", "games_howell"), ("kruskal_wallis", "dunn")):
        row, made = run(method, values, sites)
        assert row["verdict"] == "differs_if_independent"
        assert made["test_pairs"][["method", "first", "second"]].to_numpy().tolist() == [
            [how, "a", "b"], [how, "a", "c"], [how, "b", "c"],
        ]  # fmt: skip
        assert run(method, values, sites, post_hoc="none")[1]["test_pairs"].empty
    assert run("anova", alike, sites)[1]["test_pairs"].empty
    asked = run("anova", alike, sites, post_hoc="games_howell")[1]
    assert set(asked["test_pairs"]["method"]) == {"games_howell"}


def test_tests_of_a_family_are_adjusted_together() -> None:
    values, sites = spread([[10, 4], [4, 10]])
    plan = [declared("chi_squared", name=f"t{n}", family="f") for n in range(3)]
    plan.append(declared("chi_squared", name="alone"))
    made = planned(plan, patients(values, sites), QUICK)["tests"].set_index("test")
    assert made.loc["t0", "p_holm"] == pytest.approx(3 * made.loc["t0", "p"])
    assert made.loc["t0", "p_bh"] == pytest.approx(made.loc["t0", "p"])
    assert pd.isna(made.loc["alone", "p_holm"])
    assert made["verdict"].tolist() == ["no_difference_shown"] * 3 + ["differs_if_independent"]
    assert "after Holm's adjustment" in made.loc["t0", "sentence"]
    none = planned(plan, patients(values, sites), replace(QUICK, adjust="none"))["tests"]
    assert set(none["verdict"]) == {"differs_if_independent"}


def test_the_same_seed_gives_the_same_and_another_test_changes_nothing() -> None:
    values, sites = spread([[20, 22, 21], [23, 25, 22], [21, 23, 16], [19, 20, 23]])
    people = patients(values, sites, [f"{site}_{n % 12}" for n, site in enumerate(sites)])
    one = planned([declared("fisher")], people, QUICK)["tests"].iloc[0]
    both = planned([declared("fisher", name="earlier"), declared("fisher")], people, QUICK)
    assert both["tests"].iloc[1].to_json() == one.to_json()
    other = planned([declared("fisher")], people, replace(QUICK, seed=2))["tests"].iloc[0]
    assert other["p_cluster"] != one["p_cluster"]


def test_all_problems_of_all_tests_are_told_at_once() -> None:
    wrong = [declared(outcome={"attribute": "valu"}), declared(name="u", outcome={"code": "x"})]
    with pytest.raises(DataError) as caught:
        planned(wrong, patients(["1"], ["a"]), QUICK)
    assert [problem.column for problem in caught.value.problems] == [
        "tests.t.outcome.attribute", "tests.u.outcome.code",
    ]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(["auto", "anova", "welch", "kruskal_wallis", "t", "mann_whitney", "fisher",
                     "chi_squared_yates", "two_proportions", "spearman"]),
    st.lists(st.tuples(st.sampled_from("12345678"), st.integers(-3, 3)), max_size=25),
)  # fmt: skip
def test_any_cases_give_a_p_or_a_reason(method: str, cases: list[tuple[str, int]]) -> None:
    values, sites = [value for _, value in cases], [site for site, _ in cases]
    row, _ = run(method, values, sites, post_hoc="tukey")
    if row["verdict"] == "not_tested":
        assert row["note"]
        assert pd.isna(row["p"])
    else:
        assert 0 <= row["p"] <= 1
    assert row["sentence"].endswith(".")
