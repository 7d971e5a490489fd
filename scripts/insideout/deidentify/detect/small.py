"""Names without a capital, in a text that has none, has them at random, or slips."""

from __future__ import annotations

from insideout.deidentify.detect.gazetteers import PARTICLES
from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.places import GOES
from insideout.deidentify.detect.tokens import Tokens, words
from insideout.deidentify.span import State

# Before a word, never before somebody's name.
AT = words("on in at from to near i på til till från fra ved vid")
ARTICLES = words("a an the my his her en ett et den det no more some any this that your their")


def small(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Hit | None:
    """The name without a capital that begins at a token, if one does."""
    key = found.key[i]
    if marks[i] or key in lists.stop or key in PARTICLES:
        return None
    if not (found.lower[i] or found.loose):
        slip = lists.language == "en" and key in lists.first and key in lists.words.proper
        slip = slip and found.before(i) not in ARTICLES
        return Hit(i, i + 1, "person", "small", "masked") if slip else None
    word = key in lists.words.ordinary
    if lists.named(key) and not word:
        return Hit(i, second(found, i, lists, marks), "person", "first")
    if key in lists.first_word or lists.named(key):
        return small_word(found, i, lists)
    if word or len(key) < 3 or "'" in key or key in lists.kin:
        return None
    return small_unknown(found, i, lists)


def second(found: Tokens, i: int, lists: Lists, marks: bytearray) -> int:
    """The end of a name whose first word is token `i`: with a surname, if one follows."""
    nxt = i + 1
    if not found.next_to(nxt) or found.owns[i] or marks[nxt]:
        return nxt
    key = found.key[nxt]
    if key in lists.stop or key in lists.verbs or len(key) < 3:
        return nxt
    surname = lists.named(key) or key in lists.last_word or not lists.ordinary(key)
    return nxt + 1 if surname else nxt


def small_word(found: Tokens, i: int, lists: Lists) -> Hit | None:
    """`grace` without a capital: asked about; masked before what people do."""
    if found.before(i) in ARTICLES or found.before(i) in {
        "how",
        "to",
        "so",
        "as",
        "too",
        "very",
        "be",
    }:
        return None
    verb = found.after(i) in lists.verbs
    return Hit(i, i + 1, "person", "also_word", "masked" if verb else "asked")


def small_unknown(found: Tokens, i: int, lists: Lists) -> Hit | None:
    """A word out of the lexicon; compounds of words are looked at after `in` and the like only."""
    key, before = found.key[i], found.before(i)
    at = before in GOES[lists.language]
    if lists.ordinary(key):
        return Hit(i, i + 1, "place", "unknown", "asked") if at else None
    begin = i
    if before and before not in lists.stop and before not in lists.kin and i > 1:
        # The name may begin with a word: `on quarry rigg`.
        begin -= found.before(i - 1) in AT and before not in lists.verbs
    state: State = "asked" if before in ARTICLES else "masked"
    kind = "place" if at or begin < i else "unknown"
    return Hit(begin, i + 1, kind, "unknown", state)
