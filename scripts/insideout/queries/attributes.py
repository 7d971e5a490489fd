"""Code by attribute: who, of the people with one value of an attribute, tells of a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from insideout.attributes import in_order, values_of
from insideout.queries.lineages import spread, status_of
from insideout.reader import framed, records
from insideout.tables.framework import CODE_ATTRIBUTES

COUNTED = ("present", "absent", "mixed")


def code_attributes(
    consensus: pd.DataFrame,
    codebook: pd.DataFrame,
    people: pd.DataFrame,
    patients: pd.DataFrame | None,
    attributes: Sequence[str],
) -> pd.DataFrame:
    """Table `code_attributes`: every code with every value that some informant has.

    `people`: the informants who speak. A code counts with those below it; an informant's codings
    together are present, absent or mixed, or (with `told` alone) have no valence. Informants
    without a value of the attribute are in none of its rows, passages of nobody's account neither.
    """
    told = spread(consensus[consensus["informant"] != ""], codebook, ["informant"])
    told["status"] = status_of(told)
    order = {code: n for n, code in enumerate(codebook["code"])}
    parts = [
        _counted(told, name, values_of(name, people, patients), set(people["informant"]), order)
        for name in dict.fromkeys(attributes)
    ]
    return framed((row for part in parts for row in records(part)), CODE_ATTRIBUTES)


def _counted(
    told: pd.DataFrame,
    name: str,
    values: Mapping[str, str],
    people: set[str],
    order: Mapping[str, int],
) -> pd.DataFrame:
    """The rows of one attribute: codes in the order of the codebook, values in their order."""
    valued = pd.Series({who: value for who, value in values.items() if who in people}, dtype="str")
    cases = valued.value_counts()
    at = pd.MultiIndex.from_product([order, in_order(cases.index)], names=["code", "value"])
    of = told.assign(value=told["informant"].map(valued), code=told["at"]).dropna(subset="value")
    for status in COUNTED:
        of[f"is_{status}"] = (of["status"] == status).astype("int64")
    by = of.groupby(["code", "value"])
    made = by.agg(
        told=("informant", "size"), codings=("codings", "sum"),
        **{status: (f"is_{status}", "sum") for status in COUNTED},
    ).reindex(at, fill_value=0)  # fmt: skip
    made = made.reset_index()
    return made.assign(attribute=name, cases=made["value"].map(cases))
