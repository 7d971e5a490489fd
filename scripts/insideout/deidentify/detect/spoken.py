"""Numbers in words: telephones and dates as they are said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from insideout.deidentify.detect.ages import ages
from insideout.deidentify.detect.structured import MONTHS
from insideout.deidentify.detect.tokens import Tokens, words
from insideout.deidentify.span import Span

DIGIT = {
    "en": "oh o zero nought naught one two three four five six seven eight nine",
    "sv": "noll nolla ett en två tre fyra fem sex sju åtta nio",
    "nb": "null en ett to tre fire fem seks sju syv åtte ni",
}
DIGITS = {language: words(text) for language, text in DIGIT.items()}
REPEATS = words("double treble triple dubbel dobbel")
# Swedish and Norwegian numbers are said in tens: "sjuttio tjugotre", "førtifem sekstisju".
TENS = {
    "en": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    " twenty thirty forty fifty sixty seventy eighty ninety hundred",
    "sv": "tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo trettio fyrtio"
    " femtio sextio sjuttio åttio nittio hundra",
    "nb": "ti elleve tolv tretten fjorten femten seksten sytten atten nitten tjue tretti førti"
    " femti seksti sytti åtti nitti hundre",
}
ALL = {
    code: DIGITS[code]
    | set(TENS[code].split())
    | {ten + digit for ten in TENS[code].split()[10:] for digit in DIGITS[code] if code != "en"}
    for code in TENS
}
# Words of a year: `nineteen`, `tjugohundrasexton`, `nittenfemtiseks`, `to tusen og to`.
CENTURY = {
    "en": re.compile(r"(?:nineteen|twenty|two|eighteen)\Z"),
    "sv": re.compile(r"(?:nitton|tjugo|arton|två)"),
    "nb": re.compile(r"(?:nitten|tjue|atten|to)"),
}
NUMBER = {
    code: re.compile(
        rf"(?:(?:{'|'.join(sorted(parts - {'o', 'oh'}, key=len, reverse=True))}"
        r"|hundra|hundre|tusen|og|och){1,5}|hundred|thousand|and)\Z"
    )
    for code, parts in ALL.items()
}
ORDINAL = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
    " thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
    " thirtieth",
    "sv": "första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte"
    " trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde tjugonde tjugoförsta"
    " tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde tjugoåttonde"
    " tjugonionde trettionde trettioförsta",
    "nb": "første andre tredje fjerde femte sjette sjuende syvende åttende niende tiende ellevte"
    " tolvte trettende fjortende femtende sekstende syttende attende nittende tjuende tjueførste"
    " tjueandre tjuetredje tjuefjerde tjuefemte tjuesjette tjuesjuende tjuesyvende tjueåttende"
    " tjueniende trettiende trettiførste",
}
ORDINALS = {language: words(text) for language, text in ORDINAL.items()}
MONTH = {code: frozenset(months.split("|")) for code, months in MONTHS.items()}


def spoken(found: Tokens, language: str) -> list[Span]:
    """Telephones and dates that are said in words, and ages of 90 and over."""
    return [*phones(found, language), *days(found, language), *ages(found, language)]


def joined(found: Tokens, i: int) -> bool:
    """Whether token `i` goes on with a number: a space, comma, hyphen or full stop between."""
    return found.gap[i] in {" ", ", ", "-", ". ", " - ", ",", "… ", "... "}


def phones(found: Tokens, language: str) -> Iterator[Span]:
    """Runs of at least six spoken digits (`oh seven double four …`), or of tens in the north."""
    spoken_digits, every = DIGITS[language], ALL[language]
    i, count = 0, len(found)
    while i < count:
        if found.key[i] not in every and found.key[i] not in REPEATS:
            i += 1
            continue
        end, digits = i, 0
        singles = 0
        while end < count and (end == i or joined(found, end)):
            key = found.key[end]
            if key in spoken_digits:
                digits += 1
                singles += 1
            elif key in every:
                digits += 2
            elif key.isdigit() and end > i:
                digits += len(key)
                singles += len(key)
            elif key in REPEATS and end + 1 < count and found.key[end + 1] in spoken_digits:
                digits += 1 if key == "double" or key in {"dubbel", "dobbel"} else 2
                singles += 1
            else:
                break
            end += 1
        enough = singles >= 6 or (language != "en" and digits >= 7 and end - i >= 4)
        if enough and not counted(found.key[i:end], language):
            yield Span(found.start[i], found.end[end - 1], "phone", "spoken_phone")
        i = max(end, i + 1)


def counted(keys: list[str], language: str) -> bool:
    """Whether somebody counts: `one two three four five six`."""
    order = {
        "en": "one two three four five six seven eight nine ten",
        "sv": "ett två tre fyra fem sex sju åtta nio tio",
        "nb": "en to tre fire fem seks sju åtte ni ti",
    }[language]
    return f" {' '.join(keys)} " in f" {order} "


def days(found: Tokens, language: str) -> Iterator[Span]:
    """`the fourteenth of May`, `May the fourteenth`, `den fjortonde maj`, with a year after it."""
    ordinals, months = ORDINALS[language], MONTH[language]
    keys, count = found.key, len(found)
    for i, key in enumerate(keys):
        if key not in ordinals:
            continue
        begin = i
        if i and keys[i - 1] in {"twenty", "thirty"} and found.next_to(i):
            begin = i - 1
        after = i + 1
        if after < count and keys[after] == "of" and found.gap[after] == " ":
            after += 1
        if after < count and keys[after] in months and found.gap[after] == " ":
            yield Span(
                found.start[begin],
                found.end[year_end(found, after, language)],
                "date",
                "spoken_date",
            )
            continue
        before = begin - 1
        if before > 0 and keys[before] == "the":
            before -= 1
        if (
            before >= 0
            and keys[before] in months
            and all(found.gap[j] == " " for j in range(before + 1, begin + 1))
            and not (before == begin - 1 and keys[before] in {"may", "mars", "march"})
            and not (keys[before] == "may" and key in {"first", "second", "third"})
        ):
            yield Span(
                found.start[before], found.end[year_end(found, i, language)], "date", "spoken_date"
            )


def year_end(found: Tokens, i: int, language: str) -> int:
    """The last token of a year said after token `i` (`nineteen forty-two`, `1942`), or `i`."""
    nxt = i + 1
    if nxt >= len(found) or found.gap[nxt] not in {" ", ", "}:
        return i
    if found.key[nxt].isdigit():
        return nxt if len(found.key[nxt]) == 4 else i
    if not CENTURY[language].match(found.key[nxt]):
        return i
    end = nxt
    while end + 1 < min(nxt + 6, len(found)) and found.gap[end + 1] in {" ", "-"}:
        if not NUMBER[language].match(found.key[end + 1]):
            break
        end += 1
    while found.key[end] in {"and", "og", "och"}:
        end -= 1
    return end if end > nxt or len(found.key[end]) > 8 else i
