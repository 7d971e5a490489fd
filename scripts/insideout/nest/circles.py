"""Circles where none may be: memberships or links that lead back to where they began."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from insideout.problems import Problem

Span = tuple[datetime.date, datetime.date]  # first and last day


def dated_cycles(joins: Sequence[tuple[str, str, Span]]) -> list[list[str]]:
    """Circles whose memberships have a day in common: if any, the first day of one of them."""
    if not cycles((unit, parent) for unit, parent, _ in joins):
        return []
    found: dict[frozenset[str], list[str]] = {}
    for day in sorted({span[0] for _, _, span in joins}):
        then = ((u, p) for u, p, (first, last) in joins if first <= day <= last)
        for circle in cycles(then):
            found.setdefault(frozenset(circle), circle)
    return list(found.values())


def cycles(edges: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Circles among edges, one for each edge that closes one: its nodes, the least first.

    A depth-first walk without recursion; taking these edges out leaves no circle.
    """
    on: dict[str, dict[str, None]] = {}
    for one, other in edges:
        on.setdefault(one, {})[other] = None
    found: dict[tuple[str, ...], None] = {}
    done: set[str] = set()
    for start, nexts in on.items():
        way = {start: iter(nexts)} if start not in done else {}
        while way:
            node = next(reversed(way))
            to = next(way[node], None)
            if to is None:
                way.popitem()
                done.add(node)
            elif to in way:
                names = list(way)[list(way).index(to) :]
                least = names.index(min(names))
                found[tuple(names[least:] + names[:least])] = None
            elif to not in done:
                way[to] = iter(on.get(to, ()))
    return [list(circle) for circle in found]


def circle_problem(
    file: str,
    column: str,
    joins: Iterable[tuple[str, str, int]],
    circle: Sequence[str],
    expected: str,
    hint: str,
) -> Problem:
    """A circle as a problem of its first row. `joins`: one end, the other, and the row's line."""
    steps = set(zip(circle, [*circle[1:], circle[0]], strict=True))
    lines = sorted(line for one, other, line in joins if (one, other) in steps)
    found = " → ".join([*circle, circle[0]])
    if len(lines) > 1:
        found += f" (lines {', '.join(map(str, lines))})"
    return Problem(file, lines[0], column, expected, found, hint)
