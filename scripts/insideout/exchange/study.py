"""A project of another tool as the files of a new study.

Decisions:

- A source's id is its name, as far as it can be one; the map of names to ids is told, for the
  person who runs the import. Nothing is decided about names within texts: a study of raw
  transcripts goes through the de-identification (docs).
- Coders aren't informants, yet their names don't belong into file names and tables either: each
  is called by their initials. Only a project that we wrote ourselves has ids for users already.
- Folders of codes become codes. A code's GUID isn't kept: ours are made from the ids.
- Attributes become those of informants, called as their source where it doesn't say who speaks in
  it; cases that others lie in become units. What has no place in a study is told of as lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from insideout.exchange.project import Loss, Project, Source
from insideout.exchange.refi.convention import values_of
from insideout.exchange.refi.write import ORIGIN
from insideout.exchange.refi.write_guids import Missed, guids_of, losses_of, without_repeats
from insideout.exchange.study_cases import UNIT, informant_rows, levels_of, unit_rows
from insideout.exchange.study_codebook import code_ids, codebook_of, odd_ids
from insideout.exchange.study_codings import coding_rows
from insideout.exchange.study_file import study_file
from insideout.exchange.study_ids import initials, level_slug, source_slug, unique_ids
from insideout.exchange.study_speakers import SPEAKERS_KEY, Cast, cast_of
from insideout.exchange.study_texts import Text, as_taken_in
from insideout.rows import SLUG, parse
from insideout.tables.inputs import CODINGS, SOURCES, SPEAKERS

TEXTLESS = "codings_without_text.csv"
KIND = "interview"
OF_SOURCE = ("kind", "date", "wave", "language", "consent_quote")
NOTES = ("note", "about", "by", "created", "text")


@dataclass(frozen=True)
class Made:
    """The files of a study by name, what to tell of them, and what couldn't go into them."""

    files: Mapping[str, str]
    told: Sequence[str]
    losses: Sequence[Loss]


def study_of(project: Project, name: str) -> Made:
    """The files of a study, the study file NAME.yaml first; of a codebook alone, the codebook."""
    missed: list[Missed] = []
    project = without_repeats(project, guids_of(project), missed)
    ids = ids_of(project)
    book = {"codebook.yaml": codebook_of(project.codes, ids["code"], missed)}
    named = [*_named("source", project.sources, ids), *_named("user", project.users, ids)]
    told = [*named, *odd_ids(project.codes, ids["code"])]
    if not project.codes:
        told.append("the project has no codes: the codebook needs one before the study can run")
    if not project.sources and not project.codings:
        return Made(book, told, losses_of(missed))
    units, memberships, unit_ids = unit_rows(project.cases, missed)
    casts = {source.guid: cast_of(source) for source in project.sources}
    texts = texts_of(project, ids["source"], casts, missed)
    sources = {guid: ids["source"][guid] for guid in texts}
    informants, people, placed = informant_rows(project.cases, sources, unit_ids, casts, missed)
    speakers = [
        {**row, "source": id_, "informant": people.get(row["informant"], "")}
        for guid, id_ in sources.items() for row in casts[guid]
    ]  # fmt: skip
    levels = levels_of(project.cases, unit_ids, (coding.about for coding in project.codings))
    abouts = _abouts(project, unit_ids, levels) if units else {}
    rows, textless = coding_rows(project.codings, texts, ids, abouts, missed)
    files = {f"texts/{id_}.txt": texts[guid].text for guid, id_ in sources.items()}
    files["sources.csv"] = table(SOURCES.names, _source_rows(project, sources, placed))
    for coder in sorted({row["coder"] for row in rows}):
        own = [row for row in rows if row["coder"] == coder]
        files[f"codings/{coder}.csv"] = table(CODINGS.names, own)
    if textless:
        files[TEXTLESS] = table(CODINGS.names, textless)
        told.append(
            f"{len(textless)} codings of sources without a text are in {TEXTLESS}: put the texts "
            "into texts/, list them in sources.csv, and move the file into codings/"
        )
    if speakers:
        files["speakers.csv"] = table(SPEAKERS.names, speakers)
    if units:
        files["units.csv"] = table(UNIT, units)
    if memberships:
        files["memberships.csv"] = table(("unit", "parent"), memberships)
    if informants:
        files["informants.csv"] = table(list(informants[0]), informants)
    notes = _note_rows(project, ids, unit_ids, missed)
    if notes:
        files["notes.csv"] = table(NOTES, notes)
    _also_missed(project, ids["user"], missed)
    loose = [row for row in rows if row["start"] is None]
    title = project.name.strip() or name
    head = study_file(name, title, levels, list(files), orphans=bool(loose), coded=bool(rows))
    return Made({f"{name}.yaml": head, **book, **files}, told, losses_of(missed))


