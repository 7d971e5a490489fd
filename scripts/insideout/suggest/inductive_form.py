"""The form on which an analyst names, merges or rejects candidate themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from insideout.reader import records
from insideout.suggest.clusters import typical_rows
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import VALENCES
from insideout.workbook import Sheet, how, workbook

QUOTES_EACH = 25  # typical sentences of a cluster that are shown
AROUND = 160  # characters of context before and after a sentence

THEMES = Table(
    "themes",
    "a candidate theme, and what becomes of it",
    (
        Column("cluster", "id", "id of the cluster; don't change it", True),
        Column("sentences", "integer", "its sentences", minimum=1),
        Column("sources", "integer", "sources they stand in", minimum=1),
        Column("informants", "integer", "informants who say them", minimum=1),
        Column("terms", "text", "its key words, with log-likelihood and log ratio"),
        Column("quotes", "text", "its most typical sentences", free_text=True),
        Column("coded", "text", "inductive codes on its sentences already, and on how many"),
        Column(
            "decision",
            "choice",
            "named: a new code; merged: into a code there is; rejected; empty: not yet decided",
            False,
            ("named", "merged", "rejected"),
        ),
        Column("name", "text", "named: the name of the new code", free_text=True),
        Column(
            "code",
            "id",
            "named: id of the new code (empty: made from its name); merged: the code it goes into",
        ),
        Column("parent", "id", "named: the code to put it below; empty: at the top"),
        Column("definition", "text", "named: what the code means", free_text=True),
        Column("reason", "text", "why", free_text=True),
    ),
    key=("cluster",),
)

QUOTES = Table(
    "quotes",
    "a sentence of a candidate theme, and whether to code it",
    (
        Column("cluster", "id", "id of the cluster; don't change it", True),
        Column("source", "id", "the source; don't change it", True),
        Column("start", "integer", "first character; don't change it", True, minimum=0),
        Column("end", "integer", "the character after its last; don't change it", True, minimum=0),
        Column("informant", "id", "who says it"),
        Column("before", "text", "what stands before it", free_text=True),
        Column("quote", "text", "the sentence", free_text=True),
        Column("after", "text", "what stands after it", free_text=True),
        Column("keep", "choice", "yes: code it with the code of its theme", False, ("yes", "no")),
        Column("valence", "choice", "with yes: its valence; may be empty", False, VALENCES),
        Column(
            "about",
            "text",
            "with yes: a unit, an interface a|b or a level spoken of; empty: the source's unit",
        ),
    ),
    key=("cluster", "source", "start", "end"),
)
SHEETS = {"themes": THEMES, "quotes": QUOTES}
ANSWERS = {
    "themes": ("decision", "name", "code", "parent", "definition", "reason"),
    "quotes": ("keep", "valence", "about"),
}
WIDE = {
    "terms": 40, "quotes": 70, "coded": 26, "name": 28, "code": 22, "parent": 22, "definition": 50,
    "reason": 30, "before": 45, "quote": 60, "after": 45, "about": 18,
}  # fmt: skip
WRAPPED = ("terms", "quotes", "coded", "definition", "reason", "before", "quote", "after")

LINES = (
    "Do this last. Themes, and their ids, change with what is coded.",
    "Adjudicate first, accept suggestions, run the pipeline, and name themes in that run's form.",
    "Save a copy of this workbook and fill in the copy: the next run writes this one anew.",
    "A row of the sheet themes is a group of sentences that no code has, with words in common.",
    "decision: named makes a new code of it; rejected: it is no theme; empty: it stays open.",
    "decision: merged puts it into a code there is, or one that is named in this very form.",
    "code: of a new code its id, if the one made from its name won't do; with merged, the code.",
    "parent: the code that a new one is put below. It allows the valences that its parent allows.",
    "A row of the sheet quotes is one of the sentences: yes in the column keep codes it.",
    "about: the unit, the interface unit|unit or the level spoken of; empty: the source's unit.",
    "Hand it in: python -m insideout name_themes STUDY FILE --by YOUR_ID",
)


def form(
    residual: pd.DataFrame,
    candidates: pd.DataFrame,
    codebook: pd.DataFrame,
    texts: Mapping[str, str] | None = None,
) -> bytes:
    """The form as a workbook: sheets `themes` and `quotes`, with what is decided already; `how`.

    `texts`: canonical text of each source, for what stands before and after a sentence.
    """
    codes = {row["code"]: row for row in records(codebook)}
    coded = _coded(residual)
    themes = [
        {**_theme(row, codes), "coded": coded.get(row["cluster"], "")}
        for row in records(candidates)
    ]
    quotes = [
        _quote(row, texts or {})
        for cluster in candidates["cluster"]
        for row in records(typical_rows(residual[residual["cluster"] == cluster], QUOTES_EACH))
    ]
    rows = {"themes": themes, "quotes": quotes}
    filled = {
        name: Sheet(table, rows[name], ANSWERS[name], WIDE, WRAPPED)
        for name, table in SHEETS.items()
    }
    return workbook({**filled, "how": how(LINES)})


def _coded(residual: pd.DataFrame) -> dict[str, str]:
    """The inductive codes on each cluster's sentences, the most frequent first."""
    counts: dict[str, Counter[str]] = {}
    for cluster, codes in zip(residual["cluster"], residual["inductive"], strict=True):
        counts.setdefault(str(cluster), Counter()).update(str(codes).split())
    return {
        cluster: "; ".join(
            f"{code} ({n})" for code, n in sorted(c.items(), key=lambda x: (-x[1], x))
        )
        for cluster, c in counts.items()
    }


def _theme(row: Mapping[str, Any], codes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    named = codes.get(row["code"], {}) if row["decision"] == "named" else {}
    return {**row, **{name: named.get(name) for name in ("name", "parent", "definition")}}


def _quote(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    text, start, end = texts.get(row["source"], ""), int(row["start"]), int(row["end"])
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return {**row, "before": " ".join(before.split()), "after": " ".join(after.split())}
