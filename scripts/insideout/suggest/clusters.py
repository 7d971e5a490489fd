"""Candidate themes: what the residual speaks of, in clusters that an analyst can name.

Latent semantic analysis and k-means were chosen on the default study's residual and on planted
themes. K-means on tf-idf alone, and non-negative matrix factorisation, lost planted themes as the
corpus grew (adjusted Rand index 0.00 and 0.04 against 0.60 in 5,000 sentences), for two sentences
about one thing seldom share a word. Single sentences gave clusters about "like" and "get"; passages
without what most informants say all the time gave themes that can be named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.keyness import content_words, contrast
from insideout.reader import framed, records
from insideout.suggest.passages import Passages, passages
from insideout.tables.inputs import CLUSTERS
from insideout.tables.suggest import CANDIDATES, RESIDUAL

Labels: TypeAlias = NDArray[np.integer[Any]]
Term: TypeAlias = tuple[str, float, float]  # a key word, its log-likelihood, its log ratio
STRAY = 0.4  # least cosine between a passage and the centre of its cluster
PASSAGES = 5  # for each cluster there are at least so many, or there are fewer clusters
LOOKED_FOR = 1.5  # clusters that are looked for, for each that is shown: the best are
STARTS = 20  # random starts of k-means, of which the tightest is taken
SIGNIFICANT = 6.63  # log-likelihood of p < .01 for one word, one degree of freedom
TWICE = 1.0  # least log ratio of a key word: used twice as often as elsewhere
INFORMANTS = 2  # who use a word before it is a key word of a cluster
NAMEABLE = 3  # key words that a cluster needs: one word alone is no theme
STRONGEST = 5  # key words that a cluster's id is made of
TERMS = 8
QUOTES = 5
SHARED = 2  # key words in common before a candidate is said to be near a lost one


def candidates(
    residual: pd.DataFrame,
    tokens: pd.DataFrame,
    turns: pd.DataFrame,
    decided: pd.DataFrame,
    settings: Mapping[str, Any],
    seed: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The residual with `cluster` and `typical`, and its candidate themes (table `candidates`).

    `decided`: table `clusters`. `settings`: `clusters`, how many to look for, and `words`, the
    fewest words of a passage: neighbouring sentences of one turn, which fall under one cluster
    together. Half as many again are made, and those shown whose passages hold several key words
    together (`held`): clusters about one frequent word say little. In no cluster are passages that
    are too short, those that no centre is near, and those of clusters that aren't shown. The order
    of the rows makes no difference.
    """
    rows = residual.sort_values(["source", "sentence"]).reset_index(drop=True)
    words = content_words(tokens, turns)
    found, most = passages(rows, words, tokens, int(settings["words"]), seed), settings["clusters"]
    labels = grouped(found, int(LOOKED_FOR * int(most)), seed)
    near, own = closeness(found, labels)
    labels = np.where(near < STRAY, -1, labels)
    inside = np.append(labels, -1)[found.of]  # -1 is the last
    terms = key_terms(rows, words, inside)
    terms = {label: those for label, those in terms.items() if len(those) >= NAMEABLE}
    share = held(rows, words, inside, found.of, terms)
    best = sorted(terms, key=lambda label: (-share[label], cluster_id(terms[label])))[: int(most)]
    ids = {label: cluster_id(terms[label]) for label in best}
    rows["cluster"] = pd.Series([ids.get(int(label), "") for label in inside], dtype="str")
    own *= found.telling / (found.telling + 1)  # a sentence of one word tells little by itself
    typical = (np.append(near, 0.0)[found.of] + own).clip(0, 2) / 2
    rows["typical"] = np.where(rows["cluster"] != "", typical.round(6), np.nan)
    before = {row["cluster"]: row for row in records(decided)}
    made = [
        _candidate(rows[rows["cluster"] == name], those, before.get(name, {}))
        for name, those in {ids[label]: terms[label] for label in best}.items()
    ]
    made.sort(key=lambda row: (-row["sentences"], row["cluster"]))
    return rows[list(RESIDUAL.names)], framed(made, CANDIDATES)


