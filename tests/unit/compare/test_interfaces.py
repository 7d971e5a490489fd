"""Barriers at interfaces: which sites have the interface, and where a barrier stood."""

from typing import Any

import pytest

from insideout.compare.interfaces import barriers, crossing, interface, not_applicable
from insideout.compare.statements import statements
from insideout.periods import span

ACUTE_COMMUNITY = {"id": "ac", "label": "", "between": [["acute"], ["community"]]}
NHS_SOCIAL = {"id": "ns", "label": "", "between": [["gp", "acute", "community"], ["social"]]}
COMMUNITY_SOCIAL = {"id": "cs", "label": "", "between": [["community"], ["social"]]}
DATES = {"early": "2012-06-01", "late": "2013-06-01"}


def row_of(study: Any, asked: dict[str, Any], codings: list[Any]) -> dict[str, Any]:
    ground = study.ground()
    told = statements(codings, DATES, {"silo", "silo_2", "other"})
    codes = [("silo", {"silo", "silo_2"})]
    (row,) = barriers([interface(asked, ground)], codes, told, ground)
    return row


def test_sites_where_one_organisation_provides_both_have_no_interface(study: Any) -> None:
    at = interface(ACUTE_COMMUNITY, study.ground())
    assert at.apart() == ["east", "west"]  # in west the hospital hosts others' nurses
    assert not_applicable(at) == "five; tarn"


def test_an_interface_ends_and_begins_with_a_membership(study: Any) -> None:
    at = interface(COMMUNITY_SOCIAL, study.ground())
    assert at.apart() == ["east", "five", "tarn"]
    assert not_applicable(at) == "tarn (from 2009-10-01 until 2012-09-30)"


def test_a_site_that_was_apart_only_before_the_time_told_of_is_not_asked_for(study: Any) -> None:
    at = interface(COMMUNITY_SOCIAL, study.ground())
    assert at.apart(span("2010-01-01", "2012-09-30")) == ["east", "five"]
    assert at.apart(span("2012-09-30", "2012-10-01")) == ["east", "five", "tarn"]


def test_of_several_services_one_pair_apart_is_an_interface(study: Any) -> None:
    at = interface(NHS_SOCIAL, study.ground())  # in tarn the practice is of no trust
    assert at.apart() == ["east", "five", "tarn"]
    assert not_applicable(at) == ""


def test_sites_evidence_and_counter_evidence(study: Any) -> None:
    c = study.coding
    codings = [
        c("silo", "east_gp|east_social", "a"), c("silo_2", "east_social|east_acute", "a"),
        c("silo", "five_trust|five_social", "b", "absent"), c("other", "tarn_gp|tarn_social", "d"),
        c("silo", "tarn_social", "e"), c("silo", "tarn_gp|five_social", "f"),
        c("silo", "tarn_gp|tarn_trust", "g"), c("silo", "tarn_gp|tarn_social", ""),
    ]  # fmt: skip
    assert row_of(study, NHS_SOCIAL, codings) == {
        "interface": "ns", "barrier": "silo", "verdict": "some", "present": "east",
        "absent": "five", "contested": "", "silent": "tarn", "not_applicable": "", "informants": 1,
        "evidence": "q:a:silo:east_gp|east_social:present "
        "q:a:silo_2:east_social|east_acute:present",
        "counter_evidence": "q:b:silo:five_trust|five_social:absent",
    }  # fmt: skip


def test_within_one_organisation_a_passage_is_about_no_interface(study: Any) -> None:
    about = "tarn_social|tarn_trust"
    row = row_of(study, COMMUNITY_SOCIAL, [study.coding("silo", about, "early")])
    assert (row["verdict"], row["silent"]) == ("not_reported", "east five tarn")
    row = row_of(study, COMMUNITY_SOCIAL, [study.coding("silo", about, "late")])
    assert (row["verdict"], row["present"]) == ("some", "tarn")


@pytest.mark.parametrize(
    ("when", "state"),
    [
        (span("2011-01-01", "2011-12-31"), "one"), (span("2011-11-28", "2012-11-27"), "one"),
        (span("2012-08-01", "2013-06-01"), "apart"), (span("2008-01-01", "2009-01-01"), "apart"),
        (None, "apart"),
    ],
)  # fmt: skip
def test_of_units_that_became_one_and_parted_the_state_of_most_days_counts(
    study: Any, when: Any, state: str
) -> None:
    study.services = [row for row in study.services if row["unit"] != "tarn_social"] + [
        study.service("tarn_social", "social", "", "", "2009-09-30"),
        study.service("tarn_trust", "social", "", "2009-10-01", "2012-09-30"),
        study.service("tarn_social", "social", "", "2012-10-01"),
    ]
    ground = study.ground()
    at = interface(COMMUNITY_SOCIAL, ground)
    (told,) = statements([study.coding("silo", "tarn_social|tarn_trust", "a")], {}, {"silo"})
    assert crossing(told._replace(when=when), at, ground) == state
    gp = told._replace(parts=("tarn_gp", "tarn_trust"), when=when)
    assert crossing(gp, at, ground) == ""


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ([("east", "present"), ("west", "present")], "all"), ([("east", "present")], "some"),
        ([("east", "absent")], "none"), ([], "not_reported"),
        ([("east", "present"), ("east", "absent"), ("west", "present")], "some"),
    ],
)  # fmt: skip
def test_verdicts(study: Any, said: list[tuple[str, str]], verdict: str) -> None:
    study.units.append(study.unit("west_community"))
    study.memberships.append(study.member("west_community", "west"))
    study.services.append(study.service("west_community", "community"))
    codings = [
        study.coding("silo", f"{site}_acute|{site}_community", f"i{n}", valence)
        for n, (site, valence) in enumerate(said)
    ]
    assert row_of(study, ACUTE_COMMUNITY, codings)["verdict"] == verdict


def test_where_no_site_has_the_interface_there_is_no_case(study: Any) -> None:
    study.services = [row for row in study.services if not row["unit"].startswith(("east", "west"))]
    row = row_of(study, ACUTE_COMMUNITY, [])
    assert (row["verdict"], row["not_applicable"]) == ("no_case", "five; tarn")
