"""Which encounters count, and why the others don't."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from insideout.extract.window import bounds, in_window, interview_days, reasons
from insideout.reader import framed
from insideout.tables.corpus import MANIFEST, TURNS
from insideout.tables.inputs import PATIENTS
from insideout.tables.records import RECORDS_LEFT_OUT

Made = Callable[..., pd.DataFrame]
EXCLUDE = ["repeat_prescription", "did_not_attend"]


def people(*rows: dict[str, Any]) -> pd.DataFrame:
    return framed(rows, PATIENTS)


def why(left_out: pd.DataFrame) -> dict[str, str]:
    return dict(zip(left_out["encounter"], left_out["reason"], strict=True))


def test_the_window_is_the_days_before_the_interview_without_its_own() -> None:
    # 2012 is a leap year: 365 days before 31 May 2012 is 1 June 2011
    found = bounds({"E03": "2012-05-31"}, 365)
    assert found.loc["E03"].tolist() == ["2011-06-01", "2012-05-30"]
    assert bounds({"E03": "2012-05-31"}, 0).loc["E03"].tolist() == ["", ""]


def test_the_first_and_last_day_count_and_their_neighbours_do_not(encounters: Made) -> None:
    days = ["2012-05-20", "2012-05-21", "2012-05-30", "2012-05-31", "2012-06-01"]
    made = encounters(*({"date": day} for day in days))
    kept, left = in_window(
        made, people({"patient": "p"}), {"p": "2012-05-31"}, window_days=10, exclude=[]
    )
    assert list(kept["encounter"]) == ["e1", "e2"]
    assert why(left) == {"e0": "before_window", "e3": "after_window", "e4": "after_window"}
    assert list(left) == RECORDS_LEFT_OUT.names


def test_everything_left_out_has_its_first_reason(encounters: Made) -> None:
    made = encounters(
        {"patient": "nobody"},  # e0, in no table
        {"patient": "closed"},  # e1, record: no
        {"patient": "undated"},  # e2, no date of interview
        {"patient": "dead", "date": "2011-12-25"},  # e3 counts: the day they died
        {"patient": "dead", "date": "2011-12-26"},  # e4, the day after
        {"patient": "dead", "date": "2013-01-01"},  # e5, after death comes before after the window
        {"transaction_type": "repeat_prescription"},  # e6
        {"transaction_type": "consultation"},  # e7 counts
        {"transaction_type": "consultation"},  # e8, the same as e7 in all but the id
        {"transaction_type": "consultation", "comments": "again"},  # e9 counts: not the same
        {"transaction_type": "consultation"},  # e10, and again
        {"transaction_type": "did_not_attend", "date": "2010-01-01"},  # e11, before the window
    )
    patients = people(
        {"patient": "p"},
        {"patient": "closed", "record": False},
        {"patient": "undated"},
        {"patient": "dead", "died": "2011-12-25", "record": True},
    )
    days = {"p": "2012-05-31", "closed": "2012-05-31", "dead": "2012-05-31"}
    kept, left = in_window(made, patients, days, window_days=365, exclude=EXCLUDE)
    assert list(kept["encounter"]) == ["e3", "e7", "e9"]
    assert why(left) == {
        "e0": "unknown_patient", "e1": "no_record", "e2": "no_interview_date",
        "e4": "after_death", "e5": "after_death", "e6": "excluded_kind", "e8": "duplicate",
        "e10": "duplicate", "e11": "before_window",
    }  # fmt: skip
    assert len(kept) + len(left) == len(made)
    assert set(reasons(left).items()) >= {("after_death", 2), ("duplicate", 2)}


def test_without_a_window_all_days_count_and_no_date_of_interview_is_needed(
    encounters: Made,
) -> None:
    made = encounters({"date": "1990-01-01"}, {"date": "2020-01-01"})
    kept, left = in_window(made, people({"patient": "p"}), {}, window_days=0, exclude=EXCLUDE)
    assert len(kept) == 2
    assert left.empty
    assert list(left) == RECORDS_LEFT_OUT.names


def test_duplicates_are_kept_once_and_the_first_of_them(encounters: Made) -> None:
    # two problems of another number are two encounters; missing numbers are alike
    made = encounters({"staff": "g"}, {"staff": "g"}, {"staff": "g", "problems": 2}, {"staff": "h"})
    kept, left = in_window(made, people({"patient": "p"}), {}, window_days=0, exclude=[])
    assert list(kept["encounter"]) == ["e0", "e2", "e3"]
    assert why(left) == {"e1": "duplicate"}


@pytest.mark.parametrize(("listed", "expected"), [("2012-07-01", "2012-07-01"), ("", "2012-05-02")])
def test_the_day_of_the_interview(listed: str, expected: str) -> None:
    patients = people({"patient": "E03", "interviewed": listed}, {"patient": "E04"})
    sources = {
        "early": ("field_note", "2012-01-01"),  # no interview
        "first": ("interview", "2012-05-02"),
        "second": ("interview", "2012-09-01"),
        "undated": ("interview", ""),
        "other": ("interview", "2011-01-01"),  # E03 doesn't speak in it
    }
    manifest = framed(
        ({"source": s, "kind": kind, "date": date} for s, (kind, date) in sources.items()), MANIFEST
    )
    turns = framed(
        ({"source": s, "turn": k, "informant": who}
         for s in sources for k, who in enumerate(["", "E03" if s != "other" else "E99"])),
        TURNS,
    )  # fmt: skip
    assert interview_days(patients, manifest, turns) == {"E03": expected}
