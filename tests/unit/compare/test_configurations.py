"""Sides of comparisons: which sites stand on which, and for how long."""

from typing import Any

from insideout.compare.configurations import comparison, configurations, placed
from insideout.periods import span


def rows_of(study: Any, asked: dict[str, Any]) -> list[tuple[str, ...]]:
    found = configurations([comparison(asked, study.ground())])
    return [(r["site"], r["side"], r["units"], r["mode"], r["from"], r["to"]) for r in found]


def test_services_of_one_unit_are_together_and_what_is_only_hosted_is_apart(
    study: Any, asked: Any
) -> None:
    assert rows_of(study, asked["acute"]) == [
        ("east", "second", "east_acute east_community", "employed", "", ""),
        ("five", "first", "five_trust", "employed", "", ""),
        ("tarn", "first", "tarn_trust", "employed", "", ""),
        ("west", "second", "west_acute", "employed co_located", "", ""),
    ]  # a common network (hub) is no common organisation; ford provides neither


def test_a_membership_that_ended_puts_a_site_on_both_sides_one_after_the_other(
    study: Any, asked: Any
) -> None:
    found = [row for row in rows_of(study, asked["social"]) if row[0] == "tarn"]
    both = "tarn_social tarn_trust"
    assert found == [
        ("tarn", "first", both, "employed", "2009-10-01", "2012-09-30"),
        ("tarn", "second", both, "employed", "", "2009-09-30"),
        ("tarn", "second", both, "employed", "2012-10-01", ""),
    ]


def test_an_organisation_that_provides_nothing_itself_unites_its_members(
    study: Any, asked: Any
) -> None:
    study.units.append(study.unit("holding"))
    study.memberships += [study.member("holding", "east"), study.member("east_acute", "holding"),
                          study.member("east_community", "holding", "2012-01-01")]  # fmt: skip
    found = [row for row in rows_of(study, asked["acute"]) if row[0] == "east"]
    assert found == [
        ("east", "first", "east_acute east_community holding", "employed", "2012-01-01", ""),
        ("east", "second", "east_acute east_community", "employed", "", "2011-12-31"),
    ]


def test_while_a_service_is_not_provided_a_site_is_on_no_side(study: Any, asked: Any) -> None:
    study.services = [
        row | {"from": "2012-01-01"} if row["service"] == "social" else row
        for row in study.services
    ]
    found = [row for row in rows_of(study, asked["social"]) if row[0] == "east"]
    assert found == [("east", "second", "east_community east_social", "employed", "2012-01-01", "")]


def test_memberships_in_a_circle_end(study: Any, asked: Any) -> None:
    before = rows_of(study, asked["acute"])
    study.memberships += [study.member("east_gp", "east_social"),
                          study.member("east_social", "east_gp")]  # fmt: skip
    assert rows_of(study, asked["acute"]) == before


def test_an_attribute_is_the_units_own_or_else_its_sites(study: Any, asked: Any) -> None:
    for row in study.units:
        if row["unit"] == "five_gp":
            row["ownership"] = "corporate"
        if row["unit"] in ("ford_gp", "west_gp"):
            row["ownership"] = ""
        if row["unit"] == "west":
            row["ownership"] = "corporate"
    found = {(row[0], row[1]): row[2] for row in rows_of(study, asked["owned"])}
    assert found == {
        ("east", "second"): "east_gp", ("five", "first"): "five_gp",
        ("tarn", "second"): "tarn_gp", ("west", "first"): "west_gp",
    }  # fmt: skip


def test_a_comparison_keeps_to_the_sites_it_wants(study: Any, asked: Any) -> None:
    next(row for row in study.units if row["unit"] == "five")["country"] = "SE"
    found = rows_of(study, asked["acute"] | {"where": {"country": ["SE"]}})
    assert [row[0] for row in found] == ["five"]


def place(
    study: Any, asked: dict[str, Any], about: str, vertical: bool = False, when: Any = None
) -> dict[str, str]:
    return placed(about.split("|"), vertical, when, comparison(asked, study.ground()))


def test_a_passage_is_on_the_side_of_the_unit_that_it_is_about(study: Any, asked: Any) -> None:
    acute = asked["acute"]
    assert place(study, acute, "east_acute") == {"east": "second"}
    assert place(study, acute, "five_trust") == {"five": "first"}
    assert place(study, acute, "east_gp") == {}
    assert place(study, acute, "hub") == {}
    assert place(study, acute, "governance") == {}
    assert place(study, acute, "east") == {}  # a site provides nothing itself


def test_an_interface_counts_between_the_compared_services(study: Any, asked: Any) -> None:
    acute = asked["acute"]
    assert place(study, acute, "east_acute|east_community") == {"east": "second"}
    assert place(study, acute, "east_acute|east_gp") == {}
    assert place(study, acute, "east_acute|east_gp", vertical=True) == {"east": "second"}
    assert place(study, acute, "east_gp|east_social", vertical=True) == {}
    assert place(study, acute, "east_acute|five_trust") == {}  # two sites


def test_the_side_is_that_of_the_time_told_of(study: Any, asked: Any) -> None:
    social = asked["social"]
    early, late = span("2012-01-01", "2012-12-31"), span("2012-06-01", "2013-06-01")
    assert place(study, social, "tarn_social", when=early) == {"tarn": "first"}
    assert place(study, social, "tarn_social", when=late) == {"tarn": "second"}
    assert place(study, social, "tarn_social") == {"tarn": "second"}
    assert place(study, social, "tarn_social|tarn_trust", when=early) == {"tarn": "first"}


