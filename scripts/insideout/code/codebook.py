"""The codebook: a tree of codes in YAML, or a table of code paths exported from a coding tool."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from insideout.problems import DataError, Problem, shown
from insideout.rows import read_rows
from insideout.schema import Loader, did_you_mean, key_lines, parsed
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import VALENCES

KEYS = (
    "id", "name", "definition", "include", "exclude", "example", "origin", "since", "valences",
    "feature", "sign", "shows", "organisational", "codes",
)  # fmt: skip
SEPARATOR = " > "


def read_codebook(file: Path, columns: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The codes as records of the table `codebook`, parents before children.

    `columns`: the file is a table whose column `path` holds paths (names joined by `separator`);
    None: it is YAML. Raises DataError with every problem of the file.
    """
    if columns is not None:
        return paths_to_codes(file, columns["path"], columns["separator"])
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise DataError(
            Problem(str(file), expected="the codebook",
                    found=str(error.strerror or "nothing").lower(),
                    hint="create it, or correct `codebook` in the study file")
        ) from error  # fmt: skip
    book = parsed(raw, str(file))
    lines = key_lines(yaml.compose(raw, Loader))
    problems: list[Problem] = []
    codes = list(_walk(book.get("codes"), ("codes",), [], str(file), lines, problems))
    if not codes and not problems:
        problems = [Problem(str(file), 1, "codes", "a list of codes", shown(book.get("codes")))]
    problems += _repeated(codes, str(file), lines)
    if problems:
        raise DataError(problems)
    return [code for code, _ in codes]


Found = tuple[dict[str, Any], tuple[Any, ...]]


def _walk(
    items: Any,
    at: tuple[Any, ...],
    above: list[dict[str, Any]],
    file: str,
    lines: dict[tuple[Any, ...], int],
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
        problems += _value_problems(item, here, file, lines)
        code = _record(item, above)
        yield code, here
        yield from _walk(item.get("codes"), (*here, "codes"), [*above, code], file, lines, problems)


def _value_problems(
    item: dict[str, Any], here: tuple[Any, ...], file: str, lines: dict[tuple[Any, ...], int]
) -> list[Problem]:
    problems = []
    shows = item.get("shows") or []
    good = isinstance(shows, list) and all(
        isinstance(s, dict) and s.get("feature") and s.get("sign") in (1, -1) for s in shows
    )
    if not good:
        problems.append(
            Problem(file, lines.get((*here, "shows")), f"{item['id']}.shows",
                    "a list of {feature: NAME, sign: 1 or -1}", shown(shows))
        )  # fmt: skip
    checks = (
        ("sign", (1, -1), item.get("sign", 1)),
        ("origin", ("deductive", "inductive"), item.get("origin", "deductive")),
        ("organisational", (True, False), item.get("organisational", True)),
    )
    for key, allowed, value in checks:
        if value not in allowed:
            expected = "one of " + ", ".join(map(str, allowed))
            problems.append(
                Problem(
                    file, lines.get((*here, key)), f"{item['id']}.{key}", expected, shown(value)
                )
            )
    return problems + [
        Problem(file, lines.get((*here, "valences")), f"{item['id']}.valences",
                "any of " + ", ".join(VALENCES), shown(valence))
        for valence in item.get("valences") or [] if valence not in VALENCES
    ]  # fmt: skip


def _record(item: dict[str, Any], above: list[dict[str, Any]]) -> dict[str, Any]:
    parent = above[-1] if above else None
    name = str(item.get("name") or item["id"])
    shows = item.get("shows") if isinstance(item.get("shows"), list) else []
    inherited = parent["organisational"] if parent else True
    return {
        "code": str(item["id"]),
        "parent": parent["code"] if parent else "",
        "path": SEPARATOR.join([*(code["name"] for code in above), name]),
        "depth": len(above),
        "name": name,
        **{key: _line(item.get(key)) for key in ("definition", "include", "exclude", "example")},
        "origin": item.get("origin", "deductive"),
        "since": str(item.get("since", "")),
        "organisational": item.get("organisational", inherited),
        "valences": list(item.get("valences") or []),
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
    return " ".join(str(value or "").split())


def _repeated(codes: list[Found], file: str, lines: dict[tuple[Any, ...], int]) -> list[Problem]:
    problems, first = [], dict[str, int | None]()
    for code, here in codes:
        line = lines.get((*here, "id"))
        if code["code"] in first:
            problems.append(
                Problem(file, line, "id", "an id no other code has",
                        f"{shown(code['code'])}, already on line {first[code['code']]}",
                        "ids are unique in the whole codebook: give one of the two another id")
            )  # fmt: skip
        first.setdefault(code["code"], line)
    return problems


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
    kept: list[str] = []
    for code in codes:  # parents come before children
        if not root or code["code"] == root or code["parent"] in kept:
            kept.append(code["code"])
    return kept


def themes(codes: list[dict[str, Any]], root: str) -> list[str]:
    """Ids of the codes just below `root` (or at the top when it is empty)."""
    return [code["code"] for code in codes if code["parent"] == root]
