"""Figures over patients and groups of them, worked out by hand."""

from collections.abc import Callable, Collection
from typing import Any

import pandas as pd
import pytest

from insideout.extract.aggregates import aggregates, sheet
from insideout.extract.coordinators import coordinators
from insideout.extract.declared import AGGREGATES, NAMES
from insideout.extract.stage import measured
from insideout.reader import framed
from insideout.tables.inputs import PATIENTS, UNITS
from insideout.tables.records import RECORDS_AGGREGATES, RECORDS_COORDINATORS, RECORDS_PATIENTS

Made = Callable[..., pd.DataFrame]
UNIT_ROWS = framed(
    [{"unit": "e1", "kind": "practice", "size": "small"},
     {"unit": "e2", "kind": "practice", "size": "large"},
     {"unit": "w1", "kind": "practice", "size": "small"},
     {"unit": "w2", "kind": "practice", "size": ""}],
    UNITS,
)  # fmt: skip
SITES = {"e1": "east", "e2": "east", "w1": "west", "w2": "west"}


def patients(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of records_patients; site is told by the practice."""
    return framed(
        ({"patient": f"p{k}", "site": SITES.get(row.get("practice", ""), "")} | row
         for k, row in enumerate(rows)), RECORDS_PATIENTS
    )  # fmt: skip


def of(
    encounters: pd.DataFrame, measures: pd.DataFrame, staff: pd.DataFrame | None = None,
    units: pd.DataFrame = UNIT_ROWS,
) -> Callable[..., tuple[float | None, int]]:  # fmt: skip
    """The value (None: undefined) and n of an aggregate, by its name and group."""
    staff = framed([], RECORDS_COORDINATORS) if staff is None else staff
    table = aggregates(encounters, measures, staff, units)
    assert list(table) == RECORDS_AGGREGATES.names
    by = table.set_index(["aggregate", "among"])

    def figure(name: str, among: str = "") -> tuple[float | None, int]:
        row = by.loc[(name, among)]
        return (None if pd.isna(row["value"]) else float(row["value"])), int(row["n"])

    return figure


def test_ratios_means_and_extremes_by_group(encounters: Made) -> None:
    figure = of(
        encounters(),
        patients(
            {"practice": "e1", "encounters": 10, "with_gp": 4, "gps_seen": 2},
            {"practice": "e2", "encounters": 30, "with_gp": 6, "gps_seen": 3},
            {"practice": "w1", "encounters": 5, "with_gp": 5, "gps_seen": 3},
            {"practice": "w2", "encounters": 0, "with_gp": 0, "gps_seen": 0},
            {"practice": "", "encounters": 5, "with_gp": 0, "gps_seen": 2},
        ),
    )
    assert figure("patients") == (5, 5)
    assert figure("mean_encounters") == (10, 5)
    assert figure("mean_encounters", "east") == (20, 2)
    assert (figure("least_encounters")[0], figure("most_encounters", "west")[0]) == (0, 5)
    assert figure("share_with_gp") == (15 / 50, 50)  # of encounters, not a mean of shares
    assert figure("share_with_gp", "east") == (0.25, 40)
    assert figure("share_with_gp", "w2") == (None, 0)  # no encounter, no share
    assert figure("mode_gps_seen") == (2, 5)  # 2 and 3 twice each: the smaller
    assert figure("mean_gps_seen", "small") == (2.5, 2)  # e1 and w1
    assert figure("mean_encounters", "large") == (30, 1)


def test_without_sizes_there_are_no_groups_of_them(encounters: Made) -> None:
    measures = patients({"practice": "e1", "encounters": 1})
    staff = framed([], RECORDS_COORDINATORS)
    plain = UNIT_ROWS.drop(columns="size")
    table = aggregates(encounters(), measures, staff, plain)
    assert sorted(set(table["among"])) == ["", "e1", "east"]
    assert len(table) == 3 * len(AGGREGATES)
    assert set(table["aggregate"]) == set(NAMES)


def test_undefined_patients_leave_the_base(encounters: Made) -> None:
    figure = of(
        encounters(),
        patients(
            {"encounters": 4, "care_plans": 1, "information_transfers": 0, "reviewed": True,
             "recalls": 1, "reviews": 0, "medication_reviews": 0, "information_good": 2},
            {"encounters": 6, "care_plans": 0, "information_transfers": 3, "reviewed": False,
             "recalls": 0, "reviews": 0, "medication_reviews": 0},
            {},
        ),
    )  # fmt: skip
    assert figure("share_patients_care_plan") == (0.5, 2)
    assert figure("patients_without_information_transfer") == (1, 2)
    assert figure("share_patients_unreviewed") == (0.5, 2)
    assert figure("share_patients_never_reviewed") == (0.5, 2)
    assert figure("share_patients_information_good") == (1, 1)
    assert figure("share_information_good") == (2 / 4, 4)  # of the encounters of whom it is known
    assert figure("mean_encounters") == (5, 2)
    assert figure("share_patients_gp_main_active") == (None, 0)
    assert figure("share_patients_information_missing") == (None, 0)
    assert figure("encounters_originated_care_agency") == (None, 0)


def test_practices_without_any(encounters: Made) -> None:
    figure = of(
        encounters(),
        patients(
            {"practice": "e1", "care_plans": 0},
            {"practice": "e1", "care_plans": 2},
            {"practice": "e2", "care_plans": 0},
            {"practice": "w1", "care_plans": 0},
            {"practice": "w1"},
            {"practice": "w2"},  # nobody of whom it is known: no practice without
            {"practice": "", "care_plans": 0},
        ),
    )
    assert figure("practices_without_care_plan") == (2, 3)
    assert figure("practices_without_care_plan", "east") == (1, 2)
    assert figure("practices_without_care_plan", "w2") == (None, 0)


def test_what_is_put_together_of_several_measures(encounters: Made) -> None:
    yes, no = {"usual_gp": True}, {"usual_gp": False}
    figure = of(
        encounters(),
        patients(
            yes | {"several_problems": 2, "initiator": True, "active": True},
            yes | {"several_problems": 0, "initiator": True, "active": False},
            no | {"several_problems": 1, "initiator": False, "active": False},
            no | {"several_problems": 0, "initiator": False, "active": False},
            no | {"several_problems": 0},
            {"several_problems": 5},  # too few encounters for a usual GP
        ),
    )
    assert figure("share_several_problems_with_usual_gp") == (1 / 2, 2)
    assert figure("share_several_problems_without_usual_gp") == (pytest.approx(1 / 3), 3)
    assert figure("share_usual_gp_of_several_problems") == (1 / 2, 2)
    assert figure("share_patients_several_problems") == (3 / 6, 6)
    assert figure("share_patients_usual_gp") == (2 / 5, 5)
    assert figure("share_patients_both_criteria") == (1 / 4, 4)
    assert figure("share_patients_neither_criterion") == (2 / 4, 4)
    assert figure("share_patients_no_active") == (3 / 4, 4)


def test_what_only_encounters_and_coordinators_tell(encounters: Made) -> None:
    gp = {"role": "gp", "place": "phone", "staff": "g1"}
    made = encounters(
        gp | {"transfer_type": "referral", "acts": "initiates"},
        {"role": "secondary_care", "place": "phone", "transfer_type": "referral"},
        {"role": "nurse", "place": "surgery", "staff": "n1", "acts": "chases",
         "originator": "ambulance"},
        {"role": "nurse", "place": "surgery", "staff": "n1", "originator": "social_services"},
    )  # fmt: skip
    staff = coordinators(made, main_lead=1)
    people = framed([{"patient": "p", "practice": "e1"}], PATIENTS)

    def measures(told: Collection[str] | None = None) -> pd.DataFrame:
        settings = {"window_days": 0, "unknown_provider": "break",
                    "usual_gp": {"above": 0.5, "base": "practice", "least": 2}}  # fmt: skip
        return measured(made, people, staff, {}, SITES, settings, told)

    figure = of(made, measures(), staff)
    assert figure("share_phone") == (2 / 4, 4)
    assert figure("share_phone_of_practice") == (1 / 3, 3)  # the consultant isn't the practice
    assert figure("share_referrals_by_gp") == (1 / 2, 2)
    assert figure("share_referrals_by_secondary") == (1 / 2, 2)
    assert figure("share_originated_ambulance") == (1 / 4, 4)
    assert figure("encounters_originated_social_services") == (1, 1)
    assert figure("share_coordinators_gp") == (1 / 2, 2)  # g1 initiates, n1 chases
    assert figure("share_patients_gp_main_initiator") == (1, 1)
    assert figure("share_patients_gp_main_active") == (0, 1)
    few = of(made, measures({"patient", "date", "staff", "role"}), staff)
    for name in ("share_phone_of_practice", "share_referrals_by_secondary", "share_at_surgery",
                 "share_originated_ambulance", "encounters_originated_social_services",
                 "share_coordinators_gp", "share_patients_gp_main_initiator",
                 "practices_without_care_plan", "share_active"):  # fmt: skip
        assert few(name, "e1") == (None, 0)
    assert few("share_with_nurse") == (2 / 4, 4)


def test_every_declared_column_is_there(encounters: Made) -> None:
    columns = set(sheet(encounters(), patients({}), framed([], RECORDS_COORDINATORS)))
    assert {a.column for a in AGGREGATES} <= columns
    assert {a.base for a in AGGREGATES if a.how == "ratio"} <= columns


def test_no_patients(encounters: Made) -> None:
    table = aggregates(encounters(), patients(), framed([], RECORDS_COORDINATORS), UNIT_ROWS)
    assert table.empty
