"""Who the informants are, with and without a table of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from insideout.reader import framed, read_inputs
from insideout.tables.inputs import INPUTS


def informants_of(informants: list[Path], turns: pd.DataFrame) -> pd.DataFrame:
    """The informants who speak in the corpus, by the table of informants or, without one, by turns.

    Whoever speaks only in withdrawn sources is in neither. Without a table everyone is in the
    group "informant". Columns are those of the table informants, and any attributes. Raises
    DataError when the table can't be read.
    """
    table = INPUTS["informants"]
    who = sorted({str(name) for name in turns["informant"] if name})
    if informants:
        listed = read_inputs(informants, table)
        return listed[listed["informant"].isin(who)].reset_index(drop=True)
    return framed(({"informant": name, "group": "informant"} for name in who), table)
