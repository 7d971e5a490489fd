"""The chapter of comparisons: what stands on which side, and what isn't known."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report import comparison, comparison_figures, truth_tables
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.compare import (
    COMPARISON,
    COMPARISON_LEFT_OUT,
    CONFIGURATIONS,
    DISCRETION,
    INTERFACE_BARRIERS,
    QCA_FITS,
    TRUTH_TABLE,
)
from insideout.tables.declare import Table


def table(declared: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a declared table, as the stage passes them on."""
    return records(framed(rows, declared))


COMPARE: dict[str, Any] = {
    "comparisons": [{"id": "together", "asks": "Does one roof <help>?", "first": "one roof",
                     "second": "several"}],
    "interfaces": [{"id": "gp_trust", "label": "GPs and trusts", "between": [["gp"], ["acute"]]}],
    "truth_tables": [{"id": "t", "asks": "What comes with continuity?",
                      "conditions": {"ROOF": {"services": ["a", "b"]}, "SMALL": {}},
                      "outcome": {"feature": "same_person"}}],
}  # fmt: skip
SIDES = {"first_informants": 0, "first_against": 0, "second_informants": 0, "second_against": 0}


def stated(code: str, verdict: str, **more: Any) -> dict[str, Any]:
    return SIDES | {"comparison": "together", "direction": "horizontal", "code": code,
                    "verdict": verdict} | more  # fmt: skip


@pytest.fixture
def compared(rich: Data) -> Data:
    """Two sites, one on each side; a list that only one has, another that nobody spoke of."""
    name = rich.codings[1]["passage"]
    made = {
        "configurations": table(
            CONFIGURATIONS,
            {"comparison": "together", "site": "east", "side": "first", "label": "one roof",
             "units": "east_1", "to": "2012-09-30"},
            {"comparison": "together", "site": "west", "side": "second", "label": "several",
             "units": "west_1"},
        ),
        "comparison": table(
            COMPARISON,
            stated("personal_list", "only_first", first_present="east", first_informants=2,
                   first_quotes=name, second_silent="west", works="helps", other_side="silent"),
            stated("organisation", "not_reported", first_silent="east", second_silent="west"),
        ),
        "comparison_left_out": table(
            COMPARISON_LEFT_OUT,
            {"comparison": "together", "why": "elsewhere", "passages": 2, "quotes": name},
            {"comparison": "together", "why": "time", "passages": 1, "quotes": name},
        ),
        "interface_barriers": table(
            INTERFACE_BARRIERS,
            {"interface": "gp_trust", "barrier": "personal_list", "verdict": "some",
             "present": "east", "silent": "west", "informants": 1, "evidence": name,
             "not_applicable": "east (until 2012-09-30); west"},
        ),
        "discretion": table(
            DISCRETION,
            {"site": "east", "about": "east_1", "code": "personal_list", "effect": "both",
             "done": "not_done", "features": "access+ same_person-", "informants": 1,
             "counter_evidence": name},
        ),
        "truth_table": table(
            TRUTH_TABLE,
            {"analysis": "t", "combination": "ROOF=1 SMALL=0", "cases": "east", "n": 1,
             "with_outcome": 1, "consistency": 1, "outcome": "1"},
            {"analysis": "t", "combination": "ROOF=0 SMALL=0", "n": 0, "with_outcome": 0,
             "outcome": "remainder"},
        ),
        "qca_fits": table(
            QCA_FITS,
            {"analysis": "t", "outcome": "outcome", "kind": "solution", "cases": "east",
             "solution": "conservative", "term": "ROOF*~SMALL", "consistency": 1, "coverage": 1,
             "note": "half of the combinations have no case"},
        ),
    }  # fmt: skip
    return replace(rich, compared=made, study=rich.study | {"compare": COMPARE})


def shown(data: Data) -> dict[str, str]:
    """The chapter's includes."""
    evidence = Evidence(data, frozenset({"evidence.qmd", "codebook.qmd"}))
    return {**comparison.includes(data, evidence), **truth_tables.includes(data)}


def test_sides_name_their_sites_and_until_when(compared: Data) -> None:
    text = shown(compared)["comparisons"]
    assert "**one roof**: East (until 2012-09-30). **several**: West." in text
    assert "### Does one roof \\<help\\>\\?" in text


def test_a_silent_side_is_not_an_absent_one(compared: Data) -> None:
    text = shown(compared)["comparisons"]
    row = text[text.index("Personal_List") :]
    assert "2 informants" in row
    assert "not reported" in row
    assert "Only: one roof" in text
    assert "valence-absent" not in text
    assert "Of 1 more mechanism nobody said anything on either side" in text


def test_what_counts_on_neither_side_is_counted(compared: Data) -> None:
    assert (
        "3 more passages on mechanisms or obstacles count on neither side: 2 about levels, or "
        "units on neither side and 1 of another time"
    ) in shown(compared)["comparisons"]


def test_barriers_have_the_sites_they_stood_at(compared: Data) -> None:
    text = shown(compared)["interface-barriers"]
    assert "at some" in text
    assert "One organisation: East (until 2012-09-30); West" in text
    assert '<span class="valence-present">East</span>' in text
    assert "evidence.qmd#q-" in text


