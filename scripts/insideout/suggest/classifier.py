"""A classifier of sentences, learnt from the team's own codings, and how far it can be trusted.

TF-IDF over lemmas and pairs of lemmas, one logistic regression for each code against the rest, and
Platt's calibration (1999) of its scores. No sentence is judged by a model that has seen its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.calibration import CalibratedClassifierCV  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.metrics import average_precision_score  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from insideout.reader import framed
from insideout.tables.suggest import CLASSIFIER

Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int64]
Real: TypeAlias = NDArray[np.float64]

TERMS = 20_000  # lemmas and pairs of lemmas, the most frequent ones
TWICE = 2  # sentences that a term must stand in
PENALTY = 1.0  # scikit-learn's C: the inverse of the weight of the L2 penalty
INNER = 5  # folds of the training part, for the calibration: with 3, probabilities are too high
LEAST = 4  # sources with a code: two in training, for a calibration, wherever they are dealt
SHOWN = 5  # terms kept as the reasons of one suggestion


@dataclass(frozen=True)
class Terms:
    """How often each term stands in each sentence (rows), and the terms: lemmas, or two of them."""

    counts: Any
    names: NDArray[np.object_]


@dataclass(frozen=True)
class Learnt:
    """What was learnt of one code.

    `probability` of each sentence, by a model that hasn't seen its source. `reasons`: the terms
    that speak for it, strongest first, of sentences without the code from the threshold on.
    """

    probability: Real
    reasons: Mapping[int, Sequence[str]]


def classifier(
    said: pd.DataFrame,
    carried: pd.DataFrame,
    codes: Iterable[str],
    settings: Mapping[str, Any],
) -> tuple[pd.DataFrame, dict[str, Learnt]]:
    """How well each code is found (table `classifier`), and what was learnt of those it was.

    `said`: sentences with `document`; `carried`: the codes on them (`sentences.carried`); `codes`:
    those to learn; `settings`: the key `suggest` of the study file. It is learnt from sources with
    any coding: in others nobody has looked, and a sentence without a code means nothing. A code
    needs `positives` sentences, in at least `folds` sources and LEAST.
    """
    source, _ = pd.factorize(said["source"])
    having = carried[carried["half"]].groupby("code")["row"].agg(list).to_dict()
    coded = np.unique(source[carried["row"].to_numpy("int64")])
    taught = np.isin(source, coded)
    rows: list[dict[str, Any]] = []
    learnt: dict[str, Learnt] = {}
    terms: Terms | None = None
    for code in codes:
        has = np.zeros(len(said), dtype=bool)
        has[having.get(code, [])] = True
        told = {"code": code, "positives": int(has.sum()), "sentences": int(taught.sum()),
                "sources": len(np.unique(source[has]))}  # fmt: skip
        note = lacking(told, settings)
        terms = terms or (terms_of(said["document"]) if not note else None)
        found = None
        if terms is not None and not note:
            with threadpool_limits(1):  # threads add up in another order each time, and wait a lot
                found = learn(terms, has, source, taught, settings)
        if found is None:
            note = note or "too few words, or too few sentences without the code"
            rows.append({**told, "note": note})
        else:
            learnt[code] = found
            rows.append({**told, **figures(found.probability[taught], has[taught], settings)})
    return framed(rows, CLASSIFIER), learnt


def lacking(told: Mapping[str, Any], settings: Mapping[str, Any]) -> str:
    """What a code lacks to be learnt, in words; "" where it lacks nothing."""
    sentences, sources = told["positives"], told["sources"]
    needed = max(settings["folds"], LEAST)
    if sentences < settings["positives"]:
        named = "sentence" if sentences == 1 else "sentences"
        return f"{sentences} {named}; {settings['positives']} are needed"
    if sources < needed:
        named = "source" if sources == 1 else "sources"
        return f"sentences of {sources} {named}; {needed} are needed"
    return ""


def terms_of(documents: Iterable[str]) -> Terms | None:
    """The terms of the documents; None where no term stands in two of them."""
    reader = CountVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, ngram_range=(1, 2),
        min_df=TWICE, max_features=TERMS,
    )  # fmt: skip
    try:
        counts = reader.fit_transform(list(documents))
    except ValueError:  # nothing but stop words, or nothing twice
        return None
    return Terms(csr_matrix(counts, dtype=np.float64), reader.get_feature_names_out())


def learn(
    terms: Terms, has: Mask, source: Numbers, taught: Mask, settings: Mapping[str, Any]
) -> Learnt | None:
    """What the sentences with a code have in common; None where there aren't enough of others.

    `has`: sentences with the code; `source`: number of each one's source; `taught`: sentences to
    learn from. Each fold of sources is judged by what was learnt from the other folds; sources that
    aren't taught by what was learnt from all that are.
    """
    probability = np.full(len(has), np.nan)
    reasons: dict[int, Sequence[str]] = {}
    for train, test in parts(has, source, taught, settings["folds"]):
        model = fitted(terms, has, source, train)
        if model is None:
            return None
        probability[test] = model.predict_proba(terms.counts[test])[:, 1]
        new = np.flatnonzero(test & ~has & (probability >= settings["threshold"]))
        if len(new):
            reasons |= zip(new.tolist(), reasons_of(model, terms, new), strict=True)
    return Learnt(probability, reasons)


def parts(has: Mask, source: Numbers, taught: Mask, folds: int) -> Iterator[tuple[Mask, Mask]]:
    """Sentences to learn from, and those to judge by it: each is judged once."""
    fold = dealt(has, source, taught, folds)
    for number in range(folds):
        yield taught & (fold != number), taught & (fold == number)
    if not taught.all():
        yield taught, ~taught


def dealt(has: Mask, source: Numbers, among: Mask, folds: int) -> Numbers:
    """The fold of each sentence; those of a source are in one. -1 where it isn't `among` them.

    Sources are dealt from the one with most of the code down, each to the fold that has least of
    it so far; those without it to the fold with fewest sentences. So a code of as many sources as
    there are folds is in every fold.
    """
    size = int(source.max()) + 1
    with_code = np.bincount(source[among], weights=has[among], minlength=size).astype(int).tolist()
    sentences = np.bincount(source[among], minlength=size).tolist()
    order = sorted(range(size), key=lambda s: (-with_code[s], -sentences[s], s))
    held = [(0, 0, number) for number in range(folds)]  # with the code, all, number of the fold
    chosen = np.full(size, -1, dtype=np.int64)
    for one in order:
        if not sentences[one]:
            continue
        by = held if with_code[one] else [(0, *fold[1:]) for fold in held]
        number = min(by)[2]
        chosen[one] = number
        held[number] = (held[number][0] + with_code[one], held[number][1] + sentences[one], number)
    return np.where(among, chosen[source], -1)


def fitted(terms: Terms, has: Mask, source: Numbers, train: Mask) -> CalibratedClassifierCV | None:
    """The model learnt from the training part; None where nothing can be.

    The calibration is learnt within the training part, from scores of sources that the scores were
    made without. Rarity of terms, too, is that of the part learnt from: where a score's own
    sentence has a say in it, probabilities come out too high. None where a part has no sentence
    with the code, or none without.
    """
    at = np.flatnonzero(train)
    folds = min(INNER, len(np.unique(source[train & has])))
    fold = dealt(has, source, train, folds)[at]
    inner = [(np.flatnonzero(fold != n), np.flatnonzero(fold == n)) for n in range(folds)]
    said = has[at]
    if folds < 2 or not all(said[part].any() and not said[part].all() for part, _ in inner):
        return None
    score = make_pipeline(
        TfidfTransformer(),
        LogisticRegression(C=PENALTY, class_weight="balanced", tol=1e-3, max_iter=1000),
    )
    model = CalibratedClassifierCV(score, method="sigmoid", cv=inner, ensemble=False)
    return model.fit(terms.counts[at], said)


def reasons_of(model: CalibratedClassifierCV, terms: Terms, rows: Numbers) -> list[list[str]]:
    """Terms of sentences by coefficient times weight, the strongest first; only those for it."""
    weigh, regression = model.calibrated_classifiers_[0].estimator
    weighed = weigh.transform(terms.counts[rows])
    found = []
    for number in range(len(rows)):
        row = weighed[[number]]
        speaks = row.data * regression.coef_[0][row.indices]
        names = terms.names[row.indices]
        order = sorted(range(len(speaks)), key=lambda n: (-speaks[n], names[n]))
        found.append([str(names[n]) for n in order[:SHOWN] if speaks[n] > 0])
    return found


def figures(probability: Real, has: Mask, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Precision, recall, average precision and Brier score of sentences judged unseen."""
    over = probability >= settings["threshold"]
    right, found = int((over & has).sum()), int(over.sum())
    return {
        "folds": settings["folds"],
        "precision": right / found if found else None,
        "recall": right / int(has.sum()),
        "average_precision": round(float(average_precision_score(has, probability)), 6),
        "brier": round(float(np.mean((probability - has) ** 2)), 6),
        "found": found,
        "note": "" if found else f"no sentence reaches {settings['threshold']:g}",
    }
