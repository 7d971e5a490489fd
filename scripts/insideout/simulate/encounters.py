"""The plan filled with encounters: a row an encounter, all columns as arrays.

Staff are numbers: a GP or other is a place in a pool of their practice or site (see `staff_names`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate import calibration as to
from insideout.simulate.draw import Bools, Ints, Words, quota, ranks

# Pools of staff, and how many each holds: of a practice, or of a site
POOLS = {"gp": 14, "nurse": 7, "practice_staff": 3, "pharmacist": 1, "secondary_care": 9,
         "community_health": 6, "ambulance": 2, "out_of_hours": 2, "mental_health": 2,
         "community_hospital": 2, "therapy": 2, "care_agency": 2}  # fmt: skip
OF_SITE = tuple(POOLS)[4:]
SHORT = {"gp": "g", "nurse": "n", "practice_staff": "s", "pharmacist": "p",
         "secondary_care": "h", "community_health": "c", "ambulance": "a", "out_of_hours": "o",
         "mental_health": "m", "community_hospital": "b", "therapy": "t",
         "care_agency": "k"}  # fmt: skip
WIDTH = sum(POOLS.values())  # numbers of staff a practice has, its site's repeated
STARTS = dict(zip(POOLS, np.cumsum([0, *POOLS.values()])[:-1].tolist(), strict=True))
ELSEWHERE = ("ambulance", "out_of_hours", "mental_health", "community_hospital", "therapy")
OWN_GPS = 3  # with a usual GP it is one of the first three of the pool, never a locum


def encounters(plan: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """An encounter a row: patient (row of the plan), place, role, originator, staff, what it is.

    Sorts come in blocks; times are drawn later. `staff` is -1 where nobody is noted.
    """
    found = pd.concat(
        [_contacts(plan, rng), _transfers(plan, rng), _administration(plan, rng)],
        ignore_index=True,
    )
    total = len(found)
    gp = (found["role"] == "gp").to_numpy() & (found["place"] == "surgery").to_numpy()
    found.loc[_home(plan, found, gp, rng), "place"] = "home"
    surgery = (found["place"] == "surgery").to_numpy()
    owner = found["patient"].to_numpy()
    wound = found["wound"].to_numpy()
    gp &= surgery
    phone = quota(rng, gp, owner, 0.92 * to.PHONE * total)
    phone |= quota(rng, surgery & ~gp & ~wound, owner, 0.08 * to.PHONE * total)
    found.loc[phone, "place"] = "phone"
    nurse = (found["role"] == "nurse").to_numpy() & surgery & ~phone & ~wound
    found.loc[quota(rng, nurse, owner, to.NURSE_HOME * total), "place"] = "home"
    surgery = (found["place"] == "surgery").to_numpy()
    likelier = np.where(found["role"] == "gp", 0.2, 4.0)
    likelier[wound] = 1e6
    procedure = quota(rng, surgery, owner, to.PROCEDURES * surgery.sum(), weight=likelier)
    found.loc[procedure, "transaction_type"] = "procedure"
    return found


def _frame(patient: Ints, **columns: object) -> pd.DataFrame:
    """A block of encounters; what isn't said is empty."""
    empty = {"place": "in_absence", "role": "", "originator": "", "transaction_type": "",
             "transfer_type": "", "staff": -1, "wound": False, "medication": False}  # fmt: skip
    return pd.DataFrame({"patient": patient, **(empty | columns)})


def number_of(role: str, practice_row: Ints, index: Ints) -> Ints:
    """The number of a member of staff: which practice, which pool, which in the pool."""
    number: Ints = practice_row * WIDTH + STARTS[role] + index % POOLS[role]
    return number


