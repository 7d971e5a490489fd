"""Read a project of QualCoder: its folder NAME.qda, or the database data.qda in it (SQLite).

Positions are indices of the stored text: in code points, or in UTF-16 units where they come from
the editor. Each is checked against the words that QualCoder keeps of a passage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from insideout.exchange.database import (
    Database,
    Record,
    demand,
    how_many,
    moment,
    opened,
    rows,
    whole,
    words,
)
from insideout.exchange.passages import placed, told_astray
from insideout.exchange.project import Case, Code, Coding, Loss, Note, Project, Source, User
from insideout.exchange.refi.archive import refusal
from insideout.exchange.refi.counting import Passage, found_countings
from insideout.exchange.refi.offsets import Counting, Text, text_of

EXPECTED = "a project of QualCoder (a folder NAME.qda with data.qda in it, or that data.qda)"
DATA = "data.qda"
NEEDED = {
    "source": ("id", "name", "fulltext"),
    "code_name": ("cid", "name"),
    "code_text": ("fid", "pos0", "pos1", "cid"),
}
UNCARRIED = {  # table → what a row of it is, and why it isn't carried
    "code_image": ("coding of an image", "only passages of texts are carried"),
    "code_av": ("coding of a recording", "only passages of texts are carried"),
    "graph": ("graph", "drawings aren't carried"),
    "stored_sql": ("saved query", "it asks QualCoder's database"),
    "ris": ("line of a reference", "references to literature aren't carried"),
}
BMP = 0xFFFF  # characters above take two UTF-16 units
Missed = Counter[tuple[str, str, str]]  # what, which one, why → how many


@dataclass
class Found:
    """What was found so far: what to tell, what was missed, and users by name in order."""

    told: list[str] = field(default_factory=list)
    missed: Missed = field(default_factory=Counter)
    users: dict[str, str] = field(default_factory=dict)

    def user(self, row: Record) -> str:
        """The guid of the user that a row names; "" for none."""
        name = words(row["owner"]).strip()
        return self.users.setdefault(name, f"user {name}") if name else ""


def read(file: Path) -> Project:
    """The project, with what couldn't be carried in `losses`.

    Codings whose words aren't at their positions have `start` None. Raises DataError for what isn't
    a project of QualCoder, is damaged, or is open in it.
    """
    data = file / DATA if file.is_dir() else file
    if file.is_dir() and not data.is_file():
        raise refusal(file, EXPECTED)(f"a folder without {DATA}", "give the project's folder")
    with opened(data, EXPECTED) as base:
        demand(base, NEEDED, data, "QualCoder")
        found = Found()
        codes = _codes(base)
        others = ("fulltext", "memo", "owner", "date", "av_text_id")
        files = rows(base, "source", ("id", "name"), others)
        sources, texts = _sources(files, found)
        codings = _codings(base, texts, {s.guid: s.name for s in sources}, found)
        cases, case_notes = _cases(base, files, texts, found)
        notes = [*_notes(base, found), *case_notes]
        for table, (what, why) in UNCARRIED.items():
            found.missed[what, "", why] += how_many(base, table)
    folder = data.parent if data.name == DATA else data
    return Project(
        name=folder.stem,
        tool="QualCoder",
        codes=codes,
        users=[User(guid, name) for name, guid in found.users.items()],
        sources=sources,
        codings=codings,
        cases=cases,
        notes=notes,
        losses=[Loss(what, which, n, why) for (what, which, why), n in found.missed.items() if n],
        told=found.told,
    )


def _codes(base: Database) -> list[Code]:
    """Categories as folders, and the codes below them."""
    folders = [
        Code(f"category {row['catid']}", _name(row, "catid"), _below(row["supercatid"]),
             words(row["memo"]).strip(), codable=False)
        for row in rows(base, "code_cat", ("catid", "name"), ("supercatid", "memo"))
    ]  # fmt: skip
    return folders + [
        Code(f"code {row['cid']}", _name(row, "cid"), _below(row["catid"]),
             words(row["memo"]).strip(), words(row["color"]))
        for row in rows(base, "code_name", ("cid", "name"), ("catid", "memo", "color"))
    ]  # fmt: skip


def _name(row: Record, key: str) -> str:
    """A code's name, or its number where it has none."""
    return words(row["name"]).strip() or words(row[key])


def _below(category: object) -> str:
    return "" if category is None else f"category {category}"


def _sources(files: Sequence[Record], found: Found) -> tuple[list[Source], dict[str, Text]]:
    """The sources that have a text, and the forms of their texts by guid."""
    sources, texts = [], {}
    for row in files:
        name = words(row["name"])
        if row["fulltext"] is None:
            found.missed["picture or recording", name, "only texts are carried"] += 1
            continue
        if row["av_text_id"] is not None:
            why = "texts are carried without their recordings"
            found.missed["link of a text to its recording", name, why] += 1
        guid = f"source {row['id']}"
        texts[guid] = text_of(words(row["fulltext"]))
        sources.append(
            Source(guid, name, texts[guid].canonical, words(row["memo"]).strip(),
                   moment(row["date"]), found.user(row))
        )  # fmt: skip
    return sources, texts


