"""Words with a capital where ordinary words have none: what the review asks about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from insideout.deidentify.detect.allow import PHRASE
from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.places import GOES
from insideout.deidentify.detect.tokens import SELF, Tokens, words
from insideout.deidentify.span import State

# Pronouns that courtesy writes with a capital.
POLITE = words("ni er eder ert era du dig din de dem deres dere i")
# `iPhone`, `PowerPoint`, `XGBoost`: somebody sells it; of people only these are so.
CAMEL = re.compile(
    r"(?!(?:Mc|Mac|De|Di|Da|Du|La|Le|Van|Fitz|Ó|O)[A-Z])\w*(?:[a-z][A-Z]|[A-Z]{2}[a-z])\w*\Z"
)
# What is uttered rather than said: `Mmhm`, `Ahh`, `Yeeeah`, `Hahaha`.
NOISE = re.compile(
    r"(?:[aeou]*h*m+h*m*|[aou]+h+u*h*|e+r+m*|e+h+|y+e+[aeps]*h*|n+a+h+|n+o+|s+o+|w+[oa]+w*|a+w+"
    r"|o+w+"
    r"|o+[iy]+|h?a+(?:h+a+)*h*|h+e+y+|p+h+e+w+|u+g+h*|a+r+g+h+|s+h+|p+s+t+|o+k+[ae]*y*|j+[ao]+h*)\Z"
)
# After these a month, a country or a brand is what it is listed as.
AS_LISTED = words(
    "in of last next this that since until till by from to during early mid late every each and or"
    " the a an before after around on for all my our your his her their on at via no some through"
)
# Before a lone word with a capital these make somebody of it, as far as English goes.
SOMEBODY = words("with by asked told saw met rang phoned called poor old dear thanked bless young")
INTERJECTED = words(
    "yes no oh ah well okay ok right hello hi hey please thanks thank sorry bye cheers god what why"
    " how when where who if you we they he she it that this there and but so because i"
)
AT = words("at in on from outside inside via near round down up opposite behind")
# Endings of words, none of names; what is left of a word without one has to be a word.
ENDINGS = {
    "en": ("ly", "ing", "ed", "less", "ful", "ally", "able", "ment", "s", "ish"),
    "sv": (
        "en", "et", "n", "t", "arna", "erna", "orna", "na", "ar", "er", "or", "s", "ens", "ets",
        "a",
    ),
    "nb": ("en", "et", "n", "t", "ene", "ane", "er", "ar", "a", "s", "ens", "ets", "e"),
}  # fmt: skip
PREFIXES = {
    "en": ("un", "re", "non", "over", "pre", "under", "mis", "dis", "out"),
    "sv": ("o", "miss", "för"),
    "nb": ("u", "mis", "for"),
}


# What Nordic surnames and farms end in; compounds that no list has and that end so may be one.
SURNAMES = (
    "land", "berg", "ström", "strøm", "vik", "dal", "gren", "kvist", "qvist", "lund", "stad",
    "sand", "heim", "holm", "bäck", "bekk", "mark", "haug", "moen", "bakken", "ås", "eng", "rud",
    "seth", "nes", "näs", "fors", "sjö", "hult", "hammar", "hammer", "stedt", "feldt", "krona",
)  # fmt: skip


def noise(key: str) -> bool:
    """Whether a token is a sound rather than a word."""
    return NOISE.match(key) is not None


@lru_cache(maxsize=1 << 14)
def derived(key: str, lists: Lists) -> bool:
    """Whether a key is a form of an ordinary word that the lists lack (`Unhelpfully`)."""
    words, language = lists.words.ordinary, lists.language
    if key in lists.last or key in lists.first:
        return False
    for ending in ENDINGS[language]:
        stem = key[: -len(ending)]
        if key.endswith(ending) and len(stem) >= 5 and (stem in words or stem + "e" in words):
            return True
    return any(
        key.startswith(prefix) and len(key) > len(prefix) + 4 and key[len(prefix) :] in words
        for prefix in PREFIXES[language]
    )


def like_a_word(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a word out of the lexicon that begins a sentence reads as an ordinary one.

    It is a form of one, or stands elsewhere in the text without a capital.
    """
    key = found.key[i]
    return key in found.small or noise(key) or derived(key, lists)


def capital(found: Tokens, i: int, end: int, lists: Lists) -> Hit | None:
    """English words with capitals within a sentence, all of them ordinary.

    Masked where they stand as names do: somebody after `with`, a place after `in`, several after
    `at the`. English capitalises jobs, clinics and much else, so the rest is asked about.
    """
    keys = found.key[i:end]
    named = [key for key in keys if key not in lists.services and key not in lists.stop]
    if not named:
        return None
    before = found.before(i)
    state: State = "asked"
    kind = "unknown"
    if end > i + 1:
        there = found.before(i - 1) in AT if before == "the" else before in AT or before == "to"
        state, kind = ("masked", "organisation") if there else ("asked", kind)
    elif marks_near(found, i):
        state = "asked"
    elif before in GOES["en"]:
        state, kind = "masked", "place"
    elif before in SOMEBODY or found.owns[i] or found.after(i) in lists.verbs:
        state = "masked"
    return Hit(i, end, kind, "capital", state)


