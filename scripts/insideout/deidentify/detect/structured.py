"""Identifiers by their shape: addresses on the net, numbers, postcodes, dates, ages.

Every pattern stays on one line and repeats nothing inside a repetition, so that the time it
takes grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from insideout.deidentify.detect.ages import ages
from insideout.deidentify.detect.tokens import tokens
from insideout.deidentify.span import Span

EMAIL = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
SPOKEN_EMAIL = re.compile(
    r"(?<![\w'])[\w'-]{1,40}"
    r"(?:(?: dot | full stop | underscore | dash | hyphen | punkt | punktum |\.)[\w'-]{1,40}){0,5}"
    r"(?: at | snabel-a | snabel a | snabela | alfakrøll | krøllalfa |@)"
    r"(?:[\w-]{1,40}(?: dot | punkt | punktum |\.)){1,4}"
    r"(?:com|co uk|co dot uk|uk|org|net|ac|se|no|nu|ie|eu|scot|wales|info)\b",
    re.IGNORECASE,
)
# The words before a spoken address that are none of it.
LEAD = re.compile(
    r"(?:.*?\b(?:is|it's|its|was|on|to|address|email|är|på|till|er|til|adressen)\s)(?=\S)",
    re.IGNORECASE,
)
URL = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\[\]\"\x00]{2,}"
    r"|(?<![\w@.-])(?:[a-z0-9-]{2,63}\.){1,4}"
    r"(?:com|org|net|info|co\.uk|org\.uk|nhs\.uk|ac\.uk|gov\.uk|uk|se|no|ie|eu|nu)\b(?:/[^\s<>\[\]\"\x00]*)?",
    re.IGNORECASE,
)
# Digits in groups, as numbers of people and telephones are written.
DIGITS = re.compile(r"(?<![\w.,/£$€+-])(?:\+|\(\+?)?\d(?:[ ()./-]{0,2}\d){5,17}(?![\d])(?!-?\w)")
LONG = re.compile(r"(?<!\w)[A-Za-z]{0,3}\d{6,12}[A-Za-z]?(?!\w)")
UK_POSTCODE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}"
    r"|[a-z]{1,2}\d[a-z\d]? \d[abd-hjlnp-uw-z]{2}"
    r"|GIR ?0AA)(?!\w)"
)
NINO = re.compile(
    r"(?<!\w)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?!\w)", re.IGNORECASE
)
# A Nordic postcode says something with its town, or after a street and number.
NORDIC_POSTCODE = {
    "sv": re.compile(r"(?<![\w.,-])(?:SE?-)?\d{3} ?\d\d(?= [A-ZÅÄÖ][a-zåäö]{2,})"),
    "nb": re.compile(r"(?<![\w.,-])(?:N-|NO-)?\d{4}(?= [A-ZÅÆØ][a-zåæø]{1,})"),
}
# A postcode that is called one.
CALLED_POSTCODE = re.compile(
    r"\bpost(?:nummer|numret|nummeret|kod|kode|nr)\b[^\w\n]{0,3}(?:(?:är|er|var|blir) )?"
    r"(\d{3} ?\d\d|\d{4})(?![\w-])",
    re.IGNORECASE,
)
# What is grouped as nothing else is, or is no year and counts nothing: masked until reviewed.
BARE_POSTCODE = {
    "sv": re.compile(
        r"(?<![\w.,:+/-])(?<!\d )\d{3} \d\d(?![\w-]| \d|[.,:]\d| ?%| kr)(?=[.,;!?]|\Z|\n)"
    ),
    "nb": re.compile(r"(?<![\w.,:+/-])(?<!\d )(?!1[89]|20)\d{4}(?![\w-]|[.,:]\d)(?=[.,;!?]|\Z|\n)"),
}
NUMERIC_DATE = re.compile(
    r"(?<![\w.,/-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)"
    r"|(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2})(?![\w/-])"
)
SHORT_DATE = re.compile(r"(?<![\w.,/-])\d{1,2}[./]\d{1,2}(?![\w/%.,-])")
MONTHS = {
    "en": "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "nb": "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
}
DAY = r"(?:[12]?\d|3[01])"
NO_CLOCK = r"(?![:.]\d| ?(?:%|am|pm))"
YEAR = r"(?:,? (?:of )?(?:(?:19|20)\d\d|'\d\d)\b)?"

# Without one of these no age of 90 to 119 is told, in any of the languages.
NINETY = re.compile(r"9\d|1[01]\d|ninet|hundr|genarian|centenarian|nitti", re.IGNORECASE)


def structured(text: str, language: str) -> list[Span]:
    """What its shape tells for certain. `text`: as `tokens.searched` gives it."""
    spans = shapes(text, language)
    if NINETY.search(text):  # ages take most of the time
        spans += ages(tokens(text), language)
    return [span for span in spans if span.state == "sure"]


def shapes(text: str, language: str) -> list[Span]:
    """The same without ages."""
    spans = [*simple(text, EMAIL, "email"), *spoken_emails(text), *simple(text, URL, "url")]
    spans += dates(text, language)
    spans += list(numbers(text, language))
    spans += simple(text, NINO, "number", "nino")
    if language == "en" or not NORDIC_POSTCODE.get(language):
        spans += simple(text, UK_POSTCODE, "postcode")
    else:
        spans += simple(text, NORDIC_POSTCODE[language], "postcode")
        spans += [Span(*m.span(1), "postcode", "postcode") for m in CALLED_POSTCODE.finditer(text)]
        bare = BARE_POSTCODE[language].finditer(text)
        spans += [Span(*m.span(), "postcode", "bare_postcode", "masked") for m in bare]
    return spans


def simple(text: str, pattern: re.Pattern[str], kind: str, rule: str = "") -> list[Span]:
    """Every match of a pattern, without the marks that end a sentence after it."""
    spans = []
    for match in pattern.finditer(text):
        end = match.start() + len(match[0].rstrip(".,;:!?)'\""))
        spans.append(Span(match.start(), end, kind, rule or kind))
    return spans


def spoken_emails(text: str) -> Iterator[Span]:
    """Addresses read out: `karen dot brown at gmail dot com`."""
    if not (" dot " in text or "punkt" in text or " at " in text or "@" in text):
        return
    for match in SPOKEN_EMAIL.finditer(text):
        lead = LEAD.match(match[0])
        yield Span(
            match.start() + (lead.end() if lead else 0), match.end(), "email", "spoken_email"
        )


def dates(text: str, language: str) -> list[Span]:
    """Days: `14/5/2021`, `14 May`, `May 14th`, `den 14 maj`. A year or a month alone is none."""
    month = MONTHS[language]
    spans = simple(text, NUMERIC_DATE, "date")
    if language == "en":
        patterns = [
            rf"\b(?:the )?(?:[12]?\d|3[01])(?:st|nd|rd|th)?(?: of)? (?:{month})\b{YEAR}",
            rf"\b(?!may )(?:{month}) (?:the )?{DAY}(?:st|nd|rd|th)?\b{NO_CLOCK}{YEAR}",
            r"\b[Mm]ay (?:the )?(?:[12]?\d|3[01])(?:st|nd|rd|th)\b" + YEAR,
            r"\bMay (?:[12]?\d|3[01])(?:, (?:19|20)\d\d)\b",
        ]
    else:
        patterns = [
            rf"\b(?:[12]?\d|3[01])(?:\.|:e)? (?:{month})\b{YEAR}",
            r"(?<![\w.,/-])\d{1,2}[./]\d{1,2}\.? (?:19|20)\d\d\b",
        ]
        for match in SHORT_DATE.finditer(text):
            before = text[max(0, match.start() - 5) : match.start()].casefold()
            if before.endswith(("den ", " d. ")):
                spans.append(Span(match.start(), match.end(), "date", "date"))
    for pattern in patterns:
        spans += simple(
            text, re.compile(pattern, re.IGNORECASE if pattern.startswith(r"\b(") else 0), "date"
        )
    return spans


def numbers(text: str, language: str) -> Iterator[Span]:
    """Numbers of people (by their check digits), telephones, and any of six to twelve digits."""
    for match in DIGITS.finditer(text):
        written = match[0]
        digits = "".join(c for c in written if c.isdigit())
        if NUMERIC_DATE.fullmatch(written) or years(written):
            continue
        kind, rule = number_kind(digits, written, language)
        if kind:
            yield Span(match.start(), match.start() + len(written.rstrip(" ()./-")), kind, rule)
    for match in LONG.finditer(text):
        yield Span(match.start(), match.end(), "number", "long_number")


def years(written: str) -> bool:
    """Whether digits are two years or such: `2019-2021`, `1.5 - 2.5`, `10, 20`."""
    return re.fullmatch(r"(?:19|20)\d\d ?[-/ ] ?(?:19|20)\d\d", written) is not None


def number_kind(digits: str, written: str, language: str) -> tuple[str, str]:
    """Kind and rule of digits in groups; empty where they are none."""
    for name, check in CHECKS.items():
        if check(digits):
            return "number", name
    if phone(digits, written, language):
        return "phone", "phone"
    plain = written.strip("()").replace("-", "").replace("+", "").replace(" ", "")
    if 6 <= len(digits) <= 12 and plain.isdigit() and (written.isdigit() or grouped(written)):
        return "number", "long_number"
    return "", ""


def grouped(written: str) -> bool:
    """Whether digits stand in groups as in a number of a person, not as amounts in a list."""
    groups = re.split(r"[ -]+", written.strip("()+ "))
    thousands = len(groups) > 1 and len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    rounded = thousands and groups[-1] == "000"
    return not rounded and len(groups) <= 5 and max(map(len, groups)) >= 3


def phone(digits: str, written: str, language: str) -> bool:
    """Whether digits are a telephone number of the United Kingdom, Sweden or Norway."""
    if written.lstrip("(").startswith(("+", "00")):
        return 9 <= len(digits.lstrip("0")) <= 14
    if language == "nb":
        return len(digits) == 8 and digits[0] in "2345679" and "." not in written
    if language == "sv":
        return digits[0] == "0" and digits[1] != "0" and 8 <= len(digits) <= 10
    return digits[0] == "0" and digits[1] in "123578" and 10 <= len(digits) <= 11


def nhs_number(digits: str) -> bool:
    """Modulus 11 over weights 10 to 2 (NHS Data Dictionary, NHS NUMBER)."""
    if len(digits) != 10:
        return False
    rest = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def personnummer(digits: str) -> bool:
    """Swedish: YYMMDD and four digits, Luhn (Skatteverket, SKV 704).

    A samordningsnummer has 60 added to its day.
    """
    ten = digits[2:] if len(digits) == 12 and digits[:2] in {"18", "19", "20"} else digits
    if len(ten) != 10 or not 1 <= int(ten[2:4]) <= 12 or not 1 <= int(ten[4:6]) % 60 <= 31:
        return False
    doubled = [int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(ten)]
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


def fodselsnummer(digits: str) -> bool:
    """Norwegian: DDMMYY and five, two check digits modulus 11 (Skatteetaten); D-numbers add 40."""
    if len(digits) != 11 or not 1 <= int(digits[:2]) % 40 <= 31:
        return False
    if not 1 <= int(digits[2:4]) % 40 <= 12:
        return False
    one = -sum(int(d) * w for d, w in zip(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=False)) % 11
    two = (
        -sum(int(d) * w for d, w in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False)) % 11
    )
    return (one, two) == (int(digits[9]), int(digits[10]))


CHECKS: dict[str, Callable[[str], bool]] = {
    "nhs_number": nhs_number,
    "personnummer": personnummer,
    "fodselsnummer": fodselsnummer,
}
