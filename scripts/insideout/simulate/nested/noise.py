"""What a study loses and gets wrong between what people said and what was coded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from insideout.simulate.nested.chance import one
from insideout.simulate.nested.mechanisms import Said


@dataclass(frozen=True)
class Noise:
    """Shares, each from 0 to 1: codings dropped, of the rest those with another code, those with
    another unit as what they are about, and informants who were not interviewed.
    """

    dropped: float = 0.0
    wrong_code: float = 0.0
    wrong_about: float = 0.0
    missing: float = 0.0


def noise_of(dropped: float) -> Noise:
    """The noise at a point of the curve: all shares in proportion to that of dropped codings.

    At 0.15, 5% have a wrong code, 5% a wrong `about`, and 20% of the informants are missing; at 0.4
    13%, 13% and 53%.
    """
    return Noise(dropped, dropped / 3, dropped / 3, dropped * 4 / 3)


@dataclass(frozen=True)
class Coded:
    """A statement as it was coded, with its number among all statements; `said` is what it was."""

    number: int
    said: Said
    coding: Said


def coded(
    rng: Generator, said: Sequence[Said], people: Sequence[str], families: Sequence[Sequence[str]],
    around: Mapping[str, Sequence[str]], units: Sequence[str], noise: Noise,
) -> tuple[list[str], list[Coded]]:  # fmt: skip
    """Who was interviewed, and the codings of what they said.

    `families`: codes that are taken for each other (experience; mechanisms and factors). A wrong
    `about` is, one time in two, another unit of the same site (`around`, by unit), else any other
    unit of the study. The draws don't depend on the shares: what is lost at little noise is lost at
    more, so that a curve over noise compares the same studies.
    """
    there = {who for who, luck in zip(people, rng.random(len(people)), strict=True)
             if luck >= noise.missing}  # fmt: skip
    family = {code: codes for codes in families for code in codes}
    made = []
    for number, (word, luck) in enumerate(zip(said, rng.random((len(said), 3)), strict=True)):
        code = one(rng, [c for c in family[word.code] if c != word.code])
        near = [unit for unit in around.get(word.about, ()) if unit != word.about]
        far = [unit for unit in units if unit != word.about]
        about = one(rng, near if rng.random() < 0.5 and near else far)
        dropped, wrong_code, wrong_about = np.less(
            luck, (noise.dropped, noise.wrong_code, noise.wrong_about)
        )
        if word.who in there and not dropped:
            coding = replace(word, code=code) if wrong_code else word
            coding = replace(coding, about=about) if wrong_about else coding
            made.append(Coded(number, word, coding))
    return [who for who in people if who in there], made