def both_capital(found: Tokens, i: int, end: int, lists: Lists) -> Hit | None:
    """Words with capitals that begin a sentence and are ordinary: `Frog Island turned out`.

    Masked where a second one follows, as in the name of a place or firm.
    """
    if end == i + 1 or lists.language != "en":
        return None
    keys = found.key[i:end]
    if keys[0] in lists.stop or keys[0] in lists.generic or keys[0].endswith("ly"):
        return None
    if any(key in lists.services or not lists.ordinary(key) for key in keys[1:]):
        return None
    return Hit(i, end, "unknown", "capital", "masked")


def paired(found: Tokens, i: int, lists: Lists, marks: bytearray) -> bool:
    """Whether a name follows after `and`: `Herb and Rutendo fetched me`."""
    at = i + 2
    if at >= len(found) or found.after(i) not in {"and", "och", "og"} or found.gap[at] != " ":
        return False
    key = found.key[at]
    if not found.telling(at) or marks[at] or key in lists.kin or key in lists.titles:
        return False
    return lists.named(key) or not lists.ordinary(key)


def left_over(found: Tokens, hits: Iterable[Hit], lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """Every word with a capital that nothing has found and that may be a name: asked about."""
    taken = bytearray(len(found))
    for hit in hits:
        taken[hit.begin : hit.end] = b"\1" * (hit.end - hit.begin)
    for i, large in enumerate(found.capital):
        if large and not taken[i] and not found.lower[i] and askable(found, i, lists, marks):
            kind = "person" if found.key[i] in lists.first_word else "unknown"
            pair = paired(found, i, lists, marks) and found.key[i] not in lists.stop
            yield Hit(i, i + 1, kind, "capital", "masked" if pair else "asked")


def askable(found: Tokens, i: int, lists: Lists, marks: bytearray) -> bool:
    """Whether a word with a capital may be a name."""
    key, word = found.key[i], found.word[i]
    if len(key) < 2 or found.in_code(i) or marks[i] == PHRASE or never(key, lists):
        return False
    if marks[i]:
        return not word.isupper() and besides(found, i, lists)
    if word.isupper():
        return not lists.ordinary(key)
    listed = key in lists.first_word or key in lists.last_word or key in lists.places
    if found.first[i]:
        return first_askable(found, i, lists, listed)
    if key in lists.stop:
        return found.gap[i] == " " and not found.capital[i - 1] and key not in INTERJECTED
    polite = lists.language != "en" and key in POLITE
    return not polite and (listed or key not in lists.services)


def never(key: str, lists: Lists) -> bool:
    """Whether a key is no name whatever its capital: `I'm`, `Mum`, `Doctor`, `Mmhm`, `That's`."""
    word = key in SELF or key in lists.kin or key in lists.titles or noise(key)
    return word or ("'" in key and key.partition("'")[0] in lists.stop)


def first_askable(found: Tokens, i: int, lists: Lists, listed: bool) -> bool:
    """The same of a word that begins a sentence; `listed`: it is in a list of names, too."""
    key = found.key[i]
    if key in lists.stop:
        return False
    # Two letters are a name, unless both are capitals.
    short = len(key) == 2 and found.word[i][1].islower()
    if listed or short or not lists.ordinary(key):
        return True
    if key in lists.services or key in lists.generic:
        return False
    return as_a_name(found, i, lists)


def as_a_name(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether an ordinary word at the beginning of a sentence stands there as a name does."""
    key = found.key[i]
    beside = found.next_to(i + 1) and found.telling(i + 1)
    nxt = found.key[i + 1] if i + 1 < len(found) else ""
    if nxt in {"who", "who'd", "som"} and found.gap[i + 1] == ", ":
        return True
    if lists.language == "en" and key.endswith(("ing", "s")):
        return False
    surname = key not in lists.words.ordinary and key.endswith(SURNAMES)
    if lists.language != "en" and (beside or surname):
        return True
    pair = found.after(i) in {"and", "och", "og"} and i + 2 < len(found) and found.telling(i + 2)
    return pair or found.owns[i] or found.after(i) in lists.verbs


def besides(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a month, a country or a brand may be somebody's name here (`We had May with us`)."""
    key = found.key[i]
    if not (lists.given(key) or key in lists.last_word):
        return False
    if found.first[i]:
        return found.owns[i] or found.after(i) in lists.verbs
    beside = found.key[i - 1] if i else ""
    after = found.key[i + 1] if i + 1 < len(found) else ""
    number = beside[:1].isdigit() or after[:1].isdigit() or beside in {"st", "nd", "rd", "th"}
    return not number and beside not in AS_LISTED and not marks_near(found, i)


def marks_near(found: Tokens, i: int) -> bool:
    """Whether another word with a capital stands beside, as in the name of a thing."""
    after = found.next_to(i + 1) and found.capital[i + 1]
    return after or (found.next_to(i) and found.capital[i - 1] and not found.first[i - 1])
