"""Forms of a name in running text: white space, case, apostrophes, possessive and genitive.

Names are looked up by their first word, in a set, so that a thousand cost no more than one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from insideout.languages import known_as

# What stands for an apostrophe in transcripts.
APOSTROPHES = "'’‘ʼ′´`＇"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# What stands after a name without being part of it: Ada's, the Joneses', Ada'll.
ENDING = f"[{APOSTROPHES}](?:s|ll|d|ve|re)?"
POSSESSIVE = re.compile(rf"(?<=\w){ENDING}$", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
GENITIVE = frozenset({"sv", "nb"})  # their genitive is a bare -s
SHORTEST = 4  # letters of a name whose form with -s is looked for in other languages (Hendersons)

Index = dict[str, list[tuple[str, int, re.Pattern[str]]]]


def bare_genitive(language: str) -> bool:
    """Whether names of a language take an -s without an apostrophe."""
    return known_as(language) in GENITIVE


def type_of(text: str) -> str:
    """The type an occurrence belongs to: white space, case and apostrophes folded, possessive off.

    So is what else follows an apostrophe at the end (Ada'll). A Swedish genitive -s stays, since
    names end in one, too (Lars, Jonas).
    """
    return APOSTROPHE.sub("'", POSSESSIVE.sub("", " ".join(text.split()))).casefold()


@lru_cache(maxsize=16)
def index_of(names: tuple[str, ...], bare: bool) -> Index:
    """Names (types) by their first word, the longest first. `bare`: all of them take an -s.

    An entry is the name, how many characters of it stand before its first word, and a pattern.
    """
    index: Index = {}
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        first = WORD.search(name)
        if first is None:
            continue
        takes_s = (bare or len(name) >= SHORTEST) and name[-1:].isalpha()
        flexible = re.escape(name).replace("\\ ", r"[ \n]").replace("'", f"[{APOSTROPHES}]")
        tail = f"(?:{ENDING}|{'s?' if takes_s else ''})" + r"(?!\w)"
        entry = (name, first.start(), re.compile(rf"(?<!\w)({flexible}){tail}", re.IGNORECASE))
        index.setdefault(first[0], []).append(entry)
        if takes_s and first.end() == len(name):
            index.setdefault(first[0] + "s", []).append(entry)
    return index


def standing(text: str, start: int, end: int, index: Index) -> Iterator[tuple[int, int, int, str]]:
    """Where names stand in part of a text: start, end of the name, end of the form, and the name.

    Of names that overlap the first and longest is taken.
    """
    free = start
    for word in WORD.finditer(text, start, end):
        for name, lead, pattern in index.get(word[0].casefold(), ()):
            at = word.start() - lead
            match = pattern.match(text, at, end) if at >= free else None
            if match:
                free = match.end()
                yield at, match.end(1), free, name
                break


def folded_names(names: Iterable[str]) -> tuple[str, ...]:
    """Types of names, sorted, for `index_of`."""
    return tuple(sorted({type_of(name) for name in names} - {""}))
