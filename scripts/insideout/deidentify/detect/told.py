"""Names told by a verb before them: `called`, `my name is`, `lives in`, `works at`."""

from __future__ import annotations

from collections.abc import Iterator

from insideout.deidentify.detect.hits import Hit, tail
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.runs import run_of
from insideout.deidentify.detect.tokens import Tokens, words

CALLED = {
    "en": words("called named nicknamed christened"),
    "sv": words("heter hette heta kallas kallades kallad döpt döpte"),
    "nb": words("heter het hete hette kalles kalt døpt"),
}
NAME = words("name names namn namnet navn navnet")
IS = words("is was are är var er")
LIVES = {
    "en": words(
        "live lives lived living born grew brought raised moved moving move settled based stayed"
        " staying comes came come originally been ill"
    ),
    "sv": words(
        "bor bodde bott född uppvuxen flyttade flyttat flytta flyttar kommer kom vuxit växte sjuk"
    ),
    "nb": words(
        "bor bodde bodd født fødd oppvokst flyttet flytta flytte flytter kommer kom vokste syk"
    ),
}
PLACE_AT = {
    "en": words("in at near to from outside around"),
    "sv": words("i till från vid utanför nära"),
    "nb": words("i til fra ved utenfor nær på"),
}
BETWEEN = words(
    "up down over out back away just right somewhere still near now all here there ute nere uppe"
    " hemma inne oppe nede borte hjemme ut ner ned upp opp over över"
)
WORKS = {
    "en": words("work works worked working job"),
    "sv": words("jobbar jobbade jobbat arbetar arbetade arbetat"),
    "nb": words("jobber jobbet jobba arbeider arbeidet arbeidde"),
}
WORK_AT = words("at for på hos i")


