"""How complete the researchers' tables are, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd


def missing(tables: Mapping[str, pd.DataFrame]) -> list[dict[str, Any]]:
    """Empty cells of each column that has a value anywhere (rows of the table `missing`).

    A column that the study doesn't use at all is left out.
    """
    made = []
    for name, frame in tables.items():
        for column in frame:
            empty = frame[column].isna() | (frame[column].astype("str") == "")
            if len(frame) and not empty.all():
                made.append({
                    "about": name, "column": str(column), "rows": len(frame),
                    "missing": int(empty.sum()),
                })  # fmt: skip
    return made
