"""Experience before and after a membership began or ended: cases worked out by hand."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.nest.periods import needed
from insideout.nest.timeline import before_after, events, meets, overlapping, sides_of

Row = dict[str, Any]
SITES = {"social_care": {"tarrow"}, "trust": {"tarrow"}, "network": {"tarrow", "eastmere"}}
ENDED = {"unit": "social_care", "parent": "trust", "from": "", "to": "2012-09-30"}


def passage(who: str, code: str, first: str, last: str) -> Row:
    return {"informant": who, "code": code, "passage": f"{who}_{code}_{first}", "period_from":
            first, "period_to": last}  # fmt: skip


def telling(who: str, says: int, first: str, last: str, site: str = "tarrow") -> Row:
    told = passage(who, "care_plan", first, last)
    return {"coding": told, "site": site, "feature": "shared_care_plan", "says": says}


def statement(who: str, code: str, valence: str, first: str = "", last: str = "") -> Row:
    return {"coding": passage(who, code, first, last), "sites": ["tarrow"], "valence": valence,
            "expects": {("shared_care_plan", "+")}}  # fmt: skip


def time_of(coding: Row) -> tuple[str, str]:
    return coding["period_from"], coding["period_to"]


def rows(memberships: list[Row], tellings: list[Row], statements: list[Row] | None = None) -> Any:
    return before_after(memberships, tellings, statements or [],
                        reaches=lambda unit: SITES.get(unit, set()), time_of=time_of)  # fmt: skip


BEFORE = [
    telling("p1", 1, "2011-09-01", "2012-08-31"),
    telling("p2", 1, "2012-01-01", "2012-06-30"),
]
AFTER = [
    telling("p1", -1, "2012-10-01", "2013-02-01"),
    telling("p3", 0, "2012-11-01", "2013-01-31"),
]


def test_a_site_before_and_after_social_care_left() -> None:
    joint = statement("boss", "joint_team", "present", last="2012-09-30")
    gone = statement("nurse", "joint_team", "absent", first="2012-10-01")
    (row,) = rows([ENDED], [*BEFORE, *AFTER], [joint, gone])
    assert (row["unit"], row["parent"], row["event"]) == ("social_care", "trust", "ended")
    assert (row["date"], row["site"]) == ("2012-10-01", "tarrow")
    assert (row["tellers_before"], row["share_before"]) == (2, 1.0)
    assert (row["tellers_after"], row["share_after"]) == (2, 0.25)
    assert (row["mechanisms_before"], row["mechanisms_after"]) == ("joint_team", "!joint_team")
    assert row["quotes_before"].split() == [
        "boss_joint_team_", "p1_care_plan_2011-09-01", "p2_care_plan_2012-01-01",
    ]  # fmt: skip


def test_one_side_alone_is_shown_with_nobody_on_the_other() -> None:
    across = telling("p1", 1, "2012-01-01", "2012-10-31")
    (row,) = rows([ENDED], [across])
    assert (row["tellers_before"], row["tellers_after"], row["share_after"]) == (1, 0, None)


def test_nothing_is_shown_of_what_lies_outside_the_time_told_of() -> None:
    assert rows([ENDED | {"to": "2005-01-01"}], [*BEFORE, *AFTER]) == []
    assert rows([ENDED], BEFORE) == []
    assert rows([ENDED], AFTER) == []
    assert rows([ENDED], [telling("p1", 1, "", "2013-01-01")]) == []


def test_only_sites_that_both_reach() -> None:
    joined = {"unit": "social_care", "parent": "network", "from": "2012-10-01", "to": ""}
    elsewhere = [row | {"site": "eastmere"} for row in [*BEFORE, *AFTER]]
    assert {row["site"] for row in rows([joined], [*BEFORE, *AFTER, *elsewhere])} == {"tarrow"}
    apart = joined | {"parent": "ministry"}
    assert {row["site"] for row in rows([apart], [*BEFORE, *AFTER, *elsewhere])} == {"tarrow"}


def test_what_is_told_of_without_dates_lasts() -> None:
    (row,) = rows([ENDED], [*BEFORE, *AFTER], [statement("boss", "meeting", "present")])
    assert (row["mechanisms_before"], row["mechanisms_after"]) == ("", "")
    assert row["mechanisms_throughout"] == "meeting"
    assert "boss" not in row["quotes_before"] + row["quotes_after"]


def test_what_is_told_of_both_sides_is_of_neither_alone() -> None:
    twice = [statement("boss", "meeting", "present", last="2012-09-30"),
             statement("nurse", "meeting", "present", first="2012-10-01"),
             statement("clerk", "letters", "present", first="2012-10-01")]  # fmt: skip
    (row,) = rows([ENDED], [*BEFORE, *AFTER], twice)
    assert (row["mechanisms_before"], row["mechanisms_after"]) == ("", "letters")
    assert row["mechanisms_throughout"] == "meeting"
    assert "boss_meeting_" in row["quotes_before"]
    assert "nurse_meeting_2012-10-01" in row["quotes_after"]


@pytest.mark.parametrize(
    ("time", "sides"),
    [
        (("2012-01-01", "2012-05-31"), ["before"]),
        (("2012-06-01", "2012-12-31"), ["after"]),
        (("2012-01-01", "2012-07-31"), ["before"]),
        (("2012-05-01", "2012-12-31"), ["after"]),
        (("2012-05-31", "2012-06-02"), ["after"]),  # its middle is the first new day
        (("2012-05-30", "2012-06-01"), ["before"]),
        (("", "2012-05-31"), ["before"]),
        (("2012-06-01", ""), ["after"]),
        (("2012-01-01", ""), ["before", "after"]),
        (("", "2012-12-31"), ["before", "after"]),
        (("", ""), ["before", "after"]),
    ],
)
def test_a_time_lies_where_its_middle_does(time: tuple[str, str], sides: list[str]) -> None:
    assert list(sides_of(time, "2012-06-01")) == sides


def test_a_membership_renewed_the_next_day_went_on() -> None:
    spans = [("2010-01-01", "2011-12-31"), ("2012-01-01", ""), ("2009-05-01", "2009-12-30")]
    of = [{"unit": "a", "parent": "b", "from": first, "to": last} for first, last in spans]
    assert [(e.event, e.date) for e in events(of)] == [
        ("began", "2009-05-01"), ("began", "2010-01-01"), ("ended", "2009-12-31"),
    ]  # fmt: skip


def test_a_membership_for_ever_has_no_end() -> None:
    assert events([{"unit": "a", "parent": "b", "from": "", "to": "9999-12-31"}]) == []


LAST_DAY = datetime.date.max.toordinal()
DATES = st.sampled_from(["", "2010-01-01", "2011-01-01", "2012-01-01", "2013-01-01"])
TIMES = st.tuples(DATES, DATES).filter(lambda t: not all(t) or t[0] <= t[1])


@given(st.lists(TIMES), st.lists(TIMES))
def test_what_overlaps_shares_a_day(
    first: list[tuple[str, str]], second: list[tuple[str, str]]
) -> None:
    def days(time: tuple[str, str]) -> set[int]:
        return set(range(int(time[0][:4] or "2000"), int(time[1][:4] or "2020") + 1))

    kept = overlapping([{"t": t} for t in first], [{"t": t} for t in second], lambda c: c["t"])
    assert [c["t"] for c in kept[0]] == [t for t in first if any(days(t) & days(o) for o in second)]
    assert [c["t"] for c in kept[1]] == [t for t in second if any(days(t) & days(o) for o in first)]
    assert all(meets(a, b) == meets(b, a) for a in first for b in second)


@given(st.dates(), st.integers(0, 800), st.integers(0, 800))
def test_an_experience_is_met_by_what_held_on_its_side_of_a_date(
    first: datetime.date, length: int, before: int
) -> None:
    """The middle of a time and half of its days say the same, but for a tie, which both meet."""
    days = (first.toordinal(), min(first.toordinal() + length, LAST_DAY))
    date = min(days[0] + before, LAST_DAY)
    told = [datetime.date.fromordinal(day).isoformat() for day in days]
    (side,) = sides_of((told[0], told[1]), datetime.date.fromordinal(date).isoformat())
    held = {"before": min(days[1], date - 1) - days[0] + 1, "after": days[1] - date + 1}
    met = {name for name, of in held.items() if of >= needed(days)}
    assert side in met
    assert met == {side} or held["before"] == held["after"]


@given(st.lists(st.tuples(TIMES, st.sampled_from([1, -1, 0]), st.sampled_from("pqr"))))
def test_every_dated_experience_is_on_one_side(
    told: list[tuple[tuple[str, str], int, str]],
) -> None:
    tellings = [telling(f"{who}{n}", says, *time) for n, (time, says, who) in enumerate(told)]
    for row in rows([ENDED | {"to": "2011-06-30"}], tellings):
        dated = [t for t in tellings if all(time_of(t["coding"]))]
        assert row["tellers_before"] + row["tellers_after"] == len(dated)
