"""What may stand: days, peoples, brands, drugs, eponyms, and what the study allows."""

from __future__ import annotations

import re

from insideout.deidentify.detect.lists import Lists, Phrases
from insideout.deidentify.detect.tokens import Tokens

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
            if is_acronym(found, i) or definite(found, i, lists) or medical(found, i, lists):
                marks[i] = WORD
            continue
        count = matches(found, i, lists.allowed)
        for k in range(count):
            marks[i + k] = max(marks[i + k], PHRASE if count > 1 else WORD)
        if count == 0 and is_acronym(found, i):
            marks[i] = WORD
    return marks


# Endings of diseases, procedures and drugs (those of WHO's list of non-proprietary stems).
MEDICAL = re.compile(
    r"\w{3,}(?:algi(?:a|e)?|itis|itis|osis|a?emia|a?emi|ectomy|ektomi|pathy|pati|plegi(?:a|e)?"
    r"|scopy|skopi|graphy|grafi|trophy|trofi|tomy|stomi|rrhoea|statin|april|sartan|olol|mab|prazole?|azole?"
    r"|cillin|mycin|azepam|oxetine?|triptyline?|gliptin|gliflozin|xaban|parin|azine|idone?|dipine?"
    r"|thiazide?|lukast|terol|sone|solone?)(?:s|en|et|n|t)?\Z"
)


def medical(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a token is built as names of diseases and drugs are (`Polymyalgia`)."""
    key = found.key[i]
    if len(key) < 8 or not found.capital[i] or lists.named(key) or lists.given(key):
        return False
    return key not in lists.places and MEDICAL.match(key) is not None


def definite(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a token is a drug or brand with a Nordic ending (`Sertralinet`, `Kortisonen`)."""
    key = found.key[i]
    if lists.language == "en" or not found.capital[i] or len(key) < 7:
        return False
    return any(
        key.endswith(end) and len(key) - len(end) > 4 and key[: -len(end)] in lists.allowed
        for end in ("en", "et", "n", "t", "s", "er", "ene", "na")
    )


def is_acronym(found: Tokens, i: int) -> bool:
    """Whether a token is an initialism (`NHS`, `GPs`, `T`) in a text that isn't all capitals."""
    word = found.word[i]
    if found.lower[i]:
        return False
    return len(word) == 1 or (len(word) < 6 and word[:2].isupper() and word.rstrip("s").isupper())
