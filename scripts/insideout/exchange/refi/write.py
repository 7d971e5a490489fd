"""Write a project as REFI-QDA 1.0: a .qdpx, or its codebook alone as a .qdc.

Valid against the schema of the standard (https://www.qdasoftware.org): elements in its order,
containers without a child left out, texts in files of their own (UTF-8 without a mark, lines end
with LF), positions in code points, from 0, half-open. GUIDs are the project's own, or made from
what the things are; there is no date but those that the project knows, since the standard requires
none: the same project gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from insideout.exchange.project import Code, Loss, Project
from insideout.exchange.refi.convention import CODEBOOK, PROJECT, made_guid, with_extra
from insideout.exchange.refi.write_cases import sets_element, variables_and_cases
from insideout.exchange.refi.write_guids import Guids, Missed, guids_of, losses_of, without_repeats
from insideout.exchange.refi.write_sources import (
    Attached,
    made_by,
    note_element,
    note_refs,
    sources_element,
)
from insideout.exchange.tree import parents_of

COLOR = re.compile(r"#(?:[A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
NO_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0, 2.2
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # no moment; zip knows none before
ORIGIN = "Inside-Out"


def qdpx(project: Project) -> tuple[bytes, list[Loss]]:
    """The archive, and what couldn't go into it; the project's own losses aren't repeated."""
    missed: list[Missed] = []
    guids = guids_of(project)
    project = without_repeats(project, guids, missed)
    attached, links = _attached(project, guids, missed)
    sources, files, notes = sources_element(project, guids, attached, missed)
    variables, cases = variables_and_cases(project, guids, missed)
    root = Element("Project", xmlns=PROJECT, name=project.name, origin=ORIGIN)
    users = SubElement(root, "Users")
    for user in project.users:
        SubElement(users, "User", guid=guids["user"][user.guid], name=user.name)
    book = SubElement(root, "CodeBook")
    book.append(_codes(project.codes, guids, attached, missed))
    _prune(book)
    root.extend([variables, cases, sources, _notes(project, guids, notes, missed), links])
    root.append(sets_element(project, guids, missed))
    _prune(root)
    document = _document(root, missed)
    return _archive({"project.qde": document, **dict(sorted(files.items()))}), losses_of(missed)


def qdc(project: Project) -> bytes:
    """The codebook alone, with the sets of its codes. Raises ValueError where there is no code."""
    if not project.codes:
        raise ValueError("a codebook without codes")
    guids = guids_of(project)
    project = without_repeats(project, guids, [])
    root = Element("CodeBook", xmlns=CODEBOOK, origin=ORIGIN)
    root.append(_codes(project.codes, guids, {}, []))
    sets = SubElement(root, "Sets")
    for one in project.sets:
        members = [guids["code"][member] for member in one.members if member in guids["code"]]
        if members:
            element = SubElement(sets, "Set", guid=guids["set"][one.guid], name=one.name)
            for member in members:
                SubElement(element, "MemberCode", guid=member)
    _prune(root)
    return _document(root, [])


def _prune(root: Element) -> None:
    """Take out containers without a child, which the schema doesn't allow."""
    for child in list(root):
        if not len(child):
            root.remove(child)


def _codes(
    codes: Sequence[Code], guids: Guids, attached: Attached, missed: list[Missed]
) -> Element:
    """Element Codes: the tree. A code whose parent isn't there, or lies below it, is at the top."""
    root = Element("Codes")
    parents = parents_of(codes, missed)
    elements: dict[str, Element] = {}
    for code in codes:
        given = {"guid": guids["code"][code.guid], "name": code.name}
        color = COLOR.fullmatch(code.color)
        if code.color and not color:
            missed.append(("colour of a code", code.name, "it isn't written as #RRGGBB"))
        given |= {"isCodable": "true" if code.codable else "false"}
        element = Element("Code", given | ({"color": code.color} if color else {}))
        described = with_extra(code.definition, {k: v for k, v in code.extra.items() if v})
        if described:
            SubElement(element, "Description").text = described
        note_refs(element, attached.get(code.guid, ()))
        elements[code.guid] = element
    for code in codes:  # a child stands behind its parent's own elements
        (elements[parents[code.guid]] if parents[code.guid] else root).append(elements[code.guid])
    return root


def _attached(
    project: Project, guids: Guids, missed: list[Missed]
) -> tuple[dict[str, list[str]], Element]:
    """Notes by what refers to them, and Links from notes to what can't (cases, sets, users)."""
    found: dict[str, list[str]] = {}
    links = Element("Links")
    written = {source.guid for source in project.sources if source.text is not None}
    referring = {*guids["code"], *written, *(c.guid for c in project.codings if c.guid)}
    linked = {**guids["note"], **guids["user"], **guids["set"], **guids["case"]}
    for note in project.notes:
        guid = guids["note"][note.guid]
        for about in note.about:
            if about in referring:
                found.setdefault(about, []).append(guid)
            elif about in linked:
                target = linked[about]
                made = {"guid": made_guid("link", guid, target), "name": note.name}
                ends = {"originGUID": guid, "targetGUID": target}
                SubElement(links, "Link", {**made, "direction": "OneWay", **ends})
            else:
                missed.append(("what a note is about", note.name, "the project doesn't hold it"))
    return found, links


def _notes(
    project: Project, guids: Guids, more: Iterable[Element], missed: list[Missed]
) -> Element:
    root = Element("Notes")
    for note in project.notes:
        made = made_by(note.user, note.created, "note", guids, missed)
        root.append(note_element(guids["note"][note.guid], note.name, note.text, made))
    root.extend(more)
    return root


def _document(root: Element, missed: list[Missed]) -> bytes:
    """The document in UTF-8, without characters that XML can't hold."""
    indent(root, " ")
    text = re.sub("\r\n?", "\n", tostring(root, "unicode"))
    text, count = NO_XML.subn("\ufffd", text)
    why = "XML can't hold control characters; � stands in their place"
    missed += [("character of a name, memo or value", "", why)] * count
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _archive(files: Mapping[str, bytes]) -> bytes:
    """A zip archive with the same bytes for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()
