"""Answers to closed items, as bars and as numbers."""

from __future__ import annotations

import re
import string
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.report import likert
from insideout.report.data import Data

AGREE = ["strongly agree", "agree", "neither", "disagree", "strongly disagree"]
OFTEN = ["never", "sometimes", "usually", "always"]
ITEMS: dict[str, Any] = {
    "knows": {"asks": "My GP knows *everything* & $more$", "scale": AGREE, "favourable": 2,
              "aside": ["can't say"]},
    "clash": {"asks": "Appointments clash", "scale": OFTEN, "favourable": 2, "aside": []},
    "pleased": {"asks": "How pleased are you?", "scale": [f"{w}!" for w in AGREE], "favourable": 2,
                "aside": []},
    "same": {"asks": "I see the same person", "scale": AGREE, "favourable": 2, "aside": []},
}  # fmt: skip
LETTERS = string.printable + "åæøéß“”–…\u00a0\x00"
KNOWS = {"strongly agree": 4, "agree": 3, "neither": 2, "disagree": 1, "can't say": 5}


def study(answered: dict[str, dict[str, int]], items: dict[str, Any] | None = None) -> Data:
    rows = [
        {"informant": f"P{n}", "item": item, "value": value}
        for item, counts in answered.items() for value, count in counts.items()
        for n in range(count)
    ]  # fmt: skip
    return Data(
        study={"items": ITEMS if items is None else items}, texts={}, manifest=(), turns=(),
        sentences=(), keyness=(), collocations=(), codings=(), orphans=(), codebook=(),
        informants=(), responses=rows,
    )  # fmt: skip


def test_answers_are_counted_on_the_scale_and_aside() -> None:
    one = likert.answers(study({"knows": KNOWS}))[0]
    assert (one.counts, one.aside, one.n) == ((4, 3, 2, 1, 0), {"can't say": 5}, 10)
    assert one.shares == [0.4, 0.3, 0.2, 0.1, 0]
    assert one.share_favourable == pytest.approx(0.7)


def test_an_item_without_answers_has_no_share() -> None:
    found = {one.item: one for one in likert.answers(study({"knows": KNOWS}))}
    assert list(found) == list(ITEMS)
    assert (found["clash"].n, found["clash"].share_favourable) == (0, None)
    _, description = likert.figures(study({"knows": KNOWS}))["answers-4"]
    assert "Appointments clash nobody answered" in description


def test_one_picture_for_each_length_of_scale() -> None:
    made = likert.figures(study({"knows": KNOWS, "clash": {"never": 3}, "pleased": {"agree!": 1}}))
    assert list(made) == ["answers-4", "answers-5"]
    for svg, _ in made.values():
        root = ET.fromstring(svg)  # noqa: S314 - our own picture
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "<text" not in svg  # drawn as paths
        assert "date" not in svg
    assert "5 answers" in likert.caption("answers-5")


def test_the_description_has_the_numbers() -> None:
    _, description = likert.figures(study({"knows": KNOWS}))["answers-5"]
    assert "strongly agree 40%, agree 30%, neither 20%, disagree 10%, strongly disagree 0%" in (
        description
    )
    assert "(n=10, aside: can't say 5)" in description


def test_answers_that_are_ids_are_shown_in_words() -> None:
    items = {"i": {"asks": "Important?", "scale": ["very_much", "not_at_all"], "favourable": 1,
                   "aside": ["cant_say"]}}  # fmt: skip
    data = study({"i": {"very_much": 3, "not_at_all": 1, "cant_say": 2}}, items)
    assert "| very much | not at all | *n* | Favourable | cant say |" in likert.table(data)
    _, description = likert.figures(data)["answers-2"]
    assert "very much 75%, not at all 25% (n=4, aside: cant say 2)" in description


def test_equal_answers_give_equal_bytes() -> None:
    answered = {"knows": KNOWS, "clash": {"never": 2, "always": 9}}
    assert likert.figures(study(answered)) == likert.figures(study(answered))


def test_nobody_was_asked() -> None:
    assert likert.figures(study({})) == {}
    assert not likert.table(study({}))
    assert likert.answers(study({}, {})) == []


def test_the_table_has_the_same_numbers() -> None:
    text = likert.table(study({"knows": KNOWS, "same": {"agree": 1}}))
    tables = text.split("\n\n| Item")
    assert len(tables) == 3  # three scales
    first = tables[0]
    assert r"My GP knows \*everything\* \& \$more\$" in first
    cells = next(line for line in first.splitlines() if "everything" in line).split(" | ")[1:]
    assert cells == ["4 (.40)", "3 (.30)", "2 (.20)", "1 (.10)", "0", "10", ".70", "5 |"]
    same = next(line for line in first.splitlines() if "same person" in line).split(" | ")[1:]
    assert same[-3:] == ["1", "1.00", "– |"]  # it had no answer aside
    assert "Favourable: “strongly agree” and “agree”" in first
    assert re.findall(r"#(tbl-[\w-]+)", text) == [f"tbl-answers-{n}" for n in (1, 2, 3)]


def test_items_of_one_scale_stand_together() -> None:
    blocks = likert.by_scale(likert.answers(study({"knows": KNOWS})))
    assert [[one.item for one in block] for block in blocks] == [
        ["knows", "same"], ["clash"], ["pleased"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("length", "favourable", "middle"), [(5, 2, 2), (4, 2, None), (5, 3, None)]
)
def test_only_a_middle_answer_lies_astride(
    length: int, favourable: int, middle: int | None
) -> None:
    one = likert.Answers("i", "asks", tuple(map(str, range(length))), favourable, (1,) * length, {})
    assert one.middle == middle
    colours = likert.shades(one)
    assert len(colours) == len(set(colours)) == length
    assert (likert.ASTRIDE in colours) == (middle is not None)


@pytest.mark.parametrize("length", [2, 3, 4, 5, 7])
def test_shades_of_a_side_differ_without_colour(length: int) -> None:
    one = likert.Answers(
        "i", "asks", tuple(map(str, range(length))), length // 2, (1,) * length, {}
    )
    grey = [sum(int(c[at : at + 2], 16) for at in (1, 3, 5)) for c in likert.shades(one)]
    right, left = grey[: one.favourable], grey[length - length // 2 :][::-1]
    for side in (right, left):  # from the ends of the scale inwards, lighter and lighter
        assert all(here + 20 < inner for here, inner in pairwise(side))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.text(LETTERS, max_size=60))
def test_any_words_and_counts_make_a_picture(counts: list[int], asks: str) -> None:
    items = {"i": {"asks": asks, "scale": OFTEN, "favourable": 1, "aside": []}}
    data = study({"i": dict(zip(OFTEN, counts, strict=True))}, items)
    made = likert.figures(data)
    assert bool(made) == bool(sum(counts))
    for svg, description in made.values():
        assert svg.startswith("<?xml")
        assert f"(n={sum(counts)})" in description
