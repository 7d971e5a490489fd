"""The stage `test` on small frames made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.informants import informants_of
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.inputs import INPUTS
from insideout.tables.outputs import OUTPUTS, TEST_CELLS, TESTS
from insideout.test.cases import case_table, told
from insideout.test.run import in_a_line, run_tests
from insideout.test.tables import chi_squared, fisher
from insideout.test.variables import declared_problems, in_order, key_of, number

SITE, AGE = {"attribute": "site", "told": True}, {"attribute": "age", "told": True}
CONTINUITY = {"code": "continuity", "told": True}


def informants(*rows: tuple[str, str], **attributes: list[str]) -> pd.DataFrame:
    """Informants of (id, group), and attributes beyond the declared ones."""
    records = [{"informant": who, "group": group} for who, group in rows]
    for name, values in attributes.items():
        for record, value in zip(records, values, strict=True):
            record[name] = value
    return framed(records, INPUTS["informants"])


def patients(**columns: list[Any]) -> pd.DataFrame:
    rows = zip(*columns.values(), strict=True)
    return framed([dict(zip(columns, row, strict=True)) for row in rows], INPUTS["patients"])


def codings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Codings of (informant, code, valence)."""
    records = [{"informant": who, "code": code, "valence": v} for who, code, v in rows]
    return framed(records, OUTPUTS["codings_placed"])


CODEBOOK = framed(
    [
        {"code": "continuity", "parent": ""},
        {"code": "same_person", "parent": "continuity"},
        {"code": "same_nurse", "parent": "same_person"},
        {"code": "costs", "parent": ""},
    ],
    OUTPUTS["codebook"],
)


def declared(
    method: str, outcome: dict[str, Any], by: dict[str, Any] = SITE, name: str = "a_test"
) -> dict[str, Any]:
    asks = f"Does it differ ({name})?"
    return {"id": name, "asks": asks, "method": method, "group": "patient",
            "outcome": outcome, "by": by}  # fmt: skip


def run(
    method: str, values: list[str], sites: list[str], *, seed: int = 1, alpha: float = 0.05
) -> tuple[pd.Series, pd.DataFrame]:
    """One test of an attribute `value` by `site`: its row, and its cells."""
    who = informants(
        *((f"p{n:03}", "patient") for n in range(len(values))), site=sites, value=values
    )
    variable = {"attribute": "value", "told": True}
    tests, cells = run_tests(
        who, None, codings(), CODEBOOK, [declared(method, variable)], alpha=alpha, seed=seed
    )
    return tests.iloc[0], cells


def spread(counts: list[list[int]]) -> tuple[list[str], list[str]]:
    """Values and sites of the cases in a table of counts."""
    values, sites = [], []
    for row, numbers in enumerate(counts):
        for column, count in enumerate(numbers):
            values += [f"v{column}"] * count
            sites += [f"s{row}"] * count
    return values, sites


# The cases


def test_patients_attribute_wins_and_informants_fill_in() -> None:
    who = informants(
        ("p2", "patient"), ("p1", "patient"), ("p3", "patient"), ("n1", "nurse"),
        site=["east", "east", "west", "east"], ward=["a", "b", "", "c"],
    )  # fmt: skip
    more = patients(
        patient=["p1", "p2"], age=[70, None], site=["north", ""], eligible=[True, False]
    )
    variables = [{"attribute": name, "told": True} for name in ("site", "age", "ward", "eligible")]
    table = case_table(who, more, codings(), CODEBOOK, "patient", variables)
    assert table.to_dict("list") == {
        "case": ["p1", "p2", "p3"],
        "attribute site": ["north", "east", "west"],
        "attribute age": ["70", "", ""],
        "attribute ward": ["b", "a", ""],
        "attribute eligible": ["yes", "no", ""],
    }


