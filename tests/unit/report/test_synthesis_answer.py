"""Answers, who told, chains outwards and what would be needed, in sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from insideout.report import synthesis
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.synthesis_said import experienced, said

BOOK = frozenset({CHAPTER, "codebook.qmd", "responders.qmd", "synthesis.qmd"})


def made(data: Data, *chapters: str) -> dict[str, str]:
    return synthesis.includes(data, Evidence(data, frozenset(chapters) or BOOK))


def changed(data: Data, table: str, at: int, **cells: Any) -> Data:
    rows = [dict(row) for row in data.nest[table]]
    rows[at] |= cells
    return replace(data, nest={**data.nest, table: rows})


def plain(text: str) -> str:
    """Markdown as one reads it: links as their words, without escapes and emphasis."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\(.)", r"\1", text.replace("*", ""))


def test_each_feature_begins_with_its_answer(told: Data) -> None:
    text = plain(made(told)["argument"])
    assert (
        "In short: Patients tell of same person at East and of no same person at West <i> End. "
        "Own list (first responders) explains same person at East, as the lack of Money <b> (care "
        "networks) does; 2 of 3 experiences stay open (1 with suggestions only and 1 with "
        "nothing offered)."
    ) in text
    heading, answer = text.index("### Same person"), text.index("In short:")
    assert heading < answer < text.index("5 of 9 patients told of it, no more than 3 at any site")


def test_answers_are_right_where_all_or_nothing_is_explained(told: Data) -> None:
    rows = [{**row, "status": "explained"} for row in told.nest["nest_findings"]]
    done = replace(told, nest={**told.nest, "nest_findings": rows})
    assert "nothing stays open." in made(done)["argument"]
    rows = [{**row, "status": "suggested"} for row in told.nest["nest_findings"]]
    links = [{**row, "status": "suggested"} for row in told.nest["nest_links"]]
    none = replace(told, nest={**told.nest, "nest_findings": rows, "nest_links": links})
    text = made(none)["argument"]
    assert "Nothing explains this: all 3 experiences stay open (with suggestions only)." in text


def test_what_patients_said_has_the_second_witness(told: Data) -> None:
    text = plain(made(told)["argument"])
    assert "Nobody told of it at North." in text
    assert "agree at East (4 records) and say otherwise at West" in text
    assert "(1 record, share .75)" in text
    assert "Fewer than 5 records, as at East and West <i> End, are too few to lean on." in text


def test_enough_records_need_no_caution(told: Data) -> None:
    rows = [{**row, "records": 5} for row in told.nest["nest_patterns"] if row["tellers"]]
    assert "too few to lean on" not in said(told, rows)


def test_sites_that_share_a_pattern_have_it_in_common(told: Data) -> None:
    row = next(r for r in told.nest["nest_patterns"] if r["site"] == "east")
    rows = [row, {**row, "site": "north"}]
    assert experienced(told, rows) == "Patients tell of same person at both sites."
    rows.append({**row, "site": "west", "pattern": "mixed"})
    assert experienced(told, rows) == (
        r"Patients tell of same person at East and North and of both at West \<i\> \*End\*."
    )


@pytest.mark.parametrize(
    ("tellers", "expected"),
    [(1, "only one at any site"), (4, "no more than 4 at any site"), (5, "")],
)
def test_few_tellers_are_said_to_be_few(told: Data, tellers: int, expected: str) -> None:
    row = told.nest["nest_patterns"][0] | {"tellers": tellers}
    text = said(told, [row, {**row, "site": "west"}])
    assert (expected in text) if expected else "could change it" not in text


def test_records_that_can_tell_of_nothing_say_so(told: Data) -> None:
    row = told.nest["nest_patterns"][0] | {"record": "not_recordable"}
    assert "nothing that a medical record could tell of" in said(told, [row])
    assert "ecord" not in said(told, [row | {"record": ""}])


def test_features_end_with_what_would_be_needed(told: Data) -> None:
    text = plain(made(changed(told, "nest_links", 2, lacks="support"))["argument"])
    needed = text.partition("What would be needed: ")[2].partition("\n")[0]
    assert needed == (
        "to show the contrast, word of the lack of Money <b> (care networks) from West <i> End; "
        "for the suggestion above, another independent informant (1); another mechanism for no "
        "same person at West <i> End (all that was told of is ruled out)."
    )


def test_chains_say_who_says_so_and_how_firmly(told: Data) -> None:
    text = plain(made(told)["argument"])
    chain = (
        "2 informants (N2.1) put Own list down to the lack of Money <b> (care networks; shaky, 4 "
        "of 8) and theory (smith_2001) puts that in turn down to Tariffs (governance; 1 informant "
        "tells of it; N2.1), which only suggests it."
    )
    assert chain in text
    assert text.count("Tariffs (governance") == 1


def test_one_informant_only_suggests_a_chain(told: Data) -> None:
    text = plain(made(changed(told, "nest_shaped", 0, support=1, status="suggested"))["argument"])
    assert (
        "One informant (N2.1) puts Own list down to the lack of Money <b> (care networks)" in text
    )
    assert "(care networks), which only suggests it" in text
    assert "fairly firm" not in text


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [
        (1, "An informant of another site (N2.1), who says so in general (nobody here does), puts"),
        (2, "2 informants of others (N2.1), who say so in general (nobody here does), put "),
    ],
)
def test_what_is_said_at_another_site_is_said_to_be(
    told: Data, elsewhere: int, expected: str
) -> None:
    data = changed(told, "nest_shaped", 0, support=0, elsewhere=elsewhere, status="suggested")
    assert expected in plain(made(data)["argument"])
    rows = [{k: v for k, v in row.items() if k != "elsewhere"} for row in told.nest["nest_shaped"]]
    assert made(replace(told, nest={**told.nest, "nest_shaped": rows}))["argument"]
