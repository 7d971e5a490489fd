"""Continuity by continuity, from patients and from statements."""

from collections.abc import Callable
from typing import Any

import pytest

Build = Callable[..., Any]
P, A, M = "present", "absent", "mixed"


def pair(made: Any, first: str, second: str) -> dict[str, Any]:
    return next(r for r in made["dependencies"] if (r["first"], r["second"]) == (first, second))


def test_patients_who_told_of_both(run: Build, of_site: Build) -> None:
    codings = of_site("one", "doctor", P, P, P, A, A, M)
    codings += of_site("one", "letters", P, P, A, A, A, P) + of_site("apart", "letters", P)
    row = pair(run(codings), "relational", "informational")
    assert [row[k] for k in ("patients", "both", "first_only", "second_only", "neither", "mixed")] \
        == [6, 2, 1, 0, 2, 1]  # fmt: skip
    assert row["given"] == pytest.approx(2 / 3)
    assert row["given_not"] == 0
    assert row["phi"] == pytest.approx(4 / 6)  # (2·2 - 1·0) / √(3·2·2·3)
    back = pair(run(codings), "informational", "relational")
    assert (back["given"], back["phi"]) == (1.0, pytest.approx(4 / 6))


def test_a_feature_of_both_says_nothing_of_how_they_go_together(
    run: Build, of_site: Build, statement: Build
) -> None:
    """A plan is both longitudinal and cross-sectional: counted for neither here."""
    codings = of_site("one", "plan", P, P, P, A) + of_site("one", "doctor", P, A, P, A)
    made = run(codings)
    pairs = {(r["first"], r["second"]) for r in made["dependencies"]}
    assert ("longitudinal", "cross_sectional") not in pairs
    assert pair(made, "longitudinal", "relational")["patients"] == 4
    codings += of_site("one", "letters", P, P, A, A)
    links = [statement("informational", "cross_sectional")]
    row = pair(run(codings, links=links), "informational", "cross_sectional")
    assert (row["shared"], row["patients"], row["statements"]) == ("letters", 0, 0)
    assert (row["sign"], row["references"]) == ("+", "Author2000")


def test_statements_by_their_informants(run: Build, coding: Build, statement: Build) -> None:
    said = [coding("one_staff0", "lists"), coding("one_staff0", "rosters"),
            coding("apart_staff1", "lists")]  # fmt: skip
    ids = " ".join([said[0]["coding"], said[1]["derived_from"], said[2]["coding"], "gone"])
    links = [
        statement("same_person", "informational", ids),
        statement("relational", "letters", sign="-"),
        statement("lists", "rosters", said[0]["coding"]),  # between mechanisms: not of these
    ]
    rows = run(said, links=links)["dependencies"]
    assert {(r["first"], r["second"]) for r in rows} == {
        ("relational", "informational"), ("relational", "cross_sectional"),
    }  # fmt: skip
    row = pair({"dependencies": rows}, "relational", "informational")
    assert (row["statements"], row["sign"], row["references"]) == (2, "both", "Author2000")
    assert row["evidence"].split() == sorted(c["passage"] for c in said)
    assert (row["patients"], row["phi"]) == (0, None)
