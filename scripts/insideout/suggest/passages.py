"""Passages of the residual, and where they lie in the space of what is spoken of.

Sentences of an interview are short (in the default study, one of the residual has fewer than three
words that are no stop words): neighbouring sentences of one turn are taken together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.integer[Any]]
Points: TypeAlias = NDArray[np.float64]
INFORMANTS = 2  # who use a word before it sets passages apart
COMMON = 0.5  # share of informants who use a word, and ...
OFTEN = 0.025  # ... share of passages it stands in, above which it tells nothing apart
SELDOM = 4  # passages that any word may stand in
DIMENSIONS = (20, 100)
GRAIN = 2.0**-20  # of coordinates: sums of multiples of it are exact in any order


@dataclass(frozen=True)
class Passages:
    """Passages of the residual that can be compared.

    `of`: the passage of each row of the residual, -1 for none. `places`: a passage's place, of unit
    length; `own`: the place of each row of the residual by its own words, 0 where it has none;
    `telling`: how many of its words passages are compared by.
    """

    of: Numbers
    places: Points
    own: Points
    telling: Points


def runs(rows: pd.DataFrame) -> Numbers:
    """The run that each row lies in: neighbouring sentences of one turn (rows are in order)."""
    before = rows.shift()
    goes_on = (rows["source"] == before["source"]) & (rows["turn"] == before["turn"])
    goes_on &= rows["sentence"] == before["sentence"] + 1
    return np.cumsum(~goes_on.to_numpy(dtype=bool)) - 1


def passages(
    rows: pd.DataFrame, words: pd.DataFrame, tokens: pd.DataFrame, least: int, seed: int
) -> Passages:
    """Passages with at least `least` words, none of which is a stop word.

    `rows`: the residual by source and sentence, numbered from 0; `words`: `content_words` of the
    corpus. A place is that of latent semantic analysis (Deerwester et al. 1990) over tf-idf
    weights with sublinear frequencies. One passage alone, or none, has no place.
    """
    from sklearn.feature_extraction.text import TfidfTransformer  # type: ignore[import-untyped]

    run = runs(rows)
    long = np.bincount(run, rows["words"].to_numpy("int64")) >= least
    used = _used(rows, run, words)
    telling = _telling(used[long[used["run"].to_numpy("int64")]], words, tokens, int(np.sum(long)))
    used = used[used["lemma"].isin(telling)]
    column = used["lemma"].map({lemma: n for n, lemma in enumerate(telling)}).to_numpy("int64")
    kept = (
        np.unique(used["run"].to_numpy()[long[used["run"].to_numpy("int64")]])
        if len(used)
        else run[:0]
    )
    if min(len(kept), len(telling)) < 3:
        return Passages(
            np.full(len(rows), -1), np.zeros((0, 1)), np.zeros((len(rows), 1)), np.zeros(len(rows))
        )
    number = np.full(len(long), -1)
    number[kept] = np.arange(len(kept))
    inside = number[used["run"].to_numpy("int64")] >= 0
    by_run = _counts(
        number[used["run"].to_numpy("int64")][inside], column[inside], (len(kept), len(telling))
    )
    by_row = _counts(used["row"].to_numpy(), column, (len(rows), len(telling)))
    weights = TfidfTransformer(sublinear_tf=True).fit(by_run)
    places, own = _places(weights.transform(by_run), weights.transform(by_row), seed)
    telling_words = np.asarray(by_row.sum(axis=1), dtype="float64").ravel()
    return Passages(number[run], places, own, telling_words)


def _used(rows: pd.DataFrame, run: Numbers, words: pd.DataFrame) -> pd.DataFrame:
    """The words of the residual, each with its `row`, `run`, `lemma` and `informant`."""
    at = rows[["source", "sentence"]].assign(row=np.arange(len(rows)), run=run)
    used = words[["source", "sentence", "lemma", "informant"]].astype({"sentence": "Int64"})
    return used.merge(at, on=["source", "sentence"], how="inner", validate="many_to_one")


def _telling(used: pd.DataFrame, words: pd.DataFrame, tokens: pd.DataFrame, many: int) -> list[str]:
    """The words (lemmas) that passages are compared by, in the order of the alphabet.

    Left out: what one informant alone says, what has no letter, forms of stop words ("going" of
    "go"), and what most informants say in many of the passages, such as "think" or "know". On the
    default study, without the last two, clusters formed about "think", "like" and "write".
    """
    stop = set(tokens.loc[tokens["is_stop"].to_numpy(dtype=bool), "lower"])
    each = used.groupby("lemma").agg(
        informants=("informant", "nunique"), in_runs=("run", "nunique")
    )
    everywhere = words.groupby("lemma")["informant"].nunique().reindex(each.index)
    common = everywhere > COMMON * words["informant"].nunique()
    light = common & (each["in_runs"] > max(SELDOM, OFTEN * many))
    kept = each.index[(each["informants"] >= INFORMANTS) & ~light]
    return sorted(x for x in kept if x not in stop and any(letter.isalpha() for letter in x))


def _counts(row: Numbers, column: Numbers, shape: tuple[int, int]) -> Any:
    from scipy.sparse import coo_array  # type: ignore[import-untyped]

    return coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr()


def _places(passages: Any, sentences: Any, seed: int) -> tuple[Points, Points]:
    """Where passages and single sentences lie, of unit length, rounded to the grain.

    Threads add numbers up in another order each time: one thread does it, and what differs in the
    last digits between processors is rounded away.
    """
    from sklearn.decomposition import TruncatedSVD  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    low, high = DIMENSIONS
    count = min(int(np.clip(np.sqrt(passages.shape[0]), low, high)), min(passages.shape) - 1)
    with threadpool_limits(1):
        analysis = TruncatedSVD(count, algorithm="arpack", random_state=seed).fit(passages)
        return _unit(analysis.transform(passages)), _unit(analysis.transform(sentences))


def _unit(points: Points) -> Points:
    length = np.linalg.norm(points, axis=1, keepdims=True)
    unit = np.divide(points, length, out=np.zeros_like(points), where=length > GRAIN)
    rounded: Points = np.round(unit / GRAIN) * GRAIN
    return rounded
