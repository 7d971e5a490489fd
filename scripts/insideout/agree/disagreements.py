"""Passages that coders don't agree on, and what a validator has to look at."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.agree.assigned import Assignment
from insideout.reader import framed, records
from insideout.tables.agreement import DISAGREEMENTS

Pair = tuple[str, str]  # what a coding says of its code: valence, and what it is about
KINDS = ("presence", "valence", "about")
SHOWN = ("coding", "source", "start", "end", "quote", "code", "valence", "about", "coder", "memo")


def disagreements(
    placed: pd.DataFrame,
    assigned: Sequence[Assignment],
    adjudications: pd.DataFrame,
    settings: Mapping[str, Any],
    *,
    declared: bool,
) -> pd.DataFrame:
    """Codings in dispute or to be checked (table `disagreements`), passage by passage.

    `placed`: the codings that count (`assigned.counted`), in the order of `codings_placed`.
    `settings`: the study file's key `agree`. `declared`: there is a table of assignments. In a
    passage, which is a chain of overlapping codings of one code, coders agree on a valence and what
    it is about when each who looked for the code there has put it. A decision holds for the codings
    that stood in the passage when it was made; a coding that was decided about is always listed, so
    that no decision falls away unseen.
    """
    validators = frozenset(settings["validators"])
    looked = Looked(assigned, validators)
    checked = _checked(assigned, validators) if declared else None
    columns = {name: placed[name].tolist() for name in SHOWN}
    decisions = {row["coding"]: row for row in records(adjudications)}
    rows: list[dict[str, Any]] = []
    for chain in chains(placed):
        source, code = columns["source"][chain[0]], columns["code"][chain[0]]
        check = bool(validators) and (checked is None or code in checked.get(source, ()))
        said = _said(chain, columns, validators)
        said |= {who: set() for who in looked.for_code(source, code) if who not in said}
        if len(said) > 1 or check or any(columns["coding"][row] in decisions for row in chain):
            rows += _of_passage(chain, columns, said, decisions, sorted(validators), check=check)
    return framed(rows, DISAGREEMENTS)


def _of_passage(
    chain: Sequence[int],
    columns: Mapping[str, list[Any]],
    said: Mapping[str, set[Pair]],
    decisions: Mapping[str, Mapping[str, Any]],
    validators: Sequence[str],
    *,
    check: bool,
) -> Iterable[dict[str, Any]]:
    """The codings of a passage that are in dispute, to be checked, or decided about.

    `said`: what each coder who looked says of it, which may be nothing.
    """
    item = ""
    for row in chain:
        at = {name: columns[name][row] for name in SHOWN}
        if at["coder"] not in said:
            continue  # a validator's own
        pair = pair_of(at["valence"], at["about"])
        others = {who: pairs for who, pairs in said.items() if pair not in pairs}
        decision = decisions.get(at["coding"])
        if not others and not check and decision is None:
            continue
        item = item or item_of(columns["coding"][other] for other in chain)
        asked = sorted(others) or validators or [decision["by"] if decision else ""]
        what = _kind(pair, others.values()) if others else "check"
        told = {**at, "item": item, "others": " ".join(asked), "about_what": what}
        yield {**told, **_decided(decision, item)}


class Looked:
    """Which coders looked for a code in a source, those who validate apart."""

    def __init__(self, assigned: Iterable[Assignment], validators: frozenset[str]) -> None:
        """`assigned`: every source, coder and round; a coder looked if any round did."""
        self.work: dict[str, list[Assignment]] = defaultdict(list)
        for work in assigned:
            if work.coder not in validators:
                self.work[work.source].append(work)

    def for_code(self, source: str, code: str) -> set[str]:
        """Coders who had this source, and this code among those to look for."""
        return {work.coder for work in self.work.get(source, ()) if code in work.codes}


def chains(placed: pd.DataFrame) -> list[list[int]]:
    """Row numbers of codings of one code in one source that overlap, directly or by others.

    As the column `passage` has it, for these rows alone; `placed` is sorted by source and start.
    """
    columns = [placed[name].tolist() for name in ("source", "code", "start", "end")]
    made: list[list[int]] = []
    open_: dict[Pair, tuple[int, list[int]]] = {}
    for row, (source, code, start, end) in enumerate(zip(*columns, strict=True)):
        until, chain = open_.get((source, code), (-1, []))
        if start >= until:
            chain = []
            made.append(chain)
        chain.append(row)
        open_[source, code] = (max(until, end), chain)
    return made


def pair_of(valence: str, about: str) -> Pair:
    """What a coding says: an interface a|b is the same as b|a."""
    return valence, "|".join(sorted(about.split("|"))) if "|" in about else about


def item_of(codings: Iterable[str]) -> str:
    """Id of a passage in dispute: 12 hex digits of a SHA-256 over the ids of its codings."""
    return hashlib.sha256("\n".join(sorted(codings)).encode("utf-8")).hexdigest()[:12]


def _checked(
    assigned: Iterable[Assignment], validators: frozenset[str]
) -> dict[str, frozenset[str]]:
    """Codes that validators look at, by source."""
    found: dict[str, frozenset[str]] = {}
    for work in assigned:
        if work.coder in validators:
            found[work.source] = found.get(work.source, frozenset()) | work.codes
    return found


def _said(
    chain: Iterable[int], columns: Mapping[str, list[Any]], validators: frozenset[str]
) -> dict[str, set[Pair]]:
    """What each coder says of the passage."""
    said: dict[str, set[Pair]] = defaultdict(set)
    for row in chain:
        if columns["coder"][row] not in validators:
            said[columns["coder"][row]].add(pair_of(columns["valence"][row], columns["about"][row]))
    return said


def _kind(pair: Pair, others: Iterable[set[Pair]]) -> str:
    """What is in dispute: the gravest of what is between a coding and each of the others.

    Valences of different things can't contradict each other: then they differ in what it's about.
    """
    kinds = set()
    for pairs in others:
        same = any(about == pair[1] for _, about in pairs)
        kinds.add(("valence" if same else "about") if pairs else "presence")
    return min(kinds, key=KINDS.index)


def _decided(decision: Mapping[str, Any] | None, item: str) -> dict[str, Any]:
    if decision is None:
        return {"status": "open"}
    told = {name: decision[name] for name in ("decision", "by", "date", "reason")}
    return {**told, "status": "decided" if decision["evidence"] == item else "stale"}
