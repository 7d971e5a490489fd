"""One set of codings out of several coders': what they agree on, and what was decided."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from insideout.agree.disagreements import chains, pair_of
from insideout.code.place import CONTEXT, Speaking, passages
from insideout.problems import Problem, shown
from insideout.reader import records
from insideout.rows import Row
from insideout.schema import did_you_mean
from insideout.tables.agreement import CONSENSUS

CHANGES = ("code", "valence", "about")
SHAPE = ("direction", "period_from", "period_to")  # of one passage, before and after are two
Fate = tuple[str, dict[str, str]]  # of a coding: what was decided, and what it is changed to
Shape = tuple[Any, ...]
AS_IT_IS: Fate = ("", {})
DECIDED = ("adjudicated", "unresolved")  # the first of them that a coding has holds for all alike
REPLACED = ("coding", "end", "quote", "suffix", "occurrence", *CHANGES, "informant")
Says = tuple[str, str, str]  # code, valence, and what it is about


@dataclass
class Group:
    """Codings that become one: rows of `placed` in their order, and what it says."""

    rows: list[int]
    says: Says
    status: str


def consensus(
    placed: pd.DataFrame,
    disagreements: pd.DataFrame,
    adjudications: pd.DataFrame,
    settings: Mapping[str, Any],
    texts: Mapping[str, str],
    turns: pd.DataFrame,
) -> pd.DataFrame:
    """The codings as the team has them (table `consensus`), in the order of `codings_placed`.

    `placed`: the codings that count, and `disagreements` what was found in them; `settings`: the
    study file's key `agree`. What several coders put on a passage is there once, from where the
    first of them begins to where the last ends: in a chain of overlaps there may be no word that
    all have marked, and `passage` and the counts made from it take the whole chain as well. The
    rest of it is the first coding's. What one coder alone has marked stands as it is.
    """
    names = ("coding", "source", "start", "end", *CHANGES, "coder", *SHAPE)
    columns = {name: placed[name].tolist() for name in names}
    fates = _fates(disagreements, adjudications)
    final = set(settings["validators"])  # what they put needs nobody's decision
    made: list[Group] = []
    moved: list[Group] = []  # to another code, by a decision
    for chain in chains(placed):
        for group in _groups(chain, columns, fates, final):
            (made if group.says[0] == columns["code"][chain[0]] else moved).append(group)
    made += _not_joined(moved, made, columns)
    kept = [g for g in made if g.status != "unresolved" or settings["unresolved"] == "keep"]
    return _table(placed, kept, columns, texts, turns)


def _fates(disagreements: pd.DataFrame, adjudications: pd.DataFrame) -> dict[str, Fate]:
    """What becomes of each coding in dispute: unresolved, keep, drop or change, and into what.

    What a validator is still to check isn't in dispute.
    """
    ledger = {row["coding"]: row for row in records(adjudications)}
    fates: dict[str, Fate] = {}
    names = ("coding", "status", "decision", "about_what")
    lists = [disagreements[name].tolist() for name in names]
    for coding, status, decision, what in zip(*lists, strict=True):
        if status == "decided":
            new = {name: ledger[coding][name] for name in CHANGES} if decision == "change" else {}
            fates[coding] = decision, {name: value for name, value in new.items() if value}
        elif what != "check":
            fates[coding] = "unresolved", {}
    return fates


def _groups(
    chain: Sequence[int],
    columns: Mapping[str, list[Any]],
    fates: Mapping[str, Fate],
    final: set[str],
) -> Iterable[Group]:
    """The codings of a passage put together by what they say, those that are dropped left out."""
    alike: dict[Says, list[tuple[int, Says]]] = {}
    statuses: dict[Says, set[str]] = defaultdict(set)
    for row in chain:
        fate, new = fates.get(columns["coding"][row], AS_IT_IS)
        if fate == "drop":
            continue
        code, valence, about = (new.get(name) or columns[name][row] for name in CHANGES)
        key = (code, *pair_of(valence, about))
        alike.setdefault(key, []).append((row, (code, valence, about)))
        decided = fate in ("keep", "change") or columns["coder"][row] in final
        statuses[key].add("adjudicated" if decided else fate)
    for key, told in alike.items():
        several = len({columns["coder"][row] for row, _ in told}) > 1
        otherwise = "agreed" if several else "single"
        status = next((s for s in DECIDED if s in statuses[key]), otherwise)
        if several:
            for rows in _shapes([row for row, _ in told], columns):
                yield Group(rows, told[0][1], status)
        else:
            yield from (Group([row], says, status) for row, says in told)


def _shapes(rows: Sequence[int], columns: Mapping[str, list[Any]]) -> list[list[int]]:
    """The rows by direction and period of the first coder's; what others have joins the first."""
    first = columns["coder"][rows[0]]
    of = {row: _shape(row, columns) for row in rows}
    shapes: dict[Shape, list[int]] = {of[r]: [] for r in rows if columns["coder"][r] == first}
    for row in rows:
        shapes.get(of[row], shapes[of[rows[0]]]).append(row)
    return list(shapes.values())


