"""Versions of a codebook, and old codings under the present one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.code.versions import became, brought_up, codes_of_version, version_key
from insideout.reader import framed
from insideout.tables.coding import CODE_CHANGES


def code(name: str, parent: str = "", **more: str) -> dict[str, Any]:
    empty = dict.fromkeys(("since", "retired", "merged_into", "split_from"), "")
    return {"code": name, "parent": parent} | empty | more


def coding(name: str, code: str) -> dict[str, Any]:
    return {"coding": name, "source": "A1", "coder": "AM", "code": code, "quote": "Words."}


BOOK = [
    code("theme"),
    code("kept", "theme"),
    code("old_name", "theme", retired="2", merged_into="new_name"),
    code("older_name", "theme", retired="1.1", merged_into="old_name"),
    code("new_name", "theme", since="2"),
    code("dropped", "theme", retired="1.10"),
    code("wide", retired="3"),
    code("narrow", since="3", split_from="wide"),
    code("other_narrow", since="3", split_from="wide"),
]


@pytest.mark.parametrize(
    ("earlier", "later"), [("1", "1.1"), ("1.2", "1.10"), ("1.10", "2"), ("2", "10"), ("0", "0.1")]
)
def test_versions_are_in_the_order_of_their_numbers(earlier: str, later: str) -> None:
    assert version_key(earlier) < version_key(later)


def test_noughts_at_the_end_are_no_other_version() -> None:
    assert version_key("1") == version_key("1.0") == version_key("01.0.0")


@pytest.mark.parametrize("text", ["", "1.", ".1", "v2", "1,2", "2 ", "-1", "1..2", "²", "٢"])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        version_key(text)


@given(st.lists(st.integers(0, 99), min_size=1), st.lists(st.integers(0, 99), min_size=1))
def test_versions_compare_as_lists_of_numbers(one: list[int], other: list[int]) -> None:
    length = max(len(one), len(other))
    padded = [numbers + [0] * (length - len(numbers)) for numbers in (one, other)]
    keys = [version_key(".".join(map(str, numbers))) for numbers in (one, other)]
    assert (keys[0] < keys[1]) == (padded[0] < padded[1])


def test_a_merged_code_gives_way_to_the_last_of_its_successors() -> None:
    kept, log = brought_up([coding("a", "old_name"), coding("b", "older_name")], BOOK)
    assert [(c["coding"], c["code"], c["quote"]) for c in kept] == [
        ("a", "new_name", "Words."),
        ("b", "new_name", "Words."),
    ]
    assert [(row["code"], row["to"], row["what"], row["version"]) for row in log] == [
        ("old_name", "new_name", "merged", "2"),
        ("older_name", "new_name", "merged", "2"),
    ]


def test_codings_of_a_code_without_successor_are_set_aside_and_logged() -> None:
    kept, log = brought_up([coding("a", "dropped"), coding("b", "kept")], BOOK)
    assert [c["coding"] for c in kept] == ["b"]
    assert log == [
        {"coding": "a", "source": "A1", "coder": "AM", "code": "dropped", "to": "",
         "what": "retired", "version": "1.10", "into": ""}
    ]  # fmt: skip


def test_codings_of_a_split_code_stay_and_name_its_parts() -> None:
    kept, log = brought_up([coding("a", "wide")], BOOK)
    assert kept == [coding("a", "wide")]
    assert (log[0]["to"], log[0]["what"], log[0]["version"]) == ("wide", "split", "3")
    assert log[0]["into"] == "narrow other_narrow"


def test_a_code_in_use_that_was_split_has_the_version_of_its_parts() -> None:
    book = [code("wide"), code("part", since="2.1", split_from="wide")]
    change = became(book)["wide"]
    assert (change["what"], change["version"], change["into"]) == ("split", "2.1", "part")


def test_parts_that_were_merged_or_split_again_lead_to_codes_in_use() -> None:
    book = [
        code("wide", retired="2"),
        code("one", since="2", split_from="wide", retired="3", merged_into="else"),
        code("two", since="2", split_from="wide", retired="3"),
        code("two_a", since="3", split_from="two"),
        code("else"),
    ]
    assert became(book)["wide"]["into"] == "else two_a"


def test_a_split_code_whose_parts_are_gone_is_retired() -> None:
    book = [code("wide", retired="2"), code("part", since="2", split_from="wide", retired="3")]
    assert became(book)["wide"]["what"] == "retired"


def test_a_part_that_was_merged_back_leads_nowhere_else() -> None:
    book = [
        code("wide"),
        code("part", since="2", split_from="wide", retired="3", merged_into="wide"),
    ]
    assert became(book) == {
        "part": {"to": "wide", "what": "merged", "version": "3", "into": ""}
    }  # fmt: skip


def test_what_was_merged_after_a_split_is_not_of_the_split() -> None:
    book = [
        code("wide"),
        code("part", since="2", split_from="wide"),
        code("before", retired="1.5", merged_into="wide"),
        code("after", retired="3", merged_into="wide"),
    ]
    assert became(book)["before"]["into"] == "part"
    assert became(book)["after"]["into"] == ""


def test_the_log_is_a_table_of_changes() -> None:
    _, log = brought_up([coding("a", "wide"), coding("b", "dropped"), coding("c", "kept")], BOOK)
    table = framed(log, CODE_CHANGES)
    assert table["coding"].tolist() == ["a", "b"]
    assert set(log[0]) == set(CODE_CHANGES.names)


def test_codes_of_a_version_are_those_that_had_come_and_not_gone() -> None:
    assert codes_of_version(BOOK, "1", ()) == {
        "theme", "kept", "old_name", "older_name", "dropped", "wide",
    }  # fmt: skip
    assert "older_name" not in codes_of_version(BOOK, "1.1", ())
    assert "dropped" in codes_of_version(BOOK, "1.9", ())
    assert codes_of_version(BOOK, "2", ("theme",)) == {"theme", "kept", "new_name"}
    assert codes_of_version(BOOK, "", ()) == {
        "theme", "kept", "new_name", "narrow", "other_narrow",
    }  # fmt: skip
    assert codes_of_version(BOOK, "", ("kept", "narrow")) == {"kept", "narrow"}


names = st.sampled_from([c["code"] for c in BOOK])


@given(st.lists(names))
def test_every_coding_is_kept_or_logged_under_its_own_id(coded: list[str]) -> None:
    codings = [coding(str(n), name) for n, name in enumerate(coded)]
    kept, log = brought_up(codings, BOOK)
    assert {c["coding"] for c in kept} | {r["coding"] for r in log} == set(
        map(str, range(len(coded)))
    )
    assert {r["coding"] for r in log if not r["to"]}.isdisjoint(c["coding"] for c in kept)
    same = {c["coding"]: c["code"] for c in kept}
    assert all(same[r["coding"]] == r["to"] for r in log if r["to"])
    assert brought_up(kept, BOOK)[0] == kept
