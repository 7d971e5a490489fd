"""What coders don't agree on: presence, valence, what it is about; validators; stale decisions."""

from typing import Any

import pandas as pd

from insideout.agree.assigned import Assignment
from insideout.agree.disagreements import chains, disagreements, item_of
from insideout.reader import framed, records
from insideout.tables.inputs import ADJUDICATIONS
from insideout.tables.outputs import CODINGS_PLACED

ALL = frozenset({"c", "d"})
AGREE = {"validators": [], "unresolved": "keep"}


def coding(name: str, start: int = 0, end: int = 10, **more: Any) -> dict[str, Any]:
    """A coding whose coder is the first letter of its id."""
    return {"coding": name, "source": "s", "start": start, "end": end, "quote": "q", "code": "c",
            "valence": "present", "about": "x", "coder": name[0], "round": 1, **more}  # fmt: skip


def found(
    *codings: dict[str, Any],
    coders: str = "AB",
    codes: frozenset[str] = ALL,
    ledger: tuple[dict[str, Any], ...] = (),
    declared: bool = True,
    **settings: Any,
) -> list[dict[str, Any]]:
    rows = sorted(codings, key=lambda c: (c["source"], c["start"], c["end"], c["code"]))
    work = [Assignment("s", who, 1, codes) for who in coders]
    table = disagreements(framed(rows, CODINGS_PLACED), work, framed(ledger, ADJUDICATIONS),
                          AGREE | settings, declared=declared)  # fmt: skip
    return records(table)


def told(rows: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    return {row["coding"]: (row["about_what"], row["others"]) for row in rows}


def test_coders_who_say_the_same_agree_whatever_their_spans() -> None:
    assert found(coding("A1", 0, 10), coding("B1", 5, 30)) == []


def test_codings_that_only_touch_are_two_passages() -> None:
    rows = found(coding("A1", 0, 10), coding("B1", 10, 20))
    assert told(rows) == {"A1": ("presence", "B"), "B1": ("presence", "A")}
    assert rows[0]["item"] != rows[1]["item"]


def test_what_is_in_dispute_is_named() -> None:
    assert told(found(coding("A1"))) == {"A1": ("presence", "B")}
    assert told(found(coding("A1"), coding("B1", valence="absent"))) == {
        "A1": ("valence", "B"), "B1": ("valence", "A"),
    }  # fmt: skip
    assert told(found(coding("A1"), coding("B1", about="y", valence="absent"))) == {
        "A1": ("about", "B"), "B1": ("about", "A"),
    }  # fmt: skip


def test_only_the_pair_in_dispute_is_listed() -> None:
    rows = found(coding("A1"), coding("A2", valence="absent"), coding("B1"))
    assert told(rows) == {"A2": ("valence", "B")}
    assert rows[0]["item"] == item_of(["A1", "A2", "B1"])


def test_presence_is_what_weighs_most_among_three() -> None:
    rows = found(coding("A1"), coding("B1", valence="absent"), coders="ABC")
    assert told(rows) == {"A1": ("presence", "B C"), "B1": ("presence", "A C")}


def test_an_interface_is_the_same_from_both_sides() -> None:
    assert found(coding("A1", about="a|b"), coding("B1", about="b|a")) == []


def test_who_didnt_look_for_a_code_doesnt_disagree() -> None:
    assert found(coding("A1"), coders="A") == []
    assert found(coding("A1", code="new"), codes=ALL) == []  # nobody had it to look for
    rows = found(coding("A1", code="new"), coding("B1", code="new", valence="absent"))
    assert told(rows) == {"A1": ("valence", "B"), "B1": ("valence", "A")}  # both put it


def decision(name: str, evidence: str, **more: Any) -> dict[str, Any]:
    return {"coding": name, "decision": "keep", "by": "C", "date": "2026-01-02", "reason": "clear",
            "evidence": evidence, **more}  # fmt: skip


def test_a_decision_holds_for_the_codings_that_stood_there() -> None:
    good = decision("A1", item_of(["A1", "B1"]))
    rows = found(coding("A1"), coding("B1", valence="absent"), ledger=(good,))
    assert [(r["status"], r["decision"], r["by"]) for r in rows] == [
        ("decided", "keep", "C"), ("open", "", ""),
    ]  # fmt: skip
    more = [coding("A1"), coding("B1", valence="absent"), coding("B2", 8, 12, valence="mixed")]
    assert {r["coding"]: r["status"] for r in found(*more, ledger=(good,))}["A1"] == "stale"


def test_a_decision_doesnt_fall_away_unseen_when_coders_have_come_to_agree() -> None:
    old = decision("A1", item_of(["A1"]), decision="drop")
    assert found(coding("A1"), ledger=(old,))[0]["status"] == "decided"
    rows = found(coding("A1"), coding("B1"), ledger=(old,))
    assert [(r["coding"], r["status"], r["others"]) for r in rows] == [("A1", "stale", "C")]


def test_a_validator_checks_every_coding_of_the_sources_they_have() -> None:
    rows = found(coding("A1"), coding("A2", 20, 30), coders="AV", validators=["V"])
    assert told(rows) == {"A1": ("check", "V"), "A2": ("check", "V")}
    assert found(coding("A1"), coders="A", validators=["V"]) == []  # not V's source
    assert told(found(coding("A1"), coders="A", validators=["V"], declared=False)) == {
        "A1": ("check", "V"),
    }  # fmt: skip


def test_what_a_validator_adds_is_in_no_dispute() -> None:
    rows = found(coding("V1", 50, 60), coding("A1"), coders="ABV", validators=["V"])
    assert told(rows) == {"A1": ("presence", "B")}


def test_chains_of_overlaps_by_code_and_source() -> None:
    rows = [coding("A1", 0, 10), coding("B1", 8, 20, code="d"), coding("B2", 9, 20),
            coding("A2", 19, 25), coding("A3", 25, 30), coding("A4", 0, 9, source="t")]  # fmt: skip
    table: pd.DataFrame = framed(rows, CODINGS_PLACED)
    assert chains(table) == [[0, 2, 3], [1], [4], [5]]