def taken_over(study: Any) -> None:
    """Tarn's social care is the trust's own while it is a part of the trust."""
    study.services = [row for row in study.services if row["unit"] != "tarn_social"] + [
        study.service("tarn_social", "social", "", "", "2009-09-30"),
        study.service("tarn_trust", "social", "", "2009-10-01", "2012-09-30"),
        study.service("tarn_social", "social", "", "2012-10-01"),
    ]


def test_the_side_of_most_days_is_the_sites_for_units_and_interfaces_alike(
    study: Any, asked: Any
) -> None:
    taken_over(study)
    social = asked["social"]
    times = {
        span("2011-11-28", "2012-11-27"): "first",  # 308 days of 366, though it has 58 of its own
        span("2011-01-01", "2011-12-31"): "first",  # a part of the trust, which took its work over
        span("2012-08-01", "2013-06-01"): "second",
        span("2012-09-01", "2012-10-30"): "second",  # 30 days each: the later
        None: "second",
    }
    for when, side in times.items():
        for about in ("tarn_social", "tarn_trust", "tarn_social|tarn_trust"):
            assert place(study, social, about, when=when) == {"tarn": side}


def test_what_was_taken_over_for_good_is_told_of_one_organisation(study: Any, asked: Any) -> None:
    taken_over(study)
    study.services.pop()
    study.memberships[-1] |= {"to": ""}
    study.services[-1] |= {"to": ""}
    about, late = "tarn_social|tarn_trust", span("2013-01-01", "2013-12-31")
    assert place(study, asked["social"], about, when=late) == {"tarn": "first"}
    assert place(study, asked["social"], about) == {"tarn": "first"}


def test_whoever_stopped_providing_and_belongs_to_no_one_counts_no_more(
    study: Any, asked: Any
) -> None:
    taken_over(study)
    study.memberships.pop()
    within, late = span("2011-01-01", "2011-12-31"), span("2011-11-28", "2012-11-27")
    assert place(study, asked["social"], "tarn_social", when=within) == {}
    assert place(study, asked["social"], "tarn_social", when=late) == {"tarn": "first"}


def test_without_a_time_an_interface_counts_until_one_of_its_units_ended(
    study: Any, asked: Any
) -> None:
    study.services = [row for row in study.services if row["unit"] != "five_social"] + [
        study.service("five_social", "social", "", "", "2010-12-31"),
        study.service("five_trust", "social", "", "2011-01-01"),
    ]
    assert place(study, asked["social"], "five_social|five_trust") == {"five": "second"}
    assert place(study, asked["social"], "five_trust") == {"five": "first"}


def test_by_attribute_an_interface_counts_unless_its_units_are_on_different_sides(
    study: Any, asked: Any
) -> None:
    next(row for row in study.units if row["unit"] == "five_gp")["ownership"] = "corporate"
    study.memberships.append(study.member("five_gp", "east"))
    owned = asked["owned"]
    assert place(study, owned, "five_gp|five_trust") == {"five": "first", "east": "first"}
    assert place(study, owned, "five_gp|east_gp") == {}
    assert place(study, owned, "five_trust") == {}


def abroad(study: Any) -> dict[str, Any]:
    """Two centres in a region that is no site, bodies around them, and what is asked of them."""
    centres = [study.unit(f"centre_{n}", "centre", "first_responder", country="SE") for n in "12"]
    study.units += [
        *centres, study.unit("region", "region", "", country="SE"),
        study.unit("county", "commissioner", "governance_body", country="SE"),
    ]  # fmt: skip
    study.memberships += [study.member(f"centre_{n}", "region") for n in "12"]
    study.memberships.append(study.member("centre_1", "county"))
    return {"id": "country", "asks": "?", "first": "abroad", "second": "here",
            "attribute": "country", "is": ["SE"], "kind": ["centre", "practice"]}  # fmt: skip


def test_a_unit_of_no_site_stands_for_itself(study: Any) -> None:
    country = abroad(study)
    found = rows_of(study, country)
    assert [row[:3] for row in found if row[1] == "first"] == [
        ("centre_1", "first", "centre_1"), ("centre_2", "first", "centre_2"),
    ]  # fmt: skip
    assert {row[0] for row in found if row[1] == "second"} == {
        "east", "five", "ford", "tarn", "west",
    }  # fmt: skip
    assert place(study, country, "centre_1") == {"centre_1": "first"}
    assert place(study, country, "centre_1|county") == {"centre_1": "first"}
    assert place(study, country, "centre_1|centre_2") == {"centre_1": "first", "centre_2": "first"}
    assert place(study, country, "centre_1|east_gp") == {}


def test_without_kinds_only_providers_stand_for_themselves(study: Any) -> None:
    country = abroad(study)
    del country["kind"]
    first = [row[0] for row in rows_of(study, country) if row[1] == "first"]
    assert first == ["centre_1", "centre_2"]
    country["kind"] = ["commissioner"]
    assert [row[0] for row in rows_of(study, country)] == ["county"]


def test_only_units_of_no_site_with_the_attributes_wanted(study: Any) -> None:
    country = abroad(study) | {"where": {"ownership": ["public"]}}
    next(row for row in study.units if row["unit"] == "centre_2")["ownership"] = "public"
    assert [row[0] for row in rows_of(study, country)] == ["centre_2"]


def test_a_unit_that_left_its_site_is_no_case_of_its_own(study: Any) -> None:
    country = abroad(study)
    study.memberships.append(study.member("centre_1", "east", "", "2012-09-30"))
    assert [row for row in rows_of(study, country) if row[1] == "first"] == [
        ("centre_2", "first", "centre_2", "", "", ""),
        ("east", "first", "centre_1", "", "", "2012-09-30"),
    ]  # fmt: skip
