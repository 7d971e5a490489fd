"""The chapters of hypotheses and answers: verdicts, counter-cases, and where answers stand."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report import answers, comparison_figures, hypotheses
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.declare import Table
from insideout.tables.judge import DEPENDENCIES, HYPOTHESES, LEDGER, QUESTIONS, REVISIONS


def table(declared: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a declared table, as the stage passes them on."""
    return records(framed(rows, declared))


@pytest.fixture
def judged(rich: Data) -> Data:
    """A hypothesis changed since it was fixed, with one prediction borne out and one not."""
    has, lacks = rich.codings[0]["passage"], rich.codings[3]["passage"]
    one = {"hypothesis": "H1", "continuity": "relational", "setting": "one roof: East", "n": 6,
           "grid": 3, "opposite": 0, "as_predicted": 3, "for_cases": "A1", "counter_cases": "B1",
           "quotes": has, "counter_quotes": lacks, "witness": "patients"}  # fmt: skip
    of = {"corroborated": 1, "qualified": 0, "falsified": 0, "not_testable": 1}
    made = {
        "hypotheses": table(
            HYPOTHESES,
            one | {"part": "gp_team", "predicted": "high", "observed": "high", "share": 0.75,
                   "low": 0.4, "high": 0.9, "verdict": "corroborated"},
            one | {"part": "others", "predicted": "lower", "compared_with": "gp_team", "n": 2,
                   "verdict": "not_testable", "why": "2 tellers of 5", "grid": 0,
                   "as_predicted": 0},
        ),
        "ledger": table(
            LEDGER,
            {"hypothesis": "H1", "statement": "One roof | favours *continuity*.", "hash": "ab12",
             "locked": "cd34", "locked_on": "2011-01-01", "standing": "changed", **of},
        ),
        "dependencies": table(
            DEPENDENCIES,
            {"first": "access", "second": "relational", "patients": 3, "both": 2, "first_only": 1,
             "second_only": 0, "neither": 0, "mixed": 0, "given": 2 / 3, "statements": 1,
             "sign": "-", "evidence": has},
        ),
        "questions": table(
            QUESTIONS,
            {"question": "RQ1", "part": "", "asks": "Does one roof help?", "method": "comparison",
             "data": "interviews", "answered_in": "tbl-hypotheses tbl-nowhere",
             "answer": "It **does**, here.", "published": "it did", "status": "answered"},
            {"question": "RQ1", "part": "a", "asks": "For whom?", "status": "open"},
        ),
        "revisions": table(
            REVISIONS,
            {"version": 1, "date": "2013-01-01", "author": "SR", "text": "Two spoke of it.",
             "changed": "A role <more>.", "evidence": f"H1.relational {has}"},
        ),
    }  # fmt: skip
    return replace(rich, judged=made)


def shown(data: Data) -> dict[str, str]:
    """The chapter's includes."""
    return hypotheses.includes(data, Evidence(data, frozenset({"evidence.qmd"})))


def test_what_changed_after_the_data_is_told_first(judged: Data) -> None:
    text = shown(judged)["ledger"]
    assert text.startswith("::: {.callout-warning}\nChanged after the data: H1.")
    assert "**changed since it was fixed** (2011-01-01); `ab12`" in text
    assert "One roof \\| favours \\*continuity\\*\\." in text


def test_predictions_show_what_was_observed_and_why_not(judged: Data) -> None:
    text = shown(judged)["predictions"]
    assert "high, .75 (n = 6); 0.40 to 0.90" in text
    assert "3 of 3 settings of the thresholds" in text
    assert "lower than gp team" in text
    assert "2 tellers of 5" in text
    assert "B1" in text


def test_the_grid_has_a_cell_for_every_part(judged: Data) -> None:
    text = shown(judged)["hypotheses"]
    assert text.count("<p>") == 2
    assert "gp team: high" in text
    assert "others: lower" in text


def test_dependencies_and_their_statements(judged: Data) -> None:
    text = shown(judged)["dependencies"]
    assert "2 / 1 / 0 / 0" in text
    assert ".67 / –" in text
    assert "− 1 informant: " in text


def test_revisions_cite_what_prompted_them(judged: Data) -> None:
    text = shown(judged)["revisions"]
    assert "A role &lt;more&gt;." in text
    assert "H1.relational; " in text
    assert "evidence.qmd#q-" in text


def test_how_many_were_borne_out(judged: Data) -> None:
    told = hypotheses.variables(judged)["count"]
    assert told == "1 hypothesis makes 2 predictions: 1 corroborated and 1 not testable."


def test_answers_say_what_the_report_does_not_have(judged: Data) -> None:
    made = answers.includes(judged, {"_x": "::: {#tbl-hypotheses}"})
    assert "See @tbl-hypotheses. Not in this report: `tbl-nowhere`." in made["answers"]
    assert "It **does**, here." in made["answers"]
    assert "Not answered yet." in made["answers"]
    assert "@sec-answer-rq1, @tbl-hypotheses |" in made["questions"].lower()


def test_the_figure_of_verdicts_names_each(judged: Data) -> None:
    _, told = comparison_figures.figures(judged)["hypotheses"]
    assert told.endswith("H1 relational gp team corroborated; H1 relational others not testable.")


def test_the_chapters_are_rendered_where_there_is_something(judged: Data, staged: Any) -> None:
    chapters = [*judged.study["report"]["chapters"], "hypotheses.qmd", "answers.qmd"]
    study = judged.study | {"report": judged.study["report"] | {"chapters": chapters}}
    folder, _ = staged(replace(judged, study=study))
    assert "tbl-ledger" in Path(folder, "_includes/ledger.md").read_text("utf-8")
    assert Path(folder, "answers.qmd").is_file()
    assert "{#sec-questions}" in Path(folder, "_methods_questions.qmd").read_text("utf-8")
