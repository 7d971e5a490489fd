"""What the made-up records are calibrated to: figures of Sheaff et al. 2015, made possible at once.

Published figures that can't all be true are moved a little, so that each is within a fifth of what
is printed; data/polyclinics/published.csv sets both side by side. Shares are of encounters unless
a comment says otherwise. Everything here is a number, a name or a word: no sentence is theirs.
"""

from __future__ import annotations

from typing import NamedTuple

ENCOUNTERS = 32.2  # a patient; 33 are printed, but fewer transfers of information than 34% of them
CONTACTS = 16.0  # encounters with the practice a patient, without the long course of wound care
FEWEST, FEWEST_CONTACTS = 4, 3
WOUND_CARE, MOST = 136, 166  # one patient's visits for wound care, and all their encounters
TYPICAL_SPREAD = 0.5  # sigma of the logarithm of contacts
DISCHARGES, ADMINISTRATION = 0.97, 3.3  # a patient

# Shares of patients that differ neither by site nor by practice
INITIATOR_AMONG_ACTIVE = 42 / 46  # patients with both, 66% of all
INITIATOR_AMONG_OTHERS = 14 / 18  # patients with neither: 6%
SEVERAL_WITH_USUAL_GP, SEVERAL_WITHOUT = 27 / 35, 9 / 29
OWN, RESISTS = 0.45, 0.41
UNREVIEWED = 0.09
INFORMATION_GOOD, INFORMATION_MISSING = 0.08, 0.03

# Of encounters
PHONE, NURSE_HOME, RECALL, REVIEW, MEDICATION = 0.14, 0.012, 0.24, 0.08, 0.05
INFORMATION = 0.064  # information from providers other than reviews and treatment
INITIATES, ACTIVE = 0.12, 0.11
COMMUNITY, ELSEWHERE, SECONDARY_REQUESTS = 0.126, 0.004, 0.03
PROCEDURES = 0.51  # of encounters at the surgery
REPEATS, NOT_ATTENDED = 0.10, 0.02  # added to the encounters that count
GP_AMONG_CONTACTS = {True: 0.80, False: 0.64}  # by: has a usual GP

# Who is the main coordinator: shares of the patients who have one by that criterion
MAIN_INITIATOR = {"tie": 22 / 56, "gp": 24 / 56, "secondary_care": 7 / 56, "nurse": 3 / 56}
MAIN_ACTIVE = {"tie": 4 / 46, "gp": 34 / 46, "secondary_care": 5 / 46, "nurse": 3 / 46}
INITIATOR_ROLES = {"gp": 1.0, "secondary_care": 0.65, "nurse": 0.4, "community_health": 0.3}
ACTIVE_ROLES = {"gp": 1.0, "secondary_care": 0.5, "nurse": 0.6, "community_health": 0.6}
GP_REFERRALS = {"secondary_care": 0.51, "community_health": 0.34}

# How many: number -> share of patients
GPS_SEEN = {
    True: {1: 0.1, 2: 0.19, 3: 0.21, 4: 0.29, 5: 0.1, 6: 0.07, 7: 0.04},
    False: {3: 0.14, 4: 0.3, 5: 0.2, 6: 0.16, 7: 0.09, 8: 0.05, 9: 0.03, 10: 0.03},
}
NURSES_SEEN = {0: 0.1, 1: 0.35, 2: 0.24, 3: 0.15, 4: 0.08, 5: 0.05, 6: 0.03}
INITIATORS = {1: 0.2, 2: 0.25, 3: 0.22, 4: 0.15, 5: 0.08, 6: 0.05, 7: 0.03, 9: 0.02}
ACTIVES = {1: 0.33, 2: 0.28, 3: 0.2, 4: 0.09, 5: 0.05, 6: 0.03, 8: 0.02}
COORDINATORS_AT_MOST = 9


class Practice(NamedTuple):
    """Shares of a practice's patients with a record; `gp_home` is a share of encounters."""

    gps: int
    usual_gp: float
    active: float
    care_plan: float
    gp_home: float


class Site(NamedTuple):
    """Information transfers a patient (mean), and the share with community health involved."""

    transfers: float
    without_transfers: float
    community: float


