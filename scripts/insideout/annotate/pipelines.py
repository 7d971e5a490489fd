"""What splits the texts of a language, and what knows the dictionary forms of its words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache

import spacy
from spacy.language import Language
from spacy.util import load_language_data, registry

from insideout.languages import known_as
from insideout.pipelines import trained
from insideout.problems import DataError, Problem

log = logging.getLogger("annotate")
LEMMAS = "lemma_lookup"  # spaCy's name of the table


def pipelines_of(languages: set[str], named: Mapping[str, str]) -> dict[str, Language]:
    """A pipeline for each language: the trained one that the study names, or a blank tokeniser.

    Raises DataError for every trained pipeline that isn't installed, or is of another language.
    """
    wanted = {known_as(language): name for language, name in named.items()}
    problems: list[Problem] = []
    found: dict[str, Language] = {}
    for language in sorted(languages):
        name = wanted.get(language)
        made = trained(language, name, exclude=["ner"]) if name else _blank(language)
        if isinstance(made, Problem):
            problems.append(made)
        else:
            found[language] = made
    if problems:
        raise DataError(problems)
    return found


def _blank(language: str) -> Language:
    try:
        return spacy.blank(language)
    except ImportError:
        log.warning("spaCy has no rules for language %r: split as any language", language)
        return spacy.blank("xx")


@cache
def lemmas_of(language: str) -> Callable[[str], str]:
    """Gives the dictionary form of a word in lower case; of one it doesn't know, the word itself.

    By spaCy's lookup tables (en, sv, and others), for Norwegian by simplemma, because spaCy's
    table has 1,582 words. The pipeline's own lemmatiser looks words up as they are written, and
    so would miss every word that begins a sentence.
    """
    if language == "nb":
        from simplemma import lemmatize

        return lambda word: lemmatize(word, lang="nb", greedy=False).lower()
    files = registry.lookups.get(language) if language in registry.lookups else {}
    if LEMMAS not in files:
        log.warning("no lemma table for language %r: lemmas are the words in lower case", language)
        return lambda word: word
    # spaCy's own Table of the same file takes four times as long to make
    table: dict[str, str] = dict(load_language_data(files[LEMMAS]))
    return lambda word: table.get(word, word).lower()
