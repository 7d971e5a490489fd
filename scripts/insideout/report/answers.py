"""Research questions: from question to method, data and result, and the answers themselves."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from insideout.report.data import Data
from insideout.report.evidence import spelled
from insideout.report.markup import listed, markdown, pipe

Row = Mapping[str, Any]
IDS = re.compile(r"\{#((?:tbl|fig|sec)-[\w.-]+)|\"(?:#)((?:tbl|fig|sec)-[\w.-]+)\"")


def includes(data: Data, book: Mapping[str, str]) -> dict[str, str]:
    """The answers, and the matrix of questions and methods.

    `book`: the text of every chapter, part and include, from which the tables and figures that
    there are come.
    """
    if not data.judged.get("questions"):
        return {"answers": "", "questions": ""}
    there = {one or two for text in book.values() for one, two in IDS.findall(text)}
    return {"answers": answers(data, there), "questions": matrix(data, there)}


def answers(data: Data, there: Collection[str]) -> str:
    """A section for each question: what it asks, how it was answered, and the answer."""
    parts: list[str] = []
    for row in data.judged["questions"]:
        if not row["part"]:
            parts.append(f"## {markdown(row['question'])} {{#sec-answer-{spelled(row['question'])}"
                         "}\n")  # fmt: skip
            parts.append(f"*{markdown(row['asks'])}*\n")
        else:
            parts.append(f"**{markdown(row['part'])}.** *{markdown(row['asks'])}*\n")
        parts += [_rests(row), _found_in(row, there), row["answer"] or "", _published(row)]
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def _rests(row: Row) -> str:
    if row["status"] == "no_results":
        return "Its tables have no rows yet: there is nothing to answer it from."
    return "" if row["answer"] else "Not answered yet."


def _found_in(row: Row, there: Collection[str]) -> str:
    named = (row["answered_in"] or "").split()
    shown = [f"@{name}" for name in named if name in there]
    gone = [f"`{name}`" for name in named if name not in there]
    said = f"See {listed(shown)}." if shown else ""
    return said + (f" Not in this report: {listed(gone)}." if gone else "")


def _published(row: Row) -> str:
    if not row["published"]:
        return ""
    said = markdown(row["published"].strip().rstrip("."))
    return f"::: {{.callout-note}}\nThe published study: {said}.\n:::"


def matrix(data: Data, there: Collection[str]) -> str:
    """Questions by method, data, analysis and the place of their answers."""
    rows: Sequence[Row] = data.judged["questions"]
    body = [
        [markdown(f"{row['question']}{row['part'] or ''}"), markdown(row["asks"]),
         markdown(row["method"] or ""), markdown(row["data"] or ""),
         markdown(row["analysis"] or ""), _cells(row, there)]
        for row in rows
    ]  # fmt: skip
    head = ["", "Question", "Method", "Data", "Analysis", "Answered in"]
    caption = "From question to answer: how each research question is answered, and where."
    return pipe(head, body, "llllll", caption, "tbl-questions", widths=[6, 26, 17, 17, 17, 17])


def _cells(row: Row, there: Collection[str]) -> str:
    own = [] if row["part"] else [f"@sec-answer-{spelled(row['question'])}"]
    named = [f"@{name}" for name in (row["answered_in"] or "").split() if name in there]
    return ", ".join([*own, *named]) or "–"
