"""Whether a patient has a usual GP: one GP at more than half of the encounters.

Of which encounters is a choice. The published definition says those at the practice, its example
counts those with GPs alone; both are made, and the study says which of the two it goes by.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.extract.continuity import Base
from insideout.extract.kinds import with_gp, with_nurse, with_practice

TOTAL = {"practice": "practice", "gp": "gps"}  # column of `most_seen` that each base is


def most_seen(encounters: pd.DataFrame) -> pd.DataFrame:
    """The GP whom each patient sees most: by patient, with the counts that a usual GP rests on.

    `gp`: their id, empty without any or for a tie; `seen`: encounters with them; `practice` and
    `gps`: encounters with the practice's own staff, and of these with its GPs, known or not.
    A GP who isn't known can't be the usual one, yet the encounter is among those with GPs.
    """
    patient, patients = pd.factorize(encounters["patient"])
    gp = with_gp(encounters).to_numpy(dtype=bool)
    at, who, seen = _seen(patient, encounters["staff"], gp)
    most = np.zeros(len(patients), dtype=np.int64)
    np.maximum.at(most, at, seen)
    first = seen == most[at]
    alone = first & (np.bincount(at[first], minlength=len(patients))[at] == 1)
    name = pd.Series("", index=range(len(patients)), dtype="str")
    name.iloc[at[alone]] = who[alone]
    practice = with_practice(encounters).to_numpy(dtype=bool)
    return pd.DataFrame(
        {"gp": name.to_numpy(), "seen": most,
         "practice": np.bincount(patient[practice], minlength=len(patients)),
         "gps": np.bincount(patient[gp], minlength=len(patients))},
        index=pd.Index(patients, name="patient"),
    ).astype({"gp": "str"})  # fmt: skip


def usual_gp(encounters: pd.DataFrame, *, above: float, base: Base, least: int) -> pd.DataFrame:
    """The columns usual_gp … usual_gp_of_gps, gps_seen and nurses_seen, by patient.

    A patient has a usual GP where one GP is at MORE than `above` of the encounters of the base;
    with fewer than `least` of them it is undefined (NA). `usual_gp_share` is the share of the GP
    seen most. `usual_gp_id` is empty where there is no usual GP and where, with `above` under a
    half, two are seen equally often. Only known members of staff count as seen.
    """
    counts = most_seen(encounters)
    made = {of: above_share(counts, above, of, least) for of in ("practice", "gp")}
    total = counts[TOTAL[base]]
    share = (counts["seen"] / total.where(total >= least)).astype("float64")
    patient = pd.factorize(encounters["patient"])[0]
    people = {
        name: np.bincount(_seen(patient, encounters["staff"], mask(encounters).to_numpy(bool))[0],
                          minlength=len(counts))
        for name, mask in (("gps_seen", with_gp), ("nurses_seen", with_nurse))
    }  # fmt: skip
    return pd.DataFrame(
        {"usual_gp": made[base],
         "usual_gp_id": counts["gp"].where(made[base].fillna(False).astype(bool), ""),
         "usual_gp_share": share,
         "usual_gp_of_practice": made["practice"],
         "usual_gp_of_gps": made["gp"]} | people,
    ).astype({"gps_seen": "Int64", "nurses_seen": "Int64", "usual_gp_id": "str"})  # fmt: skip


def above_share(counts: pd.DataFrame, above: float, base: Base, least: int) -> pd.Series[bool]:
    """Who has a usual GP, from the counts of `most_seen`; NA with fewer than `least` encounters."""
    total = counts[TOTAL[base]]
    share = counts["seen"] / total.where(total > 0, 1)
    return (share > above).astype("boolean").where(total >= least)


def _seen(
    patient: NDArray[Any], staff: pd.Series[str], mask: NDArray[np.bool_]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Each patient and member of staff who met: the patient's code, the id, how often."""
    who, names = pd.factorize(staff.where(staff != ""))
    met = mask & (who >= 0)
    size = max(len(names), 1)
    pairs, seen = np.unique(patient[met].astype(np.int64) * size + who[met], return_counts=True)
    return pairs // size, np.asarray(names, dtype=object)[pairs % size], seen