def test_what_managers_did_not_do_is_told_with_what_doing_it_would(compared: Data) -> None:
    text = shown(compared)["discretion"]
    assert '<span class="valence-absent">not done</span>' in text
    assert "<td>help “access”, hinder “same person”</td>" in text
    assert "evidence.qmd#q-" in text


def test_a_site_that_nothing_was_said_of_is_named_once(compared: Data) -> None:
    north = {"comparison": "together", "site": "north", "side": "second", "label": "several",
             "units": "north"}  # fmt: skip
    rows = [{**row, "second_silent": "north west"} if row["code"] == "personal_list" else row
            for row in compared.compared["comparison"]]  # fmt: skip
    sides = [*compared.compared["configurations"], *table(CONFIGURATIONS, north)]
    there = {**compared.compared, "comparison": rows, "configurations": sides}
    text = shown(replace(compared, compared=there))["comparisons"]
    assert "Nothing was said of north." in text
    assert text.count("north") == 2


def test_a_site_that_says_both_has_the_times_of_either(compared: Data) -> None:
    code, passages = "personal_list", ("p1", "p2")
    codings = [
        {**compared.codings[1], "code": code, "passage": passage, "valence": valence,
         "about": "east_1", "period_from": start, "period_to": end}
        for passage, valence, start, end in (
            (passages[0], "present", "", "2012-09-30"), (passages[1], "absent", "2012-10-01", ""))
    ]  # fmt: skip
    rows = [{**row, "first_present": "east", "first_absent": "east", "first_quotes": "p1 p2"}
            if row["code"] == code else row for row in compared.compared["comparison"]]  # fmt: skip
    there = replace(compared, codings=[*compared.codings, *codings],
                    compared={**compared.compared, "comparison": rows})  # fmt: skip
    told = comparison._side(there, Evidence(compared, frozenset()), rows[0], "first")
    assert '<span class="valence-present">East (until 2012)</span>' in told
    assert '<span class="valence-absent">East (from 2012)</span>' in told


def test_truth_tables_name_cases_remainders_and_limits(compared: Data) -> None:
    text = shown(compared)["truth-tables"]
    assert "| 1 | 0 | East | 1 of 1 | 1.00 | yes |" in text
    assert "| 0 | 0 | – | – | – | no case |" in text
    assert "ROOF\\*\\~SMALL (consistency 1.00, coverage 1.00; 1 case)" in text
    assert "- For outcome: half of the combinations have no case" in text
    assert "- **ROOF**: a and b by one organisation\n- **outcome**: same person\\: told" in text


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ({"services": ["acute", "community_health"]},
         "acute and community health by one organisation"),
        ({"one_organisation": True}, "both sides of the interface by one organisation"),
        ({"attribute": "ownership", "is": ["corporate", "public"]},
         "ownership is corporate or public"),
        ({"code": "personal_list"},
         "“Personal_List” is stated by more informants than deny it"),
        ({"feature": "no_gaps", "at_least": 0.6},
         "no gaps: told of by a share of patients of at least .60"),
    ],
)  # fmt: skip
def test_conditions_are_told_in_words(compared: Data, declared: Any, said: str) -> None:
    assert truth_tables.in_words(compared, declared) == said


def test_notes_say_what_they_are_of(compared: Data) -> None:
    of = {"analysis": "t", "kind": "solution", "solution": "conservative", "term": "ROOF"}
    note = "1 of 4 combinations has no case; left out for want of a value: east west; else"
    fits = table(
        QCA_FITS, of | {"outcome": "outcome", "note": note}, of | {"outcome": "~outcome",
        "note": note}, of | {"outcome": "outcome", "kind": "necessity",
                             "note": "every case has it; every case has the outcome"},
    )  # fmt: skip
    made = shown(replace(compared, compared={**compared.compared, "qca_fits": fits}))
    text = made["truth-tables"].replace("\\", "")
    assert (
        "- For outcome and for ~outcome: 1 of 4 combinations has no case; left out for want of "
        "a value: East and West; else" in text
    )
    assert "- ROOF: every case has it" in text
    assert "- For outcome: every case has the outcome" in text


def test_a_figure_of_barriers_tells_its_sites(compared: Data) -> None:
    made = comparison_figures.figures(compared)
    assert set(made) == {"interfaces"}  # no dated membership, no hypotheses
    svg, told = made["interfaces"]
    assert svg == comparison_figures.figures(compared)["interfaces"][0]
    assert "Personal_List, GPs and trusts: East" in told


def test_a_study_that_compares_nothing_has_none_of_it(rich: Data, staged: Any) -> None:
    assert shown(rich) == {}
    folder, _ = staged(rich)
    assert Path(folder, "_methods_compare.qmd").read_text("utf-8") == ""


def test_memberships_in_time(compared: Data) -> None:
    member = {"unit": "east_1", "parent": "east", "from": "2010-01-01", "to": "2012-09-30"}
    dated = [{**compared.manifest[0], "date": "2013-01-01"}, *compared.manifest[1:]]
    svg, told = comparison_figures.memberships(
        replace(compared, memberships=[member], manifest=dated)
    )
    assert svg.startswith("<?xml")
    assert told == ("Bars of memberships over time. East practice in East from 2010-01-01 until "
                    "2012-09-30.")  # fmt: skip
