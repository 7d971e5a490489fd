"""Read a project of Taguette from its database (.sqlite3): HTML documents, highlights, tags.

Offsets of highlights are bytes (UTF-8) of the text between the tags of a document. Each is checked
against the snippet that Taguette keeps of a highlight.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from insideout.exchange.database import Database, Record, demand, moment, opened, rows, whole, words
from insideout.exchange.html_text import HtmlText, html_text
from insideout.exchange.passages import Placed, placed, same, told_astray
from insideout.exchange.project import Code, Coding, Loss, Note, Project, Source, User
from insideout.exchange.refi.offsets import Counting, Text, text_of
from insideout.problems import DataError, Problem, shown

EXPECTED = "a project of Taguette (.sqlite3)"
NEEDED = {
    "projects": ("id", "name"),
    "documents": ("id", "project_id", "name", "contents"),
    "tags": ("id", "project_id", "path"),
    "highlights": ("id", "document_id", "start_offset", "end_offset"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
NAMED = 12  # projects of a database, in a message
UNKNOWN = "who made a highlight isn't told in the database: the coder is called unknown"


def read(file: Path) -> Project:
    """The project, with what couldn't be carried in `losses`.

    Codings whose words aren't at their offsets have `start` None. Raises DataError for what isn't a
    database of Taguette, is damaged or in use, and for one that holds several projects.
    """
    with opened(file, EXPECTED) as base:
        demand(base, NEEDED, file, "Taguette")
        project = _only(
            file, rows(base, "projects", NEEDED["projects"], ("description", "created"))
        )
        of_project = [r for r in _documents(base) if r["project_id"] == project["id"]]
        users, makers, told = _users(base, project["id"])
        missed: Counter[tuple[str, str, str]] = Counter()
        sources, codings = [], list[Coding]()
        tags = _tags(base, project["id"])
        highlights = _highlights(base)
        for row in of_project:
            source, text, html = _source(row)
            sources.append(source)
            here = highlights.get(row["id"], [])
            spans, astray = _spans(here, text, html)
            told += told_astray(source.name, astray, len(here))
            codings += _codings(here, spans, source.guid, makers, missed, len(codings))
    description = words(project["description"]).strip()
    notes = [Note("description", "Project", description)] if description else []
    return Project(
        name=words(project["name"]) or file.stem,
        tool="Taguette",
        codes=_codes(tags),
        users=[User(f"user {login}", login) for login in users],
        sources=sources,
        codings=codings,
        notes=notes,
        losses=[Loss(what, which, n, why) for (what, which, why), n in missed.items()],
        told=told,
    )


def _only(file: Path, projects: Sequence[Record]) -> Record:
    """The one project of a database."""
    if len(projects) == 1:
        return projects[0]
    names = [shown(words(row["name"])) for row in projects[:NAMED]]
    names += ["…"] if len(projects) > NAMED else []
    found = f"{len(projects)} projects: {', '.join(names)}" if projects else "no project"
    hint = "open the one that you want in Taguette, and export it there as SQLite3"
    wanted = "a database with one project"
    raise DataError(Problem(str(file), None, "", wanted, found, hint if projects else ""))


def _documents(base: Database) -> list[Record]:
    return rows(
        base, "documents", ("id", "project_id"), ("name", "contents", "description", "created")
    )


def _tags(base: Database, project: object) -> list[Record]:
    found = rows(base, "tags", NEEDED["tags"], ("description", "parent_id"))
    return [row for row in found if row["project_id"] == project]


def _codes(tags: Sequence[Record]) -> list[Code]:
    """Tags as codes: one called "a.b" lies below the tag "a", where there is one."""
    by_path = {words(row["path"]): f"tag {row['id']}" for row in tags}
    names = {f"tag {row['id']}" for row in tags}
    codes = []
    for row in tags:
        path, guid = words(row["path"]) or words(row["id"]), f"tag {row['id']}"
        above, name = f"tag {row['parent_id']}", path
        if above not in names:
            above, name = _above(path, by_path)
        codes.append(Code(guid, name, above, words(row["description"]).strip()))
    return codes


def _above(path: str, by_path: Mapping[str, str]) -> tuple[str, str]:
    """The nearest tag whose path is the beginning of this one, and what is left of the path."""
    at = path.rfind(".")
    while at > 0:
        if path[:at] in by_path and path[at + 1 :].strip():
            return by_path[path[:at]], path[at + 1 :]
        at = path.rfind(".", 0, at)
    return "", path


def _users(
    base: Database, project: object
) -> tuple[list[str], dict[object, tuple[str, str]], list[str]]:
    """The logins of members and makers, who made each highlight and when, and what to tell.

    Highlights name nobody; the log of commands does, where it is there. A lone member made all.
    """
    members = [
        words(row["user_login"])
        for row in rows(base, "project_members", ("project_id", "user_login"))
        if row["project_id"] == project
    ]
    makers: dict[object, tuple[str, str]] = {}
    for row in rows(base, "commands", ("id", "project_id"), ("user_login", "payload", "date")):
        if row["project_id"] == project:
            number = _added(row["payload"])
            if number is not None:
                makers.setdefault(number, (words(row["user_login"]), moment(row["date"])))
    logins = [*dict.fromkeys([*members, *(login for login, _ in makers.values())])]
    makers[None] = (logins[0] if len(logins) == 1 else "", "")
    told = [] if makers[None][0] or len(makers) > 1 else [UNKNOWN]
    return logins, makers, told


def _added(payload: object) -> int | None:
    """The highlight that a command added."""
    try:
        found = json.loads(words(payload))
    except (ValueError, RecursionError):
        return None
    added = isinstance(found, dict) and found.get("type") == "highlight_add"
    return whole(found.get("highlight_id")) if added else None


def _highlights(base: Database) -> dict[object, list[Record]]:
    """Highlights by document, each with its tags under `tags`."""
    tags: dict[object, list[object]] = {}
    for row in rows(base, "highlight_tags", NEEDED["highlight_tags"]):
        tags.setdefault(row["highlight_id"], []).append(row["tag_id"])
    found: dict[object, list[Record]] = {}
    for row in rows(base, "highlights", NEEDED["highlights"], ("snippet",)):
        row["tags"] = tags.get(row["id"], [])
        found.setdefault(row["document_id"], []).append(row)
    return found


def _source(row: Record) -> tuple[Source, Text, HtmlText]:
    html = html_text(words(row["contents"]))
    text = text_of(html.shown)
    description = words(row["description"]).strip()
    source = Source(f"document {row['id']}", words(row["name"]), text.canonical, description,
                    moment(row["created"]))  # fmt: skip
    return source, text, html


def _spans(highlights: Sequence[Record], text: Text, html: HtmlText) -> tuple[list[Placed], int]:
    """Where highlights stand in the canonical text, and how many aren't where their snippet is.

    Offsets come from the browser. The snippet is cut by the server, whose parser leaves out white
    space before the first tag: where that alone tells them apart, the browser was right.
    """
    given = [(whole(row["start_offset"]), whole(row["end_offset"])) for row in highlights]
    by_browser = _at(text, html, given, 0)
    by_server = _at(text, html, given, html.leading)
    found: list[Placed] = []
    astray = 0
    for row, here, there in zip(highlights, by_browser, by_server, strict=True):
        snippet = html_text(words(row["snippet"])).shown
        fits = not snippet.strip() or same(here[2], snippet) or same(there[2], snippet)
        right = here[0] is not None and fits
        astray += not right
        found.append(here if right else (None, None, snippet))
    return found, astray


def _at(
    text: Text, html: HtmlText, given: Sequence[tuple[int | None, int | None]], shift: int
) -> list[Placed]:
    """Offsets, each with `shift` added, as places in the canonical text."""
    starts = [None if start is None else start + shift for start, _ in given]
    ends = [None if end is None else end + shift for _, end in given]
    places = [(start, end, "") for start, end in html.places(starts, ends)]
    return placed(text, [Counting()], places)[0]


def _codings(
    highlights: Sequence[Record],
    spans: Sequence[Placed],
    source: str,
    makers: Mapping[object, tuple[str, str]],
    missed: Counter[tuple[str, str, str]],
    before: int,
) -> list[Coding]:
    """A coding for each tag of each highlight."""
    codings: list[Coding] = []
    for row, (start, end, quote) in zip(highlights, spans, strict=True):
        login, created = makers.get(whole(row["id"]), makers[None])
        user = f"user {login}" if login else ""
        if not row["tags"]:
            missed["highlight without a tag", quote[:40], "nothing is said about it"] += 1
        for tag in row["tags"]:
            guid = f"coding {before + len(codings) + 1}"
            codings.append(Coding(guid, source, f"tag {tag}", user, start, end, quote, created))
    return codings
