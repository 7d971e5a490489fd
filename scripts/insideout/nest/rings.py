"""The whole of the stage `nest`: from placed codings to its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.nest import engine, further
from insideout.nest.coverage import behind, coverage
from insideout.nest.graph import MOST, paths, seen
from insideout.nest.left_out import GONE
from insideout.nest.left_out import rows as left_out
from insideout.nest.prepared import prepared
from insideout.nest.recorded import recorded
from insideout.nest.robust import robust
from insideout.reader import framed
from insideout.tables.nest import (
    NEST,
    NEST_BEHIND,
    NEST_FINDINGS,
    NEST_LEFT_OUT,
    NEST_LINKS,
    NEST_PATHS,
    NEST_ROBUSTNESS,
)

Records = Sequence[Mapping[str, Any]]


def inside_out(
    codings: Records, codebook: list[dict[str, Any]], people: Records, units: Records,
    memberships: Records, sources: Records, levels: Sequence[str], settings: Mapping[str, Any],
    links: Records = (), witnesses: Records = (),
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """The tables of the stage by name (those of NEST).

    `codings`: rows of CONSENSUS; `sources`: rows with source and date; `levels`, `settings`: keys
    `levels` and `nest` of the study file; `links`: rows of LINKS; `witnesses`: of WITNESSES. Who
    coded doesn't matter here, and support counts informants, never codings.
    """
    study = prepared(codings, codebook, people, units, memberships, sources, levels, settings)
    found = engine.explained(study)
    offered, fared = robust(study, found)
    mechanisms = engine.mechanisms(study)
    rings = [ring.ring for ring in study.at.rings]
    shaped, shaped_fared, gone = further.shaped(study, codings, codebook, links)
    rows = {
        "nest_rings": engine.ring_rows(study),
        "nest_rules": engine.rules(study, codings),
        "nest_patterns": recorded(found.patterns, witnesses, low=settings["low"],
                                  high=settings["high"]),
        "nest_findings": found.findings,
        "nest_links": offered,
        "nest_shaped": shaped,
        "nest_robustness": shaped_fared,
        "nest_paths": paths(offered, shaped)[0],
        "nest_behind": behind(mechanisms, found.told_at),
        "nest_coverage": coverage(found.findings, rings),
        "nest_seen": seen(mechanisms, found.told_at, rings),
        "nest_before_after": further.before_after(study, memberships),
        "nest_left_out": left_out(study.unused) + gone,
    }  # fmt: skip
    made = {table.name: framed(rows[table.name], table) for table in NEST}
    made["nest_robustness"] = pd.concat(
        [links_fared(fared), made["nest_robustness"]], ignore_index=True
    )
    return made


def links_fared(columns: Mapping[str, list[Any]]) -> pd.DataFrame:
    """NEST_ROBUSTNESS of links, from its columns: there are too many rows to make one by one."""
    size = len(columns["kind"])
    made = {**columns, "edge": ["link"] * size}
    return pd.DataFrame({
        column.name: pd.Series(made.get(column.name, [""] * size),
                               dtype="Int64" if column.kind == "integer" else "str")
        for column in NEST_ROBUSTNESS.columns
    })  # fmt: skip


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage made, for the person watching."""
    found = made[NEST_FINDINGS.name]
    how = ", ".join(f"{n} {status}" for status, n in found["status"].value_counts().items())
    links, behind = len(made[NEST_LINKS.name]), len(made[NEST_BEHIND.name])
    unused = made[NEST_LEFT_OUT.name]["reason"]
    lost = int((unused == GONE).sum())
    gone = f" ({lost} of these cited by links and not in the consensus)" if lost else ""
    told = f"{len(found)} experiences to explain ({how or 'none'}), {links} links"
    hidden = f"{behind} mechanism{'s' if behind != 1 else ''} behind the scenes"
    # exactly as many as are listed at most is taken for more
    cut = int((made[NEST_PATHS.name].groupby(["site", "feature", "sign"]).size() >= MOST).sum())
    listed = f", only the {MOST} strongest paths listed of {cut} of them" if cut else ""
    return f"{told}, {hidden}, {len(unused)} codings left out{gone}{listed}"
