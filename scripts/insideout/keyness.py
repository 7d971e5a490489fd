"""Words that one group of speakers uses more than the others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from insideout.reader import framed, records
from insideout.tables.outputs import KEYNESS


def keyness(
    tokens: pd.DataFrame,
    turns: pd.DataFrame,
    site_of: Mapping[str, str],
    least: float = 10.83,
    informants: int = 2,
    most: int = 15,
) -> pd.DataFrame:
    """Lemmas that a site's informants use more than those of the other sites (table `keyness`).

    `site_of`: site of each informant. Kept are lemmas of at least `informants` of the site's
    people and a log-likelihood of at least `least` (10.83 is p < .001 for one word, one degree of
    freedom), the `most` highest of each site. G² = 2 Σ O ln(O / E) over the two corpora's counts
    of the word (Rayson and Garside 2000, eq. 2); log ratio as in Hardie (2014), 0.5 for a zero.
    """
    who = turns.set_index(["source", "turn"])["informant"]
    words = tokens[tokens["is_word"] & ~tokens["is_stop"]].copy()
    words["informant"] = who.reindex(pd.MultiIndex.from_frame(words[["source", "turn"]])).to_numpy()
    words["site"] = words["informant"].map(lambda i: site_of.get(i, ""))
    words = words[words["site"] != ""]
    if words["site"].nunique() < 2:
        return framed([], KEYNESS)
    used = words.groupby(["site", "lemma"]).agg(
        count=("lemma", "size"), informants=("informant", "nunique")
    )
    table = used.reset_index()
    sizes = words.groupby("site").size()
    here = table["site"].map(sizes).astype("float64")
    there = len(words) - here
    count = table["count"].astype("float64")
    everywhere = words.groupby("lemma").size()
    elsewhere = table["lemma"].map(everywhere) - count
    table["elsewhere"] = elsewhere
    expected = (count + elsewhere) / (here + there)
    with np.errstate(divide="ignore", invalid="ignore"):
        other = np.where(elsewhere > 0, elsewhere * np.log(elsewhere / (there * expected)), 0.0)
        table["log_likelihood"] = 2 * (count * np.log(count / (here * expected)) + other)
        table["log_ratio"] = np.log2((count / here) / (np.maximum(elsewhere, 0.5) / there))
    kept = table[
        (table["log_ratio"] > 0)
        & (table["log_likelihood"] >= least)
        & (table["informants"] >= informants)
    ]
    kept = kept.sort_values(["site", "log_likelihood", "lemma"], ascending=[True, False, True])
    return framed(records(kept.groupby("site", sort=False).head(most)), KEYNESS)
