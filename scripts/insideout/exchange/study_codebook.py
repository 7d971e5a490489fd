"""A project's codes as a codebook of ours, and a codebook of ours as a project's codes.

What our codebook says of a code beside name and definition goes out as `Code.extra`, by the columns
of the table `codebook`; an id is among it, so that codes keep theirs on the way there and back. A
GUID isn't kept in the codebook: it is made from the id each time, and so is the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.code.codebook import codes_of, path_id
from insideout.exchange.codebook_yaml import codebook_yaml, shows_of
from insideout.exchange.project import Code
from insideout.exchange.refi.convention import made_guid
from insideout.exchange.refi.write_guids import Missed
from insideout.exchange.study_ids import unique_ids
from insideout.exchange.tree import parents_of, paths_of
from insideout.problems import DataError
from insideout.rows import IDENTIFIER
from insideout.tables.coding import CODEBOOK

APART = ("code", "parent", "path", "depth", "name", "definition")
UNDERSTOOD = {"sign": "1", "organisational": "yes", "origin": "deductive"}
TEXTS = ("include", "exclude", "example")
SHOWN = 10  # of the ids that are told
LETTER = re.compile(r"[A-Za-z0-9]")  # ids are made of these; a name without any is called "code"
OTHERS = tuple(name for name in CODEBOOK.names if name not in (*APART, *TEXTS))


def code_ids(codes: Sequence[Code]) -> dict[str, str]:
    """GUID → id: the one our codebook gave, else made from the path of names; each once."""
    paths = paths_of(codes)
    wanted = {
        code.guid: own if IDENTIFIER.fullmatch(own := code.extra.get("id", "")) else
        path_id(paths[code.guid])
        for code in codes
    }  # fmt: skip
    return unique_ids(wanted, str, "code")


def odd_ids(codes: Sequence[Code], ids: Mapping[str, str]) -> list[str]:
    """The codes whose ids nobody would guess from their names, in words: the first few of them."""
    paths = paths_of(codes)
    odd = [
        f"code {' > '.join(path)}: {id_}"
        for code in codes if (id_ := ids[code.guid]) != code.extra.get("id")
        and (id_ != path_id(path := paths[code.guid]) or not all(map(LETTER.search, path)))
    ]  # fmt: skip
    more = len(odd) - SHOWN
    return [*odd[:SHOWN], *([f"… {more:,} more: see codebook.yaml"] if more > 0 else [])]


def codebook_of(codes: Sequence[Code], ids: Mapping[str, str], missed: list[Missed]) -> str:
    """The codebook as YAML; folders are codes like others.

    What makes no sound codebook together (a code merged into one that isn't there, say, after
    another tool has changed the project) is left out, all but the texts of codes.
    """
    book = _book(codes, ids, TEXTS + OTHERS, missed)
    try:
        if codes:
            codes_of(book, {}, Path("codebook.yaml"))
    except DataError as error:
        missed += [("keys of codes", p.column, f"found {p.found}") for p in error.problems]
        book = _book(codes, ids, TEXTS, [])
    return codebook_yaml(book)


def _book(
    codes: Sequence[Code], ids: Mapping[str, str], keys: Sequence[str], missed: list[Missed]
) -> dict[str, Any]:
    above = parents_of(codes, missed)
    names = _names(codes, above, missed)
    items = {
        code.guid: {"id": ids[code.guid], "name": names[code.guid], "definition": code.definition}
        | _extra(code, keys, missed) | {"codes": []}
        for code in codes
    }  # fmt: skip
    top: list[Any] = []
    for code in codes:
        below = items[above[code.guid]]["codes"] if above[code.guid] else top
        below.append(items[code.guid])
    missed += [("colour of a code", code.name, "a codebook of ours has none")
               for code in codes if code.color]  # fmt: skip
    return {"codes": top}


def _names(codes: Sequence[Code], above: Mapping[str, str], missed: list[Missed]) -> dict[str, str]:
    """Names of codes; those that have one name below one parent are numbered."""
    found: dict[str, str] = {}
    taken: set[tuple[str, str]] = set()
    for code in codes:
        name, number = code.name, 1
        while (above[code.guid], name.casefold()) in taken:
            number += 1
            name = f"{code.name} ({number})"
        if name != code.name:
            why = f"another code below the same parent has it: it is called {name}"
            missed.append(("name of a code", code.name, why))
        taken.add((above[code.guid], name.casefold()))
        found[code.guid] = name
    return found


def _extra(code: Code, keys: Sequence[str], missed: list[Missed]) -> dict[str, Any]:
    item: dict[str, Any] = {}
    for key, value in code.extra.items():
        try:
            item |= _own(key, value) if key in keys else {}
        except ValueError:
            missed.append((f"{key} of a code", code.name, "no value of that key of a codebook"))
        if key not in (*TEXTS, *OTHERS, "id"):
            missed.append((f"{key} of a code", code.name, "no key of a codebook"))
    return item


def _own(key: str, value: str) -> dict[str, Any]:
    """A key of the codebook from its cell in the table. Raises ValueError."""
    if key == "allowed":
        return {"valences": value.split()}
    if key == "shows":
        return {key: shows_of(value)}
    if key == "sign":
        return {key: int(value)}
    return {key: value == "yes" if key == "organisational" else value}


def codes_from(study: str, rows: Iterable[Mapping[str, str]]) -> list[Code]:
    """Rows of the table `codebook` as codes of a project."""
    found = []
    for row in rows:
        values = {name: row.get(name, "") for name in TEXTS + OTHERS}
        extra = {k: v for k, v in values.items() if v and UNDERSTOOD.get(k) != v}
        above = row["parent"]
        found.append(
            Code(
                made_guid("code", study, row["code"]), row["name"],
                made_guid("code", study, above) if above else "",
                row.get("definition", ""), extra={"id": row["code"], **extra},
            )
        )  # fmt: skip
    return found
