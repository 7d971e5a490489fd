"""What stands in a project's XML, as records: still in the tool's own terms, nothing resolved.

Attributes and elements may be missing, whatever the schema says: "" and None stand for them then.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from insideout.exchange.project import Source
from insideout.exchange.refi.convention import made_guid, plain_guid
from insideout.exchange.refi.elements import Node

MEDIA = {
    "pdfsource": "PDF", "picturesource": "picture", "audiosource": "audio", "videosource": "video",
}  # fmt: skip
TEXTS_OF_MEDIA = ("representation", "textdescription")
PLACES = ("pdfselection", "pictureselection", "audioselection", "videoselection")


class CodingRecord(NamedTuple):
    """A Coding: guid, its code's guid, who, when, guids of its notes."""

    guid: str
    code: str
    user: str
    created: str
    notes: tuple[str, ...]


class Selection(NamedTuple):
    """A selection of a source; `start` and `end` as its tool counts, None in what isn't text."""

    guid: str
    name: str
    description: str
    start: int | None
    end: int | None
    user: str
    created: str
    codings: tuple[CodingRecord, ...]
    notes: tuple[str, ...]
    words: str = ""  # what a passage of a PDF reads


@dataclass
class SourceRecord:
    """A source. `places`: selections of pages, pictures or recordings; `stamps`: time stamps."""

    guid: str
    name: str
    kind: str = "text"
    description: str = ""
    user: str = ""
    created: str = ""
    path: str = ""
    formatted: str = ""
    inline: str | None = None
    selections: list[Selection] = field(default_factory=list)
    places: list[Selection] = field(default_factory=list)
    codings: list[CodingRecord] = field(default_factory=list)
    notes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    stamps: int = 0

    def carried(self, text: str | None) -> Source:
        """The source with its canonical text."""
        return Source(self.guid, self.name, text, self.description, self.created, self.user)


class CaseRecord(NamedTuple):
    """A Case; `codes` and `selections` are counts of what isn't carried."""

    guid: str
    name: str
    description: str
    values: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    codes: int
    selections: int


class NoteRecord(NamedTuple):
    """A Note; its text stands in it or in a file. `coded`: selections and codings in it."""

    guid: str
    name: str
    text: str
    path: str
    user: str
    created: str
    coded: int


class LinkRecord(NamedTuple):
    """A Link between two things, by their guids."""

    name: str
    origin: str
    target: str


class SetRecord(NamedTuple):
    """A Set; `members`: what kind of thing each is said to be, and its guid ("" for none)."""

    guid: str
    name: str
    description: str
    members: tuple[tuple[str, str], ...]


def guid_in(text: str) -> str:
    """A guid as everything is looked up by: lower case without braces; another id as it stands."""
    return sys.intern(plain_guid(text) or text.strip())


def guid_of(node: Node, *made_of: str) -> str:
    """An element's own guid, or one made from what it is."""
    return guid_in(node.get("guid")) or made_guid(node.tag, *made_of)


def targets(node: Node, tag: str) -> tuple[str, ...]:
    """The guids that children of a name refer to; codebooks write guid for targetGUID."""
    return tuple(guid for child in node.children if child.tag == tag for guid in targets_of(child))


def targets_of(node: Node) -> tuple[str, ...]:
    """The guid that an element refers to, or nothing."""
    found = node.get("targetguid") or node.get("guid")
    return (guid_in(found),) if found else ()


def number(text: str) -> int | None:
    """A whole number, or None."""
    try:
        return int(text) if len(text) < 16 else None
    except ValueError:
        return None


def made_by(node: Node) -> tuple[str, str]:
    """Who made a thing and when, or else who changed it last and when."""
    user = node.get("creatinguser") or node.get("creatinguserguid") or node.get("modifyinguser")
    when = node.get("creationdatetime") or node.get("modifieddatetime")
    return guid_in(user), sys.intern(when.strip())


def values_of(node: Node) -> tuple[tuple[str, str], ...]:
    """Variable values as (variable's guid, value in words); those without a value are left out."""
    found = []
    for child in node.all("variablevalue"):
        value = next((c.text.strip() for c in child.children if c.tag.endswith("value")), "")
        found += [(guid, value) for guid in targets(child, "variableref")[:1] if value]
    return tuple(found)


