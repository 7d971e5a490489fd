"""Patients and their answers: those interviewed stay, the published shares are met."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from insideout.house import Study
from insideout.reader import read_inputs
from insideout.simulate.patients import SHARES, SITES, many_patients
from insideout.simulate.responses import ITEMS, made_responses
from insideout.tables.inputs import RESPONSES

Dated = Callable[[int], pd.DataFrame]


@pytest.mark.parametrize("seed", [20260101, 3])
def test_patients_are_as_published(seed: int, dated: Dated) -> None:
    patients = dated(seed)
    assert len(patients) == 65
    assert (patients["record"] == "no").sum() == 1
    for name, site in SITES.items():
        here = patients[patients["site"] == name]
        assert here["practice"].value_counts().to_dict() == dict(site.practices)
        assert (here["age"].min(), here["age"].max()) == site.ages
        assert here["conditions"].mean() == pytest.approx(site.conditions, abs=0.05)
    for name, shares in SHARES.items():
        found = patients[name].value_counts(normalize=True)
        for value, share in shares.items():
            assert found[value] == pytest.approx(share, abs=0.03), (name, value)
    assert (pd.to_datetime(patients["interviewed"]).dt.day_of_week < 5).all()


def test_only_the_two_exceptions_are_under_65(dated: Dated) -> None:
    patients = dated(11)
    young = patients[patients["age"] < 65]
    assert young["patient"].tolist() == ["E09", "W05"]
    assert (young["eligible"] == "no").all()
    assert (young["exception"] != "").all()
    assert (patients.loc[patients["age"] >= 65, "eligible"] == "yes").all()
    assert (patients["months_in_care"] >= 12).all()
    assert (patients["organisations"] >= 2).all()


def test_who_was_interviewed_stays_as_they_are(
    dated: Dated, given: dict[str, pd.DataFrame]
) -> None:
    known = given["patients"][given["patients"]["interviewed"] == ""].set_index("patient")
    assert len(known) == 15
    made = dated(4).set_index("patient").loc[known.index]
    for name in ("practice", "age", "conditions", "exception", "site", "sex", "lives_alone"):
        assert made[name].tolist() == known[name].tolist(), name


def test_answers_are_in_the_published_shares(dated: Dated) -> None:
    answers = made_responses(dated(2), np.random.default_rng(2))
    assert not answers.duplicated(["informant", "item"]).any()
    shares = {item: rows.value_counts(normalize=True)
              for item, rows in answers.groupby("item")["value"]}  # fmt: skip
    agree = ["strongly_agree", "agree"]
    assert shares["checked_after_hospital"][agree].sum() == pytest.approx(0.40, abs=0.02)
    assert shares["own_doctor_important"][agree].sum() == pytest.approx(0.80, abs=0.02)
    assert shares["work_as_team"][agree].sum() == pytest.approx(0.77, abs=0.02)
    okay = shares["health_past_year"][["okay", "not_so_good", "poor"]].sum()
    assert okay == pytest.approx(0.81, abs=0.02)
    assert 1 - shares["walking_outside"]["no_difficulty"] == pytest.approx(0.65, abs=0.02)
    told = answers.set_index(["informant", "item"])["value"]
    for item, of in ITEMS.items():
        for patient, value in of.told.items():
            assert told[patient, item] == value
        assert not any((patient, item) in told.index for patient in of.not_asked)


def test_committed_answers_are_of_the_scales(study: Study) -> None:
    answers = read_inputs([study.root / "responses.csv"], RESPONSES)
    assert set(answers["item"]) == set(ITEMS)
    for item, rows in answers.groupby("item"):
        assert set(rows["value"]) <= set(ITEMS[str(item)].shares)


def test_many_patients_have_ids_of_their_own() -> None:
    patients = many_patients(250, np.random.default_rng(0))
    assert patients["patient"].is_unique
    assert patients["practice"].nunique() == 9
