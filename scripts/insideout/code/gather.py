"""Codings as their coders wrote them, and coded segments exported from other tools."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from insideout.code.codebook import path_id
from insideout.problems import DataError, Problem, shown
from insideout.rows import read_rows
from insideout.schema import did_you_mean
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import CODINGS

# One passage may say of one unit that a mechanism is there and of another that it isn't, or tell of
# before and after: what it is about, its valence and its period make two codings of them.
IDENTITY = (
    "source", "quote", "prefix", "suffix", "occurrence", "code", "valence", "about", "period_from",
    "coder", "round",
)  # fmt: skip


FIND_IT = "leave start and end empty to have the quote found"


def coding_id(coding: dict[str, Any]) -> str:
    """A coding's id: the first 12 hex digits of a SHA-256 over what makes it the coding it is."""
    parts = [str(coding.get(name) or "") for name in IDENTITY]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:12]


def read_codings(files: Iterable[Path]) -> list[dict[str, Any]]:
    """As `codings_in`. Raises DataError with all problems."""
    return _sound(*codings_in(files))


def _sound(codings: list[dict[str, Any]], problems: list[Problem]) -> list[dict[str, Any]]:
    if problems:
        raise DataError(problems)
    return codings


def codings_in(files: Iterable[Path]) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Rows of the coders' files with their `file` and `line`, and what is wrong with others.

    `uncounted`: the file has no column `occurrence`, so that nothing says a quote is unique.

    Reported too: offsets that end before they start, and the same coding twice.
    """
    codings: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for file in files:
        rows, wrong = read_rows(Path(file), CODINGS)
        problems += wrong
        for row in rows:
            coding = {
                **dict.fromkeys(CODINGS.names),
                **row.cells,
                "round": row["round"] or 1,
                "origin": row["origin"] or "coded",
                "uncounted": "occurrence" not in row.cells,
                "file": str(file),
                "line": row.line,
            }
            start, end = row["start"], row["end"]
            if start is not None and end is not None and end <= start:
                wanted, hint = f"an offset after start ({start})", FIND_IT
                problems.append(Problem(str(file), row.line, "end", wanted, str(end), hint))
            codings.append({**coding, "coding": coding_id(coding)})
    return codings, problems + _repeated(codings)


def _repeated(codings: Sequence[dict[str, Any]]) -> list[Problem]:
    first: dict[str, dict[str, Any]] = {}
    problems = []
    for coding in codings:
        other = first.setdefault(coding["coding"], coding)
        if other is not coding:
            words = shown(coding["quote"], 40)
            found = f"{words} with {coding['code']}, as on line {other['line']}"
            found += f" of {other['file']}" if other["file"] != coding["file"] else ""
            hint = "delete one; if the source has the words twice, number them in `occurrence`"
            at = (coding["file"], coding["line"], "quote")
            problems.append(Problem(*at, "a coding no other row has", found, hint))
    return problems


def read_segments(
    file: Path, settings: dict[str, str], codes: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """As `segments_in`. Raises DataError with all problems."""
    return _sound(*segments_in(file, settings, codes))


def segments_in(
    file: Path, settings: dict[str, str], codes: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Coded segments without offsets as codings, and what is wrong with others.

    `settings`: the key `segments` of the study file, which names the columns. A code is given by
    its id or by its path of names.
    """
    columns = {name: settings[name] for name in ("document", "code", "quote")}
    wanted = tuple(Column(name, "text", meaning, True) for meaning, name in columns.items())
    rows, problems = read_rows(file, Table("segments", "a coded segment", wanted, (), True))
    known = {code["code"]: code["code"] for code in codes}
    known |= {path_id(code["path"].split(" > ")): code["code"] for code in codes}
    codings = []
    times: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        path = row[columns["code"]]
        code = known.get(path) or known.get(path_id(path.split(">")))
        if code is None:
            hint = did_you_mean(path, [c["path"] for c in codes])
            problems.append(
                Problem(
                    str(file),
                    row.line,
                    columns["code"],
                    "a code of the codebook",
                    shown(path),
                    hint,
                )
            )
            continue
        key = (row[columns["document"]], code, row[columns["quote"]])
        times[key] += 1
        coding = {
            **dict.fromkeys(CODINGS.names), "source": key[0].strip(), "quote": key[2], "code": code,
            "coder": settings["coder"], "round": 1, "origin": "imported",
            "file": str(file), "line": row.line,
            "occurrence": times[key] if times[key] > 1 else None,
            "columns": {"source": columns["document"]},
        }  # fmt: skip
        codings.append({**coding, "coding": coding_id(coding)})
    return codings, problems


def of_sources(codings: list[dict[str, Any]], sources: Iterable[str]) -> list[dict[str, Any]]:
    """The codings of these sources; those of withdrawn ones are left out."""
    kept = set(sources)
    return [coding for coding in codings if coding["source"] in kept]


def valence_problems(
    codings: Iterable[dict[str, Any]], codes: Sequence[dict[str, Any]]
) -> list[Problem]:
    """Codings with a valence that the codebook doesn't allow their code."""
    allowed = {code["code"]: code["valences"] for code in codes if code["valences"]}
    return [
        Problem(c["file"], c["line"], "valence", f"one of {', '.join(allowed[c['code']])}",
                shown(c["valence"]), f"the codebook allows {c['code']} no other `valences`")
        for c in codings
        if c["valence"] and c["valence"] not in allowed.get(c["code"], [c["valence"]])
    ]  # fmt: skip


def with_valences(
    codings: list[dict[str, Any]], codes: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The codings, those of experience and mechanisms without a valence taken as present.

    Whoever codes a passage with the name of a thing, and says no more, says that it is there.
    """
    telling = {code["code"] for code in codes if code["feature"] or code["shows"]}
    return [
        {**coding, "valence": "present"}
        if coding["code"] in telling and not coding["valence"] else coding
        for coding in codings
    ]  # fmt: skip


def reference_problems(
    codings: Iterable[dict[str, Any]], sources: set[str], codes: set[str], abouts: set[str]
) -> list[Problem]:
    """Codings that name a source, a code, or a unit or level (`about`) that isn't there.

    `abouts` empty: not checked (the study declares no units).
    """
    problems = []
    for coding in codings:
        named = [("source", coding["source"], sources, "a source of the study"),
                 ("code", coding["code"], codes, "a code of the codebook")]  # fmt: skip
        for part in str(coding["about"] or "").split("|") if abouts else ():
            named += (
                [("about", part, abouts, "a unit, an interface unit|unit, or a level")]
                if part
                else []
            )
        problems += [
            Problem(coding["file"], coding["line"], coding.get("columns", {}).get(column, column),
                    expected, shown(value), did_you_mean(str(value), sorted(allowed)))
            for column, value, allowed, expected in named if value not in allowed
        ]  # fmt: skip
    return problems
