"""Pseudonyms: stable within a study, typed, readable; and the key, which stays private.

All forms of a name that can be told to mean one person in a source get one pseudonym, and a name
has the same one in every source: two people who share a first name and are never named in full
share a pseudonym. The roster, with its column `sources`, is the way to part them. A relative of
the speaker (`[Patient's daughter]`) is named for the source alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from insideout.deidentify.forms import POSSESSIVE, bare_genitive, type_of
from insideout.deidentify.people import (
    FIXED,
    bare,
    called,
    is_mine,
    numbered,
    numbers,
    on_a_line,
    relation,
    taken_by,
    together,
    words_of,
)
from insideout.deidentify.review import Row, decided
from insideout.deidentify.span import Document, Entry, Span
from insideout.intake.canonical import folded

RELATIVE = re.compile(r"\[.*['’]s ([\w-]+)(?: \d+)?\]")
DOCTOR = re.compile(r"\b(?:Dr|Doctor|Doktor)\.? $", re.IGNORECASE)
Found = tuple[Document, Sequence[Span]]


class Name(NamedTuple):
    """What is named, in one source: every form of it there, in order of appearance."""

    source: str
    kind: str
    types: tuple[str, ...]
    surfaces: tuple[str, ...]
    entity: str
    role: str
    kin: bool


@dataclass
class _Known:
    """The key as it is filled. `pseudonym`: by type (without titles), kind and source,
    which is "" for all sources.
    """

    rows: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    pseudonym: dict[tuple[str, str, str], str] = field(default_factory=dict)
    entity: dict[str, str] = field(default_factory=dict)
    words: dict[str, set[frozenset[str]]] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, kind: str, source: str, pseudonym: str, entity: str) -> None:
        """Put a row to the key; one of the same name, kind and source gives way."""
        self.rows[name, kind, source] = {
            "name": name, "kind": kind, "pseudonym": pseudonym, "entity": entity, "source": source,
        }  # fmt: skip
        self.pseudonym[bare(type_of(name)), kind, source] = pseudonym
        self.words.setdefault(pseudonym, set()).add(words_of(name))
        if entity:
            self.entity[entity] = pseudonym


def trimmed(document: Document, spans: Iterable[Span], types: set[str]) -> list[Span]:
    """Spans without white space, possessive, and the Swedish or Norwegian genitive at their end.

    `types`: all that was found in the study, so that an -s goes only where the rest is a name.
    """
    out = []
    bare = bare_genitive(document.language)
    for span in spans:
        text = document.text[span.start : span.end]
        start = span.start + len(text) - len(text.lstrip())
        core = POSSESSIVE.sub("", text.strip())
        name = type_of(core)
        if bare and name.endswith("s") and name[:-1] in types and len(name) > 2:
            core = core[:-1]
        if core:
            out.append(span._replace(start=start, end=start + len(core)))
    return out


def with_title(document: Document, spans: Iterable[Span]) -> list[Span]:
    """Spans with the title before a doctor's name, which the pseudonym says: `[Doctor 3]`."""
    out: list[Span] = []
    for span in spans:
        before = document.text[out[-1].end if out else 0 : span.start]
        match = DOCTOR.search(before[-10:]) if span.kind == "person" and not span.entity else None
        if match and span.role.casefold() in ("doctor", "dr"):
            out.append(span._replace(start=span.start - len(match[0])))
        else:
            out.append(span)
    return out


def with_kin(document: Document, spans: Sequence[Span], pseudonyms: Sequence[str]) -> list[Span]:
    """Spans with the `my husband` before a name that becomes `[Patient's husband]`."""
    out: list[Span] = []
    for span, pseudonym in zip(spans, pseudonyms, strict=True):
        kin = RELATIVE.fullmatch(pseudonym)
        before = document.text[out[-1].end if out else 0 : span.start][-40:]
        match = re.search(rf"\b(my|our)[ ,]+{kin[1]},? $", before, re.IGNORECASE) if kin else None
        out.append(span._replace(start=span.start - len(match[0])) if match else span)
    return out


