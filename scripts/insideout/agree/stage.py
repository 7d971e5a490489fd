"""The stage `agree` over its tables: everything it makes of codings and of people's decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.agree.agreement import agreement, validation
from insideout.agree.assigned import assigned, counted
from insideout.agree.consensus import consensus
from insideout.agree.disagreements import disagreements
from insideout.agree.mapping import mapped
from insideout.agree.saturation import saturation
from insideout.tables.agreement import CONSENSUS_STATUSES

Frames = Mapping[str, pd.DataFrame]


def tables(
    read: Frames,
    texts: Mapping[str, str],
    settings: Mapping[str, Any],
    rounds: Sequence[Mapping[str, Any]],
    saturation_settings: Mapping[str, Any],
    seed: int,
) -> dict[str, pd.DataFrame]:
    """The five tables of the stage by their names; `counted`, the codings that count; and `unused`,
    decisions about codings that a later round has taken the place of.

    `read`: the tables turns, manifest, sentences, codings_placed, codebook, assignments,
    adjudications and mapping, the last three empty where a study has none. Accepted suggestions
    weren't coded blind: they are no part of agreement, and nobody disagrees by not having them.
    Saturation is counted before the mapping, which brings no code that somebody found in an
    interview.
    """
    placed, book, ledger = read["codings_placed"], read["codebook"], read["adjudications"]
    declared = bool(len(read["assignments"]))
    blind = placed[placed["origin"] != "suggested"].reset_index(drop=True)
    work = assigned(blind, read["assignments"], book, rounds)
    current = counted(placed, work, declared=declared)
    judged = (current["origin"] != "suggested") | current["coding"].isin(ledger["coding"])
    compared = current[judged].reset_index(drop=True)
    disputed = disagreements(compared, work, ledger, settings, declared=declared)
    agreed = consensus(current, disputed, ledger, settings, texts, read["turns"])
    full, listed = mapped(agreed, read["mapping"], book)
    scored = agreement(
        blind, read["turns"], read["sentences"], book, work, settings, rounds, seed
    )  # fmt: skip
    checked = validation(placed, ledger, settings["validators"], settings, seed)
    return {
        "consensus": full,
        "agreement": pd.concat([scored, checked], ignore_index=True) if len(checked) else scored,
        "disagreements": disputed,
        "saturation": saturation(agreed, read["manifest"], book, saturation_settings, seed),
        "mapped": listed,
        "counted": current,
        "unused": ledger[ledger["coding"].isin(set(placed["coding"]) - set(current["coding"]))],
    }


def in_a_line(made: Frames, placed: pd.DataFrame) -> str:
    """What the stage read and made, for the person watching."""
    team, disputed = made["consensus"], made["disagreements"]
    statuses = team["status"].value_counts(sort=False)
    told = ", ".join(f"{statuses[s]:,} {s}" for s in CONSENSUS_STATUSES if s in statuses.index)
    coders, recoded = placed["coder"].nunique(), len(placed) - len(made["counted"])
    said = f"{coders} coder{'s' if coders != 1 else ''}, {len(placed):,} codings"
    said += f" ({recoded:,} recoded in a later round)" if recoded else ""
    said += f" → {len(team):,} in consensus ({told or 'none'})"
    said += f", {int((disputed['status'] != 'decided').sum()):,} open"
    unused = len(made["unused"])
    said += f", {unused:,} decided before they were recoded" if unused else ""
    return said + _over_all(made["agreement"])


def _over_all(agreement: pd.DataFrame) -> str:
    """Agreement over all codes together, of coders with each other."""
    wanted = {"compared": "inter", "aspect": "presence", "level": "all"}
    rows = agreement
    for name, value in wanted.items():
        rows = rows[rows[name] == value]
    for name in ("kappa", "fleiss", "alpha"):
        values = sorted(rows[name].dropna())
        if values:
            ends = dict.fromkeys(f"{v:.2f}".replace("0.", ".") for v in (values[0], values[-1]))
            return f"; {name} {' to '.join(ends)} over all codes"
    return ""
