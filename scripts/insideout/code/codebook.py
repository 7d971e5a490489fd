"""The codebook: a tree of codes in YAML or a workbook, or a table of code paths of another tool."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from insideout.code.book import Lines, book_of, repeats_paths
from insideout.code.lineage import Found, lineage_problems
from insideout.code.patterns import pattern_problems
from insideout.code.values import KEYS, value_problems, version_problems
from insideout.problems import DataError, Problem, shown
from insideout.rows import read_rows
from insideout.schema import did_you_mean
from insideout.tables.declare import Column, Table

SEPARATOR = " > "


def read_codebook(file: Path, columns: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The codes as records of the table `codebook`, parents before children.

    `columns`: the file is a table whose column `path` holds paths (names joined by `separator`);
    None: its suffix says what it is (see `book_of`). Besides the table's columns, a record has the
    list `valences`. Raises DataError with every problem of the file.
    """
    if columns is not None:
        return paths_to_codes(file, columns["path"], columns["separator"])
    book, lines = book_of(file)
    return codes_of(book, lines, file)


def codes_of(book: dict[str, Any], lines: Lines, file: Path) -> list[dict[str, Any]]:
    """The codes of a book with the structure of YAML. Raises DataError, as `read_codebook`."""
    name = str(file)
    problems = version_problems(book, name, lines)
    codes = list(_walk(book.get("codes"), ("codes",), [], name, lines, problems))
    if not codes and not problems:
        problems = [Problem(name, 1, "codes", "a list of codes", shown(book.get("codes")))]
    version = _line(book.get("version"))
    problems += lineage_problems(codes, version, name, lines, same_paths=not repeats_paths(file))
    if problems:
        raise DataError(problems)
    return [code for code, _ in codes]


def version_of(file: Path, columns: dict[str, str] | None = None) -> str:
    """The present version of a codebook that has passed its checks; "" where it names none."""
    if columns is not None:
        return ""
    return _line(book_of(file)[0].get("version"))


def _walk(
    items: Any,
    at: tuple[Any, ...],
    above: list[dict[str, Any]],
    file: str,
    lines: Lines,
    problems: list[Problem],
) -> Iterator[Found]:
    for index, item in enumerate(items if isinstance(items, list) else []):
        here = (*at, index)
        line = lines.get(here)
        if not isinstance(item, dict) or not item.get("id"):
            problems.append(
                Problem(file, line, ".".join(map(str, here)), "a code with an id", shown(item))
            )
            continue
        for key in item:
            if key not in KEYS:
                hint = did_you_mean(str(key), KEYS)
                where = f"{item['id']}.{key}"
                problems.append(
                    Problem(
                        file, lines.get((*here, key)), where, "a key of a code", shown(key), hint
                    )
                )
        problems += value_problems(item, here, file, lines)
        problems += pattern_problems(item.get("patterns"), str(item["id"]), here, file, lines)
        code = _record(item, above)
        yield code, here
        yield from _walk(item.get("codes"), (*here, "codes"), [*above, code], file, lines, problems)


def _record(item: dict[str, Any], above: list[dict[str, Any]]) -> dict[str, Any]:
    parent = above[-1] if above else None
    name = _line(item.get("name")) or str(item["id"])
    shows = item.get("shows") if isinstance(item.get("shows"), list) else []
    valences = item.get("valences") if isinstance(item.get("valences"), list) else []
    inherited = parent["organisational"] if parent else True
    return {
        "code": str(item["id"]),
        "parent": parent["code"] if parent else "",
        "path": SEPARATOR.join([*(code["name"] for code in above), name]),
        "depth": len(above),
        "name": name,
        **{key: _line(item.get(key)) for key in ("definition", "include", "exclude", "example")},
        "origin": item.get("origin", "deductive"),
        **{key: _line(item.get(key)) for key in ("since", "retired", "merged_into", "split_from",
                                                 "cluster")},
        "valences": valences,
        "allowed": " ".join(map(str, valences or [])),
        "organisational": item.get("organisational", inherited),
        "feature": str(item.get("feature") or ""),
        "sign": item.get("sign", 1) if item.get("feature") else None,
        "shows": " ".join(
            f"{s['feature']}{'+' if s['sign'] == 1 else '-'}" for s in shows or []
            if isinstance(s, dict) and "feature" in s and "sign" in s
        ),
    }  # fmt: skip


def _line(value: Any) -> str:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    return " ".join(str("" if value is None else value).split())


def paths_to_codes(file: Path, column: str, separator: str) -> list[dict[str, Any]]:
    """Codes from a table of paths, such as a coding tool's export of its code system.

    A code's id is its path in lower case, words joined by "_", levels by "/". Parents that the
    table doesn't name are added.
    """
    table = Table(
        "code paths", "a code's path", (Column(column, "text", "a path", True),), (), True
    )
    rows, problems = read_rows(file, table)
    if problems:
        raise DataError(problems)
    codes: dict[str, dict[str, Any]] = {}
    for row in rows:
        names = [name.strip() for name in row[column].split(separator.strip())]
        for depth in range(len(names)):
            code = path_id(names[: depth + 1])
            if code not in codes:
                above = [codes[path_id(names[:n])] for n in range(1, depth + 1)]
                codes[code] = _record({"id": code, "name": names[depth]}, above)
    order = {code: number for number, code in enumerate(codes)}

    def place(code: dict[str, Any]) -> tuple[int, ...]:
        parent = codes.get(code["parent"])
        return (*(place(parent) if parent else ()), order[code["code"]])

    return sorted(codes.values(), key=place)


def path_id(names: list[str]) -> str:
    """A code's id from its path: "Pain points > Don't know" is pain_points/dont_know."""
    return "/".join(_slug(name) for name in names)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.replace("'", "")).strip("_") or "code"


def below(codes: list[dict[str, Any]], root: str) -> list[str]:
    """Ids of a code and of all codes below it; of all codes when `root` is empty."""
    kept: dict[str, None] = {}
    for code in codes:  # parents come before children
        if not root or code["code"] == root or code["parent"] in kept:
            kept[code["code"]] = None
    return list(kept)


def themes(codes: list[dict[str, Any]], root: str) -> list[str]:
    """Ids of the codes just below `root` (or at the top when it is empty)."""
    return [code["code"] for code in codes if code["parent"] == root]