def _shape(row: int, columns: Mapping[str, list[Any]]) -> Shape:
    return tuple(columns[name][row] for name in SHAPE)


def _not_joined(
    moved: Sequence[Group], made: Sequence[Group], columns: Mapping[str, list[Any]]
) -> list[Group]:
    """Groups that a decision moved to another code, but for those that join what is there.

    They join codings of that code which overlap with them and say the same.
    """

    def key(group: Group) -> tuple[Any, ...]:
        code, valence, about = group.says
        first = group.rows[0]
        same = (columns["source"][first], code, *pair_of(valence, about))
        return (*same, *_shape(first, columns))

    wanted = {key(group) for group in moved}
    there: dict[tuple[Any, ...], list[Group]] = defaultdict(list)
    for group in made if moved else ():
        if key(group) in wanted:
            there[key(group)].append(group)
    left = []
    for group in moved:
        start, end = _span(group, columns)
        for other in there[key(group)]:
            low, high = _span(other, columns)
            if low < end and start < high:
                other.rows = sorted([*other.rows, *group.rows])
                other.status = "adjudicated"
                break
        else:
            there[key(group)].append(group)
            left.append(group)
    return left


def _span(group: Group, columns: Mapping[str, list[Any]]) -> tuple[int, int]:
    """From where its first coding begins to where the last ends; rows are sorted by start."""
    return columns["start"][group.rows[0]], max(columns["end"][row] for row in group.rows)


def _table(
    placed: pd.DataFrame,
    groups: list[Group],
    columns: Mapping[str, list[Any]],
    texts: Mapping[str, str],
    turns: pd.DataFrame,
) -> pd.DataFrame:
    """The groups as rows: the first coding of each, with what differs from it put in its place."""
    order = {source: n for n, source in enumerate(dict.fromkeys(columns["source"]))}
    keyed = []
    for group in groups:
        first = group.rows[0]
        source, (start, end) = columns["source"][first], _span(group, columns)
        at = (order[source], start, end, group.says[0], columns["coder"][first])
        keyed.append(((*at, _id(group, columns)), group))
    keyed.sort(key=lambda pair: pair[0])
    table = placed.iloc[[group.rows[0] for _, group in keyed]].reset_index(drop=True)
    new = {name: table[name].tolist() for name in REPLACED}
    speaking = {s: Speaking(frame) for s, frame in turns.groupby("source", sort=False)}
    lineage, coders = [], []
    for n, ((_, start, end, *_, coding), group) in enumerate(keyed):
        new["coding"][n] = coding
        new["code"][n], new["valence"][n], new["about"][n] = group.says
        lineage.append(" ".join(sorted(columns["coding"][row] for row in group.rows)))
        coders.append(" ".join(sorted({columns["coder"][row] for row in group.rows})))
        if end != new["end"][n]:
            source = columns["source"][group.rows[0]]
            text = texts[source]
            new["end"][n], new["quote"][n] = end, text[start:end]
            new["suffix"][n], new["occurrence"][n] = text[end : end + CONTEXT], None
            new["informant"][n] = speaking[source].at(start, end)[1]
    for name, values in new.items():
        table[name] = pd.Series(values, dtype=table[name].dtype)
    status = [group.status for _, group in keyed]
    for name, values in (("derived_from", lineage), ("coders", coders), ("status", status)):
        table[name] = pd.Series(values, dtype="str")
    return with_passages(table)[CONSENSUS.names]


