"""Who coordinates, by both criteria, planted staff by staff; acts and referrals follow from it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate import calibration as to
from insideout.simulate.draw import Bools, Floats, Ints, Words, apportioned, numbers, quota, ranks
from insideout.tables.records import ACTIVE, INITIATING

# Whom a planned main coordinator may be
LEADERS = {"gp": ("gp",), "secondary_care": ("secondary_care",),
           "nurse": ("nurse", "community_health")}  # fmt: skip


def coordinate(
    plan: pd.DataFrame, found: pd.DataFrame, rng: Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Encounters with acts and referrals, and the pairs of patient and coordinator planted.

    Pairs have patient (row of the plan), staff, role, and in how many encounters they initiate and
    coordinate actively. An initiator's every initiating encounter is a referral.
    """
    pairs, pair = _pairs(found)
    known = np.isin(pairs["role"], list(to.INITIATOR_ROLES))
    initiates = _planted(
        plan, pairs, plan["initiator"].to_numpy(), known, to.INITIATORS, to.MAIN_INITIATOR,
        to.INITIATOR_ROLES, to.INITIATES * len(found), rng,
    )  # fmt: skip
    # active ones are mostly people who initiate as well, and never more than the most there may be
    likelier = np.where(initiates > 0, 4.0, 1.0)
    owner = pairs["patient"].to_numpy()
    room = to.COORDINATORS_AT_MOST - np.bincount(owner, initiates > 0, len(plan))[owner]
    new = ranks(owner, np.where(known & (initiates == 0), rng.random(len(pairs)), 2.0))
    allowed = known & ((initiates > 0) | (new < room))
    active = _planted(plan, pairs, plan["active"].to_numpy(), allowed, to.ACTIVES, to.MAIN_ACTIVE,
                      to.ACTIVE_ROLES, to.ACTIVE * len(found), rng, likelier)  # fmt: skip
    pairs = pairs.assign(initiates=initiates, active=active)
    turn = ranks(pair, rng.random(len(found)))
    initiating = turn < initiates[pair]
    turn = ranks(pair, rng.random(len(found)))
    acting = turn < active[pair]
    made = found.assign(initiating=initiating, acting=acting)
    made["acts"] = _acts(initiating, acting, rng)
    made.loc[initiating, "transfer_type"] = "referral"
    made["recipient"] = _recipients(plan, made, rng)
    return made, pairs[(initiates > 0) | (active > 0)].reset_index(drop=True)


