"""Put pseudonyms in the place of names in what researchers wrote: memos, summaries, jobs.

Names are those of the key. A table that changes is kept beside it as .bak, in which only its owner
can read. Every change is told by file, row and column, never by name.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.commands.review import private_folder
from insideout.deidentify.detect.lists import lists_of
from insideout.deidentify.forms import Index, folded_names, index_of, standing, type_of
from insideout.deidentify.people import forms_of
from insideout.deidentify.private import read_private, write_private
from insideout.deidentify.span import STRUCTURED, Entry
from insideout.deidentify.spread import STARTS
from insideout.files import write_text
from insideout.house import Study, open_study
from insideout.problems import DataError, Problem, summary
from insideout.rows import cells_in, decoded, mark_between
from insideout.tables.declare import Table
from insideout.tables.inputs import CODINGS, INFORMANTS, PATIENTS, SUMMARIES, UNITS

ANCHORS = ("quote", "prefix", "suffix")


def never(word: str) -> bool:
    """No word is an ordinary one."""
    del word
    return False


def main(arguments: Sequence[str]) -> int:
    """Replace names of the key in the study's own tables, and tell where."""
    parser = argparse.ArgumentParser("python -m insideout mask", description=__doc__)
    parser.add_argument("study", help="the study file")
    asked = parser.parse_args(arguments)
    try:
        study = open_study(asked.study)
        private = read_private(private_folder(study))
        settings = study["deidentify"]
        replaced = pseudonyms(private.key, settings["allow"], private.roster)
        ordinary = lists_of(study["language"], settings["allow"]).ordinary
        changes = 0
        for file, table in own_tables(study):
            text, said = masked(file, table, replaced, ordinary)
            if said:
                write_private(file.with_name(f"{file.name}.bak"), file.read_bytes())
                write_text(file, text)
            changes += len(said)
            print("\n".join(said), end="\n" if said else "")
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    print(f"{changes} cells changed" + ("; the former tables are kept as .bak" * bool(changes)))
    return 0


def own_tables(study: Study) -> list[tuple[Path, Table]]:
    """The study's tables that have columns of free text."""
    named = (("informants", INFORMANTS), ("patients", PATIENTS), ("units", UNITS))
    found = [(Path(file), table) for key, table in named for file in study.given(key)]
    found += [(Path(file), CODINGS) for file in study.coder_files()]
    return found + [(Path(file), SUMMARIES) for file in study.summary_files()]


def pseudonyms(
    key: Iterable[Mapping[str, Any]], allow: Iterable[str] = (), roster: Iterable[Entry] = ()
) -> dict[tuple[str, str], str]:
    """Pseudonym by name (type) and source; "" is any source.

    The names of key and roster, people's also without title and by surname alone. What the study
    allows stays, and so do dates and ages: what looks like one in a memo is mostly the coder's own.
    """
    rows = [row for row in key if row["kind"] not in ("date", "age")]
    made = {(type_of(str(r["name"])), str(r["source"] or "")): str(r["pseudonym"]) for r in rows}
    named = [(str(r["name"]), str(r["kind"]), str(r["pseudonym"]), str(r["source"] or ""))
             for r in rows]  # fmt: skip
    of_entity = {str(row["entity"]): str(row["pseudonym"]) for row in rows if row.get("entity")}
    for entry in roster:
        known = entry.pseudonym or of_entity.get(entry.entity)
        named += [(name, entry.kind, known, "") for name in entry.names if known]
    for name, kind, pseudonym, source in named:
        for form in forms_of(name, kind):
            made.setdefault((form, source), pseudonym)
    for name, kind, pseudonym, _ in named:  # that one source has alone, in tables without a source
        if kind not in STRUCTURED:
            made.setdefault((type_of(name), ""), pseudonym)
    allowed = {type_of(word) for word in allow}
    return {place: pseudonym for place, pseudonym in made.items() if place[0] not in allowed}


def masked(
    file: Path,
    table: Table,
    replaced: Mapping[tuple[str, str], str],
    ordinary: Callable[[str], bool] = never,
) -> tuple[str, list[str]]:
    """A table with pseudonyms in its free text, and a line for each cell that changed.

    Quotes and the words around them were taken from masked texts; a name that stands in one is
    replaced all the same, for the text that it must be found in has the pseudonym there.
    Raises DataError when the file can't be read.
    """
    text, problems = decoded(file)
    try:
        rows = list(cells_in(text or ""))
    except csv.Error as error:
        problems = [Problem(str(file), None, "", "a CSV table", str(error))]
    if problems:
        raise DataError(problems)
    header = [name.strip() for name in rows[0]] if rows else []
    free = [n for n, name in enumerate(header) if _is_free(table, name)]
    source = header.index("source") if "source" in header else None
    index = index_of(folded_names(name for name, _ in replaced), bare=True)
    said = []
    for number, row in enumerate(rows[1:], 1):
        where = row[source].strip() if source is not None and source < len(row) else ""
        for column in (c for c in free if c < len(row)):
            new, count = replaced_in(row[column], where, index, replaced, ordinary)
            if count:
                row[column] = new
                note = "; see that it is still found" if header[column] in ANCHORS else ""
                names = "name" if count == 1 else "names"
                said.append(f"{file}, row {number}, {header[column]}: {count} {names}{note}")
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark_between(text or ""), lineterminator="\n").writerows(rows)
    return out.getvalue(), said


def replaced_in(
    text: str,
    source: str,
    index: Index,
    replaced: Mapping[tuple[str, str], str],
    ordinary: Callable[[str], bool] = never,
) -> tuple[str, int]:
    """A text with pseudonyms for the names in it, and how many there were.

    A name that is an ordinary word (Will) counts with a capital inside a sentence only.
    """
    found = []
    for start, end, whole, name in standing(text, 0, len(text), index):
        pseudonym = replaced.get((name, source)) or replaced.get((name, ""))
        usual = all(map(ordinary, name.split()))
        plain = text[start:whole].islower() or STARTS.search(text[max(0, start - 8) : start])
        if pseudonym and not (usual and plain):
            found.append((start, end, pseudonym))
    for start, end, pseudonym in reversed(found):
        text = text[:start] + pseudonym + text[end:]
    return text, len(found)


def _is_free(table: Table, name: str) -> bool:
    """Whether a column is free text: declared so, or an attribute that no table declares."""
    declared = {column.name: column.free_text for column in table.columns}
    return declared.get(name, table.attributes)
