"""Where the scope of a negation ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from insideout.annotate.cues import Cues

NEAR = 6  # words before a cue that may begin its clause
LIST = 3  # words between the commas of a list
LETTERS = re.compile(r"[^\W\d_]")
JOINS = frozenset(("-", "'", "’", "'s", "’s", "/", "%"))  # marks inside a phrase
WHO = frozenset(("who", "that", "som"))


class Cue(NamedTuple):
    """A phrase of a sentence: tokens `start` up to `end`, of a class of `Cues`, or "but"."""

    start: int
    end: int
    sort: str


def is_word(token: str) -> bool:
    """Whether a token has a letter, and isn't the end of a contraction."""
    return token.isalpha() or (token not in JOINS and LETTERS.search(token) is not None)


def ends_at(words: Sequence[str], at: int, cue: Cue, rule: Cues, taken: Mapping[int, Cue]) -> bool:
    """Whether the token at a place ends the scope of a cue that came before it."""
    word = words[at]
    follows = words[at + 1] if at + 1 < len(words) else ""
    if not is_word(word):
        if word == ",":
            return not _goes_on(words, at, rule)
        return word not in JOINS and not word[:1].isdigit()
    if word in rule.ors:
        return follows in rule.persons
    if word in rule.ands:
        return at + 1 in taken or cue.sort != "nominal" or not _short(words, at + 1, rule)
    if at == cue.end and word in rule.relative:
        return False
    return (
        word in rule.breaks
        or (word in rule.openers and follows in _subjects(word, rule))
        or (word in WHO and _cleft(words, cue))
        or (word in rule.that and _another_clause(words, at, cue, rule))
        or (word in rule.questions and _untold(words, at, cue, rule))
        or (word in rule.auxiliaries and _inside_another(words, at, cue, rule))
        or (word in rule.persons and _new_subject(words, at, cue, rule))
    )


def _subjects(opener: str, rule: Cues) -> frozenset[str]:
    """Words that begin a clause after a word that may open one: "for" takes nouns, too."""
    return rule.persons if opener in rule.about else rule.subjects


def _untold(words: Sequence[str], at: int, cue: Cue, rule: Cues) -> bool:
    """Whether a word begins what someone didn't know or say: I didn't know he was ill."""
    return at > cue.end and words[at - 1] in rule.factive


def _new_subject(words: Sequence[str], at: int, cue: Cue, rule: Cues) -> bool:
    return _untold(words, at, cue, rule) or _inside_another(words, at, cue, rule)


def _cleft(words: Sequence[str], cue: Cue) -> bool:
    """Whether a cue denies one of two things: it wasn't the pain that worried me."""
    return not {"it", "det"}.isdisjoint(words[max(0, cue.start - 2) : cue.start])


def _inside_another(words: Sequence[str], at: int, cue: Cue, rule: Cues) -> bool:
    """Whether a verb goes on with the sentence around a negated clause: who didn't ask was kind."""
    verb = any(
        word not in rule.light and word not in rule.auxiliaries and is_word(word)
        for word in words[cue.end : at]
    )
    return verb and not rule.subordinators.isdisjoint(words[max(0, cue.start - NEAR) : cue.start])


def _another_clause(words: Sequence[str], at: int, cue: Cue, rule: Cues) -> bool:
    """Whether a "that" begins a clause which isn't negated with the one before it."""
    before = set(words[max(cue.end, at - 2) : at])
    if before & rule.raising:
        return False
    follows = words[at + 1] if at + 1 < len(words) else ""
    return follows in rule.subjects or bool(before & rule.factive)


def _goes_on(words: Sequence[str], at: int, rule: Cues) -> bool:
    """Whether a comma stands in a list that ends with "or": no letters, calls or visits."""
    for n, word in enumerate(words[at + 1 : at + 2 + LIST]):
        if word in rule.ors:
            return n > 0
        if word == ",":
            return n > 0 and _goes_on(words, at + 1 + n, rule)
        if not is_word(word) or word in rule.breaks or word in rule.subjects:
            return False
    return False


def _short(words: Sequence[str], at: int, rule: Cues) -> bool:
    """Whether what follows an "and" is the last item of a list: two words at most."""
    rest = list(words[at : at + 3])
    end = next((n for n, word in enumerate(rest) if not is_word(word)), len(rest))
    return 0 < end <= 2 and not set(rest[:end]) & rule.subjects
