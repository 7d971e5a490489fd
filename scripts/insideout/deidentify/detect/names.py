"""Names by the lists of names, and capitalised words that are in no list."""

from __future__ import annotations

from insideout.deidentify.detect.allow import PHRASE
from insideout.deidentify.detect.capitals import (
    CAMEL,
    POLITE,
    both_capital,
    capital,
    like_a_word,
    paired,
)
from insideout.deidentify.detect.hits import Hit
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.places import GOES, place_at
from insideout.deidentify.detect.runs import goes_on, run_of
from insideout.deidentify.detect.small import small
from insideout.deidentify.detect.tokens import Tokens, words
from insideout.deidentify.span import State

# What things have before them, and people and places have not.
ARTICLES = words(
    "a an the this that these those my your our his her their its some any no every each another"
    " en ett et den det de denna detta denne dette min din sin mitt ditt sitt vår vårt"
)
# Before a word of every day these make the name of an inn, farm or street of it.
OPENERS = words(
    "gamle gamla nye nya store stora lille lilla gyllene gyldne hvite vita røde röda svarte svarta"
    " norra nordre södra søndre østre östra vestre västra øvre övre nedre"
)
JOINED = words(
    "and with by for from to in at near of om av med för från til till fra hos og och i på ved"
    " vid mot"
)


def names(found: Tokens, lists: Lists, marks: bytearray) -> list[Hit]:
    """Names of people and places, and capitalised words out of the lexicon."""
    hits: list[Hit] = []
    i, count = 0, len(found)
    while i < count:
        hit = name_at(found, i, lists, marks)
        if hit is None:
            i += 1
            continue
        hits.append(hit)
        i = max(hit.end, i + 1)
    return hits


