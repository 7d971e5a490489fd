"""All tables of the stage `test`, of whatever the study gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.tables.statistics import CONTRASTS, SENSITIVITY, WITNESS_AGREEMENT
from insideout.test.cases import Tables
from insideout.test.contrasts import contrasts
from insideout.test.finding import counted_words
from insideout.test.one import Settings
from insideout.test.run import run_plan
from insideout.test.sensitivity import sensitivity
from insideout.test.verdict import in_a_line
from insideout.test.witnesses import witness_agreement


def stage_tables(
    declared: Sequence[Mapping[str, Any]],
    given: Tables,
    handed: Mapping[str, Any],
    thresholds: pd.DataFrame,
    witnesses: pd.DataFrame,
    shares: pd.DataFrame,
    shares_file: str,
) -> dict[str, pd.DataFrame]:
    """The tables of the stage by name.

    `handed`: what the study file says of all tests together. `thresholds`: measures under other
    thresholds (records_thresholds); `witnesses`: interview and record side by side; `shares`:
    published ones; all empty where the study has none.
    """
    settings = Settings.of(handed)
    confidence = 1 - settings.alpha
    done, made = run_plan(declared, given, settings)
    return made | {
        SENSITIVITY.name: sensitivity(done, thresholds, settings),
        CONTRASTS.name: contrasts(
            shares, n=handed["n"], alpha=settings.alpha, confidence=confidence, file=shares_file
        ),
        WITNESS_AGREEMENT.name: witness_agreement(witnesses, confidence=confidence),
    }


def said(made: Mapping[str, pd.DataFrame]) -> str:
    """What was made, in a line: the verdicts counted, and what else there is."""
    parts = [in_a_line(made["tests"]["verdict"])]
    if len(varied := made[SENSITIVITY.name]):
        steady = Counter(varied.groupby(["test", "measure"])["same"].all())
        parts.append(f"{steady[True]} of {counted_words(steady.total(), 'verdict')} the same "
                     "under every threshold")  # fmt: skip
    if len(compared := made[CONTRASTS.name]):
        parts.append(counted_words(compared["contrast"].nunique(), "published contrast"))
    if len(agreed := made[WITNESS_AGREEMENT.name]):
        parts.append(f"interview and record on {counted_words(len(agreed), 'feature')}")
    return "; ".join(parts)
