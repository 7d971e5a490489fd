"""The cases of a test: one row per informant of a group, a column per variable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from insideout.problems import DataError
from insideout.test.variables import Variable, attributes_of, in_order, key_of, variable_problem


def case_table(
    informants: pd.DataFrame,
    patients: pd.DataFrame | None,
    codings: pd.DataFrame,
    codebook: pd.DataFrame,
    group: str,
    variables: Sequence[Variable],
) -> pd.DataFrame:
    """The cases of a group, sorted by id, with a column `key_of(variable)` for each variable.

    Values are text ("yes" and "no" for yes/no), "" where the case has none. An attribute is taken
    from the patients table, and from the informants table where the case has none there. A code's
    value is what the case's codings with it or a code below it tell, whoever coded: present,
    absent, mixed (both, or coded so), coded (without a valence), not_told ("" when only those who
    told count). Codings of passages that no informant speaks belong to no case.

    Raises DataError for a variable that isn't known.
    """
    patient_columns = [] if patients is None else list(patients.columns)
    known = attributes_of(informants.columns, patient_columns)
    codes = list(codebook["code"])
    wrong = [variable_problem(v, known, codes, "tests") for v in variables]
    if any(wrong):
        raise DataError(problem for problem in wrong if problem)
    cases = sorted(informants.loc[informants["group"] == group, "informant"])
    columns = {"case": cases}
    for variable in variables:
        if "attribute" in variable:
            name = variable["attribute"]
            values = attribute_values(informants, "informant", name)
            if patients is not None:
                values |= attribute_values(patients, "patient", name)
        else:
            values = code_values(codings, codebook, variable["code"])
            if not variable["told"]:
                values = dict.fromkeys(cases, "not_told") | values
        columns[key_of(variable)] = [values.get(case, "") for case in cases]
    return pd.DataFrame(columns, dtype="str")


def attribute_values(frame: pd.DataFrame, key: str, name: str) -> dict[str, str]:
    """An attribute's value as text by the frame's key; rows without a value are left out."""
    if name not in frame.columns:
        return {}
    found = zip(frame[key], map(as_text, frame[name]), strict=True)
    return {str(case): value for case, value in found if value}


def code_values(codings: pd.DataFrame, codebook: pd.DataFrame, code: str) -> dict[str, str]:
    """What each informant told of a code or any code below it; who didn't is left out."""
    found = codings[codings["code"].isin(with_below(codebook, code)) & (codings["informant"] != "")]
    return {str(case): told(valences) for case, valences in found.groupby("informant")["valence"]}


def told(valences: Iterable[str]) -> str:
    """What several codings tell together: present, absent, mixed, or coded without a valence."""
    said = {valence for valence in valences if valence}
    if not said:
        return "coded"
    return said.pop() if len(said) == 1 else "mixed"


def with_below(codebook: pd.DataFrame, code: str) -> set[str]:
    """A code and all codes below it."""
    found, queue = {code}, [code]
    while queue:
        children = set(codebook.loc[codebook["parent"] == queue.pop(), "code"]) - found
        found |= children
        queue += sorted(children)
    return found


def as_text(value: Any) -> str:
    """A cell of any declared type as text; "" where it is missing."""
    if pd.isna(value):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_float(value):
        return repr(float(value)).removesuffix(".0")
    return str(value).strip()


def counted(cases: pd.DataFrame, outcome: str, by: str) -> pd.DataFrame:
    """Cases by group (rows) and value (columns), those of neither left out.

    Groups and values that only cases without the other variable have are there, with zeros.
    """
    both = cases[(cases[outcome] != "") & (cases[by] != "")]
    groups, values = (in_order(v for v in cases[name] if v) for name in (by, outcome))
    counts = both.groupby([by, outcome]).size().unstack(fill_value=0)
    return counts.reindex(index=groups, columns=values, fill_value=0).astype("int64")
