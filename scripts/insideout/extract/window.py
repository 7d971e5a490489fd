"""Which encounters count: those of the window before the interview, each of them once."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

import numpy as np
import pandas as pd

from insideout.reader import framed
from insideout.tables.records import RECORDS, RECORDS_LEFT_OUT

DAY = datetime.timedelta(days=1)


def interview_days(
    patients: pd.DataFrame, manifest: pd.DataFrame, turns: pd.DataFrame
) -> dict[str, str]:
    """The day of each patient's interview, where it is known.

    As the table of patients has it, else the date of the earliest interview in which they speak.
    """
    interviews = manifest[(manifest["kind"] == "interview") & (manifest["date"] != "")]
    spoken = turns.loc[turns["informant"] != "", ["source", "informant"]].drop_duplicates()
    dated = spoken.merge(interviews[["source", "date"]], on="source")
    told = dated.groupby("informant")["date"].min()
    listed = patients.set_index("patient")["interviewed"]
    days = listed.where(listed != "", _of(listed.index.to_series(), told))
    return {str(patient): str(day) for patient, day in days.items() if day}


def bounds(interviewed: Mapping[str, str], window_days: int) -> pd.DataFrame:
    """First and last day of each patient's window, by patient: columns `from` and `to`.

    The window is the `window_days` days before the interview; the day of the interview isn't in it,
    since what was done on it may come of the study. Both are empty where all days count (0).
    """
    rows = [
        (patient, *_around(datetime.date.fromisoformat(day), window_days))
        for patient, day in interviewed.items()
    ]
    frame = pd.DataFrame(rows, columns=["patient", "from", "to"], dtype="str")
    return frame.set_index("patient")


def _around(day: datetime.date, window_days: int) -> tuple[str, str]:
    if not window_days:
        return "", ""
    return (day - window_days * DAY).isoformat(), (day - DAY).isoformat()


def in_window(
    records: pd.DataFrame, patients: pd.DataFrame, interviewed: Mapping[str, str], *,
    window_days: int, exclude: Collection[str],
) -> tuple[pd.DataFrame, pd.DataFrame]:  # fmt: skip
    """The encounters that count, and RECORDS_LEFT_OUT: the others, each with why.

    `records`: RECORDS, by patient, date and order in the file, each with an id. The reason is the
    first of these that holds: the patient is unknown; their record is not of the study; the
    encounter is after their death; there is no date of interview (unless `window_days` is 0, when
    all days count); it is before or after the window; its kind is excluded; an earlier row is the
    same in every column but the id.
    """
    window = bounds(interviewed, window_days)
    people = patients.set_index("patient")
    who, date = records["patient"], records["date"]
    died = _of(who, people["died"])
    first, last = _of(who, window["from"]), _of(who, window["to"])
    without = people["record"].eq(False).fillna(False)
    reasons = {
        "unknown_patient": ~who.isin(people.index),
        "no_record": who.isin(people.index[without]),
        "after_death": (died != "") & (date > died),
    }
    if window_days:
        reasons |= {
            "no_interview_date": ~who.isin(list(interviewed)),
            "before_window": date < first,
            "after_window": date > last,
        }
    reasons["excluded_kind"] = records["transaction_type"].isin(list(exclude))
    reasons["duplicate"] = duplicates(records)
    reason = np.select(list(reasons.values()), list(reasons), default="")
    counts = reason == ""
    left = records.loc[~counts, ["encounter", "patient", "date", "transaction_type"]]
    left = left.assign(reason=pd.array(reason[~counts], dtype="str")).reset_index(drop=True)
    if left.empty:
        left = framed([], RECORDS_LEFT_OUT)
    return records[counts].reset_index(drop=True), left[RECORDS_LEFT_OUT.names]


def duplicates(records: pd.DataFrame) -> pd.Series[bool]:
    """Rows that an earlier row equals in every column but the encounter's id."""
    told = [name for name in RECORDS.names if name != "encounter"]
    same_day = records.duplicated(["patient", "date", "staff"], keep=False)
    again = pd.Series(False, index=records.index)
    alike = records.loc[same_day, told]  # of a million rows few need all their columns compared
    again[same_day] = alike.duplicated()
    return again


def _of(patients: pd.Series[str], values: pd.Series[str]) -> pd.Series[str]:
    """A value of each row's patient, empty where there is none."""
    found = values.astype("str").reindex(pd.Index(patients)).fillna("")
    return found.set_axis(patients.index)


def reasons(left_out: pd.DataFrame) -> dict[str, int]:
    """How many encounters were left out for each reason, the most frequent first."""
    counts: Iterable[tuple[object, int]] = left_out["reason"].value_counts().items()
    return {str(reason): int(n) for reason, n in counts}
