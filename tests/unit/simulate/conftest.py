"""Made-up records taken through the same functions as the stage `extract`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from insideout.extract.coordinators import coordinators
from insideout.extract.shapes import records_of
from insideout.extract.stage import measured
from insideout.extract.window import in_window, interview_days
from insideout.house import Study, open_study
from insideout.places import sites_of
from insideout.reader import read_inputs
from insideout.reader import records as as_records
from insideout.simulate.patients import study_patients
from insideout.tables.inputs import MEMBERSHIPS, PATIENTS, SOURCES, SPEAKERS, UNITS

HERE = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def study() -> Study:
    return open_study(HERE / "config" / "polyclinics.yaml")


@pytest.fixture(scope="session")
def given(study: Study) -> dict[str, pd.DataFrame]:
    """The default study's tables that records are made and measured with."""
    tables = (PATIENTS, UNITS, MEMBERSHIPS, SOURCES, SPEAKERS)
    return {t.name: read_inputs([study.root / f"{t.name}.csv"], t) for t in tables}


@pytest.fixture(scope="session")
def dated(given: dict[str, pd.DataFrame]) -> Callable[[int], pd.DataFrame]:
    """The default study's patients made anew with a seed, each with a date of interview."""

    def make(seed: int) -> pd.DataFrame:
        known = given["patients"][given["patients"]["interviewed"] == ""]
        patients = study_patients(known, np.random.default_rng([seed, 0]))
        days = interview_days(patients, given["sources"], given["speakers"])
        return patients.assign(interviewed=patients["patient"].map(days))

    return make


@pytest.fixture(scope="session")
def as_extracted(
    study: Study, given: dict[str, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[pd.DataFrame, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Records of patients (with dates) as `extract` sees them: encounters, staff, measures."""

    def make(records: pd.DataFrame, patients: pd.DataFrame) -> dict[str, pd.DataFrame]:
        folder = tmp_path_factory.mktemp("records")
        records.to_csv(folder / "records.csv", index=False)
        patients.to_csv(folder / "patients.csv", index=False)
        settings: Mapping[str, Any] = study["records"]
        read = records_of([folder / "records.csv"], settings)
        people = read_inputs([folder / "patients.csv"], PATIENTS)
        days = dict(zip(people["patient"], people["interviewed"], strict=True))
        limits = {"window_days": settings["window_days"], "exclude": settings["exclude"]}
        encounters, left_out = in_window(read, people, days, **limits)
        staff = coordinators(encounters, main_lead=settings["main_lead"])
        sites = sites_of(as_records(given["units"]), as_records(given["memberships"]))
        return {"encounters": encounters, "left_out": left_out, "coordinators": staff,
                "measured": measured(encounters, people, staff, days, sites, settings)}  # fmt: skip

    return make
