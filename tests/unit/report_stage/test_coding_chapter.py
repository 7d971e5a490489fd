"""The chapter on coding: who is compared, what the consensus is made of, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report import agreement, coders, coding, figures, inductive, methods
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.markup import share
from insideout.tables.agreement import AGREEMENT, CONSENSUS, DISAGREEMENTS, SATURATION
from insideout.tables.coding import CODINGS_PLACED
from insideout.tables.declare import Table
from insideout.tables.suggest import CANDIDATES, CLASSIFIER

Staged = Callable[[Data], tuple[Path, Evidence]]


def table(declared: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return records(framed(rows, declared))


def compared(who: str = "AM JT", rounds: str = "1", **more: Any) -> dict[str, Any]:
    """A row of the table of agreement; two coders have a table of four and Cohen's kappa."""
    pair = {"both": 6, "first_only": 2, "second_only": 1, "neither": 91, "kappa": 0.7,
            "kappa_low": 0.5, "kappa_high": 0.9, "positive": 0.8}  # fmt: skip
    many = {"fleiss": 0.6, "fleiss_low": 0.4, "fleiss_high": 0.8, "prevalence": 0.1}
    own = pair if len(who.split()) == 2 else many
    return {"compared": "inter", "coders": who, "rounds": rounds, "aspect": "presence",
            "level": "code", "code": "continuity", "unit": "sentence", "sources": 4, "units": 100,
            "missing": 0, "percent": 0.97, "ac1": 0.96, "alpha": 0.7,
            "metric": "nominal"} | own | more  # fmt: skip


def with_agreement(data: Data, *rows: dict[str, Any]) -> Data:
    whole = [{**row, "level": "all", "code": ""} for row in rows if row["code"] == rows[0]["code"]]
    return replace(data, coding={"agreement": table(AGREEMENT, *whole, *rows)})


def differing(coding: str, item: str, status: str, **more: Any) -> dict[str, Any]:
    decided = {"decision": "keep", "by": "SR", "date": "2026-01-01", "reason": "So."}
    return {"item": item, "coding": coding, "source": "A1", "start": 0, "end": 3, "quote": "abc",
            "code": "continuity", "valence": "present", "coder": "AM", "others": "JT",
            "about_what": "presence", "status": status, "about": ""} | (
            decided if status == "decided" else {}) | more  # fmt: skip


def with_disputes(data: Data, *rows: dict[str, Any]) -> Data:
    return replace(data, coding={"disagreements": table(DISAGREEMENTS, *rows)})


def test_two_coders_lead_with_positive_agreement_and_kappa(plain: Data) -> None:
    data = with_agreement(plain, compared(), compared(code="personal_list", kappa=-0.1))
    said = agreement.spoken(data)
    assert "positive agreement is .80 and Cohen’s κ is .70 [.50, .90], over all codes" in said
    assert "median of .30 and runs from −.10 to .70 (2 codes)" in said
    assert said.index("κ") < said.index("AC1")
    assert "AM and JT" not in said


def test_all_coders_together_come_before_pairs(plain: Data) -> None:
    rows = [compared("AM JT"), compared("AM JT SR"), compared("AM SR", "2"), compared("AM JT", "2")]
    data = with_agreement(plain, *rows)
    said = agreement.spoken(data)
    assert "of AM\\, JT and SR in round 1, over all codes" in said
    assert "Fleiss’ κ is .60 [.40, .80]" in said
    assert "97.0\u00a0% of units" not in said
    whole = agreement.overall(data)
    for who in ("AM and JT in round 1", "AM and JT in round 2", "AM\\, JT and SR in round 1"):
        assert who in whole
    made = agreement.by_code(data)
    assert made.count("<tr>") == 2
    assert "Both" not in made
    assert ".60<br>[.40, .80]" in made
    assert "at least two of them" in coding.variables(data)["shared"]


