"""Codings that a form brings, checked and put into a coder's file as the file has its others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from insideout.changes import header_of, read, with_rows
from insideout.code.gather import reference_problems, valence_problems
from insideout.house import Study
from insideout.problems import DataError, Problem
from insideout.rows import Row, as_told, read_rows
from insideout.tables.inputs import CODINGS

SAME = ("source", "code", "start", "end", "quote")  # what makes a quote coded already


def coding_problems(
    codings: Sequence[dict[str, Any]], codes: Sequence[dict[str, Any]], study: Study
) -> list[Problem]:
    """Valences that the codebook doesn't allow, and subjects that the study doesn't have.

    `codings`: with the `file` and `line` of the form; `codes`: records of the table `codebook`.
    """
    sources = {coding["source"] for coding in codings}
    known = {code["code"] for code in codes}
    return [
        *valence_problems(codings, codes),
        *reference_problems(codings, sources, known, subjects(study)),
    ]


def subjects(study: Study) -> set[str]:
    """What codings may be about: units and levels; empty where the study declares no units."""
    place = study.place("units")
    units = [unit["unit"] for unit in as_told(place)] if place and place.is_file() else []
    return {*units, *study["levels"]} if units else set()


def with_codings(file: Path, codings: Sequence[Mapping[str, Any]]) -> str:
    """A coder's file with codings added, but for those it has, in the file's newest round.

    Each coding has its `occurrence`, and `times`: how often its words stand in the source. In a
    file where every row has an occurrence the new ones have one as well, since anchors take 1 there
    for no sign that there was another (`code.place`); elsewhere only words that stand there twice.
    A file without the column doesn't get it: its old rows would then claim to be unique. Raises
    DataError.
    """
    old: list[Row] = []
    if file.is_file():
        old, problems = read_rows(file, CODINGS)
        if problems:
            raise DataError(problems)
    there = {tuple(row[name] for name in SAME) for row in old}
    newest = max((row["round"] for row in old if row["round"]), default="")
    always = bool(old) and all(row["occurrence"] for row in old)
    silent = bool(old) and "occurrence" not in header_of(read(file))
    new = []
    for coding in codings:
        if tuple(coding[name] for name in SAME) not in there:
            counted = not silent and (always or coding["times"] > 1)
            occurrence = coding["occurrence"] if counted else ""
            new.append({**coding, "round": newest, "occurrence": occurrence})
    return with_rows(read(file), new, CODINGS)
