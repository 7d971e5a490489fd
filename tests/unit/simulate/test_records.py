"""Planted truths come back exactly, whatever the seed; the study's records are calibrated."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from insideout.extract.aggregates import aggregates
from insideout.extract.benchmarks import beside
from insideout.house import Study
from insideout.reader import read_inputs
from insideout.simulate import calibration as to
from insideout.simulate.flaws import MANY_PROBLEMS, with_flaws
from insideout.simulate.patients import many_patients
from insideout.simulate.records import Made, made_records
from insideout.tables.inputs import BENCHMARKS, SHARES

Extracted = Callable[[pd.DataFrame, pd.DataFrame], dict[str, pd.DataFrame]]
AS_MEASURED = (
    "encounters", "with_practice", "with_gp", "usual_gp", "usual_gp_of_gps", "gps_seen",
    "information_transfers", "community_involved", "reviewed", "initiators", "active_coordinators",
    "coordinators", "initiator", "active", "main_initiator", "main_active",
)  # fmt: skip
ANY = {"several": "several_problems", "care_plan": "care_plans", "own": "own_coordination",
       "resists": "resistances", "good": "information_good",
       "missing": "information_missing"}  # fmt: skip
SEEDS = (20260101, 1, 7, 2024, 99)


def recovered(made: Made, found: dict[str, pd.DataFrame]) -> None:
    """Every planted truth is what the measures say, patient by patient."""
    truths = made.planted.set_index("patient")
    measures = found["measured"].set_index("patient").loc[truths.index]
    for name in AS_MEASURED:
        said = measures[name].astype(object).where(measures[name].notna(), None)
        planted = truths[name].astype(object).where(truths[name].notna(), None)
        assert said.tolist() == planted.tolist(), name
    for name, column in ANY.items():
        assert (measures[column] > 0).tolist() == truths[name].tolist(), name


@pytest.mark.parametrize("seed", SEEDS)
def test_planted_truths_are_recovered(
    seed: int, dated: Callable[[int], pd.DataFrame], as_extracted: Extracted
) -> None:
    patients = dated(seed)
    made = made_records(patients, seed)
    found = as_extracted(made.records, patients)
    recovered(made, found)
    assert set(found["left_out"]["reason"]) == {"excluded_kind"}


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_coordinators_are_those_planted(
    seed: int, dated: Callable[[int], pd.DataFrame], as_extracted: Extracted
) -> None:
    patients = dated(seed)
    made = made_records(patients, seed)
    names = ["patient", "staff", "role", "initiates", "active"]
    said, planted = (
        {tuple(row) for row in table[names].astype(object).itertuples(index=False)}
        for table in (as_extracted(made.records, patients)["coordinators"], made.coordinators)
    )
    assert said == planted


def test_flaws_change_no_measure(
    dated: Callable[[int], pd.DataFrame], as_extracted: Extracted
) -> None:
    patients = dated(SEEDS[0])
    made = made_records(patients, SEEDS[0])
    days = dict(zip(patients["patient"], patients["interviewed"], strict=True))
    died = dict(zip(patients["patient"], patients["died"], strict=True))
    records = with_flaws(made.records, days, died)
    found = as_extracted(records, patients)
    recovered(made, found)
    reasons = found["left_out"]["reason"].value_counts()
    assert reasons[["duplicate", "before_window", "after_window", "after_death"]].tolist() == [
        2, 2, 1, 1,
    ]  # fmt: skip
    assert (records["problems"] == MANY_PROBLEMS).sum() == 1
    practices = found["encounters"].query("role == 'gp'").groupby("staff")["practice"].nunique()
    assert practices[practices > 1].to_dict() == {"eastmere-locum1": 2}


def test_many_patients_are_planted_as_exactly(as_extracted: Extracted) -> None:
    patients = many_patients(600, np.random.default_rng(3))
    made = made_records(patients, 3, per_patient=50, pinned={})
    recovered(made, as_extracted(made.records, patients))
    assert 45 < made.planted["encounters"].mean() < 55


def test_same_seed_same_records(dated: Callable[[int], pd.DataFrame]) -> None:
    patients = dated(5)
    first, again, other = (made_records(patients, seed).records for seed in (5, 5, 6))
    assert first.to_csv() == again.to_csv()
    assert first.to_csv() != other.to_csv()


def test_no_two_encounters_of_a_patient_on_one_day(dated: Callable[[int], pd.DataFrame]) -> None:
    records = made_records(dated(5), 5).records
    assert not records.duplicated(["patient", "date"]).any()
    assert (records.groupby("patient")["date"].agg(list).map(sorted)
            == records.groupby("patient")["date"].agg(list)).all()  # fmt: skip


def test_who_was_interviewed_has_the_planted_record(dated: Callable[[int], pd.DataFrame]) -> None:
    planted = made_records(dated(8), 8).planted.set_index("patient")
    for patient, pinned in to.PINNED.items():
        for name in ("usual_gp", "active", "care_plan", "own", "good", "missing"):
            if name in pinned:
                assert planted.loc[patient, name] == bool(pinned[name]), (patient, name)


@pytest.fixture(scope="module")
def found(
    study: Study, dated: Callable[[int], pd.DataFrame], as_extracted: Extracted
) -> dict[str, pd.DataFrame]:
    """What `extract` sees in the committed records."""
    records = pd.read_csv(study.root / "records.csv", dtype="str", keep_default_na=False)
    return as_extracted(records, dated(study["seed"]))


@pytest.fixture(scope="module")
def measures(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return found["measured"]


@pytest.fixture(scope="module")
def committed(
    study: Study, found: dict[str, pd.DataFrame], given: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """The committed records' aggregates beside the published ones."""
    figures = aggregates(found["encounters"], found["measured"], found["coordinators"],
                         given["units"])  # fmt: skip
    return beside(figures, read_inputs([study.root / "published.csv"], BENCHMARKS))