def test_a_case_tells_of_a_code_by_it_and_all_codes_below() -> None:
    who = informants(*((f"p{n}", "patient") for n in range(1, 7)), ("n1", "nurse"))
    said = codings(
        ("p1", "continuity", "present"), ("p1", "same_nurse", "present"),
        ("p2", "same_person", "present"), ("p2", "same_nurse", "absent"),
        ("p3", "same_nurse", "absent"), ("p3", "continuity", ""),
        ("p4", "continuity", ""),
        ("p5", "costs", "present"), ("", "continuity", "present"), ("n1", "continuity", "absent"),
        ("p6", "continuity", "mixed"), ("p6", "continuity", "present"),
    )  # fmt: skip
    variables = [CONTINUITY, CONTINUITY | {"told": False}, {"code": "same_person", "told": True}]
    table = case_table(who, None, said, CODEBOOK, "patient", variables)
    expected = ["present", "mixed", "absent", "coded", "", "mixed"]
    assert list(table[key_of(variables[0])]) == expected
    assert list(table[key_of(variables[1])]) == [v or "not_told" for v in expected]
    assert list(table[key_of(variables[2])]) == ["present", "mixed", "absent", "", "", ""]


@pytest.mark.parametrize(
    ("valences", "status"),
    [([""], "coded"), (["", "absent"], "absent"), (["present", "absent"], "mixed")],
)
def test_told(valences: list[str], status: str) -> None:
    assert told(valences) == status


def test_an_attribute_and_a_code_of_one_name_are_two_variables() -> None:
    who = informants(("p1", "patient"), costs=["high"])
    variables = [{"attribute": "costs", "told": True}, {"code": "costs", "told": False}]
    table = case_table(who, None, codings(), CODEBOOK, "patient", variables)
    assert table.iloc[0].tolist() == ["p1", "high", "not_told"]


def test_an_unknown_attribute_names_the_known_ones() -> None:
    who = informants(("p1", "patient"), site=["east"])
    wanted = [{"attribute": "cite", "told": True}]
    with pytest.raises(DataError) as caught:
        case_table(who, patients(patient=["p1"]), codings(), CODEBOOK, "patient", wanted)
    [problem] = caught.value.problems
    assert problem.found == "'cite'"
    assert problem.hint == "did you mean `site`?"
    known = "age, conditions, eligible, exception, unit, group, job, site"
    assert problem.expected == f"an attribute of patients or informants: {known}"


@pytest.mark.parametrize(
    ("changed", "place", "words"),
    [
        ({"outcome": CONTINUITY | {"code": "continuty"}}, ".outcome.code", "`continuity`"),
        ({"outcome": SITE}, "", "'site' twice"),
        ({"outcome": SITE | {"told": False}}, "", "'site' twice"),
        ({"group": "patients"}, ".group", "`patient`"),
        ({"by": {"told": True}}, ".by", "neither"),
        ({"by": SITE | {"code": "costs"}}, ".by", "both"),
    ],
)  # fmt: skip
def test_what_a_declared_test_can_have_wrong(
    changed: dict[str, Any], place: str, words: str
) -> None:
    test = declared("chi_squared", CONTINUITY) | changed
    [problem] = declared_problems(
        [test], ["site", "age"], list(CODEBOOK["code"]), {"patient", "nurse"}, "config/a.yaml"
    )
    assert (problem.file, problem.column) == ("config/a.yaml", f"tests.a_test{place}")
    assert words in str(problem)


def test_all_problems_of_all_tests_are_told_at_once() -> None:
    wrong = [
        declared("anova", {"attribute": "agee", "told": True}),
        declared("fisher", {"code": "x", "told": True}),
    ]
    with pytest.raises(DataError) as caught:
        run_tests(
            informants(("p1", "patient")), None, codings(), CODEBOOK, wrong, alpha=0.05, seed=1
        )
    assert [problem.column.removeprefix("tests.a_test") for problem in caught.value.problems] == [
        "", ".by.attribute", ".outcome.attribute", ".outcome.code",
    ]  # fmt: skip


def test_values_are_in_order_numbers_by_size() -> None:
    assert in_order(["10", "b", "9", "-1.5", "a", "9"]) == ["-1.5", "9", "10", "a", "b"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("3", 3), (" 3", None), ("-.5", -0.5), ("1e3", 1000), ("1e999", None), ("nan", None),
     ("3,5", None), ("1_000", None), ("٣", None), ("", None)],
)  # fmt: skip
def test_number(text: str, value: float | None) -> None:
    assert number(text) == value


