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
    one = {"hypothesis": "H1", "continuity": "relational", "setting": "one roof", "n": 6,
           "sites": "east",
           "grid": 3, "opposite": 0, "as_predicted": 3, "for_cases": "A1", "counter_cases": "B1",
           "quotes": has, "counter_quotes": lacks, "witness": "patients"}  # fmt: skip
    of = {"corroborated": 1, "qualified": 0, "falsified": 0, "not_testable": 1}
    made = {
        "hypotheses": table(
            HYPOTHESES,
            one | {"part": "gp_team", "predicted": "high", "observed": "high", "share": 0.75,
                   "low": 0.4, "high": 0.9, "verdict": "corroborated", "leaves_open": True,
                   "narrowed": "practices with a list"},
            one | {"part": "others", "predicted": "lower", "compared_with": "gp_team", "n": 2,
                   "verdict": "not_testable", "why": "2 tellers of 5", "grid": 0,
                   "as_predicted": 0, "against": "practices with a list", "against_n": 1,
                   "against_sites": "west"},
        ),
        "ledger": table(
            LEDGER,
            {"hypothesis": "H1", "statement": "One roof | favours *continuity*.", "hash": "ab12",
             "locked": "cd34", "locked_on": "2011-01-01", "standing": "changed",
             "about": "The date is *invented*.", **of},
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
             "answer": "It **does**, here.", "published": "it did.\n", "status": "answered"},
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
    assert text.count("3 of 3 settings") == 1
    assert "the interval leaves the opposite open" in text
    assert "relational (others)</th><td><strong>lower than gp team</strong>" in text
    assert "2 tellers of 5" in text
    assert '<span class="valence-absent">against it</span>: B1' in text


def test_settings_are_told_once_and_again_where_they_differ(judged: Data) -> None:
    text = shown(judged)["predictions"]
    assert "Setting: one roof (East), if nothing else is said." in text
    assert '<p class="cell-quotes">practices with a list; East</p>' in text
    assert "against practices with a list (West); 1 told here, 1 there" in text


def test_of_what_is_not_testable_only_who_told_is_listed(judged: Data) -> None:
    row = shown(judged)["predictions"].split("lower than")[1]
    assert "<td>Told: A1 and B1</td>" in row
    assert "evidence.qmd" not in row


@pytest.mark.parametrize(
    ("predicted", "than", "said"),
    [("rises", "services", "rises with services"), ("lower", "x", "lower than x"),
     ("high", "", "high")],
)  # fmt: skip
def test_what_is_predicted_in_words(judged: Data, predicted: str, than: str, said: str) -> None:
    row = judged.judged["hypotheses"][0]
    rows = [{**row, "predicted": predicted, "compared_with": than}]
    changed = replace(judged, judged={**judged.judged, "hypotheses": rows})
    assert f"<strong>{said}</strong>" in shown(changed)["predictions"]


def test_continuities_come_in_the_order_of_the_features(judged: Data) -> None:
    row = judged.judged["hypotheses"][0]
    rows = [{**row, "continuity": name} for name in ("new", "access", "relational")]
    features = {"same_person": ["relational"], "no_gaps": ["access"]}
    changed = replace(judged, judged={**judged.judged, "hypotheses": rows},
                      study=judged.study | {"nest": {"features": features}})  # fmt: skip
    assert hypotheses.continuities(changed) == ["relational", "access", "new"]


def test_what_the_authors_say_of_their_hypotheses_is_printed(judged: Data) -> None:
    assert shown(judged)["hypotheses-about"] == "The date is *invented*.\n"


@pytest.mark.parametrize(
    ("standings", "said"),
    [
        ("fixed_before fixed_before", "By the date that their authors give, all were fixed before"),
        ("not_locked", "None was fixed by a lock"),
        ("fixed_before changed changed", "Of the 3, 1 fixed before the first source and 2 changed"),
        ("fixed_after not_locked", "Of the 2, 1 fixed only after it and 1 never fixed by a lock."),
    ],
)
def test_when_they_were_fixed_follows_the_ledger(standings: str, said: str) -> None:
    text = hypotheses.fixed([{"standing": name} for name in standings.split()])
    assert text.startswith(said)
    assert ("taken at its authors’ word" in text) == (standings != "not_locked")


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
    assert (
        told == "1 hypothesis makes 2 predictions: 1 corroborated and 1 not testable; "
        "of the 1 corroborated, 1 with an interval that leaves the opposite open."
    )


def test_answers_say_what_the_report_does_not_have(judged: Data) -> None:
    made = answers.includes(judged, {"_x": "::: {#tbl-hypotheses}"})
    assert "See @tbl-hypotheses. Not in this report: `tbl-nowhere`." in made["answers"]
    assert "It **does**, here." in made["answers"]
    assert "The published study: it did.\n" in made["answers"]
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
