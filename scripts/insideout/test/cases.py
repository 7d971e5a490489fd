"""The cases of a test: one row per informant of a group, or per patient; a column per variable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from insideout.attributes import SITE, as_text, attribute_values, in_order, number
from insideout.chart.direction import directions, said_of
from insideout.chart.matrix import status
from insideout.code.codebook import below
from insideout.places import SITE as SITE_KIND
from insideout.places import sites_of
from insideout.reader import records
from insideout.test.variables import Variable, key_of, name_of, order_of, place_of, variables_of

CASE, PRACTICE = "case", "practice"
PRACTICES = ("practice", "first_responder")  # the kind, or service role, of a patient's practice


@dataclass(frozen=True)
class Tables:
    """What the cases' variables are taken from; a table that the study doesn't have is None.

    `informants` are those who speak in the corpus. `items`: the closed items of the study file.
    """

    informants: pd.DataFrame
    codings: pd.DataFrame
    codebook: pd.DataFrame
    patients: pd.DataFrame | None = None
    units: pd.DataFrame | None = None
    memberships: pd.DataFrame | None = None
    measures: pd.DataFrame | None = None
    responses: pd.DataFrame | None = None
    items: Mapping[str, Any] = field(default_factory=dict)


def case_table(tables: Tables, test: Mapping[str, Any]) -> pd.DataFrame:
    """A declared test's cases, sorted by id, with a column `key_of(variable)` for each variable.

    Values are text ("yes" and "no" for yes/no), "" where the case has none. Columns `practice` and
    `site` are where the case belongs: the patient's practice, else the informant's unit if it is
    one, and its site. An attribute is taken from the patients table, else from the informants
    table, else from the row of their practice (or unit) in the table of units; a site that no table
    has is that of the practice. A code's value is what the case's codings with it or a code below
    it tell, whoever coded: present, absent, mixed (both, or coded so), coded (without a valence),
    not_told ("" when only those who told count, and for whoever was not interviewed at all).
    Codings of passages that no informant speaks belong to no case. An answer outside an item's
    scale, such as "can't say", is no value. A second column of an item, and of an attribute whose
    values the table of units has, gives the place of the case's value in their order, from 1: in
    the scale (`place_of(variable)`), or in the table of units (`order_of`).
    """
    cases = cases_of(tables, test)
    practice, site, unit = places(tables, cases)
    columns: dict[str, Sequence[str]] = {CASE: cases, PRACTICE: practice, SITE: site}
    for variable in variables_of(test).values():
        values = values_of(tables, variable)
        found = [values.get(case, "") for case in cases]
        if "attribute" in variable:
            found = _from_units(tables, variable["attribute"], found, unit, site)
            if of_units := _order_in_units(tables, variable["attribute"], found):
                columns[order_of(key_of(variable))] = [of_units.get(value, "") for value in found]
        columns[key_of(variable)] = found
        if "item" in variable:
            place = places_in_scale(tables, variable["item"])
            columns[place_of(variable)] = [place.get(answer, "") for answer in found]
    return pd.DataFrame(columns, dtype="str")


def cases_of(tables: Tables, test: Mapping[str, Any]) -> list[str]:
    """The ids of a test's cases: all patients, or the informants of its group."""
    if test.get("unit", "informant") == "patient":
        return [] if tables.patients is None else sorted(tables.patients["patient"])
    who = tables.informants
    return sorted(who.loc[who["group"] == test["group"], "informant"])


