"""Codes by case, and codes with codes: what an analyst counts first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from insideout.reader import framed, records
from insideout.tables.inputs import VALENCES
from insideout.tables.outputs import CODE_CASES, CODE_PAIRS

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


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


def together(
    consensus: pd.DataFrame, codebook: pd.DataFrame, sentences: pd.DataFrame, near: int
) -> pd.DataFrame:
    """Codes on passages that overlap or are near each other (table `code_pairs`).

    Two codings overlap when they share a character; a coding and what it was mapped to are one.
    Two that don't are near each other when they share a turn, or when at most `near` of the
    source's sentences (table `sentences`) lie between them. `sources` in which a pair overlaps are
    set against those that hold both codes, or either, for Jaccard's index. The pairs that overlap
    most come first, then those that are most often near each other.
    """
    consensus = consensus[consensus["status"] != "mapped"]
    codes = list(codebook["code"])
    number = pd.Series(range(len(codes)), index=codes)
    size = len(codes)
    overlaps, beside, shared = (np.zeros((size, size), dtype="int64") for _ in range(3))
    held = np.zeros((size, consensus["source"].nunique()), dtype=bool)
    cut = dict(list(sentences.groupby("source", sort=False)))
    none = sentences.iloc[:0]
    for at, (source, here) in enumerate(consensus.groupby("source", sort=False)):
        code = number.loc[here["code"]].to_numpy()
        start, end = (here[name].to_numpy("int64") for name in ("start", "end"))
        held[code, at] = True
        earlier = code[:, None] < code
        over = (start[:, None] < end) & (start < end[:, None])
        close = _near(start, end, cut.get(source, none), near) & ~over
        for found, counted in ((over & earlier, overlaps), (close & earlier, beside)):
            left, right = np.nonzero(found)
            pairs, counts = np.unique(code[left] * size + code[right], return_counts=True)
            counted.flat[pairs] += counts
            if counted is overlaps:
                shared.flat[pairs] += 1
    both = held.astype("int64") @ held.T
    either = held.sum(axis=1)[:, None] + held.sum(axis=1) - both
    places = zip(*np.nonzero(overlaps + beside), strict=True)
    found_pairs = sorted(places, key=lambda p: (-overlaps[p], -beside[p], p))
    jaccard = both / np.maximum(either, 1)
    return framed(
        (
            {"first": codes[a], "second": codes[b], "overlaps": overlaps[a, b],
             "near": beside[a, b], "sources": shared[a, b], "jaccard": jaccard[a, b]}
            for a, b in found_pairs
        ),
        CODE_PAIRS,
    )  # fmt: skip


def _near(start: Numbers, end: Numbers, sentences: pd.DataFrame, near: int) -> Flags:
    """Which codings of a source share a turn, or have few of its sentences between them.

    `start`, `end`: the codings' first character, and the one after their last. Without sentences,
    no two are near each other.
    """
    count = len(sentences)
    if not count:
        return np.zeros((len(start), len(start)), dtype=bool)
    ordered = sentences.sort_values("start")
    begins, ends, turn = (ordered[name].to_numpy("int64") for name in ("start", "end", "turn"))
    first = np.minimum(np.searchsorted(ends, start, side="right"), count - 1)
    last = np.maximum(np.searchsorted(begins, end, side="left") - 1, first)
    opens, closes = turn[first], turn[last]
    same = (opens[:, None] <= closes) & (opens <= closes[:, None])
    between = np.maximum(first[:, None] - last, first - last[:, None]) - 1
    close: Flags = same | (between <= near)
    return close
