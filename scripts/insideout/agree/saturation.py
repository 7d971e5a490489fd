"""When interviews stop bringing anything new: the simple method of Guest, Namey and Chen (2020)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.keyness import theme_of, themes_of
from insideout.reader import framed
from insideout.tables.agreement import SATURATION

Numbers: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def saturation(
    consensus: pd.DataFrame,
    manifest: pd.DataFrame,
    codebook: pd.DataFrame,
    settings: Mapping[str, Any],
    seed: int,
) -> pd.DataFrame:
    """New codes, and new themes, in runs of interviews after a base (table `saturation`).

    `consensus`: the table; codings that were mapped onto a framework afterwards brought nothing, so
    they don't count. `settings`: the study file's `saturation`. Interviews are the sources of the
    kinds named there that hold a coding, by date and then in the order of `manifest`, those without
    a date last. Runs overlap: with a base of 4 and a run of 2 the first is of interviews 5 and 6,
    the next of 6 and 7, and so on.
    """
    coded = consensus[consensus["status"] != "mapped"]
    held = _held(coded, manifest, settings["kinds"])
    theme = theme_of(codebook, themes_of(codebook))
    rows: list[dict[str, Any]] = []
    for level, what in (("code", coded["code"]), ("theme", coded["code"].map(theme))):
        found = _found(coded["source"], what, held)
        if not found.size:
            continue
        for order in ("held", "random"):
            place = np.arange(len(held))[None]
            if order == "random":
                rng = np.random.default_rng(seed)
                place = rng.permuted(np.tile(place, (settings["orders"], 1)), axis=1)
            known = _known(found, place)
            made = _rows(known, settings, held if order == "held" else None)
            rows += [{"level": level, "order": order} | row for row in made]
    return framed(rows, SATURATION)


def _held(coded: pd.DataFrame, manifest: pd.DataFrame, kinds: Sequence[str]) -> list[str]:
    """Interviews in the order they were held."""
    counts = manifest[manifest["source"].isin(coded["source"])]
    if kinds:
        counts = counts[counts["kind"].isin(list(kinds))]
    dated = counts.assign(undated=counts["date"] == "")
    return [str(s) for s in dated.sort_values(["undated", "date"], kind="stable")["source"]]


def _found(source: pd.Series[Any], what: pd.Series[Any], held: Sequence[str]) -> Flags:
    """Interviews × things found in any of them."""
    place = source.map({name: n for n, name in enumerate(held)})
    some = place.notna() & what.notna()
    thing, names = pd.factorize(what[some])
    found = np.zeros((len(held), len(names)), dtype=bool)
    found[place[some].to_numpy("int64"), thing] = True
    return found


def _known(found: Flags, place: NDArray[np.int64]) -> Numbers:
    """Orders × interviews so far (from none to all): different things found.

    `place`: orders × interviews, at which place of each order an interview stands, from 0.
    """
    interviews = found.shape[0]
    first = np.stack([place[:, has].min(1) for has in found.T], axis=1)
    new = np.zeros((len(place), interviews + 1))
    np.add.at(new, (np.arange(len(place))[:, None], first + 1), 1)
    return np.asarray(np.cumsum(new, axis=1))


def _rows(
    known: Numbers, settings: Mapping[str, Any], held: Sequence[str] | None
) -> list[dict[str, Any]]:
    """One row for every number of interviews."""
    interviews = known.shape[1] - 1
    start, run = settings["base"], settings["run"]
    base = known[:, min(start, interviews)]
    reached = np.zeros(len(known), dtype=bool)
    rows = []
    for n in range(1, interviews + 1):
        row: dict[str, Any] = {
            "interviews": n, "base": base.mean(), "known": known[:, n].mean(),
            "last": held[n - 1] if held is not None else "",
        }  # fmt: skip
        if n >= start + run:
            new = known[:, n] - known[:, n - run]
            share = np.where(base > 0, new / np.where(base > 0, base, 1), np.nan)
            reached |= share <= settings["threshold"]
            row |= {"new": new.mean(), "reached": reached.mean()}
            told = share[~np.isnan(share)]
            if len(told):
                row["share"] = told.mean()
                if held is None:
                    row["low"], row["high"] = np.quantile(told, [0.05, 0.95])
        rows.append(row)
    return rows
