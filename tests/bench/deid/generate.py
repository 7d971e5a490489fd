"""Documents like transcripts, made of the material, with where the identifiers stand in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NamedTuple

from deid.cast import MORE, ORGANISATIONS, Cast, Named, cast
from deid.material import LANGUAGES, Material, read
from deid.slots import AROUND, Piece, Scene, pieces

from insideout.deidentify.span import Document, Entry
from insideout.intake.canonical import Turn, canonical

SEED = 20261
STUDIES = {"en": 8, "sv": 3, "nb": 3}  # of each part
# Of the documents of a study.
CASINGS = ("cased",) * 7 + ("mixed",) * 3 + ("lower",) * 2
LABELS = {
    "en": (("Interviewer", "Informant"), ("I", "P07"), ("Interviewer", "Carer")),
    "sv": (("Intervjuare", "Informant"), ("I", "P07"), ("Intervjuare", "Anhörig")),
    "nb": (("Intervjuer", "Informant"), ("I", "P07"), ("Intervjuer", "Pårørende")),
}


class Planted(NamedTuple):
    """An identifier, or something around one, in a document: code points, half-open."""

    start: int
    end: int
    cls: str


@dataclass(frozen=True)
class Planting:
    """A document, its casing, and all that is planted in it, in order."""

    document: Document
    casing: str
    planted: tuple[Planted, ...]
    around: tuple[Planted, ...]


@dataclass(frozen=True)
class Study:
    """Documents that share a roster."""

    language: str
    roster: tuple[Entry, ...]
    documents: tuple[Planting, ...]


def recased(rng: Random, casing: str, bare: bool, piece: Piece) -> Piece:
    """A piece as a speech recogniser may write it: capitals lost, or all of them; `bare`: no stops.

    Of capitals at the head of a word, mixed casing loses a third in names, a quarter elsewhere.
    """
    text = piece.text
    if bare and not piece.cls:
        text = re.sub(r"[.,?!;:]", "", text)
    if casing == "lower":
        return Piece(text.lower(), piece.cls)
    if casing == "mixed":
        share = 0.33 if piece.cls else 0.25
        text = re.sub(r"\b[^\W\d_](?=[^\W\d_]*[a-zåäöæø])",
                      lambda m: m[0].lower() if rng.random() < share else m[0], text)  # fmt: skip
    return Piece(text, piece.cls)


def spoken(rng: Random, material: Material, scene: Scene) -> list[list[str]]:
    """The exchanges of a document, 150 to 600 words: with slots two of five."""
    want = rng.randrange(170, 430)
    slots = iter(rng.sample(material.turns["turns"], 16))
    filler = iter(rng.sample(material.turns["filler"], 24))
    chosen = [rng.choice(material.turns["opening"])] if scene.speaker else []
    while sum(len(text.split()) for text in chosen) < want:
        some = [next(deck) for deck in (slots, slots, filler, filler, filler)]
        rng.shuffle(some)
        chosen += some
    return [text.split("|") for text in chosen]


def document(rng: Random, material: Material, study: Cast, source: str, casing: str) -> Planting:
    """A document: some of the study's cast named in turns, in the canonical form."""
    named = {slot: rng.sample(some, min(3, len(some))) for slot, some in study.named.items()}
    named["words"] = [Named("", word) for key in ("word_f", "word_m", "word_last")
                      for word in material.lists[key]]  # fmt: skip
    labels = rng.choice(LABELS[material.language])
    speaker = ""
    if rng.random() < 0.25:
        speaker = rng.choice([one.first for one in study.named["f"] + study.named["m"]
                              if not one.word and not one.on_roster])  # fmt: skip
        labels = (labels[0], speaker)
    scene = Scene(rng, material.language, named, speaker)
    curly = rng.random() < 0.4
    cast_again = partial(recased, rng, casing, casing == "lower" and rng.random() < 0.5)
    turns: list[tuple[str, list[Piece]]] = []
    for exchange in spoken(rng, material, scene):
        for slot in ("f", "m", "staff", "place", "street", *ORGANISATIONS, *MORE):
            rng.shuffle(named.get(slot, []))
        # Both sides of an exchange name the same people.
        sides = [[cast_again(piece) for piece in pieces(scene, text.strip())] for text in exchange]
        turns += [(label, side) for label, side in zip(labels, sides, strict=True) if side]
    return planting(source, material.language, labels, casing, turns, curly)


def planting(
    source: str,
    language: str,
    labels: tuple[str, ...],
    casing: str,
    turns: Sequence[tuple[str, list[Piece]]],
    curly: bool,
) -> Planting:
    """The canonical text of turns, and where in it the identifiers stand."""
    said = [
        Turn(label, "".join(piece.text for piece in side).replace("'", "’" if curly else "'"))
        for label, side in turns
    ]
    text, spans = canonical(said)
    found = []
    for (start, _), (_, side) in zip(spans, turns, strict=True):
        here = start
        for piece in side:
            if piece.cls:
                found.append(Planted(here, here + len(piece.text), piece.cls))
            here += len(piece.text)
    return Planting(
        Document(source, text, language, labels),
        casing,
        tuple(one for one in found if one.cls != AROUND),
        tuple(one for one in found if one.cls == AROUND),
    )


def study(material: Material, number: int) -> Study:
    """A study of twelve documents."""
    name = f"{material.half}_{material.language}_{number}"
    rng = Random(f"{SEED} {name}")  # noqa: S311 (to be repeatable, not secret)
    people = cast(rng, material)
    documents = tuple(
        document(rng, material, people, f"{name}_{index:02}", casing)
        for index, casing in enumerate(CASINGS)
    )
    return Study(material.language, tuple(people.roster()), documents)


def studies(half: str) -> list[Study]:
    """All studies of a part: the same ones every time."""
    return [
        study(read(language, half), number)
        for language in LANGUAGES
        for number in range(STUDIES[language])
    ]
