"""Which encounters are of which kind: a mask (one truth value an encounter) each.

The bases of all shares are made of these, so that each base is defined once.
"""

from __future__ import annotations

import pandas as pd

PRACTICE_ROLES = ("gp", "nurse", "practice_staff", "pharmacist")
WITH_PATIENT = ("surgery", "phone", "home")
MET = ("consultation", "procedure")  # of which the patient is part, wherever it was
INSIDE = (*PRACTICE_ROLES, "patient", "carer")  # originators that are no other provider


def with_practice(encounters: pd.DataFrame) -> pd.Series[bool]:
    """The patient and the practice's own staff, at the surgery, by phone or at home.

    Records may not say where: then a consultation, a procedure, and an encounter of which the sort
    isn't told either are taken as with the patient, so that patient, date, staff and role will do.
    """
    met, nowhere = encounters["place"].isin(WITH_PATIENT), encounters["place"] == ""
    if nowhere.any():
        met |= nowhere & encounters["transaction_type"].isin(("", *MET))
    return met & encounters["role"].isin(PRACTICE_ROLES)


def with_gp(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Of these, encounters with a GP."""
    return with_practice(encounters) & (encounters["role"] == "gp")


def with_nurse(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Of these, encounters with a nurse of the practice."""
    return with_practice(encounters) & (encounters["role"] == "nurse")


def referral(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters in which the patient is referred on."""
    return encounters["transfer_type"] == "referral"


def information_transfer(encounters: pd.DataFrame) -> pd.Series[bool]:
    """External reviews or treatment that the practice was told of, and other information."""
    return encounters["transaction_type"].isin(("external_review", "information"))
