"""Read coded segments as MAXQDA exports them: a table (.csv, .xlsx), one row for each segment.

The table has neither texts nor offsets. Texts are taken from files that lie beside it, and quotes
are looked for in them later, as those of any table of codings; the tree of codes is taken from a
table `code_system` beside it. Paragraph numbers only tell equal passages apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from insideout.exchange.database import moment
from insideout.exchange.maxqda_table import CODES, SEGMENTS, Found, bare, read_table
from insideout.exchange.maxqda_texts import repeated, texts_beside
from insideout.exchange.project import Code, Coding, Loss, Project, Set, Source, User
from insideout.problems import DataError, Problem

BETWEEN = re.compile(r"\s+>(?=\s)|(?<=[^\s\-=<>])>(?=[^\s>=])|\\")  # the levels of a path
SYSTEM = ("code system", "codesystem", "codes", "code tree", "codebaum")
TABLES = (".csv", ".tsv", ".xlsx")
LOST = {  # columns that have no place here
    "begin": "paragraphs are no places in a text: they only told equal passages apart",
    "end": "paragraphs are no places in a text",
    "weight": "codings have none here",
    "color": "codings have none here",
}
Way = tuple[str, ...]  # the names of a code and those above it, from the top


@dataclass(frozen=True)
class System:
    """The tree of codes: path → definition, and path → how many segments it says there are."""

    definitions: Mapping[Way, str]
    frequencies: Mapping[Way, int]
    told: Sequence[str]


def read(file: Path) -> Project:
    """The project, with what couldn't be carried in `losses`. Codings have no offsets.

    Raises DataError for a table that can't be read, or lacks a column or what must stand in it.
    """
    table = read_table(file, SEGMENTS)
    _check(file, table)
    system = _system(file)
    known = _Known(system.definitions)
    paths = [known.path(row) for _, row in table.rows]
    documents = list(dict.fromkeys(row["document"] for _, row in table.rows))
    texts, told = texts_beside(file, documents)
    missed: Counter[tuple[str, str, str]] = Counter()
    codings = _codings(table, paths, texts, missed)
    _lost_columns(table, missed)
    authors = dict.fromkeys(row.get("author", "") for _, row in table.rows)
    return Project(
        name=file.stem,
        tool="MAXQDA" if len(table.names) > len(SEGMENTS) + 1 else "",
        codes=_codes([*system.definitions, *paths], system.definitions),
        users=[User(f"user {name}", name) for name in authors if name],
        sources=[Source(f"source {name}", name, texts.get(name)) for name in documents],
        codings=codings,
        sets=_groups(table),
        losses=[Loss(what, which, n, why) for (what, which, why), n in missed.items()],
        told=[*table.told, *system.told, *_differences(system, paths), *told, *_unnamed(authors)],
    )


def _unnamed(authors: Iterable[str]) -> list[str]:
    """What to tell where the table doesn't say who coded."""
    if all(authors):
        return []
    return ["the table doesn't say of every segment who coded it: the coder is called unknown"]


def _check(file: Path, table: Found) -> None:
    """Raise a DataError of all rows that don't say what they must."""
    problems = [
        *table.problems,
        *(Problem(str(file), line, table.names[key], f"the {key} of the segment", "an empty cell")
          for line, row in table.rows for key in ("document", "code") if not row[key]),
    ]  # fmt: skip
    if not table.rows and not problems:
        problems.append(Problem(str(file), None, "", "rows of coded segments", "none"))
    if problems:
        raise DataError(problems)


def parts(path: str) -> Way:
    """The names in a path, whose levels stand behind ">" or a backslash."""
    return tuple(name for part in BETWEEN.split(path) if (name := part.strip()))


class _Known:
    """The paths of a code system, by whole path and by last name, where that is there once."""

    def __init__(self, paths: Iterable[Way]) -> None:
        self.paths = {" > ".join(path): path for path in paths}
        last = Counter(path[-1] for path in self.paths.values())
        self.last = {path[-1]: path for path in self.paths.values() if last[path[-1]] == 1}

    def path(self, row: Mapping[str, str]) -> Way:
        """The path of a row's code, by the code above it where that has a column of its own."""
        code = row["code"]
        own = self.paths.get(code) or parts(code) or (code,)
        above = parts(row.get("parent", ""))
        if above and own[: len(above)] != above and (len(own) == 1 or own[-2] != above[-1]):
            own = (*above, *own)
        whole = " > ".join(own)
        if whole in self.paths:
            return self.paths[whole]
        return self.last.get(own[-1], own) if len(own) == 1 else own


