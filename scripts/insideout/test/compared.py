"""What a test of two groups compared, in a few words, so that its sentence says which is more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.test.effects import POSITIVE, positive_first

MEDIANS = ("mann_whitney", "kruskal_wallis")


def two_groups_words(
    cells: Sequence[Mapping[str, Any]], by: str, method: str, called: Mapping[str, str]
) -> str:
    """`usual GP yes: 33 of 35 yes; usual GP no: 12 of 29`; "" for more groups, or more values.

    `cells`: rows of test_cells; `by`: what groups the cases, in words; `called`: values in words.
    Numbers are compared by the means, or the medians, that their test is about.
    """
    groups = list(dict.fromkeys(cell["group"] for cell in cells))
    values = list(dict.fromkeys(cell["value"] for cell in cells))
    if len(groups) != 2:
        return ""
    value = positive_first(values)[0]
    if len(values) > 2 and value not in POSITIVE:
        return ""
    at = {(cell["group"], cell["value"]): cell for cell in cells}
    sizes = {g: sum(cell["n"] for cell in cells if cell["group"] == g) for g in groups}
    parts: list[str] = []
    for group in groups:
        cell = at.get((group, value))
        if cell is None:
            return ""
        if not value:
            name = "median" if method in MEDIANS else "mean"
            said = f"{name} {cell[name]:.4g}".replace("-", "−")
        else:
            said = f"{cell['n']} of {sizes[group]}" + f" {called.get(value, value)}" * (not parts)
        parts.append(f"{by} {called.get(group, group)}: {said}")
    return "; ".join(parts)