def test_aggregates_are_within_a_fifth_of_the_published(committed: pd.DataFrame) -> None:
    calibrated = committed[committed["calibrated"].fillna(False).astype(bool)]
    assert len(calibrated) >= 80
    off = calibrated[~(calibrated["relative"].abs() <= 0.2)]
    assert off.empty, off[["aggregate", "among", "published", "value"]].to_string()


def test_what_is_not_calibrated_says_why(committed: pd.DataFrame) -> None:
    left = committed[~committed["calibrated"].fillna(False).astype(bool)]
    assert len(left)
    assert (left["note"] != "").all()


def test_published_swedish_shares_come_in_pairs(study: Study) -> None:
    shares = read_inputs([study.root / "shares.csv"], SHARES)
    assert (shares.groupby("contrast")["group"].agg(set) == {"Stockholm", "Sweden"}).all()
    assert shares["n"].isna().all()


@pytest.mark.parametrize(
    ("measure", "by", "differs"),
    [
        ("active", "practice", True), ("usual_gp", "site", True), ("gp_home", "site", True),
        ("community_involved", "site", True), ("information_transfers", "site", True),
        ("information_transfers", "practice", True), ("with_practice", "site", False),
        ("with_gp", "site", False), ("initiator", "site", False), ("active", "site", False),
        ("gps_seen", "site", False), ("gps_seen", "practice", False),
    ],
)  # fmt: skip
def test_groups_differ_where_published(
    measure: str, by: str, differs: bool, measures: pd.DataFrame
) -> None:
    values = measures[measure]
    if values.dtype == "boolean":
        p = stats.chi2_contingency(pd.crosstab(values, measures[by])).pvalue
    else:
        numbers = values.astype(float)
        p = stats.f_oneway(*(group for _, group in numbers.groupby(measures[by]))).pvalue
    assert (p < 0.05) == differs
