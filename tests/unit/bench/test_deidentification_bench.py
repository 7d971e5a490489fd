"""The material of the benchmark of de-identification keeps its promises."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from insideout.intake.canonical import Turn, canonical

TESTS = Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "bench"))

from deid import generate, material, score, slots, structured  # noqa: E402

HALVES = {half: generate.studies(half) for half in material.HALVES}
PLANTINGS = [p for studies in HALVES.values() for study in studies for p in study.documents]
MATERIAL = {
    (language, half): material.read(language, half)
    for language in material.LANGUAGES
    for half in material.HALVES
}


def words(half: str) -> set[str]:
    """The words of a half's names of people and places; not those in small letters, nor `St`."""
    return {
        word.casefold()
        for (_, of), some in MATERIAL.items()
        if of == half
        for slot in ("f", "m", "last", "place")
        for name in some.lists[slot]
        for word in material.LETTERS.findall(name)
        if word[0].isupper() and word != "St"
    }


def test_there_is_enough_of_it() -> None:
    assert len(PLANTINGS) >= 300
    assert sum(len(p.planted) for p in PLANTINGS) >= 3000
    lengths = [score.words_of(p.document) for p in PLANTINGS]
    assert min(lengths) >= 150
    assert max(lengths) <= 600
    languages = Counter(p.document.language for p in PLANTINGS)
    assert 0.55 <= languages["en"] / len(PLANTINGS) <= 0.65
    assert languages["sv"] == languages["nb"]
    casings = Counter(p.casing for p in PLANTINGS)
    assert casings["cased"] / len(PLANTINGS) > 0.55
    assert 0.13 <= casings["lower"] / len(PLANTINGS) <= 0.18


@pytest.mark.parametrize(("language", "half"), MATERIAL)
def test_there_are_enough_turns_and_none_twice(language: str, half: str) -> None:
    turns = MATERIAL[language, half].turns
    least = 60 if language == "en" else 25
    assert len(set(turns["turns"])) == len(turns["turns"]) >= least
    assert len(set(turns["filler"])) == len(turns["filler"]) >= least
    assert all(slots.SLOT.search(turn) for turn in turns["turns"] + turns["opening"])
    assert not any(re.search(r"[{}]", turn) for turn in turns["filler"])
    assert all(turn.count("|") == 1 for section in turns.values() for turn in section)


@pytest.mark.parametrize("language", material.LANGUAGES)
def test_the_halves_share_nothing(language: str) -> None:
    one, other = (MATERIAL[language, half] for half in material.HALVES)
    for section in material.TURNS:
        assert not set(one.turns[section]) & set(other.turns[section])
    for slot in one.lists:
        assert not set(one.lists[slot]) & set(other.lists[slot])


def test_the_halves_share_no_name_across_languages() -> None:
    both = words("development") & words("scored")
    assert not both


@pytest.mark.parametrize(("language", "half"), MATERIAL)
def test_no_name_is_in_the_lists_of_faker(language: str, half: str) -> None:
    assert len(material.listed()) > 3000
    assert not material.known(MATERIAL[language, half], material.listed())


def test_no_name_stands_in_the_detectors_own_tests() -> None:
    found = {
        word.casefold()
        for path in (TESTS / "unit" / "deidentify").glob("*.py")
        for word in material.LETTERS.findall(path.read_text("utf-8"))
        # `io` is a module before it is a name.
        if len(word) > 2 or word[0].isupper()
    }
    # Named first, so that a failure shows what is shared and no other name of the scored half.
    both = found & (words("development") | words("scored"))
    assert not both


def test_a_name_that_faker_has_is_noticed() -> None:
    some = material.Material("en", "scored", {"f": ["Demelza-Mary"], "street": ["Mary Lane"]}, {})
    assert material.known(some, frozenset({"mary", "lane"})) == [
        ("f", "Demelza-Mary"), ("street", "Mary Lane"),
    ]  # fmt: skip
    assert material.known(some, frozenset({"lane"})) == []


def test_documents_are_in_canonical_form() -> None:
    for planting in PLANTINGS:
        text = planting.document.text
        blocks = [block.partition(": ") for block in text.removesuffix("\n").split("\n\n")]
        assert {label for label, _, _ in blocks} <= set(planting.document.labels)
        assert canonical([Turn(label, said) for label, _, said in blocks])[0] == text


