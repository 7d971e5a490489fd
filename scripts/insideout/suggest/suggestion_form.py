"""The form in which people accept suggestions, or reject them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from insideout.reader import records
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import VALENCES
from insideout.tables.suggest import SUGGESTIONS
from insideout.workbook import Sheet, workbook

SHEET = "suggestions"
ANSWERS = ("decision", "valence", "about", "memo")

SUGGESTION_FORM = Table(
    "suggestion_form",
    "a suggestion, and what somebody decides about it",
    (
        SUGGESTIONS.column("suggestion"),
        SUGGESTIONS.column("source"),
        SUGGESTIONS.column("code"),
        Column("name", "text", "name of the code", free_text=True),
        Column("definition", "text", "what the code means", free_text=True),
        Column("before", "text", "the sentence before it", free_text=True),
        SUGGESTIONS.column("quote"),
        Column("after", "text", "the sentence after it", free_text=True),
        SUGGESTIONS.column("by"),
        SUGGESTIONS.column("confidence"),
        Column("words", "text", "the words that speak for it", free_text=True),
        SUGGESTIONS.column("negated"),
        Column(
            "decision",
            "choice",
            "accept: it becomes your coding; reject: it isn't suggested again; empty: not decided",
            False,
            ("accept", "reject"),
        ),
        Column("valence", "choice", "valence of the coding, if accepted", False, VALENCES),
        Column("about", "text", "what the coding is about, if not the source's unit"),
        Column("memo", "text", "a note on the coding, or the reason to reject", free_text=True),
    ),
    key=("suggestion",),
)


def form(
    suggestions: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: pd.DataFrame,
    texts: Mapping[str, str],
) -> bytes:
    """The workbook: every suggestion with the sentences around it, by whomever they are said."""
    around = _around(sentences)
    codes = {code["code"]: code for code in records(codebook)}
    rows: list[dict[str, Any]] = []
    for one in records(suggestions):
        text, code = texts[one["source"]], codes[one["code"]]
        before, after = around.get((one["source"], one["start"]), (None, None))
        rows.append(
            {
                **one,
                "name": code["name"],
                "definition": code["definition"],
                "before": text[before[0] : before[1]] if before else "",
                "after": text[after[0] : after[1]] if after else "",
                "negated": "yes" if one["negated"] else "no",
            }
        )
    widths = {"name": 22, "definition": 30, "before": 30, "quote": 50, "after": 30, "words": 24,
              "memo": 30}  # fmt: skip
    wrapped = ("definition", "before", "quote", "after", "words")
    return workbook({SHEET: Sheet(SUGGESTION_FORM, rows, ANSWERS, widths, wrapped)})


Span = tuple[int, int]


def _around(sentences: pd.DataFrame) -> dict[tuple[str, int], tuple[Span | None, Span | None]]:
    """The sentences before and after the one of a source that begins at a place."""
    columns = sentences.sort_values(["source", "start"])[["source", "start", "end"]]
    told = list(columns.itertuples(index=False, name=None))
    found: dict[tuple[str, int], tuple[Span | None, Span | None]] = {}
    for at, (source, start, _) in enumerate(told):
        beside = [
            (int(told[n][1]), int(told[n][2]))
            if 0 <= n < len(told) and told[n][0] == source
            else None
            for n in (at - 1, at + 1)
        ]
        found[source, int(start)] = (beside[0], beside[1])
    return found
