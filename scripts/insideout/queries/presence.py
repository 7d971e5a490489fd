"""Presence by site: what is told about each site with a code, wherever its tellers belong."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from insideout.places import site_of_about
from insideout.queries.lineages import spread, status_of
from insideout.reader import framed, records
from insideout.tables.framework import CODE_SITES
from insideout.tables.inputs import VALENCES


def code_sites(
    consensus: pd.DataFrame, codebook: pd.DataFrame, site_of_unit: Mapping[str, str]
) -> pd.DataFrame:
    """Table `code_sites`: every code at every site, those that nobody told of too.

    `site_of_unit`: the site of each unit, "" for none or several. A passage is about the site of
    the unit (or of both units of the interface) in its column `about`; one about a level as such,
    or about several sites, is about no site and left out. A code counts with those below it.
    """
    sites = list(
        dict.fromkeys(site for unit, site in site_of_unit.items() if site and unit == site)
    )
    spoken = {about: site_of_about(about, site_of_unit) for about in consensus["about"].unique()}
    found = consensus.assign(site=consensus["about"].map(spoken).astype("str"))
    found = found[found["site"] != ""]
    at = pd.MultiIndex.from_product([list(codebook["code"]), sites], names=["at", "site"])
    made = spread(found, codebook, ["site"]).set_index(["at", "site"])
    made = made.reindex(at, fill_value=0)
    for name, counted in (("informants", "informant"), ("sources", "source")):
        who = spread(found[found[counted] != ""], codebook, ["site", counted])
        made[name] = who.groupby(["at", "site"]).size().reindex(at, fill_value=0)
    made = made.reset_index().rename(columns={"at": "code"})
    made["status"] = status_of(made)
    return framed(records(made[[*CODE_SITES.key, "informants", "sources", *VALENCES, "status"]]),
                  CODE_SITES)  # fmt: skip
