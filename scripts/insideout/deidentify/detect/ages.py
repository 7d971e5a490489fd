"""Ages of ninety and over, in digits and in words: a number, and what makes an age of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from insideout.deidentify.detect.aged import (
    ABOUT,
    AGED,
    ASKED,
    BE,
    BIRTHDAY,
    CLOSE,
    DECADE,
    HELPING,
    LOOSELY,
    MONTH,
    NO_LATER,
    OWN,
    PEOPLE,
    PERSON,
    REACH,
    THINGS,
    UNITS,
    WHEN,
    WHO_AT,
    Number,
    number_at,
)
from insideout.deidentify.detect.lists import roles_in
from insideout.deidentify.detect.tokens import Tokens
from insideout.deidentify.span import Span, State

NEAR = frozenset({" ", ", ", "-", "‑", "–", ' "', " - ", " – "})
FAR = 160  # code points after a question about an age, within which a bare number answers it
ENDS = re.compile(r"[.!?\n]")


class Told(NamedTuple):
    """Where the words end that make an age of a number, and how sure they are."""

    state: State
    end: int


def ages(found: Tokens, language: str) -> Iterator[Span]:
    """Every age of 90 to 119 of a text, `nonagenarian` and `in her nineties` included."""
    questions = [m.start() for m in ASKED[language].finditer(found.text)]
    before = -1  # the end of the age found last, for `93 or 94`
    for i, key in enumerate(found.key):
        number = number_at(found, i, key, language)
        if number is None:
            continue
        state = age_state(found, number, language, questions)
        if state is None and before > 0 and found.key[before : number.begin] in LOOSELY:
            state = "sure"
        if state is None:
            continue
        before = number.end
        yield Span(found.start[number.begin], found.end[number.end - 1], "age", "age", state)


def age_state(found: Tokens, number: Number, language: str, questions: list[int]) -> State | None:
    """How sure a number is an age; None: it is none."""
    after = found.key[number.end] if near(found, number.end) else ""
    if number.form == "aged":
        return "sure"
    if number.form == "ordinal":
        return ordinal(found, number, after, language)
    if number.form == "decade":
        return decade(found, number, language)
    return cardinal(found, number, after, language, questions)


def cardinal(
    found: Tokens, number: Number, after: str, language: str, questions: list[int]
) -> State | None:
    """The same of a cardinal number; `after`: the key that follows it."""
    if amount(found, number, after, language):
        return None
    old = after_old(found, number, after, language)
    if old or inverted(found, number, language) or appositive(found, number, language):
        return old or "sure"
    told = before(found, number.begin, language)
    if told:
        return told
    if any(0 < found.start[number.begin] - at < FAR for at in questions):
        return "sure"
    return None


def near(found: Tokens, i: int) -> bool:
    """Whether token `i` goes on with the phrase before it."""
    return i < len(found) and found.gap[i] in {" ", "-", "‑", "–", ""}


def amount(found: Tokens, number: Number, after: str, language: str) -> bool:
    """Whether a number counts or measures something, or is part of another number."""
    begin, end = number.begin, number.end
    if (
        begin
        and found.key[begin - 1][-1:].isdigit()
        and found.gap[begin] in {".", ",", "/", ":", "-"}
    ):
        return True
    if any(sign in found.gap[begin] for sign in "£$€#"):
        return True
    gap = found.gap[end] if end < len(found) else ""
    if "%" in gap or "°" in gap:
        return True
    if end < len(found) and found.key[end].isdigit() and gap in {".", ",", "/", ":", "-"}:
        return True
    if not after:
        return False
    house = language == "en" and gap == " " and found.telling(end) and not found.first[end]
    return after in UNITS or after.isdigit() or (house and after not in MONTH)


def after_old(found: Tokens, number: Number, after: str, language: str) -> State | None:
    """An age by what follows it: `years old`, `year-old`, `år`, `birthday`."""
    end = number.end
    if after in BIRTHDAY:
        return "sure"
    if after not in AGED[language]:
        return None
    second = found.key[end + 1] if near(found, end + 1) else ""
    if language != "en":
        return None if second in NO_LATER else "sure"
    if after in {"year", "years", "yr", "yrs"}:
        third = found.key[end + 2] if near(found, end + 2) else ""
        if second in {"old", "olds", "young"} or (second == "of" and third == "age"):
            return "sure"
        return before(found, number.begin, language) if second not in NO_LATER else None
    return "sure"


def ordinal(found: Tokens, number: Number, after: str, language: str) -> State | None:
    """`her ninety-fifth birthday`, `on his 90th`, `på sitt nittionde år`."""
    own = before_own(found, number.begin)
    if after in BIRTHDAY or (own and after in AGED[language]):
        return "sure"
    if language != "en" and after in {"året", "leveår", "leveåret", "levnadsår", "levnadsåret"}:
        return "sure"
    if not own:
        return None
    return "sure" if not after or somebody_near(found, number.begin, language) else "masked"


def before_own(found: Tokens, i: int) -> bool:
    """Whether somebody owns what token `i` begins: `her`, `Mum's`."""
    return bool(i) and found.gap[i] == " " and (found.key[i - 1] in OWN or found.owns[i - 1])


def decade(found: Tokens, number: Number, language: str) -> State | None:
    """`in her late nineties`, `she's mid-nineties`, `er i nittiårene`; not `in the nineties`."""
    i = number.begin - 1
    part = False
    while i >= 0 and found.gap[i + 1] in NEAR and found.key[i] in DECADE:
        part = True
        i -= 1
    if i < 0 or found.gap[i + 1] not in NEAR:
        return None
    if found.key[i] in OWN or (found.owns[i] and found.key[i] in people(language)):
        return "sure"
    if found.key[i] == "over" or (found.key[i] == "the" and found.before(i) in {"all", "over"}):
        return "masked"
    if language != "en" or part:
        return before(found, i + 1, language)
    return None


def inverted(found: Tokens, number: Number, language: str) -> bool:
    """`Ninety-four she was`, `94, is he`."""
    begin, end = number.begin, number.end
    while not found.first[begin] and begin and found.key[begin - 1] in ABOUT[language]:
        begin -= 1
    if not found.first[begin]:
        return False
    for i in range(end, min(end + 4, len(found) - 1)):
        if ENDS.search(found.gap[i]) or ENDS.search(found.gap[i + 1]):
            return False
        who, is_ = found.key[i], found.key[i + 1]
        if (who in people(language) and (is_ in BE or found.owns[i])) or (
            who in BE and is_ in PEOPLE
        ):
            return True
    return False


def appositive(found: Tokens, number: Number, language: str) -> bool:
    """Whether it follows who is that old: `my uncle, 93, lives alone`; `Elsie, 94.`."""
    i, end = number.begin, number.end
    if not i or found.gap[i] != ", ":
        return False
    gap = found.gap[end] if end < len(found) else ""
    closed = end == len(found) or gap.startswith((",", ".", ";", "\n", "!", "?"))
    more = gap == ", " and found.key[end].isdigit()  # `rooms, 92, 93`
    who = found.key[i - 1]
    name = found.telling(i - 1) and not found.first[i - 1] and not found.word[i - 1].isupper()
    return closed and (name or who in people(language)) and not more


def before(found: Tokens, begin: int, language: str) -> State | None:
    """An age by what stands before it: somebody who is, turns, reaches or dies at it."""
    i = begin - 1
    about = False
    while i >= 0 and found.gap[i + 1] in NEAR and nearly(found, i, language):
        about = True
        i -= 1
    if i < 0 or ENDS.search(found.gap[i + 1]):
        return None
    if not about and found.gap[i + 1] not in NEAR:
        return None
    return by_verb(found, i, language)


def nearly(found: Tokens, i: int, language: str) -> bool:
    """Whether a token stands between a verb and an age: `nearly`, `getting on for`."""
    if found.key[i] in ABOUT[language]:
        return not found.owns[i]
    return i > 0 and found.key[i] in {"on", "to", "for"} and found.key[i - 1] in CLOSE


def by_verb(found: Tokens, i: int, language: str) -> State | None:
    """The same from the word before the number, and before words like `nearly`, on."""
    key = found.key[i]
    if key in REACH[language]:
        return "sure" if REACH[language][key] else "masked"
    if key in WHEN[language]:
        return at_age(found, i, language)
    if found.owns[i] and found.word[i]:
        return somebody(found, i, language, owned=True)
    if key.endswith(("'re", "'m", "'d", "'ll", "'s")) and key.partition("'")[0] in PEOPLE:
        return "sure"
    if key not in BE:
        turned = language != "en" and key in people(language) and i and found.gap[i] == " "
        return "sure" if turned and not BE.isdisjoint(found.key[max(0, i - 2) : i]) else None
    return by_subject(found, i, language)


def by_subject(found: Tokens, i: int, language: str) -> State | None:
    """The same by who stands before `is` or the like, token `i`."""
    j = i - 1
    while j >= 0 and found.gap[j + 1] == " " and found.key[j] in HELPING[language]:
        j -= 1
    if j < 0 or ENDS.search(found.gap[j + 1]):
        return "sure" if "lived" in found.key[j + 1 : i] else "masked"
    return somebody(found, j, language)


def at_age(found: Tokens, i: int, language: str) -> State | None:
    """`died at 93`, `man of 93`, `lived to 95`; `at 95` alone is masked until reviewed."""
    key = found.key[i]
    last = [found.key[j] for j in range(max(0, i - 3), i)]
    if any(word in WHO_AT for word in last):
        return "sure"
    if key in {"of", "to", "på"}:
        made = last[-1:] and (last[-1] in people(language) or last[-1] in PERSON)
        return "sure" if made and key != "to" else None
    end = i + 2 + (found.gap[i + 2 : i + 3] == ["-"])
    you = end < len(found) and found.gap[end] in {" ", ", "} and found.key[end] in PEOPLE
    return "sure" if you or somebody_near(found, i, language) else "masked"


def somebody(found: Tokens, i: int, language: str, owned: bool = False) -> State | None:
    """Whether who or what a verb stands with is a person; None: a thing."""
    key = found.key[i].partition("'")[0]
    if key in THINGS or key.isdigit():
        return None
    name = found.telling(i) and not found.first[i] and not found.word[i].isupper()
    if key in PEOPLE or key in people(language) or name or key in PERSON:
        return "sure"
    if owned and not found.telling(i):
        return None
    return "sure" if somebody_near(found, i, language) else "masked"


def somebody_near(found: Tokens, i: int, language: str) -> bool:
    """Whether one of the eight words before token `i`, in its sentence, is for a person."""
    for j in range(i, max(i - 8, 0), -1):
        if found.first[j]:
            return False
        if found.key[j - 1] in people(language):
            return True
    return False


@lru_cache(maxsize=3)
def people(language: str) -> frozenset[str]:
    """Words for people: pronouns, kin, jobs and titles."""
    return (
        PEOPLE
        | frozenset(roles_in(language, "kinship"))
        | frozenset(word for word in roles_in(language, "titles") if len(word) > 3)
    )
