"""Indices of continuity: how far a patient's encounters are with the same people.

With N encounters, n_i of them with provider i, M providers, all of one patient:

- UPC, usual provider of care (Breslau and Reeb 1975): max n_i / N. From 1/N to 1.
- COC, continuity of care (Bice and Boxerman 1977): (Σ n_i² − N) / (N (N − 1)), the share of pairs
  of encounters that are with one provider. From 0 (nobody twice) to 1; undefined for N < 2.
- SECON, sequential continuity (Steinwachs 1979): pairs of neighbours in time with one provider,
  as a share of the pairs. From 0 to 1; undefined without a pair.
- MMCI, modified modified continuity index (Magill and Senf 1987):
  (1 − M / (N + 0.1)) / (1 − 1 / (N + 0.1)). Above 0 (nobody twice) to 1; it is made of M and N
  alone.
- Herfindahl-Hirschman index: Σ (n_i / N)². From 1/N (nobody twice), never 0, to 1.

UPC, MMCI and Herfindahl of a single encounter are 1, whoever it was with: that says nothing about
continuity, so look at `n_providers` beside them. All are undefined without an encounter.
COC = (N · Herfindahl − 1) / (N − 1).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.extract.kinds import with_gp, with_practice

Base = Literal["practice", "gp"]
Unknown = Literal["drop", "break"]
MASKS = {"practice": with_practice, "gp": with_gp}
INDICES = ("upc", "coc", "secon", "mmci", "herfindahl")
Numbers = NDArray[Any]


def indices(
    encounters: pd.DataFrame, *, unknown_provider: Unknown, base: Base = "practice"
) -> pd.DataFrame:
    """The indices of each patient who has encounters: n_providers and the columns of INDICES.

    `encounters`: sorted by patient and time. Those of the base count: with the practice's own staff
    (GPs, nurses, pharmacists, others; a provider is an id in `staff`), or with its GPs alone. An
    encounter whose staff isn't known is of no use to UPC, COC, MMCI and Herfindahl, whose N
    (`n_providers`) is the encounters with a known provider. In SECON `drop` forgets it, so that
    those before and after it become neighbours; `break` counts no pair with it, above the line or
    below. An undefined index is NaN.
    """
    patient, patients = pd.factorize(encounters["patient"])
    counts = MASKS[base](encounters).to_numpy(dtype=bool)
    who, staff = pd.factorize(encounters["staff"].where(encounters["staff"] != ""))
    patient, who = patient[counts], who[counts]
    known = who >= 0  # pandas gives -1 to what is missing
    table = _concentration(patient[known], who[known], len(patients), len(staff))
    if unknown_provider == "drop":
        patient, who = patient[known], who[known]
    table["secon"] = _sequence(patient, who, len(patients))
    columns = ["n_providers", *INDICES]
    return pd.DataFrame(table, index=pd.Index(patients, name="patient"))[columns]


def _concentration(
    patient: Numbers, who: Numbers, n_patients: int, n_staff: int
) -> dict[str, Numbers]:
    """The indices that don't know the order, from the code of patient and provider (both known)."""
    pairs, seen = np.unique(patient.astype(np.int64) * max(n_staff, 1) + who, return_counts=True)
    owner = pairs // max(n_staff, 1)
    n = np.bincount(patient, minlength=n_patients)
    providers = np.bincount(owner, minlength=n_patients)
    squares = np.bincount(owner, weights=seen.astype(float) ** 2, minlength=n_patients)
    most = np.zeros(n_patients)
    np.maximum.at(most, owner, seen)
    return {
        "n_providers": n,
        "upc": _ratio(most, n),
        "coc": _ratio(squares - n, n * (n - 1)),
        "mmci": np.where(n > 0, _ratio(1 - providers / (n + 0.1), 1 - 1 / (n + 0.1)), np.nan),
        "herfindahl": _ratio(squares, n.astype(float) ** 2),
    }


def _sequence(patient: Numbers, who: Numbers, n_patients: int) -> Numbers:
    """SECON; neighbours of whom one is unknown (-1) are no pair."""
    pair = (patient[1:] == patient[:-1]) & (who[1:] >= 0) & (who[:-1] >= 0)
    same = pair & (who[1:] == who[:-1])
    return _ratio(
        np.bincount(patient[1:][same], minlength=n_patients),
        np.bincount(patient[1:][pair], minlength=n_patients),
    )


def _ratio(top: Numbers, bottom: Numbers) -> Numbers:
    """The quotient, NaN where nothing is below the line."""
    made = np.full(len(bottom), np.nan)
    np.divide(top, bottom, out=made, where=np.asarray(bottom) != 0)
    return made
