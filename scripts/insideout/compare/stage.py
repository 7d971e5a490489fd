"""The whole of the stage `compare`: from consensus codings to its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from insideout.code.codebook import below
from insideout.compare.cases import Known, period_of, shares_of
from insideout.compare.cases import cases as cases_of
from insideout.compare.comparison import compared
from insideout.compare.configurations import Comparison, comparison, configurations
from insideout.compare.discretion import discretion
from insideout.compare.interfaces import Interface, barriers, interface
from insideout.compare.providers import Ground, ground
from insideout.compare.statements import Rows, Statement, statements
from insideout.compare.truth_table import OUTCOME, complete, fits, truth_table
from insideout.periods import ALWAYS
from insideout.reader import framed
from insideout.tables.compare import (
    COMPARED,
    COMPARISON,
    COMPARISON_LEFT_OUT,
    CONFIGURATIONS,
    DISCRETION,
    INTERFACE_BARRIERS,
    QCA_CASES,
    QCA_FITS,
    TRUTH_TABLE,
)


@dataclass(frozen=True)
class Given:
    """What comparisons are made of, read once for the tables and the cases."""

    ground: Ground
    comparisons: list[Comparison]
    interfaces: list[Interface]
    book: list[dict[str, Any]]
    mechanisms: list[str]
    told: list[Statement]
    dates: dict[str, str]
    settings: Mapping[str, Any]

    def among(self, codes: Sequence[str]) -> list[Statement]:
        """The statements of some codes."""
        wanted = set(codes)
        return [statement for statement in self.told if statement.code in wanted]

    def below(self, code: str) -> set[str]:
        """A code with those below it."""
        return set(below(self.book, code))


def compare(
    codings: Rows,
    codebook: list[dict[str, Any]],
    units: Rows,
    memberships: Rows,
    services: Rows,
    patterns: Rows,
    settings: Mapping[str, Any],
    nest: Mapping[str, Any] | None,
    *,
    sources: Rows = (),
    links: Rows = (),
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """The tables of the stage by name, and the cases of each truth table by its id.

    Cases have a column for each condition and the outcome; those with an empty cell are there too,
    and nowhere else. `codings`: rows of the consensus. `patterns`: rows of `nest_patterns`.
    `settings` and `nest`: the keys `compare` and `nest` of the study file. `sources`: rows with
    source and date.
    """
    given = _given(codings, codebook, units, memberships, services, settings, nest, sources)
    shows = {code["code"]: code["shows"] or "" for code in codebook}
    features = (nest or {}).get("features", {})
    features_too = {*features, *(name for names in features.values() for name in names)}
    chosen = {code for root in settings.get("discretion", ()) for code in given.below(root)}
    obstacles = [(code, given.below(code)) for code in settings.get("barriers", ())]
    on_sides, left_out = compared(given.comparisons, given.told, given.mechanisms, shows)
    rows: dict[str, list[dict[str, Any]]] = {
        CONFIGURATIONS.name: configurations(given.comparisons),
        COMPARISON.name: on_sides, COMPARISON_LEFT_OUT.name: left_out,
        INTERFACE_BARRIERS.name: barriers(
            given.interfaces, obstacles, given.told, given.ground,
            period_of(given.dates) or ALWAYS,
        ),
        DISCRETION.name: discretion(
            given.among(sorted(chosen)), shows, links, features_too, given.ground
        ),
        TRUTH_TABLE.name: [],
        QCA_FITS.name: [],
    }  # fmt: skip
    cases = {}
    for asked, found in _cases(given, patterns):
        lacking, sure = complete(found)
        name, conditions = asked["id"], list(asked["conditions"])
        rows[TRUTH_TABLE.name] += truth_table(name, conditions, sure)
        rows[QCA_FITS.name] += fits(name, conditions, OUTCOME, sure, lacking)
        every = framed([{"case": case, **values} for case, values in found.items()], QCA_CASES)
        cases[name] = every.reindex(columns=["case", *conditions, OUTCOME]).astype("str")
    return {table.name: framed(rows[table.name], table) for table in COMPARED}, cases


def _given(
    codings: Rows,
    codebook: list[dict[str, Any]],
    units: Rows,
    memberships: Rows,
    services: Rows,
    settings: Mapping[str, Any],
    nest: Mapping[str, Any] | None,
    sources: Rows,
) -> Given:
    at = ground(units, memberships, services)
    dates = {row["source"]: str(row["date"] or "") for row in sources}
    told = statements(codings, dates, {code["code"] for code in codebook})
    roots = settings.get("mechanisms") or (nest or {}).get("mechanisms", ())
    inside = {code for root in roots for code in below(codebook, root)}
    above, used = {code["parent"] for code in codebook}, {one.code for one in told}
    mechanisms = [  # a theme that groups codes and carries no coding itself isn't compared
        code["code"] for code in codebook
        if code["code"] in inside and (code["code"] not in above or code["code"] in used)
    ]  # fmt: skip
    return Given(
        at, [comparison(asked, at) for asked in settings.get("comparisons", ())],
        [interface(asked, at) for asked in settings.get("interfaces", ())],
        codebook, mechanisms, told, dates, settings,
    )  # fmt: skip


def _cases(
    given: Given, patterns: Rows
) -> list[tuple[Mapping[str, Any], dict[str, dict[str, int | None]]]]:
    known = Known(
        given.ground, {one.name: one for one in given.interfaces}, given.told, given.below,
        shares_of(patterns), period_of(given.dates),
    )  # fmt: skip
    return [(asked, cases_of(asked, known)) for asked in given.settings.get("truth_tables", ())]


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage made, for the person watching."""
    found, fitted = made[COMPARISON.name], made[QCA_FITS.name]
    told = found[found["verdict"] != "not_reported"]
    solved = fitted[(fitted["kind"] == "solution") & (fitted["solution"] == "conservative")]
    tables = made[TRUTH_TABLE.name]["analysis"].nunique()
    both = (told["verdict"] == "both").sum()
    sides = f"{len(told)} mechanisms and obstacles told of on a side, {both} of them on both"
    beside = made[COMPARISON_LEFT_OUT.name].groupby("comparison", sort=False)["passages"].sum()
    if len(beside):
        counts = ", ".join(f"{number} of {name}" for name, number in beside.items())
        sides += f" (passages on no side: {counts})"
    return "; ".join([
        f"{_some(found['comparison'].nunique(), 'comparison')}, {sides}",
        _some(made[INTERFACE_BARRIERS.name]["interface"].nunique(), "interface"),
        f"{_some(len(made[DISCRETION.name]), 'use')} of discretion",
        f"{_some(tables, 'truth table')}, {solved['analysis'].nunique()} of them minimised",
    ])  # fmt: skip


def _some(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("s" if number != 1 else "")
