"""Printed figures that can't all be true: relations that should hold among them, and don't.

A figure is known to the rounding it is printed with, so it stands for an interval; a share of a
known number of people stands for the counts that round to it (as in Brown and Heathers 2017). A
relation fails only where no values within the rounding would satisfy it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from insideout.problems import Problem, shown
from insideout.quality.figures import Figure, figure, told
from insideout.rows import Row

NONE = Fraction(0)
Finding = dict[str, Any]
Rows = Sequence[Mapping[str, Any]]
Member = TypeVar("Member", Row, Mapping[str, Any])
Key = tuple[str, str, str]  # set, relation, group
MANY = 10**6
SOME, ONE = (1, MANY), (1, 1)
NEEDS: dict[str, dict[str, tuple[int, int]]] = {  # rows of each part: at least, at most
    "sum": {"part": SOME, "total": SOME}, "partition": {"part": (2, MANY)},
    "criteria": dict.fromkeys(("first", "second", "both", "neither"), ONE),
    "bound": {"part": SOME, "whole": SOME}, "ratio": {"part": ONE, "whole": ONE, "share": SOME},
    "same": {"same": (2, MANY)}, "largest": {"largest": SOME, "other": SOME},
}  # fmt: skip
NAMED: dict[str, tuple[str, ...]] = {  # parts whose quantities say what a set is of
    "sum": ("total",), "partition": ("part",), "criteria": ("first", "second"),
    "bound": ("part",), "ratio": ("share",), "same": ("same",), "largest": ("largest",),
}  # fmt: skip


def printed_findings(rows: Iterable[Mapping[str, Any]]) -> list[Finding]:
    """Relations among printed figures that can't hold (rows of the table `data_quality`).

    `rows`: those of the table `printed`. Each set is looked at group by group.
    """
    found = []
    for (name, relation, group), members in _sets(rows).items():
        for expected, there in LOOK[relation](members):
            sources = "; ".join(dict.fromkeys(row["source"] for row in members))
            of = _about(relation, members)
            of += f", {group}" if group and group not in of else ""
            found.append({
                "check": f"printed_{relation}", "about": "printed", "where": f"{of} (set {name})",
                "column": "", "expected": expected, "found": f"{there} ({sources})", "count": 1,
                "weight": "impossible",
            })  # fmt: skip
    return found


def printed_problems(file: str, rows: Iterable[Row]) -> list[Problem]:
    """What keeps a relation from being looked at, for the check of all inputs.

    Figures that can't be read as a number, and sets that lack a part (or have one too many).
    """
    rows = list(rows)
    hint = "write it as printed, without words: 9,000, 3.5, 56%; or 0.56 for a share"
    unread = [
        Problem(file, row.line, "value", "a number", shown(row["value"]), hint)
        for row in rows if _figure(row) is None and row["part"] in _numeric(row, rows)
    ]  # fmt: skip
    return unread + [each for key, of in _sets(rows).items() for each in _incomplete(file, key, of)]


def _numeric(row: Row, rows: Iterable[Row]) -> Sequence[str]:
    """The parts of a row's set that should be numbers: all, but for words printed twice."""
    beside = (r for r in rows if (r["set"], r["group"]) == (row["set"], row["group"]))
    words = row["relation"] == "same" and not any(_figure(r) for r in beside)
    return () if words else tuple(NEEDS[row["relation"]])


def _sets(rows: Iterable[Member]) -> dict[Key, list[Member]]:
    sets: dict[Key, list[Member]] = {}
    for row in rows:
        sets.setdefault((row["set"], row["relation"], row["group"] or ""), []).append(row)
    return sets


def _incomplete(file: str, key: Key, rows: Sequence[Row]) -> list[Problem]:
    """Why the relation of a set can't be looked at, told at its first row."""
    name, relation, group = key
    count = Counter(row["part"] for row in rows)
    needs = NEEDS[relation]
    fits = all(least <= count[part] <= most for part, (least, most) in needs.items())
    foreign = [row for row in rows if row["part"] not in needs]
    of = f"set {name}, group {group}" if group else f"set {name}"
    parts = listed([_wanted(part, *sizes) for part, sizes in needs.items()])
    wanted = f"{of}: {relation} needs {parts}"
    if not fits:
        there = listed([f"{n} {part}" for part, n in count.items()])
        hint = "add the row, or spell set, relation and group alike in all rows of the set"
        return [Problem(file, rows[0].line, "part", wanted, there, hint)]
    wrong = [Problem(file, row.line, "part", wanted, shown(row["part"]),
                     "correct the part or the relation") for row in foreign]  # fmt: skip
    if relation == "ratio":
        wrong += [
            Problem(file, row.line, "value", f"{of}: a whole above 0", shown(row["value"]))
            for row in rows
            if row["part"] == "whole" and (whole := figure(row["value"])) and whole.low <= 0
        ]
    return wrong


def _wanted(part: str, least: int, most: int) -> str:
    """How many rows of a part a relation needs, in words."""
    if least > 1:
        return f"{least} rows of {part}"
    return part if most > 1 else f"one {part}"


def _about(relation: str, members: Rows) -> str:
    """What a set of figures is of, in the words of its quantities."""
    names = dict.fromkeys(row["quantity"] for row in members if row["part"] in NAMED[relation])
    return " or ".join(names) + (", as the largest" if relation == "largest" else "")


def _figure(row: Member) -> Figure | None:
    return figure(row["value"], row["n"], row["rounded"])


