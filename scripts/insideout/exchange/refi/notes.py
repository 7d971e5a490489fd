"""Notes, and what each is about: what refers to it, and what it is linked with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from insideout.exchange.project import Note
from insideout.exchange.refi.archive import Container
from insideout.exchange.refi.convention import made_guid
from insideout.exchange.refi.offsets import text_of
from insideout.exchange.refi.records import LinkRecord, NoteRecord
from insideout.exchange.refi.texts import Missed, text_in

Things = Callable[[str], Sequence[str]]  # a guid → the guids that a note about it can be about


def link_notes(
    links: Iterable[LinkRecord],
    notes: Mapping[str, NoteRecord],
    stands_for: Things,
    attached: dict[str, list[str]],
    missed: Missed,
) -> None:
    """Take a link between a note and a thing as the note being about it; others are missed.

    NVivo's annotations are such notes, and ours about what can't refer to notes.
    """
    for link in links:
        ends = (link.origin, link.target)
        note, about = ends if ends[0] in notes else ends[::-1]
        if note in notes and stands_for(about):
            attached.setdefault(note, []).extend(stands_for(about))
        elif note in notes:
            why = "the project has nothing with this GUID"
            missed["what a note is about", notes[note].name, why] += 1
        else:
            missed["link", link.name, "links join notes with things here, and no others"] += 1


def notes_of(
    records: Mapping[str, NoteRecord],
    attached: Mapping[str, Sequence[str]],
    used: set[str],
    container: Container,
    missed: Missed,
    told: list[str],
) -> list[Note]:
    """The notes with their texts, but for those that became part of codings."""
    notes = []
    for guid, record in records.items():
        if record.coded:
            missed["coding in a note", record.name, "notes have no codings here"] += record.coded
        if guid in used and guid not in attached:
            continue
        text = record.text
        if record.path:
            raw, why = text_in(container, record.path, told)
            if raw is None:
                missed["text of a note", record.name, why] += 1
            else:
                text = "\n\n".join(part for part in (text, text_of(raw).canonical) if part)
        about = tuple(dict.fromkeys(attached.get(guid, ())))
        notes.append(Note(guid, record.name, text, about, record.user, record.created))
    for guid in attached.keys() - records.keys():
        why = "the project has no note with this GUID"
        missed["note", guid, why] += len(attached[guid])
    return notes


def described(kind: str, things: Iterable[tuple[str, str, str]]) -> list[Note]:
    """Descriptions of what has none here, as notes about it; things: guid, name, description."""
    return [
        Note(made_guid("description", kind, guid), name, description, (guid,) if guid else ())
        for guid, name, description in things
        if description.strip()
    ]
