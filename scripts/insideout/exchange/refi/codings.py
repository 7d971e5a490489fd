"""Codings with their places in the canonical texts, from the selections of sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from insideout.exchange.project import Coding, Note
from insideout.exchange.refi.convention import CODING_KEYS, EXTRAS, MEMO, made_guid, values_of
from insideout.exchange.refi.counting import Passage, squeezed
from insideout.exchange.refi.offsets import Counting, Text, carried, resolved
from insideout.exchange.refi.records import CodingRecord, NoteRecord, Selection, SourceRecord
from insideout.exchange.refi.texts import Missed

UNKNOWN = "unknown"
NO_TEXT = "its source's text isn't in the project"
NAME = 100  # characters of a comment's name
MOMENT = r"\d+:\d\d(?:[:.,]\d+)*"
# how ATLAS.ti calls parts of recordings, and what it has no words of; not the words themselves
TIMES = re.compile(rf"\s*{MOMENT}(?:\s*[-–—]\s*{MOMENT})?\s*")
NUMBERED = re.compile(r"(?:Quotation|Zitat|Cita|Citation) \d+:\d+")
RECORDINGS = ("audio", "video")
CUT = re.compile(r"\s*(?:…|\.\.\.)$")  # how a name ends that shows only the beginning
PREVIEW = "; its quote is a preview, which is all that is known of its words"
Span = tuple[int | None, int | None, str]  # start and end, or None and why there are none


@dataclass(frozen=True)
class Known:
    """What codings refer to: codes, cases with their names, and notes, by guid."""

    codes: Mapping[str, Any]
    cases: Mapping[str, str]
    notes: Mapping[str, NoteRecord]
    linked: frozenset[str]


@dataclass
class Made:
    """Codings as far as they are made, and what goes with them.

    `attached`: note → what it is about; `used`: notes that became part of a coding; `stands_for`:
    selection → its codings, or its source: what a note about it can be about.
    """

    codings: list[Coding] = field(default_factory=list)
    comments: list[Note] = field(default_factory=list)
    attached: dict[str, list[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    stands_for: dict[str, list[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    uncoded: int = 0  # codings whose code isn't known


def passages_of(source: SourceRecord) -> list[Passage]:
    """The selections that can tell how positions are counted."""
    return [
        Passage(s.start, s.end, (s.name, s.description))
        for s in source.selections
        if s.start is not None and s.end is not None and s.start < s.end
    ]


def spans_of(text: Text | None, counting: Counting, selections: Sequence[Selection]) -> list[Span]:
    """Where selections stand in the canonical text."""
    if text is None or not selections:
        return [(None, None, NO_TEXT)] * len(selections)
    given = [(s.start, s.end) for s in selections]
    starts, ends = ([-1 if at is None else at for at in side] for side in zip(*given, strict=True))
    firsts, lasts = resolved(text, counting, starts, ends)
    return [_span(text, *pair, int(first), int(last))
            for pair, first, last in zip(given, firsts, lasts, strict=True)]  # fmt: skip


def _span(text: Text, start: int | None, end: int | None, first: int, last: int) -> Span:
    if start is None or end is None:
        return None, None, "it has no positions"
    if end < start:
        return None, None, "it ends before it starts"
    if first < 0 or last < 0:
        return None, None, "its positions are outside the text, or within a character"
    begin, stop = carried(text, first, end=False), carried(text, last, end=True)
    return (begin, stop, "") if begin < stop else (None, None, "it is empty")


def add_source(
    made: Made,
    source: SourceRecord,
    text: Text | None,
    counting: Counting,
    known: Known,
    missed: Missed,
) -> None:
    """Add the codings of a source, and its comments; what has no place is missed, and kept."""
    spans = spans_of(text, counting, source.selections)
    for selection, span in zip(source.selections, spans, strict=True):
        if span[2]:
            missed["text selection", source.name, span[2] + _preview(selection)] += 1
        _add(made, source, selection, span, text, known, missed)
    for place in source.places:
        why = "only passages of texts are carried" + _preview(place)
        missed[f"{source.kind} selection", source.name, why] += 1
        _add(made, source, place, (None, None, "no text"), None, known, missed)
    if source.codings:
        why = "codings stand on passages here: it is kept without a place"
        missed["coding of a whole source", source.name, why] += len(source.codings)
        whole = Selection("", "", "", None, None, "", "", tuple(source.codings), ())
        _add(made, source, whole, (None, None, "whole"), None, known, missed)


def _add(
    made: Made,
    source: SourceRecord,
    selection: Selection,
    span: Span,
    text: Text | None,
    known: Known,
    missed: Missed,
) -> None:
    start, end, why = span
    quote = _words(selection, source.kind)
    if text is not None and start is not None and end is not None:
        quote = text.canonical[start:end]
    comment = "" if _is_quote(selection.description, quote) else selection.description
    here = []
    for record in selection.codings:
        if record.code not in known.codes:
            _miss_code(made, record, known, missed)
            continue
        coding = _coding(made, source, selection, record, (start, end, quote), comment, known)
        made.codings.append(coding)
        here.append(coding.guid)
    stands_for = here or [source.guid]
    if selection.guid:
        made.stands_for[selection.guid] = stands_for
    for note in selection.notes:
        made.attached.setdefault(note, []).extend(stands_for)
    if selection.codings:
        return
    if comment:
        made.comments.append(_comment(source, selection, quote, comment))
    if comment or selection.notes or selection.guid in known.linked:
        passage = "notes are about a source or a coding; the passage is told by the note's name"
        missed["place of a comment", source.name, passage] += 1
    elif not why:
        missed["passage without a code", source.name, "nothing is said about it"] += 1


def _words(selection: Selection, kind: str) -> str:
    """What a selection itself tells of its words; numbers and times of a recording are none."""
    if selection.words:
        return selection.words
    times = kind in RECORDINGS and TIMES.fullmatch(selection.name)
    return "" if times or NUMBERED.fullmatch(selection.name) else CUT.sub("", selection.name)


def _preview(selection: Selection) -> str:
    """What to add to a loss where only a name that was cut tells the words."""
    cut = selection.codings and not selection.words and CUT.search(selection.name)
    return PREVIEW if cut else ""


def _miss_code(made: Made, record: CodingRecord, known: Known, missed: Missed) -> None:
    if record.code in known.cases:
        case = known.cases[record.code]
        missed["coding", case, "it puts a case on a passage, and no code"] += 1
    else:
        made.uncoded += 1
        missed["coding", record.code, "the codebook has no code with this GUID"] += 1


def _coding(
    made: Made,
    source: SourceRecord,
    selection: Selection,
    record: CodingRecord,
    place: tuple[int | None, int | None, str],
    comment: str,
    known: Known,
) -> Coding:
    start, end, quote = place
    guid = record.guid
    if not guid or guid in made.taken:
        what = (source.guid, record.code, record.user, str(selection.start), str(selection.end))
        guid = made_guid("coding", record.guid, *what, str(len(made.taken)))
    made.taken.add(guid)
    memos = [comment] if comment else []
    extras: dict[str, str] = {}
    for target in record.notes:
        note = known.notes.get(target)
        own = _extras(note) if note else {}
        if own:
            extras |= own
            made.used.add(target)
        elif note and note.name == MEMO and note.text:
            memos.append(note.text)
            made.used.add(target)
        else:
            made.attached.setdefault(target, []).append(guid)
    number = int(extras.pop("round", "1"))
    user = record.user or selection.user or source.user or UNKNOWN
    created = record.created or selection.created or source.created
    memo = "\n\n".join(memos)
    return Coding(guid, source.guid, record.code, user, start, end, quote, created, memo,
                  **extras, round=number)  # fmt: skip


def _extras(note: NoteRecord) -> dict[str, str]:
    """What a note says that our writer made; {} where it is another one."""
    values = values_of(note.text) if note.name == EXTRAS else None
    values = values or {}
    good = set(values) <= set(CODING_KEYS)
    round_ = values.get("round", "1")
    return values if good and round_.isdecimal() and round_.isascii() else {}


def _is_quote(description: str, quote: str) -> bool:
    """Whether a selection's description only repeats what is selected."""
    words = squeezed(description).rstrip("….")
    return not words or squeezed(quote).startswith(words)


def _comment(source: SourceRecord, selection: Selection, quote: str, comment: str) -> Note:
    name = " ".join((selection.name or quote).split())[:NAME]
    guid = made_guid("comment", source.guid, selection.guid, name, comment)
    user = selection.user or source.user or UNKNOWN
    created = selection.created or source.created
    return Note(guid, name, comment, (source.guid,), user, created)
