"""The statistical tests: a table of all, and what each of them compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import spelled
from insideout.report.markup import counted, markdown, number, p_value, pipe, share

SPACE = "\u00a0"
P_IN_NOTE = re.compile(r"\s*\bp ([=<]) (\d*\.\d+)")

METHODS = {
    "chi_squared": "Pearson's chi-squared test",
    "fisher": "Fisher's exact test",
    "anova": "one-way analysis of variance",
}
VERDICTS = {
    "difference": "a difference",
    "no_difference_shown": "no difference shown",
    "not_testable": "not testable",
}


def method(test: Mapping[str, Any]) -> str:
    """The test's name; a p that was estimated from random tables isn't called exact."""
    return METHODS[test["method"]] + (", by Monte Carlo" if test["p_error"] is not None else "")


def includes(data: Data) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.tests:
        return {}
    return {"tests": overview(data), "test-cells": "\n".join(_one(data, t) for t in data.tests)}


def overview(data: Data) -> str:
    """All tests, one a row."""
    rows = [
        [
            f"[{markdown(test['asks'])}](#sec-test-{spelled(test['test'])})",
            method(test), number(test["n"]), statistic(test), p_value(test["p"]),
            effect(test), VERDICTS[test["verdict"]],
        ]
        for test in data.tests
    ]  # fmt: skip
    head = ["Question", "Test", "*n*", "Statistic", "*p*", "Effect", "Shows"]
    caption = "The tests of the study, in the order of the study file."
    return pipe(head, rows, "llrlrll", caption, "tbl-tests", (28, 16, 6, 16, 9, 11, 14))


def statistic(test: Mapping[str, Any]) -> str:
    """The test statistic with its degrees of freedom."""
    value, df = test["statistic"], test["df"]
    if value is None:
        return "–"
    if test["method"] == "anova":
        return f"F({number(df)}, {number(test['df_within'])}){SPACE}={SPACE}{number(value, 2)}"
    if test["method"] == "fisher":
        return f"odds ratio{SPACE}={SPACE}{number(value, 2)}"
    return f"χ²({number(df)}){SPACE}={SPACE}{number(value, 2)}"


def effect(test: Mapping[str, Any]) -> str:
    """The effect size with its name."""
    name = "η²" if test["method"] == "anova" else "V"
    return "–" if test["effect"] is None else f"{name}{SPACE}={SPACE}{share(test['effect'])}"


def _one(data: Data, test: Mapping[str, Any]) -> str:
    cells = [cell for cell in data.test_cells if cell["test"] == test["test"]]
    name = spelled(test["test"])
    left = f" {test['left_out']} left out for want of a value." if test["left_out"] else ""
    error = f" (Monte Carlo, standard error {test['p_error']:.2g})" if test["p_error"] else ""
    p = p_value(test["p"])
    said = f"*p*{SPACE}{p}" if p.startswith("<") else f"*p*{SPACE}={SPACE}{p}"
    said = said if p != "–" else "no *p*-value"
    verdict = VERDICTS[test["verdict"]]
    note = named(data, test["note"] or "")
    note = f" {noted(note)}." if note else ""
    test_name = method(test)[:1].upper() + method(test)[1:]
    figure = statistic(test) + ", " if test["statistic"] is not None else ""
    outcome, by = _variable(data, test["outcome"]), _variable(data, test["by"])
    result = (
        f"{test_name} of *{outcome}* by *{by}*, {counted(test['n'], 'case')}: "
        f"{figure}{said}{error}. Verdict: **{verdict}**.{left}{note}\n"
    )
    lines = [f"## {markdown(test['asks'])} {{#sec-test-{name}}}\n", result]
    if cells:
        made = _means(data, test, cells, name) if test["method"] == "anova" else ""
        lines.append(made or _counts(data, test, cells, name))
    return "\n".join(lines)


def _means(data: Data, test: Mapping[str, Any], cells: list[Mapping[str, Any]], name: str) -> str:
    rows = [
        [_group(data, c["group"]), number(c["n"]), number(c["mean"], 2), number(c["sd"], 2)]
        for c in in_order(data, cells)
    ]
    head = [capital(_variable(data, test["by"])), "*n*", "Mean", "SD"]
    caption = f"{capital(_variable(data, test['outcome']))} by {_variable(data, test['by'])}."
    return pipe(head, rows, "lrrr", caption, f"tbl-test-{name}")


def _counts(data: Data, test: Mapping[str, Any], cells: list[Mapping[str, Any]], name: str) -> str:
    ordered = in_order(data, cells)
    groups = list(dict.fromkeys(cell["group"] for cell in ordered))
    known = ("present", "mixed", "absent", "not_told", "yes", "no")
    values = list(dict.fromkeys(cell["value"] for cell in ordered))
    values.sort(key=lambda v: known.index(v) if v in known else len(known))
    at = {(cell["group"], cell["value"]): cell for cell in ordered}
    rows = [
        [_group(data, g), *(_count(at.get((g, v))) for v in values),
         number(sum(at[g, v]["n"] for v in values if (g, v) in at))]
        for g in groups
    ]  # fmt: skip
    by = _variable(data, test["by"])
    head = [capital(by), *(markdown(words(value)) for value in values), "All"]
    caption = (
        f"{capital(_variable(data, test['outcome']))} by {by}: cases, and in brackets the count to "
        "be expected without any difference."
    )
    return pipe(head, rows, "l" + "r" * (len(values) + 1), caption, f"tbl-test-{name}")


def _variable(data: Data, name: str) -> str:
    """A variable in Markdown: a code by its name, an attribute by its id in words."""
    code = data.codes.get(name)
    return markdown(str(code["name"]).lower() if code else words(name))


def capital(text: str) -> str:
    """A phrase as the beginning of a heading."""
    return text[:1].upper() + text[1:]


def _count(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return "–"
    return f"{cell['n']}" + (f" ({number(cell['expected'], 1)})" if cell["expected"] else "")


def _group(data: Data, group: str) -> str:
    return markdown(data.unit_names.get(group, words(group)))


def in_order(data: Data, cells: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Cells with sites in the order of the book, other groups as they are."""
    rank = {site: n for n, site in enumerate(data.sites)}
    return sorted(cells, key=lambda cell: rank.get(cell["group"], len(rank)))


def noted(note: str) -> str:
    """A test's note as a sentence in Markdown, its p-values written like all others."""
    parts = P_IN_NOTE.split(note[:1].upper() + note[1:])
    said = markdown(parts[0])
    for sign, value, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        p = p_value(float(value))
        told = f"<{SPACE}{value.removeprefix('0')}" if sign == "<" else p
        told = told if told.startswith("<") else f"={SPACE}{told}"
        space = " " if after[:1] == " " else ""
        said += f" *p*{SPACE}{told}{space}{markdown(after)}"
    return said


def named(data: Data, text: str) -> str:
    """A note with the names of sites in place of their ids."""
    for site in data.sites:
        text = re.sub(rf"(?<!\w){re.escape(site)}(?!\w)", lambda _, s=site: data.unit(s), text)  # type: ignore[misc]
    return text