def test_remarks_are_of_codes_and_rare_ones_are_marked(plain: Data) -> None:
    rare = compared(code="personal_list", both=1, note="only one of them uses it; rare")
    rows = [compared(note="rare"), rare, compared(aspect="valence", note="rare")]
    made = agreement.by_code(with_agreement(plain, *rows))
    assert "2 codes have a remark" in made
    assert made.count("few") == 2
    assert "<em>only one of them uses it; few</em>" in made
    svg, told = figures.agreement(plain, table(AGREEMENT, *rows[:2]))
    assert svg.lstrip().startswith("<?xml")
    assert "Continuity κ 0.70" in told


def test_studies_with_nobody_to_compare_say_so(plain: Data) -> None:
    checked = compared("AM SR", compared="validation", level="all", code="", unit="coding")
    data = replace(plain, coding={"agreement": table(AGREEMENT, checked)})
    assert agreement.spoken(data) == "No two coders can be compared."
    assert "all codes" in agreement.overall(data)
    assert agreement.by_code(data) == ""


def test_consensus_has_a_total_and_what_is_none_of_it_stands_below(plain: Data) -> None:
    study = plain.study | {"agree": plain.study["agree"] | {"validators": ["SR"]}}
    own = plain.codings[0] | {"coding": "v", "status": "adjudicated", "coders": "SR"}
    mapped = plain.codings[0] | {"coding": "m", "status": "mapped", "code": "organisation"}
    data = replace(plain, study=study, codings=[*plain.codings, own, mapped])
    data = with_disputes(data, differing("x", "i", "decided", decision="drop"))
    lines = coding.statuses(data).splitlines()
    at = {start: n for n, line in enumerate(lines) for start in
          ("a validator", "**codings", "besides", "not among") if start in line}  # fmt: skip
    assert at["a validator"] < at["**codings"] < at["besides"] < at["not among"]
    assert f"**{len(plain.codings) + 1}**" in lines[at["**codings"]]
    told = coding.variables(data)
    assert told["consensus"] == "8 codings"
    counts = {count["code"]: count["codings"] for count in data.counts}
    assert counts["organisation"] == 1


def test_a_passage_is_as_open_as_its_worst_coding(plain: Data) -> None:
    data = with_disputes(
        plain, differing("a", "i", "decided"), differing("b", "i", "open"),
        differing("c", "j", "stale"), differing("d", "j", "decided"),
        differing("e", "k", "open", about_what="check"),
    )  # fmt: skip
    made = coding.disputed(data)
    assert "| What they differ on | Open | Decided on other codings |" in made
    assert "| whether the code is there | 1 | 1 |" in made
    assert "Listed for a validator to check: 1 passage (1 open)." in made
    told = coding.variables(data)
    assert told["disputed"] == "2 passages"
    assert told["open"] == "2 passages are"
    assert coding.variables(plain)["open"] == "none is"


def test_changes_say_into_what(plain: Data) -> None:
    first = plain.codings[0]
    change = differing(
        first["derived_from"], "i", "decided", decision="change", code="personal_list",
        valence="absent",
    )  # fmt: skip
    made = coding.decisions(with_disputes(plain, change), Evidence(plain, {"evidence.qmd"}))
    assert "changed to Continuity, present" in made


@pytest.mark.parametrize("chapters", [{"coding.qmd", "evidence.qmd"}, {"evidence.qmd"}])
def test_evidence_says_where_dropped_codings_are(plain: Data, chapters: set[str]) -> None:
    data = with_disputes(plain, differing("x", "i", "decided", decision="drop"))
    said = coding.dropped(data, Evidence(data, chapters))
    assert "1 coding that a decision dropped is not here" in said
    assert "`tables/disagreements.csv`" in said
    assert ("@tbl-decisions" in said) == ("coding.qmd" in chapters)
    assert coding.dropped(plain, Evidence(plain, chapters)) == ""


