"""What managers did, and what it is expected to help or hinder."""

from typing import Any

import pytest

from insideout.compare.discretion import discretion
from insideout.compare.statements import statements

SHOWS = {"redesign": "reviews+", "money": "", "meet": "no_gaps+ same_person-", "reviews": ""}
FEATURES = {"reviews", "no_gaps", "same_person", "access"}


def rows_of(study: Any, codings: list[Any], links: list[Any] | None = None) -> list[dict[str, Any]]:
    told = statements(codings, {}, set(SHOWS))
    return discretion(told, SHOWS, links or [], FEATURES, study.ground())


def test_by_the_signs_of_the_codebook_whether_it_was_done_or_not(study: Any) -> None:
    c = study.coding
    codings = [c("redesign", "east_acute", "a"), c("redesign", "east_acute", "b"),
               c("redesign", "east_acute", "d", "absent")]  # fmt: skip
    keys = ("site", "done", "effect", "features", "informants")
    expected = {("both", 3): codings, ("yes", 2): codings[:2], ("not_done", 1): codings[2:]}
    for (done, told), some in expected.items():
        (row,) = rows_of(study, some)
        assert tuple(row[key] for key in keys) == ("east", done, "helps", "reviews+", told)
        assert len(row["evidence"].split()) == sum(c["valence"] == "present" for c in some)
        assert len(row["counter_evidence"].split()) == sum(c["valence"] == "absent" for c in some)


@pytest.mark.parametrize(
    ("links", "effect", "features"),
    [
        ([], "not_told", ""), ([("access", "+")], "helps", "access+"),
        ([("meet", "-")], "both", "no_gaps- same_person+"),
        ([("reviews", "-")], "hinders", "reviews-"),  # a feature with the name of a code
        ([("money", "+")], "not_told", ""),
    ],
)  # fmt: skip
def test_else_by_stated_links(
    study: Any, links: list[tuple[str, str]], effect: str, features: str
) -> None:
    rows = [{"from": "money", "to": to, "sign": sign} for to, sign in links]
    (row,) = rows_of(study, [study.coding("money", "east_acute", "a")], rows)
    assert (row["effect"], row["features"]) == (effect, features)


def test_what_is_of_no_single_site_has_none(study: Any) -> None:
    codings = [
        study.coding("money", about, "a")
        for about in ("governance", "east_gp|five_trust", "hub", "east_gp|east_acute")
    ]
    assert {row["about"]: row["site"] for row in rows_of(study, codings)} == {
        "governance": "", "east_gp|five_trust": "", "hub": "east", "east_gp|east_acute": "east",
    }  # fmt: skip


def test_an_interviewer_tells_of_nothing(study: Any) -> None:
    assert rows_of(study, [study.coding("money", "east_acute", "")]) == []
