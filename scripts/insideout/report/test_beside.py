"""What stands beside the tests: thresholds varied, and contrasts of published shares."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import spelled
from insideout.report.markup import capital, counted, listed, markdown, number, p_value, pipe
from insideout.report.test_words import VERDICTS

TESTS_OF = {"chi_squared": "chi-squared", "fisher": "Fisher"}


def sensitivity(data: Data) -> str:
    """Each test whose measure rests on a threshold, under each of its settings."""
    rows = data.statistics.get("sensitivity", ())
    if not rows:
        return ""
    asks: dict[str, str] = {test["test"]: test["asks"] for test in data.tests}
    cells = [
        [
            "" if row["test"] == above else
            f"[{markdown(asks[row['test']])}](#sec-test-{spelled(row['test'])})",
            markdown(row["setting"]) + (" **(the study's)**" if row["chosen"] else ""),
            number(row["n"]), number(row["positive"]), p_value(row["p"]),
            p_value(row["p_cluster"]), VERDICTS[row["verdict"]], "yes" if row["same"] else "**no**",
        ]
        for above, row in zip(["", *(row["test"] for row in rows)], rows, strict=False)
    ]  # fmt: skip
    head = ["Question", "Threshold", "*n*", "With it", "*p*", "*p* by practices",
            "A difference or association is", "Same verdict"]  # fmt: skip
    caption = (
        "Tests of measures that rest on a threshold, with the threshold varied: whether the "
        "verdict stays that of the study's own. *p* is as it was found; verdicts of tests that "
        "form a family rest on the adjusted one."
    )
    made = pipe(head, cells, "llrrrrll", caption, "tbl-test-sensitivity",
                (22, 22, 6, 8, 8, 10, 15, 9))  # fmt: skip
    why = (
        "Some measures rest on a threshold that somebody chose. @tbl-test-sensitivity does their "
        "tests again with other thresholds: a verdict that turns with the threshold is one of the "
        f"threshold’s as much as of the data. {stability(data)} A threshold also decides how many "
        "people have the measure: where few are left, or few are without it, less can be seen, and "
        "*not shown* says less."
    )
    return f"{why}\n\n{turns(data)}\n{made}"


def turns(data: Data) -> str:
    """Each test in a line: its verdict by the study's own threshold, and where it is another."""
    asks: dict[str, str] = {test["test"]: test["asks"] for test in data.tests}
    lines = []
    for (test, _), of in _by_test(data):
        own = next((row["verdict"] for row in of if row["chosen"]), None)
        others: dict[str, list[Mapping[str, Any]]] = {}
        for row in of:
            if not row["same"]:
                others.setdefault(row["verdict"], []).append(row)
        kept = sum(bool(row["same"]) for row in of)
        said = f"**{VERDICTS[own]}** by the study’s own threshold" if own else "the study’s own"
        if not others:
            said += f", and under each of the {len(of)} tried"
        else:
            said += f", the same under {kept} of {len(of)}; " + "; ".join(
                f"**{VERDICTS[verdict]}** with " + listed([
                    f"{markdown(row['setting'])} ({number(row['positive'])} of {number(row['n'])} "
                    "have it)" for row in rows
                ]) for verdict, rows in others.items()
            )  # fmt: skip
        lines.append(f"- {markdown(asks[test])} {capital(said)}.")
    return "\n".join(lines) + "\n"


def _by_test(data: Data) -> list[tuple[tuple[str, str], list[Mapping[str, Any]]]]:
    """The rows of the thresholds by test and measure."""
    rows = data.statistics.get("sensitivity", ())
    found = groupby(rows, lambda row: (str(row["test"]), str(row["measure"])))
    return [(key, list(of)) for key, of in found]


def stability(data: Data) -> str:
    """How many verdicts stay the same whatever the threshold, in sentences."""
    kept = [all(row["same"] for row in of) for _, of in _by_test(data)]
    if not kept:
        return ""
    steady, turned = sum(kept), len(kept) - sum(kept)
    if not turned:
        return f"{_verdicts(steady, 'stays', 'stay')} the same under every threshold tried."
    stays = f"; {_verdicts(steady, 'stays', 'stay')} the same under all" if steady else ""
    return f"{_verdicts(turned, 'turns', 'turn')} under at least one other threshold{stays}."


def _verdicts(n: int, one: str, several: str) -> str:
    return f"{counted(n, 'verdict')} {one if n == 1 else several}"


def contrasts(data: Data) -> str:
    """Published shares of two groups, p by the assumed number of people behind them."""
    rows = data.statistics.get("contrasts", ())
    if not rows:
        return ""
    every = [list(of) for _, of in groupby(rows, lambda row: str(row["contrast"]))]
    numbers = sorted({n for of in every for n in _by_number(of)})
    cells = [_contrast(of, numbers) for of in every]
    head = ["Published shares", "Difference", *(f"*n* = {n:,}" for n in numbers),
            "Below α from"]  # fmt: skip
    if any(not row["assumed"] for row in rows):
        head.insert(-1, "Published *n*")
    caption = (
        "Published shares of two groups: *p* by the number of people assumed in each group "
        "(chi-squared without correction; Fisher's exact test, marked F, where a count to be "
        "expected is below 5). Not the published test. The last column is the number in each "
        "group from which *p* stays below α."
    )
    each = 52 // (len(head) - 3) if len(head) > 3 else 0
    made = pipe(head, cells, "l" + "r" * (len(head) - 1), caption, "tbl-test-contrasts",
                (30, 9, *[each] * (len(head) - 3), 9))  # fmt: skip
    return f"{_assumed(data)}\n\n{made}"


def _assumed(data: Data) -> str:
    """What the contrasts are, and are not."""
    rows = data.statistics.get("contrasts", ())
    n = counted(len({row["contrast"] for row in rows}), "contrast")
    said = f"@tbl-test-contrasts holds {n} of shares that were published of two groups each"
    if not any(row["assumed"] for row in rows):
        return f"{said}, with the numbers of people that were published."
    return (
        f"{said}. The numbers of people behind them are not published, so *p* is shown over a "
        "range of assumed numbers: **none of these is the published test**, and none may be cited "
        "as one."
    )


def _by_number(of: list[Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
    """A contrast's rows by the number assumed; one of the two groups may have a published one."""
    rows = [row for row in of if row["assumed"]]
    fixed = len({row["first_n"] for row in rows}) == 1 < len(rows)
    return {row["second_n" if fixed else "first_n"]: row for row in rows}


def _contrast(of: list[Mapping[str, Any]], numbers: list[int]) -> list[str]:
    row, at = of[0], _by_number(of)
    known = next((each for each in of if not each["assumed"]), None)
    says = (
        f"{markdown(row['asks'])}: {markdown(words(row['first']))} {percent(row['first_share'])}, "
        f"{markdown(words(row['second']))} {percent(row['second_share'])}"
    )
    least = "–" if row["least_n"] is None else f"{row['least_n']:,}"
    cells = [says, number(100 * row["difference"]), *(_p(at.get(n)) for n in numbers)]
    return [*cells, *([_p(known)] if known else []), least]


def _p(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "–"
    return p_value(row["p"]) + (" F" if row["method"] == "fisher" else "")


def percent(value: float) -> str:
    """A published share as it was printed: 42%."""
    return f"{value * 100:.4g}%"
