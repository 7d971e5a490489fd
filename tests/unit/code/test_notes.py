"""What in a codebook a person should look at."""

from __future__ import annotations

from typing import Any

from insideout.code.notes import notes
from insideout.reader import framed, records
from insideout.tables.coding import CODE_COUNTS


def code(name: str, parent: str = "", **more: str) -> dict[str, Any]:
    named = {"code": name, "parent": parent, "path": f"{parent} > {name}", "retired": ""}
    return named | {"definition": "Something."} | more


def noted(codes: list[dict[str, Any]], used: dict[str, int]) -> list[tuple[str, str]]:
    rows = [dict.fromkeys(CODE_COUNTS.names, 0) | {"code": c["code"],
            "codings": used.get(c["code"], 0)} for c in codes]  # fmt: skip
    return [(n["code"], n["note"]) for n in records(notes(codes, framed(rows, CODE_COUNTS)))]


def test_a_codebook_in_order_has_no_notes() -> None:
    codes = [code("theme"), code("one", "theme"), code("two", "theme")]
    assert noted(codes, {"one": 1, "two": 4}) == []


def test_codes_at_the_ends_that_nobody_used_are_told_and_themes_not() -> None:
    codes = [code("theme"), code("one", "theme"), code("two", "theme")]
    assert noted(codes, {"one": 1}) == [("two", "unused")]


def test_definitions_that_are_missing_and_themes_of_one_code() -> None:
    codes = [code("theme"), code("one", "theme", definition=""), code("two", "theme", retired="2")]
    assert noted(codes, {"one": 1}) == [("theme", "one_child"), ("one", "no_definition")]


def test_of_retired_codes_only_codings_that_stand_on_them_are_told() -> None:
    codes = [code("gone", retired="2", definition=""), code("split", retired="2")]
    assert noted(codes, {"split": 2}) == [("split", "retired_used")]


def test_equal_names_below_one_parent_name_each_other() -> None:
    codes = [code("a", path="Waiting"), code("b", path="waiting"), code("c", path="Cost > Waiting")]
    used = {"a": 1, "b": 1, "c": 1}
    assert noted(codes, used) == [("a", "same_path"), ("b", "same_path")]
