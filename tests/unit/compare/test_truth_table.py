"""Truth tables and their fits, worked by hand."""

from typing import Any

import pytest

from insideout.compare.truth_table import complete, fits, refusal, truth_table

# Eight cases, two conditions: A always comes with the outcome where B does too; ~A*B contradicts
CASES = {
    "c1": ((1, 1), 1), "c2": ((1, 1), 1), "c3": ((1, 1), 1), "c4": ((1, 0), 0),
    "c5": ((0, 1), 1), "c6": ((0, 1), 0), "c7": ((0, 0), 0), "c8": ((0, 0), 0),
}  # fmt: skip


def test_rows_of_a_truth_table() -> None:
    few = {name: case for name, case in CASES.items() if name not in ("c7", "c8")}
    found = [
        (r["combination"], r["cases"], r["n"], r["with_outcome"], r["consistency"], r["outcome"])
        for r in truth_table("t", ["A", "B"], few)
    ]
    assert found == [
        ("A=1 B=1", "c1 c2 c3", 3, 3, 1.0, "1"), ("A=1 B=0", "c4", 1, 0, 0.0, "0"),
        ("A=0 B=1", "c5 c6", 2, 1, 0.5, "contradiction"), ("A=0 B=0", "", 0, 0, None, "remainder"),
    ]  # fmt: skip


def test_many_conditions_have_only_the_rows_that_cases_have() -> None:
    names = [f"c{n}" for n in range(12)]
    assert len(truth_table("t", names, {"x": ((1,) * 12, 1), "y": ((0,) * 12, 0)})) == 2


def fit(kind: str, outcome: str, term: str, **where: str) -> dict[str, Any]:
    (row,) = [
        row for row in fits("t", ["A", "B"], "Y", CASES, [])
        if (row["kind"], row["outcome"], row["term"]) == (kind, outcome, term)
        and where.items() <= row.items()
    ]  # fmt: skip
    return row


@pytest.mark.parametrize(
    ("kind", "outcome", "term", "consistency", "coverage"),
    [
        ("necessity", "Y", "A", 3 / 4, 3 / 4), ("necessity", "Y", "B", 1, 4 / 5),
        ("necessity", "Y", "~B", 0, 0), ("necessity", "~Y", "~A", 3 / 4, 3 / 4),
        ("sufficiency", "Y", "A", 3 / 4, 3 / 4), ("sufficiency", "Y", "B", 4 / 5, 1),
        ("sufficiency", "~Y", "~B", 1, 3 / 4), ("sufficiency", "~Y", "~A", 3 / 4, 3 / 4),
    ],
)  # fmt: skip
def test_necessity_and_sufficiency(
    kind: str, outcome: str, term: str, consistency: float, coverage: float
) -> None:
    found = fit(kind, outcome, term)
    assert (found["consistency"], found["coverage"]) == (consistency, coverage)


def test_contradictions_are_covered_by_no_solution() -> None:
    found = fit("solution", "Y", "A*B", solution="conservative")
    assert (found["consistency"], found["coverage"], found["cases"]) == (1, 3 / 4, "c1 c2 c3")
    assert found["note"] == "1 combination with contradictory cases, not covered"
    other = fit("solution", "~Y", "~B", solution="conservative")
    assert (other["consistency"], other["coverage"]) == (1, 3 / 4)
    assert fit("solution_term", "Y", "A*B", solution="conservative")["unique"] == 3 / 4


def test_unique_coverage_is_what_no_other_term_covers() -> None:
    cases = {
        "a": ((1, 1), 1), "b": ((1, 0), 1), "c": ((0, 1), 1), "d": ((0, 0), 0),
    }  # fmt: skip
    rows = [r for r in fits("t", ["A", "B"], "Y", cases, []) if r["outcome"] == "Y"]
    terms = {r["term"]: r for r in rows
             if r["kind"] == "solution_term" and r["solution"] == "conservative"}  # fmt: skip
    assert terms.keys() == {"A", "B"}
    assert [(t["coverage"], t["unique"]) for t in terms.values()] == [(2 / 3, 1 / 3)] * 2
    (whole,) = [r for r in rows if r["kind"] == "solution" and r["solution"] == "conservative"]
    assert (whole["term"], whole["coverage"], whole["note"]) == ("A + B", 1, "")


def test_the_parsimonious_solution_uses_combinations_without_a_case() -> None:
    cases = {"a": ((1, 1), 1), "b": ((1, 1), 1), "c": ((0, 0), 0), "d": ((0, 0), 0)}
    rows = fits("t", ["A", "B"], "Y", cases, ["e", "f"])
    whole = {(r["outcome"], r["solution"]): r for r in rows if r["kind"] == "solution"}
    assert whole["Y", "conservative"]["term"] == "A*B"
    assert whole["Y", "parsimonious"]["term"] in ("A", "B")
    assert whole["Y", "parsimonious"]["note"] == (
        "2 of 4 combinations have no case; left out for want of a value: e f; "
        "not the only one as short: "
        + ("B for A" if whole["Y", "parsimonious"]["term"] == "A" else "A for B")
    )


@pytest.mark.parametrize(
    ("conditions", "outcomes", "wanted"),
    [
        (2, "10101", ""),
        (3, "10101", "not minimised: 5 cases can bear 2 conditions (log2 of the cases), not 3"),
        (1, "1", "not minimised: 1 case can bear 0 conditions (log2 of the cases), not 1"),
        (1, "111", "not minimised: the outcome doesn't vary"),
        (9, "10" * 300, "not minimised: more than 8 conditions; use the package QCA for R"),
        (1, "", "not minimised: 0 cases can bear 0 conditions (log2 of the cases), not 1"),
    ],
)
def test_what_is_refused(conditions: int, outcomes: str, wanted: str) -> None:
    cases = {f"c{n}": ((0,) * conditions, int(at)) for n, at in enumerate(outcomes)}
    assert refusal(conditions, cases) == wanted
    if wanted and len(cases) < 100:
        names = [f"C{n}" for n in range(conditions)]
        solutions = [r for r in fits("t", names, "Y", cases, []) if r["kind"] == "solution"]
        assert [r["term"] for r in solutions] == ["", ""]
        assert all(r["note"].startswith(wanted) for r in solutions)


def test_what_doesnt_vary_is_said() -> None:
    cases = {"a": ((1, 0), 1), "b": ((1, 0), 1), "c": ((1, 0), 0)}
    notes = {(r["outcome"], r["term"]): r["note"] for r in fits("t", ["A", "B"], "Y", cases, [])
             if r["kind"] == "necessity"}  # fmt: skip
    assert (notes["Y", "A"], notes["Y", "B"]) == ("every case has it", "no case has it")


def test_cases_with_an_unknown_value_are_left_out_and_named() -> None:
    cases = {"b": {"A": 1, "outcome": 0}, "a": {"A": None, "outcome": 1},
             "c": {"A": 0, "outcome": None}}  # fmt: skip
    assert complete(cases) == (["a", "c"], {"b": ((1,), 0)})
