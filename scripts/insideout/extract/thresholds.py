"""Measures under other thresholds than the study's, so that a verdict's stability can be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from insideout.extract.coordinators import coordinators
from insideout.extract.usual_gp import above_share, most_seen
from insideout.tables.records import RECORDS_THRESHOLDS

USUAL_GP = ("usual_gp", "usual_gp_of_practice", "usual_gp_of_gps")
MAIN = {"main_initiator_role": "main_initiator", "main_active_role": "main_active"}
BASES = {"usual_gp_of_practice": "practice", "usual_gp_of_gps": "gp"}


def thresholds(
    encounters: pd.DataFrame, settings: Mapping[str, Any], told: Collection[str] | None = None
) -> pd.DataFrame:
    """The table RECORDS_THRESHOLDS: each patient's measures under each value of a threshold.

    `settings`: the key `records` of the study file; `told`: the columns that the records have
    (None: all), for without staff or role nobody knows who has a usual GP. The measures are what a
    test can have as its outcome. Those of USUAL_GP are yes or no, empty with too few encounters.
    Those of MAIN are what the main coordinator is (gp, nurse, secondary_care …), empty where there
    is none or a tie, just as in records_patients: who it is would be no outcome. The study's own
    threshold is always among the values (`chosen`), and gives the values of records_patients.
    """
    known = told is None or {"staff", "role"} <= set(told)
    blocks = [*_of_usual_gp(encounters, settings, known), *_of_main(encounters, settings)]
    table = pd.concat(blocks, ignore_index=True)
    order = table["measure"].map({name: i for i, name in enumerate((*USUAL_GP, *MAIN))})
    patient = pd.factorize(table["patient"])[0]
    place = np.lexsort((np.arange(len(table)), order.to_numpy(), patient))
    return table.iloc[place].reset_index(drop=True)[RECORDS_THRESHOLDS.names]


def _of_usual_gp(
    encounters: pd.DataFrame, settings: Mapping[str, Any], known: bool
) -> list[pd.DataFrame]:
    """A block for each measure of USUAL_GP and value of `usual_gp.above`; empty unless `known`."""
    answers = {True: "yes", False: "no"} if known else {}
    chosen = settings["usual_gp"]
    counts = most_seen(encounters)
    bases = {"usual_gp": chosen["base"], **BASES}
    made = []
    for above in _values(settings["thresholds"]["usual_gp"], chosen["above"]):
        for measure in USUAL_GP:
            has = above_share(counts, above, bases[measure], chosen["least"])
            value = has.map(answers).astype("object").fillna("")
            words = f"the same GP at more than {above:g} of the encounters"
            made.append(_block(value, measure, words, above == chosen["above"]))
    return made


def _of_main(encounters: pd.DataFrame, settings: Mapping[str, Any]) -> list[pd.DataFrame]:
    """A block for each measure of MAIN and value of `main_lead`."""
    patients = pd.Index(encounters["patient"].unique(), name="patient")
    of = {"main_initiator_role": "referrals", "main_active_role": "active encounters"}
    made = []
    for lead in _values(settings["thresholds"]["main_lead"], settings["main_lead"]):
        staff = coordinators(encounters, main_lead=lead)
        for measure, flag in MAIN.items():
            main = staff[staff[flag].fillna(False).astype(bool)].set_index("patient")["role"]
            words = f"at least {lead} more {of[measure]} than the next"
            value = main.reindex(patients, fill_value="")
            made.append(_block(value, measure, words, lead == settings["main_lead"]))
    return made


def _values(listed: Iterable[Any], chosen: Any) -> list[Any]:
    return sorted({*listed, chosen})


def _block(value: pd.Series[Any], measure: str, words: str, chosen: bool) -> pd.DataFrame:
    """The rows of one measure under one threshold; `value` by patient."""
    n = len(value)
    return pd.DataFrame(
        {"patient": value.index.to_numpy(), "measure": [measure] * n, "setting": [words] * n,
         "chosen": [chosen] * n, "value": value.to_numpy()}
    ).astype({"patient": "str", "measure": "str", "setting": "str", "chosen": "boolean",
              "value": "str"})  # fmt: skip
