"""Codes by case, and codes with codes: what an analyst counts first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from insideout.reader import framed, records
from insideout.tables.inputs import VALENCES
from insideout.tables.outputs import CODE_CASES, CODE_PAIRS


def by_case(
    consensus: pd.DataFrame,
    codebook: pd.DataFrame,
    people: Iterable[Mapping[str, Any]],
    site_of_unit: Mapping[str, str],
) -> pd.DataFrame:
    """How often each code stands in each case (table `code_cases`), the codebook's order.

    `people`: the informants with their units. Passages of nobody's account count for their source
    alone.
    """
    site_of = {person["informant"]: site_of_unit.get(person["unit"], "") for person in people}
    cases = {
        "source": consensus["source"],
        "informant": consensus["informant"],
        "site": consensus["informant"].map(lambda who: site_of.get(who, "")),
    }
    order = {code: n for n, code in enumerate(codebook["code"])}
    parts = []
    for kind, case in cases.items():
        told = consensus.assign(case=case, cases=kind)
        told = told[told["case"] != ""]
        by = told.groupby(["code", "cases", "case"], as_index=False)
        counted = by.agg(codings=("coding", "size"))
        for valence in VALENCES:
            of = told[told["valence"] == valence].groupby(["code", "case"]).size()
            at = pd.MultiIndex.from_frame(counted[["code", "case"]])
            counted[valence] = of.reindex(at).fillna(0).astype("int64").to_numpy()
        counted["order"] = counted["code"].map(order)
        parts.append(counted.sort_values(["order", "case"], kind="stable"))
    return framed(records(pd.concat(parts).drop(columns="order")), CODE_CASES)


def together(consensus: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """Codes on overlapping passages (table `code_pairs`), the most frequent pairs first.

    Two codings overlap when they share a character; a coding and what it was mapped to are one.
    `sources` in which a pair overlaps are set
    against those that hold both codes, or either, for Jaccard's index.
    """
    consensus = consensus[consensus["status"] != "mapped"]
    codes = list(codebook["code"])
    number = pd.Series(range(len(codes)), index=codes)
    size = len(codes)
    overlaps = np.zeros((size, size), dtype="int64")
    shared = np.zeros((size, size), dtype="int64")
    held = np.zeros((size, consensus["source"].nunique()), dtype=bool)
    for at, (_, here) in enumerate(consensus.groupby("source", sort=False)):
        code = number.loc[here["code"]].to_numpy()
        start, end = (here[name].to_numpy("int64") for name in ("start", "end"))
        held[code, at] = True
        left, right = np.nonzero(
            (start[:, None] < end) & (start < end[:, None]) & (code[:, None] < code)
        )
        pairs, counts = np.unique(code[left] * size + code[right], return_counts=True)
        overlaps.flat[pairs] += counts
        shared.flat[pairs] += 1
    both = held.astype("int64") @ held.T
    either = held.sum(axis=1)[:, None] + held.sum(axis=1) - both
    found = sorted(zip(*np.nonzero(overlaps), strict=True), key=lambda p: (-overlaps[p], p))
    jaccard = both / np.maximum(either, 1)
    return framed(
        (
            {"first": codes[a], "second": codes[b], "overlaps": overlaps[a, b],
             "sources": shared[a, b], "jaccard": jaccard[a, b]}
            for a, b in found
        ),
        CODE_PAIRS,
    )  # fmt: skip
