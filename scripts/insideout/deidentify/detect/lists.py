"""What a language's text is searched with: word lists, names, what is allowed to stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from insideout.deidentify.detect.gazetteers import Names, countries, people, places
from insideout.deidentify.detect.ordinary import Words, compound, words_of
from insideout.deidentify.forms import type_of
from insideout.languages import known_as
from insideout.problems import DataError, Problem

LANGUAGES = ("en", "sv", "nb")
Phrases = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, eq=False)
class Lists:
    """The lists of one language; every item is a key (case-folded).

    `first`, `last`: names that are no ordinary words. `first_word`, `last_word`: those that are.
    `places`, `allowed`: by first word, all phrases that begin with it, longest first. `towns`:
    places that are more likely meant than a person of that name.
    `own`: types that the study allows.
    `titles`: role by title, a star at its end where the title is also a word. `kin`: role by word.
    """

    language: str
    words: Words
    first: frozenset[str]
    first_word: frozenset[str]
    last: frozenset[str]
    last_word: frozenset[str]
    places: Phrases
    towns: frozenset[str]
    allowed: Phrases
    titles: dict[str, str]
    kin: dict[str, str]
    stop: frozenset[str]
    verbs: frozenset[str]
    generic: frozenset[str]
    services: frozenset[str]
    own: frozenset[str]

    def ordinary(self, key: str) -> bool:
        """Whether a key is an ordinary word (and perhaps a name besides)."""
        if key in self.words.ordinary or key in self.stop:
            return key not in self.first and key not in self.last
        if "'" in key and key.partition("'")[0] in self.words.ordinary:
            return True
        return self.language != "en" and len(key) > 7 and compound(key, self.words.ordinary)

    def given(self, key: str) -> bool:
        """Whether a key is a first name, be it a word besides."""
        return key in self.first or key in self.first_word

    def named(self, key: str) -> bool:
        """Whether a key is a name that is no word."""
        return key in self.first or key in self.last


def read(language: str, name: str) -> list[str]:
    """The lines of one of our lists, comments left out; none where a language has no such list."""
    path = files("insideout.deidentify.detect") / "lists" / language / f"{name}.txt"
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").casefold().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def words_in(language: str, name: str) -> frozenset[str]:
    """A list of words separated by spaces."""
    return frozenset(word for line in read(language, name) for word in line.split())


def phrases_in(language: str, name: str) -> list[str]:
    """A list of phrases separated by bars."""
    return [part.strip() for line in read(language, name) for part in line.split("|")]


def roles_in(language: str, name: str) -> dict[str, str]:
    """A list of `word = role`; roles keep their case (GP)."""
    path = files("insideout.deidentify.detect") / "lists" / language / f"{name}.txt"
    pairs = (
        line.partition("=")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    return {word.strip().casefold(): role.strip() for word, _, role in pairs}


def phrases(names: Iterable[str]) -> Phrases:
    """Phrases by their first word, longest first, hyphens as spaces."""
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        parts = tuple(name.casefold().replace("-", " ").replace("&", " ").split())
        if parts:
            by_first.setdefault(parts[0], set()).add(parts)
    return {
        first: tuple(sorted(found, key=lambda parts: (-len(parts), parts)))
        for first, found in by_first.items()
    }


def lists_of(language: str, allow: Iterable[str] = (), geonames: bool = False) -> Lists:
    """The lists of a language (en, sv, nb; no and nn as nb).

    `allow`: what is no identifier in this study. Raises DataError for another language, and for
    `geonames` where its package isn't installed.
    """
    code = known_as(language)
    if code not in LANGUAGES:
        raise DataError(
            Problem(
                "study file",
                column="language",
                expected=f"one of {', '.join(LANGUAGES)}: only these can be de-identified",
                found=language,
                hint="mask the texts by hand, and begin with them (`start: texts`)",
            )
        )
    return made(code, tuple(sorted(set(allow))), geonames)


def ordinary_of(language: str) -> Callable[[str], bool]:
    """What tells whether a key is an ordinary word of a language; read when first asked.

    The answer is that of `Lists.ordinary`.
    """

    def ordinary(key: str) -> bool:
        return lists_of(language).ordinary(key)

    return ordinary


@lru_cache(maxsize=8)
def made(language: str, allow: tuple[str, ...], geonames: bool) -> Lists:
    """The lists, made once per process."""
    words = words_of(language)
    both = words_in(language, "words")
    stop = words_in(language, "stop")
    first = people(language, last=False)
    last = people(language, last=True)
    first_name = no_words(first, words, both | stop, language)
    last_name = no_words(last, words, both | stop, language)
    where = set(phrases_in(language, "places")) | places(language, geonames)
    let = {*countries(), *allow}
    for name in ("calendar", "peoples"):
        let |= words_in(language, name)
    for name in ("brands", "medical"):
        let |= set(phrases_in(language, name))
    if language != "en":
        let |= words_in("en", "peoples") | set(phrases_in("en", "medical"))
    let |= set(phrases_in("en", "famous"))
    people_near = first.near | last.near | last.far
    stems = {name.removesuffix("'s") for name in let if name.endswith("'s") and " " not in name}
    stems -= people_near | words.ordinary
    let |= stems | {stem + "s" for stem in stems}
    return Lists(
        language=language,
        words=words,
        first=first_name,
        first_word=(first.near | (first.far & both)) - first_name - stop,
        last=last_name,
        last_word=last.near - last_name - stop,
        places=phrases(where - let),
        towns=frozenset(where - let - first.near),
        allowed=phrases(let),
        titles=roles_in(language, "titles"),
        kin=roles_in(language, "kinship"),
        stop=stop,
        verbs=words_in(language, "verbs"),
        generic=words_in(language, "generic"),
        services=words_in(language, "services") | words_in(language, "generic"),
        own=frozenset(map(type_of, allow)),
    )


def no_words(names: Names, words: Words, both: frozenset[str], language: str) -> frozenset[str]:
    """Of names, those that are no words.

    The English word list tells names from words by their frequency; the Nordic ones hold names
    among the words, so there a name of the country is a name unless our own list says otherwise.
    """
    far = names.far - words.ordinary - both
    near = names.near - both
    return far | (near - words.ordinary if language == "en" else near)
