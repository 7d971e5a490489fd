"""Who has a usual GP."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.extract.usual_gp import most_seen, usual_gp

CHOSEN: dict[str, Any] = {"above": 0.5, "base": "practice", "least": 2}


def encounters(*people: str) -> pd.DataFrame:
    """Patients p0, p1 …; A-D are GPs, a-b nurses, ? a GP and - a nurse whom nobody knows."""
    rows = [
        {"patient": f"p{i}", "staff": "" if who in "?-" else who, "place": "surgery",
         "role": "nurse" if who in "ab-" else "gp"}
        for i, sequence in enumerate(people) for who in sequence
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["patient", "staff", "place", "role"], dtype="str")


def answers(found: pd.Series) -> list[Any]:
    return [None if pd.isna(value) else bool(value) for value in found]


def test_half_isnt_more_than_half() -> None:
    found = usual_gp(encounters("AABB", "AABA", "AABC", "ABab"), **CHOSEN)
    assert answers(found["usual_gp"]) == [False, True, False, False]
    assert list(found["usual_gp_id"]) == ["", "A", "", ""]
    assert list(found["usual_gp_share"]) == [0.5, 0.75, 0.5, 0.25]


def test_both_bases_are_made_and_the_study_chooses() -> None:
    met = encounters("AABaab", "AABaa")  # A at 2 of 6 and 2 of 5 encounters, 2 of 3 with GPs
    found = usual_gp(met, **CHOSEN)
    assert answers(found["usual_gp_of_practice"]) == [False, False]
    assert answers(found["usual_gp_of_gps"]) == [True, True]
    assert answers(found["usual_gp"]) == [False, False]
    by_gps = usual_gp(met, **CHOSEN | {"base": "gp"})
    assert answers(by_gps["usual_gp"]) == [True, True]
    assert list(by_gps["usual_gp_id"]) == ["A", "A"]
    assert list(by_gps["usual_gp_share"]) == pytest.approx([2 / 3, 2 / 3])


def test_too_few_encounters_leave_it_undefined() -> None:
    found = usual_gp(encounters("A", "Aa", "aa"), **CHOSEN)
    assert answers(found["usual_gp_of_practice"]) == [None, False, False]
    assert answers(found["usual_gp_of_gps"]) == [None, None, None]
    assert found["usual_gp_share"].isna().tolist() == [True, False, False]
    one = usual_gp(encounters("A"), **CHOSEN | {"least": 1})
    assert (answers(one["usual_gp"]), list(one["usual_gp_id"])) == ([True], ["A"])


def test_an_unknown_gp_is_no_usual_gp_but_was_an_encounter() -> None:
    found = usual_gp(encounters("A??", "AA?", "???"), **CHOSEN)
    assert answers(found["usual_gp"]) == [False, True, False]
    assert list(found["gps_seen"]) == [1, 1, 0]


def test_people_seen_are_different_known_people() -> None:
    found = usual_gp(encounters("AABa-", "aab", "CC"), **CHOSEN)
    assert list(found["gps_seen"]) == [2, 0, 1]
    assert list(found["nurses_seen"]) == [1, 2, 0]


def test_encounters_elsewhere_or_in_absence_dont_count() -> None:
    met = encounters("AB")
    met.loc[2:3, ["patient", "staff", "place", "role"]] = ""
    met.loc[2] = ["p0", "A", "in_absence", "gp"]
    met.loc[3] = ["p0", "C", "elsewhere", "gp"]
    found = usual_gp(met, **CHOSEN)
    assert answers(found["usual_gp"]) == [False]
    assert list(found["gps_seen"]) == [2]
    assert most_seen(met)[["practice", "gps"]].to_numpy().tolist() == [[2, 2]]


def test_with_a_lower_threshold_two_may_tie() -> None:
    found = usual_gp(encounters("AABB"), **CHOSEN | {"above": 0.4})
    assert answers(found["usual_gp"]) == [True]
    assert list(found["usual_gp_id"]) == [""]


@pytest.mark.parametrize(("with_a", "n"), [(3, 5), (2, 5), (11, 20), (67, 100), (7, 10), (1, 3)])
def test_a_share_just_at_the_threshold_isnt_above_it(with_a: int, n: int) -> None:
    met = encounters("A" * with_a + "b" * (n - with_a))
    at, below = (
        usual_gp(met, **CHOSEN | {"above": above})
        for above in (with_a / n, (with_a - 0.5) / n)
    )  # fmt: skip
    assert (answers(at["usual_gp"]), answers(below["usual_gp"])) == ([False], [True])


@settings(deadline=None)
@given(st.lists(st.text(st.sampled_from("ABCab?-"), min_size=1, max_size=10), min_size=1,
                max_size=5), st.sampled_from([0.4, 0.5, 0.6]), st.integers(1, 3))  # fmt: skip
def test_against_counting_by_hand(people: list[str], above: float, least: int) -> None:
    found = usual_gp(encounters(*people), above=above, base="practice", least=least)
    for met, row in zip(people, found.to_dict("records"), strict=True):
        gps = [who for who in met if who in "ABC?"]
        most = max((met.count(gp) for gp in "ABC"), default=0)
        for name, of in (("usual_gp_of_practice", met), ("usual_gp_of_gps", gps)):
            expected = None if len(of) < least else most / max(len(of), 1) > above
            assert answers(pd.Series([row[name]])) == [expected]
        assert row["gps_seen"] == len(set(met) & set("ABC"))
        assert row["nurses_seen"] == len(set(met) & set("ab"))


def test_no_encounters_at_all() -> None:
    assert usual_gp(encounters(), **CHOSEN).empty
