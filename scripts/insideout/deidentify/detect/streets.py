"""Streets, told by their last word (`Elm Road`) or its ending (`Storgatan`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists, phrases_in
from insideout.deidentify.detect.spoken import ALL
from insideout.deidentify.detect.tokens import Tokens, words

# Street words that stand for little else after a name, so that they need no capital.
STRICT = words("road rd street avenue ave lane crescent terrace")
HOUSES = words("flat unit apartment apt room")
BEFORE = words("on in at off down along up from near to of")
ENDINGS = {
    "sv": ("gatan", "vägen", "stigen", "gränd", "gränden", "torget", "allén", "leden"),
    "nb": (
        "veien", "vegen", "gata", "gaten", "gate", "stien", "svingen", "bakken", "tunet", "alléen",
        "vei", "veg",
    ),
}  # fmt: skip
# Endings that surnames don't have.
SURE = (
    "gatan", "vägen", "stigen", "gränd", "gränden", "torget", "allén",
    "veien", "vegen", "gata", "gaten", "gate", "alléen",
)  # fmt: skip
# In a name, never at its beginning.
INSIDE = words("of the and le upon")
POSTCODE_DIGITS = {"sv": 5, "nb": 4}


@lru_cache(maxsize=3)
def kinds(language: str) -> frozenset[str]:
    """The last words of a language's streets."""
    return frozenset(phrases_in(language, "streets"))


def streets(found: Tokens, lists: Lists) -> list[Hit]:
    """The streets of a text, house numbers included, and what follows them in an address."""
    hits: list[Hit] = []
    last = kinds(lists.language)
    if lists.language == "en":
        for i, key in enumerate(found.key):
            if key in last:
                hits += english(found, i, lists)
        return hits
    endings = ENDINGS[lists.language]
    for i, key in enumerate(found.key):
        if key in last or key.endswith(endings):
            for hit in nordic(found, i, key in last, lists):
                hits += [hit, *after(found, hit.end, lists)]
    return hits


def english(found: Tokens, i: int, lists: Lists) -> Iterator[Hit]:
    """`14 Elm Road`, `Elm Road`; without capitals with a number, or after `on` and the like."""
    begin = i
    while begin and i - begin < 4 and found.next_to(begin) and part(found, begin - 1, lists):
        begin -= 1
        if found.first[begin]:
            break
    if begin == i:
        return
    number = number_before(found, begin, lists)
    named = found.key[begin:i]
    generic = all(key in lists.generic or key in lists.stop for key in named)
    capital = found.telling(i)
    if number < begin:
        if not (generic and not capital) and (
            found.telling(begin) or found.lower[i] or found.loose
        ):
            yield Hit(number, i + 1, "street", "street")
    elif found.telling(begin) and capital and not generic:
        yield Hit(begin, i + 1, "street", "street")
    elif not generic:
        yield from small(found, begin, i, lists)


def small(found: Tokens, begin: int, i: int, lists: Lists) -> Iterator[Hit]:
    """The same where capitals lack, after `on` and the like."""
    strict = found.key[i] in STRICT
    if found.telling(begin) and strict and not found.first[begin]:
        yield Hit(begin, i + 1, "street", "street")
        return
    if not (found.lower[i] or found.loose) or found.before(begin) not in BEFORE:
        return
    capital = any(found.telling(j) for j in range(begin, i + 1))
    if not (strict or capital) or (i - begin > 2 and not capital):
        return
    odd = any(found.key[j] not in lists.words.ordinary for j in range(begin, i))
    yield Hit(begin, i + 1, "street", "street", "sure" if odd and strict else "masked")


