"""The stage `chart`: framework matrices, case × theme: a summary and its quotations a cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.code.codebook import below, themes
from insideout.places import site_of_about
from insideout.problems import Problem, shown
from insideout.reader import framed
from insideout.schema import did_you_mean
from insideout.tables.outputs import FRAMEWORK


def cases_of(
    kind: str,
    informants: Sequence[Mapping[str, Any]],
    sources: Sequence[str],
    units: Sequence[Mapping[str, Any]],
    groups: Sequence[str],
) -> list[str]:
    """The rows of a matrix, in the order of their tables: informants, sources or sites."""
    if kind == "source":
        return list(sources)
    if kind == "site":
        return [unit["unit"] for unit in units if unit["kind"] == "site"]
    return [p["informant"] for p in informants if not groups or p["group"] in groups]


def columns_of(codebook: list[dict[str, Any]], frame: Mapping[str, Any]) -> list[str]:
    """The columns of a matrix: the codes just below the frame's root, but those left out."""
    return [code for code in themes(codebook, frame["root"]) if code not in frame["leave_out"]]


def case_of(
    coding: Mapping[str, Any],
    kind: str,
    site_of_unit: Mapping[str, str],
    unit_of: Mapping[str, str],
) -> str:
    """The case that a coding is evidence of.

    For sites it is the site of what the passage is about, wherever its speaker belongs; a passage
    about a level as such counts for the speaker's site.
    """
    if kind == "source":
        return str(coding["source"])
    if kind == "informant":
        return str(coding["informant"])
    speaker = site_of_unit.get(unit_of.get(coding["informant"], ""), "")
    return site_of_about(coding["about"], site_of_unit) or speaker


def matrices_of(
    frames: Mapping[str, Mapping[str, Any]],
    codings: Sequence[Mapping[str, Any]],
    codebook: list[dict[str, Any]],
    people: Sequence[Mapping[str, Any]],
    sources: Sequence[str],
    units: Sequence[Mapping[str, Any]],
    site_of_unit: Mapping[str, str],
    summaries: Sequence[Mapping[str, Any]],
) -> dict[str, pd.DataFrame]:
    """The matrix of each frame of the study file, by the frame's id."""
    unit_of = {person["informant"]: person["unit"] for person in people}
    made = {}
    for name, frame in frames.items():
        kind = frame["cases"]
        cases = cases_of(kind, people, sources, units, frame["groups"])
        cased = [{**c, "case": case_of(c, kind, site_of_unit, unit_of)} for c in codings]
        cells = {(s["case"], s["theme"]): s for s in summaries if s["frame"] == name}
        made[name] = matrix(cased, codebook, cases, columns_of(codebook, frame), cells)
    return made


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage made, for the person watching."""
    told = []
    for name, table in made.items():
        filled, written = (table["codings"] > 0).sum(), (table["summary"] != "").sum()
        size = f"{table['case'].nunique()} × {table['theme'].nunique()}"
        told.append(f"{name} {size}, {filled} of {len(table)} cells filled, {written} summaries")
    return "; ".join(told)


def matrix(
    codings: Iterable[Mapping[str, Any]],
    codebook: list[dict[str, Any]],
    cases: Sequence[str],
    columns: Sequence[str],
    summaries: Mapping[tuple[str, str], Mapping[str, Any]],
) -> pd.DataFrame:
    """One framework matrix in long form (table `framework`), a row per case and theme.

    `codings` carry their `case`, `columns` are the themes; codings of other cases, or of codes
    outside the themes, are left out. `summaries`: (case, theme) → row of the table `summaries`.
    """
    theme_of = {code: theme for theme in columns for code in below(codebook, theme)}
    cells: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for coding in codings:
        theme = theme_of.get(coding["code"])
        if theme:
            cells.setdefault((coding["case"], theme), []).append(coding)
    keys = [(case, theme) for case in cases for theme in columns]
    return framed(
        (
            _cell(case, theme, cells.get((case, theme), []), summaries.get((case, theme)))
            for case, theme in keys
        ),
        FRAMEWORK,
    )


def _cell(
    case: str, theme: str, codings: Sequence[Mapping[str, Any]], summary: Mapping[str, Any] | None
) -> dict[str, Any]:
    said = {v: sum(c["valence"] == v for c in codings) for v in ("present", "absent", "mixed")}
    evidence = evidence_hash(c["coding"] for c in codings)
    written = summary or {}
    bound = written.get("evidence")
    return {
        "case": case,
        "theme": theme,
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

    present, absent, mixed (or both of these), coded (without valence), or not_told.
    """
    if not codings:
        return "not_told"
    if said["mixed"] or (said["present"] and said["absent"]):
        return "mixed"
    return "present" if said["present"] else "absent" if said["absent"] else "coded"


def evidence_hash(codings: Iterable[str]) -> str:
    """What a summary is bound to: a hash of the ids of its cell's codings, in any order."""
    return hashlib.sha256(" ".join(sorted(codings)).encode()).hexdigest()[:12]


def summary_problems(
    file: str,
    summaries: Iterable[Any],
    frames: Mapping[str, tuple[Sequence[str], Sequence[str]]],
) -> list[Problem]:
    """Summaries of cells that no matrix has. `frames`: id → (cases, themes).

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
