"""Organisations, told by their last word (`Brookfield Surgery`) or their first (`St Luke's`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from insideout.deidentify.detect.allow import PHRASE, matches
from insideout.deidentify.detect.firms import FIRMS, INSIDE, firm, of_name, within
from insideout.deidentify.detect.hits import Hit, tail
from insideout.deidentify.detect.lists import Lists, Phrases, phrases, phrases_in
from insideout.deidentify.detect.tokens import Tokens, words
from insideout.deidentify.span import State

# Before a name out of the lexicon, part of it even without a capital.
GRAND = words("royal queen king great upper lower little sankta sankt brödrene nedre øvre")


class Kinds(NamedTuple):
    """What organisations of a language are called, after their names and before them."""

    last: Phrases
    first: frozenset[str]
    houses: frozenset[str]
    streets: frozenset[str]


@lru_cache(maxsize=3)
def kinds_of(language: str) -> Kinds:
    """The kinds of a language."""
    return Kinds(
        phrases(phrases_in(language, "organisations")),
        frozenset(phrases_in(language, "organisations_named_after")),
        frozenset(phrases_in(language, "houses")),
        frozenset(phrases_in(language, "streets")),
    )


def organisations(found: Tokens, lists: Lists, marks: bytearray) -> list[Hit]:
    """The organisations of a text."""
    kinds = kinds_of(lists.language)
    english = lists.language == "en"
    hits: list[Hit] = []
    for i, key in enumerate(found.key):
        if key in FIRMS:
            hits += firm(found, i, lists)
        if english and key in {"st", "saint"}:
            hits += saint(found, i, kinds)
        if key in kinds.houses and (found.capital[i] or found.loose):
            hits += before_type(found, i, i + 1, lists, marks, strict=True)
        if key in kinds.first:
            hits += named_after(found, i, lists, marks)
        if key in kinds.last:
            count = matches(found, i, kinds.last)
            if count:
                hits += before_type(found, i, i + count, lists, marks)
                if english:
                    hits += of_name(found, i, i + count, lists, marks)
    return hits


def saint(found: Tokens, i: int, kinds: Kinds) -> Iterator[Hit]:
    """`St Luke's`, with the kind of place behind it where it is named."""
    nxt = i + 1
    if nxt >= len(found) or found.gap[nxt] not in {" ", ". "}:
        return
    small = found.lower[i] or (found.loose and not (found.capital[i] and found.capital[nxt]))
    if not small and not (found.capital[nxt] and found.capital[i]):
        return
    if len(found.word[nxt]) < 2 or found.key[nxt] in kinds.streets:
        return
    end = nxt + 1
    while end < min(nxt + 4, len(found)) and found.gap[end] == "-":
        end += 1
    typed = matches(found, end, kinds.last) if found.next_to(end) else 0
    end += typed
    state: State = "sure" if not small or found.owns[nxt] or typed else "masked"
    yield Hit(i, end, "organisation", "saint", state, tail=tail(found, end - 1))


def before_type(
    found: Tokens, i: int, end: int, lists: Lists, marks: bytearray, strict: bool = False
) -> Iterator[Hit]:
    """`Brookfield Surgery`: the name before the kind of an organisation, tokens `i` to `end`."""
    if not found.next_to(i):
        return
    begin = capitals_before(found, i, lists)
    if begin == i:
        if found.lower[i] or found.loose:
            yield from small_before(found, i, end, lists, marks, strict)
        return
    named = [j for j in range(begin, i) if found.key[j] not in INSIDE]
    begin = with_article(found, begin)
    if names_none(found, begin, i, named, lists, marks, strict):
        return
    ordinary = all(lists.ordinary(found.key[j]) for j in named)
    if strict and not found.capital[i] and ordinary:
        return
    if found.first[begin] and not found.capital[i] and ordinary:
        yield Hit(begin, end, "organisation", "organisation", "asked")
        return
    title = lists.titles.get(found.key[begin], "*")
    if not title.endswith("*") or any(marks[j] == PHRASE for j in named):
        return
    yield Hit(begin, end, "organisation", "organisation")


def names_none(
    found: Tokens, begin: int, i: int, named: list[int], lists: Lists, marks: bytearray,
    strict: bool,
) -> bool:  # fmt: skip
    """Whether the words before a kind, token `i`, only say which it is: `Palliative Care`."""
    if any(found.gap[j] == " & " for j in range(begin + 1, i)):
        return False
    if strict and all(found.key[j] in lists.services for j in named):
        return True
    return all(is_generic(found, j, lists, marks) for j in named)


def with_article(found: Tokens, begin: int) -> int:
    """The beginning of a name with the `The` or `Our` that belongs to it (`The Old Rectory`)."""
    back = begin - 1
    large = begin and found.gap[begin] == " " and found.telling(back)
    return back if large and found.key[back] in {"the", "our"} else begin


def capitals_before(found: Tokens, i: int, lists: Lists) -> int:
    """Where the run of capitals before token `i` begins that can be a name; `i`: there is none."""
    begin = i
    while begin and i - begin < 6 and within(found, begin):
        back = begin - 1
        if not found.telling(back):
            inside = found.key[back] in INSIDE or (
                found.loose and not lists.ordinary(found.key[back])
            )
            if not (
                inside and begin < i and back and found.next_to(back) and found.telling(back - 1)
            ):
                break
        begin = back
        if found.first[begin]:
            break
    while begin < i and (
        found.key[begin] in INSIDE
        or (found.key[begin] in lists.stop and found.first[begin])
        or (found.first[begin] and i - begin > 1 and found.key[begin] in lists.generic)
    ):  # fmt: skip
        begin += 1
    return begin


def is_generic(found: Tokens, i: int, lists: Lists, marks: bytearray) -> bool:
    """Whether a word before `hospital` and the like names none."""
    key = found.key[i]
    return (
        key in lists.generic or key in lists.stop or key in lists.kin or key in lists.titles
        or marks[i] > 0 or key.isdigit()
    )  # fmt: skip


def small_before(
    found: Tokens, i: int, end: int, lists: Lists, marks: bytearray, strict: bool
) -> Iterator[Hit]:
    """The same without capitals: a word out of the lexicon is a name, others are asked about."""
    back = i - 1
    key = found.key[back]
    if is_generic(found, back, lists, marks) or len(key) < 3:
        return
    known = key in lists.words.ordinary or (lists.language == "en" and lists.ordinary(key))
    if known and (strict or lists.language != "en" or found.first[back]):
        return
    begin = back
    while found.next_to(begin) and i - begin < 3:
        before = begin - 1
        grand = found.key[before] in GRAND
        if not grand and (
            is_generic(found, before, lists, marks) or found.key[before] in lists.verbs
        ):
            break
        if not grand and not known and found.key[before] in lists.words.ordinary:
            break
        begin = before
    yield Hit(begin, end, "organisation", "organisation", "asked" if known else "sure")


def named_after(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`vårdcentralen Lindängen`, `sykehjemmet Solbakken`: the name alone."""
    end = i + 1
    while found.next_to(end) and found.telling(end) and not found.first[end]:
        if marks[end] or found.key[end] in lists.stop:
            break
        end += 1
    if end > i + 1:
        yield Hit(i + 1, end, "organisation", "organisation")
