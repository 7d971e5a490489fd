"""Research questions, traced."""

from typing import Any

from insideout.judge.questions import traced

RQ: dict[str, Any] = {
    "id": "RQ1", "asks": "What changes?", "method": "comparison", "data": ["cases", "records"],
    "answered_in": ["tbl-verdicts", "fig-none"], "rests_on": ["hypotheses", "tests"],
    "answer": "It does.\n",
}  # fmt: skip


def test_where_it_is_answered_and_on_what_it_rests() -> None:
    (row,) = traced([RQ], {"hypotheses": 12})
    assert row["status"] == "answered"
    assert row["answered_in"] == "tbl-verdicts fig-none"
    assert row["rests_on"] == "hypotheses (12), tests (0)"
    assert (row["data"], row["answer"]) == ("cases; records", "It does.")


def test_an_answer_on_empty_tables_is_none() -> None:
    assert traced([RQ], {"hypotheses": 0})[0]["status"] == "no_results"
    assert traced([RQ | {"rests_on": []}], {})[0]["status"] == "answered"


def test_parts_have_their_questions_ways_but_their_own_answers() -> None:
    parts = {"a": "Continuity?", "b": {"asks": "Costs?", "answered_in": ["tbl-costs"],
                                       "answer": "Nobody knows."}}  # fmt: skip
    rows = traced([RQ | {"parts": parts}], {"tests": 1})
    assert [(r["part"], r["status"]) for r in rows] == [
        ("", "answered"), ("a", "open"), ("b", "answered"),
    ]  # fmt: skip
    assert [r["answered_in"] for r in rows[1:]] == ["tbl-verdicts fig-none", "tbl-costs"]
    assert {r["method"] for r in rows} == {"comparison"}


def test_a_question_is_answered_when_all_its_parts_are() -> None:
    whole = {key: value for key, value in RQ.items() if key != "answer"}
    answered = {"asks": "Costs?", "answer": "Nobody knows."}
    some, all_ = (
        traced([whole | {"parts": parts}], {"tests": 1})[0]["status"]
        for parts in ({"a": answered, "b": "Why?"}, {"a": answered})
    )
    assert (some, all_) == ("open", "answered")
