"""A turn's slots, filled with names of a study's cast and with structured identifiers."""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

from deid import structured
from deid.cast import MORE, ORGANISATIONS, Named, whole

SLOT = re.compile(r"\{([a-z]+)(\d?)(?::([a-z]+))?\}")
SHAPES = {  # slot: class, and what makes one
    "phone": ("phone", structured.phone),
    "phonespoken": ("phone, spoken", structured.phone_spoken),
    "postcode": ("postcode", structured.postcode),
    "date": ("date", structured.date),
    "datespoken": ("date, spoken", structured.date_spoken),
    "age": ("age of 90 or more", structured.age),
    "agehundred": ("age of 90 or more", structured.age_hundred),
    "agedecade": ("age of 90 or more", structured.age_decade),
    "ageth": ("age of 90 or more", structured.age_ordinal),
    "ageold": ("age of 90 or more", structured.age_noun),
}
NUMBERS = {
    "nhs": ("NHS number", structured.nhs_number),
    "pnr": ("personnummer", structured.personnummer),
    "fnr": ("fødselsnummer", structured.fodselsnummer),
    "digits": ("other number", structured.number),
}
STRUCTURED = frozenset(
    {"e-mail", "web address"} | {shape[0] for shape in (*SHAPES.values(), *NUMBERS.values())}
)
CUES = {
    "title": "name with a title",
    "kin": "name with kinship",
    "verb": "name with a verb before or after",
    "none": "name without any cue",
    "poss": "name, possessive or plural",
}
# Belongs to a name, and may be masked with it: a title, a house number, `Hospital`.
AROUND = "around"


class Piece(NamedTuple):
    """A stretch of a turn: `cls` is empty for what names nobody, a class for an identifier."""

    text: str
    cls: str = ""


class Scene(NamedTuple):
    """What a document's slots are filled from."""

    rng: Random
    language: str
    named: dict[str, list[Named]]
    speaker: str


def bracketed(text: str, cls: str) -> list[Piece]:
    """The pieces of a name with [brackets]: outside them stands what is merely around."""
    if "[" not in text:
        return [Piece(text, cls)]
    before, inside, after = re.split(r"[][]", text)
    return [Piece(before, AROUND), Piece(inside, cls), Piece(after, AROUND)]


def misspelt(rng: Random, name: str) -> str:
    """A name of five letters or more with a letter dropped, doubled, changed or moved."""
    while True:
        at = rng.randrange(1, len(name) - 1)
        wrong = rng.choice((
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + rng.choice("aeiy") + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ))  # fmt: skip
        if wrong != name and wrong.isalpha():
            return wrong


def person(scene: Scene, one: Named, slot: str, cue: str) -> list[Piece]:
    """Somebody's name as the slot has it: `last`, `full…`, or the first name."""
    last = slot == "last"
    name = one.name if last else f"{one.first} {one.name}" if slot.startswith("full") else one.first
    lists = scene.named["words"]
    word = any(name in (other.first, other.name) for other in lists) or (
        one.word and slot.startswith("full")
    )
    cls = CUES[cue]
    if word:
        cls = "name that is a word"
    elif len(name) == 2:
        cls = "name of two letters"
    elif one.on_roster:
        cls = "person on the roster"
        if len(name) > 4 and name.isalpha() and scene.rng.random() < 0.2:
            return [Piece(misspelt(scene.rng, name), "person on the roster, misspelt")]
    return [Piece(name, cls)]


def place(one: Named) -> list[Piece]:
    """A place, street or organisation by its name."""
    cls = one.kind if one.kind in {"place", "street"} else "organisation"
    if one.word:
        cls = "place that is a word"
    elif one.on_roster:
        cls = "place or organisation on the roster"
    return bracketed(one.name, cls)


def internet(scene: Scene, slot: str) -> list[Piece]:
    """An e-mail address of somebody, or the web address of something, in the study."""
    rng, host = scene.rng, scene.rng.choice(structured.HOSTS)
    if slot == "email":
        one = rng.choice(scene.named["f"] + scene.named["m"])
        first, last = structured.plain(one.first), structured.plain(one.name)
        box = rng.choice((f"{first}.{last}", f"{first[0]}{last}", f"{first}{rng.randrange(9, 90)}"))
        return [Piece(f"{box}@{host}", "e-mail")]
    name = structured.plain(whole(rng.choice(scene.named["surgery"]).name))
    url = rng.choice((f"www.{name}.example.org", f"https://{host}/{name}", f"www.{host}/{name}"))
    return [Piece(url, "web address")]


def shaped(scene: Scene, slot: str) -> list[Piece]:
    """A structured identifier."""
    if slot in NUMBERS:
        cls, make_number = NUMBERS[slot]
        return bracketed(make_number(scene.rng), cls)
    cls, make = SHAPES[slot]
    return bracketed(make(scene.rng, scene.language), cls)


def filled(scene: Scene, slot: str, which: str, cue: str) -> list[Piece]:
    """The pieces that stand in place of a slot."""
    at = int(which or 1) - 1
    if slot == "self":
        return [Piece(scene.speaker, "the speaker's own name")]
    if slot == "no":
        return [Piece(str(scene.rng.randrange(2, 120)), AROUND)]
    if slot in {"email", "url"}:
        return internet(scene, slot)
    if slot in SHAPES or slot in NUMBERS:
        return shaped(scene, slot)
    if slot in {"place", "street", *ORGANISATIONS, *MORE}:
        return place(scene.named[slot][at])
    group = "staff" if slot == "last" else slot[-1]
    return person(scene, scene.named[group][at], slot, cue)


def pieces(scene: Scene, text: str) -> list[Piece]:
    """The pieces of what is said: a template with its slots filled."""
    found: list[Piece] = []
    here = 0
    for slot in SLOT.finditer(text):
        before = text[here : slot.start()]
        title = re.search(r"\S+ $", before) if slot[3] == "title" else None
        cut = title.start() if title else len(before)
        found += [Piece(before[:cut]), Piece(before[cut:], AROUND)]
        found += filled(scene, *slot.groups(""))
        here = slot.end()
        # A genitive in sv and nb: none after s, x and z.
        if slot[3] == "poss" and scene.language != "en" and text[here : here + 1] == "s":
            here += found[-1].text.endswith(("s", "x", "z"))
    return [piece for piece in (*found, Piece(text[here:])) if piece.text]
