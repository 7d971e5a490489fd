"""What is wrong with a table of published shares: the standard library alone, for the check."""

from __future__ import annotations

from collections.abc import Iterable

from insideout.problems import Problem, shown


def share_problems(file: str, rows: Iterable[tuple[int | None, str]]) -> list[Problem]:
    """Contrasts with other than two groups.

    `rows`: of each row its line in the file, where that is known, and its contrast. A problem is
    told at the first row too many, or at the only one.
    """
    found: dict[str, list[int | None]] = {}
    for line, contrast in rows:
        found.setdefault(contrast, []).append(line)
    return [
        Problem(file, lines[min(2, len(lines) - 1)], "contrast", "two groups for each contrast",
                f"{len(lines)} for {shown(contrast)}",
                "give a contrast one row for each of its two groups")
        for contrast, lines in found.items() if len(lines) != 2
    ]  # fmt: skip
