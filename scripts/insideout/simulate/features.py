"""What else is noted of an encounter: reviews, problems, plans, information, the patient's part."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate import calibration as to
from insideout.simulate.draw import Bools, Floats, Ints, Words, quota

OWN_ACTS = np.array(["chases", "raises_query", "advocates"], dtype=object)


def noted(plan: pd.DataFrame, found: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The encounters with review, problems, care plan, information and the patient's own part."""
    owner = found["patient"].to_numpy()
    contact = found["place"].isin(("surgery", "phone", "home")).to_numpy()
    gp = contact & (found["role"] == "gp").to_numpy()
    outside = found["transaction_type"].isin(
        ("external_review", "information", "discharge_summary")
    ).to_numpy()  # fmt: skip
    ordinary = contact & ~found["wound"].to_numpy()
    made = found.assign(
        review=_reviews(plan, found, contact, rng),
        problems=_problems(plan, owner, gp, rng),
        care_plan=_some(plan["care_plan"], owner, ordinary, 1.4, rng),
        resistance=_some(plan["resists"], owner, ordinary, 1.6, rng),
        information=_information(plan, found, outside, rng),
        coordinator="",
    )
    free = (found["acts"] == "").to_numpy() & ~found["wound"].to_numpy()
    likelier = np.where(contact, 1.0, 1e-3)  # in absence only where nothing else is left
    own = _some(plan["own"], owner, free, 1.6, rng, likelier)
    made.loc[own, "acts"] = rng.choice(OWN_ACTS, int(own.sum()))
    made.loc[own, "coordinator"] = "patient"
    recalled = contact & (made["review"] == "recall").to_numpy() & ~own
    made.loc[recalled, "originator"] = "practice_staff"
    carers = quota(rng, contact & ~recalled & ~own, owner, 0.03 * len(found))
    made.loc[carers, "originator"] = "carer"
    return made


def _some(
    has: pd.Series[bool], owner: Ints, pool: Bools, mean: float, rng: Generator,
    weight: Floats | None = None,
) -> Bools:  # fmt: skip
    """At least one encounter of every patient who has it, `mean` on average; none of others."""
    flags = has.to_numpy()
    return quota(rng, pool & flags[owner], owner, mean * flags.sum(), must=flags, weight=weight)


def _reviews(plan: pd.DataFrame, found: pd.DataFrame, contact: Bools, rng: Generator) -> Words:
    """Recalls, reviews, and reviews of medication; none but of medication for the unreviewed."""
    owner = found["patient"].to_numpy()
    medication = found["medication"].to_numpy()
    reviewed = ~plan["unreviewed"].to_numpy()
    letters = (found["transaction_type"] == "administration").to_numpy() & ~medication
    letters &= (found["originator"] == "practice_staff").to_numpy()
    pool = (contact | letters) & reviewed[owner]
    weight = np.where(letters, 4.0, np.where(found["role"] == "gp", 1.0, 1.8))
    weight[found["wound"].to_numpy()] = 0.2
    recall = quota(rng, pool, owner, to.RECALL * len(found), must=reviewed, weight=weight)
    seen = contact & ~recall & reviewed[owner] & (found["role"] == "gp").to_numpy()
    review = quota(rng, seen, owner, to.REVIEW * len(found))
    words = np.where(recall, "recall", np.where(review, "review", "")).astype(object)
    words[medication] = "medication"
    return words


def _problems(plan: pd.DataFrame, owner: Ints, gp: Bools, rng: Generator) -> pd.Series[int]:
    """Problems dealt with: one, but several now and then where it is planned; empty in absence."""
    several = _some(plan["several"], owner, gp, 2.2, rng)
    numbers = np.where(several, rng.choice([2, 3, 4], len(owner), p=[0.65, 0.25, 0.1]), 1)
    return pd.Series(numbers, dtype="Int64").where(gp)


def _information(plan: pd.DataFrame, found: pd.DataFrame, outside: Bools, rng: Generator) -> Words:
    """Where somebody noted that information was good, or missing: at discharges before all."""
    owner = found["patient"].to_numpy()
    weight = np.where(found["transaction_type"] == "discharge_summary", 50.0, 1.0)
    good = _some(plan["good"], owner, outside, 1.2, rng, weight)
    missing = _some(plan["missing"], owner, outside & ~good, 1.5, rng, weight)
    return np.where(good, "good", np.where(missing, "missing", "")).astype(object)
