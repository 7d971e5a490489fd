"""The reference pages of docs/, made from the schema and the declarations: they can't drift."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from insideout.schema import schema_of
from insideout.tables import INPUTS, OUTPUTS, Column, Table
from insideout.tables.declare import WANTED
from insideout.tables.deidentify import PRIVATE

MADE = "<!-- Made by `make docs` from {}; a test compares. Edit that instead. -->\n"


def study_file_page() -> str:
    """Every key of a study file: what it says, its default, whether it must be there."""
    schema = schema_of()
    lines = [
        MADE.format("workflow/schemas/study.schema.yaml"),
        "# The study file",
        "",
        "A study file is complete in itself: `make report STUDY=PATH` reads it and nothing else.",
        "Paths in it are relative to `root`, which is relative to the study file.",
        "[config/polyclinics.yaml](../config/polyclinics.yaml) is one that uses nearly every key.",
        "",
        "| key | what it says | default |",
        "|:----|:-------------|:--------|",
        *_rows(schema, schema, ""),
    ]
    return "\n".join(lines) + "\n"


def _rows(schema: dict[str, Any], whole: dict[str, Any], prefix: str) -> Iterable[str]:
    required = schema.get("required", [])
    for name, declared in schema.get("properties", {}).items():
        said = declared
        if "$ref" in declared:
            said = whole["$defs"][declared["$ref"].rsplit("/", 1)[1]] | declared
        default = f"`{_plain(said['default'])}`" if "default" in said else ""
        must = "*required*" if name in required else default
        yield f"| `{prefix}{name}` | {_told(said)} | {must} |"
        for branch in [said, said.get("items", {}), *said.get("oneOf", [])]:
            under = f"{prefix}{name}[]." if branch is said.get("items") else f"{prefix}{name}."
            yield from _rows(branch, whole, under)
        each = said.get("additionalProperties")
        if isinstance(each, dict):
            yield from _rows(each, whole, f"{prefix}{name}.ID.")


def _told(said: dict[str, Any]) -> str:
    choices = ", ".join(f"`{value}`" for value in said.get("enum", []))
    told = str(said.get("description", "")).replace("|", "\\|")
    return told + (f" One of {choices}." if choices else "")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return '""' if value == "" else str(value)


def tables_page() -> str:
    """The data dictionary: every table, what a row is, and every column."""
    lines = [
        MADE.format("scripts/insideout/tables/"),
        "# The tables",
        "",
        "CSV in UTF-8 with a header row. Dates are YYYY-MM-DD. An empty cell means not known,",
        "unless the column says otherwise; what isn't coded was *not told*, never absent.",
        "",
        "## Tables that you write",
        "",
        *(line for table in INPUTS.values() for line in _table(table)),
        "## Tables of the private folder",
        "",
        "You write `roster`, and `speakers` where raw transcripts have other labels than the texts",
        "that may be shared. The command `review` keeps `decisions` and `looked`, and the stage",
        "`deidentify` the rest. [deidentification.md](deidentification.md) says how.",
        "",
        *(line for table in PRIVATE.values() for line in _table(table)),
        "## Tables that the line makes",
        "",
        *(line for table in OUTPUTS.values() for line in _table(table)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table) -> list[str]:
    extra = " Further columns are allowed and become attributes." if table.attributes else ""
    key = f" No two rows share {', '.join(f'`{k}`' for k in table.key)}." if table.key else ""
    return [
        f"### {table.name}",
        "",
        f"A row is {table.row}.{key}{extra}",
        "",
        "| column | meaning | type | |",
        "|:-------|:--------|:-----|:-|",
        *(
            f"| `{c.name}` | {c.meaning.replace('|', chr(92) + '|')} | {_type(c)} | "
            f"{'required' if c.required else ''} |"
            for c in table.columns
        ),
        "",
    ]


def _type(column: Column) -> str:
    if column.choices:
        return " · ".join(column.choices)
    said = {"id": "identifier", "text": "text"}.get(column.kind, WANTED[column.kind])
    return said + (f", {column.unit}" if column.unit else "")
