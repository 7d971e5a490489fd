"""Identifiers that have a shape: valid check digits, ranges that belong to nobody where there are.

Each function takes a random generator and gives text; [brackets]: what must be masked of it.
"""

from __future__ import annotations

import unicodedata
from random import Random


def by_language(en: str, sv: str, nb: str) -> dict[str, list[str]]:
    """The words of each language, in order."""
    return {"en": en.split(), "sv": sv.split(), "nb": nb.split()}


DIGITS = by_language(
    en="oh one two three four five six seven eight nine",
    sv="noll ett två tre fyra fem sex sju åtta nio",
    nb="null en to tre fire fem seks sju åtte ni",
)
TEENS = by_language(
    en="ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    sv="tio elva tolv tretton fjorton femton sexton sjutton arton nitton",
    nb="ti elleve tolv tretten fjorten femten seksten sytten atten nitten",
)
TENS = by_language(
    en="twenty thirty forty fifty sixty seventy eighty ninety",
    sv="tjugo trettio fyrtio femtio sextio sjuttio åttio nittio",
    nb="tjue tretti førti femti seksti sytti åtti nitti",
)
MONTHS = by_language(
    en="January February March April May June July August September October November December",
    sv="januari februari mars april maj juni juli augusti september oktober november december",
    nb="januar februar mars april mai juni juli august september oktober november desember",
)
ORDINALS = by_language(
    en="first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth "
    "twenty-seventh twenty-eighth",
    sv="första andra tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte "
    "trettonde fjortonde femtonde sextonde sjuttonde artonde nittonde tjugonde tjugoförsta "
    "tjugoandra tjugotredje tjugofjärde tjugofemte tjugosjätte tjugosjunde tjugoåttonde",
    nb="første andre tredje fjerde femte sjette sjuende åttende niende tiende ellevte tolvte "
    "trettende fjortende femtende sekstende syttende attende nittende tjuende tjueførste "
    "tjueandre tjuetredje tjuefjerde tjuefemte tjuesjette tjuesjuende tjueåttende",
)
HOSTS = ("example.org", "example.com", "example.net", "post.example.org", "mail.example.com")
AREAS = ("TR", "HX", "HD", "BD", "LA", "DG", "FK", "SA", "LL", "SY", "PL", "EX", "LN", "S", "M")


