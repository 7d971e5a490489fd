"""Our numbers against R's (tests.R makes tests.json)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.contingency_tables import Table

from insideout.test import correlation, pairs
from insideout.test.assumptions import of_groups, of_two_numbers
from insideout.test.counts import described
from insideout.test.finding import Effect, Finding, p_words
from insideout.test.means import anova, brown_forsythe_p, t_test, welch, welch_p, welch_t
from insideout.test.proportions import two_proportions
from insideout.test.ranks import kruskal_wallis, mann_whitney
from insideout.test.tables import chi_squared, cmh, fisher, monte_carlo

GOLDEN = json.loads(Path(__file__).with_name("tests.json").read_text("utf-8"))
TABLES: dict[str, Any] = GOLDEN["tables"]
MEANS: dict[str, Any] = GOLDEN["means"]
SQUARE = [name for name, golden in TABLES.items() if golden["shares"]]
WHOLE = [name for name, golden in MEANS.items() if golden["welch_p"]]
TWO = [name for name, golden in MEANS.items() if golden["two"]]
PAIRED = [name for name, golden in MEANS.items() if golden["pairs"]]


def near(expected: Any, tolerance: float = 1e-8) -> Any:
    """Equal to R's for what has a closed form; None only to what R can't tell."""
    if isinstance(expected, list):
        return [near(one, tolerance) for one in expected]
    return None if expected is None else pytest.approx(expected, rel=tolerance, abs=tolerance)


def solved(expected: Any) -> Any:
    """For what R or we find step by step: ends of intervals, the studentized range."""
    return near(expected, 1e-6)


def effect(finding: Finding, name: str) -> Effect:
    return next(one for one in finding.effects if one.name == name)


def ends(one: Effect) -> list[float | None]:
    return [one.low, one.high]


def groups_of(golden: dict[str, Any]) -> dict[str, list[float]]:
    return {f"group{n}": values for n, values in enumerate(golden["groups"])}


def frame(counts: list[list[int]]) -> pd.DataFrame:
    groups = [f"group{row}" for row in range(len(counts))]
    return pd.DataFrame(counts, groups, [f"value{column}" for column in range(len(counts[0]))])


def test_golden_numbers_say_which_r_made_them() -> None:
    assert re.match(r"R version \d+\.\d+\.\d+", GOLDEN["made_by"])


@pytest.mark.parametrize("name", TABLES)
def test_chi_squared_is_rs(name: str) -> None:
    golden = TABLES[name]
    finding = chi_squared(frame(golden["counts"]))
    assert finding.statistic == near(golden["statistic"])
    assert finding.df == golden["df"]
    assert finding.p == near(golden["p"])
    expected = [value for row in golden["expected"] for value in row]
    assert [cell["expected"] for cell in finding.cells] == near(expected)
    assert finding.least_expected == near(min(expected))
    small = sum(value < 5 for value in expected)
    said = f"{small} of {len(expected)} expected counts below 5"
    assert any(note.startswith(said) for note in finding.notes) == bool(small)


@pytest.mark.parametrize("name", TABLES)
def test_residuals_are_rs(name: str) -> None:
    golden = TABLES[name]
    kept, _ = described(frame(golden["counts"]))
    residuals = Table(kept.to_numpy(), shift_zeros=False).standardized_resids
    assert residuals.tolist() == [near(row) for row in golden["residuals"]]
    said = [note for note in chi_squared(kept).notes if note.startswith("largest residual")]
    largest = np.abs(golden["residuals"]).max()
    assert bool(said) == bool(largest)
    assert all(f"{largest:.1f})" in note for note in said)


@pytest.mark.parametrize("name", TABLES)
def test_fishers_p_is_rs(name: str) -> None:
    golden = TABLES[name]
    finding = fisher(frame(golden["counts"]), np.random.default_rng(1))
    assert finding.p == near(golden["fisher_p"])
    assert finding.p_error is None
    assert (finding.statistic_name == "odds ratio") == bool(golden["shares"])


@pytest.mark.parametrize("name", [n for n, golden in TABLES.items() if not golden["shares"]])
def test_drawn_tables_come_near_rs_exact_p(name: str) -> None:
    golden = TABLES[name]
    kept, _ = described(frame(golden["counts"]))
    p, error = monte_carlo(kept.to_numpy(), np.random.default_rng(20260101))
    assert abs(p - golden["fisher_p"]) <= 4 * error


@pytest.mark.parametrize("name", TABLES)
def test_cramers_v_and_its_interval(name: str) -> None:
    golden = TABLES[name]
    corrected, plain = chi_squared(frame(golden["counts"])).effects[:2]
    assert plain.name == ("phi" if golden["shares"] else "Cramér's V")
    assert plain.value == near(golden["v"])
    assert corrected.value == near(golden["corrected_v"])
    assert ends(plain) == ends(corrected) == solved(golden["v_interval"])


@pytest.mark.parametrize("name", SQUARE)
def test_yates_and_two_shares_are_rs(name: str) -> None:
    table, golden = frame(TABLES[name]["counts"]), TABLES[name]["shares"]
    corrected = chi_squared(table, yates=True)
    assert (corrected.statistic, corrected.p) == (near(golden["yates"]), near(golden["yates_p"]))
    found = two_proportions(table)
    assert found.statistic is not None
    assert found.statistic**2 == near(golden["statistic"])
    assert found.p == near(golden["p"])
    assert found.effects[0].name == "risk difference"
    assert found.effects[0].value == near(golden["difference"])
    assert ends(found.effects[0]) == near(golden["newcombe"])
    wilson = [[cell["low"], cell["high"]] for cell in found.cells[::2]]
    assert wilson == near(golden["wilson"])
    if np.all(described(table)[0].to_numpy()):
        ratio = effect(found, "odds ratio")
        assert (ratio.value, ends(ratio)) == (near(golden["odds"]), near(golden["woolf"]))


@pytest.mark.parametrize("name", GOLDEN["strata"])
def test_cochran_mantel_haenszel_is_rs(name: str) -> None:
    golden = GOLDEN["strata"][name]
    strata = {f"stratum{n}": frame(counts) for n, counts in enumerate(golden["tables"])}
    found, corrected = cmh(strata), cmh(strata, correction=True)
    assert (found.statistic, found.df) == (near(golden["statistic"]), 1)
    assert found.p == pytest.approx(golden["p"], rel=1e-8, abs=0)
    assert corrected.statistic == near(golden["corrected"])
    assert corrected.p == pytest.approx(golden["corrected_p"], rel=1e-8, abs=0)
    [ratio] = found.effects
    assert (ratio.value, ends(ratio)) == (near(golden["odds"]), near(golden["interval"]))
    assert p_words(golden["one_ratio_p"]) in found.notes[-1]


@pytest.mark.parametrize("name", SQUARE)
def test_conditional_odds_ratio_solves_the_same_equation_in_r(name: str) -> None:
    golden = TABLES[name]
    finding = fisher(frame(golden["counts"]), np.random.default_rng(1))
    assert finding.statistic == (None if golden["odds"] is None else near(golden["odds"]))
    low, high = golden["odds_interval"]
    until = "upwards" if high is None else f"to {high:.2f}"
    assert finding.notes[-1].endswith(f"(95% interval from {low:.2f} {until})")


def test_tables_equally_likely_are_as_extreme() -> None:
    # scipy.stats.fisher_exact misses them by rounding and gives .266 here
    tied = np.array(TABLES["ties_by_rounding"]["counts"])
    p, _ = monte_carlo(tied, np.random.default_rng(5))
    assert p == pytest.approx(TABLES["ties_by_rounding"]["fisher_p"], abs=0.006)


@pytest.mark.parametrize("name", WHOLE)
def test_analysis_of_variance_is_rs(name: str) -> None:
    golden, groups = MEANS[name], groups_of(MEANS[name])
    finding = anova(groups)
    assert finding.statistic == near(golden["statistic"])
    assert (finding.df, finding.df_within) == (golden["df"], golden["df_within"])
    assert finding.p == near(golden["p"])
    omega, eta = finding.effects
    assert (omega.name, eta.name) == ("omega squared", "eta squared")
    assert (omega.value, eta.value) == (near(golden["omega"]), near(golden["eta"]))
    assert ends(omega) == ends(eta) == solved(golden["explained"])
    for key, values in (("mean", "means"), ("sd", "sds"), ("median", "medians")):
        assert [cell[key] for cell in finding.cells] == near(golden[values])
    intervals = [[cell["low"], cell["high"]] for cell in finding.cells]
    assert intervals == near(golden["intervals"])
    assert welch_p(groups) == near(golden["welch_p"])
    assert brown_forsythe_p(groups) == near(golden["brown_forsythe_p"])


@pytest.mark.parametrize("name", WHOLE)
def test_welch_is_rs(name: str) -> None:
    golden, finding = MEANS[name], welch(groups_of(MEANS[name]))
    assert finding.statistic == near(golden["welch_f"])
    assert (finding.df, finding.df_within) == (golden["df"], near(golden["welch_df"]))
    assert finding.p == near(golden["welch_p"])


@pytest.mark.parametrize("name", [n for n, golden in MEANS.items() if golden["kruskal"][0]])
def test_kruskal_wallis_is_rs(name: str) -> None:
    finding = kruskal_wallis(groups_of(MEANS[name]))
    assert [finding.statistic, finding.df, finding.p] == near(MEANS[name]["kruskal"])


@pytest.mark.parametrize("name", MEANS)
def test_conditions_are_looked_at_as_in_r(name: str) -> None:
    golden = MEANS[name]
    found = {row["assumption"]: row for row in of_groups(groups_of(golden))}
    normality, variances = found["normality"], found["equal_variances"]
    assert [normality["statistic"], normality["p"]] == solved(golden["shapiro"])
    if name in {*WHOLE, "group_without_variance"}:
        assert [variances["statistic"], variances["p"]] == near(golden["levene"])
    else:  # R prints NaN, infinity, or an F of rounding noise
        assert (variances["p"], variances["met"]) == (None, None)


@pytest.mark.parametrize("name", PAIRED)
@pytest.mark.parametrize("method", ["tukey", "games_howell", "dunn"])
def test_pairs_are_rs(name: str, method: str) -> None:
    golden = MEANS[name]["pairs"][method]
    rows = getattr(pairs, method)(groups_of(MEANS[name]))
    for column in ("difference", "statistic"):
        assert [row[column] for row in rows] == near(golden[column])
    # R's ptukey is good to four digits or so where degrees of freedom are few
    close = 1e-8 if method == "dunn" else 3e-4
    for column in set(golden) - {"difference", "statistic"}:
        known = [n for n, value in enumerate(golden[column]) if value is not None]
        assert [rows[n][column] for n in known] == near([golden[column][n] for n in known], close)


@pytest.mark.parametrize("name", TWO)
@pytest.mark.parametrize(("method", "test"), [("tukey", "t"), ("games_howell", "welch_t")])
def test_with_two_groups_the_studentized_range_is_a_t(name: str, method: str, test: str) -> None:
    golden = MEANS[name]["two"][test]
    [row] = getattr(pairs, method)(groups_of(MEANS[name]))
    assert row["p"] == near(golden["p"])
    assert [row["low"], row["high"]] == near(golden["interval"])


@pytest.mark.parametrize("name", TWO)
def test_two_groups_are_rs(name: str) -> None:
    golden, groups = MEANS[name]["two"], groups_of(MEANS[name])
    for key, test, size in (("t", t_test, "g"), ("welch_t", welch_t, "g_welch")):
        finding = test(groups)
        assert [finding.statistic, finding.df, finding.p] == near(
            [golden[key]["statistic"], golden[key]["df"], golden[key]["p"]]
        )
        g, difference = finding.effects
        assert ends(difference) == near(golden[key]["interval"])
        assert g.value == near(golden[size][0])
        assert ends(g) == solved(golden[size][1:])
    ranks = mann_whitney(groups)
    assert (ranks.statistic, ranks.p) == (golden["u"], near(golden["u_p"]))
    assert ("exact p" in ranks.notes) == ("exact" in golden["u_method"])
    [biserial] = ranks.effects
    assert [biserial.value, *ends(biserial)] == solved(golden["biserial"])


@pytest.mark.parametrize("name", GOLDEN["numbers"])
def test_correlations_are_rs(name: str) -> None:
    golden = GOLDEN["numbers"][name]
    for method, key in ((correlation.pearson, "r"), (correlation.spearman, "rho")):
        finding = method(golden["x"], golden["y"])
        [size] = finding.effects
        assert [finding.statistic, finding.p, *ends(size)] == near(golden[key])
        assert (finding.statistic_name, size.value) == (key, finding.statistic)
    [row] = of_two_numbers(golden["x"], golden["y"])
    assert row["p"] == solved(golden["shapiro"])


def test_a_group_without_variance_has_an_f_but_no_welch() -> None:
    golden, groups = MEANS["group_without_variance"], groups_of(MEANS["group_without_variance"])
    finding = anova(groups)
    assert (finding.statistic, finding.p) == (near(golden["statistic"]), near(golden["p"]))
    assert golden["welch_p"] is None
    assert welch_p(groups) is None
    assert brown_forsythe_p(groups) == near(golden["brown_forsythe_p"])
    assert "Welch's test can't be done (no variance in group0)" in finding.notes[0]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("group_of_one", "a group of one case has no variance: group0"),
        ("constant", "the outcome doesn't vary: 5 cases, all 3"),
        ("no_variance_within", "no variance within the groups"),
    ],
)
def test_where_r_gives_noise_or_fails_we_give_a_reason(name: str, reason: str) -> None:
    finding = anova(groups_of(MEANS[name]))
    assert (finding.p, finding.statistic, finding.notes) == (None, None, (reason,))