def sources_of(node: Node) -> Iterator[SourceRecord]:
    """A source, and each transcript of it as a source of its own."""
    made = _source(node, node.get("name"), MEDIA.get(node.tag, "text"))
    yield made
    for number_, child in enumerate(node.all("transcript"), 1):
        name = ": ".join(part for part in (made.name, child.get("name")) if part)
        yield _source(child, name or str(number_), "transcript")


def _source(node: Node, name: str, kind: str) -> SourceRecord:
    user, created = made_by(node)
    record = SourceRecord(guid_of(node, name), name, kind, node.words("description"), user, created)
    record.notes = targets(node, "noteref")
    record.values = values_of(node)
    record.codings = [_coding(child) for child in node.all("coding")]
    record.places = [_selection(child, None, None) for child in node.children
                     if child.tag in PLACES]  # fmt: skip
    stamps = {guid_in(s.get("guid")): number(s.get("position")) for s in node.all("syncpoint")}
    record.stamps = len(stamps)
    texts = [node] if kind in ("text", "transcript") else []
    for text in [*texts, *(child for child in node.children if child.tag in TEXTS_OF_MEDIA)]:
        _add_text(record, text, stamps)
    record.name = name or record.path or record.guid
    return record


def _add_text(record: SourceRecord, node: Node, stamps: dict[str, int | None]) -> None:
    """What a source reads, and the passages selected in it."""
    record.path = record.path or node.get("plaintextpath")
    record.formatted = record.formatted or node.get("richtextpath")
    if record.inline is None and (content := node.first("plaintextcontent")):
        record.inline = content.text
    for child in node.children:
        if child.tag == "plaintextselection":
            span = number(child.get("startposition")), number(child.get("endposition"))
            record.selections.append(_selection(child, *span))
        elif child.tag == "transcriptselection":
            first, last = guid_in(child.get("fromsyncpoint")), guid_in(child.get("tosyncpoint"))
            record.selections.append(_selection(child, stamps.get(first), stamps.get(last)))


def _selection(node: Node, start: int | None, end: int | None) -> Selection:
    user, created = made_by(node)
    words = next((c.words("plaintextcontent") for c in node.all("representation")), "")
    return Selection(
        guid_in(node.get("guid")), node.get("name"), node.words("description"), start, end,
        user, created, tuple(_coding(child) for child in node.children if child.tag == "coding"),
        targets(node, "noteref"), words,
    )  # fmt: skip


def _coding(node: Node) -> CodingRecord:
    code = targets(node, "coderef")
    user, created = made_by(node)
    guid = guid_in(node.get("guid"))
    return CodingRecord(guid, code[0] if code else "", user, created, targets(node, "noteref"))


def case_of(node: Node) -> CaseRecord:
    """A Case."""
    sources = targets(node, "sourceref")
    return CaseRecord(
        guid_of(node, node.get("name"), *sources), node.get("name"), node.words("description"),
        values_of(node), sources, len(node.all("coderef")), len(node.all("selectionref")),
    )  # fmt: skip


def note_of(node: Node) -> NoteRecord:
    """A Note: what it says stands in an element, in the Note itself, or in a file.

    Its Description comes first, where it has both.
    """
    said = node.words("plaintextcontent") or node.words("notetext") or node.text.strip()
    text = "\n\n".join(part for part in (node.words("description"), said) if part)
    coded = sum(child.tag in ("plaintextselection", "coding") for child in node.children)
    user, created = made_by(node)
    return NoteRecord(
        guid_of(node, node.get("name"), text), node.get("name"), text,
        "" if said else node.get("plaintextpath"), user, created, coded,
    )  # fmt: skip


def link_of(node: Node) -> LinkRecord:
    """A Link."""
    ends = guid_in(node.get("originguid")), guid_in(node.get("targetguid"))
    return LinkRecord(node.get("name"), *ends)


def set_of(node: Node) -> SetRecord:
    """A Set."""
    members = [
        (kind, next(iter(targets_of(child)), ""))
        for kind in ("code", "source", "note", "case") for child in node.all(f"member{kind}")
    ]  # fmt: skip
    guid = guid_of(node, node.get("name"))
    return SetRecord(guid, node.get("name"), node.words("description"), tuple(members))
