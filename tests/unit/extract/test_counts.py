"""What each measure counts, on hand-made encounters whose answers stand beside them."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.extract.counts import MEASURES, YES_NO, counted
from insideout.reader import framed
from insideout.tables.inputs import PATIENTS
from insideout.tables.records import RECORDS, RECORDS_PATIENTS

Made = Callable[..., pd.DataFrame]
DOCS = Path(__file__).parents[3] / "docs" / "records.md"
# One patient's year. Beside each encounter: the measures it adds one to, all (encounters) apart
YEAR: list[tuple[dict[str, Any], str]] = [
    ({"place": "surgery", "role": "gp", "transaction_type": "consultation", "problems": 3,
      "originator": "patient", "transfer_type": "referral", "recipient": "secondary_care"},
     ("with_practice with_gp at_surgery several_problems referrals gp_referrals "
      "gp_referrals_secondary referrals_secondary")),
    ({"place": "surgery", "role": "nurse", "transaction_type": "procedure", "problems": 1,
      "review": "recall", "care_plan": False},
     "with_practice with_nurse at_surgery procedures recalls"),
    ({"place": "surgery", "role": "community_health", "transaction_type": "procedure"},
     "at_surgery procedures"),  # at the surgery, yet not the practice's own staff
    ({"place": "phone", "role": "practice_staff", "originator": "carer", "review": "medication"},
     "with_practice phone medication_reviews"),
    ({"place": "home", "role": "gp", "originator": "out_of_hours", "care_plan": True},
     "with_practice with_gp home gp_home originated_elsewhere care_plans"),
    ({"place": "home", "role": "nurse", "resistance": True, "transfer_type": "referral",
      "recipient": "community_health"},
     "with_practice with_nurse home resistances referrals referrals_community"),
    ({"place": "in_absence", "role": "gp", "transaction_type": "external_review",
      "originator": "secondary_care", "information": "good"},
     "in_absence external_reviews originated_secondary information_transfers information_good"),
    ({"place": "in_absence", "role": "gp", "transaction_type": "information",
      "originator": "community_health", "information": "missing"},
     "in_absence informations originated_community information_transfers information_missing"),
    ({"place": "in_absence", "role": "pharmacist", "transaction_type": "discharge_summary",
      "review": "medication"},
     "in_absence discharges medication_reviews medication_reviews_in_absence"),
    ({"place": "elsewhere", "role": "gp", "review": "review", "transfer_type": "letter",
      "recipient": "secondary_care"}, "reviews"),  # a letter is no referral
    ({"role": "gp", "transaction_type": "consultation"},  # where isn't told: taken as met
     "with_practice with_gp"),
    ({"role": "gp", "transaction_type": "administration"}, ""),
    ({"role": "nurse", "transaction_type": ""}, "with_practice with_nurse"),
    ({"role": "", "transfer_type": "referral", "recipient": "therapy"}, "referrals"),
    ({"role": "gp", "place": "in_absence", "transfer_type": "referral",
      "recipient": "community_health", "acts": "initiates", "coordinator": "patient"},
     ("in_absence referrals gp_referrals gp_referrals_community referrals_community "
      "own_coordination")),
]  # fmt: skip


def patients(*names: str) -> pd.DataFrame:
    return framed(({"patient": name} for name in names), PATIENTS)


def test_every_measure_counts_what_stands_beside_the_encounter(encounters: Made) -> None:
    found = counted(encounters(*(row for row, _ in YEAR)), patients("p")).loc["p"]
    adds = [name for _, names in YEAR for name in names.split()]
    expected = {name: adds.count(name) for name in MEASURES if name not in YES_NO}
    expected["encounters"] = len(YEAR)
    assert found.drop(list(YES_NO)).to_dict() == expected
    assert all(expected.values())  # the year has some of everything
    assert found[list(YES_NO)].tolist() == [True, True, True]


@pytest.mark.parametrize(
    ("row", "involved"),
    [
        ({"originator": "community_health"}, True),
        ({"role": "community_health"}, True),
        ({"transfer_type": "referral", "recipient": "community_health"}, True),
        ({"transfer_type": "letter", "recipient": "community_health"}, False),
        ({"copied_to": "community_health"}, False),
        ({"role": "community_hospital", "originator": "community_hospital"}, False),
    ],
)
def test_community_health_is_involved(
    encounters: Made, row: dict[str, str], involved: bool
) -> None:
    found = counted(encounters(row), patients("p"))
    assert found.loc["p", "community_involved"] == involved


@pytest.mark.parametrize(
    ("review", "answer"), [("recall", True), ("review", True), ("medication", False), ("", False)]
)
def test_a_review_of_medication_alone_is_no_review(
    encounters: Made, review: str, answer: bool
) -> None:
    assert counted(encounters({"review": review}), patients("p")).loc["p", "reviewed"] == answer


def test_each_patient_has_their_own_and_one_without_encounters_has_none(encounters: Made) -> None:
    made = encounters({"patient": "b"}, {"patient": "a"}, {"patient": "b"}, {"patient": "z"})
    found = counted(made, patients("a", "b", "c"))  # z is not asked for
    assert list(found.index) == ["a", "b", "c"]
    assert list(found["encounters"]) == [1, 2, 0]
    assert list(found.loc["c", list(YES_NO)]) == [False, False, False]


def test_a_measure_of_a_column_that_was_never_extracted_is_undefined(encounters: Made) -> None:
    told = {"patient", "date", "staff", "role"}
    found = counted(encounters({"role": "gp"}), patients("p"), told).loc["p"]
    defined = found[found.notna()]
    assert defined.to_dict() == {
        "encounters": 1, "with_practice": 1, "with_gp": 1, "with_nurse": 0,
    }  # fmt: skip


def test_measures_are_declared_defined_and_rest_on_columns_that_exist() -> None:
    for name, (mask, needs) in MEASURES.items():
        kind = RECORDS_PATIENTS.column(name).kind
        assert kind == ("yes_no" if name in YES_NO else "integer")
        assert inspect.getdoc(mask), name
        assert set(needs) <= set(RECORDS.names)


def test_the_page_about_records_defines_every_measure() -> None:
    page = DOCS.read_text("utf-8")
    missing = [column for column in RECORDS_PATIENTS.names if f"`{column}`" not in page]
    assert missing == []
