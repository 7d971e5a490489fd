"""Who coordinates a patient's care, by two criteria applied to what people do in the record.

Criterion 1, the initiator: the person who initiates care, such as a referral. Criterion 2, the
active coordinator: one who does more than that (seeks information, raises queries, advocates,
chases, delegates, or is sought out first by the patient). Both as in Sheaff et al. (2015), 5.a.i.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.extract.kinds import referral
from insideout.reader import framed
from insideout.tables.records import ACTIVE, INITIATING, RECORDS_COORDINATORS


def initiates(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters in which staff initiate care (criterion 1), known by id or not."""
    return _acts(encounters, {INITIATING}) & by_staff(encounters)


def active(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters in which staff do more than initiate (criterion 2), known by id or not."""
    return _acts(encounters, set(ACTIVE)) & by_staff(encounters)


def own_coordination(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters with an act of coordination that the patient performs."""
    return _acts(encounters, {INITIATING, *ACTIVE}) & ~by_staff(encounters)


def by_staff(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters whose acts are those of staff: where nobody says it was the patient."""
    return encounters["coordinator"] != "patient"


def _acts(encounters: pd.DataFrame, wanted: set[str]) -> pd.Series[bool]:
    """Encounters with at least one of these acts; each distinct cell is split once."""
    places, distinct = pd.factorize(encounters["acts"])
    has = np.array([not wanted.isdisjoint(str(cell).split()) for cell in distinct], dtype=bool)
    return pd.Series(has[places] if len(has) else False, index=encounters.index, dtype=bool)


def coordinators(encounters: pd.DataFrame, *, main_lead: int) -> pd.DataFrame:
    """RECORDS_COORDINATORS: a row for each patient and member of staff who coordinates their care.

    Staff without an id can't be told apart, and are in no row. `role` is what most of the person's
    encounters with the patient say, `referrals` all that the person makes for the patient. The main
    initiator has the most referrals of the patient's initiators, the main active coordinator the
    most active encounters, by at least `main_lead` more than the next (than none, if there is no
    next); with a smaller lead, or a tie, there is none.
    """
    first, second = initiates(encounters), active(encounters)
    referred = referral(encounters) & by_staff(encounters)
    known = encounters["staff"] != ""
    acting = encounters.loc[(first | second) & known, ["patient", "staff"]].drop_duplicates()
    if acting.empty:
        return framed([], RECORDS_COORDINATORS)
    own = encounters.loc[known, ["patient", "staff", "role"]].assign(
        initiates=first[known].astype("int64"), active=second[known].astype("int64"),
        referrals=referred[known].astype("int64"),
    )  # fmt: skip
    own = own[_pairs(own, acting)]
    counts = own.groupby(["patient", "staff"])[["initiates", "active", "referrals"]].sum()
    table = counts.reset_index()
    table["role"] = _usual_role(own).reindex(counts.index).to_numpy()
    table["main_initiator"] = leads(table, "referrals", table["initiates"] > 0, main_lead)
    table["main_active"] = leads(table, "active", table["active"] > 0, main_lead)
    kinds = {"initiates": "Int64", "active": "Int64", "referrals": "Int64", "role": "str",
             "main_initiator": "boolean", "main_active": "boolean"}  # fmt: skip
    return table.astype(kinds)[RECORDS_COORDINATORS.names]


def _pairs(rows: pd.DataFrame, wanted: pd.DataFrame) -> NDArray[np.bool_]:
    """Rows whose patient and staff are among those wanted."""
    both = pd.concat([rows[["patient", "staff"]], wanted], ignore_index=True)
    staff = pd.factorize(both["staff"])[0]
    pair = pd.factorize(both["patient"])[0].astype("int64") * (staff.max() + 1) + staff
    found: NDArray[np.bool_] = np.isin(pair[: len(rows)], pair[len(rows) :])
    return found


def _usual_role(rows: pd.DataFrame) -> pd.Series[str]:
    """The role most rows of a patient and member of staff have; of several, first by the alphabet.

    Empty roles count only where there is no other.
    """
    counts = rows.groupby(["patient", "staff", "role"]).size().rename("n").reset_index()
    counts["told"] = counts["role"] != ""
    order = ["patient", "staff", "told", "n", "role"]
    counts = counts.sort_values(order, ascending=[True, True, False, False, True])
    return counts.drop_duplicates(["patient", "staff"]).set_index(["patient", "staff"])["role"]


def leads(
    table: pd.DataFrame, column: str, among: pd.Series[bool], least: int
) -> NDArray[np.bool_]:
    """Rows whose number is by `least` above that of every other row of the patient."""
    score = table[column].where(among, -1)
    ranked = pd.DataFrame({"patient": table["patient"], "score": score}).sort_values(
        ["patient", "score"], ascending=[True, False], kind="stable"
    )
    patient, scores = pd.factorize(ranked["patient"])[0], ranked["score"].to_numpy()
    top = np.diff(patient, prepend=-1) != 0
    after = np.append(scores[1:], 0)
    after[np.append(top[1:], True)] = 0  # the next row is another patient's
    main = np.zeros(len(table), dtype=bool)
    main[ranked.index[top & (scores - np.maximum(after, 0) >= least)]] = True
    return main


def of_patients(encounters: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Measures of coordination, by patient who has encounters (columns of RECORDS_PATIENTS).

    `initiators`, `active_coordinators` and `coordinators` count staff who are known by id;
    `initiator` and `active` are yes as soon as there is such an encounter, even if nobody knows
    whose it was.
    """
    places, patients = pd.factorize(encounters["patient"])
    made: dict[str, Any] = {}
    for name, mask in (("initiator", initiates), ("active", active)):
        count = np.bincount(places[mask(encounters)], minlength=len(patients))
        made |= {f"{name}_encounters": count, name: count > 0}
    frame = pd.DataFrame(made, index=pd.Index(patients, name="patient"))
    for name, rows in (("initiators", table["initiates"] > 0),
                       ("active_coordinators", table["active"] > 0),
                       ("coordinators", table["patient"] != "")):  # fmt: skip
        frame[name] = table.loc[rows, "patient"].value_counts()
        frame[name] = frame[name].fillna(0)
    for name in ("main_initiator", "main_active"):
        main = table[table[name]].set_index("patient")
        frame[name] = main["staff"].reindex(frame.index).fillna("").astype("str")
        frame[f"{name}_role"] = main["role"].reindex(frame.index).fillna("").astype("str")
    return frame
