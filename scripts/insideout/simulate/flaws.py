"""What is wrong in the default study's records on purpose, so that the checks of data find it.

None of it touches a measure: duplicates, days outside the window and after a death count nowhere,
and a doubtful number of problems is still several.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pandas as pd

DUPLICATED = ("E07", "T03")
OUTSIDE = {"W07": -380, "S04": -402, "E05": 3}  # days from the interview
AFTER_DEATH = {"T11": 9}  # days after the death
MANY_PROBLEMS = 12  # in one consultation of the first patient who ever has several


def with_flaws(
    records: pd.DataFrame, interviewed: Mapping[str, str], died: Mapping[str, str]
) -> pd.DataFrame:
    """The records with what is planted in them, sorted by patient and day as before."""
    external = records[records["transaction_type"] == "external_review"].drop_duplicates("patient")
    copies = external.set_index("patient", drop=False)
    several = records.index[(records["problems"] > 1).fillna(False)]
    made = records.copy()
    made.loc[several[:1], "problems"] = MANY_PROBLEMS
    more = [copies.loc[[patient]] for patient in DUPLICATED if patient in copies.index]
    days = {patient: _later(interviewed[patient], by)
            for patient, by in OUTSIDE.items() if patient in copies.index}  # fmt: skip
    days |= {patient: _later(died[patient], by)
             for patient, by in AFTER_DEATH.items() if died.get(patient)}  # fmt: skip
    for patient, day in days.items():
        if patient in copies.index:
            more.append(copies.loc[[patient]].assign(date=day, acts="", recipient="",
                                                     transfer_type="letter"))  # fmt: skip
    found = pd.concat([made, *more], ignore_index=True)
    return found.sort_values(["patient", "date"], kind="stable", ignore_index=True)


def _later(day: str, by: int) -> str:
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=by)).isoformat()
