"""GUIDs, moments and losses, as the writer of REFI-QDA needs them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from insideout.exchange.project import Case, Code, Loss, Note, Project, Set, Source, User
from insideout.exchange.refi.convention import made_guid, plain_guid

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d)?")
NAMED = 8  # of what is lost, in a message
Guids = Mapping[str, Mapping[str, str]]  # kind → the project's id → GUID
Named = TypeVar("Named", Case, Code, Note, Set, Source, User)
Missed = tuple[str, str, str]  # what, which one, why


def guids_of(project: Project) -> dict[str, dict[str, str]]:
    """The GUID of everything that others refer to: its own, or one made from kind and id."""
    ids = {
        "code": [code.guid for code in project.codes],
        "user": [user.guid for user in project.users],
        "source": [source.guid for source in project.sources],
        "case": [case.guid for case in project.cases],
        "set": [one.guid for one in project.sets],
        "note": [note.guid for note in project.notes],
    }
    return {kind: {known: guid_of(kind, known) for known in found} for kind, found in ids.items()}


def without_repeats(project: Project, guids: Guids, missed: list[Missed]) -> Project:
    """The project with each GUID of a kind once; those that come again are missed."""

    def once(kind: str, things: Sequence[Named]) -> list[Named]:
        kept: dict[str, Named] = {}
        for thing in things:
            first = kept.setdefault(guids[kind][thing.guid], thing)
            told = (kind, thing.name, "another one has the same GUID")
            missed.extend([told] if first is not thing else [])
        return list(kept.values())

    return replace(
        project,
        codes=once("code", project.codes), users=once("user", project.users),
        sources=once("source", project.sources), cases=once("case", project.cases),
        sets=once("set", project.sets), notes=once("note", project.notes),
    )  # fmt: skip


def guid_of(kind: str, known: str) -> str:
    """A thing's own GUID in lower case; one made from its kind and id where that is none."""
    return plain_guid(known) or made_guid(kind, known)


def coding_guids(project: Project) -> list[str]:
    """The GUID of each coding, in order; no two the same."""
    guids: list[str] = []
    taken: set[str] = set()
    for number, coding in enumerate(project.codings):
        place = (coding.source, coding.code, coding.user, str(coding.start), str(coding.end))
        guid = guid_of("coding", coding.guid) if coding.guid else made_guid("coding", *place)
        if guid in taken:
            guid = made_guid("coding", guid, *place, str(number))
        taken.add(guid)
        guids.append(guid)
    return guids


def moment(text: str) -> str:
    """A date and time as the schema wants it; a date alone is taken as its midnight; else ""."""
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return ""
    text = f"{text}T00:00:00" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else text
    return text if MOMENT.fullmatch(text) else ""


def losses_of(missed: Iterable[Missed]) -> list[Loss]:
    """What was missed, counted by sort and reason, with the first few named."""
    which: dict[tuple[str, str], list[str]] = {}
    for what, one, why in missed:
        which.setdefault((what, why), []).append(one)
    return [Loss(what, named(ones), len(ones), why) for (what, why), ones in which.items()]


def named(ones: Sequence[str]) -> str:
    """The first few different names, and that there are more."""
    different = list(dict.fromkeys(one for one in ones if one))
    more = ["…"] if len(different) > NAMED else []
    return ", ".join([*different[:NAMED], *more])
