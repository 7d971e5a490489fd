"""A section for each statistical test: what it found, what it compared, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data, Records, words
from insideout.report.evidence import spelled
from insideout.report.markup import capital, counted, markdown, number, p_value, pipe, share
from insideout.report.test_words import (
    EFFECTS,
    group,
    interval,
    named,
    sized,
    statistic,
    variable,
    with_p,
)
from insideout.test.sentence import method_words as method

FIRST = ("present", "mixed", "absent", "coded", "not_told", "yes", "no")
AFTER = {
    "tukey": "Tukey's honestly significant differences", "games_howell": "Games and Howell",
    "dunn": "Dunn's test of mean ranks",
}  # fmt: skip
MET = {True: "holds", False: "does not hold", None: "can't be told"}
OPENING = '::: {.callout-note collapse="true" title="How it was done"}\n'
CHOSEN = "The study file leaves the choice of the test to the data: "


def section(data: Data, test: Mapping[str, Any], level: str) -> str:
    """A test's section: its result in a sentence, what it compared, and, to be opened, the rest.

    `level`: the marks of its heading.
    """
    name = spelled(test["test"])
    said = test["sentence"] or test["note"] or ""
    rest = [
        f"{_done(data, test)}\n",
        _effects(data, test, name),
        _pairs(data, test, name),
        _assumptions(data, test, name),
    ]
    parts = [
        f"{level} {markdown(test['asks'])} {{#sec-test-{name}}}\n",
        f"{with_p(named(data, said))}\n",
        _compared(data, test, name),
        OPENING,
        *rest,
        ":::\n",
    ]
    return "\n".join(part for part in parts if part)


def _done(data: Data, test: Mapping[str, Any]) -> str:
    """What was done, in sentences: variables, cases, choice, partner, notes."""
    outcome, by = variable(data, test["outcome"]), variable(data, test["by"])
    held = f", *{variable(data, test['strata'])}* held constant" if test["strata"] else ""
    noun = "patient" if test["unit"] == "patient" else "informant"
    done = f"{method(test)} of " if test["verdict"] != "not_tested" else ""
    parts = [f"{done}*{outcome}* by *{by}*{held}, {counted(test['n'], noun)}"]
    if not done:
        parts[0] += ": not tested"
    figure = "" if test["statistic"] is None else f": {statistic(test)}"
    parts[0] = capital(parts[0] + figure + ".")
    if test["left_out"]:
        parts.append(f"{test['left_out']:,} left out for want of a value.")
    if test["p_error"]:
        parts.append(f"*p* is by Monte Carlo, with a standard error of {test['p_error']:.2g}.")
    if test["chosen"]:
        parts.append(f"{CHOSEN}{markdown(test['chosen'])}.")
    parts += _noted(data, "Practices", test["partner_note"])
    if test["verdict"] != "not_tested":
        parts += _noted(data, "Note", test["note"])
    return " ".join(parts)


def _noted(data: Data, head: str, note: str | None) -> list[str]:
    return [f"*{head}*: {with_p(named(data, note))}."] if note else []


def _cells(rows: Records, test: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["test"] == test["test"]]


def _compared(data: Data, test: Mapping[str, Any], name: str) -> str:
    cells = _cells(data.test_cells, test)
    if not cells:
        return ""
    return (_counts if any(cell["value"] for cell in cells) else _means)(data, test, cells, name)


def _means(data: Data, test: Mapping[str, Any], cells: Records, name: str) -> str:
    rows = [
        [group(data, c["group"]), number(c["n"]), number(c["mean"], 2), _range(c, 2),
         number(c["sd"], 2), number(c["median"], 2)]
        for c in in_order(data, cells)
    ]  # fmt: skip
    head = [capital(variable(data, test["by"])), "*n*", "Mean", "Interval", "SD", "Median"]
    caption = (
        f"{capital(variable(data, test['outcome']))} by {variable(data, test['by'])}: means with "
        "their intervals, standard deviations and medians."
    )
    return pipe(head, rows, "lrrlrr", caption, f"tbl-test-{name}")


def _range(cell: Mapping[str, Any], digits: int) -> str:
    low, high = cell["low"], cell["high"]
    if low is None or high is None:
        return "–"
    return f"{number(low, digits)} to {number(high, digits)}"


def _counts(data: Data, test: Mapping[str, Any], cells: Records, name: str) -> str:
    ordered = in_order(data, cells)
    groups = list(dict.fromkeys(cell["group"] for cell in ordered))
    values = scale(data, test, list(dict.fromkeys(cell["value"] for cell in ordered)))
    at = {(cell["group"], cell["value"]): cell for cell in ordered}
    rows = [
        [group(data, g), *(_count(at.get((g, v))) for v in values),
         number(sum(at[g, v]["n"] for v in values if (g, v) in at))]
        for g in groups
    ]  # fmt: skip
    by = variable(data, test["by"])
    head = [capital(by), *(markdown(words(value)) for value in values), "All"]
    low = [cell["low"] for cell in cells]
    only = values[:1] if len(values) == 2 and None not in low else []
    if only:
        head.insert(-1, f"Interval of {markdown(words(only[0]))}")
        for row, g in zip(rows, groups, strict=True):
            row.insert(-1, _interval(at.get((g, only[0]))))
    expected = any(cell["expected"] is not None for cell in cells)
    caption = (
        f"{capital(variable(data, test['outcome']))} by {by}: cases and their share of the group"
        + (", in brackets the count to be expected if the groups were alike" if expected else "")
        + ("; the interval is Wilson's, of the first share." if only else ".")
    )
    return pipe(head, rows, "l" + "r" * (len(head) - 1), caption, f"tbl-test-{name}")


def scale(data: Data, test: Mapping[str, Any], values: Sequence[str]) -> list[str]:
    """Values in the order of an item's scale, else present before absent and yes before no."""
    item = (data.study.get("items") or {}).get(test["outcome"], {})
    known = [*item.get("scale", ()), *FIRST]
    return sorted(values, key=lambda v: known.index(v) if v in known else len(known))


