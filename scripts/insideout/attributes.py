"""Attributes of the people a study heard: columns of the tables of informants, patients, units."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from insideout.tables.inputs import INFORMANTS, PATIENTS, UNITS

SITE = "site"  # an attribute that memberships give, where no table has it
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def attributes_of(
    informants: Iterable[str], patients: Iterable[str], units: Iterable[str] = ()
) -> list[str]:
    """The attributes there are, from the columns of the tables (all but their keys).

    With a table of units every case of a practice has a site, whether or not a column says so.
    """
    ids = {*INFORMANTS.key, *PATIENTS.key}
    theirs = [name for name in units if name not in UNITS.key]
    named = dict.fromkeys([*patients, *informants, *theirs, *([SITE] if theirs else [])])
    return [name for name in named if name not in ids]


def attribute_wanted(known: Iterable[str]) -> str:
    """What a name in the study file should have been."""
    return "an attribute of patients, informants or units: " + ", ".join(known)


def values_of(
    name: str, informants: pd.DataFrame, patients: pd.DataFrame | None = None
) -> dict[str, str]:
    """An attribute's value by informant, as text; who has none is left out.

    Where both tables have one, the table of patients counts.
    """
    found = attribute_values(informants, "informant", name)
    return found | ({} if patients is None else attribute_values(patients, "patient", name))


def attribute_values(frame: pd.DataFrame, key: str, name: str) -> dict[str, str]:
    """An attribute's value as text by the frame's key; rows without a value are left out."""
    if name not in frame.columns:
        return {}
    found = zip(frame[key], map(as_text, frame[name]), strict=True)
    return {str(case): value for case, value in found if value}


def as_text(value: Any) -> str:
    """A cell of any declared type as text; "" where it is missing."""
    if pd.isna(value):
        return ""
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if pd.api.types.is_float(value):
        return repr(float(value)).removesuffix(".0")
    return str(value).strip()


def number(text: str) -> float | None:
    """The number a cell holds (a decimal point, no thousands separators), or None."""
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def in_order(values: Iterable[str]) -> list[str]:
    """Each value once: numbers first, by size, then the others by the alphabet."""

    def place(value: str) -> tuple[bool, float, str]:
        size = number(value)
        return (size is None, 0.0 if size is None else size, value)

    return sorted(set(values), key=place)
