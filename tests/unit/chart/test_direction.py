"""What codings say of the codes above them, counted by hand and over the default codebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.chart.direction import directions, said_of
from insideout.chart.matrix import matrix
from insideout.chart.rollup import rollup
from insideout.code.codebook import below, read_codebook
from insideout.queries.lineages import spread, status_of
from insideout.reader import framed, records
from insideout.tables.agreement import CONSENSUS
from insideout.tables.outputs import CODEBOOK

REPO = Path(__file__).parents[3]
BOOK = [
    {"code": "root", "parent": "", "sign": None},
    {"code": "theme", "parent": "root", "sign": None},  # signs below it
    {"code": "good", "parent": "theme", "sign": 1},
    {"code": "lack", "parent": "theme", "sign": -1},
    {"code": "leaf", "parent": "lack", "sign": None},  # takes the sign of `lack`
    {"code": "relief", "parent": "lack", "sign": 1},  # has its own
    {"code": "bare", "parent": "theme", "sign": None},
    {"code": "plain", "parent": "root", "sign": None},  # no sign below it
    {"code": "means", "parent": "plain", "sign": None},
]
CASES = ("p1", "p2", "p3")


def codings(*said: tuple[str, str, str]) -> list[dict[str, Any]]:
    """Codings of (case, code, valence)."""
    return [{"coding": f"c{n}", "passage": f"p{n}", "case": case, "code": code, "coders": "A",
             "valence": valence} for n, (case, code, valence) in enumerate(said)]  # fmt: skip


def statuses(*said: tuple[str, str, str]) -> dict[tuple[str, str], str]:
    columns = ["theme", "lack", "bare", "plain"]
    made = records(matrix(codings(*said), BOOK, CASES, columns, {}))
    return {(cell["case"], cell["theme"]): cell["status"] for cell in made}


def test_a_direction_is_the_product_of_the_signs_of_both() -> None:
    way = directions(BOOK)
    assert {code: way[code, "theme"] for code in below(BOOK, "theme")} == {
        "theme": 1, "good": 1, "lack": -1, "leaf": -1, "relief": 1, "bare": 0,
    }  # fmt: skip
    assert {code: way[code, "lack"] for code in below(BOOK, "lack")} == {
        "lack": 1, "leaf": 1, "relief": -1,
    }  # fmt: skip
    assert (way["bare", "bare"], way["means", "plain"], way["plain", "root"]) == (1, 1, 0)
    assert ("good", "lack") not in way


def test_codebook_without_signs_speaks_as_it_is() -> None:
    plain = [{"code": code["code"], "parent": code["parent"]} for code in BOOK]
    assert set(directions(plain).values()) == {1}


@pytest.mark.parametrize(
    ("valence", "direction", "says"),
    [("present", 1, "present"), ("present", -1, "absent"), ("absent", -1, "present"),
     ("mixed", -1, "mixed"), ("mixed", 0, ""), ("present", 0, ""), ("", -1, "")],
)  # fmt: skip
def test_what_a_valence_says_in_a_direction(valence: str, direction: int, says: str) -> None:
    assert said_of(valence, direction) == says


def test_what_is_lacking_is_present_in_its_own_column_and_absent_above() -> None:
    found = statuses(("p1", "lack", "present"), ("p2", "lack", "absent"),
                     ("p3", "lack", "present"), ("p3", "good", "present"))  # fmt: skip
    assert [found[case, "lack"] for case in CASES] == ["present", "absent", "present"]
    assert [found[case, "theme"] for case in CASES] == ["absent", "present", "mixed"]


def test_what_has_no_sign_beside_signs_is_coded_and_no_more() -> None:
    found = statuses(("p1", "bare", "present"), ("p2", "bare", "mixed"), ("p2", "good", "absent"),
                     ("p3", "means", "present"))  # fmt: skip
    assert (found["p1", "theme"], found["p1", "bare"]) == ("coded", "present")
    assert (found["p2", "theme"], found["p2", "bare"]) == ("absent", "mixed")
    assert (found["p3", "plain"], found["p3", "theme"]) == ("present", "not_told")


def test_sites_count_what_cells_say() -> None:
    said = codings(("p1", "lack", "present"), ("p2", "leaf", "present"), ("p3", "good", "present"))
    table = matrix(said, BOOK, CASES, ["theme", "lack"], {})
    rolled = rollup({"f": table}, {"f": {case: ["east"] for case in CASES}}, ["east"])
    rows = {row["theme"]: row for row in records(rolled)}
    names = ("present", "absent", "not_told", "share")
    assert [rows["theme"][n] for n in names] == [1, 2, 0, pytest.approx(1 / 3)]
    assert [rows["lack"][n] for n in names] == [2, 0, 1, 1.0]


def test_queries_pool_as_cells_do() -> None:
    said = (("p1", "lack", "present"), ("p1", "bare", "present"), ("p2", "relief", "absent"),
            ("p3", "good", "absent"), ("p3", "leaf", "present"))  # fmt: skip
    consensus = framed(
        ({"coding": f"c{n}", "source": "s", "informant": who, "code": code, "valence": valence}
         for n, (who, code, valence) in enumerate(said)), CONSENSUS,
    )  # fmt: skip
    book = framed(BOOK, CODEBOOK)
    told = spread(consensus, book, ["informant"])
    told["status"] = status_of(told)
    pooled = {(row["informant"], row["at"]): row["status"] for row in records(told)}
    cells = statuses(*said)
    for key, status in cells.items():
        assert pooled.get(key, "not_told") == status
    assert pooled["p1", "theme"] == pooled["p3", "theme"] == "absent"
    assert pooled["p2", "lack"] == "present"


def test_queries_pool_as_cells_do_where_signs_are_of_several_features(
    polyclinics: list[dict[str, Any]],
) -> None:
    """Savings and poor care are of two features: neither cells nor queries add them up to cost."""
    consensus = framed(
        ({"coding": code, "source": "s", "informant": "p1", "code": code, "valence": "present"}
         for code in ("cost_savings", "poor_or_unsafe_care", "communication_between_providers")),
        CONSENSUS,
    )  # fmt: skip
    told = spread(consensus, framed(polyclinics, CODEBOOK), ["informant"])
    pooled = dict(zip(told["at"], status_of(told), strict=True))
    said = [{**row, "case": "p1", "coders": "A", "passage": row["coding"]}
            for row in records(consensus)]  # fmt: skip
    cells = records(matrix(said, polyclinics, ["p1"], ["cost", "information_transfer"], {}))
    assert {cell["theme"]: cell["status"] for cell in cells} == {
        "cost": "coded", "information_transfer": "present",
    }  # fmt: skip
    assert (pooled["cost"], pooled["information_transfer"]) == ("coded", "present")


@pytest.fixture(scope="module")
def polyclinics() -> list[dict[str, Any]]:
    return read_codebook(REPO / "data" / "polyclinics" / "codebook.yaml")


def test_waiting_is_no_sign_of_uninterrupted_care(polyclinics: list[dict[str, Any]]) -> None:
    """As W02 told it: months of waiting, which is all there is in this cell."""
    said = codings(("W02", "waiting_times", "present"), ("W02", "no_one_answers", "present"))
    columns = ["care_manager", "uninterrupted_care", "waiting_times", "no_one_answers"]
    table = matrix(said, polyclinics, ["W02"], columns, {})
    assert list(table["status"]) == ["coded", "absent", "present", "present"]


def test_mechanisms_speak_as_they_are_coded(polyclinics: list[dict[str, Any]]) -> None:
    way = directions(framed_codes(polyclinics))
    assert {way[code, "organisation"] for code in below(polyclinics, "organisation")} == {1}
    assert {way[code["code"], code["code"]] for code in polyclinics} == {1}


def framed_codes(codes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The codes as stages read them back from the table, with empty cells for no sign."""
    table: pd.DataFrame = framed(codes, CODEBOOK)
    return records(table)


def test_signs_of_different_features_are_not_added_up() -> None:
    """Savings speak of coordination, poor care of gaps: their theme has no more and no less."""
    book = [
        {"code": "cost", "parent": "", "sign": None, "feature": ""},
        {"code": "savings", "parent": "cost", "sign": 1, "feature": "coordinator"},
        {"code": "poor_care", "parent": "cost", "sign": -1, "feature": "no_gaps"},
    ]
    way = directions(book)
    assert (way["savings", "cost"], way["poor_care", "cost"]) == (0, 0)
    assert (way["savings", "savings"], way["cost", "cost"]) == (1, 1)
    of_one = [code | {"feature": "no_gaps" if code["feature"] else ""} for code in book]
    way = directions(of_one)
    assert (way["savings", "cost"], way["poor_care", "cost"]) == (1, -1)
