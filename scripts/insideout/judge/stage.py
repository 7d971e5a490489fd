"""The whole of the stage `judge`: hypotheses, dependencies, questions and revisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.judge.dependencies import by_id, dependencies
from insideout.judge.files import Book
from insideout.judge.ledger import ledger, verdicts
from insideout.judge.levels import Told, features_of, told_of
from insideout.judge.observe import Field
from insideout.judge.questions import traced
from insideout.judge.revisions import predictions_in, revisions
from insideout.judge.settings import Records, Settings, places_of
from insideout.reader import framed
from insideout.tables.judge import (
    DEPENDENCIES,
    HYPOTHESES,
    JUDGE,
    LEDGER,
    QUESTIONS,
    REVISIONS,
    VERDICTS,
)

OLDER = ("document", "press")  # kinds of sources that were there before the study


def judge(
    codings: Records,
    codebook: list[dict[str, Any]],
    people: Records,
    units: Records,
    memberships: Records,
    services: Records,
    sources: Records,
    hypotheses: Book,
    lock: Mapping[str, Mapping[str, Any]],
    questions: Sequence[Mapping[str, Any]],
    journal: Records,
    links: Records,
    settings: Mapping[str, Any] | None,
    *,
    tables: Mapping[str, int],
) -> dict[str, pd.DataFrame]:
    """The tables of the stage by name.

    `hypotheses`: as `read_hypotheses` gives them, {} without; `settings`: the key `nest` of the
    study file, None without; `tables`: rows of every table of results but these.
    """
    dates = {source["source"]: source["date"] or "" for source in sources}
    places = places_of(units, memberships, services)
    told, features = Told({}, {}, {}), dict[str, list[str]]()
    if settings:
        told = told_of(codings, codebook, people, places, dates, settings)
        features = features_of(settings)
    seen: list[dict[str, Any]] = []
    fixed: list[dict[str, Any]] = []
    if hypotheses:
        where = Settings(places, told.stated)
        thresholds = hypotheses["thresholds"]
        confidence = settings["confidence"] if settings else 0.95
        seen = verdicts(hypotheses, Field(told, features, where, thresholds, confidence))
        fixed = ledger(hypotheses, lock, seen, first_day(sources))
    cited = by_id(codings)
    rows = {
        HYPOTHESES.name: seen,
        LEDGER.name: fixed,
        DEPENDENCIES.name: dependencies(told.patients, features, links, cited),
        REVISIONS.name: revisions(journal, cited, predictions_in(seen)),
    }
    counted = {**tables, **{name: len(made) for name, made in rows.items()}}
    rows[QUESTIONS.name] = traced(questions, counted)
    return {table.name: framed(rows[table.name], table) for table in JUDGE}


def first_day(sources: Records) -> str:
    """The day of the first source that was made for the study; "" where none has a date.

    Documents and the press are older than any study.
    """
    days = [s["date"] for s in sources if s["date"] and s.get("kind") not in OLDER]
    return str(min(days, default=""))


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage made, for the person watching."""
    seen, fixed = made[HYPOTHESES.name], made[LEDGER.name]
    counts = seen["verdict"].value_counts()
    how = ", ".join(
        f"{counts[name]} {name.replace('_', ' ')}" for name in VERDICTS if name in counts
    )
    before = int((fixed["standing"] == "fixed_before").sum())
    asked = made[QUESTIONS.name]
    answered = int((asked["status"] == "answered").sum())
    told = f"{len(seen)} predictions ({how or 'none'})"
    told += f", {before} of {len(fixed)} hypotheses fixed before the data"
    return f"{told}, {answered} of {len(asked)} questions answered"