# What tests find


def test_a_difference_and_its_cells() -> None:
    row, cells = run("chi_squared", *spread([[12, 2], [3, 13]]))
    assert (row["n"], row["left_out"], row["groups"], row["df"]) == (30, 0, 2, 1)
    assert row["verdict"] == "difference"
    assert row["note"] == "largest residual: s0 × v0 (+3.7)"
    assert cells[["group", "value", "n", "expected"]].to_numpy().tolist() == [
        ["s0", "v0", 12, 7.0], ["s0", "v1", 2, 7.0], ["s1", "v0", 3, 8.0], ["s1", "v1", 13, 8.0],
    ]  # fmt: skip


def test_verdict_follows_alpha() -> None:
    case = spread([[12, 2], [3, 13]])
    assert run("fisher", *case, alpha=0.05)[0]["verdict"] == "difference"
    assert run("fisher", *case, alpha=0.0001)[0]["verdict"] == "no_difference_shown"


def test_small_expected_counts_are_told_and_fisher_suggested() -> None:
    note = run("chi_squared", *spread([[9, 4], [1, 5]]))[0]["note"]
    assert "2 of 4 expected counts below 5 (smallest 2.8)" in note
    assert "(method: fisher)" in note
    assert "method: fisher" not in run("fisher", *spread([[9, 4], [1, 5]]))[0]["note"]


def test_the_odds_ratio_says_what_it_compares() -> None:
    row, _ = run("fisher", *spread([[8, 2], [1, 5]]))
    assert "the odds of v0 against v1 in s0, relative to s1, is 15.47 (95% interval" in row["note"]
    row, _ = run("fisher", *spread([[6, 0], [4, 5]]))
    assert pd.isna(row["statistic"])
    assert "is infinite (95% interval from 0.78 upwards)" in row["note"]


def test_a_group_none_of_whose_cases_told_is_left_out_and_named() -> None:
    values, sites = spread([[5, 3], [2, 6]])
    row, cells = run("chi_squared", [*values, "", "", "v9"], [*sites, "s7", "s7", ""])
    assert (row["n"], row["left_out"], row["groups"]) == (16, 3, 2)
    assert row["note"].startswith("left out, no case with both variables: group s7; value v9; ")
    assert set(cells["group"]) == {"s0", "s1"}
    row, _ = run("anova", ["1", "2", "4", "3", ""], ["a", "a", "b", "b", "c"])
    assert row["note"].startswith("left out, no case with both variables: group c; ")
    assert (row["groups"], row["left_out"]) == (2, 1)


@pytest.mark.parametrize(
    ("method", "values", "sites", "reason"),
    [
        ("chi_squared", ["", ""], ["a", "b"], "no case has both variables; left out"),
        ("chi_squared", ["x", "x", "x"], ["a", "b", "b"], "the outcome doesn't vary: 3 cases"),
        ("fisher", ["x"], ["a"], "the outcome doesn't vary: 1 case, all x"),
        ("fisher", ["x", "y", ""], ["a", "a", "b"], "fewer than two groups: 2 cases, all a; "),
        ("anova", ["", ""], ["a", "b"], "no case has both variables; left out"),
        ("anova", ["3", "3.0", "3"], ["a", "b", "b"], "the outcome doesn't vary: 3 cases, all 3"),
        ("anova", ["1", "2", "3"], ["a", "a", "a"], "fewer than two groups: 3 cases, all a"),
        ("anova", ["1", "2", "3"], ["a", "b", "b"], "a group of one case has no variance: a"),
        ("anova", ["1", "1", "3", "3"], ["a", "a", "b", "b"], "no variance within the groups"),
        ("anova", ["1", "often", "3,5", "2"], ["a", "a", "b", "b"],
         "the outcome of 2 of 4 cases is not a number, such as '3,5'"),
    ],
)  # fmt: skip
def test_not_testable(method: str, values: list[str], sites: list[str], reason: str) -> None:
    row, cells = run(method, values, sites)
    assert row["verdict"] == "not_testable"
    assert row["note"].startswith(reason)
    assert row[["statistic", "df", "df_within", "p", "p_error", "effect"]].isna().all()
    assert row["n"] + row["left_out"] == len(values)
    assert cells["expected"].isna().all()


