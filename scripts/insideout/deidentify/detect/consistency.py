"""Names that were found once, wherever else they stand in the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from insideout.deidentify.detect.gazetteers import PARTICLES
from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.tokens import Tokens, words
from insideout.deidentify.span import State


class Known(NamedTuple):
    """What a document's name names, and how sure that is."""

    kind: str
    role: str
    entity: str
    state: State = "sure"


TOLD = words("title kin called name_is roster")
# Finds that teach a name: those whose words around them, or whose lists, leave little doubt.
TEACH = words(
    "title kin called name_is first_last first last label lives place unknown also_word roster"
    " trained capital"
)


def learned(found: Tokens, hits: Iterable[Hit], lists: Lists) -> dict[str, Known]:
    """The names that finds teach, by key: each part of a person's name, places of one word."""
    known: dict[str, Known] = {}
    for hit in sorted(
        hits, key=lambda h: (h.state != "sure", h.rule == "unknown", not h.role, h.begin)
    ):
        if hit.rule not in TEACH or hit.state == "asked":
            continue
        inner = list(parts(found, hit))
        if hit.kind != "person" and len(inner) > 1:
            continue
        for i in inner:
            key = found.key[i]
            if key in lists.titles and len(inner) > 1:  # the Dr of Dr Brannock names nobody
                continue
            if key not in lists.stop or hit.rule in TOLD:
                # An ordinary word is no name everywhere because it was one once.
                state: State = "asked" if hit.rule == "capital" else hit.state
                known.setdefault(key, Known(hit.kind, hit.role, hit.entity, state))
    return known


def with_roles(found: Tokens, hits: Iterable[Hit], known: dict[str, Known]) -> Iterator[Hit]:
    """Finds of people, with the role and entry that another find of the same name tells."""
    for hit in hits:
        name = known.get(found.key[hit.begin]) if hit.kind == "person" else None
        yield hit._replace(role=name.role, entity=name.entity) if name else hit


def parts(found: Tokens, hit: Hit) -> Iterator[int]:
    """The tokens of a find that are names, particles and initials left out."""
    for i in range(hit.begin, hit.end):
        if len(found.key[i]) > 1 and found.key[i] not in PARTICLES and not found.key[i].isdigit():
            yield i


def everywhere(found: Tokens, known: dict[str, Known], lists: Lists, marks: bytearray) -> list[Hit]:
    """Every token that a learned name stands in, plural and genitive included."""
    hits: list[Hit] = []
    for i, key in enumerate(found.key):
        name, stem = known.get(key), key
        if name is None and key.endswith("s") and len(key) > 3:
            stem = base(found, i, known, lists)
            name = known.get(stem)
        if name is None:
            continue
        state = how_sure(found, i, stem, lists, marks)
        if state == "sure":
            state = name.state
        if state:
            hits.append(Hit(i, i + 1, name.kind, "document", state, name.entity, name.role))
    return hits


def base(found: Tokens, i: int, known: dict[str, Known], lists: Lists) -> str:
    """The learned name that a token is the plural or genitive of; empty: none."""
    key = found.key[i]
    if lists.language != "en":
        return key[:-1] if key[:-1] in known and key not in lists.stop else ""
    people = found.before(i) == "the"
    if not (people or found.capital[i]):
        return ""
    for stem in (key[:-1], key[:-2]):
        if stem in known and key in {stem + "s", stem + "es"}:
            return stem if people or not lists.ordinary(key) else ""
    return ""


def how_sure(found: Tokens, i: int, key: str, lists: Lists, marks: bytearray) -> State | None:
    """The state of a place where a learned name stands; None: it isn't the name here."""
    word = key in lists.words.ordinary or key in lists.stop or marks[i] > 0
    if not found.telling(i):
        if not word:
            return "sure"
        return "asked" if found.lower[i] or found.loose else None
    if not word:
        return "sure"
    if found.first[i]:
        owner = found.owns[i] or (found.key[i] != key and found.after(i) in lists.kin)
        told = found.after(i) in lists.verbs or owner
        return "sure" if told and key not in lists.stop else "asked"
    return "sure"
