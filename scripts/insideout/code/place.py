"""Codings put where they belong in the canonical texts."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.code.anchor import Lost, Place, Quote, find, fold
from insideout.code.neighbours import moved
from insideout.code.rounds import Rounds, held_back
from insideout.problems import Problem, shown
from insideout.reader import TYPES, framed, records
from insideout.tables.inputs import VALENCES
from insideout.tables.outputs import CODE_COUNTS, CODINGS_PLACED, ORPHANS

LIKELY = 60  # similarity from which a stretch of text is worth showing as what may be meant
MANY = 20  # rows from which a column that is always filled is a habit
CONTEXT = 32  # characters kept before and after a quote
# Columns of `codings_placed` that say where a coding was found; the others are as its row has them.
FOUND = (
    "start", "end", "quote", "how", "coded_quote", "score", "turn", "informant", "prefix", "suffix",
    "about", "passage",
)  # fmt: skip


def place_all(
    codings: Iterable[dict[str, Any]],
    texts: Mapping[str, str],
    turns: pd.DataFrame,
    units: Mapping[str, str],
    threshold: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Codings found in the texts (table `codings_placed`), and those that weren't (`orphans`).

    `units`: the unit of each source, which a coding is about when its coder named nothing else.
    """
    placed: list[tuple[dict[str, Any], Place]] = []
    orphans = []
    for coding, found in sought(codings, texts, threshold):
        if isinstance(found, Lost):
            orphans.append(_orphan(coding, found, texts[coding["source"]]))
        else:
            placed.append((coding, found))
    order = {source: number for number, source in enumerate(texts)}
    placed.sort(
        key=lambda c: (
            order[c[0]["source"]], c[1].start, c[1].end, c[0]["code"], c[0]["coder"], c[0]["coding"]
        )
    )  # fmt: skip
    columns = {name: [c.get(name) for c, _ in placed] for name in CODINGS_PLACED.names}
    columns |= _found(placed, texts, turns, units)
    frame = pd.DataFrame({name: _series(columns[name], name) for name in CODINGS_PLACED.names})
    return frame, framed(orphans, ORPHANS)


def sought(
    codings: Iterable[dict[str, Any]], texts: Mapping[str, str], threshold: float
) -> Iterator[tuple[dict[str, Any], Place | Lost]]:
    """Each coding with the place of its quote in its source's text, or why it has none.

    A source at a time, so that one text's foldings are held; in the order they came. Those that
    offsets could settle are looked for again where the codings around them say that they moved to.
    """
    rows = list(codings)
    numbers: dict[str, list[int]] = {}
    for number, coding in enumerate(rows):
        numbers.setdefault(coding["source"], []).append(number)
    always = _always_counted(rows)
    found: dict[int, Place | Lost] = {}
    for source, its in numbers.items():
        text, folds = texts[source], fold(texts[source])
        quotes = [_quote(rows[number], always) for number in its]
        places = [find(quote, text, folds, threshold) for quote in quotes]
        for n, quote in moved(quotes, places):
            places[n] = find(quote, text, folds, threshold)
        found |= zip(its, places, strict=True)
    for number, coding in enumerate(rows):
        yield coding, found.pop(number)


def _quote(coding: dict[str, Any], always: Container[str]) -> Quote:
    context = coding["prefix"] or "", coding["suffix"] or ""
    where = coding["quote"], coding["start"], *context, coding["occurrence"]
    counted = coding.get("file", "") in always
    # rows that aren't read from a coder's file are as our own tools make them, which count
    return Quote(*where, always=counted, silent=bool(coding.get("uncounted")))


def _always_counted(rows: Iterable[dict[str, Any]]) -> set[str]:
    """Files with an occurrence in every row: whoever wrote them did not ask if a quote is unique.

    Our own tools write one only where it isn't; of a few rows that may be all.
    """
    total: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    for row in rows:
        file = row.get("file", "")
        total[file] += 1
        counted[file] += row["occurrence"] is not None
    return {file for file, many in total.items() if counted[file] == many >= MANY}


def _found(
    placed: Sequence[tuple[dict[str, Any], Place]],
    texts: Mapping[str, str],
    turns: pd.DataFrame,
    units: Mapping[str, str],
) -> dict[str, list[Any]]:
    """The columns `FOUND`: column by column, since half a million wide rows take gigabytes."""
    columns: dict[str, list[Any]] = {name: [] for name in FOUND}
    spoken = {str(source): frame for source, frame in turns.groupby("source", sort=False)}
    source, text = "", ""
    for coding, at in placed:  # sorted by source
        if coding["source"] != source:
            source = str(coding["source"])
            text, speaking = texts[source], Speaking(spoken[source])
        turn, informant = speaking.at(at.start, at.end)
        values = (
            at.start, at.end, text[at.start : at.end], at.how,
            coding["quote"] if at.how == "approximate" else None, at.score, turn, informant,
            text[max(0, at.start - CONTEXT) : at.start], text[at.end : at.end + CONTEXT],
            coding["about"] or units.get(source, ""),
        )  # fmt: skip
        for name, value in zip(FOUND[:-1], values, strict=True):
            columns[name].append(value)
    columns["passage"] = passage_ids(
        (c["source"], c["code"], at.start, at.end, c["coding"]) for c, at in placed
    )
    return columns


def _series(values: list[Any], name: str) -> pd.Series[Any]:
    """A column of the table of its declared type, as `reader.framed` makes it."""
    kind = next(column.kind for column in CODINGS_PLACED.columns if column.name == name)
    if kind not in TYPES:
        return pd.Series(["" if v is None else str(v) for v in values], dtype="str")
    plain: pd.Series[Any] = pd.Series(values, dtype="object")
    typed: pd.Series[Any] = plain.astype(TYPES[kind])  # type: ignore[call-overload]
    return typed