def test_anova_has_means_and_says_what_others_find() -> None:
    row, cells = run("anova", ["4", "6", "7.5", "2", "1", "3"], ["b", "b", "b", "a", "a", "a"])
    assert (row["df"], row["df_within"], row["verdict"]) == (1, 4, "difference")
    assert row["note"].startswith("without assuming equal variances: Welch's test has p = 0.0")
    assert cells["group"].tolist() == ["a", "b"]
    assert cells["value"].tolist() == ["", ""]
    assert cells["mean"].tolist() == pytest.approx([2, 35 / 6])
    assert cells["sd"].iloc[0] == pytest.approx(1)


def test_tests_come_in_declared_order_with_declared_types() -> None:
    who = informants(*((f"p{n}", "patient") for n in range(6)), site=["a", "a", "a", "b", "b", "b"])
    more = patients(patient=[f"p{n}" for n in range(6)], age=[70, 71, 75, 80, 81, 89])
    said = codings(*((f"p{n}", "continuity", "present" if n % 2 else "absent") for n in range(5)))
    order = ["z", "a", "m"]
    tests, cells = run_tests(
        who, more, said, CODEBOOK,
        [declared("anova", AGE, name="z"), declared("fisher", CONTINUITY, name="a"),
         declared("chi_squared", CONTINUITY | {"told": False}, name="m")],
        alpha=0.05, seed=1,
    )  # fmt: skip
    assert list(tests["test"]) == order
    assert list(dict.fromkeys(cells["test"])) == order
    assert (list(tests.columns), list(cells.columns)) == (TESTS.names, TEST_CELLS.names)
    assert list(tests["left_out"]) == [0, 1, 0]
    assert list(tests["outcome"]) == ["age", "continuity", "continuity"]
    assert not cells.duplicated(list(TEST_CELLS.key)).any()
    assert str(tests["n"].dtype) == "Int64"


def test_no_tests_give_empty_tables() -> None:
    tests, cells = run_tests(
        informants(("p1", "x")), None, codings(), CODEBOOK, [], alpha=0.05, seed=1
    )
    assert (len(tests), len(cells), in_a_line(tests)) == (0, 0, "0 tests")


def test_the_same_seed_gives_the_same_bytes_and_another_test_changes_nothing() -> None:
    values, sites = spread([[3, 1, 4], [1, 5, 2], [2, 2, 6]])
    first, again, other = (run("fisher", values, sites, seed=seed)[0] for seed in (1, 1, 2))
    assert first.to_json() == again.to_json()
    assert first["p"] != other["p"]
    who = informants(
        *((f"p{n:03}", "patient") for n in range(len(values))), site=sites, value=values
    )
    variable = {"attribute": "value", "told": True}
    tests, _ = run_tests(
        who, None, codings(), CODEBOOK,
        [declared("fisher", variable, name="earlier"), declared("fisher", variable)],
        alpha=0.05, seed=1,
    )  # fmt: skip
    assert tests.iloc[1].to_json() == first.to_json()
    assert tests.iloc[0]["p"] != first["p"]


def test_a_monte_carlo_p_near_alpha_leaves_the_verdict_open() -> None:
    case = spread([[3, 1, 4], [1, 5, 2], [2, 2, 6]])
    p = run("fisher", *case)[0]["p"]
    assert "take the verdict as open" in run("fisher", *case, alpha=p + 0.0001)[0]["note"]
    assert "take the verdict as open" not in run("fisher", *case)[0]["note"]