def _numbers(members: Rows, part: str) -> list[Figure]:
    made = (_figure(row) for row in members if row["part"] == part)
    return [number for number in made if number is not None]


def _written(members: Rows, *parts: str) -> str:
    return listed([f"{r['value']} ({r['quantity']})" for r in members if r["part"] in parts])


def _sum(members: Rows) -> list[tuple[str, str]]:
    parts = _numbers(members, "part")
    low, high = sum((p.low for p in parts), NONE), sum((p.high for p in parts), NONE)
    added = sum((part.value for part in parts), NONE)
    return [
        (f"the parts to add up to {told(total.value)}", f"they add up to {told(added)}")
        for total in _numbers(members, "total")
        if parts and not _meet(low, high, total.low, total.high)
    ]


def _partition(members: Rows) -> list[tuple[str, str]]:
    parts = _numbers(members, "part")
    base = parts[0].n if parts else None
    added = sum((part.value for part in parts), NONE)
    if base and all(part.n == base for part in parts):
        ranges = [part.counts for part in parts]
        if odd := [told(part.value, share=True) for part in parts if not part.counts]:
            wanted = f"shares that a whole number of {base} people can have"
            return [(wanted, f"no number of {base} people gives {' or '.join(odd)}")]
        holds = sum(r[0] for r in ranges) <= base <= sum(r[-1] for r in ranges)
        of = f" of {base}"
    else:
        low, high = sum((p.low for p in parts), NONE), sum((p.high for p in parts), NONE)
        holds, of = not parts or low <= 1 <= high, ""
    wanted = f"shares{of} that make up 100%, within rounding"
    there = f"{_written(members, 'part')}: {told(added, share=True)} together"
    return [] if holds else [(wanted, there)]


def _criteria(members: Rows) -> list[tuple[str, str]]:
    """Neither = 1 − (first + second − both): inclusion and exclusion."""
    names = ("first", "second", "both", "neither")
    found = [_numbers(members, name) for name in names]
    if not all(len(numbers) == 1 for numbers in found):
        return []
    first, second, both, neither = (numbers[0] for numbers in found)
    left = 1 - (first.value + second.value - both.value)
    base = first.n
    if base and all(number.n == base for (number,) in found):
        holds = _countable(base, first.counts, second.counts, both.counts, neither.counts)
    else:
        low = 1 - (first.high + second.high - both.low)
        holds = _meet(low, 1 - (first.low + second.low - both.high), neither.low, neither.high)
        holds = holds and both.low <= min(first.high, second.high)
    leave = _written(members, *names[:3])
    wanted = f"{told(left, share=True)} with neither, which is what {leave} leave"
    return [] if holds else [(wanted, _written(members, "neither"))]


def _countable(base: int, first: range, second: range, both: range, neither: range) -> bool:
    """Whether people of `base` can have one criterion, the other, both and neither so often.

    Whoever has both has each, so counts of both bound the others from below; all ranges are
    unbroken, so that their sums are, too.
    """
    return any(
        a <= first[-1] and b <= second[-1]
        and a + b - c + neither[0] <= base <= first[-1] + second[-1] - c + neither[-1]
        for c in both if first and second and neither
        for a, b in [(max(first[0], c), max(second[0], c))]
    )  # fmt: skip


def _bound(members: Rows) -> list[tuple[str, str]]:
    return [
        (f"no more than {_written(members, 'whole')}", _written(members, "part"))
        for whole in _numbers(members, "whole")
        if any(part.low > whole.high for part in _numbers(members, "part"))
    ]


def _ratio(members: Rows) -> list[tuple[str, str]]:
    parts, wholes = _numbers(members, "part"), _numbers(members, "whole")
    if len(parts) != 1 or len(wholes) != 1 or wholes[0].low <= 0:
        return []
    part, whole = parts[0], wholes[0]
    ratio = told(part.value / whole.value, share=True)
    return [
        (f"a share of {ratio}: {_written(members, 'part')} of {_written(members, 'whole')}",
         told(share.value, share=True))
        for share in _numbers(members, "share")
        if not _meet(part.low / whole.high, part.high / whole.low, share.low, share.high)
    ]  # fmt: skip


def _same(members: Rows) -> list[tuple[str, str]]:
    rows = [row for row in members if row["part"] == "same"]
    known = [number for number in map(_figure, rows) if number is not None]
    if known and len(known) == len(rows):
        low, high = max(k.low for k in known), min(k.high for k in known)
        equal = low < high or len({k.value for k in known}) == 1  # 33.5 isn't printed as 33 and 34
    else:
        equal = len({row["value"].strip().casefold() for row in rows}) <= 1
    there = " and ".join(dict.fromkeys(row["value"] for row in rows))
    return [] if equal else [("the same wherever it is printed", there)]


def _largest(members: Rows) -> list[tuple[str, str]]:
    others = [(row, _figure(row)) for row in members if row["part"] == "other"]
    return [
        (f"none larger than {_written(members, 'largest')}",
         listed([f"{row['value']} ({row['quantity']})" for row in above]))
        for top in _numbers(members, "largest")
        if (above := [row for row, number in others if number and number.low > top.high])
    ]  # fmt: skip


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _meet(low: Fraction, high: Fraction, other_low: Fraction, other_high: Fraction) -> bool:
    return low <= other_high and other_low <= high


LOOK: dict[str, Callable[[Rows], list[tuple[str, str]]]] = {
    "sum": _sum, "partition": _partition, "criteria": _criteria, "bound": _bound, "ratio": _ratio,
    "same": _same, "largest": _largest,
}  # fmt: skip