def _id(group: Group, columns: Mapping[str, list[Any]]) -> str:
    """The coding's own id where it stands alone and unchanged, else a hash of what it came from."""
    first = group.rows[0]
    if len(group.rows) == 1 and group.says == tuple(columns[name][first] for name in CHANGES):
        return str(columns["coding"][first])
    return id_from((columns["coding"][row] for row in group.rows), *group.says)


def id_from(lineage: Iterable[str], *says: str) -> str:
    """Id of a coding that was made from others: 12 hex digits of a SHA-256 over them and it."""
    parts = "\x1f".join([*sorted(lineage), *says])
    return hashlib.sha256(parts.encode("utf-8")).hexdigest()[:12]


def with_passages(table: pd.DataFrame) -> pd.DataFrame:
    """The table, sorted by source and start, with the passages that its codings make."""
    names = ("coding", "source", "code", "start", "end")
    rows: list[dict[str, Any]] = [
        dict(zip(names, row, strict=True))
        for row in zip(*(table[name].tolist() for name in names), strict=True)
    ]
    passages(rows)
    return table.assign(passage=pd.Series([row["passage"] for row in rows], dtype="str"))


def adjudication_problems(
    file: str,
    rows: Iterable[Row],
    codings: Mapping[str, Mapping[str, Any]],
    allowed: Mapping[str, Sequence[str]],
    abouts: set[str],
) -> list[Problem]:
    """What is wrong with a table of decisions, beyond its cells.

    `codings`: all of them by id, those too that have no place and those of rounds that are held
    back; `allowed`: the valences of each code of the codebook, none where it says nothing of them;
    `abouts`: units and levels, empty where the study declares no units.
    """
    problems = []
    for row in rows:
        if row["coding"] not in codings:
            hint = "the coding has changed since, or is gone: delete the row, and decide about the "
            hint += "new one in the form of the last run"
            wanted = "id of a coding in the coders' files"
            problems.append(Problem(file, row.line, "coding", wanted, shown(row["coding"]), hint))
        told = [name for name in CHANGES if row[name]]
        if (row["decision"] == "change") != bool(told):
            hint = "fill in code, valence or about: what it is changed to"
            if told:
                hint = f"the decision is {row['decision']}: empty {' and '.join(told)}, or change"
            found = " and ".join(told) or "none of the three"
            wanted = "with change, and only then: code, valence or about"
            problems.append(Problem(file, row.line, "decision", wanted, found, hint))
        problems += _unknown(file, row, set(allowed), abouts)
        if row["decision"] == "change" and row["coding"] in codings:
            at = (file, row.line, "valence")
            problems += changed_valence(at, row.cells, codings[row["coding"]], allowed)
    return problems


def changed_valence(
    at: tuple[str, int, str],
    new: Mapping[str, Any],
    coding: Mapping[str, Any],
    allowed: Mapping[str, Sequence[str]],
) -> list[Problem]:
    """A valence that the codebook doesn't allow the code that a decision leaves a coding with.

    `at`: file, line and column of the new valence; `new`: what the decision changes it to.
    """
    code, valence = (new.get(name) or coding[name] for name in ("code", "valence"))
    valences = allowed.get(code) or [valence]
    if not valence or valence in valences:
        return []
    found, hint = shown(valence), f"the codebook allows {code} no other `valences`"
    if not new.get("valence"):
        found = f"an empty cell: {valence} stays"
    return [Problem(*at, f"one of {', '.join(map(str, valences))}", found, hint)]


def _unknown(file: str, row: Row, codes: set[str], abouts: set[str]) -> list[Problem]:
    named = [("code", row["code"], codes, "a code of the codebook")]
    named += [
        ("about", part, abouts, "a unit, an interface unit|unit, or a level")
        for part in str(row["about"] or "").split("|") if abouts
    ]  # fmt: skip
    return [
        Problem(file, row.line, column, wanted, shown(value),
                did_you_mean(str(value), sorted(allowed)))
        for column, value, allowed, wanted in named if value and value not in allowed
    ]  # fmt: skip