def given(
    found: Sequence[Found],
    roster: Iterable[Entry],
    key: Iterable[Row],
    decisions: Iterable[Row] = (),
    *,
    narrators: Mapping[str, str] | None = None,
) -> tuple[dict[str, list[str]], list[dict[str, Any]]]:
    """The pseudonym of every span, by source and in the order of the spans; and the key's rows.

    `found`: documents with the spans to be masked, in the order in which numbers are given.
    Names that the `key` has keep their pseudonym, unless roster or reviewers now have one of their
    own. `narrators`: what the only one who tells something in a source is called (`Patient`).
    """
    entries = {entry.entity: entry for entry in roster}
    known = _read(key)
    own = {
        name: pseudonym
        for name, row in decided(decisions).items()
        if (pseudonym := on_a_line(str(row.get("pseudonym") or "")))
    }  # fmt: skip
    chosen = [*(on_a_line(e.pseudonym) for e in entries.values()), *own.values()]
    known.highest = numbers([*known.words, *chosen])
    kinds = _kinds(found, known)
    by_source: dict[str, list[str]] = {}
    for document, spans in found:
        pseudonyms: dict[tuple[str, str, str], str] = {}
        here = {t for t, kind, s in known.pseudonym if kind == "person" and s == document.source}
        keys = _grouped(document, spans, kinds, here)
        for name in _names(document, spans, keys, here):
            narrator = (narrators or {}).get(document.source, "")
            pseudonym, scoped = _pseudonym(name, entries, own, known, narrator)
            _note(name, pseudonym, scoped, known, split=_parted(entries, name.entity))
            pseudonyms |= {(name.kind, t, name.entity): pseudonym for t in name.types}
        by_source[document.source] = [pseudonyms[kind, name, who] for kind, name, who, _ in keys]
    return by_source, list(known.rows.values())


def _read(key: Iterable[Row]) -> _Known:
    known = _Known()
    for row in key:
        known.add(str(row["name"]), str(row["kind"]), str(row["source"] or ""),
                  on_a_line(str(row["pseudonym"])), str(row["entity"] or ""))  # fmt: skip
    return known


def _kinds(found: Sequence[Found], known: _Known) -> dict[str, str]:
    """What a name is in the rest of the study, for places where nothing tells."""
    kinds = {name: kind for name, kind, _ in known.pseudonym if kind != "unknown"}
    for document, spans in found:
        for span in spans:
            if span.kind != "unknown":
                kinds.setdefault(bare(type_of(document.text[span.start : span.end])), span.kind)
    return kinds


Grouped = tuple[str, str, str, str]  # kind, type, entity, and the name that forms are put to


def _grouped(
    document: Document, spans: Sequence[Span], kinds: Mapping[str, str], here: set[str]
) -> list[Grouped]:
    """Of every span: kind, type, entity, and the fullest name of what it names.

    `here`: names of people that the key has for this source alone, such as those of its labels.
    """
    rows = []
    for span in spans:
        name = type_of(document.text[span.start : span.end])
        kind = kinds.get(bare(name), "unknown") if span.kind == "unknown" else span.kind
        rows.append((kind, name, span.entity))
    people = {name for kind, name, _ in rows if kind == "person"}
    heads = together(people | here | {name for kind, name, _ in rows if kind == "unknown"})
    full = {name: head for name, head in heads.items() if head in people | here}
    entity = {name: who for _, name, who in rows if who}
    grouped = []
    for kind, name, who in rows:
        person = kind == "person" or (kind == "unknown" and name in full)
        head = full.get(name, name) if person else name
        whose = who or entity.get(name) or (entity.get(head, "") if person else "")
        grouped.append(("person" if person else kind, name, whose, head))
    return grouped


