"""Inductive first, then deductive: codes mapped to those of a framework afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.agree.consensus import id_from, with_passages
from insideout.problems import Problem, shown
from insideout.reader import framed, records
from insideout.rows import Row
from insideout.schema import did_you_mean
from insideout.tables.agreement import CONSENSUS, MAPPED


def mapped(
    consensus: pd.DataFrame, mapping: pd.DataFrame, codebook: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The consensus with a row more for each coding and code it is mapped to, and table `mapped`.

    A code is mapped itself, not with those below it. The second table lists, in the order of the
    codebook, what was mapped, what couldn't be, and every code in use outside the framework that
    the mapping doesn't mention. Without a mapping nothing is added, and the table is empty.
    """
    if not len(mapping):
        return consensus, framed([], MAPPED)
    rows = records(mapping)
    to: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        to[row["code"]] += [row["to"]] if row["to"] else []
    return _with_mapped(consensus, to), _listed(consensus, rows, records(codebook))


def _with_mapped(consensus: pd.DataFrame, to: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The consensus with the mapped rows where they belong in its order."""
    columns = [consensus[name].tolist() for name in ("coding", "code", "valence", "about")]
    of, codes, ids, parents = [], [], [], []
    for n, (coding, code, valence, about) in enumerate(zip(*columns, strict=True)):
        for other in to.get(code, ()):
            of.append(n)
            codes.append(other)
            ids.append(id_from([coding], other, valence, about))
            parents.append(coding)
    new = consensus.iloc[of].reset_index(drop=True)
    made = {"coding": ids, "code": codes, "derived_from": parents, "status": ["mapped"] * len(of)}
    new = new.assign(**{name: pd.Series(cells, dtype="str") for name, cells in made.items()})
    both = pd.concat([consensus, new], ignore_index=True)
    order = {source: n for n, source in enumerate(dict.fromkeys(consensus["source"]))}
    by = ["start", "end", "code", "coder", "coding"]
    keys = both[by].assign(source=both["source"].map(order)).sort_values(["source", *by])
    return with_passages(both.loc[keys.index].reset_index(drop=True))[CONSENSUS.names]


def _listed(
    consensus: pd.DataFrame, rows: Sequence[Mapping[str, Any]], codes: Sequence[Mapping[str, Any]]
) -> pd.DataFrame:
    used = consensus.groupby("code")["source"].agg(["size", "nunique"])
    told = {row["code"] for row in rows}
    inside = _framework(rows, codes)
    listed = [
        {**row, "status": "mapped" if row["to"] else "not_mappable"} for row in rows
    ] + [
        {"code": code, "to": "", "reason": "", "status": "not_in_the_mapping"}
        for code in used.index if code not in told and code not in inside
    ]  # fmt: skip
    order = {code["code"]: n for n, code in enumerate(codes)}
    listed.sort(key=lambda row: (order.get(row["code"], len(order)), order.get(row["to"], -1)))
    for row in listed:
        there = row["code"] in used.index
        for name, counted in (("codings", "size"), ("sources", "nunique")):
            row[name] = int(used.loc[row["code"], counted]) if there else 0
    return framed(listed, MAPPED)


def _framework(
    rows: Sequence[Mapping[str, Any]], codes: Sequence[Mapping[str, Any]]
) -> frozenset[str]:
    """Codes of the framework: from its codes that are mapped to, up to where it has none mapped.

    A codebook may hold both under one top: what stands above a mapped code isn't the framework's.
    """
    above = {code["code"]: code["parent"] for code in codes}

    def line(code: str) -> list[str]:
        """The code and those above it, from the top."""
        return [*line(above[code]), code] if code in above else []

    shared = {code for row in rows for code in line(row["code"])}
    roots = {
        next((code for code in line(row["to"]) if code not in shared), "") for row in rows
    } - {""}  # fmt: skip
    inside: set[str] = set()
    for code in codes:  # parents come before children
        if code["code"] in roots or code["parent"] in inside:
            inside.add(code["code"])
    return frozenset(inside)


def mapping_problems(file: str, rows: Iterable[Row], codes: set[str]) -> list[Problem]:
    """What is wrong with a mapping, beyond its cells: unknown codes, codes mapped and mapped to.

    `codes`: of the codebook.
    """
    rows = list(rows)
    problems = []
    mapped_ = {row["code"]: row.line for row in rows}
    some = {row["code"] for row in rows if row["to"]}
    for row in rows:
        for column in ("code", "to"):
            if row[column] and row[column] not in codes:
                hint = did_you_mean(str(row[column]), sorted(codes))
                found = shown(row[column])
                wanted = "a code of the codebook"
                problems.append(Problem(file, row.line, column, wanted, found, hint))
        if row["to"] in mapped_:
            found = f"{shown(row['to'])}, which is mapped itself on line {mapped_[row['to']]}"
            hint = "map to the framework's codes directly: codings are mapped once"
            wanted = "a code of the framework"
            problems.append(Problem(file, row.line, "to", wanted, found, hint))
        if not row["to"] and row["code"] in some:
            wanted = "a code that isn't mapped on another line"
            hint = "an empty `to` says that it could not be mapped: delete one of the lines"
            problems.append(Problem(file, row.line, "to", wanted, shown(row["code"]), hint))
    return problems
