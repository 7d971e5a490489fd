"""Made-up medical records: the plan, encounters that fit it, their days and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate import calibration as to
from insideout.simulate.coordination import coordinate
from insideout.simulate.draw import Ints, Words, coded, quota, ranks
from insideout.simulate.encounters import OF_SITE, POOLS, SHORT, STARTS, WIDTH, encounters
from insideout.simulate.features import noted
from insideout.simulate.plan import plan
from insideout.tables.records import RECORDS

DAYS = 365  # from so many days before the interview up to the day before it
SHARED = ("eastmere_1", "eastmere_2")
CONDITIONS = np.array(
    ["hypertension", "heart failure", "COPD", "diabetes", "arthritis", "stroke", "low mood",
     "hearing", "sight", "kidney disease", "angina", "thyroid"], dtype=object,
)  # fmt: skip
OUTCOMES = {
    "consultation": ("advice", "medication changed", "blood test arranged", "watch and wait"),
    "procedure": ("done", "blood taken", "blood pressure noted", "dressing changed"),
    "external_review": ("seen; letter received", "treatment begun", "discharged from clinic"),
    "information": ("result filed", "noted"),
    "discharge_summary": ("summary filed",),
    "administration": ("dealt with", "patient informed"),
    "repeat_prescription": ("issued",),
    "did_not_attend": ("new appointment offered",),
}


class Made(NamedTuple):
    """Records, sorted by patient and day; the plan with what was planted; who coordinates."""

    records: pd.DataFrame
    planted: pd.DataFrame
    coordinators: pd.DataFrame


def made_records(
    patients: pd.DataFrame,
    seed: int,
    *,
    per_patient: float = to.ENCOUNTERS,
    pinned: Mapping[str, Mapping[str, float]] = to.PINNED,
) -> Made:
    """Records of patients (patient, practice, site, interviewed: filled, and record).

    `interviewed` is a date; patients whose `record` is no have none. The same seed gives the same.
    """
    rng = np.random.default_rng([seed, 1])
    kept = patients[patients["record"] != "no"].reset_index(drop=True)
    planned = plan(kept, rng, per_patient=per_patient, pinned=pinned)
    planned["practice_row"] = coded(planned["practice"].to_numpy())[0]
    found = encounters(planned, rng)
    found, pairs = coordinate(planned, found, rng)
    found = noted(planned, found, rng)
    own = found["patient"][found["coordinator"] == "patient"]
    planned["own"] = np.bincount(own, minlength=len(planned)) > 0  # none where no room was left
    found = pd.concat([found, _uncounted(planned, len(found), rng)], ignore_index=True)
    names = staff_names(planned, found)
    days = pd.to_datetime(kept["interviewed"]).to_numpy().astype("datetime64[D]")
    records = _written(planned, found, days, names, rng)
    return Made(records, planted(planned, pairs, names), _named(planned, pairs, names))


def staff_names(planned: pd.DataFrame, found: pd.DataFrame) -> dict[int, str]:
    """Pseudonyms of staff by number: practice or site, letter of the role, a number.

    One locum works at both practices of SHARED: a planted oddity.
    """
    names: dict[int, str] = {}
    shared: dict[int, str] = {}
    rows = planned.drop_duplicates("practice_row")
    gps = found["staff"].to_numpy()[(found["role"] == "gp").to_numpy()]
    for at, practice, site in zip(
        rows["practice_row"], rows["practice"], rows["site"], strict=True
    ):
        for role, size in POOLS.items():
            home = site if role in OF_SITE else practice
            for index in range(size):
                number = int(at) * WIDTH + STARTS[role] + index
                names[number] = f"{home}-{SHORT[role]}{index + 1}"
        if practice in SHARED:
            here = gps[gps // WIDTH == at]
            shared |= {int(here.max()): "eastmere-locum1"} if len(here) else {}
    return names | shared


def _uncounted(planned: pd.DataFrame, total: int, rng: Generator) -> pd.DataFrame:
    """Repeat prescriptions and appointments that weren't kept: kinds that no measure counts."""
    at = np.arange(len(planned))
    row = planned["practice_row"].to_numpy()
    repeats = np.sort(rng.choice(at, round(to.REPEATS * total)))
    missed = np.sort(rng.choice(at, round(to.NOT_ATTENDED * total)))
    pinned = planned["not_attended"].to_numpy()
    missed = np.concatenate([missed[pinned[missed] == 0], np.repeat(at, pinned)])
    frames = []
    for patient, kind, place, role in (
        (repeats, "repeat_prescription", "in_absence", "practice_staff"),
        (missed, "did_not_attend", "surgery", "nurse"),
    ):
        staff = row[patient] * WIDTH + STARTS[role]
        columns = {"transaction_type": kind, "place": place, "role": role, "staff": staff}
        frames.append(pd.DataFrame({"patient": patient, "originator": "patient", **columns}))
    return pd.concat(frames, ignore_index=True)


