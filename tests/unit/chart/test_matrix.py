"""Framework matrices: cells, statuses, sub-themes, summaries that know their evidence."""

from typing import Any

import pandas as pd

from insideout.chart.matrix import (
    columns_of,
    evidence_hash,
    in_a_line,
    matrices_of,
    matrix,
    summary_problems,
)
from insideout.reader import framed, records
from insideout.rows import Row
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import INFORMANTS, MEMBERSHIPS, UNITS

BOOK = [
    {"code": "root", "parent": ""},
    {"code": "theme", "parent": "root"},
    {"code": "sub", "parent": "theme"},
    {"code": "leaf", "parent": "sub"},
    {"code": "second", "parent": "root"},
    {"code": "elsewhere", "parent": ""},
]


def coding(code: str, case: str, valence: str = "present", **more: Any) -> dict[str, Any]:
    row = {"code": code, "case": case, "valence": valence, "coders": "A", **more}
    row.setdefault("coding", f"{code}-{case}-{valence}-{row['coders']}")
    row.setdefault("passage", row["coding"])
    return row


def cell(codings: list[dict[str, Any]], **summary: Any) -> dict[str, Any]:
    written = {("p1", "theme"): summary} if summary else {}
    return records(matrix(codings, BOOK, ["p1"], ["theme", "second"], written))[0]


def test_a_matrix_has_every_cell_and_the_empty_ones_say_not_told() -> None:
    table = matrix([coding("sub", "p1")], BOOK, ["p1", "p2"], ["theme", "second"], {})
    assert list(table["status"]) == ["present", "not_told", "not_told", "not_told"]
    assert list(table["within"]) == [""] * 4


def test_a_cell_counts_codes_below_the_theme_and_overlapping_codings_once() -> None:
    made = cell([
        coding("leaf", "p1", passage="q"), coding("theme", "p1", passage="q", coders="B"),
        coding("sub", "p1", "absent"), coding("elsewhere", "p1"), coding("sub", "other case"),
    ])  # fmt: skip
    assert (made["codings"], made["passages"], made["coders"]) == (3, 2, 2)
    assert (made["present"], made["absent"], made["mixed"]) == (2, 1, 0)
    assert made["quotes"].split() == ["q", "sub-p1-absent-A"]


def test_a_sub_theme_counts_what_is_below_it_and_its_theme_counts_it_too() -> None:
    columns = columns_of(BOOK, {"root": "root", "leave_out": [], "nested": True})
    assert columns == ["theme", "sub", "second"]
    codings = [coding("leaf", "p1"), coding("theme", "p1", "absent"), coding("second", "p1")]
    made = matrix(codings, BOOK, ["p1"], columns, {})
    assert list(made["within"]) == ["", "theme", ""]
    assert list(made["codings"]) == [2, 1, 1]
    assert list(made["status"]) == ["mixed", "present", "present"]


def test_sub_themes_can_be_left_out() -> None:
    frame = {"root": "root", "leave_out": ["sub"], "nested": True}
    assert columns_of(BOOK, frame) == ["theme", "second"]
    assert columns_of(BOOK, {"root": "root", "leave_out": ["second"]}) == ["theme"]
    assert columns_of(BOOK, {"root": "", "leave_out": []}) == ["root", "elsewhere"]


def test_the_status_of_a_cell() -> None:
    assert cell([coding("sub", "p1", "absent")])["status"] == "absent"
    assert cell([coding("sub", "p1", ""), coding("sub", "p1", "absent")])["status"] == "absent"
    assert cell([coding("sub", "p1", "")])["status"] == "coded"
    assert cell([coding("sub", "p1"), coding("sub", "p1", "absent")])["status"] == "mixed"
    assert cell([coding("sub", "p1", "mixed")])["status"] == "mixed"


def test_a_summary_goes_stale_when_its_evidence_changes() -> None:
    one, two = coding("sub", "p1"), coding("sub", "p1", coders="B")
    bound = evidence_hash([one["coding"]])
    assert cell([one], summary="s", author="A", evidence=bound)["stale"] is False
    assert cell([one, two], summary="s", author="A", evidence=bound)["stale"] is True
    assert cell([one], summary="s", author="A", evidence="")["stale"] is None  # not bound
    assert cell([one])["stale"] is None


def test_the_hash_of_evidence_does_not_hang_on_its_order() -> None:
    assert evidence_hash(["b", "a"]) == evidence_hash(["a", "b"]) != evidence_hash(["a"])


def made(summaries: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Matrices of two sources, told of in another order than they are listed in."""
    said = records(framed((
        {"coding": f"{source}{start}", "passage": f"{source}{start}", "source": source,
         "start": start, "end": start + 5, "code": "theme", "valence": "present", "coders": "A",
         "informant": "p1", "about": about}
        for source, start, about in (("s1", 30, "mill"), ("s2", 0, "mill"), ("s1", 4, "dale"))
    ), CONSENSUS))  # fmt: skip
    people = records(framed([{"informant": "p1", "unit": "mill"}], INFORMANTS))
    units = records(framed(({"unit": u, "kind": "practice"} for u in ("mill", "dale")), UNITS))
    members = records(framed([], MEMBERSHIPS))
    frame = {"groups": [], "root": "root", "leave_out": [], "nested": False}
    frames = {"people": frame | {"cases": "informant"}, "places": frame | {"cases": "practice"}}
    return matrices_of(
        frames, said, BOOK, people, ["s2", "s1"], units, members, {}, summaries
    )  # fmt: skip


def test_quotations_stand_in_the_order_of_the_sources_and_their_texts() -> None:
    matrices = made([])
    assert matrices["people"]["quotes"][0] == "s20 s14 s130"
    assert list(matrices["places"]["codings"]) == [2, 0, 1, 0]


def test_the_stage_says_what_it_made_and_what_is_stale() -> None:
    row = {"frame": "people", "case": "p1", "theme": "theme", "summary": "s", "author": "A"}
    said = in_a_line(made([row | {"evidence": "old"}]))
    assert said == (
        "people 1 × 2, 1 of 2 cells filled, 1 summary (1 older than the evidence); "
        "places 2 × 2, 2 of 4 cells filled, 0 summaries"
    )


def test_a_summary_of_no_cell_is_told() -> None:
    frames = {"patients": (["p1"], ["theme", "sub"])}
    wrong = [
        Row(2, {"frame": "patient", "case": "p1", "theme": "theme"}),
        Row(3, {"frame": "patients", "case": "p10", "theme": "them"}),
        Row(4, {"frame": "patients", "case": "p1", "theme": "sub"}),
    ]
    told = summary_problems("summaries.csv", wrong, frames)
    assert [(p.line, p.column, p.hint) for p in told] == [
        (2, "frame", "did you mean `patients`?"),
        (3, "case", "did you mean `p1`?"),
        (3, "theme", "did you mean `theme`?"),
    ]
