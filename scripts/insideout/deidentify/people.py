"""Which names in one source mean one person, and how a made pseudonym is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from unicodedata import category

from insideout.deidentify.forms import WORD, type_of
from insideout.intake.canonical import folded

TITLES_OF = """
    mr mrs ms miss mx dr doctor doc prof professor sister nurse sir dame lord lady rev reverend
    father herr fru fröken doktor professorn frk sykepleier syster søster
"""
# Relatives: what the role is called, and that it tells the sex.
KIN_OF = """
    mother mum mam mom father dad daughter son sister brother wife husband grandmother grandfather
    nan gran granny grandma grandad grandpa granddaughter grandson grandchild aunt auntie uncle
    niece nephew cousin partner child parent sibling twin mother-in-law father-in-law
    daughter-in-law son-in-law sister-in-law brother-in-law stepmother stepfather stepson
    stepdaughter ex-wife ex-husband fiancé fiancée girlfriend boyfriend godmother godfather
"""
TITLES, KIN = frozenset(TITLES_OF.split()), frozenset(KIN_OF.split())
NEUTRAL_KIN = frozenset({"grandchild", "cousin", "partner", "child", "parent", "sibling", "twin"})
MINE = re.compile(
    r"\b(?:my|our|min|mitt|mina|mine|vår|vårt|mi)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)
OWN = {"dr": "doctor", "doc": "doctor", "prof": "professor", "mum": "mother", "mam": "mother",
       "mom": "mother", "dad": "father", "gran": "grandmother", "granny": "grandmother",
       "nan": "grandmother", "grandma": "grandmother", "grandad": "grandfather",
       "grandpa": "grandfather", "auntie": "aunt"}  # fmt: skip
ORGANISATIONS = (
    ("Hospital", ("hospital", "infirmary", "sjukhus", "lasarett", "sykehus", "sjukehus")),
    ("Practice", ("surgery", "practice", "health centre", "medical centre", "clinic",
                  "vårdcentral", "legekontor", "legesenter", "mottagning")),
    ("Care home", ("care home", "nursing home", "hospice", "äldreboende", "sykehjem")),
    ("Pharmacy", ("pharmacy", "chemist", "apotek")),
    ("School", ("school", "college", "university", "skola", "skole", "universitet")),
    ("Church", ("church", "chapel", "mosque", "temple", "synagogue", "kyrka", "kirke")),
)  # fmt: skip
PARTING = frozenset({"Cc", "Zl", "Zp"})  # control characters, and ends of lines
SHORT = 2  # letters of a name that is only taken for one with a capital
NAMED = {"person": "Person", "place": "Place", "organisation": "Organisation", "unknown": "Name"}
FIXED = {
    "street": "[address]", "email": "[e-mail address]", "url": "[web address]",
    "phone": "[phone number]", "number": "[number]", "postcode": "[postcode]", "date": "[date]",
    "age": "[age over 90]",
}  # fmt: skip


def words_of(name: str) -> frozenset[str]:
    """The words of a name without titles, as they are compared; empty for a bare title."""
    return frozenset(word[0] for word in WORD.finditer(type_of(name))) - TITLES


def bare(name: str) -> str:
    """A name (type) without titles or article before it: Dr Pound is Pound. A bare title stays."""
    words = name.split()
    light = TITLES | {"the"}
    first = next((n for n, word in enumerate(words) if word.strip(".") not in light), 0)
    return " ".join(words[first:])


def forms_of(name: str, kind: str) -> list[str]:
    """Types that a name is looked for by: itself, and of a person without title, and by surname."""
    whole = type_of(name)
    own = bare(whole)
    if kind != "person" or own in TITLES:
        return [whole] if whole not in TITLES else []
    last = own.split()[-1:] if len(own.split()) > 1 else []
    return [
        whole,
        own,
        *(word for word in last if len(word) > SHORT and word[-1].isalpha()),
    ]


def forename_of(name: str, kind: str) -> str:
    """The forename (type) of a person's full name, or nothing; an initial is none."""
    first, *others = bare(type_of(name)).split() or [""]
    first = first.strip(".,;()")
    letters = first.replace("-", "").replace("'", "")
    return first if kind == "person" and others and len(first) > SHORT and letters.isalpha() else ""


def together(types: Iterable[str]) -> dict[str, str]:
    """For each name (type) of a source the fullest one that must mean the same person.

    `mary` and `smith` go with `mary smith` where there is one such name; with two (`john smith`
    too), `smith` is a name of its own.
    """
    words = {name: words_of(name) for name in types}
    heads: dict[str, str] = {}
    for name, own in words.items():
        fuller = {w for w in words.values() if own and own < w}
        fullest = {w for w in fuller if not any(w < other for other in fuller)}
        same = min((n for n, w in words.items() if w == own), default=name) if own else name
        heads[name] = same
        if len(fullest) == 1:
            heads[name] = min(n for n, w in words.items() if w in fullest)
    return heads


def called(kind: str, name: str, role: str, sex: str) -> str:
    """What a made pseudonym of a name is called, before its number: `Doctor`, `Hospital`.

    `sex` (female, male or nothing) is kept where the role doesn't tell it.
    """
    if kind in ("organisation", "place"):
        plain = type_of(name)
        sort = (label for label, words in ORGANISATIONS if any(word in plain for word in words))
        return capital(role) or next(sort, NAMED[kind])
    if kind != "person":
        return NAMED[kind]
    if not role:
        return {"female": "Woman", "male": "Man"}.get(sex, "Person")
    plain = OWN.get(role.casefold().strip("."), role)
    tells = plain.casefold() in KIN - NEUTRAL_KIN
    return capital(f"{sex} {plain}" if sex and not tells else plain)


def relation(role: str, narrator: str) -> str:
    """`Patient's daughter`, of a relative of the only one who tells something in a source."""
    plain = OWN.get(role.casefold(), role.casefold())
    return f"{capital(narrator)}'s {plain}" if narrator and plain in KIN else ""


def is_mine(text: str, start: int, role: str) -> bool:
    """Whether the words before a name say that it is the speaker's own relative."""
    before = text[max(0, start - 60) : start].rpartition("\n")[2]
    return role.casefold() in before.casefold() and bool(MINE.search(before.rstrip(",") + " "))


def on_a_line(pseudonym: str) -> str:
    """A pseudonym without what could part a line of the text: control characters are spaces."""
    return folded("".join(" " if category(c) in PARTING else c for c in pseudonym))


def capital(text: str) -> str:
    """A text with its first letter a capital one."""
    return text[:1].upper() + text[1:]


def numbers(pseudonyms: Iterable[str]) -> dict[str, int]:
    """The highest number in use by what pseudonyms are called: `[Doctor 3]` → Doctor: 3."""
    highest: dict[str, int] = {}
    for pseudonym in pseudonyms:
        match = re.fullmatch(r"\[(.+) (\d{1,9})\]", pseudonym)
        if match:
            highest[match[1]] = max(highest.get(match[1], 0), int(match[2]))
    return highest


def numbered(name: str, highest: dict[str, int]) -> str:
    """The next pseudonym of a name, counted up in `highest`."""
    highest[name] = highest.get(name, 0) + 1
    return f"[{name} {highest[name]}]"


def taken_by(pseudonym: str, known: Mapping[str, set[frozenset[str]]]) -> set[frozenset[str]]:
    """Words of the full names (two words or more) that a pseudonym stands for already."""
    return {words for words in known.get(pseudonym, set()) if len(words) > 1}
