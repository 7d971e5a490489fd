"""The default study's data: nothing is wrong in them but what the docs say was planted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs/polyclinics.md").read_text("utf-8")
# What docs/polyclinics.md says is wrong on purpose: the check, where, and how often it is listed.
PLANTED = {
    ("duplicate", "E07"): 1, ("duplicate", "T03"): 1, ("after_death", "T11"): 1,
    ("before_window", ""): 1, ("after_window", ""): 1, ("excluded_kind", ""): 1,
    ("staff_in_two_practices", "eastmere-locum1"): 1, ("values", "E01"): 1,
    ("no_answer", "checked_after_hospital"): 1, ("no_answer", "work_as_team"): 1,
}  # fmt: skip
PRINTED = 12  # published figures that can't be true beside others
OFTEN = 10  # sentences that a code was put on, by two coders on average


def test_checks_of_data_list_what_was_planted_and_nothing_else(polyclinics: Any) -> None:
    rows = polyclinics.tables["data_quality"]
    printed = [row for row in rows if row["check"].startswith("printed_")]
    ours = Counter((row["check"], row["where"] or "") for row in rows if row not in printed)
    assert ours == PLANTED
    assert len(printed) == PRINTED
    for _, where in PLANTED:
        assert where in PAGE


@pytest.mark.parametrize("frame", ["patients", "organisations"])
def test_every_cell_with_a_passage_has_a_summary_of_its_evidence(
    polyclinics: Any, frame: str
) -> None:
    told = [row for row in polyclinics.tables[f"framework_{frame}"] if row["codings"]]
    assert len(told) > 40
    assert [(row["case"], row["theme"]) for row in told if not row["summary"]] == []
    assert [(row["case"], row["theme"]) for row in told if row["stale"] == "yes"] == []


def test_summaries_are_each_of_their_own_words(polyclinics: Any) -> None:
    summaries = [
        row["summary"] for frame in ("patients", "organisations")
        for row in polyclinics.tables[f"framework_{frame}"] if row["summary"]
    ]  # fmt: skip
    assert [text for text, times in Counter(summaries).items() if times > 1] == []


def test_coders_agree_on_most_codes_well_and_on_none_entirely_by_rote(polyclinics: Any) -> None:
    """Blind readings: kappa of most codes that were used often lies between .6 and .9."""
    rows = [
        row for row in polyclinics.tables["agreement"]
        if (row["compared"], row["aspect"], row["level"]) == ("inter", "presence", "code")
        and str(row["rounds"]) == "2" and row["kappa"] is not None
        and 2 * row["both"] + row["first_only"] + row["second_only"] >= 2 * OFTEN
    ]  # fmt: skip
    kappas = {row["code"]: float(row["kappa"]) for row in rows}
    between = {code for code, kappa in kappas.items() if 0.6 <= kappa <= 0.9}
    poor = {code for code, kappa in kappas.items() if kappa < 0.6}
    print(json.dumps({"often": len(kappas), "between": len(between), "poor": sorted(poor)}))
    assert len(between) > len(kappas) / 2
    assert len(poor) < len(kappas) / 10
    assert [code for code in poor if f"`{code}`" not in PAGE] == []  # each with its reason
