"""What informants say that no deductive code covers: where new codes come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.tables.suggest import RESIDUAL

Places: TypeAlias = NDArray[np.integer[Any]]
SPAN = 1 << 40  # longer than any text: source number × SPAN + character is one line of places


def residual(
    sentences: pd.DataFrame,
    turns: pd.DataFrame,
    texts: Mapping[str, str],
    tokens: pd.DataFrame,
    consensus: pd.DataFrame,
    codebook: pd.DataFrame,
) -> pd.DataFrame:
    """Sentences of informants and companions that no deductive coding overlaps (table `residual`).

    `texts`: canonical text of each source; `tokens`: of all sources. A coding covers every sentence
    that it shares a character with, whatever its valence: what is told to be absent is coded too.
    Codes that the codebook doesn't call inductive are deductive. `cluster` and `typical` are empty.
    """
    said = spoken(sentences, turns)
    sources = {name: number for number, name in enumerate(sorted(set(said["source"])))}
    inductive = set(codebook.loc[codebook["origin"] == "inductive", "code"])
    placed = consensus[consensus["source"].isin(sources)]
    is_new = placed["code"].isin(inductive).to_numpy(dtype=bool)
    first, last = overlapped(said, placed, sources)
    covered = counted(first[~is_new], last[~is_new], len(said)) > 0
    codes = _codes_on(first[is_new], last[is_new], placed["code"].to_numpy(object)[is_new])
    left = said[~covered]
    at = np.flatnonzero(~covered)
    spans = zip(left["source"], left["start"], left["end"], strict=True)
    made = {
        **{name: left[name] for name in ("source", "turn", "sentence", "start", "end")},
        "quote": [texts[source][start:end] for source, start, end in spans],
        "informant": left["informant"],
        "words": content_counts(left, tokens),
        "cluster": "",
        "typical": np.nan,
        "inductive": [codes.get(int(n), "") for n in at],
    }
    types = {"integer": "Int64", "number": "float64"}
    frame = pd.DataFrame(made).reset_index(drop=True)
    return frame.astype({c.name: types.get(c.kind, "str") for c in RESIDUAL.columns})


def spoken(sentences: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Sentences that interviewers don't say, with who says them, by source and place."""
    who = turns.loc[turns["informant"] != "", ["source", "turn", "informant"]]
    said = sentences.merge(who, on=["source", "turn"], how="inner", validate="many_to_one")
    return said.sort_values(["source", "start"], kind="stable").reset_index(drop=True)


def overlapped(
    said: pd.DataFrame, passages: pd.DataFrame, sources: Mapping[str, int]
) -> tuple[Places, Places]:
    """The first sentence that each passage overlaps, and the one after the last, by row number.

    `said`: sentences by source and place, none of them overlapping another.
    """
    number = said["source"].map(sources).to_numpy("int64") * SPAN
    starts = number + said["start"].to_numpy("int64")
    ends = number + said["end"].to_numpy("int64")
    number = passages["source"].map(sources).to_numpy("int64") * SPAN
    first = np.searchsorted(ends, number + passages["start"].to_numpy("int64"), "right")
    last = np.searchsorted(starts, number + passages["end"].to_numpy("int64"), "left")
    return first, np.maximum(first, last)


def counted(first: Places, last: Places, rows: int) -> Places:
    """How many of the ranges first … last - 1 each of so many rows lies in."""
    begun = np.bincount(first, minlength=rows + 1) - np.bincount(last, minlength=rows + 1)
    return np.cumsum(begun)[:rows]


def _codes_on(first: Places, last: Places, codes: NDArray[np.object_]) -> dict[int, str]:
    """The codes on each sentence that has one, in the order of the alphabet."""
    length = last - first
    begin = np.cumsum(length) - length
    row = np.repeat(first - begin, length) + np.arange(int(length.sum()))
    pairs = pd.DataFrame({"row": row, "code": np.repeat(codes, length)}).drop_duplicates()
    joined = pairs.sort_values(["row", "code"]).groupby("row")["code"].agg(" ".join)
    return {int(str(row)): str(text) for row, text in joined.items()}


def content_counts(sentences: pd.DataFrame, tokens: pd.DataFrame) -> Places:
    """Words of each sentence that are no stop words."""
    words = tokens[(tokens["is_word"] & ~tokens["is_stop"]).to_numpy(dtype=bool)]
    count = words.groupby(["source", "sentence"]).size()
    found = count.reindex(pd.MultiIndex.from_frame(sentences[["source", "sentence"]]), fill_value=0)
    return found.to_numpy("int64")
