"""Towns and counties of the lists."""

from __future__ import annotations

from insideout.deidentify.detect.allow import joined, matches
from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.tokens import Tokens, words

# Before a place, where a capital makes one of it.
GOES = {
    "en": words("in near to from at around outside via"),
    "sv": words("i till från"),
    "nb": words("i til fra"),
}


def place_at(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Hit | None:
    """A town or county of the lists, where it isn't somebody's name."""
    if found.key[i] not in lists.places:
        return None
    count = matches(found, i, lists.places)
    if not count:
        return None
    if count > 1:
        capital = found.telling(i) or found.lower[i] or found.loose
        return Hit(i, i + count, "place", "place") if capital else None
    return large(found, i, lists) if found.telling(i) else little(found, i, lists, marks)


def large(found: Tokens, i: int, lists: Lists) -> Hit | None:
    """A place of one word with its capital: not a surname, nor a first name."""
    key = found.key[i]
    if found.next_to(i) and found.telling(i - 1) and lists.given(found.key[i - 1]):
        return None
    if i + 1 < len(found) and joined(found, i + 1) and found.telling(i + 1) and lists.given(key):
        return None
    at = found.before(i) in GOES[lists.language]
    if lists.ordinary(key):
        return (
            None if found.first[i] else Hit(i, i + 1, "place", "place", "sure" if at else "masked")
        )
    if lists.given(key) and not at and key not in lists.towns:
        return None
    return Hit(i, i + 1, "place", "place")


def little(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Hit | None:
    """A place of one word without its capital."""
    key = found.key[i]
    if not (found.lower[i] or found.loose) or marks[i]:
        return None
    if lists.ordinary(key) or lists.given(key) or key in lists.words.ordinary:
        at = found.before(i) in GOES[lists.language] and key not in lists.stop
        return Hit(i, i + 1, "place", "place", "asked") if at else None
    return Hit(i, i + 1, "place", "place")
