"""Runs of capitalised words: `Anna van der Berg`."""

from __future__ import annotations

from insideout.deidentify.detect.allow import PHRASE
from insideout.deidentify.detect.gazetteers import PARTICLES
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.tokens import Tokens


def run_of(found: Tokens, i: int, lists: Lists, marks: bytearray, most: int = 3) -> int:
    """The end of a run of capitalised words from `i` on, particles within; `i`: none.

    A run ends before a word that may stand, such as `NHS`, and after an apostrophe-s. Without its
    capital, a word out of the lexicon goes on with it where a text has capitals at random.
    """
    end = i
    while end < len(found) and end - i < most + 2:
        if end > i and (not found.next_to(end) or found.owns[end - 1]):
            break
        if found.telling(end) and len(found.word[end]) > 1:
            if marks[end] == PHRASE or (end > i and marks[end] and not lists.named(found.key[end])):
                break
            end += 1
        elif leads(found, end) or (end > i and goes_on(found, end, lists)):
            end += 1
        else:
            break
    return end


def leads(found: Tokens, i: int) -> bool:
    """Whether a token is a particle with a capitalised word after it (`van der Berg`)."""
    for at in (i, i + 1):
        if at >= len(found) or found.key[at] not in PARTICLES or found.owns[at]:
            return False
        if not found.next_to(at + 1) or (at == i and found.key[i] == "het"):
            return False
        if found.telling(at + 1):
            return True
    return False


def goes_on(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a word without its capital is a name's second part, in a text of random capitals."""
    key = found.key[i]
    if not found.loose or len(key) < 3 or key in lists.stop:
        return False
    return lists.named(key) or key in lists.last_word or key not in lists.words.ordinary