@pytest.mark.parametrize(
    ("verdicts", "line"),
    [
        ([2, 3, 1], "6 tests: 2 show a difference, 3 don't, 1 not testable"),
        ([1, 1, 0], "2 tests: 1 shows a difference, 1 doesn't"),
        ([0, 1, 0], "1 test: 1 shows no difference"),
        ([0, 2, 2], "4 tests: 2 show no difference, 2 not testable"),
    ],
)
def test_verdicts_in_a_line(verdicts: list[int], line: str) -> None:
    names = ["difference", "no_difference_shown", "not_testable"]
    every = [name for name, count in zip(names, verdicts, strict=True) for _ in range(count)]
    assert in_a_line(pd.DataFrame({"verdict": every})) == line


def test_informants_without_a_table_are_those_who_speak() -> None:
    turns = framed([{"informant": name} for name in ("p2", "", "p1", "p2")], OUTPUTS["turns"])
    made = informants_of([], turns)
    assert list(made.columns) == INPUTS["informants"].names
    assert made[["informant", "group"]].to_numpy().tolist() == [
        ["p1", "informant"], ["p2", "informant"],
    ]  # fmt: skip


# Properties

counts_strategy = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=2, max_size=5
    )
)


def labelled(counts: list[list[int]]) -> pd.DataFrame:
    names = [f"v{n}" for n in range(len(counts[0]))]
    return pd.DataFrame(counts, [f"s{n}" for n in range(len(counts))], names, dtype="int64")


@settings(deadline=None)
@given(counts_strategy, st.randoms(use_true_random=False))
def test_chi_squared_depends_on_no_order(counts: list[list[int]], random: Any) -> None:
    table = labelled(counts)
    rows, columns = random.sample(list(table.index), len(table)), list(table.columns)
    random.shuffle(columns)
    one, two = chi_squared(table), chi_squared(table.loc[rows, columns])
    assert (one.p is None) == (two.p is None)
    if one.p is not None:
        assert 0 <= one.p <= 1
        assert one.effect is not None
        assert 0 <= one.effect <= 1
        assert two.statistic == pytest.approx(one.statistic, rel=1e-9, abs=1e-12)
        assert two.p == pytest.approx(one.p, rel=1e-9, abs=1e-12)


@settings(deadline=None)
@given(counts_strategy, st.randoms(use_true_random=False))
def test_fisher_depends_on_no_order(counts: list[list[int]], random: Any) -> None:
    table = labelled(counts)
    rows, columns = random.sample(list(table.index), len(table)), list(table.columns)
    random.shuffle(columns)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("insideout.test.tables.DRAWS", 499)
        one = fisher(table, np.random.default_rng(1))
        two = fisher(table.loc[rows, columns], np.random.default_rng(1))
    assert (one.p is None) == (two.p is None)
    if one.p is not None:
        assert 0 <= one.p <= 1
        assert two.p == pytest.approx(one.p, rel=1e-9)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(-3, 3)), min_size=1, max_size=25),
    st.randoms(use_true_random=False),
)
def test_any_numbers_give_a_p_or_a_reason(cases: list[tuple[str, int]], random: Any) -> None:
    sites, values = [site for site, _ in cases], [str(value) for _, value in cases]
    row, _ = run("anova", values, sites)
    if row["verdict"] == "not_testable":
        assert row["note"]
        assert pd.isna(row["p"])
        return
    assert 0 <= row["p"] <= 1
    assert 0 <= row["effect"] <= 1
    shuffled = random.sample(cases, len(cases))
    renamed = ["zxy"["abc".index(site)] for site, _ in shuffled]
    again, _ = run("anova", [str(value) for _, value in shuffled], renamed)
    assert again["p"] == pytest.approx(row["p"], rel=1e-9)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.floats(allow_nan=False, allow_infinity=False)),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_numbers_of_any_size_leak_no_warning_and_no_nan(cases: list[tuple[str, float]]) -> None:
    row, cells = run("anova", [repr(value) for _, value in cases], [site for site, _ in cases])
    assert (row["verdict"] == "not_testable") == pd.isna(row["p"]) == pd.isna(row["statistic"])
    assert "nan" not in row["note"]
    assert not np.isinf(cells[["mean", "sd"]].to_numpy(dtype="float64")).any()
