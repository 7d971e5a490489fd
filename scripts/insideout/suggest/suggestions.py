"""Sentences that may deserve a code, by the codebook's patterns and by the classifier.

A suggestion is no evidence: it becomes a coding when somebody accepts it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from insideout.reader import framed, records
from insideout.suggest.classifier import Learnt
from insideout.suggest.sentences import in_use
from insideout.tables.suggest import SUGGESTIONS

Words: TypeAlias = list[tuple[str, str]]  # lemma, and the word as it stands in the text


@dataclass
class Found:
    """A code that a sentence may deserve: words that fit its patterns, terms of the classifier.

    `row`: the sentence's number; `negated`: the words are negated in every match.
    """

    code: str
    row: int
    fit: tuple[str, ...] = ()
    patterns: frozenset[str] = frozenset()
    negated: bool = False
    terms: Sequence[str] = ()
    confidence: float | None = None

    @property
    def by(self) -> str:
        """What suggests it."""
        if self.patterns and self.terms:
            return "both"
        return "pattern" if self.patterns else "classifier"


def suggestions(
    said: pd.DataFrame,
    carried: pd.DataFrame,
    learnt: Mapping[str, Learnt],
    matches: pd.DataFrame,
    rejected: pd.DataFrame,
    codebook: pd.DataFrame,
    tokens: pd.DataFrame,
    texts: Mapping[str, str],
    settings: Mapping[str, Any],
) -> pd.DataFrame:
    """Sentences that may deserve a code (table `suggestions`), code by code as the codebook has it.

    `said`: informants' sentences; `carried`: codes on them, by any overlap: those are not suggested
    again, nor is what stands in `rejected` (source, code and words). `learnt`: what the classifier
    has of each code. Of each code the `most` first are listed: those whose pattern isn't negated
    before those where it is, then by confidence, then by how many patterns fit, then by place.
    """
    used = {code: number for number, code in enumerate(in_use(codebook))}
    known = set(zip(carried["code"], carried["row"].tolist(), strict=True))
    gone = {(r["source"], r["code"], plain(r["quote"])) for r in records(rejected)}
    names = ["source", "turn", "start", "end", "informant"]
    places = dict(enumerate(records(said[names])))
    for place in places.values():
        place["quote"] = texts[place["source"]][place["start"] : place["end"]]
    kept = [
        one for one in _found(said, matches, learnt)
        if one.code in used and (one.code, one.row) not in known
        and (places[one.row]["source"], one.code, plain(places[one.row]["quote"])) not in gone
    ]  # fmt: skip
    kept.sort(key=lambda one: (used[one.code], *_rank(one)))
    best = [
        one for _, of_code in groupby(kept, key=lambda one: one.code)
        for one in islice(of_code, settings["most"])
    ]  # fmt: skip
    words = _words({one.row for one in best}, said, tokens, texts)
    rows = (_row(one, places[one.row], words.get(one.row, [])) for one in best)
    return framed(rows, SUGGESTIONS)


def _rank(one: Found) -> tuple[bool, float, int, int]:
    return one.negated, -(one.confidence or 0), -len(one.patterns), one.row


def suggestion_id(source: str, start: int, quote: str, code: str) -> str:
    """The first 12 hex digits of a SHA-256 over source, place, quote and code."""
    parts = "\x1f".join((source, str(start), quote, code))
    return hashlib.sha256(parts.encode("utf-8")).hexdigest()[:12]


def plain(quote: object) -> str:
    """A quote by which two are compared: white space folded."""
    return " ".join(str(quote).split())


def _found(said: pd.DataFrame, matches: pd.DataFrame, learnt: Mapping[str, Learnt]) -> list[Found]:
    """What patterns and the classifier found, each sentence and code once."""
    found: dict[tuple[str, int], Found] = {}
    keys = zip(said["source"], said["sentence"].tolist(), strict=True)
    at = {key: row for row, key in enumerate(keys)}
    for match in records(matches):
        row = at.get((match["source"], match["sentence"]))
        if row is None:  # said by nobody whom the study knows
            continue
        code = match["code"]
        before = found.get((code, row)) or Found(code, row, negated=True)
        words = dict.fromkeys((*before.fit, match["words"]))
        patterns = before.patterns | {match["pattern"]}
        negated = before.negated and bool(match["negated"])
        found[code, row] = Found(code, row, tuple(words), patterns, negated)
    for code, of_code in learnt.items():
        for row, terms in of_code.reasons.items():
            if terms:
                found.setdefault((code, row), Found(code, row)).terms = terms
    for one in found.values():
        if one.code in learnt:
            one.confidence = round(float(learnt[one.code].probability[one.row]), 4)
    return list(found.values())


def _words(
    rows: Iterable[int], said: pd.DataFrame, tokens: pd.DataFrame, texts: Mapping[str, str]
) -> dict[int, Words]:
    """The content words of some sentences, by their row, in order."""
    numbers = np.array(sorted(rows), dtype="int64")
    at = said[["source", "sentence"]].iloc[numbers].assign(row=numbers)
    content = tokens[(tokens["is_word"] & ~tokens["is_stop"]).to_numpy(dtype=bool)]
    here = content.merge(at, on=["source", "sentence"])
    found: dict[int, Words] = {}
    for word in records(here[["row", "lemma", "source", "start", "end"]]):
        spoken = texts[word["source"]][word["start"] : word["end"]]
        found.setdefault(int(word["row"]), []).append((word["lemma"], spoken))
    return found


def _as_spoken(terms: Iterable[str], words: Words) -> list[str]:
    """Terms as they stand in the sentence: a lemma, or two of content words one after the other."""
    stand: dict[str, str] = {}
    for at, (lemma, word) in enumerate(words):
        stand.setdefault(lemma, word)
        if at + 1 < len(words):
            after, next_word = words[at + 1]
            stand.setdefault(f"{lemma} {after}", f"{word} {next_word}")
    return [stand.get(term, term) for term in terms]


def _row(one: Found, place: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """A suggestion as a row of the table, with its words as they stand in the text, each once."""
    different: dict[str, str] = {}
    for word in (*one.fit, *_as_spoken(one.terms, words)):
        different.setdefault(word.casefold(), word)
    return {
        **place,
        "suggestion": suggestion_id(place["source"], place["start"], place["quote"], one.code),
        "code": one.code,
        "by": one.by,
        "confidence": one.confidence,
        "words": ", ".join(different.values()),
        "negated": one.negated,
    }