PRACTICES = {
    "eastmere_1": Practice(6, 4 / 7, 7 / 7, 3 / 7, 0.078),
    "eastmere_2": Practice(5, 5 / 6, 3 / 6, 0.0, 0.078),
    "whinshire_1": Practice(8, 1 / 7, 7 / 7, 3 / 7, 0.0),
    "whinshire_2": Practice(5, 0.0, 1 / 5, 0.0, 0.0),
    "sedgeton_1": Practice(5, 8 / 9, 6 / 9, 0.0, 0.065),
    "sedgeton_2": Practice(6, 2 / 5, 5 / 5, 2 / 5, 0.0),
    "tarrow_1": Practice(7, 3 / 5, 5 / 5, 2 / 5, 0.09),
    "tarrow_2": Practice(6, 7 / 9, 5 / 9, 2 / 9, 0.09),
    "fivecastles_1": Practice(3, 5 / 11, 7 / 11, 4 / 11, 0.016),
}
OTHER_PRACTICE = Practice(5, 0.55, 0.73, 0.25, 0.05)
SITES = {
    "eastmere": Site(12.0, 0.0, 10 / 13),
    "whinshire": Site(12.0, 0.0, 5 / 12),
    "sedgeton": Site(12.0, 0.0, 14 / 14),
    "tarrow": Site(6.0, 1 / 14, 10 / 14),
    "fivecastles": Site(5.5, 2 / 11, 4 / 11),
}
OTHER_SITE = Site(9.6, 0.05, 0.67)

# What the records of the interviewed patients are known to show. Three or four go against what
# their patient tells, on purpose: docs/polyclinics.md lists them.
PINNED: dict[str, dict[str, float]] = {
    "E03": {"usual_gp": 1, "gps_seen": 2, "active": 1, "initiator": 1, "several": 0, "good": 1,
            "visits": 3, "main_gp": 1, "without_transfers": 0, "own": 0, "unreviewed": 0,
            "discharges": 1},
    "E07": {"usual_gp": 1, "gps_seen": 3, "active": 1, "initiator": 1, "care_plan": 1,
            "community": 1, "main_gp": 1, "unreviewed": 0, "own": 0, "visits": 0.15, "loyal": 1},
    "E11": {"usual_gp": 0, "gps_seen": 5, "own": 1, "missing": 1, "resists": 1, "care_plan": 1,
            "discharges": 1},
    "F01": {"usual_gp": 0, "gps_seen": 4, "active": 0, "unreviewed": 1, "several": 0,
            "community": 0, "care_plan": 0, "missing": 0, "without_transfers": 0},
    "F04": {"usual_gp": 0, "gps_seen": 6, "active": 0, "own": 1, "unreviewed": 0, "community": 1,
            "discharges": 2, "good": 1, "without_transfers": 0},
    "F09": {"usual_gp": 1, "gps_seen": 3, "active": 1, "good": 1, "care_plan": 1, "community": 1,
            "discharges": 1, "visits": 0, "without_transfers": 0},
    "S02": {"usual_gp": 1, "gps_seen": 2, "active": 1, "initiator": 1, "own": 1, "main_gp": 1,
            "unreviewed": 0, "discharges": 1, "loyal": 1},
    "S06": {"usual_gp": 1, "gps_seen": 3, "active": 1, "unreviewed": 0, "resists": 1,
            "main_gp": 1, "discharges": 1},
    "S10": {"usual_gp": 0, "gps_seen": 5, "active": 1, "care_plan": 1, "discharges": 0},
    "S13": {"usual_gp": 0, "wound": 1, "gps_seen": 4, "unreviewed": 0},
    "T02": {"usual_gp": 1, "gps_seen": 2, "active": 1, "initiator": 1, "community": 1, "good": 1,
            "resists": 1, "visits": 6, "main_gp": 1, "without_transfers": 0, "own": 0,
            "discharges": 1, "loyal": 1},
    "T06": {"usual_gp": 1, "gps_seen": 2, "active": 1, "several": 1, "care_plan": 1,
            "community": 1, "visits": 9, "main_gp": 1, "without_transfers": 0,
            "care_agency": 1, "discharges": 0, "loyal": 1},
    "T09": {"usual_gp": 1, "gps_seen": 3, "active": 1, "care_plan": 1, "community": 0,
            "main_gp": 1, "unreviewed": 0, "without_transfers": 0, "own": 1, "several": 1,
            "discharges": 0, "loyal": 1, "visits": 0.3},
    "W02": {"usual_gp": 0, "gps_seen": 7, "community": 1, "own": 0, "unreviewed": 0,
            "discharges": 1},
    "W05": {"usual_gp": 0, "gps_seen": 5, "community": 0, "resists": 1, "not_attended": 3,
            "unreviewed": 0, "discharges": 0},
    "W08": {"usual_gp": 0, "gps_seen": 5, "active": 1, "care_plan": 1, "resists": 1,
            "discharges": 0, "main_gp": 1},
}  # fmt: skip