def places(tables: Tables, cases: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Practice, site, and unit (the practice or what else they belong to) of each case, or ""."""
    units = [] if tables.units is None else records(tables.units)
    members = [] if tables.memberships is None else records(tables.memberships)
    site_of = sites_of(units, members)
    practices = {u["unit"] for u in units if {u["kind"], u["service_role"]} & {*PRACTICES}}
    registered = _column(tables.patients, "patient", PRACTICE)
    belong = _column(tables.informants, "informant", "unit")
    own = [belong.get(case, "") for case in cases]
    practice = [
        registered.get(case, "") or (unit if unit in practices else "")
        for case, unit in zip(cases, own, strict=True)
    ]
    unit = [first or second for first, second in zip(practice, own, strict=True)]
    if SITE_KIND in {u["kind"] for u in units}:
        return practice, [site_of.get(name, "") for name in unit], unit
    said = _attribute(tables, SITE)
    return practice, [said.get(case, "") for case in cases], unit


def values_of(tables: Tables, variable: Variable) -> dict[str, str]:
    """A variable's value as text by case; cases without a value may be left out."""
    name = name_of(variable)
    if "attribute" in variable:
        return _attribute(tables, name)
    if "measure" in variable:
        return _column(tables.measures, "patient", name)
    if "item" in variable:
        return _answers(tables, name)
    values = code_values(tables.codings, tables.codebook, name)
    if variable.get("told", True):
        return values
    return dict.fromkeys(map(str, tables.informants["informant"]), "not_told") | values


def _attribute(tables: Tables, name: str) -> dict[str, str]:
    return _column(tables.informants, "informant", name) | _column(tables.patients, "patient", name)


def _from_units(
    tables: Tables, name: str, values: list[str], unit: list[str], site: list[str]
) -> list[str]:
    """Attributes filled from the row of the case's unit, and a site from its memberships."""
    of_unit = _column(tables.units, "unit", name)
    filled = [own or of_unit.get(u, "") for own, u in zip(values, unit, strict=True)]
    if name != SITE:
        return filled
    return [own or theirs for own, theirs in zip(filled, site, strict=True)]


def _order_in_units(tables: Tables, name: str, values: Iterable[str]) -> dict[str, str]:
    """The place of each value of an attribute in the table of units, from 1, as text.

    For sites and practices the place of their own rows, for what units have that of the first row
    with it. Empty where the table of units doesn't have all the values, and for numbers and yes/no.
    """
    known = {value for value in values if value}
    if tables.units is None or not known or known <= {"yes", "no"} or all(map(number, known)):
        return {}
    own = [str(unit) for unit in tables.units["unit"]]
    column = [] if name not in tables.units else [as_text(cell) for cell in tables.units[name]]
    rows = next((rows for rows in (own, column) if known <= {*rows}), [])
    return {value: str(n) for n, value in enumerate(dict.fromkeys(rows), start=1)}


def _answers(tables: Tables, item: str) -> dict[str, str]:
    if tables.responses is None:
        return {}
    found = tables.responses[tables.responses["item"] == item]
    scale = list(places_in_scale(tables, item))
    return _column(found[found["value"].isin(scale)], "informant", "value")


def places_in_scale(tables: Tables, item: str) -> dict[str, str]:
    """The place of each answer of a closed item in its scale, from 1, as text."""
    scale = tables.items.get(item, {}).get("scale", ())
    return {answer: str(n) for n, answer in enumerate(scale, start=1)}


def _column(frame: pd.DataFrame | None, key: str, name: str) -> dict[str, str]:
    """A column as text by the frame's key; rows without a value are left out."""
    return {} if frame is None or name == key else attribute_values(frame, key, name)


def code_values(codings: pd.DataFrame, codebook: pd.DataFrame, code: str) -> dict[str, str]:
    """What each informant told of a code or any code below it; who didn't is left out.

    A code below it with the opposite sign counts the other way, as in framework matrices.
    """
    book = records(codebook)
    found = codings[codings["code"].isin(below(book, code)) & (codings["informant"] != "")]
    way = directions(book)
    said = (said_of(v, way[c, code]) for c, v in zip(found["code"], found["valence"], strict=True))
    found = found.assign(valence=list(said))
    return {
        str(case): status(Counter(valences), len(valences))
        for case, valences in found.groupby("informant")["valence"]
    }


def complete(cases: pd.DataFrame, test: Mapping[str, Any]) -> pd.DataFrame:
    """The cases with a value of every variable of the test."""
    keys = [key_of(variable) for variable in variables_of(test).values()]
    kept: pd.DataFrame = cases[(cases[keys] != "").all(axis=1)]
    return kept


def groups_in(cases: pd.DataFrame, key: str) -> list[str]:
    """The groups of a column, in the order of their scale or of the table of units, if it has one.

    Else by size, or the alphabet; of yes and no, yes is the first. See `case_table`.
    """
    groups = in_order(value for value in cases[key] if value)
    place = key.replace("item ", "place ", 1) if key.startswith("item ") else order_of(key)
    if place in cases:
        at = {value: number(n) or 0 for value, n in zip(cases[key], cases[place], strict=True)}
        return sorted(groups, key=lambda group: at[group])
    return ["yes", "no"] if groups == ["no", "yes"] else groups


def counted(cases: pd.DataFrame, outcome: str, by: str) -> pd.DataFrame:
    """Cases by group (rows) and value (columns), those of neither left out.

    Groups and values that only cases without the other variable have are there, with zeros.
    """
    both = cases[(cases[outcome] != "") & (cases[by] != "")]
    groups, values = groups_in(cases, by), groups_in(cases, outcome)
    values = ["no", "yes"] if values == ["yes", "no"] else values
    counts = both.groupby([by, outcome]).size().unstack(fill_value=0)
    return counts.reindex(index=groups, columns=values, fill_value=0).astype("int64")
