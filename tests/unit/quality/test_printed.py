"""Printed figures that can't all be true."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.problems import Problem
from insideout.quality.printed import figure, printed_findings, printed_problems
from insideout.reader import read_inputs, records
from insideout.rows import Row, read_rows
from insideout.tables import INPUTS
from insideout.tables.quality import RELATIONS

REPO = Path(__file__).parents[3]


def printed(relation: str, *figures: tuple[str, str], n: int | None = None) -> list[dict[str, Any]]:
    """A set of figures: (part, value)."""
    return [
        {"set": "s", "relation": relation, "part": part, "group": "", "quantity": part,
         "value": value, "n": n, "rounded": None, "source": "Table 1"}
        for part, value in figures
    ]  # fmt: skip


def test_the_impossible_sums_of_the_publication_are_found_and_nothing_else() -> None:
    """The list of inconsistencies that people found by hand (shared/reference/sheaff2015.yaml).

    18 of a mean of 33 encounters is within rounding of the printed 57% (18.5 / 32.5 is 56.9%), so
    that of its two shares only the other, 11 of 33 for 40%, can't be.
    """
    rows = read_inputs([REPO / "data/polyclinics/printed.csv"], INPUTS["printed"])
    told = printed_findings(records(rows))
    found = [(f["where"].rsplit("(set ", 1)[1].rstrip(")"), f["check"]) for f in told]
    assert found == [
        ("informants", "printed_sum"),
        ("patients", "printed_sum"),
        ("coordinators", "printed_criteria"),
        ("coordinators_of_a_patient", "printed_bound"),
        ("active_or_none", "printed_partition"),
        ("shares_of_encounters", "printed_ratio"),
        ("list_of_eastmere_1", "printed_same"),
        ("largest_list", "printed_largest"),
        ("reviewed", "printed_same"),
        ("for_profit_share", "printed_same"),
        ("swedish_centres", "printed_bound"),
        ("ownership_of_ostra", "printed_same"),
    ]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("9,000", 9000, 9000), ("9 000", 9000, 9000), (".56", 0.555, 0.565),
     ("56%", 0.555, 0.565), ("0.56", 0.555, 0.565),
     ("3.3", 3.25, 3.35), ("12.5 %", 0.1245, 0.1255)],
)  # fmt: skip
def test_a_printed_figure_stands_for_what_rounds_to_it(text: str, low: float, high: float) -> None:
    read = figure(text)
    assert read is not None
    assert (float(read.low), float(read.high)) == pytest.approx((low, high))


@pytest.mark.parametrize("text", ["", "about 9,000", "9 00", "1,00", "n/a", "."])
def test_words_are_no_figures(text: str) -> None:
    assert figure(text) is None


def test_a_figure_that_is_no_number_is_told_of_by_the_check_of_inputs() -> None:
    (problem,) = problems("sum", ("part", "about 9"), ("total", "9"))
    assert (problem.line, problem.column) == (2, "value")
    assert problems("same", ("same", "for profit"), ("same", "public")) == []


def problems(relation: str, *figures: tuple[str, str], **more: str) -> list[Problem]:
    """What the check says of a set of figures (part, value) from line 2 on."""
    rows = printed(relation, *figures)
    return printed_problems("p.csv", [Row(n, row | more) for n, row in enumerate(rows, 2)])


WHOLE = {
    "sum": "part total", "partition": "part part", "criteria": "first second both neither",
    "bound": "part whole", "ratio": "part whole share", "same": "same same",
    "largest": "largest other",
}  # fmt: skip


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_relation_that_lacks_a_part_is_told_of_since_it_is_never_looked_at(relation: str) -> None:
    figures = [(part, "5") for part in WHOLE[relation].split()]
    assert problems(relation, *figures) == []
    for gone in range(len(figures)):
        (problem,) = problems(relation, *figures[:gone], *figures[gone + 1 :])
        assert (problem.line, problem.column) == (2, "part")
        assert problem.expected.startswith(f"set s: {relation} needs ")


def test_what_is_missing_is_told_with_the_set_and_its_group() -> None:
    (problem,) = problems("ratio", ("part", "5"), group="north")
    assert problem.expected == "set s, group north: ratio needs one part, one whole and share"
    assert problem.found == "1 part"
    (other,) = problems("same", ("same", "5"))
    assert other.expected == "set s: same needs 2 rows of same"


def test_a_typo_in_set_or_group_makes_two_incomplete_sets() -> None:
    rows = printed("sum", ("part", "5"), ("total", "5"))
    for column in ("set", "group"):
        apart = [Row(2, rows[0]), Row(3, rows[1] | {column: "sa"})]
        assert [p.line for p in printed_problems("p.csv", apart)] == [2, 3]


def test_a_part_that_a_relation_does_not_have_and_a_whole_of_nothing_are_told_of() -> None:
    (problem,) = problems("bound", ("part", "5"), ("whole", "6"), ("total", "6"))
    assert (problem.line, problem.found) == (4, "'total'")
    (problem,) = problems("ratio", ("part", "5"), ("whole", "0"), ("share", "50%"))
    assert (problem.line, problem.column) == (3, "value")


def test_the_printed_figures_of_the_study_are_complete() -> None:
    rows, wrong = read_rows(REPO / "data/polyclinics/printed.csv", INPUTS["printed"])
    assert wrong == []
    assert printed_problems("printed.csv", rows) == []


def test_findings_read_as_sentences() -> None:
    told = printed_findings(printed(
        "criteria", ("first", "89%"), ("second", "73%"), ("both", "66%"), ("neither", "6%"), n=64,
    ))  # fmt: skip
    assert told[0]["expected"] == (
        "4% with neither, which is what 89% (first), 73% (second) and 66% (both) leave"
    )
    assert told[0]["found"] == "6% (neither) (Table 1)"
    assert told[0]["where"] == "first or second (set s)"


def test_a_share_that_no_number_of_people_gives_breaks_a_partition() -> None:
    """Of 7, 50% is neither 3 (43%) nor 4 (57%)."""
    (found,) = printed_findings(printed("partition", ("part", "50%"), ("part", "50%"), n=7))
    assert found["found"].startswith("no number of 7 people gives 50%")
    (found,) = printed_findings(printed("partition", ("part", "47%"), ("part", "53%"), n=20))
    assert found["found"].startswith("no number of 20 people gives 47% or 53%")
    assert "100%" not in found["expected"]
    assert not printed_findings(printed("partition", ("part", "50%"), ("part", "50%"), n=8))


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_counts_with_their_own_total_are_in_order(counts: list[int]) -> None:
    parts = [("part", f"{count:,}") for count in counts]
    assert not printed_findings(printed("sum", *parts, ("total", f"{sum(counts):,}")))
    (found,) = printed_findings(printed("sum", *parts, ("total", f"{sum(counts) + 1:,}")))
    assert found["weight"] == "impossible"


@given(st.lists(st.integers(0, 60), min_size=2, max_size=5).filter(sum), st.sampled_from([0, 1]))
def test_shares_of_real_people_rounded_make_up_a_whole(counts: list[int], decimals: int) -> None:
    n = sum(counts)
    parts = [("part", f"{100 * count / n:.{decimals}f}%") for count in counts]
    assert not printed_findings(printed("partition", *parts, n=n))


@given(st.integers(1, 90), st.data())
def test_two_criteria_counted_in_real_people_leave_who_has_neither(n: int, data: Any) -> None:
    both = data.draw(st.integers(0, n))
    only_first = data.draw(st.integers(0, n - both))
    only_second = data.draw(st.integers(0, n - both - only_first))
    counts = {
        "first": both + only_first, "second": both + only_second, "both": both,
        "neither": n - both - only_first - only_second,
    }  # fmt: skip
    told = [(part, f"{100 * count / n:.0f}%") for part, count in counts.items()]
    assert not printed_findings(printed("criteria", *told, n=n))


def test_the_same_thing_printed_twice_may_differ_in_rounding_only() -> None:
    assert not printed_findings(printed("same", ("same", "0.33"), ("same", "33%")))
    assert not printed_findings(printed("same", ("same", "0.333"), ("same", "33%")))
    assert printed_findings(printed("same", ("same", "34%"), ("same", "33%")))


@pytest.mark.parametrize(
    ("relation", "figures"),
    [
        ("bound", [("part", "56.3%"), ("whole", "56%")]),  # both can be 56.3%
        ("largest", [("largest", "31%"), ("other", "31.4%")]),
        ("criteria", [("first", "31%"), ("second", "20%"), ("both", "10%"), ("neither", "60%")]),
    ],
)
def test_what_can_be_true_within_rounding_is_no_finding(
    relation: str, figures: list[tuple[str, str]]
) -> None:
    assert not printed_findings(printed(relation, *figures))


@pytest.mark.parametrize(
    ("relation", "figures"),
    [
        ("bound", [("part", "56.6%"), ("whole", "56%")]),
        ("ratio", [("part", "20"), ("whole", "80"), ("share", "26%")]),  # 25%: counts are exact
        ("ratio", [("part", "2"), ("whole", "3"), ("share", "60%")]),
        # more with both than with one of them
        ("criteria", [("first", "30%"), ("second", "20%"), ("both", "40%"), ("neither", "90%")]),
    ],
)
def test_what_cannot_be_true_is_found(relation: str, figures: list[tuple[str, str]]) -> None:
    assert printed_findings(printed(relation, *figures))


def test_a_rounded_mean_isnt_taken_for_a_count() -> None:
    means = printed("ratio", ("part", "20"), ("whole", "80"), ("share", "26%"))
    assert not printed_findings([row | {"rounded": True} for row in means])
    twice = printed("same", ("same", "33"), ("same", "33.4"))
    assert printed_findings(twice)
    assert not printed_findings([row | {"rounded": True} for row in twice])


def test_criteria_of_many_people_are_looked_at_at_once() -> None:
    """A search of all combinations would take hours for 50,000 people."""
    told = [("first", "89%"), ("second", "73%"), ("both", "66%"), ("neither", "9%")]
    assert printed_findings(printed("criteria", *told, n=50_000))


def test_a_number_beside_words_is_a_slip() -> None:
    rows = [Row(n, row) for n, row in enumerate(printed("same", ("same", "9,000"),
                                                        ("same", "about 9,000")), 2)]  # fmt: skip
    assert [problem.line for problem in printed_problems("printed.csv", rows)] == [3]
