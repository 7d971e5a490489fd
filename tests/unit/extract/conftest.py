"""Encounters and settings that the tests of this package share."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from insideout.house import schema_of, with_defaults
from insideout.reader import framed
from insideout.tables.records import RECORDS


@pytest.fixture(name="settings")
def settings_of_records() -> dict[str, Any]:
    """The study file's section `records`, with its defaults."""
    schema = schema_of()
    section = schema["properties"]["records"]
    found: dict[str, Any] = with_defaults({"file": "records.csv"}, section, schema)
    return found


@pytest.fixture(name="encounters")
def encounters_of() -> Callable[..., pd.DataFrame]:
    """Encounters from short rows: the patient is p and the day 2012-01-01 unless a row says."""

    def made(*rows: dict[str, Any]) -> pd.DataFrame:
        told = {"patient": "p", "date": "2012-01-01"}
        return framed(
            ({"encounter": f"e{k}", **told, **row} for k, row in enumerate(rows)), RECORDS
        )

    return made
