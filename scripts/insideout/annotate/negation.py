"""Which words of a sentence are negated: cues and their scopes, in the line of NegEx and ConText.

Chapman et al. 2001 (doi:10.1006/jbin.2001.1029) and Harkema et al. 2009
(doi:10.1016/j.jbi.2009.05.002) mark what follows a cue until a word or mark that ends its scope,
or a number of words. Ours adds what speech in English, Swedish and Norwegian needs: the verb
before "inte" in a main clause, and words of lacking that follow what is lacking.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from insideout.annotate.cues import CUES, Cues, Phrases, phrases, signals
from insideout.annotate.scope import JOINS, WHO, Cue, ends_at, is_word

MOST = 10  # words in a scope: clauses of speech are short, and what is further off is another's
BACK = 4  # words before a word of lacking that may be what is lacking
DEFINITE = re.compile(r".{3,}(en|et|an|na|ene)")  # ends of nouns in Swedish and Norwegian
FINITE = re.compile(r".{2,}(r|de|te)")  # ends of verbs in the present and the past
THEN = frozenset(("da", "då", "der", "där"))  # "when" or "then", "where" or "there"


def negated(
    lower: Sequence[str], words: NDArray[np.integer], sentences: NDArray[np.integer], language: str
) -> NDArray[np.bool_]:
    """True for the words of every token inside the scope of a negation, cues themselves excepted.

    `lower` are the different words in lower case, `words` says which of them each token is, and
    `sentences` numbers the sentence of each, which don't mix. All False for a language without
    cues.
    """
    out = np.zeros(len(words), dtype=bool)
    if language not in CUES or not len(words):
        return out
    known = signals(language)
    may = np.fromiter((word in known for word in lower), dtype=bool, count=len(lower))
    told = np.unique(sentences[may[words]])
    starts = np.searchsorted(sentences, told, side="left")
    ends = np.searchsorted(sentences, told, side="right")
    rule, first, coded = CUES[language], phrases(language), words.tolist()
    inside: list[int] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        said = [lower[word] for word in coded[start:end]]
        inside += [start + n for n in _inside(said, rule, first)]
    out[inside] = True
    return out


def in_scope(words: Sequence[str], language: str) -> list[bool]:
    """Whether each token of one sentence (lower case) is a word inside the scope of a negation."""
    inside = _inside(words, CUES[language], phrases(language))
    return [n in inside for n in range(len(words))]


def _inside(words: Sequence[str], rule: Cues, known: Phrases) -> set[int]:
    found = cues_in(words, rule, known)
    taken = {n: cue for cue in found for n in range(cue.start, cue.end)}
    inside: set[int] = set()
    for cue in _uncancelled(words, found, rule, taken):
        after = _after(words, cue, rule, taken)
        before = _verb_before(words, cue, rule, taken) if words[cue.start] in rule.adverbs else []
        if cue.sort == "either" and (not after or words[cue.end] in rule.about):
            after = _before(words, cue, rule, taken)
        elif cue.sort == "verbal":
            before += _indefinite_before(words, cue, rule, taken)
        inside.update(n for n in after + before if not _thinks(words, n, rule, taken))
    return {n for n in inside if n not in taken and is_word(words[n])}


def _uncancelled(
    words: Sequence[str], found: Sequence[Cue], rule: Cues, taken: Mapping[int, Cue]
) -> list[Cue]:
    """The cues that negate, without pairs that cancel each other: nobody who didn't help."""
    real = [cue for cue in found if cue.sort not in ("pseudo", "but")]
    gone: set[Cue] = set()
    for cue, then in pairwise(real):
        if words[cue.end] in rule.relative & WHO:
            scope = _after(words, cue, rule, taken)
            gone |= {cue, then} if scope and then.start < scope[-1] else set()
    return [cue for cue in real if cue not in gone]


def _thinks(words: Sequence[str], at: int, rule: Cues, taken: Mapping[int, Cue]) -> bool:
    """Whether a word is a verb of thinking before a clause, which is what is denied."""
    if words[at] not in rule.raising:
        return False
    follows = at + 1
    while follows in taken:
        follows += 1
    return follows < len(words) and words[follows] in rule.that | rule.subjects


