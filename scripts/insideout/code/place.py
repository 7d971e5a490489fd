"""Codings put where they belong in the canonical texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.code.anchor import Lost, Place, Quote, find, fold
from insideout.problems import Problem, shown
from insideout.reader import framed, records
from insideout.tables.inputs import VALENCES
from insideout.tables.outputs import CODE_COUNTS, CODINGS_PLACED, ORPHANS

LIKELY = 60  # similarity from which a stretch of text is worth showing as what may be meant
CONTEXT = 32  # characters kept before and after a quote


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
    speaking = {source: Speaking(frame) for source, frame in turns.groupby("source", sort=False)}
    placed, orphans = [], []
    for coding, found in sought(codings, texts, threshold):
        source = coding["source"]
        if isinstance(found, Lost):
            orphans.append(_orphan(coding, found, texts[source]))
        else:
            about = coding["about"] or units.get(source, "")
            placed.append(
                {**_placed(coding, found, texts[source], speaking[source]), "about": about}
            )
    order = {source: number for number, source in enumerate(texts)}
    placed.sort(
        key=lambda c: (order[c["source"]], c["start"], c["end"], c["code"], c["coder"], c["coding"])
    )
    passages(placed)
    return framed(placed, CODINGS_PLACED), framed(orphans, ORPHANS)


def sought(
    codings: Iterable[dict[str, Any]], texts: Mapping[str, str], threshold: float
) -> Iterator[tuple[dict[str, Any], Place | Lost]]:
    """Each coding with the place of its quote in its source's text, or why it has none."""
    folded = {source: fold(text) for source, text in texts.items()}
    for coding in codings:
        source = coding["source"]
        quote = Quote(
            coding["quote"], coding["start"], coding["prefix"] or "", coding["suffix"] or "",
            coding["occurrence"],
        )  # fmt: skip
        yield coding, find(quote, texts[source], folded[source], threshold)


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


def _placed(coding: dict[str, Any], at: Place, text: str, speaking: Speaking) -> dict[str, Any]:
    turn, informant = speaking.at(at.start, at.end)
    return {
        **{name: coding.get(name) for name in CODINGS_PLACED.names},
        "start": at.start, "end": at.end, "quote": text[at.start : at.end], "how": at.how,
        "coded_quote": coding["quote"] if at.how == "approximate" else None,
        "score": at.score, "turn": turn, "informant": informant,
        "prefix": text[max(0, at.start - CONTEXT) : at.start],
        "suffix": text[at.end : at.end + CONTEXT],
    }  # fmt: skip


def _orphan(coding: dict[str, Any], lost: Lost, text: str) -> dict[str, Any]:
    candidates = " ".join(f"{p.start}-{p.end}:{p.score:g}" for p in lost.candidates)
    likely = (p for p in lost.candidates if p.score >= LIKELY)
    nearest = next((text[p.start : p.end] for p in likely), "")
    return {**coding, "reason": lost.reason, "candidates": candidates, "nearest": nearest}


def passages(placed: Sequence[dict[str, Any]]) -> None:
    """Give codings of one code that overlap in one source the id of the first of them."""
    open_: dict[tuple[str, str], tuple[int, str]] = {}
    for coding in placed:  # sorted by source and start
        key = (coding["source"], coding["code"])
        end, passage = open_.get(key, (-1, ""))
        if coding["start"] >= end:
            end, passage = coding["end"], coding["coding"]
        open_[key] = (max(end, coding["end"]), passage)
        coding["passage"] = passage


def orphan_problems(orphans: Iterable[Mapping[str, Any]]) -> list[Problem]:
    """Orphans as problems, for studies that want every coding placed."""
    return [
        Problem(
            o["file"], o["line"], "quote", f"words of source {o['source']}", shown(o["quote"]),
            f"{o['reason']}; "
            + (f"perhaps {shown(o['nearest'])} is meant; " if o["nearest"] else "")
            + "correct the quote, or set `orphans: count` under `anchor:` in the study file",
        )
        for o in orphans
    ]  # fmt: skip


def in_a_line(placed: pd.DataFrame, orphans: pd.DataFrame, codes: int, withdrawn: int) -> str:
    """What the stage read and made, for the person watching."""
    ways = ", ".join(f"{n:,} {how}" for how, n in placed["how"].value_counts(sort=False).items())
    left = f"; {withdrawn:,} of withdrawn sources left out" if withdrawn else ""
    read = f"{len(placed) + len(orphans):,} codings with {codes:,} codes"
    return f"{read} → {len(placed):,} placed ({ways or 'none'}), {len(orphans)} orphans{left}"


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