def _pairs(found: pd.DataFrame) -> tuple[pd.DataFrame, Ints]:
    """Patients and the staff they meet, with how many encounters; and each encounter's pair."""
    patient, staff = found["patient"].to_numpy(), found["staff"].to_numpy()
    width = int(staff.max()) + 2
    keys, first, pair, n = np.unique(
        patient * width + staff + 1, return_index=True, return_inverse=True, return_counts=True
    )
    role = found["role"].to_numpy(dtype=object)[first]
    pairs = pd.DataFrame(
        {"patient": keys // width, "staff": keys % width - 1, "role": role, "n": n}
    )
    return pairs, pair.astype(np.int64)


def _planted(
    plan: pd.DataFrame, pairs: pd.DataFrame, has: Bools, allowed: Bools,
    many: Mapping[int, float], mains: Mapping[str, float], weights: Mapping[str, float],
    total: float, rng: Generator, likelier: Floats | None = None,
) -> Ints:  # fmt: skip
    """In how many encounters each pair's member of staff does it: 0 for most.

    Each patient with it gets so many coordinators; one of the planned role leads, or none does.
    """
    owner, n = pairs["patient"].to_numpy(), pairs["n"].to_numpy()
    patients = np.flatnonzero(has)
    available = np.bincount(owner[allowed], minlength=len(plan))
    wanted = np.zeros(len(plan), np.int64)
    wanted[patients] = numbers(rng, many, available[patients])
    wanted = np.minimum(wanted, available)
    role = pairs["role"].to_numpy(dtype=object)
    often = allowed & (n > 1)
    able = {
        name: np.bincount(owner[often & np.isin(role, of)], minlength=len(plan)) > 0
        for name, of in LEADERS.items()
    }
    main = _mains(plan, wanted, able, mains, rng)
    weight = np.array([weights.get(role, 0.0) for role in pairs["role"]])
    weight = weight if likelier is None else weight * likelier
    score = rng.random(len(pairs)) ** (1 / np.maximum(weight, 1e-3))
    leads = np.zeros(len(pairs), dtype=bool)
    for name, of in LEADERS.items():
        leads |= often & (main[owner] == name) & np.isin(role, of)
    score = np.where(leads & (ranks(owner, np.where(leads, -n, 1e9)) == 0), 2.0, score)
    place = ranks(owner, np.where(allowed, -score, 1e9))
    count = (allowed & (place < wanted[owner])).astype(np.int64)
    lead = (count > 0) & (score == 2.0) & (wanted[owner] > 1) & (n > 1)
    left = round(total) - int(count.sum()) - int(lead.sum())
    count[lead] += 1
    alone = (count > 0) & (wanted[owner] == 1) & (n > 1)
    at = np.flatnonzero(lead | alone)
    extra = apportioned(rng, max(left, 0), rng.gamma(3.0, size=len(at)) * np.sqrt(n[at]))
    count[at] = np.minimum(count[at] + extra, n[at])
    found: Ints = count
    return found


def _mains(
    plan: pd.DataFrame,
    wanted: Ints,
    able: Mapping[str, Bools],
    shares: Mapping[str, float],
    rng: Generator,
) -> Words:
    """The planned role of each patient's main coordinator: "tie" only where there are several.

    `able`: who meets somebody of the role often enough to be led by them. Rare roles choose first.
    """
    main = np.full(len(plan), "", dtype=object)
    has, pinned = int((wanted > 0).sum()), plan["main_gp"].to_numpy()
    order = rng.random(len(plan))
    many = {"tie": (wanted > 1) & ~pinned, **able}
    for name in ("nurse", "secondary_care", "tie", "gp"):
        free = (wanted > 0) & (main == "") & many[name] & ((name == "gp") | ~pinned)
        at = np.flatnonzero(free)
        at = at[np.argsort(order[at])]
        main[at if name == "gp" else at[: round(shares[name] * has)]] = name
    main[(wanted > 1) & (main == "")] = "tie"
    return main


def _acts(initiating: Bools, acting: Bools, rng: Generator) -> Words:
    """Acts by spaces: one act of coordination where there is any, sometimes two."""
    words = np.array(ACTIVE, dtype=object)
    first = rng.integers(len(words), size=len(acting))
    second = (first + rng.integers(1, len(words), len(acting))) % len(words)
    two = np.where(rng.random(len(acting)) < 0.2, " " + words[second], "")
    active = np.where(acting, words[first] + two, "")
    acts = np.where(initiating, INITIATING, "").astype(object)
    both: Words = acts + np.where(initiating & acting, " ", "").astype(object) + active
    return both


def _recipients(plan: pd.DataFrame, found: pd.DataFrame, rng: Generator) -> Words:
    """To whom patients are referred; community health only where it is planned to be involved."""
    initiating = found["initiating"].to_numpy()
    owner = found["patient"].to_numpy()
    role = found["role"].to_numpy(dtype=object)
    involved = plan["community"].to_numpy()[owner]
    gp = initiating & (role == "gp")
    recipient = np.full(len(found), "", dtype=object)
    kinds = np.array(["therapy", "mental_health", "voluntary", "pharmacist"], dtype=object)
    recipient[initiating] = rng.choice(kinds, int(initiating.sum()), p=[0.5, 0.3, 0.15, 0.05])
    for mask, shares in ((gp, to.GP_REFERRALS), (initiating & ~gp, to.GP_REFERRALS)):
        total = int(mask.sum())
        pool = mask & involved & (role != "community_health")
        community = quota(rng, pool, owner, shares["community_health"] * total)
        recipient[community] = "community_health"
        secondary = quota(rng, mask & ~community, owner, shares["secondary_care"] * total)
        recipient[secondary] = "secondary_care"
    return recipient
