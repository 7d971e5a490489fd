"""Read a REFI-QDA project, in any of the dialects that tools have of it.

Parsed as a stream into records, texts found, the way of counting positions found out, and then all
of it put together. Nothing is written, and no file is opened but the project's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from insideout.exchange.project import Case, Code, Loss, Note, Project, User
from insideout.exchange.refi.archive import Container, Refuse, opened, refusal
from insideout.exchange.refi.codebook import codes_in, codes_of
from insideout.exchange.refi.codings import UNKNOWN, Known, Made, add_source, passages_of
from insideout.exchange.refi.convention import made_guid
from insideout.exchange.refi.counting import found_countings
from insideout.exchange.refi.elements import Node, read_things
from insideout.exchange.refi.notes import described, link_notes, notes_of
from insideout.exchange.refi.offsets import Counting, Text
from insideout.exchange.refi.records import (
    CaseRecord,
    LinkRecord,
    NoteRecord,
    SetRecord,
    SourceRecord,
    case_of,
    guid_in,
    link_of,
    made_by,
    note_of,
    set_of,
    sources_of,
)
from insideout.exchange.refi.texts import TAKEN, Missed, texts_of
from insideout.exchange.refi.variables import cases_of, named_variables, sets_of

EXPECTED = "a REFI-QDA project (.qdpx, or its .qde)"


@dataclass
class Records:
    """What a project's XML holds, section by section."""

    users: list[User] = field(default_factory=list)
    codes: list[Node] = field(default_factory=list)
    variables: list[tuple[str, str]] = field(default_factory=list)
    cases: list[CaseRecord] = field(default_factory=list)
    sources: list[SourceRecord] = field(default_factory=list)
    notes: dict[str, NoteRecord] = field(default_factory=dict)
    links: list[LinkRecord] = field(default_factory=list)
    sets: list[SetRecord] = field(default_factory=list)
    description: str = ""
    about_project: list[str] = field(default_factory=list)
    missed: Missed = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)


def read(file: Path) -> Project:
    """The project in a .qdpx or .qde, with what couldn't be carried in `losses`.

    Codings without a place have `start` None. Raises DataError for a file that is broken, harmful,
    of another sort, or whose codings all refer to codes that it doesn't have.
    """
    refused = refusal(file, EXPECTED)
    container, xml = opened(file, refused)
    with closing(container):
        records = Records()
        root = read_things(xml, partial(_take, records), refused)
        del xml
        if root.tag == "codebook":
            raise refused("a codebook alone", "import it as a codebook")
        if root.tag != "project":
            raise refused(f"XML of another sort: <{root.tag}>")
        return _project(file, root, records, container, refused)


def _take(records: Records, section: str, node: Node) -> None:
    """Make a record of a thing, by the section it stands in."""
    records.codes += codes_in(section, node)
    take = TAKE.get(section)
    if take:
        take(records, node)


def _take_user(records: Records, node: Node) -> None:
    guid = guid_in(node.get("guid"))
    records.users.append(User(guid, node.get("name") or node.get("id") or guid))


def _take_variable(records: Records, node: Node) -> None:
    records.variables.append((guid_in(node.get("guid")), node.get("name")))
    if node.words("description"):
        missed = "description of a variable", node.get("name"), "variables have none here"
        records.missed[missed] += 1


def _take_source(records: Records, node: Node) -> None:
    for source in sources_of(node):
        if source.guid in records.taken:  # its codings are its own, whatever it is called by
            source.guid = made_guid("source", source.guid, str(len(records.sources)))
        records.taken.add(source.guid)
        records.sources.append(source)


def _take_note(records: Records, node: Node) -> None:
    note = note_of(node)
    if records.notes.setdefault(note.guid, note) is not note:
        records.missed["note", note.name, TAKEN] += 1


def _take_graph(records: Records, node: Node) -> None:
    records.missed["graph", node.get("name"), "drawings aren't carried"] += 1


def _take_other(records: Records, node: Node) -> None:
    if node.tag == "description":
        records.description = node.text.strip()
    elif node.tag == "noteref":
        target = guid_in(node.get("targetguid"))
        records.about_project.append(target)


TAKE: dict[str, Callable[[Records, Node], None]] = {
    "users": _take_user, "variables": _take_variable, "sources": _take_source,
    "cases": lambda records, node: records.cases.append(case_of(node)),
    "notes": _take_note, "graphs": _take_graph, "": _take_other,
    "links": lambda records, node: records.links.append(link_of(node)),
    "sets": lambda records, node: records.sets.append(set_of(node)),
}  # fmt: skip


