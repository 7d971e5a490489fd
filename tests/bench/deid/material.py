"""The hand-written material: names, places and turns, one file for each language and part."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "sv", "nb")
HALVES = ("development", "scored")
PARTS = (*HALVES, "practice")
TURNS = ("opening", "turns", "filler")
# Names that are words are in many lists, so these alone may be.
WORDS = ("word_f", "word_m", "word_last", "word_place")
SHAPED = ("street", "hospital", "surgery", "home", "school", "company",
          "pharmacy", "church", "pub", "charity")  # fmt: skip
LOCALES = ("en_GB", "en_US", "en_IE", "sv_SE", "no_NO")
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Material:
    """One language of a part: `lists` by slot (`f`: women's first names …), turns by section."""

    language: str
    half: str
    lists: dict[str, list[str]]
    turns: dict[str, list[str]]


def read(language: str, half: str) -> Material:
    """The material of a file: `[section]`, then names parted by `;`, or one exchange a line."""
    lists: dict[str, list[str]] = {}
    turns: dict[str, list[str]] = {}
    section = ""
    for line in (FOLDER / f"{language}_{half}.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if re.fullmatch(r"\[\w+\]", line):
            section = line[1:-1]
        elif section in TURNS:
            turns.setdefault(section, []).append(line)
        else:
            names = (name.strip() for name in line.split(";"))
            lists.setdefault(section, []).extend(name for name in names if name)
    return Material(language, half, lists, turns)


def tokens(name: str) -> set[str]:
    """The words of a name in small letters; only those in [brackets], where there are any."""
    parts = re.findall(r"\[(.*?)\]", name) or [name]
    return {word.casefold() for part in parts for word in LETTERS.findall(part)}


def strings(value: Any) -> Iterator[str]:
    """All strings inside nested collections (of a dict, its keys)."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple, set, frozenset)):
        for item in value:
            yield from strings(item)


@cache
def listed() -> frozenset[str]:
    """The words of Faker's people and towns in `LOCALES`: gazetteers may be made of them."""
    found: set[str] = set()
    for locale in LOCALES:
        for part, of in (("person", ("first_names", "last_names")), ("address", ("cities",))):
            provider = importlib.import_module(f"faker.providers.{part}.{locale}").Provider
            for name, value in vars(provider).items():
                if name.startswith(of):
                    found.update(word for text in strings(value) for word in tokens(text))
    return frozenset(found)


def known(material: Material, words: frozenset[str]) -> list[tuple[str, str]]:
    """Slot and name of what shares too much with `words`; it should be nothing.

    A person or place may share no word; a street or organisation (Mill Beck, Beacon Hill) must
    hold a word that is not among them.
    """
    return [
        (slot, name)
        for slot, names in material.lists.items()
        if slot not in WORDS
        for name in names
        if (tokens(name) <= words if slot in SHAPED else tokens(name) & words)
    ]