def cardinal(number: int, language: str) -> str:
    """A number below 100 in words."""
    if number < 10:
        return DIGITS[language][number] if number or language != "en" else "zero"
    if number < 20:
        return TEENS[language][number - 10]
    tens, ones = TENS[language][number // 10 - 2], number % 10
    if not ones:
        return tens
    return tens + ("-" if language == "en" else "") + DIGITS[language][ones]


def digits(rng: Random, count: int) -> str:
    """As many random digits."""
    return "".join(str(rng.randrange(10)) for _ in range(count))


def plain(text: str) -> str:
    """Letters without their marks, small, nothing else: for addresses on the internet."""
    marked = unicodedata.normalize("NFD", text.casefold().replace("ø", "o").replace("ł", "l"))
    return "".join(letter for letter in marked if letter.isascii() and letter.isalnum())


def nhs_number(rng: Random) -> str:
    """An NHS number (modulus 11) that begins with 999, which the NHS gives to nobody."""
    while True:
        nine = "999" + digits(rng, 6)
        check = -sum(int(d) * (10 - i) for i, d in enumerate(nine)) % 11
        if check < 10:
            number = f"{nine}{check}"
            return rng.choice((number, f"{number[:3]} {number[3:6]} {number[6:]}",
                               f"{number[:3]}-{number[3:6]}-{number[6:]}"))  # fmt: skip


def personnummer(rng: Random) -> str:
    """A Swedish number (Luhn) with birth number 980-999, which Skatteverket gives to nobody."""
    century, year = rng.choice((("19", rng.randrange(25, 100)), ("20", rng.randrange(0, 25))))
    birth = f"{year:02}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    nine = f"{birth}{rng.randrange(980, 1000)}"
    doubled = (int(d) * (2 - i % 2) for i, d in enumerate(nine))
    last = nine[6:] + str(-sum(n // 10 + n % 10 for n in doubled) % 10)
    return rng.choice((f"{birth}-{last}", f"{century}{birth}-{last}", f"{century}{birth}{last}"))


def fodselsnummer(rng: Random) -> str:
    """A Norwegian number (two checks of modulus 11) of somebody born 2030-2039: nobody yet."""
    while True:
        nine = (f"{rng.randrange(1, 29):02}{rng.randrange(1, 13):02}{rng.randrange(30, 40)}"
                f"{rng.randrange(500, 1000)}")  # fmt: skip
        first = (
            -sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
        )
        ten = f"{nine}{first}"
        second = -sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=False))
        if first < 10 and second % 11 < 10:
            number = f"{ten}{second % 11}"
            return rng.choice((number, f"{number[:6]} {number[6:]}"))


def groups(rng: Random, language: str) -> list[str]:
    """A telephone number in the groups it is written in, national form.

    Numbers that Ofcom and PTS keep for plays; Norway keeps none, so these are of a block of
    subscriber numbers beginning 0000.
    """
    two = digits(rng, 2)
    if language == "nb":
        return [rng.choice(("40", "45", "90", "99")), "00", "00", two]
    if language == "sv":
        return rng.choice((["070", "174", "06", f"{rng.randrange(5, 100):02}"],
                           ["031", "390", "06", two], ["08", "465", "004", two],
                           ["040", "628", "04", two]))  # fmt: skip
    three = digits(rng, 3)
    head = rng.choice(
        ("07700 900", "07700 900", "01632 960", "020 7946 0", "0113 496 0", "0191 498 0")
    )
    return f"{head}{three}".split()


def phone(rng: Random, language: str) -> str:
    """A telephone number as it is written."""
    first, *rest = groups(rng, language)
    if language == "nb":
        spaced = " ".join((first, *rest))
        return rng.choice((spaced, spaced.replace(" ", ""), f"+47 {spaced}"))
    code = {"en": "44", "sv": "46"}[language]
    joint = "-" if language == "sv" else " "
    spaced = " ".join(rest)
    return rng.choice((f"{first}{joint}{spaced}", f"{first}{joint}{''.join(rest)}",
                       "".join((first, *rest)), f"+{code} {first[1:]} {spaced}"))  # fmt: skip


def phone_spoken(rng: Random, language: str) -> str:
    """A telephone number as it is said: digit by digit, with 'double', or (sv, nb) in twos."""
    said = []
    pairs = language != "en" and rng.random() < 0.6
    for group in groups(rng, language):
        words, here = [], 0
        while here < len(group):
            two = group[here : here + 2]
            if language == "en" and len(set(two)) < len(two) and rng.random() < 0.6:
                words.append(f"double {DIGITS['en'][int(two[0])]}")
                here += 2
            elif pairs and len(group) == 2 and group[0] != "0":
                words.append(cardinal(int(group), language))
                here += 2
            else:
                words.append(DIGITS[language][int(group[here])])
                here += 1
        said.append(" ".join(words))
    return rng.choice((" ", ", ")).join(said)


def number(rng: Random) -> str:
    """Some other number of 6 to 12 digits: of a case, a policy, a record."""
    text = str(rng.randrange(1, 10)) + digits(rng, rng.randrange(5, 12))
    return rng.choice((text, text, text, f"{text[:2]}-{text[2:]}"))


def postcode(rng: Random, language: str) -> str:
    """A postcode by its shape; nobody has looked whether there is such a one."""
    if language == "nb":
        return f"9{digits(rng, 3)}"
    if language == "sv":
        return rng.choice((f"98{rng.randrange(10)} {digits(rng, 2)}", f"9{digits(rng, 4)}"))
    inward = f"{rng.randrange(1, 10)}{''.join(rng.choice('ABDEFGHJLNPQRSTUWXYZ') for _ in '12')}"
    return f"{rng.choice(AREAS)}{rng.randrange(1, 29)} {inward}"


def date(rng: Random, language: str) -> str:
    """A date as it is written, mostly with its year."""
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1935, 2025)
    name = MONTHS[language][month - 1]
    iso = f"{year}-{month:02}-{day:02}"
    if language == "sv":
        return rng.choice((f"{day} {name} {year}", f"{day} {name}", iso, f"{day}/{month} {year}"))
    if language == "nb":
        return rng.choice((f"{day}. {name} {year}", f"{day}. {name}", f"{day:02}.{month:02}.{year}",
                           iso))  # fmt: skip
    end = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return rng.choice((f"{day} {name} {year}", f"{day}{end} {name} {year}", f"{name} {day}{end}",
                       f"{day:02}/{month:02}/{year}", f"{day}/{month}/{year % 100:02}", iso,
                       f"the [{day}{end} of {name}]"))  # fmt: skip


