"""The queries on a coding small enough to count by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from insideout.attributes import in_order, values_of
from insideout.queries.lineages import top_of
from insideout.queries.quotes import column_of
from insideout.queries.stage import queries
from insideout.reader import framed, records
from insideout.tables.agreement import CONSENSUS
from insideout.tables.framework import CODE_ATTRIBUTES, CODE_SITES, QUOTES
from insideout.tables.inputs import INFORMANTS, PATIENTS
from insideout.tables.outputs import CODEBOOK, MANIFEST

BOOK = framed(
    [{"code": "care", "name": "Care"}, {"code": "same", "parent": "care", "name": "Same"},
     {"code": "place", "name": "Place"}], CODEBOOK,
)  # fmt: skip
PEOPLE = records(framed(
    [{"informant": "P1", "unit": "u1", "group": "patient", "sex": "female", "site": "east"},
     {"informant": "P2", "unit": "u2", "group": "patient", "sex": "male"},
     {"informant": "D1", "unit": "u2", "group": "doctor"}], INFORMANTS,
))  # fmt: skip
PATIENTS_HEARD = framed(
    [{"patient": "P1", "age": 82}, {"patient": "P2", "age": 9}, {"patient": "P9", "age": 70}],
    PATIENTS,
)
SITES = {"east": "east", "west": "west", "u1": "east", "u2": "west", "network": ""}
SAID = (  # source, informant, code, valence, about
    ("S1", "P1", "same", "present", "u1"), ("S1", "P1", "care", "absent", "west"),
    ("S2", "P2", "same", "present", "u1|u2"), ("S2", "", "place", "", "u2"),
    ("S3", "D1", "same", "present", "east"), ("S3", "D1", "place", "present", "network"),
)  # fmt: skip


def coded() -> pd.DataFrame:
    names = ("source", "informant", "code", "valence", "about")
    return framed(
        ({**dict(zip(names, row, strict=True)), "coding": f"c{n}", "passage": f"p{n}", "turn": 1,
          "start": 10 - n, "end": 20, "quote": f"words {n}"} for n, row in enumerate(SAID)),
        CONSENSUS,
    )  # fmt: skip


@pytest.fixture
def made() -> dict[str, pd.DataFrame]:
    manifest = framed(({"source": f"S{n}", "quotable": n != 2} for n in (1, 2, 3)), MANIFEST)
    asked: dict[str, Any] = {"attributes": ["sex", "age", "site"], "near": 1}
    return queries(coded(), BOOK, PEOPLE, PATIENTS_HEARD, SITES, manifest, asked)


def test_codes_are_counted_by_attribute_with_those_below(made: dict[str, pd.DataFrame]) -> None:
    table = made["code_attributes"]
    assert list(table.columns) == list(CODE_ATTRIBUTES.names)
    rows = {(r["code"], r["attribute"], r["value"]): r for r in records(table)}
    assert len(rows) == len(table) == 3 * (2 + 2 + 1)  # codes by values of sex, age and site
    names = ("cases", "told", "present", "absent", "mixed", "codings")
    assert [rows["care", "sex", "female"][n] for n in names] == [1, 1, 0, 0, 1, 2]
    assert [rows["same", "sex", "female"][n] for n in names] == [1, 1, 1, 0, 0, 1]
    assert [rows["place", "age", "9"][n] for n in names] == [1, 0, 0, 0, 0, 0]
    ages = [r["value"] for r in records(table) if r["attribute"] == "age" and r["code"] == "care"]
    assert ages == ["9", "82"]


def test_presence_by_site_goes_by_what_is_spoken_about(made: dict[str, pd.DataFrame]) -> None:
    table = made["code_sites"]
    assert list(table.columns) == list(CODE_SITES.names)
    rows = {(r["code"], r["site"]): tuple(r.values())[2:] for r in records(table)}
    assert rows == {
        ("care", "east"): (2, 2, 2, 0, 0, "present"),  # P1 and D1; P2 spoke of both sites
        ("care", "west"): (1, 1, 0, 1, 0, "absent"),  # told by somebody of the other site
        ("same", "east"): (2, 2, 2, 0, 0, "present"),
        ("same", "west"): (0, 0, 0, 0, 0, "not_told"),
        ("place", "east"): (0, 0, 0, 0, 0, "not_told"),
        ("place", "west"): (0, 1, 0, 0, 0, "coded"),  # nobody's account, without valence
    }


def test_quotes_carry_attributes_and_no_words_that_are_withheld(
    made: dict[str, pd.DataFrame],
) -> None:
    table = made["quotes"]
    assert list(table.columns) == [*QUOTES.names, "sex", "age", "informant_site"]
    rows = {r["coding"]: r for r in records(table)}
    assert list(table["code"]) == ["care", "same", "same", "same", "place", "place"]
    assert rows["c0"]["quote"] == "words 0"
    assert rows["c2"]["quote"] == rows["c3"]["quote"] == ""
    assert rows["c0"]["theme"] == "care"
    assert [rows["c0"][n] for n in ("group", "site", "sex", "age", "informant_site")] == [
        "patient", "east", "female", "82", "east"
    ]  # fmt: skip
    assert [rows["c3"][n] for n in ("group", "site", "sex", "age", "informant_site")] == [""] * 5


def test_study_without_people_patients_or_codings_has_empty_queries() -> None:
    manifest = framed([], MANIFEST)
    asked = {"attributes": ["sex"], "near": 1}
    made = queries(framed([], CONSENSUS), BOOK, [], None, {}, manifest, asked)
    assert [len(made[name]) for name in ("code_attributes", "code_sites", "quotes")] == [0, 0, 0]
    assert list(made["quotes"].columns) == [*QUOTES.names, "sex"]


def test_values_of_patients_come_before_those_of_informants() -> None:
    informants = pd.DataFrame({"informant": ["P1", "D1"], "age": ["old", "40"]})
    assert values_of("age", informants, PATIENTS_HEARD) == {
        "P1": "82", "D1": "40", "P2": "9", "P9": "70"
    }  # fmt: skip
    assert values_of("age", informants) == {"P1": "old", "D1": "40"}
    assert values_of("shoe", informants, PATIENTS_HEARD) == {}


def test_columns_of_attributes_never_hide_declared_ones() -> None:
    assert column_of("sex") == "sex"
    assert column_of("site") not in QUOTES.names
    assert top_of(BOOK) == {"care": "care", "same": "care", "place": "place"}
    assert in_order(["b", "10", "9", "a", "9"]) == ["9", "10", "a", "b"]
