"""Organisations told by what stands at their end (`Ltd`, `& Sons`), or after `of`."""

from __future__ import annotations

from collections.abc import Iterator

from insideout.deidentify.detect.allow import PHRASE
from insideout.deidentify.detect.hits import Hit, tail
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.tokens import Tokens, words

# In a name, but never at its beginning.
INSIDE = words("of the and de la upon on le for och og")
# Forms of firms, written with a capital; those of kin follow `and`.
FORMS = words("ltd limited plc llp inc ab as asa hb kb ks iks gmbh aps oy")
KIN = words("sons son daughters daughter bros brothers co company partners söner son sønner sønn")
FIRMS = FORMS | KIN


def within(found: Tokens, i: int) -> bool:
    """Whether token `i` goes on with a name: also after `&` and the full stop of `St.`."""
    if found.next_to(i) or (i < len(found) and found.gap[i] == " & "):
        return i > 0
    return 0 < i < len(found) and found.gap[i] == ". " and found.key[i - 1] == "st"


def firm(found: Tokens, i: int, lists: Lists) -> Iterator[Hit]:
    """`Nordby Fisk AS`, `Prexley & Sons`: token `i` ends the name of a firm."""
    key = found.key[i]
    if len(key) == 2 and not found.word[i].isupper() and key != "co":
        return
    if not found.telling(i) or found.first[i] or (key in FORMS and not within(found, i)):
        return
    begin = i
    if key in KIN:
        ampersand = found.gap[i] == " & "
        if not ampersand and found.before(i) not in {"and", "och", "og"}:
            return
        begin -= not ampersand
    while begin and i - begin < 5 and within(found, begin) and found.telling(begin - 1):
        begin -= 1
        if found.first[begin]:
            break
    while begin < i and found.first[begin] and found.key[begin] in lists.stop:
        begin += 1
    if begin < i and found.telling(begin):
        yield Hit(begin, i + 1, "organisation", "firm")


def of_name(found: Tokens, type_at: int, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`University of Brookfield`, `Hospital of St Oswin`: `i` is the `of` after the kind."""
    if i + 1 >= len(found) or found.key[i] != "of" or not found.telling(type_at):
        return
    end = i + 1
    last = i
    while end < min(i + 8, len(found)) and within(found, end):
        if found.telling(end):
            last = end
            if found.owns[end] and not found.next_to(end + 1):
                break
        elif found.key[end] not in INSIDE:
            break
        end += 1
    named = [j for j in range(i + 1, last + 1) if found.telling(j)]
    if not named or marks[named[0]] == PHRASE or found.first[type_at]:
        return
    plain = [found.key[j] in lists.services or bool(marks[j]) for j in named]
    if all(plain):
        return
    odd = any(not lists.ordinary(found.key[j]) for j in named)
    state = "sure" if odd else "masked"
    more = tail(found, last)
    yield Hit(type_at, last + 1, "organisation", "organisation", state, tail=more)  # type: ignore[arg-type]
