"""Framework matrices, case × theme (and sub-theme): a summary and its quotations a cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.chart.cases import cased, cases_of
from insideout.chart.direction import directions, said_of
from insideout.code.codebook import below, themes
from insideout.problems import Problem, shown
from insideout.reader import framed
from insideout.schema import did_you_mean
from insideout.tables.outputs import FRAMEWORK

Rows = Sequence[Mapping[str, Any]]


def columns_of(codebook: list[dict[str, Any]], frame: Mapping[str, Any]) -> list[str]:
    """The columns of a matrix: the codes just below the frame's root, but those left out.

    In a nested frame each theme is followed by the codes just below it.
    """
    top = [code for code in themes(codebook, frame["root"]) if code not in frame["leave_out"]]
    if not frame.get("nested"):
        return top
    parts = {theme: [c for c in themes(codebook, theme) if c not in frame["leave_out"]]
             for theme in top}  # fmt: skip
    return [column for theme in top for column in (theme, *parts[theme])]


def matrices_of(
    frames: Mapping[str, Mapping[str, Any]],
    codings: Rows,
    codebook: list[dict[str, Any]],
    people: Rows,
    sources: Sequence[str],
    units: Rows,
    memberships: Rows,
    site_of_unit: Mapping[str, str],
    summaries: Rows,
) -> dict[str, pd.DataFrame]:
    """The matrix of each frame of the study file, by the frame's id.

    `sources`: their order is that of quotations; `site_of_unit`: of `places.sites_of`.
    """
    rank = {source: n for n, source in enumerate(sources)}
    said = sorted(codings, key=lambda c: (rank[c["source"]], c["start"], c["end"]))
    made = {}
    for name, frame in frames.items():
        kind = frame["cases"]
        cases = cases_of(kind, people, sources, units, frame["groups"])
        of_cases = cased(said, kind, people, units, memberships, site_of_unit)
        cells = {(s["case"], s["theme"]): s for s in summaries if s["frame"] == name}
        made[name] = matrix(of_cases, codebook, cases, columns_of(codebook, frame), cells)
    return made


def matrix(
    codings: Iterable[Mapping[str, Any]],
    codebook: list[dict[str, Any]],
    cases: Sequence[str],
    columns: Sequence[str],
    summaries: Mapping[tuple[str, str], Mapping[str, Any]],
) -> pd.DataFrame:
    """One framework matrix in long form (table `framework`), a row per case and column.

    `codings` carry their `case` and are in the order of the text; `columns` are themes and
    sub-themes, and a coding counts in each that it is or is below, with what its valence says of
    that column (`directions`). Codings of other cases or codes are left out. `summaries`:
    (case, column) → row of the table `summaries`.
    """
    held: dict[str, list[str]] = {}
    for column in columns:
        for code in below(codebook, column):
            held.setdefault(code, []).append(column)
    way = directions(codebook)
    cells: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for coding in codings:
        for column in held.get(coding["code"], ()):
            says = said_of(coding["valence"], way[coding["code"], column])
            cells.setdefault((coding["case"], column), []).append({**coding, "says": says})
    parent = {code["code"]: code["parent"] for code in codebook}
    within = {column: parent[column] if parent[column] in columns else "" for column in columns}
    keys = [(case, column) for case in cases for column in columns]
    return framed(
        (
            {"case": key[0], "theme": key[1], "within": within[key[1]]}
            | _cell(cells.get(key, []), summaries.get(key))
            for key in keys
        ),
        FRAMEWORK,
    )


def _cell(
    codings: Sequence[Mapping[str, Any]], summary: Mapping[str, Any] | None
) -> dict[str, Any]:
    said = {v: sum(c["says"] == v for c in codings) for v in ("present", "absent", "mixed")}
    evidence = evidence_hash(c["coding"] for c in codings)
    written = summary or {}
    bound = written.get("evidence")
    return {
        "codings": len(codings),
        "passages": len({c["passage"] for c in codings}),
        "coders": len({who for c in codings for who in c["coders"].split()}),
        **said,
        "status": status(said, len(codings)),
        "summary": written.get("summary"),
        "author": written.get("author"),
        "stale": bound != evidence if bound else None,
        "evidence": evidence,
        "quotes": " ".join(dict.fromkeys(c["passage"] for c in codings)),
    }


def status(said: Mapping[str, int], codings: int) -> str:
    """What a case tells of a theme.

    present, absent, mixed (or both of these), coded (nothing says which), or not_told.
    """
    if not codings:
        return "not_told"
    if said["mixed"] or (said["present"] and said["absent"]):
        return "mixed"
    return "present" if said["present"] else "absent" if said["absent"] else "coded"


def evidence_hash(codings: Iterable[str]) -> str:
    """What a summary is bound to: a hash of the ids of its cell's codings, in any order."""
    return hashlib.sha256(" ".join(sorted(codings)).encode()).hexdigest()[:12]


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage made, for the person watching."""
    told = []
    for name, table in made.items():
        filled, written = (table["codings"] > 0).sum(), (table["summary"] != "").sum()
        stale = int(table["stale"].fillna(False).sum())
        size = f"{table['case'].nunique()} × {table['theme'].nunique()}"
        told.append(f"{name} {size}, {filled} of {len(table)} cells filled, "
                    + ("1 summary" if written == 1 else f"{written} summaries")
                    + (f" ({stale} older than the evidence)" if stale else ""))  # fmt: skip
    return "; ".join(told)


def summary_problems(
    file: str,
    summaries: Iterable[Any],
    frames: Mapping[str, tuple[Sequence[str], Sequence[str]]],
) -> list[Problem]:
    """Summaries of cells that no matrix has. `frames`: id → (cases, themes and sub-themes).

    `summaries`: rows with their line, as the reader of inputs gives them.
    """
    problems = []
    for row in summaries:
        cases, columns = frames.get(row["frame"], ((), ()))
        checks = [("frame", list(frames))]
        if row["frame"] in frames:
            checks += [("case", list(cases)), ("theme", list(columns))]
        problems += [
            Problem(file, row.line, name, f"a {name} of the matrix", shown(row[name]),
                    did_you_mean(str(row[name]), allowed))
            for name, allowed in checks if row[name] not in allowed
        ]  # fmt: skip
    return problems
