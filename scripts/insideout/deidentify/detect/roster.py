"""The study's own names: exactly, and misspelt."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from insideout.deidentify.detect.hits import Hit, tail
from insideout.deidentify.detect.lists import Lists
from insideout.deidentify.detect.tokens import WORD, Tokens, bare, composed, words
from insideout.deidentify.span import Entry, State

# Between the words of a name; `and`, `the` and the like may stand there or lack.
BETWEEN = re.compile(r"[ \t.,&/'\-\u2010-\u2015]{0,3}\n?[ ]?\Z")
LOOSE_WORDS = words("and och og the")
SAINTS = dict.fromkeys(words("saint sankt sankta st sct"), "st")


class Name(NamedTuple):
    """One way of writing an entry: its keys, whether it ends in -'s, and the entry."""

    keys: tuple[str, ...]
    entry: Entry
    owns: bool = False


def written(
    roster: Sequence[Entry], source: str, titles: Container[str] = ()
) -> dict[str, list[Name]]:
    """The roster's names for a source by their first key, longest first.

    A person of several words is also known by each of them, the first and last name; not by the
    title, which stands before other names, too.
    """
    by_first: dict[str, list[Name]] = {}
    for entry in roster:
        if entry.sources and source not in entry.sources:
            continue
        for name in entry.names:
            keys = keys_of(name)
            if not keys:
                continue
            ways = {keys, *joined_ways(name)}
            if entry.kind == "person":
                ways |= {(key,) for key in keys if len(key) > 2 and key not in titles}
            for way in ways:
                owns = len(way) == len(keys) and name.strip()[-2:-1] in "'’"
                owns = owns and entry.kind != "person"
                by_first.setdefault(way[0], []).append(Name(way, entry, owns))
    for names in by_first.values():
        names.sort(key=lambda n: (-len(n.keys), n.entry.entity))
    return by_first


def keys_of(name: str) -> tuple[str, ...]:
    """A name's words as keys, without `and` and `the` where others are left."""
    parts = (bare(m[0])[0] for m in WORD.finditer(composed(name)[0]))
    keys = [plain(word.casefold()) for word in parts if word]
    return tuple(key for key in keys if key not in LOOSE_WORDS) or tuple(keys)


def joined_ways(name: str) -> set[tuple[str, ...]]:
    """A name with the parts of its words together (`Annemarie`) and apart (`D Aubrecourt`)."""
    text = composed(name)[0]
    ways = {keys_of(re.sub(r"(?<=\w)[-'](?=\w\w)", mark, text)) for mark in ("", " ")}
    return {way for way in ways if way}


def plain(key: str) -> str:
    """A key without apostrophes, saints abbreviated."""
    key = key.replace("'", "")
    return SAINTS.get(key, key)


def roster_hits(found: Tokens, roster: Sequence[Entry], source: str, lists: Lists) -> list[Hit]:
    """Where names of the roster stand, as they are or with a letter or two amiss."""
    names = written(roster, source, lists.titles)
    if not names:
        return []
    hits: list[Hit] = []
    for i, key in enumerate(found.key):
        for start in forms(key, lists, i, found):
            hit = exact(found, i, names.get(start, ()), lists)
            if hit:
                hits.append(hit)
                break
    return [*hits, *misspelt(found, names, lists)]


def forms(key: str, lists: Lists, i: int, found: Tokens) -> Iterable[str]:
    """A key and what it may be the plural or genitive of."""
    key = plain(key)
    yield key
    if found.owns[i]:
        yield key + "s"
    plural = lists.language != "en" or found.before(i) == "the"
    if plural and key.endswith("s") and len(key) > 3:
        yield key[:-1]
        if key.endswith("es"):
            yield key[:-2]


def exact(found: Tokens, i: int, names: Iterable[Name], lists: Lists) -> Hit | None:
    """The longest name of the roster that begins here."""
    for name in names:
        end = end_of(found, i, name, lists)
        state = sure(found, i, end, name, lists) if end else None
        if state:
            entry = name.entry
            more = tail(found, end - 1) if name.owns else 0
            return Hit(i, end, entry.kind, "roster", state, entry.entity, entry.role, more)
    return None


