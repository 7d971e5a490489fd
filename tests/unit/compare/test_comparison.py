"""Mechanisms on both sides: stated, denied, not reported; the verdicts."""

from typing import Any

import pytest

from insideout.compare.comparison import compared, side_of, verdict_of, works
from insideout.compare.configurations import comparison
from insideout.compare.statements import Said, statements

DATES = {"late": "2013-09-01", "early": "2012-06-01"}


def rows_of(study: Any, asked: Any, codings: list[Any], codes: list[str]) -> list[dict[str, Any]]:
    told = statements(codings, DATES, set(codes))
    return compared([comparison(asked, study.ground())], told, codes, {"meet": "f+ g-"})[0]


def test_sites_informants_and_quotes_of_each_side(study: Any, asked: Any) -> None:
    c = study.coding
    codings = [
        c("meet", "five_trust", "a"), c("meet", "five_trust", "a", passage="q2"),
        c("meet", "tarn_trust", "b", "absent"), c("meet", "east_acute", "d", "mixed"),
        c("meet", "east_gp", "e"), c("meet", "east_acute", ""), c("meet", "west_acute", "f"),
    ]  # fmt: skip
    (row,) = rows_of(study, asked["acute"], codings, ["meet"])
    assert row == {
        "comparison": "acute", "direction": "horizontal", "code": "meet", "works": "both",
        "first_present": "five", "first_absent": "tarn", "first_silent": "",
        "first_informants": 1, "first_against": 1,
        "first_quotes": "q2 q:a:meet:five_trust:present q:b:meet:tarn_trust:absent",
        "second_present": "east west", "second_absent": "east", "second_silent": "",
        "second_informants": 2, "second_against": 1,
        "second_quotes": "q:d:meet:east_acute:mixed q:f:meet:west_acute:present",
        "verdict": "both", "other_side": "",
    }  # fmt: skip


def test_not_reported_is_not_absent(study: Any, asked: Any) -> None:
    codings = [study.coding("meet", "five_trust", "a")]
    meet, plan = rows_of(study, asked["acute"], codings, ["meet", "plan"])
    assert (meet["verdict"], meet["other_side"]) == ("only_first", "silent")
    assert (meet["second_silent"], meet["second_absent"]) == ("east west", "")
    assert (plan["verdict"], plan["first_silent"]) == ("not_reported", "five tarn")


def test_the_side_is_of_the_time_told_of_and_of_no_speaker(study: Any, asked: Any) -> None:
    codings = [
        study.coding("meet", "tarn_social", "early"), study.coding("plan", "tarn_social", "late"),
    ]  # fmt: skip
    meet, plan = rows_of(study, asked["social"], codings, ["meet", "plan"])
    assert (meet["first_present"], meet["second_present"]) == ("tarn", "")
    assert (plan["first_present"], plan["second_present"]) == ("", "tarn")
    assert plan["second_silent"] == "east five"


def test_passages_on_no_side_are_counted_with_the_reason(study: Any, asked: Any) -> None:
    c = study.coding
    next(r for r in study.services if r["unit"] == "east_community")["to"] = "2009-12-31"
    codings = [
        c("meet", "east_gp", "late", passage="a"), c("meet", "governance", "late", passage="b"),
        c("plan", "governance", "late", passage="b"), c("other", "east_gp", "late", passage="z"),
        c("meet", "east_community", "late", passage="c"),
        c("meet", "five_trust|five_gp", "late", passage="d"),
        c("meet", "five_trust", "late", passage="e", direction=""),
        c("meet", "five_trust", "late", passage="f"), c("meet", "east_gp", "", passage="y"),
    ]  # fmt: skip
    only = asked["acute"] | {"directions": ["horizontal"]}
    told = statements(codings, DATES, {"meet", "plan", "other"})
    _, left = compared([comparison(only, study.ground())], told, ["meet", "plan"], {})
    assert [(row["comparison"], row["why"], row["passages"], row["quotes"]) for row in left] == [
        ("acute", "direction", 1, "e"), ("acute", "elsewhere", 2, "a b"),
        ("acute", "time", 1, "c"), ("acute", "interface", 1, "d"),
    ]  # fmt: skip


def test_units_of_no_site_speak_for_themselves(study: Any) -> None:
    study.units += [study.unit(name, "centre", "first_responder", country="SE")
                    for name in ("centre_1", "centre_2", "centre_3")]  # fmt: skip
    country = {"id": "country", "asks": "?", "first": "abroad", "second": "here",
               "attribute": "country", "is": ["SE"], "kind": ["centre", "practice"]}  # fmt: skip
    codings = [study.coding("meet", "centre_1", "a"),
               study.coding("meet", "centre_2", "b", "absent"),
               study.coding("meet", "east_gp", "d")]  # fmt: skip
    (row,) = rows_of(study, country, codings, ["meet"])
    assert (row["first_present"], row["first_absent"]) == ("centre_1", "centre_2")
    assert (row["first_silent"], row["second_present"]) == ("centre_3", "east")
    assert row["verdict"] == "both"


def test_directions_are_apart_and_a_comparison_keeps_to_those_it_wants(
    study: Any, asked: Any
) -> None:
    codings = [
        study.coding("meet", "five_trust", "a", direction="vertical"),
        study.coding("meet", "five_trust", "b", direction=""),
    ]
    found = rows_of(study, asked["acute"], codings, ["meet"])
    assert [(row["direction"], row["first_informants"]) for row in found] == [
        ("vertical", 1), ("unstated", 1),
    ]  # fmt: skip
    only = asked["acute"] | {"directions": ["horizontal", "vertical"]}
    found = rows_of(study, only, codings, ["meet"])
    assert [(row["direction"], row["first_informants"]) for row in found] == [
        ("horizontal", 0), ("vertical", 1),
    ]  # fmt: skip


def said(*votes: tuple[int, int]) -> list[Said]:
    made = []
    for informants, against in votes:
        one = Said()
        one.informants = {f"i{n}" for n in range(informants)}
        one.against = {f"a{n}" for n in range(against)}
        made.append(one)
    return made


@pytest.mark.parametrize(
    ("votes", "wanted"),
    [
        ([], "silent"), ([(1, 0)], "present"), ([(0, 1)], "absent"), ([(1, 1)], "contested"),
        ([(2, 1)], "present"), ([(1, 2)], "absent"), ([(1, 1), (0, 1)], "contested"),
        ([(1, 1), (1, 0), (0, 3)], "present"),
    ],
)  # fmt: skip
def test_a_site_says_what_most_say_and_one_site_is_enough(
    votes: list[tuple[int, int]], wanted: str
) -> None:
    assert side_of(said(*votes), True) == wanted


def test_a_side_without_a_site_has_no_case() -> None:
    assert side_of([], False) == "no_case"


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("present", "present", ("both", "")), ("present", "silent", ("only_first", "silent")),
        ("absent", "present", ("only_second", "absent")),
        ("no_case", "present", ("only_second", "no_case")),
        ("present", "contested", ("contested", "")), ("contested", "silent", ("contested", "")),
        ("absent", "silent", ("absent", "")), ("absent", "absent", ("absent", "")),
        ("silent", "no_case", ("not_reported", "")),
    ],
)  # fmt: skip
def test_verdicts(first: str, second: str, wanted: tuple[str, str]) -> None:
    assert verdict_of(first, second) == wanted


def test_what_a_code_does_is_read_from_its_signs() -> None:
    assert [works(shown) for shown in ("a+", "a- b-", "a+ b-", "")] == [
        "helps", "hinders", "both", "",
    ]  # fmt: skip