def test_planted_passages_are_whole_words_of_one_turn() -> None:
    for planting in PLANTINGS:
        text, before = planting.document.text, 0
        for one in sorted((*planting.planted, *planting.around)):
            passage = text[one.start : one.end]
            assert before <= one.start < one.end
            assert "\n" not in passage
            before = one.end
        for one in planting.planted:
            assert text[one.start : one.end].strip() == text[one.start : one.end]
            assert not text[one.start - 1].isalnum()
            # Only a Swedish or Norwegian genitive and an English plural go on.
            assert re.match(r"\W|s\b", text[one.end :])


def test_a_planted_name_stands_where_it_is_said_to() -> None:
    names = {
        (language, half): {
            re.sub(r"[][]", "", name).casefold()
            for slot in ("place", "street") for name in some.lists[slot]
        }
        for (language, half), some in MATERIAL.items()
    }  # fmt: skip
    seen = 0
    for planting in PLANTINGS:
        half = planting.document.source.split("_")[0]
        for one in planting.planted:
            if one.cls in {"place", "street"}:
                name = planting.document.text[one.start : one.end].replace("’", "'").casefold()
                assert name in names[planting.document.language, half]
                seen += 1
    assert seen > 200


def test_lower_case_documents_have_no_capital_and_cased_ones_have_theirs() -> None:
    for planting in PLANTINGS:
        said = [line.partition(": ")[2] for line in planting.document.text.split("\n\n")]
        if planting.casing == "lower":
            assert "".join(said) == "".join(said).lower()
        elif planting.casing == "cased":
            assert all(turn[0] == turn[0].upper() for turn in said if turn)


def test_every_class_is_planted_in_both_halves() -> None:
    names = {
        "name that is a word", "name of two letters", "place that is a word", "street", "place",
        "organisation", "person on the roster", "person on the roster, misspelt",
        "place or organisation on the roster", "the speaker's own name",
    }  # fmt: skip
    for studies in HALVES.values():
        documents = [planting for study in studies for planting in study.documents]
        found = Counter(p.cls for planting in documents for p in planting.planted)
        assert set(found) == names | slots.STRUCTURED | set(slots.CUES.values())
        assert min(found.values()) >= 15


def test_it_is_the_same_every_time() -> None:
    assert generate.studies("development") == HALVES["development"]


def test_rosters_name_a_third() -> None:
    for study in HALVES["scored"]:
        assert {entry.kind for entry in study.roster} == {"person", "place", "organisation"}
        assert len({entry.entity for entry in study.roster}) == len(study.roster)
        # 23 people, 6 places, 10 organisations
        assert 11 <= len(study.roster) <= 16
        assert all(
            name == name.strip() and "[" not in name for e in study.roster for name in e.names
        )


def digits_of(cls: str) -> list[str]:
    """The digits of each planted number of a class."""
    return [
        re.sub(r"\D", "", planting.document.text[one.start : one.end])
        for planting in PLANTINGS
        for one in planting.planted
        if one.cls == cls
    ]


def test_national_numbers_have_valid_check_digits() -> None:
    # Checked the other way round from how they are made: the whole sum must come out even.
    nhs = digits_of("NHS number")
    assert len(nhs) > 20
    assert all(sum(int(d) * (10 - i) for i, d in enumerate(n[:9])) % 11 == (11 - int(n[9])) % 11
               for n in nhs)  # fmt: skip
    for number in digits_of("personnummer"):
        ten = number[-10:]
        total = sum(sum(map(int, str(int(d) * (2, 1)[i % 2]))) for i, d in enumerate(ten))
        assert total % 10 == 0
        assert 980 <= int(ten[6:9]) <= 999
    for number in digits_of("fødselsnummer"):
        assert sum(int(d) * w for d, w in zip(number, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))) % 11 == 0  # noqa: B905
        assert (
            sum(int(d) * w for d, w in zip(number, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), strict=True))
            % 11
            == 0
        )


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [(0, "en", "zero"), (7, "nb", "sju"), (14, "sv", "fjorton"), (90, "nb", "nitti"),
     (93, "en", "ninety-three"), (52, "nb", "femtito"), (21, "sv", "tjugoett")],
)  # fmt: skip
def test_numbers_in_words(number: int, language: str, said: str) -> None:
    assert structured.cardinal(number, language) == said


@pytest.mark.parametrize(
    ("year", "language", "said"),
    [(1952, "en", "nineteen fifty-two"), (2007, "en", "two thousand and seven"),
     (2021, "en", "twenty twenty-one"), (1952, "sv", "nittonhundrafemtiotvå"),
     (2021, "nb", "to tusen og tjueen")],
)  # fmt: skip
def test_years_in_words(year: int, language: str, said: str) -> None:
    assert structured.year_spoken(year, language) == said
