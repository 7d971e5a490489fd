"""Sources with their selections and codings, as elements of REFI-QDA."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from insideout.exchange.project import Coding, Project, Source
from insideout.exchange.refi.convention import CODING_KEYS, EXTRAS, MEMO, lines_of, made_guid
from insideout.exchange.refi.write_guids import Guids, Missed, coding_guids, moment

NAME = 100  # characters of a selection's name; other tools cut it there, too
Attached = Mapping[str, Sequence[str]]  # the project's id → GUIDs of its notes


def sources_element(
    project: Project, guids: Guids, attached: Attached, missed: list[Missed]
) -> tuple[Element, dict[str, bytes], list[Element]]:
    """Element Sources, the files of its texts, and the notes that carry what codings have beside.

    A source without a text is left out with its codings, for the standard wants a text.
    """
    root, files, notes = Element("Sources"), dict[str, bytes](), list[Element]()
    codings = _placed(project, guids, missed)
    for source in project.sources:
        if source.text is None:
            missed.append(("source", source.name, "the project doesn't hold its text"))
            continue
        guid = guids["source"][source.guid]
        described = {"guid": guid, "name": source.name, "plainTextPath": f"internal://{guid}.txt"}
        made = {**described, **made_by(source.user, source.created, "source", guids, missed)}
        element = SubElement(root, "TextSource", made)
        if source.description:
            SubElement(element, "Description").text = source.description
        for (start, end), here in sorted(codings.get(source.guid, {}).items()):
            span = (source, start, end)
            _selection(element, span, here, guids, attached, notes, missed)
        note_refs(element, attached.get(source.guid, ()))
        files[f"sources/{guid}.txt"] = source.text.encode("utf-8", "replace")
    return root, files, notes


def _placed(
    project: Project, guids: Guids, missed: list[Missed]
) -> dict[str, dict[tuple[int, int], list[tuple[str, Coding]]]]:
    """Codings with their GUIDs by source and place; those that can't be written are missed."""
    lengths = {s.guid: len(s.text) for s in project.sources if s.text is not None}
    found: dict[str, dict[tuple[int, int], list[tuple[str, Coding]]]] = {}
    for guid, coding in zip(coding_guids(project), project.codings, strict=True):
        why = _unwritable(coding, lengths, guids)
        if why or coding.start is None or coding.end is None:
            missed.append(("coding", coding.quote[:40], why))
        else:
            places = found.setdefault(coding.source, {})
            places.setdefault((coding.start, coding.end), []).append((guid, coding))
    return found


def _unwritable(coding: Coding, lengths: Mapping[str, int], guids: Guids) -> str:
    if coding.code not in guids["code"]:
        return "its code isn't in the codebook"
    if coding.source not in lengths:
        return "the project doesn't hold its source's text"
    if coding.start is None or coding.end is None:
        return "it has no place in the text"
    inside = 0 <= coding.start < coding.end <= lengths[coding.source]
    return "" if inside else "its place isn't in the text"


def _selection(
    parent: Element,
    span: tuple[Source, int, int],
    codings: Sequence[tuple[str, Coding]],
    guids: Guids,
    attached: Attached,
    notes: list[Element],
    missed: list[Missed],
) -> None:
    source, start, end = span
    words = " ".join((source.text or "")[start:end].split())[:NAME]
    users = {coding.user for _, coding in codings}
    selection = SubElement(
        parent,
        "PlainTextSelection",
        {
            "guid": made_guid("selection", guids["source"][source.guid], str(start), str(end)),
            "name": words,
            "startPosition": str(start),
            "endPosition": str(end),
            # one that several people share is nobody's
            **(_user(users.pop(), guids, []) if len(users) == 1 else {}),
        },
    )
    for guid, coding in codings:
        made = made_by(coding.user, coding.created, "coding", guids, missed)
        element = SubElement(selection, "Coding", {"guid": guid, **made})
        SubElement(element, "CodeRef", targetGUID=guids["code"][coding.code])
        own = _notes_of(guid, coding, made)
        notes += own
        note_refs(element, [note.attrib["guid"] for note in own])
        note_refs(element, attached.get(coding.guid, ()) if coding.guid else ())


def _notes_of(guid: str, coding: Coding, made: Mapping[str, str]) -> list[Element]:
    """Notes that carry a coding's memo, and what the standard has no place for."""
    values = {key: str(getattr(coding, key) or "") for key in CODING_KEYS}
    extras = {k: v for k, v in values.items() if v and (k, v) != ("round", "1")}
    carried = ((MEMO, coding.memo), (EXTRAS, lines_of(extras)))
    return [note_element(made_guid(name, guid), name, text, made) for name, text in carried if text]


def note_element(guid: str, name: str, text: str, made: Mapping[str, str]) -> Element:
    """Element Note with its text."""
    note = Element("Note", {"guid": guid, "name": name, **made})
    SubElement(note, "PlainTextContent").text = text
    return note


def note_refs(element: Element, notes: Sequence[str]) -> None:
    """Let an element refer to notes."""
    for note in notes:
        SubElement(element, "NoteRef", targetGUID=note)


def made_by(
    user: str, created: str, what: str, guids: Guids, missed: list[Missed]
) -> dict[str, str]:
    """The attributes that say who made a thing, and when, as far as that is known."""
    when = moment(created)
    if created and not when:
        missed.append((f"date of a {what}", created, "it isn't a date and time"))
    return _user(user, guids, missed) | ({"creationDateTime": when} if when else {})


def _user(user: str, guids: Guids, missed: list[Missed]) -> dict[str, str]:
    if user and user not in guids["user"]:
        missed.append(("user", user, "the project doesn't list this user"))
    return {"creatingUser": guids["user"][user]} if user in guids["user"] else {}
