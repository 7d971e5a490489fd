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

from insideout.test.means import anova, brown_forsythe_p, welch_p
from insideout.test.tables import chi_squared, described, fisher

GOLDEN = json.loads(Path(__file__).with_name("tests.json").read_text("utf-8"))
TABLES: dict[str, Any] = GOLDEN["tables"]
MEANS: dict[str, Any] = GOLDEN["means"]


def near(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-8, abs=1e-8)


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
    assert finding.effect == near(golden["v"])
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
    finding = fisher(frame(golden["counts"]), np.random.default_rng(20260101))
    if golden["odds_interval"]:
        assert finding.p == near(golden["fisher_p"])
        assert finding.p_error is None
    else:
        assert finding.p_error is not None
        assert abs(finding.p - golden["fisher_p"]) <= 4 * finding.p_error
        assert finding.statistic is None
    assert finding.effect == near(golden["v"])


@pytest.mark.parametrize("name", [n for n, golden in TABLES.items() if golden["odds_interval"]])
def test_conditional_odds_ratio_solves_the_same_equation_in_r(name: str) -> None:
    golden = TABLES[name]
    finding = fisher(frame(golden["counts"]), np.random.default_rng(1))
    assert finding.statistic == (None if golden["odds"] is None else near(golden["odds"]))
    low, high = golden["odds_interval"]
    until = "upwards" if high is None else f"to {high:.2f}"
    assert finding.notes[-1].endswith(f"(95% interval from {low:.2f} {until})")


def test_tables_equally_likely_are_as_extreme() -> None:
    # scipy.stats.fisher_exact misses them by rounding and gives .266 here
    tied = pd.DataFrame(TABLES["ties_by_rounding"]["counts"])
    finding = fisher(tied, np.random.default_rng(5))
    assert finding.p == pytest.approx(TABLES["ties_by_rounding"]["fisher_p"], abs=0.006)


@pytest.mark.parametrize("name", [n for n, golden in MEANS.items() if golden["welch_p"]])
def test_analysis_of_variance_is_rs(name: str) -> None:
    golden = MEANS[name]
    groups = {f"group{n}": values for n, values in enumerate(golden["groups"])}
    finding = anova(groups)
    assert finding.statistic == near(golden["statistic"])
    assert (finding.df, finding.df_within) == (golden["df"], golden["df_within"])
    assert finding.p == near(golden["p"])
    assert finding.effect == near(golden["eta"])
    assert [cell["mean"] for cell in finding.cells] == near(golden["means"])
    assert [cell["sd"] for cell in finding.cells] == near(golden["sds"])
    assert welch_p(groups) == near(golden["welch_p"])
    assert brown_forsythe_p(groups) == near(golden["brown_forsythe_p"])


def test_a_group_without_variance_has_an_f_but_no_welch() -> None:
    golden = MEANS["group_without_variance"]
    groups = {f"group{n}": values for n, values in enumerate(golden["groups"])}
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
    groups = {f"group{n}": values for n, values in enumerate(MEANS[name]["groups"])}
    finding = anova(groups)
    assert (finding.p, finding.statistic, finding.notes) == (None, None, (reason,))
