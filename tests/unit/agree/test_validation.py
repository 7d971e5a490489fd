"""What validators make of other people's codings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from insideout.agree.validation import validation
from insideout.reader import framed, records
from insideout.tables.agreement import AGREEMENT
from insideout.tables.coding import CODINGS_PLACED
from insideout.tables.inputs import ADJUDICATIONS

SETTINGS = {"confidence": 0.9, "resamples": 200}


def codings(coder: str = "ann", number: int = 1) -> pd.DataFrame:
    """Delay and reach in each of five sources."""
    return framed(
        ({"coding": f"{source}-{code}-{coder}", "source": source, "code": code, "coder": coder,
          "round": number, "start": 0, "end": 4, "quote": "Long"}
         for source in "abcde" for code in ("delay", "reach")), CODINGS_PLACED,
    )  # fmt: skip


def ledger(placed: pd.DataFrame, decisions: Sequence[str], by: str = "val") -> pd.DataFrame:
    pairs = zip(placed["coding"], decisions, strict=False)
    rest = {"by": by, "date": "2024-01-01", "reason": "r", "evidence": "e"}
    return framed(({"coding": c, "decision": d, **rest} for c, d in pairs), ADJUDICATIONS)


def row(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    found = [r for r in rows if all(r[name] == value for name, value in wanted.items())]
    assert len(found) == 1, f"{len(found)} rows of {wanted}"
    return found[0]


def test_it_is_the_share_of_checked_codings_that_were_kept() -> None:
    decisions = ["keep", "keep", "keep", "drop", "keep", "change", "keep"]
    made = validation(codings(), ledger(codings(), decisions), ["val"], SETTINGS, 3)
    assert list(made.columns) == AGREEMENT.names
    assert not made.duplicated(list(AGREEMENT.key)).any()
    rows = records(made)
    assert [(r["level"], r["code"]) for r in rows] == [
        ("all", ""), ("code", "delay"), ("code", "reach"),
    ]  # fmt: skip
    pooled = rows[0]
    assert (pooled["compared"], pooled["coders"]) == ("validation", "ann val")
    assert (pooled["unit"], pooled["rounds"]) == ("coding", "1")
    assert (pooled["units"], pooled["missing"], pooled["sources"]) == (7, 3, 4)
    assert pooled["percent"] == pytest.approx(5 / 7)
    assert pooled["percent_low"] <= pooled["percent"] <= pooled["percent_high"]
    assert pooled["kappa"] is None
    assert "5 kept, 1 dropped, 1 changed" in pooled["note"]
    assert "the checker saw the codings" in pooled["note"]
    delay = row(rows, code="delay")
    assert (delay["units"], delay["percent"], delay["missing"]) == (4, 1, 1)


def test_coders_and_checkers_are_told_apart() -> None:
    placed = pd.concat([codings("ann"), codings("bo", 2), codings("val")], ignore_index=True)
    first = ledger(placed, ["keep"] * 30)
    second = ledger(placed.iloc[10:12], ["drop", "drop"], by="eva")
    decided = pd.concat([first.drop(index=[10, 11]), second], ignore_index=True)
    rows = records(validation(placed, decided, ["val", "eva"], SETTINGS, 3))
    kept = {r["coders"]: (r["percent"], r["rounds"]) for r in rows if r["level"] == "all"}
    assert kept == {"ann val": (1, "1"), "bo val": (1, "2"), "bo eva": (0, "2")}
    alone = row(rows, coders="bo eva", level="all")
    assert (alone["sources"], alone["percent_low"]) == (1, None)
    assert "only 2 codings; only 1 source" in alone["note"]


def test_decisions_of_others_than_validators_are_none() -> None:
    decided = ledger(codings(), ["keep", "drop"], by="chair")
    assert not len(validation(codings(), decided, ["val"], SETTINGS, 3))
    assert not len(validation(codings(), decided, [], SETTINGS, 3))
