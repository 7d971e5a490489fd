"""Informants' sentences as documents, and the codes that they carry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from insideout.suggest.residual import overlapped, spoken


def documents(tokens: pd.DataFrame, sentences: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Sentences of informants and companions, with the lemmas of their content words (`document`).

    A row is a sentence (table `sentences`) with its `informant`; rows are numbered by source and
    place. `document`: the lemmas of words that are no stop words, in order, with spaces between.
    """
    said = spoken(sentences, turns)
    words = tokens[(tokens["is_word"] & ~tokens["is_stop"]).to_numpy(dtype=bool)]
    joined = words.groupby(["source", "sentence"], sort=False)["lemma"].agg(" ".join)
    keys = pd.MultiIndex.from_frame(said[["source", "sentence"]])
    return said.assign(document=joined.reindex(keys).fillna("").to_numpy(dtype=object))


def carried(said: pd.DataFrame, consensus: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """The codes on each sentence: `row` (number in `said`), `code`, `half`; each pair once.

    A coding is on every sentence that it shares a character with. `half` says whether the two share
    at least half of the sentence, or half of the passage: then the sentence has the code, so that a
    passage of a few words counts where it stands, and a long one not for the words of a sentence
    that it merely ends in. Whoever codes a passage with a code says what the codes above it say,
    which are on the sentence too.
    """
    sources = {name: number for number, name in enumerate(sorted(set(said["source"])))}
    placed = consensus[consensus["source"].isin(sources)]
    first, last = overlapped(said, placed, sources)
    count = last - first
    passage = np.repeat(np.arange(len(placed)), count)
    row = np.repeat(first - (np.cumsum(count) - count), count) + np.arange(int(count.sum()))
    starts, ends = (said[name].to_numpy("int64")[row] for name in ("start", "end"))
    begins, stops = (placed[name].to_numpy("int64")[passage] for name in ("start", "end"))
    shared = np.minimum(ends, stops) - np.maximum(starts, begins)
    half = 2 * shared >= np.minimum(ends - starts, stops - begins)
    code = placed["code"].to_numpy(object)[passage]
    pairs = pd.DataFrame({"row": row, "below": code, "half": half})
    pairs = pairs.groupby(["row", "below"])["half"].any().reset_index()
    pairs = pairs.merge(with_those_above(codebook), on="below")
    return pairs.groupby(["row", "code"])["half"].any().reset_index()


def with_those_above(codebook: pd.DataFrame) -> pd.DataFrame:
    """Pairs of a code (`below`) and itself or a code above it (`code`)."""
    parents: Mapping[str, str] = dict(zip(codebook["code"], codebook["parent"], strict=True))
    pairs = []
    for code in parents:
        at, seen = code, set[str]()
        while at and at not in seen:
            seen.add(at)
            pairs.append((code, at))
            at = parents.get(at, "")
    return pd.DataFrame(pairs, columns=["below", "code"], dtype="str")


def in_use(codebook: pd.DataFrame) -> list[str]:
    """Codes that coders may still put, in the codebook's order."""
    kept = codebook[(codebook["retired"] == "") & (codebook["merged_into"] == "")]
    return [str(code) for code in kept["code"]]


def leaves(codebook: pd.DataFrame) -> list[str]:
    """Codes in use that no code in use stands below: those that passages are coded with."""
    used = in_use(codebook)
    above = set(codebook.loc[codebook["code"].isin(used), "parent"])
    return [code for code in used if code not in above]
