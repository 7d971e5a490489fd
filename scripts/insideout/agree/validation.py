"""What validators make of other people's codings: shares, and no coefficient.

A validator sees what was coded before judging it, so that agreement beyond chance can't be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from insideout.agree.bootstrap import interval, weights
from insideout.agree.notes import FEW_SOURCES, FEW_UNITS, counted
from insideout.reader import framed
from insideout.tables.agreement import AGREEMENT
from insideout.tables.inputs import DECISIONS


def validation(
    placed: pd.DataFrame,
    adjudications: pd.DataFrame,
    validators: Iterable[str],
    settings: Mapping[str, Any],
    seed: int,
) -> pd.DataFrame:
    """Share of each coder's checked codings that a validator kept, over all codes and by code.

    Rows of the table `agreement`, compared `validation`: `percent` is the share kept (neither
    dropped nor changed), `units` are codings checked, `missing` are those of the same coder that
    this validator hasn't decided about. `placed`: table `codings_placed`; codes come in the order
    in which they first occur there, after all together.
    """
    checkers = set(validators)
    made = adjudications[adjudications["by"].isin(checkers)]
    coded = placed[~placed["coder"].isin(checkers)]
    rows = []
    for checker, decided in made.groupby("by"):
        decision = dict(zip(decided["coding"], decided["decision"], strict=True))
        marked = coded.assign(decision=coded["coding"].map(decision).fillna(""))
        for coder, mine in marked.groupby("coder"):
            if (mine["decision"] != "").any():
                base = {
                    "compared": "validation", "coders": f"{coder} {checker}", "aspect": "presence",
                    "unit": "coding",
                    "rounds": " ".join(map(str, sorted(mine["round"].astype("int64").unique()))),
                }  # fmt: skip
                parts = [("all", "", mine)]
                parts += [
                    ("code", str(code), part) for code, part in mine.groupby("code", sort=False)
                ]
                for level, code, part in parts:
                    checked = part[part["decision"] != ""]
                    if len(checked):
                        row = _share(checked, settings, seed, f"{coder} {checker} {code}")
                        row["missing"] = len(part) - len(checked)
                        rows.append(base | {"level": level, "code": code} | row)
    return framed(rows, AGREEMENT)


def _share(
    checked: pd.DataFrame, settings: Mapping[str, Any], seed: int, name: str
) -> dict[str, Any]:
    kept = checked["decision"] == "keep"
    by_source = kept.groupby(checked["source"]).agg(["sum", "size"]).to_numpy("float64")
    sources = len(by_source)
    row: dict[str, Any] = {
        "sources": sources, "units": len(checked), "percent": float(kept.mean()),
    }  # fmt: skip
    if sources > 1:
        drawn = weights(sources, settings["resamples"], seed, name) @ by_source
        low, high, _ = interval(drawn[:, 0] / drawn[:, 1], settings["confidence"])
        row |= {"percent_low": float(low), "percent_high": float(high)}
    times = [int((checked["decision"] == what).sum()) for what in DECISIONS]
    words = ("kept", "dropped", "changed")
    told = ", ".join(f"{n} {word}" for n, word in zip(times, words, strict=True) if n)
    said = [f"the checker saw the codings, so there is no coefficient: {told}"]
    if len(checked) < FEW_UNITS:
        said.append(f"only {counted(len(checked), 'codings')}")
    if sources < FEW_SOURCES:
        said.append(f"only {counted(sources, 'sources')}")
    return row | {"note": "; ".join(said)}