def orphans_among(
    codings: Iterable[dict[str, Any]], texts: Mapping[str, str], threshold: float
) -> list[dict[str, Any]]:
    """Only the codings without a place, as rows of the table `orphans`: what the check asks for."""
    return [
        _orphan(coding, found, texts[coding["source"]])
        for coding, found in sought(codings, texts, threshold) if isinstance(found, Lost)
    ]  # fmt: skip


class Speaking:
    """Who speaks where in one source."""

    def __init__(self, turns: pd.DataFrame) -> None:
        """`turns`: the rows of the table `turns` of one source, in order."""
        self.turns = list(
            zip(
                turns["turn"],
                turns["start"],
                turns["end"],
                turns["informant"],
                turns["role"],
                strict=True,
            )
        )
        self.starts = [int(turn[1]) for turn in self.turns]
        told = {turn[3] for turn in self.turns if turn[4] == "informant" and turn[3]}
        self.only = told.pop() if len(told) == 1 else ""

    def at(self, start: int, end: int) -> tuple[int, str]:
        """The turn in which a passage begins, and the informant whose account it is.

        That is who says most of it, interviewers apart. Where the source has one informant only, a
        companion speaks for them. A passage of the interviewer's alone is nobody's account.
        """
        first = max(0, bisect_right(self.starts, start) - 1)
        said: dict[str, int] = {}
        for _, low, high, informant, role in self.turns[first:]:
            if low >= end:
                break
            if role != "interviewer" and informant:
                said[informant] = said.get(informant, 0) + max(0, min(high, end) - max(low, start))
        # a passage may begin in the label of the next turn
        inside = first + (start >= self.turns[first][2] and first + 1 < len(self.turns))
        most = max(said, key=lambda who: said[who]) if any(said.values()) else ""
        return int(self.turns[inside][0]), (self.only or most) if most else ""


def _orphan(coding: dict[str, Any], lost: Lost, text: str) -> dict[str, Any]:
    candidates = " ".join(f"{p.start}-{p.end}:{p.score:g}" for p in lost.candidates)
    likely = (p for p in lost.candidates if p.score >= LIKELY)
    nearest = next((text[p.start : p.end] for p in likely), "")
    return {**coding, "reason": lost.reason, "candidates": candidates, "nearest": nearest}


def passages(placed: Sequence[dict[str, Any]]) -> None:
    """Give codings of one code that overlap in one source the id of the first of them.

    `placed`: sorted by source and start.
    """
    spans = ((c["source"], c["code"], c["start"], c["end"], c["coding"]) for c in placed)
    for coding, passage in zip(placed, passage_ids(spans), strict=True):
        coding["passage"] = passage


def passage_ids(spans: Iterable[tuple[str, str, int, int, str]]) -> list[str]:
    """The passage of each coding: (source, code, start, end, coding), by source and start."""
    open_: dict[tuple[str, str], tuple[int, str]] = {}
    ids = []
    for source, code, start, end, coding in spans:
        to, passage = open_.get((source, code), (-1, ""))
        if start >= to:
            to, passage = end, coding
        open_[source, code] = (max(to, end), passage)
        ids.append(passage)
    return ids


def orphan_problems(orphans: Iterable[Mapping[str, Any]], rounds: Rounds = ()) -> list[Problem]:
    """Orphans as problems, for studies that want every coding placed.

    `rounds`: of the study file. What was coded in a blind round that isn't closed is not told.
    """
    rows = [dict(o) for o in orphans]
    held = {id(o) for o in held_back(rows, rounds)[1]}
    return [_unseen(o) if id(o) in held else _told(o) for o in rows]


def _told(orphan: Mapping[str, Any]) -> Problem:
    o = orphan
    return Problem(
        o["file"], o["line"], "quote", f"words of source {o['source']}", shown(o["quote"]),
        f"{o['reason']}; "
        + (f"perhaps {shown(o['nearest'])} is meant; " if o["nearest"] else "")
        + "correct the quote, or set `orphans: count` under `anchor:` in the study file",
    )  # fmt: skip


def _unseen(orphan: Mapping[str, Any]) -> Problem:
    hint = "its coder is to correct the quote; it is of a blind round that isn't closed"
    wanted = f"words of source {orphan['source']}"
    return Problem(orphan["file"], orphan["line"], "quote", wanted, "others, not shown", hint)


def counts(codings: pd.DataFrame, codebook: pd.DataFrame) -> pd.DataFrame:
    """How often each code was used (table `code_counts`), in the codebook's order."""
    above = dict(zip(codebook["code"], codebook["parent"], strict=True))
    by_code = codings.groupby("code")
    table = pd.DataFrame({"code": codebook["code"]}).set_index("code")
    table["codings"] = by_code.size()
    for name, column in (("passages", "passage"), ("sources", "source")):
        table[name] = by_code[column].nunique()
    table["informants"] = codings[codings["informant"] != ""].groupby("code")["informant"].nunique()
    for valence in VALENCES:
        table[valence] = codings[codings["valence"] == valence].groupby("code").size()
    table = table.fillna(0).astype("int64")
    table["with_below"] = 0
    for code, used in table["codings"].items():
        at = str(code)
        while at:
            table.loc[at, "with_below"] += used
            at = above[at]
    return framed(records(table.reset_index()), CODE_COUNTS)