def _written(
    planned: pd.DataFrame, found: pd.DataFrame, days: Any, names: Mapping[int, str], rng: Generator
) -> pd.DataFrame:
    """Encounters as the table RECORDS has them, sorted by patient and day."""
    patient = found["patient"].to_numpy()
    day = _days(patient, rng)
    order = np.lexsort((day, patient))
    found, patient, day = found.iloc[order], patient[order], day[order]
    kind = found["transaction_type"].to_numpy(dtype=object)
    staff = found["staff"].to_numpy()
    unknown = quota(rng, (found["acts"] == "").to_numpy() & (kind == "external_review"), patient,
                    0.03 * len(found))  # fmt: skip
    pseudonyms = np.array([names.get(number, "") for number in range(-1, max(names) + 1)], object)
    lasting = _conditions(len(planned), rng)
    which = rng.integers(lasting.shape[1], size=len(found))
    wound = found["wound"].eq(True).to_numpy()
    about = np.where(wound, "leg ulcer", CONDITIONS[lasting[patient, which]])
    dates = (days[patient] - DAYS + day).astype(str)
    made = dict.fromkeys(RECORDS.names, "") | {
        "patient": planned["patient"].to_numpy(dtype=object)[patient],
        "practice": planned["practice"].to_numpy(dtype=object)[patient],
        "date": dates, "conditions": about, "transaction_type": kind,
        "outcome": _outcomes(kind, wound, rng),
        "staff": np.where(unknown, "", pseudonyms[staff + 1]),
        "extractor": np.where(patient % 2 == 0, "JT", "AM"),
        "problems": found["problems"].astype("Int64").array,
    }  # fmt: skip
    for name in ("place", "originator", "transfer_type", "recipient", "role", "acts",
                 "coordinator", "information", "review"):  # fmt: skip
        made[name] = found[name].fillna("").to_numpy(dtype=object)
    for name in ("care_plan", "resistance"):
        made[name] = np.where(found[name].eq(True), "yes", "")
    return pd.DataFrame(made)[RECORDS.names]


def _days(patient: Ints, rng: Generator) -> Ints:
    """A day in the window for each encounter, no two of one patient's on one day (up to 365)."""
    place = ranks(patient, rng.random(len(patient)))
    n = np.bincount(patient)[patient]
    room = np.maximum(DAYS + 1 - n, 1)
    start = np.floor(rng.random(len(patient)) * room).astype(np.int64)
    by = np.lexsort((start, patient))
    rising = np.empty(len(patient), np.int64)
    rising[by] = start[by] + ranks(patient[by], np.arange(len(patient)))
    again = np.empty(len(patient), np.int64)  # which of the days an encounter gets is by chance
    again[np.lexsort((place, patient))] = rising[by]
    return again % DAYS


def _conditions(n: int, rng: Generator) -> Ints:
    """Four conditions a patient, as places in CONDITIONS."""
    return np.argsort(rng.random((n, len(CONDITIONS))), axis=1)[:, :4]


def _outcomes(kind: Any, wound: Any, rng: Generator) -> Words:
    """What came of it, in a few words."""
    made = np.full(len(kind), "", dtype=object)
    for name, words in OUTCOMES.items():
        mask = kind == name
        made[mask] = rng.choice(np.array(words, dtype=object), int(mask.sum()))
    made[wound] = "dressing changed"
    return made


def planted(planned: pd.DataFrame, pairs: pd.DataFrame, names: Mapping[int, str]) -> pd.DataFrame:
    """What was planted, a row a patient, in the names of the columns of records_patients."""
    n = len(planned)
    with_most, with_gp = planned["with_most"], planned["with_gp"]
    owner = pairs["patient"].to_numpy()
    initiates, active = pairs["initiates"].to_numpy(), pairs["active"].to_numpy()
    made = planned[["patient", "practice", "site"]].assign(
        encounters=planned[["contacts", "wound", "transfers", "discharges", "administration"]]
        .sum(axis=1),
        with_practice=planned["contacts"] + planned["wound"], with_gp=with_gp,
        usual_gp=planned["usual_gp"],
        usual_gp_of_gps=(2 * with_most > with_gp).astype("boolean").where(with_gp >= 2),
        gps_seen=planned["gps_seen"], information_transfers=planned["transfers"],
        community_involved=planned["community"], reviewed=~planned["unreviewed"],
        initiators=np.bincount(owner, initiates > 0, n).astype(np.int64),
        active_coordinators=np.bincount(owner, active > 0, n).astype(np.int64),
        coordinators=np.bincount(owner, minlength=n),
        main_initiator=_main(owner, initiates, pairs, n, names),
        main_active=_main(owner, active, pairs, n, names),
    )  # fmt: skip
    for name in ("initiator", "active", "several", "care_plan", "own", "resists", "good",
                 "missing"):  # fmt: skip
        made[name] = planned[name]
    return made


def _main(
    owner: Ints, count: Ints, pairs: pd.DataFrame, n: int, names: Mapping[int, str]
) -> list[str]:
    """Who leads by the count, a row a patient; empty without anybody and for a tie."""
    most = np.zeros(n, np.int64)
    np.maximum.at(most, owner, count)
    first = (count == most[owner]) & (count > 0)
    alone = first & (np.bincount(owner[first], minlength=n)[owner] == 1)
    found = np.full(n, "", dtype=object)
    found[owner[alone]] = [names[number] for number in pairs["staff"][alone]]
    return [str(name) for name in found]


def _named(planned: pd.DataFrame, pairs: pd.DataFrame, names: Mapping[int, str]) -> pd.DataFrame:
    """The planted coordinators with ids in place of numbers."""
    patient = planned["patient"].to_numpy(dtype=object)[pairs["patient"].to_numpy()]
    staff = [names[number] for number in pairs["staff"]]
    return pairs[["role", "initiates", "active"]].assign(patient=patient, staff=staff)
