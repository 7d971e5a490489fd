"""The first page says what was compared, predicted and answered, and what each chapter holds."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from insideout.reader import framed, records
from insideout.report import overview
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.variables import variables
from insideout.schema import SCHEMA
from insideout.tables.compare import COMPARISON, INTERFACE_BARRIERS
from insideout.tables.declare import Table
from insideout.tables.judge import LEDGER, QUESTIONS

BOOK = Path(__file__).parents[3] / "reports"


def table(declared: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return records(framed(rows, declared))


def test_the_glance_says_nothing_of_what_was_not_done(plain: Data) -> None:
    said = overview.glance(plain, variables(plain, Evidence(plain, ())))
    assert "**Coded**" in said
    for step in ("Compared", "Predicted", "Answered"):
        assert step not in said


def test_comparisons_hypotheses_and_questions_are_counted(plain: Data) -> None:
    one = {"comparison": "roof", "direction": "horizontal", "first_informants": 1}
    rows = [one | {"code": str(n), "verdict": verdict, "other_side": other} for n, (verdict, other)
            in enumerate([("both", ""), ("only_first", "silent"), ("only_second", "absent"),
                          ("not_reported", "")])]  # fmt: skip
    barrier = {"interface": "gp_nurses", "barrier": "distance", "verdict": "some"}
    fixed = {"hypothesis": "H1", "statement": "So.", "hash": "a", "standing": "fixed_before",
             "corroborated": 2, "not_testable": 1}  # fmt: skip
    asked = {"question": "RQ1", "asks": "Does it?", "status": "answered"}
    data = replace(
        plain,
        compared={"comparison": table(COMPARISON, *rows),
                  "interface_barriers": table(INTERFACE_BARRIERS, barrier)},
        judged={"ledger": table(LEDGER, fixed, fixed | {"hypothesis": "H2", "standing": "changed"}),
                "questions": table(QUESTIONS, asked, asked | {"part": "a", "status": "open"},
                                   asked | {"question": "RQ2", "status": "open"})},
    )  # fmt: skip
    said = overview.glance(data, variables(plain, Evidence(plain, ())))
    assert "1 comparison: 1 statements" not in said
    assert "1 comparison: of what was stated of mechanisms and obstacles, 1 stands on both" in said
    assert "2 on one alone; of 1 of these nobody spoke on the other side; 1 interface" in said
    assert "2 hypotheses, with 6 predictions: 4 corroborated and 2 not testable" in said
    assert "**changed since fixed: H2**" in said
    assert "2 research questions: 1 answered, 1 not" in said


def test_every_chapter_that_a_book_has_by_default_is_told_of(plain: Data) -> None:
    schema = yaml.safe_load(SCHEMA.read_bytes())
    chapters = schema["properties"]["report"]["properties"]["chapters"]["default"]
    assert set(chapters) == set(overview.CHAPTERS)
    named = re.findall(r"@sec-([\w-]+):", overview.guide(plain, chapters))
    assert [f"{name}.qmd" for name in named] == chapters
    assert all(f"{{#sec-{name}}}" in (BOOK / f"{name}.qmd").read_text("utf-8") for name in named)
