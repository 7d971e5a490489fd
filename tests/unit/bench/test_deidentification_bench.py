"""The material of the benchmark of de-identification keeps its promises."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from insideout.intake.canonical import Turn, canonical

TESTS = Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "bench"))

from deid import generate, material, score, slots, structured  # noqa: E402
from deid.cast import MORE  # noqa: E402

PARTS = {part: generate.studies(part) for part in material.PARTS}
PLANTINGS = [p for studies in PARTS.values() for study in studies for p in study.documents]
MATERIAL = {
    (language, part): material.read(language, part)
    for language in material.LANGUAGES
    for part in material.PARTS
}


def words(half: str) -> set[str]:
    """The words of a part's names of people and places; not those in small letters, nor `St`."""
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
@pytest.mark.parametrize("parts", [*combinations(material.PARTS, 2)])
def test_the_parts_share_nothing(language: str, parts: tuple[str, str]) -> None:
    one, other = (MATERIAL[language, part] for part in parts)
    for section in material.TURNS:
        assert not set(one.turns[section]) & set(other.turns[section])
        # Nor one side of an exchange.
        assert not sides(one.turns[section]) & sides(other.turns[section])
    for slot in one.lists.keys() & other.lists.keys():
        assert not set(one.lists[slot]) & set(other.lists[slot])


def sides(turns: list[str]) -> set[str]:
    """What is asked and what is said in some exchanges."""
    return {side.strip() for turn in turns for side in turn.split("|") if side.strip()}


@pytest.mark.parametrize("parts", [*combinations(material.PARTS, 2)])
def test_the_parts_share_no_name_across_languages(parts: tuple[str, str]) -> None:
    one, other = parts
    both = words(one) & words(other)
    assert not both


@pytest.mark.parametrize(("language", "half"), MATERIAL)
def test_no_name_is_in_the_lists_of_faker(language: str, half: str) -> None:
    assert len(material.listed()) > 3000
    assert not material.known(MATERIAL[language, half], material.listed())


@pytest.mark.parametrize("part", material.PARTS)
def test_no_name_stands_in_the_detectors_own_tests(part: str) -> None:
    found = {
        word.casefold()
        for path in (TESTS / "unit" / "deidentify").glob("*.py")
        for word in material.LETTERS.findall(path.read_text("utf-8"))
        # `io` is a module before it is a name.
        if len(word) > 2 or word[0].isupper()
    }
    # Named first, so that a failure shows what is shared and no other name of the scored half.
    both = found & words(part)
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


def test_every_class_is_planted_in_each_part() -> None:
    names = {
        "name that is a word", "name of two letters", "place that is a word", "street", "place",
        "organisation", "person on the roster", "person on the roster, misspelt",
        "place or organisation on the roster", "the speaker's own name",
    }  # fmt: skip
    for studies in PARTS.values():
        documents = [planting for study in studies for planting in study.documents]
        found = Counter(p.cls for planting in documents for p in planting.planted)
        assert set(found) == names | slots.STRUCTURED | set(slots.CUES.values())
        assert min(found.values()) >= 15


def test_it_is_the_same_every_time() -> None:
    assert generate.studies("development") == PARTS["development"]


def test_rosters_name_a_third() -> None:
    for study in PARTS["scored"]:
        assert {entry.kind for entry in study.roster} == {"person", "place", "organisation"}
        assert len({entry.entity for entry in study.roster}) == len(study.roster)
        # 23 people, 6 places, 10 organisations
        assert 11 <= len(study.roster) <= 16
        assert all(
            name == name.strip() and "[" not in name for e in study.roster for name in e.names
        )


def test_a_slot_of_one_part_alone_leaves_the_others_as_they_were() -> None:
    for part in material.HALVES:
        for study in PARTS[part]:
            assert not {e.entity.split("_")[0] for e in study.roster} & set(MORE)
    assert tuple(slot for slot in MATERIAL["sv", "practice"].lists if slot in MORE) == MORE


@pytest.mark.parametrize(
    ("make", "language", "like"),
    [
        (structured.age_ordinal, "en", r"9(0th|1st|2nd|3rd|[4-9]th)|ninetieth|ninety-[a-z]+"),
        (structured.age_ordinal, "sv", r"\[9(1|2)\]:a|\[9[03-9]\]:e|nittio(nde|[a-zåäö]+)"),
        (structured.age_ordinal, "nb", r"\[9\d\]\.|nitti(ende|[a-zåæø]+)"),
        (structured.age_noun, "en", r"\[(9\d|ninety(-[a-z]+)?)\]-year-old"),
        (structured.age_noun, "sv", r"\[9\d\]-åring|nittio[a-zåäö]*åring"),
        (structured.age_hundred, "en", r"a \[hundred( and [a-z]+)?\]"),
        (structured.age_hundred, "sv", r"hundra(ett|två|tre|fyra)?"),
        (structured.age_decade, "nb", r"nittiårene|90-årene"),
    ],
)
def test_ages_of_90_and_over_as_people_say_them(
    make: Callable[[Random, str], str], language: str, like: str
) -> None:
    said = {make(Random(seed), language) for seed in range(60)}  # noqa: S311
    assert len(said) > 1
    assert all(re.fullmatch(like, one) for one in said)


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
