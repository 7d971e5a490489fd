"""What can't be right, or is doubtful, in the table of encounters."""

from __future__ import annotations

from typing import Any

import pandas as pd

from insideout.extract.kinds import INSIDE, PRACTICE_ROLES

Finding = dict[str, Any]
MANY = 10  # problems in one encounter, above which a slip of the pen is likelier
REASONS = {  # of what `extract` left out: how it is told of, and how much it weighs
    "duplicate": ("each encounter once", "the same encounter again", "doubtful"),
    "after_death": ("no encounter after a patient's death", "one after it", "impossible"),
    "unknown_patient": ("a patient of the study", "another patient", "doubtful"),
    "no_record": ("patients whose records are of the study", "one with `record: no`", "doubtful"),
    "no_interview_date": ("a date of the interview, for the window", "none", "doubtful"),
    "before_window": ("encounters within the window", "earlier ones", "known"),
    "after_window": ("encounters within the window", "later ones", "known"),
    "excluded_kind": ("kinds that the measures count", "kinds that the study leaves out", "known"),
}  # fmt: skip
COLUMNS = {
    "unknown_patient": "patient", "no_record": "patient", "excluded_kind": "transaction_type",
}  # reasons that aren't about a date  # fmt: skip


def left_out_findings(left_out: pd.DataFrame) -> list[Finding]:
    """What the stage `extract` left out (table `records_left_out`), by reason.

    What is impossible or doubtful is told patient by patient, what is known in one line.
    """
    found = []
    for reason, (expected, there, weight) in REASONS.items():
        column = COLUMNS.get(reason, "date")
        rows = left_out[left_out["reason"] == reason]
        if weight == "known":
            found += [finding(reason, "", column, expected, there, len(rows), weight)]
            continue
        for patient, of in rows.groupby("patient"):
            days = ", ".join(dict.fromkeys(of["date"].head(3)))
            where, text = str(patient), f"{there}, on {days}"
            found.append(finding(reason, where, column, expected, text, len(of), weight))
    return [each for each in found if each["count"]]


def encounter_findings(records: pd.DataFrame, practice_of: dict[str, str]) -> list[Finding]:
    """What is doubtful within and between rows. `practice_of`: practice of each patient."""
    return [*_staff(records), *_values(records), *_elsewhere(records, practice_of)]


def _staff(records: pd.DataFrame) -> list[Finding]:
    """Members of the practices' staff who are met in two practices, or in two roles."""
    own = records[records["role"].isin(PRACTICE_ROLES) & (records["staff"] != "")]
    found = []
    for column, expected in (("practice", "one practice"), ("role", "one role")):
        named = own[own[column] != ""].groupby("staff")[column].unique()
        for staff, values in named[named.map(len) > 1].items():
            there, count = " and ".join(sorted(values)), len(values)
            about = finding("staff", str(staff), column, expected, there, count, "doubtful")
            found.append(about | {"check": f"staff_in_two_{column}s"})
    return found


def _values(records: pd.DataFrame) -> list[Finding]:
    """Rows whose columns don't go together, counted, with the patients they are of."""
    by_patient = records["coordinator"] == "patient"
    telling = records["acts"] != ""
    referred = records["transfer_type"] == "referral"
    outside = ~records["originator"].isin([*INSIDE, ""])
    looked_at = (
        ("problems", records["problems"].fillna(0) > MANY, f"at most {MANY} problems", "{}"),
        ("recipient", referred & (records["recipient"] == ""), "to whom it is referred", "nobody"),
        ("staff", telling & ~by_patient & (records["staff"] == ""), "who coordinates", "nobody"),
        ("acts", by_patient & ~telling, "what the patient does to coordinate", "no act"),
        (
            "place",
            records["place"].eq("surgery") & outside & records["transaction_type"].eq(
                "external_review"
            ),
            "a review elsewhere, in the patient's absence", "at the surgery",
        ),
    )  # fmt: skip
    found = []
    for column, mask, expected, said in looked_at:
        rows = records[mask.to_numpy(dtype=bool)]
        there = said.format(rows[column].max()) if len(rows) else said
        some = ", ".join(dict.fromkeys(rows["patient"].head(5)))
        where = some + (" and others" if rows["patient"].nunique() > 5 else "")
        found.append(finding("values", where, column, expected, there, len(rows), "doubtful"))
    return [each for each in found if each["count"]]


def _elsewhere(records: pd.DataFrame, practice_of: dict[str, str]) -> list[Finding]:
    """Records kept by another practice than the patient's."""
    known = pd.Series(practice_of, dtype="str")  # of nobody, where the study has no practices
    own = known.reindex(records["patient"], fill_value="").set_axis(records.index)
    odd = records[(own != "") & (records["practice"] != "") & (own != records["practice"])]
    return [
        finding("practice", str(patient), "practice", practice_of[str(patient)],
                " and ".join(sorted(of["practice"].unique())), len(of), "doubtful")
        for patient, of in odd.groupby("patient")
    ]  # fmt: skip


def finding(
    check: str, where: str, column: str, expected: str, found: str, count: int, weight: str
) -> Finding:
    """A row of the table `data_quality` about the records."""
    return {
        "check": check, "about": "records", "where": where, "column": column,
        "expected": expected, "found": found, "count": count, "weight": weight,
    }  # fmt: skip
