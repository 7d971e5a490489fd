"""The people, places and organisations of a study, and its roster."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from deid.material import Material

from insideout.deidentify.span import Entry

ORGANISATIONS = ("hospital", "surgery", "home", "school", "company")
# Only where the material has them.
MORE = ("pharmacy", "church", "pub", "charity")


@dataclass(frozen=True)
class Named:
    """Somebody or something. `first` is empty for staff; `word`: a name of it is a word as well.

    `name` of a place or organisation is as in the material: [brackets] around what names it.
    """

    kind: str
    name: str
    first: str = ""
    word: bool = False
    on_roster: bool = False


@dataclass(frozen=True)
class Cast:
    """By slot (`f`, `m`, `staff`, `place` …) everyone and everything a study's informants name."""

    named: dict[str, list[Named]]

    def roster(self) -> list[Entry]:
        """What the study knows: a third of each slot."""
        return [
            entry(slot, number, one)
            for slot, named in self.named.items()
            for number, one in enumerate(named)
            if one.on_roster
        ]


def whole(name: str) -> str:
    """A name without its brackets and article."""
    return re.sub(r"[][]", "", name).removeprefix("the ")


def entry(slot: str, number: int, one: Named) -> Entry:
    """The roster's entry: each way the name is written that a study would list."""
    names = {whole(one.name): None}
    if one.first:
        names = {f"{one.first} {one.name}": None, one.first: None, one.name: None}
    elif core := re.search(r"\[(.+?)\]", one.name):
        names[core[1]] = None
    sex = {"f": "female", "m": "male"}.get(slot, "")
    kind = one.kind if one.kind in {"person", "place"} else "organisation"
    return Entry(f"{slot}_{number}", tuple(names), kind, sex=sex)


def known(rng: Random, named: list[Named]) -> list[Named]:
    """The same, a third of them (at least one) on the roster."""
    chosen = set(rng.sample(range(len(named)), max(1, round(len(named) / 3))))
    return [
        Named(one.kind, one.name, one.first, one.word, number in chosen)
        for number, one in enumerate(named)
    ]


def cast(rng: Random, material: Material) -> Cast:
    """A study's cast: 8 women, 8 men, 7 of staff, 6 places, 4 streets, 10 organisations.

    With all of `MORE` 18 organisations. One in eight first names, surnames of every tenth person
    and one place in six are words.
    """
    lists = material.lists
    lasts = rng.sample(lists["last"], 20)
    words = iter(rng.sample(lists["word_last"], 3))
    named: dict[str, list[Named]] = {}
    for slot in "fm":
        people = [Named("person", lasts.pop(), first) for first in rng.sample(lists[slot], 6)]
        people.append(Named("person", lasts.pop(), rng.choice(lists[f"word_{slot}"]), word=True))
        people.append(Named("person", next(words), people.pop(0).first, word=True))
        named[slot] = people
    named["staff"] = [Named("person", lasts.pop()) for _ in range(6)]
    named["staff"].append(Named("person", next(words), word=True))
    named["place"] = [Named("place", name) for name in rng.sample(lists["place"], 5)]
    named["place"].append(Named("place", rng.choice(lists["word_place"]), word=True))
    for slot in (*ORGANISATIONS, *(slot for slot in MORE if slot in lists)):
        named[slot] = [Named(slot, name) for name in rng.sample(lists[slot], 2)]
    cast = {slot: known(rng, some) for slot, some in named.items()}
    cast["street"] = [Named("street", name) for name in rng.sample(lists["street"], 4)]
    return Cast(cast)
