"""How tests are told of: names of methods and effects, statistics, p-values, groups."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from insideout.report.data import Data, words
from insideout.report.markup import markdown, number
from insideout.test.sentence import UNBOUNDED, plain_number, short, variable_words

SPACE = "\u00a0"
P_IN_TEXT = re.compile(r"\bp ([=<>]) (\d*\.\d+)")
VERDICTS = {
    "differs": "shown",
    "differs_if_independent": "shown, if people are independent",
    "no_difference_shown": "not shown",
    "not_tested": "not tested",
}
STATISTICS = {"chi2": "χ²", "F": "*F*", "H": "*H*", "t": "*t*", "U": "*U*", "z": "*z*",
              "r": "*r*", "rho": "ρ"}  # fmt: skip
EFFECTS = {
    "Cramér's V, bias-corrected": "*V*", "Cramér's V": "*V*, uncorrected", "phi": "φ",
    "omega squared": "ω²", "eta squared": "η²", "epsilon squared": "ε²", "Hedges' g": "*g*",
    "rank-biserial correlation": "rank-biserial *r*", "r": "*r*", "rho": "ρ",
    "odds ratio": "odds ratio", "common odds ratio": "common odds ratio",
    "risk difference": "difference of shares", "mean difference": "difference of means",
}  # fmt: skip


def statistic(test: Mapping[str, Any]) -> str:
    """The test statistic with its degrees of freedom."""
    name, value, df = (test[key] for key in ("statistic_name", "statistic", "df"))
    if value is None:
        return "–"
    degrees = [d for d in (df, test["df_within"]) if d is not None]
    shown = ", ".join(number(d, 0 if float(d).is_integer() else 1) for d in degrees)
    of = f"({shown})" if shown else ""
    size = short(value) if name in ("r", "rho") else number(value, 2)
    return f"{STATISTICS.get(name, markdown(name))}{of}{SPACE}={SPACE}{size}"


def interval(name: str, low: float | None, high: float | None) -> str:
    """An effect's interval: `.02 to .40`, `1.20 upwards`; "–" for none."""
    if low is None and high is None:
        return "–"
    if high is None:
        return f"{sized(name, low)} upwards"
    return f"{sized(name, low)} to {sized(name, high)}" if low is not None else (
        f"up to {sized(name, high)}"
    )  # fmt: skip


def sized(name: str, value: float | None) -> str:
    """An effect's size; without the zero before the point where it can't exceed 1."""
    if value is None:
        return "–"
    return plain_number(value) if name in UNBOUNDED else short(value)


def named(data: Data, text: str) -> str:
    """A note with the names of sites and practices in place of their ids."""
    practices = [unit["unit"] for unit in data.units if unit["kind"] == "practice"]
    for unit in sorted([*data.sites, *practices], key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(unit)}(?!\w)", lambda _, u=unit: data.unit(u), text)  # type: ignore[misc]
    return text


def variable(data: Data, name: str) -> str:
    """A variable in Markdown: a code by its name, anything else by its id in words."""
    code = data.codes.get(name)
    return markdown(str(code["name"]).lower() if code else variable_words(name))


def group(data: Data, name: str) -> str:
    """A group of cases: a unit by its name, anything else in words."""
    return markdown(data.unit_names.get(name, words(name)))


def with_p(text: str) -> str:
    """Text in Markdown, with its p-values set like all others: `p = .031` → *p* = .031."""
    parts = P_IN_TEXT.split(text)
    said = literal(parts[0])
    for sign, value, after in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        digits = value.removeprefix("0")
        said += f"*p*{SPACE}{sign}{SPACE}{digits}{literal(after)}"
    return said


def literal(text: str) -> str:
    """Markdown of a part of a sentence, with the spaces at its ends."""
    head, tail = " " * (text[:1] == " "), " " * (text[-1:] == " " and len(text) > 1)
    return f"{head}{markdown(text)}{tail}"
