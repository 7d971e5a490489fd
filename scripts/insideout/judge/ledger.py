"""The ledger: each prediction of each hypothesis with its verdict, and when it was fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from insideout.judge.files import Book, hash_of, predictions, selectors
from insideout.judge.observe import Field, Row, compared, levelled, ranked
from insideout.judge.verdict import OPPOSITE, leaves_open, observed, over_grid, verdict
from insideout.tables.judge import VERDICTS

COMPARED = ("lower", "higher")
RANKED = ("rises", "falls")


def verdicts(book: Book, field: Field) -> list[Row]:
    """Rows of the table `hypotheses`: every prediction of every hypothesis.

    Continuities come in the order of the study's `nest.features`.
    """
    order = {continuity: at for at, continuity in enumerate(field.features)}
    return [
        {"hypothesis": hypothesis["id"],
         **judged({**prediction, "common": selectors(book, hypothesis.get("setting"))}, field)}
        for hypothesis in book["hypotheses"]
        for prediction in sorted(
            predictions(hypothesis, book, list(order)),
            key=lambda one: order.get(one["continuity"], len(order)),
        )
    ]  # fmt: skip


def judged(prediction: Mapping[str, Any], field: Field) -> Row:
    """One prediction with what is observed, its verdict, its cases and counter-cases.

    `common` of the prediction: the selectors of the whole hypothesis.
    """
    way = prediction["predicted"]
    found = (
        ranked(prediction, field) if way in RANKED
        else compared(prediction, field) if way in COMPARED
        else levelled(prediction, field)
    )  # fmt: skip
    row: Row = {
        **{key: prediction[key] for key in ("continuity", "part", "predicted")},
        "compared_with": prediction["than"] or prediction["depends_on"],
        "grid": 0, "as_predicted": 0, "opposite": 0, "observed": "", "verdict": "not_testable",
        **found,
    }  # fmt: skip
    fewest, notes = row.pop("fewest"), row.pop("notes")
    if row["why"]:
        return row
    grid, as_predicted, opposite = over_grid(way, row["share"], fewest, field.thresholds)
    if not grid:
        return row | {"why": "no band of the grid has a middle, so nothing can be seen as mixed"}
    stands = verdict(grid, as_predicted, opposite)
    against = OPPOSITE.get(way, "") if stands != "falsified" else way
    return row | {
        "grid": grid, "as_predicted": as_predicted, "opposite": opposite, "verdict": stands,
        "observed": observed(way, row["share"], field.thresholds), "why": "; ".join(notes),
        "leaves_open": leaves_open(against, row["low"], row["high"], field.thresholds),
    }  # fmt: skip


def ledger(
    book: Book, lock: Mapping[str, Mapping[str, Any]], rows: Iterable[Mapping[str, Any]],
    data_from: str,
) -> list[Row]:  # fmt: skip
    """Rows of the table `ledger`. `data_from`: day of the first source; "" where none is known."""
    counts: dict[str, list[str]] = {}
    for row in rows:
        counts.setdefault(row["hypothesis"], []).append(row["verdict"])
    found = []
    for hypothesis in book["hypotheses"]:
        name = hypothesis["id"]
        now, locked = hash_of(hypothesis, book), lock.get(name, {})
        found.append({
            "hypothesis": name, "about": book.get("about", "").strip(),
            "statement": hypothesis["statement"], "hash": now,
            "locked": locked.get("hash", ""), "locked_on": locked.get("date", ""),
            "data_from": data_from, "standing": standing(now, locked, data_from),
            **{verdict: counts.get(name, []).count(verdict) for verdict in VERDICTS},
        })  # fmt: skip
    return found


def standing(now: str, locked: Mapping[str, Any], data_from: str) -> str:
    """Whether a hypothesis is as it was fixed before the data.

    A lock on the day of the first source counts as before it. One that was replaced after that day
    tells of a change, as does a hash that isn't the locked one. Where no source has a date nothing
    can be shown to be before: fixed_after.
    """
    if not locked:
        return "not_locked"
    if locked["hash"] != now:
        return "changed"
    if data_from and locked["date"] <= data_from:
        return "fixed_before"
    return "changed" if locked.get("before") else "fixed_after"