def year_spoken(year: int, language: str) -> str:
    """A year from 1935 to 2024 in words."""
    rest = year % 100
    if year < 2000:
        joint = {"en": "nineteen ", "sv": "nittonhundra", "nb": "nitten"}[language]
        return joint + cardinal(rest, language)
    if language == "en":
        return f"two thousand and {cardinal(rest, 'en')}" if rest < 10 else (
            f"twenty {cardinal(rest, 'en')}")  # fmt: skip
    return {"sv": "tjugohundra", "nb": "to tusen og "}[language] + cardinal(rest, language)


def date_spoken(rng: Random, language: str) -> str:
    """A date as it is said, sometimes with its year."""
    day = ORDINALS[language][rng.randrange(28)]
    name = MONTHS[language][rng.randrange(12)]
    year = rng.choice((*range(1935, 2000), *range(2001, 2025)))
    after = f" {year_spoken(year, language)}" if rng.random() < 0.4 else ""
    if language == "en":
        return rng.choice((f"the [{day} of {name}{after}]", f"[{name} the {day}{after}]"))
    return f"den [{day} {name}{after}]"


def age(rng: Random, language: str) -> str:
    """An age of 90 or more, in digits or in words."""
    years = rng.randrange(90, 100)
    return rng.choice((str(rng.randrange(90, 105)), cardinal(years, language)))


def age_decade(rng: Random, language: str) -> str:
    """The decade of an age of 90 or more: `in her nineties`."""
    return rng.choice({
        "en": ("nineties", "nineties", "90s"),
        "sv": ("nittioårsåldern", "90-årsåldern"),
        "nb": ("nittiårene", "90-årene"),
    }[language])  # fmt: skip


def age_ordinal(rng: Random, language: str) -> str:
    """The number of a birthday, 90 or more: `her ninety-third`."""
    ones = rng.randrange(10)
    if rng.random() < 0.4:
        end = {"en": ("th", "st", "nd", "rd", *["th"] * 6)[ones],
               "sv": ":a" if ones in {1, 2} else ":e", "nb": "."}[language]  # fmt: skip
        return f"9{ones}{end}" if language == "en" else f"[9{ones}]{end}"
    if not ones:
        return {"en": "ninetieth", "sv": "nittionde", "nb": "nittiende"}[language]
    tens = cardinal(90, language) + ("-" if language == "en" else "")
    return tens + ORDINALS[language][ones - 1]


def age_noun(rng: Random, language: str) -> str:
    """Somebody by an age of 90 or more: `a ninety-three-year-old`."""
    years = rng.randrange(90, 100)
    if language == "en":
        return f"[{rng.choice((str(years), cardinal(years, language)))}]-year-old"
    return rng.choice((f"[{years}]-åring", f"{cardinal(years, language)}åring"))


def age_hundred(rng: Random, language: str) -> str:
    """A hundred or a little more, in words."""
    ones = rng.randrange(5)
    if language == "en":
        return f"a [hundred{f' and {cardinal(ones, language)}' if ones else ''}]"
    hundred, joint = {"sv": ("hundra", ""), "nb": ("hundre", " og ")}[language]
    return hundred + (joint + cardinal(ones, language) if ones else "")