def name_at(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Hit | None:
    """The name that begins at a token, if one does."""
    key = found.key[i]
    if len(key) < 2 or key[0].isdigit() or marks[i] == PHRASE or found.in_code(i):
        return None
    place = place_at(found, i, lists, marks)
    if place is not None:
        return place
    if not found.telling(i):
        return small(found, i, lists, marks)
    if found.word[i].isupper() and not lists.named(key):
        return None
    return person_at(found, i, lists, marks)


def person_at(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Hit | None:
    """A person from a capitalised token on, or a word that may be a name."""
    key = found.key[i]
    end = run_of(found, i, lists, marks)
    if end == i:
        return None
    given = lists.given(key)
    if marks[i]:
        return allowed_name(found, i, end, lists, marks)
    if given and end > i + 1 and can_follow(found, end - 1, lists, marks):
        return Hit(i, end, "person", "first_last", first_state(found, i, lists))
    if lists.named(key):
        rule = "first" if key in lists.first else "last"
        return Hit(i, hyphened(found, i), "person", rule)
    if given or key in lists.last_word:
        return word_name(found, i, lists, marks, given)
    return unknown(found, i, lists, marks)


def allowed_name(found: Tokens, i: int, end: int, lists: Lists, marks: bytearray) -> Hit | None:
    """A name that is a month, a country or the like (`June`, `Jordan`): by what follows it."""
    key = found.key[i]
    if key not in lists.first_word and key not in lists.first:
        return None
    if end > i + 1 and lists.named(found.key[end - 1]) and not marks[end - 1]:
        return Hit(i, end, "person", "first_last", "masked")
    if found.after(i) in lists.verbs and not found.owns[i]:
        return Hit(i, i + 1, "person", "also_word", "masked")
    return None


def hyphened(found: Tokens, i: int) -> int:
    """The end of a double name (`Anne-Marie`) that begins here."""
    end = i + 1
    while end < len(found) and found.gap[end] == "-" and found.capital[end]:
        end += 1
    return end


def first_state(found: Tokens, i: int, lists: Lists) -> State:
    """How sure a first name with a surname is: a word that begins a sentence is less so."""
    if found.key[i] not in lists.first_word or not found.first[i]:
        return "sure"
    return "sure" if lists.named(found.key[i + 1]) else "masked"


def can_follow(found: Tokens, i: int, lists: Lists, marks: bytearray) -> bool:
    """Whether a token can end a surname."""
    last = found.key[i]
    if marks[i] and not lists.named(last) and last not in lists.last_word:
        return False
    other = last in lists.stop or last in lists.titles or last in lists.kin
    return not other and not found.word[i].isupper()


def word_name(found: Tokens, i: int, lists: Lists, marks: bytearray, given: bool) -> Hit | None:
    """A capitalised word that is a name besides: `Grace`, `Brown`, `Will`."""
    key = found.key[i]
    told = found.owns[i] or found.after(i) in lists.verbs
    state: State = "asked"
    if found.first[i]:
        if paired(found, i, lists, marks):
            return Hit(i, i + 1, "person", "also_word", "masked")
        if not given and not told:
            return both_capital(found, i, beyond(found, i, lists, marks), lists)
        state = "sure" if told and given else "asked"
    elif given and (lists.language != "en" or key not in lists.services):
        state = "masked" if beside(found, i) else "sure"
    elif told or lists.language != "en":
        state = "masked"
    return Hit(i, i + 1, "person", "also_word", state)


def beside(found: Tokens, i: int) -> bool:
    """Whether a capitalised word stands beside another, as in the name of a thing."""
    before = found.next_to(i) and found.capital[i - 1] and not found.first[i - 1]
    after = found.next_to(i + 1) and found.capital[i + 1]
    return bool(before or after)


def unknown(found: Tokens, i: int, lists: Lists, marks: bytearray) -> Hit | None:
    """A capitalised word that is no name of the lists, with its capitalised neighbours."""
    key = found.key[i]
    contracted = "'" in key and key.partition("'")[0] in lists.stop
    if key in lists.kin or key in lists.titles or contracted:
        return None
    if CAMEL.match(found.word[i]):
        return Hit(i, i + 1, "unknown", "capital", "asked")
    end = beyond(found, i, lists, marks)
    if found.first[i]:
        return first_unknown(found, i, end, lists)
    if lists.language != "en":
        return nordic_unknown(found, i, end, lists)
    named = any(not lists.ordinary(found.key[j]) for j in range(i, end))
    if named or (len(key) == 2 and key not in lists.stop):
        return Hit(i, end, kind_of(found, i, lists), "unknown", likely(found, i, end, lists))
    return capital(found, i, end, lists)


def first_unknown(found: Tokens, i: int, end: int, lists: Lists) -> Hit | None:
    """The same at the beginning of a sentence, where ordinary words have capitals, too."""
    key = found.key[i]
    short = len(key) == 2 and key not in lists.stop and found.word[i][1].islower()
    short = short and not (end < len(found) and found.gap[i + 1 : i + 2] in (["-"], ["- "]))
    if lists.ordinary(key) and not (short and lists.language == "en"):
        return both_capital(found, i, end, lists)
    state = likely(found, i, end, lists)
    if state == "masked" and like_a_word(found, i, lists):
        state, end = "asked", i + 1
    return Hit(i, end, "unknown", "unknown", state)


def nordic_unknown(found: Tokens, i: int, end: int, lists: Lists) -> Hit | None:
    """The same within a Swedish or Norwegian sentence, where only names have capitals."""
    key = found.key[i]
    if "'" in key or (key in POLITE and end == i + 1):
        return None
    ordinary = all(known_word(found.key[j], lists) for j in range(i, end))
    numbered = found.next_to(end) and found.word[end].isdigit() and len(found.word[end]) < 4
    if all(found.key[j] in lists.generic for j in range(i, end)) and not numbered:
        return Hit(i, end, "unknown", "capital", "asked")
    told = found.before(i) in lists.verbs or found.gap[i] == "-" or numbered
    kind = "street" if numbered else kind_of(found, i, lists)
    return Hit(i, end, kind, "unknown", "masked" if ordinary and not told else "sure")


def known_word(key: str, lists: Lists) -> bool:
    """Whether a key is in the lexicon as it stands."""
    if key in lists.words.ordinary or key in lists.stop:
        return True
    # An office, rather than a village: `Hjälpmedelscentralen`.
    return key.endswith(("en", "et", "na", "ene", "heten", "tjänst")) and lists.ordinary(key)


def beyond(found: Tokens, i: int, lists: Lists, marks: bytearray) -> int:
    """The end of the run of capitals that a word out of the lexicon begins."""
    end = i + 1
    while found.next_to(end) and (found.telling(end) or goes_on(found, end, lists)):
        key = found.key[end]
        listed = marks[end] and found.key[i] not in OPENERS
        other = key in lists.stop or key in lists.kin or key in lists.titles or listed
        if found.owns[end - 1] or other or len(key) < 2 or end - i > 3:
            break
        end += 1
    return end


def kind_of(found: Tokens, i: int, lists: Lists) -> str:
    """What an unknown name names, by the word before it."""
    before = found.before(i)
    return "place" if before in GOES[lists.language] and before not in {"to", "till"} else "unknown"


def likely(found: Tokens, i: int, end: int, lists: Lists) -> State:
    """How sure a word out of the lexicon is a name: by what stands around it.

    People and places own, do, and follow words of grammar; things have articles.
    """
    after = found.after(end - 1)
    told = found.owns[end - 1] or after in lists.verbs or after in {"is", "was"}
    if lists.language != "en":
        told = told or (found.key[end - 1].endswith("s") and after in lists.kin)
    before = found.before(i)
    if before in ARTICLES:
        family = before == "the" and found.key[end - 1].endswith("s")
        return "sure" if family and after in {"have", "are", "were", "had"} else "masked"
    if told:
        return "sure"
    if found.first[i]:
        pair = end > i + 1 and found.gap[i + 1] in {" ", "-"}
        return "sure" if pair and not lists.ordinary(found.key[end - 1]) else "masked"
    grammar = before in lists.stop or before in JOINED or before in lists.kin
    return "sure" if grammar or not before or before in lists.verbs or end > i + 1 else "masked"
