"""Framework matrices: cells, statuses, summaries that know their evidence."""

from typing import Any

from insideout.chart import case_of, cases_of, columns_of, evidence_hash, matrix, summary_problems
from insideout.reader import records
from insideout.rows import Row

BOOK = [
    {"code": "root", "parent": ""},
    {"code": "theme", "parent": "root"},
    {"code": "sub", "parent": "theme"},
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


def test_a_cell_counts_codes_below_the_theme_and_overlapping_codings_once() -> None:
    made = cell([
        coding("sub", "p1", passage="q"), coding("theme", "p1", passage="q", coders="B"),
        coding("sub", "p1", "absent"), coding("elsewhere", "p1"), coding("sub", "other case"),
    ])  # fmt: skip
    assert (made["codings"], made["passages"], made["coders"]) == (3, 2, 2)
    assert (made["present"], made["absent"], made["mixed"]) == (2, 1, 0)
    assert made["quotes"].split()[0] == "q"


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


def test_a_coding_counts_for_the_site_it_is_about_not_for_its_speakers() -> None:
    sites = {"practice": "north", "trust": "south", "north": "north"}
    told = {"source": "s", "informant": "p1", "about": "trust"}
    unit_of = {"p1": "practice"}
    assert case_of(told, "site", sites, unit_of) == "south"
    assert case_of({**told, "about": "governance"}, "site", sites, unit_of) == "north"
    assert case_of({**told, "about": "trust|practice"}, "site", sites, unit_of) == "north"
    assert case_of(told, "informant", sites, unit_of) == "p1"
    assert case_of(told, "source", sites, unit_of) == "s"


def test_cases_keep_the_order_of_their_tables() -> None:
    people = [{"informant": "p2", "group": "patient"}, {"informant": "g1", "group": "gp"}]
    units = [{"unit": "north", "kind": "site"}, {"unit": "practice", "kind": "practice"}]
    assert cases_of("informant", people, [], units, ["patient"]) == ["p2"]
    assert cases_of("informant", people, [], units, []) == ["p2", "g1"]
    assert cases_of("site", people, [], units, []) == ["north"]
    assert cases_of("source", people, ["s2", "s1"], units, []) == ["s2", "s1"]


def test_columns_are_the_codes_below_the_root_but_those_left_out() -> None:
    assert columns_of(BOOK, {"root": "root", "leave_out": ["second"]}) == ["theme"]
    assert columns_of(BOOK, {"root": "", "leave_out": []}) == ["root", "elsewhere"]


def test_a_summary_of_no_cell_is_told() -> None:
    frames = {"patients": (["p1"], ["theme"])}
    wrong = [
        Row(2, {"frame": "patient", "case": "p1", "theme": "theme"}),
        Row(3, {"frame": "patients", "case": "p10", "theme": "them"}),
    ]
    told = summary_problems("summaries.csv", wrong, frames)
    assert [(p.line, p.column, p.hint) for p in told] == [
        (2, "frame", "did you mean `patients`?"),
        (3, "case", "did you mean `p1`?"),
        (3, "theme", "did you mean `theme`?"),
    ]
