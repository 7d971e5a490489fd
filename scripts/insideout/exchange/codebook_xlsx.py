"""A codebook as a workbook, for those who rather edit a sheet, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.code.book import Book, Lines
from insideout.code.patterns import Pattern
from insideout.exchange.codebook_yaml import shows_of
from insideout.problems import DataError, Problem, shown
from insideout.rows import Row, repeated_keys
from insideout.schema import did_you_mean
from insideout.tables.declare import Column, Table
from insideout.workbook import Sheet, cells_of, sheet_rows, workbook

CODES, BOOK = "codebook", "book"
LONGEST = 32_767  # characters of a cell
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
SHEET = Table(
    "codebook",
    "a code",
    (
        Column("id", "id", "what codings name", True),
        Column("parent", "id", "id of the code above; empty at the top"),
        Column("name", "text", "what the report prints; empty: the id"),
        Column("definition", "text", "what it means"),
        Column("include", "text", "what to code with it"),
        Column("exclude", "text", "what not to code with it"),
        Column("example", "text", "an example"),
        Column("origin", "choice", "where it comes from", False, ("deductive", "inductive")),
        Column("since", "text", "version that brought it"),
        Column("retired", "text", "version that retired it"),
        Column("merged_into", "id", "the code that took its place"),
        Column("split_from", "id", "the code it was split from"),
        Column("valences", "text", "valences to choose from, separated by spaces"),
        Column("feature", "id", "the feature of care that it speaks of"),
        Column("sign", "integer", "1 or -1", minimum=-1, maximum=1),
        Column("shows", "text", "features it helps and costs, such as 'reviews+ same_person-'"),
        Column("organisational", "yes_no", "no for reasons that lie in no organisation"),
        Column("cluster", "text", "the cluster that an inductive code came from"),
        Column("patterns", "text", "suggestion patterns, one on a line"),
    ),
    key=("id",),
)
ABOUT = Table("book", "the book", (Column("version", "text", "the present version"),))
WIDTHS = {"id": 24, "name": 24, "definition": 50, "include": 40, "exclude": 40, "example": 40,
          "patterns": 40}  # fmt: skip


def write_codebook(
    codes: Sequence[Mapping[str, Any]],
    patterns: Mapping[str, Sequence[Pattern]],
    version: str = "",
) -> bytes:
    """The workbook of a codebook: records of the table `codebook`, patterns by code, the version.

    Raises DataError for texts that are longer than a cell can be.
    """
    rows = [_row(code, patterns.get(code["code"], ())) for code in codes]
    problems = [
        Problem("codebook", None, f"{row['id']}.{key}", f"up to {LONGEST:,} characters in a cell",
                f"{len(cell):,}", "shorten it, or keep the codebook in YAML")
        for row in rows for key, cell in row.items()
        if isinstance(cell, str) and len(cell) > LONGEST
    ]  # fmt: skip
    if problems:
        raise DataError(problems)
    sheet = Sheet(SHEET, rows, ("origin",), WIDTHS, tuple(WIDTHS))
    about = {BOOK: Sheet(ABOUT, [{"version": version}])} if version else {}
    return workbook({CODES: sheet, **about})


def _row(code: Mapping[str, Any], patterns: Sequence[Pattern]) -> dict[str, Any]:
    sign = code["sign"]
    return {
        **{key: _writable(code[key]) for key in SHEET.names if isinstance(code.get(key), str)},
        "id": _writable(code["code"]),
        "valences": code["allowed"],
        "sign": int(sign) if code["feature"] and sign is not None else None,
        "organisational": "yes" if code["organisational"] else "no",
        "patterns": "\n".join(map(_pattern_line, patterns)),
    }


def _writable(text: str) -> str:
    """Text without the characters that no workbook can hold."""
    return UNWRITABLE.sub("", text)


def _pattern_line(pattern: Pattern) -> str:
    """Words as they are; tokens, and words that look like them, as JSON."""
    if isinstance(pattern, str) and pattern[:1] not in ("[", '"', "'", "=", "+", "-", "@"):
        return _writable(pattern)
    return json.dumps(pattern, ensure_ascii=False)


def read_codebook_xlsx(file: Path) -> dict[str, Any]:
    """The codebook of a workbook with the structure of its YAML form.

    Raises DataError when a sheet, a column or a parent is missing, or a cell can't be read. What
    codes say of each other is for `read_codebook` to check.
    """
    return sheet_of(file)[0]


def sheet_of(file: Path) -> Book:
    """As `read_codebook_xlsx`, with the row of every code and of each of its keys, by path."""
    header, lines = cells_of(file, CODES)
    if "id" not in header:
        expected = f"a sheet named {CODES!r} with a column `id`"
        hint = "`python -m insideout export` writes such a workbook" if not header else ""
        found = "no such sheet" if not header else "columns " + ", ".join(header)
        raise DataError(Problem(str(file), 1, "", expected, found, hint))
    rows, problems = sheet_rows(str(file), header, lines, SHEET)
    problems += repeated_keys(str(file), rows, SHEET)
    items = [(row, _item(row, str(file), problems)) for row in rows]
    problems += [] if problems else _parent_problems(rows, str(file))
    if problems:
        raise DataError(problems)
    version = _version(file)
    return _tree(items, {"version": version} if version else {})


def _version(file: Path) -> str:
    header, lines = cells_of(file, BOOK)
    told = [cells[header.index("version")] for _, cells in lines if "version" in header]
    return told[0] if told else ""


def _item(row: Row, file: str, problems: list[Problem]) -> dict[str, Any]:
    """A row as a code of YAML, but for the codes below it."""
    item = {
        key: value
        for key, value in row.cells.items()
        if key != "parent" and value not in (None, "")
    }
    if "valences" in item:
        item["valences"] = item["valences"].replace(",", " ").replace(";", " ").split()
    try:
        item |= {"shows": shows_of(item["shows"])} if "shows" in item else {}
    except ValueError as error:
        expected = "features, each with + or - behind it, and spaces between"
        problems.append(Problem(file, row.line, "shows", expected, shown(error)))
    try:
        item |= {"patterns": _patterns(item["patterns"])} if "patterns" in item else {}
    except ValueError as error:
        expected = "on each line words, or a list of tokens in the notation of JSON"
        hint = 'such as [{"LEMMA": "see"}, {"LOWER": "her"}]'
        problems.append(Problem(file, row.line, "patterns", expected, shown(error), hint))
    return item


def _patterns(cell: str) -> list[Any]:
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    return [json.loads(line) if line[0] in '["' else line for line in lines]


def _parent_problems(rows: Sequence[Row], file: str) -> list[Problem]:
    """Parents that aren't there, and codes that lie below themselves."""
    above = {row["id"]: row["parent"] for row in reversed(rows)}
    problems = []
    for row in rows:
        parent = row["parent"]
        if parent and parent not in above:
            hint = did_you_mean(parent, sorted(above), "add a row for it, or leave the cell empty")
            problems.append(
                Problem(file, row.line, "parent", "the id of a code", shown(parent), hint)
            )
            continue
        seen = {row["id"]}
        while parent and parent not in seen and parent in above:
            seen.add(parent)
            parent = above[parent]
        if parent == row["id"]:
            hint = "leave the parent of the topmost of them empty"
            expected = "a code that isn't below this one"
            problems.append(Problem(file, row.line, "parent", expected, shown(row["parent"]), hint))
    return problems


def _tree(items: Sequence[tuple[Row, dict[str, Any]]], book: dict[str, Any]) -> Book:
    below: dict[str, list[tuple[Row, dict[str, Any]]]] = {}
    for row, item in items:
        below.setdefault(row["parent"] or "", []).append((row, item))
    lines: Lines = {}

    def hung(parent: str, at: tuple[Any, ...], inherited: bool) -> list[dict[str, Any]]:
        made = []
        for number, (row, item) in enumerate(below.pop(parent, ())):
            here = (*at, number)
            lines.update({here: row.line} | {(*here, key): row.line for key in item})
            inside = item.get("organisational", inherited)
            codes = hung(row["id"], (*here, "codes"), inside)
            made.append(_plain(item, inherited) | ({"codes": codes} if codes else {}))
        return made

    codes = hung("", ("codes",), True)
    return {**book, "codes": codes}, lines


def _plain(item: Mapping[str, Any], inherited: bool) -> dict[str, Any]:
    """A code without what is understood: see `book_of_codes`."""
    understood = {"name": item["id"], "organisational": inherited, "sign": 1}
    return {k: v for k, v in item.items() if k not in understood or v != understood[k]}
