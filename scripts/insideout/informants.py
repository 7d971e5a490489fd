"""Who the informants are, with and without a table of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from insideout.reader import framed, read_inputs
from insideout.tables.inputs import INPUTS


def informants_of(informants: list[Path], turns: pd.DataFrame) -> pd.DataFrame:
    """The table of informants, or, when there is none, all who speak in the turns.

    Without a table everyone is in the group "informant". Columns are those of the table
    informants, and any attributes. Raises DataError when the table can't be read.
    """
    table = INPUTS["informants"]
    if informants:
        return read_inputs(informants, table)
    who = sorted({str(name) for name in turns["informant"] if name})
    return framed(({"informant": name, "group": "informant"} for name in who), table)
