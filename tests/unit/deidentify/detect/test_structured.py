"""Identifiers by their shape: found with their check digits, and amounts left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.deidentify.detect.structured import (
    fodselsnummer,
    nhs_number,
    personnummer,
    phone,
    structured,
)


def found(text: str, language: str = "en") -> set[tuple[str, str]]:
    return {(text[s.start : s.end], s.kind) for s in structured(text, language)}


@pytest.mark.parametrize(
    ("text", "language", "what", "kind"),
    [
        ("Write to k.smith@example.com, please.", "en", "k.smith@example.com", "email"),
        ("It's k dot smith at example dot com.", "en", "k dot smith at example dot com", "email"),
        ("See www.example.org/about. Yes.", "en", "www.example.org/about", "url"),
        ("it was on example.co.uk I think", "en", "example.co.uk", "url"),
        ("My number is 943 476 5919, it says", "en", "943 476 5919", "number"),
        ("Reference 12345678.", "en", "12345678", "number"),
        ("Ring 01632 960 123 today", "en", "01632 960 123", "phone"),
        ("or +44 7700 900123.", "en", "+44 7700 900123", "phone"),
        ("We live in SW1A 1AA now", "en", "SW1A 1AA", "postcode"),
        ("on 14/05/2021 it was", "en", "14/05/2021", "date"),
        ("since 2021-05-14 then", "en", "2021-05-14", "date"),
        ("on 3rd of June 1998, then", "en", "3rd of June 1998", "date"),
        ("on May 14th we", "en", "May 14th", "date"),
        ("she's 93 now", "en", "93", "age"),
        ("a 104-year-old man", "en", "104", "age"),
        ("Ring 070-174 06 05 nu", "sv", "070-174 06 05", "phone"),
        ("den 14 maj 1946 kom", "sv", "14 maj 1946", "date"),
        ("den 14/5 1946 kom", "sv", "14/5 1946", "date"),
        ("bor på 123 45 Lund", "sv", "123 45", "postcode"),
        ("då var han 95.", "sv", "95", "age"),
        ("Ring 912 34 567 nå", "nb", "912 34 567", "phone"),
        ("den 17. mai kom", "nb", "17. mai", "date"),
        ("i 0150 Oslo", "nb", "0150", "postcode"),
        ("da var hun 91.", "nb", "91", "age"),
    ],
)
def test_shape_is_found(text: str, language: str, what: str, kind: str) -> None:
    assert (what, kind) in found(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 and 1998, or 2019-2021, it was so.",
        "In May I went, and in March.",
        "At half past 10, at 14:30 or 9.15.",
        "Take 300 mg, 2.5 ml, 40 to 50 of them.",
        "I'm 84 and he was 89.",
        "It was 95% and 90 minutes, 92 miles.",
        "It may 10 times be so.",
        "They paid 10,000 pounds, 250 000 kronor.",
        "a list: 1, 2, 3, 4, 5, 6, 7",
    ],
)
def test_amounts_are_none(text: str) -> None:
    assert found(text) == set()


def test_check_digits() -> None:
    # NHS Data Dictionary's own example; Skatteverket's and Skatteetaten's published test numbers.
    assert nhs_number("9434765919")
    assert not nhs_number("9434765918")
    assert personnummer("8112189876")
    assert personnummer("198112189876")
    assert not personnummer("8112189875")
    assert fodselsnummer("13097248022")
    assert not fodselsnummer("13097248023")


@given(st.integers(0, 999_999_999))
def test_one_last_digit_at_most_makes_an_nhs_number(head: int) -> None:
    assert sum(nhs_number(f"{head:09d}{last}") for last in range(10)) <= 1


@given(st.integers(0, 10**9 - 1))
def test_uk_mobile_numbers_are_phones_however_grouped(tail: int) -> None:
    digits = f"07{tail:09d}"
    text = f"ring {digits[:5]} {digits[5:8]} {digits[8:]} today"
    assert phone(digits, digits, "en")
    assert any(kind in {"phone", "number"} for _, kind in found(text))


@given(st.text(max_size=300))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for language in ("en", "sv", "nb"):
        for span in structured(text, language):
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("unit", ["_", "a.", "1 ", "a@", "1-", "(1", "a dot ", "www."])
def test_long_repetitions_end(unit: str) -> None:
    text = unit * 20_000
    assert all(span.end <= len(text) for span in structured(text, "en"))
