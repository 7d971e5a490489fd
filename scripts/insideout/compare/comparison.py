"""Mechanisms and obstacles on both sides of a comparison: stated, denied, or not reported.

A passage counts on the side of what it is about at the time that it tells of, wherever its speaker
works. Not reported is not absent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.compare.configurations import SIDES, Comparison, placed
from insideout.compare.statements import Said, Statement, listed
from insideout.tables.compare import DIRECTIONS, WHY_LEFT_OUT

Cell = dict[str, dict[str, Said]]  # side → site → what was said there


def compared(
    comparisons: Iterable[Comparison],
    told: Sequence[Statement],
    codes: Sequence[str],
    shows: Mapping[str, str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of the tables `comparison` and `comparison_left_out`.

    The first has a code × direction of each comparison. `codes`: what is compared, in order;
    `shows` of each: its features and signs. Each direction that a comparison wants has a row for
    each code; left out, each that was coded in it. The second has a row for each reason why
    passages that state one of the codes count on no side.
    """
    rows, left_out = [], []
    wanted = set(codes)
    told = [statement for statement in told if statement.code in wanted]
    for one in comparisons:
        cells, left = _cells(one, told)
        left_out += [
            {"comparison": one.asked["id"], "why": why, "passages": len(left[why]),
             "quotes": listed(left[why])}
            for why in WHY_LEFT_OUT if why in left
        ]  # fmt: skip
        named = one.asked.get("directions") or {direction for _, direction in cells}
        for direction in (name for name in DIRECTIONS if name in (named or {"unstated"})):
            for code in codes:
                cell = cells.get((code, direction), {})
                rows.append({
                    "comparison": one.asked["id"], "direction": direction, "code": code,
                    "works": works(shows.get(code, "")), **_row(cell, one),
                })  # fmt: skip
    return rows, left_out


def works(shows: str) -> str:
    """Whether a code helps or hinders, by the signs of the features it shows; "" without any."""
    signs = {word[-1] for word in shows.split()}
    return {"+": "helps", "-": "hinders", "+-": "both"}.get("".join(sorted(signs)), "")


def _cells(
    one: Comparison, told: Sequence[Statement]
) -> tuple[dict[tuple[str, str], Cell], dict[str, set[str]]]:
    """What is said of each code and direction; passages that count on no side, by the reason."""
    wanted = set(one.asked.get("directions") or DIRECTIONS)
    places: dict[Any, tuple[dict[str, str], str]] = {}
    cells: dict[tuple[str, str], Cell] = {}
    left: dict[str, set[str]] = defaultdict(set)
    for statement in told:
        if statement.direction not in wanted:
            left["direction"].add(statement.passage)
            continue
        vertical = statement.direction == "vertical"
        key = (statement.parts, vertical, statement.when)
        if key not in places:
            sides = placed(statement.parts, vertical, statement.when, one)
            places[key] = (sides, "" if sides else _why_not(statement, one))
        sides, why = places[key]
        if why:
            left[why].add(statement.passage)
        for site, side in sides.items():
            at = (statement.code, statement.direction)
            cell = cells.setdefault(at, {name: defaultdict(Said) for name in SIDES})
            cell[side][site].add(statement)
    return cells, left


def _why_not(statement: Statement, one: Comparison) -> str:
    """Why a passage counts on no side, one of WHY_LEFT_OUT."""
    if one.stands.keys().isdisjoint(statement.parts):
        return "elsewhere"
    counts = any(one.counts(part, statement.when) for part in statement.parts)
    return "interface" if counts else "time"


def _row(cell: Cell, one: Comparison) -> dict[str, Any]:
    made: dict[str, Any] = {}
    stands = {}
    for side in SIDES:
        said, sites = cell.get(side, {}), one.sites_on(side)
        every = list(said.values())
        made |= {
            f"{side}_present": listed([site for site, s in said.items() if s.informants]),
            f"{side}_absent": listed([site for site, s in said.items() if s.against]),
            f"{side}_silent": listed([site for site in sites if site not in said]),
            f"{side}_informants": len(set().union(*(s.informants for s in every))),
            f"{side}_against": len(set().union(*(s.against for s in every))),
            f"{side}_quotes": listed(set().union(*(s.quotes | s.against_quotes for s in every))),
        }
        stands[side] = side_of(every, bool(sites))
    verdict, other = verdict_of(stands["first"], stands["second"])
    return made | {"verdict": verdict, "other_side": other}


def side_of(said: Iterable[Said], has_sites: bool) -> str:
    """What one side says: present, absent, contested, silent, or no_case without a site.

    A site says what most of its informants say. One site that says present is enough; without one,
    a site where as many say one as the other makes it contested.
    """
    votes = [len(s.informants) - len(s.against) for s in said]
    if not votes:
        return "silent" if has_sites else "no_case"
    return "present" if max(votes) > 0 else "contested" if max(votes) == 0 else "absent"


def verdict_of(first: str, second: str) -> tuple[str, str]:
    """Verdict and, of a thing on one side only, what the other side says."""
    both = (first, second)
    if "contested" in both:
        return "contested", ""
    if both == ("present", "present"):
        return "both", ""
    if "present" in both:
        other = second if first == "present" else first
        return ("only_first" if first == "present" else "only_second"), other
    return ("absent" if "absent" in both else "not_reported"), ""
