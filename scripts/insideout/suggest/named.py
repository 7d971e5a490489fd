"""What an analyst decided about candidate themes: checked, and as rows of the study's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from insideout.code.codebook import path_id
from insideout.code.similar import all_of
from insideout.problems import Problem, shown
from insideout.rows import Row
from insideout.schema import did_you_mean

Cells: TypeAlias = Mapping[str, Any]
Place: TypeAlias = tuple[str, str, int, int]  # cluster, source, start, end
AROUND = 32  # characters of context that a coding keeps
AGAIN = "themes change with texts and codings: fill in the form of the last run"


@dataclass(frozen=True)
class Known:
    """What the last run and the study know, by cluster, place and id.

    `candidates` and `decided`: rows of `candidates` and `clusters`; `quotes`: rows of `residual`;
    `codes`: rows of `codebook`.
    """

    candidates: Mapping[str, Cells]
    decided: Mapping[str, Cells]
    quotes: Mapping[Place, Cells]
    codes: Mapping[str, Cells]


@dataclass(frozen=True)
class Decision:
    """What became of a cluster. `new`: the code is to be made. `same`: so it was decided before."""

    cluster: str
    decision: str
    code: str = ""
    name: str = ""
    parent: str = ""
    definition: str = ""
    reason: str = ""
    new: bool = False
    same: bool = False


def decisions(
    file: str, rows: Sequence[Row], known: Known
) -> tuple[dict[str, Decision], list[Problem]]:
    """The decisions of the sheet `themes` by cluster, and all that is wrong with its rows."""
    made: dict[str, tuple[Row, Decision]] = {}
    problems: list[Problem] = []
    for row in rows:
        if row["cluster"] not in known.candidates:
            wanted, found = "a cluster of the last run", shown(row["cluster"])
            problems.append(Problem(file, row.line, "cluster", wanted, found, AGAIN))
        elif row["decision"]:
            decision = _decision(row, known.decided.get(row["cluster"], {}), known.codes)
            made[decision.cluster] = (row, decision)
        elif row["name"] or row["code"]:
            wanted = "named, merged or rejected"
            problems.append(Problem(file, row.line, "decision", wanted, "an empty cell"))
    named: dict[str, str] = {}  # codes of this form, and the cluster that is the first to have each
    for _, decision in made.values():
        if decision.new and decision.code:
            named.setdefault(decision.code, decision.cluster)
    for row, decision in made.values():
        problems += _problems(file, row, decision, known, named)
    return {cluster: decision for cluster, (_, decision) in made.items()}, problems


def _decision(row: Row, before: Cells, codes: Mapping[str, Cells]) -> Decision:
    kind = row["decision"]
    texts = {k: " ".join((row[k] or "").split()) for k in ("name", "definition", "reason")}
    if kind == "rejected":
        code = ""
    else:
        code = row["code"] or (path_id([texts["name"]]) if texts["name"] else "")
    old = (before.get("decision"), before.get("code") or "")
    same = old == (kind, code) and (not code or code in codes)  # it may be gone from the codebook
    return Decision(
        row["cluster"], kind, code, parent=row["parent"] or "", **texts,
        new=kind == "named" and not same, same=same,
    )  # fmt: skip


def _problems(
    file: str, row: Row, decision: Decision, known: Known, named: Mapping[str, str]
) -> list[Problem]:
    if decision.decision == "rejected" or decision.same:
        return []
    if decision.decision == "merged":
        if not row["code"]:
            return [Problem(file, row.line, "code", "the code it goes into", "an empty cell")]
        return [] if row["code"] in named else _in_use(file, row, "code", known.codes, named)
    if not decision.name:
        return [Problem(file, row.line, "name", "the name of the new code", "an empty cell")]
    problems = _in_use(file, row, "parent", known.codes) if decision.parent else []
    first = named.get(decision.code)
    if decision.code in known.codes or first != decision.cluster:
        there = known.codes.get(decision.code, {}).get("path") or f"cluster {first}"
        hint = "give it another id in the column code, or merge the theme into that code"
        found = f"{shown(decision.code)}, which is {there}"
        problems.append(Problem(file, row.line, "code", "an id no other code has", found, hint))
    return problems


def _in_use(
    file: str, row: Row, column: str, codes: Mapping[str, Cells], named: Iterable[str] = ()
) -> list[Problem]:
    """What is wrong with a cell that should name a code in use; `named`: in this form."""
    wanted, code = "a code of the codebook that is in use", row[column]
    wanted += ", or one named in this form" if named else ""
    if code not in codes:
        hint = did_you_mean(code, [*codes, *named])
        return [Problem(file, row.line, column, wanted, shown(code), hint)]
    if codes[code].get("retired"):
        found = f"{shown(code)}, retired in version {codes[code]['retired']}"
        return [Problem(file, row.line, column, wanted, found)]
    return []


def with_named(made: Mapping[str, Decision], codes: Mapping[str, Cells]) -> list[dict[str, Any]]:
    """The codebook's codes, and the new ones: each allows the valences that its parent allows."""
    new = [
        {"code": d.code, "valences": codes.get(d.parent, {}).get("valences") or []}
        for d in made.values() if d.new
    ]  # fmt: skip
    return [*(dict(code) for code in codes.values()), *new]


def kept_quotes(
    file: str, rows: Sequence[Row], made: Mapping[str, Decision], known: Known
) -> tuple[list[tuple[Cells, str, Row]], list[Problem]]:
    """The sentences ticked keep: row of the residual, code, row of the form; and what is wrong."""
    kept: list[tuple[Cells, str, Row]] = []
    problems: list[Problem] = []
    for row in (row for row in rows if row["keep"] == "yes"):
        quote = known.quotes.get((row["cluster"], row["source"], row["start"], row["end"]))
        code = made[row["cluster"]].code if row["cluster"] in made else ""
        if quote is None:
            wanted = "a sentence of that cluster in the last run"
            found = f"{row['source']} {row['start']}-{row['end']} in {row['cluster']}"
            problems.append(Problem(file, row.line, "quotes", wanted, found, AGAIN))
        elif not code:
            hint = "decide about the theme in the sheet themes, or don't keep the sentence"
            wanted, found = "a theme that is named or merged", shown(row["cluster"])
            problems.append(Problem(file, row.line, "cluster", wanted, found, hint))
        else:
            kept.append((quote, code, row))
    return kept, problems


def coding_of(quote: Cells, code: str, valence: str, coder: str, text: str) -> dict[str, Any]:
    """A sentence as a row of the table `codings`; `text` is its source's.

    Context stays within the line. `times`: how often the words stand in the source.
    """
    start, end = int(quote["start"]), int(quote["end"])
    words = text[start:end]
    places = all_of(words, text)
    return {
        "source": quote["source"],
        "start": start,
        "end": end,
        "quote": words,
        "prefix": text[max(0, start - AROUND) : start].rpartition("\n")[2],
        "suffix": text[end : end + AROUND].partition("\n")[0],
        "occurrence": places.index(start) + 1,
        "times": len(places),
        "code": code,
        "valence": valence,
        "coder": coder,
        "origin": "suggested",
    }
