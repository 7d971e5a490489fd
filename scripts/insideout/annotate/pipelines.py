"""What splits the texts of a language, and what knows the dictionary forms of its words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache

import spacy
from spacy.about import __version__
from spacy.language import Language
from spacy.util import load_language_data, registry

from insideout.problems import DataError, Problem

log = logging.getLogger("annotate")
LEMMAS = "lemma_lookup"  # spaCy's name of the table
SAME = {"nn": "nb", "no": "nb"}  # Norwegian is worked on as Bokmål


def known_as(language: str) -> str:
    """The language that serves for a code, with its pipeline, lemmas and cues: nb for nn."""
    main = language.replace("_", "-").partition("-")[0].lower()
    return SAME.get(main, main)


def pipelines_of(languages: set[str], named: Mapping[str, str]) -> dict[str, Language]:
    """A pipeline for each language: the trained one that the study names, or a blank tokeniser.

    Raises DataError for every trained pipeline that isn't installed, or is of another language.
    """
    wanted = {known_as(language): name for language, name in named.items()}
    problems: list[Problem] = []
    found: dict[str, Language] = {}
    for language in sorted(languages):
        name = wanted.get(language)
        made = _trained(language, name) if name else _blank(language)
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


def _trained(language: str, name: str) -> Language | Problem:
    column, wanted = f"pipelines.{language}", f"an installed spaCy pipeline for {language!r}"
    try:
        nlp = spacy.load(name, exclude=["ner"])
    except (OSError, ImportError) as error:
        told = "is not installed" if "[E050]" in str(error) else f"can't be loaded: {error}"
        hint = (
            "get the pipeline's wheel for spaCy "
            f"{__version__.rpartition('.')[0]}, and install it: `uv pip install --python "
            f".venv {name}-VERSION-py3-none-any.whl`; or take the key out of the study file, and "
            "sentences end by punctuation and lemmas come from a dictionary"
        )
        return Problem("the study file", None, column, wanted, f"{name!r}, which {told}", hint)
    if known_as(str(nlp.lang)) != language:
        found = f"{name!r}, which is for {nlp.lang!r}"
        hint = "name the pipeline under its own language"
        return Problem("the study file", None, column, wanted, found, hint)
    return nlp


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
