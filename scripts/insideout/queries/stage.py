"""The queries of a study, each a declared table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.queries.attributes import code_attributes
from insideout.queries.presence import code_sites
from insideout.queries.quotes import quotes


def queries(
    consensus: pd.DataFrame,
    codebook: pd.DataFrame,
    people: Sequence[Mapping[str, Any]],
    patients: pd.DataFrame | None,
    site_of_unit: Mapping[str, str],
    manifest: pd.DataFrame,
    settings: Mapping[str, Any],
) -> dict[str, pd.DataFrame]:
    """The tables `code_attributes`, `code_sites` and `quotes`, by name.

    `people`: the informants who speak, with unit, group and any attributes; `settings`: the section
    `queries` of the study file.
    """
    informants = pd.DataFrame([dict(person) for person in people])
    for name in ("informant", "unit", "group"):
        values = informants[name] if name in informants else pd.Series("", informants.index)
        informants[name] = values.fillna("").astype("str")
    asked = settings["attributes"]
    return {
        "code_attributes": code_attributes(consensus, codebook, informants, patients, asked),
        "code_sites": code_sites(consensus, codebook, site_of_unit),
        "quotes": quotes(consensus, codebook, informants, patients, site_of_unit, manifest, asked),
    }
