"""Quotations by code, each with its speaker's group, site and attributes: to filter and to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from insideout.attributes import values_of
from insideout.queries.lineages import top_of
from insideout.tables.framework import QUOTES


def quotes(
    consensus: pd.DataFrame,
    codebook: pd.DataFrame,
    people: pd.DataFrame,
    patients: pd.DataFrame | None,
    site_of_unit: Mapping[str, str],
    manifest: pd.DataFrame,
    attributes: Sequence[str],
) -> pd.DataFrame:
    """Table `quotes`: a row a consensus coding, by code (the codebook's order), source and place.

    Words of a source that may not be quoted are left empty. After the declared columns there is
    one for each attribute, named as `column_of` says; "" where the speaker has no value.
    """
    rank = {code: n for n, code in enumerate(codebook["code"])}
    found = consensus.assign(rank=consensus["code"].map(rank))
    found = found.sort_values(["rank", "source", "start", "end"], kind="stable", ignore_index=True)
    quotable = set(manifest.loc[manifest["quotable"].fillna(False).astype(bool), "source"])
    group = dict(zip(people["informant"], people["group"], strict=True))
    units = dict(zip(people["informant"], people["unit"], strict=True))
    sites = {who: site_of_unit.get(unit, "") for who, unit in units.items()}
    made = {
        **{name: found[name] for name in QUOTES.names if name in found},
        "theme": _mapped(found["code"], top_of(codebook)),
        "group": _mapped(found["informant"], group),
        "site": _mapped(found["informant"], sites),
        "quote": found["quote"].where(found["source"].isin(quotable), ""),
    }
    columns = {name: made[name] for name in QUOTES.names}
    for name in dict.fromkeys(attributes):
        values = values_of(name, people, patients)
        columns[column_of(name)] = _mapped(found["informant"], values)
    return pd.DataFrame(columns)


def column_of(attribute: str) -> str:
    """The column an attribute has in the table `quotes`: its own name, unless one is called so."""
    return f"informant_{attribute}" if attribute in QUOTES.names else attribute


def _mapped(names: pd.Series[str], to: Mapping[str, str | None]) -> pd.Series[str]:
    return names.map(lambda name: to.get(name) or "").astype("str")