def _count(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return "–"
    part = f"{cell['n']:,}"
    part += f", {share(cell['share'])}" if cell["share"] is not None else ""
    return part + (f" ({number(cell['expected'], 1)})" if cell["expected"] is not None else "")


def _interval(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return "–"
    return f"{share(max(0.0, cell['low']))} to {share(cell['high'])}"


def _effects(data: Data, test: Mapping[str, Any], name: str) -> str:
    rows = [
        [EFFECTS.get(e["effect"], markdown(e["effect"])),
         sized(e["effect"], e["value"]) if e["value"] is not None else "infinite",
         interval(e["effect"], e["low"], e["high"]),
         with_p(capital(named(data, e["method"] or "")))]
        for e in _cells(data.statistics.get("test_effects", ()), test)
    ]  # fmt: skip
    if not rows:
        return ""
    head, caption = ["Effect", "Size", "Interval", "Of what kind"], "Effect sizes."
    return pipe(head, rows, "lrll", caption, f"tbl-effects-{name}", (22, 12, 20, 46))


def _pairs(data: Data, test: Mapping[str, Any], name: str) -> str:
    found = _cells(data.statistics.get("test_pairs", ()), test)
    if not found:
        return ""
    bounded = any(row["low"] is not None for row in found)
    rows = [
        [f"{group(data, row['first'])} – {group(data, row['second'])}",
         number(row["difference"], 2), *([_range(row, 2)] if bounded else []),
         p_value(row["p"])]
        for row in found
    ]  # fmt: skip
    what = "mean ranks" if found[0]["method"] == "dunn" else "means"
    head = ["Pair", f"Difference of {what}", *(["Interval"] if bounded else []), "*p*, adjusted"]
    caption = (
        f"Pairs of groups, compared after the test of all ({AFTER[found[0]['method']]}), with "
        "people taken as independent."
    )
    return pipe(head, rows, "lr" + "l" * bounded + "r", caption, f"tbl-pairs-{name}")


def _assumptions(data: Data, test: Mapping[str, Any], name: str) -> str:
    rows = [
        [markdown(capital(words(row["assumption"]))), MET[row["met"]], markdown(row["looked_at"]),
         with_p(capital(row["so"]))]
        for row in _cells(data.statistics.get("test_assumptions", ()), test)
    ]  # fmt: skip
    if not rows:
        return ""
    caption = "Conditions that tests of this kind rest on."
    head = ["Condition", "It", "Looked at", "Found"]
    return pipe(head, rows, "llll", caption, f"tbl-assumed-{name}", (16, 14, 30, 40))


def in_order(data: Data, cells: Records) -> list[Mapping[str, Any]]:
    """Cells with sites in the order of the book, other groups as they are."""
    rank = {site: n for n, site in enumerate(data.sites)}
    return sorted(cells, key=lambda cell: rank.get(cell["group"], len(rank)))
