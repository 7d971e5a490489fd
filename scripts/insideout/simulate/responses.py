"""Answers to the closed items: published shares by quota, and what the interviewed tell."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate.draw import spread
from insideout.simulate.patients import values
from insideout.tables.inputs import RESPONSES

AGREEMENT = ("strongly_agree", "agree", "disagree", "strongly_disagree")


class Item(NamedTuple):
    """A closed item: shares of its answers, and of whom; `told` are answers the interviews imply.

    `answered` is the share of patients to whom it applies or who can judge; others have no answer.
    """

    shares: dict[str, float]
    told: dict[str, str]
    answered: float = 1.0
    not_asked: tuple[str, ...] = ()


ITEMS = {
    "followup_importance": Item(
        {"very_important": 0.62, "important": 0.3, "not_very": 0.06, "not_at_all": 0.02},
        {"E11": "very_important", "S06": "very_important", "F04": "important"},
    ),
    "checked_after_hospital": Item(  # 40% agree, of those who had been in hospital
        dict(zip(AGREEMENT, (0.16, 0.24, 0.36, 0.24), strict=True)),
        {"E03": "strongly_agree", "F04": "agree", "F01": "agree", "S02": "strongly_agree",
         "T02": "strongly_agree", "W02": "agree", "E11": "strongly_disagree", "F09": "disagree",
         "S06": "strongly_disagree"},
        answered=25 / 65,
        not_asked=("E07", "S10", "T06", "T09", "W05", "W08"),
    ),
    "own_doctor_important": Item(
        dict(zip(AGREEMENT, (0.48, 0.32, 0.15, 0.05), strict=True)),
        {"E03": "strongly_agree", "E11": "disagree", "F04": "disagree", "F09": "strongly_agree",
         "S02": "strongly_agree", "T06": "strongly_agree", "T09": "strongly_agree",
         "W02": "agree", "W05": "agree", "S10": "agree", "W08": "agree"},
    ),
    "work_as_team": Item(  # 77% agree, of those able to judge
        dict(zip(AGREEMENT, (0.27, 0.5, 0.17, 0.06), strict=True)),
        {"S06": "agree", "W02": "strongly_disagree", "T02": "strongly_agree", "E07": "agree",
         "T06": "disagree", "S02": "agree", "T09": "agree", "W05": "disagree"},
        answered=0.8,
        not_asked=("W08", "F01"),
    ),
    "information_needed": Item(
        dict(zip(AGREEMENT, (0.2, 0.43, 0.26, 0.11), strict=True)),
        {"E03": "strongly_agree", "E11": "strongly_disagree", "F01": "agree",
         "F04": "strongly_agree", "F09": "disagree", "W02": "strongly_disagree",
         "T02": "disagree", "T06": "disagree", "E07": "disagree"},
    ),
    "health_past_year": Item(  # 81% okay or lower
        {"excellent": 0.04, "very_good": 0.15, "okay": 0.38, "not_so_good": 0.3, "poor": 0.13},
        {"T09": "okay", "F01": "not_so_good", "W02": "not_so_good", "W08": "okay",
         "T06": "poor", "W05": "not_so_good", "E03": "not_so_good"},
    ),
    "walking_outside": Item(  # 65% with some difficulty
        {"no_difficulty": 0.35, "alone_with_difficulty": 0.34, "with_help": 0.2, "unable": 0.11},
        {"T06": "unable", "W02": "with_help", "T02": "alone_with_difficulty",
         "E03": "alone_with_difficulty", "T09": "no_difficulty", "F04": "no_difficulty",
         "S06": "alone_with_difficulty", "E11": "no_difficulty"},
    ),
}  # fmt: skip


def made_responses(patients: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """All patients' answers, a row an answer (with patient and site): table RESPONSES."""
    blocks = []
    everybody = np.zeros(len(patients), np.int64)
    for item, of in ITEMS.items():
        known = dict.fromkeys(of.not_asked, 0.0) | dict.fromkeys(of.told, 1.0)
        pinned = np.array([known.get(patient, np.nan) for patient in patients["patient"]])
        asked = patients[spread(rng, everybody, of.answered * len(patients), pinned)]
        answers = values(asked, of.shares, of.told, rng)
        blocks.append(pd.DataFrame({"informant": asked["patient"], "item": item, "value": answers}))
    found = pd.concat(blocks, ignore_index=True)
    return found.sort_values("informant", kind="stable", ignore_index=True)[RESPONSES.names]
