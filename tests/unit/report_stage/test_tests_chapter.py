"""The chapter of statistical tests: what it says of each verdict, threshold and contrast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report import statistics, test_variables
from insideout.report.data import Data
from insideout.report.test_words import interval, statistic, with_p
from insideout.tables.declare import Table
from insideout.tables.statistics import (
    CONTRASTS,
    SENSITIVITY,
    TEST_ASSUMPTIONS,
    TEST_CELLS,
    TEST_EFFECTS,
    TEST_PAIRS,
    TESTS,
)

SPACE = "\u00a0"


def rows(table: Table, *found: dict[str, Any]) -> list[dict[str, Any]]:
    return records(framed(found, table))


def a_test(name: str, verdict: str, **more: Any) -> dict[str, Any]:
    return {
        "test": name, "asks": f"Does {name} differ?", "unit": "patient", "method": "anova",
        "outcome": name, "by": "site", "n": 20, "left_out": 0, "groups": 2, "statistic": 4.2,
        "statistic_name": "F", "df": 1, "df_within": 18.5, "p": 0.03, "effect": 0.14,
        "effect_name": "omega squared", "effect_low": 0.0, "effect_high": 0.4, "verdict": verdict,
        "sentence": f"{name} is what it is (p = .030).",
    } | more  # fmt: skip


@pytest.fixture
def tested(rich: Data) -> Data:
    """A study with a test of every verdict, pairs, thresholds and contrasts."""
    tests = rows(
        TESTS,
        a_test("age", "differs", partner="practices_permuted", p_cluster=0.011,
                 p_cluster_least=0.0011, arrangements=945, family="f", p_holm=0.06, p_bh=0.06,
                 partner_note="whole practices permuted", chosen="numbers look normal"),
        a_test("pain", "differs_if_independent", family="f", p_holm=0.06, p_bh=0.03,
                 method="fisher", statistic=None, statistic_name="", p_error=0.0007),
        a_test("care", "no_difference_shown", p=0.4),
        a_test("sleep", "not_tested", p=None, statistic=None, effect=None, effect_name="",
                 sentence="Not tested: 2 patients in one group (West).", note="2 patients …"),
    )  # fmt: skip
    varied = (
        {"test": "age", "measure": "usual_gp", "setting": f"above {level}", "n": 20,
         "chosen": level == 5, "positive": 9, "p": 0.03, "verdict": "differs", "same": level < 6}
        for level in (4, 5, 6)
    )  # fmt: skip
    compared = (
        {"contrast": "plan", "asks": "Has a plan", "first": "england", "second": "sweden",
         "first_share": 0.42, "second_share": 0.31, "first_n": n, "second_n": n, "assumed": True,
         "difference": 0.11, "p": 20 / n, "method": "fisher" if n < 50 else "chi_squared",
         "least_n": 164} for n in (25, 400)
    )  # fmt: skip
    cells = (
        {"test": "age", "group": g, "value": "", "n": 10, "mean": m, "sd": 2.0, "median": m,
         "low": m - 1, "high": m + 1} for g, m in (("west", 70.5), ("east", 80.25))
    )  # fmt: skip
    shares = (
        {"test": "pain", "group": g, "value": v, "n": 5, "share": 0.5, "expected": 5.0, "low": 0.2,
         "high": 0.8} for g in ("west", "east") for v in ("no", "yes")
    )  # fmt: skip
    return replace(
        rich, tests=tests, test_cells=rows(TEST_CELLS, *cells, *shares),
        statistics={
            "test_effects": rows(TEST_EFFECTS, {"test": "age", "effect": "Hedges' g", "value": -0.4,
                                                "low": -1.2, "high": 0.3, "method": "95%, t"}),
            "test_pairs": rows(TEST_PAIRS, {"test": "age", "method": "tukey", "first": "east",
                                            "second": "west", "difference": 9.75, "low": 8.0,
                                            "high": 11.5, "p": 0.0002}),
            "test_assumptions": rows(TEST_ASSUMPTIONS, {
                "test": "age", "assumption": "equal_variances", "looked_at": "Brown", "met": False,
                "so": "variances differ (p = .003)"}),
            "sensitivity": rows(SENSITIVITY, *varied),
            "contrasts": rows(CONTRASTS, *compared),
        },
    )  # fmt: skip


def test_the_overview_has_both_p_values_and_the_verdict_in_words(tested: Data) -> None:
    text = statistics.includes(tested)["tests"]
    age, pain, care, sleep = [line for line in text.splitlines() if line.startswith("| [")]
    assert "[Does age differ\\?](#sec-test-age)" in age
    assert f"*F*(1, 18.5){SPACE}={SPACE}4.20 | .030 | .011 (.001) |" in age
    assert f"ω²{SPACE}={SPACE}.14 (0 to .40) | shown |" in age
    assert "| Fisher's exact test, by Monte Carlo |" in pain
    assert pain.endswith("| shown, if people are independent |")
    assert care.endswith("| not shown |")
    assert "| – | – | – | – | not tested |" in sleep


def test_families_stand_together_and_refused_tests_are_listed(tested: Data) -> None:
    made = statistics.includes(tested)
    assert made["test-families"].count("| f | ") == 2
    assert "care" not in made["test-families"]
    assert "Not tested\\: 2 patients in one group \\(West\\)\\." in made["tests-refused"]
    assert made["tests-refused"].startswith("## Not tested {#sec-tests-refused}")


def test_a_section_has_its_sentence_first_and_its_tables_after(tested: Data) -> None:
    age = statistics.includes(tested)["test-cells"].split("#### ")[1]
    lines = [line for line in age.splitlines() if line]
    assert lines[1] == f"age is what it is \\(*p*{SPACE}={SPACE}.030\\)\\."
    opening = lines.index('::: {.callout-note collapse="true" title="How it was done"}')
    assert "leaves the choice of the test to the data: numbers look normal." in lines[opening + 1]
    assert "*Practices*: whole practices permuted." in lines[opening + 1]
    assert age.rstrip().endswith("\n:::")
    assert age.index("| East | 10 | 80.25 | 79.25 to 81.25 |") < age.index("| West | 10 | 70.50 |")
    assert "| *g* | −0.40 | −1.20 to 0.30 | 95\\%\\, t |" in age
    assert "| East – West | 9.75 | 8.00 to 11.50 | < .001 |" in age
    assert "| Equal variances | does not hold |" in age
    assert age.index("#tbl-test-age") < age.index("How it was") < age.index("#tbl-effects-age")
    assert age.index("#tbl-effects-age") < age.index("#tbl-pairs-age")


def test_sections_stand_in_their_families(tested: Data) -> None:
    made = statistics.includes(tested)["test-cells"]
    assert [line for line in made.splitlines() if line.startswith("#")] == [
        "## Test by test {#sec-tests-each}", "### Family: f {#sec-tests-family-f}",
        "#### Does age differ\\? {#sec-test-age}", "#### Does pain differ\\? {#sec-test-pain}",
        "### Tests of no family {#sec-tests-family-none}",
        "#### Does care differ\\? {#sec-test-care}", "#### Does sleep differ\\? {#sec-test-sleep}",
    ]  # fmt: skip
    alone = replace(tested, tests=[row | {"family": ""} for row in tested.tests])
    assert "\n### Does age differ\\? {#sec-test-age}" in statistics.includes(alone)["test-cells"]


def test_counts_have_shares_and_the_interval_of_the_first_value(tested: Data) -> None:
    pain = statistics.includes(tested)["test-cells"].split("#### ")[2]
    assert "| Site | yes | no | Interval of yes | All |" in pain
    assert "| East | 5, .50 (5.0) | 5, .50 (5.0) | .20 to .80 | 10 |" in pain


def test_answers_are_in_the_order_of_their_scale(tested: Data) -> None:
    items = {"pain": {"scale": ["no", "yes"]}}
    ordered = replace(tested, study=tested.study | {"items": items})
    assert (
        "| Site | no | yes | Interval of no | All |" in statistics.includes(ordered)["test-cells"]
    )


def test_thresholds_that_turn_a_verdict_are_told(tested: Data) -> None:
    made = statistics.includes(tested)["test-sensitivity"]
    assert "1 verdict turns under at least one other threshold." in made
    assert "above 5 **(the study's)** |" in made
    assert (
        "- Does age differ\\? **shown** by the study’s own threshold, the same under 2 of 3; "
        "**shown** with above 6 (9 of 20 have it)."
    ) in made
    assert made.count("| **no** |") == 1
    steady = [row | {"same": True} for row in tested.statistics["sensitivity"]]
    kept = replace(tested, statistics={"sensitivity": steady})
    assert (
        "1 verdict stays the same under every threshold"
        in (statistics.includes(kept)["test-sensitivity"])
    )


def test_contrasts_are_never_called_the_published_test(tested: Data) -> None:
    made = statistics.includes(tested)["test-contrasts"]
    assert "**none of these is the published test**" in made
    assert "| Has a plan: england 42%, sweden 31% | 11 | .800 F | .050 | 164 |" in made
    known = [row | {"assumed": False} for row in tested.statistics["contrasts"][:1]]
    stated = statistics.includes(replace(tested, statistics={"contrasts": known}))
    assert "with the numbers of people that were published" in stated["test-contrasts"]


def test_variables_count_verdicts_in_words(tested: Data) -> None:
    made = test_variables.variables(tested)
    assert made["counted"] == (
        "Of 4 tests, 1 shows a difference or association, also when people of one practice may be "
        "alike, 1 shows one only if people are taken as independent, 1 shows none and 1 was not "
        "done, for want of cases or variation."
    )
    assert made["glance"].startswith("4 tests: 1 with a difference or association, 1 with one only")
    assert "@tbl-test-families" in made["adjusted"]
    assert "3 gave a *p*-value" in made["several"]
    alone = replace(tested, tests=[row | {"family": ""} for row in tested.tests])
    assert "no *p*-value is adjusted" in test_variables.variables(alone)["adjusted"]


def test_a_study_without_tests_has_no_parts(plain: Data) -> None:
    assert statistics.includes(plain) == {}
    made = statistics.includes(replace(plain, statistics={"tests": []}))
    assert set(made.values()) == {""}


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.1, 0.4, ".10 to .40"), (0.1, None, ".10 upwards"), (None, 0.4, "up to .40"),
     (None, None, "–")],
)  # fmt: skip
def test_intervals(low: float | None, high: float | None, text: str) -> None:
    assert interval("phi", low, high) == text


def test_statistics_and_p_values_are_set_in_italics() -> None:
    row = {"statistic_name": "rho", "statistic": -0.5, "df": 8.0, "df_within": None}
    assert statistic(row) == f"ρ(8){SPACE}={SPACE}−.50"
    assert with_p("p > .999 and p < .001") == f"*p*{SPACE}>{SPACE}.999 and *p*{SPACE}<{SPACE}.001"
