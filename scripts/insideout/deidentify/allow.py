"""What may stand: days, peoples, brands, drugs, eponyms, and what the study allows."""

from __future__ import annotations

from insideout.deidentify.lists import Lists, Phrases
from insideout.deidentify.tokens import Tokens

# How sure it is that a token may stand.
WORD, PHRASE = 1, 2


def matches(found: Tokens, i: int, listed: Phrases) -> int:
    """How many tokens from `i` on are a phrase of a list; 0: none. Apostrophe-s counts."""
    longest = 0
    here = listed.get(found.key[i], ())
    if found.owns[i]:
        here += listed.get(said(found, i), ())
    for parts in here:
        count = len(parts)
        if i + count > len(found) or count <= longest:
            continue
        if all(
            part in {said(found, i + k), found.key[i + k]} and (k == 0 or joined(found, i + k))
            for k, part in enumerate(parts)
        ):
            longest = count
    return longest


def said(found: Tokens, i: int) -> str:
    """A token's key with its apostrophe-s."""
    return found.key[i] + ("'s" if found.owns[i] else "")


def joined(found: Tokens, i: int) -> bool:
    """Whether token `i` belongs to the phrase of the one before."""
    return found.gap[i] in {" ", "-", " & ", "- "}


def allowed(found: Tokens, lists: Lists) -> bytearray:
    """For each token 0, WORD (it may stand) or PHRASE (as part of a phrase that may)."""
    marks = bytearray(len(found))
    for i in range(len(found)):
        if said(found, i) not in lists.allowed and found.key[i] not in lists.allowed:
            if is_acronym(found, i):
                marks[i] = WORD
            continue
        count = matches(found, i, lists.allowed)
        for k in range(count):
            marks[i + k] = max(marks[i + k], PHRASE if count > 1 else WORD)
        if count == 0 and is_acronym(found, i):
            marks[i] = WORD
    return marks


def is_acronym(found: Tokens, i: int) -> bool:
    """Whether a token is an initialism (`NHS`, `GPs`, `T`) in a text that isn't all capitals."""
    word = found.word[i]
    if found.lower[i]:
        return False
    return len(word) == 1 or (len(word) < 6 and word[:2].isupper() and word.rstrip("s").isupper())