def test_people_who_decide_or_name_are_no_coders(plain: Data) -> None:
    codes = [c | {"cluster": "c1" if c["code"] == "continuity" else ""} for c in plain.codebook]
    took = [
        plain.codings[0] | {"coding": "s", "coder": "SR", "origin": "suggested"},
        plain.codings[1] | {"coding": "t", "coder": "AM", "origin": "suggested"},
    ]
    placed = table(CODINGS_PLACED, *plain.codings, *took)
    data = with_disputes(replace(plain, codebook=codes, placed=placed),
                         differing("x", "i", "decided"))  # fmt: skip
    assert coders.coders(data) == ["AM", "JT"]
    assert coders.others(data) == (
        " AM accepted suggestions; SR decided where coders differ and named themes."
    )
    assert coders.accepted(data) == (1, 1)


def test_counts_of_codes_are_of_the_consensus(plain: Data) -> None:
    more = table(CODINGS_PLACED, *plain.codings, *plain.codings)
    counts = {c["code"]: c for c in replace(plain, placed=more).counts}
    used = [c for c in plain.codings if c["code"] == "continuity"]
    assert counts["continuity"]["codings"] == len(used)
    assert counts["experience"]["with_below"] == len(used)


def test_a_classifier_that_hardly_beats_guessing_is_named(plain: Data) -> None:
    row = {"sources": 5, "sentences": 100, "positives": 10, "precision": 0.1, "recall": 0.1}
    made = table(CLASSIFIER, row | {"code": "continuity", "average_precision": 0.15},
                 row | {"code": "personal_list", "average_precision": 0.5})  # fmt: skip
    data = replace(plain, suggest={"classifier": made, "candidates": table(CANDIDATES)})
    assert "1 of the 2 codes it learnt (Continuity)" in inductive.hardly(data)
    assert "| Guessing |" in inductive.classifier(data)
    better = replace(plain, suggest={"classifier": made[1:]})
    assert inductive.hardly(better) == ""


def test_saturation_that_cannot_be_told_is_a_sentence(plain: Data) -> None:
    assert inductive.reached_at(plain, "code") == "can’t be told of so few interviews"
    row = {"level": "code", "interviews": 6, "base": 3, "known": 4, "new": 1, "share": 0.3}
    rows = table(SATURATION, row | {"order": "held", "reached": 0},
                 row | {"order": "random", "reached": 0.995})  # fmt: skip
    made = inductive.saturation_table(replace(plain, coding={"saturation": rows}))
    assert f"({share(0.995)})" in made
    assert [share(x) for x in (0.0, 0.99, 0.995, 0.999, 1.0)] == [
        ".00", ".99", ".99", "1.00", "1.00"]  # fmt: skip


def test_settings_of_coding_and_rounds_are_listed(plain: Data) -> None:
    study = plain.study | {
        "suggest": {"threshold": 0.15, "clusters": 8}, "seed": 7,
        "rounds": [{"round": 1, "codebook": "1", "blind": True}, {"round": 2, "blind": False}],
    }  # fmt: skip
    made = methods.settings(replace(plain, study=study)).replace("\\", "")
    for row in ("| agree: unit | sentence |", "| agree: unresolved | keep |", "| seed | 7 |",
                "| saturation: base | 4 |", "| suggest: clusters | 8 |",
                "| round 1 | codebook version 1, blind |", "not blind"):  # fmt: skip
        assert row in made


def test_evidence_and_index_speak_of_the_consensus(plain: Data, staged: Staged) -> None:
    data = replace(plain, placed=table(CODINGS_PLACED, *plain.codings))
    data = replace(data, codings=table(CONSENSUS, *plain.codings))
    folder, _ = staged(data)
    glance = (folder / "_includes" / "glance.md").read_text("utf-8")
    assert "7 codings placed in the texts; 2 coders coded (AM and JT)." in glance
    assert "a consensus of 7 codings, on 5 quotations, with 2 of 4 codes" in glance
    assert "consensus" in (folder / "evidence.qmd").read_text("utf-8")