def after_called(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`called Karen`, `heter Anna`: a person where it looks like one, else unknown."""
    if found.key[i] not in CALLED[lists.language]:
        return
    at = i + 1
    key = found.key[at]
    if found.gap[at] not in {" ", ", ", ' "', " “"} or key in lists.kin:
        return
    if marks[at] and not lists.given(key):
        return
    role = role_before(found, i, lists)
    person = bool(role) or lists.language != "en" or found.key[i] != "called"
    if not found.telling(at):
        yield from called_small(found, at, lists, marks, role, person)
        return
    end = run_of(found, at, lists, marks)
    if end == at or (key in lists.stop and not person):
        return
    if lists.given(key) or person:
        yield Hit(at, end, "person", "called", role=role)
    elif not lists.ordinary(key) or len(key) == 2:
        yield Hit(at, end, "unknown", "called", "masked")


def called_small(
    found: Tokens, at: int, lists: Lists, marks: bytearray, role: str, person: bool
) -> Iterator[Hit]:
    """The same without a capital."""
    key = found.key[at]
    if key in lists.stop or not (found.lower[at] or found.loose or key in lists.first):
        return
    if key in lists.first or (key not in lists.words.ordinary and len(key) > 1):
        end = at + 1
        if found.next_to(end) and not found.owns[at] and not marks[end]:
            nxt = found.key[end]
            end += nxt not in lists.words.ordinary and nxt not in lists.stop and len(nxt) > 2
        sure = person or key in lists.first
        kind = "person" if sure else "unknown"
        yield Hit(at, end, kind, "called", "sure" if sure else "masked", role=role)
    elif key in lists.first_word:
        yield Hit(at, at + 1, "person", "called", "sure" if person else "asked", role=role)


def before_called(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`Svala heter jag`, `Truls var namnet`, `Karen's the name`: the name stands before."""
    at = i - 1
    if at < 0 or not found.telling(at) or found.gap[i] != " " or found.key[at] in lists.stop:
        return
    if marks[at] or found.key[at] in lists.kin or found.key[at] in lists.titles:
        return
    after, second = found.after(i), found.after(i + 1) if i + 1 < len(found) else ""
    called = found.key[i] in CALLED[lists.language] and after in {"jag", "jeg", "han", "hon", "hun"}
    named = found.key[i] in IS and (after in NAME or (after in {"my", "the"} and second in NAME))
    named = named or (found.owns[at] and found.key[i] in {"my", "the"} and after in NAME)
    if called or named:
        begin = at - (
            at > 0 and found.next_to(at) and found.telling(at - 1) and not found.first[at]
        )
        yield Hit(begin, i, "person", "name_is")


def role_before(found: Tokens, i: int, lists: Lists) -> str:
    """What the last words before `called` say of somebody (`a nurse called`); empty: nothing."""
    for j in range(i - 1, max(i - 4, -1), -1):
        if found.gap[j + 1] not in {" ", ", "}:
            break
        if found.key[j] in lists.kin:
            return lists.kin[found.key[j]]
        if found.key[j] in {"he", "she", "he's", "she's"}:
            return "person"
    return ""


def after_name_is(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`my name is Karen Brown`, `I'm Karen`, `this is Karen`."""
    if said_name(found, i, lists):
        end = run_of(found, i + 1, lists, marks)
        if end > i + 1:
            yield Hit(i + 1, end, "person", "name_is", "masked")
        return
    at, weak = name_is(found, i)
    if at >= len(found) or at == i or found.gap[at] not in {" ", ", "}:
        return
    key = found.key[at]
    if key in lists.stop or (marks[at] and not lists.given(key)):
        return
    ordinary = key in lists.words.ordinary and not (len(key) == 2 and found.telling(at))
    if weak and ordinary and not (lists.given(key) and found.telling(at)):
        return
    if found.telling(at):
        end = run_of(found, at, lists, marks)
        if end > at and (not ordinary or lists.given(key) or not weak):
            sure = not weak or lists.named(key) or lists.given(key)
            yield Hit(at, end, "person", "name_is", "sure" if sure else "masked")
    elif not weak or key in lists.first:
        yield from called_small(found, at, lists, marks, "", person=True)


def said_name(found: Tokens, i: int, lists: Lists) -> bool:
    """Whether a name is read out after token `i`: `maiden name, Death`."""
    key, at = found.key[i], i + 1
    if not key.endswith(("name", "namn", "namnet", "navn", "navnet")):
        return False
    said = found.gap[at] in {", ", ": "} and found.telling(at) and len(found.key[at]) > 1
    other = found.key[at] in lists.stop or found.key[at] in lists.kin
    return said and not other and not found.owns[i]


def name_is(found: Tokens, i: int) -> tuple[int, bool]:
    """Where the name stands that words from token `i` on tell, and whether they tell little else.

    The token itself where they tell none. `I'm` and `this is` are weak: much else follows them.
    """
    key, after = found.key[i], found.key[i + 1]
    if key in NAME:
        if found.owns[i]:
            return i + 1, False
        return (i + 2, False) if after in IS else (i, False)
    if key == "i'm" or (key == "it" and found.owns[i]):
        return i + 1, True
    if (key, after) in {("i", "am"), ("this", "is")}:
        return i + 2, True
    return i, False


def after_lives(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`lives in Penrith`, `moved up to Hull`, `bor i Lund`."""
    code = lists.language
    if found.key[i] not in LIVES[code]:
        return
    at = i + 1
    while at + 1 < len(found) and found.gap[at] == " " and found.key[at] in BETWEEN and at < i + 4:
        at += 1
    if at + 1 >= len(found) or found.gap[at] != " " or found.key[at] not in PLACE_AT[code]:
        return
    at += 1
    key = found.key[at]
    if found.gap[at] != " " or marks[at] or key in lists.kin or key in lists.titles:
        return
    if not found.telling(at):
        yield from lives_small(found, at, lists)
        return
    if key in lists.stop and not found.next_to(at + 1):
        return
    end = run_of(found, at, lists, marks)
    names = found.key[at:end]
    if all(name in lists.services for name in names) or (key in lists.stop and len(names) == 1):
        return
    odd = any(not lists.ordinary(name) or name in lists.places for name in names)
    sure = odd or (end == at + 1 and key not in lists.generic)
    yield Hit(at, end, "place", "lives", "sure" if sure else "masked")


def lives_small(found: Tokens, at: int, lists: Lists) -> Iterator[Hit]:
    """The same without a capital."""
    key = found.key[at]
    if not (found.lower[at] or found.loose) or len(key) < 3 or key.isdigit() or key in lists.stop:
        return
    if key in lists.words.ordinary:
        if key in lists.places:
            yield Hit(at, at + 1, "place", "lives", "asked")
        return
    end = at + 1
    if found.next_to(end) and not found.owns[at]:
        nxt = found.key[end]
        end += nxt not in lists.words.ordinary and nxt not in lists.stop and len(nxt) > 2
    yield Hit(at, end, "place", "lives")


def after_works(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`worked at Tolgate Engineering`: an employer, all of its capitals."""
    if found.key[i] not in WORKS[lists.language]:
        return
    at = i + 1
    if at + 1 >= len(found) or found.gap[at] != " " or found.key[at] not in WORK_AT:
        return
    at += 1
    if found.gap[at] != " " or not found.telling(at) or marks[at] or found.key[at] in lists.stop:
        return
    end = run_of(found, at, lists, marks, 4)
    names = [found.key[j] for j in range(at, end)]
    if not names or all(name in lists.generic or name in lists.kin for name in names):
        return
    odd = len(names) > 1 or not lists.ordinary(names[0])
    kind = "organisation"
    yield Hit(
        at, end, kind, "works", "sure" if odd else "masked", tail=0 if odd else tail(found, at)
    )
