"""The stage `quality`: what it looks at, in what order it tells, and what it can do without."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from insideout.quality.stage import answer_findings, assessed, counted, in_a_line, stale_findings
from insideout.reader import framed
from insideout.tables.framework import FRAMEWORK
from insideout.tables.inputs import INPUTS
from insideout.tables.quality import DATA_QUALITY, ELIGIBILITY, FLOW, MISSING
from insideout.tables.records import RECORDS, RECORDS_LEFT_OUT

NAMES = ("patients", "informants", "responses", "units", "printed")
NOTHING: dict[str, Any] = {"eligibility": [], "flow": [], "items": {}}
Rows = Iterable[dict[str, Any]]


def tables(**rows: Rows) -> dict[str, pd.DataFrame]:
    return {name: framed(rows.get(name, ()), INPUTS[name]) for name in NAMES}


def cell(case: str, stale: bool | None, author: str = "AB") -> dict[str, Any]:
    counts = dict.fromkeys(("codings", "passages", "coders", "present", "absent", "mixed"), 1)
    return counts | {"case": case, "theme": "waiting", "status": "mixed", "stale": stale,
                     "author": author}  # fmt: skip


def test_a_study_with_hardly_anything_gets_four_tables_without_findings() -> None:
    made = assessed(tables(), {}, NOTHING, None, None, heard=0)
    assert set(made) == {"data_quality", "missing", "eligibility", "flow"}
    assert all(frame.empty for frame in made.values())
    assert in_a_line(made) == "0 things to know of the data: 0 impossible, 0 doubtful, 0 known"
    for table in (DATA_QUALITY, MISSING, ELIGIBILITY, FLOW):
        assert list(made[table.name]) == table.names


def test_findings_are_told_by_weight_and_the_lines_number_is_theirs() -> None:
    people = [
        {"patient": "A", "practice": "p", "died": "2020-01-01", "interviewed": "2021-01-01"},
        {"patient": "B", "eligible": False, "age": 20},
    ]
    printed = [
        {
            "set": "s",
            "relation": "sum",
            "part": part,
            "quantity": "q",
            "value": value,
            "source": "t",
        }
        for part, value in (("part", "2"), ("total", "3"))
    ]
    settings = NOTHING | {
        "items": {"sleep": {"scale": ["yes", "no"]}},
        "eligibility": [{"id": "old", "label": "65 or older", "attribute": "age", "minimum": 65}],
    }
    answers = [{"informant": "A", "item": "mood", "value": "yes"}]
    given = tables(patients=people, printed=printed, responses=answers)
    made = assessed(given, {"f": framed([cell("A", True)], FRAMEWORK)}, settings, None, None,
                    heard=1)  # fmt: skip
    found = made["data_quality"]
    assert list(found["weight"]) == ["impossible", "impossible", "doubtful", "doubtful", "known"]
    assert list(found["check"]) == [
        "patients", "printed_sum", "patients", "stale_summary", "no_answer",
    ]  # fmt: skip
    assert in_a_line(made) == "5 things to know of the data: 2 impossible, 2 doubtful, 1 known"
    assert list(made["eligibility"]["met"]) == ["unknown", "no"]


def test_encounters_are_looked_at_when_there_are_any() -> None:
    met = [{"patient": "A", "practice": "q", "date": "2020-05-01", "staff": "g", "role": "gp"}]
    out = [{"encounter": "A-2", "patient": "A", "date": "2020-05-02", "reason": "after_death"}]
    given = tables(patients=[{"patient": "A", "practice": "p"}])
    seen, left = framed(met, RECORDS), framed(out, RECORDS_LEFT_OUT)
    found = assessed(given, {}, NOTHING, seen, left, heard=0)["data_quality"]
    assert [tuple(row) for row in found[["check", "where", "weight"]].to_numpy()] == [
        ("after_death", "A", "impossible"), ("practice", "A", "doubtful"),
    ]  # fmt: skip


def test_encounters_of_patients_without_a_practice_are_of_no_other_one() -> None:
    met = [{"patient": "A", "practice": "q", "date": "2020-05-01"}]
    none = framed([], RECORDS_LEFT_OUT)
    made = assessed(tables(patients=[{"patient": "A"}]), {}, NOTHING, framed(met, RECORDS), none,
                    heard=0)  # fmt: skip
    assert made["data_quality"].empty
    gaps = made["missing"]
    assert set(gaps[gaps["about"] == "records"]["column"]) == {"patient", "practice", "date"}


def test_what_steps_of_the_flow_can_count() -> None:
    given = tables(
        patients=[{"patient": "A"}, {"patient": "B", "record": False}],
        informants=[{"informant": "A", "group": "patient"}, {"informant": "G", "group": "gp"}],
        units=[{"unit": "north", "name": "N", "kind": "site"},
               {"unit": "n1", "name": "N1", "kind": "practice"}],
    )  # fmt: skip
    assert counted(given, 3) == {
        "sites": 1, "practices": 1, "patients": 2, "records": 1, "interviewed_patients": 1,
        "informants": 2, "sources": 3,
    }  # fmt: skip
    assert set(counted(tables(), 0).values()) == {0}


def test_only_summaries_known_to_be_stale_are_told_of() -> None:
    frame = framed([cell("A", True, ""), cell("B", False), cell("C", None)], FRAMEWORK)
    (found,) = stale_findings({"themes": frame})
    assert found["where"] == "themes: A × waiting"
    assert "nobody named" in found["found"]


def test_items_are_missed_by_those_who_answered_others() -> None:
    answers = [{"informant": f"P{n}", "item": "mood", "value": "yes"} for n in range(7)]
    (found,) = answer_findings(answers, {"mood": {}, "sleep": {}})
    assert (found["where"], found["count"]) == ("sleep", 7)
    assert found["found"] == "none of P0, P1, P2, P3, P4 and others"
    assert answer_findings([], {"mood": {}}) == []
