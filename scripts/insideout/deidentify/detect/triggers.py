"""Names told by the words before them: titles, kin and jobs."""

from __future__ import annotations

from collections.abc import Iterator

from insideout.deidentify.detect.allow import PHRASE
from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.runs import run_of
from insideout.deidentify.detect.tokens import Tokens, words
from insideout.deidentify.detect.told import (
    after_called,
    after_lives,
    after_name_is,
    after_works,
    before_called,
)
from insideout.deidentify.span import State

OWNERS = words("min mitt mi mine din vår vårt hans hennes deres sin")
AND = words("and och og")


def triggers(found: Tokens, lists: Lists, marks: bytearray) -> list[Hit]:
    """Names of people and places that their neighbours tell."""
    hits: list[Hit] = []
    for i, key in enumerate(found.key[:-1]):
        if key in lists.titles:
            hits += after_title(found, i, lists, marks)
        role = role_of(key, lists)
        if role:
            hits += after_kin(found, i, role, lists, marks)
        elif key in {"our", "vår", "vårt"}:
            hits += after_our(found, i, lists, marks)
        hits += after_called(found, i, lists, marks)
        hits += before_called(found, i, lists, marks)
        hits += after_name_is(found, i, lists, marks)
        hits += after_lives(found, i, lists, marks)
        hits += after_works(found, i, lists, marks)
    return hits


def role_of(key: str, lists: Lists) -> str:
    """The role a word for somebody tells; Nordic compounds by their end (`hjemmesykepleieren`)."""
    role = lists.kin.get(key, "")
    if role or lists.language == "en" or not 9 <= len(key) <= 50:
        return role
    for cut in range(2, len(key) - 4):
        if key[cut:] in lists.kin:
            return lists.kin[key[cut:]]
    return ""


