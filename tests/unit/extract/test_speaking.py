"""Every measure has its encounters and its words."""

from collections.abc import Callable

import pandas as pd
import pytest

from insideout.extract.counts import MEASURES
from insideout.extract.speaking import (
    KNOWN_STAFF,
    MADE_OF,
    PHRASES,
    USUAL_GP,
    encounters_of,
    in_words,
)
from insideout.tables.records import RECORDS_PATIENTS

Made = Callable[..., pd.DataFrame]
NUMBERS = [c.name for c in RECORDS_PATIENTS.columns if c.kind in ("integer", "number", "yes_no")]
WITHOUT = {"usual_gp_share"}  # a share that its own id and yes/no speak for


def test_every_count_has_words() -> None:
    assert set(MEASURES) - set(PHRASES) <= set(MADE_OF)
    assert {part for parts in MADE_OF.values() for part in parts} <= set(PHRASES)


@pytest.mark.parametrize("measure", NUMBERS)
def test_every_measure_has_encounters_that_speak_of_it(encounters: Made, measure: str) -> None:
    made = encounters({"staff": "g1", "role": "gp", "place": "surgery"}, {"place": "elsewhere"})
    masks = encounters_of(measure, "practice")
    assert bool(masks) == (measure not in WITHOUT)
    for mask in masks:
        assert mask(made).dtype == bool
    if measure in (*USUAL_GP, *KNOWN_STAFF):
        assert [list(mask(made)) for mask in masks] == [[True, False]]


def words(row: dict[str, object], **seen: object) -> str:
    return in_words(list(row), row, dict.fromkeys(PHRASES, 1), seen, "practice")


def test_words_of_a_usual_gp() -> None:
    has = {"seen": 2, "practice": 3, "gps": 3, "gp": "g1"}
    assert words({"usual_gp": True}, **has).startswith("the same GP (g1) at 2 of 3 encounters")
    assert words({"usual_gp": True}, **has | {"gp": ""}).startswith("the same GP at 2 of 3 ")
    none = has | {"seen": 0, "practice": 1, "gp": ""}
    assert (
        words({"usual_gp": False}, **none) == "no known GP at any of 1 encounter with the practice"
    )
    told = "a usual GP can't be told from no encounters with the practice"
    assert words({"usual_gp": None}) == told


def test_words_of_several_measures_say_each_count_once() -> None:
    assert words({"initiators": 2, "initiator": True, "active": True, "coc": 0.5}) == (
        "1 encounter in which staff initiate care, 1 in which staff coordinate actively, coc: 0.50"
    )
    assert words({"main_active": ""}) == "main active: none"