def grouped(found: Passages, clusters: int, seed: int) -> Labels:
    """The number of each passage's cluster, by k-means on places of unit length.

    Coordinates are multiples of a power of two, so that the sums that centres are made of are the
    same in whatever order they are added.
    """
    from sklearn.cluster import KMeans  # type: ignore[import-untyped]
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    places = found.places
    count = min(clusters, len(places) // PASSAGES, len(np.unique(places, axis=0)))
    if count < 2:
        return np.full(len(places), -1)
    with threadpool_limits(1):
        means = KMeans(count, n_init=STARTS, tol=0, random_state=seed, algorithm="lloyd")
        labels: Labels = means.fit_predict(places).astype("int64")
        return labels


def closeness(found: Passages, labels: Labels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Cosine of each passage, and of each sentence by its own words, with its cluster's centre."""
    kinds = int(labels.max(initial=-1)) + 1
    sums = np.zeros((kinds + 1, found.places.shape[1]))  # the last, of no cluster, stays 0
    for label in range(kinds):
        sums[label] = found.places[labels == label].sum(axis=0)
    length = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    centres = np.divide(sums, length, out=np.zeros_like(sums), where=length > 0)
    near = np.einsum("ij,ij->i", found.places, centres[labels])
    own = np.einsum("ij,ij->i", found.own, centres[np.append(labels, -1)[found.of]])
    return near.round(9), own.round(9)


def key_terms(rows: pd.DataFrame, words: pd.DataFrame, inside: Labels) -> dict[int, list[Term]]:
    """The key words of each cluster, the strongest first, against all else that informants say.

    `inside`: the cluster of each row of the residual, -1 for none. Log-likelihood and log ratio are
    those of `keyness.contrast`; a key word is used by two informants in the cluster or more, and
    twice as often as elsewhere.
    """
    at = rows[["source", "sentence"]].assign(cluster=inside)
    used = words[["source", "sentence", "lemma", "informant"]].astype({"sentence": "Int64"})
    used = used.merge(at[inside >= 0], on=["source", "sentence"], validate="many_to_one")
    each = used.groupby(["cluster", "lemma"]).agg(
        count=("lemma", "size"), informants=("informant", "nunique")
    )
    table = each[each["informants"] >= INFORMANTS].reset_index()
    here = table["cluster"].map(used.groupby("cluster").size()).to_numpy().astype("float64")
    count = table["count"].to_numpy().astype("float64")
    rest = table["lemma"].map(words.groupby("lemma").size()).to_numpy().astype("float64") - count
    table["g2"], table["ratio"] = contrast(count, here, rest, len(words) - here)
    table = table[(table["ratio"] >= TWICE) & (table["g2"] >= SIGNIFICANT)]
    table = table.assign(g2=table["g2"].round(6), ratio=table["ratio"].round(6))
    table = table.sort_values(["cluster", "g2", "lemma"], ascending=[True, False, True])
    return {
        int(str(label)): list(zip(part["lemma"], part["g2"], part["ratio"], strict=True))
        for label, part in table.groupby("cluster")
    }


def held(
    rows: pd.DataFrame,
    words: pd.DataFrame,
    inside: Labels,
    passage: Labels,
    terms: Mapping[int, Sequence[Term]],
) -> dict[int, float]:
    """Share of each cluster's passages that hold two or more of its five strongest key words.

    As if there were five more passages that don't: few passages can hold them by chance.
    """
    if not terms:
        return {}
    at = rows[["source", "sentence"]].assign(cluster=inside, passage=passage)
    strong = [(label, word) for label, those in terms.items() for word, _, _ in those[:STRONGEST]]
    key = pd.DataFrame(strong, columns=["cluster", "lemma"])
    used = words[["source", "sentence", "lemma"]].astype({"sentence": "Int64"})
    used = used.merge(at[inside >= 0], on=["source", "sentence"]).merge(key)
    several = used.groupby(["cluster", "passage"])["lemma"].nunique() > 1
    holding = several.groupby("cluster").sum().reindex(list(terms), fill_value=0)
    many = at.groupby("cluster")["passage"].nunique().reindex(list(terms), fill_value=0)
    return dict(zip(terms, (holding / (many + PASSAGES)).tolist(), strict=True))


def cluster_id(terms: Sequence[Term]) -> str:
    """A cluster's id: c and 6 hex digits of a SHA-256 over its five strongest terms, sorted."""
    strongest = sorted(word for word, _, _ in terms[:STRONGEST])
    return "c" + hashlib.sha256("\x1f".join(strongest).encode()).hexdigest()[:6]


def _candidate(
    rows: pd.DataFrame, terms: Sequence[Term], decided: Mapping[str, Any]
) -> dict[str, Any]:
    quotes = typical_rows(rows, QUOTES)["quote"]
    return {
        "cluster": rows["cluster"].iloc[0],
        "sentences": len(rows),
        "sources": rows["source"].nunique(),
        "informants": rows["informant"].nunique(),
        "terms": "; ".join(f"{word} ({g2:.1f}, {ratio:.1f})" for word, g2, ratio in terms[:TERMS]),
        "quotes": "\n".join(" ".join(str(quote).split()) for quote in quotes),
        **{name: decided.get(name) or "" for name in ("code", "decision", "by", "reason")},
    }


def typical_rows(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """The sentences that are most typical of a cluster, one of each informant before any second."""
    best = rows.sort_values(["typical", "source", "sentence"], ascending=[False, True, True])
    turn_of = best.groupby("informant").cumcount()
    return best.assign(again=turn_of).sort_values("again", kind="stable").head(most)[rows.columns]


def plain_terms(terms: str) -> list[str]:
    """The words of a cell `terms`, without their figures."""
    return [term.partition(" (")[0].strip() for term in terms.split(";") if term.strip()]


def lost_decisions(decided: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Decisions about clusters that are no more: rows of the table `clusters`, and `nearest`.

    `nearest`: the candidate that shares most of the key words there were, two at least, or "".
    Clusters change with texts and codings; a decision is not carried to another one unasked.
    """
    known = {row["cluster"]: set(plain_terms(row["terms"])) for row in records(found)}
    lost = decided[~decided["cluster"].isin(list(known))].reset_index(drop=True)
    nearest = []
    for terms in lost["terms"]:
        shared = {c: len(words & set(plain_terms(terms))) for c, words in known.items()}
        best = min(shared, key=lambda c: (-shared[c], c), default="")
        nearest.append(best if best and shared[best] >= SHARED else "")
    return lost[list(CLUSTERS.names)].assign(nearest=pd.Series(nearest, dtype="str"))