def after_title(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`Dr Beaumont`, `Mr and Mrs Khan`, `Auntie Jean`. The title stays; initials stay too."""
    role = lists.titles[found.key[i]]
    weak = role.endswith("*")
    at = i + 1
    if found.owns[i] or not (found.gap[at] == " " or (found.gap[at] == ". " and not weak)):
        return
    key = found.key[at]
    if not (found.telling(at) or leading(found, at, lists, marks)):
        yield from small_after(found, at, lists, marks, role.rstrip("*"), weak)
        return
    if len(key) < 2 or key in lists.kin or key in lists.titles:
        return
    if marks[at] and not (lists.given(key) or key in lists.last_word or lists.named(key)):
        return
    if weak and not title_fits(found, i, lists, marks):
        return
    end = run_of(found, at, lists, marks)
    listed = lists.given(key) or key in lists.last_word or len(key) == 2
    listed = listed or not lists.ordinary(key)
    if end > at:
        state: State = "sure" if listed or not weak or lists.language != "en" else "masked"
        yield Hit(at, end, "person", "title", state, role=role.rstrip("*"))


def leading(found: Tokens, at: int, lists: Lists, marks: bytearray) -> bool:
    """Whether a name begins here with a particle."""
    return run_of(found, at, lists, marks) > at


def title_fits(found: Tokens, i: int, lists: Lists, marks: bytearray) -> bool:
    """Whether a capitalised word after a title that is a word besides is a name."""
    key = found.key[i + 1]
    if lists.given(key) or key in lists.last_word or lists.named(key):
        return True
    if marks[i + 1] or key in lists.stop:
        return False
    return (
        not lists.ordinary(key)
        or lists.language != "en"
        or (found.capital[i] and key not in lists.generic)
    )


def small_after(
    found: Tokens, at: int, lists: Lists, marks: bytearray, role: str, weak: bool
) -> Iterator[Hit]:
    """A name without a capital after a title or the like, and a second one after it.

    `weak`: what stands before may be an ordinary word, so an ordinary word after it is asked
    about where it is a name besides, and left alone where it isn't.
    """
    key = found.key[at]
    if (
        key in lists.stop
        or len(key) < 2
        or key.isdigit()
        or key in lists.titles
        or key in lists.kin
    ):
        return
    if marks[at] == PHRASE or (marks[at] and not lists.given(key)):
        return
    if found.in_code(at) or ("'" in key[:-1] and key.split("'")[0] in lists.stop):
        return
    name = lists.named(key) or key not in lists.words.ordinary
    if not (found.lower[at] or found.loose) and weak and key not in lists.first:
        return
    if not name and (key in lists.verbs or key in VERBS_BESIDES):
        return
    if not name and weak:
        if lists.given(key) or key in lists.last_word:
            yield Hit(at, at + 1, "person", "title", "asked", role=role)
        return
    end = at + 1
    if found.next_to(end) and not found.owns[at] and not marks[end]:
        nxt = found.key[end]
        named = lists.named(nxt) or (nxt not in lists.words.ordinary and len(nxt) > 2)
        word = nxt in lists.last_word and lists.given(key)
        if (named or word) and nxt not in lists.stop and nxt not in lists.verbs:
            end += 1
    yield Hit(at, end, "person", "title", "sure", role=role)


VERBS_BESIDES = words("is was are were be been being er var är who which")


def after_kin(found: Tokens, i: int, role: str, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`my daughter Karen`, `the physio, Tom`, `mother-in-law Joan`, `sons, Paul and Mark`."""
    at = i + 1
    count = len(found)
    if at + 2 < count and found.key[at] == "in" and found.key[at + 1] == "law":
        role += "-in-law"
        at += 2
    elif lists.language != "en" and at + 1 < count and found.key[at] in OWNERS:
        at += 1
    if at >= count or found.owns[i] or found.gap[at] not in {" ", ", ", " - ", " – "}:
        return
    thing = found.telling(i) and not found.first[i] and found.telling(at)
    if thing and lists.ordinary(found.key[at]) and lists.language == "en":
        return
    comma = found.gap[at] != " "
    while at < count:
        hit = kin_name(found, at, lists, marks, role, comma)
        if hit is None:
            return
        yield hit
        at = hit.end
        if at + 1 < count and found.gap[at] == " " and found.key[at] in AND:
            at += 1
        elif at < count and found.gap[at] != ", ":
            return
        comma = True


def kin_name(
    found: Tokens, at: int, lists: Lists, marks: bytearray, role: str, comma: bool
) -> Hit | None:
    """The name from token `at` on of somebody of whom `role` is told."""
    if at >= len(found) or found.first[at] or found.in_code(at):
        return None
    key = found.key[at]
    if key in lists.titles or key in lists.kin or (marks[at] and not lists.given(key)):
        return None
    if not (found.telling(at) or leading(found, at, lists, marks)):
        return kin_small(found, at, lists, marks, role, comma)
    given = lists.given(key)
    if not given and (key in lists.places or not reads_as_name(found, at, lists, comma)):
        return None
    end = run_of(found, at, lists, marks)
    return Hit(at, end, "person", "kin", role=role) if end > at else None


def kin_small(
    found: Tokens, at: int, lists: Lists, marks: bytearray, role: str, comma: bool
) -> Hit | None:
    """The same without a capital."""
    key = found.key[at]
    first = key in lists.first
    bare = not (found.lower[at] or found.loose)
    if key in lists.stop or marks[at] or "'" in key or len(key) < 2 or (bare and not first):
        return None
    doing = lists.language == "en" and key.endswith(("ed", "ing")) and key not in lists.last
    state: State = "sure"
    if not first and (key in lists.first_word or key in lists.words.ordinary):
        state = "asked"
        short = not comma and (len(key) == 2 or found.after(at) in lists.verbs)
        if key not in lists.first_word and not short:
            return None
    elif not first and (doing or ((comma or len(key) < 3) and key not in lists.words.proper)):
        return None
    end = at + 1
    if state == "sure" and found.next_to(end) and not found.owns[at] and not marks[end]:
        nxt = found.key[end]
        odd = lists.named(nxt) or (nxt not in lists.words.ordinary and len(nxt) > 3)
        end += odd and nxt not in lists.stop
    return Hit(at, end, "person", "kin", state, role=role)


def reads_as_name(found: Tokens, at: int, lists: Lists, comma: bool) -> bool:
    """Whether a capitalised word that no list of names has reads as one after kin."""
    key = found.key[at]
    if lists.language != "en" or not lists.ordinary(key):
        return True
    if len(key) == 2 and key not in lists.stop:
        return True
    if comma or key in lists.stop or key in lists.generic:
        return False
    after = found.after(at)
    end = at + 1 >= len(found) or found.gap[at + 1] != " "
    return bool(end or found.owns[at] or after in lists.verbs or lists.named(after)) or after in {
        "is", "was", "who", "and", "has",
    }  # fmt: skip


def after_our(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Iterator[Hit]:
    """`our Karen`: family, in the north of England."""
    at = i + 1
    key = found.key[at]
    if lists.language != "en" or found.gap[at] != " " or (marks[at] and not lists.given(key)):
        return
    if lists.given(key) and (found.telling(at) or key in lists.first):
        yield Hit(at, at + 1, "person", "kin", role="relative")
    elif key in lists.first_word and key not in lists.generic:
        yield Hit(at, at + 1, "person", "kin", "asked", role="relative")
    elif found.telling(at) and not lists.ordinary(key):
        yield Hit(at, at + 1, "person", "kin", role="relative")
