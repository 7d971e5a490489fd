"""Research questions, traced to the tables and figures that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

INHERITED = ("method", "data", "analysis", "answered_in", "rests_on")


def traced(
    questions: Iterable[Mapping[str, Any]], tables: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Rows of the table `questions`: each question, then its parts.

    `tables`: rows of every table of results; one that isn't there has none. What the report has of
    `answered_in` the report itself knows.
    """
    rows = []
    for question in questions:
        parts = {
            str(name): whole_part(part, question)
            for name, part in question.get("parts", {}).items()
        }
        made = [_row(question["id"], name, part, tables) for name, part in parts.items()]
        whole = _row(question["id"], "", question, tables)
        if whole["status"] == "open" and made and all(r["status"] == "answered" for r in made):
            whole["status"] = "answered"
        rows += [whole, *made]
    return rows


def whole_part(part: str | Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    """A part with what it leaves to its question; the answer is its own."""
    own = {"asks": part} if isinstance(part, str) else dict(part)
    return {key: question[key] for key in INHERITED if key in question} | own


def _row(
    name: str, part: str, asked: Mapping[str, Any], tables: Mapping[str, int]
) -> dict[str, Any]:
    places, rests = asked.get("answered_in", []), asked.get("rests_on", [])
    answer = (asked.get("answer") or "").strip()
    status = "answered" if answer else "open"
    if rests and not any(tables.get(table, 0) for table in rests):
        status = "no_results"
    return {
        "question": name, "part": part, "asks": asked["asks"],
        "method": asked.get("method", ""), "data": "; ".join(asked.get("data", [])),
        "analysis": asked.get("analysis", ""), "answered_in": " ".join(places),
        "rests_on": ", ".join(f"{table} ({tables.get(table, 0)})" for table in rests),
        "answer": answer, "published": asked.get("published", ""), "status": status,
    }  # fmt: skip
