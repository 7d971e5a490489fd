"""The tables of the stage `code`, from what coders wrote and the texts they wrote it about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.code.gather import of_sources, with_valences
from insideout.code.notes import notes
from insideout.code.place import counts, orphan_problems, place_all
from insideout.code.rounds import held_back
from insideout.code.versions import brought_up
from insideout.problems import DataError
from insideout.reader import framed, records
from insideout.tables.outputs import OUTPUTS


def tables(
    read: list[dict[str, Any]],
    codes: list[dict[str, Any]],
    texts: Mapping[str, str],
    turns: pd.DataFrame,
    units: Mapping[str, str],
    rounds: Sequence[Mapping[str, Any]],
    threshold: float,
    orphaned: str,
) -> tuple[dict[str, pd.DataFrame], dict[str, int]]:
    """The stage's tables by name, and how many codings are in none of them, by why.

    `read`: codings as gathered; `units`: the unit of each source. Codings of withdrawn sources and
    of open blind rounds are left out, those of retired codes set aside (table `code_changes`).
    Raises DataError for codings without a place, where `orphaned` is "fail".
    """
    there = of_sources(read, texts)
    shown, held = held_back(there, rounds)
    kept, changed = brought_up(with_valences(shown, codes), codes)
    placed, orphans = place_all(kept, texts, turns, units, threshold)
    if len(orphans) and orphaned == "fail":
        raise DataError(orphan_problems(records(orphans)))
    book = framed(codes, OUTPUTS["codebook"])
    used = counts(placed, book)
    made = {
        "codings_placed": placed,
        "orphans": orphans,
        "codebook": book,
        "code_counts": used,
        "code_changes": framed(changed, OUTPUTS["code_changes"]),
        "codebook_notes": notes(codes, used),
    }
    left = {
        "of withdrawn sources left out": len(read) - len(there),
        "held back until their round closes": len(held),
        "of retired codes set aside": len(shown) - len(kept),
    }
    return made, left


def in_a_line(made: Mapping[str, pd.DataFrame], left: Mapping[str, int]) -> str:
    """What the stage read and made, for the person watching."""
    placed, orphans = made["codings_placed"], made["orphans"]
    ways = ", ".join(f"{n:,} {how}" for how, n in placed["how"].value_counts(sort=False).items())
    read = f"{len(placed) + len(orphans):,} codings with {len(made['codebook']):,} codes"
    beside = "".join(f"; {n:,} {why}" for why, n in left.items() if n)
    return f"{read} → {len(placed):,} placed ({ways or 'none'}), {len(orphans)} orphans{beside}"
