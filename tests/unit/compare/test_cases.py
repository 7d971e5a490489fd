"""Cases of truth tables: sites, units and interfaces, and the sets that they are in."""

from typing import Any

from insideout.compare.cases import Known, cases, period_of, shares_of
from insideout.compare.interfaces import interface
from insideout.compare.statements import statements

AC = {"id": "ac", "label": "", "between": [["acute"], ["community"]]}
CS = {"id": "cs", "label": "", "between": [["community"], ["social"]]}
TOGETHER = {"services": ["acute", "community"]}


def column(
    study: Any, condition: dict[str, Any], codings: tuple[Any, ...] = (), *,
    period: tuple[str, str] | None = None, **asked: Any,
) -> dict[str, int | None]:  # fmt: skip
    ground = study.ground()
    known = Known(
        ground, {one["id"]: interface(one, ground) for one in (AC, CS)},
        statements(codings, {}, {"meet", "meet_2"}), lambda code: {code, f"{code}_2"},
        shares_of([{"site": "east", "feature": "f", "share": 0.5},
                   {"site": "five", "feature": "f", "share": 0.2},
                   {"site": "tarn", "feature": "f", "share": None}]),
        period_of(dict(enumerate(period or ()))),  # type: ignore[arg-type]  # any names will do
    )  # fmt: skip
    found = cases({"conditions": {"A": condition}, "outcome": condition, **asked}, known)
    assert all(values["A"] == values["outcome"] for values in found.values())
    return {name: values["A"] for name, values in found.items()}


def test_sites_by_services(study: Any) -> None:
    assert column(study, TOGETHER) == {"east": 0, "five": 1, "ford": 0, "tarn": 1, "west": 0}


def test_a_site_without_any_known_service_is_unknown(study: Any) -> None:
    study.services = [row for row in study.services if not row["unit"].startswith("ford")]
    assert column(study, TOGETHER)["ford"] is None


def test_what_was_together_for_most_of_the_time_told_of_counts(study: Any) -> None:
    social = {"services": ["community", "social"]}
    assert column(study, social)["tarn"] == 0  # to the end
    assert column(study, social, period=("2012-03-01", "2012-11-01"))["tarn"] == 1
    assert column(study, social, period=("2012-03-01", "2014-11-01"))["tarn"] == 0


def test_units_by_services_of_their_organisation(study: Any) -> None:
    found = column(study, TOGETHER, cases="unit", kind=["trust"])
    assert found == {
        "east_acute": 0, "east_community": 0, "five_trust": 1, "tarn_trust": 1, "west_acute": 0,
    }  # fmt: skip
    study.memberships.append(study.member("tarn_gp", "tarn_trust"))
    found = column(study, TOGETHER, cases="unit", kind=["practice"])
    assert found == {"east_gp": 0, "five_gp": 0, "ford_gp": 0, "tarn_gp": 1, "west_gp": 0}


def test_units_by_attribute_own_or_of_the_site(study: Any) -> None:
    next(u for u in study.units if u["unit"] == "east")["country"] = "SE"
    found = column(study, {"attribute": "country", "is": ["SE"]}, cases="unit", kind=["council"])
    assert found == {"east_social": 1, "five_social": 0, "tarn_social": 0}
    found = column(study, {"attribute": "ownership", "is": ["public"]}, cases="site")
    assert set(found.values()) == {None}


def test_only_cases_that_are_wanted(study: Any) -> None:
    next(u for u in study.units if u["unit"] == "east")["country"] = "SE"
    where = {"country": ["SE"]}
    assert list(column(study, TOGETHER, where=where)) == ["east"]
    assert list(column(study, TOGETHER, where=where, cases="interface")) == ["ac@east", "cs@east"]
    assert "east_gp" in column(study, TOGETHER, where=where, cases="unit")


def test_sites_by_what_most_informants_state(study: Any) -> None:
    c = study.coding
    codings = (
        c("meet", "east_acute", "a"), c("meet_2", "east_gp|hub", "b"),
        c("meet", "east_acute", "d", "absent"), c("meet", "five_trust", "e", "absent"),
        c("meet", "tarn_gp", "f"), c("meet", "tarn_trust", "g", "absent"), c("meet", "west_gp", ""),
        c("meet", "governance", "h"), c("meet", "ford", "h"),
    )  # fmt: skip
    assert column(study, {"code": "meet"}, codings) == {
        "east": 1, "five": 0, "ford": 1, "tarn": None, "west": None,
    }  # fmt: skip


def test_units_and_interfaces_by_what_is_said_about_them(study: Any) -> None:
    c = study.coding
    codings = (
        c("meet", "east_acute|east_community", "a"), c("meet", "five_trust", "b", "absent"),
        c("meet", "east_gp|east_acute", "d", "absent"), c("meet", "five_trust|five_gp", "e"),
    )  # fmt: skip
    units = column(study, {"code": "meet"}, codings, cases="unit", kind=["trust"])
    assert units == {
        "east_acute": None, "east_community": 1, "five_trust": None, "tarn_trust": None,
        "west_acute": None,
    }  # fmt: skip
    found = column(study, {"code": "meet"}, codings, cases="interface")
    assert found == {
        "ac@east": 1, "ac@five": 0, "ac@tarn": None, "ac@west": None,
        "cs@east": None, "cs@five": None, "cs@tarn": None,
    }  # fmt: skip


def test_sites_by_share_of_patients(study: Any) -> None:
    assert column(study, {"feature": "f"}) == {
        "east": 1, "five": 0, "ford": None, "tarn": None, "west": None,
    }  # fmt: skip
    found = column(study, {"feature": "f", "at_least": 0.6}, cases="unit", kind=["practice"])
    assert (found["east_gp"], found["ford_gp"]) == (0, None)


def test_units_of_no_site_are_cases_too(study: Any) -> None:
    study.units.append(study.unit("centre", "centre", "first_responder", country="SE"))
    study.units.append(study.unit("ministry", "ministry", "governance_body", country="SE"))
    study.services += [study.service("centre", "acute"), study.service("centre", "community")]
    codings = (study.coding("meet", "centre", "a"),)
    wanted = [(TOGETHER, 1), ({"attribute": "country", "is": ["SE"]}, 1), ({"code": "meet"}, 1),
              ({"feature": "f"}, None)]  # fmt: skip
    for condition, value in wanted:
        found = column(study, condition, codings, cases="unit")
        assert found["centre"] == value
        assert "ministry" not in found


def test_interfaces_within_one_organisation(study: Any) -> None:
    one = {"one_organisation": True}
    found = column(study, one, cases="interface")
    assert found == {
        "ac@east": 0, "ac@five": 1, "ac@tarn": 1, "ac@west": 0,
        "cs@east": 0, "cs@five": 0, "cs@tarn": 0,
    }  # fmt: skip
    found = column(study, one, cases="interface", period=("2012-03-01", "2012-11-01"))
    assert found["cs@tarn"] == 1  # for most of that time


def test_an_interface_that_was_not_there_at_the_time_told_of_is_unknown(study: Any) -> None:
    study.services = [row | {"from": "2015-01-01"} if row["unit"] == "east_acute" else row
                      for row in study.services]  # fmt: skip
    found = column(study, {"one_organisation": True}, cases="interface",
                   period=("2012-03-01", "2012-11-01"))  # fmt: skip
    assert (found["ac@east"], found["ac@west"]) == (None, 0)
