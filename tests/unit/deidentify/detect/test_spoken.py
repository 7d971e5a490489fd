"""Numbers that are said in words."""

from __future__ import annotations

import pytest

from insideout.deidentify.detect.spoken import spoken
from insideout.deidentify.detect.tokens import tokens


def found(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.kind) for s in spoken(tokens(text), language)]


@pytest.mark.parametrize(
    ("text", "language", "what", "kind"),
    [
        (
            "It's oh seven seven double four, one two three four five six.",
            "en",
            "oh seven seven double four, one two three four five six",
            "phone",
        ),
        ("noll sju noll ett två tre fyra fem", "sv", "noll sju noll ett två tre fyra fem", "phone"),
        ("ring ni en to tre fire fem seks sju", "nb", "ni en to tre fire fem seks sju", "phone"),
        ("on the fourteenth of May, yes", "en", "fourteenth of May", "date"),
        ("the twenty-first of June nineteen forty-two", "en",
         "twenty-first of June nineteen forty-two", "date"),
        ("den fjortonde maj nittonhundrafyrtio kom", "sv",
         "fjortonde maj nittonhundrafyrtio", "date"),
        ("den syttende mai nittenfemtiseks kom", "nb", "syttende mai nittenfemtiseks", "date"),
        ("She's ninety-three, bless her", "en", "ninety-three", "age"),
        ("he's a hundred and two now", "en", "a hundred and two", "age"),
        ("då var han nittioåtta", "sv", "nittioåtta", "age"),
        ("nå er hun nittifire år", "nb", "nittifire", "age"),
    ],
)  # fmt: skip
def test_said_numbers_are_found(text: str, language: str, what: str, kind: str) -> None:
    assert (what, kind) in found(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "I waited ninety minutes, and ninety percent is ninety pounds.",
        "One, two, three, four, five, six, he counted.",
        "I'm eighty-four, and nine days is not eleven.",
        "May the first one come. It was my first in March.",
        "about a hundred people",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert found(text) == []