def _codings(
    base: Database, texts: Mapping[str, Text], names: Mapping[str, str], found: Found
) -> list[Coding]:
    others = ("seltext", "owner", "date", "memo", "important")
    by_source: dict[str, list[Record]] = {}
    for row in rows(base, "code_text", NEEDED["code_text"], others):
        by_source.setdefault(f"source {row['fid']}", []).append(row)
    passages = {
        guid: [
            Passage(start, end, (words(row["seltext"]),))
            for row in here
            if (start := whole(row["pos0"])) is not None
            and (end := whole(row["pos1"])) is not None
            and start < end
        ]
        for guid, here in by_source.items() if guid in texts
    }  # fmt: skip
    countings = found_countings(texts, passages, names, "QualCoder")
    if not all(words(row["seltext"]).strip() for here in by_source.values() for row in here):
        found.told += countings.told  # where words are known, each passage is looked at by itself
    used: Counter[str] = Counter()
    codings: list[Coding] = []
    for guid, here in by_source.items():
        given = [(whole(r["pos0"]), whole(r["pos1"]), words(r["seltext"])) for r in here]
        if guid in texts:
            own = countings.of_source.get(guid, Counting())
            ways = dict.fromkeys((own, own._replace(unit="characters"),
                                  own._replace(unit="UTF-16 units")))  # fmt: skip
            spans, by = placed(texts[guid], list(ways), given)
            found.told += told_astray(names[guid], by.count(None), len(here))
            used.update(way.unit for way in by if way and texts[guid].widest > BMP)
        else:
            spans = [(None, None, quote) for _, _, quote in given]
        for row, (start, end, quote) in zip(here, spans, strict=True):
            number = len(codings) + 1
            codings.append(
                Coding(f"coding {number}", guid, f"code {row['cid']}", found.user(row), start, end,
                       quote, moment(row["date"]), words(row["memo"]).strip())
            )  # fmt: skip
            found.missed["mark of importance", "", "codings have none here"] += bool(
                whole(row["important"])
            )
    if len(used) > 1:
        counts = " and ".join(f"{unit} in {count}" for unit, count in used.items())
        found.told.append(f"positions count {counts} passages: each stands where its words are")
    return codings


def _cases(
    base: Database, files: Sequence[Record], texts: Mapping[str, Text], found: Found
) -> tuple[list[Case], list[Note]]:
    """Cases with their attributes, and what is noted on them.

    Attributes of a file belong to the case that has it alone, or make a new one.
    """
    attributes: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows(base, "attribute", ("id", "name", "attr_type", "value")):
        if value := words(row["value"]).strip():
            key = words(row["attr_type"]).lower(), words(row["id"])
            attributes.setdefault(key, {})[words(row["name"])] = value
    parts: dict[str, dict[str, None]] = {}
    for row in rows(base, "case_text", ("caseid", "fid", "pos0", "pos1")):
        source = f"source {row['fid']}"
        if source in texts:
            parts.setdefault(words(row["caseid"]), {})[source] = None
            found.missed["passage of a case", "", "cases have whole sources here"] += _in_part(
                row, texts[source]
            )
    cases, notes = [], []
    for row in rows(base, "cases", ("caseid", "name"), ("memo", "owner", "date")):
        number, guid = words(row["caseid"]), f"case {row['caseid']}"
        own = attributes.get(("case", number), {})
        cases.append(Case(guid, words(row["name"]), own, tuple(parts.get(number, ()))))
        notes += _note(f"memo of case {number}", words(row["name"]), row, "memo", (guid,), found)
    alone = {case.sources[0]: at for at, case in enumerate(cases) if len(case.sources) == 1}
    for row in files:
        source, given = f"source {row['id']}", attributes.get(("file", words(row["id"])), {})
        at = alone.get(source)
        if given and at is not None:
            case = cases[at]
            cases[at] = Case(case.guid, case.name, {**given, **case.attributes}, case.sources)
        elif given and source in texts:
            cases.append(Case(f"case of {source}", words(row["name"]), given, (source,)))
    return cases, notes


def _in_part(row: Record, text: Text) -> bool:
    """Whether a case has a passage of a text, and not all of it."""
    start, end = whole(row["pos0"]) or 0, whole(row["pos1"]) or 0
    return start > 0 or 0 < end < len(text.plain) - 1  # some versions end one too early


def _notes(base: Database, found: Found) -> list[Note]:
    """The project's memo, the journal, and annotations of passages."""
    notes: list[Note] = []
    for row in rows(base, "project", ("memo",), ("date", "owner")):
        notes += _note("memo of the project", "Project", row, "memo", (), found)
    others = ("date", "owner")
    for row in rows(base, "journal", ("jid", "name", "jentry"), others):
        notes += _note(f"journal {row['jid']}", words(row["name"]), row, "jentry", (), found)
    for row in rows(base, "annotation", ("fid", "pos0", "pos1", "memo"), others):
        source, name = f"source {row['fid']}", f"annotation at {row['pos0']}-{row['pos1']}"
        made = _note(f"annotation {len(notes)}", name, row, "memo", (source,), found)
        passage = "notes are about a source or a coding; the note's name tells the positions"
        found.missed["place of an annotation", "", passage] += len(made)
        notes += made
    return notes


def _note(
    guid: str, name: str, row: Record, column: str, about: tuple[str, ...], found: Found
) -> list[Note]:
    """A note of what a row's column says, if it says anything."""
    text = words(row[column]).strip()
    return [Note(guid, name, text, about, found.user(row), moment(row["date"]))] if text else []