def ids_of(project: Project) -> dict[str, dict[str, str]]:
    """Kind → GUID → id, each once."""
    return {
        "code": code_ids(project.codes),
        "source": unique_ids({s.guid: s.name for s in project.sources}, source_slug, "S"),
        "user": unique_ids(
            {user.guid: user.name for user in project.users},
            partial(coder, ours=project.tool == ORIGIN), "U",
        ),
    }  # fmt: skip


def coder(name: str, *, ours: bool) -> str:
    """A coder's id: initials; in a project of `ours`, the id that its users have already."""
    return name if ours and SLUG.fullmatch(name) else initials(name)


def _named(kind: str, things: Iterable[Any], ids: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The things whose ids aren't their names."""
    named = [(thing.name, ids[kind][thing.guid]) for thing in things]
    return [f"{kind} {name}: {id_}" for name, id_ in named if name != id_]


def texts_of(
    project: Project, ids: Mapping[str, str], casts: Mapping[str, Cast], missed: list[Missed]
) -> dict[str, Text]:
    """The text of each source that has one with words in it, by GUID."""
    found = {}
    for source in project.sources:
        if source.text is None:
            missed.append(("source", source.name, "the project doesn't hold its text"))
            continue
        kind = _given(source).get("kind", KIND)
        text = as_taken_in(ids[source.guid], source.text, kind, casts[source.guid])
        if text is None:
            missed.append(("source", source.name, "there are no words in its text"))
        else:
            found[source.guid] = text
    return found


def _given(source: Source) -> dict[str, str]:
    """What our own export tells of a source in its description; nothing of other tools'."""
    values = dict(values_of(source.description) or {})
    values.pop(SPEAKERS_KEY, "")
    columns = {column.name: column for column in SOURCES.columns if column.name in OF_SOURCE}
    try:
        for key, value in values.items():
            parse(value, columns[key])
    except (KeyError, ValueError):
        return {}
    return values


def _source_rows(
    project: Project, ids: Mapping[str, str], placed: Mapping[str, str]
) -> list[dict[str, str]]:
    return [
        {"kind": KIND, **_given(source), "source": id_, "file": f"{id_}.txt",
         "unit": placed.get(source.guid, "")}
        for source in project.sources if (id_ := ids.get(source.guid, ""))
    ]  # fmt: skip


def _abouts(project: Project, units: Mapping[str, str], levels: Sequence[str]) -> dict[str, str]:
    """What a coding may be about: names of units and levels → their ids."""
    found = {case.name: units[case.guid] for case in project.cases if case.guid in units}
    parts = {part for coding in project.codings for part in coding.about.split("|")}
    return {p: level for p in parts if (level := level_slug(p)) in levels} | found


def _note_rows(
    project: Project,
    ids: Mapping[str, Mapping[str, str]],
    units: Mapping[str, str],
    missed: list[Missed],
) -> list[dict[str, str]]:
    """Notes, and descriptions of sources that people wrote, with the ids of what they are about."""
    known = {guid: id_ for kind in ids.values() for guid, id_ in kind.items()} | dict(units)
    known |= {case.guid: case.name for case in project.cases if case.guid not in units}
    rows = []
    for note in project.notes:
        about = [known[guid] for guid in note.about if guid in known]
        lost = len(note.about) - len(about)
        why = "notes.csv knows sources, codes, cases and users"
        missed += [("what a note is about", note.name, why)] * lost
        by = ids["user"].get(note.user, "")
        rows.append({"note": note.name, "about": " ".join(about), "by": by,
                     "created": note.created, "text": note.text})  # fmt: skip
    return rows + [
        {"note": "description", "about": ids["source"][source.guid], "text": source.description}
        for source in project.sources if source.description and not _given(source)
    ]  # fmt: skip


def _also_missed(project: Project, users: Mapping[str, str], missed: list[Missed]) -> None:
    """What a study has no place for."""
    why = "a study has no place for it"
    missed += [("set", one.name, why) for one in project.sets]
    missed += [("date of a coding", "", why) for coding in project.codings if coding.created]
    why = "coders are called by their initials; the import prints the map"
    missed += [
        ("name of a user", "", why) for user in project.users if users[user.guid] != user.name
    ]


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV. None is an empty cell, and so is what a row lacks."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