def cues_in(words: Sequence[str], rule: Cues, known: Phrases) -> list[Cue]:
    """The cues of a sentence from left to right, the longest where several begin.

    `known`: the cues' phrases by their first word, longest first (`cues.phrases`).
    """
    found: list[Cue] = []
    free = 0  # tokens before it are in a cue
    for at, word in enumerate(words):
        if word not in known or at < free:
            continue
        for phrase, sort in known[word]:
            end = at + len(phrase)
            if len(phrase) == 1 or tuple(words[at:end]) == phrase:
                cue = Cue(at, end, sort)
                if not _answers(words, cue, rule):
                    means_but = found and _means_but(words, cue, rule)
                    found.append(Cue(at, end, "but") if means_but else cue)
                    free = end
                break
    return found


def _means_but(words: Sequence[str], cue: Cue, rule: Cues) -> bool:
    """Whether a cue is a conjunction, if another came before: inte läkaren utan sköterskan."""
    joined = cue.end < len(words) and words[cue.end] in rule.that
    return words[cue.start] in rule.but and cue.sort == "nominal" and not joined


def _answers(words: Sequence[str], cue: Cue, rule: Cues) -> bool:
    """Whether a "no" answers or exclaims (no I think so) rather than negates what follows."""
    if words[cue.start] != "no" or cue.end == len(words):
        return False
    begins = cue.start == 0 or not is_word(words[cue.start - 1])
    return begins and words[cue.end] in rule.subjects


def _after(words: Sequence[str], cue: Cue, rule: Cues, taken: Mapping[int, Cue]) -> list[int]:
    """Tokens after a cue, up to the end of its scope."""
    scope: list[int] = []
    counted = 0
    for at in range(cue.end, len(words)):
        if at in taken:
            if taken[at].sort == "but":
                break
            continue
        if ends_at(words, at, cue, rule, taken):
            break
        scope.append(at)
        counted += is_word(words[at])
        if counted == MOST:
            break
    return scope


def _before(words: Sequence[str], cue: Cue, rule: Cues, taken: Mapping[int, Cue]) -> list[int]:
    """Tokens before a word of lacking: the subject of its clause."""
    scope: list[int] = []
    for at in range(cue.start - 1, -1, -1):
        word = words[at]
        ends = word not in JOINS and not is_word(word)
        if ends or at in taken or word in rule.breaks or word in rule.ands or word in rule.that:
            break
        scope.append(at)
        if len(scope) == BACK:
            break
    return scope


def _clause_before(
    words: Sequence[str], cue: Cue, rule: Cues, taken: Mapping[int, Cue]
) -> list[int]:
    """Tokens of a cue's clause before the cue."""
    begins = cue.start
    while begins and is_word(words[begins - 1]) and begins - 1 not in taken:
        if words[begins - 1] in rule.breaks | rule.ands:
            break
        begins -= 1
    return list(range(begins, cue.start))


def _indefinite_before(
    words: Sequence[str], cue: Cue, rule: Cues, taken: Mapping[int, Cue]
) -> list[int]:
    """The noun that an indefinite word before the cue stands with: a reason was never given."""
    clause = _clause_before(words, cue, rule, taken)
    return clause[1:2] if clause and words[clause[0]] in rule.indefinite else []


def _verb_before(words: Sequence[str], cue: Cue, rule: Cues, taken: Mapping[int, Cue]) -> list[int]:
    """The finite verb of a main clause, which in Swedish and Norwegian stands before the cue."""
    clause = _clause_before(words, cue, rule, taken)
    while clause and words[clause[-1]] in rule.light:
        clause.pop()
    if not clause:
        return []
    at = clause[-1]
    word, earlier = words[at], words[at - 1] if len(clause) > 1 else ""
    if word in rule.auxiliaries | rule.subordinators or earlier in rule.subordinators:
        return []
    if FINITE.fullmatch(word):
        return [at]
    if any(_subordinates(words, n, rule) for n in clause[:-1]):
        return []
    if DEFINITE.fullmatch(word) and earlier not in rule.light:
        # a subject between verb and cue: "Sedan ringde läkaren inte"
        return [at - 1] if earlier and earlier not in rule.auxiliaries else []
    return [at]


def _subordinates(words: Sequence[str], at: int, rule: Cues) -> bool:
    """Whether a word begins a subordinate clause ("da brevet ikke kom", unlike "da kom brevet")."""
    word, follows = words[at], words[at + 1]
    subject = follows in rule.subjects or DEFINITE.fullmatch(follows) is not None
    return word in rule.subordinators and (word not in THEN or subject)
