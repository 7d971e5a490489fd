"""Two groups in a few words."""

from __future__ import annotations

from typing import Any

import pytest

from insideout.test.compared import two_groups_words


def counts(**groups: dict[str, int]) -> list[dict[str, Any]]:
    return [{"group": group, "value": value, "n": n}
            for group, of in groups.items() for value, n in of.items()]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (counts(yes={"no": 2, "yes": 33}, no={"no": 17, "yes": 12}),
         "usual GP yes: 33 of 35 yes; usual GP no: 12 of 29"),
        (counts(a={"absent": 1, "mixed": 1, "present": 2}, b={"absent": 1, "present": 0}),
         "usual GP a: 2 of 4 present; usual GP b: 0 of 1"),
        (counts(a={"agree": 1, "disagree": 1, "so_so": 2}, b={"agree": 1}), ""),
        (counts(a={"yes": 1}, b={"yes": 2}, c={"yes": 3}), ""),
        ([{"group": g, "value": "", "n": 3, "mean": m, "median": 2.0}
          for g, m in (("a", -1.5), ("b", 70.123456))],
         "usual GP a: mean −1.5; usual GP b: mean 70.12"),
    ],
)  # fmt: skip
def test_two_groups(cells: list[dict[str, Any]], said: str) -> None:
    assert two_groups_words(cells, "usual GP", "t", {}) == said


def test_ranks_are_told_by_medians() -> None:
    cells = [{"group": g, "value": "", "n": 3, "mean": 9.0, "median": m}
             for g, m in (("a", 1.0), ("b", 2.5))]  # fmt: skip
    assert two_groups_words(cells, "sex", "mann_whitney", {"a": "f"}) == (
        "sex f: median 1; sex b: median 2.5"
    )
