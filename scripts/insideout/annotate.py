"""The stage `annotate`: tokens, sentences and lemmas of every turn. The only user of spaCy."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from insideout.reader import framed, records
from insideout.tables.outputs import SENTENCES

log = logging.getLogger("annotate")
TOKENS = ("source", "turn", "sentence", "start", "end", "lower", "lemma", "is_word", "is_stop")
At = tuple[str, int, int]  # source, turn, and the offset at which the turn begins


def pipeline(language: str) -> Language:
    """A blank pipeline: tokeniser, sentence ends by punctuation, lemmas by lookup.

    Where spaCy has no lookup table for the language, a lemma is the word in lower case.
    """
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    try:
        nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
        nlp.initialize()
    except ValueError:
        nlp.remove_pipe("lemmatizer")
        log.warning("no lemma table for language %r: lemmas are the words in lower case", language)
    return nlp


def annotate(
    turns: pd.DataFrame, texts: Mapping[str, str], languages: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tokens and sentences of all turns.

    A row of the first is a token (columns TOKENS; offsets are code points of the canonical text),
    a row of the second a sentence (table `sentences`). `languages`: code of each source.
    """
    said: list[tuple[str, At]] = [
        (texts[t["source"]][t["start"] : t["end"]], (t["source"], t["turn"], t["start"]))
        for t in records(turns)
    ]
    tokens: list[tuple[Any, ...]] = []
    number: dict[str, int] = {}
    for language in sorted({languages[at[0]] for _, at in said}):
        nlp = pipeline(language)
        chosen = [(text, at) for text, at in said if languages[at[0]] == language]
        for doc, at in nlp.pipe(chosen, as_tuples=True):
            tokens += _tokens(doc, at, number)
    frame = pd.DataFrame(tokens, columns=list(TOKENS))
    order = {source: n for n, source in enumerate(texts)}
    frame = frame.sort_values(
        ["source", "start"], key=lambda c: c.map(order) if c.name == "source" else c
    )
    frame = frame.reset_index(drop=True)
    return frame, framed(_sentences(frame), SENTENCES)


def _tokens(doc: Doc, at: At, number: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    source, turn, offset = at
    for sentence in doc.sents:
        number[source] = number.get(source, 0) + 1
        for token in sentence:
            if not token.is_space:
                start = offset + token.idx
                yield (
                    source, turn, number[source], start, start + len(token), token.lower_,
                    (token.lemma_ or token.lower_).lower(), token.is_alpha, token.is_stop,
                )  # fmt: skip


def _sentences(tokens: pd.DataFrame) -> list[dict[str, Any]]:
    grouped = tokens.groupby(["source", "sentence"], sort=False)
    table = grouped.agg(
        turn=("turn", "first"), start=("start", "min"), end=("end", "max"), words=("is_word", "sum")
    ).reset_index()
    return records(table)