def _project(
    file: Path, root: Node, records: Records, container: Container, refused: Refuse
) -> Project:
    missed, told = records.missed, list[str]()
    origin = root.get("origin")
    codes, code_notes = codes_of(records.codes, missed)
    records.sources = _once(records.sources)
    texts = texts_of(records.sources, container, missed, told)
    made = _codings(records, codes, texts, origin, told)
    if made.uncoded and not made.codings:
        count = f"{made.uncoded} coding{'s' * (made.uncoded > 1)}"
        found = f"{count}, and no code in the codebook that any of them refers to"
        raise refused(found)
    variables = named_variables(records.variables)
    cases = cases_of(records.cases, records.sources, variables, origin, missed)
    notes = _notes(records, code_notes, cases, codes, made, container, told)
    things = {
        "code": {code.guid for code in codes}, "source": {s.guid for s in records.sources},
        "note": set(records.notes), "case": {case.guid for case in cases},
    }  # fmt: skip
    return Project(
        name=root.get("name") or file.stem,
        tool=origin,
        codes=codes,
        users=_users(records, made, notes, made_by(root)[0], told),
        sources=[
            s.carried(texts[s.guid].canonical if s.guid in texts else None) for s in records.sources
        ],
        codings=made.codings,
        cases=cases,
        sets=sets_of(records.sets, cases, things, missed),
        notes=notes,
        losses=[Loss(what, which, n, why) for (what, which, why), n in missed.items() if n],
        told=told,
    )


def _once(sources: Sequence[SourceRecord]) -> list[SourceRecord]:
    """Sources without the transcripts that only show a text source beside its recording."""
    texts = {source.path for source in sources if source.kind == "text" and source.path}
    return [
        source
        for source in sources
        if source.kind != "transcript" or source.selections or source.path not in texts
    ]


def _codings(
    records: Records,
    codes: Sequence[Code],
    texts: dict[str, Text],
    origin: str,
    told: list[str],
) -> Made:
    linked = frozenset(guid for link in records.links for guid in (link.origin, link.target))
    cases = {case.guid: case.name or case.guid for case in records.cases}
    known = Known({code.guid: code for code in codes}, cases, records.notes, linked)
    names = {source.guid: source.name for source in records.sources}
    passages = {s.guid: passages_of(s) for s in records.sources if s.guid in texts}
    countings = found_countings(texts, passages, names, origin)
    told += countings.told
    made = Made()
    for source in records.sources:
        counting = countings.of_source.get(source.guid, Counting())
        text = texts.get(source.guid)
        add_source(made, source, text, counting, known, records.missed)
        for note in source.notes:
            made.attached.setdefault(note, []).append(source.guid)
    return made


def _notes(
    records: Records,
    code_notes: dict[str, tuple[str, ...]],
    cases: Sequence[Case],
    codes: Sequence[Code],
    made: Made,
    container: Container,
    told: list[str],
) -> list[Note]:
    for code, notes in code_notes.items():
        for note in notes:
            made.attached.setdefault(note, []).append(code)
    things = {
        *(code.guid for code in codes), *(case.guid for case in cases),
        *(source.guid for source in records.sources), *(one.guid for one in records.sets),
        *(user.guid for user in records.users), *records.notes, *made.taken,
    }  # fmt: skip

    def stands_for(guid: str) -> Sequence[str]:
        return made.stands_for.get(guid) or ([guid] if guid in things else [])

    link_notes(records.links, records.notes, stands_for, made.attached, records.missed)
    for guid in records.about_project:
        if guid not in records.notes:
            records.missed["note", guid, "the project has no note with this GUID"] += 1
    found = notes_of(records.notes, made.attached, made.used, container, records.missed, told)
    return [
        *found,
        *made.comments,
        *described("case", ((c.guid, c.name, c.description) for c in records.cases)),
        *described("set", ((s.guid, s.name, s.description) for s in records.sets)),
        *described("project", [("", "Project", records.description)]),
    ]


def _users(
    records: Records, made: Made, notes: Sequence[Note], maker: str, told: list[str]
) -> list[User]:
    """The users, and those who are referred to without being listed."""
    users = {user.guid: user for user in reversed(records.users)}
    listed = [users.pop(user.guid) for user in records.users if user.guid in users]
    known = {user.guid for user in listed}
    seen = dict.fromkeys(
        guid
        for guid in (maker, *(c.user for c in made.codings), *(n.user for n in notes))
        if guid and guid not in known
    )
    nameless = [guid for guid in seen if guid != UNKNOWN]
    if nameless:
        several = f"{len(nameless)} users aren't listed: GUIDs stand for their names"
        one = "1 user isn't listed: the GUID stands for the name"
        told.append(several if nameless[1:] else one)
    return listed + [User(guid, guid) for guid in seen]
