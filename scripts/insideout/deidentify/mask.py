"""Texts with pseudonyms in the place of identifiers, and where everything then stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.deidentify.forms import WORD
from insideout.deidentify.people import OWN, TITLES
from insideout.deidentify.span import Document, Span
from insideout.intake.canonical import folded

Offsets = Sequence[Mapping[str, Any]]  # rows of OFFSETS of one source, in the order of the text
BEFORE = re.compile(r"(?<![\w-])([^\W\d_]+)\.? $")  # a word, which may be a title
WITHOUT_ID = {"interviewer": "Interviewer", "companion": "Companion"}


def masked(
    text: str, spans: Sequence[Span], pseudonyms: Sequence[str], source: str = ""
) -> tuple[str, list[dict[str, Any]]]:
    """A text with `pseudonyms` in the place of `spans`, and the rows of OFFSETS.

    One pseudonym for each span; spans are sorted and never overlap. Outside them nothing changes:
    a possessive 's that stands after a name stays after its pseudonym.
    """
    parts: list[str] = []
    rows: list[dict[str, Any]] = []
    here = done = 0
    for span, pseudonym in zip(spans, map(folded, pseudonyms), strict=True):
        if not done <= span.start <= span.end <= len(text) or not pseudonym:
            raise ValueError("spans must be sorted, without overlaps, each with a pseudonym")
        here += span.start - done
        rows.append({
            "source": source, "raw_start": span.start, "raw_end": span.end,
            "start": here, "end": here + len(pseudonym), "kind": span.kind, "rule": span.rule,
        })  # fmt: skip
        parts += [text[done : span.start], pseudonym]
        here, done = here + len(pseudonym), span.end
    return "".join([*parts, text[done:]]), rows


def with_same_title(
    document: Document, spans: Sequence[Span], pseudonyms: Sequence[str]
) -> list[Span]:
    """Spans with the title before a name that its pseudonym says, too: `Dr` before `Dr Birch`."""
    out: list[Span] = []
    for span, pseudonym in zip(spans, pseudonyms, strict=True):
        before = document.text[out[-1].end if out else 0 : span.start][-20:]
        first, match = WORD.search(pseudonym), BEFORE.search(before)
        same = match and first and _title(match[1]) == _title(first[0]) != ""
        out.append(span._replace(start=span.start - len(match[0])) if match and same else span)
    return out


def _title(word: str) -> str:
    """A title as it is compared (dr is doctor), or nothing."""
    low = word.casefold()
    return OWN.get(low, low) if low in TITLES else ""


def carried(start: int, end: int, offsets: Offsets) -> tuple[int, int]:
    """Where a passage of the raw text stands in the masked one.

    A boundary inside a masked passage goes to the boundary of its pseudonym, outwards: one half of
    a name can't be quoted. An empty passage there takes in the whole pseudonym.
    """
    starts = [int(row["raw_start"]) for row in offsets]
    return _carried(start, offsets, starts, last=False), _carried(end, offsets, starts, last=True)


def _carried(at: int, offsets: Offsets, starts: Sequence[int], *, last: bool) -> int:
    before = bisect_right(starts, at) - 1
    if before < 0:
        return at
    row = offsets[before]
    if at == row["raw_start"]:
        return int(row["start"])
    if at < row["raw_end"]:
        return int(row["end"] if last else row["start"])
    return at - int(row["raw_end"]) + int(row["end"])


def public_labels(
    turns: Sequence[Mapping[str, Any]], speakers: pd.DataFrame | Mapping[str, str]
) -> list[str]:
    """What stands before each turn of a source once it is masked.

    The label that the public table of speakers has for this informant and role, where it has one
    (or has the very label that stands there); else the informant's identifier, `Interviewer` or
    `Companion`. Where nothing stands, nothing will.
    """
    companions = {str(row["informant"]) for row in turns if row["role"] == "companion"}
    without = {role: name for role, name in WITHOUT_ID.items() if role != "companion"}
    names = WITHOUT_ID if len(companions) < 2 else without
    out = []
    who: dict[tuple[str, str, str], set[str]] = {}
    for row in turns:
        place = (str(row["source"]), str(row["informant"]), str(row["role"]))
        known = who[place] if place in who else who.setdefault(place, _known(*place, speakers))
        label, role = folded(str(row["label"])), str(row["role"])
        if label and label not in known:
            own = names.get(role) or str(row["informant"])
            label = next(iter(known)) if len(known) == 1 else own
        out.append(label)
    return out


def _known(
    source: str, informant: str, role: str, speakers: pd.DataFrame | Mapping[str, str]
) -> set[str]:
    """The public labels of somebody in a source."""
    if not isinstance(speakers, pd.DataFrame):
        return {folded(label) for label, of in speakers.items() if of == role}
    rows = speakers[(speakers["source"] == source) & (speakers["role"] == role)]
    own = {"informant": source, "interviewer": ""}.get(role, "")
    return {
        folded(str(label))
        for label, who in zip(rows["label"], rows["informant"], strict=True)
        if role == "interviewer" or (str(who) or own) == informant
    }


def label_spans(
    text: str, turns: Sequence[Mapping[str, Any]], labels: Iterable[str]
) -> tuple[list[Span], list[str]]:
    """The labels of a text that change, as spans, and what stands there instead."""
    spans, instead = [], []
    for row, label in zip(turns, labels, strict=True):
        raw, start, end = folded(str(row["label"])), int(row["start"]), int(row["end"])
        lead = f"{raw}: "
        at = start - len(lead)
        if raw and raw != label and end > start and at >= 0 and text.startswith(lead, at):
            spans.append(Span(at, at + len(raw), "person", "label"))
            instead.append(label)
    return spans, instead
