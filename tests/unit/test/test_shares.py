"""Contrasts that a table of published shares has too few, or too many, groups for."""

from __future__ import annotations

from insideout.test.shares import share_problems


def test_a_contrast_has_two_groups() -> None:
    rows = [(2, "plan"), (3, "plan"), (4, "use"), (5, "many"), (7, "many"), (9, "many")]
    few, many = share_problems("shares.csv", rows)
    assert (few.line, few.found) == (4, "1 for 'use'")
    assert (many.line, many.found) == (9, "3 for 'many'")
    assert share_problems("shares.csv", rows[:2]) == []
