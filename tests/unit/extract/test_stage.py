"""The stage over tables: every patient's measures side by side."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd
import pytest

from insideout.extract.coordinators import coordinators
from insideout.extract.stage import extracted, in_a_line, measured, patients_of
from insideout.reader import framed
from insideout.tables import INPUTS, OUTPUTS
from insideout.tables.inputs import PATIENTS
from insideout.tables.records import EXTRACT, RECORDS, RECORDS_PATIENTS

Made = Callable[..., pd.DataFrame]
Settings = dict[str, Any]
SITES = {"east_1": "east", "west_1": "west"}


def people(*rows: dict[str, Any]) -> pd.DataFrame:
    return framed(rows, PATIENTS)


def measures(
    encounters: pd.DataFrame, patients: pd.DataFrame, days: dict[str, str], settings: Settings,
    told: Collection[str] | None = None,
) -> pd.DataFrame:  # fmt: skip
    staff = coordinators(encounters, main_lead=1)
    made = measured(encounters, patients, staff, days, SITES, settings, told)
    assert list(made) == RECORDS_PATIENTS.names
    return made.set_index("patient")


def test_each_patient_of_the_study_has_a_row_with_place_and_window(
    encounters: Made, settings: Settings
) -> None:
    patients = people(
        {"patient": "b", "practice": "east_1"},
        {"patient": "shut", "record": False},
        {"patient": "a", "record": True},
    )
    made = encounters({"patient": "a", "practice": "east_1"}, {"patient": "a", "date": "2012-02-01",
                      "practice": "west_1"}, {"patient": "a", "date": "2012-03-01"})  # fmt: skip
    found = measures(made, patients, {"a": "2012-05-31", "b": "2012-06-30"}, settings)
    assert list(found.index) == ["b", "a"]
    assert list(found["practice"]) == ["east_1", "west_1"]  # a's: of the last entry that has one
    assert list(found["site"]) == ["east", "west"]
    assert list(found["from"]) == ["2011-07-01", "2011-06-01"]
    assert list(found["to"]) == ["2012-06-29", "2012-05-30"]


def test_a_patient_without_encounters_has_zeros_and_no_indices(
    encounters: Made, settings: Settings
) -> None:
    found = measures(encounters(), people({"patient": "a"}), {"a": "2012-05-31"}, settings)
    row = found.loc["a"]
    integers = [c.name for c in RECORDS_PATIENTS.columns if c.kind == "integer"]
    assert [row[name] for name in integers] == [0] * len(integers)
    assert not row["initiator"]
    assert not row["reviewed"]
    assert row[["usual_gp", "usual_gp_share", "upc", "coc", "secon"]].isna().all()
    assert row["main_active"] == ""


def test_without_a_date_of_interview_everything_is_undefined(
    encounters: Made, settings: Settings
) -> None:
    patients = people({"patient": "a", "practice": "east_1"})
    row = measures(encounters(), patients, {}, settings).loc["a"]
    told = row[[c.name for c in RECORDS_PATIENTS.columns if c.kind in ("integer", "yes_no")]]
    assert told.isna().all()
    assert row["site"] == "east"
    all_days = settings | {"window_days": 0}
    assert (
        measures(encounters({"patient": "a"}), patients, {}, all_days).loc["a", "encounters"] == 1
    )


def test_what_was_never_extracted_is_undefined_not_zero(
    encounters: Made, settings: Settings
) -> None:
    made = encounters(*({"staff": "g1", "role": "gp"} for _ in range(3)))
    told = {"patient", "date", "staff", "role"}
    row = measures(made, people({"patient": "p"}), {"p": "2012-05-31"}, settings, told).loc["p"]
    undefined = [
        "initiator",
        "active",
        "initiators",
        "coordinators",
        "active_encounters",
        "recalls",
    ]
    assert row[undefined].isna().all()
    assert row["usual_gp"]
    assert row["upc"] == 1
    less = measures(made, people({"patient": "p"}), {"p": "2012-05-31"}, settings, told - {"staff"})
    assert less.loc["p", ["usual_gp", "gps_seen", "upc"]].isna().all()


def test_without_a_table_of_patients_the_records_tell_who_they_are(encounters: Made) -> None:
    made = encounters({"patient": "b"}, {"patient": "a"}, {"patient": "b"})
    assert list(patients_of(people(), made)["patient"]) == ["b", "a"]
    assert list(patients_of(people({"patient": "x"}), made)["patient"]) == ["x"]


@pytest.fixture(name="read")
def tables_read() -> dict[str, pd.DataFrame]:
    rows: dict[str, list[dict[str, Any]]] = {
        "patients": [{"patient": "p", "practice": "east_1", "interviewed": "2012-05-31"}],
        "informants": [{"informant": "p", "unit": "east_1", "group": "patient"}],
        "units": [{"unit": "east", "name": "East", "kind": "site"},
                  {"unit": "east_1", "name": "East 1", "kind": "practice"}],
        "memberships": [{"unit": "east_1", "parent": "east"}],
        "benchmarks": [{"aggregate": "mean_encounters", "among": "", "published": 33.0}],
        "manifest": [], "turns": [], "consensus": [], "codebook": [],
    }  # fmt: skip
    every = OUTPUTS | INPUTS
    return {name: framed(found, every[name]) for name, found in rows.items()}


def test_all_tables_of_the_stage(
    encounters: Made, settings: Settings, read: dict[str, pd.DataFrame]
) -> None:
    made = encounters(
        {
            "staff": "g1",
            "role": "gp",
            "place": "surgery",
            "acts": "initiates",
            "date": "2012-03-01",
        },
        {"staff": "g1", "role": "gp", "place": "surgery", "date": "2012-04-01"},
        {"date": "2010-01-01"},
        {"date": "2012-04-02", "transaction_type": "did_not_attend"},
    )
    found = extracted(read, made, set(RECORDS.names), settings, {}, None)
    for table in EXTRACT:
        assert list(found[table.name.removeprefix("records_")]) == table.names
    row = found["patients"].iloc[0]
    assert (row["site"], row["encounters"], row["usual_gp_id"]) == ("east", 2, "g1")
    assert list(found["coordinators"]["staff"]) == ["g1"]
    assert found["published"].iloc[0]["difference"] == 2 - 33
    assert in_a_line(found) == (
        "2 encounters of 1 patient; 2 left out (1 before the window, 1 of excluded kinds)"
    )