def _contacts(plan: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Encounters with the practice: with GPs as the plan has them, with nurses, with others."""
    at = np.arange(len(plan))
    row = plan["practice_row"].to_numpy()
    patient = np.repeat(at, plan["with_gp"])
    own = np.floor(rng.random(len(plan)) * np.minimum(plan["gps"], OWN_GPS)).astype(np.int64)
    which = ranks(patient, np.arange(len(patient))) - plan["with_most"].to_numpy()[patient]
    others = np.maximum(plan["gps_seen"].to_numpy() - 1, 1)[patient]
    which = np.where(which < 0, 0, 1 + which % others) + own[patient]
    staff = number_of("gp", row[patient], which)
    gps = _frame(patient, place="surgery", role="gp", originator="patient",
                 transaction_type="consultation", staff=staff)  # fmt: skip
    patient = np.repeat(at, plan["others"])
    place = ranks(patient, np.arange(len(patient)))
    first = np.floor(rng.random(len(plan)) * POOLS["nurse"]).astype(np.int64)[patient]
    nurses = plan["nurses_seen"].to_numpy()[patient]
    wound = place < plan["wound"].to_numpy()[patient]
    nurse = (nurses > 0) & (wound | (place < nurses) | (rng.random(len(patient)) < 0.8))
    index = first + np.where(wound, place % 8 // 7, place % np.maximum(nurses, 1))
    staff = np.where(nurse, number_of("nurse", row[patient], index),
                     number_of("practice_staff", row[patient], place))  # fmt: skip
    role = np.where(nurse, "nurse", "practice_staff")
    rest = _frame(patient, place="surgery", role=role, originator="patient",
                  transaction_type="consultation", staff=staff, wound=wound)  # fmt: skip
    return pd.concat([gps, rest], ignore_index=True)


def _transfers(plan: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """What other providers tell the practice: reviews and treatment, information, discharges."""
    at = np.arange(len(plan))
    row = plan["practice_row"].to_numpy()
    patient = np.repeat(at, plan["transfers"])
    total = int(plan[["contacts", "wound", "transfers", "discharges", "administration"]]
                .to_numpy().sum())  # fmt: skip
    involved = plan["community"].to_numpy()
    every = np.ones(len(patient), dtype=bool)
    agency = quota(rng, plan["care_agency"].to_numpy()[patient], patient, 1)
    pool = involved[patient] & ~agency
    community = quota(rng, pool, patient, to.COMMUNITY * total, must=involved)
    role = np.where(community, "community_health", "secondary_care").astype(object)
    role[agency] = "care_agency"
    free = ~community & ~agency
    for one in ELSEWHERE:
        taken = quota(rng, free, patient, to.ELSEWHERE * total)
        role[taken] = one
        free &= ~taken
    information = quota(rng, every, patient, to.INFORMATION * total)
    kind = np.where(information, "information", "external_review")
    letter = rng.choice(["letter", "result", "message"], len(patient), p=[0.6, 0.3, 0.1])
    told = _frame(patient, role=role, originator=role, transaction_type=kind,
                  transfer_type=np.where(information, letter, "letter"),
                  staff=_outside(plan, patient, role, rng))  # fmt: skip
    patient = np.repeat(at, plan["discharges"])
    ward = number_of("secondary_care", row[patient], np.full(len(patient), 8))
    home = _frame(patient, role="secondary_care", originator="secondary_care",
                  transaction_type="discharge_summary", transfer_type="letter",
                  staff=ward)  # fmt: skip
    return pd.concat([told, home], ignore_index=True)


def _outside(plan: pd.DataFrame, patient: Ints, role: Words, rng: Generator) -> Ints:
    """Who writes: a few people a patient, of a pool that is their site's."""
    row = plan["practice_row"].to_numpy()[patient]
    first = np.floor(rng.random(len(plan)) * 90).astype(np.int64)[patient]
    few = np.floor(rng.random(len(patient)) ** 1.6 * 4).astype(np.int64)
    staff = np.full(len(patient), -1, dtype=np.int64)
    for one in OF_SITE:
        mask = role == one
        staff[mask] = number_of(one, row[mask], (first + few)[mask])
    return staff


def _administration(plan: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The rest that is dealt with in the patient's absence: medication, requests, letters."""
    row = plan["practice_row"].to_numpy()
    patient = np.repeat(np.arange(len(plan)), plan["administration"])
    total = int(plan[["contacts", "wound", "transfers", "discharges", "administration"]]
                .to_numpy().sum())  # fmt: skip
    never = plan["never_reviewed"].to_numpy()
    must = plan["unreviewed"].to_numpy() & ~never
    medication = quota(rng, ~never[patient], patient, to.MEDICATION * total, must=must)
    asked = quota(rng, ~medication, patient, to.SECONDARY_REQUESTS * total)
    pharmacist = medication & (rng.random(len(patient)) < 0.3)
    role = np.where(pharmacist, "pharmacist", np.where(medication | asked, "gp", "practice_staff"))
    index = np.floor(rng.random(len(plan)) * 3).astype(np.int64)[patient]
    staff = np.full(len(patient), -1, dtype=np.int64)
    for one in ("gp", "practice_staff", "pharmacist"):
        staff[role == one] = number_of(one, row[patient][role == one], index[role == one])
    origin = np.where(asked, "secondary_care", np.where(medication, "gp", "practice_staff"))
    return _frame(patient, role=role, originator=origin, transaction_type="administration",
                  transfer_type=np.where(asked, "request", ""), staff=staff,
                  medication=medication)  # fmt: skip


def _home(plan: pd.DataFrame, found: pd.DataFrame, gp: Bools, rng: Generator) -> Bools:
    """GPs' visits: the practice's share of its encounters, likelier for some patients."""
    owner = found["patient"].to_numpy()
    practice = plan["practice_row"].to_numpy()[owner]
    share = plan["gp_home"].to_numpy()[owner]
    weight = plan["visits"].to_numpy()[owner]
    home = np.zeros(len(found), dtype=bool)
    for one in np.unique(practice):
        here = practice == one
        total = float(share[here].sum())
        home |= quota(rng, gp & here & (weight > 0), owner, total, weight=weight)
    return home