def end_of(found: Tokens, i: int, name: Name, lists: Lists) -> int:
    """Where a name ends whose first word is token `i`; 0: it doesn't stand here."""
    at = i + 1
    for number, key in enumerate(name.keys[1:], 2):
        while at < len(found) and found.key[at] in LOOSE_WORDS and BETWEEN.match(found.gap[at]):
            at += 1
        if at >= len(found) or not BETWEEN.match(found.gap[at]):
            return 0
        if not same(found, at, key, lists, number == len(name.keys) and not name.owns):
            return 0
        at += 1
    return at


def same(found: Tokens, i: int, key: str, lists: Lists, last: bool) -> bool:
    """Whether a token is a name's word, whether or not an -s is set off by an apostrophe.

    `last`: the word ends the name, and has no -s of its own.
    """
    have = plain(found.key[i])
    if have == key or (found.owns[i] and have + "s" == key):
        return True
    return have == key + "s" and (lists.language != "en" or not last)


def sure(found: Tokens, i: int, end: int, name: Name, lists: Lists) -> State | None:
    """How sure a name of the roster is here; None: it is an ordinary word."""
    if any(found.capital[j] and not found.lower[j] for j in range(i, end)):
        if end > i + 1 or not found.first[i] or not lists.words.ordinary & {found.key[i]}:
            return "sure"
        after = found.key[end] if end < len(found) and found.gap[end] == " " else ""
        return "sure" if after in lists.verbs or found.owns[i] else "asked"
    if end > i + 1:
        return "sure"
    key = name.keys[0]
    if key in lists.stop:
        return None
    if key in lists.words.ordinary and not lists.named(key):
        return "asked" if found.lower[i] or found.loose else None
    return "sure"


def misspelt(found: Tokens, names: dict[str, list[Name]], lists: Lists) -> list[Hit]:
    """Words out of the lexicon one edit from a name of 5 letters, two from one of 8 or more."""
    from rapidfuzz.distance import DamerauLevenshtein

    wanted = {
        part: name.entry
        for ways in names.values()
        for name in ways
        for part in name.keys
        if len(part) >= 4
        and not (part in lists.words.ordinary and not lists.named(part))
        and part not in lists.generic
    }
    if not wanted:
        return []
    seen: dict[str, Entry | None] = {}
    hits = []
    for i, key in enumerate(found.key):
        if len(key) < 4 or key in wanted or key.isdigit():
            continue
        compound = lists.language != "en" and not found.capital[i]
        if compound and lists.ordinary(key):
            continue
        if key not in seen:
            seen[key] = nearest(key, wanted, lists, DamerauLevenshtein.distance)
        entry = seen[key]
        if entry is None or (not found.capital[i] and not found.lower[i] and len(key) < 5):
            continue
        other = lists.named(key) or key in lists.places or key in lists.allowed
        if other and key in lists.allowed:
            continue
        state: State = "masked" if other else "sure"
        hits.append(Hit(i, i + 1, entry.kind, "roster_misspelt", state, entry.entity, entry.role))
    return hits


def nearest(key: str, wanted: dict[str, Entry], lists: Lists, distance) -> Entry | None:  # type: ignore[no-untyped-def]
    """The entry whose name is a slip away from a word, None where it is an ordinary word."""
    if key in lists.words.ordinary or key in lists.stop:
        return None
    if lists.language == "en" and lists.ordinary(key):
        return None
    best: tuple[int, str] | None = None
    for name in wanted:
        most = 2 if len(name) >= 8 else 1
        if abs(len(name) - len(key)) > most or (name[0] != key[0] and len(name) < 6):
            continue
        if key == name + "s":
            continue
        apart = distance(key, name, score_cutoff=most)
        if apart <= most and (best is None or (apart, name) < best):
            best = (apart, name)
    return wanted[best[1]] if best else None
