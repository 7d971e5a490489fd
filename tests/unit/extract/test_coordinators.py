"""Who coordinates: two criteria, main coordinators, and the patient's own part."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from insideout.extract.coordinators import coordinators, of_patients, own_coordination
from insideout.tables.records import RECORDS_COORDINATORS

Made = Callable[..., pd.DataFrame]


def did(staff: str, acts: str = "", *, refers: bool = False, **more: Any) -> dict[str, Any]:
    """A member of staff's encounter; ids begin with what they are: g1, n2, s3."""
    role = {"g": "gp", "n": "nurse", "s": "secondary_care"}.get(staff[:1], "")
    transfer = {"transfer_type": "referral"} if refers else {}
    return {"staff": staff, "role": role, "acts": acts} | transfer | more


def main_of(table: pd.DataFrame, column: str) -> list[tuple[str, str]]:
    rows = table[table[column]]
    return list(zip(rows["patient"], rows["staff"], strict=True))


def test_both_criteria_and_the_counts(encounters: Made) -> None:
    made = encounters(
        did("g1", "initiates", refers=True),
        did("g1", "initiates chases"),  # both criteria in one encounter
        did("g1", refers=True),  # a referral without the act: still one of theirs
        did("n1", "delegates"),  # active alone
        did("n1", "chases seeks_information"),  # one encounter, whatever the number of acts
        did("g2"),  # does nothing: no coordinator
        did("s1", refers=True),  # refers, but initiates nothing
    )
    table = coordinators(made, main_lead=1)
    assert list(table) == RECORDS_COORDINATORS.names
    assert table[["staff", "role", "initiates", "active", "referrals"]].to_numpy().tolist() == [
        ["g1", "gp", 2, 1, 2],
        ["n1", "nurse", 0, 2, 0],
    ]
    found = of_patients(made, table).loc["p"]
    assert found[["initiators", "active_coordinators", "coordinators"]].tolist() == [1, 2, 2]
    assert found[["initiator_encounters", "active_encounters"]].tolist() == [2, 3]
    assert found["main_initiator"] == "g1"
    assert found["main_initiator_role"] == "gp"
    assert found["main_active"] == "n1"  # two active encounters against one
    assert found["main_active_role"] == "nurse"


def test_a_tie_has_no_main_coordinator(encounters: Made) -> None:
    made = encounters(
        did("g1", "initiates", refers=True),
        did("s1", "initiates", refers=True),
        did("g1", "chases"),
        did("s1", "chases"),
    )
    table = coordinators(made, main_lead=1)
    assert main_of(table, "main_initiator") == []
    assert main_of(table, "main_active") == []
    assert of_patients(made, table).loc["p", "main_initiator"] == ""


@pytest.mark.parametrize(("lead", "patients"), [(1, ["a", "b", "c"]), (2, ["b", "c"]), (3, ["c"])])
def test_the_lead_is_over_the_next_or_over_none(
    encounters: Made, lead: int, patients: list[str]
) -> None:
    # a: 2 referrals against 1, a lead of 1; b: 3 against 1, of 2; c: 3, and nobody else, of 3
    rows = []
    for patient, own, others in (("a", 2, 1), ("b", 3, 1), ("c", 3, 0)):
        rows += [did("g1", "initiates", refers=True, patient=patient)] * own
        rows += [did("g2", "initiates", refers=True, patient=patient)] * others
    table = coordinators(encounters(*rows), main_lead=lead)
    assert main_of(table, "main_initiator") == [(patient, "g1") for patient in patients]


def test_the_main_initiator_is_an_initiator_who_refers(encounters: Made) -> None:
    made = encounters(
        did("n1", "chases", refers=True),  # most referrals, yet active alone
        did("n1", refers=True),
        did("g1", "initiates", refers=True),
        did("g2", "initiates", patient="q"),  # initiates, and never refers: nothing to lead by
    )
    assert main_of(coordinators(made, main_lead=1), "main_initiator") == [("p", "g1")]


def test_acts_of_the_patient_are_their_own(encounters: Made) -> None:
    made = encounters(
        did("g1", "chases", coordinator="patient", refers=True),
        did("g1", "chases", coordinator="staff"),
        did("g1", "", coordinator="patient"),  # no act
    )
    assert list(own_coordination(made)) == [True, False, False]
    row = coordinators(made, main_lead=1).iloc[0]
    assert (row["active"], row["referrals"]) == (1, 0)


def test_staff_whom_nobody_knows_are_in_no_row_yet_somebody_coordinates(encounters: Made) -> None:
    made = encounters(did("", "initiates"), did("g1", "", patient="q"))
    table = coordinators(made, main_lead=1)
    assert table.empty
    assert list(table) == RECORDS_COORDINATORS.names
    found = of_patients(made, table)
    assert list(found["initiator"]) == [True, False]
    assert list(found["active"]) == [False, False]
    assert list(found["initiators"]) == [0, 0]
    assert list(found["main_initiator"]) == ["", ""]


def test_a_role_is_what_most_of_the_encounters_say(encounters: Made) -> None:
    roles = ["", "nurse", "gp", "gp", "", ""]
    made = encounters(*(did("x1", "chases", role=role) for role in roles))
    assert list(coordinators(made, main_lead=1)["role"]) == ["gp"]


def test_without_encounters_nobody_coordinates(encounters: Made) -> None:
    table = coordinators(encounters(), main_lead=1)
    assert table.empty
    assert of_patients(encounters(), table).empty
