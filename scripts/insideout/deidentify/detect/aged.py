"""The words around ages, and the numbers from ninety on."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from insideout.deidentify.detect.tokens import Tokens, words

Form = Literal["cardinal", "ordinal", "decade", "aged"]


class Number(NamedTuple):
    """A number from 90 to 119: tokens `begin` to `end`, half-open.

    aged: a word that tells an age by itself (`97-årig`, `nonagenarian`).
    """

    begin: int
    end: int
    form: Form


ONES = {
    "en": "one two three four five six seven eight nine",
    "sv": "en ett två tre fyra fem sex sju åtta nio",
    "nb": "en én ett to tre fire fem seks sju syv åtte ni",
}
ONE = {code: words(text) for code, text in ONES.items()}
MORE = ONE["en"] | words(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
NTH = words("first second third fourth fifth sixth seventh eighth ninth")
NORDIC_NTH = {
    "sv": "första förste andra andre tredje fjärde femte sjätte sjunde åttonde nionde",
    "nb": "første andre annet tredje fjerde femte sjette sjuende syvende åttende niende",
}
TENS = {"sv": "nittio|nitti", "nb": "nitti"}
DIGITS = r"(?:9\d|1[01]\d)"
# One word of a number, what it counts joined to it: `nittiotreåring`, `nittiårene`.
NORDIC = {
    code: re.compile(
        rf"(?:(?:{TENS[code]})(?P<one>{'|'.join(ONES[code].split())})?"
        rf"|(?P<hundred>hundr(?:a|e))(?:(?:og|och)?(?:{'|'.join(ONES[code].split())}))?)"
        r"(?P<aged>-?åring(?:s|en|ens|ar|er|arna|ene)?|-?åri(?:g|ga|ge)"
        r"|-?års(?:åldern?|alder(?:en)?|dag(?:en)?|kalas(?:et)?|lag(?:et)?))?"
        r"(?P<decade>-?år(?:ene|a))?\Z"
    )
    for code in TENS
}
NORDIC_ORDINAL = {
    "sv": re.compile(
        rf"(?:nittionde|hundrade|(?:nittio|hundra)(?:{'|'.join(NORDIC_NTH['sv'].split())}))\Z"
    ),
    "nb": re.compile(
        rf"(?:nittiende|hundrede|(?:nitti|hundreog)(?:{'|'.join(NORDIC_NTH['nb'].split())}))\Z"
    ),
}
# What digits are joined to, where it makes an age of them.
JOINED_AGE = re.compile(
    r"(?:åring(?:s|en|ens|ar|er|arna|ene)?|åri(?:g|ga|ge)"
    r"|års(?:åldern?|alder(?:en)?|dag(?:en)?|kalas(?:et)?|lag(?:et)?))\Z"
)
BY_WORD = words("nonagenarian nonagenarians centenarian centenarians supercentenarian")
NINETY_TO = re.compile(rf"{DIGITS}\Z")


def number_at(found: Tokens, i: int, key: str, language: str) -> Number | None:
    """The number from 90 to 119 that begins at a token, if one does."""
    if key[0].isdigit():
        return in_digits(found, i, language) if NINETY_TO.match(key) else None
    if language == "en":
        return in_english(found, i, key) if key[0] in "nhcs" else None
    return in_nordic(found, i, key, language) if key.startswith(("nitti", "hundr")) else None


def in_nordic(found: Tokens, i: int, key: str, language: str) -> Number | None:
    """The same in Swedish or Norwegian words: `nittiotre`, `hundre og to`, `nittiåring`."""
    if NORDIC_ORDINAL[language].match(key):
        return Number(i, i + 1, "ordinal")
    match = NORDIC[language].match(key)
    if match is None:
        return None
    form: Form = "aged" if match["aged"] else "decade" if match["decade"] else "cardinal"
    begin = i - 1 if match["hundred"] and found.before(i) in {"ett", "et"} else i
    end = i + 1
    if form != "cardinal" or not found.next_to(end):
        return Number(begin, end, form)
    if found.gap[end] != " " and JOINED_AGE.match(found.key[end]):
        return Number(begin, end + 1, "aged")
    ones = ONE[language]
    if match["hundred"] and found.key[end] in {"og", "och"}:
        end += 2 if end + 1 < len(found) and found.key[end + 1] in ones else 0
    elif not match["one"] and found.key[end] in ones - {"en", "én", "ett"}:
        end += 1
    return Number(begin, end, form)


def in_digits(found: Tokens, i: int, language: str) -> Number | None:
    """The same in digits: `93`, `97th`, `90s`, `97-årig`, `93. år`."""
    if i and found.gap[i] == "":
        return None
    nxt = i + 1
    if nxt == len(found):
        return Number(i, nxt, "cardinal")
    gap, key = found.gap[nxt], found.key[nxt]
    form = form_of(gap, key, language)
    apart = form == "cardinal" or gap == ". "
    return Number(i, nxt if apart else nxt + 1, form)


def form_of(gap: str, key: str, language: str) -> Form:
    """What a number in digits is by what follows it."""
    nth = gap == ":" and key in {"e", "a", "te", "de", "es", "as"}
    nth = nth or (gap == "" and key in {"th", "st", "nd", "rd"})
    year = language != "en" and (key.startswith("år") or key in BIRTHDAY)
    if nth or (gap == ". " and year):
        return "ordinal"
    hyphen = gap in {"-", "‑", "–"}
    if key == "s" and gap in {"", "'"}:
        return "decade"
    if hyphen and language != "en" and key in {"årene", "åra"}:
        return "decade"
    return "aged" if (hyphen or gap in {"", " "}) and JOINED_AGE.match(key) else "cardinal"


# English words that are a number's last, by its form.
LAST: dict[str, Form] = {
    "ninetieth": "ordinal", "hundredth": "ordinal", "nineties": "decade",
    **dict.fromkeys(BY_WORD, "aged"),
}  # fmt: skip


def in_english(found: Tokens, i: int, key: str) -> Number | None:
    """The same in English words: `ninety-three`, `a hundred and two`, `ninetieth`, `nineties`."""
    nxt = i + 1
    if key in LAST:
        return Number(i, nxt, LAST[key])
    following = found.key[nxt] if found.next_to(nxt) else ""
    if key == "ninety":
        nth = following in NTH
        return Number(i, nxt + (nth or following in ONE["en"]), "ordinal" if nth else "cardinal")
    if key != "hundred" or found.before(i) not in {"a", "one"}:
        return None
    if following == "and" and nxt + 1 < len(found):
        return Number(i - 1, nxt + 2, "cardinal") if found.key[nxt + 1] in MORE else None
    return Number(i - 1, nxt, "cardinal")


PEOPLE = words(
    "i he she we you they who mum mam mom dad gran grandma grandad nan nana everyone everybody he'd"
    " she'd i'd they'd you'd he'll she'll i'll they'll jag jeg han hon hun du vi dom de som mamma"
    " pappa mor far mormor morfar farmor farfar bestefar bestemor tante onkel begge båda"
)
# What is measured or counted with the same words as ages.
THINGS = words(
    "it that this there what which temperature temp sats saturation saturations oxygen pressure bp"
    " pulse rate heart weight sugar sugars glucose level levels"
    " count inr reading readings price cost"
    " costs score scores number numbers room bus fare bill total result results speed distance dose"
    " det den dette detta temperaturen pulsen puls trycket blodtrycket vekta vikten vekten sukkeret"
    " sockret prisen priset blodtrykket nummer nummeret numret tallet crp hba ferritin those these"
    " creatinine gfr egfr stats stat pounds rent percent score mark marks limit"
)
BE = words(
    "is was are were am be been being becomes became become be's är var vara varit er være vært"
    " blir blev bli blivit ble blitt fyller fyllde fyllt fylte fylt"
)
HELPING = {
    "en": words(
        "be been being would will must might may could should can has"
        " have had to going about is was"
        " not only just still now already even probably also then really isn't wasn't she'd"
        " lived hoping hope want wants live"
    ),
    "sv": words(
        "nu då ju också skulle ska kunde kan har hade att redan väl nog fortfarande är var"
    ),
    "nb": words(
        "nå da jo også skulle skal kunne kan har hadde å allerede vel nok fortsatt er var"
        " min mi mitt"
    ),
}
# Between a verb and an age.
ABOUT = {
    "en": words(
        "now only nearly almost about already just over getting coming going well still around past"
        " probably maybe something near nigh roughly approximately enough close under"
        " not quite somewhere up er um erm hmm oh think least all"
    ),
    "sv": words(
        "nu då ju nästan över drygt snart redan bara väl kanske ungefär"
        " omkring runt cirka ca typ hela"
        " närmare fortfarande nog faktiskt långt bit bra god en precis just nyss"
    ),
    "nb": words(
        "nå da jo nesten over godt snart allerede bare vel kanskje omtrent rundt cirka ca hele"
        " nærmere fortsatt nok faktisk opp mot langt godt nettopp akkurat bit en"
    ),
}  # fmt: skip
# Before these, `on`, `to` and `for` stand between a verb and an age, too (`getting on for`).
CLOSE = words("on up close getting coming going")
# Verbs of ages: whether they make one for certain.
REACH = {
    "en": dict.fromkeys(
        words(
            "turned turning turns aged pushing nearing rising reached reaching reaches touching"
            " gone age"
        ), True
    ) | dict.fromkeys(words("turn hit approaching reach older"), False),
    "sv": dict.fromkeys(words(
        "fyllde fyller fyllt fylla blir passerat passerade rundat rundade"
    ), True),
    "nb": dict.fromkeys(
        words(
            "fylte fyller fylt fylle blir rundet runder rundar passert passerte bikket bikka"
        ), True
    ),
}  # fmt: skip
WHEN = {
    "en": words("at of till until to for over"),
    "sv": words("vid av tills över på"),
    "nb": words("ved av til over på"),
}
AGED = {
    "en": words("year years yr yrs yo odd ish something"),
    "sv": words("år års"),
    "nb": words("år års"),
}
BIRTHDAY = words(
    "birthday birthdays bday födelsedag födelsedagen fødselsdag fødselsdagen bursdag bursdagen"
)
OWN = words(
    "her his their my your our its sitt sin hans hennes mitt min ditt vårt sine mine hennar deras"
    " deres dennes"
)
DECADE = words(
    "early mid middle late later very high low upper well into in end beginning of i slutten"
    " begynnelsen starten midten av tidlig sent langt oppe inne"
    " slutet början mitten tidigt högt uppe"
    " godt ut ute uti oppi inni på til till"
)
LOOSELY = [["or"], ["to"], ["going", "on"], ["eller"], ["maybe"], ["nearly"], ["til"], ["till"]]
ASKED = {
    "en": re.compile(r"\b(?:how old|what age|age is|your age|(?:his|her) age)\b", re.IGNORECASE),
    "sv": re.compile(r"\b(?:hur gam(?:mal|la)|vilken ålder|ålder)\b", re.IGNORECASE),
    "nb": re.compile(r"\b(?:hvor gam(?:mel|le)|hvilken alder|alder)\b", re.IGNORECASE),
}
MONTH = words(
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday christmas easter"
)
UNITS = words(
    "pounds quid pence p percent per cent pc minutes minute mins min days day hours hour weeks week"
    " months month miles mile metres meters metre mg ml"
    " mcg grams g micrograms milligrams millilitres"
    " degrees people patients times time euros stone kilos kilo kg kilograms beds bed steps step"
    " procent prosent minuter minutter minutt dagar dagen dager dag"
    " kronor kroner kr meter mil gånger"
    " gånge ganger gang gång personer person veckor vecka uker"
    " uke timmar timme timer grader pasienter"
    " patienter st stykk stycken over beats units lbs pound dollars seconds second sek sekunder"
    " thousand million tusen millioner miljoner pages calls letters hundred cm mm mmol litres"
    " staff members others kilometer km watts tablets pills houses homes cases questions"
)
# Somebody lives, dies or gets to an age.
WHO_AT = words(
    "died dies die dying passed lived lives live living made age ages ålder åldern alder alderen"
    " dog dör dø døde dør gick bort levde leve lever blev ble got get gets alive retired"
)
PERSON = words("someone somebody person anyone anybody gentleman people noen någon")
# After years, these make no age of them.
NO_LATER = words("ago sedan siden senere later since tillbaka tilbake of med med in on på i")
