"""What the leak gate looks for: names and numbers of a key, in the form they are compared in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from insideout.deidentify.forms import APOSTROPHE, WORD, type_of
from insideout.deidentify.gate.outputs import seen
from insideout.deidentify.people import SHORT, TITLES, forename_of
from insideout.deidentify.span import STRUCTURED, Entry

SEPARATORS = re.compile(r"[-‐‑‒–_\s]+")
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ß": "ss", "ð": "d", "Ð": "D",
                         "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i",
                         "œ": "oe", "Œ": "Oe"})  # fmt: skip


class Sought(NamedTuple):
    """What is looked for. `names`: phrases by their first word, with what stands for each and
    whether it counts with a capital inside a sentence only; `digits`: numbers of the key.
    """

    names: Mapping[str, Sequence[tuple[tuple[str, ...], str, bool]]]
    digits: Mapping[str, str]
    careful: int
    left: int


def sought(
    key: Iterable[Mapping[str, Any]],
    *,
    roster: Iterable[Entry] = (),
    allowed: Iterable[str] = (),
    careful: Iterable[str] = (),
    ordinary: Callable[[str], bool] | None = None,
) -> Sought:
    """What is looked for, of a key and a roster."""
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    digits: dict[str, str] = {}
    permitted, touchy = {type_of(a) for a in allowed}, {type_of(c) for c in careful}
    left = 0
    entries = list(_entries(key, roster))
    for name, kind, pseudonym in entries:
        figures = "".join(c for c in name if c.isdigit())
        if type_of(name) in permitted or kind in ("date", "age"):
            left += 1
        elif kind in STRUCTURED and kind not in ("email", "url", "postcode") and len(figures) > 5:
            digits[figures] = pseudonym
        else:
            for phrase in _phrases(name, kind, permitted):
                names.setdefault(phrase, (pseudonym, name))
    index: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    count = 0
    for phrase, (pseudonym, name) in names.items():
        usual = _usual(phrase, name, touchy, ordinary)
        count += usual
        index.setdefault(phrase[0], []).append((phrase, f"the name behind {pseudonym}", usual))
    for phrase, pseudonym in _forenames(entries, permitted, ordinary).items():
        if phrase not in names:
            index.setdefault(phrase[0], []).append((phrase, f"the name behind {pseudonym}", True))
    for phrases in index.values():
        phrases.sort(key=lambda entry: -len(entry[0]))
    return Sought(index, digits, count, left)


def _forenames(
    entries: Iterable[tuple[str, str, str]],
    permitted: set[str],
    ordinary: Callable[[str], bool] | None,
) -> dict[tuple[str, ...], str]:
    """Forenames of full names, and what stands for each; not those that a pseudonym has."""
    rows = list(entries)
    shown = permitted.union(*(words_in(pseudonym) for _, _, pseudonym in rows))
    firsts = {forename_of(name, kind): pseudonym for name, kind, pseudonym in rows
              if type_of(name) not in permitted}  # fmt: skip
    return {
        words_in(first): pseudonym
        for first, pseudonym in firsts.items()
        if first and first not in shown and not shown.issuperset(words_in(first))
        and not (ordinary is not None and ordinary(first))
    }  # fmt: skip


def _entries(
    key: Iterable[Mapping[str, Any]], roster: Iterable[Entry]
) -> Iterator[tuple[str, str, str]]:
    for row in key:
        yield str(row["name"]), str(row["kind"]), str(row["pseudonym"])
    for entry in roster:
        for name in entry.names:
            yield name, entry.kind, entry.pseudonym or "an entry of the roster"


def _phrases(name: str, kind: str, permitted: set[str]) -> Iterator[tuple[str, ...]]:
    """The words of a name, and of a person's full name the surname alone."""
    words = words_in(type_of(name))
    if any(word.strip(".") not in TITLES for word in words):
        yield words
    if kind != "person":
        return
    whole = [word for word in type_of(name).split() if word.strip(".") not in TITLES]
    own = words_in(" ".join(whole))
    if own and own != words:
        yield own
    last = whole[-1].strip(".,;()") if len(whole) > 1 else ""
    if len(last) > SHORT and not any(c.isdigit() for c in last) and last not in permitted:
        yield words_in(last)


def _usual(
    phrase: tuple[str, ...],
    name: str,
    touchy: set[str],
    ordinary: Callable[[str], bool] | None,
) -> bool:
    """Whether a name is looked for with a capital only: an ordinary word, or very short."""
    if type_of(name) in touchy or any(phrase == words_in(word) for word in touchy):
        return True
    if len("".join(phrase)) <= SHORT:
        return True
    whole = type_of(name).split()
    words = whole if len(phrase) > 1 or len(whole) == 1 else list(phrase)
    return ordinary is not None and all(ordinary(word) for word in words)


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared; an apostrophe parts them."""
    return tuple(match[0].casefold() for match in WORD.finditer(plain(text)))


def plain(text: str) -> str:
    """Text as it is compared: diacritics and typographic marks off, hyphens and _ as spaces."""
    if not text.isascii():
        text = seen(text).translate(LETTERS)
        text = unicodedata.normalize("NFKD", APOSTROPHE.sub("'", text))
        marks = {c for c in set(text) if unicodedata.combining(c)}
        text = "".join(c for c in text if c not in marks) if marks else text
    return SEPARATORS.sub(" ", text)


@lru_cache(maxsize=2**16)
def stems(word: str) -> tuple[str, ...]:
    """A word, and what it may be the plural or genitive of."""
    found = [word]
    if word.endswith("s") and len(word) > 2:
        found.append(word[:-1])
    if word.endswith("es") and len(word) > 4:
        found.append(word[:-2])
    return tuple(found)


def forms(words: Iterable[str]) -> frozenset[str]:
    """Every word that `stems` may lead to one of `words` from; some of these never do."""
    return frozenset(word + ending for word in words for ending in ("", "s", "es"))
