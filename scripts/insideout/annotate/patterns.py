"""Words that fit the suggestion patterns of the codebook, found by spaCy's matchers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from insideout.annotate.pipelines import lemmas_of
from insideout.reader import framed
from insideout.tables.corpus import MATCHES

Pattern: TypeAlias = str | list[dict[str, Any]]
Patterns: TypeAlias = Mapping[str, Sequence[Pattern]]


class Hit(NamedTuple):
    """Words of one text that fit: its number, first character, the one after the last."""

    text: int
    start: int
    end: int
    code: str
    pattern: str


def found_by(
    nlp: Language, language: str, patterns: Patterns
) -> Callable[[int, Doc], Iterator[Hit]]:
    """A function that finds the words of a document that fit a pattern, by code → patterns.

    A pattern that is a text fits its words in any form, in this order and next to each other, white
    space between them or not: its words and the document's are put into their dictionary form by
    the same rule, as in the table of tokens. A pattern that is a list has spaCy's descriptions of
    tokens; where it fits several stretches that overlap, the longest counts. `LEMMA` there is the
    dictionary form in lower case. Patterns are those of `code.patterns`, which checks them.
    """
    lemmas = _Lemmas(nlp, language)
    phrases, tokens = PhraseMatcher(nlp.vocab, attr="LEMMA"), Matcher(nlp.vocab)
    names: dict[int, tuple[str, str]] = {}
    for code, listed in patterns.items():
        for number, pattern in enumerate(listed):
            key = f"{code} {number}"
            names[nlp.vocab.strings.add(key)] = (code, written(pattern))
            if isinstance(pattern, str):
                phrases.add(key, lemmas.phrases(pattern))
            else:
                tokens.add(key, [pattern], greedy="LONGEST")
    matchers = [matcher for matcher in (phrases, tokens) if len(matcher)]

    def find(number: int, doc: Doc) -> Iterator[Hit]:
        plain, at = lemmas.put(doc)
        if not len(plain):
            return
        ends = at + [len(token) for token in plain]
        for matcher in matchers:
            for key, first, last in matcher(plain):
                if last > first:
                    yield Hit(number, int(at[first]), int(ends[last - 1]), *names[key])

    return find


class _Lemmas:
    """Puts the lemmas of the table of tokens on documents; it remembers those of seen words."""

    def __init__(self, nlp: Language, language: str) -> None:
        self.nlp, self.form = nlp, lemmas_of(language)
        self.known: dict[tuple[int, int], int] = {}

    def put(self, doc: Doc) -> tuple[Doc, NDArray[np.int64]]:
        """The document with lemmas and without white space, and where its tokens begin."""
        kept = [token for token in doc if not token.is_space]
        plain = doc
        if len(kept) < len(doc):
            spaces = [bool(token.whitespace_) for token in kept]
            plain = Doc(doc.vocab, [token.text for token in kept], spaces)
        at = np.array([token.idx for token in kept], dtype="int64")
        for token, said in zip(plain, kept, strict=True):
            token.lemma = self._lemma(said.orth, said.lemma)
        return plain, at

    def phrases(self, words: str) -> list[Doc]:
        """A phrase with its lemmas: by the look-up, and by the pipeline where that is trained."""
        plain, _ = self.put(self.nlp.make_doc(words))
        return [plain, self.put(self.nlp(words))[0]] if self.nlp.pipe_names else [plain]

    def _lemma(self, orth: int, lemma: int) -> int:
        if (orth, lemma) not in self.known:
            strings = self.nlp.vocab.strings
            form = strings[lemma].lower() if lemma else self.form(strings[orth].lower())
            self.known[orth, lemma] = strings.add(form)
        return self.known[orth, lemma]


def written(pattern: Pattern) -> str:
    """A pattern as one line of text."""
    return pattern if isinstance(pattern, str) else json.dumps(pattern, ensure_ascii=False)


def matches(
    hits: Sequence[Hit], said: pd.DataFrame, tokens: pd.DataFrame, texts: Mapping[str, str]
) -> pd.DataFrame:
    """The hits in what informants and their companions say, as the table `matches`.

    `said`: table `turns`, whose rows the hits' texts number; `tokens`: those of the same turns. A
    match is negated where any of its words stands in the scope of a negation.
    """
    if not hits:
        return framed([], MATCHES)
    turns = list(said[["source", "turn", "role", "start"]].itertuples(index=False, name=None))
    told = [(*hit, *turns[hit.text]) for hit in set(hits) if turns[hit.text][2] != "interviewer"]
    if not told:
        return framed([], MATCHES)
    names = [*Hit._fields, "source", "turn", "role", "begin"]
    found = pd.DataFrame(told, columns=names).astype({"begin": "int64"})
    found["start"] += found["begin"]
    found["end"] += found["begin"]
    row = np.arange(len(tokens))
    first = tokens[["source", "start", "sentence"]].assign(first=row)
    last = tokens[["source", "end"]].assign(last=row)
    found = found.merge(first, on=["source", "start"]).merge(last, on=["source", "end"])
    negated = np.append(0, np.cumsum(tokens["negated"].to_numpy(dtype=bool)))
    found["negated"] = negated[found["last"] + 1] > negated[found["first"]]
    spans = zip(found["source"], found["start"], found["end"], strict=True)
    found["words"] = [" ".join(texts[source][start:end].split()) for source, start, end in spans]
    found = found.sort_values(["first", "last", "code", "pattern"], ignore_index=True)
    types = {"integer": "Int64", "yes_no": "boolean"}
    kinds = {column.name: types.get(column.kind, "str") for column in MATCHES.columns}
    return found[MATCHES.names].astype(kinds)
