"""The stage `annotate`: tokens, sentences and lemmas of every turn. The only user of spaCy."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd
import spacy
from spacy.language import Language
from spacy.lookups import Table, load_lookups
from spacy.tokens import Doc

from insideout.reader import framed, records
from insideout.tables.outputs import SENTENCES

log = logging.getLogger("annotate")
LEMMAS = "lemma_lookup"  # spaCy's name of the table
TOKENS = ("source", "turn", "sentence", "start", "end", "lower", "lemma", "is_word", "is_stop")
At = tuple[str, int, int]  # source, turn, and the offset at which the turn begins


def pipeline(language: str) -> Language:
    """A blank pipeline: tokeniser, and sentence ends by punctuation."""
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    return nlp


def lemmas(language: str) -> Table | dict[str, str]:
    """Dictionary form of the words of a language, by the word in lower case; empty without a table.

    Words that aren't in it are their own lemma. The pipeline's own lemmatiser looks words up as
    they are written, and so would miss every word that begins a sentence.
    """
    found = load_lookups(language, [LEMMAS], strict=False)
    if not found.has_table(LEMMAS):
        log.warning("no lemma table for language %r: lemmas are the words in lower case", language)
        return {}
    return found.get_table(LEMMAS)


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
        nlp, dictionary = pipeline(language), lemmas(language)
        chosen = [(text, at) for text, at in said if languages[at[0]] == language]
        for doc, at in nlp.pipe(chosen, as_tuples=True):
            tokens += _tokens(doc, at, number, dictionary)
    frame = pd.DataFrame(tokens, columns=list(TOKENS))
    order = {source: n for n, source in enumerate(texts)}
    frame = frame.sort_values(
        ["source", "start"], key=lambda c: c.map(order) if c.name == "source" else c
    )
    frame = frame.reset_index(drop=True)
    return frame, framed(_sentences(frame), SENTENCES)


def _tokens(
    doc: Doc, at: At, number: dict[str, int], dictionary: Table | dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    source, turn, offset = at
    for sentence in doc.sents:
        number[source] = number.get(source, 0) + 1
        for token in sentence:
            if not token.is_space:
                start = offset + token.idx
                yield (
                    source, turn, number[source], start, start + len(token), token.lower_,
                    dictionary.get(token.lower_, token.lower_).lower(), token.is_alpha,
                    token.is_stop,
                )  # fmt: skip


def _sentences(tokens: pd.DataFrame) -> list[dict[str, Any]]:
    grouped = tokens.groupby(["source", "sentence"], sort=False)
    table = grouped.agg(
        turn=("turn", "first"), start=("start", "min"), end=("end", "max"), words=("is_word", "sum")
    ).reset_index()
    return records(table)
