"""Databases (SQLite) of other programs, read so that nothing in them is changed, run or believed.

Only tables are read, by columns that are there: which there are differs between versions of the
programs, and SQLite keeps any value in any column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from insideout.exchange.refi.archive import MOST_TEXT, MOST_TEXTS, Refuse, refusal
from insideout.problems import DataError, Problem, shown

MOST_BYTES = 4 * 2**30  # of a file; Taguette's may hold every project of a server
MOST_ROWS = 1_000_000  # of a table
MAGIC = b"SQLite format 3\x00"
Record = dict[str, Any]  # a row by its columns' names in lower case; None where there is no value


@dataclass
class Database:
    """An open database. `tables`: name → columns, both in lower case → as they are written.

    `read` counts the characters that were read so far.
    """

    connection: Any
    refused: Refuse
    tables: Mapping[str, tuple[str, Mapping[str, str]]]
    read: int = 0


@contextmanager
def opened(file: Path, expected: str) -> Iterator[Database]:
    """Open a database for reading alone. Raises DataError for what is none, or is in use."""
    import sqlite3

    refused = refusal(file, expected)
    _look_at(file, refused)
    try:
        place = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(place, uri=True)) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_TEXT)
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.execute("PRAGMA trusted_schema = OFF")
            yield Database(connection, refused, _tables(connection))
    except sqlite3.Error as error:
        hint = "copy it again, whole; or open it in the program it is from, and save it there"
        raise refused(f"a damaged database ({shown(error)})", hint) from error


def _look_at(file: Path, refused: Refuse) -> None:
    try:
        with file.open("rb") as stream:
            start = stream.read(len(MAGIC))
            size = stream.seek(0, 2)
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise refused(found, "correct the path") from error
    if start != MAGIC:
        raise refused("a file of another sort, and no database", "look whether it is the right one")
    if size > MOST_BYTES:
        raise refused(f"a file of {size >> 30} GB", "export the one project that you want")
    for ending in ("-wal", "-journal"):  # what was written last may stand there alone
        beside = file.with_name(file.name + ending)
        if beside.is_file() and beside.stat().st_size:
            found = f"{beside.name} beside it: a program has it open, or was interrupted"
            raise refused(found, "close the program; if it stays, open it there and close it again")


def _tables(connection: Any) -> dict[str, tuple[str, dict[str, str]]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    found = {}
    for (name,) in names.fetchall():
        columns = connection.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
        found[name.lower()] = name, {column[1].lower(): column[1] for column in columns}
    return found


def tables_in(file: Path) -> set[str]:
    """The names of a database's tables, in lower case. Raises DataError."""
    with opened(file, "a database (SQLite)") as base:
        return set(base.tables)


def demand(base: Database, wanted: Mapping[str, Sequence[str]], where: Path, tool: str) -> None:
    """Raise a DataError of all tables and columns that aren't there, and must be."""
    problems = []
    hint = f"look whether it is a project of {tool}, and open and save it in a newer version of it"
    for table, columns in wanted.items():
        if table not in base.tables:
            said = f"a table of {tool}'s"
            problems.append(Problem(str(where), None, table, said, "no such table", hint))
            continue
        missing = [name for name in columns if name not in base.tables[table][1]]
        problems += [
            Problem(str(where), None, f"{table}.{name}", f"a column of {tool}'s", "none", hint)
            for name in missing
        ]
    if problems:
        raise DataError(problems)


def rows(
    base: Database, table: str, keys: Sequence[str], others: Sequence[str] = ()
) -> list[Record]:
    """The rows of a table in the order of `keys`; none where it, or one of `keys`, isn't there.

    Columns of `others` that aren't there are None; texts belong among them, for they are long.
    """
    name, columns = base.tables.get(table, ("", {}))
    if not set(keys) <= set(columns):
        return []
    there = [*keys, *(other for other in others if other in columns)]
    chosen = ", ".join(_quoted(columns[one]) for one in there)
    order = ", ".join(str(number) for number in range(1, len(keys) + 1))
    asked = f"SELECT {chosen} FROM {_quoted(name)} ORDER BY {order}"  # noqa: S608 (quoted names)
    found: list[Record] = []
    for row in base.connection.execute(asked):
        base.read += sum(len(cell) for cell in row if isinstance(cell, str | bytes))
        if len(found) >= MOST_ROWS or base.read > MOST_TEXTS:
            raise base.refused(f"more in its table {table} than a project has", "export it anew")
        found.append({**dict.fromkeys(others), **dict(zip(there, row, strict=True))})
    return found


def how_many(base: Database, table: str) -> int:
    """The number of rows of a table, 0 where there is none."""
    if table not in base.tables:
        return 0
    asked = f"SELECT count(*) FROM {_quoted(base.tables[table][0])}"  # noqa: S608 (quoted name)
    return int(base.connection.execute(asked).fetchone()[0])


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def words(value: Any) -> str:
    """A cell as text, whatever it holds; "" for none."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


def whole(value: Any) -> int | None:
    """A cell as a whole number that can count something in a text; None where it is no such."""
    try:
        number = int(value) if isinstance(value, int | str) else None
    except ValueError:
        return None
    return number if number is not None and abs(number) < 2**53 else None


def moment(value: Any) -> str:
    """A cell as a date and time with a T between; as it stands where it is none."""
    day, space, time = words(value).strip().partition(" ")
    return f"{day}T{time}" if space else day