def _system(file: Path) -> System:
    """The table of codes beside a table of segments, if there is one."""
    for path in sorted(file.parent.iterdir()):
        if path.suffix.lower() not in TABLES or bare(path.stem) not in SYSTEM or path == file:
            continue
        try:
            table = read_table(path, CODES)
        except DataError as error:
            return System({}, {}, [f"{path} isn't taken for a tree of codes: {_why(error)}"])
        if table.problems:
            raise DataError(table.problems)
        definitions: dict[Way, str] = {}
        frequencies: dict[Way, int] = {}
        for _, row in table.rows:
            way = (*parts(row.get("parent", "")), *(parts(row["code"]) or ()))
            if not way:
                continue
            definitions[way] = row.get("memo", "")
            count = row.get("frequency", "")
            if count.isdecimal() and count.isascii():
                frequencies[way] = int(count)
        said = f"the tree of codes is from {path}"
        return System(definitions, frequencies, [said, *table.told])
    return System({}, {}, [])


def _why(error: DataError) -> str:
    first = error.problems[0]
    return f"expected {first.expected}, found {first.found}"


def _differences(system: System, paths: Sequence[Way]) -> list[str]:
    """Codes with other numbers of segments than the code system says."""
    count = Counter(paths)
    told = []
    for path, said in system.frequencies.items():
        if said != count[path]:
            name = " > ".join(path)
            told.append(f"code {name}: {said} segments by the code system, {count[path]} here")
    return told


def _codes(paths: Iterable[Way], definitions: Mapping[Way, str]) -> list[Code]:
    """A code for each path, and for those above that no table has."""
    ways = dict.fromkeys(path[:end] for path in paths for end in range(1, len(path) + 1))
    return [
        Code(_guid(way), way[-1], _guid(way[:-1]) if way[:-1] else "", definitions.get(way, ""))
        for way in ways
    ]


def _guid(path: Way) -> str:
    return "code " + "\x1f".join(path)


def _codings(
    table: Found,
    paths: Sequence[Way],
    texts: Mapping[str, str],
    missed: Counter[tuple[str, str, str]],
) -> list[Coding]:
    codings: list[Coding] = []
    by_document: dict[str, list[tuple[int, tuple[str, str, str]]]] = {}
    for (_, row), path in zip(table.rows, paths, strict=True):
        if not row["segment"]:
            why = "the table has no words of it: only passages of texts are carried"
            missed["coded segment", row["document"], why] += 1
            continue
        author = row.get("author", "")
        quote = row["segment"], f"{_guid(path)} {author}", row.get("begin", "")
        by_document.setdefault(row["document"], []).append((len(codings), quote))
        codings.append(
            Coding(f"coding {len(codings) + 1}", f"source {row['document']}", _guid(path),
                   f"user {author}" if author else "", quote=row["segment"],
                   created=moment(row.get("created", "")), memo=row.get("comment", ""))
        )  # fmt: skip
    for document, quotes in by_document.items():
        places = repeated(texts.get(document, ""), [quote for _, quote in quotes])
        for number, (start, end) in places.items():
            at = quotes[number][0]
            codings[at] = replace(codings[at], start=start, end=end)
    return codings


def _lost_columns(table: Found, missed: Counter[tuple[str, str, str]]) -> None:
    for key, why in LOST.items():
        if key in table.names:
            count = sum(bool(row[key]) and (key != "weight" or row[key] != "0")
                        for _, row in table.rows)  # fmt: skip
            missed["column", table.names[key], why] += count
    for name, count in table.others.items():
        missed["column", name, "there is no place for it"] += count
    for empty in [key for key, count in missed.items() if not count]:
        del missed[empty]


def _groups(table: Found) -> list[Set]:
    """Groups of documents, as sets."""
    groups: dict[str, dict[str, None]] = {}
    for _, row in table.rows:
        if row.get("group"):
            groups.setdefault(row["group"], {})[f"source {row['document']}"] = None
    return [Set(f"group {name}", name, tuple(members)) for name, members in groups.items()]
