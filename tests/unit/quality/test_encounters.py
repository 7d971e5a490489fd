"""What can't be right in encounters."""

from typing import Any

from insideout.quality.encounters import encounter_findings, left_out_findings
from insideout.reader import framed
from insideout.tables.records import RECORDS, RECORDS_LEFT_OUT

PLAIN: dict[str, Any] = {
    "patient": "A1", "practice": "north", "date": "2012-05-01", "place": "surgery",
    "transaction_type": "consultation", "originator": "patient", "staff": "g1", "role": "gp",
}  # fmt: skip


def found(*rows: dict[str, Any], practice: str = "north") -> list[tuple[str, str, str]]:
    encounters = framed([PLAIN | row for row in rows], RECORDS)
    told = encounter_findings(encounters, {"A1": practice})
    return [(f["check"], f["where"], f["column"]) for f in told]


def test_plain_encounters_are_in_order() -> None:
    assert found({}, {"staff": "n1", "role": "nurse"}) == []


def test_staff_in_two_practices_or_two_roles() -> None:
    assert found({}, {"patient": "B1", "practice": "south"}) == [
        ("staff_in_two_practices", "g1", "practice")
    ]
    assert found({}, {"role": "nurse"}) == [("staff_in_two_roles", "g1", "role")]
    consultant = {"staff": "c1", "role": "secondary_care", "patient": "B1"}
    assert found(consultant, consultant | {"practice": "south"}) == []  # may work for several


def test_values_that_do_not_go_together() -> None:
    assert found({"problems": 11}) == [("values", "A1", "problems")]
    assert found({"transfer_type": "referral"}) == [("values", "A1", "recipient")]
    assert found({"staff": "", "acts": "chases"}) == [("values", "A1", "staff")]
    assert found({"coordinator": "patient"}) == [("values", "A1", "acts")]


def test_a_record_kept_by_another_practice_than_the_patients() -> None:
    assert found({}, practice="south") == [("practice", "A1", "practice")]


def test_what_was_left_out_is_told_patient_by_patient_where_it_matters() -> None:
    rows = [
        {"encounter": f"e{n}", "patient": who, "date": "2012-05-01", "reason": reason}
        for n, (who, reason) in enumerate(
            [("A1", "before_window"), ("B1", "before_window"), ("A1", "after_death"),
             ("B1", "duplicate"), ("B1", "duplicate")]
        )
    ]  # fmt: skip
    told = [(f["check"], f["where"], f["count"], f["weight"])
            for f in left_out_findings(framed(rows, RECORDS_LEFT_OUT))]  # fmt: skip
    assert told == [
        ("duplicate", "B1", 2, "doubtful"), ("after_death", "A1", 1, "impossible"),
        ("before_window", "", 2, "known"),
    ]  # fmt: skip
