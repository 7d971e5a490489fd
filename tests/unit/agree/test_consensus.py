"""One set of codings out of several coders'."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.agree.assigned import Assignment
from insideout.agree.consensus import adjudication_problems, consensus
from insideout.agree.disagreements import disagreements, item_of, pair_of
from insideout.reader import framed, records
from insideout.rows import Row
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import ADJUDICATIONS
from insideout.tables.outputs import CODINGS_PLACED, TURNS

TEXT = "".join(chr(ord("a") + n % 26) for n in range(100))
TURN = [
    {"source": "s", "turn": 1, "start": 0, "end": 20, "informant": "p1", "role": "informant"},
    {"source": "s", "turn": 2, "start": 20, "end": 100, "informant": "p2", "role": "informant"},
]
THERE = {name: {"code": "care", "valence": "present"} for name in ("A1", "A2")}
AGREE = {"validators": [], "unresolved": "keep"}


def coding(name: str, start: int = 0, end: int = 10, **more: Any) -> dict[str, Any]:
    """A coding whose coder is the first letter of its id."""
    return {"coding": name, "source": "s", "start": start, "end": end, "quote": TEXT[start:end],
            "code": "c", "valence": "present", "about": "x", "coder": name[0], "round": 1,
            "turn": 1, "informant": "p1", "passage": "-", "how": "exact", "score": 100,
            "origin": "coded", "suffix": TEXT[end : end + 32], **more}  # fmt: skip


def decision(name: str, what: str, *there: str, **more: str) -> dict[str, Any]:
    return {"coding": name, "decision": what, "by": "C", "date": "2026-01-02", "reason": "clear",
            "evidence": item_of(there), **more}  # fmt: skip


def settled(
    *codings: dict[str, Any],
    coders: str = "AB",
    ledger: tuple[dict[str, Any], ...] = (),
    **settings: Any,
) -> pd.DataFrame:
    order = ("source", "start", "end", "code", "coder", "coding")
    rows = framed(sorted(codings, key=lambda c: [c[k] for k in order]), CODINGS_PLACED)
    work = [Assignment("s", who, 1, frozenset("cd")) for who in coders]
    rulings, said = framed(ledger, ADJUDICATIONS), AGREE | settings
    disputed = disagreements(rows, work, rulings, said, declared=True)
    return consensus(rows, disputed, rulings, said, {"s": TEXT}, framed(TURN, TURNS))


def told(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    return [(r["derived_from"], r["valence"], r["status"]) for r in records(table)]


def test_what_one_coder_alone_had_stands_as_it_is() -> None:
    one, two = coding("A1", 0, 10), coding("A2", 5, 30, valence="absent", memo="hm")
    table = settled(one, two, coders="A")
    assert list(table.columns) == CONSENSUS.names
    for row, was in zip(records(table), (one, two), strict=True):
        assert {k: row[k] for k in was if k != "passage"} == {k: v for k, v in was.items()
                                                              if k != "passage"}  # fmt: skip
        assert (row["derived_from"], row["coders"], row["status"]) == (was["coding"], "A", "single")
    assert list(table["passage"]) == ["A1", "A1"]


def test_what_coders_agree_on_is_there_once_over_all_they_marked() -> None:
    (row,) = records(settled(coding("B1", 5, 40, memo="later"), coding("A1", 2, 8, memo="first")))
    assert (row["start"], row["end"], row["quote"]) == (2, 40, TEXT[2:40])
    assert row["suffix"] == TEXT[40:72]
    assert (row["derived_from"], row["coders"], row["status"]) == ("A1 B1", "A B", "agreed")
    assert (row["coder"], row["memo"], row["turn"]) == ("A", "first", 1)
    assert row["informant"] == "p2"  # who says most of the whole passage
    assert row["coding"] not in ("A1", "B1")
    assert row["passage"] == row["coding"]


def test_before_and_after_stay_two_codings() -> None:
    a1, a2 = coding("A1", period_from="2010-01-01"), coding("A2", period_from="2014-01-01")
    table = settled(a1, a2, coding("B1"), coding("B2", period_from="2014-01-01"))
    assert sorted((r["derived_from"], r["period_from"], r["status"]) for r in records(table)) == [
        ("A1 B1", "2010-01-01", "agreed"), ("A2 B2", "2014-01-01", "agreed"),
    ]  # fmt: skip


def test_what_nobody_has_decided_is_kept_or_dropped() -> None:
    both = coding("A1"), coding("B1", valence="absent")
    assert told(settled(*both)) == [("A1", "present", "unresolved"), ("B1", "absent", "unresolved")]
    assert told(settled(*both, unresolved="drop")) == []
    assert told(settled(coding("A1"), coding("B1"), coding("A2", valence="mixed"),
                        unresolved="drop")) == [("A1 B1", "present", "agreed")]  # fmt: skip


def test_two_of_three_who_say_the_same_are_one_unresolved_coding() -> None:
    table = settled(coding("A1"), coding("B1"), coders="ABC")
    assert told(table) == [("A1 B1", "present", "unresolved")]
    ruled = settled(coding("A1"), coding("B1"), coders="ABC",
                    ledger=(decision("B1", "keep", "A1", "B1"),))  # fmt: skip
    assert told(ruled) == [("A1 B1", "present", "adjudicated")]


def test_decisions_keep_drop_and_change() -> None:
    both = coding("A1"), coding("B1", valence="absent")
    there = ("A1", "B1")
    kept = settled(*both, ledger=(decision("A1", "keep", *there), decision("B1", "drop", *there)))
    assert told(kept) == [("A1", "present", "adjudicated")]
    assert list(kept["coding"]) == ["A1"]
    change = decision("A1", "change", *there, valence="mixed", about="y")
    table = settled(*both, ledger=(change, decision("B1", "drop", *there)))
    (row,) = records(table)
    assert (row["valence"], row["about"], row["code"]) == ("mixed", "y", "c")
    assert (row["status"], row["derived_from"]) == ("adjudicated", "A1")
    assert row["coding"] != "A1"


def test_a_stale_decision_isnt_applied() -> None:
    both = coding("A1"), coding("B1", valence="absent")
    assert told(settled(*both, ledger=(decision("A1", "drop", "A1"),))) == [
        ("A1", "present", "unresolved"), ("B1", "absent", "unresolved"),
    ]  # fmt: skip


def test_a_coding_changed_to_what_is_there_joins_it() -> None:
    rows = coding("A1"), coding("A2", code="d"), coding("B2", 5, 20, code="d")
    change = decision("A1", "change", "A1", code="d")
    table = settled(*rows, ledger=(change,))
    assert told(table) == [("A1 A2 B2", "present", "adjudicated")]
    assert list(table["code"]) == ["d"]
    apart = settled(coding("A1", 40, 50), *rows[1:],
                    ledger=(decision("A1", "change", "A1", code="d"),))  # fmt: skip
    assert told(apart) == [("A2 B2", "present", "agreed"), ("A1", "present", "adjudicated")]


def test_a_validators_own_codings_need_no_decision() -> None:
    table = settled(coding("A1"), coding("V1", 50, 60), coders="AV", validators=["V"])
    assert told(table) == [("A1", "present", "single"), ("V1", "present", "adjudicated")]
    dropped = settled(coding("A1"), coders="AV", validators=["V"],
                      ledger=(decision("A1", "drop", "A1"),))  # fmt: skip
    assert told(dropped) == []
    checked = settled(coding("A1"), coders="AV", validators=["V"],
                      ledger=(decision("A1", "keep", "A1"),))  # fmt: skip
    assert told(checked) == [("A1", "present", "adjudicated")]


def test_nothing_gives_nothing() -> None:
    table = settled()
    assert list(table.columns) == CONSENSUS.names
    assert len(table) == 0


SPANS = st.tuples(st.integers(0, 60), st.integers(1, 30))
CODINGS = st.lists(
    st.tuples(SPANS, st.sampled_from("AB"), st.sampled_from("cd"),
              st.sampled_from(["present", "absent"]), st.sampled_from(["x", "y"])),
    max_size=12,
)  # fmt: skip


@given(CODINGS)
def test_no_coding_is_lost_and_none_is_there_twice(drawn: list[Any]) -> None:
    rows = [
        coding(f"{who}{n}", start, start + length, code=code, valence=valence, about=about)
        for n, ((start, length), who, code, valence, about) in enumerate(drawn)
    ]
    table = settled(*rows)
    lineage = " ".join(table["derived_from"]).split()
    assert sorted(lineage) == sorted(row["coding"] for row in rows)
    assert table["coding"].is_unique
    by_id = {row["coding"]: row for row in rows}
    for row in records(table):
        behind = [by_id[name] for name in row["derived_from"].split()]
        assert row["quote"] == TEXT[row["start"] : row["end"]]
        assert (row["start"], row["end"]) == (min(b["start"] for b in behind),
                                              max(b["end"] for b in behind))  # fmt: skip
        assert {pair_of(b["valence"], b["about"]) for b in behind} == {
            pair_of(row["valence"], row["about"])
        }
        assert set(row["coders"].split()) == {b["coder"] for b in behind}
    keys = list(table[["start", "end", "code", "coder", "coding"]].itertuples(index=False))
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"coding": "gone"}, "the coding has changed since, or is gone"),
        ({"decision": "change"}, "fill in code, valence or about"),
        ({"valence": "mixed"}, "the decision is keep: empty valence, or change"),
        ({"decision": "change", "code": "crae"}, "care"),
        ({"decision": "change", "about": "site|stie"}, "site"),
    ],
)
def test_decisions_that_cant_be_used_are_told_of(cells: dict[str, str], said: str) -> None:
    row = Row(3, {"coding": "A1", "decision": "keep", **cells})
    (problem,) = adjudication_problems("a.csv", [row], THERE, {"care": []}, {"site"})
    assert problem.line == 3
    assert said in problem.hint


def test_a_sound_decision_is_no_problem() -> None:
    rows = [Row(2, {"coding": "A1", "decision": "change", "about": "anything"}),
            Row(3, {"coding": "A2", "decision": "drop"})]  # fmt: skip
    assert adjudication_problems("a.csv", rows, THERE, {"care": []}, set()) == []


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"valence": "mixed"}, "'mixed'"),
        ({"code": "bus"}, "an empty cell: present stays"),
        ({"code": "bus", "valence": "mixed"}, "'mixed'"),
        ({"code": "bus", "valence": "absent"}, None),
        ({"code": "free", "valence": "mixed"}, None),
        ({"about": "site"}, None),
    ],
)
def test_a_decision_leaves_a_valence_that_its_code_allows(
    cells: dict[str, str], found: str | None
) -> None:
    allowed = {"care": ["present", "absent"], "bus": ["absent"], "free": []}
    row = Row(4, {"coding": "A1", "decision": "change", **cells})
    problems = adjudication_problems("a.csv", [row], THERE, allowed, {"site"})
    assert [problem.found for problem in problems] == ([found] if found else [])
    assert all((p.line, p.column) == (4, "valence") for p in problems)
