"""Measures that count a patient's encounters: one function each, which says what it counts.

The definitions are those of the extraction sheet of Sheaff et al. (2015), 5.a, unless said. Each
gives one truth value an encounter; `counted` adds them up by patient.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import numpy as np
import pandas as pd

from insideout.extract import coordinators
from insideout.extract.kinds import (
    INSIDE,
    information_transfer,
    referral,
    with_gp,
    with_nurse,
    with_practice,
)

Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]
OWN = ("secondary_care", "community_health")  # originators that have a count of their own


def every(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Each entry of the record in the window, excluded kinds apart."""
    return encounters["patient"] != ""


def at_surgery(encounters: pd.DataFrame) -> pd.Series[bool]:
    """At the surgery, with whomever."""
    return encounters["place"] == "surgery"


def procedures(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Routine procedures at the surgery, such as blood tests, dressings and injections."""
    return at_surgery(encounters) & (encounters["transaction_type"] == "procedure")


def phone(encounters: pd.DataFrame) -> pd.Series[bool]:
    """By phone, with whomever; the publication sets it against two different bases."""
    return encounters["place"] == "phone"


def home(encounters: pd.DataFrame) -> pd.Series[bool]:
    """At the patient's home, by whomever."""
    return encounters["place"] == "home"


def gp_home(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Home visits by a GP."""
    return home(encounters) & (encounters["role"] == "gp")


def in_absence(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Dealt with in the patient's absence, such as letters read and results looked at."""
    return encounters["place"] == "in_absence"


def external_reviews(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Reviews or treatment by other providers, of which the practice was told."""
    return encounters["transaction_type"] == "external_review"


def informations(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Other information from providers."""
    return encounters["transaction_type"] == "information"


def discharges(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Discharge summaries from hospital."""
    return encounters["transaction_type"] == "discharge_summary"


def originated_secondary(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Brought about by secondary care."""
    return encounters["originator"] == "secondary_care"


def originated_community(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Brought about by community health."""
    return encounters["originator"] == "community_health"


def originated_elsewhere(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Brought about outside the practice by others than these, the patient and carers."""
    return ~encounters["originator"].isin(("", *INSIDE, *OWN))


def gp_referrals(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Referrals by GPs, wherever they were made."""
    return referral(encounters) & (encounters["role"] == "gp")


def gp_referrals_secondary(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Referrals by GPs to secondary care."""
    return gp_referrals(encounters) & (encounters["recipient"] == "secondary_care")


def gp_referrals_community(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Referrals by GPs to community health."""
    return gp_referrals(encounters) & (encounters["recipient"] == "community_health")


def referrals_secondary(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Referrals to secondary care, by anybody."""
    return referral(encounters) & (encounters["recipient"] == "secondary_care")


def referrals_community(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Referrals to community health, by anybody."""
    return referral(encounters) & (encounters["recipient"] == "community_health")


def community_involved(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Community health brought it about, dealt with it, or was referred to."""
    dealt = encounters["role"] == "community_health"
    return originated_community(encounters) | dealt | referrals_community(encounters)


def recalls(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Recalls: the practice calls the patient in, such as for a yearly check of a condition."""
    return encounters["review"] == "recall"


def reviews(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Evidence that the patient's care was reviewed, medication and recalls apart."""
    return encounters["review"] == "review"


def medication_reviews(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Reviews of the patient's medication."""
    return encounters["review"] == "medication"


def medication_reviews_in_absence(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Reviews of medication in the patient's absence."""
    return medication_reviews(encounters) & in_absence(encounters)


def reviewed(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Recalls and reviews; one of medication alone is none."""
    return encounters["review"].isin(("recall", "review"))


def information_good(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Information noted as good."""
    return encounters["information"] == "good"


def information_missing(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Information noted as missing."""
    return encounters["information"] == "missing"


def several_problems(encounters: pd.DataFrame) -> pd.Series[bool]:
    """More than one problem was dealt with; where the number isn't told, it is not."""
    return (encounters["problems"] > 1).fillna(False).astype(bool)


def care_plans(encounters: pd.DataFrame) -> pd.Series[bool]:
    """A care plan is mentioned."""
    return encounters["care_plan"].fillna(False).astype(bool)


def resistances(encounters: pd.DataFrame) -> pd.Series[bool]:
    """The patient resists or declines care."""
    return encounters["resistance"].fillna(False).astype(bool)


# What each measure counts, and the columns without which it is undefined
MEASURES: dict[str, tuple[Mask, tuple[str, ...]]] = {
    "encounters": (every, ()),
    "with_practice": (with_practice, ("role",)),
    "with_gp": (with_gp, ("role",)),
    "with_nurse": (with_nurse, ("role",)),
    "at_surgery": (at_surgery, ("place",)),
    "procedures": (procedures, ("place", "transaction_type")),
    "phone": (phone, ("place",)),
    "home": (home, ("place",)),
    "gp_home": (gp_home, ("place", "role")),
    "in_absence": (in_absence, ("place",)),
    "external_reviews": (external_reviews, ("transaction_type",)),
    "informations": (informations, ("transaction_type",)),
    "discharges": (discharges, ("transaction_type",)),
    "originated_secondary": (originated_secondary, ("originator",)),
    "originated_community": (originated_community, ("originator",)),
    "originated_elsewhere": (originated_elsewhere, ("originator",)),
    "referrals": (referral, ("transfer_type",)),
    "gp_referrals": (gp_referrals, ("transfer_type", "role")),
    "gp_referrals_secondary": (gp_referrals_secondary, ("transfer_type", "role", "recipient")),
    "gp_referrals_community": (gp_referrals_community, ("transfer_type", "role", "recipient")),
    "referrals_secondary": (referrals_secondary, ("transfer_type", "recipient")),
    "referrals_community": (referrals_community, ("transfer_type", "recipient")),
    "community_involved": (community_involved,
                           ("originator", "role", "transfer_type", "recipient")),
    "recalls": (recalls, ("review",)),
    "reviews": (reviews, ("review",)),
    "medication_reviews": (medication_reviews, ("review",)),
    "medication_reviews_in_absence": (medication_reviews_in_absence, ("review", "place")),
    "reviewed": (reviewed, ("review",)),
    "information_transfers": (information_transfer, ("transaction_type",)),
    "information_good": (information_good, ("information",)),
    "information_missing": (information_missing, ("information",)),
    "several_problems": (several_problems, ("problems",)),
    "several_problems_ever": (several_problems, ("problems",)),
    "care_plans": (care_plans, ("care_plan",)),
    "own_coordination": (coordinators.own_coordination, ("acts", "coordinator")),
    "resistances": (resistances, ("resistance",)),
}  # fmt: skip
YES_NO = ("community_involved", "reviewed", "several_problems_ever")  # at least one such encounter


def counted(
    encounters: pd.DataFrame, patients: pd.DataFrame, told: Collection[str] | None = None
) -> pd.DataFrame:
    """Each measure of MEASURES, by patient: a number of encounters, or yes/no of YES_NO.

    Patients without encounters have 0 and no. `told`: the columns that the records have (None:
    all); a measure of another column is undefined (NA), since what was never extracted isn't 0.
    """
    index = pd.Index(patients["patient"], name="patient")
    place = index.get_indexer(pd.Index(encounters["patient"]))
    made: dict[str, pd.Series[Any]] = {}
    for name, (mask, needs) in MEASURES.items():
        count = pd.Series(pd.NA, index=index, dtype="Int64")
        if told is None or set(needs) <= set(told):
            rows = place[mask(encounters).to_numpy(dtype=bool)]
            count[:] = np.bincount(rows[rows >= 0], minlength=len(index))
        made[name] = count > 0 if name in YES_NO else count
    return pd.DataFrame(made)
