"""A filled queue, checked, and as rows of DECISIONS and LOOKED."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.deidentify.forms import type_of
from insideout.problems import Problem, shown
from insideout.rows import Row

Rows = list[dict[str, Any]]
Record = Mapping[str, Any]


def decisions_in(
    file: str, rows: Iterable[Row], queue: Iterable[Record], before: Iterable[Record], reviewer: str
) -> tuple[Rows, list[Problem]]:
    """The decisions of a filled queue, and what is wrong with them.

    `queue`: the items that are open, `before`: what is decided already. A name without a kind has
    that of the queue. A type that neither has, and two decisions about one type, are problems.
    """
    kinds = {type_of(str(row["type"])): str(row["kind"]) for row in queue}
    known = {type_of(str(row["type"])): row for row in before}
    made: dict[str, tuple[int, dict[str, Any]]] = {}
    problems = []
    for row in rows:
        if not row["decision"]:
            if row["kind_decided"] or row["pseudonym"]:
                given = "kind or pseudonym, and no decision"
                hint = "put name there, or empty the other cells"
                problems.append(Problem(file, row.line, "decision", "a decision", given, hint))
            continue
        name = type_of(str(row["type"]))
        if name not in kinds and name not in known:
            hint = "types are taken from the queue; for another one add a line to decisions.csv"
            found = f"{shown(row['type'])}, which isn't in it"
            problems.append(Problem(file, row.line, "type", "a type of the queue", found, hint))
            continue
        new = _decision(row, name, kinds.get(name) or str(row["kind"] or ""), reviewer)
        first, other = made.setdefault(name, (row.line, new))
        if other != new:
            found = f"another than on line {first}"
            hint = "`look` has every place of the type decided by itself"
            problems.append(
                Problem(
                    file, row.line, "decision", f"one decision about {shown(name)}", found, hint
                )
            )
    return [row for _, row in made.values()], problems


def _decision(row: Row, name: str, kind: str, reviewer: str) -> dict[str, Any]:
    named = row["decision"] == "name"
    return {
        "type": name, "decision": row["decision"],
        "kind": (row["kind_decided"] or kind) if named else "",
        "pseudonym": (row["pseudonym"] or "") if named else "", "reviewer": reviewer, "note": "",
    }  # fmt: skip


def places_in(
    file: str, rows: Iterable[Row], open_places: Iterable[Record], before: Iterable[Record],
    reviewer: str,
) -> tuple[Rows, list[Problem]]:  # fmt: skip
    """The decisions of a filled sheet of places, as rows of LOOKED, and what is wrong with them."""
    known = {_place(row) for row in (*open_places, *before) if str(row["start"]).isdigit()}
    made: dict[tuple[str, str, int], tuple[int, dict[str, Any]]] = {}
    problems = []
    for row in rows:
        if not row["decision"]:
            continue
        if _place(row) not in known:
            hint = "run the pipeline, and decide in the queue that it writes then"
            found = "another: the transcript, or the queue, has changed since"
            expected = "a place of the queue"
            problems.append(Problem(file, row.line, "start", expected, found, hint))
            continue
        new = {name: row[name] for name in ("source", "sha256", "start", "end", "decision")}
        kind = row["kind"] if row["decision"] == "name" else ""
        new |= {"type": type_of(str(row["type"])), "kind": kind, "reviewer": reviewer}
        first, other = made.setdefault(_place(row), (row.line, new))
        if other != new:
            found = f"another than on line {first}"
            problems.append(
                Problem(file, row.line, "decision", "one decision about a place", found)
            )
    return [row for _, row in made.values()], problems


def _place(row: Any) -> tuple[str, str, int]:
    return str(row["source"]), str(row["sha256"]), int(row["start"])


def merged(
    before: Sequence[Record], new: Sequence[Record], key: Sequence[str]
) -> tuple[Rows, list[tuple[Record | None, Record]]]:
    """Rows with new ones in their place or at the end; and the changes: (as it was, as it is)."""
    rows = {_key(row, key): dict(row) for row in before}
    changes: list[tuple[Record | None, Record]] = []
    for row in new:
        at = _key(row, key)
        old = rows.get(at)
        same = old is not None and all(
            (old.get(name) or "") == (row[name] or "") for name in row if name not in (*LEAST, *key)
        )
        if not same:
            changes.append((old, row))
            rows[at] = {**row, "note": (old or {}).get("note") or row.get("note", "")}
    return list(rows.values()), changes


LEAST = ("reviewer", "note")  # a decision that is only repeated stays with who took it


def _key(row: Record, key: Sequence[str]) -> tuple[str, ...]:
    return tuple(type_of(str(row[n])) if n == "type" else str(row[n]) for n in key)