def _names(
    document: Document, spans: Sequence[Span], keys: Sequence[Grouped], here: set[str]
) -> Iterator[Name]:
    """What is named in a source, in order of appearance."""
    groups: dict[tuple[str, str], list[int]] = {}
    for at, (kind, _, entity, head) in enumerate(keys):
        groups.setdefault((kind, f"={entity}" if entity else head), []).append(at)
    for (kind, _), places in groups.items():
        surfaces = [folded(document.text[spans[at].start : spans[at].end]) for at in places]
        role = next((spans[at].role for at in places if spans[at].role), "")
        kin = any(
            spans[at].role == role and is_mine(document.text, spans[at].start, role)
            for at in places
        )
        types = dict.fromkeys(keys[at][1] for at in places)
        types |= {keys[at][3]: None for at in places if keys[at][3] in here}
        entity = keys[places[0]][2]
        yield Name(document.source, kind, tuple(types), tuple(dict.fromkeys(surfaces)), entity,
                   role, bool(role) and kin)  # fmt: skip


def _pseudonym(
    name: Name, entries: Mapping[str, Entry], own: Mapping[str, str], known: _Known, narrator: str
) -> tuple[str, bool]:
    """The pseudonym of what is named, and whether it is one for this source alone."""
    entry = entries.get(name.entity)
    chosen = (on_a_line(entry.pseudonym) if entry else "") or next(
        (own[t] for t in name.types if t in own), ""
    )
    if chosen:
        return chosen, False
    if name.kind in FIXED:
        return FIXED[name.kind], False
    here = _before(name, known)
    if here:
        return here
    role = (entry.role if entry else "") or name.role
    at_home = entry.sources == (name.source,) if entry else name.kin
    kin = relation(role, narrator) if name.kind == "person" and at_home else ""
    if kin:
        return _relative(kin, name.source, known), True
    sort = called(name.kind, name.surfaces[0], role, entry.sex if entry else "")
    return numbered(sort, known.highest), False


def _before(name: Name, known: _Known) -> tuple[str, bool] | None:
    """The pseudonym that the key has for what is named, if it can be no other's."""
    if name.entity:
        pseudonym = known.entity.get(name.entity)
        return (pseudonym, False) if pseudonym else None
    full = {words_of(t) for t in name.types if len(words_of(t)) > 1}
    longest = sorted(name.types, key=lambda t: (-len(words_of(t)), t))
    for source in (name.source, ""):
        for t in longest:
            pseudonym = known.pseudonym.get((bare(t), name.kind, source))
            others = taken_by(pseudonym or "", known.words)
            if pseudonym and (source or not full or not others or full & others):
                return pseudonym, bool(source)
    return None


def _relative(kin: str, source: str, known: _Known) -> str:
    """`[Patient's son]`, and `[Patient's son 2]` for a second one in the same source."""
    there = {row["pseudonym"] for row in known.rows.values() if row["source"] == source}
    taken = [p for p in there if p == f"[{kin}]" or p.startswith(f"[{kin} ")]
    return f"[{kin} {len(taken) + 1}]" if taken else f"[{kin}]"


def _note(name: Name, pseudonym: str, scoped: bool, known: _Known, *, split: bool) -> None:
    """Put every form of what is named to the key, for this source alone where it must be."""
    everywhere = {t: known.pseudonym.get((bare(t), name.kind, "")) for t in name.types}
    for surface in name.surfaces:
        t = type_of(surface)
        elsewhere = everywhere[t] not in (None, pseudonym)
        replaces = name.entity and not split and _entity(known, surface, name) == name.entity
        source = name.source if scoped or split or (elsewhere and not replaces) else ""
        known.add(surface, name.kind, source, pseudonym, name.entity)


def _entity(known: _Known, surface: str, name: Name) -> str:
    row = known.rows.get((surface, name.kind, ""))
    return str(row["entity"]) if row else ""


def _parted(entries: Mapping[str, Entry], entity: str) -> bool:
    """Whether a roster entry means what it names in some sources only."""
    return entity in entries and bool(entries[entity].sources)