def part(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a token may be part of a street's name."""
    key = found.key[i]
    if found.word[i].isdigit() or key in ALL["en"]:
        return False
    if found.gap[i + 1] == "-" and found.gap[i] == "-":
        return True
    if key in INSIDE and found.next_to(i) and found.telling(i - 1):
        over = found.key[i - 1] in kinds(lists.language)
        return not over and (found.telling(i) or not found.first[i - 1])
    if found.telling(i):
        return not (found.first[i] and key in lists.stop)
    loose = found.lower[i] or found.loose
    return loose and key not in lists.stop and key not in BEFORE and key not in lists.titles


def number_before(found: Tokens, i: int, lists: Lists) -> int:
    """Where the house number before token `i` begins (`14`, `14a`, `Flat 3, 22`); `i`: none."""
    begin = i
    if begin and found.gap[begin] in {" ", ", "} and is_number(found, begin - 1, lists):
        begin -= 1
    elif (
        begin > 1
        and found.gap[begin] == " "
        and len(found.word[begin - 1]) == 1
        and found.gap[begin - 1] in {"", " "}
        and found.word[begin - 2].isdigit()
    ):
        begin -= 2
    if begin == i:
        return i
    while begin and found.gap[begin] in {" ", "-"} and is_number(found, begin - 1, lists):
        begin -= 1
    if begin > 1 and found.gap[begin] in {", ", " "} and found.key[begin - 2] in HOUSES:
        begin -= 2
    return begin


def is_number(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a token is a house number, in digits or words."""
    word = found.word[i]
    return (word.isdigit() and len(word) <= 4) or found.key[i] in ALL[lists.language]


def nordic(found: Tokens, i: int, whole: bool, lists: Lists) -> Iterator[Hit]:
    """`Storgatan 5`, `Kirkeveien 12 B`, `Kongens gate 3`, `Gamle Kirkevei`, `Storgatan`.

    `whole`: the token is a street's last word, not its ending alone.
    """
    key = found.key[i]
    begin = before(found, i, whole, lists)
    if whole and begin == i:
        return
    end = house_end(found, i + 1)
    if end > i + 1:
        if found.capital[begin] or not whole:
            yield Hit(begin, end, "street", "street")
        return
    sure = key.endswith(SURE)
    if found.telling(begin):
        word = found.first[begin] and begin == i and key in lists.words.ordinary
        if not word and found.key[begin] not in lists.generic and (sure or begin < i):
            yield Hit(begin, end, "street", "street")
        elif key not in lists.words.ordinary:
            yield Hit(begin, end, "street", "street", "asked")
    elif (found.lower[i] or found.loose) and not whole and sure:
        at = found.before(i) in {"på", "vid", "ved", "från", "fra", "i"}
        if at and key not in lists.words.ordinary:
            yield Hit(i, end, "street", "street", "masked")


def before(found: Tokens, i: int, whole: bool, lists: Lists) -> int:
    """Where the name begins whose last word is token `i`."""
    begin = i
    while found.next_to(begin) and i - begin < (3 if whole else 1):
        back = begin - 1
        word = found.key[back] in lists.stop or found.key[back] in lists.verbs
        if (found.telling(back) and not (found.first[back] and word)) or (
            found.loose and found.key[back] in OLD
        ):
            begin = back
        else:
            break
        if found.first[begin]:
            break
    return begin


OLD = words(
    "gamla norra södra västra östra övre nedre lilla stora gamle nordre søndre vestre østre"
    " nedre store lille"
)


def house_end(found: Tokens, i: int) -> int:
    """The end of a house number at token `i` (`5`, `12 B`); `i`: none."""
    if not (i < len(found) and found.gap[i] == " " and found.word[i].isdigit()):
        return i
    if len(found.word[i]) > 3:
        return i
    nxt = i + 1
    if nxt == len(found) or len(found.word[nxt]) > 1 or found.word[nxt].isdigit():
        return nxt
    letter = found.gap[nxt] == "" or (found.gap[nxt] == " " and found.capital[nxt])
    return nxt + 1 if letter else nxt


def after(found: Tokens, i: int, lists: Lists) -> Iterator[Hit]:
    """Postcode and town after a street (`…, 123 45 Lund`)."""
    digits, end = "", i
    while end < len(found) and found.word[end].isdigit() and len(digits) < 5:
        if found.gap[end] not in ({", ", " "} if end == i else {" "}):
            break
        digits += found.word[end]
        end += 1
    if len(digits) != POSTCODE_DIGITS[lists.language]:
        return
    yield Hit(i, end, "postcode", "address")
    if end < len(found) and found.gap[end] == " " and found.key[end] not in lists.stop:
        yield Hit(end, end + 1, "place", "address")
