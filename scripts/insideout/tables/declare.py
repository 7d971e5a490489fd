"""The words in which tables are declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "slug", "text", "integer", "number", "date", "yes_no", "choice"]

WANTED: dict[Kind, str] = {
    "id": "an identifier: letters, digits and _ - . / | without spaces",
    "slug": "a short name of letters, digits and _ - . (no spaces, no leading dot)",
    "text": "text",
    "integer": "a whole number",
    "number": "a number with a decimal point",
    "date": "a date as YYYY-MM-DD",
    "yes_no": "yes or no",
    "choice": "one of a list",
}


@dataclass(frozen=True)
class Column:
    """One column. `meaning` is a phrase for the data dictionary; `unit` as in `years`.

    `required`: no cell may be empty. `minimum` and `maximum` are inclusive. `free_text`: people
    wrote it, so it may hold a name (the leak gate reads it). `refers` names the table whose key
    holds the values allowed.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    free_text: bool = False
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """One table. `row` says what a row is; `key` names the columns that no two rows share.

    `attributes`: columns beyond the declared ones are allowed and read as attributes of the row.
    Columns that aren't `required` may be left out of an input file altogether.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    attributes: bool = False

    @property
    def names(self) -> list[str]:
        """Column names, in order."""
        return [column.name for column in self.columns]

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        return next((c for c in self.columns if c.name == name), None) or _missing(self, name)


def _missing(table: Table, name: str) -> Column:
    raise KeyError(f"table {table.name} declares no column {name}")
