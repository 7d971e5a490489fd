"""Words that are no names, per language: never one language's words for another's text."""

from __future__ import annotations

import gc
import gzip
import importlib.util
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

# Log probability of words too rare for spaCy's table (its least value).
RARE = -19.5
LONGEST = 50  # letters of a word that is looked at as a compound


class Words(NamedTuple):
    """Keys (case-folded words) of a language.

    `ordinary`: more a word than a name. `proper`: mostly written with a capital. What is in
    neither is out of the lexicon.
    """

    ordinary: frozenset[str]
    proper: frozenset[str]


@lru_cache(maxsize=3)
def words_of(language: str) -> Words:
    """The words of `en`, `sv` or `nb`, from packages that are installed anyway."""
    collecting = gc.isenabled()
    # Nothing here refers to itself: looking for what does takes a fifth of the time.
    gc.disable()
    try:
        return english() if language == "en" else nordic(language)
    finally:
        if collecting:
            gc.enable()


def lookups(name: str) -> Any:
    """A table of the package spacy-lookups-data, read without spaCy."""
    spec = importlib.util.find_spec("spacy_lookups_data")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("spacy_lookups_data")
    path = Path(spec.submodule_search_locations[0]) / "data" / f"{name}.json.gz"
    return json.loads(gzip.decompress(path.read_bytes()))


def english() -> Words:
    """English words by log P(Word) - log P(word) of spaCy's `lexeme_prob`.

    A word is proper from 1 on (e times as often with a capital as without, sentence beginnings
    and all); ordinary below that, unless the form without a capital is so rare that it may be
    somebody's typing of a name.
    """
    table: dict[str, float] = lookups("en_lexeme_prob")
    ordinary: set[str] = set()
    proper: set[str] = set()
    for word, value in table.items():
        if value <= RARE + 0.2 or not word[0].isalpha():
            continue
        if word.islower():
            more = table.get(word.capitalize(), RARE) - value
            if more < (1 if value > -17.3 else -0.2):
                ordinary.add(word.casefold())
        elif word.istitle() and value - table.get(word.lower(), RARE) >= 1:
            proper.add(word.casefold())
    return Words(frozenset(ordinary), frozenset(proper - ordinary))


def nordic(language: str) -> Words:
    """Swedish or Norwegian words: the forms in simplemma's tables, which have spaCy's, too.

    They fold nothing, so a form with a capital (`Haga`) is a name. Some names stand among the
    words (`margareta`): what is in a list of names is judged by that list instead (`lists`).
    """
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    forms = DefaultDictionaryFactory().get_dictionary(language)
    ordinary = frozenset(form for form in forms if form.islower())
    proper = {form.casefold() for form in forms.keys() - ordinary if form.istitle()}
    return Words(ordinary, frozenset(proper - ordinary))


def compound(key: str, words: frozenset[str]) -> bool:
    """Whether a Swedish or Norwegian word is put together from two (`hemtjänst` + `schema`)."""
    if len(key) > LONGEST:
        return False
    for cut in range(3, len(key) - 3):
        head, tail = key[:cut], key[cut:]
        if tail in words and (head in words or (head[-1] == "s" and head[:-1] in words)):
            return True
    return False
