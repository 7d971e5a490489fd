"""Crisp-set comparison: the truth table, and which conditions are necessary or sufficient."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from insideout.compare.minimise import (
    MOST,
    Case,
    Row,
    Term,
    alternatives,
    as_text,
    minimised,
    share,
    within,
)

Values = Mapping[str, int | None]  # condition (and "outcome") → 1, 0, or None where nobody knows
OUTCOME = "outcome"


def complete(cases: Mapping[str, Values]) -> tuple[list[str], dict[str, Case]]:
    """Names of cases that lack a value, and the others, sorted by name."""
    lacking = sorted(name for name, values in cases.items() if None in values.values())
    return lacking, {
        name: (tuple(int(v or 0) for key, v in values.items() if key != OUTCOME),
               int(values[OUTCOME] or 0))
        for name, values in sorted(cases.items()) if name not in lacking
    }  # fmt: skip


def truth_table(
    analysis: str, conditions: Sequence[str], cases: Mapping[str, Case]
) -> list[dict[str, Any]]:
    """Rows of the table `truth_table`, each combination of conditions once.

    With more than `MOST` conditions only combinations that cases have.
    """
    found: dict[Row, list[str]] = {}
    if len(conditions) <= MOST:
        found = {row: [] for row in itertools.product((1, 0), repeat=len(conditions))}
    for name, (row, _) in cases.items():
        found.setdefault(row, []).append(name)
    rows = []
    for row in sorted(found, reverse=True):
        names = found[row]
        with_outcome = sum(cases[name][1] for name in names)
        rows.append({
            "analysis": analysis,
            "combination": " ".join(f"{c}={v}" for c, v in zip(conditions, row, strict=True)),
            "cases": " ".join(sorted(names)), "n": len(names), "with_outcome": with_outcome,
            "consistency": share(with_outcome, len(names)),
            "outcome": stands_for(len(names), with_outcome),
        })  # fmt: skip
    return rows


def stands_for(n: int, with_outcome: int) -> str:
    """What a combination stands for: the outcome, its absence, both, or nothing seen."""
    if not n:
        return "remainder"
    return "1" if with_outcome == n else "0" if not with_outcome else "contradiction"


def fits(
    analysis: str,
    conditions: Sequence[str],
    outcome: str,
    cases: Mapping[str, Case],
    lacking: Sequence[str],
) -> list[dict[str, Any]]:
    """Rows of the table `qca_fits`, for the outcome and for its absence.

    Necessity and sufficiency of each condition and of its absence; then two solutions. The
    conservative one takes combinations without a case as not leading to the outcome, the
    parsimonious one as leading to whatever makes the solution shortest. Contradictions are never
    among what a solution covers. `lacking`: cases that were left out.
    """
    rows = []
    for wanted, name in ((1, outcome), (0, f"~{outcome}")):
        turned = {case: (row, int(at == wanted)) for case, (row, at) in cases.items()}
        head = {"analysis": analysis, "outcome": name}
        rows += [head | row for row in _conditions(conditions, turned)]
        rows += [head | row for row in _solutions(conditions, turned, lacking)]
    return rows


def _conditions(conditions: Sequence[str], cases: Mapping[str, Case]) -> list[dict[str, Any]]:
    n, rows = len(conditions), []
    single = [(place, value) for place in range(n) for value in (1, 0)]
    terms: list[Term] = [
        tuple(value if at == place else None for at in range(n)) for place, value in single
    ]
    for kind in ("necessity", "sufficiency"):
        for term in terms:
            row = _fit([term], cases)
            if kind == "necessity":  # the same two shares, the other way round
                row |= {"consistency": row["coverage"], "coverage": row["consistency"]}
            rows.append({"kind": kind, "term": as_text([term], conditions), **row,
                         "note": _no_variation(row["cases"], cases)})  # fmt: skip
    return rows


def _fit(terms: Sequence[Term], cases: Mapping[str, Case]) -> dict[str, Any]:
    """How terms fit as sufficient for the outcome: both / term and both / outcome."""
    inside = within(terms, list(cases.values()))
    named = [name for name, is_in in zip(cases, inside, strict=True) if is_in]
    both = sum(cases[name][1] for name in named)
    outcome = sum(at for _, at in cases.values())
    return {"consistency": share(both, len(named)), "coverage": share(both, outcome),
            "cases": " ".join(sorted(named))}  # fmt: skip


def _no_variation(named: str, cases: Mapping[str, Case]) -> str:
    have, outcome = len(named.split()), sum(at for _, at in cases.values())
    notes = ["no case has it"] * (not have) + ["every case has it"] * (have == len(cases) > 0)
    notes += ["no case has the outcome"] * (not outcome)
    notes += ["every case has the outcome"] * (outcome == len(cases) > 0)
    return "; ".join(notes)


def refusal(conditions: int, cases: Mapping[str, Case]) -> str:
    """Why a truth table isn't minimised; "" when it is.

    With more conditions than log2 of the cases, most combinations have no case, and a solution
    says more of what was never seen than of what was.
    """
    most = int(math.log2(len(cases))) if cases else 0
    outcomes = {at for _, at in cases.values()}
    if conditions > most:
        plural = "s" if len(cases) != 1 else ""
        return (f"not minimised: {len(cases)} case{plural} can bear {most} condition"
                f"{'s' if most != 1 else ''} (log2 of the cases), not {conditions}")  # fmt: skip
    if conditions > MOST:
        return f"not minimised: more than {MOST} conditions; use the package QCA for R"
    return "not minimised: the outcome doesn't vary" if len(outcomes) < 2 else ""


def _solutions(
    conditions: Sequence[str], cases: Mapping[str, Case], lacking: Sequence[str]
) -> list[dict[str, Any]]:
    seen: dict[Row, set[int]] = {}
    for row, at in cases.values():
        seen.setdefault(row, set()).add(at)
    on = sorted(row for row, outcomes in seen.items() if outcomes == {1})
    mixed = sum(len(outcomes) > 1 for outcomes in seen.values())
    without = 2 ** len(conditions) - len(seen)
    have = "has" if without == 1 else "have"
    notes = [f"{without} of {2 ** len(conditions)} combinations {have} no case"] * bool(without)
    plural = "s" if mixed > 1 else ""
    notes += [f"{mixed} combination{plural} with contradictory cases, not covered"] * bool(mixed)
    notes += [f"left out for want of a value: {' '.join(lacking)}"] * bool(lacking)
    refused = refusal(len(conditions), cases)
    if refused or not on:
        said = refused or "no combination leads to it without contradiction"
        return [{"kind": "solution", "term": "", "note": "; ".join([said, *notes])}]
    every = list(itertools.product((0, 1), repeat=len(conditions)))
    rows = []
    for solution in ("conservative", "parsimonious"):
        free = [row for row in every if row not in seen] if solution == "parsimonious" else []
        terms = minimised(on, free)
        other = alternatives(terms, on, sorted(set(every) - set(on) - set(free)))
        rows += _solution(
            solution, terms, conditions, cases, [*notes, *_or_else(other, conditions)]
        )
    return rows


def _or_else(other: Sequence[tuple[Term, Term]], conditions: Sequence[str]) -> list[str]:
    named = [f"{as_text([new], conditions)} for {as_text([old], conditions)}" for old, new in other]
    return [f"not the only one as short: {', '.join(named)}"] if named else []


def _solution(
    solution: str,
    terms: Sequence[Term],
    conditions: Sequence[str],
    cases: Mapping[str, Case],
    notes: Sequence[str],
) -> list[dict[str, Any]]:
    outcome = sum(at for _, at in cases.values())
    rows = []
    for term in terms:
        others = [other for other in terms if other != term]
        elsewhere = within(others, list(cases.values()))
        alone = sum(at for (_, at), is_in, in_others in zip(
            cases.values(), within([term], list(cases.values())), elsewhere, strict=True
        ) if is_in and not in_others)  # fmt: skip
        rows.append({"kind": "solution_term", "solution": solution,
                     "term": as_text([term], conditions), **_fit([term], cases),
                     "unique": share(alone, outcome), "note": ""})  # fmt: skip
    whole = {"kind": "solution", "solution": solution, "term": as_text(terms, conditions),
             **_fit(terms, cases), "note": "; ".join(notes)}  # fmt: skip
    return [*rows, whole]
